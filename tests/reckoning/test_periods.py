from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai_cli.domain.deadline import Cycle, Period
from gongkai_cli.reckoning.periods import called, code, over, periods, unanswered
from small_book import CALENDAR, YEAR, day

QUARTERS = periods(Cycle.QUARTER, YEAR, 10, CALENDAR)

days = st.dates(date(2022, 12, 1), date(2024, 3, 1))
reports = st.lists(days, max_size=12)
cycles = st.sampled_from([Cycle.MONTH, Cycle.QUARTER, Cycle.HALF_YEAR])


@st.composite
def owed(draw: st.DrawFn) -> list[Period]:
    """Some of a year's periods, in order."""
    every = periods(draw(cycles), YEAR, draw(st.integers(0, 30)), CALENDAR)
    return [period for period in every if draw(st.booleans())]


def names(found: list[Period]) -> list[str]:
    """Their names."""
    return [period.name for period in found]


def test_quarters_end_with_their_months_and_wait_ten_work_days() -> None:
    expected = [
        Period("一季度", day("1-1"), day("3-31"), day("4-17")),
        Period("二季度", day("4-1"), day("6-30"), day("7-14")),
        Period("三季度", day("7-1"), day("9-30"), day("10-13")),
        Period("四季度", day("10-1"), day("12-31"), day("2024-1-12")),
    ]
    assert periods(Cycle.QUARTER, YEAR, 10, CALENDAR) == expected


def test_half_years_are_named_and_end_with_june_and_december() -> None:
    assert periods(Cycle.HALF_YEAR, YEAR, 0, CALENDAR) == [
        Period("上半年", day("1-1"), day("6-30"), day("6-30")),
        Period("下半年", day("7-1"), day("12-31"), day("12-31")),
    ]


def test_months_are_twelve_and_february_has_29_days_in_a_leap_year() -> None:
    months = periods(Cycle.MONTH, 2024, 0, CALENDAR)
    assert names(months) == [f"{number}月" for number in range(1, 13)]
    assert months[1] == Period("2月", day("2024-2-1"), day("2024-2-29"), day("2024-2-29"))


def test_where_no_reports_are_asked_for_there_are_no_periods() -> None:
    assert periods(Cycle.NONE, YEAR, 10, CALENDAR) == []


@pytest.mark.parametrize(
    ("cycle", "report_day", "number", "last"),
    [
        (Cycle.MONTH, 10, 0, "1-10"),
        (Cycle.MONTH, 31, 0, "1-31"),
        (Cycle.MONTH, 31, 1, "2-28"),
        (Cycle.MONTH, 30, 3, "4-30"),
        (Cycle.QUARTER, 25, 0, "3-25"),
        (Cycle.HALF_YEAR, 31, 0, "6-30"),
    ],
)
def test_a_stated_day_of_the_last_month_takes_the_place_of_the_grace(
    cycle: Cycle, report_day: int, number: int, last: str
) -> None:
    assert periods(cycle, YEAR, 10, CALENDAR, report_day)[number].report_by == day(last)


@given(cycles, st.integers(2000, 2100))
def test_the_periods_of_a_cycle_are_the_whole_year_without_gap_or_overlap(
    cycle: Cycle, year: int
) -> None:
    every = periods(cycle, year, 10, CALENDAR)
    assert every[0].start == date(year, 1, 1)
    assert every[-1].end == date(year, 12, 31)
    assert all(b.start - a.end == timedelta(days=1) for a, b in pairwise(every))


@pytest.mark.parametrize(
    ("as_of", "passed"),
    [
        ("3-31", []),
        ("4-17", []),
        ("4-18", ["一季度"]),
        ("7-14", ["一季度"]),
        ("7-15", ["一季度", "二季度"]),
        ("2024-1-12", ["一季度", "二季度", "三季度"]),
        ("2024-1-13", ["一季度", "二季度", "三季度", "四季度"]),
    ],
)
def test_a_period_is_over_on_the_day_after_its_last_day_of_grace(
    as_of: str, passed: list[str]
) -> None:
    assert names(over(QUARTERS, day(as_of))) == passed


@pytest.mark.parametrize(
    ("reported", "open_"),
    [
        ([], ["一季度", "二季度"]),
        (["1-1"], ["二季度"]),
        (["3-31"], ["二季度"]),
        (["4-1"], ["二季度"]),  # in the days of grace, for the quarter before
        (["4-17"], ["二季度"]),
        (["4-18"], ["一季度"]),
        (["2-1", "4-1"], []),  # the quarter before has its report already
        (["4-1", "4-2"], []),
        (["4-2", "4-1", "4-1"], []),
        (["2-1", "3-1"], ["二季度"]),  # two in one quarter do not serve the next
        (["6-30"], ["一季度"]),
        (["7-14"], ["一季度"]),
        (["7-15"], ["一季度", "二季度"]),
        (["2022-12-31"], ["一季度", "二季度"]),
    ],
)
def test_a_report_answers_its_own_period_or_in_grace_the_one_before(
    reported: list[str], open_: list[str]
) -> None:
    assert names(unanswered(QUARTERS[:2], map(day, reported))) == open_


def test_a_report_after_the_stated_day_still_answers_its_period() -> None:
    january = periods(Cycle.MONTH, YEAR, 10, CALENDAR, report_day=10)[:1]
    assert unanswered(january, [day("1-31")]) == []
    assert unanswered(january, [day("2-1")]) == january


@given(owed(), reports)
def test_a_report_answers_at_most_one_period(asked: list[Period], told: list[date]) -> None:
    assert len(unanswered(asked, told)) >= len(asked) - len(told)


@given(owed(), reports, days)
def test_one_more_report_closes_one_gap_or_none_and_opens_none(
    asked: list[Period], told: list[date], more: date
) -> None:
    before, after = unanswered(asked, told), unanswered(asked, [*told, more])
    assert set(after) <= set(before)
    assert len(before) - len(after) in {0, 1}


@given(owed(), reports)
def test_the_order_of_reports_is_irrelevant(asked: list[Period], told: list[date]) -> None:
    assert unanswered(asked, told) == unanswered(asked, told[::-1])


@given(owed())
def test_a_report_in_every_period_leaves_no_gap(asked: list[Period]) -> None:
    assert unanswered(asked, [period.end for period in asked]) == []


def test_codes_of_periods() -> None:
    halves = periods(Cycle.HALF_YEAR, YEAR, 0, CALENDAR)
    months = periods(Cycle.MONTH, YEAR, 0, CALENDAR)
    assert [code(each) for each in QUARTERS] == ["2023Q1", "2023Q2", "2023Q3", "2023Q4"]
    assert [code(each) for each in halves] == ["2023H1", "2023H2"]
    assert [code(months[place]) for place in (0, 5, 11)] == ["2023-01", "2023-06", "2023-12"]


@pytest.mark.parametrize(
    ("cycle", "spoken", "meant"),
    [
        *((Cycle.QUARTER, each, "二季度") for each in (
            "2023Q2", "2023q2", "２０２３Ｑ２", "2023-Q2", "Q2", "二季度", "第二季度",
            "2023年二季度", "2023 年第二季度", "2023年度第2季度", "2季度",
        )),
        *((Cycle.HALF_YEAR, each, "上半年") for each in (
            "2023H1", "h1", "上半年", "2023年上半年", "2023-H1",
        )),
        *((Cycle.MONTH, each, "6月") for each in (
            "2023-06", "2023-6", "202306", "6月", "06月", "6月份", "2023年6月", "2023年06月",
        )),
        (Cycle.MONTH, "12月", "12月"),
        *((Cycle.QUARTER, each, None) for each in (
            "2022Q2", "Q5", "2023H1", "2023-06", "6月", "上半年", "", "季度", "2023", "二", "2",
        )),
        (Cycle.MONTH, "2023-13", None),
        (Cycle.MONTH, "1", None),
        (Cycle.MONTH, "二季度", None),
    ],
)  # fmt: skip
def test_a_period_by_name(cycle: Cycle, spoken: str, meant: str | None) -> None:
    found = called(spoken, periods(cycle, YEAR, 10, CALENDAR))
    assert (found.name if found else None) == meant
