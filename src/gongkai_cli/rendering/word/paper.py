"""A paper being written: pages, paragraphs and tables in their order, at last the bytes.

The one module that loads python-docx. Nothing of a clock or of chance gets into the bytes.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from gongkai_cli.rendering.frame import Frame
from gongkai_cli.rendering.layout import width
from gongkai_cli.rendering.word.bars import bars
from gongkai_cli.rendering.word.breaks import title_lines
from gongkai_cli.rendering.word.elements import element, fonts, line_rules, run, table
from gongkai_cli.rendering.word.look import (
    BODY,
    ERHAO,
    HEI,
    KAI,
    PITCH,
    POINTS_A_MM,
    SANHAO,
    SIHAO,
    SONG,
    TITLE,
    UPRIGHT,
    WUHAO,
    XIAOSI,
    XIAOWU,
    Sheet,
)
from gongkai_cli.table import Cell, Chart

if TYPE_CHECKING:
    from docx.oxml.xmlchemy import BaseOxmlElement
    from docx.section import Section, _Footer
    from docx.styles.style import ParagraphStyle

_LEVELS = ("Title", "Heading 1", "Heading 2", "Heading 3")
"""Word's own styles, so that its navigation pane finds them."""

_STYLES = {
    "Normal": (BODY, SANHAO),
    "Title": (TITLE, ERHAO),
    "Heading 1": (HEI, SANHAO),
    "Heading 2": (KAI, SANHAO),
    "Heading 3": (BODY, SANHAO),
}
_COMMANDS = (XIAOSI, WUHAO, XIAOWU)
"""Sizes of a command, the first that it fits in."""

_LOOSE = 1.1
"""A line of Latin letters and spaces takes so much more in other fonts than the one named."""

_INSET = 2 * SANHAO
_TITLE_PITCH = 35.0
_BEHIND_RULES = ("w:snapToGrid", "w:spacing", "w:ind", "w:jc", "w:outlineLvl")
_APART = 200
"""Between two tables, in twips."""

_EPOCH = (1980, 1, 1, 0, 0, 0)


class Paper:
    """A paper in memory, begun on a page like `sheet`."""

    def __init__(self, title: str, sheet: Sheet = UPRIGHT) -> None:
        """Begin a paper; `title` stands in its properties, not on the page."""
        from docx import Document

        self._document = Document()
        self._sheet = sheet
        self._describe(title)
        for name, (font, points) in _STYLES.items():
            _restyle(self._document.styles[name], font, points)
        self._document.settings.odd_and_even_pages_header_footer = True
        section = self._document.sections[0]
        _lay_out(section, sheet)
        _number(section.footer, "right")
        _number(section.even_page_footer, "left")

    def turn(self, sheet: Sheet) -> None:
        """Go on upon a new page like `sheet`."""
        from docx.enum.section import WD_SECTION

        self._sheet = sheet
        _lay_out(self._document.add_section(WD_SECTION.NEW_PAGE), sheet)

    def title(self, text: str) -> None:
        """The paper's own title in the middle of the page, on even lines that end between words."""
        letters = int(self._sheet.measure * POINTS_A_MM * 2 / ERHAO)
        self.heading("\n".join(title_lines(text, letters)))

    def heading(self, text: str, level: int = 1) -> None:
        """A title; level 1 is the paper's own, here as it is: what is issued is read again."""
        style = _LEVELS[min(level, len(_LEVELS)) - 1]
        paragraph = self._document.add_paragraph(style=style)
        paragraph._p.append(run(Cell(text)))  # noqa: SLF001 - python-docx has no other way in

    def line(self, cells: Iterable[Cell]) -> None:
        """A paragraph of running text, two letters in from the margin."""
        paragraph = self._document.add_paragraph()
        paragraph._p.extend(run(cell) for cell in cells)  # noqa: SLF001 - see `heading`

    def command(self, cell: Cell) -> None:
        """A line to be typed: on one line if it can be, in letters as small as that needs.

        Nothing is put into it that would be copied and typed.
        """
        measure = self._sheet.measure * POINTS_A_MM - _INSET
        wanted = width(cell.text) * _LOOSE / 2
        fitting = (size for size in _COMMANDS if wanted * size <= measure)
        looks = self._paragraph(cell, next(fitting, _COMMANDS[-1]))
        looks.append(element("ind", left=round(_INSET * 20), firstLine=0, firstLineChars=0))
        looks.append(element("jc", val="left"))

    def addressee(self, text: str) -> None:
        """主送: a paragraph that begins at the margin, on a page with what follows."""
        looks = self._paragraph(Cell(text))
        looks.append(element("keepNext"))
        looks.append(element("ind", firstLine=0, firstLineChars=0))

    def signature(self, lines: Sequence[tuple[str, float]]) -> None:
        """落款: each text so many letters from the right, an empty line above them all.

        Laid out from the left: how wide figures are differs between fonts, and where the day
        begins is what counts.
        """
        self._keep_last()
        whole = self._sheet.measure * POINTS_A_MM / SANHAO
        for number, (text, inset) in enumerate([("", 0.0), *lines]):
            left = max(whole - inset - width(text) / 2, 0)
            looks = self._paragraph(Cell(text))
            looks.extend([element("keepNext")] if number < len(lines) else [])
            points = round(left * SANHAO * 20)
            looks.append(element("ind", left=points, firstLine=0, firstLineChars=0))
            looks.append(element("jc", val="left"))

    def _keep_last(self) -> None:
        """Keep what stands last, if that is a paragraph, on a page with what comes next."""
        from docx.text.paragraph import Paragraph

        last = list(self._document.iter_inner_content())[-1:]
        for each in last:
            if isinstance(each, Paragraph):
                each.paragraph_format.keep_with_next = True

    def _paragraph(self, cell: Cell, points: float = 0) -> "BaseOxmlElement":
        """Add a paragraph of one run; what its looks are kept in, for more of them."""
        paragraph = self._document.add_paragraph()._p  # noqa: SLF001 - see `heading`
        looks = paragraph.get_or_add_pPr()
        paragraph.append(run(cell, points=points))
        return looks

    def caption(self, text: str) -> None:
        """A line right above a table, in letters between its own and those of running text."""
        looks = self._paragraph(Cell(text), XIAOSI)
        looks.append(element("keepNext"))
        looks.append(element("ind", firstLine=0, firstLineChars=0))

    def frame(self, frame: Frame) -> None:
        """A table as wide as the text."""
        self._stand_apart(table(frame, self._sheet))

    def chart(self, chart: Chart) -> None:
        """A chart as wide as the text."""
        self._stand_apart(bars(chart, self._sheet.measure))

    def bytes(self) -> bytes:
        """The finished paper. Word wants a paragraph behind a table: a low one is put there."""
        body = self._document.element.body
        if body.sectPr.getprevious() is not None and body.sectPr.getprevious().tag.endswith("}tbl"):
            body.sectPr.addprevious(_low())
        stream = BytesIO()
        self._document.save(stream)
        return _zipped_anew(stream)

    def _stand_apart(self, made: "BaseOxmlElement") -> None:
        """Add a table, which what is said right above it stays with.

        Two with nothing between them would be taken for one.
        """
        self._keep_last()
        end = self._document.element.body.sectPr
        before = end.getprevious()
        if before is not None and before.tag.endswith("}tbl"):
            end.addprevious(_low(_APART))
        end.addprevious(made)

    def _describe(self, title: str) -> None:
        about = self._document.core_properties
        about.title, about.language = title[:255], "zh-CN"
        about.author = about.last_modified_by = about.comments = about.keywords = ""
        about.created = about.modified = datetime(2000, 1, 1)  # noqa: DTZ001 - a fixed day
        about.revision = 1
        package = self._document.part.package
        for key, link in list(package.rels.items()):
            if link.reltype.endswith("/thumbnail"):
                del package.rels[key]  # the picture of python-docx's own template


def _restyle(style: "ParagraphStyle", font: str, points: float) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
    from docx.shared import Pt, RGBColor

    title = style.name == "Title"
    looks = style.element.get_or_add_rPr()
    looks.clear()
    looks.append(fonts(font))
    style.font.size, style.font.color.rgb = Pt(points), RGBColor(0, 0, 0)
    looks.append(element("lang", val="en-US", eastAsia="zh-CN"))  # how lines may be broken
    paragraph = style.paragraph_format
    paragraph.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    paragraph.line_spacing = Pt(_TITLE_PITCH if title else PITCH)
    paragraph.space_before, paragraph.space_after = Pt(0), Pt(PITCH / 2 if title else 0)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if title else WD_ALIGN_PARAGRAPH.JUSTIFY
    paragraph.keep_with_next = style.name != "Normal"
    inside = style.element.get_or_add_pPr()
    _indent(inside, 0 if title else 2, points)
    for rule in line_rules():
        inside.insert_element_before(rule, *_BEHIND_RULES)


def _indent(looks: "BaseOxmlElement", letters: int, points: float) -> None:
    from docx.oxml.ns import qn

    for gone in ("w:pBdr", "w:contextualSpacing", "w:ind"):
        for old in looks.findall(qn(gone)):
            looks.remove(old)
    paragraph = looks.get_or_add_ind()  # type: ignore[attr-defined]
    paragraph.set(qn("w:firstLineChars"), str(letters * 100))
    paragraph.set(qn("w:firstLine"), str(round(letters * points * 20)))


def _lay_out(section: "Section", sheet: Sheet) -> None:
    from docx.enum.section import WD_ORIENTATION
    from docx.oxml.ns import qn
    from docx.shared import Mm

    across = sheet.width > sheet.height
    section.orientation = WD_ORIENTATION.LANDSCAPE if across else WD_ORIENTATION.PORTRAIT
    section.page_width, section.page_height = Mm(sheet.width), Mm(sheet.height)
    section.top_margin, section.bottom_margin = Mm(sheet.top), Mm(sheet.bottom)
    section.left_margin, section.right_margin = Mm(sheet.left), Mm(sheet.right)
    section.footer_distance = Mm(sheet.foot)
    looks = section._sectPr  # noqa: SLF001 - python-docx knows no grid
    for old in looks.findall(qn("w:docGrid")):
        looks.remove(old)
    looks.append(element("docGrid", type="lines", linePitch=round(PITCH * 20)))


def _number(footer: "_Footer", side: str) -> None:
    """— 1 — at the outer edge, one letter in from it."""
    from docx.oxml.ns import qn

    footer.is_linked_to_previous = False
    paragraph = footer.paragraphs[0]._p  # noqa: SLF001 - python-docx knows no fields
    looks = paragraph.get_or_add_pPr()
    for old in list(looks):
        looks.remove(old)
    looks.append(element("snapToGrid", val=0))
    inset = element("ind", firstLine=0, firstLineChars=0)
    inset.set(qn(f"w:{side}"), str(round(SIHAO * 20)))
    looks.append(inset)
    looks.append(element("jc", val=side))
    dash = [run(Cell(text), SONG, SIHAO) for text in ("— ", "1", " —")]
    field = element("fldSimple", dash[1], instr=" PAGE ")
    paragraph.extend([dash[0], field, dash[2]])


def _low(high: int = 20) -> "BaseOxmlElement":
    """An empty paragraph so many twips high."""
    spacing = element("spacing", line=high, lineRule="exact")
    return element("p", element("pPr", element("snapToGrid", val=0), spacing))


def _zipped_anew(stream: BytesIO) -> bytes:
    """The same members in a fixed order with a fixed time."""
    made = BytesIO()
    with ZipFile(stream) as old, ZipFile(made, "w", ZIP_DEFLATED) as new:
        first = ["[Content_Types].xml", "_rels/.rels"]
        names = sorted(old.namelist(), key=lambda name: (name not in first, name))
        for name in names:
            about = ZipInfo(name, _EPOCH)
            about.compress_type, about.create_system = ZIP_DEFLATED, 3
            new.writestr(about, old.read(name))
    return made.getvalue()
