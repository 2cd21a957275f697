from itertools import permutations

from gongkai_cli.domain.record import Decline, Record
from small_book import claim, close, done, record


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


def test_a_record_claims_to_correct_nothing_unless_it_says_so() -> None:
    assert not done("6-1").corrects
