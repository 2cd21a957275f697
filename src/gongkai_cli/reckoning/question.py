"""A question to a year's book: how every item stands on a day."""

from collections.abc import Iterator, Mapping
from datetime import date

from gongkai_cli.domain.book import Book
from gongkai_cli.domain.deadline import Period
from gongkai_cli.domain.roster import Unit
from gongkai_cli.reckoning.assignment import Duty, duties
from gongkai_cli.reckoning.fold import UNTOUCHED, ItemState
from gongkai_cli.reckoning.periods import periods
from gongkai_cli.reckoning.standings import Court, Entry, judge

States = Mapping[int, ItemState]
"""The state of each task that a unit has records of."""


class Question:
    """Prepared once and asked of each unit in turn, so that no district stands in memory whole."""

    __slots__ = ("_book", "_court", "_duties", "as_of")

    def __init__(self, book: Book, as_of: date, within: int | None = None) -> None:
        """Ask `book` about the day `as_of`; `within` days count as 临期 instead of the policy's.

        Raises PhraseError where the plan's wording cannot be understood.
        """
        soon = book.policy.due_soon_days if within is None else within
        self.as_of = as_of
        self._book = book
        policy = book.policy._replace(due_soon_days=soon)
        self._court = Court(as_of, policy, book.calendar, book.plan.issued)
        self._duties = [(duty, self._periods(duty)) for duty in duties(book)]

    def entries(self, unit: Unit, states: States) -> list[Entry]:
        """How each item of `unit` stands, in the plan's order; none in a year it did not exist."""
        if not unit.active_in(self._book.plan.year):
            return []
        return list(self._entries(unit, states))

    def _entries(self, unit: Unit, states: States) -> Iterator[Entry]:
        for duty, every in self._duties:
            if item := duty.item(unit):
                state = states.get(item.task.id, UNTOUCHED)
                yield judge(item, duty.deadline, state, every, self._court)

    def _periods(self, duty: Duty) -> list[Period]:
        policy = self._book.policy
        return periods(
            duty.deadline.cycle(policy.cycle),
            self._book.plan.year,
            policy.grace_workdays,
            self._book.calendar,
            duty.deadline.report_day,
        )
