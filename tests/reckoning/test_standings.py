from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai_cli.domain.deadline import Cycle
from gongkai_cli.domain.item import Basis
from gongkai_cli.domain.plan import Scope, Target, Task
from gongkai_cli.domain.policy import Policy
from gongkai_cli.domain.record import Record
from gongkai_cli.domain.roster import Roster, Unit
from gongkai_cli.reckoning.fold import UNTOUCHED, ItemState, Status, fold
from gongkai_cli.reckoning.question import Question
from gongkai_cli.reckoning.standings import Entry, Standing
from histories import days, histories
from small_book import (
    GROUPS,
    JUSTICE,
    Telling,
    ask,
    book,
    claim,
    close,
    day,
    decline,
    done,
    grant,
    missing,
    refuse,
    send_back,
    stand,
    target,
    task,
    under_way,
)

JUNE = task(deadline="2023年6月底前")
YEAR_LONG = task()
OPEN = task(responsible="区政府相关部门")
QUIET = Policy(cycle=Cycle.NONE)
MUST_CLOSE = Policy(require_close=True)


def standings(
    of: Task, *records: Record, on: dict[str, Standing], policy: Policy | None = None
) -> None:
    """Assert how `of` stands on each of the days."""
    found = {each: stand(each, *records, of=of, policy=policy).standing for each in on}
    assert found == on


# --- the due day ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("as_of", "standing", "days_late"),
    [
        ("6-14", Standing.NORMAL, 0),
        ("6-15", Standing.DUE_SOON, 0),
        ("6-29", Standing.DUE_SOON, 0),
        ("6-30", Standing.DUE_SOON, 0),
        ("7-1", Standing.OVERDUE, 1),
        ("7-2", Standing.OVERDUE, 2),
        ("2024-6-30", Standing.OVERDUE, 366),
    ],
)
def test_the_due_day_itself_is_due_soon_and_the_day_after_is_overdue(
    as_of: str, standing: Standing, days_late: int
) -> None:
    entry = stand(as_of, of=JUNE)
    assert (entry.standing, entry.days_late) == (standing, days_late)


@pytest.mark.parametrize(
    ("deadline", "before", "after"),
    [
        ("2024年2月底前", "2024-2-29", "2024-3-1"),
        ("2023年2月底前", "2023-2-28", "2023-3-1"),
        ("第一季度", "2023-3-31", "2023-4-1"),
        ("第二季度", "2023-6-30", "2023-7-1"),
        ("第三季度", "2023-9-30", "2023-10-1"),
        ("第四季度", "2023-12-31", "2024-1-1"),
    ],
)
def test_months_and_quarters_end_with_their_last_day(
    deadline: str, before: str, after: str
) -> None:
    standings(task(deadline=deadline), on={before: Standing.DUE_SOON, after: Standing.OVERDUE})


@pytest.mark.parametrize(
    ("window", "as_of", "standing"),
    [
        (0, "6-29", Standing.NORMAL),
        (0, "6-30", Standing.DUE_SOON),
        (1, "6-28", Standing.NORMAL),
        (1, "6-29", Standing.DUE_SOON),
        (30, "5-30", Standing.NORMAL),
        (30, "5-31", Standing.DUE_SOON),
    ],
)
def test_the_window_of_what_is_due_soon_is_the_offices(
    window: int, as_of: str, standing: Standing
) -> None:
    assert stand(as_of, of=JUNE, policy=Policy(due_soon_days=window)).standing is standing


def test_what_goes_on_is_never_due() -> None:
    entry = stand("2024-3-1", of=task(deadline="全年，长期坚持"), policy=QUIET)
    assert (entry.standing, entry.due, entry.original_due) == (Standing.NORMAL, None, None)


def test_a_day_stated_by_the_keeper_goes_before_the_wording() -> None:
    entry = stand("5-21", of=task(deadline="2023年6月底前", due="5-20"))
    assert (entry.standing, entry.due, entry.original_due) == (
        Standing.OVERDUE,
        day("5-20"),
        day("5-20"),
    )


@pytest.mark.parametrize(
    ("record", "standing", "days_late"),
    [
        (done("6-30"), Standing.FINISHED, 0),
        (done("7-1"), Standing.DONE_LATE, 1),
        (done("7-31"), Standing.DONE_LATE, 31),
        (under_way("6-30"), Standing.OVERDUE, 62),
    ],
)
def test_done_late_is_not_the_same_as_done(
    record: Record, standing: Standing, days_late: int
) -> None:
    entry = stand("8-31", record, of=JUNE)
    assert (entry.standing, entry.days_late) == (standing, days_late)


def test_closing_late_does_not_make_the_work_late() -> None:
    records = done("6-30"), close("9-1")
    assert stand("9-2", *records, of=JUNE).standing is Standing.FINISHED


@pytest.mark.parametrize(
    ("deadline", "start", "due"),
    [
        ("1个工作日内", "2023-4-4", "2023-4-6"),  # 清明节 between
        ("10个工作日内", "2023-3-31", "2023-4-17"),
        ("5个工作日内", "2023-12-29", "2024-1-5"),
    ],
)
def test_work_days_run_from_the_start_that_a_record_gives(
    deadline: str, start: str, due: str
) -> None:
    of = task(deadline=deadline)
    last = day(due)
    told = claim(start, start=start), under_way(start)
    for as_of, standing in ((last, Standing.DUE_SOON), (last + timedelta(1), Standing.OVERDUE)):
        entry = stand(str(as_of), *told, of=of)
        assert (entry.standing, entry.due, entry.original_due) == (standing, last, last)


def test_without_a_start_work_days_yield_no_day() -> None:
    entry = stand("2024-1-1", under_way("3-1"), of=task(deadline="5个工作日内"))
    assert (entry.standing, entry.due) == (Standing.NORMAL, None)


def test_a_stated_day_goes_before_work_days_from_a_start() -> None:
    of = task(deadline="5个工作日内", due="6-30")
    assert stand("3-1", claim("3-1", start="3-1"), of=of).due == day("6-30")


def test_a_start_means_nothing_where_the_wording_gives_no_work_days() -> None:
    entry = stand("3-1", claim("3-1", start="3-1"), of=task(deadline="长期坚持"))
    assert entry.due is None


# --- extensions -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("records", "due"),
    [
        ([], "6-30"),
        ([ask("6-1", "7-31")], "6-30"),
        ([ask("6-1", "7-31"), grant("6-2")], "7-31"),
        ([ask("6-1", "7-31"), grant("6-2", "7-10")], "7-10"),
        ([ask("6-1", "7-31"), refuse("6-2")], "6-30"),
        ([grant("6-2", "7-31")], "7-31"),
        ([grant("6-2")], "6-30"),
        ([grant("6-2", "6-30")], "6-30"),
        ([grant("6-2", "6-29")], "6-30"),  # an extension never shortens
        ([grant("6-2", "7-31"), grant("6-3", "7-10")], "7-31"),
    ],
)
def test_a_granted_extension_moves_the_due_day_and_the_original_stays(
    records: list[Record], due: str
) -> None:
    entry = stand("6-10", *records, of=JUNE)
    assert (entry.due, entry.original_due) == (day(due), day("6-30"))


def test_an_extension_has_its_own_border() -> None:
    standings(
        JUNE,
        ask("6-1", "7-31"),
        grant("6-2"),
        on={
            "6-30": Standing.NORMAL,
            "7-15": Standing.NORMAL,
            "7-16": Standing.DUE_SOON,
            "7-31": Standing.DUE_SOON,
            "8-1": Standing.OVERDUE,
        },
    )


def test_an_extension_granted_afterwards_takes_the_lateness_away_from_then_on() -> None:
    course = done("7-5"), grant("7-10", "7-5")
    assert stand("7-9", *course, of=JUNE).standing is Standing.DONE_LATE
    assert stand("7-10", *course, of=JUNE).standing is Standing.DONE_EXTENDED


@pytest.mark.parametrize(
    ("finished", "standing"),
    [
        ("6-30", Standing.FINISHED),
        ("7-1", Standing.DONE_EXTENDED),
        ("7-31", Standing.DONE_EXTENDED),
        ("8-1", Standing.DONE_LATE),
    ],
)
def test_done_within_an_extension_is_neither_late_nor_in_time(
    finished: str, standing: Standing
) -> None:
    course = ask("6-1", "7-31"), grant("6-2"), done(finished)
    assert stand("9-1", *course, of=JUNE).standing is standing
    assert stand("9-1", *course, close("8-15"), of=JUNE, policy=MUST_CLOSE).standing is standing
    waits = stand("9-1", *course, of=JUNE, policy=MUST_CLOSE)
    assert waits.standing is Standing.AWAITING


def test_what_goes_on_cannot_be_extended() -> None:
    entry = stand("8-1", grant("6-2", "7-31"), of=task(deadline="长期坚持"), policy=QUIET)
    assert (entry.standing, entry.due, entry.original_due) == (Standing.NORMAL, None, None)


# --- periods ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("as_of", "standing", "gaps"),
    [
        ("3-31", Standing.NORMAL, []),
        ("4-17", Standing.NORMAL, []),
        ("4-18", Standing.SILENT, ["一季度"]),
        ("7-14", Standing.SILENT, ["一季度"]),
        ("7-15", Standing.SILENT, ["一季度", "二季度"]),
        ("2024-1-1", Standing.OVERDUE, ["一季度", "二季度", "三季度"]),
    ],
)
def test_silence_begins_on_the_day_after_the_grace(
    as_of: str, standing: Standing, gaps: list[str]
) -> None:
    entry = stand(as_of)
    assert (entry.standing, missing(entry)) == (standing, gaps)


@pytest.mark.parametrize(
    ("reports", "as_of", "standing", "gaps"),
    [
        (["4-17"], "4-18", Standing.NORMAL, []),
        (["4-18"], "4-18", Standing.SILENT, ["一季度"]),
        (["5-1"], "7-15", Standing.NORMAL, ["一季度"]),  # the earlier gap stays listed
        (["3-1"], "7-15", Standing.SILENT, ["二季度"]),
        (["3-1", "5-1"], "7-15", Standing.NORMAL, []),
        (["5-1", "8-1"], "10-14", Standing.NORMAL, ["一季度"]),
        (["3-1", "8-1"], "10-14", Standing.NORMAL, ["二季度"]),
    ],
)
def test_silence_is_said_of_the_latest_period_and_earlier_gaps_stay(
    reports: list[str], as_of: str, standing: Standing, gaps: list[str]
) -> None:
    entry = stand(as_of, *map(under_way, reports))
    assert (entry.standing, missing(entry)) == (standing, gaps)


def test_only_progress_is_a_report() -> None:
    entry = stand("4-18", claim("2-1"), ask("3-1", "2024-3-1"))
    assert (entry.standing, missing(entry)) == (Standing.SILENT, ["一季度"])


@pytest.mark.parametrize(
    ("issued", "gaps"),
    [
        ("", ["一季度", "二季度"]),
        ("3-31", ["一季度", "二季度"]),
        ("4-1", ["二季度"]),
        ("6-30", ["二季度"]),
        ("7-1", []),
    ],
)
def test_a_period_that_ended_before_the_plan_was_issued_owes_no_report(
    issued: str, gaps: list[str]
) -> None:
    assert missing(stand("7-15", issued=issued)) == gaps


def test_silence_is_not_said_where_the_latest_period_is_not_owed() -> None:
    assert stand("7-15", issued="7-1").standing is Standing.NORMAL


@pytest.mark.parametrize(
    ("policy", "as_of", "gaps"),
    [
        (Policy(cycle=Cycle.NONE), "12-31", []),
        (Policy(cycle=Cycle.HALF_YEAR), "7-14", []),
        (Policy(cycle=Cycle.HALF_YEAR), "7-15", ["上半年"]),
        (Policy(cycle=Cycle.MONTH, grace_workdays=0), "1-31", []),
        (Policy(cycle=Cycle.MONTH, grace_workdays=0), "2-1", ["1月"]),
        (Policy(cycle=Cycle.MONTH, grace_workdays=0), "2024-3-1", [f"{n}月" for n in range(1, 13)]),
        (Policy(grace_workdays=0), "4-1", ["一季度"]),
        (Policy(grace_workdays=1), "4-3", []),
        (Policy(grace_workdays=1), "4-4", ["一季度"]),
    ],
)
def test_cycle_and_grace_are_the_offices(policy: Policy, as_of: str, gaps: list[str]) -> None:
    assert missing(stand(as_of, policy=policy)) == gaps


@pytest.mark.parametrize(
    ("deadline", "as_of", "gaps"),
    [
        ("2023年6月底前", "12-31", []),
        ("每月", "2-14", []),
        ("每月", "2-15", ["1月"]),
        ("每季度末月10日前", "3-10", []),
        ("每季度末月10日前", "3-11", ["一季度"]),
    ],
)
def test_words_that_fix_a_cycle_go_before_the_offices(
    deadline: str, as_of: str, gaps: list[str]
) -> None:
    assert missing(stand(as_of, of=task(deadline=deadline))) == gaps


@pytest.mark.parametrize(
    ("records", "as_of", "gaps"),
    [
        ([done("3-20")], "2024-2-1", []),
        ([done("3-31")], "2024-2-1", []),
        ([done("4-1")], "2024-2-1", []),  # in the grace of the quarter before
        ([done("4-18")], "2024-2-1", ["一季度"]),
        ([under_way("4-1"), done("4-2")], "2024-2-1", []),
        ([done("8-1"), close("8-2")], "2024-2-1", ["一季度", "二季度"]),
    ],
)
def test_a_finished_item_owes_no_further_report(
    records: list[Record], as_of: str, gaps: list[str]
) -> None:
    assert missing(stand(as_of, *records)) == gaps


def test_a_claim_on_a_periods_last_day_may_serve_the_period_before() -> None:
    months = Policy(cycle=Cycle.MONTH, grace_workdays=30)
    assert missing(stand("5-1", done("2-28"), policy=months)) == []


@pytest.mark.parametrize("undo", [send_back, under_way])
@pytest.mark.parametrize(
    ("claimed", "undone", "gaps"),
    [
        ("2-10", "6-30", ["二季度", "三季度"]),
        ("2-10", "7-20", ["三季度"]),
        ("2-10", "10-1", []),
        ("4-5", "10-1", []),
        ("4-18", "10-1", ["一季度"]),
    ],
)
def test_who_believed_itself_done_owed_no_report_until_told_otherwise(
    undo: Telling, claimed: str, undone: str, gaps: list[str]
) -> None:
    entry = stand("10-20", done(claimed), undo(undone))
    expected = [gap for gap in gaps if undo is send_back or gap != _period_of(undone)]
    assert missing(entry) == expected


def _period_of(when: str) -> str:
    """The quarter of a day; a 推进中 is itself that quarter's report."""
    return "一二三四"[(day(when).month - 1) // 3] + "季度"


def test_after_a_rest_silence_is_said_only_of_the_latest_period() -> None:
    course = done("5-10"), send_back("8-20")
    entry = stand("9-1", *course)
    assert (entry.standing, missing(entry)) == (Standing.NORMAL, ["一季度"])
    assert stand("10-14", *course).standing is Standing.SILENT


# --- 销号, 退回, 指标 -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("policy", "records", "status", "standing"),
    [
        (Policy(), [done("6-1")], Status.DONE, Standing.FINISHED),
        (MUST_CLOSE, [done("6-1")], Status.DONE, Standing.AWAITING),
        (MUST_CLOSE, [done("7-5")], Status.DONE, Standing.AWAITING),
        (Policy(), [done("6-1"), close("6-2")], Status.CLOSED, Standing.FINISHED),
        (MUST_CLOSE, [done("6-1"), close("6-2")], Status.CLOSED, Standing.FINISHED),
        (MUST_CLOSE, [done("7-5"), close("7-6")], Status.CLOSED, Standing.DONE_LATE),
        (Policy(), [done("6-1"), send_back("6-2")], Status.SENT_BACK, Standing.OVERDUE),
        (Policy(), [done("6-1"), send_back("6-2"), done("7-2")], Status.DONE, Standing.DONE_LATE),
        (Policy(), [close("6-2")], Status.NOT_STARTED, Standing.OVERDUE),
        (Policy(), [under_way("6-1"), close("6-2")], Status.UNDER_WAY, Standing.OVERDUE),
    ],
)
def test_the_offices_verdict_decides(
    policy: Policy, records: list[Record], status: Status, standing: Standing
) -> None:
    entry = stand("7-10", *records, of=JUNE, policy=policy)
    assert (entry.status, entry.standing) == (status, standing)


def test_a_correction_takes_a_claim_back() -> None:
    wrong = done("6-1")
    right = under_way("7-5")._replace(corrects=wrong.name)
    standings(JUNE, wrong, right, on={"7-4": Standing.FINISHED, "7-5": Standing.OVERDUE})


@pytest.mark.parametrize(
    ("aim", "records", "standing", "short"),
    [
        (target(), [], Standing.NORMAL, ()),
        (target(), [under_way("5-1", 培训=1)], Standing.NORMAL, ()),  # still at it
        (target(), [done("5-1")], Standing.SHORT, ("培训",)),
        (target(), [done("5-1", 培训=1)], Standing.SHORT, ("培训",)),
        (target(), [done("5-1", 培训=2)], Standing.FINISHED, ()),
        (target(), [under_way("4-1", 培训=1), done("5-1", 培训=1)], Standing.FINISHED, ()),
        (target(), [done("5-1", 培训=1), under_way("5-2", 培训=1)], Standing.NORMAL, ()),
        (target(), [done("5-1", 培训=1), close("5-2")], Standing.SHORT, ("培训",)),
        (target(), [done("5-1"), close("5-2"), under_way("5-3", 培训=2)], Standing.FINISHED, ()),
        (
            target(add_up=False),
            [under_way("4-1", 培训=2), done("5-1", 培训=1)],
            Standing.SHORT,
            ("培训",),
        ),
        (
            target(add_up=False),
            [under_way("4-1", 培训=1), done("5-1", 培训=2)],
            Standing.FINISHED,
            (),
        ),
        (target(scope=Scope.DISTRICT), [done("5-1")], Standing.FINISHED, ()),
        (target(scope=Scope.UNDECIDED), [done("5-1")], Standing.FINISHED, ()),
    ],
)
def test_a_claim_with_an_unmet_target_falls_short(
    aim: Target, records: list[Record], standing: Standing, short: tuple[str, ...]
) -> None:
    entry = stand("5-10", *records, of=JUNE._replace(targets=(aim,)))
    assert (entry.standing, entry.unmet) == (standing, short)


def test_falling_short_is_said_before_lateness_and_before_verification() -> None:
    of = JUNE._replace(targets=(target(),))
    entry = stand("7-10", done("7-5"), of=of, policy=MUST_CLOSE)
    assert (entry.standing, entry.days_late) == (Standing.SHORT, 5)


# --- open tasks -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("records", "status", "standing"),
    [
        ([], Status.UNCLAIMED, Standing.UNCLAIMED),
        ([ask("3-1", "8-1")], Status.UNCLAIMED, Standing.UNCLAIMED),
        ([claim("5-1")], Status.NOT_STARTED, Standing.SILENT),
        ([under_way("5-1")], Status.UNDER_WAY, Standing.NORMAL),
        ([done("5-1")], Status.DONE, Standing.FINISHED),
        ([decline("5-1")], Status.NOT_OURS, Standing.NOT_OURS),
        ([claim("4-1"), decline("5-1")], Status.NOT_STARTED, Standing.SILENT),
        ([claim("4-1"), send_back("4-2"), decline("5-1")], Status.NOT_OURS, Standing.NOT_OURS),
        ([decline("4-1"), claim("7-1")], Status.NOT_STARTED, Standing.NORMAL),
        ([done("4-1"), decline("5-1")], Status.DONE, Standing.FINISHED),
    ],
)
def test_an_open_task_binds_nobody_who_has_not_taken_it(
    records: list[Record], status: Status, standing: Standing
) -> None:
    entry = stand("7-15", *records, of=OPEN)
    assert entry.item.basis is Basis.OPEN
    assert (entry.status, entry.standing) == (status, standing)


@pytest.mark.parametrize("record", [None, decline("5-1")])
def test_what_binds_nobody_is_neither_late_nor_silent(record: Record | None) -> None:
    course = [record] if record else []
    entry = stand("2024-3-1", *course, of=OPEN)
    assert entry.state == fold(course).get(1, UNTOUCHED)
    assert (entry.days_late, entry.missing, entry.unmet) == (0, (), ())
    assert entry.due == day("12-31")


@pytest.mark.parametrize(
    ("records", "gaps"),
    [
        ([claim("3-31")], ["一季度", "二季度"]),
        ([claim("4-1")], ["二季度"]),
        ([claim("7-1")], []),
        ([claim("3-31"), claim("7-1")], ["一季度", "二季度"]),
        ([under_way("5-1")], []),
        ([decline("3-1"), claim("7-1")], []),
    ],
)
def test_an_open_task_owes_reports_from_the_day_it_was_taken(
    records: list[Record], gaps: list[str]
) -> None:
    assert missing(stand("7-15", *records, of=OPEN)) == gaps


@pytest.mark.parametrize("responsible", ["区司法局", "区政府各部门"])
def test_who_is_named_or_meant_can_neither_decline_nor_wait(responsible: str) -> None:
    of = task(responsible=responsible)
    for course in ([], [decline("2-1")], [claim("7-10")]):
        entry = stand("7-15", *course, of=of)
        assert (entry.status, entry.standing) == (Status.NOT_STARTED, Standing.SILENT)
        assert missing(entry) == ["一季度", "二季度"]


# --- units that begin and end -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("begun", "gaps"),
    [
        ("2022-5-1", ["一季度", "二季度"]),
        ("3-31", ["一季度", "二季度"]),
        ("4-1", ["二季度"]),
        ("7-1", []),
    ],
)
def test_a_unit_owes_no_report_from_before_it_existed(begun: str, gaps: list[str]) -> None:
    assert missing(stand("7-15", unit=JUSTICE._replace(active_from=day(begun)))) == gaps


@pytest.mark.parametrize(
    ("ended", "standing", "gaps"),
    [
        ("4-17", Standing.NORMAL, []),
        ("4-18", Standing.SILENT, ["一季度"]),
        ("7-14", Standing.SILENT, ["一季度"]),
        ("7-15", Standing.SILENT, ["一季度", "二季度"]),
        ("2024-5-1", Standing.OVERDUE, ["一季度", "二季度", "三季度", "四季度"]),
    ],
)
def test_a_unit_that_closed_down_stands_as_on_its_last_day(
    ended: str, standing: Standing, gaps: list[str]
) -> None:
    entry = stand("2024-3-1", unit=JUSTICE._replace(active_until=day(ended)))
    assert (entry.standing, missing(entry)) == (standing, gaps)


@pytest.mark.parametrize(
    ("ended", "standing", "days_late"),
    [("6-30", Standing.DUE_SOON, 0), ("7-1", Standing.OVERDUE, 1), ("12-1", Standing.OVERDUE, 5)],
)
def test_a_unit_that_closed_down_grows_no_later(
    ended: str, standing: Standing, days_late: int
) -> None:
    entry = stand("7-5", of=JUNE, unit=JUSTICE._replace(active_until=day(ended)))
    assert (entry.standing, entry.days_late) == (standing, days_late)


# --- laws -------------------------------------------------------------------------------------

policies = st.builds(
    Policy,
    cycle=st.sampled_from(Cycle),
    grace_workdays=st.integers(0, 30),
    due_soon_days=st.integers(0, 60),
    require_close=st.booleans(),
)

tasks = st.builds(
    task,
    deadline=st.sampled_from(
        [
            "全年",
            "长期坚持",
            "2023年6月底前",
            "每月",
            "每季度末月25日前",
            "20个工作日内",
            "2024年2月29日前",
        ]
    ),
    responsible=st.sampled_from(["区司法局", "区政府各部门", "区政府相关部门"]),
    targets=st.lists(
        st.builds(target, scope=st.sampled_from(Scope), add_up=st.booleans()), max_size=1
    ).map(tuple),
    due=st.sampled_from(["", "5-20"]),
)

units = st.builds(
    JUSTICE._replace,
    active_from=st.none() | st.dates(date(2022, 1, 1), date(2023, 12, 31)),
    active_until=st.none() | st.dates(date(2023, 1, 1), date(2024, 12, 31)),
)


def ask_of(
    of: Task, unit: Unit, policy: Policy, as_of: date, states: dict[int, ItemState]
) -> Entry:
    """The one entry of `unit`."""
    roster = Roster(unit.name, [unit], GROUPS)
    (entry,) = Question(book(of, policy=policy, roster=roster), as_of).entries(unit, states)
    return entry


@given(tasks, units, policies, days, histories)
def test_every_state_can_be_judged_on_any_day(
    of: Task, unit: Unit, policy: Policy, as_of: date, history: list[Record]
) -> None:
    entry = ask_of(of, unit, policy, as_of, fold(history, as_of))
    assert entry.standing in Standing
    assert entry.days_late >= 0
    assert (entry.due is None) == (entry.original_due is None)
    late = entry.standing in {Standing.OVERDUE, Standing.DONE_LATE}
    assert entry.days_late > 0 or not late
    assert entry.missing or entry.standing is not Standing.SILENT
    assert entry.unmet or entry.standing is not Standing.SHORT


@given(tasks, policies, days, histories, days)
def test_a_granted_extension_never_makes_an_item_later(
    of: Task, policy: Policy, as_of: date, history: list[Record], until: date
) -> None:
    granted = grant(str(as_of), str(until))._replace(name="~.yaml")
    before = ask_of(of, JUSTICE, policy, as_of, fold(history, as_of))
    after = ask_of(of, JUSTICE, policy, as_of, fold([*history, granted], as_of))
    assert after.days_late <= before.days_late
    assert after.original_due == before.original_due


@given(tasks, policies, histories, days)
def test_what_was_said_of_a_day_stays_said(
    of: Task, policy: Policy, history: list[Record], as_of: date
) -> None:
    then = [each for each in history if each.day <= as_of]
    assert ask_of(of, JUSTICE, policy, as_of, fold(history, as_of)) == ask_of(
        of, JUSTICE, policy, as_of, fold(then, as_of)
    )


@given(tasks, policies, histories, days, days)
def test_a_gap_once_there_stays_whatever_day_is_asked_for(
    of: Task, policy: Policy, history: list[Record], as_of: date, later: date
) -> None:
    first, second = sorted([as_of, later])
    state = fold(history, first).get(1)
    states = {1: state} if state else {}
    before = ask_of(of, JUSTICE, policy, first, states)
    after = ask_of(of, JUSTICE, policy, second, states)
    assert after.missing[: len(before.missing)] == before.missing


@given(tasks, policies, days, histories, days)
def test_one_more_report_never_opens_a_gap_on_its_own_day(
    of: Task, policy: Policy, as_of: date, history: list[Record], when: date
) -> None:
    named = of._replace(responsible="区司法局")
    states = fold(history, as_of)
    before = ask_of(named, JUSTICE, policy, as_of, states)
    more = under_way(str(min(when, as_of)))._replace(name="more.yaml")
    after = ask_of(named, JUSTICE, policy, as_of, fold([*history, more], as_of))
    if before.state.finished is None and not before.state.rests:  # else it may end a rest early
        assert set(after.missing) <= set(before.missing)
