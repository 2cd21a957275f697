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
from gongkai_cli.domain.places import LEDGERS, LOOKBACK
from gongkai_cli.domain.record import LookBack, Record
from gongkai_cli.domain.roster import Roster, Unit, names_of
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
    """What was said of one old item: the record, its own words, and in whose folder it stands.

    `year` is the folder's: the one that looked back, whose task `carried_to` is.
    """

    record: Record
    fact: LookBack
    year: int
    unit: str

    @property
    def file(self) -> str:
        """The path of the record in the workspace."""
        return f"{LEDGERS}/{self.year}/{self.unit}/{LOOKBACK}/{self.record.name}"


class Legacy(NamedTuple):
    """What `unit` answers for of an earlier `year`: its own tasks, and those that it took over.

    `roster` and `later` are those of the year that looks back. `numbers` are all tasks there were
    then, `owners` the units that had each, so far as `unit` answers for them.
    """

    year: int
    unit: Unit
    roster: Roster
    later: int
    numbers: frozenset[int]
    owners: Mapping[int, Sequence[Unit]]

    def meant(self, number: int, formerly: str = "") -> Unit | None:
        """The unit of then whose task a 回头看 in this unit's folder speaks of.

        The one that the record names; else the unit itself, under whatever name; else the only one
        whose task it took over. None where there is none, or nobody can tell which.
        """
        had = self.owners.get(number, ())
        if formerly:
            found = [each for each in had if formerly in names_of(each)]
        else:
            own = [each for each in had if self.is_own(each)] or had
            found = [each for each in own if each.name == self.unit.name] or list(own)
        return found[0] if len(found) == 1 else None

    def is_own(self, had: Unit) -> bool:
        """Whether `had`, of then, is this very unit, by name or alias."""
        return self.roster.find(had.name) == self.unit

    def spelled(self, number: int, had: Unit) -> str:
        """What a record must say under `formerly` to mean the task of `had`; often nothing."""
        plain = self.is_own(had) and self.meant(number) == had
        return "" if plain else had.name


class Line(NamedTuple):
    """One item to be looked at again. `unit` answers for it now (None: nobody does).

    `course` is how it came to its state; `settled` is what was said of it, if anything; `carried`
    is how the task into which it was carried stands on the day asked about.
    """

    old: Old
    unit: Unit | None
    course: tuple[Effect, ...]
    settled: Disposition | None
    carried: Entry | None = None

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
        return self.old.then.standing is Standing.DONE_LATE or is_awaited(self.old)


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
    """The whole answer, as of a day; `routine` counts the standing work that owed nothing.

    `waiting` counts what was done in time and waits for the office alone.
    """

    year: int
    as_of: date
    span: Span
    lines: tuple[Line, ...]
    routine: int
    waiting: int = 0

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

    What bound nobody is left out, and so is what had been done in time, though the office may have
    been late to verify it; standing work that owed nothing is `routine`.
    """
    if old.then.standing in UNCOUNTED:
        return False
    if is_awaited(old):
        return bool(old.then.days_late)
    return old.then.standing not in DONE - {Standing.DONE_LATE}


def is_awaited(old: Old) -> bool:
    """Whether the unit had done it by the year's end, and only the office's 销号 was to come.

    What the office has sent back since was not done, though it was done again.
    """
    then, later = old
    return then.standing is Standing.AWAITING and then.state.finished == later.state.finished


def still_waits(old: Old) -> bool:
    """Whether it was done in time, and waits for the office to this day."""
    return is_awaited(old) and not old.then.days_late and old.later.standing is Standing.AWAITING


def is_routine(old: Old, duty: Duty) -> bool:
    """Work without a last day, reported regularly to the year's end: nothing is left of it."""
    regular = duty.deadline.carried or duty.deadline.every is not Cycle.NONE
    owes = old.later.missing or old.then.standing is not Standing.NORMAL
    return regular and old.then.due is None and not owes and old.then.status is not Status.SENT_BACK


def legacy(past: Book, had: Sequence[Duty], now: Book, unit: Unit) -> Legacy:
    """What `unit`, of the later year `now`, answers for of the year of `past`, whose tasks `had`.

    Those of units that `now` knows it to have taken over, itself under any name among them.
    """
    year, roster = now.plan.year, now.roster
    before = [each for each in past.roster.units if roster.heir(each.name, year) == unit]
    there = [each for each in before if each.active_in(past.plan.year)]
    owners = {duty.task.id: [each for each in there if duty.item(each)] for duty in had}
    return Legacy(past.plan.year, unit, roster, year, frozenset(owners), owners)


def dispositions(
    left: Legacy, records: Iterable[Record], as_of: date | None = None
) -> Mapping[tuple[str, int], Disposition]:
    """What one unit's 回头看 `records` say of each item of then, as known on `as_of`.

    By the name of the unit that had it, and the task. A 更正 stands in the place of what it puts
    right. Of two that both count, the later one stands, and the check says so (G326).
    """
    found: dict[tuple[str, int], Disposition] = {}
    for record in counting(records, as_of):
        if isinstance(record.fact, LookBack) and record.fact.year == left.year:
            said = Disposition(record, record.fact, left.later, left.unit.name)
            for number in record.tasks:
                if had := left.meant(number, record.fact.formerly):
                    found[had.name, number] = said
    return found


def latest(told: Iterable[Disposition]) -> Disposition:
    """What stands of an item that was spoken of, once or in several years."""
    return max(told, key=lambda each: each.record.order())


def in_order(lines: Iterable[Line]) -> Iterator[Line]:
    """What nobody has spoken of first; then as they came."""
    yield from sorted(lines, key=lambda line: line.settled is not None)


def _tally(name: str, lines: Sequence[Line]) -> Tally:
    late = sum(line.late for line in lines)
    settled = sum(line.settled is not None for line in lines)
    return Tally(name, len(lines) - late, late, settled)
