"""What papers write alike: days in full, numbers of parts, who signs, whether 指标 are reached."""

from datetime import date

from gongkai_cli.domain.roster import Roster, Unit
from gongkai_cli.reckoning.targets import Reached

_NUMERALS = "〇一二三四五六七八九"


def in_full(day: date) -> str:
    """2023年7月20日: figures without noughts before them (GB/T 9704-2012, 7.3.5.4)."""
    return f"{day.year}年{day.month}月{day.day}日"


def numeral(number: int) -> str:
    """The number of a part, from 一 to 九十九, as headings have it."""
    tens, ones = divmod(number, 10)
    before = "" if not tens else "十" if tens == 1 else f"{_NUMERALS[tens]}十"
    return before + (_NUMERALS[ones] if ones else "")


def formal(unit: Unit) -> str:
    """The name that a paper calls `unit` by: its full one where the roster has it."""
    return unit.full_name or unit.name


def signing(roster: Roster) -> str:
    """The office's name under a paper."""
    office = roster.find(roster.office)
    return formal(office) if office else roster.office


def outcome(reached: Reached) -> str:
    """Whether a 指标 is reached, as far as those who reported agree on it."""
    if reached.disputed:
        return "所报不一，请核对"
    return "达到" if reached.met else "没有达到"
