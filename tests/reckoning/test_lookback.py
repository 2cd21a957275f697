from datetime import date

import pytest

from gongkai_cli.domain.book import Book
from gongkai_cli.domain.plan import Task
from gongkai_cli.domain.policy import Policy
from gongkai_cli.domain.record import LookBack, Outcome, Record
from gongkai_cli.domain.roster import Roster, Unit, UnitKind
from gongkai_cli.reckoning.assignment import duties
from gongkai_cli.reckoning.fold import fold
from gongkai_cli.reckoning.lookback import (
    Legacy,
    Line,
    Old,
    Retrospect,
    Span,
    dispositions,
    in_order,
    is_routine,
    latest,
    legacy,
    span_of,
    still_waits,
    to_look_at,
)
from gongkai_cli.reckoning.question import Question
from small_book import (
    FINANCE,
    GROUPS,
    JUSTICE,
    OFFICE,
    STREET,
    book,
    claim,
    close,
    day,
    decline,
    done,
    record,
    send_back,
    task,
    under_way,
)

EACH_QUARTER = tuple(under_way(when) for when in ("3-20", "6-20", "9-20", "12-20"))


def old(of: Book, *records: Record, last: str = "2024-3-31") -> Old:
    """区司法局's one item, as it stood at the year's end and on the day `last`."""
    days = (date(2023, 12, 31), day(last))
    then, later = (Question(of, each).entries(JUSTICE, fold(records, each))[0] for each in days)
    return Old(then, later)


def said(when: str, task: int = 1, year: int = 2023, corrects: str = "") -> Record:
    """回头看：已整改."""
    return record(when, LookBack(year, Outcome.PUT_RIGHT), f"{when}.yaml", (task,), corrects)


@pytest.mark.parametrize(
    ("asked", "last"),
    [
        ("2023-6-30", "2023-12-31"),
        ("2023-12-31", "2023-12-31"),
        ("2024-1-1", "2024-1-1"),
        ("2024-3-31", "2024-3-31"),
        ("2024-4-1", "2024-3-31"),
        ("2026-1-1", "2024-3-31"),
    ],
)
def test_what_came_until_the_end_of_march_still_counts(asked: str, last: str) -> None:
    assert span_of(book(task()), day(asked)) == Span(date(2023, 12, 31), day(last))


@pytest.mark.parametrize(
    ("deadline", "records", "wanted"),
    [
        ("6月底前", (), True),
        ("6月底前", (under_way("5-1"),), True),
        ("6月底前", (done("6-30"),), False),
        ("6月底前", (done("7-1"),), True),
        ("6月底前", (done("6-30"), close("7-3")), False),
        ("6月底前", (done("6-30"), send_back("7-3")), True),
        ("年底前", (done("2024-1-3"),), True),
        ("年底前", (done("12-31"),), False),
        ("长期坚持", (), True),
    ],
)
def test_unfinished_at_the_end_or_late(
    deadline: str, records: tuple[Record, ...], *, wanted: bool
) -> None:
    assert to_look_at(old(book(task(deadline=deadline)), *records)) is wanted


@pytest.mark.parametrize(
    ("records", "wanted"), [((), False), ((decline("2-1"),), False), ((claim("2-1"),), True)]
)
def test_what_bound_nobody_is_not_looked_at(records: tuple[Record, ...], *, wanted: bool) -> None:
    of = book(task(responsible="区财政局等相关部门"))
    assert to_look_at(old(of, *records)) is wanted


@pytest.mark.parametrize(
    ("records", "wanted", "waits", "late"),
    [
        ((done("6-30"),), False, True, False),
        ((done("6-30"), close("7-5")), False, False, False),
        ((done("6-30"), close("2024-1-9")), False, False, False),
        ((done("6-30"), send_back("2024-1-9")), True, False, False),
        ((done("6-30"), send_back("2024-1-9"), done("2024-1-10")), True, False, False),
        ((done("7-1"),), True, False, True),
        ((done("7-1"), close("2024-1-9")), True, False, True),
        ((done("2024-1-5"),), True, False, False),
        ((), True, False, False),
    ],
)
def test_that_the_office_was_late_is_not_the_units_fault(
    records: tuple[Record, ...], *, wanted: bool, waits: bool, late: bool
) -> None:
    of = book(task(deadline="6月底前"), policy=Policy(require_close=True))
    found = old(of, *records)
    assert (to_look_at(found), still_waits(found)) == (wanted, waits)
    if wanted:
        assert Line(found, JUSTICE, (), None).late is late


@pytest.mark.parametrize(
    ("deadline", "records", "routine"),
    [
        ("长期坚持", EACH_QUARTER, True),
        ("全年，长期坚持", EACH_QUARTER, True),
        ("每季度", EACH_QUARTER, True),
        ("长期坚持", EACH_QUARTER[1:], False),
        ("长期坚持", EACH_QUARTER[:3], False),
        ("长期坚持", (*EACH_QUARTER[:3], done("12-20"), send_back("12-25")), False),
        ("全年", EACH_QUARTER, False),
        ("20个工作日内", EACH_QUARTER, False),
    ],
)
def test_standing_work_without_a_gap_is_routine(
    deadline: str, records: tuple[Record, ...], *, routine: bool
) -> None:
    of = book(task(deadline=deadline))
    assert is_routine(old(of, *records), duties(of)[0]) is routine


def test_a_days_end_given_by_the_keeper_is_no_routine() -> None:
    of = book(task(deadline="长期坚持", due="12-31"))
    assert not is_routine(old(of, *EACH_QUARTER), duties(of)[0])


def of_then(now: Roster | None = None, unit: Unit = JUSTICE, *tasks: Task) -> Legacy:
    """What `unit` answers for in 2024 of 2023's tasks, by the roster `now`."""
    past = book(*(tasks or map(task, (1, 2, 3))))
    plan = past.plan._replace(year=2024)
    return legacy(past, duties(past), past._replace(plan=plan, roster=now or past.roster), unit)


def test_the_last_word_of_a_task_counts() -> None:
    told = [said("2024-2-1"), said("2024-2-3"), said("2024-2-2", 2), said("2024-2-2", 3, 2022)]
    found = dispositions(of_then(), told)
    assert {key: (each.record.name, each.file) for key, each in found.items()} == {
        (JUSTICE.name, 1): ("2024-2-3.yaml", "ledgers/2024/区司法局/lookback/2024-2-3.yaml"),
        (JUSTICE.name, 2): ("2024-2-2.yaml", "ledgers/2024/区司法局/lookback/2024-2-2.yaml"),
    }


def test_a_word_for_nobodys_task_settles_nothing() -> None:
    assert dispositions(of_then(), [said("2024-2-1", 9)]) == {}


def test_a_correction_stands_in_place_of_what_it_puts_right() -> None:
    wrong = said("2024-2-1")
    right = said("2024-2-2", 2, corrects=wrong.name)
    both = [wrong, right]
    assert set(dispositions(of_then(), both)) == {(JUSTICE.name, 2)}
    assert set(dispositions(of_then(), both, day("2024-2-1"))) == {(JUSTICE.name, 1)}
    assert not dispositions(of_then(), both, day("2024-1-31"))


def test_of_several_years_the_later_word_stands() -> None:
    told = dispositions(of_then(), [said("2024-2-1"), said("2024-2-3", 2)])
    first, last = told[JUSTICE.name, 1], told[JUSTICE.name, 2]
    assert latest([last, first]) == last
    assert latest([first]) == first


def test_a_unit_answers_for_itself_under_any_name_and_for_whom_it_took_over() -> None:
    office = Unit("区政府办", UnitKind.DEPARTMENT, aliases=(OFFICE.name,))
    now = Roster(office.name, (office, gone(JUSTICE), STREET), ())
    shared = task(1, responsible="区政府办公室、区司法局、振兴街街道")
    assert of_then(now, office, shared).owners == {1: [OFFICE]}
    assert of_then(now, STREET, shared).owners == {1: [JUSTICE, STREET]}
    assert of_then(now, gone(JUSTICE), shared).owners == {1: []}
    new = JUSTICE._replace(active_from=date(2024, 1, 1))
    past = book(shared, roster=Roster(OFFICE.name, (OFFICE, new, STREET), GROUPS))
    later = past._replace(plan=past.plan._replace(year=2024))
    assert legacy(past, duties(past), later, new).owners == {1: []}


def gone(unit: Unit) -> Unit:
    """`unit`, merged into 振兴街街道."""
    return unit._replace(active_until=date(2023, 12, 31), successor=STREET.name)


MERGED = Roster(OFFICE.name, (gone(OFFICE), gone(JUSTICE), STREET, gone(FINANCE)), ())


@pytest.mark.parametrize(
    ("responsible", "formerly", "had", "spelled"),
    [
        ("振兴街街道、区司法局", "", STREET, ""),
        ("振兴街街道、区司法局", "区司法局", JUSTICE, "区司法局"),
        ("振兴街街道、区司法局", "振兴街街道", STREET, ""),
        ("振兴街街道、区财政局", "区财政和国资局", FINANCE, "区财政局"),
        ("振兴街街道", "区司法局", None, ""),
        ("区司法局", "", JUSTICE, "区司法局"),
        ("区司法局、区财政局", "", None, ""),
        ("区司法局、区财政局", "区财政局", FINANCE, "区财政局"),
        ("区税务局", "", None, ""),
    ],
)
def test_a_record_means_the_task_of_one_unit(
    responsible: str, formerly: str, had: Unit | None, spelled: str
) -> None:
    left = of_then(MERGED, STREET, task(1, responsible=responsible))
    assert left.meant(1, formerly) == had
    assert left.meant(9) is None
    if had:
        assert left.spelled(1, had) == spelled
        assert left.meant(1, spelled) == had


def test_two_that_became_one_under_aliases_are_told_apart() -> None:
    one = STREET._replace(aliases=(*STREET.aliases, JUSTICE.name))
    left = of_then(
        Roster(OFFICE.name, (OFFICE, one), ()), one, task(1, responsible="区司法局、振兴街街道")
    )
    assert left.meant(1) == STREET
    assert left.spelled(1, JUSTICE) == JUSTICE.name
    new = one._replace(name="新街道", aliases=(STREET.name, JUSTICE.name))
    left = of_then(
        Roster(OFFICE.name, (OFFICE, new), ()), new, task(1, responsible="区司法局、振兴街街道")
    )
    assert left.meant(1) is None
    assert left.spelled(1, STREET) == STREET.name
    assert left.meant(1, STREET.name) == STREET


def line(number: int, unit: Unit | None, *, settled: bool = False, late: bool = False) -> Line:
    of = book(task(number, deadline="6月底前"))
    found = old(of, *([done("7-9")._replace(tasks=(number,))] if late else []))
    spoken = [said("2024-2-1", number)] if settled else []
    told = dispositions(of_then(None, JUSTICE, task(number)), spoken)
    return Line(found, unit, (), told.get((JUSTICE.name, number)))


def test_units_are_counted_with_the_most_left_to_say_first() -> None:
    lines = (line(1, JUSTICE, settled=True), line(2, STREET), line(3, STREET, late=True))
    found = Retrospect(2023, day("2024-2-1"), Span(date.min, date.max), lines, 0)
    assert [(*tally, tally.open) for tally in found.tallies] == [
        (STREET.name, 1, 1, 0, 2),
        (JUSTICE.name, 1, 0, 1, 0),
    ]
    assert [each.old.then.item.task.id for each in in_order(lines)] == [2, 3, 1]


def test_a_line_says_whose_it_was() -> None:
    assert (line(1, JUSTICE).name, line(1, JUSTICE).formerly) == (JUSTICE.name, "")
    assert (line(1, STREET).name, line(1, STREET).formerly) == (STREET.name, JUSTICE.name)
    assert (line(1, None).name, line(1, None).formerly) == (JUSTICE.name, "")
