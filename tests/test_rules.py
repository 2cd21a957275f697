"""The catalogue of codes; that each has a page and goes off, `tests/test_rule_pages.py` tells."""

import re

from gongkai_cli.diagnostic import Severity
from gongkai_cli.rules import BY_CODE, RULES

READING, CHANGE, LEDGER = "G1", "G4", "G5"


def test_codes_are_unique_and_in_order() -> None:
    codes = [rule.code for rule in RULES]
    assert codes == sorted(set(codes))
    assert all(re.fullmatch("G[1-7][0-9]{2}", code) for code in codes)
    assert list(BY_CODE.values()) == list(RULES)


def test_titles_are_unique_and_name_the_fault() -> None:
    titles = [rule.title for rule in RULES]
    assert len(set(titles)) == len(titles)
    assert not [title for title in titles if re.search("^请|。$|应当|必须", title)]


def test_what_cannot_be_read_cannot_be_excused() -> None:
    assert not [rule.code for rule in RULES if rule.allowable and rule.code.startswith(READING)]


def test_a_notice_never_fails_a_check_and_can_be_excused() -> None:
    notices = [rule for rule in RULES if rule.severity is Severity.NOTICE]
    assert [rule.code for rule in notices] == ["G206", "G604"]
    assert all(rule.allowable for rule in notices)


def test_what_a_change_does_to_others_cannot_be_excused_by_the_change() -> None:
    excusable = [rule.code for rule in RULES if rule.allowable and rule.code.startswith(CHANGE)]
    assert excusable == ["G407", "G411"]  # what the plan's own keeper does to the plan
    assert not any(rule.allowable for rule in RULES if rule.code.startswith(LEDGER))
