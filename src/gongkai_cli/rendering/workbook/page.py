"""One unit's sheet: its wording locked, its own columns open, printed on A4."""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING

from gongkai_cli.domain.item import Basis
from gongkai_cli.domain.plan import Plan
from gongkai_cli.domain.sheet import ANSWERS, HIDDEN, MARK, STEPS, SheetColumn
from gongkai_cli.reckoning.ledgers import Ledger
from gongkai_cli.rendering.pages.ledger import ledger_title
from gongkai_cli.rendering.workbook.heights import row_height
from gongkai_cli.rendering.workbook.paper import Look, Paper
from gongkai_cli.rendering.workbook.rows import Row, cell_text, rows

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

_WIDTHS: Mapping[SheetColumn, float] = {
    SheetColumn.NUMBER: 5,
    SheetColumn.TOPIC: 12,
    SheetColumn.REQUIREMENT: 33,
    SheetColumn.RESPONSIBLE: 15,
    SheetColumn.DEADLINE: 12,
    SheetColumn.STANDING: 7,
    SheetColumn.OWNER: 9,
    SheetColumn.PROGRESS: 23,
    SheetColumn.STATUS: 9,
    SheetColumn.DATE: 12,
    SheetColumn.EVIDENCE: 19,
    SheetColumn.MEASURES: 12.5,
    SheetColumn.PROBLEM: 12,
    SheetColumn.NEXT: 12,
    SheetColumn.NOTE: 16,
}
"""In digits; together about what fits on A4 across at seven tenths of the size."""

_CENTRED = {
    SheetColumn.NUMBER,
    SheetColumn.DEADLINE,
    SheetColumn.STANDING,
    SheetColumn.OWNER,
    SheetColumn.STATUS,
    SheetColumn.DATE,
}
_BARE = Look(framed=False, wrap=False)
_HEAD = Look(head=True, centred=True)
_FIRST = len(HIDDEN)
_COLUMNS = range(_FIRST, _FIRST + len(SheetColumn))
_PLACES = dict(zip(SheetColumn, _COLUMNS, strict=True))
_TITLES = 2
"""The row of titles; those above say whose sheet it is."""


def put_ledger(paper: Paper, name: str, ledger: Ledger, colours: Mapping[str, str]) -> None:
    """Add the sheet of `ledger` under `name`; 进度 is seen only where a day was asked about."""
    sheet = paper.sheet(name)
    found = rows(ledger, colours)
    _columns(sheet, dated=ledger.as_of is not None)
    _top(paper, sheet, ledger, found)
    for number, row in enumerate(found, _TITLES + 1):
        _row(paper, sheet, number, row)
    _validate(sheet, found, ledger.plan)
    last = _TITLES + len(found)
    # Moving rows and columns is what loses a task; making them wider or higher loses nothing.
    sheet.protect("", {"format_columns": True, "format_rows": True})
    sheet.ignore_errors({"number_stored_as_text": f"A1:{chr(ord('A') + _COLUMNS[-1])}{last + 1}"})
    sheet.freeze_panes(_TITLES + 1, _PLACES[SheetColumn.REQUIREMENT])
    paper.page(sheet, ledger_title(ledger), landscape=True)
    sheet.repeat_rows(_TITLES)
    sheet.print_area(0, _FIRST, last, _COLUMNS[-1])


def _columns(sheet: "Worksheet", *, dated: bool) -> None:
    sheet.set_column(0, _FIRST - 1, None, None, {"hidden": True})
    for column, place in _PLACES.items():
        unasked = column is SheetColumn.STANDING and not dated
        sheet.set_column(place, place, _WIDTHS[column], None, {"hidden": unasked})


def _top(paper: Paper, sheet: "Worksheet", ledger: Ledger, found: Sequence[Row]) -> None:
    """What program and person know the sheet by, and the titles."""
    plan, unit = ledger.plan, ledger.unit.name
    numbers = " ".join(str(row.task) for row in found)
    for row, texts in enumerate(((MARK, str(plan.year), unit), (plan.title, numbers), HIDDEN)):
        for place, text in enumerate(texts):
            paper.put(sheet, row, place, cell_text(text), _BARE)
    paper.title(sheet, _COLUMNS, cell_text(ledger_title(ledger)))
    sheet.set_row(1, 20)
    paper.put(sheet, 1, _FIRST, cell_text(_head(ledger)), _BARE)
    sheet.set_row(_TITLES, 26)
    for column, place in _PLACES.items():
        paper.put(sheet, _TITLES, place, column.value.title, _HEAD)


def _head(ledger: Ledger) -> str:
    counts = [f"{basis}{ledger.count(basis)}项" for basis in Basis if ledger.count(basis)]
    as_of = [f"截至{ledger.as_of}"] if ledger.as_of else []
    said = (f"单位：{ledger.unit.name}", f"依据《{ledger.plan.title}》")
    return "　".join((*said, *(counts or ["没有任务"]), *as_of))


def _row(paper: Paper, sheet: "Worksheet", number: int, row: Row) -> None:
    texts = [(str(row.cells[column]), _WIDTHS[column]) for column in SheetColumn]
    height, size = row_height(texts)
    sheet.set_row(number, height)
    for column, text in enumerate((str(row.task), row.wording, row.given)):
        paper.put(sheet, number, column, text, _BARE)
    for key, place in _PLACES.items():
        look = Look(
            tinted=key.value.open,
            centred=key in _CENTRED,
            day=key is SheetColumn.DATE,
            size=size,
        )
        if key is SheetColumn.STANDING:
            look = look._replace(tone=row.tone)
        paper.put(sheet, number, place, row.cells[key], look)


def _validate(sheet: "Worksheet", found: Sequence[Row], plan: Plan) -> None:
    """Drop-downs for 完成状态, and days of the plan's year for 完成日期."""
    number = _TITLES + 1
    status, day = _PLACES[SheetColumn.STATUS], _PLACES[SheetColumn.DATE]
    for asked, group in groupby(found, lambda row: row.asked):
        last = number + len(list(group)) - 1
        sheet.data_validation(number, status, last, status, _list(ANSWERS if asked else STEPS))
        number = last + 1
    if found:
        sheet.data_validation(_TITLES + 1, day, number - 1, day, _days(plan.year))


def _list(words: Sequence[str]) -> dict[str, object]:
    return {
        "validate": "list",
        "source": list(words),
        "error_title": "完成状态",
        "error_message": f"请从下拉框里选：{'、'.join(words)}。",
    }


def _days(year: int) -> dict[str, object]:
    """The same days as `Plan.takes`."""
    first, last = date(year, 1, 1), date(year + 1, 3, 31)
    return {
        "validate": "date",
        "criteria": "between",
        "minimum": first,
        "maximum": last,
        "error_title": "完成日期",
        "error_message": f"请写{first}到{last}之间的日期，样子是 {year}-06-27。",
    }
