"""通报: a period of the year counted for leaders, unit by unit, in one pass over the district.

Says how things stand on a day and what has moved since the period before; not how it is worded.
"""

from collections import Counter
from collections.abc import Container, Iterable, Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import NamedTuple

from gongkai_cli.domain.book import Book
from gongkai_cli.domain.deadline import Period
from gongkai_cli.domain.plan import Plan, Scope, Target, Task
from gongkai_cli.domain.record import Record, Review, Verdict
from gongkai_cli.domain.roster import Unit
from gongkai_cli.reckoning.assignment import duties
from gongkai_cli.reckoning.fold import ItemState, Status, effects, fold
from gongkai_cli.reckoning.overview import DONE, FINDINGS, UNCOUNTED, Tally
from gongkai_cli.reckoning.periods import over, periods, unanswered
from gongkai_cli.reckoning.question import Question, States
from gongkai_cli.reckoning.standings import Entry, Standing
from gongkai_cli.reckoning.targets import Reached, Reported, district, reported, value_of

Desk = tuple[Unit, Sequence[Record]]
"""A unit and all of its records."""


class Span(NamedTuple):
    """What a 通报 is about: `period` as it stands on `as_of`, beside the one before on `earlier`.

    `before` is None where nothing can be compared; `why_alone` says why, in half a sentence.
    """

    period: Period
    as_of: date
    before: Period | None = None
    earlier: date = date.min
    after: Period | None = None
    why_alone: str = ""

    @property
    def waiting(self) -> bool:
        """Whether reports may still come."""
        return self.as_of <= self.period.report_by

    @property
    def running(self) -> bool:
        """Whether the period itself is not over yet."""
        return self.as_of <= self.period.end

    @property
    def asked(self) -> Period | None:
        """The period whose reports are asked for next."""
        return self.period if self.waiting else self.after

    @property
    def coming(self) -> Period | None:
        """The period whose due days still lie ahead."""
        return self.period if self.running else self.after


class Reports(NamedTuple):
    """应报 = 已报 + 未报, in tasks and periods."""

    came: int = 0
    missing: int = 0

    @property
    def due(self) -> int:
        """How many reports the period asked for."""
        return self.came + self.missing

    def plus(self, other: "Reports") -> "Reports":
        """Both together."""
        return Reports(self.came + other.came, self.missing + other.missing)


Steps = Counter[tuple[Standing, Standing]]
"""How many items stood in the one 进度 on the earlier day, and in the other now."""


class Moves(NamedTuple):
    """How many items became finished and are so no more, became late, are chased for no more."""

    finished: int = 0
    undone: int = 0
    late: int = 0
    caught_up: int = 0


def entered(steps: Steps, kind: Container[Standing]) -> int:
    """How many items are of `kind` now that were not before."""
    return sum(count for (then, now), count in steps.items() if now in kind and then not in kind)


def left(steps: Steps, kind: Container[Standing]) -> int:
    """How many items were of `kind` before that are not now, whatever they are instead."""
    return sum(count for (then, now), count in steps.items() if then in kind and now not in kind)


def moves_of(steps: Steps) -> Moves:
    """The movement in four numbers."""
    late = (Standing.OVERDUE,)
    return Moves(
        entered(steps, DONE), left(steps, DONE), entered(steps, late), left(steps, FINDINGS)
    )


class UnitLine(NamedTuple):
    """One unit in the period. `gaps` are the periods that went by unreported, the latest last.

    `worst` is the item that is late the longest. `kept_up`: it has items, owes nothing, has
    nothing sent back, was late with nothing, and answered every period that asks for a report.
    `waiting`: reports may still come, and so rank nobody.
    """

    unit: Unit
    now: Tally
    before: Tally
    reports: Reports
    gaps: tuple[Period, ...]
    steps: Steps
    kept_up: bool
    waiting: bool

    @property
    def worst(self) -> Entry | None:
        """The item that is late the longest, the first in the plan's order of those."""
        return max(self.now.named, key=lambda entry: entry.days_late, default=None)

    @property
    def moves(self) -> Moves:
        """What has moved since the earlier day."""
        return moves_of(self.steps)

    @property
    def merit(self) -> tuple[Fraction, Fraction]:
        """What units are ranked by: the share finished, then the share of reports that came."""
        reported = Fraction(1) if self.waiting else _share(self.reports.came, self.reports.due)
        return _share(self.now.done, self.now.bound), reported


class TopicLine(NamedTuple):
    """One 工作任务 of the plan: how many tasks it has, and how their items stand."""

    section: str
    tasks: int
    tally: Tally


class EachUnit(NamedTuple):
    """A 指标 that binds each unit: how many have reached it, how many not yet."""

    task: Task
    target: Target
    met: int
    unmet: int


class Ahead(NamedTuple):
    """A task's items that fall due on one day of the coming period and are not finished."""

    day: date
    task: Task
    items: int


class Bulletin(NamedTuple):
    """Everything that a 通报 says. Units stand in the order of their rank.

    `short` are the items that are 未达标, `early` those finished in the period before their day,
    `closed` those struck off in it.
    `unbound` are the units that nothing binds (yet).
    """

    plan: Plan
    span: Span
    units: tuple[UnitLine, ...]
    unbound: tuple[UnitLine, ...]
    topics: tuple[TopicLine, ...]
    short: tuple[Entry, ...]
    early: tuple[Entry, ...]
    closed: tuple[Entry, ...]
    district: tuple[Reached, ...]
    each_unit: tuple[EachUnit, ...]
    ahead: tuple[Ahead, ...]

    @property
    def lines(self) -> tuple[UnitLine, ...]:
        """Every unit."""
        return (*self.units, *self.unbound)

    @property
    def now(self) -> Tally:
        """The whole district; the late items, the latest first."""
        late = [entry for line in self.lines for entry in line.now.named]
        late.sort(key=lambda entry: -entry.days_late)
        return Tally("", _summed(line.now for line in self.lines), late)

    @property
    def before(self) -> Tally:
        """The whole district on the earlier day."""
        return Tally("", _summed(line.before for line in self.lines), [])

    @property
    def reports(self) -> Reports:
        """The reports of all units."""
        found = Reports()
        for line in self.lines:
            found = found.plus(line.reports)
        return found

    @property
    def steps(self) -> Steps:
        """Where the items of all units have gone."""
        return sum((line.steps for line in self.lines), Steps())

    @property
    def moves(self) -> Moves:
        """The movement of all units."""
        return moves_of(self.steps)

    @property
    def ranked(self) -> list[tuple[int, UnitLine]]:
        """Every unit that something binds with its place; equals share one."""
        found: list[tuple[int, UnitLine]] = []
        for place, line in enumerate(self.units, 1):
            equal = found and found[-1][1].merit == line.merit
            found.append((found[-1][0] if equal else place, line))
        return found


def year_periods(book: Book) -> list[Period]:
    """The periods that the office's own cycle divides the year into."""
    policy = book.policy
    return periods(policy.cycle, book.plan.year, policy.grace_workdays, book.calendar)


def latest(all_periods: Sequence[Period], as_of: date) -> Period | None:
    """The last period for which no report can come in time any more."""
    return max(over(all_periods, as_of), key=lambda period: period.end, default=None)


def span_of(period: Period, as_of: date, book: Book) -> Span:
    """`period` between its neighbours."""
    every = year_periods(book)
    place = every.index(period)
    after = every[place + 1] if place + 1 < len(every) else None
    if place == 0:
        why = f"{period.name}是{book.plan.year}年第一个报送周期，没有上一期可比"
        return Span(period, as_of, after=after, why_alone=why)
    before = every[place - 1]
    earlier, issued = closing_day(before), book.plan.issued
    if issued and before.end < issued:
        why = f"{before.name}结束时任务分解表还没有印发，没有上一期可比"
        return Span(period, as_of, after=after, why_alone=why)
    if earlier >= as_of:
        why = f"{before.name}的报送期限还没有过，暂不比较"
        return Span(period, as_of, after=after, why_alone=why)
    return Span(period, as_of, before, earlier, after)


def closing_day(period: Period) -> date:
    """The first day on which it is known who has not reported."""
    return period.report_by + timedelta(days=1)


def bulletin(book: Book, span: Span, desks: Iterable[Desk]) -> Bulletin:
    """Count every unit of `desks` once; no more is kept of it than the paper says.

    Raises PhraseError where the plan's wording cannot be understood.
    """
    count = _Count(book, span)
    lines = [count.unit(unit, records) for unit, records in desks]
    bound = [line for line in lines if line.now.bound]
    bound.sort(key=lambda line: line.merit, reverse=True)
    return Bulletin(
        book.plan,
        span,
        tuple(bound),
        tuple(line for line in lines if not line.now.bound),
        tuple(count.topics.values()),
        tuple(sorted(count.short, key=_task)),
        tuple(sorted(count.early, key=_task)),
        tuple(sorted(count.closed, key=_task)),
        tuple(district(book.plan, count.totals)),
        tuple(count.goals.values()),
        tuple(sorted(count.ahead.values(), key=lambda each: (each.day, each.task.id))),
    )


class _Count:
    """What the whole district adds up to while its units pass by."""

    def __init__(self, book: Book, span: Span) -> None:
        """Prepare the questions that every unit will be asked."""
        self.span = span
        self.topics = _topics(book.plan)
        self.goals = _goals(book.plan)
        self.totals: list[Reported] = []
        self.short: list[Entry] = []
        self.early: list[Entry] = []
        self.closed: list[Entry] = []
        self.ahead: dict[tuple[date, int], Ahead] = {}
        self._now = Question(book, span.as_of)
        self._then = Question(book, span.earlier) if span.before else None
        # Until the last day for reporting nobody is silent: who would be, if nothing more came?
        closing = max(span.as_of, closing_day(span.period))
        self._closing = Question(book, closing)
        self._asked = _asked(book, span.period)

    def unit(self, unit: Unit, records: Sequence[Record]) -> UnitLine:
        """One unit, counted for itself and for the district."""
        states = fold(records, self.span.as_of)
        entries = self._now.entries(unit, states)
        earlier = self._earlier(unit, records)
        for entry in entries:
            self._add(entry)
        self.early += filter(self._is_early, entries)
        self.closed += (each for each in entries if self._is_struck_off(each, records))
        reports, gaps = self._reports(unit, states)
        now, at_fault = _tally(unit.name, entries), any(map(_is_at_fault, entries))
        kept_up = bool(reports.came) and not (now.findings or gaps or at_fault)
        gone_by = tuple(gap for gap in gaps if gap.report_by < self.span.as_of)
        before, steps = _tally(unit.name, earlier), _steps(entries, earlier)
        waiting = self.span.waiting
        return UnitLine(unit, now, before, reports, gone_by, steps, kept_up, waiting)

    def _earlier(self, unit: Unit, records: Sequence[Record]) -> list[Entry]:
        if self._then is None:
            return []
        return self._then.entries(unit, fold(records, self._then.as_of))

    def _add(self, entry: Entry) -> None:
        task = entry.item.task
        self.topics[task.section, task.topic].tally.counts[entry.standing] += 1
        self.totals += reported(task.id, entry.item.unit.name, entry.state)
        if entry.standing in UNCOUNTED:
            return
        if entry.standing is Standing.SHORT:
            self.short.append(entry)
        for target in task.targets:
            if (key := (task.id, target.name)) in self.goals:
                met = Reached(task, target, value_of(target, entry.state)).met
                goal = self.goals[key]
                self.goals[key] = goal._replace(met=goal.met + met, unmet=goal.unmet + (not met))
        if entry.due and self._is_ahead(entry):
            known = self.ahead.get((entry.due, task.id), Ahead(entry.due, task, 0))
            self.ahead[entry.due, task.id] = known._replace(items=known.items + 1)

    def _is_ahead(self, entry: Entry) -> bool:
        coming = self.span.coming
        if coming is None or entry.due is None or entry.standing is Standing.OVERDUE:
            return False
        return coming.start <= entry.due <= coming.end and entry.state.finished is None

    def _is_early(self, entry: Entry) -> bool:
        finished = entry.state.finished
        if entry.standing not in DONE or finished is None or entry.original_due is None:
            return False
        return self._within(finished) and finished < entry.original_due

    def _is_struck_off(self, entry: Entry, records: Sequence[Record]) -> bool:
        """Whether it was a 销号 of the period that has closed the item, and it stayed so."""
        if entry.status is not Status.CLOSED:
            return False
        task, basis = entry.item.task.id, entry.item.basis
        closing = [
            each.record.day
            for each in effects(records, task, self.span.as_of, basis)
            if isinstance(each.record.fact, Review) and not each.unapplied
            if each.record.fact.verdict is Verdict.CLOSE
        ]
        return any(map(self._within, closing[-1:]))

    def _within(self, day: date) -> bool:
        return self.span.period.start <= day <= self.span.period.end

    def _reports(self, unit: Unit, states: States) -> tuple[Reports, tuple[Period, ...]]:
        """The reports of the period, and every period up to it that has a gap.

        What was owed is what would be missing, had nobody reported.
        """
        silent = {task: state._replace(reports=()) for task, state in states.items()}
        owed = self._closing.entries(unit, silent)
        found, gaps = Reports(), set[Period]()
        for entry, mute in zip(self._closing.entries(unit, states), owed, strict=True):
            gaps.update(gap for gap in entry.missing if gap.end <= self.span.period.end)
            for period in self._asked.get(entry.item.task.id, ()):
                missing = period in entry.missing
                came = not missing and (
                    period in mute.missing or _done_in(period, entry.state, mute.missing)
                )
                found = found.plus(Reports(came, missing))
        return found, tuple(sorted(gaps, key=lambda gap: (gap.end, gap.start)))


def _done_in(period: Period, state: ItemState, owed: Sequence[Period]) -> bool:
    """Whether an 已完成 of the period was its report, be it undone later or not.

    One that came in the days of grace and answered an earlier one of `owed` is that one's report.
    """
    days = (state.finished, *(rest for rest, _ in state.rests))
    return any(
        day and period.start <= day <= period.end and not _answers(day, state.reports, owed)
        for day in days
    )


def _answers(day: date, reports: Sequence[date], owed: Sequence[Period]) -> bool:
    """Whether without the report of `day` one of `owed` more would be unanswered."""
    others = list(reports)
    others.remove(day)
    return unanswered(owed, others) != unanswered(owed, reports)


def _asked(book: Book, period: Period) -> dict[int, list[Period]]:
    """The periods of each task's own cycle that end in `period`, the plan being issued by then."""
    policy, found, issued = book.policy, {}, book.plan.issued or date.min
    for duty in duties(book):
        cycle, day = duty.deadline.cycle(policy.cycle), duty.deadline.report_day
        every = periods(cycle, book.plan.year, policy.grace_workdays, book.calendar, day)
        found[duty.task.id] = [
            each for each in every if max(period.start, issued) <= each.end <= period.end
        ]
    return found


def _topics(plan: Plan) -> dict[tuple[str, str], TopicLine]:
    """The plan's topics in its order, nothing counted yet."""
    sizes = Counter((task.section, task.topic) for task in plan.tasks)
    return {
        (section, topic): TopicLine(section, size, Tally(topic, Counter(), []))
        for (section, topic), size in sizes.items()
    }


def _goals(plan: Plan) -> dict[tuple[int, str], EachUnit]:
    return {
        (task.id, target.name): EachUnit(task, target, 0, 0)
        for task in plan.tasks
        for target in task.targets
        if target.scope is Scope.EACH_UNIT
    }


def _tally(name: str, entries: Sequence[Entry]) -> Tally:
    late = [entry for entry in entries if entry.standing is Standing.OVERDUE]
    return Tally(name, Counter(entry.standing for entry in entries), late)


def _steps(now: Iterable[Entry], before: Iterable[Entry]) -> Steps:
    """Where each item has gone; none where there is no day to compare with."""
    was = {entry.item.task.id: entry.standing for entry in before}
    there = (entry for entry in now if entry.item.task.id in was)
    return Counter((was[entry.item.task.id], entry.standing) for entry in there)


def _is_at_fault(entry: Entry) -> bool:
    """Whether it was sent back, or was late, be it finished since and not verified yet."""
    return entry.status is Status.SENT_BACK or entry.days_late > 0


def _summed(tallies: Iterable[Tally]) -> Counter[Standing]:
    found: Counter[Standing] = Counter()
    for tally in tallies:
        found.update(tally.counts)
    return found


def _share(part: int, whole: int) -> Fraction:
    """A unit that was asked for nothing has missed nothing."""
    return Fraction(part, whole) if whole else Fraction(1)


def _task(entry: Entry) -> int:
    return entry.item.task.id
