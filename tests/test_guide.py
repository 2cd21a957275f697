"""The guide keeps its word: the office's year runs from January to 回头看, as a clerk would run it.

The commands of docs/guide.md are run in order in a copy of the example's data, the tables of the
guide are typed into the sheets that it sends out. What is shown under a command is what it prints;
what the year leaves behind is what examples/示例区 holds, byte for byte. `UPDATE_DOCS=1` renews
the guide and the example.
"""

import io
import os
import re
import shlex
import shutil
from collections.abc import Iterable, Iterator
from contextlib import chdir, redirect_stderr, redirect_stdout
from itertools import groupby, pairwise
from pathlib import Path
from typing import NamedTuple

import pytest
from docx import Document as Word

from fenced import blocks
from fictional import files_under, gongkai
from filled_in import typed_into
from gongkai_cli.cli.app import run
from gongkai_cli.domain.roster import Roster
from gongkai_cli.domain.sheet import SheetColumn
from gongkai_cli.reading.book import load_book
from gongkai_cli.reading.cache import Cache
from gongkai_cli.reading.workspace import Workspace

ROOT = Path(__file__).parents[1]
GUIDE = ROOT / "docs/guide.md"
EXAMPLE = ROOT / "examples/示例区"
SENT_OUT, CAME_BACK = "工作台账", "收回"
MADE = ("ledgers", "papers")
"""What the year leaves behind in the example; the rest, data/, is what it begins with."""

UPDATES = bool(os.environ.get("UPDATE_DOCS"))
_FORGET = ("GONGKAI_ROOT", "GONGKAI_UNIT", "COLUMNS", "NO_COLOR", "CI")


class Command(NamedTuple):
    """A command and the output shown under it, which ends before line `end` of the guide."""

    words: tuple[str, ...]
    shown: list[str]
    end: int

    @property
    def paper(self) -> Path | None:
        """The paper that it writes, as Word or Markdown, where it writes one."""
        outputs = (after for word, after in pairwise(self.words) if word == "--output")
        return next((Path(name) for name in outputs if name.endswith((".docx", ".md"))), None)


class Typing(NamedTuple):
    """A row of a table of the guide: what a unit types into one row of its sheet."""

    unit: str
    task: int
    cells: dict[SheetColumn, str]


Step = Command | list[Typing]


class Ran(NamedTuple):
    """A command that was run: its exit code, and everything that it printed, in order."""

    command: Command
    code: int
    printed: list[str]


class Year(NamedTuple):
    """The guide, run: where, what every command gave, and what stood there before 2024 began.

    `answers` say how every item stood, asked on the days of the year when somebody asked.
    """

    folder: Path
    ran: list[Ran]
    before: dict[str, bytes]
    answers: dict[str, str]


# --- reading the guide ----------------------------------------------------------------------------


def steps(text: str) -> list[Step]:
    """The commands and the tables to be typed, in order."""
    found: list[tuple[int, Step]] = [(each.end, each) for each in commands(text)]
    found += [(number, [row]) for number, row in typings(text)]
    ordered = [step for _, step in sorted(found, key=lambda each: each[0])]
    merged: list[Step] = []
    for typed, together in groupby(ordered, lambda step: isinstance(step, list)):
        rows = list(together)
        merged += (
            [[row for step in rows if isinstance(step, list) for row in step]] if typed else rows
        )
    return merged


def commands(text: str) -> Iterator[Command]:
    """Every line that begins with gongkai, inside a fence."""
    for block in blocks(text):
        starts = [n for n, line in enumerate(block.lines) if line.startswith("gongkai ")]
        for start, end in pairwise([*starts, len(block.lines)]):
            words = tuple(shlex.split(block.lines[start])[1:])
            yield Command(words, block.lines[start + 1 : end], block.start + end)


def typings(text: str) -> Iterator[tuple[int, Typing]]:
    """The rows of the tables whose first two columns are 单位 and 序号, with their lines."""
    titles: list[str] = []
    for number, line in enumerate(text.splitlines()):
        cells = [cell.strip() for cell in line.split("|")[1:-1]]
        if cells[:2] == ["单位", "序号"]:
            titles = cells[2:]
        elif not cells:
            titles = []
        elif titles and cells[1].isdecimal():
            columns = {column.value.title: column for column in SheetColumn}
            said = zip(titles, cells[2:], strict=True)
            given = {columns[title]: value for title, value in said if value}
            yield number, Typing(cells[0], int(cells[1]), given)


# --- living through it ----------------------------------------------------------------------------


def typed(words: Iterable[str]) -> tuple[int, list[str]]:
    """The exit code of a command line, and both streams as one screen shows them."""
    screen = io.TextIOWrapper(io.BytesIO(), "utf-8", newline="\n", write_through=True)
    with redirect_stdout(screen), redirect_stderr(screen):
        code = run(tuple(words))
        screen.flush()
    stream = screen.buffer
    assert isinstance(stream, io.BytesIO)
    return code, stream.getvalue().decode("utf-8").rstrip("\n").split("\n")


def fill_in(rows: Iterable[Typing], roster: Roster, folder: Path) -> None:
    """Type `rows` into the sheets that were sent out, and lay the sheets down in `folder`."""
    folder.mkdir(parents=True)
    for unit, theirs in groupby(rows, lambda row: roster.find(row.unit)):
        assert unit
        [sheet] = Path(SENT_OUT).glob(f"{unit.name}*.xlsx")
        cells = {(row.task, key): value for row in theirs for key, value in row.cells.items()}
        (folder / sheet.name).write_bytes(typed_into(sheet.read_bytes(), cells))


def lived(folder: Path) -> Year:
    """The whole year, in `folder`; every paper is written as Markdown besides, into papers/."""
    shutil.copytree(EXAMPLE / "data", folder / "data")
    roster = load_book(Workspace(folder), Cache(None)).roster
    ran: list[Ran] = []
    waiting: list[Typing] = []
    before: dict[str, bytes] = {}
    answers: dict[str, str] = {}
    (folder / "papers").mkdir()
    with chdir(folder):
        for step in steps(GUIDE.read_text("utf-8")):
            if isinstance(step, list):
                waiting = step
                continue
            if step.words[0] == "collect" and waiting:
                fill_in(waiting, roster, Path(step.words[1]))
                waiting = []
            if step.words[0] == "rollover":
                before = files_under(folder)
            ran.append(Ran(step, *typed(step.words)))
            if step.words[0] == "overdue" and not before:
                day = step.words[step.words.index("--as-of") + 1]
                answers[day] = how_all_stand(day)
            if step.paper:
                paper = f"papers/{step.paper.stem}.md"
                typed(paper if word == str(step.paper) else word for word in step.words)
    return Year(folder, ran, before, answers)


def how_all_stand(day: str) -> str:
    """What a program is told of every item of 2023 on `day`."""
    ran = gongkai("--year", "2023", "--as-of", day, "status", "--by", "item", "--format", "json")
    assert (ran.code, ran.err) == (0, "")
    return ran.out


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Year]:
    home = tmp_path_factory.mktemp("guide")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(home / "cache"))
        for name in _FORGET:
            patch.delenv(name, raising=False)
        found = lived(home / "示例区")
        if UPDATES:
            renew(found)
        yield found


def renew(year: Year) -> None:
    """Write what the year gave into the guide and the example."""
    lines = GUIDE.read_text("utf-8").splitlines()
    for command, _, printed in reversed(year.ran):
        if shown := trimmed(command.shown):
            end = command.end - (len(command.shown) - len(shown))
            lines[end - len(shown) : end] = printed
    GUIDE.write_text("\n".join(lines) + "\n", "utf-8")
    for part in MADE:
        shutil.rmtree(EXAMPLE / part, ignore_errors=True)
    for name, data in made(year.before).items():
        file = EXAMPLE / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)


def trimmed(shown: list[str]) -> list[str]:
    """`shown` without the empty lines at its end."""
    return "\n".join(shown).rstrip("\n").split("\n") if any(shown) else []


def made(files: dict[str, bytes]) -> dict[str, bytes]:
    """Of `files`, what the example keeps of the year."""
    return {name: data for name, data in files.items() if name.startswith(MADE)}


# --- what is promised -----------------------------------------------------------------------------

ASKS = {
    "overdue",
    "status",
    "history",
    "tasks",
    "remind",
    "bulletin",
    "annual",
    "review",
    "lookback",
}
RECORDS = {"update", "collect"}
ANSWERS = ("--close", "--send-back", "--grant", "--refuse", "--accept", "--outcome")
UNWELCOME = "\"'`$&|<>;()“”‘’"
"""What cmd, PowerShell or a POSIX shell would not take as it stands."""


def test_every_command_succeeds(year: Year) -> None:
    failed = [(" ".join(ran.command.words), ran.printed) for ran in year.ran if ran.code]
    assert failed == []


def test_screens_are_what_is_printed(year: Year) -> None:
    shown = [ran for ran in year.ran if any(ran.command.shown)]
    assert len(shown) > len(year.ran) / 5
    for ran in shown if not UPDATES else ():
        assert trimmed(ran.command.shown) == ran.printed, ran.command.words


def test_year_leaves_what_the_example_holds(year: Year) -> None:
    there = made(files_under(EXAMPLE))
    here = made(year.before)
    assert sorted(here) == sorted(there)
    assert [name for name in here if here[name] != there[name]] == []


def test_example_holds_nothing_else() -> None:
    others = {name.split("/")[0] for name in files_under(EXAMPLE)} - {*MADE, "data"}
    assert others == set()


def test_next_year_changes_nothing_of_this_one(year: Year) -> None:
    after = files_under(year.folder)
    kept = {name: data for name, data in year.before.items() if name.startswith("ledgers/")}
    assert {name: after.get(name) for name in kept} == kept
    for name in ("tasks", "units", "policy"):
        assert after[f"data/archive/2023/{name}.yaml"] == year.before[f"data/{name}.yaml"]


def test_every_paper_is_in_the_example_and_opens_in_word(year: Year) -> None:
    papers = [ran.command.paper for ran in year.ran if ran.command.paper]
    kept = {f"papers/{paper.stem}.md": paper for paper in papers}
    assert {*kept} == {name for name in year.before if name.startswith("papers/")}
    for name, paper in kept.items():
        text = (year.folder / name).read_text("utf-8")
        assert "\n" in text
        if paper.suffix == ".docx":
            title = re.findall(r"^# (.+)$", text, re.MULTILINE)[0]
            document = Word(str(year.folder / paper))
            assert title in [each.text.replace("\n", "") for each in document.paragraphs]


def test_every_day_is_answered_as_it_was_then(year: Year) -> None:
    assert len(year.answers) > 7
    with chdir(year.folder):
        assert {day: how_all_stand(day) for day in year.answers} == year.answers


@pytest.mark.parametrize("folder", ["the example", "the year's own"])
def test_gate_lets_it_pass(folder: str, year: Year) -> None:
    root = EXAMPLE if folder == "the example" else year.folder
    code, printed = typed(["-C", str(root), "--no-cache", "check"])
    assert code == 0, printed
    assert any("0个错误" in line or "没有发现问题" in line for line in printed)
    code, printed = typed(["-C", str(root), "--no-cache", "ledger", "--all", "--check"])
    assert code == 0, printed


def test_every_month_has_its_place() -> None:
    headings = " ".join(re.findall(r"^## (.+)$", GUIDE.read_text("utf-8"), re.MULTILINE))
    months = [int(number) for number in re.findall(r"(\d+)月", headings)]
    assert months == [*range(1, 13), 1]


def test_screen_ends_its_block() -> None:
    """Nothing marks a command but its first word, so what is printed stands last."""
    for block in blocks(GUIDE.read_text("utf-8")):
        assert block.language == "console"
        printed = [not line.startswith("gongkai ") for line in block.lines]
        assert printed == sorted(printed), block.lines


def test_guide_is_the_same_on_any_day() -> None:
    undated = [
        " ".join(each.words)
        for each in commands(GUIDE.read_text("utf-8"))
        if not wanted(each.words) & {*each.words}
    ]
    assert undated == []


def wanted(words: tuple[str, ...]) -> set[str]:
    """The options of which a command needs one, so as not to ask for today."""
    name = next((word for word in words if word.isalpha() and word.isascii()), "status")
    if name in RECORDS or {*ANSWERS} & {*words}:
        return {"--date", "--corrects"}
    return {"--as-of"} if name in ASKS else {*words}


def test_lines_can_be_typed_into_any_window() -> None:
    lines = [" ".join(each.words) for each in commands(GUIDE.read_text("utf-8"))]
    assert [line for line in lines if {*UNWELCOME} & {*line}] == []
