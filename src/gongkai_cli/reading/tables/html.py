"""Web pages and what Word and WPS save as .htm → tables as grids, paragraphs as text.

Scripts are never run, nothing is fetched; what a style hides is left out.
"""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import count
from typing import TYPE_CHECKING, NamedTuple

from gongkai_cli.reading.tables.archive import MAX_TAGS, bound_depth, damaged
from gongkai_cli.reading.tables.faults import CannotRead, lacking_package, too_large
from gongkai_cli.reading.tables.frames import says_something
from gongkai_cli.reading.tables.grid import Document, Grid, Note, Place
from gongkai_cli.reading.tables.laying import (
    MAX_COLUMNS,
    MAX_ROWS,
    Cell,
    bound,
    bound_squares,
    laid,
    ordered,
    tidied,
)
from gongkai_cli.reading.tables.text import decoded

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_CHARSET = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_-]{1,20})""", re.IGNORECASE
)
_BEGINNING = 4096
_CHINESE = frozenset({"gb2312", "gbk", "gb18030", "gb_2312-80", "x-gbk", "cp936"})
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*>")
_UNFIT = re.compile("[\x00-\x08\x0b\x0e-\x1f\ud800-\udfff]")

_SILENT = frozenset(
    {"audio", "canvas", "colgroup", "embed", "head", "iframe", "link", "math", "meta", "noscript",
     "object", "rp", "rt", "script", "style", "svg", "template", "title",
     "video"}
)  # fmt: skip
_BLOCKS = frozenset(
    {"address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "div", "dl",
     "dt", "fieldset", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header",
     "hr", "html", "legend", "li", "main", "nav", "ol", "p", "pre", "section", "tbody", "td",
     "tfoot", "th", "thead", "tr", "ul"}
)  # fmt: skip
_ITEM = "data-number"
_ROW_GROUPS = frozenset({"thead", "tbody", "tfoot", "form", "div", "center", "fieldset", "font"})
_READ_ELSEWHERE = frozenset({("tr", "td"), ("tr", "th"), ("table", "caption")})
_UNWRITTEN = frozenset({"button", "file", "hidden", "image", "password", "reset", "submit"})
"""Fields of a form that hold nothing a person wrote for others to see."""

_TICKED = frozenset({"checkbox", "radio"})
_HIDDEN = re.compile(
    r"(display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all)", re.IGNORECASE
)
_WIDE = r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef“”‘’—…·]"
_BETWEEN_WIDE = re.compile(rf"(?<={_WIDE})[ \t]*\n[ \t\n]*(?={_WIDE})")
_BREAKS_AT_BLANKS = 'content="LibreOffice'
"""Other programs break lines anywhere between Chinese characters, and browsers join them again."""

_BLANKS = re.compile("[ \t\n\f]+")
_BREAK = "\x0b"
"""Stands for a line that ends here, until blanks are taken together."""

_HIDDEN_TEXT = "隐藏的文字没有读入：“{}”"
_NESTED = "格里还套着一张表，它的文字按行并入这一格"
_DELETED = "标为删去的文字没有读入：“{}”"
_PICTURE = "这里有一张图片，没有读入"
_STRAY = "表格里单元格以外的文字没有读入：“{}”"


def read_html(data: bytes) -> Document:
    """The page in `data`. Raises CannotRead."""
    text = _text(data)
    if _BREAKS_AT_BLANKS not in text[:_BEGINNING]:
        text = _BETWEEN_WIDE.sub("", text)
    root = _root(text)
    page = _Page(root)
    blocks = tuple(page.blocks(root))
    return Document(blocks, ordered(page.notes))


def _text(data: bytes) -> str:
    """The page's characters. What it says of its encoding is often untrue and is asked last."""
    named = _CHARSET.search(data[:_BEGINNING])
    encoding = named[1].decode().lower() if named else ""
    try:
        return decoded(data)
    except CannotRead:
        # A few broken bytes do not make a page unreadable that says what it is written in.
        if encoding in _CHINESE:
            return data.decode("gb18030", "replace")
        raise


def _root(text: str) -> "HtmlElement":
    try:
        from lxml import etree, html
    except ImportError:
        raise lacking_package() from None
    if text.count("<") > MAX_TAGS:
        raise too_large("文件里的内容", "上限")
    clean = _DECLARATION.sub("", _UNFIT.sub("", text), count=1)
    parser = html.HTMLParser(
        no_network=True, huge_tree=False, remove_pis=True, remove_comments=True
    )
    try:
        root = html.document_fromstring(clean, parser=parser)
    except (etree.LxmlError, ValueError, AssertionError) as error:
        raise damaged() from error
    bound_depth(root)
    _number_items(root)
    return root


class _Page:
    """Walks a page in its order, counting tables and paragraphs."""

    def __init__(self, root: "HtmlElement") -> None:
        homes = (next(cell.iterancestors("table"), None) for cell in root.iter("td", "th"))
        self._sizes = Counter(homes)
        self.notes: list[Note] = []
        self._tables = 0
        self._paragraphs = 0

    def blocks(self, element: "HtmlElement") -> Iterator[str | Grid]:
        """The blocks inside `element`."""
        inline: list[str] = [element.text or ""]
        for child in element:
            if _is_unseen(child):
                inline += _ink(child, Place(0, self._paragraphs + 1), self.notes)
            elif child.tag == "table" and not self._is_frame(child):
                for caption in child.iterchildren("caption"):
                    inline += _ink(caption, Place(0, self._paragraphs + 1), self.notes)
                yield from self._texts(inline)
                yield self._grid(child)
            elif next(child.iter("table"), None) is not None:
                yield from self._texts(inline)
                yield from self.blocks(child)
            else:
                inline += _ink(child, Place(0, self._paragraphs + 1), self.notes)
            inline.append(child.tail or "")
        yield from self._texts(inline)

    def _is_frame(self, table: "HtmlElement") -> bool:
        """Whether `table` is a layout only: it has fewer cells of its own than one inside it.

        Not so where its own cells say something.
        """
        inner = table.iterdescendants("table")
        if not any(self._sizes[each] > self._sizes[table] for each in inner):
            return False
        rows = ([_own_words(cell) for cell in _own_cells(row)] for row in _rows(table))
        return not says_something(rows)

    def _texts(self, inline: list[str]) -> Iterator[str]:
        for text in _joined(inline).split("\n"):
            if line := tidied(text):
                self._paragraphs += 1
                yield line
        inline.clear()

    def _grid(self, table: "HtmlElement") -> Grid:
        self._tables += 1
        rows = list(_rows(table))
        self.notes += _stray(table, Place(self._tables))
        done = laid(self._tables, _cells(rows, self._tables, self.notes), len(rows))
        self.notes += done.notes
        return done.grid


def _rows(table: "HtmlElement") -> "Iterator[HtmlElement]":
    """The rows of `table` itself, head first and foot last, as a browser shows them."""
    parts = {"thead": 0, "tfoot": 2}
    for group in sorted(table, key=lambda each: parts.get(each.tag, 1)):
        yield from _rows_in(group)


def _rows_in(element: "HtmlElement") -> "Iterator[HtmlElement]":
    """The rows in a part of a table, also in those that do not belong there, such as forms."""
    if _is_unseen(element):
        return
    if element.tag == "tr":
        yield element
    elif element.tag in _ROW_GROUPS:
        for child in element:
            yield from _rows_in(child)


def _stray(parent: "HtmlElement", place: Place) -> list[Note]:
    """Notes on all in `parent`, a part of a table, that stands in none of its cells."""
    notes: list[Note] = []
    texts = [parent.text or ""]
    for child in parent:
        if not _is_unseen(child) and child.tag in _ROW_GROUPS | {"tr"}:
            notes += _stray(child, place)
        elif (parent.tag, child.tag) not in _READ_ELSEWHERE:
            texts += _ink(child, place, notes)
        texts.append(child.tail or "")
    said = " ".join(tidied(_joined(texts)).split("\n"))
    return [*notes, Note(place, _STRAY.format(said))] if said else notes


def _own_cells(row: "HtmlElement") -> "Iterator[HtmlElement]":
    yield from row.iterchildren("td", "th")


def _own_words(cell: "HtmlElement") -> str:
    """What `cell` says; nothing where it holds a table."""
    return str(cell.text_content()) if next(cell.iter("table"), None) is None else ""


# --- tables ---------------------------------------------------------------------------------------


class _Span(NamedTuple):
    """How many rows and columns a cell takes."""

    rows: int
    columns: int


def _cells(rows: "list[HtmlElement]", number: int, notes: list[Note]) -> Iterator[Cell]:
    """The cells of `rows`, each put where the cells above leave room, as a browser does."""
    taken: dict[int, int] = {}
    squares = 0
    for y, row in enumerate(rows):
        bound(y, 0)
        x = 0
        for cell in _own_cells(row):
            x = next(free for free in count(x) if taken.get(free, 0) <= y)
            span = _span(cell, len(rows) - y)
            bound(0, x + span.columns)
            squares += span.rows * span.columns
            bound_squares(squares)
            taken |= dict.fromkeys(range(x, x + span.columns), y + span.rows)
            text = _joined(_ink(cell, Place(number, y + 1, x + 1), notes))
            yield Cell(y, x, text, span.rows, span.columns)
            x += span.columns


def _span(cell: "HtmlElement", below: int) -> _Span:
    rows = _number(cell.get("rowspan"), MAX_ROWS)
    return _Span(min(rows or below, below), _number(cell.get("colspan"), MAX_COLUMNS + 1) or 1)


def _number(text: str | None, most: int) -> int:
    """A span as HTML has it: 1 where it is none; 0 means as far as there is."""
    found = re.match(r"\s*([0-9]{1,9})", text or "1")
    return min(int(found[1]), most) if found else 1


# --- text -----------------------------------------------------------------------------------------


def _ink(element: "HtmlElement", place: Place, notes: list[Note]) -> Iterator[str]:
    """What is seen of `element`, with a break for each line that ends."""
    tag = element.tag
    if not isinstance(tag, str) or tag in _SILENT:
        return
    if tag in {"br", "hr"}:
        yield _BREAK
        return
    if tag in {"input", "select"} and not _left_out(element):
        yield _written(element)
        return
    if tag == "img":
        notes.append(Note(place, _PICTURE))
        return
    if sentence := _left_out(element):
        if said := tidied(str(element.text_content())):
            notes.append(Note(place, sentence.format(" ".join(said.split("\n")))))
        return
    if tag == "table":
        yield from _inner_table(element, place, notes)
        return
    edge = _BREAK if tag in _BLOCKS else ""
    yield edge + _item_number(element)
    yield element.text or ""
    for child in element:
        yield from _ink(child, place, notes)
        yield child.tail or ""
    yield edge


def _written(field: "HtmlElement") -> str:
    """What stands in a field of a form."""
    if field.tag == "select":
        options = list(field.iter("option"))
        chosen = [option for option in options if "selected" in option.attrib] or options[:1]
        return "、".join(str(option.text_content()) for option in chosen)
    kind = (field.get("type") or "text").lower()
    if kind in _TICKED:
        return "☑" if "checked" in field.attrib else "□"
    return "" if kind in _UNWRITTEN else field.get("value") or ""


def _is_unseen(element: "HtmlElement") -> bool:
    """Whether nothing in `element` is walked into: it says nothing, or is hidden."""
    return not isinstance(element.tag, str) or element.tag in _SILENT or bool(_left_out(element))


def _left_out(element: "HtmlElement") -> str:
    """Why a reader does not see `element`; "" where it is seen."""
    if element.tag == "del":
        return _DELETED
    if "hidden" in element.attrib or _HIDDEN.search(element.get("style") or ""):
        return _HIDDEN_TEXT
    return ""


def _item_number(element: "HtmlElement") -> str:
    """The number that a browser writes before an item of a list."""
    return f"{element.get(_ITEM)}. " if element.tag == "li" and _ITEM in element.attrib else ""


def _number_items(root: "HtmlElement") -> None:
    """Write its number on each item of a numbered list."""
    for listed in root.iter("ol"):
        number = _number(listed.get("start"), MAX_ROWS)
        for item in listed.iterchildren("li"):
            number = _number(item.get("value") or str(number), MAX_ROWS)
            item.set(_ITEM, str(number))
            number += 1


def _inner_table(table: "HtmlElement", place: Place, notes: list[Note]) -> Iterator[str]:
    notes.append(Note(place, _NESTED))
    notes += _stray(table, place)
    for caption in table.iterchildren("caption"):
        yield from _ink(caption, place, notes)
    for row in _rows(table):
        texts = (tidied(_joined(_ink(cell, place, notes))) for cell in _own_cells(row))
        yield f"{_BREAK}{' '.join(' '.join(texts).split())}{_BREAK}"


def _joined(pieces: "Iterator[str] | list[str]") -> str:
    """`pieces` in one, blanks taken together as a browser does."""
    text = "".join(pieces).replace("\r", "\n")
    return re.sub(rf" ?{_BREAK} ?", "\n", _BLANKS.sub(" ", text))
