"""What the rules are given, and what they give: a year with its records in, findings out."""

from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import NamedTuple

from gongkai_cli.domain.book import Book
from gongkai_cli.domain.item import Item
from gongkai_cli.domain.record import Progress, Record
from gongkai_cli.domain.roster import Unit
from gongkai_cli.reckoning.assignment import Duty
from gongkai_cli.reckoning.fold import (
    CLAIMED,
    UNTOUCHED,
    Effect,
    ItemState,
    apply,
    counting,
    obstacle,
)

Path = tuple[str | int, ...]
"""Keys and places in lists that lead to a value in a file. A task of the plan is ("tasks", 21)."""


class Finding(NamedTuple):
    """A fault at a path in a file. Rules speak in paths; the line is looked up when it is told.

    `key`: the key itself is at fault, not what stands under it. `past`: it was so and has been
    answered since; nobody is told, but a comment that allows it was not written for nothing.
    """

    code: str
    file: str
    message: str
    hint: str
    path: Path = ()
    key: bool = False
    past: bool = False


class Written(NamedTuple):
    """A record and the file that it stands in."""

    file: str
    record: Record

    def found(self, code: str, message: str, hint: str, *path: str | int) -> Finding:
        """A finding at `path` in this record."""
        return Finding(code, self.file, message, hint, path)


class Case(NamedTuple):
    """A year's book, the day of the question, and what is under check.

    `duties` are the plan's tasks, understood, by number. `exists` tells whether anything but a
    folder stands at a path in the workspace. Findings are wanted about the files `under_check`
    alone. `past` gives the book of an earlier year, where there is one that can be read. `place`
    gives the options by which a command of a hint works in this folder and the year it names.
    """

    book: Book
    duties: Mapping[int, Duty]
    as_of: date
    exists: Callable[[str], bool]
    under_check: Container[str]
    past: Callable[[int], Book | None]
    place: Callable[[int], str]

    @property
    def here(self) -> str:
        """The options by which a command works in this folder and the case's own year."""
        return self.place(self.book.plan.year)


class Desk:
    """One unit's folder of the year: its items by number, and all its records that can be read."""

    def __init__(self, case: Case, unit: Unit, records: Sequence[Written]) -> None:
        """Lay out the `records` of `unit`; in a year in which it did not exist it has no items."""
        active = unit.active_in(case.book.plan.year)
        found = (duty.item(unit) for duty in case.duties.values()) if active else ()
        self.case = case
        self.unit = unit
        self.items: Mapping[int, Item] = {item.task.id: item for item in found if item}
        self.records = tuple(records)

    def under_check(self) -> Iterator[Written]:
        """The records under check that no 更正 has put right, in the order of their files."""
        for written in self.standing():
            if written.file in self.case.under_check:
                yield written

    def standing(self) -> list[Written]:
        """The records that no 更正 has put right, in the order of their files."""
        count = set(map(id, self._counting))
        return [written for written in self.records if id(written.record) in count]

    @cached_property
    def shown(self) -> dict[int, date]:
        """For each task the last day from which a record that counts has evidence."""
        found: dict[int, date] = {}
        for record in self._counting:
            if isinstance(record.fact, Progress) and record.fact.evidence:
                found.update(dict.fromkeys(record.tasks, record.day))
        return found

    def now(self, task: int) -> ItemState:
        """Where `task`, which a record of this desk that counts speaks of, stands after them all.

        Without what the states of `effect` are without.
        """
        return self._now[task]

    def is_undone(self, record: Record, task: int) -> bool:
        """Whether an 已完成 was answered: sent back, or taken back by 推进中, and not only before.

        In a change that means by what is new as well: whoever sent back what had landed had not
        seen what is only now reported, on whatever day.
        """
        return task in self._undone and record.order() < self._undone[task]

    def original(self, written: Written) -> Written | None:
        """What `written` puts right: a unit its own record, the office its own."""
        return self._by_place.get((_folder(written), written.record.corrects))

    def correction(self, written: Written) -> Written | None:
        """What puts `written` right: what has landed before what is new, then the first."""
        return self._corrections.get((_folder(written), written.record.name))

    @cached_property
    def _counting(self) -> list[Record]:
        return counting(each.record for each in self.records)

    @cached_property
    def _by_place(self) -> dict[tuple[str, str], Written]:
        return {(_folder(each), each.record.name): each for each in self.records}

    @cached_property
    def _corrections(self) -> dict[tuple[str, str], Written]:
        def late(each: Written) -> tuple[bool, tuple[object, ...]]:
            return each.file in self.case.under_check, each.record.order()

        latest_first = sorted(self.records, key=late, reverse=True)
        return {(_folder(each), each.record.corrects): each for each in latest_first}

    def effect(self, record: Record, task: int) -> Effect:
        """What `record`, one of this desk's that count, did to `task`, an item that it speaks of.

        The states are without their `reports` and `rests`, and of `totals` have the task's own.
        """
        return self._effects[id(record), task]

    @cached_property
    def _now(self) -> dict[int, ItemState]:
        return {task: effect.after for (_, task), effect in self._effects.items()}

    @cached_property
    def _undone(self) -> dict[int, tuple[object, ...]]:
        """For each task the order of the last record under check that ended a claim."""
        files = {id(each.record): each.file for each in self.records}
        return {
            task: effect.record.order()
            for (one, task), effect in self._effects.items()
            if effect.before.status in CLAIMED
            and effect.after.status not in CLAIMED
            and files[one] in self.case.under_check
        }

    @cached_property
    def _effects(self) -> dict[tuple[int, int], Effect]:
        """Every record's on every item, in room that grows no faster than they do.

        A stranger may send thousands of records of one task: each state as `fold` has it would
        hold all reports before it.
        """
        states: dict[int, ItemState] = {}
        found: dict[tuple[int, int], Effect] = {}
        for record in self._counting:
            for task in dict.fromkeys(record.tasks):
                if item := self.items.get(task):
                    before = states.get(task, UNTOUCHED)
                    after = states[task] = _lean(apply(before, record, item.basis), item)
                    why = obstacle(before, record, item.basis)
                    found[id(record), task] = Effect(record, before, after, why)
        return found


def _lean(state: ItemState, item: Item) -> ItemState:
    """`state` without what grows with every record and what no target asks for."""
    totals = state.totals
    names = (target.name for target in item.task.targets if target.name in totals)
    return state._replace(reports=(), rests=(), totals={name: totals[name] for name in names})


def _folder(written: Written) -> str:
    return written.file.rpartition("/")[0]
