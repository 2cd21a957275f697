"""Rules of whether a unit may still say so: what the office has answered, and the unit's own days.

What has landed came before what is new; of what is new together nobody knows the order.
"""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from gongkai_cli.checking.case import Desk, Finding, Written
from gongkai_cli.domain.item import Item
from gongkai_cli.domain.record import Record, Review
from gongkai_cli.reckoning.answered import (
    Ground,
    Objection,
    changed,
    grounds,
    objection,
    passed_over,
)

_MOST = 20
"""So many new records of one task are tried one by one; a stranger may send thousands."""


class _Answered(NamedTuple):
    """An item with landed verdicts that stand, what has been told, and what units now add to it."""

    item: Item
    standing: Sequence[Ground]
    told: Sequence[Record]
    new: Sequence[Written]


def changed_grounds(desk: Desk) -> Iterator[Finding]:
    """G327: a unit's new word that changes what a landed verdict was given on, or slips under it.

    What the office adds in the same change counts as told: it may have taken its verdict back.
    """
    new = [each for each in desk.records if _is_new(desk, each) and not _is_verdict(each)]
    told = [each for each in desk.records if _is_verdict(each) or not _is_new(desk, each)]
    landed = {id(each.record) for each in told if not _is_new(desk, each)}
    for item in _touched(desk, new):
        here = [each.record for each in told if _concerns(each, item)]
        standing = [each for each in grounds(here, item) if id(each.verdict) in landed]
        if standing:
            mine = [each for each in new if _concerns(each, item)]
            yield from _findings(_Answered(item, standing, here, mine))


def no_such_unit_then(desk: Desk, written: Written) -> Iterator[Finding]:
    """G328: a unit speaks while it exists; the office may answer later."""
    day, unit = written.record.day, desk.unit
    exists = unit.active_on(day) or not unit.active_in(desk.case.book.plan.year)  # else G304
    if not exists and not _is_verdict(written):
        message = f"{day} 没有{unit.name}这个单位"
        hint = "请核对日期，和名录里的 active_from、active_until"
        yield written.found("G328", message, hint, "date")


def _is_new(desk: Desk, written: Written) -> bool:
    return written.file in desk.case.under_check


def _is_verdict(written: Written) -> bool:
    return isinstance(written.record.fact, Review)


def _concerns(written: Written, item: Item) -> bool:
    """Whether a record speaks of `item`, or may put right one that does."""
    return item.task.id in written.record.tasks or bool(written.record.corrects)


def _touched(desk: Desk, new: Sequence[Written]) -> list[Item]:
    """The items of which something `new` speaks, or whose records it puts right."""
    spoken = {task for each in new for task in each.record.tasks}
    originals = (desk.original(each) for each in new)
    spoken |= {task for each in originals if each for task in each.record.tasks}
    return [item for task, item in desk.items.items() if task in spoken]


def _findings(case: _Answered) -> Iterator[Finding]:
    """Each new record to which a verdict objects; where only several together do, the first."""
    together = changed(case.standing, [*case.told, *(each.record for each in case.new)], case.item)
    found = False
    for written in islice(case.new, _MOST) if together else case.new:
        objected = (
            objection(case.standing, case.told, written.record, case.item)
            if together
            else passed_over(case.standing, written.record, case.item)
        )
        if objected:
            found = True
            yield _finding(written, objected, case.item)
    if together and not found:
        yield _finding(case.new[0], together, case.item)


def _finding(written: Written, objected: Objection, item: Item) -> Finding:
    message = f"任务{item.task.id}：{objected.why}"
    return written.found("G327", message, objected.advice, "date")
