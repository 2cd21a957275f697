"""进度: status against the calendar, the worst that can be said of an item on a day."""

from collections.abc import Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from gongkai_cli.domain.deadline import Deadline, Period
from gongkai_cli.domain.item import Basis, Item
from gongkai_cli.domain.policy import Policy
from gongkai_cli.domain.workdays import WorkCalendar
from gongkai_cli.reckoning.fold import CLAIMED, ItemState, Status
from gongkai_cli.reckoning.periods import unanswered
from gongkai_cli.reckoning.targets import unmet


class Standing(StrEnum):
    """进度, the worst first. Colours are the office's choice; the word stands beside them."""

    OVERDUE = "逾期"
    SILENT = "缺报"
    SHORT = "未达标"
    DUE_SOON = "临期"
    AWAITING = "待核验"
    DONE_LATE = "逾期完成"
    UNCLAIMED = "待认领"
    NORMAL = "正常"
    FINISHED = "办结"
    NOT_OURS = "不涉及"


_OWES_NOTHING = {
    Status.NOT_OURS: Standing.NOT_OURS,
    Status.UNCLAIMED: Standing.UNCLAIMED,
}

Owed = Sequence[Period]
"""Periods in order, all of them over, days of grace included."""


class Court(NamedTuple):
    """What every item of one question is judged by."""

    as_of: date
    policy: Policy
    calendar: WorkCalendar


class Entry(NamedTuple):
    """One line of a ledger as it stands on a day.

    `due` counts any extension, `original_due` never does. `days_late` is how many days `due` is
    past, or was when the item was finished. `missing` are all unanswered periods, the latest
    last.
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


def judge(item: Item, deadline: Deadline, state: ItemState, owed: Owed, court: Court) -> Entry:
    """How `item` stands. The due day itself still counts as 临期; the day after is 逾期."""
    status = status_of(item, state)
    due, original = due_days(item, deadline, state, court.calendar)
    missing = tuple(unanswered(owed, state.reports)) if status not in _OWES_NOTHING else ()
    short = unmet(item.task, state) if status in CLAIMED and item.task.targets else ()
    late = max(((state.finished or court.as_of) - due).days, 0) if due else 0
    standing = (
        _OWES_NOTHING.get(status)
        or (status in CLAIMED and _claimed(status, late, short, court.policy))
        or _unfinished(due, late, court, silent=bool(missing) and missing[-1] == owed[-1])
    )
    return Entry(item, state, status, standing, due, original, late, missing, short)


def status_of(item: Item, state: ItemState) -> Status:
    """An open item waits for 认领; only there can a unit say 不涉及 by itself."""
    if item.basis is not Basis.OPEN:
        return state.status
    if state.declined:
        return Status.NOT_OURS
    return state.status if state.claimed else Status.UNCLAIMED


def due_days(
    item: Item, deadline: Deadline, state: ItemState, calendar: WorkCalendar
) -> tuple[date | None, date | None]:
    """The day that counts, any extension included, and the day that the plan set.

    The plan's day is its keeper's, or the wording's, or so many work days from a start.
    """
    original = item.task.due or deadline.due
    if deadline.workdays and state.start and not original:
        original = calendar.after(state.start, deadline.workdays)
    return (state.extended or original) if original else None, original


def owed_periods(over: Owed, item: Item, state: ItemState, issued: date | None) -> list[Period]:
    """The periods of `over` for which `item` owes a report.

    None before the plan was issued, the unit existed or took an open task; none after it was
    finished, nor within a span in which the unit believed itself done; none after it closed down.
    """
    claimed = state.claimed if item.basis is Basis.OPEN else None
    begun = max(filter(None, (issued, item.unit.active_from, claimed)), default=date.min)
    ended = min(filter(None, (state.finished, item.unit.active_until)), default=date.max)
    return [
        period
        for period in over
        if begun <= period.end
        and period.start <= ended
        and not any(rest < period.start and period.end < back for rest, back in state.rests)
    ]


def _claimed(status: Status, late: int, short: tuple[str, ...], policy: Policy) -> Standing:
    if short:
        return Standing.SHORT
    if policy.require_close and status is Status.DONE:
        return Standing.AWAITING
    return Standing.DONE_LATE if late else Standing.FINISHED


def _unfinished(due: date | None, late: int, court: Court, *, silent: bool) -> Standing:
    if late:
        return Standing.OVERDUE
    if silent:
        return Standing.SILENT
    soon = timedelta(days=court.policy.due_soon_days)
    return Standing.DUE_SOON if due and due - court.as_of <= soon else Standing.NORMAL
