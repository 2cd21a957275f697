"""Traits of task tables × the formats that they come in, compared cell by cell."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import docx
import openpyxl
import pytest
from docx.shared import Cm
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import office
from gongkai_cli.reading.tables.faults import CannotRead
from gongkai_cli.reading.tables.grid import Document, Grid
from gongkai_cli.reading.tables.opening import MAX_BYTES, read_document

pytestmark = pytest.mark.xdist_group("documents by LibreOffice")  # converted once for all

TITLE = "2023年示例区政务公开任务分解表"
CLOSING = "示例区人民政府办公室"


class Box(NamedTuple):
    """A cell of the sample: its first row and column, its paragraphs, how far it reaches."""

    row: int
    column: int
    text: str
    rows: int = 1
    columns: int = 1


SAMPLE = [
    Box(0, 0, "序 号"),
    Box(0, 1, "工作任务", columns=2),
    Box(0, 3, "具体要求"),
    Box(0, 4, "责任单位"),
    Box(0, 5, "完成时限"),
    Box(1, 0, "一、聚焦重点领域", columns=6),
    Box(2, 0, "1"),
    Box(2, 1, "做好甲事", rows=2),
    Box(2, 2, "甲之一"),
    Box(2, 3, "按季度公开。\n逐项说明。"),
    Box(2, 4, "示例区教育局\n示例区民政局"),
    Box(2, 5, "6月底前\n6月底前", rows=2),
    Box(3, 0, "2"),
    Box(3, 2, "甲之二"),
    Box(3, 3, "写作“A<B & C>D|E”，=1+1 不是公式"),
    Box(3, 4, "示例区财政局"),
    Box(4, 0, "36,37"),
    Box(4, 1, "5、 加强保障\n五、加强保障", rows=2, columns=2),
    Box(4, 3, "年内公开。"),
    Box(4, 4, ""),
    Box(4, 5, "全年，长期\n坚持\n全年，长期\n坚持"),
    Box(5, 0, "38"),
    Box(5, 3, "至少2次。"),
    Box(5, 4, "示例区司法局"),
    Box(5, 5, "12月底前"),
]

TRAITS = {
    "plain cells": {(2, 0): "1", (2, 2): "甲之一", (3, 2): "甲之二", (5, 3): "至少2次。"},
    "header with inner spaces": {(0, 0): "序 号"},
    "cell merged across": {(0, 1): "工作任务", (0, 2): "工作任务"},
    "section row across the table": {(1, x): "一、聚焦重点领域" for x in range(6)},
    "cell merged down": {(2, 1): "做好甲事", (3, 1): "做好甲事"},
    "cell merged both ways": {(y, x): "五、加强保障" for y in (4, 5) for x in (1, 2)},
    "several paragraphs": {
        (2, 3): "按季度公开。\n逐项说明。",
        (2, 4): "示例区教育局\n示例区民政局",
    },
    "repeated paragraphs folded": {
        (2, 5): "6月底前",
        (3, 5): "6月底前",
        (4, 5): "全年，长期\n坚持",
    },
    "nearly repeated paragraphs folded": {(4, 1): "五、加强保障"},
    "numbers together": {(4, 0): "36,37"},
    "blank cell": {(4, 4): ""},
    "signs of mark-up": {(3, 3): "写作“A<B & C>D|E”，=1+1 不是公式"},
}
BY_OFFICE = ("doc", "rtf", "odt", "html by LibreOffice", "xls", "ods")
FORMATS = ("docx", "xlsx", "html", *BY_OFFICE)


def sample_docx(file: Path) -> Path:
    paper = docx.Document()
    paper.add_paragraph(TITLE)
    table = paper.add_table(6, 6, style="Table Grid")
    for cell in SAMPLE:
        first = table.cell(cell.row, cell.column)
        whole = first.merge(table.cell(cell.row + cell.rows - 1, cell.column + cell.columns - 1))
        whole.width = Cm(3 * cell.columns)
        whole.text, *more = cell.text.split("\n")
        for paragraph in more:
            whole.add_paragraph(paragraph)
    paper.add_paragraph(CLOSING)
    paper.add_table(1, 2, style="Table Grid").cell(0, 0).text = "第二张表"
    paper.add_paragraph("完")
    paper.save(str(file))
    return file


def sample_xlsx(file: Path) -> Path:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "任务分解"
    for cell in SAMPLE:
        place = sheet.cell(cell.row + 1, cell.column + 1)
        place.value, place.data_type = cell.text, "s"
        if cell.text.isdecimal():
            place.value = float(cell.text)
        if cell.rows * cell.columns > 1:
            sheet.merge_cells(
                start_row=cell.row + 1,
                start_column=cell.column + 1,
                end_row=cell.row + cell.rows,
                end_column=cell.column + cell.columns,
            )
    second = book.create_sheet("Sheet2")
    second["A1"] = "第二张表"
    book.create_sheet("底稿").sheet_state = "hidden"
    book["底稿"]["A1"] = "不给人看"
    book.save(file)
    return file


def sample_html(file: Path) -> Path:
    rows = "".join(
        "<tr>" + "".join(html_cell(cell) for cell in SAMPLE if cell.row == y) + "</tr>"
        for y in range(6)
    )
    file.write_text(
        f"<!DOCTYPE html><html><head><meta charset=utf-8><title>网页</title></head><body><p>{TITLE}</p>"
        f"<table>{rows}</table><p>{CLOSING}<table><tr><td>第二张表<td></table><p>完</body></html>",
        "utf-8",
    )
    return file


def html_cell(cell: Box) -> str:
    text = cell.text.replace("&", "&amp;").replace("<", "&lt;").replace("\n", "<br>")
    return f"<td rowspan={cell.rows} colspan={cell.columns}>{text}</td>"


@pytest.fixture(scope="session")
def samples(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("samples")
    return {
        "docx": sample_docx(folder / "表.docx"),
        "xlsx": sample_xlsx(folder / "表.xlsx"),
        "html": sample_html(folder / "表.html"),
    }


@pytest.fixture(scope="session")
def converted(
    samples: dict[str, Path], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Document]:
    folder = tmp_path_factory.mktemp("converted")
    ways = {
        kind: ("docx" if kind in {"doc", "rtf", "odt", "html by LibreOffice"} else "xlsx")
        for kind in BY_OFFICE
    }
    return {
        kind: read_document(*office.converted([samples[origin]], kind.split()[0], folder))
        for kind, origin in ways.items()
    }


@pytest.fixture
def document(request: pytest.FixtureRequest, samples: dict[str, Path], kind: str) -> Document:
    if kind in samples:
        return read_document(samples[kind])
    found: dict[str, Document] = request.getfixturevalue("converted")
    return found[kind]


def grids(document: Document) -> list[Grid]:
    return [block for block in document.blocks if isinstance(block, Grid)]


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("trait", TRAITS)
def test_trait_is_read_from(trait: str, kind: str, document: Document) -> None:
    rows = grids(document)[0].rows
    said = {(y, x): square.text for (y, x) in TRAITS[trait] if (square := rows[y][x])}
    assert said == TRAITS[trait]


@pytest.mark.parametrize("kind", FORMATS)
def test_every_square_is_that_of_the_source_in(kind: str, document: Document) -> None:
    grid = grids(document)[0]
    places = [
        [square and (square.place.table, square.place.row, square.place.column) for square in row]
        for row in grid.rows
    ]
    expected = [[(0, 0, 0)] * 6 for _ in range(6)]
    for cell in SAMPLE:
        for y in range(cell.row, cell.row + cell.rows):
            for x in range(cell.column, cell.column + cell.columns):
                expected[y][x] = (1, cell.row + 1, cell.column + 1)
    assert places == expected


@pytest.mark.parametrize("kind", FORMATS)
def test_every_table_is_read_in_order_from(kind: str, document: Document) -> None:
    first, second = grids(document)
    assert (first.number, second.number) == (1, 2)
    assert next(square.text for square in second.rows[0] if square) == "第二张表"


@pytest.mark.parametrize("kind", [kind for kind in FORMATS if kind not in {"xlsx", "xls", "ods"}])
def test_text_around_tables_is_read_in_order_from(kind: str, document: Document) -> None:
    assert [block for block in document.blocks if isinstance(block, str)] == [TITLE, CLOSING, "完"]


@pytest.mark.parametrize("kind", FORMATS)
def test_repairs_are_noted_in(kind: str, document: Document) -> None:
    said = {(note.place.row, note.place.column): note.text for note in document.notes}
    assert "重复了2次" in said[3, 6]
    assert "取“五、加强保障”" in said[5, 2]


@pytest.mark.parametrize("kind", ["xlsx", "xls", "ods"])
def test_hidden_sheet_is_noted_and_not_read_in(kind: str, document: Document) -> None:
    assert [note.text for note in document.notes if "隐藏" in note.text] == [
        "隐藏的工作表“底稿”没有读入"
    ]


# --- what a file is -------------------------------------------------------------------------------


def test_content_counts_before_the_name(samples: dict[str, Path], tmp_path: Path) -> None:
    for kind, name in (("docx", "a.xlsx"), ("xlsx", "b.doc"), ("html", "c.xls")):
        file = tmp_path / name
        file.write_bytes(samples[kind].read_bytes())
        assert read_document(file).blocks == read_document(samples[kind]).blocks


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("a.docx", b"", "文件是空的"),
        ("a.docx", b"\0\0 \n", "文件是空的"),
        ("a.docx", b"PK\x03\x04 and no more", "文件打不开"),
        ("a.pdf", b"%PDF-1.7 ...", "PDF"),
        ("a.mht", b"MIME-Version: 1.0\n", ".mht"),
        ("a.xml", b"<?xml version='1.0'?><a/>", "XML"),
        ("a.png", b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\0\0", "不是文字"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "不是 Word 也不是 Excel"),
        (
            "a.docx",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage\0".encode("utf-16-le"),
            "密码",
        ),
    ],
)
def test_unreadable_file_is_refused_in_a_sentence(
    tmp_path: Path, name: str, data: bytes, sentence: str
) -> None:
    file = tmp_path / name
    file.write_bytes(data)
    with pytest.raises(CannotRead, match=sentence) as fault:
        read_document(file)
    assert all(said.endswith("。") for said in fault.value.sentences)


def test_missing_file_and_folder_are_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "没有.docx", tmp_path, Path("a\0b"), Path("a" * 5000)):
        with pytest.raises(CannotRead):
            read_document(path)


def test_file_beyond_the_bound_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "大.txt"
    file.write_bytes(b"a" * (MAX_BYTES + 1))
    with pytest.raises(CannotRead, match="20 MB"):
        read_document(file)


def test_other_zip_is_refused(
    tmp_path: Path, pack: Callable[[dict[str, str | bytes]], bytes]
) -> None:
    file = tmp_path / "a.docx"
    file.write_bytes(pack({"a.txt": "a"}))
    with pytest.raises(CannotRead, match="压缩包"):
        read_document(file)


def test_document_without_a_table_is_given_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "信.txt"
    file.write_text("各科室：\n\n请抓好落实。\n", "utf-8")
    assert read_document(file) == Document(("各科室：", "请抓好落实。"))


# --- hostile files --------------------------------------------------------------------------------


def read_or_refuse(file: Path) -> None:
    """Any other exception than CannotRead fails the test."""
    with suppress(CannotRead):
        read_document(file)


@given(
    mark=st.sampled_from([b"PK\x03\x04", b"<table>", b"", b"|", b"\t", b"\xff\xfe", b"a,b\n"]),
    noise=st.binary(max_size=400),
    suffix=st.sampled_from([".docx", ".xlsx", ".html", ".txt", ".csv"]),
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_random_bytes_raise_nothing_else(
    tmp_path: Path, mark: bytes, noise: bytes, suffix: str
) -> None:
    file = tmp_path / f"a{suffix}"
    file.write_bytes(mark + noise)
    read_or_refuse(file)


@pytest.mark.parametrize("kind", ["docx", "xlsx", "html"])
@given(harm=st.tuples(st.integers(0, 40_000), st.integers(0, 255), st.integers(1, 40_000)))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_damaged_file_raises_nothing_else(
    samples: dict[str, Path], tmp_path: Path, kind: str, harm: tuple[int, int, int]
) -> None:
    place, byte, end = harm
    data = bytearray(samples[kind].read_bytes())
    data[place % len(data)] = byte
    file = tmp_path / f"a.{kind}"
    for remaining in (data, data[: end % len(data)]):
        file.write_bytes(remaining)
        read_or_refuse(file)
