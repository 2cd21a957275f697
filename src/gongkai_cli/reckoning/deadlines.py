"""The grammar of 完成时限: an issued phrase → the day it yields and the reports it asks for.

What it does not know is an error that quotes the phrase. It never guesses: 2月30日 is not a date.
"""

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date

from gongkai_cli.domain.deadline import Cycle, Deadline
from gongkai_cli.reckoning.phrases import PhraseError, plain_form

_YEAR = r"(?:(\d{4})年)?"
_BEFORE = r"(?:之?前|以前)?"
_ONES = "一二三四五六七八九"
_ZEROS = "〇零○"
_DIGITS = {digit: value for value, digit in enumerate(_ONES, 1)} | dict.fromkeys(_ZEROS, 0)

_Match = re.Match[str]


def read_deadline(phrase: str, year: int) -> Deadline:
    """Understand `phrase` as issued in the plan of `year`.

    Raises PhraseError where a clause is unknown, a date does not exist, or two limits disagree.
    """
    text = _with_arabic_numbers(plain_form(phrase))
    return _together([_clause(part, year, phrase) for part in re.split("[,;、]", text)], phrase)


def _clause(text: str, year: int, phrase: str) -> Deadline:
    for pattern, rule in _rules():
        if match := re.fullmatch(pattern, text):
            return _dated(rule, match, year, phrase)
    message = f"看不懂完成时限“{phrase}”"
    raise PhraseError(message)


def _dated(rule: "_Rule", match: _Match, year: int, phrase: str) -> Deadline:
    try:
        return rule(match, year)
    except ValueError:
        message = f"完成时限“{phrase}”里的“{match.group()}”不是日历上有的日期"
        raise PhraseError(message) from None


def _together(clauses: list[Deadline], phrase: str) -> Deadline:
    """Several clauses are one rule: 全年，长期坚持 has no last day, because it goes on."""
    carried = any(clause.carried for clause in clauses)
    days = {clause.due for clause in clauses if clause.due and not (carried and clause.by_policy)}
    spans = {clause.workdays for clause in clauses if clause.workdays}
    cycles = {(each.every, each.report_day) for each in clauses if each.every is not Cycle.NONE}
    if len(days) + len(spans) > 1 or len(cycles) > 1:
        message = f"完成时限“{phrase}”里有两个不同的时限"
        raise PhraseError(message)
    every, report_day = max(cycles, default=(Cycle.NONE, 0))
    return Deadline(
        due=max(days, default=None),
        every=every,
        by_policy=not cycles and any(clause.by_policy for clause in clauses),
        report_day=report_day,
        carried=carried,
        workdays=sum(spans),
    )


_Rule = Callable[[_Match, int], Deadline]


def _rules() -> tuple[tuple[str, _Rule], ...]:
    """Each form of clause with what it yields; no two patterns match the same text."""
    return (
        ("全年度?|本?年度?内", _whole_year),
        ("长期(?:坚持|推进|开展)?|持续(?:推进|开展)|常态化(?:推进|开展)?", _lasting),
        (rf"{_YEAR}(\d{{1,2}})月[底末]{_BEFORE}", _month_end),
        (rf"{_YEAR}(\d{{1,2}})月(\d{{1,2}})日{_BEFORE}", _day),
        (rf"(?:(\d{{4}})年年?|年)[底末]{_BEFORE}", _year_end),
        (rf"{_YEAR}([上下])半年[底末内]?{_BEFORE}", _half_year),
        (rf"{_YEAR}第?([1-4])季度[底末内]?{_BEFORE}", _quarter),
        (r"每个?(月|季度|半年)(?:1次|[底末]前?)?", _every),
        (rf"每个?(月|季度|半年)(末月)?(\d{{1,2}})日{_BEFORE}", _every_by_day),
        (r"([1-9]\d{0,2})个?工作日内", _workdays),
    )


def _whole_year(_match: _Match, year: int) -> Deadline:
    return Deadline(due=date(year, 12, 31), by_policy=True)


def _lasting(_match: _Match, _year: int) -> Deadline:
    return Deadline(by_policy=True, carried=True)


def _month_end(match: _Match, year: int) -> Deadline:
    return Deadline(due=_end_of(int(match[1] or year), int(match[2])))


def _day(match: _Match, year: int) -> Deadline:
    return Deadline(due=date(int(match[1] or year), int(match[2]), int(match[3])))


def _year_end(match: _Match, year: int) -> Deadline:
    return Deadline(due=_end_of(int(match[1] or year), 12))


def _half_year(match: _Match, year: int) -> Deadline:
    return Deadline(due=_end_of(int(match[1] or year), 6 if match[2] == "上" else 12))


def _quarter(match: _Match, year: int) -> Deadline:
    return Deadline(due=_end_of(int(match[1] or year), 3 * int(match[2])))


def _every(match: _Match, _year: int) -> Deadline:
    return Deadline(every=Cycle(match[1]))


def _every_by_day(match: _Match, year: int) -> Deadline:
    """末月25日前 is a day of the period's last month, and 31 that month's end.

    每月5日前 alone does not say whether this month's or the last month's report is meant: then the
    office's grace counts, so that nobody is called silent too early.
    """
    day = date(year, 1, int(match[3])).day
    return Deadline(every=Cycle(match[1]), report_day=day if match[2] else 0)


def _workdays(match: _Match, _year: int) -> Deadline:
    return Deadline(workdays=int(match[1]))


def _end_of(year: int, month: int) -> date:
    """The last day of a month; raises ValueError for a month that does not exist."""
    return date(year, month, monthrange(year, month)[1])


def _with_arabic_numbers(text: str) -> str:
    return re.sub(rf"[\d十{_ONES}{_ZEROS}]+", lambda match: _arabic(match.group()), text)


def _arabic(numeral: str) -> str:
    """二〇二三 → 2023 digit by digit; 十二 → 12 and 二十五 → 25 by tens.

    Only a year and a single digit are read digit by digit: 三五 means three to five. Whatever
    can be read in two ways stays as it is, so that no clause understands it.
    """
    if match := re.fullmatch(f"([{_ONES}]?)十([{_ONES}]?)", numeral):
        return str(10 * _DIGITS.get(match[1], 1) + _DIGITS.get(match[2], 0))
    if len(numeral) in {1, 4}:
        return "".join(str(_DIGITS.get(digit, digit)) for digit in numeral)
    return numeral
