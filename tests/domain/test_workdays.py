from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai_cli.domain.workdays import WorkCalendar, WorkYear
from small_book import day

NOTICE = WorkYear(
    2023,
    "国办发明电〔2022〕16号",
    frozenset({date(2023, 4, 5), date(2023, 6, 22), date(2023, 6, 23), date(2023, 6, 24)}),
    frozenset({date(2023, 6, 25)}),
)
CALENDAR = WorkCalendar({2023: NOTICE})


@pytest.mark.parametrize(
    ("when", "worked"),
    [
        ("2023-4-4", True),
        ("2023-4-5", False),  # 清明节, a Wednesday
        ("2023-4-7", True),
        ("2023-4-8", False),
        ("2023-4-9", False),
        ("2023-6-24", False),  # a holiday on a Saturday
        ("2023-6-25", True),  # 调休, a Sunday
        ("2024-4-4", True),  # 清明节, but no notice is known
        ("2024-4-6", False),
        ("2024-4-7", False),  # 调休, but no notice is known
    ],
)
def test_offices_work_by_the_notice_or_else_monday_to_friday(when: str, worked: bool) -> None:  # noqa: FBT001 a column of the table
    assert CALENDAR.is_workday(day(when)) is worked


def test_a_year_is_published_when_its_notice_is_known() -> None:
    assert [year for year in (2022, 2023, 2024) if CALENDAR.is_published(year)] == [2023]


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        ("2023-3-31", 0, "2023-3-31"),
        ("2023-3-31", 1, "2023-4-3"),
        ("2023-4-1", 1, "2023-4-3"),  # from a Saturday
        ("2023-4-4", 1, "2023-4-6"),  # over 清明节
        ("2023-3-31", 10, "2023-4-17"),
        ("2023-6-30", 10, "2023-7-14"),
        ("2023-6-21", 1, "2023-6-25"),  # to the Sunday that is worked instead
        ("2023-12-29", 1, "2024-1-1"),  # into a year without a notice
    ],
)
def test_work_days_are_counted_from_the_day_after(start: str, count: int, end: str) -> None:
    assert CALENDAR.after(day(start), count) == day(end)


@given(st.dates(date(2022, 1, 1), date(2024, 12, 31)), st.integers(1, 60))
def test_exactly_so_many_work_days_lie_behind_the_start(start: date, count: int) -> None:
    end = CALENDAR.after(start, count)
    between = [start + timedelta(days=n) for n in range(1, (end - start).days + 1)]
    assert sum(map(CALENDAR.is_workday, between)) == count
    assert CALENDAR.is_workday(end)
