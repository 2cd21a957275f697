"""What a run ends with: answers beside faults, one sentence for a bug, the right exit code."""

from pathlib import Path

import pytest

from fictional import ASKED, FIRST, SECOND, files_under, gongkai, put
from gongkai_cli import __version__

OVERDUE = ("overdue", "--as-of", ASKED)


def test_version() -> None:
    assert gongkai("--version") == (0, f"gongkai {__version__}\n", "")


def test_a_broken_record_is_named_and_the_rest_answered(district: Path) -> None:
    put(district, f"{FIRST}/updates/broken.yaml", "type: 进展\ntask：1\n")
    ran = gongkai(*OVERDUE)
    assert ran.code == 2
    assert SECOND in ran.out
    assert f"ledgers/2023/{FIRST}/updates/broken.yaml:2:5: 错误 G101 使用了全角冒号\n" in ran.err
    assert "以上结果没有把它们算进去" in ran.err


def test_a_broken_plan_is_named_with_every_fault(district: Path) -> None:
    plan = district / "data/tasks.yaml"
    text = plan.read_text("utf-8").replace("id: 2", "id: 1").replace("7月底前", "尽快")
    plan.write_text(text, "utf-8")
    ran = gongkai("tasks")
    assert (ran.code, ran.out) == (2, "")
    assert "data/tasks.yaml:15:11: 错误 G201 任务序号 1 重复" in ran.err
    assert "错误 G204 任务4：" in ran.err
    assert "尽快" in ran.err


def test_an_unknown_key_is_named_with_its_line(district: Path) -> None:
    units = district / "data/units.yaml"
    units.write_text(units.read_text("utf-8").replace("office:", "ofice:"), "utf-8")
    ran = gongkai("units")
    assert (ran.code, ran.out) == (2, "")
    assert "data/units.yaml:3:1: 错误 G120 不认识的键“ofice”\n  是不是 office？\n" in ran.err


def test_exit_code(district: Path) -> None:
    assert gongkai(*OVERDUE, "--exit-code").code == 1
    assert gongkai("overdue", "--as-of", "2023-03-01", "--exit-code").code == 0
    assert gongkai(*OVERDUE, "--standing", "办结", "--exit-code").code == 1  # shown or not
    put(district, f"{FIRST}/updates/broken.yaml", "坏")
    assert gongkai(*OVERDUE, "--exit-code").code == 1


def test_outside_a_workspace_the_built_in_plan_is_shown(nowhere: Path) -> None:
    ran = gongkai()
    assert ran.code == 0
    assert "2023年槐荫区政务公开重点工作任务分解表" in ran.out
    assert "这里不是工作区，显示的是软件自带的任务分解表，只能查看。" in ran.out
    assert gongkai("tasks", "21").code == 0
    assert gongkai("ledger", "--unit", "区司法局").err == "这里不是工作区，只显示不写入。\n"
    assert files_under(nowhere) == {}


def test_a_folder_named_must_be_a_workspace(nowhere: Path) -> None:
    ran = gongkai("-C", str(nowhere), "tasks")
    assert (ran.code, ran.out) == (3, "")
    assert "不是工作区" in ran.err


def test_a_workspace_is_found_upwards_or_named(
    district: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(district / "ledgers/2023")
    inside = gongkai("tasks", "-f", "csv")
    monkeypatch.chdir(tmp_path)
    assert gongkai("tasks", "-f", "csv", "-C", str(district)) == inside
    assert gongkai("tasks", "-f", "csv", f"-C{district}") == inside
    monkeypatch.setenv("GONGKAI_ROOT", str(district))
    assert gongkai("tasks", "-f", "csv") == inside


@pytest.mark.usefixtures("district")
def test_the_cache_changes_no_answer() -> None:
    first = gongkai(*OVERDUE)
    assert gongkai(*OVERDUE) == first
    assert gongkai(*OVERDUE, "--no-cache") == first


def test_a_bug_is_one_sentence_and_a_log(
    district: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No file name holds a NUL and no shell can give one, so nothing is prepared for it."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    ran = gongkai("tasks", "--output", "a\0b")
    assert (ran.code, ran.out) == (3, "")
    assert ran.err.startswith("程序自己出了错，不是你的操作有误；详情在")
    assert "Traceback" not in ran.err
    [log] = tmp_path.glob("gongkai-*.log")
    assert str(log) in ran.err.replace("\n  ", "")
    text = log.read_text("utf-8")
    assert "Traceback (most recent call last)" in text
    assert __version__ in text


@pytest.mark.usefixtures("nowhere")
@pytest.mark.parametrize("command", ["overdue", "status"])
def test_an_answer_about_nobodys_own_plan_says_so(command: str) -> None:
    ran = gongkai(command, "--as-of", "2023-07-01")
    assert ran.code == 0
    told = "这里不是工作区，以下是软件自带的《2023年槐荫区政务公开重点工作任务分解表》。"
    assert ran.err.replace("\n  ", "").strip() == told


@pytest.mark.usefixtures("nowhere")
@pytest.mark.parametrize("words", [("--check",), ("--all",)])
def test_what_needs_a_workspace_says_so(words: tuple[str, ...]) -> None:
    ran = gongkai("ledger", *words)
    assert (ran.code, ran.out) == (3, "")
    assert "这里不是工作区，不能写入" in ran.err
