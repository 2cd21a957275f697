"""通报: a period of the year counted for leaders, unit by unit, in one pass over the district.

Says how things stand on a day and what has moved since the period before; not how it is worded.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import NamedTuple

from gongkai_cli.domain.book import Book
from gongkai_cli.domain.deadline import Period
from gongkai_cli.domain.plan import Plan, Scope, Target, Task
from gongkai_cli.domain.record import Record, Review, Verdict
from gongkai_cli.domain.roster import Unit
from gongkai_cli.reckoning.assignment import duties
from gongkai_cli.reckoning.fold import ItemState, Status, Total, counting, fold
from gongkai_cli.reckoning.overview import DONE, FINDINGS, UNCOUNTED, Tally
from gongkai_cli.reckoning.periods import over, periods
from gongkai_cli.reckoning.question import Question, States
from gongkai_cli.reckoning.standings import Entry, Standing
from gongkai_cli.reckoning.targets import Reached, district, value_of

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


class Moves(NamedTuple):
    """How many items became finished, became late, or are chased for no more."""

    finished: int = 0
    late: int = 0
    caught_up: int = 0

    def plus(self, other: "Moves") -> "Moves":
        """Both together."""
        return Moves(*(one + two for one, two in zip(self, other, strict=True)))


class UnitLine(NamedTuple):
    """One unit in the period. `gaps` are the periods without a report, the latest last.

    `worst_days` is how long the latest of its items is late. `kept_up`: it has items, owes
    nothing, and answered every period that has asked for a report so far.
    """

    unit: Unit
    now: Tally
    before: Tally
    reports: Reports
    gaps: tuple[Period, ...]
    moves: Moves
    kept_up: bool

    @property
    def worst_days(self) -> int:
        """How many days the item that is late the longest is late."""
        return max((entry.days_late for entry in self.now.named), default=0)

    @property
    def merit(self) -> tuple[Fraction, Fraction]:
        """What units are ranked by: the share finished, then the share of reports that came."""
        return _share(self.now.done, self.now.bound), _share(self.reports.came, self.reports.due)


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
    """A task's items that fall due on one day of the next period and are not finished."""

    day: date
    task: Task
    items: int


class Bulletin(NamedTuple):
    """Everything that a 通报 says. Units stand in the order of their rank.

    `early` are items finished in the period before their day, `closed` those struck off in it.
    `unbound` are the units that nothing binds (yet).
    """

    plan: Plan
    span: Span
    units: tuple[UnitLine, ...]
    unbound: tuple[UnitLine, ...]
    topics: tuple[TopicLine, ...]
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
    def moves(self) -> Moves:
        """The movement of all units."""
        found = Moves()
        for line in self.lines:
            found = found.plus(line.moves)
        return found

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
        self.totals: list[tuple[int, str, Total]] = []
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
        counted = counting(records, self.span.as_of)
        states = fold(counted)
        entries = self._now.entries(unit, states)
        earlier = self._earlier(unit, records)
        for entry in entries:
            self._add(entry)
        self.early += filter(self._is_early, entries)
        self.closed += self._struck_off(entries, counted)
        reports, gaps = self._reports(unit, states)
        now = _tally(unit.name, entries)
        kept_up = bool(reports.came) and not (now.findings or gaps)
        moves = _moves(entries, earlier) if self._then else Moves()
        return UnitLine(unit, now, _tally(unit.name, earlier), reports, gaps, moves, kept_up)

    def _earlier(self, unit: Unit, records: Sequence[Record]) -> list[Entry]:
        if self._then is None:
            return []
        return self._then.entries(unit, fold(records, self._then.as_of))

    def _add(self, entry: Entry) -> None:
        task = entry.item.task
        self.topics[task.section, task.topic].tally.counts[entry.standing] += 1
        self.totals += [(task.id, *each) for each in entry.state.totals.items()]
        if entry.standing in UNCOUNTED:
            return
        for target in task.targets:
            if (key := (task.id, target.name)) in self.goals:
                met = Reached(task, target, value_of(target, entry.state)).met
                goal = self.goals[key]
                self.goals[key] = goal._replace(met=goal.met + met, unmet=goal.unmet + (not met))
        if entry.due and self._is_ahead(entry):
            known = self.ahead.get((entry.due, task.id), Ahead(entry.due, task, 0))
            self.ahead[entry.due, task.id] = known._replace(items=known.items + 1)

    def _is_ahead(self, entry: Entry) -> bool:
        after = self.span.after
        if after is None or entry.due is None or entry.standing is Standing.OVERDUE:
            return False
        return after.start <= entry.due <= after.end and entry.state.finished is None

    def _is_early(self, entry: Entry) -> bool:
        finished = entry.state.finished
        if entry.standing not in DONE or finished is None or entry.original_due is None:
            return False
        return self._within(finished) and finished < entry.original_due

    def _struck_off(self, entries: Iterable[Entry], counted: Iterable[Record]) -> Iterator[Entry]:
        """Items that a 销号 of the period has closed, and that stayed so."""
        tasks = {
            task
            for record in counted
            if isinstance(record.fact, Review) and record.fact.verdict is Verdict.CLOSE
            if self._within(record.day)
            for task in record.tasks
        }
        for entry in entries:
            if entry.item.task.id in tasks and entry.status is Status.CLOSED:
                yield entry

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
                came = not missing and (period in mute.missing or _done_in(period, entry.state))
                found = found.plus(Reports(came, missing))
        return found, tuple(sorted(gaps, key=lambda gap: (gap.end, gap.start)))


def _done_in(period: Period, state: ItemState) -> bool:
    """Whether an 已完成 of the period was its report, be it undone later or not."""
    days = (state.finished, *(rest for rest, _ in state.rests))
    return any(day and period.start <= day <= period.end for day in days)


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


def _moves(now: Iterable[Entry], before: Iterable[Entry]) -> Moves:
    was = {entry.item.task.id: entry.standing for entry in before}
    found = Moves()
    for entry in now:
        then, standing = was.get(entry.item.task.id), entry.standing
        found = found.plus(
            Moves(
                standing in DONE and then not in DONE,
                standing is Standing.OVERDUE and then is not Standing.OVERDUE,
                then in FINDINGS and standing not in (*FINDINGS, *UNCOUNTED),
            )
        )
    return found


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
