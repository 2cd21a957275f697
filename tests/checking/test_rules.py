"""One line for each rule: forgotten ones are found by `tests/test_rule_pages.py`."""

from gongkai_cli.checking.rules import PLAN_RULES, RECORD_RULES, plan_rules, record_rules
from gongkai_cli.domain.plan import Scope
from small_book import book, decline, target, task, under_way
from small_desk import case, desk, told


def test_every_rule_stands_once() -> None:
    every = [*PLAN_RULES, *RECORD_RULES]
    assert len(every) == len({rule.__name__ for rule in every})


def test_every_rule_is_asked_of_a_plan() -> None:
    of = book(task(targets=(target("培训", scope=Scope.UNDECIDED),) * 2))
    codes = [
        found.code for found in plan_rules(case(of._replace(plan=of.plan._replace(source="x"))))
    ]
    assert codes == ["G206", "G206", "G208", "G209"]


def test_every_rule_is_asked_of_each_record_under_check() -> None:
    new = [under_way("2022-6-1", 培训=1), decline("6-1")]
    asked = desk(*new, landed=[under_way("2022-6-2")])
    assert [code for code, *_ in told(asked)] == ["G305", "G307", "G313"]


def test_a_desk_without_records_has_nothing_to_say() -> None:
    assert list(record_rules(desk())) == []
