"""A page as Markdown that a git host shows well and that differs only where something changed.

What people wrote stays text: no heading, list, table, link or HTML of theirs takes effect.
"""

import re
from collections.abc import Iterable, Sequence
from itertools import zip_longest
from urllib.parse import quote

from gongkai_cli.rendering.bars import GLYPHS, shares
from gongkai_cli.rendering.layout import seen
from gongkai_cli.table import (
    Addressee,
    Block,
    Bullet,
    Cell,
    Chart,
    Column,
    Document,
    Heading,
    Line,
    Remark,
    Signature,
    Table,
    Tone,
    plain,
)

_SPECIAL = str.maketrans(
    {mark: f"\\{mark}" for mark in "\\`*_[]>|~#"} | {"&": "&amp;", "<": "&lt;"}
)
_ANY_SPECIAL = re.compile(r"[\\`*_\[\]<>|~#&]")
_LEADING = re.compile(r"^([-+=]|\d+[.)])")
_WEB = re.compile(r"https?://[^\s<>]+", re.IGNORECASE)
_URL_LETTERS = "%/:=&?~+!$,;'@#"
_MARKS = {Tone.STRONG: "**"}
_BAR = 20
"""Glyphs of a bar."""


def to_markdown(page: Document) -> str:
    """`page` as Markdown, blocks apart by one empty line, ending in a line break."""
    blocks = [block for block in page.blocks if block is not None]
    text = "".join(
        _block(block)
        + ("\n" if isinstance(block, Bullet) and isinstance(after, Bullet) else "\n\n")
        for block, after in zip_longest(blocks, blocks[1:])
    )
    return text.rstrip("\n") + "\n"


def _block(block: Block) -> str:  # noqa: PLR0911 - one for each kind of block
    match block:
        case Heading(text, level):
            return f"{'#' * level} {_running((Cell(text),))}"
        case Line(cells):
            return _running(cells)
        case Bullet(cells):
            return f"- {_running(cells)}"
        case Addressee(text):
            return _running((Cell(text),))
        case Signature(name, day):
            return f"{_running((Cell(name),))}\n\n{_running((Cell(day),))}"
        case Table():
            return _table(block)
        case Chart():
            return _chart(block)
        case Remark(text):
            return f"<!-- {text.replace('--', '—')} -->"
        case None:
            return ""


def _running(cells: Iterable[Cell]) -> str:
    """Cells one after the other, the first letters of which begin no list and no rule."""
    return _LEADING.sub(_held_back, "".join(map(_cell, cells)).strip())


def _held_back(found: re.Match[str]) -> str:
    """-, + and = by a backslash before them; a number by one before its full stop."""
    mark = found[0]
    return f"{mark[:-1]}\\{mark[-1]}"


def _cell(cell: Cell) -> str:
    text = escaped(cell.text)
    if cell.url and _WEB.fullmatch(cell.url):
        return f"[{text}]({quote(cell.url, safe=_URL_LETTERS)})"
    if not text:
        return " " if cell.text else ""
    mark = _MARKS.get(cell.tone, "")
    before = " " if cell.text[0].isspace() else ""
    after = " " if cell.text[-1].isspace() else ""
    return f"{before}{mark}{text}{mark}{after}"


def escaped(text: str) -> str:
    """`text` on one line, with everything that Markdown or HTML would act on made harmless."""
    one_line = seen(" ".join(text.split()))
    return one_line.translate(_SPECIAL) if _ANY_SPECIAL.search(one_line) else one_line


def _table(table: Table) -> str:
    """Laid out by tabulate, which counts Chinese letters as two columns where wcwidth is there."""
    from tabulate import tabulate

    return tabulate(
        [[_cell(cell).strip() for cell in row] for row in table.rows],
        headers=[escaped(column.title) for column in table.columns],
        tablefmt="pipe",
        disable_numparse=True,
        colalign=["right" if column.right else "left" for column in table.columns],
    )


def _chart(chart: Chart) -> str:
    """A table of bars, and the key below it."""
    columns = (Column(""), Column(""), Column(""))
    rows = (plain(bar.label, _bar(bar.counts), bar.figure) for bar in chart.bars)
    signs = zip(GLYPHS, chart.key, strict=False)
    key = "　".join(f"{glyph} {escaped(share.word)}" for glyph, share in signs)
    return f"{_table(Table(columns, tuple(rows)))}\n\n{key}"


def _bar(counts: Sequence[int]) -> str:
    sizes = shares(counts, _BAR)
    return "".join(glyph * size for glyph, size in zip(GLYPHS, sizes, strict=False))
