"""Copies of a table with one cell after the other: where its rows begin is found again.

The header says how many columns there are at least, the running numbers where each row stands.
What remains uncertain is noted. How cells are told apart in a file stands in `text`.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from gongkai_cli.reading.tables.grid import Document, Grid, Note, Place
from gongkai_cli.reading.tables.laying import Cell, Laid, laid, lines_of, ordered

_HEADER = re.compile(
    r"(指标)?序号|编号|(重点|主要|工作)?任务(名称|分工)?|项目(名称)?|民生实事|事项|[一二三]级指标"
    r"|(具体|工作|主要|任务|重点)?(要求|内容|举措|措施|目标)"
    r"|.{0,6}(责任|牵头|配合|协办|承办|主办)(单位|部门|科室|处室|领导|人)"
    r"|(完成|办结|工作)?(时限|时间|期限)(要求)?|备注|(落实|完成|进展)情况"
)
_NUMBER_HEADER = re.compile("(指标)?序号|编号")
_TASK_HEADER = re.compile("任务|项目|事项|实事|指标")
_UNIT_HEADER = re.compile("单位|部门|科室|处室")
_TIME_HEADER = re.compile("时限|时间|期限")
_LONGEST_HEADER = 12
_FEWEST_HEADERS = 3
_WIDEST_HEADER = 16

_RUNNING = re.compile(r"([0-9]{1,4})(?:\s*[,，、]\s*([0-9]{1,4}))*\s*[.、．]?")
_SECTION = re.compile(r"[(（]?[一二三四五六七八九十]{1,3}[)）、.．].*", re.DOTALL)
_TIME = re.compile(
    "[0-9一二三四五六七八九十两]+(年|月|日|季度)|全年|年底|年内|长期|持续|常态|每|底前|适时|即时"
)
_LONGEST_TIME = 30
_BLANK_LINE = re.compile(r"\n[ \t\u3000]*\n")
_FURTHEST = 20
"""Running numbers that may be missing in a row of them."""

_MOST_BESIDE = 6
"""Columns that a table may have more than its header has cells."""

_SPREAD = "表头有{}格，下面各行有{}格；“{}”按占{}格读"
_JOINED = "这一行多出{}格，都并入“{}”一栏，请核对"
_SHORT = "这一行少{}格，缺的在最后"
_UNSURE = "复制来的文字里没有行的界线，行是按表头和编号找回来的，请核对"


class _Table(NamedTuple):
    """A table that is being found again: the cells of its header, and those of its body."""

    number: int
    header: tuple[str, ...]
    cells: tuple[str, ...]
    blanks_kept: bool


class _Shape(NamedTuple):
    """`width` columns; rows begin at the places `starts` in the body's cells."""

    width: int
    starts: tuple[int, ...]


class _Row(NamedTuple):
    """The cells of a row; a single one that spans the table where `whole`."""

    cells: tuple[str, ...]
    remark: str = ""
    whole: bool = False


def flat_document(texts: Sequence[str], *, blanks_kept: bool) -> Document:
    """The tables in `texts`, which are cells and, before and after them, other paragraphs.

    `blanks_kept`: blank cells stand among them too. Raises CannotRead.
    """
    headers = list(_headers(texts))
    places = [*headers, (len(texts), len(texts))]
    blocks: list[str | Grid] = _outside(texts[: places[0][0]])
    notes: list[Note] = []
    for number, ((begin, body), (end, _)) in enumerate(pairwise(places), start=1):
        *cells, last = ["", *texts[body:end]]
        last, *tail = _BLANK_LINE.split(last, maxsplit=1)
        header = tuple(filter(str.strip, texts[begin:body]))
        table = _Table(number, header, tuple([*cells, last][1:]), blanks_kept)
        done, rest = _found_again(table)
        blocks += [done.grid, *_outside([*rest, *tail])]
        notes += done.notes
    return Document(tuple(blocks), ordered(notes))


def _outside(texts: Sequence[str]) -> list[str | Grid]:
    return [line for text in texts for line in lines_of(text)]


def _found_again(table: _Table) -> tuple[Laid, Sequence[str]]:
    """The grid of `table`, and the cells at its end that belong to no row."""
    shape = _shape(table)
    end = _end(table, shape)
    rows = list(_rows(table, shape, end))
    cells = [*_header_cells(table, shape), *_body_cells(rows, shape.width)]
    done = laid(table.number, cells, 1 + len(rows))
    notes = [
        Note(Place(table.number, y), row.remark) for y, row in enumerate(rows, 2) if row.remark
    ]
    if extra := shape.width - len(table.header):
        name = table.header[_spread(table)]
        remark = _SPREAD.format(len(table.header), shape.width, name, 1 + extra)
        notes.append(Note(Place(table.number, 1), remark))
    if not table.blanks_kept:
        notes.append(Note(Place(table.number), _UNSURE))
    return done._replace(notes=(*done.notes, *notes)), table.cells[end:]


# --- the header -----------------------------------------------------------------------------------


def _headers(texts: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Where each header begins, and where the body under it does."""
    place = 0
    while place < len(texts):
        end = _header_end(texts, place)
        if not end:
            place += 1
            continue
        begin, place = place, end
        while place < len(texts) and not texts[place].strip():
            place += 1
        yield begin, place


def _header_end(texts: Sequence[str], begin: int) -> int:
    """The end of the header that begins at `begin`; 0 where none does."""
    if not is_title(texts[begin]):
        return 0
    known = [begin]
    for place in range(begin + 1, min(begin + _WIDEST_HEADER, len(texts))):
        if is_title(texts[place]):
            known.append(place)
        elif not _may_be_header(texts[place]):
            break
    return known[-1] + 1 if len(known) >= _FEWEST_HEADERS else 0


def _compact(text: str) -> str:
    return re.sub(r"\s+", "", text)


def is_title(text: str) -> bool:
    """Whether `text` is the title of a column of a task table."""
    return bool(_HEADER.fullmatch(_compact(text)))


def _may_be_header(text: str) -> bool:
    return bool(re.fullmatch(rf"[\w()（）/]{{1,{_LONGEST_HEADER}}}", _compact(text))) and not (
        _RUNNING.fullmatch(text.strip())
    )


def _spread(table: _Table) -> int:
    """Which header cell spans the columns that the header has no cells for."""
    named = (
        place
        for place, name in enumerate(map(_compact, table.header))
        if _TASK_HEADER.search(name) and not _NUMBER_HEADER.fullmatch(name)
    )
    return next(named, len(table.header) - 1)


def _header_cells(table: _Table, shape: _Shape) -> Iterator[Cell]:
    column = 0
    for place, text in enumerate(table.header):
        extra = shape.width - len(table.header) if place == _spread(table) else 0
        yield Cell(0, column, text, columns=1 + extra)
        column += 1 + extra


# --- the rows -------------------------------------------------------------------------------------


def _shape(table: _Table) -> _Shape:
    """As many columns as explain most of the distances between running numbers."""
    least = len(table.header)
    anchors = _anchors(table.cells)
    if len(anchors) < 2:  # noqa: PLR2004 - a distance has two ends
        return _Shape(least, tuple(range(0, len(table.cells), least)))
    chunks = [table.cells[here:there] for here, there in pairwise(anchors)]
    plain = Counter(len(chunk) for chunk in chunks)
    bare = Counter(len(chunk) - _sections(chunk) for chunk in chunks)
    widths = range(least, least + (_MOST_BESIDE if table.blanks_kept else 0) + 1)
    width = max(widths, key=lambda width: (plain[width] + bare[width], -width))
    before = _before(table, width, anchors[0])
    if plain[width] < bare[width]:
        before = 0
    return _Shape(width, tuple(anchor - before for anchor in anchors))


def _before(table: _Table, width: int, first: int) -> int:
    """How many cells of a row stand before its running number."""
    names = list(map(_compact, table.header))
    numbers = [place for place, name in enumerate(names) if _NUMBER_HEADER.fullmatch(name)]
    if numbers and (width == len(names) or not numbers[0]):
        return min(numbers[0], first)
    return first if table.blanks_kept and first < width else 0


def _anchors(cells: Sequence[str]) -> list[int]:
    """The places of the running numbers."""
    found: list[int] = []
    last = 0
    for place, text in enumerate(cells):
        number = _RUNNING.fullmatch(text.strip())
        if number and (last < int(number[1]) <= last + _FURTHEST):
            found.append(place)
            last = int(number[2] or number[1])
    return found


def _sections(chunk: Sequence[str]) -> int:
    """How many titles of sections stand at the end of `chunk`."""
    kept = len(chunk)
    while kept > 1 and _SECTION.fullmatch(chunk[kept - 1].strip()):
        kept -= 1
    return len(chunk) - kept


def _rows(table: _Table, shape: _Shape, end: int) -> Iterator[_Row]:
    first = shape.starts[0] if shape.starts else 0
    yield from _wholes(table.cells[:first])
    for here, there in pairwise((*shape.starts, end)):
        yield from _row(table, list(table.cells[here:there]), shape.width)


def _wholes(cells: Sequence[str]) -> Iterator[_Row]:
    return (_Row((cell,), whole=True) for cell in cells if cell.strip())


def _row(table: _Table, chunk: list[str], width: int) -> Iterator[_Row]:
    """The row that `chunk` begins with, and the titles of sections after it."""
    kept = len(chunk)
    while kept > width and (not chunk[kept - 1].strip() or _sections(chunk[:kept])):
        kept -= 1
    row, after = chunk[:kept], chunk[kept:]
    remark = ""
    if (surplus := len(row) - width) > 0:
        header = _elastic(table)
        column = header + (width - len(table.header) if header > _spread(table) else 0)
        row[column : column + surplus + 1] = ["\n".join(row[column : column + surplus + 1])]
        remark = _JOINED.format(surplus, table.header[header])
    elif surplus < 0:
        remark = _SHORT.format(-surplus)
    yield _Row(tuple(row), remark)
    yield from _wholes(after)


def _elastic(table: _Table) -> int:
    """The header of the column whose cells are most likely to have several paragraphs."""
    units = (place for place, name in enumerate(table.header) if _UNIT_HEADER.search(name))
    return next(units, len(table.header) - 1)


def _end(table: _Table, shape: _Shape) -> int:
    """Where the last row ends; where blanks are not kept, what follows it may be anything."""
    if table.blanks_kept or not shape.starts:
        return len(table.cells)
    last = shape.starts[-1] + shape.width
    if _TIME_HEADER.search(table.header[-1]):
        for place in range(last - 1, len(table.cells)):
            text = table.cells[place].strip()
            if len(text) <= _LONGEST_TIME and _TIME.search(text):
                return place + 1
    return min(last, len(table.cells))


def _body_cells(rows: Sequence[_Row], width: int) -> Iterator[Cell]:
    for y, row in enumerate(rows, start=1):
        for x, text in enumerate(row.cells):
            yield Cell(y, x, text, columns=width if row.whole else 1)
