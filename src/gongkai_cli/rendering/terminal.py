"""A page for a terminal or a pipe: whole words at any width, never a name cut short."""

from collections.abc import Iterator

from gongkai_cli.rendering.layout import Folded, fold, pad, seen, width
from gongkai_cli.table import Bullet, Cell, Document, Heading, Line, Remark, Table, Tone

_GAP = 2
_NARROWEST = 8


def to_terminal(page: Document, columns: int) -> Iterator[Folded]:
    """The screen lines of `page`, each at most `columns` wide where words allow."""
    for block in page.blocks:
        match block:
            case Heading(text):
                yield from fold((Cell(text, Tone.STRONG),), columns)
            case Line(cells, indent):
                yield from fold(cells, columns, indent)
            case Bullet(cells):
                yield from fold((Cell("· "), *cells), columns, 2)
            case Table():
                yield from _table(block, columns)
            case Remark():
                pass
            case None:
                yield []


def plain_text(page: Document, columns: int) -> str:
    """`page` without colours."""
    lines = ("".join(cell.text for cell in line) for line in to_terminal(page, columns))
    return "".join(f"{line}\n" for line in lines)


def _table(table: Table, columns: int) -> Iterator[Folded]:
    widths = _widths(table, columns)
    titles = tuple(Cell(column.title, Tone.FAINT) for column in table.columns)
    for row in (titles, *table.rows):
        yield from _row(row, widths, table)


def _widths(table: Table, columns: int) -> list[int]:
    """Each column as wide as its widest cell; where that is too much, the widest gives way."""
    texts = [[column.title] for column in table.columns]
    for row in table.rows:
        for cell, column in zip(row, texts, strict=True):
            column.append(seen(cell.text))
    widths = [max(map(width, column)) for column in texts]
    spare = columns - _GAP * (len(widths) - 1)
    while sum(widths) > spare and max(widths) > _NARROWEST:
        widths[widths.index(max(widths))] -= 1
    return widths


def _row(row: tuple[Cell, ...], widths: list[int], table: Table) -> Iterator[Folded]:
    """One table row, as many screen lines high as its highest cell."""
    stacks = [list(fold((cell,), size)) for cell, size in zip(row, widths, strict=True)]
    for number in range(max(map(len, stacks))):
        line: Folded = []
        for stack, size, column in zip(stacks, widths, table.columns, strict=True):
            text = "".join(cell.text for cell in stack[number]) if number < len(stack) else ""
            tone = stack[0][0].tone if stack[0] else Tone.PLAIN
            line += [Cell(pad(text, size, right=column.right), tone), Cell(" " * _GAP)]
        yield _without_trailing_space(line)


def _without_trailing_space(line: Folded) -> Folded:
    while line and not line[-1].text.strip():
        line.pop()
    return [*line[:-1], line[-1]._replace(text=line[-1].text.rstrip())] if line else line
