"""The plan as an Excel workbook of two sheets."""

from collections.abc import Iterator, Sequence

from gongkai_cli.domain.issued import ANNEX, heading
from gongkai_cli.domain.plan import Plan
from gongkai_cli.rendering.frame import Field, Frame
from gongkai_cli.rendering.plans.frames import DoesNotFit, annex_frame, issued_frame
from gongkai_cli.rendering.workbook.heights import row_height
from gongkai_cli.rendering.workbook.paper import Look, Paper

SHEET = "任务分解表"

_MOST = 32_767
"""UTF-16 units that Excel has room for in a cell."""

_DIGITS = 140
_ANNEX_DIGITS = 96
"""How many digits the tables are wide: about what A4 holds, across and upright."""


def plan_xlsx(plan: Plan) -> bytes:
    """Both tables, each on its sheet below its title. Raises DoesNotFit."""
    title = heading(plan)
    paper = Paper(title, plan.year)
    _put(paper, SHEET, title, issued_frame(plan), _DIGITS)
    _put(paper, ANNEX, ANNEX, annex_frame(plan), _ANNEX_DIGITS)
    return paper.bytes()


def _put(paper: Paper, name: str, title: str, frame: Frame, digits: int) -> None:
    sheet = paper.sheet(name)
    widths = [part * digits / sum(frame.widths) for part in frame.widths]
    for column, wide in enumerate(widths):
        sheet.set_column(column, column, wide)
    paper.title(sheet, range(len(widths)), _fitting(title, "标题"))
    for place, row in enumerate(frame.rows, 1):
        height, size = row_height(_alone(row, widths))
        sheet.set_row(place, height)
        for column, each in enumerate(row):
            if each and (each.rows > 1 or each.columns > 1):
                # Without a look of its own it writes nothing, and text never as a formula.
                below, right = place + each.rows - 1, column + each.columns - 1
                sheet.merge_range(place, column, below, right, "")
            head = place <= frame.head
            look = Look(head=head, centred=head or column in frame.centred, size=size)
            paper.put(sheet, place, column, _value(row, column), look)
    sheet.repeat_rows(1)
    sheet.freeze_panes(1 + frame.head, 0)
    paper.page(sheet, title, landscape=digits == _DIGITS)


def _alone(row: Sequence[Field | None], widths: Sequence[float]) -> Iterator[tuple[str, float]]:
    """The texts that make a row as high as it is; those over several rows find their room."""
    for column, each in enumerate(row):
        if each and each.rows == each.columns == 1:
            yield each.text, widths[column]


def _value(row: Sequence[Field | None], column: int) -> str | int:
    """A task's number as a number, everything else as text. Raises DoesNotFit."""
    each, first = row[column], row[0]
    if each is None:
        return ""
    if column == 0 and each.text.isdecimal():
        return int(each.text)
    return _fitting(each.text, _whose(first.text if first else ""))


def _whose(number: str) -> str:
    return f"任务{number}" if number.isdecimal() else number


def _fitting(text: str, whose: str) -> str:
    if len(text.encode("utf-16-le")) > 2 * _MOST:
        raise DoesNotFit(f"{whose}有一处文字过长，Excel 的一格最多放{_MOST}个字，放不下。")
    return text
