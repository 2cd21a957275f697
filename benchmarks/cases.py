"""What is measured: the commands, on the repository itself and on districts of every size."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import district
import peers
from facts import AS_OF, Size, Unit
from measure import Case

REPOSITORY = Path(__file__).parents[1]
PYTHON = sys.executable
GONGKAI = str(Path(PYTHON).with_name("gongkai"))
"""The installed console script: what people run, with all that it costs to start."""

ASKED = Unit(1).name
"""The unit that is asked for alone: its year is the same in every district."""

Command: TypeAlias = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class District:
    """A synthetic district on disk, and a room for the caches that gongkai keeps of it."""

    size: Size
    root: Path
    caches: Path

    @property
    def peers(self) -> Path:
        """Where the same facts stand for the other programs."""
        return self.root / "peers"

    def env(self, cache: str) -> Mapping[str, str]:
        """Surroundings in which gongkai finds this district and only the cache named."""
        return environment(self.root, self.caches / cache)


def environment(root: Path, cache: Path) -> Mapping[str, str]:
    """The caller's surroundings, with the workspace and cache given; UTF-8 for hledger."""
    ours = {"GONGKAI_ROOT": str(root), "XDG_CACHE_HOME": str(cache), "LC_ALL": "C.UTF-8"}
    return os.environ | ours


def prepare(work: Path, size: Size) -> District:
    """Make the district and taskwarrior's data, unless an earlier run has."""
    made = District(size, work / size.name, work / "caches" / size.name)
    district.make(made.root, size, district.canonical)
    peers.import_tasks(made.peers)
    return made


def prepare_hand_typed(work: Path, size: Size) -> District:
    """Make the same district with records as people type them."""
    made = District(size, work / f"{size.name}-hand-typed", work / "caches" / "hand-typed")
    district.make(made.root, size, district.hand_typed)
    return made


def start_up(work: Path, rounds: int) -> list[Case]:
    """What every command costs before it has done anything, and the repository's own ledger."""
    env = environment(REPOSITORY, work / "caches" / "repository")
    commands = {
        "python": ("`python -c pass`", (PYTHON, "-c", "pass")),
        "typer": ("`python -c 'import typer'`", (PYTHON, "-c", "import typer")),
        "version": ("`gongkai --version`", (GONGKAI, "--version")),
        "later": ("`gongkai overdue`，有缓存", (GONGKAI, "overdue")),
        "no-cache": ("`gongkai overdue --no-cache`", (GONGKAI, "overdue", "--no-cache")),
    }
    return _cases("start", commands, env, rounds)


def of_district(asked: District, rounds: int) -> list[Case]:
    """The question who is late, put to every program on one district."""
    return [_first(asked, rounds), *_again(asked, rounds), *_others(asked, rounds)]


def of_hand_typed(asked: District, rounds: int) -> list[Case]:
    """What it costs to read records that are not in the form that gongkai writes."""
    commands = {
        "hand-typed": (
            "`gongkai overdue --no-cache`，记录为手写格式",
            _overdue("--no-cache"),
        )
    }
    return _cases(asked.size.name, commands, asked.env("none"), rounds)


def _first(asked: District, rounds: int) -> Case:
    """Ask gongkai as if it had never seen the district: it reads all and fills its cache."""
    says, key = "`gongkai overdue`，首次，缓存为空", f"{asked.size.name}/first"
    return Case(key, says, _overdue(), asked.env("first"), rounds, asked.caches / "first")


def _again(asked: District, rounds: int) -> list[Case]:
    """Ask gongkai again, as people do; `list` prints item by item, as the peers do."""
    commands = {
        "no-cache": ("`gongkai overdue --no-cache`", _overdue("--no-cache")),
        "later": ("`gongkai overdue`，再次，有缓存", _overdue()),
        "list": (
            "`gongkai overdue --all --standing 逾期`，再次",
            _overdue("--all", "--standing", "逾期"),
        ),
        "unit": (f"`gongkai overdue --unit {ASKED}`，再次", _overdue("--unit", ASKED)),
    }
    return _cases(asked.size.name, commands, asked.env("later"), rounds)


def _others(asked: District, rounds: int) -> list[Case]:
    """Ask the other programs, each in its own words."""
    commands = {
        "task": ("`task +OVERDUE list`", peers.ask_task(asked.peers, "list")),
        "ledger": (f"`ledger bal open -e {AS_OF} --flat`", peers.ask_ledger(asked.peers)),
        "hledger": (f"`hledger bal open -e {AS_OF} --flat`", peers.ask_hledger(asked.peers)),
    }
    return _cases(asked.size.name, commands, asked.env("none"), rounds)


def _overdue(*words: str) -> Command:
    return (GONGKAI, "overdue", "--as-of", str(AS_OF), *words)


def _cases(
    group: str, commands: Mapping[str, tuple[str, Command]], env: Mapping[str, str], rounds: int
) -> list[Case]:
    """One case for each of `commands`: name → what the table says of it, and the command."""
    return [
        Case(f"{group}/{name}", says, argv, env, rounds) for name, (says, argv) in commands.items()
    ]


def overdue_counts(asked: District) -> dict[str, int]:
    """How many items each program calls late: equal, or the times compare different work."""
    answer = json.loads(_output(asked, _overdue("--format", "json")))
    return {
        "gongkai": sum(item["standing"] == "逾期" for item in answer["data"]),
        "taskwarrior": int(_output(asked, peers.ask_task(asked.peers, "count"))),
        "ledger": _output(asked, peers.ask_ledger(asked.peers)).count("open:"),
        "hledger": _output(asked, peers.ask_hledger(asked.peers)).count("open:"),
    }


def _output(asked: District, argv: Command) -> str:
    done = subprocess.run(argv, env=asked.env("later"), check=True, capture_output=True)
    return done.stdout.decode("utf-8")
