import pytest

from gongkai_cli.rendering.signature import insets
from gongkai_cli.table import Signature

DAY = "2023年7月20日"
"""Six letters and a half wide."""


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("一局", (8.5, 2)),
        ("区政府办公室", (4.5, 2)),
        ("示例区政府办公室", (2.5, 2)),
        ("示例区人民政府办公室", (2, 3.5)),
        ("", (10.5, 2)),
    ],
)
def test_how_far_from_the_right(name: str, expected: tuple[float, float]) -> None:
    assert insets(Signature(name, DAY)) == expected


@pytest.mark.parametrize("letters", range(1, 30))
def test_the_day_begins_two_letters_further_right(letters: int) -> None:
    name = "局" * letters
    before_name, before_day = insets(Signature(name, DAY))
    assert before_name + len(name) - (before_day + 6.5) == 2
    assert min(before_name, before_day) >= 2
