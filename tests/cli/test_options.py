from datetime import date

import pytest

from gongkai_cli.cli.options import day, task_number
from gongkai_cli.cli.wrong import Stop


@pytest.mark.parametrize(
    "text", ["2023-06-30", "2023/6/30", "2023.6.30", "2023年6月30日", "2023年06月30日"]
)
def test_a_day_as_people_write_it(text: str) -> None:
    assert day(text) == date(2023, 6, 30)


@pytest.mark.parametrize("text", ["", "今天", "2023-02-29", "2023-6", "6-30", "2023-06-30-1"])
def test_no_day(text: str) -> None:
    with pytest.raises(Stop, match="不是日历上有的日期"):
        day(text)


def test_a_task_number() -> None:
    assert task_number("021") == 21


@pytest.mark.parametrize("text", ["", "二十一", "-1", "1.0", "２１", "1234567890"])
def test_no_task_number(text: str) -> None:
    with pytest.raises(Stop, match="不是任务序号"):
        task_number(text)
