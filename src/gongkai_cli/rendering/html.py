"""A page as one HTML file that needs nothing else: prints on A4, opens anywhere, runs nothing."""

from html import escape

from gongkai_cli.rendering.layout import seen, width
from gongkai_cli.table import (
    Block,
    Bullet,
    Cell,
    Column,
    Document,
    Heading,
    Line,
    Remark,
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


def to_html(page: Document) -> str:
    """`page` as a complete document; its title is its first heading."""
    title = next((block.text for block in page.blocks if isinstance(block, Heading)), "")
    body = "\n".join(filter(None, map(_block, page.blocks)))
    return (
        '<!doctype html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{_STYLE}</style>\n</head>\n"
        f"<body>\n{body}\n</body>\n</html>\n"
    )


def _block(block: Block) -> str:
    match block:
        case Heading(text, level):
            return f"<h{level}>{_text(text)}</h{level}>"
        case Line(cells):
            return f"<p>{''.join(map(_cell, cells))}</p>"
        case Bullet(cells):
            return f'<p class="point">· {"".join(map(_cell, cells))}</p>'
        case Table():
            return _table(block)
        case Remark() | None:
            return ""


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


def _text(text: str) -> str:
    return escape(seen(text))
