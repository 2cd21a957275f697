import pytest

from small_book import book, day


@pytest.mark.parametrize(
    ("when", "taken"),
    [
        ("2022-12-31", False),
        ("2023-1-1", True),
        ("2023-12-31", True),
        ("2024-3-31", True),
        ("2024-4-1", False),
    ],
)
def test_a_year_takes_records_until_its_annual_report_is_due(when: str, taken: bool) -> None:  # noqa: FBT001 a column of the table
    assert book().plan.takes(day(when)) is taken
