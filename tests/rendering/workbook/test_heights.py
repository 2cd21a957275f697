import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai_cli.rendering.workbook.heights import HIGHEST, SIZE, height_of, lines, row_height


@pytest.mark.parametrize(
    ("text", "columns", "count"),
    [
        ("", 10, 1),
        ("一二三四五", 10, 1),
        ("一二三四五六", 10, 2),
        ("一\n二\n", 10, 3),
        ("2023-06-30", 11.5, 1),
        ("http://www.example.cn/a/b/c.html", 18, 3),
        ("a" * 40, 10, 5),
    ],
)
def test_lines(text: str, columns: float, count: int) -> None:
    assert lines(text, columns) == count


def test_the_fullest_cell_decides() -> None:
    few, many = ("一", 10.0), ("一\n" * 9 + "一", 10.0)
    assert row_height([few, many, few]) == (height_of(10), SIZE)


def test_an_empty_row_still_has_room_to_write_in() -> None:
    assert row_height([("", 10)]) == row_height([]) == (30.0, SIZE)


def test_letters_get_smaller_before_a_row_gets_too_high() -> None:
    height, size = row_height([("一二三四五六七八九十" * 30, 20)])
    assert (size, height <= HIGHEST) == (9.0, True)


def test_no_row_is_higher_than_can_be() -> None:
    assert row_height([("一" * 32767, 20)]) == (HIGHEST, 6.0)


@given(st.text(max_size=60), st.text(max_size=60))
def test_more_text_never_takes_less(text: str, more: str) -> None:
    assert lines(f"{text}\n{more}", 12) == lines(text, 12) + lines(more, 12)
