from decimal import Decimal

import pytest

from gongkai_cli.domain.plan import Scope, Target
from gongkai_cli.domain.record import Record
from gongkai_cli.reckoning.fold import UNTOUCHED, Total, fold
from gongkai_cli.reckoning.targets import Reached, Said, district, unmet, value_of
from small_book import book, claim, day, target, task, under_way

ADDS_UP = target("培训", 3)
LAST = target("入口", 3, add_up=False)


def total(sum_: int, last: int, when: str) -> Total:
    """What one unit has reported."""
    return Total(Decimal(sum_), Decimal(last), day(when))


@pytest.mark.parametrize(
    ("aim", "records", "value"),
    [
        (ADDS_UP, [], None),
        (ADDS_UP, [claim("2-1")], None),
        (ADDS_UP, [under_way("3-1", 入口=9)], None),
        (ADDS_UP, [under_way("3-1", 培训=2), under_way("4-1", 培训=1)], 3),
        (ADDS_UP, [under_way("3-1", 培训=0)], 0),
        (LAST, [under_way("3-1", 入口=2), under_way("4-1", 入口=1)], 1),
        (LAST, [under_way("4-1", 入口=1), under_way("3-1", 入口=2)], 1),
    ],
)
def test_a_target_takes_the_sum_or_the_last_value(
    aim: Target, records: list[Record], value: int | None
) -> None:
    assert value_of(aim, fold(records).get(1, UNTOUCHED)) == value


@pytest.mark.parametrize(
    ("value", "met"),
    [(None, False), (Decimal(0), False), (Decimal("2.9"), False), (Decimal(3), True), (4, True)],
)
def test_a_target_is_met_from_its_number_on_and_never_by_silence(
    value: Decimal | None,
    met: bool,  # noqa: FBT001 a column of the table
) -> None:
    assert Reached(task(), ADDS_UP, value).met is met


def test_a_target_of_nought_is_not_met_by_silence() -> None:
    nought = target(at_least=0)
    assert not Reached(task(), nought, None).met
    assert Reached(task(), nought, Decimal(0)).met


@pytest.mark.parametrize(
    ("scope", "names"),
    [(Scope.EACH_UNIT, ("培训",)), (Scope.DISTRICT, ()), (Scope.UNDECIDED, ())],
)
def test_only_a_target_of_each_unit_can_be_missed_by_a_unit(
    scope: Scope, names: tuple[str, ...]
) -> None:
    assert unmet(task(targets=(target(scope=scope),)), UNTOUCHED) == names


def test_unmet_names_what_is_short_in_the_plans_order() -> None:
    aims = (ADDS_UP, LAST, target("解读", 1))
    short = unmet(task(targets=aims), fold([under_way("3-1", 入口=3, 培训=2)])[1])
    assert short == ("培训", "解读")


def test_the_district_adds_up_what_its_units_report() -> None:
    aim = target("培训", 5, Scope.DISTRICT)
    totals = [(1, "培训", "甲", total(2, 1, "3-1")), (1, "培训", "乙", total(3, 3, "2-1"))]
    (reached,) = district(book(task(targets=(aim,))).plan, totals)
    assert (reached.task.id, reached.target, reached.value) == (1, aim, Decimal(5))
    assert (reached.met, reached.last) == (True, ())


def test_of_the_districts_other_values_the_latest_counts() -> None:
    aim = target("入口", 5, Scope.DISTRICT, add_up=False)
    totals = [(1, "入口", "甲", total(9, 4, "3-1")), (1, "入口", "乙", total(9, 9, "2-1"))]
    (reached,) = district(book(task(targets=(aim,))).plan, totals)
    assert reached.value == 4
    assert not reached.met
    assert reached.last == (Said("甲", Decimal(4), day("3-1")),)


@pytest.mark.parametrize(("others", "disputed"), [(9, True), (4, False), (3, False)])
def test_of_one_day_no_order_of_units_decides(others: int, *, disputed: bool) -> None:
    aim = target("入口", 5, Scope.DISTRICT, add_up=False)
    plan = book(task(targets=(aim,))).plan
    totals = [
        (1, "入口", "甲", total(4, 4, "3-1")),
        (1, "入口", "乙", total(others, others, "3-1")),
    ]
    (one,), (other,) = district(plan, totals), district(plan, totals[::-1])
    assert one.value == other.value == min(4, others)
    assert (one.met, one.disputed) == (other.met, other.disputed) == (False, disputed)
    assert {said.unit for said in one.last} == {"甲", "乙"} == {said.unit for said in other.last}


def test_a_district_that_has_reported_nothing_has_no_value() -> None:
    (reached,) = district(book(task(targets=(target(scope=Scope.DISTRICT),))).plan, [])
    assert reached.value is None


def test_the_same_name_in_two_tasks_is_two_targets() -> None:
    aim = target("培训", 5, Scope.DISTRICT)
    plan = book(task(1, targets=(aim,)), task(2, targets=(aim,))).plan
    seven, one = total(7, 7, "3-1"), total(1, 1, "3-1")
    found = district(plan, [(2, "培训", "甲", seven), (2, "别的", "甲", one)])
    assert [(each.task.id, each.value) for each in found] == [(1, None), (2, 7)]


@pytest.mark.parametrize("scope", [Scope.EACH_UNIT, Scope.UNDECIDED])
def test_the_district_is_not_judged_by_other_targets(scope: Scope) -> None:
    plan = book(task(targets=(target(scope=scope),))).plan
    assert list(district(plan, [(1, "培训", "甲", total(9, 9, "3-1"))])) == []
