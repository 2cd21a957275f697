"""Excel's .xlsx and .xls → grids, a sheet each. Formulas are not computed: their values stand.

What a sheet claims to be is never believed: before calamine makes a rectangle of it, the places of
its cells are looked at (.xlsx), or it is read in a process that may fail (.xls).
"""

import json
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from posixpath import join, normpath
from typing import TYPE_CHECKING, Any, NamedTuple

from gongkai_cli.reading.tables import workbook
from gongkai_cli.reading.tables.archive import Archive, damaged, locked, tree
from gongkai_cli.reading.tables.faults import CannotRead, lacking_package
from gongkai_cli.reading.tables.formats import BUILT_IN, GENERAL, number_shown, text_shown
from gongkai_cli.reading.tables.grid import Document, Grid, Note, Place
from gongkai_cli.reading.tables.laying import Cell, bound, bound_squares, laid, ordered, tidied

if TYPE_CHECKING:
    from lxml import etree

TIME_LIMIT = 60.0
"""Seconds for one .xls file."""

_FILE_PASS = re.compile(
    rb"\x09\x08\x10\x00\x00\x06\x05\x00.{12}(\x86\x00\x00\x00)?\x2f\x00", re.DOTALL
)
"""What an .xls that asks for a password begins with: BOF, perhaps WRITEPROTECT, and FILEPASS."""

_REFERENCE = re.compile("([A-Z]{1,3})([1-9][0-9]{0,6})")
_LAST_ROW = 1_048_576
_LAST_COLUMN = 16_384
_MAX_MERGED = 50_000
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_UNNAMED = re.compile("(Sheet|工作表) ?[0-9]*", re.IGNORECASE)
"""Names that programs give to sheets, and that say nothing."""

_HIDDEN = "隐藏的工作表“{}”没有读入"
_NAMED = "这张表是工作表“{}”"
_UNSOLVED = "这一格是公式，文件里没有存它的结果，没有读入"
_UNSHOWN = "这一格的数或日期用了少见的显示格式，这里读作“{}”，请对照原表"
_BARE = "旧格式的表（.xls）看不出数和日期怎样显示，这里读作“{}”，请对照原表"
_COMMENT = "这里有一条批注：“{}”"
_TEXT_BOX = "工作表上有一个文本框，没有读入：“{}”"
_PICTURE = "工作表上有一张图片或图表，没有读入"
_COVERED = "合并单元格盖住的文字没有读入：“{}”"

Merged = tuple[tuple[int, int], tuple[int, int]]
At = tuple[int, int]
"""Row and column from 1."""


class Shown(NamedTuple):
    """What a sheet's cells show beyond what calamine gives.

    Texts where a format or an error says what to show, formats that put words around a text, places
    whose format is not understood, and formulas that have no value yet.
    """

    texts: dict[At, str]
    worded: dict[At, str]
    unshown: list[At]
    unsolved: list[At]


class Formats(NamedTuple):
    """The codes of a workbook's cell formats by their number, and where it counts days from."""

    codes: dict[str, str]
    since_1904: bool


class Sheet(NamedTuple):
    """One sheet: its texts from row `top` and column `left`, from 0, and what is merged in it.

    `remarks` are sentences about it; row 0 is the whole sheet.
    """

    name: str
    hidden: bool
    top: int
    left: int
    rows: list[list[str]]
    merged: list[Merged]
    remarks: Sequence[tuple[At, str]] = ()


def read_xlsx(archive: Archive) -> Document:
    """The workbook in `archive`. Raises CannotRead."""
    names = [name for name in archive.names if name.endswith((".xml", ".rels"))]
    wanted = [name for name in names if name.startswith(("xl/", "_rels/", "[Content"))]
    formats = _formats(archive)
    shown = {
        name: _checked(tree(data), formats)
        for name in wanted
        if b"sheetData" in (data := archive.read(name))
    }
    parts = _sheet_parts(archive)
    sheets = []
    for sheet in _sheets(_values(archive.plain(wanted))):
        part = parts.get(sheet.name, "")
        seen = _as_shown(sheet, shown.get(part, Shown({}, {}, [], [])))
        beside = list(_beside(archive, part))
        sheets.append(seen._replace(remarks=[*seen.remarks, *beside]))
    return sheets_document(sheets)


def read_xls(data: bytes) -> Document:
    """The old workbook `data`. Raises CannotRead."""
    if _FILE_PASS.search(data):
        raise locked()
    command = [sys.executable, "-I", workbook.__file__, _values_folder()]
    try:
        done = subprocess.run(  # noqa: S603 - this Python, this package's own file
            command, input=data, capture_output=True, timeout=TIME_LIMIT, check=True
        )
        answer = json.loads(done.stdout)
    except (subprocess.SubprocessError, OSError, ValueError) as error:
        # A program ended by a signal asked for more memory than it may have.
        killed = getattr(error, "returncode", 0) < 0
        raise (spread("") if killed else damaged()) from error
    sheets = _sheets(answer)
    places = zip(sheets, answer["bare"], strict=True)
    return sheets_document(_doubted(sheet, [(y, x) for y, x in bare]) for sheet, bare in places)


def _doubted(sheet: Sheet, bare: list[At]) -> Sheet:
    """`sheet` with a remark on each number in `bare`, but not on columns that count from 1."""
    columns: dict[int, list[At]] = {}
    for row, column in bare:
        columns.setdefault(column, []).append((row, column))
    remarks = []
    for places in columns.values():
        texts = [sheet.rows[y - 1 - sheet.top][x - 1 - sheet.left] for y, x in places]
        if texts != [str(number) for number in range(1, len(texts) + 1)]:
            remarks += [(at, _BARE.format(text)) for at, text in zip(places, texts, strict=True)]
    return sheet._replace(remarks=remarks)


def sheets_document(sheets: Iterable[Sheet]) -> Document:
    """`sheets` as grids: hidden ones and wholly blank rows are left out. Raises CannotRead."""
    blocks: list[str | Grid] = []
    notes: list[Note] = []
    for sheet in sheets:
        blank = not any(map(tidied, (text for row in sheet.rows for text in row)))
        if sheet.hidden and not blank:
            notes.append(Note(Place(0), _HIDDEN.format(sheet.name)))
        if sheet.hidden or blank:
            notes += (Note(Place(0), said) for _, said in sheet.remarks if not sheet.hidden)
            continue
        number = len(blocks) + 1
        if not _UNNAMED.fullmatch(sheet.name):
            notes.append(Note(Place(number), _NAMED.format(sheet.name)))
        notes += (Note(Place(number, *at), said) for at, said in sheet.remarks)
        done = laid(number, _cells(sheet, number, notes))
        blocks.append(done.grid)
        notes += done.notes
    return Document(tuple(blocks), ordered(notes))


def _cells(sheet: Sheet, number: int, notes: list[Note]) -> Iterator[Cell]:
    """The cells of `sheet` with what they span; rows without any text do not count."""
    covered, corners = _merges(sheet)
    kept = [y for y, row in enumerate(sheet.rows) if any(map(str.strip, row))]
    bound(len(kept), 0)
    index = {y: place for place, y in enumerate(kept)}
    for y in kept:
        for x, text in enumerate(sheet.rows[y]):
            origin = sheet.top + y, sheet.left + x
            if (y, x) in covered:
                if said := tidied(text):
                    place = Place(number, origin[0] + 1, origin[1] + 1)
                    notes.append(Note(place, _COVERED.format(said)))
                continue
            last_y, last_x = corners.get((y, x), (y, x))
            rows = sum(1 for row in range(y, last_y + 1) if row in index)
            columns = last_x - x + 1
            yield Cell(index[y], sheet.left + x, text, rows, columns, origin)


def _merges(sheet: Sheet) -> tuple[set[tuple[int, int]], dict[tuple[int, int], tuple[int, int]]]:
    """Squares under merged cells, and the last square of each cell that is merged.

    Only as far as the sheet holds anything; of two that overlap, the first one stands.
    """
    covered: set[tuple[int, int]] = set()
    corners: dict[tuple[int, int], tuple[int, int]] = {}
    height, width = len(sheet.rows), max(map(len, sheet.rows), default=0)
    area = 0
    for (top, left), (bottom, right) in sheet.merged[:_MAX_MERGED]:
        y, x = top - sheet.top, left - sheet.left
        last = min(bottom - sheet.top, height - 1), min(right - sheet.left, width - 1)
        area += max(0, last[0] + 1 - y) * max(0, last[1] + 1 - x)
        bound_squares(area)
        squares = {(row, col) for row in range(y, last[0] + 1) for col in range(x, last[1] + 1)}
        if min(y, x) >= 0 and not squares & covered and not squares & corners.keys():
            covered |= squares - {(y, x)}
            corners[y, x] = last
    return covered, corners


# --- what calamine gives --------------------------------------------------------------------------


def _values_folder() -> str:
    """Where calamine is installed: the separate program looks only into Python's own folders."""
    try:
        import python_calamine
    except ImportError:
        raise lacking_package() from None
    return str(Path(str(python_calamine.__file__)).parents[1])


def _values(data: bytes) -> dict[str, Any]:
    _values_folder()
    from python_calamine import CalamineError

    try:
        return workbook.values(data)
    except (CalamineError, ValueError, OSError) as error:
        raise damaged() from error


def _sheets(answer: dict[str, Any]) -> list[Sheet]:
    if answer.get("fault") == workbook.SPREAD:
        raise spread(f"“{answer['name']}”")
    return [Sheet(**each) for each in answer["sheets"]]


def spread(name: str) -> CannotRead:
    """What to say of a sheet whose contents stand too far apart."""
    return CannotRead(
        f"工作表{name}的内容铺得太开，最远的格子离表格太远。",
        "请删去表格以外的行和列后另存，再读一次。",
    )


# --- what an .xlsx says of its cells --------------------------------------------------------------


def _checked(root: "etree._Element", formats: Formats) -> Shown:
    """What the cells of a sheet show. Raises CannotRead where they stand too far apart."""
    shown = Shown({}, {}, [], [])
    box = _Box()
    for here, cell in _placed(root):
        if len(cell):
            box = box.around(here)
            _show(shown, here, cell, formats)
    if box.squares() > workbook.MAX_BOX:
        raise spread(f"（内容到第{box.bottom}行）")
    for merged in root.iter("{*}mergeCell"):
        for corner in (merged.get("ref") or "").split(":"):
            _place(corner)
    return shown


class _Box(NamedTuple):
    """The smallest rectangle around some cells."""

    top: int = _LAST_ROW
    left: int = _LAST_COLUMN
    bottom: int = 0
    right: int = 0

    def around(self, here: At) -> "_Box":
        row, column = here
        return _Box(
            min(self.top, row),
            min(self.left, column),
            max(self.bottom, row),
            max(self.right, column),
        )

    def squares(self) -> int:
        return max(0, self.bottom - self.top + 1) * max(0, self.right - self.left + 1)


def _placed(root: "etree._Element") -> "Iterator[tuple[At, etree._Element]]":
    """Every cell with its row and column, said or counted."""
    y = 0
    for row in root.iter("{*}row"):
        y, x = _row_number(row.get("r"), y + 1), 0
        for cell in row.iterchildren("{*}c"):
            given = cell.get("r")
            y, x = _place(given) if given else (y, x + 1)
            yield (y, x), cell


def _show(shown: Shown, here: At, cell: "etree._Element", formats: Formats) -> None:
    kind = cell.get("t") or "n"
    value = cell.findtext("{*}v")
    code = formats.codes.get(cell.get("s") or "0", "")
    if kind == "e":
        shown.texts[here] = value or ""
    elif not value and cell.find("{*}f") is not None:
        shown.unsolved.append(here)
    elif kind in {"n", "d"} and value and code.lower() not in GENERAL:
        said = number_shown(code, value, since_1904=formats.since_1904)
        if said:
            shown.texts[here] = said
        else:
            shown.unshown.append(here)
    elif kind not in {"n", "d", "b"} and "@" in code and code != "@":
        shown.worded[here] = code


def _row_number(text: str | None, otherwise: int) -> int:
    if text is None:
        return otherwise
    if not re.fullmatch("[1-9][0-9]{0,6}", text):
        raise damaged()
    return int(text)


def _place(reference: str) -> tuple[int, int]:
    """Row and column from 1 of "B12"."""
    found = _REFERENCE.fullmatch(reference)
    if not found:
        raise damaged()
    column = 0
    for letter in found[1]:
        column = 26 * column + ord(letter) - ord("A") + 1
    if int(found[2]) > _LAST_ROW or column > _LAST_COLUMN:
        raise damaged()
    return int(found[2]), column


def _formats(archive: Archive) -> Formats:
    """How the workbook shows its cells."""
    root, book = archive.xml("xl/styles.xml"), archive.xml("xl/workbook.xml")
    about = None if book is None else book.find("{*}workbookPr")
    since_1904 = about is not None and about.get("date1904") in {"1", "true", "on"}
    if root is None:
        return Formats({}, since_1904)
    own = {each.get("numFmtId"): each.get("formatCode") or "" for each in root.iter("{*}numFmt")}
    styles = (each for group in root.iter("{*}cellXfs") for each in group)
    numbers = (each.get("numFmtId") or "0" for each in styles)
    codes = (own.get(number, BUILT_IN.get(number, "")) for number in numbers)
    return Formats({str(place): code for place, code in enumerate(codes)}, since_1904)


def _beside(archive: Archive, part: str) -> Iterator[tuple[At, str]]:
    """What is laid over the cells of a sheet: comments, text boxes, pictures."""
    folder, _, name = part.rpartition("/")
    links = archive.xml(join(folder, "_rels", f"{name}.rels"))
    for link in [] if links is None else links:
        target = link.get("Target") or ""
        whole = target.lstrip("/") if target.startswith("/") else normpath(join(folder, target))
        kind = (link.get("Type") or "").rpartition("/")[2]
        root = archive.xml(whole) if kind in {"comments", "drawing"} else None
        if root is not None:
            yield from _comments(root) if kind == "comments" else _laid_over(root)


def _comments(root: "etree._Element") -> Iterator[tuple[At, str]]:
    for comment in root.iter("{*}comment"):
        said = "".join(text.text or "" for text in comment.iter("{*}t"))
        yield _place(comment.get("ref") or ""), _COMMENT.format(_on_one_line(said))


def _laid_over(root: "etree._Element") -> Iterator[tuple[At, str]]:
    """Text boxes and pictures: they stand on the sheet, not in a cell."""
    for shape in root.iter("{*}sp"):
        said = "\n".join(
            "".join(text.text or "" for text in paragraph.iter("{*}t"))
            for paragraph in shape.iter("{*}p")
        )
        if tidied(said):
            yield (0, 0), _TEXT_BOX.format(_on_one_line(said))
    for _ in root.iter("{*}pic", "{*}graphicFrame"):
        yield (0, 0), _PICTURE


def _on_one_line(text: str) -> str:
    return " ".join(tidied(text).split("\n"))


def _sheet_parts(archive: Archive) -> dict[str, str]:
    """Sheets by name → the part that holds each."""
    book, relations = archive.xml("xl/workbook.xml"), archive.xml("xl/_rels/workbook.xml.rels")
    if book is None or relations is None:
        raise damaged()
    targets = {link.get("Id"): link.get("Target") or "" for link in relations}
    return {
        sheet.get("name") or "": normpath(
            join("xl", targets.get(sheet.get(_RELATION)) or "")
        ).lstrip("/")
        for sheet in book.iter("{*}sheet")
    }


def _as_shown(sheet: Sheet, shown: Shown) -> Sheet:
    """`sheet` with numbers, days and errors as they are shown: 6月30日 and not 2023-06-30."""
    for (row, column), words in shown.texts.items():
        if _inside(sheet, row, column):
            sheet.rows[row - 1 - sheet.top][column - 1 - sheet.left] = words
    unshown = list(shown.unshown)
    for at, code in shown.worded.items():
        if text := _text_at(sheet, at):
            said = text_shown(code, text)
            unshown += [] if said else [at]
            sheet.rows[at[0] - 1 - sheet.top][at[1] - 1 - sheet.left] = said or text
    remarks = [(at, _UNSOLVED) for at in shown.unsolved]
    remarks += ((at, _UNSHOWN.format(_text_at(sheet, at))) for at in unshown)
    return sheet._replace(remarks=remarks)


def _text_at(sheet: Sheet, at: At) -> str:
    inside = _inside(sheet, *at)
    return sheet.rows[at[0] - 1 - sheet.top][at[1] - 1 - sheet.left].strip() if inside else ""


def _inside(sheet: Sheet, row: int, column: int) -> bool:
    y, x = row - 1 - sheet.top, column - 1 - sheet.left
    return 0 <= y < len(sheet.rows) and 0 <= x < len(sheet.rows[y])
