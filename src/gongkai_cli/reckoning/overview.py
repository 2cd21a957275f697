"""概览: many entries counted, by unit or section or topic or task."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from gongkai_cli.domain.plan import Plan
from gongkai_cli.reckoning.assignment import deadline_of
from gongkai_cli.reckoning.standings import Entry, Standing
from gongkai_cli.reckoning.targets import Reached, Reported, district, reported
from gongkai_cli.reckoning.waiting import Matter, matters

FINDINGS = (Standing.OVERDUE, Standing.SILENT, Standing.SHORT)
"""What a unit must be chased for, the worst first."""

DONE = frozenset({Standing.FINISHED, Standing.DONE_LATE, Standing.DONE_EXTENDED})
"""What counts as finished in a rate, in whatever time."""

UNCOUNTED = frozenset({Standing.UNCLAIMED, Standing.NOT_OURS})
"""What binds nobody (yet), and so has no place in a rate."""


class By(StrEnum):
    """What a status is broken down by; the value is the title of its column."""

    UNIT = "单位"
    SECTION = "部分"
    TOPIC = "工作任务"
    TASK = "任务"


KEYS: Mapping[By, Callable[[Entry], str]] = {
    By.UNIT: lambda entry: entry.item.unit.name,
    By.SECTION: lambda entry: entry.item.task.section,
    By.TOPIC: lambda entry: entry.item.task.topic,
    By.TASK: lambda entry: str(entry.item.task.id),
}


class Tally(NamedTuple):
    """How one group of entries stands: how many of each 进度, and those worth naming."""

    key: str
    counts: Counter[Standing]
    named: list[Entry]

    @property
    def bound(self) -> int:
        """How many items bind somebody."""
        return self.counts.total() - sum(self.counts[standing] for standing in UNCOUNTED)

    @property
    def done(self) -> int:
        """How many of those are finished, late or not."""
        return sum(self.counts[standing] for standing in DONE)

    @property
    def findings(self) -> int:
        """How many items the group must be chased for."""
        return sum(self.counts[standing] for standing in FINDINGS)


class Overview(NamedTuple):
    """The answer for all units asked about, on one day.

    `waiting` is how many matters of each kind wait for the office.
    """

    plan: Plan
    as_of: date
    tallies: tuple[Tally, ...]
    district: tuple[Reached, ...]
    waiting: Counter[Matter] = Counter()  # noqa: RUF012 - never added to

    @property
    def fallen_short(self) -> list[Reached]:
        """The 全区 targets not met although their task's day is over; until then they can be."""
        return [each for each in self.district if not each.met and self.as_of > self._end(each)]

    def _end(self, reached: Reached) -> date:
        """The last day for a target: its task's, or the year's where the task has none."""
        due = reached.task.due or deadline_of(reached.task, self.plan.year).due
        return due or date(self.plan.year, 12, 31)

    def of_some_units(self) -> "Overview":
        """The answer where not every unit was asked about: nothing is said of 全区 targets."""
        return self._replace(district=())

    @property
    def counts(self) -> Counter[Standing]:
        """All groups together."""
        return sum((tally.counts for tally in self.tallies), Counter[Standing]())

    @property
    def named(self) -> list[Entry]:
        """The entries worth naming, group by group."""
        return [entry for tally in self.tallies for entry in tally.named]


def overview(
    plan: Plan,
    as_of: date,
    entries: Iterable[Entry],
    by: By = By.UNIT,
    naming: frozenset[Standing] = frozenset(FINDINGS),
) -> Overview:
    """Count `entries` by `by`, keeping those whose standing is in `naming`.

    Entries pass through one at a time, so that a whole district costs what its findings cost.
    """
    key = KEYS[by]
    tallies: dict[str, Tally] = {}
    totals: list[Reported] = []
    waiting: Counter[Matter] = Counter()
    for entry in entries:
        name = key(entry)
        tally = tallies.get(name) or tallies.setdefault(name, Tally(name, Counter(), []))
        tally.counts[entry.standing] += 1
        if entry.standing in naming:
            tally.named.append(entry)
        waiting.update(matters(entry.state, entry.item.basis))
        totals += reported(entry.item.task.id, entry.item.unit.name, entry.state)
    reached = tuple(district(plan, totals))
    return Overview(plan, as_of, tuple(tallies.values()), reached, waiting)


def worst_first(tallies: Iterable[Tally], naming: Sequence[Standing] = FINDINGS) -> list[Tally]:
    """The groups with anything in `naming`, by how many of its first 进度, then of its second."""
    found = [tally for tally in tallies if any(tally.counts[each] for each in naming)]
    return sorted(found, key=lambda tally: [-tally.counts[each] for each in naming])
