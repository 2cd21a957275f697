import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai_cli.rendering.layout import width
from gongkai_cli.rendering.terminal import plain_text, to_terminal
from gongkai_cli.table import (
    Addressee,
    Bar,
    Bullet,
    Cell,
    Chart,
    Column,
    Document,
    Heading,
    Line,
    Remark,
    Share,
    Signature,
    Table,
    Tone,
    plain,
)

words = st.text(st.sampled_from("区司法局一二三，（）ab1-| "), max_size=30)
anything = st.text(max_size=40)


def table(*rows: tuple[str, ...], whole: bool = True) -> Table:
    columns = (Column("单位", whole=whole), Column("件数", right=True), Column("说明"))
    return Table(columns, tuple(plain(*row) for row in rows))


def lines(*blocks: Table | Line | Heading | Bullet | Remark | None, columns: int = 40) -> list[str]:
    return plain_text(Document(blocks), columns).splitlines()


def test_every_kind_of_block() -> None:
    shown = lines(Heading("题"), None, Line(plain("文")), Bullet(plain("点")), Remark("藏"))
    assert shown == ["题", "", "文", "· 点"]


def test_a_table_lines_up() -> None:
    assert lines(table(("区司法局", "3", "缺报"), ("区医保局", "12", "逾期"))) == [
        "单位      件数  说明",
        "区司法局     3  缺报",
        "区医保局    12  逾期",
    ]


def test_words_give_way_before_names() -> None:
    shown = lines(table(("区人力资源和社会保障局", "3", "缺二季度；此前缺一季度")), columns=40)
    assert shown[1:] == [
        "区人力资源和社会保障局     3  缺二季",
        "                              度；此前",
        "                              缺一季度",
    ]


def test_the_gap_gives_way_before_a_name() -> None:
    shown = lines(table(("区人力资源和社会保障局", "3", "缺报缺报")), columns=36)
    assert shown[1:] == ["区人力资源和社会保障局    3 缺报缺报"]


def test_a_name_folds_evenly_when_nothing_else_can_give_way() -> None:
    shown = lines(table(("区人力资源和社会保障局", "3", "缺报缺报")), columns=30)
    assert shown[1:] == ["区人力资源和     3  缺报缺报", "社会保障局"]


def test_a_date_in_a_narrow_table_is_not_torn() -> None:
    shown = lines(table(("示例局", "1", "2023-07-14"), ("长" * 20, "2", "")), columns=30)
    assert "2023-07-14" in "\n".join(shown)


def test_a_tone_colours_its_cell_alone() -> None:
    found = Table((Column("进度"), Column("件数")), ((Cell("逾期", Tone.RED), Cell("3")),))
    [_, row] = to_terminal(Document((found,)), 40)
    assert [(cell.text, cell.tone) for cell in row if cell.text.strip()] == [
        ("逾期", Tone.RED),
        ("3", Tone.PLAIN),
    ]


@given(st.lists(st.tuples(words, words, words), max_size=4), st.integers(40, 100))
def test_no_line_is_wider_than_the_window(rows: list[tuple[str, ...]], columns: int) -> None:
    assert all(width(line) <= columns for line in lines(table(*rows), columns=columns))


@given(st.lists(st.tuples(words, words, words), min_size=1, max_size=4), st.integers(40, 100))
def test_every_letter_of_a_table_is_there(rows: list[tuple[str, ...]], columns: int) -> None:
    shown = "".join(lines(table(*rows, whole=False), columns=columns)[1:])
    said = "".join("".join(row) for row in rows)
    assert sorted(shown.replace(" ", "")) == sorted(said.replace(" ", ""))


@given(st.lists(st.tuples(anything, anything, anything), max_size=3), st.integers(40, 100))
def test_nothing_moves_the_cursor(rows: list[tuple[str, ...]], columns: int) -> None:
    text = plain_text(Document((table(*rows), *(Line(plain(*row), 2) for row in rows))), columns)
    assert not set(text.replace("\n", "")) & {*map(chr, range(32)), "\x7f", "\x9b", "\u202e"}


def test_no_line_is_a_command_to_a_runner() -> None:
    shown = lines(Line(plain("  ::error file=a::b"), 2), Line(plain("##[error]x")), Line(plain("")))
    assert shown == ["  ：error file=a::b", "#＃[error]x", ""]


def test_folded_text_is_no_command_either() -> None:
    shown = lines(Line(plain("一" * 20 + " ::error::x"), 2), columns=40)
    assert shown == ["一" * 20, "  ：error::x"]


@pytest.mark.parametrize("columns", [40, 60, 80])
def test_a_paper_is_addressed_and_signed(columns: int) -> None:
    page = Document((Addressee("示例一局："), Signature("示例区人民政府办公室", "2023年7月20日")))
    to, name, day = plain_text(page, columns).splitlines()
    assert to == "示例一局："
    assert (width(name), width(day)) == (columns - 4, columns - 7)
    assert name.index("示") + 4 == day.index("2")


def test_a_long_signature_is_whole() -> None:
    said = plain_text(Document((Signature("局" * 40, "2023年7月20日"),)), 60)
    assert said.count("局") == 40
    assert max(map(width, said.splitlines())) <= 60


CHART = Chart(
    (Share("办结", Tone.GREEN), Share("逾期、缺报", Tone.RED), Share("在办", Tone.PLAIN)),
    (Bar("二季度", (1, 2, 1), "办结率25%"), Bar("一季度", (0, 0, 0), "没有应办任务")),
)


def test_bars_stand_between_their_labels_and_figures() -> None:
    assert plain_text(Document((CHART,)), 60).splitlines() == [
        "二季度  ██████████▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓□□□□□□□□□  办结率25%",
        "一季度                                          没有应办任务",
        "█ 办结   ▓ 逾期、缺报   □ 在办",
    ]


def test_bars_stand_below_where_there_is_no_room() -> None:
    assert plain_text(Document((CHART,)), 24).splitlines() == [
        "二季度  办结率25%",
        "██████▓▓▓▓▓▓▓▓▓▓▓▓□□□□□□",
        "一季度  没有应办任务",
        "█ 办结",
        "▓ 逾期、缺报",
        "□ 在办",
    ]


@given(words, st.integers(20, 130))
def test_a_chart_is_never_wider_than_the_window(word: str, columns: int) -> None:
    chart = CHART._replace(bars=(Bar(word, (1, 0, 5), word), *CHART.bars))
    assert all(
        width(line) <= columns for line in plain_text(Document((chart,)), columns).split("\n")
    )


def test_a_chart_without_bars_is_its_key() -> None:
    assert plain_text(Document((Chart(CHART.key[:1], ()),)), 60) == "█ 办结\n"
    tones = [cell.tone for cell in next(iter(to_terminal(Document((CHART,)), 60)))]
    assert tones == [Tone.PLAIN, Tone.GREEN, Tone.RED, Tone.PLAIN, Tone.PLAIN]
