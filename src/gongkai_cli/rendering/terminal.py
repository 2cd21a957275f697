"""A page for a terminal or a pipe: whole words at any width, never a name cut short."""

from collections.abc import Iterator

from gongkai_cli.rendering.bars import GLYPHS, shares
from gongkai_cli.rendering.layout import (
    Folded,
    balanced,
    fold,
    inert,
    longest_word,
    pad,
    seen,
    width,
)
from gongkai_cli.rendering.signature import insets
from gongkai_cli.table import (
    Addressee,
    Bar,
    Bullet,
    Cell,
    Chart,
    Document,
    Heading,
    Line,
    Remark,
    Signature,
    Table,
    Tone,
)

_GAP = 2
_NARROWEST = 8
_LONGEST_WORD = 16
_BARS = range(10, 41)
"""How long a bar may be."""


def to_terminal(page: Document, columns: int) -> Iterator[Folded]:
    """The screen lines of `page`, each at most `columns` wide where words allow."""
    return map(_without_command, _lines(page, columns))


def plain_text(page: Document, columns: int) -> str:
    """`page` without colours."""
    lines = ("".join(cell.text for cell in line) for line in to_terminal(page, columns))
    return "".join(f"{line}\n" for line in lines)


def _lines(page: Document, columns: int) -> Iterator[Folded]:  # noqa: C901 - a case for each kind
    for block in page.blocks:
        match block:
            case Heading(text):
                yield from fold((Cell(text, Tone.STRONG),), columns)
            case Line(cells, indent, whole):
                yield from fold(cells, columns, indent, whole=whole)
            case Bullet(cells):
                yield from fold((Cell("· "), *cells), columns, 2)
            case Addressee(text):
                yield from fold((Cell(text),), columns)
            case Signature():
                yield from _signature(block, columns)
            case Table():
                yield from _table(block, columns)
            case Chart():
                yield from _chart(block, columns)
            case Remark():
                pass
            case None:
                yield []


def _signature(block: Signature, columns: int) -> Iterator[Folded]:
    """Each of its lines so many letters from the right; a long name has what room there is."""
    for text, inset in zip(block, insets(block), strict=True):
        space = columns - round(2 * inset) - width(seen(text))
        yield from fold((Cell(" " * max(space, 0)), Cell(text)), columns)


def _without_command(line: Folded) -> Folded:
    """A note that begins a line with :: is a command to GitHub's runners; here it stays a note."""
    for number, cell in enumerate(line):
        if cell.text.strip():
            led = cell._replace(text=inert(cell.text))
            return [*line[:number], led, *line[number + 1 :]]
    return line


def _table(table: Table, columns: int) -> Iterator[Folded]:
    titles = tuple(Cell(column.title, Tone.FAINT) for column in table.columns)
    rows = (titles, *table.rows)
    natural = [max(width(seen(row[n].text)) for row in rows) for n in range(len(titles))]
    gap, widths = _fitted(natural, table, columns)
    if widths != natural:
        folded = [max(_folded_width(row[n], size) for row in rows) for n, size in enumerate(widths)]
        gap, widths = _fitted(_given_back(natural, widths, folded), table, columns)
    for row in rows:
        yield from _row(row, widths, table, gap)


def _fitted(natural: list[int], table: Table, columns: int) -> tuple[int, list[int]]:
    """The gap between columns and the width of each, at most `natural`.

    Where that is too much, first the widest column of words gives way, then the gap, and names
    only when nothing else is left.
    """
    least = [_least(table, n) for n in range(len(natural))]
    words = [
        size if column.whole else fewest
        for column, size, fewest in zip(table.columns, natural, least, strict=True)
    ]
    wide, close = (columns - gap * (len(natural) - 1) for gap in (_GAP, 1))
    widths = _narrowed(natural, words, wide)
    if sum(widths) <= wide:
        return _GAP, widths
    return 1, _narrowed(_narrowed(natural, words, close), least, close)


def _least(table: Table, number: int) -> int:
    """The fewest columns for a table's column: its longest word, within reason."""
    longest = max((longest_word(row[number].text) for row in table.rows), default=0)
    return max(_NARROWEST, min(longest, _LONGEST_WORD))


def _narrowed(natural: list[int], least: list[int], columns: int) -> list[int]:
    """Take from the widest column that has more than its `least`, until all fit or none has."""
    widths = list(natural)
    while sum(widths) > columns:
        able = [n for n, size in enumerate(widths) if size > least[n]]
        if not able:
            break
        widths[max(able, key=widths.__getitem__)] -= 1
    return widths


def _folded_width(cell: Cell, size: int) -> int:
    return max(sum(width(run.text) for run in line) for line in balanced(cell, size))


def _given_back(natural: list[int], widths: list[int], folded: list[int]) -> list[int]:
    """What a folded column does not need is for the others."""
    return [
        wanted if size == wanted else used
        for wanted, size, used in zip(natural, widths, folded, strict=True)
    ]


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


def _chart(chart: Chart, columns: int) -> Iterator[Folded]:
    """A bar between its label and its figure, or below both where that is too much for a line."""
    labels = max((width(seen(bar.label)) for bar in chart.bars), default=0)
    figures = max((width(seen(bar.figure)) for bar in chart.bars), default=0)
    beside = columns - labels - figures - 2 * _GAP
    length = min(beside if beside in _BARS else columns, _BARS[-1])
    for bar in chart.bars:
        drawn = _drawn(bar, chart, length)
        if beside >= _BARS[0]:
            head, tail = pad(seen(bar.label), labels + _GAP), " " * _GAP + seen(bar.figure)
            yield [Cell(head), *drawn, Cell(tail)]
        else:
            yield from fold((Cell(f"{bar.label}  {bar.figure}"),), columns, _GAP)
            yield from [drawn] if any(bar.counts) else []
    yield from _key(chart, columns)


def _drawn(bar: Bar, chart: Chart, length: int) -> Folded:
    """Nothing of nothing is a row of spaces: what stands behind it stays in its column."""
    parts = zip(GLYPHS, chart.key, shares(bar.counts, length), strict=False)
    drawn = [Cell(glyph * size, share.tone) for glyph, share, size in parts if size]
    return drawn or [Cell(" " * length)]


def _key(chart: Chart, columns: int) -> Iterator[Folded]:
    """All parts in a line, or a line each."""
    parts = [
        (Cell(glyph, share.tone), Cell(f" {share.word}   "))
        for glyph, share in zip(GLYPHS, chart.key, strict=False)
    ]
    together = tuple(cell for part in parts for cell in part)
    if sum(width(cell.text) for cell in together) <= columns:
        yield from fold(together, columns)
    else:
        for part in parts:
            yield from fold(part, columns, _GAP)
