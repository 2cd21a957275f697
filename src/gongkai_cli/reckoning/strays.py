"""Records that count for nothing: of no task, of another unit's, of a 指标 that is not there."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from gongkai_cli.domain.plan import Plan
from gongkai_cli.domain.record import Progress, Record
from gongkai_cli.reckoning.fold import ItemState, counting


class Terms(NamedTuple):
    """What a unit's records can speak of: the plan's tasks with their 指标; which are its `own`."""

    targets: Mapping[int, frozenset[str]]
    own: Collection[int]


class Stray(NamedTuple):
    """What `record` says in vain of `tasks`: all of it, or one 指标."""

    record: Record
    tasks: tuple[int, ...]
    measure: str = ""


def targets_of(plan: Plan) -> dict[int, frozenset[str]]:
    """The names of every task's 指标."""
    return {task.id: frozenset(target.name for target in task.targets) for task in plan.tasks}


def maybe_stray(states: Mapping[int, ItemState], terms: Terms) -> bool:
    """Whether the records behind `states` are worth a look; never False where one is stray."""
    return any(
        task not in terms.own or (state.totals and not state.totals.keys() <= terms.targets[task])
        for task, state in states.items()
    )


def strays(records: Iterable[Record], terms: Terms, as_of: date | None = None) -> Iterator[Stray]:
    """Everything that is said in vain by the records that count on `as_of` (None: by all)."""
    for record in counting(records, as_of):
        numbers = tuple(dict.fromkeys(record.tasks))
        own = tuple(number for number in numbers if number in terms.own)
        yield from (Stray(record, (number,)) for number in numbers if number not in own)
        if isinstance(record.fact, Progress) and own:
            for name, _ in record.fact.measures:
                if not any(name in terms.targets[number] for number in own):
                    yield Stray(record, own, name)
