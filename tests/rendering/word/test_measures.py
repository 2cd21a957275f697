import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai_cli.rendering.word.look import ACROSS, UPRIGHT
from gongkai_cli.rendering.word.measures import EDGE, Shape, across, broken, room, shape, shared

TEXTS = st.text("甲乙（），、。1年\n ", max_size=60)


@pytest.mark.parametrize(
    ("text", "halves"),
    [("", 0), ("合计", 4), ("1000", 6), ("921项", 7), ("（35个单位）", 14), ("2023-12-31", 13)],
)
def test_digits_and_the_gap_beside_them_have_room(text: str, halves: int) -> None:
    assert room(text) == halves


def test_sheets() -> None:
    assert (across(UPRIGHT), across(ACROSS)) == (84, 121)


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ([], Shape(EDGE, EDGE, folds=False)),
        (["应办", "1000"], Shape(8, 8, folds=False)),
        (["合计（35个单位）", "区税务局"], Shape(16, 20, folds=False)),
        (["全年（2023年12月31日）"], Shape(25, 29, folds=False)),
        (["还没有报送。"], Shape(14, 14, folds=True)),
        (["编制清单。" * 20], Shape(22, 66, folds=True)),
        (["以加强民生保障信息公开促进社会和谐稳定"], Shape(22, 40, folds=True)),
    ],
)
def test_what_a_column_needs(texts: list[str], expected: Shape) -> None:
    assert shape(texts) == expected


@pytest.mark.parametrize(
    ("columns", "lines"),
    [
        (29, ["全年（2023年12月31日）"]),
        (28, ["全年", "（2023年12月31日）"]),
        (2, ["全年", "（2023年12月31日）"]),
    ],
)
def test_a_date_is_broken_before_its_bracket(columns: int, lines: list[str]) -> None:
    assert broken("全年（2023年12月31日）", columns).split("\n") == lines


def test_an_extension_is_broken_at_its_comma() -> None:
    text = "2023年6月底前（2023年6月30日，准予延期至2023年7月31日）"
    (least, _, folds) = shape([text])
    assert not folds
    assert broken(text, least).split("\n") == [
        "2023年6月底前",
        "（2023年6月30日，",
        "准予延期至2023年7月31日）",
    ]


def test_own_lines_of_a_value_stay() -> None:
    assert broken("全年\n2023-12-31", 40) == "全年\n2023-12-31"


@given(TEXTS, st.integers(0, 40))
def test_no_letter_is_lost(text: str, columns: int) -> None:
    assert broken(text, columns).replace("\n", "") == text.replace("\n", "")


def test_what_is_left_makes_the_rows_lower() -> None:
    rows = [["1", "长" * 100, "短" * 10], ["2", "长" * 80, "短" * 10]]
    shapes = [shape(column) for column in zip(*rows, strict=True)]
    number, long, short = shared(shapes, rows, 60)
    assert (number, short) == (shapes[0].least, shapes[2].least)
    assert number + long + short in {59, 60}


def test_equal_columns_are_equally_wide() -> None:
    rows = [["长" * 100] * 5]
    found = shared([Shape(22, 66, folds=True)] * 5, rows, 121)
    assert sum(found) <= 121
    assert all(abs(one - other) <= 2 for one, other in pairwise(found))


def test_no_column_is_wider_than_its_text_and_none_narrower_than_its_least() -> None:
    shapes = [Shape(6, 8, folds=False), Shape(22, 30, folds=True)]
    assert shared(shapes, [["123", "长" * 14]], 200) == [6, 30]
    assert shared(shapes, [["123", "长" * 14]], 5) == [6, 22]
    assert shared(shapes, [], 200) == [6, 22]
    assert shared([], [], 84) == []


def test_thousands_of_rows_take_no_time() -> None:
    rows = [["长" * 300] * 6] * 3000
    shapes = [Shape(2, 66, folds=True)] * 6
    before = time.process_time()
    shared(shapes, rows, 121)
    assert time.process_time() - before < 5
