"""A page for a terminal or a pipe: whole words at any width, never a name cut short."""

from collections.abc import Iterator

from gongkai_cli.rendering.layout import Folded, balanced, fold, pad, seen, width
from gongkai_cli.table import Bullet, Cell, Document, Heading, Line, Remark, Table, Tone

_GAP = 2
_NARROWEST = 8


def to_terminal(page: Document, columns: int) -> Iterator[Folded]:
    """The screen lines of `page`, each at most `columns` wide where words allow."""
    return map(_without_command, _lines(page, columns))


def plain_text(page: Document, columns: int) -> str:
    """`page` without colours."""
    lines = ("".join(cell.text for cell in line) for line in to_terminal(page, columns))
    return "".join(f"{line}\n" for line in lines)


def _lines(page: Document, columns: int) -> Iterator[Folded]:
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


def _without_command(line: Folded) -> Folded:
    """A note that begins a line with :: is a command to GitHub's runners; here it stays a note."""
    for number, cell in enumerate(line):
        text = cell.text.lstrip()
        if text.startswith(("::", "##[")):
            harmless = text.replace("::", "：", 1) if text[0] == ":" else f"#＃{text[3:]}"
            led = cell.text[: len(cell.text) - len(text)] + harmless
            return [*line[:number], cell._replace(text=led), *line[number + 1 :]]
        if text:
            break
    return line


def _table(table: Table, columns: int) -> Iterator[Folded]:
    gap, widths = _widths(table, columns)
    titles = tuple(Cell(column.title, Tone.FAINT) for column in table.columns)
    for row in (titles, *table.rows):
        yield from _row(row, widths, table, gap)


def _widths(table: Table, columns: int) -> tuple[int, list[int]]:
    """The gap between columns, and each as wide as its widest cell.

    Where that is too much, first the gap gives way, then the widest column of words, and only
    then the names.
    """
    texts = [[column.title] for column in table.columns]
    for row in table.rows:
        for cell, column in zip(row, texts, strict=True):
            column.append(seen(cell.text))
    widths = [max(map(width, column)) for column in texts]
    gaps = len(widths) - 1
    gap = _GAP if sum(widths) + _GAP * gaps <= columns else 1
    names = [column.whole for column in table.columns]
    for yielding in ([not name for name in names], names):
        _narrow(widths, yielding, columns - gap * gaps)
    if gap == 1 and sum(widths) + _GAP * gaps <= columns:
        gap = _GAP
    return gap, widths


def _narrow(widths: list[int], yielding: list[bool], columns: int) -> None:
    """Take from the widest of the `yielding` columns until all fit or none has more to give."""
    while sum(widths) > columns:
        widest = max((size for size, may in zip(widths, yielding, strict=True) if may), default=0)
        if widest <= _NARROWEST:
            return
        at = next(n for n, size in enumerate(widths) if yielding[n] and size == widest)
        widths[at] -= 1


def _row(row: tuple[Cell, ...], widths: list[int], table: Table, gap: int) -> Iterator[Folded]:
    """One table row, as many screen lines high as its highest cell."""
    stacks = [balanced(cell, size) for cell, size in zip(row, widths, strict=True)]
    for number in range(max(map(len, stacks))):
        line: Folded = []
        for stack, size, column in zip(stacks, widths, table.columns, strict=True):
            text = "".join(cell.text for cell in stack[number]) if number < len(stack) else ""
            tone = stack[0][0].tone if stack[0] else Tone.PLAIN
            line += [Cell(pad(text, size, right=column.right), tone), Cell(" " * gap)]
        yield _without_trailing_space(line)


def _without_trailing_space(line: Folded) -> Folded:
    while line and not line[-1].text.strip():
        line.pop()
    return [*line[:-1], line[-1]._replace(text=line[-1].text.rstrip())] if line else line
