"""Where a code's page is found; what stands in it is held by test_rule_pages."""

import pytest

from gongkai_cli.reading.explained import page_of
from gongkai_cli.rules import RULES, Rule


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_page_of_a_code_is_about_it(rule: Rule) -> None:
    assert page_of(rule.code).startswith(f"# {rule.code} {rule.title}\n")


@pytest.mark.parametrize("name", ["README", "G999", "g301", "../files", "../rules/G301", ""])
def test_only_codes_have_pages(name: str) -> None:
    with pytest.raises(KeyError):
        page_of(name)
