from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given

from gongkai_cli.domain.item import Basis
from gongkai_cli.domain.record import Evidence, Progress, Record, Step, Verdict
from gongkai_cli.reckoning.fold import effects, fold, obstacle
from gongkai_cli.reckoning.lifecycle import STEPS
from gongkai_cli.reckoning.waiting import ANSWERS, Matter, Waiting, matters, oldest_first, waiting
from histories import histories
from small_book import (
    JUSTICE,
    accept,
    ask,
    claim,
    close,
    day,
    decline,
    done,
    grant,
    record,
    refuse,
    send_back,
    stand,
    target,
    task,
    under_way,
)

OPEN = task(responsible="区财政局，区政府相关部门")
JUNE = task(deadline="2023年6月底前")


def waits(*records: Record, of: object = OPEN, as_of: str = "12-1") -> list[Waiting]:
    """What waits of the one task of 区司法局."""
    entry = stand(as_of, *records, of=of, unit=JUSTICE)  # type: ignore[arg-type]
    return list(waiting([entry], records, day(as_of)))


def told(*records: Record) -> list[tuple[str, date]]:
    return [(each.matter.name, each.since) for each in waits(*records)]


@pytest.mark.parametrize(
    ("records", "expected"),
    [
        ([], []),
        ([under_way("3-1")], []),
        ([done("3-1")], [("DONE", "3-1")]),
        ([done("3-1"), done("4-1")], [("DONE", "3-1")]),  # said again, it has waited no shorter
        ([done("3-1"), close("4-1")], []),
        ([done("3-1"), send_back("4-1")], []),
        ([done("3-1"), send_back("4-1"), done("5-1")], [("DONE", "5-1")]),
        ([done("3-1"), under_way("4-1")], []),
        ([claim("3-1")], [("CLAIM", "3-1")]),
        ([claim("3-1"), claim("3-5")], [("CLAIM", "3-1")]),
        ([claim("3-1"), accept("3-2")], []),
        ([claim("3-1"), accept("3-2"), claim("3-3")], []),
        ([claim("3-1"), send_back("3-2")], []),
        ([claim("3-1"), under_way("3-2")], []),
        ([decline("3-1")], [("DECLINE", "3-1")]),
        ([decline("3-1"), decline("3-5")], [("DECLINE", "3-1")]),
        ([decline("3-1"), accept("3-2"), decline("3-5")], []),
        ([decline("3-1"), accept("3-2"), claim("3-5")], [("CLAIM", "3-5")]),
        ([claim("3-1"), decline("3-2")], [("CLAIM", "3-1")]),  # taken is taken
        ([ask("3-1", "8-1"), done("4-1"), close("5-1"), send_back("5-2")], []),
        ([under_way("2-1"), ask("3-1", "8-1")], [("EXTENSION", "3-1")]),
        ([under_way("2-1"), ask("3-1", "8-1"), ask("4-1", "9-1")], [("EXTENSION", "3-1")]),
        ([under_way("2-1"), ask("3-1", "8-1"), grant("4-1")], []),
        ([under_way("2-1"), ask("3-1", "8-1"), refuse("4-1")], []),
        (
            [under_way("2-1"), ask("3-1", "8-1"), refuse("4-1"), ask("5-1", "9-1")],
            [("EXTENSION", "5-1")],
        ),
        ([ask("3-1", "8-1"), done("4-1")], [("DONE", "4-1"), ("EXTENSION", "3-1")]),
        ([ask("3-1", "8-1"), done("4-1"), close("5-1")], []),  # struck off, it needs no more time
    ],
)
def test_what_waits_and_since_when(records: list[Record], expected: list[tuple[str, str]]) -> None:
    assert told(*records) == [(name, day(since)) for name, since in expected]


def test_only_an_open_task_waits_for_an_answer_to_its_claim() -> None:
    assert waits(claim("3-1"), of=task()) == []


def test_what_is_known_later_does_not_wait_yet() -> None:
    assert waits(done("3-1"), as_of="2-28") == []
    [found] = waits(done("3-1"), close("4-1"), as_of="3-10")
    assert found.days(day("3-10")) == 9


def test_what_was_said_last_is_shown_with_the_day_asked_for() -> None:
    [found] = waits(ask("3-1", "8-1"), ask("4-1", "9-1"), of=JUNE)
    assert (found.said.day, found.until) == (day("4-1"), day("9-1"))
    [found] = waits(done("3-1"), done("4-1"))
    assert (found.said.day, found.until) == (day("4-1"), None)


def proof(when: str, step: Step, *names: str) -> Record:
    pieces = tuple(Evidence(name, f"http://example.cn/{name}") for name in names)
    return record(when, Progress(step, evidence=pieces), f"{when}-{step}.yaml")


@pytest.mark.parametrize(
    ("records", "names", "bare"),
    [
        ([done("3-1")], [], True),
        ([proof("2-1", Step.UNDER_WAY, "甲"), done("3-1")], ["甲"], True),
        ([proof("3-1", Step.DONE, "甲")], ["甲"], False),
        ([done("3-1"), proof("3-5", Step.DONE, "乙")], ["乙"], False),
        (
            [proof("2-1", Step.UNDER_WAY, "甲"), proof("3-1", Step.DONE, "甲", "乙")],
            ["甲", "乙"],
            False,
        ),
    ],
)
def test_evidence_is_all_there_is_and_bare_what_came_without(
    records: list[Record], names: list[str], *, bare: bool
) -> None:
    [found] = waits(*records)
    assert ([each.title for each in found.evidence], found.bare) == (names, bare)


def test_a_target_not_met_stands_in_the_entry() -> None:
    [found] = waits(done("3-1", 培训=1), of=task(targets=(target("培训", 2),)))
    assert found.entry.unmet == ("培训",)
    assert found.entry.state.totals["培训"].total == Decimal(1)


def test_the_oldest_comes_first() -> None:
    late, early = waits(done("4-1"))[0], waits(done("3-1"))[0]
    assert oldest_first([late, early]) == [early, late]


@given(histories)
def test_whatever_waits_can_be_answered_and_waits_no_more(records: list[Record]) -> None:
    state = fold(records).get(1)
    for matter in matters(state, Basis.OPEN) if state else ():
        for verdict in ANSWERS[matter]:
            answer = Record("zzz.yaml", (1,), date.max, STEPS[verdict])
            assert obstacle(state, answer) == ""  # type: ignore[arg-type]
            after = effects([*records, answer], 1)[-1].after
            assert matter not in matters(after, Basis.OPEN)


def test_every_matter_has_a_yes_and_a_no_and_every_verdict_its_matter() -> None:
    assert set(ANSWERS) == {*Matter}
    assert {verdict for pair in ANSWERS.values() for verdict in pair} == {*Verdict} - {
        Verdict.WITHDRAW
    }


@given(histories)
def test_whatever_was_written_can_be_shown(records: list[Record]) -> None:
    for of in (task(), OPEN):
        for found in waits(*records, of=of, as_of="2024-3-31"):
            assert found.since <= found.said.day
