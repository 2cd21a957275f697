"""Cells with their spans → a grid: what every format of tables has in common.

Also the bounds of a grid, and how text is tidied: by what nobody sees, never by a word.
"""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from gongkai_cli.reading.tables.faults import too_large
from gongkai_cli.reading.tables.folding import folded
from gongkai_cli.reading.tables.grid import Grid, Note, Place, Square

MAX_ROWS = 20_000
MAX_COLUMNS = 512
MAX_SQUARES = 1_000_000
MAX_LETTERS = 100_000
"""Of one cell or paragraph."""

_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffc\ud800-\udfff]"
)
_BLANKS = re.compile("[\t\v\f\x85\xa0]+")
_NEWLINES = re.compile("\r\n?|[\u2028\u2029]")


class Cell(NamedTuple):
    """One cell: its first row and column from 0, how many it spans, and its text.

    `origin`: the place to name, where it is not row and column.
    """

    row: int
    column: int
    text: str
    rows: int = 1
    columns: int = 1
    origin: tuple[int, int] | None = None


class Laid(NamedTuple):
    """A grid and what was repaired in its cells."""

    grid: Grid
    notes: tuple[Note, ...]


def laid(number: int, cells: Iterable[Cell], height: int = 0) -> Laid:
    """The grid of `cells`, at least `height` rows; where two overlap, the first one stands.

    Raises CannotRead where it is larger than any task table.
    """
    rows: list[dict[int, Square]] = [{} for _ in range(height)]
    notes: list[Note] = []
    squares = 0
    for cell in cells:
        bound(cell.row + cell.rows, cell.column + cell.columns)
        squares += cell.rows * cell.columns
        bound_squares(squares)
        square = _square(number, cell, notes)
        while len(rows) < cell.row + cell.rows:
            rows.append({})
        for row in rows[cell.row : cell.row + cell.rows]:
            for column in range(cell.column, cell.column + cell.columns):
                row.setdefault(column, square)
    width = max((max(row) + 1 for row in rows if row), default=0)
    bound_squares(width * len(rows))
    filled = tuple(tuple(row.get(column) for column in range(width)) for row in rows)
    return Laid(Grid(number, filled), tuple(notes))


def _square(number: int, cell: Cell, notes: list[Note]) -> Square:
    row, column = cell.origin or (cell.row, cell.column)
    place = Place(number, row + 1, column + 1)
    said = folded(lines_of(cell.text))
    notes += (Note(place, remark) for remark in said.remarks)
    return Square("\n".join(said.lines), place)


def bound(rows: int, columns: int) -> None:
    """Raise CannotRead where a table has more rows or columns than any task table."""
    if rows > MAX_ROWS:
        raise too_large("表格", f" {MAX_ROWS} 行")
    if columns > MAX_COLUMNS:
        raise too_large("表格", f" {MAX_COLUMNS} 列")


def bound_squares(squares: int) -> None:
    """Raise CannotRead where a table, with its merged cells, has more squares than can be held."""
    if squares > MAX_SQUARES:
        raise too_large("表格", f" {MAX_SQUARES} 格")


def lines_of(text: str) -> list[str]:
    """The paragraphs of `text`, without blank ones and what cannot be seen at their ends."""
    if len(text) > MAX_LETTERS:
        raise too_large("一格或一段的文字", f" {MAX_LETTERS} 字")
    if text.isprintable():  # nothing to tidy but its ends, as in most cells
        return [bare] if (bare := text.strip()) else []
    seen = _NEWLINES.sub("\n", _UNSEEN.sub("", text))
    lines = (_BLANKS.sub(" ", line).strip() for line in seen.split("\n"))
    return [line for line in lines if line]


def tidied(text: str) -> str:
    """`text` as `lines_of` has it, in one piece."""
    return "\n".join(lines_of(text))


def ordered(notes: Sequence[Note]) -> tuple[Note, ...]:
    """Each of `notes` once, from the top of the document down."""
    return tuple(sorted(dict.fromkeys(notes), key=lambda note: note.place))
