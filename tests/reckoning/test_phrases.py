import pytest

from gongkai_cli.reckoning.phrases import PhraseError, plain_form


@pytest.mark.parametrize(
    ("phrase", "plain"),
    [
        ("２０２３年６月底前", "2023年6月底前"),
        ("全年，长期\n坚持", "全年,长期坚持"),
        (" 全\u3000年\t\xa0", "全年"),
        ("每⽉", "每月"),  # a radical, as PDF files have it
        ("", ""),
    ],
)
def test_plain_form_has_half_width_signs_and_no_white_space(phrase: str, plain: str) -> None:
    assert plain_form(phrase) == plain


def test_a_phrase_error_can_be_caught_as_a_wrong_value() -> None:
    with pytest.raises(ValueError, match="看不懂"):
        raise PhraseError("看不懂")
