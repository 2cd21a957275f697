"""A document's tables sorted: those of tasks with their headers, the annex, the rest.

Knows which table is what, not what a row of one says.
"""

from collections.abc import Collection, Iterator, Sequence
from itertools import takewhile
from typing import NamedTuple

from gongkai_cli.domain.issued import ANNEX, Row, is_annex
from gongkai_cli.reading.draft.front import Line
from gongkai_cli.reading.draft.headings import (
    Header,
    Role,
    bare,
    distinct,
    find_header,
    labelled,
    later_headers,
)
from gongkai_cli.reading.draft.headings import Row as Squares
from gongkai_cli.reading.draft.levels import is_section, is_topic
from gongkai_cli.reading.draft.numbers import numbers_in
from gongkai_cli.reading.draft.remark import Kind, Remark, Undrafted, quoted, texts
from gongkai_cli.reading.tables.grid import Document, Grid, Place, Square

_ANNEX_CELLS = 3
_BEYOND = "附表的一行只有任务序号、事项、内容三格，多出的没有采用"
_SHOWN = 5
_QUOTED = 20


class Part(NamedTuple):
    """The rows of a task table under `header`.

    `continues`: it goes on with the table before; `titles` of its levels stood right above it.
    """

    header: Header
    rows: tuple[Squares, ...]
    continues: bool
    titles: tuple[Line, ...] = ()


class Parts(NamedTuple):
    """A document sorted. `above` are the lines before the first task, `lines` all of them."""

    tables: tuple[Part, ...]
    above: tuple[Line, ...]
    lines: tuple[Line, ...]
    annex: tuple[Row, ...]
    annex_places: tuple[Place, ...]
    remarks: tuple[Remark, ...]


class _Sorter:
    """What has been sorted so far, from the document's top down."""

    def __init__(self) -> None:
        self.tables: list[Part] = []
        self.above: list[Line] = []
        self.lines: list[Line] = []
        self.annex: list[Row] = []
        self.annex_places: list[Place] = []
        self.remarks: list[Remark] = []
        self.titles: set[Place] = set()
        self._between: list[Line] = []

    def line(self, line: Line) -> None:
        self.lines.append(line)
        self._between.append(line)
        if not self.tables:
            self.above.append(line)

    def grid(self, grid: Grid) -> None:
        for piece in _pieces(self._without_annex(grid)):
            self._piece(piece)

    def _piece(self, grid: Grid) -> None:
        header = find_header(grid)
        if header:
            self._headed(grid, header)
        elif self._goes_on(grid):
            header = self.tables[-1].header
            self._part(Part(header, grid.rows, continues=True, titles=self._titles()))
        else:
            self._other(grid)

    def _without_annex(self, grid: Grid) -> Grid:
        """`grid` above the annex, whose rows are taken; all of it where it has none."""
        for place, row in enumerate(grid.rows):
            if is_annex(square.text for square in distinct(row)):
                below = grid.rows[place + 1 :]
                self.annex += map(_annex_row, below)
                self.remarks += (
                    Remark(Kind.ANNEX, rest[0].place, f"{_BEYOND}：{texts(rest)}")
                    for rest in map(_beyond, below)
                    if rest
                )
                self.annex_places += (
                    _place(grid, row, place + 2 + n) for n, row in enumerate(below)
                )
                titled = place and _says(grid.rows[place - 1], ANNEX)
                return grid._replace(rows=grid.rows[: place - bool(titled)])
        return grid

    def _headed(self, grid: Grid, header: Header) -> None:
        lead = [
            Line(square.place, square.text)
            for row in grid.rows[: header.start]
            for square in distinct(row)
        ]
        for line in dict.fromkeys(lead):
            self.line(line)
        before = self.tables[-1].header.titles if self.tables else ()
        continues = sorted(before) == sorted(header.titles) and not self._between
        self.remarks += [
            Remark(Kind.HEADER, square.place, f"表头{quoted(square.text)}是{taken}")
            for square, taken in labelled(header)
        ]
        rows = grid.rows[header.end :]
        self._part(Part(header, rows, continues, self._titles()))

    def _titles(self) -> tuple[Line, ...]:
        """The lines right above a table that are titles of its levels."""
        reversed_titles = takewhile(lambda line: _is_level(line.text), reversed(self._between))
        return tuple(reversed(list(reversed_titles)))

    def _part(self, part: Part) -> None:
        self.tables.append(part)
        self.titles.update(line.place for line in part.titles)
        self._between = []

    def _goes_on(self, grid: Grid) -> bool:
        """Whether `grid` is the table before, continued on another page without a header."""
        if not self.tables or not grid.rows or len(self._titles()) < len(self._between):
            return False
        roles = self.tables[-1].header.roles
        if len(roles) != len(grid.rows[0]):
            return False
        if Role.NUMBER not in roles:
            return True
        cells = (row[roles.index(Role.NUMBER)] for row in grid.rows)
        return any(square and numbers_in(square.text) for square in cells)

    def _other(self, grid: Grid) -> None:
        for number, row in enumerate(grid.rows, 1):
            if squares := distinct(row):
                said = f"这张表不是任务表，没有编入：{texts(squares)}"
                self.remarks.append(Remark(Kind.LEFT, _place(grid, row, number), said))


def parts_of(document: Document) -> Parts:
    """`document` sorted. Raises Undrafted where none of its tables is one of tasks."""
    sorter = _Sorter()
    paragraphs = 0
    for block in document.blocks:
        if isinstance(block, Grid):
            sorter.grid(block)
        else:
            paragraphs += 1
            if block.strip():
                sorter.line(Line(Place(0, paragraphs), block))
    if not sorter.tables:
        raise Undrafted(*_seen(document))
    tables, titles = sorter.tables, sorter.titles
    if sorter.annex:  # written out by the program: every row has its own titles
        tables, titles = [part._replace(titles=()) for part in tables], set()
    return Parts(
        tuple(tables),
        tuple(line for line in sorter.above if line.place not in titles),
        tuple(line for line in sorter.lines if line.place not in titles),
        tuple(sorter.annex),
        tuple(sorter.annex_places),
        tuple(sorter.remarks),
    )


def _pieces(grid: Grid) -> Iterator[Grid]:
    """`grid` cut above each further header, and above the titles of levels that belong to it."""
    header = find_header(grid)
    begin = 0
    for place in later_headers(grid, header) if header else ():
        end = place
        while end > begin + 1 and _is_level_row(grid.rows[end - 1]):
            end -= 1
        yield grid._replace(rows=grid.rows[begin:end])
        begin = end
    yield grid._replace(rows=grid.rows[begin:])


def _is_level_row(row: Squares) -> bool:
    squares = distinct(row)
    return len(squares) == 1 and _is_level(squares[0].text)


def _annex_row(row: Squares) -> Row:
    texts_of = [square.text for square in dict.fromkeys(row) if square]
    task, matter, text = (*texts_of, "", "", "")[:_ANNEX_CELLS]
    return Row(task, matter, text.replace("\n", ""))


def _beyond(row: Squares) -> list[Square]:
    """The cells of a row of the annex that stand beside those it has."""
    squares = [square for square in dict.fromkeys(row) if square]
    return [square for square in squares[_ANNEX_CELLS:] if square.text.strip()]


def _is_level(text: str) -> bool:
    return is_section(text) or is_topic(text)


def _says(row: Squares, text: str) -> bool:
    return [bare(square.text) for square in distinct(row)] == [bare(text)]


def _place(grid: Grid, row: Squares, number: int) -> Place:
    squares = distinct(row)
    return squares[0].place if squares else Place(grid.number, number)


def _seen(document: Document) -> Iterator[str]:
    """What a person needs to find out why no table was found."""
    yield "没有找到任务表。"
    grids = [block for block in document.blocks if isinstance(block, Grid)]
    if not grids:
        yield f"文件里没有表格，只有{len(document.blocks)}段文字。"
    for grid in grids[:_SHOWN]:
        row = next((row for row in grid.rows if distinct(row)), ())
        first = "".join(quoted(square.text[:_QUOTED]) for square in distinct(row)[:_SHOWN])
        yield f"表{grid.number}有{len(grid.rows)}行，第一行写着{first or '空格'}。"
    if len(grids) > _SHOWN:
        yield f"另有{len(grids) - _SHOWN}张表，也不是。"
    yield "任务表的表头要写明任务（如 工作任务、具体要求）和责任单位或完成时限。"


def unused_lines(parts: Parts, used: Collection[Place]) -> Sequence[Line]:
    """The lines around the tables that are no part of the draft."""
    return [line for line in parts.lines if line.place not in used]
