"""Word's .docx → tables as grids, paragraphs as text: what a reader sees with all changes accepted.

Walks the document's own XML: python-docx loses cells inside content controls. Fields, macros,
links and embedded files are never followed.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from itertools import chain
from posixpath import dirname, join, normpath
from typing import TYPE_CHECKING, NamedTuple

from gongkai_cli.reading.tables.archive import Archive, damaged, tree
from gongkai_cli.reading.tables.frames import says_something
from gongkai_cli.reading.tables.grid import Document, Grid, Note, Place
from gongkai_cli.reading.tables.laying import Cell, bound, laid, ordered, tidied
from gongkai_cli.reading.tables.numbering import Numbering, W

if TYPE_CHECKING:
    from lxml import etree

_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_USUAL = W[1:-1].encode()
_RELATED = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"

_WRAPPERS = frozenset(
    {"sdt", "sdtContent", "ins", "moveTo", "smartTag", "customXml", "hyperlink", "fldSimple",
     "dir", "bdo", "AlternateContent", "Choice", "Fallback", "ruby", "rubyBase", "oMathPara",
     "oMath"}
)  # fmt: skip
"""Elements that stand around others without changing what is seen."""

_MARKS = {
    "tab": " ", "ptab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-",
}  # fmt: skip
_SYMBOLS = {
    "F0FC": "√", "F0FB": "×", "F0FE": "☑", "F052": "☑", "F0A8": "□", "F06F": "□", "F0A3": "□",
    "F0B7": "●", "F06C": "●", "F06E": "■", "F0B3": "≥",
}  # fmt: skip
"""Signs of Wingdings and Symbol that office documents use."""

_SILENT = frozenset({"pPr", "rPr", "rt", "sdtPr", "sdtEndPr"})
"""Properties, and the readings above ruby text."""

_REMARKS = {
    "footnoteReference": ("footnotes", "这里有一条脚注：{}"),
    "endnoteReference": ("endnotes", "这里有一条尾注：{}"),
    "commentReference": ("comments", "这里有一条批注：{}"),
}
_DELETED = "修订中删去的文字没有读入：{}"
_DELETED_ROW = "修订中删去的一行没有读入：{}"
_HIDDEN = "隐藏的文字没有读入：{}"
_COVERED = "合并单元格盖住的文字没有读入：{}"
_PROMPT = "没有填写的内容控件，提示文字没有读入：{}"
_NESTED = "格里还套着一张表，它的文字按行并入这一格"
_TEXT_BOX = "文本框里的文字读在它所在的段落后面"
_PICTURE = "这里有一张图片或一个嵌入的对象，没有读入"
_NUMBERED = "Word 自动编的号已写成文字"
_MARGIN = "页眉页脚里的文字没有读入：{}"
_CHUNK = "这里嵌着另一个文件的内容，没有读入"
_SYMBOL = "这里有一个符号认不出来，写成了□"


class _Reading(NamedTuple):
    """What is known and noted while one document is read."""

    numbering: Numbering
    remarks: dict[str, dict[str, str]]
    notes: list[Note]


class _Spot(NamedTuple):
    """The place that is being read, and how something is noted of it."""

    reading: _Reading
    place: Place

    def note(self, sentence: str, quoted: str = "") -> None:
        """Note `sentence`, with what it is about; nothing where that is blank."""
        if "{}" in sentence:
            quoted = " ".join(tidied(quoted).split("\n"))
            if not quoted:
                return
            sentence = sentence.format(f"“{quoted}”")
        self.reading.notes.append(Note(self.place, sentence))


def read_docx(archive: Archive) -> Document:
    """The document in `archive`. Raises CannotRead."""
    main = _target(archive, "_rels/.rels", "/officeDocument") or "word/document.xml"
    root = _root(archive, main)
    body = None if root is None else root.find(f"{W}body")
    if body is None:
        raise damaged()
    related = _Related(archive, main)
    reading = _Reading(
        Numbering(related.root("numbering"), partial(related.root, "styles")),
        {part: _remarks(related.root(part)) for part, _ in _REMARKS.values()},
        [],
    )
    flow = _Flow(reading, body)
    blocks = tuple(chain.from_iterable(map(flow.blocks, _seen(body))))
    whole = _Spot(reading, Place(0))
    for margin in related.roots("header", "footer"):
        text = _bare_text(margin)
        if re.search(r"[^\W\d_]", text):
            whole.note(_MARGIN, text)
    return Document(blocks, ordered(reading.notes))


# --- the parts of the file ------------------------------------------------------------------------


class _Related:
    """The parts that the main part refers to."""

    def __init__(self, archive: Archive, main: str) -> None:
        self._archive = archive
        folder, _, name = main.rpartition("/")
        self._links = list(_links(archive, join(folder, "_rels", f"{name}.rels"), folder))

    def roots(self, *kinds: str) -> "Iterator[etree._Element]":
        """The roots of all parts of these kinds, in the file's order."""
        for kind, target in self._links:
            if kind in kinds and (root := _root(self._archive, target)) is not None:
                yield root

    def root(self, kind: str) -> "etree._Element | None":
        """The root of the only part of that kind."""
        return next(self.roots(kind), None)


def _links(archive: Archive, name: str, folder: str) -> Iterator[tuple[str, str]]:
    """Kind and name of every part that the relations in `name` lead to, never outside."""
    root = archive.xml(name)
    for link in [] if root is None else root.iterfind(_RELATED):
        target = link.get("Target") or ""
        if link.get("TargetMode") != "External":
            whole = target.lstrip("/") if target.startswith("/") else join(folder, target)
            yield (link.get("Type") or "").rpartition("/")[2], normpath(whole)


def _target(archive: Archive, name: str, kind: str) -> str:
    found = (target for its, target in _links(archive, name, dirname("")) if kind.endswith(its))
    return next(found, "")


def _root(archive: Archive, name: str) -> "etree._Element | None":
    data = archive.read(name)
    return tree(data.replace(_STRICT, _USUAL)) if data else None


def _remarks(root: "etree._Element | None") -> dict[str, str]:
    """The notes of a part by their number."""
    return {} if root is None else {each.get(f"{W}id") or "": _bare_text(each) for each in root}


def _bare_text(element: "etree._Element") -> str:
    """All text inside `element`, a line for each paragraph."""
    return tidied(
        "\n".join(
            "".join(text.text or "" for text in paragraph.iter(f"{W}t"))
            for paragraph in element.iter(f"{W}p")
        )
    )


# --- walking --------------------------------------------------------------------------------------


def _name(element: "etree._Element") -> str:
    tag = str(element.tag)
    return tag[tag.rfind("}") + 1 :]


def _seen(
    parent: "etree._Element", removed: "Callable[[etree._Element], None] | None" = None
) -> "Iterator[etree._Element]":
    """The children of `parent` with all wrappers taken off; deleted ones go to `removed`."""
    for child in parent:
        name = _name(child)
        if name in {"del", "moveFrom"}:
            if removed:
                removed(child)
        elif name in _WRAPPERS and (_holds_cells(child) or not _is_prompt(child)):
            yield from _seen(_chosen(child), removed)
        else:
            yield child


def _holds_cells(wrapper: "etree._Element") -> bool:
    return any(wrapper.find(f"{W}sdtContent/{W}{part}") is not None for part in ("tc", "tr"))


def _chosen(wrapper: "etree._Element") -> "etree._Element":
    """Of alternative contents the first, which is what new programs show."""
    return wrapper[0] if _name(wrapper) == "AlternateContent" and len(wrapper) else wrapper


def _is_prompt(wrapper: "etree._Element") -> bool:
    """Whether `wrapper` is a content control that nobody has filled in yet."""
    return _is_on(wrapper.find(f"{W}sdtPr/{W}showingPlcHdr"))


def _around(cell: "etree._Element") -> "etree._Element":
    """The content control that `cell` is the whole content of, or its row."""
    parent = cell.getparent()
    above = None if parent is None else parent.getparent()
    return cell if above is None else above


def _is_on(element: "etree._Element | None") -> bool:
    """Whether a switch is there and not turned off."""
    return element is not None and element.get(f"{W}val") not in {"0", "false", "off"}


def _number(element: "etree._Element | None", otherwise: int = 0) -> int:
    """The number that a property gives, within what a table can be."""
    text = "" if element is None else element.get(f"{W}val") or ""
    number = int(text) if re.fullmatch("[0-9]{1,9}", text) else otherwise
    bound(0, number)
    return number


class _Flow:
    """Turns what stands one after the other in a body into blocks, and counts them."""

    def __init__(self, reading: _Reading, body: "etree._Element") -> None:
        self._reading = reading
        self._tables = 0
        self._paragraphs = 0
        homes = (next(cell.iterancestors(f"{W}tbl"), None) for cell in body.iter(f"{W}tc"))
        self._sizes = Counter(homes)

    def blocks(self, element: "etree._Element") -> Iterator[str | Grid]:
        """The blocks that `element`, a paragraph, a table or something else, gives."""
        if _name(element) == "tbl":
            yield from self._frame(element) if self._is_frame(element) else [self._grid(element)]
        else:
            spot = _Spot(self._reading, Place(0, self._paragraphs + 1))
            for text in filter(None, map(tidied, _pieces(element, spot))):
                self._paragraphs += 1
                yield text

    def _is_frame(self, table: "etree._Element") -> bool:
        """Whether `table` is a layout only: it has fewer cells of its own than one inside it.

        Not so where its own cells say something.
        """
        inner = table.iterdescendants(f"{W}tbl")
        if not any(self._sizes[each] > self._sizes[table] for each in inner):
            return False
        return not says_something([*map(_own_words, _cells(row))] for row in _rows(table))

    def _frame(self, table: "etree._Element") -> Iterator[str | Grid]:
        """What stands in a table that only frames another one."""
        removed = partial(_note_deleted, _Spot(self._reading, Place(0)), _DELETED_ROW)
        for row in _rows(table, removed):
            for cell in _cells(row):
                for child in _seen(cell):
                    yield from self.blocks(child)

    def _grid(self, table: "etree._Element") -> Grid:
        self._tables += 1
        spot = _Spot(self._reading, Place(self._tables))
        rows = list(_rows(table, partial(_note_deleted, spot, _DELETED_ROW)))
        cells = _laid_cells(rows, self._reading, self._tables)
        done = laid(self._tables, cells, len(rows))
        self._reading.notes.extend(done.notes)
        return done.grid


def _note_deleted(spot: _Spot, sentence: str, element: "etree._Element") -> None:
    """Note the words inside a deleted `element`, wherever they stand in it."""
    words = (each.text or "" for each in element.iter(f"{W}delText", f"{W}t"))
    spot.note(sentence, "".join(words))


def _rows(
    table: "etree._Element", removed: "Callable[[etree._Element], None] | None" = None
) -> "Iterator[etree._Element]":
    for row in _seen(table, removed):
        if _name(row) != "tr":
            continue
        if row.find(f"{W}trPr/{W}del") is None:
            yield row
        elif removed:
            removed(row)


def _cells(row: "etree._Element") -> "Iterator[etree._Element]":
    return (cell for cell in _seen(row) if _name(cell) == "tc")


def _own_words(cell: "etree._Element") -> str:
    """What `cell` says; nothing where it holds a table."""
    return _bare_text(cell) if next(cell.iter(f"{W}tbl"), None) is None else ""


# --- tables ---------------------------------------------------------------------------------------


def _laid_cells(rows: "list[etree._Element]", reading: _Reading, number: int) -> list[Cell]:
    """The cells of `rows` with what they span."""
    found: list[Cell] = []
    above: dict[int, int] = {}
    for y, row in enumerate(rows):
        merged: dict[int, int] = {}
        x = _number(row.find(f"{W}trPr/{W}gridBefore"))
        for element in _cells(row):
            look = {_name(each): each for each in element.iterfind(f"{W}tcPr/*")}
            width = max(1, _number(look.get("gridSpan"), 1))
            bound(y, x + width)
            spot = _Spot(reading, Place(number, y + 1, x + 1))
            down = _merge(look.get("vMerge"))
            if down == "continue" and x in above:
                merged[x] = _lengthen(found, above[x], Cell(y, x, "", columns=width))
                spot.note(_COVERED, _bare_text(element))
            elif _merge(look.get("hMerge")) == "continue" and found and found[-1].row == y:
                found[-1] = found[-1]._replace(columns=found[-1].columns + width)
                spot.note(_COVERED, _bare_text(element))
            else:
                merged |= {x: len(found)} if down else {}
                found.append(Cell(y, x, "\n".join(_pieces(element, spot)), columns=width))
            x += width
        above = merged
    return found


def _lengthen(found: list[Cell], place: int, below: Cell) -> int:
    """Let the cell at `place` reach down over `below`; where that is wider or narrower, repeat it.

    Gives the place of the cell that the next row may continue.
    """
    cell = found[place]
    if cell.columns == below.columns:
        found[place] = cell._replace(rows=below.row - cell.row + 1)
        return place
    origin = cell.origin or (cell.row, cell.column)
    found.append(below._replace(text=cell.text, origin=origin))
    return len(found) - 1


def _merge(mark: "etree._Element | None") -> str:
    """How a cell is merged by `mark`: "restart", "continue" or ""."""
    return "" if mark is None else mark.get(f"{W}val") or "continue"


# --- text -----------------------------------------------------------------------------------------


def _pieces(element: "etree._Element", spot: _Spot) -> Iterator[str]:
    """The paragraphs of `element`: a paragraph, a cell, or anything that holds them."""
    name = _name(element)
    if name == "p":
        yield from _paragraph(element, spot)
    elif name == "tbl":
        yield from _inner_table(element, spot)
    elif name == "altChunk":
        spot.note(_CHUNK)
    elif name == "sdt" or (name == "tc" and _is_prompt(_around(element))):
        spot.note(_PROMPT, _bare_text(element))
    elif name in {"tc", "txbxContent"}:
        yield from _paragraphs(element, spot)


def _paragraphs(parent: "etree._Element", spot: _Spot) -> list[str]:
    """The paragraphs inside `parent`; one whose mark was deleted runs on into the next."""
    texts: list[str] = []
    runs_on = False
    for child in _seen(parent, partial(_note_deleted, spot, _DELETED)):
        for text in _pieces(child, spot):
            if runs_on and texts:
                texts[-1] += text
            else:
                texts.append(text)
            runs_on = False
        runs_on = child.find(f"{W}pPr/{W}rPr/{W}del") is not None
    return texts


def _inner_table(table: "etree._Element", spot: _Spot) -> Iterator[str]:
    """A table inside a cell, a line for each of its rows."""
    spot.note(_NESTED)
    for row in _rows(table, partial(_note_deleted, spot, _DELETED_ROW)):
        texts = ("\n".join(_pieces(cell, spot)) for cell in _cells(row))
        yield " ".join(tidied("\n".join(texts)).split("\n"))


def _paragraph(paragraph: "etree._Element", spot: _Spot) -> Iterator[str]:
    """The text of `paragraph` with its number, then that of the text boxes anchored in it."""
    boxes: list[etree._Element] = []
    label = spot.reading.numbering.label(paragraph)
    if label:
        spot.reading.notes.append(Note(Place(spot.place.table), _NUMBERED))
    yield label + "".join(_ink(paragraph, spot, boxes))
    for box in boxes:
        spot.note(_TEXT_BOX)
        yield from _pieces(box, spot)


def _ink(parent: "etree._Element", spot: _Spot, boxes: "list[etree._Element]") -> Iterator[str]:
    """What is seen of the text inside `parent`; text boxes are put into `boxes`."""
    for child in _seen(parent, partial(_note_deleted, spot, _DELETED)):
        name = _name(child)
        if name == "t":
            yield child.text or ""
        elif name in _MARKS:
            yield _MARKS[name]
        elif name in {"fldChar", "sym"}:
            yield _symbol(child, spot) if name == "sym" else _chosen_word(child)
        elif name in _REMARKS:
            part, sentence = _REMARKS[name]
            spot.note(sentence, spot.reading.remarks[part].get(child.get(f"{W}id") or "", ""))
        elif name in {"drawing", "pict", "object"}:
            boxes += _boxes(child, spot)
        elif name == "sdt":
            spot.note(_PROMPT, _all_text(child))
        elif name == "r" and _is_on(child.find(f"{W}rPr/{W}vanish")):
            spot.note(_HIDDEN, _all_text(child))
        elif name not in _SILENT:
            yield from _ink(child, spot, boxes)


def _chosen_word(field: "etree._Element") -> str:
    """What is chosen in a drop-down or a box to tick of an old form; "" for other fields."""
    listed = field.find(f"{W}ffData/{W}ddList")
    if listed is not None:
        words = [each.get(f"{W}val") or "" for each in listed.iterfind(f"{W}listEntry")]
        place = _number(listed.find(f"{W}result"), _number(listed.find(f"{W}default")))
        return "".join(words[place : place + 1])
    box = field.find(f"{W}ffData/{W}checkBox")
    if box is None:
        return ""
    ticked = box.find(f"{W}checked")
    return "☑" if _is_on(box.find(f"{W}default") if ticked is None else ticked) else "□"


def _boxes(drawing: "etree._Element", spot: _Spot) -> "list[etree._Element]":
    """The text boxes in `drawing`, outermost only; a picture is noted."""
    content = f"{W}txbxContent"
    found = [
        box
        for box in drawing.iter(content)
        if next(box.iterancestors(content, drawing.tag), drawing) is drawing
    ]
    if not found:
        spot.note(_PICTURE)
    return found


def _symbol(element: "etree._Element", spot: _Spot) -> str:
    code = (element.get(f"{W}char") or "").upper()
    if code not in _SYMBOLS:
        spot.note(_SYMBOL)
    return _SYMBOLS.get(code, "□")


def _all_text(element: "etree._Element") -> str:
    return "".join(each.text or "" for each in element.iter(f"{W}t"))
