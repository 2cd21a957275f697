"""汇总: the first sheet of a workbook of many units, every unit's figures with a way to it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from gongkai_cli.domain.item import Basis
from gongkai_cli.domain.plan import Plan
from gongkai_cli.domain.sheet import SUMMARY
from gongkai_cli.reckoning.ledgers import Ledger
from gongkai_cli.reckoning.overview import Tally, overview
from gongkai_cli.reckoning.standings import Standing
from gongkai_cli.rendering.pages.status import rate
from gongkai_cli.rendering.pages.words import tone
from gongkai_cli.rendering.workbook.heights import row_height
from gongkai_cli.rendering.workbook.paper import Look, Paper, Value
from gongkai_cli.rendering.workbook.rows import cell_text
from gongkai_cli.table import Tone

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

_UNIT_WIDTH = 26.0
_WIDTH = 8.0
_TITLES = 2
_COLUMNS = ("单位", *Basis, "应办", *Standing, "办结率")
_HEAD = Look(head=True, centred=True)
_FIGURE = Look(centred=True)


def put_summary(
    paper: Paper, plan: Plan, as_of: date, sheets: Mapping[str, Ledger], colours: Mapping[str, str]
) -> None:
    """Add the sheet; every unit's line leads to its own of `sheets`."""
    sheet = paper.sheet(SUMMARY)
    ledgers = list(sheets.values())
    entries = (each.entry for ledger in ledgers for each in ledger.items if each.entry)
    answer = overview(plan, as_of, entries)
    tallies = {tally.key: tally for tally in answer.tallies}
    _top(paper, sheet, plan, as_of)
    row = _TITLES
    for name, ledger in sheets.items():
        row += 1
        unit = cell_text(ledger.unit.name)
        sheet.set_row(row, row_height([(unit, _UNIT_WIDTH)])[0])
        paper.link(sheet, row, 0, name, unit)
        tally = tallies.get(ledger.unit.name, Tally(unit, Counter(), []))
        values = zip(_values(_counts([ledger]), tally), _tones(tally, colours), strict=True)
        for column, (value, shade) in enumerate(values, 1):
            paper.put(sheet, row, column, value, _FIGURE._replace(tone=shade))
    total = Tally("合计", answer.counts, [])
    sheet.set_row(row + 1, 26)
    for column, value in enumerate((total.key, *_values(_counts(ledgers), total))):
        paper.put(sheet, row + 1, column, value, _HEAD)
    _print(paper, sheet, plan, row + 1)


def _print(paper: Paper, sheet: "Worksheet", plan: Plan, last: int) -> None:
    paper.page(sheet, f"{plan.title} {SUMMARY}", landscape=True)
    sheet.repeat_rows(_TITLES)
    sheet.print_area(0, 0, last, len(_COLUMNS) - 1)
    sheet.freeze_panes(_TITLES + 1, 1)


def _top(paper: Paper, sheet: "Worksheet", plan: Plan, as_of: date) -> None:
    sheet.set_column(0, 0, _UNIT_WIDTH)
    sheet.set_column(1, len(_COLUMNS) - 1, _WIDTH)
    paper.title(sheet, range(len(_COLUMNS)), bundle_title(plan))
    said = f"依据《{plan.title}》　截至{as_of}　点单位名称，看它的台账"
    sheet.set_row(1, 20)
    paper.put(sheet, 1, 0, cell_text(said), Look(framed=False, wrap=False))
    sheet.set_row(_TITLES, 26)
    for column, title in enumerate(_COLUMNS):
        paper.put(sheet, _TITLES, column, str(title), _HEAD)


def bundle_title(plan: Plan) -> str:
    """The title, which is also the name of the file."""
    return f"{plan.region}政务公开工作台账汇总（{plan.year}年）"


def _counts(ledgers: Sequence[Ledger]) -> list[int]:
    return [sum(ledger.count(basis) for ledger in ledgers) for basis in Basis]


def _tones(tally: Tally, colours: Mapping[str, str]) -> list[Tone]:
    """A colour for every figure of a 进度 that is not nought."""
    shades = (tone(each, colours) if tally.counts[each] else Tone.PLAIN for each in Standing)
    return [*(Tone.PLAIN for _ in Basis), Tone.PLAIN, *shades, Tone.PLAIN]


def _values(bases: Sequence[int], tally: Tally) -> list[Value]:
    return [*bases, tally.bound, *(tally.counts[each] for each in Standing), rate(tally)]
