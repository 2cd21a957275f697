from datetime import date, timedelta
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai_cli.domain.item import Basis
from gongkai_cli.domain.record import Record
from gongkai_cli.reckoning.fold import (
    UNTOUCHED,
    ItemState,
    Status,
    Total,
    corrected,
    counting,
    effects,
    fold,
    known,
    obstacle,
)
from histories import histories, histories_of
from small_book import (
    Telling,
    accept,
    ask,
    claim,
    close,
    day,
    decline,
    done,
    grant,
    refuse,
    send_back,
    under_way,
    withdraw,
)


def state(*records: Record, as_of: str = "") -> ItemState:
    """The state of task 1 after `records`."""
    return fold(records, day(as_of) if as_of else None).get(1, UNTOUCHED)


def reasons(*records: Record, basis: Basis = Basis.OPEN) -> list[str]:
    """Why each record did not count; empty where it did."""
    return [change.unapplied for change in effects(records, 1, basis=basis)]


@pytest.mark.parametrize(
    ("records", "status"),
    [
        ([], Status.NOT_STARTED),
        ([claim("2-1")], Status.NOT_STARTED),
        ([under_way("3-1")], Status.UNDER_WAY),
        ([done("3-1")], Status.DONE),
        ([under_way("3-1"), done("4-1")], Status.DONE),
        ([done("3-1"), under_way("4-1")], Status.UNDER_WAY),
        ([done("3-1"), close("3-2")], Status.CLOSED),
        ([done("3-1"), close("3-1")], Status.CLOSED),
        ([done("3-1"), send_back("3-2")], Status.SENT_BACK),
        ([done("3-1"), close("3-2"), send_back("3-3")], Status.SENT_BACK),
        ([done("3-1"), send_back("3-2"), under_way("3-3")], Status.UNDER_WAY),
        ([done("3-1"), send_back("3-2"), done("3-3")], Status.DONE),
        ([done("3-1"), close("3-2"), under_way("3-3")], Status.CLOSED),
        ([done("3-1"), close("3-2"), done("3-3")], Status.CLOSED),
        ([close("3-1")], Status.NOT_STARTED),
        ([under_way("3-1"), close("3-2")], Status.UNDER_WAY),
        ([under_way("3-1"), send_back("3-2")], Status.UNDER_WAY),
        ([done("3-1"), send_back("3-2"), close("3-3")], Status.SENT_BACK),
        ([done("3-1"), send_back("3-2"), send_back("3-3")], Status.SENT_BACK),
    ],
)
def test_status_is_the_step_that_the_records_reach(records: list[Record], status: Status) -> None:
    assert state(*records).status is status


@pytest.mark.parametrize(
    ("records", "finished"),
    [
        ([under_way("3-1")], None),
        ([done("3-1")], "3-1"),
        ([done("3-1"), done("4-1")], "3-1"),
        ([done("3-1"), close("4-1"), done("5-1"), under_way("6-1")], "3-1"),
        ([done("3-1"), under_way("4-1")], None),
        ([done("3-1"), under_way("4-1"), done("5-1")], "5-1"),
        ([done("3-1"), send_back("4-1")], None),
        ([done("3-1"), send_back("4-1"), done("5-1")], "5-1"),
    ],
)
def test_finished_is_the_day_of_the_claim_that_stands(
    records: list[Record], finished: str | None
) -> None:
    assert state(*records).finished == (day(finished) if finished else None)


@pytest.mark.parametrize("undo", [send_back, under_way])
def test_a_claim_that_is_undone_leaves_a_rest_behind(undo: Telling) -> None:
    after = state(done("3-1"), undo("8-1"), done("9-1"), undo("9-5"))
    assert after.rests == ((day("3-1"), day("8-1")), (day("9-1"), day("9-5")))


@pytest.mark.parametrize(
    "records",
    [
        [under_way("3-1"), under_way("4-1")],
        [done("3-1"), done("4-1")],
        [done("3-1"), close("4-1"), under_way("5-1")],
        [under_way("3-1"), send_back("4-1")],
    ],
)
def test_nothing_undone_means_no_rest(records: list[Record]) -> None:
    assert state(*records).rests == ()


@pytest.mark.parametrize(
    ("records", "asked", "extended"),
    [
        ([ask("6-1", "8-1")], "8-1", ""),
        ([ask("6-1", "8-1"), ask("6-2", "9-1")], "9-1", ""),
        ([ask("6-1", "8-1"), grant("6-2")], "", "8-1"),
        ([ask("6-1", "8-1"), grant("6-2", "7-15")], "", "7-15"),
        ([ask("6-1", "8-1"), refuse("6-2")], "", ""),
        ([ask("6-1", "8-1"), refuse("6-2"), ask("6-3", "7-10"), grant("6-4")], "", "7-10"),
        ([grant("6-2", "8-1")], "", "8-1"),  # nobody asked, but the office names a day
        ([grant("6-2")], "", ""),
        ([refuse("6-2")], "", ""),
        ([done("5-1"), ask("6-1", "8-1")], "", ""),
        ([ask("5-1", "8-1"), done("6-1"), grant("6-2")], "", "8-1"),
        ([grant("6-2", "8-1"), grant("6-3", "9-1")], "", "9-1"),
        ([grant("6-2", "9-1"), grant("6-3", "8-1")], "", "9-1"),  # it takes a 更正 to take back
    ],
)
def test_an_extension_is_asked_for_and_answered(
    records: list[Record], asked: str, extended: str
) -> None:
    after = state(*records)
    assert after.asked == (day(asked) if asked else None)
    assert after.extended == (day(extended) if extended else None)


@pytest.mark.parametrize(
    ("records", "claimed", "declined"),
    [
        ([claim("3-1")], "3-1", False),
        ([under_way("3-1")], "3-1", False),
        ([done("3-1")], "3-1", False),
        ([claim("3-1"), under_way("5-1")], "3-1", False),
        ([claim("3-1"), claim("5-1")], "3-1", False),  # taken once is taken: gaps stay
        ([under_way("3-1"), claim("5-1")], "3-1", False),
        ([decline("3-1")], "", True),
        ([claim("2-1"), decline("3-1")], "2-1", False),  # what was taken cannot be shed
        ([under_way("2-1"), decline("3-1")], "2-1", False),
        ([claim("2-1"), send_back("2-2"), decline("3-1")], "", True),
        ([decline("3-1"), claim("5-1")], "5-1", False),
        ([decline("3-1"), under_way("5-1")], "5-1", False),
        ([done("3-1"), decline("4-1")], "3-1", False),
        ([ask("3-1", "8-1")], "", False),
    ],
)
def test_an_open_task_is_taken_or_declined(
    records: list[Record],
    claimed: str,
    declined: bool,  # noqa: FBT001 a column of the table
) -> None:
    after = state(*records)
    assert (after.claimed, after.declined) == (day(claimed) if claimed else None, declined)


@pytest.mark.parametrize(
    ("records", "start"),
    [
        ([claim("3-1", start="3-2")], "3-2"),
        ([under_way("3-1", start="3-2")], "3-2"),
        ([done("3-1", start="3-2")], "3-2"),
        ([claim("3-1", start="3-2"), claim("4-1"), under_way("4-2")], "3-2"),
        ([claim("3-1", start="3-2"), under_way("4-2", start="4-1")], "3-2"),
        ([under_way("3-1", start="3-2"), claim("4-2", start="4-1")], "3-2"),
    ],
)
def test_the_start_first_stated_stands(records: list[Record], start: str) -> None:
    assert state(*records).start == day(start)


def test_measures_add_up_and_the_last_value_is_kept_with_its_day() -> None:
    after = state(under_way("3-1", 培训=1, 入口=4), under_way("5-1", 培训=2), under_way("6-1"))
    assert after.totals == {
        "培训": Total(Decimal(3), Decimal(2), day("5-1")),
        "入口": Total(Decimal(4), Decimal(4), day("3-1")),
    }


def test_measures_of_one_state_are_not_those_of_an_earlier_one() -> None:
    first, second = effects([under_way("3-1", 培训=1), under_way("5-1", 培训=2)], 1)
    assert first.after.totals["培训"].total == 1
    assert second.after.totals["培训"].total == 3


def test_reports_are_the_days_of_progress_and_last_is_the_day_of_any_record() -> None:
    after = state(under_way("3-1"), done("3-1"), claim("4-1"), close("5-1"))
    assert after.reports == (day("3-1"), day("3-1"))
    assert after.last == day("5-1")


@pytest.mark.parametrize(
    ("records", "said"),
    [
        ([grant("6-1")], "没有待答复的延期申请"),
        ([refuse("6-1")], "没有待答复的延期申请"),
        ([ask("5-1", "8-1"), grant("5-2"), refuse("6-1")], "没有待答复的延期申请"),
        ([close("6-1")], "当前状态是待认领，不能销号"),
        ([under_way("5-1"), send_back("6-1")], "当前状态是推进中，不能退回"),
        ([done("5-1"), close("5-2"), close("6-1")], "当前状态是已销号，不能销号"),
        ([done("5-1"), ask("6-1", "8-1")], "当前状态是已完成，不用再申请延期"),
        ([done("5-1"), close("5-2"), decline("6-1")], "当前状态是已销号，不能再报不涉及"),
        ([accept("6-1")], "没有待答复的认领或不涉及"),
        ([claim("5-1"), accept("5-2"), send_back("6-1")], "当前状态是未启动，不能退回"),
    ],
)
def test_what_may_not_follow_says_why_and_leaves_only_its_day(
    records: list[Record], said: str
) -> None:
    change = effects(records, 1)[-1]
    assert change.unapplied == said
    assert obstacle(change.before, change.record) == said
    assert change.after == change.before._replace(last=day("6-1"))


def test_only_an_open_task_can_be_declined_by_the_unit_itself() -> None:
    assert reasons(decline("3-1"), basis=Basis.OPEN) == [""]
    for basis in (Basis.NAMED, Basis.GROUP):
        (change,) = effects([decline("3-1")], 1, basis=basis)
        assert change.unapplied == f"本单位是{basis}的责任单位，不能自报不涉及"
        assert not change.after.declined


def test_what_follows_is_reported_without_a_reason() -> None:
    course = [claim("2-1"), under_way("3-1"), ask("4-1", "8-1"), grant("4-2"), done("5-1")]
    assert reasons(*course, close("6-1")) == [""] * 6


# --- 更正 -------------------------------------------------------------------------------------


def put_right(wrong: Record, right: Record) -> Record:
    """`right`, said to take the place of `wrong`."""
    return right._replace(corrects=wrong.name)


def test_a_corrected_record_no_longer_counts_but_stays_in_the_course() -> None:
    wrong = done("6-20", 培训=9)
    right = put_right(wrong, under_way("6-25", 培训=1))
    assert state(wrong, right) == state(right)
    assert reasons(wrong, right) == ["已被更正，不再计入", ""]


def test_a_correction_counts_from_its_own_day() -> None:
    wrong = done("6-20")
    right = put_right(wrong, under_way("6-25"))
    assert state(wrong, right, as_of="6-24").status is Status.DONE
    assert state(wrong, right, as_of="6-25").status is Status.UNDER_WAY


def test_a_correction_of_a_correction_does_not_bring_the_first_back() -> None:
    first = done("6-20", 培训=1)
    second = put_right(first, done("6-21", 培训=2))
    third = put_right(second, done("6-22", 培训=3))
    assert state(first, second, third) == state(third)


def test_a_correction_that_names_fewer_tasks_takes_the_others_back() -> None:
    both = done("6-20")._replace(tasks=(1, 2))
    one = put_right(both, done("6-21"))._replace(tasks=(2,))
    assert list(fold([both, one])) == [2]
    assert [change.unapplied for change in effects([both, one], 1)] == ["已被更正，不再计入"]


def test_the_office_corrects_verdicts_and_the_unit_its_own_words() -> None:
    said = done("6-20")._replace(name="a.yaml")
    verdict = close("6-21")._replace(name="a.yaml")
    sent_back = send_back("6-22")._replace(corrects="a.yaml")
    assert state(said, verdict, sent_back).status is Status.SENT_BACK
    assert reasons(said, verdict, sent_back) == ["", "已被更正，不再计入", ""]
    assert corrected([said, verdict, sent_back]) == {(True, "a.yaml")}


@pytest.mark.parametrize(
    "course",
    [
        [done("3-1"), close("3-2")],
        [done("3-1"), send_back("3-2")],
        [done("3-1"), close("3-2"), send_back("3-3")],
        [ask("3-1", "8-1"), grant("3-2", "8-1")],
        [ask("3-1", "8-1"), refuse("3-2")],
        [claim("3-1"), accept("3-2")],
        [decline("3-1"), send_back("3-2")],
    ],
)
def test_what_is_withdrawn_was_never_said(course: list[Record]) -> None:
    withdrawal = withdraw("3-2", course[-1].name)
    assert "已被更正，不再计入" in reasons(*course, withdrawal)
    assert state(*course, withdrawal)._replace(last=None) == state(*course[:-1])._replace(last=None)


def test_of_two_verdicts_that_crossed_either_can_be_withdrawn() -> None:
    closed, back = close("3-2")._replace(name="a.yaml"), send_back("3-2")._replace(name="b.yaml")
    assert state(done("3-1"), closed, back).status is Status.SENT_BACK
    assert state(done("3-1"), closed, back, withdraw("3-2", "b.yaml")).status is Status.CLOSED
    assert state(done("3-1"), closed, back, withdraw("3-2", "a.yaml")).status is Status.SENT_BACK


def test_what_is_struck_off_needs_no_more_time() -> None:
    course = [ask("3-1", "8-1"), done("4-1"), close("5-1")]
    assert state(*course).asked is None
    assert state(*course, send_back("5-2")).asked is None
    assert reasons(*course, grant("5-2", "9-1"))[-1] == "当前状态是已销号，不用再答复延期"
    assert reasons(*course, refuse("5-2"))[-1] == "当前状态是已销号，不用再答复延期"


def test_to_correct_what_nobody_wrote_changes_nothing() -> None:
    lone = done("6-20")._replace(corrects="不存在.yaml")
    assert state(lone) == state(done("6-20"))


def test_one_report_serves_several_tasks_and_counts_once_for_each() -> None:
    report = under_way("3-1", 培训=1)._replace(tasks=(1, 2, 1))
    states = fold([report])
    assert list(states) == [1, 2]
    assert states[1] == states[2] == state(under_way("3-1", 培训=1))


def test_course_holds_only_the_records_of_its_task() -> None:
    other = done("3-1")._replace(tasks=(2,))
    assert effects([other], 1) == []


def test_records_after_the_day_asked_for_do_not_exist() -> None:
    course = [under_way("3-1"), done("6-1")]
    assert known(course, day("5-31")) == course[:1]
    assert known(course, day("6-1")) == course
    assert counting(course, day("5-31")) == course[:1]
    assert effects(course, 1, day("5-31")) == effects(course[:1], 1)


# --- laws -------------------------------------------------------------------------------------

cuts = st.dates(date(2023, 1, 1), date(2024, 3, 31))


@given(histories_of(2), st.randoms(use_true_random=False))
def test_the_order_of_files_is_irrelevant(history: list[Record], random: Random) -> None:
    shuffled = random.sample(history, len(history))
    assert fold(shuffled) == fold(history)
    assert effects(shuffled, 1) == effects(history, 1)


@given(histories)
def test_every_record_is_applied_or_reported_exactly_once(history: list[Record]) -> None:
    course = effects(history, 1)
    assert sorted(change.record.name for change in course) == sorted(r.name for r in history)
    for change in course:
        if change.unapplied:
            assert change.after._replace(last=None) == change.before._replace(last=None)
        else:
            assert change.after.last == change.record.day


@given(histories)
def test_a_course_runs_from_nothing_to_the_state(history: list[Record]) -> None:
    course = effects(history, 1)
    ends = [UNTOUCHED, *(change.after for change in course)]
    assert [change.before for change in course] == ends[:-1]
    assert ends[-1] == fold(history).get(1, UNTOUCHED)


@given(histories, histories)
def test_adding_a_record_never_rewrites_the_past(
    history: list[Record], added: list[Record]
) -> None:
    for more in added:
        before = more.day - timedelta(days=1)
        assert fold([*history, more], before) == fold(history, before)


@given(histories, cuts)
def test_asking_for_a_day_is_asking_with_what_was_known_then(
    history: list[Record], as_of: date
) -> None:
    then = [each for each in history if each.day <= as_of]
    assert fold(history, as_of) == fold(then)


@given(histories)
def test_tasks_do_not_touch_each_other(history: list[Record]) -> None:
    elsewhere = [each._replace(tasks=(2,), name=f"2-{each.name}") for each in history]
    assert fold([*history, *elsewhere]).get(1, UNTOUCHED) == fold(history).get(1, UNTOUCHED)


@given(histories)
def test_finished_says_the_same_as_the_status(history: list[Record]) -> None:
    after = fold(history).get(1, UNTOUCHED)
    assert (after.finished is not None) == (after.status in {Status.DONE, Status.CLOSED})


@given(histories)
def test_an_extension_only_ever_moves_later(history: list[Record]) -> None:
    days = [c.after.extended for c in effects(history, 1) if c.after.extended]
    assert days == sorted(days)
