import pytest

from gongkai_cli.reading.tables.folding import folded


@pytest.mark.parametrize(
    ("lines", "kept"),
    [
        ([], []),
        (["甲"], ["甲"]),
        (["甲", "乙"], ["甲", "乙"]),
        (["甲", "甲"], ["甲"]),
        (["甲", "甲", "甲", "甲"], ["甲"]),
        (["甲", "乙", "甲", "乙"], ["甲", "乙"]),
        (["甲", "乙", "甲"], ["甲", "乙", "甲"]),
        (["甲", "甲", "乙", "乙", "乙"], ["甲", "乙"]),
        (["加强", "加强。"], ["加强"]),
        (["加强。", "加强。"], ["加强。"]),
        (["5、 加强", "五、加强"], ["五、加强"]),
        (["（十二）加强", "12.加强。"], ["（十二）加强"]),
        (["二十、加强", "20、加强"], ["二十、加强"]),
        (["二十一、加强", "21、加强"], ["二十一、加强"]),
        (["〇、加强", "0、加强"], ["〇、加强"]),
        (["1、加强", "2、加强"], ["1、加强", "2、加强"]),
        (["一、", "1、"], ["一、", "1、"]),
        (["。", "。"], ["。"]),
        (["加 强", "加强"], ["加强"]),
    ],
)
def test_repetitions_are_folded(lines: list[str], kept: list[str]) -> None:
    assert list(folded(lines).lines) == kept


def test_what_was_folded_is_said() -> None:
    assert folded(["甲", "甲"]).remarks == ("同一格里的话重复了2次，只取一次",)
    assert folded(["甲。", "甲"]).remarks == ("同一格里有相近的写法“甲。”“甲”，取“甲”",)
    assert folded(["甲", "乙"]).remarks == ()


def test_long_texts_are_left_alone() -> None:
    assert len(folded(["甲"] * 41).lines) == 41
