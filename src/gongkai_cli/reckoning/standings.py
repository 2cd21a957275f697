"""进度: status against the calendar, the worst that can be said of an item on a day."""

from collections.abc import Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from gongkai_cli.domain.deadline import Deadline, Period
from gongkai_cli.domain.item import Basis, Item
from gongkai_cli.domain.policy import Policy
from gongkai_cli.domain.workdays import WorkCalendar
from gongkai_cli.reckoning.fold import CLAIMED, ItemState, Status, named
from gongkai_cli.reckoning.periods import over, unanswered
from gongkai_cli.reckoning.targets import unmet


class Standing(StrEnum):
    """进度, the worst first. Colours are the office's choice; the word stands beside them."""

    OVERDUE = "逾期"
    SILENT = "缺报"
    SHORT = "未达标"
    DUE_SOON = "临期"
    AWAITING = "待核验"
    DONE_LATE = "逾期完成"
    DONE_EXTENDED = "延期完成"
    UNCLAIMED = "待认领"
    NORMAL = "正常"
    FINISHED = "办结"
    NOT_OURS = "不涉及"


_OWES_NOTHING = {
    Status.NOT_OURS: Standing.NOT_OURS,
    Status.UNCLAIMED: Standing.UNCLAIMED,
}


class Court(NamedTuple):
    """What every item of one question is judged by. `issued` is the day of the plan, if known."""

    as_of: date
    policy: Policy
    calendar: WorkCalendar
    issued: date | None = None


class Entry(NamedTuple):
    """One line of a ledger as it stands on a day.

    `due` counts any extension, `original_due` never does. `days_late` is how many days `due` is
    past, or was when the item was finished; what binds nobody is never late. `missing` are all
    unanswered periods, the latest last.
    """

    item: Item
    state: ItemState
    status: Status
    standing: Standing
    due: date | None
    original_due: date | None
    days_late: int
    missing: tuple[Period, ...]
    unmet: tuple[str, ...]


def judge(
    item: Item, deadline: Deadline, state: ItemState, periods: Sequence[Period], court: Court
) -> Entry:
    """How `item` stands, given the year's `periods` of its cycle in order.

    The due day itself still counts as 临期; the day after is 逾期. A unit that has closed down
    stands as it did on its last day.
    """
    as_of = min(court.as_of, item.unit.active_until or court.as_of)
    status = status_of(item, state)
    due, original = due_days(item, deadline, state, court.calendar)
    if owing_nothing := _OWES_NOTHING.get(status):
        return Entry(item, state, status, owing_nothing, due, original, 0, (), ())
    behind = over(periods, as_of)
    missing = tuple(unanswered(_owed(behind, item, state, court.issued), state.reports))
    late = max(((state.finished or as_of) - due).days, 0) if due else 0
    if status in CLAIMED:
        short = unmet(item.task, state)
        done = _done(state, late, original)
        standing = _claimed(status, done, short, court.policy)
        return Entry(item, state, status, standing, due, original, late, missing, short)
    silent = bool(missing) and missing[-1] == behind[-1]
    soon = due is not None and due - as_of <= timedelta(days=court.policy.due_soon_days)
    standing = _unfinished(late, silent=silent, soon=soon)
    return Entry(item, state, status, standing, due, original, late, missing, ())


def status_of(item: Item, state: ItemState) -> Status:
    """The status of `item`, after whatever its basis makes of `state`."""
    return named(state, item.basis)


def due_days(
    item: Item, deadline: Deadline, state: ItemState, calendar: WorkCalendar
) -> tuple[date | None, date | None]:
    """The day that counts, any extension included, and the day that the plan set.

    The plan's day is its keeper's, or the wording's, or so many work days from a start.
    """
    original = item.task.due or deadline.due
    if deadline.workdays and state.start and not original:
        original = calendar.after(state.start, deadline.workdays)
    return max(original, state.extended or original) if original else None, original


def _owed(
    behind: Sequence[Period], item: Item, state: ItemState, issued: date | None
) -> list[Period]:
    """The periods for which `item` owes a report.

    None that ended before the plan was issued, the unit existed or took an open task; none at
    whose end the unit was done or believed itself done, because the 已完成 was its report.
    """
    claimed = state.claimed if item.basis is Basis.OPEN else None
    begun = max(filter(None, (issued, item.unit.active_from, claimed)), default=date.min)
    rests = (*state.rests, (state.finished or date.max, date.max))
    return [
        period
        for period in behind
        if begun <= period.end and not any(rest <= period.end < back for rest, back in rests)
    ]


def _done(state: ItemState, late: int, original: date | None) -> Standing:
    """How an item was finished: after the day that counts, after the plan's own, or in time."""
    if late:
        return Standing.DONE_LATE
    extended = state.finished and original and state.finished > original
    return Standing.DONE_EXTENDED if extended else Standing.FINISHED


def _claimed(status: Status, done: Standing, short: tuple[str, ...], policy: Policy) -> Standing:
    if short:
        return Standing.SHORT
    if policy.require_close and status is Status.DONE:
        return Standing.AWAITING
    return done


def _unfinished(late: int, *, silent: bool, soon: bool) -> Standing:
    if late:
        return Standing.OVERDUE
    if silent:
        return Standing.SILENT
    return Standing.DUE_SOON if soon else Standing.NORMAL
