"""Records → the state of each task of one unit. The order of files never matters.

The state is a summary: it holds for every day from the last record on, so it can be kept and
asked again without reading the records.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from gongkai_cli.domain.item import Basis
from gongkai_cli.domain.record import (
    Claim,
    Decline,
    ExtensionRequest,
    LookBack,
    Progress,
    Record,
    Review,
    Step,
    Verdict,
)


class Status(StrEnum):
    """状态: the step reached."""

    NOT_STARTED = "未启动"
    UNDER_WAY = "推进中"
    DONE = "已完成"
    CLOSED = "已销号"
    SENT_BACK = "已退回"
    NOT_OURS = "不涉及"
    UNCLAIMED = "待认领"


CLAIMED = frozenset({Status.DONE, Status.CLOSED})
"""The unit has said it is done, and nobody has sent it back."""

FOLLOWS = {
    Verdict.CLOSE: frozenset({Status.DONE}),
    Verdict.SEND_BACK: CLAIMED,
}
"""The statuses a verdict can answer. An extension is answered where one was asked for, and a
认领 or 不涉及 by 同意 or 退回 while it waits."""


class Total(NamedTuple):
    """What was reported towards one 指标: the sum, and the last value with its day."""

    total: Decimal
    last: Decimal
    day: date


class ItemState(NamedTuple):
    """Where one task of one unit stands after its records.

    `claimed` is the day an open task was taken; `declined` says 不涉及. `finished` is the day of
    the 已完成 that stands. `start` is the first one stated and `extended` the latest day granted:
    only a 更正 takes them back. `asked` is an extension not yet answered; 销号 makes it needless.
    `reports` are the days with a 进展. `rests` are spans from an 已完成 to the 退回 or 推进中 that
    undid it: a unit that believed itself done owed no report then. `answered` is the day of a 认领
    or 不涉及 that the office has not acknowledged; a 进展 shows that the task is in hand, and ends
    the waiting.
    """

    status: Status = Status.NOT_STARTED
    last: date | None = None
    claimed: date | None = None
    declined: bool = False
    finished: date | None = None
    start: date | None = None
    asked: date | None = None
    extended: date | None = None
    reports: tuple[date, ...] = ()
    rests: tuple[tuple[date, date], ...] = ()
    totals: Mapping[str, Total] = {}
    answered: date | None = None


UNTOUCHED = ItemState()


class Effect(NamedTuple):
    """One record's effect on one task; `unapplied` says why there was none, in half a sentence."""

    record: Record
    before: ItemState
    after: ItemState
    unapplied: str = ""


def known(records: Iterable[Record], as_of: date | None) -> list[Record]:
    """The records that existed on `as_of`, in the order in which they apply."""
    dated = (record for record in records if as_of is None or record.day <= as_of)
    return sorted(dated, key=Record.order)


def corrected(records: Iterable[Record]) -> set[tuple[bool, str]]:
    """更正: what no longer counts. A verdict is the office's to correct, a word the unit's."""
    return {_identity(record, record.corrects) for record in records if record.corrects}


def counting(records: Iterable[Record], as_of: date | None = None) -> list[Record]:
    """The records that count on `as_of`, in the order in which they apply."""
    present = known(records, as_of)
    put_right = corrected(present)
    if not put_right:
        return present
    return [record for record in present if _identity(record, record.name) not in put_right]


def fold(records: Iterable[Record], as_of: date | None = None) -> dict[int, ItemState]:
    """The state of every task that `records` speak of, as known on `as_of` (None: all of them)."""
    states: dict[int, ItemState] = {}
    for record in counting(records, as_of):
        for task in dict.fromkeys(record.tasks):
            states[task] = apply(states.get(task, UNTOUCHED), record)
    return states


def effects(
    records: Iterable[Record], task: int, as_of: date | None = None, basis: Basis = Basis.OPEN
) -> list[Effect]:
    """How `task` came to its state, record by record; what changed nothing says why.

    `basis` is why the unit has the task: only an open one can be declined.
    """
    state, steps = UNTOUCHED, []
    spoken = (each for each in records if task in each.tasks or each.corrects)
    present = known(spoken, as_of)
    put_right = corrected(present)
    for record in present:
        if task in record.tasks:
            if _identity(record, record.name) in put_right:
                step = Effect(record, state, state, "已被更正，不再计入")
            else:
                after = apply(state, record, basis)
                step = Effect(record, state, after, obstacle(state, record, basis))
            steps.append(step)
            state = step.after
    return steps


def apply(state: ItemState, record: Record, basis: Basis = Basis.OPEN) -> ItemState:
    """`state` after `record`; what may not follow leaves all but the last day as it was."""
    if isinstance(record.fact, Progress):
        return _progressed(state, record.day, record.fact)
    if isinstance(record.fact, LookBack):  # kept apart wherever records are read
        return state
    seen = state._replace(last=record.day)
    if obstacle(state, record, basis):
        return seen
    match record.fact:
        case Claim() | Decline() as fact:
            return _responded(seen, record.day, fact)
        case ExtensionRequest() as fact:
            return seen._replace(asked=fact.until)
        case Review() as fact:  # pragma: no branch - mypy knows no other
            return _reviewed(seen, record.day, fact)


def obstacle(state: ItemState, record: Record, basis: Basis = Basis.OPEN) -> str:
    """Why `record` may not follow `state`, or nothing: the one table of what may follow what."""
    match record.fact:
        case LookBack(year=year):
            return f"说的是{year}年的任务"
        case Review() as fact:
            return _unanswerable(state, fact, basis)
        case ExtensionRequest() if state.status in CLAIMED:
            return f"当前状态是{state.status}，不用再申请延期"
        case Decline():
            return _not_to_be_declined(state, basis)
        case _:
            return ""


def _not_to_be_declined(state: ItemState, basis: Basis) -> str:
    """Why 不涉及 may not follow `state`, or nothing. What was taken cannot be shed."""
    if state.status in CLAIMED:
        return f"当前状态是{state.status}，不能再报不涉及"
    if basis is not Basis.OPEN:
        return f"本单位是{basis}的责任单位，不能自报不涉及"
    return "已经认领，不能再报不涉及；认领报错了的，请更正那条认领" if state.claimed else ""


def _unanswerable(state: ItemState, fact: Review, basis: Basis) -> str:
    """Why the verdict of `fact` may not follow `state`, or nothing.

    A task struck off needs no more time. What a 撤回 takes back is told by what it corrects.
    """
    match fact.verdict:
        case Verdict.WITHDRAW:
            return ""
        case Verdict.GRANT | Verdict.REFUSE if state.status is Status.CLOSED:
            return f"当前状态是{state.status}，不用再答复延期"
        case Verdict.GRANT | Verdict.REFUSE as verdict:
            named_day = verdict is Verdict.GRANT and fact.until
            return "" if state.asked or named_day else "没有待答复的延期申请"
        case Verdict.ACCEPT:
            return "" if _waits(state, basis) else "没有待答复的认领或不涉及"
        case Verdict.SEND_BACK if _waits(state, basis):
            return ""
        case verdict:
            follows = state.status in FOLLOWS[verdict]
            return "" if follows else f"当前状态是{named(state, basis)}，不能{verdict}"


def idle(record: Record, basis: Basis) -> str:
    """Why `record` says nothing although it may stand there, or nothing: 认领 of one's own task."""
    if isinstance(record.fact, Claim) and basis is not Basis.OPEN:
        return f"本单位是{basis}的责任单位，不用认领"
    return ""


def named(state: ItemState, basis: Basis) -> Status:
    """The status under which a reader knows `state`.

    An open item waits for 认领; only there can a unit say 不涉及 by itself.
    """
    if basis is not Basis.OPEN:
        return state.status
    if state.declined:
        return Status.NOT_OURS
    return state.status if state.claimed else Status.UNCLAIMED


def _waits(state: ItemState, basis: Basis) -> bool:
    """Whether a 认领 or 不涉及 waits for the office; only an open task asks for either."""
    return state.answered is not None and basis is Basis.OPEN


def _responded(state: ItemState, day: date, fact: Claim | Decline) -> ItemState:
    """What was said once already does not begin to wait anew."""
    if isinstance(fact, Decline):
        answered = state.answered if state.declined else day
        return state._replace(declined=True, claimed=None, answered=answered)
    # Taken once is taken: a second 认领 would close the gaps before it.
    claimed, start = state.claimed or day, state.start or fact.start
    answered = state.answered if state.claimed else day
    return state._replace(claimed=claimed, declined=False, start=start, answered=answered)


def _progressed(state: ItemState, day: date, fact: Progress) -> ItemState:
    """A struck-off task stays struck off: what comes later only adds to it."""
    done = fact.step is Step.DONE
    status = Status.DONE if done else Status.UNDER_WAY
    closed = state.status is Status.CLOSED
    return ItemState(  # not _replace: this runs once per report, and takes a third of the time
        status=state.status if closed else status,
        last=day,
        claimed=state.claimed or day,
        declined=False,
        finished=state.finished if closed else (state.finished or day) if done else None,
        start=state.start or fact.start,
        asked=state.asked,
        extended=state.extended,
        reports=(*state.reports, day),
        rests=state.rests if closed or done else _rested(state, day),
        totals=_added(state.totals, fact, day) if fact.measures else state.totals,
    )


def _reviewed(state: ItemState, day: date, fact: Review) -> ItemState:
    match fact.verdict:
        case Verdict.CLOSE:
            return state._replace(status=Status.CLOSED, asked=None)
        case Verdict.SEND_BACK if state.answered:
            return state._replace(claimed=None, declined=False, answered=None)
        case Verdict.SEND_BACK:
            rests = _rested(state, day)
            return state._replace(status=Status.SENT_BACK, finished=None, rests=rests)
        case Verdict.GRANT | Verdict.REFUSE:
            return state._replace(extended=_extended(state, fact), asked=None)
        case Verdict.ACCEPT:
            return state._replace(answered=None)
        case Verdict.WITHDRAW:  # pragma: no branch - mypy knows no other
            return state


def _extended(state: ItemState, fact: Review) -> date | None:
    """The latest day granted after an answer to a request."""
    if fact.verdict is Verdict.REFUSE:
        return state.extended
    return max(filter(None, (state.extended, fact.until or state.asked)))


def _rested(state: ItemState, day: date) -> tuple[tuple[date, date], ...]:
    """The rests of a state whose 已完成, if any, is undone on `day`."""
    return (*state.rests, (state.finished, day)) if state.finished else state.rests


def _added(totals: Mapping[str, Total], fact: Progress, day: date) -> dict[str, Total]:
    result = dict(totals)
    for name, value in fact.measures:
        before = result.get(name)
        result[name] = Total((before.total if before else 0) + value, value, day)
    return result


def _identity(record: Record, name: str) -> tuple[bool, str]:
    """File names are unique among a unit's own records and among the office's answers."""
    return isinstance(record.fact, Review), name
