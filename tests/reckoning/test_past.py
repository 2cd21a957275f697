"""Asking about a past day gives the same answer before and after later records arrive.

Every level at which a day is asked about: the standings, the overview, the ledger, the course of an
item, and what is said in vain.
"""

from datetime import date

from hypothesis import event, given
from hypothesis import strategies as st

from gongkai_cli.domain.book import Book
from gongkai_cli.domain.item import Basis
from gongkai_cli.domain.plan import Scope
from gongkai_cli.domain.policy import Policy
from gongkai_cli.domain.record import LookBack, Outcome, Record
from gongkai_cli.reckoning.fold import effects, fold
from gongkai_cli.reckoning.ledgers import Ledger, ledger
from gongkai_cli.reckoning.overview import By, Overview, overview
from gongkai_cli.reckoning.question import Question
from gongkai_cli.reckoning.standings import Entry, Standing
from gongkai_cli.reckoning.strays import Terms, strays, targets_of
from histories import days, histories_of
from small_book import (
    FINANCE,
    JUSTICE,
    OFFICE,
    STREET,
    YEAR,
    book,
    day,
    done,
    record,
    target,
    task,
)

UNITS = (OFFICE, JUSTICE, FINANCE, STREET)
DEADLINES = ("全年", "全年，长期坚持", "6月底前", "每月10日前", "20个工作日内", "年底前")
HOLDERS = ("区司法局", "区政府各部门", "区司法局、区政府相关部门", "各街道办事处")

Year = dict[str, list[Record]]
"""The records of each unit."""

policies = st.builds(
    Policy,
    require_close=st.booleans(),
    due_soon_days=st.integers(0, 40),
    grace_workdays=st.integers(0, 20),
)
numbered = st.tuples(st.sampled_from(DEADLINES), st.sampled_from(HOLDERS), st.sampled_from(Scope))
years = st.fixed_dictionaries({unit.name: histories_of(2) for unit in UNITS})
asked_days = st.dates(date(YEAR, 1, 1), date(YEAR + 1, 3, 31))


@st.composite
def books(draw: st.DrawFn) -> Book:
    """A plan of two tasks, with any policy, issued on a day or never."""
    tasks = [
        task(number, deadline, holder, targets=(target("培训", 2, scope),))
        for number, (deadline, holder, scope) in enumerate(
            draw(st.tuples(numbered, numbered)), start=1
        )
    ]
    issued = draw(st.sampled_from(["", "1-20", "5-4"]))
    return book(*tasks, policy=draw(policies), issued=issued)


def before(records: list[Record], as_of: date) -> list[Record]:
    """What had been written by the end of the day `as_of`."""
    return [record for record in records if record.day <= as_of]


def standings(asked: Book, year: Year, as_of: date) -> list[Entry]:
    question = Question(asked, as_of)
    return [
        entry for unit in UNITS for entry in question.entries(unit, fold(year[unit.name], as_of))
    ]


def overviews(asked: Book, year: Year, as_of: date) -> list[Overview]:
    entries = standings(asked, year, as_of)
    return [overview(asked.plan, as_of, entries, by, frozenset(Standing)) for by in By]


def ledgers(asked: Book, year: Year, as_of: date) -> list[Ledger]:
    return [ledger(asked, unit, year[unit.name], as_of) for unit in UNITS]


@given(books(), years, asked_days)
def test_no_later_record_changes_a_past_answer(asked: Book, year: Year, as_of: date) -> None:
    then = {name: before(records, as_of) for name, records in year.items()}
    event(f"later records: {min(sum(map(len, year.values())) - sum(map(len, then.values())), 3)}")
    assert standings(asked, year, as_of) == standings(asked, then, as_of)
    assert overviews(asked, year, as_of) == overviews(asked, then, as_of)
    assert ledgers(asked, year, as_of) == ledgers(asked, then, as_of)


@given(histories_of(2), asked_days, st.sampled_from(Basis))
def test_no_later_record_changes_the_course_of_an_item(
    history: list[Record], as_of: date, basis: Basis
) -> None:
    then = before(history, as_of)
    for number in (1, 2):
        assert effects(history, number, as_of, basis) == effects(then, number, as_of, basis)


@given(books(), histories_of(2), asked_days)
def test_no_later_record_changes_what_was_said_in_vain(
    asked: Book, history: list[Record], as_of: date
) -> None:
    terms = Terms(targets_of(asked.plan), {1})
    then = before(history, as_of)
    assert [*strays(history, terms, as_of)] == [*strays(then, terms, as_of)]


@given(histories_of(2), st.lists(st.tuples(days, st.sampled_from(Outcome)), max_size=4), asked_days)
def test_no_later_look_back_changes_a_past_ledger(
    history: list[Record], told: list[tuple[date, Outcome]], as_of: date
) -> None:
    """回头看 speak of an earlier year: they stand beside a ledger and never count in it."""
    lookbacks = [
        Record(f"{number}.yaml", (1,), day, LookBack(YEAR - 1, outcome))
        for number, (day, outcome) in enumerate(told)
    ]
    then = before(lookbacks, as_of)
    whole = ledger(book(task()), JUSTICE, history, as_of)
    assert whole.with_lookbacks(lookbacks) == whole.with_lookbacks(then)
    assert (
        ledger(book(task()), JUSTICE, [*history, *lookbacks], as_of).items
        == ledger(book(task()), JUSTICE, [*history, *then], as_of).items
    )


def test_a_later_correction_does_change_what_is_asked_from_its_day_on() -> None:
    """Without this the laws could be empty."""
    wrong = done("5-10")
    right = record("7-1", done("7-1").fact, corrects=wrong.name)
    asked = book(task(1, "6月底前"))
    states = [fold([wrong, right], each) for each in (day("6-30"), day("7-1"))]
    found = [Question(asked, day("7-1")).entries(JUSTICE, each)[0].standing for each in states]
    assert found == [Standing.FINISHED, Standing.DONE_LATE]
