"""指标: is a number reached, for one unit and for the whole district.

A target whose 范围 is 未明确 is never judged: the plan's keeper must say whom it binds.
"""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import NamedTuple

from gongkai_cli.domain.plan import Plan, Scope, Target, Task
from gongkai_cli.reckoning.fold import ItemState, Total


class Reached(NamedTuple):
    """How far a target is: `value` is None where nothing was reported."""

    task: Task
    target: Target
    value: Decimal | None

    @property
    def met(self) -> bool:
        """Whether the number is reached; silence does not reach it."""
        return self.value is not None and self.value >= self.target.at_least


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


def district(plan: Plan, totals: Iterable[tuple[int, str, Total]]) -> Iterator[Reached]:
    """Every target that binds the whole district, with what all units together have reached.

    `totals` are (task, name of the target, one unit's total). What adds up is summed over the
    units; of other values the latest counts.
    """
    reported: dict[tuple[int, str], list[Total]] = {}
    for task, name, total in totals:
        reported.setdefault((task, name), []).append(total)
    for each in plan.tasks:
        for target in each.targets:
            if target.scope is Scope.DISTRICT:
                found = reported.get((each.id, target.name), [])
                yield Reached(each, target, _together(target, found))


def _together(target: Target, totals: list[Total]) -> Decimal | None:
    if not totals:
        return None
    if target.add_up:
        return sum((total.total for total in totals), Decimal(0))
    return max(totals, key=lambda total: total.day).last
