"""OpenDocument's .ods → grids. Its cells carry the very text that people see.

Read here and not by calamine, which knows nothing of its merged cells and lays out whatever is
said to be repeated.
"""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from gongkai_cli.reading.tables.archive import Archive, damaged, locked
from gongkai_cli.reading.tables.grid import Document, Note, Place
from gongkai_cli.reading.tables.laying import ordered, tidied
from gongkai_cli.reading.tables.sheets import Merged, Sheet, sheets_document, spread
from gongkai_cli.reading.tables.workbook import MAX_BOX

if TYPE_CHECKING:
    from lxml import etree

_OASIS = "{{urn:oasis:names:tc:opendocument:xmlns:{}:1.0}}"
_OFFICE, _STYLE, _TABLE, _TEXT = map(_OASIS.format, ("office", "style", "table", "text"))

_GROUPS = frozenset(
    _TABLE + name for name in ("table-row-group", "table-header-rows", "table-rows")
)
_CELLS = frozenset({f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"})
_SILENT = frozenset({f"{_OFFICE}annotation", f"{_TEXT}note", f"{_TEXT}ruby-text"})
_SHOWN = ("date-value", "time-value", "string-value", "boolean-value", "value")
_COMMENT = "工作表“{}”第{}行第{}列有一条批注：“{}”"
_MOST = 1_048_576


def read_ods(archive: Archive) -> Document:
    """The workbook in `archive`. Raises CannotRead."""
    if b"encryption-data" in archive.read("META-INF/manifest.xml"):
        raise locked()
    root = archive.xml("content.xml")
    book = None if root is None else root.find(f".//{_OFFICE}spreadsheet")
    if root is None or book is None:
        raise damaged()
    hidden = set(_hidden_styles(root))
    notes: list[Note] = []
    sheets = [_sheet(table, hidden, notes) for table in book.findall(f"{_TABLE}table")]
    document = sheets_document(sheets)
    return document._replace(notes=ordered([*document.notes, *notes]))


def _hidden_styles(root: "etree._Element") -> Iterator[str]:
    for style in root.iter(f"{_STYLE}style"):
        for properties in style.findall(f"{_STYLE}table-properties"):
            if properties.get(f"{_TABLE}display") == "false":
                yield style.get(f"{_STYLE}name") or ""


def _sheet(table: "etree._Element", hidden: set[str], notes: list[Note]) -> Sheet:
    name = table.get(f"{_TABLE}name") or ""
    rows: dict[int, dict[int, str]] = {}
    merged: list[Merged] = []
    y = 0
    for row in _rows(table):
        texts, spans = _row(row, y, name, notes)
        merged += spans
        again = _count(row, "number-rows-repeated")
        if texts:
            width = max(texts) + 1
            if (len(rows) + again) * width > MAX_BOX:
                raise spread(f"“{name}”")
            rows |= dict.fromkeys(range(y, y + again), texts)
        y += again
    height = max(rows, default=-1) + 1
    width = max((max(row) for row in rows.values()), default=-1) + 1
    if height * width > MAX_BOX:
        raise spread(f"“{name}”")
    filled = [[rows.get(y, {}).get(x, "") for x in range(width)] for y in range(height)]
    return Sheet(name, table.get(f"{_TABLE}style-name") in hidden, 0, 0, filled, merged)


def _rows(parent: "etree._Element") -> "Iterator[etree._Element]":
    for child in parent:
        if child.tag in _GROUPS:
            yield from _rows(child)
        elif child.tag == f"{_TABLE}table-row":
            yield child


def _row(
    row: "etree._Element", y: int, name: str, notes: list[Note]
) -> tuple[dict[int, str], list[Merged]]:
    """The texts of `row` by column, without blank ones, and the merged cells that begin in it."""
    texts: dict[int, str] = {}
    merged: list[Merged] = []
    x = 0
    for cell in row:
        if cell.tag not in _CELLS:
            continue
        again = _count(cell, "number-columns-repeated")
        if text := tidied(_said(cell)):
            if again * (len(texts) + 1) > MAX_BOX:
                raise spread(f"“{name}”")
            texts |= dict.fromkeys(range(x, x + again), text)
        down, right = _count(cell, "number-rows-spanned"), _count(cell, "number-columns-spanned")
        if down > 1 or right > 1:
            merged.append(((y, x), (y + down - 1, x + right - 1)))
        for comment in cell.findall(f"{_OFFICE}annotation"):
            said = tidied("\n".join(_lines(comment)))
            notes.append(Note(Place(0), _COMMENT.format(name, y + 1, x + 1, said)))
        x += again
    return texts, merged


def _count(element: "etree._Element", name: str) -> int:
    text = element.get(_TABLE + name) or "1"
    return min(int(text), _MOST) if re.fullmatch("[1-9][0-9]{0,8}", text) else 1


def _said(cell: "etree._Element") -> str:
    lines = list(_lines(cell))
    shown = (cell.get(_OFFICE + name) for name in _SHOWN)
    return "\n".join(lines) if lines else next(filter(None, shown), "")


def _lines(parent: "etree._Element") -> Iterator[str]:
    for child in parent:
        if child.tag in {f"{_TEXT}p", f"{_TEXT}h"}:
            yield "".join(_ink(child))
        elif child.tag not in _SILENT:
            yield from _lines(child)


def _ink(parent: "etree._Element") -> Iterator[str]:
    yield parent.text or ""
    for child in parent:
        if child.tag == f"{_TEXT}line-break":
            yield "\n"
        elif child.tag in {f"{_TEXT}tab", f"{_TEXT}s"}:
            yield " "
        elif child.tag not in _SILENT:
            yield from _ink(child)
        yield child.tail or ""
