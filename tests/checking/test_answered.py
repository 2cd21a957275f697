"""What units add after the office has answered, at the gate."""

from gongkai_cli.checking.case import Finding
from gongkai_cli.domain.record import Record
from small_book import (
    JUSTICE,
    book,
    close,
    day,
    decline,
    done,
    send_back,
    target,
    task,
    under_way,
    withdraw,
)
from small_desk import desk, findings

OPEN = book(task(responsible="区政府相关部门", targets=(target(),)))


def found(*new: Record, landed: tuple[Record, ...]) -> list[Finding]:
    return findings(desk(*new, landed=landed, of=OPEN), "G327")


def right(of: Record, corrects: str, name: str = "更正.yaml") -> Record:
    return of._replace(name=name, corrects=corrects)


CLOSED = (done("6-10"), close("6-20"))


def test_a_new_word_may_not_change_what_a_landed_verdict_was_given_on() -> None:
    [one] = found(right(done("6-1"), CLOSED[0].name), landed=CLOSED)
    assert one.message == ("任务1：这会改变办公室2023-06-20核验（销号，Review-6-20.yaml）时的情况")
    assert one.hint == "那以后的事照常报；要改那以前的，请办公室先退回或撤回那条核验"
    assert (one.file.rpartition("/")[2], one.path) == ("更正.yaml", ("date",))


def test_a_new_word_may_not_slip_under_a_landed_verdict() -> None:
    landed = (done("6-10"), send_back("6-20"))
    [one] = found(done("6-20"), landed=landed)
    assert "同一天的报送会排在它前面，不起作用" in one.message
    assert found(done("6-21"), landed=landed) == []
    assert found(under_way("6-1"), landed=landed) == []


def test_only_the_guilty_are_named() -> None:
    bad, good = under_way("6-15"), under_way("6-1")
    assert [each.file for each in found(good, bad, landed=CLOSED)] == [
        each.file for each in found(bad, landed=CLOSED)
    ]


def test_of_very_many_that_change_it_the_first_is_told() -> None:
    first = right(done("6-1"), CLOSED[0].name, "a.yaml")
    many = [under_way(f"5-{each}") for each in range(1, 25)]
    assert [each.file.rpartition("/")[2] for each in found(*many, first, landed=CLOSED)] == [
        many[0].name
    ]


def test_two_new_words_that_leave_it_as_it_was_are_taken() -> None:
    wrong = right(under_way("6-10"), CLOSED[0].name, "a.yaml")
    again = right(done("6-10"), "a.yaml", "b.yaml")
    assert found(wrong, again, landed=CLOSED) == []


def test_what_the_office_takes_back_in_the_same_change_binds_nobody() -> None:
    back = withdraw("6-20", CLOSED[1].name)
    assert found(right(done("6-1"), CLOSED[0].name), back, landed=CLOSED) == []


def test_of_what_is_new_together_nobody_knows_the_order() -> None:
    assert found(done("6-10"), close("6-10"), done("6-5"), landed=()) == []
    assert found(close("6-10"), landed=(done("6-1"),)) == []


def test_other_tasks_are_not_touched() -> None:
    two = book(task(1), task(2))
    other = done("6-1")._replace(tasks=(2,))
    assert findings(desk(other, landed=CLOSED, of=two), "G327") == []
    assert found(right(decline("6-1"), "没有.yaml"), landed=(decline("5-1"),)) == []


def test_a_unit_speaks_while_it_exists() -> None:
    gone = JUSTICE._replace(active_from=day("3-1"), active_until=day("6-30"))
    early, first, last, late = (under_way(each) for each in ("2-28", "3-1", "6-30", "7-1"))
    asked = desk(early, first, last, late, close("7-2"), unit=gone)
    [one, other] = findings(asked, "G328")
    assert (one.file, other.file) == tuple(
        f"ledgers/2023/区司法局/updates/{each.name}" for each in (early, late)
    )
    assert (other.message, other.path) == ("2023-07-01 没有区司法局这个单位", ("date",))


def test_where_the_unit_is_not_of_the_year_that_alone_is_told() -> None:
    gone = JUSTICE._replace(active_until=day("2022-12-31"))
    assert findings(desk(under_way("7-1"), unit=gone), "G328") == []
