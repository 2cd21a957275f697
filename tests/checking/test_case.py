import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai_cli.checking.case import Desk, Finding, Written
from gongkai_cli.domain.record import Record, Review
from gongkai_cli.domain.roster import Roster
from gongkai_cli.reckoning.fold import ItemState, Status, counting, effects
from histories import histories, histories_of
from small_book import (
    GROUPS,
    JUSTICE,
    OFFICE,
    book,
    close,
    day,
    done,
    record,
    send_back,
    target,
    task,
    under_way,
)
from small_desk import FOLDER, desk, finished, link, written


def test_a_record_finds_at_a_path_in_its_own_file() -> None:
    one = written(under_way("6-1"))
    assert one.found("G303", "没有", "请核对", "task", 0) == Finding(
        "G303", f"{FOLDER}/updates/Progress-6-1.yaml", "没有", "请核对", ("task", 0)
    )


def test_a_desk_has_the_items_of_its_unit() -> None:
    of = book(task(1), task(2, responsible="区财政局"), task(3, responsible="区政府各部门"))
    assert list(desk(of=of).items) == [1, 3]


@pytest.mark.parametrize(("ended", "count"), [("2022-12-31", 0), ("2023-1-1", 1)])
def test_a_unit_that_was_gone_before_the_year_has_no_items(ended: str, count: int) -> None:
    unit = JUSTICE._replace(active_until=day(ended))
    of = book(task(), roster=Roster(OFFICE.name, [OFFICE, unit], GROUPS))
    assert len(desk(of=of, unit=unit).items) == count


def test_under_check_is_what_counts_of_the_files_that_are_asked_about() -> None:
    landed = [
        record("5-1", under_way("5-1").fact, "a.yaml"),
        record("5-2", under_way("5-2").fact, "b.yaml"),
    ]
    new = [
        record("6-1", under_way("6-1").fact, "c.yaml", corrects="a.yaml"),
        record("6-2", under_way("6-2").fact, "d.yaml", corrects="c.yaml"),
        record("6-3", under_way("6-3").fact, "e.yaml"),
    ]
    asked = desk(*new, landed=landed)
    assert [each.record.name for each in asked.under_check()] == ["d.yaml", "e.yaml"]


def test_an_effect_is_what_a_record_did_after_those_before_it() -> None:
    first, second, third = done("5-1"), close("5-2"), send_back("6-1")
    asked = desk(third, landed=[first, second])
    assert asked.effect(first, 1).before.status is Status.NOT_STARTED
    assert asked.effect(second, 1).after.status is Status.CLOSED
    assert asked.effect(third, 1).before.status is Status.CLOSED
    assert asked.effect(third, 1).after.status is Status.SENT_BACK


def test_where_a_task_stands_is_after_the_last_of_its_records() -> None:
    asked = desk(send_back("6-1"), landed=[done("5-1"), close("5-2")])
    assert asked.now(1).status is Status.SENT_BACK


def test_an_effect_leaves_out_what_another_task_s_record_put_right() -> None:
    wrong = record("5-1", done("5-1").fact, "a.yaml", (1, 2))
    right = record("5-1", under_way("5-1").fact, "b.yaml", (2,), corrects="a.yaml")
    third = close("6-1")
    assert desk(third, landed=[wrong, right]).effect(third, 1).before.status is Status.NOT_STARTED


def test_an_effect_is_of_the_record_itself_and_not_of_one_alike() -> None:
    one = record("5-1", done("5-1").fact, "a.yaml")
    answer = record("5-1", Review(close("5-1").fact.verdict), "a.yaml")  # type: ignore[union-attr]
    asked = desk(one, answer)
    assert asked.effect(one, 1).record is one
    assert asked.effect(answer, 1).record is answer


def test_evidence_is_shown_until_its_last_day() -> None:
    asked = desk(
        finished("6-1", link(), tasks=(1, 2)),
        finished("7-1", link(), tasks=(2,), name="b.yaml"),
        finished("8-1", link(), tasks=(2,), name="c.yaml"),
        finished("8-1", tasks=(2,), name="d.yaml", corrects="c.yaml"),
    )
    assert asked.shown == {1: day("6-1"), 2: day("7-1")}


def test_corrections_lead_both_ways_within_a_folder() -> None:
    wrong = record("5-1", under_way("5-1").fact, "a.yaml")
    right = record("5-1", under_way("5-1").fact, "b.yaml", corrects="a.yaml")
    other = record("5-1", close("5-1").fact, "c.yaml", corrects="a.yaml")
    asked = desk(wrong, right, other)
    there = {each.record.name: each for each in asked.records}
    assert asked.original(there["b.yaml"]) is there["a.yaml"]
    assert asked.original(there["c.yaml"]) is None
    assert asked.original(there["a.yaml"]) is None
    assert asked.correction(there["a.yaml"]) is there["b.yaml"]
    assert asked.correction(there["b.yaml"]) is None


@given(histories)
def test_what_is_under_check_are_the_records_that_count(records: list[Record]) -> None:
    asked = desk(*records)
    names = {each.record.name for each in asked.under_check()}
    assert names == {each.name for each in counting(records)}


@given(histories_of(2), st.sampled_from(["区司法局", "区政府各部门", "区政府相关部门"]))
def test_effects_are_those_of_the_fold(records: list[Record], responsible: str) -> None:
    of = book(*(task(n, responsible=responsible, targets=(target("培训"),)) for n in (1, 2)))
    asked = desk(*records, of=of)
    for number, item in asked.items.items():
        for effect in effects(records, number, basis=item.basis):
            if effect.unapplied != "已被更正，不再计入":
                found = asked.effect(effect.record, number)
                assert found.unapplied == effect.unapplied
                assert (found.before, found.after) == (lean(effect.before), lean(effect.after))


def lean(state: ItemState) -> ItemState:
    """A state as the rules ask for it."""
    totals = {name: total for name, total in state.totals.items() if name == "培训"}
    return state._replace(reports=(), rests=(), totals=totals)


def test_records_stand_in_the_order_in_which_they_were_laid_out() -> None:
    one, other = Written("b", under_way("6-1")), Written("a", under_way("6-2"))
    assert Desk(desk().case, JUSTICE, [one, other]).records == (one, other)
