"""Which sheets of a workbook are 工作台账, whose, and what stands in each row.

Nothing is known here of plan and roster: what can be said of a sheet by itself is said here, the
rest where they are known.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import NamedTuple

from gongkai_cli.domain.sheet import (
    GUIDE,
    HIDDEN,
    LOCKED,
    MARK,
    SUMMARY,
    Given,
    SheetColumn,
    fingerprint,
    given_back,
)
from gongkai_cli.reading.filled.pages import Page, Value, pages

_TITLES = 2
"""The row of titles, from 0."""

_FIRST = len(HIDDEN)
_COLUMNS = dict(zip(SheetColumn, range(_FIRST, _FIRST + len(SheetColumn)), strict=True))
_WIDTH = _FIRST + len(SheetColumn)
_BESIDE = (_FIRST + 1, _FIRST + 1, _WIDTH)
"""From which column on nothing stands in the rows above the tasks."""

_NEAR = 10
_SHORT = 20
_EXPECTED = (*HIDDEN, *(column.value.title for column in SheetColumn))


class Spot(NamedTuple):
    """Where in a sheet: row and column from 1, as a spreadsheet counts them; 0 is all of it."""

    row: int = 0
    column: int = 0

    def named(self) -> str:
        """第7行L列（完成状态）, as a person looks for it."""
        row = f"第{self.row}行" if self.row else ""
        if not self.column:
            return row
        titles = dict(enumerate(_EXPECTED, 1))
        title = f"（{titles[self.column]}）" if self.column in titles else ""
        return f"{row}{letters(self.column)}列{title}"


class Refusal(NamedTuple):
    """What cannot be taken, and why, in a Chinese sentence."""

    sheet: str
    spot: Spot
    reason: str


class FilledRow(NamedTuple):
    """One row: the task it says it is, its fingerprints, and what stands in its cells.

    `given` is None where it was lost; such a row is refused.
    """

    number: int
    task: int
    wording: str
    given: Given | None
    cells: Mapping[SheetColumn, Value]

    def spot(self, column: SheetColumn | None = None) -> Spot:
        """The row, or its cell under `column`."""
        return Spot(self.number, place_of(column) if column else 0)

    @property
    def is_as_issued(self) -> bool:
        """Whether the locked cells say what they said when the sheet was written."""
        return fingerprint(str(self.cells[column]) for column in LOCKED) == self.wording

    @property
    def touched(self) -> frozenset[SheetColumn]:
        """The open columns that no longer say what they said when the sheet was handed out."""
        before = self.given.cells if self.given else {}
        return frozenset(
            column
            for column, found in before.items()
            if fingerprint([str(self.cells[column])]) != found
        )


class FilledSheet(NamedTuple):
    """One unit's sheet, as far as it can be understood, and what in it cannot.

    Where it is not `marked`, nobody knows whose it is.
    """

    name: str
    year: str
    unit: str
    plan: str
    rows: tuple[FilledRow, ...]
    refusals: tuple[Refusal, ...]
    marked: bool = True


class Filled(NamedTuple):
    """The ledgers of a workbook, and what else stands in it that is not collected, in sentences."""

    sheets: tuple[FilledSheet, ...]
    asides: tuple[str, ...] = ()


def filled(data: bytes) -> Filled:
    """The ledgers in the workbook `data`, in order; none where none looks like one.

    Raises CannotRead.
    """
    found = pages(data)
    sheets = tuple(_sheet(page) for page in found if _is_ledger(page))
    return Filled(sheets, tuple(chain.from_iterable(map(_asides, found))) if sheets else ())


def place_of(column: SheetColumn) -> int:
    """The column's place in the sheet, from 1."""
    return _COLUMNS[column] + 1


def letters(column: int) -> str:
    """A column's place, from 1, in a spreadsheet's letters."""
    found = ""
    while column:
        column, rest = divmod(column - 1, 26)
        found = chr(ord("A") + rest) + found
    return found


def _is_ledger(page: Page) -> bool:
    return _is_marked(page) or _has_titles(page)


def _is_marked(page: Page) -> bool:
    return _text(page, 0, 0) == MARK


def _has_titles(page: Page) -> bool:
    """Whether the columns' titles stand in a row near the top."""
    wanted = {column.value.title for column in SheetColumn}
    return any(
        len(wanted & {str(value).strip() for value in row}) > len(wanted) // 2
        for row in page.rows[:_NEAR]
    )


def _asides(page: Page) -> Iterator[str]:
    """What a person wrote where nothing is collected."""
    if not _is_ledger(page):
        if page.name not in {SUMMARY, GUIDE} and any(map(_said, chain.from_iterable(page.rows))):
            yield f"“{_short(page.name)}”这张表不是台账，里面写的没有收。"
        return
    for row, first in enumerate(_BESIDE):
        for place, value in enumerate(
            page.rows[row][first:] if row < len(page.rows) else (), first
        ):
            if _said(value):
                where = f"“{_short(page.name)}”{Spot(row + 1, place + 1).named()}"
                yield f"{where}另写了“{_short(str(value))}”，没有收；要收的请写进任务行的格子里。"
    if notes := sorted(page.marks.notes):
        spot = Spot(notes[0][0] + 1, notes[0][1] + 1).named()
        many = f"等{len(notes)}处" if len(notes) > 1 else ""
        yield f"“{_short(page.name)}”{spot}{many}有批注，批注不收；要收的请写进任务行的格子里。"


def _sheet(page: Page) -> FilledSheet:
    if not _is_marked(page):
        reason = (
            "这张表像是台账，第一个格子里的标记却不在了，不知道是哪个单位的；"
            "请用原来的台账重新填写。"
        )
        lost = Refusal(page.name, Spot(), reason)
        return FilledSheet(page.name, "", page.name, "", (), (lost,), marked=False)
    year, unit = _text(page, 0, 1), _text(page, 0, 2)
    whole = list(_about_the_whole(page))
    rows = [] if whole else list(_rows(page))
    refusals = whole or [Refusal(page.name, spot, reason) for spot, reason in _faults(page, rows)]
    plain = tuple(row for row in rows if row.task)
    return FilledSheet(page.name, year, unit, _text(page, 1, 0), plain, tuple(refusals))


def _about_the_whole(page: Page) -> Iterator[Refusal]:
    """What keeps a sheet from being read at all."""
    if page.hidden:
        reason = "这张表被隐藏了，看不见的内容不收；请取消隐藏，核对后再交。"
        yield Refusal(page.name, Spot(), reason)
        return
    for column, title in enumerate(_EXPECTED):
        if (found := _text(page, _TITLES, column)) != title:
            said = f"“{found}”" if found else "空的"
            reason = f"列名应是“{title}”，现在是{said}；列增加、删除、移动过的台账收不回来。"
            yield Refusal(page.name, Spot(_TITLES + 1, column + 1), reason)
            return


def _rows(page: Page) -> Iterator[FilledRow]:
    """Every row that has anything in it; `task` is 0 where its number cannot be read."""
    for index in range(_TITLES + 1, len(page.rows)):
        if any(_said(value) for value in page.rows[index]):
            cells = {column: _cell(page, index, place) for column, place in _COLUMNS.items()}
            task, wording, given = (_text(page, index, place) for place in range(_FIRST))
            yield FilledRow(index + 1, _task(task), wording, given_back(given), cells)


def _faults(page: Page, rows: list[FilledRow]) -> Iterator[tuple[Spot, str]]:
    """What is wrong whatever the plan says: rows added, gone or twice, cells that are no text."""
    owed = [_task(text) for text in _text(page, 1, 1).split()]
    times = Counter(row.task for row in rows)
    for row in rows:
        if not row.task:
            yield row.spot(), "这一行不是原有的任务行，请删掉；要补充的话请写进任务行的格子里。"
        elif row.task not in owed:
            yield (
                row.spot(),
                f"任务{row.task}不在这份台账里，像是从别的单位的表里粘贴来的，请删掉。",
            )
        elif times[row.task] > 1:
            yield row.spot(), f"任务{row.task}有{times[row.task]}行，请只留原来的一行。"
        elif row.given is None:
            yield (
                row.spot(),
                "这一行隐藏的内容被改动了，分不清哪些格子填过；请用原来的台账重新填写。",
            )
    for task in dict.fromkeys(owed):
        if task not in times:
            reason = f"缺了任务{task}这一行；没有变化的行也请留着，请用原来的台账重新填写。"
            yield Spot(), reason
    yield from _beside(page, rows)
    yield from _strange(page)


def _beside(page: Page, rows: Iterable[FilledRow]) -> Iterator[tuple[Spot, str]]:
    for row in rows:
        for place, value in enumerate(page.rows[row.number - 1][_WIDTH:], _WIDTH + 1):
            if _said(value):
                yield Spot(row.number, place), "表格右边另写了字，收不进来；请写进表格里的格子。"


def _strange(page: Page) -> Iterator[tuple[Spot, str]]:
    """Formulas, faulty values and merged cells, so far as they touch the tasks' rows."""
    formulas, errors, merged, _ = page.marks
    for positions, reason in (
        (formulas, "格子里是公式，请改成直接写的文字或数。"),
        (errors - formulas, "格子里是 #DIV/0! 一类的错误值，请改成直接写的文字或数。"),
        (merged, "格子与别的格子合并了，不知道各行写的是什么；请取消合并，一行一行地写。"),
    ):
        for row, column in sorted(positions):
            if row > _TITLES:
                yield Spot(row + 1, column + 1), reason


def _cell(page: Page, row: int, column: int) -> Value:
    values = page.rows[row] if row < len(page.rows) else ()
    value = values[column] if column < len(values) else ""
    return value.strip() if isinstance(value, str) else value


def _text(page: Page, row: int, column: int) -> str:
    return str(_cell(page, row, column))


def _short(text: str) -> str:
    """As much of a stranger's text as a sentence can quote."""
    flat = " ".join(text.split())
    return flat if len(flat) <= _SHORT else f"{flat[:_SHORT]}…"


def _said(value: Value) -> bool:
    return bool(str(value).strip())


def _task(text: str) -> int:
    """A task's number, 0 for what is none."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < _DIGITS else 0


_DIGITS = 10
