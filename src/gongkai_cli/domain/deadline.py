"""完成时限 understood: the day it yields and how often it asks for a report."""

from datetime import date
from enum import StrEnum
from typing import NamedTuple


class Cycle(StrEnum):
    """报送周期. No national rule fixes it: it is the office's setting."""

    MONTH = "月"
    QUARTER = "季度"
    HALF_YEAR = "半年"
    NONE = "不要求"


class Deadline(NamedTuple):
    """What a phrase like 2023年6月底前 means.

    `due` is the last day (None: no day, as in 长期坚持). `every` is the cycle the words
    themselves fix; `by_policy` says that the office's own cycle applies instead. `report_day` is
    the day of a period's last month by which its report is due, where the words say so.
    `carried`: the task goes on next year. `workdays`: that many work days from a start that only
    a record can give.
    """

    due: date | None = None
    every: Cycle = Cycle.NONE
    by_policy: bool = False
    report_day: int = 0
    carried: bool = False
    workdays: int = 0

    def cycle(self, policy_cycle: Cycle) -> Cycle:
        """How often this asks for a report, given the office's setting."""
        return policy_cycle if self.by_policy else self.every


class Period(NamedTuple):
    """应报: a month, quarter or half-year, both days included; `report_by` ends the waiting."""

    name: str
    start: date
    end: date
    report_by: date
