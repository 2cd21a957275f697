"""The process itself: what it imports, closed pipes, its exit code."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from fictional import ASKED, put, settle

HEAVY = ("rich", "tabulate", "pydantic", "ruamel", "wcwidth")
COMMAND = [sys.executable, "-m", "gongkai_cli"]


@pytest.fixture
def district(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in 示例区, with an own cache."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.delenv("GONGKAI_ROOT", raising=False)
    root = settle(tmp_path / "district")
    monkeypatch.chdir(root)
    return root


def ran(*args: str, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, *args],
        capture_output=True,
        text=True,
        check=False,
        encoding="utf-8",
        env={**os.environ, "PYTHONUTF8": "1", **more},
    )


def imported(*args: str) -> set[str]:
    """The top packages that a run loads."""
    shown = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "gongkai_cli", *args],
        capture_output=True,
        text=True,
        check=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONUTF8": "1"},
    )
    names = [line.rpartition("|")[2].strip() for line in shown.stderr.splitlines()]
    return {name.partition(".")[0] for name in names}


def test_a_warm_cache_needs_no_heavy_library(district: Path) -> None:
    time.sleep(2.1)  # a file touched just now is not trusted to the cache
    assert ran("overdue", "--as-of", ASKED).returncode == 0
    assert not imported("overdue", "--as-of", "2023-07-19") & set(HEAVY)
    assert not imported("overdue", "--as-of", ASKED) & {*HEAVY, "typer"}


def test_a_new_record_needs_no_library_of_the_screen(district: Path) -> None:
    ran("overdue", "--as-of", ASKED)
    put(district, "示例一局/updates/9.yaml", "type: 认领\ntask: 3\ndate: 2023-07-01\n")
    assert not imported("overdue", "--as-of", ASKED) & {"rich", "tabulate", "wcwidth"}


def test_version_needs_nothing_heavy(district: Path) -> None:
    assert not imported("--version") & set(HEAVY)


@pytest.mark.skipif(sys.platform == "win32", reason="needs a shell")
@pytest.mark.parametrize("args", ["tasks", "tasks --format json", "--help"])
def test_a_closed_pipe_is_silent(args: str, district: Path) -> None:
    line = f"for n in 1 2 3 4 5 6; do {sys.executable} -m gongkai_cli {args}; done | head -1"
    shown = subprocess.run(["sh", "-c", line], capture_output=True, check=False)
    assert (shown.stderr, len(shown.stdout.splitlines())) == (b"", 1)


def test_exit_codes_leave_the_process(district: Path) -> None:
    assert ran("overdue", "--as-of", ASKED, "--exit-code").returncode == 1
    assert ran("tasks", "99").returncode == 2
    assert ran("-C", "/nowhere", "tasks").returncode == 3


@pytest.mark.parametrize("encoding", ["gbk", "ascii"])
def test_real_consoles_of_other_code_pages(encoding: str, district: Path) -> None:
    shown = subprocess.run(
        [*COMMAND, "overdue", "--as-of", ASKED],
        capture_output=True,
        check=True,
        env={**os.environ, "PYTHONUTF8": "0", "PYTHONIOENCODING": encoding},
    )
    assert shown.stderr == b""
    assert ("缺报" in shown.stdout.decode(encoding)) == (encoding == "gbk")


def test_a_closed_output_is_no_crash(district: Path) -> None:
    shell = f"{sys.executable} -m gongkai_cli tasks >&-"
    done = subprocess.run(["sh", "-c", shell], capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no full device")
def test_a_full_disk_behind_the_output_is_one_sentence(district: Path) -> None:
    time.sleep(2.1)
    ran("overdue", "--as-of", ASKED)  # the answer is kept
    buffered = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    for more in ("", "--no-cache"):
        shell = f"{sys.executable} -m gongkai_cli overdue --as-of {ASKED} {more} > /dev/full"
        done = subprocess.run(["sh", "-c", shell], env=buffered, capture_output=True, check=False)
        assert done.stderr.decode() == "写不出结果：磁盘已满。\n"
        assert done.returncode == 3


def test_tab_is_never_answered_by_a_kept_answer(district: Path) -> None:
    time.sleep(2.1)
    assert ran().stdout == ran().stdout
    shell = {"_GONGKAI_COMPLETE": "complete_bash", "COMP_WORDS": "gongkai ov", "COMP_CWORD": "1"}
    assert ran(**shell).stdout == "overdue\n"
