import sys
from pathlib import Path
from time import monotonic

import pytest

from gongkai_cli.reading.tables.faults import CannotRead, Lacking
from gongkai_cli.reading.tables.grid import Document, Grid
from gongkai_cli.reading.tables.html import read_html
from gongkai_cli.reading.tables.opening import read_document


def page(body: str) -> Document:
    return read_html(
        f"<html><head><meta charset='utf-8'></head><body>{body}</body></html>".encode()
    )


def texts(document: Document, number: int = 0) -> list[list[str | None]]:
    grids = [block for block in document.blocks if isinstance(block, Grid)]
    return [[square and square.text for square in row] for row in grids[number].rows]


CELLS = {
    "entities": ("A&lt;B&amp;C&nbsp;D&#19968;", "A<B&C D一"),
    "breaks": ("甲<br>乙<br/>丙", "甲\n乙\n丙"),
    "paragraphs": ("<p>甲</p><p class=x>乙</p>", "甲\n乙"),
    "blanks": ("  \n 甲   乙 \t ", "甲 乙"),
    "line broken between characters": ("公开\n  指南", "公开指南"),
    "line broken between words": ("open\ndata", "open data"),
    "script and style": ("甲<script>x()</script><style>b{}</style><!-- 注 -->", "甲"),
    "Word's own elements": ("<p class=MsoNormal><span>甲</span><o:p>&nbsp;</o:p></p>", "甲"),
    "conditional comments": ("<!--[if gte mso 9]>乙<![endif]-->甲<![if !vml]><![endif]>", "甲"),
    "numbered list": ("<ol start=3><li>甲<li value=7>乙<li>丙</ol>", "3. 甲\n7. 乙\n8. 丙"),
    "other list": ("<ul><li>甲</ul>", "甲"),
    "ruby": ("<ruby>甲<rt>jiǎ</rt></ruby>", "甲"),
}


@pytest.mark.parametrize("trait", CELLS)
def test_cell_is_read_with(trait: str) -> None:
    inner, expected = CELLS[trait]
    document = page(f"<table><tr><td>{inner}<th>旁</table>")
    assert texts(document) == [[expected, "旁"]]
    assert document.notes == ()


@pytest.mark.parametrize(
    ("inner", "sentence"),
    [
        ("<span style='DISPLAY: none'>旧</span>", "隐藏的文字没有读入：“旧”"),
        ("<span hidden>旧</span>", "隐藏的文字没有读入：“旧”"),
        ("<del>旧</del>", "标为删去的文字没有读入：“旧”"),
        ("<img src='file:///etc/passwd'>", "这里有一张图片，没有读入"),
    ],
)
def test_what_is_left_out_is_noted(inner: str, sentence: str) -> None:
    document = page(f"<table><tr><td>甲{inner}<td hidden></table>")
    assert texts(document) == [["甲", ""]]
    assert [(*note.place, note.text) for note in document.notes] == [(1, 1, 1, sentence)]


def test_spans_leave_room_as_in_a_browser() -> None:
    document = page(
        "<table><tr><td rowspan=2>a<td colspan=2>b<tr><td>c<td rowspan=0>d"
        "<tr><td>e<td>f<tr><td rowspan=99>g</table>"
    )
    assert texts(document) == [
        ["a", "b", "b"],
        ["a", "c", "d"],
        ["e", "f", "d"],
        ["g", None, "d"],
    ]


def test_head_comes_first_and_foot_last() -> None:
    document = page(
        "<table><caption>题</caption><tfoot><tr><td>尾</tfoot><tbody><tr><td>1</tbody>"
        "<thead><tr><th>头</thead><tbody><tr><td>2</tbody></table>"
    )
    assert texts(document) == [["头"], ["1"], ["2"], ["尾"]]
    assert document.blocks[0] == "题"


def test_nested_table_becomes_lines_of_its_cell() -> None:
    inner = "<table><tr><td>小一<td>小二<tr><td>小三</table>"
    document = page(f"<table><tr><td>1<td>a<td>b<tr><td>2<td>前{inner}后<td>c</table>")
    assert texts(document)[1] == ["2", "前\n小一 小二\n小三\n后", "c"]
    assert [note.text for note in document.notes] == ["格里还套着一张表，它的文字按行并入这一格"]


ROWS = "<tr><td>1<td>甲</tr><tr><td>2<td>乙</tr>"


@pytest.mark.parametrize("around", ["form", "div", "center"])
def test_rows_in_what_does_not_belong_there_are_read(around: str) -> None:
    document = page(f"<table><{around}>{ROWS}</{around}></table>")
    assert texts(document) == [["1", "甲"], ["2", "乙"]]
    assert document.notes == ()


def test_fields_of_a_form_are_read() -> None:
    document = page(
        "<table><tr><td><input value=一局><td><textarea>6月\n底前</textarea>"
        "<td><select><option>甲<option selected>乙</select><select><option>丙</select><select></select>"
        "<td><input type=checkbox checked><input type=radio><input type=hidden value=x>"
        "<td>丁<input type=text></table>"
    )
    assert texts(document) == [["一局", "6月底前", "乙丙", "☑□", "丁"]]
    assert document.notes == ()


def test_words_of_a_table_outside_its_cells_are_noted() -> None:
    document = page(
        f"<table><caption>题</caption>散字<tbody>{ROWS}<tr>行里<td>3</tr></tbody>"
        "<div>另一段<img src=x></div><script>x</script><td>孤格</table>"
    )
    assert texts(document)[:2] == [["1", "甲"], ["2", "乙"]]
    said = "".join(note.text for note in document.notes)
    assert [word for word in ("散字", "行里", "另一段", "孤格", "图片") if word not in said] == []


@pytest.mark.parametrize(
    "hidden", ["<table hidden>{}</table>", "<div style='display:none'><table>{}</table></div>"]
)
def test_hidden_table_is_no_table_but_a_note(hidden: str) -> None:
    document = page(hidden.format("<tr><td>旧</table>") + f"<table>{ROWS}</table>")
    assert texts(document) == [["1", "甲"], ["2", "乙"]]
    assert [note.text for note in document.notes] == ["隐藏的文字没有读入：“旧”"]


def test_hidden_row_is_a_note() -> None:
    document = page(f"<table>{ROWS}<tr style='display:none'><td>3<td>丙</tr></table>")
    assert texts(document) == [["1", "甲"], ["2", "乙"]]
    assert [(*note.place, note.text) for note in document.notes] == [
        (1, 0, 0, "隐藏的文字没有读入：“3丙”")
    ]


@pytest.mark.parametrize(
    "header", ["<tr><td>序号<td>任务<td>要求", "<tr><td>甲<td>乙<tr><td>丙<td>丁"]
)
def test_table_that_says_something_is_no_frame(header: str) -> None:
    inner = f"<table><caption>内</caption>{ROWS * 4}</table>"
    document = page(f"<table>{header}<tr><td>1<td>{inner}</table>")
    assert "1 甲" in (texts(document)[-1][1] or "")
    assert "内" in (texts(document)[-1][1] or "")


def test_layout_tables_are_walked_through() -> None:
    document = page(
        "<table><tr><td>导航<td><div>标题<table><tr><td>1<td>a<tr><td>2<td>b</table>落款</div></table>"
    )
    assert texts(document) == [["1", "a"], ["2", "b"]]
    assert [block for block in document.blocks if isinstance(block, str)] == [
        "导航",
        "标题",
        "落款",
    ]


def test_paragraphs_are_blocks_in_order() -> None:
    document = page("<h1>标题</h1><div>一<br>二<b>三</b></div><table><tr><td>a</table>末")
    assert [block for block in document.blocks if isinstance(block, str)] == [
        "标题",
        "一",
        "二三",
        "末",
    ]


@pytest.mark.parametrize(
    ("encoding", "head"),
    [
        ("utf-8", ""),
        ("utf-8-sig", ""),
        ("utf-16", ""),
        ("gb18030", ""),
        ("gbk", "<meta charset=gb2312>"),
        ("gbk", '<meta http-equiv="Content-Type" content="text/html; charset=gb2312">'),
        ("utf-8", "<?xml version='1.0' encoding='utf-8'?>"),
    ],
)
def test_encoding_is_found(encoding: str, head: str, tmp_path: Path) -> None:
    file = tmp_path / "a.htm"
    file.write_bytes(
        f"{head}<html><table><tr><td>镕基㐀"[:-1].encode(encoding) + "</table>".encode(encoding)
    )
    if encoding == "utf-16":
        file.write_text(f"{head}<html><table><tr><td>镕基</table>", "utf-16")
    assert texts(read_document(file)) == [["镕基"]]


def test_broken_bytes_do_not_hide_a_page_that_says_its_encoding() -> None:
    data = "<meta charset=gbk><table><tr><td>甲".encode("gbk") + b"\xff\xff</table>"
    assert str((texts(read_html(data))[0][0] or "")[0]) == "甲"
    with pytest.raises(CannotRead):
        read_html(b"<table><tr><td>\xff\xff</table>")


def test_without_lxml_the_command_to_install_it_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "lxml", None)
    with pytest.raises(Lacking, match="pip install"):
        page("<table>")


@pytest.mark.parametrize(
    "body",
    [
        "<div>" * 100_000 + "x",
        "<table><tr><td>" * 5_000 + "x",
        "<table><tr>" + "<td colspan=1000>a" * 1000 + "</table>",
        "<table>" + "<tr><td rowspan=65534 colspan=400>a" * 3000 + "</table>",
        "<table>" + "<tr><td>" * 20_001 + "</table>",
        "<a>" * 2_000_001,
        "<p>" + "字" * 200_000,
    ],
)
def test_absurd_pages_are_refused_soon(body: str) -> None:
    began = monotonic()
    with pytest.raises(CannotRead):
        page(body)
    assert monotonic() - began < 20


def test_very_long_list_is_read_soon() -> None:
    began = monotonic()
    assert len(page("<ol>" + "<li>甲" * 50_000 + "</ol>").blocks) <= 50_000
    assert monotonic() - began < 20


def test_entities_of_a_document_type_are_not_opened(tmp_path: Path) -> None:
    canary = tmp_path / "canary.txt"
    canary.write_text("不该读到", "utf-8")
    data = f'<!DOCTYPE html [<!ENTITY x SYSTEM "{canary.as_uri()}">]><table><tr><td>甲&x;</table>'
    assert "不该读到" not in str(read_html(data.encode()))


@pytest.mark.parametrize("data", [b"<html></html>", b"<html>", b"<table></table>", b"<!-- -->"])
def test_empty_page_is_empty_or_refused(data: bytes) -> None:
    try:
        blocks = read_html(data).blocks
    except CannotRead:
        return
    assert not any(isinstance(block, str) or block.rows for block in blocks)
