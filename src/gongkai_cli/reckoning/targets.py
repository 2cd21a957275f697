"""指标: is a number reached, for one unit and for the whole district.

A target whose 范围 is 未明确 is never judged: the plan's keeper must say whom it binds.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from gongkai_cli.domain.plan import Plan, Scope, Target, Task
from gongkai_cli.reckoning.fold import ItemState, Total


class Said(NamedTuple):
    """One unit's last value of a target, and the day of it."""

    unit: str
    value: Decimal
    day: date


class Reached(NamedTuple):
    """How far a target is: `value` is None where nothing was reported.

    `last` says whose value it is, where values of several units do not add up: of all who reported
    on the latest day, in the roster's order. Of theirs `value` is the least.
    """

    task: Task
    target: Target
    value: Decimal | None
    last: tuple[Said, ...] = ()

    @property
    def met(self) -> bool:
        """Whether the number is reached; silence does not reach it."""
        return self.value is not None and self.value >= self.target.at_least

    @property
    def disputed(self) -> bool:
        """Whether by one unit's last word the number is reached, and by another's not."""
        return len({said.value >= self.target.at_least for said in self.last}) > 1


def unmet(task: Task, state: ItemState) -> tuple[str, ...]:
    """The targets of `task` that bind each unit and that this unit has not reached."""
    binding = (target for target in task.targets if target.scope is Scope.EACH_UNIT)
    return tuple(
        target.name for target in binding if not Reached(task, target, value_of(target, state)).met
    )


def value_of(target: Target, state: ItemState) -> Decimal | None:
    """What one unit has reported towards `target`."""
    total = state.totals.get(target.name)
    return total and (total.total if target.add_up else total.last)


Reported = tuple[int, str, str, Total]
"""A task's number, the name of its target, the unit that reported towards it, and how much."""


def reported(task: int, unit: str, state: ItemState) -> Iterator[Reported]:
    """Everything that `unit` has reported towards the targets of one task."""
    return ((task, name, unit, total) for name, total in state.totals.items())


def district(plan: Plan, totals: Iterable[Reported]) -> Iterator[Reached]:
    """Every target that binds the whole district, with what all units together have reached.

    What adds up is summed over the units; of other values the latest counts, and where several
    units reported on that day the least, so that no order of units decides.
    """
    found: dict[tuple[int, str], list[tuple[str, Total]]] = {}
    for task, name, unit, total in totals:
        found.setdefault((task, name), []).append((unit, total))
    for each in plan.tasks:
        for target in each.targets:
            if target.scope is Scope.DISTRICT:
                yield _together(each, target, found.get((each.id, target.name), []))


def _together(task: Task, target: Target, totals: list[tuple[str, Total]]) -> Reached:
    if not totals:
        return Reached(task, target, None)
    if target.add_up:
        return Reached(task, target, sum((total.total for _, total in totals), Decimal(0)))
    latest = max(total.day for _, total in totals)
    last = tuple(Said(unit, each.last, each.day) for unit, each in totals if each.day == latest)
    return Reached(task, target, min(said.value for said in last), last)
