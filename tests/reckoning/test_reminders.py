from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai_cli.domain.plan import Task
from gongkai_cli.domain.record import Record
from gongkai_cli.reckoning.fold import Status, fold
from gongkai_cli.reckoning.question import Question
from gongkai_cli.reckoning.reminders import Part, Reminder, reminder
from gongkai_cli.reckoning.standings import Standing
from histories import histories_of
from small_book import (
    FINANCE,
    JUSTICE,
    ask,
    book,
    close,
    day,
    done,
    grant,
    send_back,
    target,
    task,
    under_way,
)


def told(
    as_of: str, *records: Record, tasks: tuple[Task, ...] = (), within: int | None = None
) -> Reminder:
    question = Question(book(*(tasks or (task(),))), day(as_of), within)
    return reminder(question, JUSTICE, records)


def numbers(found: Reminder) -> dict[Part, list[int]]:
    return {part: [point.number for point in points] for part, points in found.parts}


def test_nothing_to_say() -> None:
    found = told("3-1")
    assert (found.parts, found.total, found.waiting) == ((), 0, ())
    assert found.of(Part.OVERDUE) == ()


@pytest.mark.parametrize(
    ("as_of", "parts"),
    [
        ("6-14", []),
        ("6-15", [Part.DUE_SOON]),
        ("6-30", [Part.DUE_SOON]),
        ("7-1", [Part.OVERDUE]),
    ],
)
def test_before_and_after_the_due_day(as_of: str, parts: list[Part]) -> None:
    found = told(as_of, under_way("4-3"), tasks=(task(1, "6月底前"),))
    assert list(numbers(found)) == parts


def test_within_counts_instead_of_the_policy() -> None:
    one = (task(1, "6月底前"),)
    assert numbers(told("5-1", tasks=one, within=60)) == {Part.DUE_SOON: [1]}
    assert numbers(told("6-20", tasks=one, within=5)) == {}


def test_a_granted_extension_takes_the_overdue_away() -> None:
    found = told("7-1", ask("6-1", "9-30"), grant("6-2"), tasks=(task(1, "6月底前"),))
    assert numbers(found) == {}


def test_every_part_in_its_order() -> None:
    tasks = (
        task(1, "6月底前"),
        task(2, "7月20日前"),
        task(3, "5月底前"),
        task(4, "全年", targets=(target(),)),
        task(5, "全年"),
    )
    found = told("7-20", done("4-3")._replace(tasks=(4,)), tasks=tasks)
    assert numbers(found) == {
        Part.OVERDUE: [3, 1],
        Part.SILENT: [5],
        Part.SHORT: [4],
        Part.DUE_SOON: [2],
    }
    assert found.total == 5


def test_what_is_due_first_comes_first() -> None:
    tasks = (task(1, "7月10日前"), task(2, "7月5日前"))
    assert numbers(told("7-1", tasks=tasks)) == {Part.DUE_SOON: [2, 1]}


def test_one_sent_back_is_counted_once_and_stands_in_its_own_part_too() -> None:
    tasks = (task(1, "6月底前"), task(2, "10月底前"))
    both = (done("5-1")._replace(tasks=(1, 2)), send_back("5-9")._replace(tasks=(1, 2)))
    found = told("7-10", *both, tasks=tasks)
    assert numbers(found) == {Part.OVERDUE: [1], Part.SENT_BACK: [1, 2]}
    assert (found.total, found.returned_besides) == (2, 1)


def test_the_sending_back_that_stands() -> None:
    found = told(
        "7-10",
        done("5-1"),
        send_back("5-9"),
        done("6-1"),
        send_back("6-9"),
        grant("6-12", "11-30"),
        tasks=(task(1, "10月底前"),),
    )
    (point,) = found.of(Part.SENT_BACK)
    assert [each[0].day for each in (point.returned, point.latest) if each] == [
        day("6-9"),
        day("6-1"),
    ]


def test_what_was_never_sent_back_or_reported() -> None:
    (point,) = told("7-1", tasks=(task(1, "6月底前"),)).of(Part.OVERDUE)
    assert (point.returned, point.latest) == (None, None)


def test_what_was_put_right_is_not_the_latest_word() -> None:
    wrong = under_way("4-3")
    right = under_way("4-4")._replace(corrects=wrong.name, name="right.yaml")
    later = send_back("5-1")
    (point,) = told("7-1", wrong, right, later, tasks=(task(1, "6月底前"),)).of(Part.OVERDUE)
    assert point.latest is not None
    assert point.latest[0].name == "right.yaml"


def test_open_tasks_wait_for_an_answer_and_are_never_late() -> None:
    tasks = (task(1, "6月底前", "区政府相关部门"), task(2, "6月底前", "区财政局等相关部门"))
    found = told("7-10", tasks=tasks)
    assert (found.parts, found.waiting) == ((), (1, 2))


def test_a_unit_of_another_year_has_nothing() -> None:
    gone = JUSTICE._replace(active_until=date(2021, 12, 31))
    found = reminder(Question(book(task()), day("7-20")), gone, [])
    assert found.total == 0


def test_what_is_closed_is_not_spoken_of() -> None:
    assert told("7-10", done("5-1"), close("5-2"), tasks=(task(1, "6月底前"),)).total == 0


def test_records_of_later_days_do_not_exist_yet() -> None:
    tasks = (task(1, "6月底前"),)
    assert numbers(told("7-10", done("7-11"), tasks=tasks)) == {Part.OVERDUE: [1]}


@given(histories_of(2), st.integers(0, 455))
def test_every_number_is_that_of_the_screens(records: list[Record], days: int) -> None:
    as_of = date(2023, 1, 1) + timedelta(days)
    tasks = (task(1, "6月底前", targets=(target(),)), task(2, "全年", "区司法局、区财政局"))
    question = Question(book(*tasks), as_of)
    found = reminder(question, JUSTICE, records)
    entries = question.entries(JUSTICE, fold(records, as_of))
    for part in Part:
        here = [point.entry for point in found.of(part)]
        if part is Part.SENT_BACK:
            there = [each for each in entries if each.status is Status.SENT_BACK]
        else:
            there = [each for each in entries if each.standing is Standing(part.value)]
        assert sorted(here, key=str) == sorted(there, key=str)
    assert all(point.returned for point in found.of(Part.SENT_BACK))


def test_another_unit_has_its_own() -> None:
    question = Question(book(task(1, "6月底前", "区司法局、区财政局")), day("7-10"))
    assert reminder(question, FINANCE, [done("6-1")]).total == 0
    assert reminder(question, JUSTICE, []).total == 1
