"""台账: all of one unit's items with their state and how they came to it."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from gongkai_cli.domain.book import Book
from gongkai_cli.domain.item import Basis, Item
from gongkai_cli.domain.plan import Plan
from gongkai_cli.domain.record import Record
from gongkai_cli.domain.roster import Unit
from gongkai_cli.reckoning.assignment import Duty, duties
from gongkai_cli.reckoning.fold import UNTOUCHED, Effect, ItemState, Status, effects, fold, known
from gongkai_cli.reckoning.question import Question
from gongkai_cli.reckoning.standings import Entry, due_days, status_of


class LedgerItem(NamedTuple):
    """One item with its course. `entry` is None where no day was asked about."""

    item: Item
    state: ItemState
    status: Status
    due: date | None
    original_due: date | None
    course: tuple[Effect, ...]
    entry: Entry | None


class Ledger(NamedTuple):
    """A unit's items in the plan's order, with the plan's own numbers.

    `as_of` None: all records, and nothing said against the calendar, so that the same files
    always give the same ledger. `lookbacks` are the unit's 回头看 in the order of their days, those
    that were put right among them.
    """

    unit: Unit
    plan: Plan
    as_of: date | None
    items: tuple[LedgerItem, ...]
    lookbacks: tuple[Record, ...] = ()

    def with_lookbacks(self, records: Iterable[Record]) -> "Ledger":
        """The same with what was known of its unit's 回头看; nothing is reckoned anew."""
        return self._replace(lookbacks=tuple(known(records, self.as_of)))

    def count(self, basis: Basis) -> int:
        """How many items the unit has for this reason, those it declined left out."""
        return sum(
            each.item.basis is basis and each.status is not Status.NOT_OURS for each in self.items
        )


def ledger(
    book: Book,
    unit: Unit,
    records: Sequence[Record],
    as_of: date | None = None,
    every: Sequence[Duty] = (),
) -> Ledger:
    """The ledger of `unit` out of its own `records`, as known on `as_of` (None: all of them).

    Whoever makes many has the plan's tasks understood once, and gives them as `every`.
    """
    states = fold(records, as_of)
    entries = Question(book, as_of).entries(unit, states) if as_of else []
    judged = {entry.item.task.id: entry for entry in entries}
    items = []
    for duty in (every or duties(book)) if unit.active_in(book.plan.year) else []:
        if item := duty.item(unit):
            state = states.get(item.task.id, UNTOUCHED)
            due, original = due_days(item, duty.deadline, state, book.calendar)
            course = tuple(effects(records, item.task.id, as_of, item.basis))
            status, entry = status_of(item, state), judged.get(item.task.id)
            items.append(LedgerItem(item, state, status, due, original, course, entry))
    return Ledger(unit, book.plan, as_of, tuple(items))
