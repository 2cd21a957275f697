import pytest

from gongkai_cli.domain.deadline import Cycle
from gongkai_cli.domain.policy import Policy
from gongkai_cli.reckoning.fold import UNTOUCHED, fold
from gongkai_cli.reckoning.phrases import PhraseError
from gongkai_cli.reckoning.question import Question
from gongkai_cli.reckoning.standings import Standing
from small_book import FINANCE, JUSTICE, STREET, TAXES, book, day, done, missing, task, under_way

TABLE = (
    task(3, "2023年6月底前"),
    task(1, responsible="区政府各部门"),
    task(2, responsible="区政府相关部门，各街道办事处"),
)


def test_entries_are_the_units_items_in_the_plans_order() -> None:
    question = Question(book(*TABLE), day("3-1"))
    numbers = {
        unit.name: [entry.item.task.id for entry in question.entries(unit, {})]
        for unit in (JUSTICE, FINANCE, TAXES, STREET)
    }
    assert numbers == {
        "区司法局": [3, 1, 2],
        "区财政局": [1, 2],
        "区税务局": [],
        "振兴街街道办事处": [2],
    }


def test_each_task_is_judged_by_its_own_state() -> None:
    question = Question(book(*TABLE), day("7-1"))
    states = fold([done("6-1")._replace(tasks=(1,)), under_way("6-1")._replace(tasks=(3, 99))])
    found = {e.item.task.id: (e.standing, e.state) for e in question.entries(JUSTICE, states)}
    assert found == {
        3: (Standing.OVERDUE, states[3]),
        1: (Standing.FINISHED, states[1]),
        2: (Standing.UNCLAIMED, UNTOUCHED),
    }


def test_the_question_knows_its_day() -> None:
    assert Question(book(*TABLE), day("7-1")).as_of == day("7-1")


@pytest.mark.parametrize(
    ("within", "standing"),
    [(None, Standing.NORMAL), (10, Standing.NORMAL), (30, Standing.DUE_SOON), (0, Standing.NORMAL)],
)
def test_within_takes_the_place_of_the_policys_window(
    within: int | None, standing: Standing
) -> None:
    (entry,) = Question(book(TABLE[0]), day("6-10"), within).entries(JUSTICE, {})
    assert entry.standing is standing


def test_within_nought_days_is_not_the_policys_window() -> None:
    (entry,) = Question(book(TABLE[0]), day("6-20"), 0).entries(JUSTICE, {})
    assert entry.standing is Standing.NORMAL


@pytest.mark.parametrize(
    ("begun", "ended", "count"),
    [("", "", 1), ("2023-12-31", "", 1), ("2024-1-1", "", 0), ("", "2022-12-31", 0)],
)
def test_a_unit_has_no_items_in_a_year_it_did_not_exist(begun: str, ended: str, count: int) -> None:
    unit = JUSTICE._replace(
        active_from=day(begun) if begun else None, active_until=day(ended) if ended else None
    )
    assert len(Question(book(task()), day("7-1")).entries(unit, {})) == count


@pytest.mark.parametrize(
    ("policy", "deadline", "gaps"),
    [
        (Policy(), "全年", ["一季度"]),
        (Policy(cycle=Cycle.HALF_YEAR), "全年", []),
        (Policy(cycle=Cycle.NONE), "全年", []),
        (Policy(cycle=Cycle.NONE), "每季度", ["一季度"]),
        (Policy(grace_workdays=0), "全年", ["一季度", "二季度"]),
        (Policy(), "每季度末月25日前", ["一季度", "二季度"]),
    ],
)
def test_periods_come_from_the_policy_or_the_words(
    policy: Policy, deadline: str, gaps: list[str]
) -> None:
    question = Question(book(task(deadline=deadline), policy=policy), day("7-1"))
    (entry,) = question.entries(JUSTICE, {})
    assert missing(entry) == gaps


def test_periods_before_the_day_of_issue_owe_nothing() -> None:
    (entry,) = Question(book(task(), issued="4-1"), day("7-15")).entries(JUSTICE, {})
    assert missing(entry) == ["二季度"]


def test_a_plan_that_cannot_be_understood_cannot_be_asked() -> None:
    with pytest.raises(PhraseError, match="看不懂完成时限“尽快”"):
        Question(book(task(deadline="尽快")), day("7-1"))
