import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai_cli.rendering.workbook.names import MAX, sheet_names


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("区司法局", "区司法局"),
        ("区[甲]:乙*丙?丁/戊\\己", "区_甲__乙_丙_丁_戊_己"),
        ("'区司法局'", "区司法局"),
        ("一" * 40, "一" * 31),
        ("", "单位"),
        ("'''", "单位"),
        ("History", "History（2）"),
        ("区\n司\x00法", "区_司_法"),
    ],
)
def test_names_that_excel_takes(wanted: str, found: str) -> None:
    assert sheet_names([wanted]) == [found]


def test_no_two_are_alike() -> None:
    long = "一" * 40
    assert sheet_names([long, long, "Ab", "aB"], ["汇总"]) == [
        "一" * 31,
        "一" * 28 + "（2）",
        "Ab",
        "aB（2）",
    ]
    assert sheet_names(["汇总"], ["汇总"]) == ["汇总（2）"]


@given(st.lists(st.text(st.sampled_from("aA'[]:*?/\\ 一😀"), max_size=40), max_size=12))
def test_every_name_is_allowed(wanted: list[str]) -> None:
    found = sheet_names(wanted)
    assert len({name.casefold() for name in found}) == len(wanted)
    for name in found:
        assert 0 < len(name.encode("utf-16-le")) // 2 <= MAX
        assert not set(name) & set("[]:*?/\\")
        assert name.strip("'") == name
