import pytest

from gongkai_cli.reading.tables.formats import BUILT_IN, number_shown, text_shown

DAY = "45107"
"""June 30th, 2023."""


@pytest.mark.parametrize(
    ("code", "value", "expected"),
    [
        ('yyyy"年"m"月"', "45078", "2023年6月"),
        ('yyyy"年"m"月"d"日"', DAY, "2023年6月30日"),
        ('[$-804]yyyy"年"mm"月"dd"日";@', "45078", "2023年06月01日"),
        ("yyyy年m月d日", DAY, "2023年6月30日"),
        ('m"月"d"日"', DAY, "6月30日"),
        ('m"月底前"', DAY, "6月底前"),
        ("yyyy-mm-dd", DAY, "2023-06-30"),
        ("yyyy\\-mm\\-dd", DAY, "2023-06-30"),
        ("yyyy/m/d", DAY, "2023/6/30"),
        ("yy.m.d", DAY, "23.6.30"),
        ("yyyy/m/d h:mm", "45107.378472222219", "2023/6/30 9:05"),
        ("h:mm:ss", "0.5", "12:00:00"),
        ("h:mm", "45107.378472222219", "9:05"),
        ("mm:ss", "45107.378472222219", "05:00"),
        ('0"月底前"', "6", "6月底前"),
        ("0月底前", "6", "6月底前"),
        ('"第"0"季度"', "2.0", "第2季度"),
        ('General"月底前"', "6", "6月底前"),
        ('G/通用格式"项"', "6.5", "6.5项"),
        ('"长期"', "1", "长期"),
        ("000", "7", "007"),
        ("0_ ", "7", "7"),
        ("0.00", "2.345", "2.35"),
        ("00.0", "-2.5", "-02.5"),
        ("#,##0.0", "12345.67", "12,345.7"),
        ("0%", "0.5", "50%"),
        ('0.0"约"%', "0.125", "12.5约%"),
        ('0"项";"少"0"项";"无"', "-3", "少3项"),
        ('0"项";"少"0"项";"无"', "0", "无"),
        ('0"项";"少"0"项"', "0", "0项"),
        ('[红色]0";"', "1", "1;"),
        ("0.00E+00", "6", None),
        ("[>5]0", "6", None),
        ("[DBNum1]0", "6", None),
        ("[$-F800]yyyy", DAY, None),
        ("yyyy-mmm", DAY, None),
        ("yyyy-0", DAY, None),
        ("yyyy", "5", None),
        ("yyyy", "99999999", None),
        ("0-0", "6", None),
        ("0@", "6", None),
        (";;;", "6", None),
        ("0", "六", None),
        ('0"', "6", None),
    ],
)
def test_number_shows_as(code: str, value: str, expected: str | None) -> None:
    assert number_shown(code, value) == expected


def test_days_since_1904_and_the_last_one() -> None:
    assert number_shown("yyyy/m/d", "43645", since_1904=True) == "2023/6/30"
    assert number_shown("yyyy/m/d", "2958465", since_1904=True) is None
    assert number_shown("yyyy/m/d", "2958465") == "9999/12/31"


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("@", "甲"),
        ('@"局"', "甲局"),
        ('0;0;0;"区"@', "区甲"),
        ("0", "甲"),
        ("@0", None),
        ("@[x]", None),
    ],
)
def test_text_shows_as(code: str, expected: str | None) -> None:
    assert text_shown(code, "甲") == expected


def test_formats_without_a_code_show_in_chinese() -> None:
    assert number_shown(BUILT_IN["57"], DAY) == "2023年6月"
    assert number_shown(BUILT_IN["58"], DAY) == "6月30日"
    assert number_shown(BUILT_IN["14"], DAY) == "2023/6/30"
