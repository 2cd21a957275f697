"""待办: what a unit has said and the office has not yet answered, and since when.

What waits is read off the state; what was said about it, off the item's records.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from gongkai_cli.domain.item import Basis
from gongkai_cli.domain.record import (
    Claim,
    Decline,
    Evidence,
    ExtensionRequest,
    Progress,
    Record,
    Step,
    Verdict,
)
from gongkai_cli.reckoning.fold import Effect, ItemState, Status, effects
from gongkai_cli.reckoning.standings import Entry


class Matter(StrEnum):
    """What waits for the office."""

    DONE = "完成申报"
    EXTENSION = "延期申请"
    CLAIM = "认领"
    DECLINE = "不涉及"


ANSWERS = {
    Matter.DONE: (Verdict.CLOSE, Verdict.SEND_BACK),
    Matter.EXTENSION: (Verdict.GRANT, Verdict.REFUSE),
    Matter.CLAIM: (Verdict.ACCEPT, Verdict.SEND_BACK),
    Matter.DECLINE: (Verdict.ACCEPT, Verdict.SEND_BACK),
}
"""What the office can say to each: yes, then no."""

_FACTS = {
    Matter.EXTENSION: ExtensionRequest,
    Matter.CLAIM: Claim,
    Matter.DECLINE: Decline,
}


class Waiting(NamedTuple):
    """One thing that waits, with what an answer to it needs.

    `since` is the day from which it has waited, `said` the last record that says it. `evidence`
    is all that the unit has shown for the item; `bare`: none of it came with the claim or after.
    `until` is the day that an extension is asked for.
    """

    entry: Entry
    matter: Matter
    since: date
    said: Record
    evidence: tuple[Evidence, ...]
    bare: bool
    until: date | None = None

    def days(self, as_of: date) -> int:
        """How many days it has waited."""
        return (as_of - self.since).days


def matters(state: ItemState, basis: Basis) -> tuple[Matter, ...]:
    """What waits in `state`."""
    if state.answered and basis is Basis.OPEN:
        return (Matter.DECLINE if state.declined else Matter.CLAIM, *_extension(state))
    if state.status is Status.DONE:
        return (Matter.DONE, *_extension(state))
    return _extension(state)


def waiting(entries: Iterable[Entry], records: Sequence[Record], as_of: date) -> Iterator[Waiting]:
    """What waits of one unit's `entries`, given its `records`, on the day `as_of`."""
    for entry in entries:
        if found := matters(entry.state, entry.item.basis):
            task, basis = entry.item.task.id, entry.item.basis
            course = [each for each in effects(records, task, as_of, basis) if not each.unapplied]
            for matter in found:
                yield _waiting(entry, matter, course)


def oldest_first(found: Iterable[Waiting]) -> list[Waiting]:
    """By the day from which each waits; on one day as they come."""
    return sorted(found, key=lambda each: each.since)


def _extension(state: ItemState) -> tuple[Matter, ...]:
    return (Matter.EXTENSION,) if state.asked else ()


def _waiting(entry: Entry, matter: Matter, course: Sequence[Effect]) -> Waiting:
    said = [each.record for each in course if _says(each.record, matter)][-1]
    shown = [
        (each.record.day, each.record.fact.evidence)
        for each in course
        if isinstance(each.record.fact, Progress)
    ]
    since = _since(entry.state, matter, course) or said.day
    evidence = tuple(dict.fromkeys(piece for _, pieces in shown for piece in pieces))
    bare = not any(pieces for day, pieces in shown if day >= since)
    until = entry.state.asked if matter is Matter.EXTENSION else None
    return Waiting(entry, matter, since, said, evidence, bare, until)


def _says(record: Record, matter: Matter) -> bool:
    if matter is Matter.DONE:
        return isinstance(record.fact, Progress) and record.fact.step is Step.DONE
    return isinstance(record.fact, _FACTS[matter])


def _since(state: ItemState, matter: Matter, course: Sequence[Effect]) -> date | None:
    """The day of the first word that was not answered; a second one waits no shorter."""
    match matter:
        case Matter.DONE:
            return state.finished
        case Matter.EXTENSION:
            asking = [each for each in course if each.after.asked and not each.before.asked]
            return asking[-1].record.day
        case _:
            return state.answered
