from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from gongkai_cli.domain.plan import Scope, Task
from gongkai_cli.domain.policy import Policy
from gongkai_cli.domain.record import Progress, Record, Step
from gongkai_cli.domain.roster import Unit
from gongkai_cli.reckoning.fold import fold
from gongkai_cli.reckoning.fulfilment import OPEN, Fulfilment, fulfilment, troubles
from gongkai_cli.reckoning.overview import overview
from gongkai_cli.reckoning.question import Question
from gongkai_cli.reckoning.standings import Standing
from histories import histories_of
from small_book import (
    FINANCE,
    JUSTICE,
    ask,
    book,
    day,
    done,
    grant,
    record,
    send_back,
    target,
    task,
    under_way,
)

BOTH = "区司法局、区财政局"
policies = st.sampled_from([Policy(), Policy(require_close=True)])


def year(
    as_of: date,
    records: list[Record],
    *tasks: Task,
    units: tuple[Unit, ...] = (JUSTICE, FINANCE),
    policy: Policy | None = None,
) -> Fulfilment:
    """Every unit has the same `records`."""
    asked = book(*tasks, policy=policy)
    question = Question(asked, as_of)
    states = fold(records, as_of)
    entries = [entry for unit in units for entry in question.entries(unit, states)]
    return fulfilment(asked.plan, as_of, entries, units[0] if len(units) == 1 else None)


def test_an_item_is_done_open_or_binds_nobody() -> None:
    tasks = (
        task(1, "6月底前", BOTH),
        task(2, "全年", "区司法局", targets=(target(),)),
        task(3, "全年", "区司法局"),
        task(4, "全年", "区政府相关部门"),
        task(5, "全年", "区司法局"),
        task(6, "全年", "区司法局"),
    )
    records = [
        done("6-20"),
        done("6-20", 培训=1)._replace(tasks=(2,)),
        under_way("6-20")._replace(tasks=(3,)),
        done("6-20")._replace(tasks=(6,)),
        send_back("6-21")._replace(tasks=(6,)),
    ]
    found = year(day("7-20"), records, *tasks)
    assert (found.units, found.bound, found.done, found.tasks_done) == (2, 6, 2, 1)
    assert found.open == {"未达标": 1, "推进中": 1, "未启动": 1, "已退回": 1}
    assert found.counts[Standing.UNCLAIMED] == 2
    assert [tally.key for tally in found.unsettled] == ["2", "3", "5", "6"]


def test_within_an_extension_and_late() -> None:
    tasks = (task(1, "6月底前"), task(2, "6月底前"), task(3, "6月底前"))
    records = [
        ask("6-1", "8-31"),
        grant("6-2"),
        done("7-10")._replace(tasks=(1, 2)),
        done("6-30")._replace(tasks=(3,)),
    ]
    found = year(day("7-20"), records, *tasks, units=(JUSTICE,))
    assert found.done == 3
    assert found.counts[Standing.DONE_EXTENDED] == found.counts[Standing.DONE_LATE] == 1


def test_what_waits_for_the_office_is_not_done() -> None:
    found = year(
        day("7-20"), [done("6-1")], task(), units=(JUSTICE,), policy=Policy(require_close=True)
    )
    assert (found.done, found.open) == (0, {"待核验": 1})


def test_sections_and_tasks_are_in_the_plans_order() -> None:
    tasks = (task(2, responsible="区财政局"), task(1), task(3), task(4, responsible=BOTH))
    found = year(day("7-20"), [], *tasks)
    assert [tally.key for tally in found.by_section.tallies] == ["部分0", "部分1"]
    assert [tally.key for tally in found.by_task.tallies] == ["2", "1", "3", "4"]


def test_the_districts_targets_and_a_units_own() -> None:
    goals = (target("培训", 3, Scope.DISTRICT), target("入口", 1))
    records = [done("6-1", 培训=2, 入口=1)]
    asked = task(1, "全年", BOTH, targets=goals)
    (district,) = year(day("7-20"), records, asked).goals
    assert (district.value, district.met) == (Decimal(4), True)
    alone = year(date(2024, 3, 1), records, asked, units=(JUSTICE,))
    assert [(each.target.name, each.value) for each in alone.goals] == [
        ("培训", Decimal(2)),
        ("入口", Decimal(1)),
    ]
    assert alone.by_task.fallen_short == []


def test_targets_of_units_are_counted_by_units() -> None:
    goals = (
        target("培训", 2),
        target("满意度", 9, Scope.UNDECIDED),
        target("场", 1, Scope.DISTRICT),
    )
    asked = task(1, "全年", BOTH, targets=goals)
    found = year(day("7-20"), [done("6-1", 培训=1)], asked)
    assert [(each.target.name, *each[2:]) for each in found.goals_of_units] == [
        ("培训", 2, 2, 0),
        ("满意度", 2, 0, 0),
    ]
    assert year(day("7-20"), [], asked, units=(JUSTICE,)).goals_of_units == []


def test_open_work_without_a_last_day_is_counted() -> None:
    tasks = (task(1, "长期坚持"), task(2, "全年"), task(3, "长期坚持"))
    found = year(day("7-20"), [done("6-1")], *tasks, units=(JUSTICE,))
    assert (found.open.total(), found.lasting) == (2, 1)


def test_what_a_unit_wrote_of_its_troubles() -> None:
    tasks = (task(1, "6月底前"), task(2, "6月底前"), task(3, "10月底前"), task(4, "10月底前"))
    words = record("5-1", Progress(Step.UNDER_WAY, problem="缺人", next="抓紧"))
    records = [
        words,
        done("5-1")._replace(tasks=(3,)),
        send_back("5-2")._replace(tasks=(3,)),
        under_way("5-1")._replace(tasks=(4,)),
    ]
    found = year(day("7-20"), records, *tasks, units=(JUSTICE,))
    told = troubles(found, records)
    assert [(each.entry.item.task.id, each.said and each.said.problem) for each in told] == [
        (1, "缺人"),
        (2, None),
        (3, ""),
    ]


@given(histories_of(2), st.integers(0, 455), policies)
def test_every_item_is_counted_once_and_as_the_screens_count_it(
    records: list[Record], days: int, policy: Policy
) -> None:
    as_of = date(2023, 1, 1) + timedelta(days)
    tasks = (task(1, "6月底前", targets=(target(),)), task(2, "全年", "区财政局等相关部门"))
    found = year(as_of, records, *tasks, policy=policy)
    assert set(found.open) <= set(OPEN)
    assert found.done + found.open.total() == found.bound == len(found.entries)
    asked = book(*tasks, policy=policy)
    question = Question(asked, as_of)
    states = fold(records, as_of)
    screen = overview(
        asked.plan,
        as_of,
        [entry for unit in (JUSTICE, FINANCE) for entry in question.entries(unit, states)],
    )
    assert found.counts == screen.counts == found.by_section.counts
    assert found.bound == sum(tally.bound for tally in screen.tallies)
    assert found.done == sum(tally.done for tally in screen.tallies)
