"""A file of any kind → `Document`: what it is, is seen from what is in it, then from its name.

A further format is one module with one reading function, and one line in FORMATS.
"""

import re
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from gongkai_cli.reading.tables.archive import Archive, locked
from gongkai_cli.reading.tables.docx import read_docx
from gongkai_cli.reading.tables.faults import CannotRead, too_large
from gongkai_cli.reading.tables.grid import Document
from gongkai_cli.reading.tables.html import read_html
from gongkai_cli.reading.tables.ods import read_ods
from gongkai_cli.reading.tables.office import converted
from gongkai_cli.reading.tables.sheets import read_xls, read_xlsx
from gongkai_cli.reading.tables.text import read_text

MAX_BYTES = 20 * 1024 * 1024
"""More than this is read of no document."""

_BEGINNING = 4096
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_ODF = "application/vnd.oasis.opendocument."
_PAGE = re.compile(rb"<(!doctype\s+html|html|head|body|table|meta|div|p)[\s>]", re.IGNORECASE)
_WEB_SUFFIXES = (".htm", ".html")


class Found(NamedTuple):
    """A file as it was found: its bytes, its name's ending, and where it is a zip, its parts.

    `kind` is what an OpenDocument says of itself.
    """

    data: bytes
    suffix: str
    parts: tuple[str, ...] = ()
    kind: str = ""


class Format(NamedTuple):
    """A kind of document: what people call it, how it is known, and who reads it."""

    name: str
    fits: Callable[[Found], bool]
    read: Callable[[Found], Document]


def read_document(path: Path) -> Document:
    """The document at `path`, its tables as grids; also where it has none.

    Raises CannotRead where it cannot be read, and its kind Lacking where something to read it with
    is not installed.
    """
    found = _found(_bytes(path), path.suffix.lower())
    return next(each for each in FORMATS if each.fits(found)).read(found)


def _found(data: bytes, suffix: str) -> Found:
    if not data.startswith(_ZIP):
        return Found(data, suffix)
    archive = Archive(data)
    kind = archive.read("mimetype").decode("ascii", "replace")
    return Found(data, suffix, tuple(archive.names), kind)


def _bytes(path: Path) -> bytes:
    """All of the file. Only regular ones: a pipe or a device may never end."""
    try:
        if not path.is_file():
            raise CannotRead("没有找到这个文件，或者它是文件夹。", "请检查路径。")
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "路径不对"
        raise CannotRead(f"文件打不开：{reason}。", "请检查路径和权限。") from error
    if len(data) > MAX_BYTES:
        raise too_large("文件", f" {MAX_BYTES // 1024 // 1024} MB")
    if not data.strip(b"\0\xef\xbb\xbf \t\r\n"):
        raise CannotRead("文件是空的。", "请检查是不是选错了文件。")
    return data


# --- what a file is -------------------------------------------------------------------------------


def _is_zip(kind: str, part: str) -> Callable[[Found], bool]:
    """Whether a zip says that it is of `kind`, or has a part whose name begins with `part`."""
    return lambda found: bool(
        (kind and found.kind.startswith(_ODF + kind))
        or (part and any(name.startswith(part) for name in found.parts))
    )


def _is_ole(*names: str) -> Callable[[Found], bool]:
    """Whether an old Office file has a stream of one of `names`; of any, where none is given."""
    streams = [name.encode("utf-16-le") + b"\0\0" for name in names]
    return lambda found: (
        found.data.startswith(_OLE) and (not streams or any(name in found.data for name in streams))
    )


def _begins(*marks: bytes) -> Callable[[Found], bool]:
    """Whether the first thing in a file is one of `marks`, in small letters."""
    return lambda found: _beginning(found).startswith(marks)


def _beginning(found: Found) -> bytes:
    """The first characters in small letters, without marks of encodings."""
    data = found.data[:_BEGINNING]
    data = data.replace(b"\0", b"") if data.startswith(_UTF16) else data
    return data.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()


def _is_page(found: Found) -> bool:
    """Whether it is a web page: a mark-up file by its name, or by its first elements."""
    beginning = _beginning(found)
    marked = beginning.startswith(b"<") and _PAGE.search(beginning)
    return bool(marked) or (found.suffix in _WEB_SUFFIXES and b"<" in found.data)


# --- who reads it ---------------------------------------------------------------------------------


def _by_office(suffix: str) -> Callable[[Found], Document]:
    return lambda found: read_docx(Archive(converted(found.data, suffix)))


def _read_odt(found: Found) -> Document:
    """LibreOffice unzips it without bounds: so every part is unzipped here before."""
    archive = Archive(found.data)
    for name in archive.names:
        archive.read(name)
    return _by_office(".odt")(found)


def _refused(*sentences: str) -> Callable[[Found], Document]:
    def refuse(_found: Found) -> Document:
        raise CannotRead(*sentences)

    return refuse


def _locked(_found: Found) -> Document:
    raise locked()


_SAVE_AS = "请用 Word、Excel 或 WPS 打开后另存为 .docx 或 .xlsx，再读一次。"
_NOT_READ = "请把表格复制到 Word 里另存为 .docx，再读一次。"

FORMATS = (
    Format(".docx", _is_zip("", "word/"), lambda found: read_docx(Archive(found.data))),
    Format(".xlsx", _is_zip("", "xl/workbook.xml"), lambda found: read_xlsx(Archive(found.data))),
    Format(".ods", _is_zip("spreadsheet", ""), lambda found: read_ods(Archive(found.data))),
    Format(".odt", _is_zip("text", ""), _read_odt),
    Format(
        "zip",
        lambda found: bool(found.data.startswith(_ZIP)),
        _refused("这是一个压缩包，或者不认得的文件格式。", f"请先解压，{_SAVE_AS}"),
    ),
    Format("加密的文件", _is_ole("EncryptedPackage", "EncryptionInfo"), _locked),
    Format(".doc .wps", _is_ole("WordDocument"), _by_office(".doc")),
    Format(".xls .et", _is_ole("Workbook", "Book"), lambda found: read_xls(found.data)),
    Format("OLE", _is_ole(), _refused("这个文件不是 Word 也不是 Excel 的文件。", _SAVE_AS)),
    Format(".rtf", _begins(b"{\\rtf"), _by_office(".rtf")),
    Format("PDF", _begins(b"%pdf"), _refused("PDF 里没有表格的格线，读不准。", _NOT_READ)),
    Format("MHT", _begins(b"mime-version:"), _refused("单个文件的网页（.mht）读不了。", _SAVE_AS)),
    Format(".html .htm", _is_page, lambda found: read_html(found.data)),
    Format(
        "XML",
        _begins(b"<?xml"),
        _refused("这是 XML 文件，不是认得的表格格式。", _SAVE_AS),
    ),
    Format(
        ".csv",
        lambda found: found.suffix == ".csv",
        lambda found: read_text(found.data, as_csv=True),
    ),
    Format(".txt .md", lambda _: True, lambda found: read_text(found.data)),
)
"""The kinds of documents; the first that fits is the one."""
