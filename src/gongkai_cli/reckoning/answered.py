"""办公室答复过的不变: whether a unit's new word would change what a verdict was given on.

Nothing a unit adds may alter what stood when the office answered, or be ordered before an answer
that then passes it over unseen. Whether a record may follow those before it is `fold`'s to say.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from gongkai_cli.domain.item import Basis, Item
from gongkai_cli.domain.record import (
    Claim,
    Decline,
    ExtensionRequest,
    Progress,
    Record,
    Review,
    Step,
    Verdict,
)
from gongkai_cli.reckoning.fold import (
    UNTOUCHED,
    ItemState,
    apply,
    counting,
    obstacle,
)
from gongkai_cli.reckoning.waiting import ANSWERS, Matter

_ANSWERING = frozenset(Verdict) - {Verdict.WITHDRAW}
_NO = frozenset({Verdict.SEND_BACK, Verdict.REFUSE})
"""After these a unit must speak anew; a word that was put right before them is still refused."""


class Ground(NamedTuple):
    """A verdict that counts, what it answered, and what of the item's state it was given on.

    Of a 认领 or 不涉及 `matter` is whichever the unit had said last.
    """

    verdict: Record
    matter: Matter
    on: tuple[object, ...]


class Objection(NamedTuple):
    """Why a unit's record may not be added, and what to do instead, each half a sentence."""

    why: str
    advice: str


def grounds(records: Iterable[Record], item: Item) -> list[Ground]:
    """Every verdict on `item` that counts, in order. One pass, in room that does not grow."""
    found: list[Ground] = []
    state = UNTOUCHED
    number = item.task.id
    spoken = (each for each in records if number in each.tasks or each.corrects)
    for record in counting(spoken):
        if number not in record.tasks:
            continue
        verdict = _verdict(record)
        if verdict in _ANSWERING and not obstacle(state, record, item.basis):
            found.append(_ground(state, record, verdict, item))
        state = apply(state, record, item.basis)._replace(reports=(), rests=())
    return found


def objection(
    standing: Sequence[Ground], told: Sequence[Record], new: Record, item: Item
) -> Objection | None:
    """What the verdicts `standing` on `item`, given on what was `told`, object to in `new`."""
    return passed_over(standing, new, item) or changed(standing, [*told, new], item)


def passed_over(
    standing: Sequence[Ground], new: Record, item: Item, *, again: bool = False
) -> Objection | None:
    """Whether a verdict would be ordered after `new` and answer it unseen.

    What only puts right a word that the office agreed to, or says it `again`, may stand before it.
    """
    if item.task.id not in new.tasks:
        return None
    for each in reversed(standing):
        unseen = not (new.corrects or again) or _verdict(each.verdict) in _NO
        if unseen and _is_answered(new, each) and new.day <= each.verdict.day:
            early = "同一天" if new.day == each.verdict.day else "更早"
            return Objection(
                f"办公室{each.verdict.day}已有核验（{_called(each.verdict)}），"
                f"{early}的报送会排在它前面，不起作用",
                "请从第二天起再报，或请办公室更正那条核验",
            )
    return None


def changed(standing: Sequence[Ground], records: Sequence[Record], item: Item) -> Objection | None:
    """Whether with all `records` a verdict `standing` no longer has what it was given on."""
    now = {id(each.verdict): each.on for each in grounds(records, item)}
    for each in standing:
        if id(each.verdict) not in now or now[id(each.verdict)] != each.on:
            return Objection(
                f"这会改变办公室{each.verdict.day}核验（{_called(each.verdict)}）时的情况",
                "那以后的事照常报；要改那以前的，请办公室先退回或撤回那条核验",
            )
    return None


def _ground(state: ItemState, record: Record, verdict: Verdict | None, item: Item) -> Ground:
    """What `record` answers in `state`, with just that part of it."""
    if verdict in ANSWERS[Matter.EXTENSION]:
        return Ground(record, Matter.EXTENSION, (state.asked,))
    if state.answered and item.basis is Basis.OPEN:
        matter = Matter.DECLINE if state.declined else Matter.CLAIM
        return Ground(record, matter, (state.answered, state.declined, state.claimed))
    targets = {each.name for each in item.task.targets}
    totals = {name: total for name, total in state.totals.items() if name in targets}
    return Ground(record, Matter.DONE, (state.status, state.finished, state.start, totals))


def _is_answered(new: Record, ground: Ground) -> bool:
    """Whether `new` is of the kind that the verdict answers."""
    match new.fact:
        case Progress(step=Step.DONE):
            return ground.matter is Matter.DONE
        case ExtensionRequest():
            return ground.matter is Matter.EXTENSION
        case Claim() | Decline():
            return ground.matter in {Matter.CLAIM, Matter.DECLINE}
        case _:
            return False


def _called(record: Record) -> str:
    """A verdict by its word and its file."""
    return f"{_verdict(record)}，{record.name}"


def _verdict(record: Record) -> Verdict | None:
    return record.fact.verdict if isinstance(record.fact, Review) else None
