"""落实情况: how a year's tasks were fulfilled, as the annual report tells it. Numbers, no words.

Only what the ledger knows; what an annual report needs besides is not here.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from gongkai_cli.domain.plan import Plan, Scope, Target, Task
from gongkai_cli.domain.record import Progress, Record
from gongkai_cli.domain.roster import Unit
from gongkai_cli.reckoning.assignment import deadline_of
from gongkai_cli.reckoning.fold import Status, effects
from gongkai_cli.reckoning.overview import (
    DONE,
    FINDINGS,
    UNCOUNTED,
    By,
    Overview,
    Tally,
    overview,
)
from gongkai_cli.reckoning.standings import Entry, Standing
from gongkai_cli.reckoning.targets import Reached, value_of


class Goal(NamedTuple):
    """A 指标 that is not the whole district's: of the units `bound`, how many told, how many met.

    What `met` counts says nothing where the 范围 is 未明确.
    """

    task: Task
    target: Target
    bound: int
    told: int
    met: int


class Fulfilment(NamedTuple):
    """The year of all units, or of `unit`, on one day: by 部分 and by 任务, in the plan's order."""

    by_section: Overview
    by_task: Overview
    unit: Unit | None

    @property
    def entries(self) -> list[Entry]:
        """Every item that binds somebody, task by task."""
        return [each for each in self.by_task.named if each.standing not in UNCOUNTED]

    @property
    def units(self) -> int:
        """How many units are bound by anything."""
        return len({entry.item.unit.name for entry in self.entries})

    @property
    def bound(self) -> int:
        """应办: how many items bind somebody."""
        return sum(tally.bound for tally in self.by_task.tallies)

    @property
    def done(self) -> int:
        """办结: how many of those are finished, in whatever time."""
        return sum(tally.done for tally in self.by_task.tallies)

    @property
    def counts(self) -> Counter[Standing]:
        """How many items have each 进度."""
        return self.by_task.counts

    @property
    def open(self) -> Counter[str]:
        """The items that are not 办结, each under one word; with `done` they make up `bound`.

        Claims that fall short of a target or wait for the office come first by their 进度, all
        others by the 状态 that they have reached.
        """
        return Counter(
            str(each.standing if each.standing in _CLAIMED else each.status) for each in self._left
        )

    @property
    def lasting(self) -> int:
        """How many items that are not 办结 have no last day because they go on (长期坚持)."""
        year = self.by_task.plan.year
        endless = (each.item.task for each in self._left if each.due is None)
        return sum(deadline_of(task, year).carried for task in endless)

    @property
    def _left(self) -> list[Entry]:
        return [each for each in self.entries if each.standing not in DONE]

    @property
    def tasks_done(self) -> int:
        """How many tasks every unit bound by them has finished."""
        return sum(0 < tally.bound == tally.done for tally in self.by_task.tallies)

    @property
    def unsettled(self) -> list[Tally]:
        """The tasks with anything of which there is to tell."""
        return [tally for tally in self.by_task.tallies if any(map(_is_told, tally.named))]

    @property
    def goals(self) -> list[Reached]:
        """The 指标 of the district, or of the one unit, with what was reported towards them."""
        if self.unit is None:
            return list(self.by_task.district)
        return [_reached(entry, goal) for entry in self.entries for goal in entry.item.task.targets]

    @property
    def goals_of_units(self) -> list[Goal]:
        """The 指标 that bind each unit, or nobody knows whom; none where one is asked about."""
        having: defaultdict[int, list[Entry]] = defaultdict(list)
        for entry in self.entries:
            having[entry.item.task.id].append(entry)
        return [
            _goal(task, target, having[task.id])
            for task in ([] if self.unit else self.by_task.plan.tasks)
            for target in task.targets
            if target.scope is not Scope.DISTRICT
        ]


_CLAIMED = frozenset({Standing.SHORT, Standing.AWAITING})

OPEN = (
    str(Standing.SHORT),
    str(Standing.AWAITING),
    str(Status.UNDER_WAY),
    str(Status.SENT_BACK),
    str(Status.NOT_STARTED),
)
"""Every word under which an item that is not 办结 is counted, in the order in which it is told."""


def fulfilment(
    plan: Plan, as_of: date, entries: Iterable[Entry], unit: Unit | None = None
) -> Fulfilment:
    """How the tasks stand on `as_of`; `entries` are all items, or those of `unit`."""
    every = list(entries)
    naming = frozenset(Standing)
    sections = [task.section for task in plan.tasks]
    numbers = [str(task.id) for task in plan.tasks]
    by_section = _ordered(overview(plan, as_of, every, By.SECTION, naming), sections)
    by_task = _ordered(overview(plan, as_of, every, By.TASK, naming), numbers)
    if unit:
        return Fulfilment(by_section.of_some_units(), by_task.of_some_units(), unit)
    return Fulfilment(by_section, by_task, None)


class Trouble(NamedTuple):
    """An item of one unit that is not 办结, and what the unit wrote of it last, if anything."""

    entry: Entry
    said: Progress | None


def troubles(found: Fulfilment, records: Sequence[Record]) -> list[Trouble]:
    """The unit's items worth telling, with its own latest words.

    They are 逾期, 缺报, 未达标 or 已退回, or have a period of the year unanswered.
    """
    telling = filter(_is_told, found.entries)
    return [Trouble(each, _last_said(each, records, found.by_task.as_of)) for each in telling]


def is_returned(entry: Entry) -> bool:
    """Whether an item was sent back, which it may be beside any 进度 of what is not claimed."""
    return entry.status is Status.SENT_BACK


def has_gaps(entry: Entry) -> bool:
    """Whether an item has unanswered periods that its 进度 does not tell of already."""
    return bool(entry.missing) and entry.standing is not Standing.SILENT


def is_finding(entry: Entry) -> bool:
    """Whether an item is 逾期, 缺报 or 未达标."""
    return entry.standing in FINDINGS


def _is_told(entry: Entry) -> bool:
    return is_finding(entry) or is_returned(entry) or has_gaps(entry)


def _last_said(entry: Entry, records: Sequence[Record], as_of: date) -> Progress | None:
    course = effects(records, entry.item.task.id, as_of, entry.item.basis)
    counting = (each.record.fact for each in reversed(course) if not each.unapplied)
    return next((fact for fact in counting if isinstance(fact, Progress)), None)


def _ordered(answer: Overview, keys: Sequence[str]) -> Overview:
    order: Mapping[str, int] = {key: place for place, key in reversed(list(enumerate(keys)))}
    tallies = sorted(answer.tallies, key=lambda tally: order[tally.key])
    return answer._replace(tallies=tuple(tallies))


def _goal(task: Task, target: Target, having: Sequence[Entry]) -> Goal:
    values = [Reached(task, target, value_of(target, entry.state)) for entry in having]
    told = sum(each.value is not None for each in values)
    return Goal(task, target, len(having), told, sum(each.met for each in values))


def _reached(entry: Entry, goal: Target) -> Reached:
    return Reached(entry.item.task, goal, value_of(goal, entry.state))
