"""The days that the 政府信息公开条例 (国务院令第711号) itself sets, whatever an office decides."""

from datetime import date
from typing import NamedTuple


class ReportDay(NamedTuple):
    """The last day for an annual report, and whose report it is."""

    whose: str
    day: date


def report_days(year: int) -> tuple[ReportDay, ReportDay]:
    """When the annual reports on `year` are due (art. 49).

    县级以上人民政府部门 hand theirs to the 主管部门 and publish it by 31 January; the 主管部门
    publishes the government's own by 31 March.
    """
    return (
        ReportDay("各部门", date(year + 1, 1, 31)),
        ReportDay("本级政府", date(year + 1, 3, 31)),
    )


def near(year: int, as_of: date) -> list[ReportDay]:
    """The days still to come once `year` is over; the day itself is the last on which it is said.

    Nobody can report on a year that is not over, so nothing is near before 1 January.
    """
    over = as_of.year > year
    return [each for each in report_days(year) if over and as_of <= each.day]
