"""What a spreadsheet's values do not tell: formulas, faulty values, notes, how far cells reach.

The library that reads the values makes a full rectangle of them and says of a formula only its
result: so every sheet is walked before, in its own format, within bounds.
"""

from typing import NamedTuple

from gongkai_cli.reading.tables.faults import CannotRead

MAX_ROWS = 2_000
MAX_COLUMNS = 256
"""So far to the right and down may something stand in a sheet; a ledger has 18 columns."""

MAX_CELLS = 500_000
"""Cells with something in them, in all sheets: 350 ledgers of 46 tasks have half of it."""

MAX_AREA = 4_000_000
"""Cells of all sheets' rectangles: the reader makes every one of them, empty or not."""

MAX_LETTERS = 64 * 1024 * 1024
"""Letters of all cells: a text that is kept once may be meant by very many of them."""

MAX_CELL = 32_767
"""Letters of one cell, which is Excel's own bound."""

Position = tuple[int, int]
"""Row and column of a cell, from 0."""


class Marks(NamedTuple):
    """The cells of one sheet with a formula, a faulty value or a note, and those over others."""

    formulas: frozenset[Position] = frozenset()
    errors: frozenset[Position] = frozenset()
    merged: frozenset[Position] = frozenset()
    notes: frozenset[Position] = frozenset()


class Inside(NamedTuple):
    """A workbook that holds nothing but the values of its sheets, and the marks of each by name."""

    data: bytes
    marks: dict[str, Marks]


class Tally:
    """The bounds of one workbook, kept while its sheets are walked; raises CannotRead."""

    def __init__(self) -> None:
        """Nothing was walked yet."""
        self._cells = 0
        self._letters = 0
        self._area = 0
        self._last = self._side = -1
        self._formulas: set[Position] = set()
        self._errors: set[Position] = set()
        self._merged: set[Position] = set()
        self._notes: set[Position] = set()

    def count(self, row: int, column: int, letters: int = 0, times: int = 1) -> None:
        """Something stands at a place, or at `times` places of which that is the last."""
        if row >= MAX_ROWS or column >= MAX_COLUMNS:
            raise too_large(f"内容超出了{MAX_ROWS}行、{MAX_COLUMNS}列")
        if letters > MAX_CELL:
            raise too_large(f"有一个格子的文字超过了{MAX_CELL}个字")
        self._last, self._side = max(self._last, row), max(self._side, column)
        self._cells += times
        self._letters += letters * times
        if self._cells > MAX_CELLS or self._letters > MAX_LETTERS:
            raise too_large("内容太多")

    def formula(self, row: int, column: int) -> None:
        """A formula stands there."""
        self._formulas.add((row, column))

    def error(self, row: int, column: int) -> None:
        """Something like #DIV/0! stands there."""
        self._errors.add((row, column))

    def merge(self, row: int, column: int) -> None:
        """A cell that spreads over others begins there."""
        self._merged.add((row, column))

    def note(self, row: int, column: int) -> None:
        """Somebody pinned a note there."""
        self._notes.add((row, column))

    def sheet(self) -> Marks:
        """What was marked since the last sheet."""
        self._area += (self._last + 1) * (self._side + 1)
        if self._area > MAX_AREA:
            raise too_large("内容太多")
        self._last = self._side = -1
        all_marked = (self._formulas, self._errors, self._merged, self._notes)
        found = Marks(*map(frozenset, all_marked))
        for marked in all_marked:
            marked.clear()
        return found


def too_large(what: str) -> CannotRead:
    """What to say of a workbook beyond a bound that no ledger comes near."""
    return CannotRead(f"文件里{what}，不像一份台账。")
