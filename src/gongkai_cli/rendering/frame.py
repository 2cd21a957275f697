"""A table with merged cells, for papers: what `table.Table` has not. Knows no tasks, no format."""

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from gongkai_cli.table import Cell


class Field(NamedTuple):
    """What stands in a place of a frame, over `rows` and `columns` of it."""

    cells: tuple[Cell, ...]
    rows: int = 1
    columns: int = 1

    @property
    def text(self) -> str:
        """All of it, without tones."""
        return "".join(cell.text for cell in self.cells)


class Frame(NamedTuple):
    """Rows of fields; None is a place that the field above it or to its left covers.

    `widths` are shares of the whole. The first `head` rows are the titles. Text stands in the
    middle of the columns `centred`, and begins on the left in the others.
    """

    widths: tuple[int, ...]
    head: int
    rows: tuple[tuple[Field | None, ...], ...]
    centred: frozenset[int] = frozenset()


def field(text: str) -> Field:
    """A field of plain text."""
    return Field((Cell(text),))


def titles(words: Sequence[str]) -> tuple[Field | None, ...]:
    """A row of titles; equal neighbours share one field."""
    row: list[Field | None] = []
    for word, same in groupby(words):
        count = len(list(same))
        row += [field(word)._replace(columns=count), *[None] * (count - 1)]
    return tuple(row)


def merged(
    rows: Sequence[tuple[Field, ...]], columns: Sequence[int]
) -> tuple[tuple[Field | None, ...], ...]:
    """`rows` with equal neighbours in `columns` as one field.

    Such a field ends where one of an earlier of `columns` ends: a 工作任务 never reaches over
    into the next 部分.
    """
    found: list[list[Field | None]] = [list(row) for row in rows]
    for place, column in enumerate(columns):
        top = 0
        for count in _runs(rows, _telling(columns[: place + 1])):
            found[top][column] = rows[top][column]._replace(rows=count)
            for row in range(top + 1, top + count):
                found[row][column] = None
            top += count
    return tuple(map(tuple, found))


def _telling(columns: Sequence[int]) -> Callable[[tuple[Field, ...]], list[str]]:
    return lambda row: [row[column].text for column in columns]


def _runs(
    rows: Sequence[tuple[Field, ...]], key: Callable[[tuple[Field, ...]], list[str]]
) -> Iterator[int]:
    for _, same in groupby(rows, key):
        yield len(list(same))
