"""The look of GB/T 9704-2012, looked up in the file."""

import time
from io import BytesIO
from zipfile import ZipFile

import pytest
from docx.enum.section import WD_ORIENTATION
from docx.section import Section
from docx.shared import Mm, Pt
from docx.styles.style import ParagraphStyle

from gongkai_cli.rendering.frame import Frame, field, titles
from gongkai_cli.rendering.word.look import ACROSS, UPRIGHT
from gongkai_cli.rendering.word.paper import Paper
from gongkai_cli.table import Cell, Tone, plain
from rendering.word.paper_reading import W, opened, part, said, texts, value

FRAME = Frame((1, 2), 1, (titles(["序号", "内容"]), (field("1"), field("甲"))))


def sample() -> Paper:
    paper = Paper("提醒函")
    paper.heading("关于报送进展的提醒函")
    paper.line(plain("示例一局："))
    paper.heading("一、逾期", 2)
    paper.heading("（一）示例", 3)
    paper.heading("1.示例", 7)
    paper.caption("单位：示例一局")
    paper.frame(FRAME)
    return paper


def room(section: Section) -> tuple[int, ...]:
    """天头 and 订口, then the text's width and height, in millimetres."""
    whole = [section.page_width, section.page_height, section.top_margin, section.left_margin]
    edges = [section.right_margin, section.bottom_margin]
    wide, high, top, left, right, bottom = (round((each or 0) / Mm(1)) for each in whole + edges)
    return top, left, wide - left - right, high - top - bottom


def test_page() -> None:
    (section,) = opened(sample().bytes()).sections
    assert room(section) == (37, 28, 156, 225)
    assert section.orientation == WD_ORIENTATION.PORTRAIT


def test_page_across_has_the_same_room_turned() -> None:
    paper = sample()
    paper.turn(ACROSS)
    paper.line(plain("附表"))
    first, second = opened(paper.bytes()).sections
    assert first.orientation == WD_ORIENTATION.PORTRAIT
    assert second.orientation == WD_ORIENTATION.LANDSCAPE
    assert room(second)[2:] == (225, 156)
    assert second.footer.is_linked_to_previous


def test_lines_stand_on_a_grid_of_28_points() -> None:
    data = sample().bytes()
    assert value(part(data), "docGrid", "type") == "lines"
    assert value(part(data), "docGrid", "linePitch") == "560"
    (body,) = [each for each in opened(data).styles if each.name == "Normal"]
    assert isinstance(body, ParagraphStyle)
    assert body.paragraph_format.line_spacing == Pt(28)
    assert body.paragraph_format.first_line_indent == Pt(32)


@pytest.mark.parametrize(
    ("style", "font", "half_points"),
    [
        ("Normal", "仿宋_GB2312", "32"),
        ("Title", "方正小标宋简体", "44"),
        ("Heading1", "黑体", "32"),
        ("Heading2", "楷体_GB2312", "32"),
        ("Heading3", "仿宋_GB2312", "32"),
    ],
)
def test_fonts(style: str, font: str, half_points: str) -> None:
    styles = part(sample().bytes(), "word/styles.xml")
    (found,) = (each for each in styles.iter(W + "style") if each.get(W + "styleId") == style)
    for letters in ("ascii", "hAnsi", "eastAsia"):
        assert value(found, "rFonts", letters) == font
    assert value(found, "sz") == half_points
    assert found.find(f".//{W}rFonts[@{W}asciiTheme]") is None


def test_order_of_what_was_put() -> None:
    body = part(sample().bytes())[0]
    assert [said(each) for each in body if each.tag == W + "p"] == [
        "关于报送进展的提醒函",
        "示例一局：",
        "一、逾期",
        "（一）示例",
        "1.示例",
        "单位：示例一局",
        "",
    ]
    assert [paragraph.style.name for paragraph in opened(sample().bytes()).paragraphs][:5] == [  # type: ignore[union-attr]
        "Title",
        "Normal",
        "Heading 1",
        "Heading 2",
        "Heading 3",
    ]


def test_a_paragraph_stands_behind_a_table_and_only_there() -> None:
    paper = Paper("甲")
    paper.line(plain("甲"))
    assert len(opened(paper.bytes()).paragraphs) == 1
    assert opened(Paper("空").bytes()).paragraphs == []


@pytest.mark.parametrize(("name", "side"), [("footer1", "right"), ("footer2", "left")])
def test_page_number_at_the_outer_edge(name: str, side: str) -> None:
    data = sample().bytes()
    footer = part(data, f"word/{name}.xml")
    assert said(footer) == "— 1 —"
    assert value(footer, "fldSimple", "instr") == " PAGE "
    assert value(footer, "jc") == side
    assert value(footer, "sz") == "28"
    assert part(data, "word/settings.xml").find(W + "evenAndOddHeaders") is not None


def test_table() -> None:
    frame = Frame(
        (1, 3),
        1,
        (titles(["序号", "内容"]), (field("1"), field("甲")), (field("2"), field("乙" * 900))),
    )
    paper = Paper("甲")
    paper.frame(frame)
    table = part(paper.bytes()).find(f".//{W}tbl")
    assert table is not None
    assert texts(table)[:2] == [["序号", "内容"], ["1", "甲"]]
    assert [each.get(W + "w") for each in table.iter(W + "gridCol")] == ["2211", "6633"]
    head, first, long = table.iter(W + "tr")
    assert [each.find(f".//{W}tblHeader") is not None for each in (head, first)] == [True, False]
    assert first.find(f".//{W}cantSplit") is not None
    assert long.find(f".//{W}cantSplit") is None


def test_same_bytes_at_another_time() -> None:
    before = sample().bytes()
    time.sleep(2.1)  # a zip tells time in steps of two seconds
    assert sample().bytes() == before


def test_nothing_of_this_machine_in_the_file() -> None:
    data = sample().bytes()
    about = opened(data).core_properties
    assert (about.author, about.last_modified_by, about.title) == ("", "", "提醒函")
    with ZipFile(BytesIO(data)) as archive:
        assert {member.date_time for member in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.namelist()[0] == "[Content_Types].xml"
        assert not [name for name in archive.namelist() if "thumbnail" in name]


def test_a_long_title_is_broken_where_words_end() -> None:
    title = "关于2023年二季度政务公开重点工作任务进展情况的通报"
    paper = Paper(title)
    paper.title(title)
    paper.heading(title)
    paper.turn(ACROSS)
    paper.title(title)
    lines = (said(each) for each in part(paper.bytes())[0].iter(W + "p"))
    upright, issued, across = filter(None, lines)
    assert upright == "关于2023年二季度政务公开\n重点工作任务进展情况的通报"
    assert (issued, across) == (title, title)
    assert opened(paper.bytes()).core_properties.title == title


@pytest.mark.parametrize(
    ("reason", "size"), [("", "24"), ("原因" * 5, "21"), ("原因" * 9, "18"), ("原因" * 90, "18")]
)
def test_a_command_is_as_small_as_one_line_needs(reason: str, size: str) -> None:
    paper = Paper("甲")
    command = f"gongkai update 21 --unit 区司法局 --reason {reason}"
    paper.command(Cell(command))
    (typed,) = part(paper.bytes()).iter(W + "p")
    assert (said(typed), value(typed, "sz")) == (command, size)


def test_lines_are_broken_by_the_rules_for_chinese() -> None:
    styles = part(sample().bytes(), "word/styles.xml")
    for style in styles.iter(W + "style"):
        if style.get(W + "styleId") in {"Normal", "Title", "Heading1", "Heading2", "Heading3"}:
            order = [each.tag.removeprefix(W) for each in style.iterfind(f"{W}pPr/*")]
            assert order.index("kinsoku") + 1 == order.index("overflowPunct")
            assert order.index("overflowPunct") < order.index("spacing")


def test_tones() -> None:
    paper = Paper("甲", UPRIGHT)
    paper.line([Cell("粗", Tone.STRONG), Cell("逾期", Tone.RED), Cell("常")])
    strong, red, common = part(paper.bytes()).iter(W + "r")
    assert strong.find(f".//{W}b") is not None
    assert value(red, "color") == "B42318"
    assert common.find(f".//{W}color") is None
    assert said(red) == "逾期"
