"""What issue 2 asks for, on a copy of the real plan and roster."""

import json
from pathlib import Path
from typing import Any

import pytest

from fictional import gongkai


def asked(*args: str) -> list[dict[str, Any]]:
    ran = gongkai(*args, "--format", "json")
    assert (ran.code, ran.err) == (0, "")
    data: list[dict[str, Any]] = json.loads(ran.out)["data"]
    return data


def task_21(*args: str) -> dict[str, Any] | None:
    found = asked("overdue", "--unit", "区司法局", *args)
    return next((each for each in found if each["task"] == 21), None)


@pytest.mark.usefixtures("huaiyin")
def test_task_21_is_one_day_late_on_the_first_of_july() -> None:
    late = task_21("--as-of", "2023-07-01")
    assert late is not None
    assert (late["standing"], late["days_late"], late["due"]) == ("逾期", 1, "2023-06-30")


@pytest.mark.usefixtures("huaiyin")
@pytest.mark.parametrize(
    ("day", "missing"),
    [
        ("2023-04-17", None),
        ("2023-04-18", ["一季度"]),
        ("2023-07-14", ["一季度"]),
        ("2023-07-15", ["一季度", "二季度"]),
    ],
)
def test_silence_about_ended_quarters(day: str, missing: list[str] | None) -> None:
    found = {each["task"]: each for each in asked("overdue", "-u", "区司法局", "--as-of", day)}
    if missing is None:
        assert found == {}
    else:
        assert {"task": 18, "standing": "缺报", "missing_periods": missing}.items() <= found[
            18
        ].items()


@pytest.mark.usefixtures("huaiyin")
def test_task_21_is_due_soon_on_its_last_day() -> None:
    assert task_21("--as-of", "2023-06-30") is None
    soon = task_21("--as-of", "2023-06-30", "--within", "3")
    assert soon is not None
    assert soon["standing"] == "临期"
    assert task_21("--as-of", "2023-06-26", "--within", "3") is None


@pytest.mark.usefixtures("huaiyin")
def test_reported_done_in_time_it_is_gone() -> None:
    assert gongkai("update", "21", "--status", "已完成", "--date", "2023-06-28").code == 0
    assert task_21("--as-of", "2023-07-01") is None
    assert task_21("--as-of", "2023-06-27", "--within", "3") is not None


@pytest.mark.usefixtures("huaiyin")
def test_reported_done_five_days_late_it_is_done_late() -> None:
    assert gongkai("update", "21", "--status", "已完成", "--date", "2023-07-05").code == 0
    late = task_21("--as-of", "2023-07-20", "--standing", "逾期完成")
    assert late is not None
    assert (late["standing"], late["days_late"]) == ("逾期完成", 5)


@pytest.mark.usefixtures("huaiyin")
def test_46_tasks() -> None:
    assert [each["id"] for each in asked("tasks")] == list(range(1, 47))


def test_35_ledgers_and_what_the_justice_bureau_owes(huaiyin: Path) -> None:
    assert gongkai("ledger", "--all").err == "35份台账：更新35份，未变0份。\n"
    assert len(list(huaiyin.glob("ledgers/2023/*/台账.md"))) == 35
    assert gongkai("ledger", "--all", "--check").code == 0
    text = (huaiyin / "ledgers/2023/区司法局/台账.md").read_text("utf-8")
    summary, _, rest = text.partition("\n## ")
    named = [line.split("|")[1].strip() for line in summary.splitlines() if "| 点名" in line]
    assert named == ["18", "19", "21"]
    assert summary.count("| 全体") == 23
    _, _, waiting = rest.partition("## 待认领")
    assert waiting.count("\n- **") == 14


@pytest.mark.usefixtures("huaiyin")
def test_the_committed_ledgers_say_no_day() -> None:
    before = gongkai("ledger", "--unit", "区司法局")
    again = gongkai("ledger", "--unit", "区司法局")
    assert before.err.startswith("已写入")
    assert again.err == "ledgers/2023/区司法局/台账.md 已是最新。\n"
