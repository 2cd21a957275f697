"""回头看: an earlier year's items that were not done in time, and what became of each since.

The earlier year is judged by its own book; who answers for it now, the roster at hand says. Records
of 回头看 come in from outside and never meet `fold`'s states: they speak of another year's tasks.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from gongkai_cli.domain.book import Book
from gongkai_cli.domain.deadline import Cycle
from gongkai_cli.domain.record import LookBack, Record
from gongkai_cli.domain.roster import Roster, Unit
from gongkai_cli.reckoning.assignment import Duty
from gongkai_cli.reckoning.fold import Effect, Status, counting
from gongkai_cli.reckoning.overview import DONE, UNCOUNTED
from gongkai_cli.reckoning.standings import Entry, Standing


class Span(NamedTuple):
    """The two days that an earlier year is judged on: its end, and the last that still counts."""

    end: date
    last: date


class Old(NamedTuple):
    """An earlier year's item: as it stood at the year's end, and as it came to stand."""

    then: Entry
    later: Entry


class Disposition(NamedTuple):
    """What was said of one old item: the record, and its own words."""

    record: Record
    fact: LookBack


class Line(NamedTuple):
    """One item to be looked at again. `unit` answers for it now (None: nobody does).

    `course` is how it came to its state; `settled` is what was said of it, if anything.
    """

    old: Old
    unit: Unit | None
    course: tuple[Effect, ...]
    settled: Disposition | None

    @property
    def name(self) -> str:
        """Whoever answers for it, or had it where nobody does."""
        return self.unit.name if self.unit else self.old.then.item.unit.name

    @property
    def formerly(self) -> str:
        """The unit that had it, where it goes by another name now or another took over."""
        had = self.old.then.item.unit.name
        return "" if had == self.name else had

    @property
    def late(self) -> bool:
        """Whether it was finished before the year was over, only not in time."""
        return self.old.then.standing is Standing.DONE_LATE


class Tally(NamedTuple):
    """One unit's items: how many were unfinished, how many late, and how many are settled."""

    name: str
    unfinished: int
    late: int
    settled: int

    @property
    def open(self) -> int:
        """How many nobody has said anything of."""
        return self.unfinished + self.late - self.settled


class Retrospect(NamedTuple):
    """The whole answer, as of a day; `routine` counts the standing work that owed nothing."""

    year: int
    as_of: date
    span: Span
    lines: tuple[Line, ...]
    routine: int

    @property
    def tallies(self) -> list[Tally]:
        """Unit by unit, those with the most left to say first."""
        found: dict[str, list[Line]] = defaultdict(list)
        for line in self.lines:
            found[line.name].append(line)
        tallies = (_tally(name, lines) for name, lines in found.items())
        return sorted(tallies, key=lambda each: -each.open)


def span_of(past: Book, as_of: date) -> Span:
    """The days on which the year of `past` is judged by whoever asks on `as_of`.

    What came after its end still counts until 31 March (see `Plan.takes`).
    """
    year = past.plan.year
    return Span(date(year, 12, 31), max(date(year, 12, 31), min(as_of, date(year + 1, 3, 31))))


def to_look_at(old: Old) -> bool:
    """Whether the item was unfinished at the year's end, or finished late.

    What bound nobody is left out, and so is what had been done in time; standing work that owed
    nothing is `routine`.
    """
    if old.then.standing in UNCOUNTED:
        return False
    return old.then.standing not in DONE - {Standing.DONE_LATE}


def is_routine(old: Old, duty: Duty) -> bool:
    """Work without a last day, reported regularly to the year's end: nothing is left of it."""
    regular = duty.deadline.carried or duty.deadline.every is not Cycle.NONE
    owes = old.later.missing or old.then.standing is not Standing.NORMAL
    return regular and old.then.due is None and not owes and old.then.status is not Status.SENT_BACK


def forebears(past: Book, roster: Roster, year: int, unit: Unit) -> list[Unit]:
    """The units of `past` for which `unit` answers in `year`, itself under any name among them."""
    return [each for each in past.roster.units if roster.heir(each.name, year) == unit]


def dispositions(
    year: int, records: Iterable[Record], as_of: date | None = None
) -> Mapping[int, Disposition]:
    """What one unit's 回头看 `records` say of each task of `year`, as known on `as_of`.

    A 更正 stands in the place of what it puts right. Of two that both count, the later one stands,
    and the check says so (G326).
    """
    found: dict[int, Disposition] = {}
    for record in counting(records, as_of):
        if isinstance(record.fact, LookBack) and record.fact.year == year:
            found.update(dict.fromkeys(record.tasks, Disposition(record, record.fact)))
    return found


def in_order(lines: Iterable[Line]) -> Iterator[Line]:
    """What nobody has spoken of first; then as they came."""
    yield from sorted(lines, key=lambda line: line.settled is not None)


def _tally(name: str, lines: Sequence[Line]) -> Tally:
    late = sum(line.late for line in lines)
    settled = sum(line.settled is not None for line in lines)
    return Tally(name, len(lines) - late, late, settled)
