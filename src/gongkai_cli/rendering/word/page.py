"""A page as a paper: the neutral Document → Word, for 台账, 提醒函 and 通报 alike."""

from collections.abc import Iterator, Sequence

from gongkai_cli.rendering.frame import Field, Frame, titles
from gongkai_cli.rendering.layout import seen, width
from gongkai_cli.rendering.signature import insets
from gongkai_cli.rendering.word.look import ACROSS, UPRIGHT, Sheet
from gongkai_cli.rendering.word.paper import Paper
from gongkai_cli.table import (
    Addressee,
    Block,
    Bullet,
    Cell,
    Chart,
    Document,
    Heading,
    Line,
    Remark,
    Signature,
    Table,
)

_SHORT = 12
_EASY = 20
"""So many letters of half width are enough for a column of sentences to be read with ease."""

_WIDEST = 64
"""A column of sentences has no more of them, however long they are."""

_MARGIN = 2
_HEAD = 4
"""So few blocks at the beginning, a title and a line or two, have no page of their own."""

_ROOM = {UPRIGHT: 84, ACROSS: 121}
"""Letters that a table has beside each other."""


def to_docx(page: Document) -> bytes:
    """`page` as a Word file; a table too wide for an upright page stands across one of its own."""
    blocks = [block for block in page.blocks if not isinstance(block, Remark | None)]
    sheets = list(_sheets(blocks))
    title = next((block.text for block in blocks if isinstance(block, Heading)), "")
    now = sheets[0] if sheets else UPRIGHT
    paper = Paper(seen(title), now)
    for block, sheet in zip(blocks, sheets, strict=True):
        if sheet is not now:
            paper.turn(now := sheet)
        _put(paper, block)
    return paper.bytes()


def _sheets(blocks: Sequence[Block]) -> Iterator[Sheet]:
    """The sheet of each block: headings, and a short beginning, go with what they stand above."""
    sheet = UPRIGHT
    found = []
    for place, block in reversed(list(enumerate(blocks))):
        if isinstance(block, Table):
            sheet = _sheet(block)
        elif not isinstance(block, Heading) and place >= _HEAD:
            sheet = UPRIGHT
        found.append(sheet)
    yield from reversed(found)


def _put(paper: Paper, block: Block) -> None:
    match block:
        case Heading(text, level):
            paper.heading(seen(text), level)
        case Line(cells):
            paper.line(map(_plain, cells))
        case Bullet(cells):
            paper.line(map(_plain, (Cell("· "), *cells)))
        case Addressee(text):
            paper.addressee(seen(text))
        case Signature():
            both = zip(map(seen, block), insets(block), strict=True)
            paper.signature(list(both))
        case Table():
            paper.frame(_frame(block))
        case Chart():
            paper.chart(block)
        case Remark() | None:  # pragma: no cover - `to_docx` left them out
            pass


def _plain(cell: Cell) -> Cell:
    return cell._replace(text=seen(cell.text))


def _sheet(table: Table) -> Sheet:
    easy = sum(_MARGIN + min(each, _EASY) for each in _longest(table))
    return UPRIGHT if easy <= _ROOM[UPRIGHT] else ACROSS


def _frame(table: Table) -> Frame:
    head = titles([column.title for column in table.columns])
    rows = (tuple(Field((_plain(cell),)) for cell in row) for row in table.rows)
    widths = _widths(table)
    narrow = (place for place, each in enumerate(widths) if each <= _SHORT)
    return Frame(tuple(widths), 1, (head, *rows), frozenset(narrow))


def _widths(table: Table) -> list[int]:
    """Letters for each column; those with sentences share what the others leave of the room."""
    natural = [_MARGIN + min(each, _WIDEST) for each in _longest(table)]
    long = [each for each in natural if each > _MARGIN + _EASY]
    room = _ROOM[_sheet(table)] - sum(natural) + sum(long)
    if not long or sum(long) <= room:
        return natural
    return [
        max(room * each // sum(long), _SHORT) if each > _MARGIN + _EASY else each
        for each in natural
    ]


def _longest(table: Table) -> list[int]:
    """The width of the longest text in each column, its title included."""
    rows = [[column.title for column in table.columns]]
    rows += [[cell.text for cell in row] for row in table.rows]
    return [max(map(width, column)) for column in zip(*rows, strict=True)]
