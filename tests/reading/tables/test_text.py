from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai_cli.reading.tables.faults import CannotRead
from gongkai_cli.reading.tables.grid import Document, Grid
from gongkai_cli.reading.tables.text import decoded, read_text

ISSUED = next((Path(__file__).parents[3] / "data/source").glob("2023*.txt"))


def read(text: str) -> Document:
    return read_text(text.encode())


def texts(document: Document, number: int = 0) -> list[list[str | None]]:
    grids = [block for block in document.blocks if isinstance(block, Grid)]
    return [[square and square.text for square in row] for row in grids[number].rows]


def outside(document: Document) -> list[str]:
    return [block for block in document.blocks if isinstance(block, str)]


def notes(document: Document) -> list[tuple[int, int, str]]:
    return [(note.place.row, note.place.column, note.text) for note in document.notes]


# --- a row on each line ---------------------------------------------------------------------------


def test_tabs_part_cells() -> None:
    document = read("标题\n\n序号\t任务\t单位\n1\t甲\t\n2\t乙\n落款\n")
    assert texts(document) == [["序号", "任务", "单位"], ["1", "甲", ""], ["2", "乙", None]]
    assert outside(document) == ["标题", "落款"]


def test_cell_of_several_lines_in_quotes_is_one() -> None:
    document = read('序号\t任务\n1\t"甲\n乙 ""丙"""\n2\t丁\n')
    assert texts(document) == [["序号", "任务"], ["1", '甲\n乙 "丙"'], ["2", "丁"]]


def test_quote_that_nobody_closes_is_a_quote() -> None:
    assert texts(read('序号\t任务\n1\t"甲\n2\t乙\n'))[1:] == [["1", '"甲'], ["2", "乙"]]


@pytest.mark.parametrize("said", ['"十四五"规划', '"放管服', '"甲"', '"甲"乙"', '"', '""'])
def test_quotes_that_were_issued_stay_and_swallow_nothing(said: str) -> None:
    document = read(f'序号\t任务\t单位\n1\t{said}\t一局\n2\t"乙\t二局\n3\t丙"\t三局\n')
    assert texts(document)[1:] == [["1", said, "一局"], ["2", '"乙', "二局"], ["3", '丙"', "三局"]]


def test_cell_in_quotes_may_be_long_and_hold_tabs() -> None:
    said = "长" * 90_000
    assert texts(read(f'1\t"{said}"\t甲\n2\t"一\t二"\t乙\n')) == [
        ["1", f'"{said}"', "甲"],
        ["2", "一 二", "乙"],
    ]


def test_pipes_part_cells() -> None:
    document = read(
        "# 标题\n\n| 序号 | 任务 |\n|:--|---:|\n| 1 | 甲 \\| 乙<br>丙 |\n| 2 | |\n\n说明\n"
    )
    assert texts(document) == [["序号", "任务"], ["1", "甲 | 乙\n丙"], ["2", ""]]
    assert outside(document) == ["# 标题", "说明"]


def test_pipes_only_between_cells() -> None:
    assert texts(read("a | b | c\n--- | --- | ---\n1 | 2 | 3")) == [
        ["a", "b", "c"],
        ["1", "2", "3"],
    ]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_csv_is_read(separator: str) -> None:
    lines = [["序号", "任务", "单位"], ["1", '"甲\n""乙"""', "丙"]]
    data = "\r\n".join(separator.join(line) for line in lines).encode("utf-8-sig")
    document = read_text(data, as_csv=True)
    assert texts(document) == [["序号", "任务", "单位"], ["1", '甲\n"乙"', "丙"]]


@pytest.mark.parametrize("field", ['"' + "a" * 200_000, '"十四五"规划', '"甲'])
def test_csv_whose_quotes_cannot_be_trusted_is_refused(field: str) -> None:
    with pytest.raises(CannotRead, match="CSV"):
        read_text(f"a,b\n{field},c".encode(), as_csv=True)


# --- encodings ------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
def test_encoding_is_found(encoding: str) -> None:
    text = "序号\t任务\r\n1\t做好政务公开，公布目录。\r\n"
    assert texts(read_text(text.encode(encoding))) == [
        ["序号", "任务"],
        ["1", "做好政务公开，公布目录。"],
    ]


@pytest.mark.parametrize("data", [b"\x00\x01\x02\x03abc", b"\xff\xfe\x00", b"\x80\xff\xff\x00"])
def test_what_is_no_text_is_refused(data: bytes) -> None:
    with pytest.raises(CannotRead, match="不是文字"):
        decoded(data)


# --- a cell on each line --------------------------------------------------------------------------


def test_issued_table_is_read_whole() -> None:
    document = read_text(ISSUED.read_bytes())
    rows = texts(document)
    assert [row[0] for row in rows] == ["序号", *map(str, range(1, 47))]
    assert rows[0] == ["序号", "工作任务", "工作任务", "具体要求", "责任单位", "完成时限"]
    assert rows[1][1:3] == ["一、聚焦重点领域，深化主动公开", "以政府信息公开助推经济高质量发展"]
    assert rows[1][5] == "全年，长期\n坚持"
    assert rows[39][1] == "五、加强监督保障，巩固工作基础"
    assert rows[46][3:] == [rows[46][3], None, None]
    assert outside(document) == ["附件", "2023年槐荫区政务公开重点工作任务分解表"]


def test_every_word_of_the_issued_table_is_in_it_or_in_a_note() -> None:
    document = read_text(ISSUED.read_bytes())
    kept = "".join([*outside(document), *(cell or "" for row in texts(document) for cell in row)])
    said = kept + "".join(text for *_, text in notes(document))
    lines = [line.strip() for line in ISSUED.read_text("utf-8").splitlines() if line.strip()]
    assert [line for line in lines if line not in said] == []


OPENED = "\t序号\n\t工作任务\n\t责任单位\n\t完成时限\n\n"


def test_tab_opens_each_cell_and_the_header_says_how_many() -> None:
    document = read(OPENED + "\t1\n\t甲\n乙\n\t\n\t6月\n\n\t2\n\t丙\n\t丁\n\t7月\n\n落款\n")
    assert texts(document) == [
        ["序号", "工作任务", "责任单位", "完成时限"],
        ["1", "甲\n乙", "", "6月"],
        ["2", "丙", "丁", "7月"],
    ]
    assert outside(document) == ["落款"]
    assert document.notes == ()


def test_section_rows_and_short_and_long_rows_are_found() -> None:
    document = read(
        OPENED + "\t一、部分\n\t1\n\t甲\n\t乙\n\t6月\n\t（二）部分\n\t2\n\t丙\n\t丁\n\t戊\n\t7月"
        "\n\t3,4\n\t己\n\t庚\n\t8月\n\t5\n\t辛\n"
    )
    assert texts(document)[1:] == [
        ["一、部分"] * 4,
        ["1", "甲", "乙", "6月"],
        ["（二）部分"] * 4,
        ["2", "丙", "丁\n戊", "7月"],
        ["3,4", "己", "庚", "8月"],
        ["5", "辛", None, None],
    ]
    assert notes(document) == [
        (5, 0, "这一行多出1格，都并入“责任单位”一栏，请核对"),
        (7, 0, "这一行少2格，缺的在最后"),
    ]


def test_header_cell_that_spans_columns_is_spread() -> None:
    document = read(
        OPENED
        + "\t1\n\t部\n\t甲\n\t乙\n\t6月\n\t2\n\t\n\t丙\n\t丁\n\t7月\n\t3\n\t\n\t戊\n\t己\n\t8月\n"
    )
    assert texts(document)[0] == ["序号", "工作任务", "工作任务", "责任单位", "完成时限"]
    assert notes(document)[0] == (1, 0, "表头有4格，下面各行有5格；“工作任务”按占2格读")


def test_number_in_the_middle_of_a_row_is_found() -> None:
    document = read(
        "题 |\n工作任务 |\n具体要求 |\n责任科室 |\n时限要求 |\n||\n一、部分 |\n（一）甲 |\n1 |\n要求甲 |\n科室 |\n长期 |\n"
        "|\n|\n2 |\n要求乙 |\n科室\n二科 |\n长期 |\n|\n（二）乙 |\n3 |\n要求丙 |\n科室 |\n长期 |\n末"
    )
    rows = texts(document)
    assert rows[0] == ["工作任务", "工作任务", "工作任务", "具体要求", "责任科室", "时限要求"]
    assert rows[2] == ["", "", "2", "要求乙", "科室\n二科", "长期"]
    assert rows[3] == ["", "（二）乙", "3", "要求丙", "科室", "长期"]


def test_paragraphs_alone_are_put_together_with_a_warning() -> None:
    document = read(
        "通知\n\n序号\n\n民生实事\n\n责任单位\n\n完成时限\n\n1\n\n甲事。\n\n教育局\n\n民政局\n\n6月底前\n\n"
        "2\n\n乙事。\n\n财政局\n\n12月底前\n\n分享到:\n"
    )
    assert texts(document)[1:] == [
        ["1", "甲事。", "教育局\n民政局", "6月底前"],
        ["2", "乙事。", "财政局", "12月底前"],
    ]
    assert outside(document) == ["通知", "分享到:"]
    assert notes(document)[0][2].startswith("复制来的文字里没有行的界线")


def test_paragraphs_without_numbers_fall_into_rows_by_the_header() -> None:
    document = read("工作任务\n责任单位\n备注\n甲\n教育局\n无\n乙\n民政局\n无\n")
    assert texts(document)[1:] == [["甲", "教育局", "无"], ["乙", "民政局", "无"]]


def test_last_row_without_a_time_ends_with_its_columns() -> None:
    head = "序号\n工作任务\n责任单位\n完成时限\n"
    document = read(head + "1\n甲\n教育局\n6月底前\n2\n乙\n民政局\n另行通知\n主办：示例区\n")
    assert texts(document)[2] == ["2", "乙", "民政局", "另行通知"]
    assert outside(document) == ["主办：示例区"]


def test_header_alone_is_a_table_of_one_row() -> None:
    assert texts(read("工作任务\n责任单位\n备注\n")) == [["工作任务", "责任单位", "备注"]]


def test_header_again_begins_another_table() -> None:
    document = read(
        OPENED + "\t1\n\t甲\n\t乙\n\t6月\n\n附件2\n" + OPENED + "\t1\n\t丙\n\t丁\n\t7月\n"
    )
    assert texts(document)[1] == ["1", "甲", "乙", "6月"]
    assert texts(document, 1)[1] == ["1", "丙", "丁", "7月"]
    assert outside(document) == ["附件2"]


def test_number_column_that_is_not_first_is_known_by_its_header() -> None:
    head = "\t工作任务\n\t序号\n\t责任单位\n"
    document = read(head + "\t甲\n\t1\n\t教育局\n\t乙\n\t2\n\t民政局\n\t丙\n\t3\n\t司法局\n")
    assert texts(document)[1:] == [
        ["甲", "1", "教育局"],
        ["乙", "2", "民政局"],
        ["丙", "3", "司法局"],
    ]


@given(st.text(alphabet='1一、|\t\n 序号工作任务责单位完成时限"甲,。-', max_size=120))
def test_any_text_is_read_and_no_letter_lost(text: str) -> None:
    document = read(text)
    said = "".join(
        [*outside(document), *(n for *_, n in notes(document))]
        + [
            square.text
            for block in document.blocks
            if isinstance(block, Grid)
            for row in block.rows
            for square in row
            if square
        ]
    )
    assert set("1一、序号工作任务责单位完成时限甲,。") & set(text) <= set(said)
