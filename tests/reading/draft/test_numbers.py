import pytest
from hypothesis import given as over
from hypothesis import strategies as st

from gongkai_cli.reading.draft.numbers import gaps, given, numbers_in


@pytest.mark.parametrize(
    ("cell", "numbers"),
    [
        ("1", (1,)),
        (" 12. ", (12,)),
        ("３、", (3,)),
        ("（4）", (4,)),
        ("(5)", (5,)),
        ("第6项", (6,)),
        ("7.0", (7,)),
        ("0", (0,)),
        ("36,37", (36, 37)),
        ("36，37", (36, 37)),
        ("36、37、38", (36, 37, 38)),
        ("36-38", (36, 37, 38)),
        ("36—37", (36, 37)),
        ("36至37", (36, 37)),
        ("37-36", ()),
        ("1-99", ()),
        ("一", ()),
        ("", ()),
        ("A1", ()),
        ("1234567890", ()),
    ],
)
def test_cell_names(cell: str, numbers: tuple[int, ...]) -> None:
    assert numbers_in(cell) == numbers


@pytest.mark.parametrize(
    ("stated", "numbers"),
    [
        ([1, 2, 3], [1, 2, 3]),
        ([None, None], [1, 2]),
        ([1, None, 3], [1, 2, 3]),
        ([1, None, 2], [1, 3, 2]),
        ([1, 2, 2, 3], [1, 2, 4, 3]),
        ([1, 2, 4], [1, 2, 4]),
        ([1, 2, 3, 1, 2], [1, 2, 3, 4, 5]),
        ([1, 2, 1, 2, 1], [1, 2, 3, 4, 5]),
        ([5, 3, 1], [5, 3, 1]),
        ([], []),
    ],
)
def test_tasks_get(stated: list[int | None], numbers: list[int]) -> None:
    assert [each.number for each in given(stated)] == numbers


def test_why_a_number_is_another() -> None:
    assert [each.remark for each in given([1, None, 1])] == [
        "",
        "没有序号，编为3",
        "序号1与前面重复，编为2",
    ]


@over(st.lists(st.none() | st.integers(0, 20), max_size=30))
def test_no_two_tasks_have_one_number(stated: list[int | None]) -> None:
    found = given(stated)
    assert len({each.number for each in found}) == len(stated)
    assert all(
        each.number == said for each, said in zip(found, stated, strict=True) if not each.remark
    )


@over(st.lists(st.integers(0, 999_999_999), unique=True))
def test_issued_numbers_stay(stated: list[int]) -> None:
    assert [(each.number, each.remark) for each in given(list(stated))] == [(n, "") for n in stated]


def test_gaps() -> None:
    assert list(gaps([1, 2, 5, 4, 7])) == [
        (2, "序号从2跳到5，照录，没有补"),
        (4, "序号从4跳到7，照录，没有补"),
    ]
