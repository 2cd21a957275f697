"""What the office answered stands: the proven cases, one by one, then a law over any history."""

import pytest
from hypothesis import assume, event, given
from hypothesis import strategies as st

from gongkai_cli.domain.item import Basis, Item
from gongkai_cli.domain.record import Record, Review, Verdict
from gongkai_cli.reckoning.answered import Objection, grounds, objection
from gongkai_cli.reckoning.fold import effects
from gongkai_cli.reckoning.waiting import ANSWERS, Matter
from histories import histories, histories_of
from small_book import (
    JUSTICE,
    accept,
    ask,
    claim,
    close,
    decline,
    done,
    grant,
    refuse,
    send_back,
    target,
    task,
    under_way,
    withdraw,
)

ITEM = Item(task(targets=(target(),)), JUSTICE, Basis.OPEN)


def said(new: Record, *told: Record, item: Item = ITEM) -> Objection | None:
    return objection(grounds(told, item), told, new, item)


def puts_right(wrong: Record, right: Record) -> Record:
    return right._replace(name="更正.yaml", corrects=wrong.name)


@pytest.mark.parametrize(
    ("told", "new"),
    [
        ([done("8-1"), close("8-5")], puts_right(done("8-1"), done("6-29"))),
        ([done("8-1"), close("8-5")], puts_right(done("8-1"), under_way("8-1"))),
        ([done("8-1"), close("8-5")], puts_right(done("8-1"), done("9-1"))),
        ([done("8-1", 培训=2), close("8-5")], puts_right(done("8-1"), done("8-1", 培训=1))),
        ([done("8-1"), close("8-5")], under_way("8-3")),
        ([done("8-1", "7-3"), close("8-5")], under_way("7-1", "7-10")),
        ([done("8-1", "7-3"), close("8-5")], puts_right(done("8-1", "7-3"), done("8-1", "7-10"))),
        ([done("8-1"), close("8-5")], under_way("7-1", 培训=1)),
        ([done("8-1"), send_back("8-5")], under_way("8-5")._replace(name="b.yaml")),
        ([ask("5-1", "8-1"), grant("5-3")], puts_right(ask("5-1", "8-1"), ask("5-1", "12-1"))),
        ([ask("5-1", "8-1"), refuse("5-3")], puts_right(ask("5-1", "8-1"), under_way("5-1"))),
        ([decline("5-1"), send_back("5-3")], under_way("5-3")),
        ([claim("5-1"), accept("5-3")], under_way("5-2")),
    ],
)
def test_what_a_verdict_was_given_on_may_not_change(told: list[Record], new: Record) -> None:
    found = said(new, *told)
    assert found is not None
    assert found.why.startswith("这会改变办公室2023-0")
    assert f"，{told[-1].name}）时的情况" in found.why
    assert found.advice.endswith("请办公室先退回或撤回那条核验")


@pytest.mark.parametrize(
    ("told", "new"),
    [
        ([done("8-1"), send_back("8-5")], done("8-5")),
        ([done("8-1"), send_back("8-1")], done("8-1")._replace(name="z.yaml")),
        ([done("8-1"), close("8-5")], done("8-5")),
        ([done("8-1"), send_back("8-5")], puts_right(done("8-1"), done("8-1"))),
        ([decline("5-1"), send_back("5-1")], claim("5-1")),
        ([claim("5-1"), accept("5-3")], claim("5-2")),
        ([ask("5-1", "8-1"), refuse("5-1")], ask("5-1", "9-1")._replace(name="z.yaml")),
        ([grant("5-3", "8-1")], ask("5-3", "9-1")),
    ],
)
def test_nothing_slips_under_a_verdict(told: list[Record], new: Record) -> None:
    found = said(new, *told)
    assert found is not None
    verdict = told[-1]
    early = "同一天" if new.day == verdict.day else "更早"
    assert found.why.startswith(f"办公室{verdict.day}已有核验（")
    assert found.why.endswith(f"，{verdict.name}），{early}的报送会排在它前面，不起作用")
    assert found.advice == "请从第二天起再报，或请办公室更正那条核验"


@pytest.mark.parametrize(
    ("told", "new"),
    [
        ([done("8-1"), close("8-5")], under_way("7-1")),
        ([done("8-1"), close("8-5")], under_way("8-5", 培训=1)._replace(day=close("8-6").day)),
        ([done("8-1"), close("8-5")], done("8-6")),
        ([done("8-1"), close("8-5")], puts_right(done("8-1"), done("8-1"))),
        ([ask("5-1", "8-1"), grant("5-3")], puts_right(ask("5-1", "8-1"), ask("5-1", "8-1"))),
        ([done("8-1"), send_back("8-5")], done("8-6")),
        ([done("8-1"), close("8-5")], under_way("8-1", 别的=1)),
        ([done("8-1"), close("8-5")], ask("8-1", "9-1")),
        ([decline("5-1"), send_back("5-3")], claim("5-4")),
        ([close("8-5")], done("8-1")),
        ([], done("8-1")),
        ([done("8-1"), close("8-5")], done("8-3")._replace(tasks=(2,))),
        (
            [done("8-1"), close("8-5"), withdraw("8-5", close("8-5").name)],
            puts_right(done("8-1"), done("6-29")),
        ),
    ],
)
def test_what_changes_nothing_that_was_answered_is_taken(told: list[Record], new: Record) -> None:
    assert said(new, *told) is None


@given(histories, histories_of(1), st.sampled_from(Basis))
def test_no_word_that_is_taken_changes_what_any_verdict_was_given_on(
    told: list[Record], more: list[Record], basis: Basis
) -> None:
    """The course of `fold` itself is the measure."""
    words = [each for each in more if not isinstance(each.fact, Review)]
    assume(words)
    new = words[0]._replace(name="new.yaml")
    item = ITEM._replace(basis=basis)
    then, now = (looked_at(each, basis) for each in (told, [*told, new]))
    refused = said(new, *told, item=item)
    event(f"verdicts {min(len(then), 2)}, refused {refused is not None}")
    if refused is None:
        assert {each: now.get(each) for each in then} == then


def looked_at(records: list[Record], basis: Basis) -> dict[int, object]:
    """What each verdict that counts found of its own matter."""
    return {
        id(each.record): each.before.asked
        if each.record.fact.verdict in ANSWERS[Matter.EXTENSION]
        else (each.before.status, each.before.finished, each.before.answered)
        for each in effects(records, 1, basis=basis)
        if isinstance(each.record.fact, Review) and not each.unapplied
        if each.record.fact.verdict is not Verdict.WITHDRAW
    }
