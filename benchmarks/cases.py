"""What is measured: the commands, on the repository itself and on districts of every size."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TypeAlias

import district
import peers
from facts import AS_OF, LAST_DAY, Size, Unit
from measure import Case

REPOSITORY = Path(__file__).parents[1]
PYTHON = sys.executable
GONGKAI = str(Path(PYTHON).with_name("gongkai"))
"""The installed console script: what people run, with all that it costs to start."""

START, GATE = "start", "gate"
BALANCE = f"bal open -e {AS_OF} --flat"
ASKED = Unit(1).name
"""The unit that is asked for alone: its year is the same in every district."""

Command: TypeAlias = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A workspace on disk, and a folder for the caches that gongkai keeps of it.

    `group` is the table in which its cases stand: a size of district, or `START`.
    """

    group: str
    root: Path
    caches: Path

    @property
    def peers(self) -> Path:
        """Where the same facts stand for the other programs."""
        return self.root / "peers"

    def case(self, name: str, says: str, argv: Command, rounds: int) -> Case:
        """A case in which gongkai finds this place, and a cache that no other case touches.

        Without this machine's settings for Python: one that forbids writing compiled modules makes
        every start compile them anew, which no user's does.
        """
        ours = {
            "GONGKAI_ROOT": str(self.root),
            "XDG_CACHE_HOME": str(self.caches / name),
            "LC_ALL": "C.UTF-8",  # or hledger cannot read Chinese
        }
        theirs = {key: os.environ[key] for key in os.environ if not key.startswith("PYTHON")}
        return Case(f"{self.group}/{name}", says, argv, theirs | ours, rounds)


def prepare(work: Path, size: Size) -> Place:
    """Make the district and taskwarrior's data, unless an earlier run has."""
    place = Place(size.name, work / size.name, work / "caches" / size.name)
    district.make(place.root, size, district.canonical)
    peers.import_tasks(place.peers)
    return place


def prepare_hand_typed(work: Path, size: Size) -> Place:
    """Make the same district with records as people type them."""
    place = Place(size.name, work / f"{size.name}-hand-typed", work / "caches" / "hand-typed")
    district.make(place.root, size, district.hand_typed)
    return place


def start_up(work: Path, rounds: int) -> list[Case]:
    """What every command costs before it has done anything, and the repository's own ledger."""
    place = Place(START, REPOSITORY, work / "caches" / "repository")
    return [
        place.case("python", "`python -c pass`", (PYTHON, "-c", "pass"), rounds),
        place.case("typer", "`python -c 'import typer'`", (PYTHON, "-c", "import typer"), rounds),
        place.case("version", "`gongkai --version`", (GONGKAI, "--version"), rounds),
        _without_cache(place, rounds),
        later(place, "later", (), rounds),
        _same(place, rounds),
    ]


def of_district(place: Place, rounds: int) -> list[Case]:
    """The question who is late, put to every program on one district."""
    return [
        first(place, rounds),
        _without_cache(place, rounds),
        later(place, "later", (), rounds),
        later(place, "unit", ("--unit", ASKED), rounds),
        later(place, "list", ("--all", "--standing", "逾期"), rounds),  # what the peers print
        _same(place, rounds),
        place.case("task", "`task +OVERDUE list`", peers.ask_task(place.peers, "list"), rounds),
        place.case("ledger", f"`ledger {BALANCE}`", peers.ask_ledger(place.peers), rounds),
        place.case("hledger", f"`hledger {BALANCE}`", peers.ask_hledger(place.peers), rounds),
    ]


def of_hand_typed(place: Place, rounds: int) -> Case:
    """What it costs to read records that are not in the form that gongkai writes."""
    says = "`gongkai overdue --no-cache`，记录为手写格式"
    return place.case("hand-typed", says, _overdue(AS_OF, "--no-cache"), rounds)


def first(place: Place, rounds: int) -> Case:
    """Ask gongkai as if it had never seen the place: it reads all and fills its cache."""
    case = place.case("first", "`gongkai overdue`，首次，缓存为空", _overdue(AS_OF), rounds)
    return replace(case, emptied=place.caches / "first")


def later(place: Place, name: str, words: Command, rounds: int) -> Case:
    """Ask gongkai about another day than before, on an otherwise empty cache.

    What was learnt of the records then may help; an answer kept whole cannot.
    """
    says = f"`{' '.join(('gongkai overdue', *words))}`，再次，换了一天"
    case = place.case(name, says, _overdue(AS_OF, *words), rounds)
    day_before = replace(case, argv=_overdue(LAST_DAY, *words), emptied=place.caches / name)
    return replace(case, before=day_before)


def _same(place: Place, rounds: int) -> Case:
    """Ask gongkai again word for word while nothing has changed: it may repeat what it said."""
    return place.case("same", "`gongkai overdue`，再次，同一问题", _overdue(AS_OF), rounds)


def _without_cache(place: Place, rounds: int) -> Case:
    """Ask gongkai to read everything and keep nothing."""
    says, argv = "`gongkai overdue --no-cache`", _overdue(AS_OF, "--no-cache")
    return place.case("no-cache", says, argv, rounds)


def _overdue(day: date, *words: str) -> Command:
    return (GONGKAI, "overdue", "--as-of", str(day), *words)


def overdue_counts(place: Place) -> dict[str, int]:
    """How many items each program calls late: equal, or the times compare different work."""
    answer = json.loads(_output(place, _overdue(AS_OF, "--format", "json")))
    return {
        "gongkai": sum(item["standing"] == "逾期" for item in answer["data"]),
        "taskwarrior": int(_output(place, peers.ask_task(place.peers, "count"))),
        "ledger": _output(place, peers.ask_ledger(place.peers)).count("open:"),
        "hledger": _output(place, peers.ask_hledger(place.peers)).count("open:"),
    }


def _output(place: Place, argv: Command) -> str:
    case = place.case("count", "", argv, 1)
    done = subprocess.run(argv, env=case.env, check=True, capture_output=True)
    return done.stdout.decode("utf-8")
