from datetime import date

import pytest

from gongkai_cli.domain.statute import near, report_days


def test_the_days_of_article_49() -> None:
    assert report_days(2023) == (
        ("各部门", date(2024, 1, 31)),
        ("本级政府", date(2024, 3, 31)),
    )


@pytest.mark.parametrize(
    ("as_of", "whose"),
    [
        (date(2023, 12, 31), []),
        (date(2024, 1, 1), ["各部门", "本级政府"]),
        (date(2024, 1, 31), ["各部门", "本级政府"]),
        (date(2024, 2, 1), ["本级政府"]),
        (date(2024, 3, 31), ["本级政府"]),
        (date(2024, 4, 1), []),
        (date(2025, 1, 15), []),
        (date(2022, 1, 15), []),
    ],
)
def test_what_is_near(as_of: date, whose: list[str]) -> None:
    assert [each.whose for each in near(2023, as_of)] == whose
