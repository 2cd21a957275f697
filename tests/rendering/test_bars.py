from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai_cli.rendering.bars import GLYPHS, shares

counts = st.lists(st.integers(0, 100_000), min_size=1, max_size=4)


@pytest.mark.parametrize(
    ("parts", "length", "sizes"),
    [
        ([1, 1], 10, [5, 5]),
        ([1, 2], 10, [3, 7]),
        ([1, 999], 10, [1, 9]),
        ([999, 1], 10, [9, 1]),
        ([1, 1, 998], 10, [1, 1, 8]),
        ([0, 3], 10, [0, 10]),
        ([0, 0], 10, [0, 0]),
        ([1, 1, 1], 10, [4, 3, 3]),
        ([], 10, []),
    ],
)
def test_shares(parts: list[int], length: int, sizes: list[int]) -> None:
    assert shares(parts, length) == sizes


@given(counts, st.integers(4, 60))
def test_parts_make_up_the_bar_and_whatever_is_there_is_seen(parts: list[int], length: int) -> None:
    sizes = shares(parts, length)
    assert sum(sizes) == (length if any(parts) else 0)
    assert [size > 0 for size in sizes] == [part > 0 for part in parts]


@given(counts)
def test_a_larger_part_is_never_the_shorter_one(parts: list[int]) -> None:
    pairs = sorted(zip(parts, shares(parts, 40), strict=True))
    assert all(
        before[1] <= after[1] for before, after in pairwise(pairs)
        if before[0] < after[0]
    )  # fmt: skip


def test_every_glyph_is_in_gbk_and_another() -> None:
    assert len(set(GLYPHS.encode("gbk").decode("gbk"))) == 4
