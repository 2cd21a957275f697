from docx.enum.section import WD_ORIENTATION
from hypothesis import given
from hypothesis import strategies as st

from gongkai_cli.rendering.layout import seen
from gongkai_cli.rendering.word.page import to_docx
from gongkai_cli.table import (
    Addressee,
    Block,
    Bullet,
    Cell,
    Column,
    Document,
    Heading,
    Line,
    Remark,
    Signature,
    Table,
    Tone,
    plain,
)
from rendering.word.paper_reading import W, opened, part, said, texts, value

ACROSS, UPRIGHT = WD_ORIENTATION.LANDSCAPE, WD_ORIENTATION.PORTRAIT
NARROW = Table((Column("单位"), Column("逾期", right=True)), (plain("示例一局", "3"),))
WIDE = Table(tuple(map(Column, "甲乙丙丁戊")), (plain(*["很长的一句话。" * 9] * 5),))


def orientations(*blocks: Block) -> list[WD_ORIENTATION]:
    return [section.orientation for section in opened(to_docx(Document(blocks))).sections]


def test_every_kind_of_block() -> None:
    page = Document(
        (
            Heading("通报"),
            Line((Cell("各单位："), Cell("逾期", Tone.RED))),
            None,
            Remark("看不见"),
            Bullet(plain("一点")),
            Heading("逾期", 2),
            NARROW,
        )
    )
    data = to_docx(page)
    body = part(data)[0]
    lines = [said(each) for each in body if each.tag == W + "p"]
    assert lines == ["通报", "各单位：逾期", "· 一点", "逾期", ""]
    assert texts(body) == [["单位", "逾期"], ["示例一局", "3"]]
    assert opened(data).core_properties.title == "通报"
    assert to_docx(page) == data


def test_an_empty_page() -> None:
    assert orientations() == [UPRIGHT]
    assert opened(to_docx(Document(()))).core_properties.title == ""


def test_a_wide_table_stands_across() -> None:
    lines = [Line(plain("话"))] * 4
    assert orientations(Heading("甲"), NARROW) == [UPRIGHT]
    assert orientations(Heading("甲"), *lines, Heading("附表"), WIDE, *lines) == [
        UPRIGHT,
        ACROSS,
        UPRIGHT,
    ]


def test_a_short_beginning_goes_with_the_table() -> None:
    assert orientations(Heading("甲"), Line(plain("话")), WIDE) == [ACROSS]


def test_a_sentence_folds_before_the_page_is_turned() -> None:
    table = Table((Column("序号"), Column("要求")), (plain("1", "很长的一句话。" * 50),))
    data = to_docx(Document((table,)))
    assert [section.orientation for section in opened(data).sections] == [UPRIGHT]
    narrow, wide = (int(each.get(W + "w") or 0) for each in part(data).iter(W + "gridCol"))
    assert narrow * 5 < wide


def test_columns_of_sentences_share_the_room() -> None:
    columns = [
        int(each.get(W + "w") or 0) for each in part(to_docx(Document((WIDE,)))).iter(W + "gridCol")
    ]
    assert max(columns) - min(columns) < 300


def test_a_table_without_rows_and_one_too_wide_for_any_page() -> None:
    titles = Table((Column("单位"),), ())
    assert texts(part(to_docx(Document((titles,))))) == [["单位"]]
    many = Table(tuple(Column(f"列{n}") for n in range(40)), (plain(*["很长的一句话。" * 9] * 40),))
    assert orientations(many) == [ACROSS]


@given(st.text(max_size=30))
def test_what_people_wrote_stays_on_its_line(text: str) -> None:
    data = to_docx(Document((Heading(text), Line(plain(text)), NARROW)))
    body = part(data)[0]
    title, line, *_ = (said(each) for each in body if each.tag == W + "p")
    assert line == visible(text)
    assert unbroken(title) == unbroken(line)


def unbroken(text: str) -> str:
    return text.replace("\n", "").replace(" ", "")


def visible(text: str) -> str:
    return seen(text).replace("\ufffe", "").replace("\uffff", "")


def test_short_columns_stand_in_the_middle() -> None:
    cell = list(part(to_docx(Document((NARROW,)))).iter(W + "tc"))[2]
    assert value(cell, "jc") == "center"


def test_a_paper_is_addressed_and_signed() -> None:
    page = Document(
        (
            Heading("函"),
            Addressee("示例一局："),
            Line(plain("请报送。")),
            Signature("示例区人民政府办公室", "2023年7月20日"),
        )
    )
    _, to, line, empty, name, day = part(to_docx(page))[0].iter(W + "p")
    told = [said(each) for each in (to, empty, name, day)]
    assert told == ["示例一局：", "", "示例区人民政府办公室", "2023年7月20日"]
    assert value(to, "ind", "firstLineChars") == "0"
    first, second = (int(value(each, "ind", "left") or 0) for each in (name, day))
    assert second - first == 2 * 16 * 20
    kept = [each.find(f"{W}pPr/{W}keepNext") is not None for each in (to, line, empty, name, day)]
    assert kept == [True, True, True, True, False]


def test_a_name_as_wide_as_the_page_begins_at_the_margin() -> None:
    *_, name, _ = part(to_docx(Document((Signature("局" * 40, "2023年7月20日"),))))[0].iter(W + "p")
    assert value(name, "ind", "left") == "0"


def test_what_is_said_above_a_table_stays_with_it() -> None:
    line, *_ = part(to_docx(Document((Line(plain("如下。")), NARROW, NARROW))))[0]
    assert line.find(f"{W}pPr/{W}keepNext") is not None


def test_a_date_has_the_room_it_needs() -> None:
    rows = [("1", "很长的一句话。" * 9, "全年（2023年12月31日）", "还没有报送过进展。")]
    columns = tuple(map(Column, ("序号", "具体要求", "完成时限", "缺报情况")))
    found = texts(part(to_docx(Document((Table(columns, tuple(plain(*row) for row in rows)),)))))
    assert found[1][2].split("\n") in (["全年（2023年12月31日）"], ["全年", "（2023年12月31日）"])
    assert found[1][1] == "很长的一句话。" * 9


def test_a_command_is_no_running_text() -> None:
    command = "gongkai update 21 --unit 区司法局"
    page = Document((Line(plain("请运行：")), Line(plain(command)), Line(plain("gongkai", " 是"))))
    line, typed, other = part(to_docx(page))[0].iter(W + "p")
    assert said(typed) == command
    assert value(typed, "jc") == "left"
    assert [value(each, "sz") for each in (line, typed, other)] == [None, "24", None]
