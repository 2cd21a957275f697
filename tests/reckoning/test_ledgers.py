from hypothesis import given

from gongkai_cli.domain.item import Basis
from gongkai_cli.domain.record import LookBack, Outcome, Record
from gongkai_cli.reckoning.fold import UNTOUCHED, Status, effects, fold
from gongkai_cli.reckoning.ledgers import ledger
from gongkai_cli.reckoning.question import Question
from gongkai_cli.reckoning.standings import Standing
from histories import histories_of
from small_book import (
    FINANCE,
    JUSTICE,
    STREET,
    TAXES,
    book,
    day,
    decline,
    done,
    grant,
    record,
    task,
)

TABLE = book(
    task(7, "2023年6月底前"),
    task(1, responsible="区政府各部门"),
    task(2, responsible="区政府相关部门"),
    task(4, responsible="区财政局等相关部门"),
)


def test_a_ledger_keeps_the_plans_order_and_numbers() -> None:
    found = ledger(TABLE, JUSTICE, [])
    assert (found.unit, found.plan, found.as_of) == (JUSTICE, TABLE.plan, None)
    assert [each.item.task.id for each in found.items] == [7, 1, 2, 4]
    assert [each.item.task.id for each in ledger(TABLE, FINANCE, []).items] == [1, 2, 4]
    assert ledger(TABLE, TAXES, []).items == ()


def test_without_a_day_nothing_is_said_against_the_calendar() -> None:
    found = ledger(TABLE, JUSTICE, [done("2024-3-1")._replace(tasks=(7,))])
    assert [each.entry for each in found.items] == [None] * 4
    assert found.items[0].status is Status.DONE


def test_with_a_day_later_records_do_not_exist_and_each_item_is_judged() -> None:
    course = [done("6-1")._replace(tasks=(1,)), done("7-2")._replace(tasks=(7,))]
    items = ledger(TABLE, JUSTICE, course, day("7-1")).items
    assert [each.status for each in items] == [
        Status.NOT_STARTED,
        Status.DONE,
        Status.UNCLAIMED,
        Status.UNCLAIMED,
    ]
    assert [each.entry and each.entry.standing for each in items] == [
        Standing.OVERDUE,
        Standing.FINISHED,
        Standing.UNCLAIMED,
        Standing.UNCLAIMED,
    ]
    assert [len(each.course) for each in items] == [0, 1, 0, 0]


def test_both_due_days_stand_in_the_ledger() -> None:
    course = [grant("6-1", "7-31")._replace(tasks=(7,))]
    item = ledger(TABLE, JUSTICE, course).items[0]
    assert (item.due, item.original_due) == (day("7-31"), day("6-30"))
    assert item.course == tuple(effects(course, 7))


def test_items_are_counted_by_their_basis_without_those_declined() -> None:
    found = ledger(TABLE, JUSTICE, [decline("2-1")._replace(tasks=(2, 7))])
    assert {basis: found.count(basis) for basis in Basis} == {
        Basis.NAMED: 1,
        Basis.GROUP: 1,
        Basis.OPEN: 1,
    }


def test_a_named_unit_cannot_decline_and_the_course_says_so() -> None:
    items = ledger(TABLE, JUSTICE, [decline("2-1")._replace(tasks=(1, 2, 7))]).items
    assert [[change.unapplied for change in each.course] for each in items] == [
        ["本单位是点名的责任单位，不能自报不涉及"],
        ["本单位是全体的责任单位，不能自报不涉及"],
        [""],
        [],
    ]


def test_a_unit_that_did_not_exist_that_year_has_an_empty_ledger() -> None:
    later = JUSTICE._replace(active_from=day("2024-1-1"))
    assert ledger(TABLE, later, [done("6-1")], day("7-1")).items == ()


@given(histories_of(2))
def test_a_ledger_says_what_fold_and_question_say(history: list[Record]) -> None:
    as_of = day("8-1")
    found = ledger(TABLE, JUSTICE, history, as_of)
    states = fold(history, as_of)
    assert [e.entry for e in found.items] == Question(TABLE, as_of).entries(JUSTICE, states)
    for each in found.items:
        assert each.state == states.get(each.item.task.id, UNTOUCHED)
        assert each.entry is not None
        assert (each.status, each.due, each.original_due) == (
            each.entry.status,
            each.entry.due,
            each.entry.original_due,
        )


@given(histories_of(2))
def test_the_same_records_give_the_same_ledger_in_any_order(history: list[Record]) -> None:
    assert ledger(TABLE, JUSTICE, history) == ledger(TABLE, JUSTICE, history[::-1])
    assert ledger(TABLE, STREET, history).items == ()


def test_what_is_said_of_an_earlier_year_is_shown_and_reckons_nothing() -> None:
    told = [record(when, LookBack(2022, Outcome.PUT_RIGHT)) for when in ("6-2", "6-1")]
    bare = ledger(TABLE, JUSTICE, [], day("6-1"))
    found = bare.with_lookbacks(told)
    assert found == bare._replace(lookbacks=(told[1],))
    assert ledger(TABLE, JUSTICE, []).with_lookbacks(told).lookbacks == (told[1], told[0])
    assert ledger(TABLE, JUSTICE, [*told], day("6-3")).items[0].state == UNTOUCHED
    assert [each.unapplied for each in effects(told, 1)] == ["说的是2022年的任务"] * 2
