import time
from datetime import date

import pytest

from gongkai_cli.checking.case import Case, Desk, Finding
from gongkai_cli.checking.case import Written as Filed
from gongkai_cli.checking.rules import lookback_rules
from gongkai_cli.domain.book import Book
from gongkai_cli.domain.record import Evidence, LookBack, Outcome, Record
from gongkai_cli.domain.roster import Roster, Unit
from gongkai_cli.reckoning.assignment import duties
from small_book import (
    FINANCE,
    GROUPS,
    JUSTICE,
    OFFICE,
    STREET,
    TAXES,
    book,
    day,
    record,
    task,
)
from small_desk import placed

FOLDER = f"ledgers/2023/{JUSTICE.name}/lookback"
ENDED = TAXES._replace(active_until=date(2022, 12, 31), successor=JUSTICE.name)
CLOSED = STREET._replace(active_until=date(2022, 12, 31), successor=JUSTICE.name)
NOW = Roster(OFFICE.name, (OFFICE, JUSTICE, FINANCE, ENDED, CLOSED), GROUPS)
PAST = book(
    task(1),
    task(2, responsible="区财政局"),
    task(3, responsible="区税务局"),
    task(4, responsible="区司法局、区税务局"),
    task(5, responsible="区税务局、振兴街街道"),
)


def past(year: int) -> Book | None:
    """2022 is the only earlier year."""
    return PAST._replace(plan=PAST.plan._replace(year=2022)) if year == 2022 else None


def look(  # noqa: PLR0913 - one for each thing a record may say
    when: str = "2-10",
    *tasks: int,
    outcome: Outcome = Outcome.PUT_RIGHT,
    to: int | None = None,
    year: int = 2022,
    corrects: str = "",
    evidence: tuple[Evidence, ...] = (),
    formerly: str = "",
) -> Record:
    fact = LookBack(year, outcome, to, evidence=evidence, formerly=formerly)
    return record(when, fact, f"{when}.yaml", tasks or (1,), corrects)


def found(*new: Record, landed: tuple[Record, ...] = (), unit: Unit = JUSTICE) -> list[Finding]:
    """What the rules say of the `new` ones."""
    of = book(task(1), task(7), task(8, responsible="区财政局"), roster=NOW)
    understood = {duty.task.id: duty for duty in duties(of)}
    own = [Filed(f"{FOLDER}/{each.name}", each) for each in (*landed, *new)]
    seen = frozenset(each.file for each in own[len(landed) :])
    case = Case(of, understood, day("12-31"), frozenset[str]().__contains__, seen, past, placed)
    return list(lookback_rules(Desk(case, unit, own)))


def told(*new: Record, landed: tuple[Record, ...] = ()) -> list[tuple[str, tuple[str | int, ...]]]:
    return [(each.code, each.path) for each in found(*new, landed=landed)]


@pytest.mark.parametrize(
    ("one", "wanted"),
    [
        (look(), []),
        (look("2-10", 1, 3), []),
        (look(outcome=Outcome.CARRIED_ON, to=7), []),
        (look("2-10", 2), [("G324", ("task", 0))]),
        (look("2-10", 1, 9), [("G324", ("task", 1))]),
        (look(outcome=Outcome.CARRIED_ON, to=8), [("G325", ("carried_to",))]),
        (look(outcome=Outcome.CARRIED_ON, to=99), [("G325", ("carried_to",))]),
        (look("2-10", 4), []),
        (look("2-10", 3, 4, formerly=TAXES.name), []),
        (look("2-10", 4, formerly=JUSTICE.name), []),
        (look("2-10", 5, formerly="振兴街街道"), []),
        (look("2-10", 5), [("G324", ("task", 0))]),
        (look("2-10", 1, formerly=TAXES.name), [("G324", ("formerly",))]),
        (look("2-10", 3, formerly=FINANCE.name), [("G324", ("formerly",))]),
        (look("2-10", 3, formerly="没有局"), [("G324", ("formerly",))]),
        (look(year=2021), [("G323", ("year",))]),
        (look(year=2023), [("G323", ("year",))]),
        (look("2024-2-10"), [("G306", ("date",))]),
        (look("2022-12-30"), [("G307", ("date",))]),
        (look(corrects="没有.yaml"), [("G317", ("corrects",))]),
        (look(evidence=(Evidence("纪要", url="ftp://x"),)), [("G316", ("evidence", 0, "url"))]),
        (look(evidence=(Evidence("纪要", file="../x"),)), [("G315", ("evidence", 0, "file"))]),
        (look(evidence=(Evidence("纪要", file="x.txt"),)), [("G314", ("evidence", 0, "file"))]),
    ],
)
def test_each_is_held_against_both_years(
    one: Record, wanted: list[tuple[str, tuple[str | int, ...]]]
) -> None:
    assert told(one) == wanted


def test_what_is_wrong_is_said_in_a_sentence() -> None:
    [wrong] = found(look(year=2021))
    assert (wrong.message, wrong.hint) == (
        "没有2021年的任务分解表，或者读不了它",
        "往年的放在 data/archive/2021/ 里",
    )
    [wrong] = found(look(year=2023))
    assert wrong.message == "2023年不早于2023年"
    [wrong] = found(look("2-10", 2))
    assert wrong.message == "2022年的任务2不是区司法局的任务"
    assert wrong.hint.endswith("gongkai tasks -C 夹 --year 2022")
    [wrong] = found(look("2-10", 9))
    assert wrong.message == "2022年的任务分解表里没有任务9"
    [wrong] = found(look(outcome=Outcome.CARRIED_ON, to=8))
    assert wrong.hint.endswith("gongkai units 区司法局 -C 夹 --year 2023")


def test_whose_task_is_meant_is_said_in_a_sentence() -> None:
    [wrong] = found(look("2-10", 5))
    assert (wrong.message, wrong.hint) == (
        "2022年的任务5，区税务局和振兴街街道办事处都有，没有写明说的是哪一个单位的",
        "请用 formerly 写明当年的责任单位",
    )
    [wrong] = found(look("2-10", 1, formerly=TAXES.name))
    assert wrong.message == "2022年的任务1不是区税务局的任务，或者它的职责不由区司法局承接"
    assert wrong.hint == "请核对 formerly 和序号；看那一年的任务：gongkai tasks -C 夹 --year 2022"


def test_the_items_of_two_units_that_became_one_are_settled_apart() -> None:
    own, other = look("2-10", 4), look("3-10", 4, formerly=TAXES.name)
    assert told(own, other) == []
    assert told(look("3-11", 4, formerly=TAXES.name), landed=(own, other)) == [
        ("G326", ("task", 0))
    ]
    assert told(look("3-11", 4, formerly=JUSTICE.name), landed=(own, other)) == [
        ("G326", ("task", 0))
    ]
    assert told(look("3-11", 3), landed=(look("2-10", 3, formerly=TAXES.name),)) == [
        ("G326", ("task", 0))
    ]


def test_thousands_of_one_task_are_told_in_little_time() -> None:
    many = [look("2-10", 1)._replace(name=f"{number:05}.yaml") for number in range(4_000)]
    begun = time.process_time()
    assert len(found(*many)) == len(many) - 1
    assert time.process_time() - begun < 5  # a minute, where each meets each


def test_a_second_word_needs_a_correction() -> None:
    first, second = look("2-10"), look("3-10", 3, 1)
    assert told(second, landed=(first,)) == [("G326", ("task", 1))]
    assert told(first, second) == [("G326", ("task", 1))]
    assert told(first, landed=(second,)) == [("G326", ("task", 0))]
    assert told(look("3-10", 3), landed=(first,)) == []
    assert told(look("3-10", year=2021), landed=(first,)) == [("G323", ("year",))]
    assert told(look("3-10", corrects=first.name), landed=(first,)) == []


def test_two_corrections_of_one_are_one_too_many() -> None:
    first = look("2-10")
    second, third = look("2-11", corrects=first.name), look("2-12", corrects=first.name)
    assert ("G318", ("corrects",)) in told(third, landed=(first, second))
