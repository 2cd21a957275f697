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
    """How much was recorded so far: it only ever grows, so that of two states the later is known.

    `last` is the day of the latest record.
    """

    records: int = 0
    last: date = date.min


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
    """What one unit has to keep in mind, in the plan's order and the year's."""

    due: tuple[DueDay, ...]
    reports: tuple[ReportDay, ...]


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
        told = _told(known(records, self._as_of))
        return Agenda(tuple(_due(entries, told)), tuple(self._reports(unit, entries, told)))

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
    """What was recorded of several things."""
    every = list(several)
    return Told(
        sum(each.records for each in every), max((each.last for each in every), default=date.min)
    )


def _due(entries: Sequence[Entry], told: Mapping[int, Told]) -> Iterator[DueDay]:
    for entry in entries:
        bound = entry.status not in CLAIMED and entry.standing not in _BIND_NOBODY
        if bound and entry.due and entry.original_due:
            spoken = told.get(entry.item.task.id, Told())
            yield DueDay(entry.item, entry.due, entry.original_due, spoken)


def _told(records: Sequence[Record]) -> dict[int, Told]:
    count: Counter[int] = Counter()
    last: dict[int, date] = {}
    for record in records:
        for task in {*record.tasks}:
            count[task] += 1
            last[task] = record.day
    return {task: Told(count[task], last[task]) for task in count}
