"""The answers for programs: exact keys of the contract, and the same figures in every format."""

import csv
import io
import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from fictional import ASKED, FIRST, SECOND, STREET, THIRD, gongkai, put

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
    "逾期", "缺报", "未达标", "临期", "待核验", "逾期完成", "延期完成", "待认领", "正常", "办结", "不涉及",
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
        "recorded",
        "recorded_by",
        "altered",
        "deleted",
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


STRAY = f"ledgers/2023/{FIRST}/updates/x.yaml: 警告 "
CLAIM = "type: 认领\ntask: {}\ndate: 2023-02-01\n"
MEASURED = "type: 进展\ntask: [1, 4]\ndate: 2023-02-01\nstatus: 推进中\nmeasures: {{{}: 1}}\n"


@pytest.mark.parametrize("command", ["", "overdue", "status", f"history 1 -u {FIRST}"])
@pytest.mark.parametrize(
    ("text", "said"),
    [
        (CLAIM.format(99), "G303 任务99不在"),
        (CLAIM.format(5), f"G304 任务5不是{FIRST}的任务"),
        (MEASURED.format("培训"), "G305 任务1、4没有“培训”这个指标"),
    ],
)
def test_what_counts_for_nothing_is_told(
    command: str, text: str, said: str, district: Path
) -> None:
    put(district, f"{FIRST}/updates/x.yaml", text)
    for _ in range(2):
        ran = gongkai(*command.split(), "--as-of", ASKED)
        assert ran.code == 0
        assert STRAY + said in ran.err
        assert ran.err.count("警告") == 1
    assert STRAY not in gongkai("overdue", "--as-of", "2023-01-31").err


def test_a_target_of_one_task_is_none_of_another(district: Path) -> None:
    put(district, f"{FIRST}/updates/x.yaml", MEASURED.format("示例培训"))
    assert gongkai("overdue", "--as-of", ASKED).err == ""


@pytest.mark.usefixtures("district")
def test_the_exit_code_sees_what_is_not_shown() -> None:
    late = ("overdue", "--as-of", ASKED, "--exit-code")
    assert gongkai(*late, "--standing", "办结").code == 1
    assert gongkai("overdue", "--as-of", "2023-03-01", "--exit-code").code == 0
    one = ("overdue", "--as-of", "2023-03-01", "--unit", FIRST, "--exit-code")
    assert gongkai(*one).code == 0


@pytest.mark.usefixtures("district")
@pytest.mark.parametrize(
    ("command", "steps"),
    [
        ("", ["overdue{}{}", "status{}{}", "review --queue{}{}", f"ledger --unit {SECOND}{{}}"]),
        ("overdue", [f"overdue --unit {SECOND}{{}}{{}}", "overdue --all{}{}"]),
        (f"overdue -u {FIRST}", [f"update 3 --unit {FIRST}{{}}"]),
        ("status", ["overdue{}{}"]),
        ("tasks", ["tasks 1{}"]),
        ("tasks 4", ["update 4 --unit 单位{}"]),
        ("units", [f"units {FIRST}{{}}"]),
        (f"units {FIRST}", [f"ledger --unit {FIRST}{{}}"]),
        (f"history 3 -u {FIRST}", [f"update 3 --unit {FIRST}{{}}"]),
    ],
)
def test_next_commands_keep_folder_year_and_day(
    command: str, steps: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    asking = ("-C", ".", "--year", "2023", "--as-of", ASKED)
    shown = gongkai(*command.split(), *asking).out
    for step in steps:
        assert f"gongkai {step.format(' -C . --year 2023', f' --as-of {ASKED}')}" in shown
    assert shown.count("--as-of") == sum(step.count("{}") == 2 for step in steps)


@pytest.mark.usefixtures("huaiyin")
def test_a_year_that_is_over_is_asked_in_the_same_folder() -> None:
    shown = gongkai("-C", ".").out
    assert "要问当年的某一天：gongkai -C . --as-of 2023-06-30" in shown


def test_a_folder_with_spaces_is_quoted(
    tmp_path: Path, district: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "300")
    spaced = tmp_path / "公开 台账"
    district.rename(spaced)
    shown = gongkai("-C", str(spaced), "status", "--as-of", ASKED).out
    assert f"gongkai overdue -C '{spaced}' --as-of {ASKED}" in shown


def test_a_unit_of_other_years_has_no_items(district: Path) -> None:
    units = district / "data/units.yaml"
    text = units.read_text("utf-8")
    units.write_text(
        text.replace("示例三局, kind: 部门", "示例三局, kind: 部门, active_from: 2024-01-01"),
        "utf-8",
    )
    ran = gongkai("history", "1", "--unit", THIRD)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == f"{THIRD}自2024-01-01起才有，没有2023年的任务。\n"
    units.write_text(
        text.replace("示例三局, kind: 部门", "示例三局, kind: 部门, active_until: 2022-06-30"),
        "utf-8",
    )
    ran = gongkai("history", "1", "--unit", THIRD)
    assert ran.err == f"{THIRD}到2022-06-30为止，没有2023年的任务。\n"


@pytest.mark.usefixtures("district")
def test_this_very_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    assert gongkai("-C", ".", "tasks", "-f", "csv") == gongkai("tasks", "-f", "csv")
    monkeypatch.chdir("ledgers")
    assert gongkai("tasks").code == 0
    assert gongkai("-C", ".", "tasks").code == 3
    monkeypatch.setenv("GONGKAI_ROOT", ".")
    assert gongkai("tasks").code == 3


def test_an_archived_plan_of_another_year(district: Path) -> None:
    shutil.copytree(district / "data", district / "data/archive/2022")
    ran = gongkai("tasks", "--year", "2022")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("data/archive/2022/tasks.yaml 里写的是2023年，不是2022年。")


def test_history_knows_nothing_of_days_to_come(district: Path) -> None:
    put(district, f"{FIRST}/updates/x.yaml", CLAIM.format(3).replace("2023", "2999"))
    assert "2999" not in gongkai("history", "3", "-u", FIRST).out
    assert "2999" in gongkai("history", "3", "-u", FIRST, "--as-of", "2999-03-01").out


@pytest.mark.usefixtures("district")
@pytest.mark.parametrize(
    ("command", "suffix"),
    [
        *(("overdue", suffix) for suffix in ("xlsx", "XLS", "docx", "doc", "pdf")),
        *((f"ledger --unit {FIRST}", suffix) for suffix in ("XLS", "doc", "pdf")),
    ],
)
def test_a_format_that_a_command_has_not(command: str, suffix: str, tmp_path: Path) -> None:
    file = tmp_path / f"a.{suffix}"
    ran = gongkai(*command.split(), "-o", str(file))
    assert (ran.code, ran.out, file.exists()) == (2, "", False)
    assert f"这个命令写不出 .{suffix.lower()} 文件" in ran.err
    assert "能写的有：" in ran.err


@pytest.mark.usefixtures("district")
def test_a_misspelt_unit_is_offered_units_alone() -> None:
    assert "示例区各街道" not in gongkai("overdue", "--unit", "示例区街道").err


def test_days_counted_without_a_notice_are_told_once(district: Path) -> None:
    told = "没有2023年的放假安排，工作日按周一至周五推算。"
    asking = ("overdue", "--unit", FIRST, "--unit", STREET, "--as-of", ASKED)
    assert gongkai(*asking).out.count(told) == 1
    assert told not in gongkai("overdue", "--as-of", "2023-03-01").out
    days = district / "data/workdays/CN-2023.yaml"
    days.parent.mkdir()
    days.write_text(
        "schema: 1\nyear: 2023\nnotice: 通知\n"
        "holidays:\n- {name: 元旦, from: 2023-01-01, to: 2023-01-02}\nworkdays: []\n",
        "utf-8",
    )
    assert told not in gongkai(*asking).out
