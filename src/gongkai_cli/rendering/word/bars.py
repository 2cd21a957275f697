"""A chart as WordprocessingML: a table whose cells are shaded, which every word processor shows.

No picture: it would need a font that the machine may lack. In print without colours the parts are
told apart by how dark they are.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from gongkai_cli.rendering.bars import shares
from gongkai_cli.rendering.layout import seen, width
from gongkai_cli.rendering.word.elements import TWIPS_A_MM, element, run
from gongkai_cli.rendering.word.look import BODY, INKS, WUHAO
from gongkai_cli.table import Bar, Cell, Chart, Tone

if TYPE_CHECKING:
    from docx.oxml.xmlchemy import BaseOxmlElement

_STEPS = 60
"""Columns of the grid that a bar is made of."""

_LETTER = round(WUHAO * 10)
"""Half the width of a Chinese letter, in twips."""

_GAP = 360
_PATCH = 3
_HIGH, _LOW = 260, 90
"""How high a bar and the space between two are, in twips."""

_DARK = (100, 45, 15, 0)
"""How much ink each part of a bar has, in the order of the key."""

_BLACK = "1F2328"


def bars(chart: Chart, measure: int) -> "BaseOxmlElement":
    """`chart` as a table `measure` millimetres wide: labels, bars, figures, at last the key."""
    whole = round(measure * TWIPS_A_MM)
    label = _room((bar.label for bar in chart.bars), whole)
    figure = _room((bar.figure for bar in chart.bars), whole)
    step = (whole - label - figure) // _STEPS
    widths = [label, *[step] * _STEPS, figure]
    grid = element("tblGrid", *(element("gridCol", w=each) for each in widths))
    made = element("tbl", _looks(sum(widths)), grid)
    for bar in chart.bars:
        made.append(_row(_HIGH, *_bar(bar, chart, widths)))
        made.append(_row(_LOW, _field("", sum(widths), len(widths))))
    made.append(_row(_HIGH, *_key(chart, widths)))
    return made


def _room(texts: Iterator[str], whole: int) -> int:
    """Twips for the longest of `texts`; what is longer folds, so that a bar has room as well."""
    longest = max((width(seen(text)) for text in texts), default=0)
    return min(longest * _LETTER + _GAP, whole * 2 // 5)


def _looks(whole: int) -> "BaseOxmlElement":
    return element(
        "tblPr",
        element("tblW", w=whole, type="dxa"),
        element("jc", val="center"),
        element("tblLayout", type="fixed"),
        element("tblCellMar", element("left", w=0, type="dxa"), element("right", w=0, type="dxa")),
    )


def _row(height: int, *cells: "BaseOxmlElement") -> "BaseOxmlElement":
    rule = "atLeast" if height == _HIGH else "exact"
    looks = element("trPr", element("cantSplit"), element("trHeight", val=height, hRule=rule))
    return element("tr", looks, *cells)


def _bar(bar: Bar, chart: Chart, widths: list[int]) -> Iterator["BaseOxmlElement"]:
    step = widths[1]
    yield _field(bar.label, widths[0])
    sizes = shares(bar.counts, _STEPS)
    for number, size in enumerate(sizes):
        if size:
            yield _field("", size * step, size, _shade(number, chart.key[number].tone))
    if not any(sizes):
        yield _field("", _STEPS * step, _STEPS)
    yield _field(f" {bar.figure}", widths[-1])


def _key(chart: Chart, widths: list[int]) -> Iterator["BaseOxmlElement"]:
    """Under the bars a patch of each part and its word; the last has all the room that is left."""
    step, left, last = widths[1], _STEPS, len(chart.key) - 1
    yield _field("", widths[0])
    for number, share in enumerate(chart.key):
        wanted = -(-(width(share.word) * _LETTER + _GAP) // step)
        room = min(wanted, left - _PATCH - (_PATCH + 1) * (last - number))
        left -= _PATCH + room
        yield _field("", _PATCH * step, _PATCH, _shade(number, share.tone))
        more, beside = (left + 1, left * step + widths[-1]) if number == last else (0, 0)
        yield _field(f" {share.word}", room * step + beside, room + more)


def _shade(number: int, tone: Tone) -> list["BaseOxmlElement"]:
    ink = INKS.get(tone, _BLACK)
    sides = (
        element(side, val="single", sz=4, space=0, color=ink)
        for side in ("top", "left", "bottom", "right")
    )
    fill = _thinned(ink, _DARK[number % len(_DARK)])
    return [element("tcBorders", *sides), element("shd", val="clear", color="auto", fill=fill)]


def _thinned(ink: str, percent: int) -> str:
    """`ink` mixed with the white of the page."""
    parts = (int(ink[place : place + 2], 16) for place in (0, 2, 4))
    return "".join(f"{255 - (255 - part) * percent // 100:02X}" for part in parts)


def _field(
    text: str, room: int, columns: int = 1, shade: list["BaseOxmlElement"] | None = None
) -> "BaseOxmlElement":
    looks = [element("tcW", w=room, type="dxa")]
    looks += [element("gridSpan", val=columns)] if columns > 1 else []
    looks += [*(shade or []), element("vAlign", val="center")]
    return element("tc", element("tcPr", *looks), _paragraph(text))


def _paragraph(text: str) -> "BaseOxmlElement":
    """Text stands with the next row on one page; an empty field is as low as its row."""
    line, rule = (_HIGH, "atLeast") if text else (20, "exact")
    looks = element(
        "pPr",
        element("keepNext"),
        element("snapToGrid", val=0),
        element("spacing", before=0, after=0, line=line, lineRule=rule),
        element("ind", firstLine=0, firstLineChars=0),
        element("jc", val="left"),
    )
    return element("p", looks, *([run(Cell(seen(text)), BODY, WUHAO)] if text else []))
