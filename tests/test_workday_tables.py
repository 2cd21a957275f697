"""The work-day tables say of every day what two independent packages say."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import chinese_calendar
import holidays
import pytest
from ruamel.yaml import YAML

TABLES = sorted((Path(__file__).parents[1] / "data" / "workdays").glob("CN-*.yaml"))

SATURDAY = 5

NOTICES = {
    2023: "国办发明电〔2022〕16号",
    2024: "国办发明电〔2023〕7号",
    2025: "国办发明电〔2024〕12号",
    2026: "国办发明电〔2025〕7号",
}


@pytest.fixture(params=TABLES, ids=lambda path: path.stem)
def table(request: pytest.FixtureRequest) -> dict[str, Any]:
    """One year's table, with the key `file` added: the name it is found under."""
    return {"file": request.param.stem, **YAML(typ="safe").load(request.param)}


def days(first: date, last: date) -> Iterator[date]:
    """Every day from `first` to `last`, both included."""
    return (first + timedelta(days=n) for n in range((last - first).days + 1))


def days_off(table: dict[str, Any]) -> list[date]:
    """List the days that the table gives as holidays, in its own order."""
    return [day for span in table["holidays"] for day in days(span["from"], span["to"])]


def year_of(table: dict[str, Any]) -> list[date]:
    """Every day of the table's year."""
    return list(days(date(table["year"], 1, 1), date(table["year"], 12, 31)))


def work_days(table: dict[str, Any]) -> list[date]:
    """List the work days of the year by the table alone."""
    off, on = set(days_off(table)), set(table["workdays"])
    return [
        day for day in year_of(table) if day in on or (day.weekday() < SATURDAY and day not in off)
    ]


def test_every_published_year_has_its_table() -> None:
    assert [path.stem for path in TABLES] == [f"CN-{year}" for year in NOTICES]


def test_table_names_its_year_and_the_notice(table: dict[str, Any]) -> None:
    assert table["file"] == f"CN-{table['year']}"
    assert table["schema"] == 1
    assert table["notice"] == NOTICES[table["year"]]


def test_every_day_agrees_with_chinesecalendar(table: dict[str, Any]) -> None:
    oracle = chinese_calendar.is_workday
    assert work_days(table) == [day for day in year_of(table) if oracle(day)]


def test_every_day_agrees_with_holidays(table: dict[str, Any]) -> None:
    oracle = holidays.country_holidays("CN", years=table["year"]).is_working_day
    assert work_days(table) == [day for day in year_of(table) if oracle(day)]


def test_no_span_runs_into_a_day_that_its_notice_does_not_name(table: dict[str, Any]) -> None:
    assert set(days_off(table)) <= chinese_calendar.constants.holidays.keys()


def test_days_are_in_order_within_the_year_and_named_once(table: dict[str, Any]) -> None:
    for listed in (days_off(table), table["workdays"]):
        assert listed == sorted(set(listed) & set(year_of(table)))


def test_exchanged_work_days_are_weekends_that_are_not_off(table: dict[str, Any]) -> None:
    assert all(day.weekday() >= SATURDAY for day in table["workdays"])
    assert not set(table["workdays"]) & set(days_off(table))
