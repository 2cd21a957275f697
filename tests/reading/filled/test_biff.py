"""Old xls files: the marks of their cells, out of files built here byte by byte."""

import os
from collections.abc import Callable
from io import BytesIO
from struct import pack

import pytest
from openpyxl import Workbook

from gongkai_cli.reading.filled import biff
from gongkai_cli.reading.filled.marks import Marks
from gongkai_cli.reading.filled.pages import pages
from gongkai_cli.reading.tables.faults import CannotRead

FREE, END, TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
SECTOR = 512
BOF, EOF = 0x809, 0x0A


def record(kind: int, body: bytes = b"") -> bytes:
    return pack("<HH", kind, len(body)) + body


def name_of(text: str) -> bytes:
    return bytes([len(text), 1]) + text.encode("utf-16-le")


def stream(*sheets: bytes, shared: bytes = b"") -> bytes:
    """The Workbook stream: what holds for all sheets, then each of them; padded to be long."""
    names = [f"表{number}" for number in range(len(sheets))]
    listed = sum(len(record(0x85, b"\0" * 6 + name_of(name))) for name in names)
    place = len(record(BOF)) + len(shared) + listed + len(record(EOF))
    whole = record(BOF) + shared
    for name, sheet in zip(names, sheets, strict=True):
        whole += record(0x85, pack("<IH", place, 0) + name_of(name))
        place += len(sheet)
    return (whole + record(EOF) + b"".join(sheets)).ljust(4096, b"\0")


def sheet(*records: bytes) -> bytes:
    return record(BOF) + b"".join(records) + record(EOF)


def cell(kind: int, row: int, column: int, more: bytes = b"") -> bytes:
    return record(kind, pack("<HHH", row, column, 0) + more)


def entry(name: str, kind: int, start: int, size: int) -> bytes:
    text = name.encode("utf-16-le")
    head = text.ljust(64, b"\0") + pack("<HBB", len(text) + 2, kind, 1)
    return head + b"\xff" * 12 + bytes(36) + pack("<II", start, size) + bytes(4)


def file(
    content: bytes, name: str = "Workbook", table: Callable[[list[int]], object] = list
) -> bytes:
    """[MS-CFB]: a header, one sector of the table, one of the directory, then `content`."""
    sectors = -(-len(content) // SECTOR)
    numbers = [TABLE, END, *range(3, sectors + 2), END]
    table(numbers)
    head = biff.SIGNATURE + bytes(16) + pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += pack("<IIIIIIIII", 0, 1, 1, 0, 4096, END, 0, END, 0)
    head += pack("<I", 0) + b"\xff" * 432
    listing = (entry("Root Entry", 5, END, 0) + entry(name, 2, 2, len(content))).ljust(
        SECTOR, b"\0"
    )
    kept = pack(f"<{len(numbers)}I", *numbers).ljust(SECTOR, b"\xff")
    return head + kept + listing + content.ljust(sectors * SECTOR, b"\0")


def marks(data: bytes) -> dict[str, Marks]:
    return biff.inside(data).marks


def test_the_marks_of_every_sheet() -> None:
    first = sheet(
        cell(0x06, 3, 1, bytes(14)),
        cell(0x205, 4, 2, b"\x07\x01"),
        cell(0x205, 4, 3, b"\x01\x00"),
        cell(0x203, 5, 1, bytes(8)),
        record(0xBD, pack("<HH", 6, 1) + bytes(12) + pack("<H", 2)),
        record(0xE5, pack("<HHHHH", 1, 3, 4, 10, 10)),
        record(0x1C, pack("<HHHHHH", 7, 5, 0, 1, 0, 0)),
    )
    assert marks(file(stream(first, sheet()))) == {
        "表0": Marks(*(frozenset({place}) for place in ((3, 1), (4, 2), (3, 10), (7, 5)))),
        "表1": Marks(),
    }


def test_a_chart_inside_a_sheet_is_not_the_sheet() -> None:
    chart = record(BOF) + cell(0x06, 9, 9, bytes(14)) + record(EOF)
    found = marks(file(stream(sheet(chart, cell(0x06, 1, 1, bytes(14))))))
    assert found["表0"].formulas == {(1, 1)}


def test_more_table_than_the_header_has_room_for() -> None:
    """A DIFAT sector, which says where the rest of the table is; here it names nothing more."""
    data = bytearray(file(stream(sheet(cell(0x06, 1, 1, bytes(14))))))
    number = len(data) // SECTOR - 1
    data[68:72] = pack("<I", number)
    data += b"\xff" * (SECTOR - 4) + pack("<I", END)
    assert marks(bytes(data))["表0"].formulas == {(1, 1)}


def loop(numbers: list[int]) -> None:
    numbers[4] = 2


def outside(numbers: list[int]) -> None:
    numbers[4] = 9_999


def bounds() -> bytes:
    texts = record(0xFC, b"x" * 8_000) + record(0x3C, b"x" * 8_000)
    many = (cell(0xFD, row, column, pack("<I", 0)) for row in range(1_999) for column in range(10))
    return stream(sheet(*many), shared=texts)


def long_file(content: bytes) -> bytes:
    """A file whose table takes several sectors."""
    sectors = -(-len(content) // SECTOR)
    tables = -(-(sectors + 200) // 128)
    first = tables + 1
    numbers = [TABLE] * tables + [END, *range(first + 1, first + sectors), END]
    head = biff.SIGNATURE + bytes(16) + pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += pack("<IIIIIIIII", 0, tables, tables, 0, 4096, END, 0, END, 0)
    head += pack(f"<{tables}I", *range(tables)).ljust(436, b"\xff")
    listing = entry("Root Entry", 5, END, 0) + entry("Workbook", 2, first, len(content))
    kept = pack(f"<{len(numbers)}I", *numbers).ljust(tables * SECTOR, b"\xff")
    return head + kept + listing.ljust(SECTOR, b"\0") + content.ljust(sectors * SECTOR, b"\0")


HOSTILE: list[tuple[str, Callable[[], bytes], str]] = [
    ("short", lambda: biff.SIGNATURE, "打不开"),
    ("sector", lambda: file(stream())[:30] + b"\x1f" + file(stream())[31:], "打不开"),
    ("too short a stream", lambda: file(stream(sheet())[:100]), "打不开"),
    ("no workbook", lambda: file(stream(sheet()), "Book"), "打不开"),
    ("encrypted", lambda: file(stream(sheet()), "EncryptedPackage"), "打开密码"),
    ("password", lambda: file(stream(sheet(), shared=record(0x2F))), "打开密码"),
    ("loop", lambda: file(stream(sheet()), table=loop), "打不开"),
    ("outside", lambda: file(stream(sheet()), table=outside), "打不开"),
    ("rows", lambda: file(stream(sheet(cell(0x203, 65_535, 0)))), "超出了2000行"),
    ("no cell", lambda: file(stream(sheet(record(0x203)))), "打不开"),
    ("same text", lambda: long_file(bounds()), "内容太多"),
    ("long", lambda: long_file(stream(sheet()).ljust(6 * 1024 * 1024 + 1, b"\0")), "内容太多"),
    ("bytes", lambda: biff.SIGNATURE + bytes(biff.MAX_BYTES), "内容太多"),
]


@pytest.mark.parametrize(
    ("make", "sentence"), [each[1:] for each in HOSTILE], ids=[each[0] for each in HOSTILE]
)
def test_what_is_hostile_is_not_read(make: Callable[[], bytes], sentence: str) -> None:
    with pytest.raises(CannotRead, match=sentence):
        marks(make())


def test_a_sheet_that_does_not_end_ends_with_the_file() -> None:
    content = stream(record(BOF) + cell(0x06, 1, 1, bytes(14)))
    rest = record(0x3C, bytes(4096 - 4 - len(content.rstrip(b"\0")) - 14))
    whole = content.rstrip(b"\0") + bytes(14) + rest
    assert marks(file(whole.ljust(4096, b"\0")[: max(len(whole), 4096)]))["表0"].formulas == {
        (1, 1)
    }


def test_two_sheets_of_one_name_are_not_read() -> None:
    content = stream(sheet(), sheet()).replace("表1".encode("utf-16-le"), "表0".encode("utf-16-le"))
    with pytest.raises(CannotRead, match="打不开"):
        marks(file(content))


def test_what_the_library_stumbles_over_is_said_by_us_alone(
    capfd: pytest.CaptureFixture[str],
) -> None:
    """Records without a body are no bug of a clerk's program; the library ends in one of its own."""
    for _ in range(2):
        with pytest.raises(CannotRead, match="打不开"):
            pages(file(stream(sheet())))
    assert capfd.readouterr().err == ""


def test_a_screen_that_is_closed_is_no_hindrance() -> None:
    saved = BytesIO()
    Workbook().save(saved)
    kept = os.dup(2)
    os.close(2)
    try:
        assert len(pages(saved.getvalue())) == 1
        with pytest.raises(CannotRead, match="打不开"):
            pages(file(stream(sheet())))
    finally:
        os.dup2(kept, 2)
        os.close(kept)
