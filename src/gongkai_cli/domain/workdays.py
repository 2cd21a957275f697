"""工作日: which days count, by the State Council's yearly notice."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import NamedTuple

SATURDAY = 5


class WorkYear(NamedTuple):
    """One year's notice (节假日安排的通知): days off, and weekend days worked instead (调休)."""

    year: int
    notice: str
    holidays: frozenset[date]
    workdays: frozenset[date]


class WorkCalendar:
    """Counts work days over the years whose notices are known.

    A year without a published notice is counted Monday to Friday; `is_published` lets whoever
    prints a day say so.
    """

    __slots__ = ("_years",)

    def __init__(self, years: Mapping[int, WorkYear]) -> None:
        """Take the known years by number."""
        self._years = years

    def is_published(self, year: int) -> bool:
        """Whether the days of `year` come from a notice."""
        return year in self._years

    def is_workday(self, day: date) -> bool:
        """Whether offices work on `day`."""
        year = self._years.get(day.year)
        if year is None:
            return day.weekday() < SATURDAY
        return day in year.workdays or (day.weekday() < SATURDAY and day not in year.holidays)

    def after(self, day: date, count: int) -> date:
        """The `count`-th work day after `day`; `day` itself does not count."""
        while count > 0:
            day += timedelta(days=1)
            count -= self.is_workday(day)
        return day
