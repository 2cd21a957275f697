"""Documents made to do harm: each ends in one sentence, soon, and without eating the memory."""

import struct
import sys
import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from time import monotonic
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from gongkai_cli.reading.tables.archive import (
    MAX_DEPTH,
    MAX_MEMBERS,
    MAX_PART,
    MAX_TAGS,
    MAX_UNZIPPED,
    Archive,
    tree,
)
from gongkai_cli.reading.tables.faults import CannotRead, Lacking
from gongkai_cli.reading.tables.opening import read_document

Pack = Callable[[dict[str, str | bytes]], bytes]
SECONDS = 20


def bomb(size: int, *names: str) -> bytes:
    """A zip whose parts are `size` blanks each, at a thousandth of that."""
    made = BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED, compresslevel=1) as archive:
        for name in names:
            with archive.open(name, "w", force_zip64=True) as part:
                for _ in range(size // 1_048_576):
                    part.write(bytes(1_048_576))
    return made.getvalue()


def refused(file: Path, data: bytes) -> str:
    """The sentence that `data` is refused with."""
    file.write_bytes(data)
    began = monotonic()
    with pytest.raises(CannotRead) as fault:
        read_document(file)
    assert monotonic() - began < SECONDS
    return " ".join(fault.value.sentences)


@pytest.mark.parametrize("name", ["word/document.xml", "xl/workbook.xml", "mimetype"])
def test_part_that_swells_is_refused(name: str, tmp_path: Path) -> None:
    data = bomb(MAX_PART + 1_048_576, name)
    assert len(data) < 300_000
    assert "解压" in refused(tmp_path / "a.docx", data)


def test_parts_that_swell_together_are_refused() -> None:
    names = [f"{number}.xml" for number in range(MAX_UNZIPPED // (30 * 1_048_576) + 1)]
    archive = Archive(bomb(30 * 1_048_576, *names))
    for name in names[:-1]:
        archive.read(name)
    with pytest.raises(CannotRead, match="解压"):
        archive.read(names[-1])


def test_a_gigabyte_in_300_kilobytes_is_refused(tmp_path: Path) -> None:
    piece = zlib.compressobj(9, wbits=-15)
    body = b"".join(piece.compress(bytes(1_048_576)) for _ in range(300)) + piece.flush()
    assert len(body) < 310_000
    head = struct.pack("<4sHHHHHIIIHH", b"PK\3\4", 20, 0, 8, 0, 33, 0, len(body), 9, 17, 0)
    entry = struct.pack(
        "<4sHHHHHHIIIHHHHHII", b"PK\1\2", 20, 20, 0, 8, 0, 33, 0, len(body), 2**30, 17,
        0, 0, 0, 0, 0, 0,
    )  # fmt: skip
    name = b"word/document.xml"
    start = len(head) + len(name) + len(body)
    tail = struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, 1, 1, len(entry) + len(name), start, 0)
    assert refused(tmp_path / "a.docx", head + name + body + entry + name + tail)


def test_part_that_lies_about_its_size_is_refused(pack: Pack) -> None:
    data = pack({"a.xml": "b" * 5000})
    place = data.index(b"PK\1\2") + 24
    archive = Archive(data[:place] + struct.pack("<I", 10) + data[place + 4 :])
    with pytest.raises(CannotRead, match="打不开"):
        archive.read("a.xml")


def test_too_many_parts_are_refused(tmp_path: Path, pack: Pack) -> None:
    parts: dict[str, str | bytes] = {f"word/{number}": "" for number in range(MAX_MEMBERS + 1)}
    assert f"{MAX_MEMBERS} 个" in refused(tmp_path / "a.docx", pack(parts))


@pytest.mark.parametrize(
    "name", ["../../a.xml", "/etc/a.xml", "word\\..\\a.xml", "c:/a.xml", "a/../../b.xml"]
)
def test_name_that_leads_elsewhere_is_refused(name: str, tmp_path: Path, pack: Pack) -> None:
    assert "名字不正常" in refused(tmp_path / "a.docx", pack({"word/document.xml": "", name: ""}))


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_parts_of_one_name_are_refused() -> None:
    made = BytesIO()
    with ZipFile(made, "w") as archive:
        archive.writestr("a.xml", "1")
        archive.writestr("a.xml", "2")
    with pytest.raises(CannotRead, match="同名"):
        Archive(made.getvalue())


def test_locked_parts_are_refused(pack: Pack) -> None:
    data = bytearray(pack({"word/document.xml": "<a/>"}))
    data[data.index(b"PK\1\2") + 8] |= 1
    with pytest.raises(CannotRead, match="密码"):
        Archive(bytes(data))


def test_half_a_zip_is_refused(pack: Pack) -> None:
    with pytest.raises(CannotRead, match="打不开"):
        Archive(pack({"a.xml": "<a/>"})[:40])


def test_without_lxml_the_command_to_install_it_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "lxml", None)
    with pytest.raises(Lacking, match="pip install"):
        tree(b"<a/>")


def test_text_document_that_swells_never_reaches_libre_office(tmp_path: Path) -> None:
    made = BytesIO(bomb(MAX_PART + 1_048_576, "content.xml"))
    with ZipFile(made, "a") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
    assert "解压" in refused(tmp_path / "a.odt", made.getvalue())


def test_absent_parts_are_nothing(pack: Pack) -> None:
    archive = Archive(pack({"a.xml": "<a/>"}))
    assert archive.read("b.xml") == b""
    assert archive.xml("b.xml") is None


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "哈" * 10}">' for n in range(10))


@pytest.mark.parametrize(
    "declared",
    [
        LAUGHS,
        '<!ENTITY l9 SYSTEM "file://{canary}">',
        '<!ENTITY % p SYSTEM "file://{canary}"> %p;<!ENTITY l9 "a">',
        "",
    ],
)
def test_document_types_are_refused_and_nothing_is_opened(
    declared: str, tmp_path: Path, pack: Pack
) -> None:
    canary = tmp_path / "canary.txt"
    canary.write_text("不该读到的内容", "utf-8")
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    said = "&l9;" if declared else "a"
    data = (
        f"<!DOCTYPE w:document [{declared.replace('{canary}', str(canary))}]>"
        f'<w:document xmlns:w="{space}"><w:body><w:p><w:r><w:t>{said}</w:t></w:r></w:p></w:body>'
        "</w:document>"
    )
    sentence = refused(tmp_path / "a.docx", pack({"word/document.xml": data}))
    assert "不该读到" not in sentence


def test_deep_xml_is_refused() -> None:
    for depth in (MAX_DEPTH + 1, 255, 100_000):
        with pytest.raises(CannotRead):
            tree(b"<a>" * depth + b"</a>" * depth)
    assert tree(b"<a>" * MAX_DEPTH + b"</a>" * MAX_DEPTH).tag == "a"


def test_countless_elements_are_refused() -> None:
    with pytest.raises(CannotRead, match="上限"):
        tree(b"<a>" + b"<b/>" * MAX_TAGS + b"</a>")


def test_tables_nested_as_deep_as_allowed_are_read(tmp_path: Path, pack: Pack) -> None:
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    depth = (MAX_DEPTH - 5) // 3
    opened, closed = "<w:tbl><w:tr><w:tc>" * depth, "</w:tc></w:tr></w:tbl>" * depth
    data = (
        f'<w:document xmlns:w="{space}"><w:body>{opened}<w:p><w:r><w:t>底</w:t></w:r></w:p>'
        f"{closed}</w:body></w:document>"
    )
    file = tmp_path / "a.docx"
    file.write_bytes(pack({"word/document.xml": data}))
    assert "底" in str(read_document(file).blocks)
