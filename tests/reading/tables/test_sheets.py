"""What only workbooks have: numbers, days, formulas, hidden and absurdly large sheets."""

import os
import subprocess
import sys
from base64 import b64decode
from collections.abc import Callable
from datetime import date, datetime, time
from io import BytesIO, StringIO
from json import loads
from pathlib import Path
from time import monotonic

import openpyxl
import pytest
import python_calamine
import xlsxwriter  # type: ignore[import-untyped]

import gongkai_cli
from gongkai_cli.reading.tables.archive import Archive
from gongkai_cli.reading.tables.faults import CannotRead, Lacking
from gongkai_cli.reading.tables.grid import Document, Grid
from gongkai_cli.reading.tables.ods import read_ods
from gongkai_cli.reading.tables.sheets import Sheet, read_xls, read_xlsx, sheets_document
from gongkai_cli.reading.tables.workbook import main
from office import converted

Pack = Callable[[dict[str, str | bytes]], bytes]
PICTURE = b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def texts(document: Document, number: int = 0) -> list[list[str | None]]:
    grids = [block for block in document.blocks if isinstance(block, Grid)]
    return [[square and square.text for square in row] for row in grids[number].rows]


def values_as_written() -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    rows: list[list[object]] = [
        [1.0, 2, 0.1 + 0.2, True],
        [date(2023, 6, 30), datetime(2023, 6, 30, 9, 5), time(9, 5), "6月30日"],  # noqa: DTZ001
        [0.5, 0.125, 0.5, "50%"],
        [None, "=1+1", "甲\n乙", " 　甲 "],
    ]
    for row in rows:
        sheet.append(row)
    sheet["A3"].number_format, sheet["B3"].number_format = "0%", '0.0"约"%'
    return book


def saved(book: openpyxl.Workbook) -> bytes:
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_values_are_read_as_people_see_them() -> None:
    document = read_xlsx(Archive(saved(values_as_written())))
    assert texts(document) == [
        ["1", "2", "0.3", "TRUE"],
        ["2023-06-30", "2023-06-30 9:05:00", "9:05:00", "6月30日"],
        ["50%", "12.5约%", "0.5", "50%"],
        ["", "", "甲\n乙", "甲"],
    ]
    assert [(*note.place, note.text) for note in document.notes] == [
        (1, 4, 2, "这一格是公式，文件里没有存它的结果，没有读入")
    ]


def test_days_and_numbers_are_read_as_their_formats_show_them() -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    codes = ['yyyy"年"m"月"', 'm"月"d"日"', 'yyyy"年"m"月"d"日"', "mmm-yy"]
    sheet.append([date(2023, 6, 30)] * 4)
    sheet.append([6, 6, "一", "一"])
    for cell, code in zip(sheet[1], codes, strict=True):
        cell.number_format = code
    sheet["A2"].number_format, sheet["B2"].number_format = '0"月底前"', "[DBNum1]0"
    sheet["C2"].number_format, sheet["D2"].number_format = '@"局"', "[x]@"
    document = read_xlsx(Archive(saved(book)))
    assert texts(document) == [
        ["2023年6月", "6月30日", "2023年6月30日", "2023-06-30"],
        ["6月底前", "6", "一局", "一"],
    ]
    said = "这一格的数或日期用了少见的显示格式，这里读作“{}”，请对照原表"
    assert [(*note.place, note.text) for note in document.notes] == [
        (1, 1, 4, said.format("2023-06-30")),
        (1, 2, 2, said.format("6")),
        (1, 2, 4, said.format("一")),
    ]


def test_days_of_a_workbook_that_counts_from_1904() -> None:
    book = openpyxl.Workbook()
    book.epoch = datetime(1904, 1, 1)  # noqa: DTZ001
    book.worksheets[0].append([date(2023, 6, 30)])
    book.worksheets[0]["A1"].number_format = 'm"月"d"日"'
    assert texts(read_xlsx(Archive(saved(book)))) == [["6月30日"]]


def test_comments_text_boxes_and_pictures_on_a_sheet_are_noted() -> None:
    stream = BytesIO()
    book = xlsxwriter.Workbook(stream)
    for sheet in (book.add_worksheet("一月"), book.add_worksheet("空")):
        sheet.insert_textbox("D4", "框里\n的话")
    book.worksheets()[0].write("A1", "甲")
    book.worksheets()[0].write_comment("A1", "批注里的话")
    book.worksheets()[0].insert_image("F9", "a.png", {"image_data": BytesIO(PICTURE)})
    book.worksheets()[0].insert_textbox("D9", " ")
    book.close()
    document = read_xlsx(Archive(stream.getvalue()))
    assert [(*note.place, note.text) for note in document.notes] == [
        (0, 0, 0, "工作表上有一个文本框，没有读入：“框里 的话”"),
        (1, 0, 0, "这张表是工作表“一月”"),
        (1, 0, 0, "工作表上有一个文本框，没有读入：“框里 的话”"),
        (1, 0, 0, "工作表上有一张图片或图表，没有读入"),
        (1, 1, 1, "这里有一条批注：“批注里的话”"),
    ]


def by_hand(pack: Pack, cells: str, after: str = "", **parts: str) -> bytes:
    """An .xlsx of the XML of the rows of its one sheet."""
    return pack(
        {
            "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="r1" '
            f'Type="{_LINK}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
            "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_LINK}"><sheets>'
            '<sheet name="表" sheetId="1" r:id="r1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="r1" '
            f'Type="{_LINK}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
            "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{_MAIN}"><dimension ref="A1:XFD1048576"/>'
            f"<sheetData>{cells}</sheetData>{after}</worksheet>",
            **{f"xl/{name}.xml": content for name, content in parts.items()},
        }
    )


def test_error_without_words_outside_all_else_is_nothing(pack: Pack) -> None:
    cells = '<row r="1"><c r="A1"><v>1</v></c><c r="C1" t="e"><f>1</f></c></row>'
    assert texts(read_xlsx(Archive(by_hand(pack, cells)))) == [["1"]]


def test_errors_and_stored_results_are_read(pack: Pack) -> None:
    cells = (
        '<row r="1"><c r="A1" t="e"><v>#DIV/0!</v></c><c r="B1"><f>1+1</f><v>2</v></c>'
        '<c t="inlineStr"><is><t>丙</t></is></c></row><row><c><v>4</v></c></row>'
    )
    assert texts(read_xlsx(Archive(by_hand(pack, cells)))) == [
        ["#DIV/0!", "2", "丙"],
        ["4", "", ""],
    ]


@pytest.mark.parametrize("last", ["XFD1048576", "A1048576", "BB20001"])
def test_contents_far_apart_are_refused_at_once(last: str, pack: Pack) -> None:
    row = int(last.lstrip("XFDAB"))
    cells = (
        f'<row r="1"><c r="A1"><v>1</v></c></row><row r="{row}"><c r="{last}"><v>1</v></c></row>'
    )
    began = monotonic()
    with pytest.raises(CannotRead, match="铺得太开"):
        read_xlsx(Archive(by_hand(pack, cells)))
    assert monotonic() - began < 2


def test_a_million_blank_rows_cost_nothing(pack: Pack) -> None:
    blank = "".join(f'<row r="{y}"><c r="A{y}" s="0"/></row>' for y in range(3, 200_000))
    cells = f'<row r="2"><c r="B2"><v>1</v></c></row>{blank}<row r="1048576"/>'
    document = read_xlsx(Archive(by_hand(pack, cells)))
    assert texts(document) == [[None, "1"]]


def test_blank_rows_between_do_not_count_and_places_stay_true(pack: Pack) -> None:
    cells = '<row r="1"><c><v>1</v></c></row><row r="9"><c r="A9"><v>2</v></c></row>'
    (grid,) = read_xlsx(Archive(by_hand(pack, cells))).blocks
    assert isinstance(grid, Grid)
    assert [square.place.row for row in grid.rows for square in row if square] == [1, 9]


@pytest.mark.parametrize(
    "cells",
    [
        '<row r="0"><c r="A0"><v>1</v></c></row>',
        '<row r="1"><c r="1A"><v>1</v></c></row>',
        '<row r="1"><c r="ZZZ1"><v>1</v></c></row>',
        '<row r="1"><c r="A9999999"><v>1</v></c></row>',
        '<row r="x"><c><v>1</v></c></row>',
    ],
)
def test_impossible_places_are_refused(cells: str, pack: Pack) -> None:
    with pytest.raises(CannotRead, match="打不开"):
        read_xlsx(Archive(by_hand(pack, cells)))


def test_impossible_merges_are_refused(pack: Pack) -> None:
    merges = '<mergeCells count="1"><mergeCell ref="A1:B99999999"/></mergeCells>'
    with pytest.raises(CannotRead, match="打不开"):
        read_xlsx(Archive(by_hand(pack, "<row><c><v>1</v></c></row>", merges)))


def test_workbook_without_its_parts_is_refused(pack: Pack) -> None:
    with pytest.raises(CannotRead, match="打不开"):
        read_xlsx(Archive(pack({"xl/workbook.xml": "<workbook/>"})))


def test_percentage_of_something_else_is_left(pack: Pack) -> None:
    styles = (
        f'<styleSheet xmlns="{_MAIN}"><numFmts count="1"><numFmt numFmtId="200" formatCode="0.00%"/>'
        '</numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="200"/></cellXfs></styleSheet>'
    )
    cells = '<row r="1"><c r="A1" s="1"><v>0.5</v></c><c r="B1" s="1"/><c r="C1"><v>1</v></c></row>'
    data = by_hand(pack, cells, styles=styles)
    assert texts(read_xlsx(Archive(data))) == [["50.00%", "", "1"]]


def test_blank_cell_with_words_in_its_format_stays_blank(pack: Pack) -> None:
    styles = (
        f'<styleSheet xmlns="{_MAIN}"><numFmts count="1"><numFmt numFmtId="200" '
        'formatCode="@&quot;局&quot;"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="200"/>'
        "</cellXfs></styleSheet>"
    )
    cells = (
        '<row r="1"><c r="A1" s="1" t="str"><v>一</v></c><c r="B1"><v>1</v></c></row>'
        '<row r="2"><c r="B2" s="1" t="str"><v/></c><c r="D2" s="1" t="str"><v/></c></row>'
    )
    data = by_hand(pack, cells, styles=styles)
    document = read_xlsx(Archive(data))
    assert [text for row in texts(document) for text in row if text] == ["一局", "1"]


def test_merges_are_clipped_and_overlaps_left() -> None:
    merged = [((0, 0), (99_999, 0)), ((0, 0), (1, 1)), ((1, 1), (1, 5)), ((50, 50), (60, 60))]
    sheet = Sheet("表", False, 0, 0, [["甲", "乙", ""], ["盖", "丁", "戊"]], merged)  # noqa: FBT003
    document = sheets_document([sheet])
    assert texts(document) == [["甲", "乙", ""], ["甲", "丁", "丁"]]
    assert [note.text for note in document.notes if "盖住" in note.text] == [
        "合并单元格盖住的文字没有读入：“盖”",
        "合并单元格盖住的文字没有读入：“戊”",
    ]


def test_without_calamine_the_command_to_install_it_is_given(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "python_calamine", None)
    with pytest.raises(Lacking, match="pip install"):
        read_xls(b"")


def test_macros_and_other_parts_never_reach_calamine(pack: Pack) -> None:
    parts = by_hand(pack, '<row r="1"><c r="A1"><v>1</v></c></row>')
    archive = Archive(parts)
    names = [name for name in archive.names if name.endswith(".xml")]
    assert Archive(archive.plain(names)).names == names


def test_damaged_part_of_xlsx_is_refused(pack: Pack) -> None:
    cells = '<row r="1"><c r="A1" t="s"><v>7</v></c></row>'
    with pytest.raises(CannotRead, match="打不开"):
        read_xlsx(Archive(by_hand(pack, cells, sharedStrings="<sst><si>")))


# --- .xls -----------------------------------------------------------------------------------------


def test_workbook_that_is_spread_or_has_a_chart_sheet(pack: Pack) -> None:
    book = openpyxl.Workbook()
    book.create_chartsheet("图")
    book.worksheets[0]["A1"] = "甲"
    assert texts(read_xlsx(Archive(saved(book)))) == [["甲"]]
    book.worksheets[0]["XFD900"] = "乙"
    out = StringIO()
    main(BytesIO(saved(book)), out)
    assert loads(out.getvalue()) == {"fault": "spread", "name": "Sheet"}


def test_xls_program_answers_with_what_is_in_a_workbook() -> None:
    out = StringIO()
    main(BytesIO(saved(values_as_written())), out)
    (sheet,) = loads(out.getvalue())["sheets"]
    assert sheet["rows"][0] == ["1", "2", "0.3", "TRUE"]


def test_numbers_of_an_old_workbook_are_noted_but_not_those_that_count() -> None:
    book = openpyxl.Workbook()
    for row in ([None, "题"], [1, 0.5], [2, date(2023, 6, 30)], [3, True]):
        book.worksheets[0].append(row)
    said = "旧格式的表（.xls）看不出数和日期怎样显示，这里读作“{}”，请对照原表"
    assert [(*note.place, note.text) for note in read_xls(saved(book)).notes] == [
        (1, 2, 2, said.format("0.5")),
        (1, 3, 2, said.format("2023-06-30")),
    ]


def test_calamine_on_the_search_path_is_seen(tmp_path: Path) -> None:
    (tmp_path / "python_calamine").symlink_to(Path(python_calamine.__file__).parent)
    file = tmp_path / "a.xls"
    file.write_bytes(saved(values_as_written()))
    code = (
        "import sys; from pathlib import Path; from gongkai_cli.reading.tables import sheets;"
        "print(len(sheets.read_xls(Path(sys.argv[1]).read_bytes()).blocks))"
    )
    python = str(getattr(sys, "_base_executable", sys.executable))
    paths = [str(tmp_path), str(Path(gongkai_cli.__file__).parents[1])]
    done = subprocess.run(
        [python, "-c", code, str(file)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout.strip(), done.stderr) == ("1", "")


def test_damaged_xls_is_refused() -> None:
    with pytest.raises(CannotRead, match="打不开"):
        read_xls(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))


# --- .ods -----------------------------------------------------------------------------------------


def ods(pack: Pack, rows: str, style: str = "") -> bytes:
    names = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "style", "table", "text")
    )
    return pack(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": f"<office:document-content {names}>"
            '<style:style style:name="h"><style:table-properties table:display="false"/></style:style>'
            f'<office:body><office:spreadsheet><table:table table:name="表" {style}>{rows}'
            "</table:table></office:spreadsheet></office:body></office:document-content>",
        }
    )


def cell(text: str, more: str = "") -> str:
    return f"<table:table-cell {more}><text:p>{text}</text:p></table:table-cell>"


def row(*cells: str, more: str = "") -> str:
    return f"<table:table-row {more}>{''.join(cells)}</table:table-row>"


def test_repetitions_groups_and_signs_of_ods_are_read(pack: Pack) -> None:
    signs = "甲<text:s text:c='3'/>乙<text:line-break/><text:span>丙</text:span><text:tab/>丁"
    rows = (
        "<table:table-column/><table:table-header-rows>"
        + row(cell("a", 'table:number-columns-repeated="2"'), "<x/>")
        + "</table:table-header-rows>"
        + row(cell(signs), more='table:number-rows-repeated="2"')
        + row('<table:table-cell office:value="5"/>', more='table:number-rows-repeated="0"')
        + row("<table:table-cell/>", more='table:number-rows-repeated="1048000"')
    )
    said = "甲 乙\n丙 丁"
    assert texts(read_ods(Archive(ods(pack, rows)))) == [
        ["a", "a"],
        [said, ""],
        [said, ""],
        ["5", ""],
    ]


def test_lists_in_ods_are_read_and_their_notes_left(pack: Pack) -> None:
    note = "<text:note><text:p>注</text:p></text:note>"
    rows = row(
        f"<table:table-cell><text:list><text:p>甲{note}乙</text:p></text:list></table:table-cell>"
    )
    assert texts(read_ods(Archive(ods(pack, rows)))) == [["甲乙"]]


def test_blank_sheets_are_no_tables() -> None:
    assert sheets_document([Sheet("空", False, 0, 0, [["", " "]], [])]).blocks == ()  # noqa: FBT003


def test_comment_in_ods_is_a_note(pack: Pack) -> None:
    comment = "<office:annotation><text:p>批</text:p></office:annotation>"
    rows = row(f"<table:table-cell>{comment}<text:p>甲</text:p></table:table-cell>")
    document = read_ods(Archive(ods(pack, rows)))
    assert texts(document) == [["甲"]]
    assert "工作表“表”第1行第1列有一条批注：“批”" in [note.text for note in document.notes]


def test_hidden_sheet_of_ods_is_left_out(pack: Pack) -> None:
    document = read_ods(Archive(ods(pack, row(cell("甲")), 'table:style-name="h"')))
    assert document.blocks == ()


@pytest.mark.parametrize(
    "rows",
    [
        row(
            cell("a", 'table:number-columns-repeated="16384"'),
            more='table:number-rows-repeated="9999"',
        ),
        row(cell("a"), cell("b", 'table:number-columns-repeated="999999999"')),
        row(more='table:number-rows-repeated="1048575"') + row(cell("a"), cell("b")),
    ],
)
def test_contents_of_ods_far_apart_are_refused_at_once(rows: str, pack: Pack) -> None:
    began = monotonic()
    with pytest.raises(CannotRead, match="铺得太开"):
        read_ods(Archive(ods(pack, rows)))
    assert monotonic() - began < 2


def test_locked_and_empty_ods_are_refused(pack: Pack) -> None:
    with pytest.raises(CannotRead, match="密码"):
        read_ods(Archive(pack({"META-INF/manifest.xml": "<encryption-data/>"})))
    for parts in ({}, {"content.xml": "<a/>"}):
        with pytest.raises(CannotRead, match="打不开"):
            read_ods(Archive(pack({"a": "", **parts})))


@pytest.mark.skipif(sys.platform == "win32", reason="no memory limit there")
def test_xls_with_contents_far_apart_is_refused(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0]["A1"], book.worksheets[0]["T65536"] = "甲", "乙"
    file = tmp_path / "a.xlsx"
    book.save(file)
    (old,) = converted([file], "xls", tmp_path)
    data = old.read_bytes()
    with pytest.raises(CannotRead, match="铺得太开"):
        read_xls(data)
    first = data.index(b"\x09\x08\x10\x00\x00\x06\x05\x00") + 20
    with pytest.raises(CannotRead, match="密码"):
        read_xls(data[:first] + b"\x2f\x00" + data[first + 2 :])
    corner = data.rindex(b"\xff\xff\x13\x00")
    with pytest.raises(CannotRead):
        read_xls(data[:corner] + b"\xff\xff\xff\xff" + data[corner + 4 :])


def test_reading_in_this_process_leaves_its_memory_alone() -> None:
    """The limit is the child's: set here, it would bind every test after this one."""
    resource = pytest.importorskip("resource", reason="Windows has no such limits")
    before = resource.getrlimit(resource.RLIMIT_AS)
    main(BytesIO(saved(values_as_written())), StringIO())
    assert resource.getrlimit(resource.RLIMIT_AS) == before
