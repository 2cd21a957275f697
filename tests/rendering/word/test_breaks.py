"""The titles that the program makes, broken as GB/T 9704-2012 asks."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai_cli.rendering.word.breaks import title_lines
from gongkai_cli.rendering.word.measures import room

UPRIGHT, ACROSS = 40, 58


@pytest.mark.parametrize(
    "shown",
    [
        "关于2023年二季度政务公开|重点工作任务进展情况的通报",
        "关于2023年上半年政务公开|重点工作任务进展情况的通报",
        "关于2023年11月政务公开|重点工作任务进展情况的通报",
        "关于2023年度政务公开|重点工作任务进展情况的通报",
        "关于2023年政务公开重点|工作任务进展情况的通报",
        "关于报送政务公开工作任务进展的提醒函",
        "示例区2023年政府信息公开工作年度报告|（底稿）",
        "示例区人力资源和社会保障局|2023年政府信息公开工作年度报告（底稿）",
        "关于《2023年示例区政务公开|重点工作任务分解表》的通报",
        "关于2023年政务公开、|营商环境、基层治理工作的通报",
    ],
)
def test_upright(shown: str) -> None:
    assert title_lines(shown.replace("|", ""), UPRIGHT) == shown.split("|")


@pytest.mark.parametrize(
    "shown",
    [
        "区司法局政务公开工作台账（2023年）",
        "区人力资源和社会保障局政务公开工作台账（2023年）",
        "示例市示例区人力资源和社会保障局政务公开工作台账|（2023年）",
        "2023年示例区政务公开重点工作任务分解表",
        "示例区人民政府办公室关于印发|2023年示例区政务公开重点工作任务分解表的通知",
        "关于《2023年示例区政务公开重点工作任务分解表》|各项任务落实情况的报告",
    ],
)
def test_across(shown: str) -> None:
    assert title_lines(shown.replace("|", ""), ACROSS) == shown.split("|")


def test_three_lines_are_even() -> None:
    found = title_lines("示例区人民政府办公室关于印发政务公开重点工作任务分解" * 2 + "表的通知", 40)
    assert len(found) == 3
    assert max(map(room, found)) - min(map(room, found)) <= 10


@pytest.mark.parametrize("text", ["", "局" * 61, "a" * 60, "（" * 20_000])
def test_what_cannot_be_broken_well_is_left_alone(text: str) -> None:
    assert title_lines(text, UPRIGHT) == [text]


@given(st.text("甲乙的（）《》、，2023年a ", max_size=70))
def test_no_letter_is_lost_and_no_mark_begins_a_line(text: str) -> None:
    found = title_lines(text, UPRIGHT)
    assert "".join(found).replace(" ", "") == text.replace(" ", "")
    assert len(found) <= 3
    if len(found) > 1:
        assert all(room(line) <= UPRIGHT for line in found)


def test_the_longest_title_takes_no_time() -> None:
    before = time.process_time()
    title_lines("局" * 86, ACROSS)
    assert time.process_time() - before < 2
