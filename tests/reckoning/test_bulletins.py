"""What a 通报 counts: reports, ranks, movement, and the same totals as every other answer."""

import pytest
from hypothesis import given

from gongkai_cli.domain.book import Book
from gongkai_cli.domain.plan import Scope
from gongkai_cli.domain.policy import Policy
from gongkai_cli.domain.record import Progress, Record
from gongkai_cli.reckoning.bulletins import (
    Bulletin,
    Moves,
    Reports,
    UnitLine,
    entered,
    latest,
    left,
    year_periods,
)
from gongkai_cli.reckoning.fold import fold
from gongkai_cli.reckoning.overview import DONE, FINDINGS, overview
from gongkai_cli.reckoning.question import Question
from gongkai_cli.reckoning.standings import Standing
from histories import histories
from small_book import (
    FINANCE,
    JUSTICE,
    OFFICE,
    STREET,
    ask,
    book,
    claim,
    close,
    day,
    done,
    grant,
    send_back,
    target,
    task,
    under_way,
)
from small_bulletin import ROSTER, Said, bulletins, told


def of_justice(
    *records: Record, deadline: str = "全年", number: int = 2, as_of: str = ""
) -> Bulletin:
    return told(book(task(deadline=deadline)), {JUSTICE.name: records}, number, as_of)


@pytest.mark.parametrize(
    ("records", "came", "missing"),
    [
        ([], 0, 1),
        ([under_way("3-31")], 0, 1),
        ([under_way("4-1")], 0, 1),  # it answers 一季度, which was open
        ([under_way("2-1"), under_way("4-1")], 1, 0),
        ([under_way("2-1"), under_way("7-14")], 1, 0),
        ([under_way("7-15")], 0, 1),
        ([done("2-1")], 0, 0),
        ([done("4-5")], 0, 0),  # in the days of grace it answered 一季度, and no report is owed
        ([under_way("4-3"), done("4-5")], 1, 0),
        ([done("4-5"), send_back("6-1")], 0, 1),
        ([done("5-1")], 1, 0),
        ([done("5-1"), close("8-1")], 1, 0),
        ([done("5-1"), send_back("7-10")], 1, 0),
        ([done("2-1"), send_back("3-1")], 0, 1),
    ],
)
def test_reports_of_a_period(records: list[Record], came: int, missing: int) -> None:
    found = of_justice(*records)
    assert found.reports == Reports(came, missing)
    assert found.reports.due == came + missing


def test_until_the_last_day_nobody_is_silent_and_what_may_still_come_is_counted() -> None:
    found = of_justice(under_way("2-1"), as_of="7-14")
    assert (found.span.waiting, found.reports, found.now.counts[Standing.SILENT]) == (
        True,
        Reports(0, 1),
        0,
    )
    assert not of_justice(as_of="7-15").span.waiting


def test_a_monthly_task_owes_three_reports_in_a_quarter() -> None:
    found = of_justice(under_way("4-20"), under_way("6-20"), deadline="每月底前")
    assert found.reports == Reports(2, 1)
    assert [gap.name for gap in found.units[0].gaps] == ["1月", "2月", "3月", "5月"]


def test_nothing_was_owed_before_the_plan_was_issued() -> None:
    of = book(task(), issued="7-1")
    assert told(of, {}).reports == Reports(0, 0)


def test_ties_share_a_rank_and_nothing_bound_has_none() -> None:
    of = book(task(1, responsible="区司法局、区财政局、振兴街街道办事处"), task(2, "长期坚持"))
    said = {
        FINANCE.name: [done("5-1")],
        STREET.name: [under_way("2-1"), under_way("5-1")],
        JUSTICE.name: [],
    }
    found = told(of, said)
    assert [(place, line.unit.name) for place, line in found.ranked] == [
        (1, FINANCE.name),
        (2, STREET.name),
        (3, JUSTICE.name),
    ]
    assert {line.unit.name for line in found.unbound} == {OFFICE.name, "区税务局"}
    nobody = told(book(task(1, responsible="区司法局、区财政局、振兴街街道办事处")), {})
    assert [place for place, _ in nobody.ranked] == [1, 1, 1]


def test_after_a_tie_places_are_left_out() -> None:
    of = book(task(1, responsible="区司法局、区财政局、振兴街街道办事处"))
    found = told(of, {JUSTICE.name: [done("5-1")], FINANCE.name: [done("5-1")]})
    assert [place for place, _ in found.ranked] == [1, 1, 3]


@pytest.mark.parametrize(
    ("deadline", "records", "moves"),
    [
        ("全年", [under_way("2-1"), done("5-1")], (1, 0, 0, 0)),
        ("全年", [done("2-1")], (0, 0, 0, 0)),
        ("全年", [done("2-1"), send_back("5-1")], (0, 1, 0, 0)),
        ("6月底前", [], (0, 0, 1, 0)),
        ("3月底前", [], (0, 0, 0, 0)),
        ("3月底前", [done("5-1")], (1, 0, 0, 1)),
        ("全年", [under_way("5-1")], (0, 0, 0, 1)),
        ("全年", [], (0, 0, 0, 0)),
    ],
)
def test_movement(deadline: str, records: list[Record], moves: tuple[int, int, int, int]) -> None:
    assert of_justice(*records, deadline=deadline).moves == Moves(*moves)


def test_what_is_no_longer_ones_own_is_chased_no_more() -> None:
    of = book(task(responsible="区政府相关部门"))
    found = told(of, {JUSTICE.name: [claim("1-5"), send_back("7-20")]}, 3)
    assert found.moves == Moves(caught_up=1)
    assert found.before.counts[Standing.SILENT] == 1


def test_there_is_nothing_to_compare_a_first_period_with() -> None:
    found = of_justice(number=1)
    assert (found.span.before, found.moves) == (None, Moves())
    assert found.span.why_alone == "一季度是2023年第一个报送周期，没有上一期可比"
    assert not found.before.counts


@pytest.mark.parametrize(("issued", "alone"), [("3-31", False), ("4-1", True)])
def test_nothing_is_compared_with_what_was_before_the_plan(issued: str, *, alone: bool) -> None:
    why = told(book(task(), issued=issued), {}).span.why_alone
    assert why == ("一季度结束时任务分解表还没有印发，没有上一期可比" if alone else "")


@pytest.mark.parametrize(("as_of", "alone"), [("4-18", True), ("4-19", False)])
def test_nothing_is_compared_while_the_period_before_is_open(as_of: str, *, alone: bool) -> None:
    why = of_justice(as_of=as_of).span.why_alone
    assert why == ("一季度的报送期限还没有过，暂不比较" if alone else "")


def test_who_keeps_up() -> None:
    of = book(task(1, responsible="区司法局、区财政局、振兴街街道办事处"))
    said = {
        JUSTICE.name: [under_way("2-1"), under_way("5-1")],
        FINANCE.name: [under_way("5-1")],
    }
    found = told(of, said)
    assert [line.unit.name for line in found.units if line.kept_up] == [JUSTICE.name]


def test_a_unit_whose_only_claim_was_returned_does_not_keep_up() -> None:
    said = [under_way("2-1"), done("5-1"), send_back("5-9")]
    assert not any(line.kept_up for line in of_justice(*said).units)


@pytest.mark.parametrize(
    ("when", "require_close", "kept_up"),
    [("6-30", False, True), ("7-1", False, False), ("6-30", True, True), ("7-1", True, False)],
)
def test_who_was_late_does_not_keep_up_though_it_awaits_its_verdict(
    when: str, *, require_close: bool, kept_up: bool
) -> None:
    of = book(task(1, "6月底前"), task(2, "全年"), policy=Policy(require_close=require_close))
    said = [
        *(under_way(each)._replace(tasks=(1, 2)) for each in ("2-1", "5-1")),
        done(when)._replace(tasks=(1,)),
    ]
    [line] = [each for each in told(of, {JUSTICE.name: said}).units if each.unit is JUSTICE]
    assert line.kept_up == kept_up


def test_who_was_granted_more_time_and_kept_to_it_keeps_up() -> None:
    of = book(task(1, "6月底前"), task(2, "全年"))
    said = [
        *(under_way(each)._replace(tasks=(1, 2)) for each in ("2-1", "5-1")),
        ask("5-1", "7-10"),
        grant("5-2"),
        done("7-5"),
    ]
    assert [line.kept_up for line in told(of, {JUSTICE.name: said}).units] == [True]


def test_while_reports_may_come_they_rank_nobody_and_this_period_is_no_gap() -> None:
    of = book(task(1, responsible="区司法局、区财政局"))
    said = {FINANCE.name: [under_way("2-1"), under_way("5-1")]}
    running, over = (told(of, said, as_of=each) for each in ("5-20", "7-15"))
    assert [(place, line.unit.name) for place, line in running.ranked] == [
        (1, JUSTICE.name),
        (1, FINANCE.name),
    ]
    assert [(place, line.unit.name) for place, line in over.ranked] == [
        (1, FINANCE.name),
        (2, JUSTICE.name),
    ]
    gaps = [[gap.name for gap in line.gaps] for line in running.units]
    assert gaps == [["一季度"], []]
    assert [line.kept_up for line in running.units] == [False, True]


@pytest.mark.parametrize(
    ("as_of", "running", "asked", "coming"),
    [
        ("6-30", True, "二季度", "二季度"),
        ("7-1", False, "二季度", "三季度"),
        ("7-14", False, "二季度", "三季度"),
        ("7-15", False, "三季度", "三季度"),
    ],
)
def test_what_is_asked_for_next(as_of: str, *, running: bool, asked: str, coming: str) -> None:
    span = of_justice(as_of=as_of).span
    assert span.asked
    assert span.coming
    assert (span.running, span.asked.name, span.coming.name) == (running, asked, coming)


def test_while_a_period_runs_its_own_days_lie_ahead() -> None:
    of = book(task(1, "6月底前"), task(2, "8月底前"), task(3, "4月底前"))
    assert [each.task.id for each in told(of, {}, as_of="5-20").ahead] == [1]


def test_what_falls_short_is_named() -> None:
    of = book(task(1, targets=(target(),)))
    found = told(of, {JUSTICE.name: [under_way("2-1"), done("5-1", 培训=1)]})
    assert [entry.item.unit.name for entry in found.short] == [JUSTICE.name]


@pytest.mark.parametrize(
    ("when", "early"), [("3-31", False), ("4-1", True), ("6-29", True), ("6-30", False)]
)
def test_finished_ahead_of_its_day_in_the_period(when: str, *, early: bool) -> None:
    found = of_justice(done(when), deadline="6月底前")
    assert len(found.early) == early


def test_without_a_day_nothing_is_early_and_what_was_undone_is_not_praised() -> None:
    assert not of_justice(done("5-1"), deadline="长期坚持").early
    assert not of_justice(done("5-1"), send_back("5-2"), deadline="8月底前").early


@pytest.mark.parametrize(
    ("records", "closed"),
    [
        ([done("2-1"), close("3-31")], 0),
        ([done("2-1"), close("4-1")], 1),
        ([done("2-1"), close("6-30")], 1),
        ([done("2-1"), close("7-1")], 0),
        ([done("2-1"), close("5-1"), send_back("5-2")], 0),
        ([close("5-1")], 0),
        ([done("2-1"), close("3-1"), close("5-1")], 0),  # the second one had no effect
        ([done("4-1"), close("4-5"), send_back("4-9"), done("5-1"), close("7-3")], 0),
    ],
)
def test_struck_off_in_the_period(records: list[Record], closed: int) -> None:
    assert len(of_justice(*records).closed) == closed


def test_what_falls_due_next() -> None:
    of = book(
        task(1, "7月底前", "区司法局、区财政局"),
        task(2, "9月底前"),
        task(3, "10月底前"),
        task(4, "6月底前"),
        task(5, "8月底前", "区政府相关部门"),
    )
    found = told(of, {FINANCE.name: [done("5-1")]})
    assert [(str(each.day), each.task.id, each.items) for each in found.ahead] == [
        ("2023-07-31", 1, 1),
        ("2023-09-30", 2, 1),
    ]
    assert told(of, {}, 4).ahead == ()


def test_what_is_already_late_is_not_ahead() -> None:
    found = of_justice(deadline="7月5日前")
    assert (found.ahead, len(found.now.named)) == ((), 1)


def test_goals() -> None:
    goals = (
        target("培训"),
        target("检查", scope=Scope.DISTRICT),
        target("测评", scope=Scope.UNDECIDED),
    )
    of = book(task(1, "全年", "区司法局、区财政局", targets=goals))
    found = told(of, {JUSTICE.name: [under_way("5-1", 培训=2, 检查=1)]})
    (each,) = found.each_unit
    assert (each.target.name, each.met, each.unmet) == ("培训", 1, 1)
    (whole,) = found.district
    assert (str(whole.value), whole.met) == ("1", False)


def test_the_latest_late_item_comes_first() -> None:
    of = book(task(1, "6月底前"), task(2, "3月底前", "区财政局"))
    found = told(of, {})
    assert [entry.days_late for entry in found.now.named] == [106, 15]
    worst = [line.worst for line in found.units]
    assert [(each.days_late, each.item.task.id) for each in worst if each] == [(15, 1), (106, 2)]
    assert of_justice().units[0].worst is None


def test_the_last_period_that_is_over() -> None:
    every = year_periods(book(task()))
    assert latest(every, day("4-17")) is None
    assert latest(every, day("4-18")) == every[0]
    assert latest(every, day("2024-12-1")) == every[3]


@given(bulletins())
def test_totals_are_those_of_every_other_answer(case: tuple[Bulletin, Book, Said]) -> None:
    found, of, said = case
    question = Question(of, found.span.as_of)
    entries = [
        entry
        for unit in ROSTER.units
        for entry in question.entries(unit, fold(said[unit.name], found.span.as_of))
    ]
    answer = overview(of.plan, found.span.as_of, entries)
    assert found.now.counts == answer.counts
    assert found.now.done == sum(tally.done for tally in answer.tallies)
    assert found.now.bound == sum(tally.bound for tally in answer.tallies)
    assert found.district == answer.district
    topics = [line.tally for line in found.topics]
    assert sum((tally.counts for tally in topics), answer.counts - answer.counts) == answer.counts
    assert len(found.units) + len(found.unbound) == len(ROSTER.units)


@given(bulletins())
def test_last_period_and_what_moved_make_up_this_one(
    case: tuple[Bulletin, Book, Said],
) -> None:
    found = case[0]
    if not found.span.before:
        assert found.moves == Moves()
        return
    groups: list[Bulletin | UnitLine] = [found, *found.lines]
    for group in groups:
        before, now = group.before, group.now
        for kind in (DONE, FINDINGS, *((each,) for each in Standing)):
            last, this = (sum(each.counts[one] for one in kind) for each in (before, now))
            assert last + entered(group.steps, kind) - left(group.steps, kind) == this
        assert before.done + group.moves.finished - group.moves.undone == now.done


@given(histories)
def test_no_report_counts_in_two_periods(records: list[Record]) -> None:
    of = book(task())
    came = sum(told(of, {JUSTICE.name: records}, number).reports.came for number in (1, 2, 3, 4))
    reports = [each for each in records if isinstance(each.fact, Progress)]
    assert came <= len(reports)


@given(bulletins())
def test_ranks_follow_the_shares(case: tuple[Bulletin, Book, Said]) -> None:
    ranked = case[0].ranked
    for place, line in ranked:
        assert place == 1 + sum(other.merit > line.merit for _, other in ranked)
