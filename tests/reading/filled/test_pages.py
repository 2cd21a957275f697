"""Workbooks as rows of values, whoever saved them; what is hostile is not read."""

import tracemalloc
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from io import BytesIO

import pytest
from openpyxl import Workbook
from openpyxl.comments import Comment

from gongkai_cli.reading.filled import marks
from gongkai_cli.reading.filled.pages import Page, Value, pages, value_of
from gongkai_cli.reading.tables import archive
from gongkai_cli.reading.tables.faults import CannotRead

ODS = "application/vnd.oasis.opendocument.spreadsheet"
MANIFEST = (
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{ODS}"/></manifest:manifest>'
)
SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "table", "text")
)
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def ods(*tables: str) -> bytes:
    """An ods file with these tables."""
    body = f"<office:body><office:spreadsheet>{''.join(tables)}</office:spreadsheet></office:body>"
    content = f"<office:document-content {SPACES}>{body}</office:document-content>"
    return zipped({"mimetype": ODS, "META-INF/manifest.xml": MANIFEST, "content.xml": content})


def table(rows: str, name: str = "表") -> str:
    return f'<table:table table:name="{name}">{rows}</table:table>'


def row(cells: str, times: int = 1) -> str:
    return f'<table:table-row table:number-rows-repeated="{times}">{cells}</table:table-row>'


def cell(text: str = "", more: str = "") -> str:
    inner = f"<text:p>{text}</text:p>" if text else ""
    kind = ' office:value-type="string"' if text else ""
    return f"<table:table-cell{kind} {more}>{inner}</table:table-cell>"


def xlsx(rows: str = "", **parts: str) -> bytes:
    """An xlsx file whose one sheet has `rows` as they stand in the file; `parts` are others."""
    saved = BytesIO()
    Workbook().save(saved)
    with zipfile.ZipFile(saved) as archive:
        found = {name: archive.read(name).decode() for name in archive.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    found[sheet] = f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'
    return zipped(found | parts)


def zipped(parts: dict[str, str]) -> bytes:
    saved = BytesIO()
    with zipfile.ZipFile(saved, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return saved.getvalue()


def only(data: bytes) -> Page:
    [page] = pages(data)
    return page


VALUES: list[tuple[object, Value]] = [
    ("", ""),
    (" 甲\n乙 ", " 甲\n乙 "),
    (3.0, "3"),
    (0.5, "0.5"),
    (7, "7"),
    (True, "TRUE"),
    (date(2023, 6, 27), date(2023, 6, 27)),
    (datetime(2023, 6, 27), date(2023, 6, 27)),  # noqa: DTZ001 - Excel knows no zones
    (datetime(2023, 6, 27, 9, 30), "2023-06-27 09:30:00"),  # noqa: DTZ001
    (time(9, 30), "09:30:00"),
    (timedelta(hours=30), "1 day, 6:00:00"),
]


@pytest.mark.parametrize(("raw", "value"), VALUES)
def test_every_value_is_text_or_a_day(raw: object, value: Value) -> None:
    assert value_of(raw) == value


def test_cells_keep_their_places_and_sheets_their_names() -> None:
    made = Workbook()
    made.worksheets[0].title = "甲"
    made.worksheets[0]["C2"] = "中"
    made.worksheets[0]["B3"] = "=1+1"
    made.create_sheet("乙").sheet_state = "hidden"
    made.create_chartsheet("图")
    saved = BytesIO()
    made.save(saved)
    first, second = pages(saved.getvalue())
    assert (first.name, first.hidden, first.rows) == ("甲", False, (("",) * 3, ("", "", "中")))
    assert first.marks.formulas == {(2, 1)}
    assert (second.name, second.hidden, second.rows) == ("乙", True, ())


def test_cells_that_leave_out_where_they_stand() -> None:
    rows = (
        '<row><c t="inlineStr"><is><t>一</t></is></c><c><f>1+1</f><v>2</v></c></row>'
        '<row r="4"><c r="B4" t="e"><v>#N/A</v></c><c t="str"><f>A1</f></c></row>'
    )
    page = only(xlsx(rows))
    assert page.rows[0] == ("一", "2")
    assert page.marks.formulas == {(0, 1), (3, 2)}
    assert page.marks.errors == {(3, 1)}


def test_an_ods_counts_repeated_rows_and_cells() -> None:
    twice = 'table:number-columns-repeated="2"'
    formula = 'table:formula="of:=1+1" office:value-type="float" office:value="2"'
    wide = 'table:number-columns-spanned="2" table:number-rows-spanned="1"'
    error = 'office:value-type="error"'
    rows = (
        row(cell("一", twice) + f"<table:table-cell {formula}/>", 2)
        + row(cell("", 'table:number-columns-repeated="16384"'), 3)
        + row(cell("二", wide) + "<table:covered-table-cell/>" + f"<table:table-cell {error}/>")
        + row(cell("", twice), 1_048_000)
    )
    page = only(ods(table(rows)))
    assert page.rows[:2] == (("一", "一", "2"), ("一", "一", "2"))
    assert page.rows[5][0] == "二"
    assert page.marks.formulas == {(0, 2)}
    assert page.marks.merged == {(5, 0)}
    assert page.marks.errors == {(5, 2)}


FAR = "1" * 12
HOSTILE: list[tuple[str, Callable[[], bytes], str]] = [
    ("rows", lambda: xlsx('<row r="1048576"><c r="A1048576"><v>1</v></c></row>'), "超出了2000行"),
    ("columns", lambda: xlsx('<row r="1"><c r="XFD1"><v>1</v></c></row>'), "256列"),
    ("no row", lambda: xlsx(f'<row r="{FAR}"><c><v>1</v></c></row>'), "超出了2000行"),
    ("place", lambda: xlsx('<row r="1"><c r="甲1"><v>1</v></c></row>'), "打不开"),
    ("doctype", lambda: xlsx(**{"xl/workbook.xml": "<!DOCTYPE x><x/>"}), "文档类型声明"),
    (
        "encoding",
        lambda: xlsx(**{"xl/workbook.xml": "<?xml version='1.0' encoding='x-none'?><x/>"}),
        "打不开",
    ),
    ("broken", lambda: xlsx(**{"xl/workbook.xml": "<x>"}), "打不开"),
    ("long text", lambda: xlsx(f'<row><c t="str"><v>{"字" * 40_000}</v></c></row>'), "32767个字"),
    ("ods rows", lambda: ods(table(row(cell("x"), 1_000_000))), "超出了2000行"),
    ("ods blank rows", lambda: ods(table(row(cell(), 1_000_000) + row(cell("x")))), "超出了2000行"),
    (
        "ods columns",
        lambda: ods(table(row(cell("x", 'table:number-columns-repeated="+300"')))),
        "256列",
    ),
    (
        "ods count",
        lambda: ods(table(row(cell("x", f'table:number-columns-repeated="{FAR}"')))),
        "256列",
    ),
    ("ods spaces", lambda: ods(table(row(cell('<text:s text:c="999999999"/>x')))), "32767个字"),
    ("ods twice", lambda: ods(table(""), table("")), "打不开"),
    ("xlsb", lambda: zipped({"xl/workbook.bin": ""}), "不是 xlsx、xls 或 ods"),
    ("path", lambda: zipped({"../xl/workbook.xml": ""}), "像是要写到别处去"),
]


@pytest.mark.parametrize(
    ("make", "sentence"), [each[1:] for each in HOSTILE], ids=[each[0] for each in HOSTILE]
)
def test_what_is_hostile_is_not_read(make: Callable[[], bytes], sentence: str) -> None:
    data = make()
    tracemalloc.start()
    with pytest.raises(CannotRead, match=sentence):
        pages(data)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 50_000_000


def test_very_many_sheets_with_one_cell_far_away_are_too_much() -> None:
    far = row(cell(), 1_999) + row(cell("", 'table:number-columns-repeated="255"') + cell("x"))
    with pytest.raises(CannotRead, match="内容太多"):
        pages(ods(*(table(far, str(number)) for number in range(9))))


def test_one_shared_text_that_very_many_cells_mean_is_too_much() -> None:
    most = marks.MAX_LETTERS // 30_000 + 1
    texts = f'<sst xmlns="{MAIN}">\n<si><t>{"字" * 30_000}</t></si></sst>'
    own = relations(
        ("rId1", "worksheet", "worksheets/sheet1.xml"),
        ("rId2", "sharedStrings", "sharedStrings.xml"),
    )
    many = "<c t='s'><v>0</v></c>" * 250
    rows = f"<row>{many}</row>" * (most // 250 + 1)
    with pytest.raises(CannotRead, match="内容太多"):
        pages(xlsx(rows, **{"xl/sharedStrings.xml": texts, "xl/_rels/workbook.xml.rels": own}))


def relations(*targets: tuple[str, str, str]) -> str:
    kinds = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    inner = "".join(
        f'<Relationship Id="{identity}" Type="{kinds}/{kind}" Target="{target}"/>'
        for identity, kind, target in targets
    )
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<Relationships xmlns="{space}">{inner}</Relationships>'


@pytest.mark.parametrize(
    "text",
    [
        relations(("rId1", "worksheet", "worksheets/sheet1.xml"), ("rId1", "styles", "styles.xml")),
        relations(("rId1", "styles", "worksheets/sheet1.xml")),
    ],
)
def test_a_sheet_that_is_said_to_be_something_else_is_not_read(text: str) -> None:
    with pytest.raises(CannotRead, match="打不开"):
        pages(xlsx(**{"xl/_rels/workbook.xml.rels": text}))


def test_a_sheet_whose_part_is_missing_is_left_out() -> None:
    gone = relations(("rId1", "worksheet", "worksheets/none.xml"))
    assert pages(xlsx(**{"xl/_rels/workbook.xml.rels": gone})) == []


def test_a_text_that_is_not_there_is_the_librarys_to_refuse() -> None:
    with pytest.raises(CannotRead, match="打不开"):
        pages(xlsx('<row><c t="s"><v>7</v></c></row>'))


def test_notes_are_seen_in_ods_and_are_no_text() -> None:
    note = "<office:annotation><text:p>批注</text:p></office:annotation>"
    noted = (
        f'<table:table-cell office:value-type="string">{note}<text:p>字</text:p></table:table-cell>'
    )
    [page] = pages(ods(table(row(cell("甲") + noted) + f"<table:shapes>{note}</table:shapes>")))
    assert page.marks.notes == {(0, 1)}
    assert page.rows == (("甲", "字"),)


def test_notes_are_seen_in_xlsx() -> None:
    made = Workbook()
    first, second = made.worksheets[0], made.create_sheet("乙")
    first["A1"], second["A1"] = "甲", "乙"
    second["K5"].comment, second["A1"].comment = Comment("批注", "甲"), Comment("批注", "甲")
    saved = BytesIO()
    made.save(saved)
    assert [page.marks.notes for page in pages(saved.getvalue())] == [set(), {(0, 0), (4, 10)}]


@pytest.mark.parametrize("make", [xlsx, lambda rows: ods(table(rows))])
def test_what_is_too_deep_or_has_too_many_tags_is_not_read(make: Callable[[str], bytes]) -> None:
    deep = archive.MAX_DEPTH
    assert pages(make("<x>" * (deep - 9) + "</x>" * (deep - 9)))
    with pytest.raises(CannotRead, match="文件里内容的嵌套超过了100层，不像一份台账。"):
        pages(make("<x>" * deep + "</x>" * deep))
    with pytest.raises(CannotRead, match="文件里内容太多，不像一份台账。"):
        pages(make("<x/>" * archive.MAX_TAGS))
