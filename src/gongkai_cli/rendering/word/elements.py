"""Runs, paragraphs and tables as WordprocessingML: what python-docx has no words for.

Built element by element, never by pasting text into XML: nothing that a cell says is markup.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from gongkai_cli.rendering.frame import Field, Frame
from gongkai_cli.rendering.layout import width
from gongkai_cli.rendering.word.look import BODY, HEI, INKS, WUHAO, Sheet
from gongkai_cli.table import Cell, Tone

if TYPE_CHECKING:
    from docx.oxml.xmlchemy import BaseOxmlElement

TWIPS_A_MM = 1440 / 25.4
_MARGIN = 70
"""Between a cell's border and its text, in twips."""

_LINE = 310
"""A line of a cell in the roomiest of the fonts that may stand in, in twips."""

_SPARED = 3
"""A row higher than this part of the page may be torn by its end: it would leave much white."""

_PIECES = re.compile("[\n\t]|[^\n\t]+")
_ILLEGAL = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")


def element(tag: str, *inside: "BaseOxmlElement", **attributes: str | int) -> "BaseOxmlElement":
    """An element of the w namespace with its attributes and what is inside."""
    from docx.oxml.ns import qn
    from docx.oxml.parser import OxmlElement

    made: BaseOxmlElement = OxmlElement(f"w:{tag}")  # type: ignore[assignment]
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), str(value))
    made.extend(inside)
    return made


def fonts(name: str) -> "BaseOxmlElement":
    """`name` for Chinese and for everything else."""
    return element("rFonts", ascii=name, hAnsi=name, eastAsia=name, cs=name)


def run(cell: Cell, font: str = "", points: float = 0) -> "BaseOxmlElement":
    """`cell` as a run in its tone; a line break of it is one, and no space is lost."""
    looks = [fonts(font)] if font else []
    looks += [element("b")] if cell.tone is Tone.STRONG else []
    looks += [element("color", val=INKS[cell.tone])] if cell.tone in INKS else []
    looks += [element("sz", val=round(points * 2))] if points else []
    looks += [element("szCs", val=round(points * 2))] if points else []
    return element("r", element("rPr", *looks), *_text(cell.text))


def _text(text: str) -> Iterator["BaseOxmlElement"]:
    for piece in _PIECES.findall(_ILLEGAL.sub("", text)):
        if piece in "\n\t":
            yield element("br" if piece == "\n" else "tab")
        else:
            words = element("t")
            words.text = piece
            words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
            yield words


def line_rules() -> list["BaseOxmlElement"]:
    """Lines broken by the rules for Chinese; in a style they stand before `snapToGrid`.

    That a mark may hang over the margin is what Word does anyway. LibreOffice 7 reads it the other
    way round, which is what is wanted there: in even lines it loses a mark that hangs.
    """
    return [element("kinsoku"), element("overflowPunct", val=1)]


def table(frame: Frame, sheet: Sheet) -> "BaseOxmlElement":
    """`frame` as a table as wide as the text of `sheet`, its titles repeated on each page."""
    share = sheet.measure * TWIPS_A_MM / sum(frame.widths)
    most = int(sheet.depth * TWIPS_A_MM / _SPARED / _LINE)
    widths = [round(part * share) for part in frame.widths]
    grid = element("tblGrid", *(element("gridCol", w=each) for each in widths))
    made = element("tbl", _table_looks(sum(widths)), grid)
    open_: dict[int, int] = {}
    for place, row in enumerate(frame.rows):
        head = place < frame.head
        cells = list(_cells(row, frame, widths, open_, head=head))
        made.append(element("tr", _row_looks(row, widths, most, head=head), *cells))
    return made


def _table_looks(whole: int) -> "BaseOxmlElement":
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    lines = (element(side, val="single", sz=4, space=0, color="auto") for side in sides)
    margins = (element(side, w=_MARGIN, type="dxa") for side in ("left", "right"))
    return element(
        "tblPr",
        element("tblW", w=whole, type="dxa"),
        element("jc", val="center"),
        element("tblBorders", *lines),
        element("tblLayout", type="fixed"),
        element("tblCellMar", *margins),
    )


def _row_looks(
    row: Sequence[Field | None], widths: list[int], most: int, *, head: bool
) -> "BaseOxmlElement":
    """A row of `most` lines stays on one page.

    One that begins a field over several rows is high enough for all of its text: else the end of
    a page could fall into the text.
    """
    own, begun = _lines(row, widths, several=False), _lines(row, widths, several=True)
    looks = [element("cantSplit")] if max(own, begun) <= most else []
    if own < begun <= most:
        looks.append(element("trHeight", val=begun * _LINE, hRule="atLeast"))
    return element("trPr", *looks, *([element("tblHeader")] if head else []))


def _lines(row: Sequence[Field | None], widths: list[int], *, several: bool) -> int:
    """About how many lines the row's fields take, those over several rows or all others."""
    spans = (
        (each, sum(widths[column : column + each.columns]) - 2 * _MARGIN)
        for column, each in enumerate(row)
        if each and (each.rows > 1) is several
    )
    return max((_folded(each.text, room) for each, room in spans), default=1)


def _folded(text: str, room: int) -> int:
    letter = round(WUHAO * 20)
    return sum(1 + width(line) * letter // (2 * room) for line in text.split("\n"))


def _cells(
    row: tuple[Field | None, ...],
    frame: Frame,
    widths: list[int],
    open_: dict[int, int],
    *,
    head: bool,
) -> Iterator["BaseOxmlElement"]:
    """`open_` remembers how wide the field is that covers a column from above."""
    skip = 0
    for column, each in enumerate(row):
        if skip:
            skip -= 1
            continue
        if each is None:
            span, merge = open_[column], "continue"
        else:
            span, merge = each.columns, "restart" if each.rows > 1 else ""
            open_[column] = span
        skip = span - 1
        looks = [element("tcW", w=sum(widths[column : column + span]), type="dxa")]
        looks += [element("gridSpan", val=span)] if span > 1 else []
        looks += [element("vMerge", val=merge)] if merge else []
        looks += [element("vAlign", val="center")]
        cells, middle = each.cells if each else (), head or column in frame.centred
        yield element("tc", element("tcPr", *looks), _paragraph(cells, head=head, middle=middle))


def _paragraph(cells: Iterable[Cell], *, head: bool, middle: bool) -> "BaseOxmlElement":
    looks = element(
        "pPr",
        element("snapToGrid", val=0),
        element("spacing", before=20, after=20, line=280, lineRule="atLeast"),
        element("ind", firstLine=0, firstLineChars=0),
        element("jc", val="center" if middle else "left"),
    )
    font = HEI if head else BODY
    return element("p", looks, *(run(cell, font, WUHAO) for cell in cells))
