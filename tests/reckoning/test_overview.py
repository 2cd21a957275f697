from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai_cli.domain.plan import Scope
from gongkai_cli.domain.record import Record
from gongkai_cli.reckoning.fold import fold
from gongkai_cli.reckoning.overview import (
    DONE,
    FINDINGS,
    KEYS,
    UNCOUNTED,
    By,
    Overview,
    Tally,
    overview,
    worst_first,
)
from gongkai_cli.reckoning.question import Question
from gongkai_cli.reckoning.standings import Entry, Standing
from gongkai_cli.reckoning.waiting import Matter
from histories import histories_of
from small_book import (
    FINANCE,
    JUSTICE,
    OFFICE,
    ROSTER,
    ask,
    book,
    day,
    decline,
    done,
    target,
    task,
    under_way,
)

DISTRICT = target("培训", 5, Scope.DISTRICT)

BOOK = book(
    task(1, "2023年6月底前", "区政府各部门"),
    task(2, "2023年9月底前", "区政府各部门，各街道办事处", targets=(DISTRICT,)),
    task(3, "长期坚持", "区政府相关部门"),
)
AS_OF = day("7-10")

RECORDS = {
    OFFICE: [done("6-1"), under_way("6-2", 培训=3)._replace(tasks=(2,))],
    JUSTICE: [done("7-1"), done("7-2", 培训=2)._replace(tasks=(2,))],
    FINANCE: [decline("3-1")._replace(tasks=(3,))],
}


def entries() -> Iterator[Entry]:
    """Every item of the district on 10 July."""
    question = Question(BOOK, AS_OF)
    for unit in ROSTER.units:
        yield from question.entries(unit, fold(RECORDS.get(unit, []), AS_OF))


def asked(by: By = By.UNIT) -> Overview:
    """The whole district."""
    return overview(BOOK.plan, AS_OF, entries(), by)


def tally(key: str, **counts: int) -> Tally:
    """So many of each 进度, by the member's name."""
    return Tally(key, Counter({Standing[name]: count for name, count in counts.items()}), [])


def test_each_unit_is_counted_by_standing_in_the_rosters_order() -> None:
    assert [(each.key, dict(each.counts)) for each in asked().tallies] == [
        ("区政府办公室", {Standing.FINISHED: 1, Standing.NORMAL: 1, Standing.UNCLAIMED: 1}),
        ("区司法局", {Standing.DONE_LATE: 1, Standing.FINISHED: 1, Standing.UNCLAIMED: 1}),
        ("区财政局", {Standing.OVERDUE: 1, Standing.NORMAL: 1, Standing.NOT_OURS: 1}),
        ("振兴街街道办事处", {Standing.NORMAL: 1}),
    ]


@pytest.mark.parametrize(
    ("by", "keys"),
    [
        (By.UNIT, ["区政府办公室", "区司法局", "区财政局", "振兴街街道办事处"]),
        (By.SECTION, ["部分1", "部分0"]),
        (By.TOPIC, ["工作任务1", "工作任务2", "工作任务0"]),
        (By.TASK, ["1", "2", "3"]),
    ],
)
def test_an_overview_is_broken_down_by_any_of_its_keys(by: By, keys: list[str]) -> None:
    assert [each.key for each in asked(by).tallies] == keys


def test_every_breakdown_has_its_key() -> None:
    assert list(KEYS) == list(By)


def test_only_findings_are_named_unless_others_are_asked_for() -> None:
    (finding,) = asked().named
    assert (finding.item.unit, finding.item.task.id) == (FINANCE, 1)
    naming = frozenset({Standing.FINISHED, Standing.NOT_OURS})
    found = overview(BOOK.plan, AS_OF, entries(), By.UNIT, naming)
    assert [(each.item.unit, each.item.task.id) for each in found.named] == [
        (OFFICE, 1),
        (JUSTICE, 2),
        (FINANCE, 3),
    ]


def test_what_waits_for_the_office_is_counted() -> None:
    asked = book(task(1), task(2, responsible="区财政局，区政府相关部门"))
    records = [ask("2-1", "2024-1-31"), done("3-1"), decline("3-2")._replace(tasks=(2,))]
    states = fold(records)
    entries = Question(asked, day("4-1")).entries(JUSTICE, states)
    assert overview(asked.plan, day("4-1"), entries).waiting == {
        Matter.DONE: 1,
        Matter.EXTENSION: 1,
        Matter.DECLINE: 1,
    }


def test_rates_leave_out_what_binds_nobody() -> None:
    sums = [(each.bound, each.done, each.findings) for each in asked().tallies]
    assert sums == [(2, 1, 0), (2, 2, 0), (2, 0, 1), (1, 0, 0)]


def test_the_district_is_judged_by_all_units_together() -> None:
    (reached,) = asked().district
    assert (reached.task.id, reached.value, reached.met) == (2, Decimal(5), True)


def test_nothing_is_said_of_the_district_where_only_some_units_were_asked() -> None:
    some = asked().of_some_units()
    assert some.district == ()
    assert some.tallies == asked().tallies


def test_an_overview_of_nothing_counts_nothing() -> None:
    nothing = overview(BOOK.plan, AS_OF, [])
    assert (nothing.tallies, nothing.counts, nothing.named) == ((), Counter(), [])
    assert (nothing.plan, nothing.as_of) == (BOOK.plan, AS_OF)


def test_every_standing_is_a_finding_or_done_or_uncounted_or_under_way() -> None:
    assert set(FINDINGS) | DONE | UNCOUNTED | {
        Standing.DUE_SOON,
        Standing.AWAITING,
        Standing.NORMAL,
    } == set(Standing)
    assert len(FINDINGS) + len(DONE) + len(UNCOUNTED) + 3 == len(Standing)


def test_the_worst_group_comes_first_and_groups_without_findings_not_at_all() -> None:
    tallies = [
        tally("甲", NORMAL=9),
        tally("乙", SILENT=9),
        tally("丙", OVERDUE=1, SHORT=1),
        tally("丁", OVERDUE=1, SILENT=1),
        tally("戊", OVERDUE=2),
        tally("己", OVERDUE=1, SHORT=1),
        tally("庚", SHORT=1),
    ]
    assert [each.key for each in worst_first(tallies)] == ["戊", "丁", "丙", "己", "乙", "庚"]
    assert [each.key for each in worst_first(tallies, [Standing.SHORT])] == ["丙", "己", "庚"]


@given(histories_of(2), st.sampled_from(By), st.frozensets(st.sampled_from(Standing)))
def test_every_item_is_counted_exactly_once(
    history: list[Record], by: By, naming: frozenset[Standing]
) -> None:
    question = Question(BOOK, AS_OF)
    states = fold(history, AS_OF)
    all_entries = [entry for unit in ROSTER.units for entry in question.entries(unit, states)]
    found = overview(BOOK.plan, AS_OF, all_entries, by, naming)
    assert found.counts == Counter(entry.standing for entry in all_entries)
    assert sum(each.counts.total() for each in found.tallies) == len(all_entries)
    assert len({each.key for each in found.tallies}) == len(found.tallies)
    named = Counter((e.item.unit.name, e.item.task.id) for e in found.named)
    assert named == Counter(
        (e.item.unit.name, e.item.task.id) for e in all_entries if e.standing in naming
    )
    for each in found.tallies:
        assert 0 <= each.done + each.findings <= each.bound <= each.counts.total()


@pytest.mark.parametrize(
    ("deadline", "due", "as_of", "short"),
    [
        ("2023年9月底前", "", "9-30", False),
        ("2023年9月底前", "", "10-1", True),
        ("2023年9月底前", "10-15", "10-15", False),
        ("2023年9月底前", "10-15", "10-16", True),
        ("长期坚持", "", "12-31", False),
    ],
)
def test_the_district_falls_short_only_after_the_last_day(
    deadline: str, due: str, as_of: str, *, short: bool
) -> None:
    """Until then the number can still be reached, so nothing is said of it."""
    plan = book(task(2, deadline, "区政府各部门", targets=(DISTRICT,), due=due)).plan
    assert bool(overview(plan, day(as_of), []).fallen_short) is short


def test_a_district_that_reached_its_number_never_falls_short() -> None:
    answer = overview(BOOK.plan, day("12-31"), entries())
    assert [each.met for each in answer.district] == [True]
    assert answer.fallen_short == []
