"""A page as a paper: the neutral Document → Word, for 台账, 提醒函 and 通报 alike."""

from collections.abc import Iterator, Sequence

from gongkai_cli.rendering.frame import Field, Frame, titles
from gongkai_cli.rendering.layout import seen
from gongkai_cli.rendering.signature import insets
from gongkai_cli.rendering.word.look import ACROSS, UPRIGHT, Sheet
from gongkai_cli.rendering.word.measures import Shape, across, broken, shape, shared
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
"""So narrow a column has its values in the middle, in half letters."""

_COMMAND = "gongkai "
_HEAD = 4
"""So few blocks at the beginning, a title and a line or two, have no page of their own."""


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
        case Heading(text, 1):
            paper.title(seen(text))
        case Heading(text, level):
            paper.heading(seen(text), level)
        case Line(cells):
            _put_line(paper, list(map(_plain, cells)))
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


def _put_line(paper: Paper, cells: Sequence[Cell]) -> None:
    if len(cells) == 1 and cells[0].text.startswith(_COMMAND):
        paper.command(cells[0])
    else:
        paper.line(cells)


def _plain(cell: Cell) -> Cell:
    return cell._replace(text=seen(cell.text))


def _sheet(table: Table) -> Sheet:
    easy = sum(each.least for each in _shapes(table))
    return UPRIGHT if easy <= across(UPRIGHT) else ACROSS


def _frame(table: Table) -> Frame:
    head = titles([column.title for column in table.columns])
    shapes, texts = _shapes(table), [[cell.text for cell in row] for row in table.rows]
    widths = shared(shapes, texts, across(_sheet(table)))
    rows = (tuple(map(_field, row, shapes, widths)) for row in table.rows)
    narrow = (place for place, each in enumerate(widths) if each <= _SHORT)
    return Frame(tuple(widths), 1, (head, *rows), frozenset(narrow))


def _field(cell: Cell, shape: Shape, columns: int) -> Field:
    shown = _plain(cell)
    return Field((shown if shape.folds else shown._replace(text=broken(shown.text, columns)),))


def _shapes(table: Table) -> list[Shape]:
    """What each column needs, its title included."""
    rows = [[column.title for column in table.columns]]
    rows += [[cell.text for cell in row] for row in table.rows]
    return [shape(column) for column in zip(*rows, strict=True)]
