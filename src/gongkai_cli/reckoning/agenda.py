"""日程: the days that a calendar holds, when items are due and when periods' reports are."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from gongkai_cli.domain.book import Book
from gongkai_cli.domain.deadline import Period
from gongkai_cli.domain.item import Item
from gongkai_cli.domain.plan import Task
from gongkai_cli.domain.record import Record
from gongkai_cli.domain.roster import Unit
from gongkai_cli.reckoning.assignment import deadline_of
from gongkai_cli.reckoning.fold import CLAIMED, fold, known
from gongkai_cli.reckoning.question import Question
from gongkai_cli.reckoning.standings import Entry, Standing

_BIND_NOBODY = frozenset({Standing.NOT_OURS, Standing.UNCLAIMED})


class Told(NamedTuple):
    """How many records there were by `day`, which is the 统计日期.

    Records are only ever added and days go by: of two states the later one has the greater of both.
    """

    records: int
    day: date


class DueDay(NamedTuple):
    """An unfinished item and the day it is due; `original` is the day that the plan set."""

    item: Item
    day: date
    original: date
    told: Told


class ReportDay(NamedTuple):
    """The last day for a unit's reports of one period, and the tasks that still owe one.

    `fixed` is the day of the month where the wording fixes one, 0 where the policy's grace counts.
    """

    unit: Unit
    period: Period
    fixed: int
    tasks: tuple[Task, ...]
    told: Told


class Agenda(NamedTuple):
    """What one unit has to keep in mind, in the plan's order and the year's.

    `told` is how much was recorded of each of its tasks, those that it is done with among them. A
    unit that has closed down has nothing left to keep in mind; one that will, nothing after that.
    """

    due: tuple[DueDay, ...]
    reports: tuple[ReportDay, ...]
    told: Mapping[int, Told]


class Planner:
    """Prepared once for a year's book, then asked unit by unit."""

    __slots__ = ("_as_of", "_book", "_fixed", "_question")

    def __init__(self, book: Book, as_of: date) -> None:
        """Plan by what was known on `as_of`. Raises PhraseError as `Question` does."""
        self._book = book
        self._as_of = as_of
        # From the end of the year's last waiting every period is over: what nobody has answered
        # by then is what is still to be reported.
        self._question = Question(book, date(book.plan.year + 1, 12, 31))
        year = book.plan.year
        self._fixed = {task.id: deadline_of(task, year).report_day for task in book.plan.tasks}

    def agenda(self, unit: Unit, records: Sequence[Record]) -> Agenda:
        """The days of `unit`, whose own `records` are given."""
        entries = self._question.entries(unit, fold(records, self._as_of))
        told = self._told(entries, records)
        if unit.ended_by(self._as_of):
            return Agenda((), (), told)
        return Agenda(tuple(_due(entries, told)), tuple(self._reports(unit, entries, told)), told)

    def _told(self, entries: Sequence[Entry], records: Sequence[Record]) -> dict[int, Told]:
        count = Counter({entry.item.task.id: 0 for entry in entries})
        for record in known(records, self._as_of):
            count.update({*record.tasks})
        return {task: Told(times, self._as_of) for task, times in count.items()}

    def _reports(
        self, unit: Unit, entries: Sequence[Entry], told: Mapping[int, Told]
    ) -> Iterator[ReportDay]:
        owed: dict[tuple[Period, int], list[Task]] = {}
        for entry in entries:
            task = entry.item.task
            for period in entry.missing:
                owed.setdefault((period, self._fixed[task.id]), []).append(task)
        whole = together(told.values())
        for (period, fixed), tasks in sorted(owed.items(), key=lambda each: each[0][0].report_by):
            yield ReportDay(unit, period, fixed, tuple(tasks), whole)


def together(several: Iterable[Told]) -> Told:
    """What was recorded of several things, at least one."""
    records, days = zip(*several, strict=True)
    return Told(sum(records), max(days))


def _due(entries: Sequence[Entry], told: Mapping[int, Told]) -> Iterator[DueDay]:
    for entry in entries:
        bound = entry.status not in CLAIMED and entry.standing not in _BIND_NOBODY
        if bound and entry.due and entry.original_due and not entry.item.unit.ended_by(entry.due):
            yield DueDay(entry.item, entry.due, entry.original_due, told[entry.item.task.id])
