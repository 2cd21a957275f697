from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai_cli.domain.book import Book
from gongkai_cli.domain.deadline import Cycle
from gongkai_cli.domain.plan import Plan, Task
from gongkai_cli.domain.policy import Policy
from gongkai_cli.domain.record import (
    Claim,
    Decline,
    ExtensionRequest,
    Fact,
    Progress,
    Record,
    Review,
    Step,
    Verdict,
)
from gongkai_cli.domain.roster import Group, Roster, Unit, UnitKind
from gongkai_cli.domain.workdays import WorkCalendar
from gongkai_cli.reckoning.agenda import Planner, Told

FIRST = Unit("示例一局", UnitKind.DEPARTMENT)
SECOND = Unit("示例二局", UnitKind.DEPARTMENT)
GONE = Unit("示例旧局", UnitKind.DEPARTMENT, active_until=date(2022, 12, 31))
TASKS = (
    Task(1, "部分", "清单", "编制清单。", "示例一局", "6月底前"),
    Task(2, "部分", "政策", "发布政策。", "示例一局", "全年"),
    Task(3, "部分", "信息", "公开信息。", "示例一局、等相关部门", "长期坚持"),
    Task(4, "部分", "季报", "按季报送。", "示例二局", "每季度末月25日前"),
)
END = date(2024, 3, 31)
USUAL = Policy()


def book(policy: Policy = USUAL) -> Book:
    groups = [Group("等相关部门", frozenset({UnitKind.DEPARTMENT}), open=True)]
    roster = Roster("示例一局", [FIRST, SECOND, GONE], groups)
    plan = Plan("2023年示例区任务分解表", "示例区", 2023, None, "", TASKS)
    return Book(plan, roster, policy, WorkCalendar({}))


def record(task: int, day: str, fact: Fact) -> Record:
    return Record(
        f"{task}-{day}-{type(fact).__name__}.yaml", (task,), date.fromisoformat(day), fact
    )


def due(*records: Record, unit: Unit = FIRST, as_of: date = END) -> dict[int, tuple[str, str]]:
    agenda = Planner(book(), as_of).agenda(unit, records)
    return {each.item.task.id: (str(each.day), str(each.original)) for each in agenda.due}


def owed(*records: Record, unit: Unit = FIRST, as_of: date = END) -> dict[str, list[int]]:
    agenda = Planner(book(), as_of).agenda(unit, records)
    return {each.period.name: [task.id for task in each.tasks] for each in agenda.reports}


YEAR = ("一季度", "二季度", "三季度", "四季度")


def every(*tasks: int, of: tuple[str, ...] = YEAR) -> dict[str, list[int]]:
    """The same tasks owed in each period."""
    return {name: list(tasks) for name in of}


def test_nothing_said_yet() -> None:
    assert due() == {1: ("2023-06-30",) * 2, 2: ("2023-12-31",) * 2}
    assert owed() == every(2, 3)


def test_what_is_done_is_no_longer_due() -> None:
    done = record(1, "2023-05-01", Progress(Step.DONE))
    assert 1 not in due(done)
    assert 1 in due(done, as_of=date(2023, 4, 30))
    back = record(1, "2023-05-02", Review(Verdict.SEND_BACK))
    assert 1 in due(done, back)


def test_extension_moves_the_day_and_keeps_the_first() -> None:
    asked = record(1, "2023-05-01", ExtensionRequest(date(2023, 9, 30)))
    granted = record(1, "2023-05-02", Review(Verdict.GRANT))
    assert due(asked)[1] == ("2023-06-30", "2023-06-30")
    assert due(asked, granted)[1] == ("2023-09-30", "2023-06-30")


def test_period_that_was_answered_is_not_owed() -> None:
    said = record(2, "2023-05-01", Progress(Step.UNDER_WAY))
    assert owed(said) == {**every(2, 3), "二季度": [3]}
    done = record(2, "2023-05-01", Progress(Step.DONE))
    assert owed(done) == {"一季度": [2, 3], **every(3, of=YEAR[1:])}


def test_open_task_binds_whoever_took_it() -> None:
    assert 3 not in {task for tasks in owed(unit=SECOND).values() for task in tasks}
    taken = owed(record(3, "2023-05-01", Claim()), unit=SECOND)
    assert [name for name, tasks in taken.items() if 3 in tasks] == list(YEAR[1:])
    assert owed(record(3, "2023-05-01", Decline()), unit=SECOND) == owed(unit=SECOND)


def test_day_that_the_wording_fixes() -> None:
    reports = Planner(book(), END).agenda(SECOND, ()).reports
    assert [(each.period.name, str(each.period.report_by)) for each in reports[:2]] == [
        ("一季度", "2023-03-25"),
        ("二季度", "2023-06-25"),
    ]
    assert {each.fixed for each in reports} == {25}
    assert len(reports) == 4


def test_policy_that_asks_for_no_reports() -> None:
    agenda = Planner(book(Policy(cycle=Cycle.NONE)), END).agenda(FIRST, ())
    assert agenda.reports == ()


def test_unit_that_had_closed_down_before_the_year() -> None:
    assert due(unit=GONE) == {}
    assert owed(unit=GONE) == {}


def test_what_was_told_is_counted_per_item_and_for_the_unit() -> None:
    first = record(1, "2023-02-01", Progress(Step.UNDER_WAY))
    both = Record("2.yaml", (1, 2), date(2023, 3, 1), Progress(Step.UNDER_WAY))
    later = record(1, "2023-08-01", Progress(Step.UNDER_WAY))
    agenda = Planner(book(), date(2023, 6, 1)).agenda(FIRST, [first, both, later])
    told = {each.item.task.id: each.told for each in agenda.due}
    assert told == {1: Told(2, date(2023, 6, 1)), 2: Told(1, date(2023, 6, 1))}
    assert agenda.told == {**told, 3: Told(0, date(2023, 6, 1))}
    assert {each.told for each in agenda.reports} == {Told(3, date(2023, 6, 1))}
    assert {each.told for each in Planner(book(), END).agenda(FIRST, ()).reports} == {Told(0, END)}


@pytest.mark.parametrize(
    ("until", "as_of", "days", "periods"),
    [
        ("2023-06-30", "2023-06-30", [1], ["一季度"]),
        ("2023-06-29", "2023-03-01", [], ["一季度"]),
        ("2023-06-29", "2023-06-30", [], []),
    ],
)
def test_nothing_is_planned_beyond_a_units_last_day(
    until: str, as_of: str, days: list[int], periods: list[str]
) -> None:
    unit = FIRST._replace(active_until=date.fromisoformat(until))
    said = record(1, "2023-02-01", Progress(Step.UNDER_WAY))
    agenda = Planner(book(), date.fromisoformat(as_of)).agenda(unit, [said])
    assert [each.item.task.id for each in agenda.due] == days
    assert [each.period.name for each in agenda.reports] == periods
    assert agenda.told[1].records == (as_of >= "2023-02-01")


FACTS = st.sampled_from(
    [
        Progress(Step.UNDER_WAY),
        Progress(Step.DONE),
        Claim(),
        Decline(),
        ExtensionRequest(date(2023, 10, 31)),
        Review(Verdict.GRANT, until=date(2023, 11, 30)),
        Review(Verdict.SEND_BACK),
        Review(Verdict.CLOSE),
    ]
)
DAYS = st.dates(date(2023, 1, 1), END)


@given(st.lists(st.tuples(st.integers(1, 3), DAYS, FACTS), max_size=12), DAYS, DAYS)
def test_what_was_told_never_falls(
    said: list[tuple[int, date, Fact]], one_day: date, other_day: date
) -> None:
    """A calendar program keeps the later of two states: of the same item the count must say which."""
    records = [Record(f"{n}.yaml", (task,), day, fact) for n, (task, day, fact) in enumerate(said)]
    early, late = sorted((one_day, other_day))
    before, after = (
        {each.item.task.id: each for each in Planner(book(), day).agenda(FIRST, records).due}
        for day in (early, late)
    )
    whole, later = (Planner(book(), day).agenda(FIRST, records).told for day in (early, late))
    assert all(whole[task] <= later[task] for task in whole)
    for task in before.keys() & after.keys():
        assert before[task].told <= after[task].told
        if before[task].day != after[task].day:
            assert before[task].told.records < after[task].told.records
