"""A record that counts for nothing is named, and nothing else is."""

from gongkai_cli.domain.record import Record
from gongkai_cli.reckoning.fold import fold
from gongkai_cli.reckoning.strays import Stray, Terms, maybe_stray, strays
from small_book import claim, day, done, under_way

TERMS = Terms({1: frozenset({"培训"}), 2: frozenset(), 3: frozenset()}, frozenset({1, 2}))


def found(*records: Record, as_of: str = "12-31") -> list[Stray]:
    named = list(strays(records, TERMS, day(as_of)))
    assert maybe_stray(fold(records, day(as_of)), TERMS) or not named
    return named


def test_sound_records_are_not_named() -> None:
    sound = [done("2-1"), under_way("3-1", 培训=1), claim("4-1")._replace(tasks=(2,))]
    assert found(*sound) == []
    assert not maybe_stray(fold(sound), TERMS)


def test_a_task_that_the_plan_has_not() -> None:
    lost = claim("4-1")._replace(tasks=(1, 9))
    assert found(lost) == [Stray(lost, (9,))]


def test_a_task_of_others() -> None:
    lost = claim("4-1")._replace(tasks=(3,))
    assert found(lost) == [Stray(lost, (3,))]


def test_a_measure_that_none_of_the_tasks_has() -> None:
    lost = under_way("3-1", 宣讲=1)._replace(tasks=(1, 2))
    assert found(lost) == [Stray(lost, (1, 2), "宣讲")]
    assert found(under_way("3-1", 培训=1)._replace(tasks=(1, 2))) == []
    assert found(under_way("3-1", 培训=1)._replace(tasks=(3,))) == [
        Stray(under_way("3-1", 培训=1)._replace(tasks=(3,)), (3,))
    ]


def test_what_was_put_right_or_is_still_to_come_is_not_named() -> None:
    lost = claim("4-1")._replace(tasks=(9,))
    right = claim("4-2")._replace(tasks=(1,), corrects=lost.name)
    assert found(lost, right) == []
    assert found(lost, as_of="3-31") == []
