"""The plan as one HTML file with true merged cells; prints on A4 across, runs nothing."""

from html import escape

from gongkai_cli.domain.issued import ANNEX, heading
from gongkai_cli.domain.plan import Plan
from gongkai_cli.rendering.frame import Field, Frame
from gongkai_cli.rendering.plans.frames import annex_frame, issued_frame

_STYLE = """
body { font: 15px/1.6 FangSong, "仿宋_GB2312", "Noto Serif CJK SC", serif; color: #1f2328;
  max-width: 75rem; margin: 2rem auto; padding: 0 1rem; }
h1, h2, th { font-family: SimHei, "Noto Sans CJK SC", sans-serif; font-weight: 600; }
h1 { text-align: center; font-size: 1.6rem; } h2 { font-size: 1.2rem; margin-top: 2.5rem; }
table { border-collapse: collapse; width: 100%; table-layout: fixed; }
th, td { border: 1px solid #555; padding: .3rem .5rem; overflow-wrap: anywhere;
  white-space: pre-wrap; }
th, .middle { text-align: center; }
thead { display: table-header-group; } tr { break-inside: avoid; }
@page { size: A4 landscape; margin: 18mm 16mm; } @media print { body { margin: 0; } }
"""


def plan_html(plan: Plan) -> str:
    """Both tables under their titles."""
    title = escape(heading(plan))
    return (
        '<!doctype html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
        f"<h1>{title}</h1>\n{_table(issued_frame(plan))}\n"
        f"<h2>{ANNEX}</h2>\n{_table(annex_frame(plan))}\n</body>\n</html>\n"
    )


def _table(frame: Frame) -> str:
    whole = sum(frame.widths)
    columns = "".join(f'<col style="width: {100 * part / whole:.1f}%">' for part in frame.widths)
    rows = [
        _row(row, frame, "th" if at < frame.head else "td") for at, row in enumerate(frame.rows)
    ]
    head, body = "\n".join(rows[: frame.head]), "\n".join(rows[frame.head :])
    return (
        f"<table>\n<colgroup>{columns}</colgroup>\n<thead>\n{head}\n</thead>\n"
        f"<tbody>\n{body}\n</tbody>\n</table>"
    )


def _row(row: tuple[Field | None, ...], frame: Frame, tag: str) -> str:
    cells = (
        f"<{tag}{_manner(each, middle=column in frame.centred)}>{_text(each.text)}</{tag}>"
        for column, each in enumerate(row)
        if each
    )
    return f"<tr>{''.join(cells)}</tr>"


def _manner(each: Field, *, middle: bool) -> str:
    spans = (("rowspan", each.rows), ("colspan", each.columns))
    said = "".join(f' {name}="{count}"' for name, count in spans if count > 1)
    return said + (' class="middle"' if middle else "")


def _text(text: str) -> str:
    return escape(text).replace("\n", "<br>")
