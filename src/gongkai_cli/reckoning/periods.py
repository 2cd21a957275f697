"""应报: the periods of a year, when each one's report is due, and which went by in silence."""

import re
from calendar import monthrange
from collections.abc import Iterable, Sequence
from datetime import date
from unicodedata import normalize

from gongkai_cli.domain.deadline import Cycle, Period
from gongkai_cli.domain.workdays import WorkCalendar

MONTHS = {Cycle.MONTH: 1, Cycle.QUARTER: 3, Cycle.HALF_YEAR: 6}
_NUMERALS = "一二三四"
_HALVES = "上下"
_LETTERS = {3: "Q", 6: "H"}


def periods(
    cycle: Cycle, year: int, grace: int, calendar: WorkCalendar, report_day: int = 0
) -> list[Period]:
    """The periods of `year` in order; none for 不要求.

    A report may come `grace` work days after the period's end, unless the wording fixes
    `report_day`, a day of the period's last month.
    """
    months = MONTHS.get(cycle)
    if months is None:
        return []
    found = []
    for number in range(12 // months):
        start = date(year, number * months + 1, 1)
        end = date(year, (number + 1) * months, monthrange(year, (number + 1) * months)[1])
        by = end.replace(day=min(report_day, end.day)) if report_day else calendar.after(end, grace)
        found.append(Period(_name(cycle, number), start, end, by))
    return found


def over(all_periods: Iterable[Period], as_of: date) -> list[Period]:
    """The periods whose last day for reporting has passed; that day itself still counts."""
    return [period for period in all_periods if period.report_by < as_of]


def unanswered(owed: Sequence[Period], reports: Iterable[date]) -> list[Period]:
    """The periods of `owed` (in order) that no report answers.

    A report answers the period it is dated in. One that comes in the days of grace answers the
    period before, if that is still open: this is what the days of grace are for.
    """
    answered: set[Period] = set()
    for day in sorted(reports):
        for period in owed:
            if period.start <= day <= max(period.end, period.report_by) and period not in answered:
                answered.add(period)
                break
    return [period for period in owed if period not in answered]


def code(period: Period) -> str:
    """The short name that programs and command lines use: 2023Q2, 2023H1, 2023-06."""
    year, last = period.end.year, period.end.month
    months = last - period.start.month + 1
    return f"{year}-{last:02}" if months == 1 else f"{year}{_LETTERS[months]}{last // months}"


def called(spoken: str, all_periods: Iterable[Period]) -> Period | None:
    """The one of `all_periods` that `spoken` names, with or without its year.

    As its code, or in words: 2023Q2, Q2, 2023年二季度, 第2季度, 6月份. None for any other.
    """
    text = re.sub(r"[\s第份度]", "", normalize("NFKC", spoken)).upper()
    return next((period for period in all_periods if text in _forms(period)), None)


def _forms(period: Period) -> set[str]:
    """How a period may be written, without the letters that `called` leaves out."""
    year, last, short = period.end.year, period.end.month, code(period)[4:]
    names = {period.name.replace("度", "")}
    if short.startswith("Q"):
        names.add(f"{short[1:]}季")
    if short.startswith("-"):
        names |= {f"0{last}月"}
        return {*_dated(year, names), f"{year}{short}", f"{year}-{last}", f"{year}{last:02}"}
    return {*_dated(year, names | {short}), f"{year}-{short}"}


def _dated(year: int, names: Iterable[str]) -> set[str]:
    return {f"{before}{name}" for name in names for before in ("", f"{year}", f"{year}年")}


def _name(cycle: Cycle, number: int) -> str:
    if cycle is Cycle.MONTH:
        return f"{number + 1}月"
    return f"{_HALVES[number]}半年" if cycle is Cycle.HALF_YEAR else f"{_NUMERALS[number]}季度"
