"""Through the real protocol: what a shell's script sets in the environment, a real process."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

BASH, ZSH = "complete_bash", "complete_zsh"


def completed(line: str, how: str, **more: str) -> str:
    words = line.split(" ")
    asked = {
        "_GONGKAI_COMPLETE": how,
        "COMP_WORDS": line,
        "COMP_CWORD": str(len(words) - 1),
        "_TYPER_COMPLETE_ARGS": line,
        "PYTHONUTF8": "1",
    }
    ran = subprocess.run(
        [sys.executable, "-m", "gongkai_cli"],
        env={**os.environ, **asked, **more},
        capture_output=True,
        check=False,
    )
    assert (ran.returncode, ran.stderr) == (0, b"")
    return ran.stdout.decode("utf-8")


@pytest.mark.usefixtures("huaiyin")
@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("gongkai overdue --unit 区司", ["区司法局"]),
        ("gongkai overdue --unit 司", ["司法局"]),
        ("gongkai overdue -u 区住房", ["区住房城乡建设局", "区住房和城乡建设局"]),
        ("gongkai ledger --unit 住房和", ["住房和城乡建设局"]),
        ("gongkai units 振兴街街道", ["振兴街街道办事处", "振兴街街道"]),
        ("gongkai update 21 --unit 区民", ["区民政局"]),
        ("gongkai tasks 4", ["4", "40", "41", "42", "43", "44", "45", "46"]),
        ("gongkai update 46", ["46"]),
        ("gongkai history 2", ["2", *(str(n) for n in range(20, 30))]),
        ("gongkai st", ["status"]),
        ("gongkai status --by s", ["section"]),
        ("gongkai update 1 --status 已", ["已完成"]),
        ("gongkai overdue --with", ["--within"]),
        ("gongkai overdue --unit 没有", []),
    ],
)
@pytest.mark.parametrize("shell", [BASH, ZSH])
def test_completes(shell: str, line: str, found: list[str]) -> None:
    answer = completed(line, shell)
    if shell == BASH:
        assert answer.split() == found
    else:
        assert [f'"{word}"' in answer for word in found] == [True] * len(found)
        assert answer.strip() == "_files" or found


@pytest.mark.usefixtures("nowhere")
def test_completes_in_the_folder_that_the_line_names(tmp_path: Path, district: Path) -> None:
    os.chdir(tmp_path)
    assert completed(f"gongkai -C {district} overdue --unit 示例一", BASH).split() == ["示例一局"]
    assert completed("gongkai overdue --unit 示例一", BASH).split() == []
    found = completed("gongkai overdue --unit 示例一", BASH, GONGKAI_ROOT=str(district))
    assert found.split() == ["示例一局"]


def test_a_broken_plan_leaves_the_line_alone(district: Path) -> None:
    (district / "data/tasks.yaml").write_text("坏", "utf-8")
    assert completed("gongkai overdue --unit 示", BASH).split() == []
    assert completed("gongkai overdue --as-of 坏 --unit 示", BASH).split() == []


@pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash")
def test_setting_it_up_speaks_chinese(tmp_path: Path) -> None:
    program = f"{sys.executable} -m gongkai_cli --install-completion; exit $?"
    ran = subprocess.run(
        ["bash", "--norc", "-c", program],
        env={**os.environ, "HOME": str(tmp_path), "PYTHONUTF8": "1"},
        capture_output=True,
        check=False,
    )
    assert ran.returncode == 0
    assert ran.stdout == b""
    assert "已为 bash 装好补全" in ran.stderr.decode("utf-8")
    script = next(tmp_path.rglob("gongkai.sh")).read_text("utf-8")
    assert "_GONGKAI_COMPLETE=complete_bash" in script
