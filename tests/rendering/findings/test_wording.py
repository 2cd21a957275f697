import pytest

from gongkai_cli.diagnostic import Diagnostic, Span
from gongkai_cli.rendering.findings.wording import file_name, sentence, title, verdict
from rendering.findings.samples import COLON, FOUR, HOSTILE, NONE, NOWHERE


def test_verdict_counts_every_weight() -> None:
    assert verdict(FOUR) == "2个错误，1个警告，1个提示；检查了3个文件（改动2个）。"


def test_verdict_says_that_nothing_is_wrong() -> None:
    assert verdict(NONE) == "没有发现问题；检查了3个文件。"
    assert verdict(NONE._replace(changed=0)) == "没有发现问题；检查了3个文件（改动0个）。"


def test_title_is_the_codes_own() -> None:
    assert title(COLON.diagnostic) == "G101 使用了全角冒号"


def test_sentence_says_what_and_what_to_do() -> None:
    assert sentence(NOWHERE.diagnostic) == "改动太多，没有查完。请分几次提交"
    assert sentence(Diagnostic("G101", "错", "", Span("a"))) == "错"


def test_a_file_name_is_one_line() -> None:
    assert file_name(Diagnostic("G101", "错", "", Span("a\nb\udcff"))) == "a b?"


@pytest.mark.parametrize("text", HOSTILE)
def test_a_sentence_is_one_line_that_utf_8_can_say(text: str) -> None:
    said = sentence(Diagnostic("G101", text, text, Span("a")))
    assert said.isprintable() or "\ufffe" in said
    said.encode()
