"""A document's tables as grids: every square filled, merged cells resolved, each with its place.

Knows neither Word nor Excel; the readers of formats make grids, `draft` understands them.
"""

from typing import NamedTuple


class Place(NamedTuple):
    """Where something stood in the source: the table, row and column, from 1.

    `table` 0 is the text outside tables, where `row` counts paragraphs.
    """

    table: int
    row: int = 0
    column: int = 0


class Square(NamedTuple):
    """What stands in one square of a grid; its paragraphs are lines of `text`.

    `place` is where its cell begins: the squares of a merged cell are equal.
    """

    text: str
    place: Place


class Grid(NamedTuple):
    """One table. Every row has the same number of squares; None where the source had no cell."""

    number: int
    rows: tuple[tuple[Square | None, ...], ...]


class Note(NamedTuple):
    """One thing that was repaired, left out or not understood, for a person to look at.

    `text` is a Chinese sentence without the place.
    """

    place: Place
    text: str


class Document(NamedTuple):
    """A document in its order: paragraphs outside tables as text, tables as grids.

    `notes` are what the reader of the format repaired: deletions left out, repeated paragraphs
    folded, and so on. Nothing that a person could see in the source is in neither.
    """

    blocks: tuple[str | Grid, ...]
    notes: tuple[Note, ...] = ()
