from itertools import permutations

from gongkai_cli.domain.record import Decline, Record
from small_book import claim, close, done, record, under_way


def test_records_apply_by_day_then_the_units_word_then_by_file_name() -> None:
    ordered = [
        record("6-1", Decline(), "z.yaml"),
        record("6-2", Decline(), "a.yaml"),
        record("6-2", Decline(), "b.yaml"),
        close("6-2")._replace(name="0.yaml"),
        claim("6-3"),
    ]
    for shuffled in permutations(ordered):
        assert sorted(shuffled, key=Record.order) == ordered


def test_chance_does_not_decide_whether_a_task_is_finished() -> None:
    """The last part of a file's name is a hash: a day's 推进中 and 已完成 come in either order."""
    ordered = [
        under_way("6-2")._replace(name="21-2023-06-02-ffffff.yaml"),
        done("6-2")._replace(name="21-2023-06-02-0a0a0a.yaml"),
        done("6-2")._replace(name="21-2023-06-02-000000.yaml", corrects="x.yaml", reason="错字"),
        close("6-2")._replace(name="0.yaml"),
    ]
    for shuffled in permutations(ordered):
        assert sorted(shuffled, key=Record.order) == ordered


def test_a_record_claims_to_correct_nothing_unless_it_says_so() -> None:
    assert not done("6-1").corrects
