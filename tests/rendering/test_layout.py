import string

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wcwidth import wcswidth

from gongkai_cli.rendering.layout import balanced, fold, inert, longest_word, pad, seen, width
from gongkai_cli.table import Cell, Tone

HAN = "区政府办公室依申请公开缺报逾期的一二三四五年月日项第槐荫龘"
MARKS = "，。、；：？！（）《》“”‘’【】…—·％＋－"
SIGNS = "▲■×√●○█─→≥›①"
LETTERS = HAN + MARKS + SIGNS + string.ascii_letters + string.digits + string.punctuation + " "

texts = st.text(st.sampled_from(LETTERS), max_size=80)
cells = st.builds(Cell, texts, st.sampled_from([Tone.PLAIN, Tone.STRONG, Tone.RED]))


def shown(line: list[Cell]) -> str:
    return "".join(cell.text for cell in line)


@given(texts)
def test_width_is_what_wcwidth_says(text: str) -> None:
    assert width(text) == wcswidth(text)


@given(st.lists(cells, max_size=4).map(tuple), st.integers(10, 60), st.integers(0, 6))
def test_folding_loses_and_adds_no_letter(
    said: tuple[Cell, ...], columns: int, indent: int
) -> None:
    folded = "".join(shown(line) for line in fold(said, columns, indent))
    assert folded.replace(" ", "") == "".join(cell.text for cell in said).replace(" ", "")


@given(st.lists(cells, max_size=4).map(tuple), st.integers(10, 60), st.integers(0, 6))
def test_no_line_is_too_wide(said: tuple[Cell, ...], columns: int, indent: int) -> None:
    assert all(width(shown(line)) <= columns for line in fold(said, columns, indent))


@given(texts, st.integers(10, 60))
def test_tones_stay_with_their_letters(text: str, columns: int) -> None:
    said = (Cell("甲" * 7, Tone.RED), Cell(text))
    red = [cell.text for line in fold(said, columns) for cell in line if cell.tone is Tone.RED]
    assert "".join(red) == "甲" * 7


def test_a_closing_mark_never_begins_a_line() -> None:
    assert [shown(line) for line in fold((Cell("一二三四，五六"),), 8)] == ["一二三", "四，五六"]


def test_an_opening_mark_never_ends_a_line() -> None:
    assert [shown(line) for line in fold((Cell("一二三（四五"),), 8)] == ["一二三", "（四五"]


def test_a_date_is_not_torn() -> None:
    assert [shown(line) for line in fold((Cell("应于2023-07-14前"),), 12)] == [
        "应于",
        "2023-07-14前",
    ]


def test_what_follows_is_indented() -> None:
    assert [shown(line) for line in fold((Cell("一二三四五"),), 6, 2)] == ["一二三", "  四五"]


def test_a_word_wider_than_the_line_is_torn() -> None:
    assert [shown(line) for line in fold((Cell("abcdefgh"),), 5)] == ["abcde", "fgh"]


def test_no_text_is_one_empty_line() -> None:
    assert list(fold((), 10)) == [[]]


@given(texts, st.integers(10, 40))
def test_balanced_takes_as_few_lines(text: str, columns: int) -> None:
    lines = balanced(Cell(text), columns)
    assert len(lines) == len(list(fold((Cell(text),), columns)))
    assert all(width(shown(line)) <= columns for line in lines)


def test_a_last_letter_never_stands_alone() -> None:
    lines = balanced(Cell("区行政审批服务局"), 14)
    assert [shown(line) for line in lines] == ["区行政审", "批服务局"]


def test_longest_word() -> None:
    assert longest_word("应于2023-07-14前") == 10
    assert longest_word("") == 0


def test_pad() -> None:
    assert pad("一", 4) == "一  "
    assert pad("一", 4, right=True) == "  一"
    assert pad("一二三", 4) == "一二三"


def test_seen_shows_one_harmless_line() -> None:
    assert seen("一\r\n二\n三\t四\u2028五") == "一 二 三 四 五"
    assert seen("\x1b[31m红\x07\x9b\u202e\u200b\ufeff\ud800") == "?[31m红??????"
    assert seen("区司法局　é👍🏽") == "区司法局　é👍🏽"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("一##[error]二", "一#＃[error]二"),
        ("##vso[task.complete]", "#＃vso[task.complete]"),
        ("###[group]", "##＃[group]"),
        ("## 二 [三]", "## 二 [三]"),
    ],
)
def test_no_build_server_obeys(text: str, told: str) -> None:
    assert seen(text) == told


@given(st.text())
def test_no_command_is_left(text: str) -> None:
    assert "##[" not in seen(text)


@pytest.mark.parametrize(
    ("line", "told"),
    [("::error::x", "：error::x"), ("  ::x", "  ：x"), ("a::b", "a::b"), ("", "")],
)
def test_no_line_begins_as_a_command(line: str, told: str) -> None:
    assert inert(line) == told


def test_whole_cells_are_never_torn() -> None:
    cells = (Cell("  "), Cell("逾期 1"), Cell("   "), Cell("正常 2"), Cell("   "), Cell("办结\t23"))
    lines = ["".join(cell.text for cell in line) for line in fold(cells, 16, 2, whole=True)]
    assert lines == ["  逾期 1", "  正常 2", "  办结 23"]
