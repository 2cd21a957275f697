"""什么之后可以有什么: the one table, found by asking `fold` step by step.

Holds no rule of its own: each situation is reached by records, and each step is tried on it.
"""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from gongkai_cli.domain.item import Basis
from gongkai_cli.domain.record import (
    Claim,
    Decline,
    ExtensionRequest,
    Fact,
    Progress,
    Record,
    Review,
    Step,
    Verdict,
)
from gongkai_cli.reckoning.fold import (
    UNTOUCHED,
    ItemState,
    Status,
    apply,
    idle,
    named,
    obstacle,
)
from gongkai_cli.reckoning.waiting import Matter, matters

DAY = date(2023, 6, 1)
UNTIL = date(2023, 9, 30)
"""The days in the table's own records; which they are makes no difference to it."""

REPORTS: dict[str, Fact] = {
    "推进中": Progress(Step.UNDER_WAY),
    "已完成": Progress(Step.DONE),
    "认领": Claim(),
    "不涉及": Decline(),
    "延期申请": ExtensionRequest(UNTIL),
}
"""What a unit can report, under the word for it."""

VERDICTS: dict[str, Fact] = {
    str(verdict): Review(verdict) for verdict in Verdict if verdict is not Verdict.WITHDRAW
}
"""What the office can answer. 撤回 answers nothing: it leaves the item as if what it takes back had
never been given.
"""

STEPS = REPORTS | VERDICTS


class Situation(NamedTuple):
    """Where an item may stand: why the unit has it, and the steps that lead there."""

    basis: Basis
    steps: tuple[str, ...]


class Outcome(NamedTuple):
    """One cell of the table: where `step` leads from `situation`, or `why` it may not follow."""

    situation: Situation
    step: str
    before: str
    after: str
    why: str


_OUTSTANDING = {
    Matter.EXTENSION: "延期申请待答复",
    Matter.CLAIM: "认领待答复",
    Matter.DECLINE: "待答复",
}
"""A claim of completion is not here: 已完成 says itself that 销号 is still to come."""

_UNFINISHED = frozenset({Status.NOT_STARTED, Status.UNDER_WAY, Status.SENT_BACK})
"""The statuses under which an open task that was taken differs from one that was not one's own."""

_OWN, _OPEN = Basis.NAMED, Basis.OPEN
SITUATIONS = (
    Situation(_OWN, ()),
    Situation(_OWN, ("推进中",)),
    Situation(_OWN, ("推进中", "延期申请")),
    Situation(_OWN, ("已完成",)),
    Situation(_OWN, ("延期申请", "已完成")),
    Situation(_OWN, ("已完成", "销号")),
    Situation(_OWN, ("已完成", "退回")),
    Situation(_OPEN, ()),
    Situation(_OPEN, ("认领",)),
    Situation(_OPEN, ("认领", "同意")),
    Situation(_OPEN, ("推进中",)),
    Situation(_OPEN, ("已完成", "退回")),
    Situation(_OPEN, ("不涉及",)),
    Situation(_OPEN, ("不涉及", "同意")),
)
"""Every status, with and without an answer outstanding; 全体 stands as 点名 does."""


def outcomes(steps: dict[str, Fact]) -> Iterator[tuple[str, list[Outcome]]]:
    """Each situation under its name, with what each of `steps` makes of it."""
    for situation in SITUATIONS:
        before = reached(situation)
        name = told(before, situation.basis)
        yield name, [_outcome(situation, name, before, step) for step in steps]


def reached(situation: Situation) -> ItemState:
    """The state to which the situation's own steps lead."""
    state = UNTOUCHED
    for step in situation.steps:
        state = apply(state, _record(step), situation.basis)
    return state


def told(state: ItemState, basis: Basis) -> str:
    """A state in a few words: its status, and what waits for the office.

    An open task that was taken says so until it is done: no 不涉及 can follow.
    """
    status, waits = named(state, basis), matters(state, basis)
    taken = basis is Basis.OPEN and status in _UNFINISHED and Matter.CLAIM not in waits
    more = ["已认领"] if taken else []
    more += [_OUTSTANDING[each] for each in waits if each in _OUTSTANDING]
    return f"{status}（{'，'.join(more)}）" if more else str(status)


def _outcome(situation: Situation, name: str, before: ItemState, step: str) -> Outcome:
    record, basis = _record(step), situation.basis
    why = obstacle(before, record, basis) or idle(record, basis)
    after = name if why else told(apply(before, record, basis), basis)
    return Outcome(situation, step, name, after, why)


def _record(step: str) -> Record:
    return Record(f"{step}.yaml", (1,), DAY, STEPS[step])
