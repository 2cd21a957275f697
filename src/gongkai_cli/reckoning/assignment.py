"""分解: which unit has which task, and why."""

from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from typing import NamedTuple

from gongkai_cli.domain.book import Book
from gongkai_cli.domain.deadline import Deadline
from gongkai_cli.domain.item import Basis, Item, Role
from gongkai_cli.domain.plan import Task
from gongkai_cli.domain.roster import Group, Roster, Unit, UnitKind
from gongkai_cli.reckoning.deadlines import read_deadline
from gongkai_cli.reckoning.phrases import PhraseError
from gongkai_cli.reckoning.responsible import OPEN_TAIL, Party, read_responsible

_LONGEST = 100


class Bound(NamedTuple):
    """Who a task falls to: units by name, kinds of unit through groups, kinds left open."""

    named: dict[str, Role | None]
    kinds: dict[UnitKind, Role | None]
    open_kinds: frozenset[UnitKind]

    def item(self, task: Task, unit: Unit) -> Item | None:
        """`task` as it falls to `unit`; by name before by group before by an open tail."""
        if unit.name in self.named:
            return Item(task, unit, Basis.NAMED, self.named[unit.name])
        if unit.kind in self.kinds:
            return Item(task, unit, Basis.GROUP, self.kinds[unit.kind])
        return Item(task, unit, Basis.OPEN) if unit.kind in self.open_kinds else None

    def binds(self, unit: Unit) -> bool:
        """Whether the task is the unit's without its saying so."""
        return unit.name in self.named or unit.kind in self.kinds


def bind(task: Task, roster: Roster) -> Bound:
    """Look up every party of `task` in `roster`.

    Raises PhraseError where the phrase has no name, or one that the roster does not know.
    """
    named: dict[str, Role | None] = {}
    groups: list[tuple[Group, Role | None]] = []
    for party in _parties(task):
        if group := _group(party.name, roster):
            groups.append((group, party.role))
        else:
            name = _unit(party.name, roster).name
            named[name] = party.role or named.get(name)
    return Bound(
        named,
        {kind: role for group, role in groups if not group.open for kind in group.kinds},
        frozenset(kind for group, _ in groups if group.open for kind in group.kinds),
    )


class Duty(NamedTuple):
    """One task with its wording understood: whom it binds, and what its time limit yields."""

    task: Task
    bound: Bound
    deadline: Deadline

    def item(self, unit: Unit) -> Item | None:
        """The duty as it falls to `unit`, if it does."""
        return self.bound.item(self.task, unit)


def duties(book: Book) -> list[Duty]:
    """Every task of the plan, understood. Raises PhraseError at the first that cannot be."""
    return [
        Duty(task, bind(task, book.roster), deadline_of(task, book.plan.year))
        for task in book.plan.tasks
    ]


def deadline_of(task: Task, year: int) -> Deadline:
    """The time limit of `task`; where its keeper stated the day, the wording may say anything.

    Raises PhraseError where neither can be had.
    """
    try:
        return read_deadline(task.deadline, year)
    except PhraseError:
        if task.due is None:
            raise
        return Deadline(due=task.due)


def _parties(task: Task) -> Iterator[Party]:
    """The wording's parties, then those that the plan's keeper stated beside it."""
    yield from read_responsible(task.responsible)
    yield from (Party(name, Role.LEAD) for name in task.lead)
    yield from (Party(name, Role.ASSIST) for name in task.assist)


def _group(name: str, roster: Roster) -> Group | None:
    if name == OPEN_TAIL and name not in roster.groups:
        return Group(name, frozenset({UnitKind.DEPARTMENT}), open=True)
    return roster.groups.get(name)


def _unit(name: str, roster: Roster) -> Unit:
    if unit := roster.find(name):
        return unit
    message = f"名录里没有“{name}”{nearest(name, [*roster.names(), *roster.groups])}"
    raise PhraseError(message)


def nearest(name: str, names: Sequence[str]) -> str:
    """A closing half-sentence with those of `names` most like `name`, or nothing.

    Long ones are not compared: difflib's time grows with their product, and a stranger may have
    written them.
    """
    if len(name) > _LONGEST:
        return ""
    short = [each for each in names if len(each) <= _LONGEST]
    alike = get_close_matches(name, short, n=3, cutoff=0.5)
    return f"，相近的有：{'、'.join(alike)}" if alike else ""
