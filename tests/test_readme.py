"""The documents keep their word: every `gongkai …` line they show runs, and prints what they show.

A block marked `console` may show output under a command; in any other block there are only
commands. `UPDATE_DOCS=1` writes what the program prints now into the documents.
"""

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import pytest

from fenced import blocks

ROOT = Path(__file__).parents[1]
CHINESE, ENGLISH = ROOT / "README.md", ROOT / "README.en.md"
READMES = (CHINESE, ENGLISH)
GUIDE = ROOT / "docs/guide.md"
"""It works in a district of its own: tests/test_guide.py runs it."""

RUN = (*READMES, *sorted({*(ROOT / "docs").glob("*.md")} - {GUIDE}))
READ = (*RUN, GUIDE, ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md")
STARTS = ("gongkai ", "git add ", "git commit ")
UPDATE = "UPDATE_DOCS"


class Step(NamedTuple):
    """A command and the output shown under it, which ends before line `end` of the document."""

    command: str
    shown: list[str]
    end: int


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def steps(text: str) -> Iterator[Step]:
    for block in blocks(text):
        starts = [n for n, line in enumerate(block.lines) if line.startswith(STARTS)]
        for start, end in pairwise([*starts, len(block.lines)]):
            shown = block.lines[start + 1 : end] if block.language == "console" else []
            yield Step(block.lines[start], shown, block.start + end)


def without_fences(text: str) -> str:
    return re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)


class Desk(NamedTuple):
    """A workspace of its own with data/, under git, where commands run as people type them."""

    folder: Path
    environment: dict[str, str]

    def run(self, command: str) -> tuple[int, list[str]]:
        """The exit code, and everything printed."""
        for piece in evidence(command):
            (self.folder / piece).write_bytes(b"%PDF-1.4\n")
        done = subprocess.run(
            ["bash", "-c", f"{command}\nexit $?"],
            cwd=self.folder,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
        return done.returncode, done.stdout.decode("utf-8").rstrip("\n").split("\n")


def evidence(command: str) -> list[str]:
    """The files that a reader would have at hand."""
    words = shlex.split(command)
    given = [after for word, after in pairwise(words) if word == "--evidence"]
    return [piece for piece in given if "://" not in piece]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    folder, home = tmp_path / "工作区", tmp_path / "home"
    shutil.copytree(ROOT / "data", folder / "data")
    home.mkdir()
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("GIT_", "GONGKAI_", "XDG_")) and name not in {"COLUMNS", "TERM"}
    }
    new = {
        "HOME": str(home),
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "PYTHONUNBUFFERED": "1",
        "PYTHONUTF8": "1",
        "GIT_CONFIG_NOSYSTEM": "1",
    }
    for person in ("AUTHOR", "COMMITTER"):
        new |= {f"GIT_{person}_NAME": "示例", f"GIT_{person}_EMAIL": "nobody@example.org"}
    made = Desk(folder, kept | new)
    begin = "git init --quiet --initial-branch=main . && git add data && git commit --quiet -m 任务"
    assert made.run(begin)[0] == 0
    return made


@pytest.mark.parametrize("document", RUN, ids=name_of)
def test_commands_run_and_print_what_is_shown(document: Path, desk: Desk) -> None:
    text = document.read_text("utf-8")
    lines = text.splitlines()
    wrong: list[str] = []
    for step in reversed([(step, *desk.run(step.command)) for step in steps(text)]):
        (_, shown, end), code, printed = step
        while shown and not shown[-1]:
            shown.pop()
            end -= 1
        if code != 0:
            wrong += [f"{code}: {step[0].command}", *printed]
        elif shown and shown != printed:
            lines[end - len(shown) : end] = printed
            wrong += [f"prints something else: {step[0].command}", *printed]
    if os.environ.get(UPDATE) and lines != text.splitlines():
        document.write_text("\n".join(lines) + "\n", "utf-8")
    assert wrong == []


def test_readmes_show_output_and_commands() -> None:
    shown = [step for step in steps(CHINESE.read_text("utf-8")) if step.shown]
    assert any("▲ 逾期" in line for step in shown for line in step.shown)
    assert any("■ 缺报" in line for step in shown for line in step.shown)


def test_readmes_say_the_same_commands_in_the_same_order() -> None:
    chinese, english = ([b.lines for b in blocks(path.read_text("utf-8"))] for path in READMES)
    tree = [number for number, lines in enumerate(chinese) if "data/tasks.yaml" in lines[0]]
    assert len(tree) == 1
    where = [[line.split()[0] for line in both.pop(tree[0])] for both in (chinese, english)]
    assert where[0] == where[1]
    assert chinese == english


def test_readmes_have_the_same_sections_and_tables() -> None:
    marks = r"^(#+ |\||- )|^\|(?: *`[^`]+`| *\d+) *\|"
    shapes = [
        [found.group() for found in re.finditer(marks, prose, re.MULTILINE)]
        for prose in (without_fences(path.read_text("utf-8")) for path in READMES)
    ]
    assert shapes[0] == shapes[1]
    assert shapes[0].count("## ") > 0


@pytest.mark.parametrize("readme", READMES, ids=name_of)
def test_readme_names_make_run_and_make_test_first(readme: Path) -> None:
    assert next(blocks(readme.read_text("utf-8"))).lines == ["make run", "make test"]


@pytest.mark.parametrize("document", READ, ids=name_of)
def test_relative_links_lead_somewhere(document: Path) -> None:
    prose = without_fences(document.read_text("utf-8"))
    links = re.findall(r"\]\(([^)\s]+)\)", prose)
    broken = [
        link
        for link in links
        if "://" not in link and not (document.parent / link.partition("#")[0]).exists()
    ]
    assert broken == []


def test_decisions_have_three_lines_each() -> None:
    text = (ROOT / "docs" / "decisions.md").read_text("utf-8")
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) != []
    for decision in text.split("\n### ")[1:]:
        lines = [line for line in decision.partition("\n## ")[0].splitlines()[1:] if line]
        starts = [line.partition(" ")[0] for line in lines], [line.split("**")[1] for line in lines]
        assert starts == (["-"] * 3, ["What:", "Why:", "Given up:"])
