from collections import Counter
from datetime import date

import pytest

from gongkai_cli.reckoning.overview import By, Overview, Tally
from gongkai_cli.reckoning.standings import Standing
from gongkai_cli.rendering.pages.overdue import Asked
from gongkai_cli.rendering.pages.status import in_plan_order, percent, rate, status_page
from gongkai_cli.rendering.terminal import plain_text
from small_book import book, task


def tally(key: str, done: int, normal: int) -> Tally:
    return Tally(key, Counter({Standing.FINISHED: done, Standing.NORMAL: normal}), [])


def answer(*tallies: Tally) -> Overview:
    plan = book(task(1), task(2), task(3)).plan
    return Overview(plan, date(2023, 7, 20), tallies, ())


def test_groups_come_in_the_order_of_the_plan() -> None:
    found = answer(tally("3", 0, 1), tally("1", 0, 1), tally("2", 0, 1))
    assert [each.key for each in in_plan_order(found, By.TASK).tallies] == ["1", "2", "3"]
    found = answer(tally("部分0", 0, 1), tally("部分1", 0, 1))
    assert [each.key for each in in_plan_order(found, By.SECTION).tallies] == ["部分1", "部分0"]


def test_units_keep_the_order_of_the_roster() -> None:
    found = answer(tally("乙", 0, 1), tally("甲", 0, 1))
    assert in_plan_order(found, By.UNIT) is found


def test_a_bar_is_never_empty_once_begun_nor_full_too_early() -> None:
    shown = plain_text(
        status_page(
            answer(tally("甲", 1, 99), tally("乙", 99, 1), tally("丙", 5, 0)), By.UNIT, Asked()
        ),
        80,
    )
    assert [line.count("█") for line in shown.splitlines()[3:6]] == [1, 9, 10]


def test_who_is_bound_by_nothing_has_no_rate() -> None:
    assert rate(tally("甲", 0, 0)) == "—"
    assert rate(tally("甲", 2, 1)) == "67%"


@pytest.mark.parametrize(
    ("part", "whole", "shown"),
    [
        (0, 26, "0%"),
        (1, 183, "1%"),
        (1, 264, "<1%"),
        (1, 26, "4%"),
        (13, 26, "50%"),
        (999, 1000, "99%"),
        (26, 26, "100%"),
    ],
)
def test_percent_never_says_nothing_or_everything_too_soon(
    part: int, whole: int, shown: str
) -> None:
    assert percent(part, whole) == shown
