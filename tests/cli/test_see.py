"""The answers for programs: exact keys of the contract, and the same figures in every format."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from fictional import ASKED, FIRST, SECOND, STREET, THIRD, gongkai

ENTRY = {
    "task",
    "unit",
    "basis",
    "status",
    "standing",
    "due",
    "original_due",
    "days_late",
    "missing_periods",
    "unmet_targets",
    "last_date",
    "finished_date",
}
STANDINGS = {
    "逾期", "缺报", "未达标", "临期", "待核验", "逾期完成", "待认领", "正常", "办结", "不涉及",
}  # fmt: skip
KEYS = {
    "tasks": {
        "id",
        "section",
        "topic",
        "requirement",
        "responsible",
        "deadline",
        "units",
        "due",
        "cycle",
        "targets",
        "carried",
        "note",
    },
    "units": {
        "name",
        "kind",
        "aliases",
        "full_name",
        "code",
        "active_from",
        "active_until",
        "tasks",
    },
    "overdue": ENTRY,
    "status --by item": ENTRY,
    "status": {"key", "bound", "done", "standings"},
    "status --by section": {"key", "bound", "done", "standings"},
    f"history 1 -u {FIRST}": {
        "file",
        "date",
        "says",
        "status_before",
        "status_after",
        "effect",
        "not_counted",
        "corrects",
    },
    f"ledger -u {FIRST}": ENTRY
    | {"section", "topic", "requirement", "responsible", "deadline", "records"},
}


def asked(*args: str, as_of: str = ASKED) -> dict[str, Any]:
    ran = gongkai("--as-of", as_of, *args, "-f", "json")
    assert (ran.code, ran.err) == (0, "")
    found: dict[str, Any] = json.loads(ran.out)
    return found


@pytest.mark.usefixtures("district")
@pytest.mark.parametrize("command", KEYS)
def test_keys(command: str) -> None:
    answer = asked(*command.split())
    assert list(answer) == ["schema", "kind", "as_of", "year", "data"]
    assert (answer["schema"], answer["year"]) == ("gongkai/1", 2023)
    assert answer["kind"] == command.split(maxsplit=1)[0].replace("ledger", "ledgers")
    if command.startswith(("overdue", "status", "ledger", "history")):
        assert answer["as_of"] == ASKED
    for each in answer["data"]:
        assert each.keys() >= KEYS[command]
        assert each.keys() == KEYS[command] or command.startswith("ledger")


@pytest.mark.usefixtures("district")
def test_values_are_those_of_the_files() -> None:
    [task] = [each for each in asked("tasks")["data"] if each["id"] == 5]
    assert task["units"] == [
        {"name": SECOND, "basis": "named", "role": "lead"},
        {"name": THIRD, "basis": "named", "role": "assist"},
    ]
    assert task["targets"] == [
        {"name": "公众满意度", "at_least": 90, "unit": "%", "add_up": False, "scope": "未明确"}
    ]
    assert (task["due"], task["cycle"]) == ("2023-12-31", "不要求")


@pytest.mark.usefixtures("district")
def test_standings_of_every_situation() -> None:
    found = {
        (each["unit"], each["task"]): (each["status"], each["standing"])
        for each in asked("status", "--by", "item")["data"]
    }
    assert found[FIRST, 1] == ("已销号", "办结")
    assert found[FIRST, 2] == ("已完成", "未达标")
    assert found[FIRST, 4] == ("推进中", "临期")
    assert found[SECOND, 1] == ("未启动", "临期")
    assert found[SECOND, 5] == ("已退回", "正常")
    assert found[THIRD, 1] == ("已完成", "逾期完成")
    assert found[THIRD, 3] == ("不涉及", "不涉及")
    assert found[STREET, 2] == ("未启动", "缺报")


@pytest.mark.usefixtures("district")
def test_every_format_has_the_same_figures() -> None:
    entries = asked("overdue")["data"]
    rows = list(
        csv.DictReader(io.StringIO(gongkai("--as-of", ASKED, "overdue", "-f", "csv").out[1:]))
    )
    assert [(row["单位"], int(row["序号"]), row["进度"]) for row in rows] == [
        (each["unit"], each["task"], each["standing"]) for each in entries
    ]
    tallies = asked("status")["data"]
    assert {name for each in tallies for name in each["standings"]} == STANDINGS
    assert sum(each["standings"]["缺报"] for each in tallies) == sum(
        each["standing"] == "缺报" for each in entries
    )


@pytest.mark.usefixtures("district")
def test_a_unit_under_two_names_is_counted_once() -> None:
    once = asked("overdue", "-u", FIRST)
    assert asked("overdue", "-u", FIRST, "-u", "示例第一局") == once
    assert asked("status", "-u", "示例第一局", "-u", FIRST) == asked("status", "-u", FIRST)


@pytest.mark.usefixtures("district")
def test_the_next_command_asks_for_the_same_day() -> None:
    shown = gongkai("overdue", "--as-of", ASKED).out
    assert f"明细：gongkai overdue --unit {SECOND} --as-of {ASKED}" in shown
    assert "--as-of" not in gongkai("overdue", "--unit", FIRST).out.splitlines()[-1]


@pytest.mark.usefixtures("district")
def test_into_a_file(tmp_path: Path) -> None:
    file = tmp_path / "out" / "逾期.csv"
    command = ("overdue", "--as-of", ASKED, "-f", "csv", "-o", str(file))
    ran = gongkai(*command)
    assert (ran.code, ran.out, ran.err.replace("\n  ", "")) == (0, "", f"已写入 {file}。\n")
    assert gongkai(*command).err.replace("\n  ", "") == f"{file} 的内容没有变化。\n"
    assert file.read_bytes().startswith(b"\xef\xbb\xbf")
    table = tmp_path / "逾期.txt"
    gongkai("overdue", "--as-of", ASKED, "-o", str(table))
    assert table.read_text("utf-8") == gongkai("overdue", "--as-of", ASKED).out


@pytest.mark.usefixtures("district")
def test_a_place_that_cannot_be_written_ends_with_3() -> None:
    ran = gongkai("tasks", "-o", "/dev/full")
    assert (ran.code, ran.out, ran.err) == (3, "", "写不了 /dev/full：磁盘已满。\n")


@pytest.mark.usefixtures("district")
def test_history_as_known_on_a_past_day() -> None:
    assert len(asked("history", "1", "-u", FIRST, as_of="2023-03-31")["data"]) == 1
    assert len(asked("history", "1", "-u", FIRST)["data"]) == 4
