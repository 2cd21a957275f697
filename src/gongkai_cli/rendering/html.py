"""A page as one HTML file that needs nothing else: prints on A4, opens anywhere, runs nothing."""

from collections.abc import Sequence
from html import escape

from gongkai_cli.rendering.bars import shares
from gongkai_cli.rendering.layout import seen, width
from gongkai_cli.rendering.signature import insets
from gongkai_cli.table import (
    Addressee,
    Bar,
    Block,
    Bullet,
    Cell,
    Chart,
    Column,
    Document,
    Heading,
    Line,
    Remark,
    Share,
    Signature,
    Table,
    Tone,
)

_SHORT = 10
_STYLE = """
body { font: 16px/1.7 "Source Han Sans SC", "Noto Sans CJK SC", "Microsoft YaHei", sans-serif;
  max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: #1f2328; }
h1 { font-size: 1.6rem; line-height: 1.3; } h2 { font-size: 1.15rem; margin-top: 2rem;
  border-top: 1px solid #d0d7de; padding-top: 1rem; } h2, h3 { break-after: avoid; }
.point { padding-left: 1em; text-indent: -1em; }
p { margin: .4rem 0; overflow-wrap: anywhere; }
table { border-collapse: collapse; width: 100%; font-size: .92rem; }
th, td { border: 1px solid #d0d7de; padding: .35rem .6rem; text-align: left; vertical-align: top; }
th { background: #f6f8fa; } .right { text-align: right; }
.right, .short { white-space: nowrap; } p:has(+ .point) { break-after: avoid; }
thead { display: table-header-group; } tr { break-inside: avoid; }
.red { color: #b42318; } .yellow { color: #8a5a00; } .green { color: #1a7f37; }
.blue { color: #0b5cad; } .purple { color: #7a2ea8; } .cyan { color: #0f6b75; }
.grey, .faint { color: #656d76; } .strong { font-weight: 600; }
@page { size: A4; margin: 18mm 16mm; } @media print { body { margin: 0; max-width: none; } }
"""
_CHART_STYLE = """\
.chart { width: auto; margin: .6rem 0 0; break-inside: avoid; }
.chart td { border: 0; padding: .15rem .8rem .15rem 0; vertical-align: middle; }
svg { display: block; max-width: 100%; } .key svg { display: inline; }
"""
_SIGNED = "text-align: right; margin-top: 2rem; break-inside: avoid"
_LONG, _HIGH = 320, 14
"""A bar in pixels."""


def to_html(page: Document) -> str:
    """`page` as a complete document; its title is its first heading."""
    title = next((block.text for block in page.blocks if isinstance(block, Heading)), "")
    body = "\n".join(filter(None, map(_block, page.blocks)))
    charts = any(isinstance(block, Chart) for block in page.blocks)
    style = _STYLE + _CHART_STYLE if charts else _STYLE
    return (
        '<!doctype html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{style}</style>\n</head>\n"
        f"<body>\n{body}\n</body>\n</html>\n"
    )


def _block(block: Block) -> str:  # noqa: PLR0911 - one for each kind of block
    match block:
        case Heading(text, level):
            return f"<h{level}>{_text(text)}</h{level}>"
        case Line(cells):
            return f"<p>{''.join(map(_cell, cells))}</p>"
        case Bullet(cells):
            return f'<p class="point">· {"".join(map(_cell, cells))}</p>'
        case Addressee(text):
            return f"<p>{_text(text)}</p>"
        case Signature():
            return _signature(block)
        case Table():
            return _table(block)
        case Chart():
            return _chart(block)
        case Remark() | None:
            return ""


def _signature(block: Signature) -> str:
    both = zip(block, insets(block), strict=True)
    lines = (f'<p style="margin-right: {inset:g}em">{_text(text)}</p>' for text, inset in both)
    return f'<div style="{_SIGNED}">{"".join(lines)}</div>'


def _cell(cell: Cell) -> str:
    text = _text(cell.text)
    if cell.url.lower().startswith(("http://", "https://")):
        return f'<a href="{escape(cell.url)}" rel="noreferrer">{text}</a>'
    return (
        text if cell.tone is Tone.PLAIN else f'<span class="{cell.tone.name.lower()}">{text}</span>'
    )


def _table(table: Table) -> str:
    def row(cells: tuple[Cell, ...], tag: str) -> str:
        both = zip(cells, table.columns, strict=True)
        fields = (f"<{tag}{_manner(cell, column)}>{_cell(cell)}</{tag}>" for cell, column in both)
        return f"<tr>{''.join(fields)}</tr>"

    titles = row(tuple(Cell(column.title) for column in table.columns), "th")
    rows = "\n".join(row(cells, "td") for cells in table.rows)
    return f"<table>\n<thead>{titles}</thead>\n<tbody>\n{rows}\n</tbody>\n</table>"


def _manner(cell: Cell, column: Column) -> str:
    """Figures to the right; what is as short as a date is never torn."""
    if column.right:
        return ' class="right"'
    return ' class="short"' if width(cell.text) <= _SHORT else ""


def _chart(chart: Chart) -> str:
    rows = "\n".join(_bar(bar, chart) for bar in chart.bars)
    key = "　".join(
        f"{_svg([(number, share, _HIGH)])} {_text(share.word)}"
        for number, share in enumerate(chart.key)
    )
    return f'<table class="chart">\n{rows}\n</table>\n<p class="key">{key}</p>'


def _bar(bar: Bar, chart: Chart) -> str:
    sizes = shares(bar.counts, _LONG)
    parts = [(n, *each) for n, each in enumerate(zip(chart.key, sizes, strict=True)) if each[1]]
    fields = (_text(bar.label), _svg(parts), _text(bar.figure))
    return f"<tr>{''.join(f'<td>{field}</td>' for field in fields)}</tr>"


def _svg(parts: Sequence[tuple[int, Share, int]]) -> str:
    """Parts beside each other: number in the key, what it is, how long."""
    left, drawn = 0, ""
    for number, share, size in parts:
        drawn += _part(number, share, left, size)
        left += size
    box = f'width="{left}" height="{_HIGH}" viewBox="0 0 {left} {_HIGH}"'
    return f'<svg {box} aria-hidden="true">{drawn}</svg>'


def _part(number: int, share: Share, left: int, size: int) -> str:
    """Filled, striped, pale or empty: told apart in print, where there is no colour."""
    inside = (("1", ""), ("0", _stripes(left, size)), (".35", ""), ("0", ""))
    opacity, stripes = inside[number % len(inside)]
    place = f'x="{left + 0.5}" y="0.5" width="{size - 1}" height="{_HIGH - 1}"'
    rect = f'<rect {place} fill="currentColor" fill-opacity="{opacity}" stroke="currentColor"/>'
    return f'<g class="{share.tone.name.lower()}">{rect}{stripes}</g>'


def _stripes(left: int, size: int) -> str:
    lines = "".join(f"M{left + x} 0V{_HIGH}" for x in range(3, size, 4))
    return f'<path d="{lines}" stroke="currentColor" stroke-width="2"/>'


def _text(text: str) -> str:
    return escape(seen(text))
