import pytest

from gongkai_cli.reading.draft.levels import is_numeral, is_section, is_topic


@pytest.mark.parametrize(
    ("text", "section", "topic", "numeral"),
    [
        ("一、公开", True, False, False),
        ("第一部分 公开", True, False, False),
        ("十二. 公开", True, False, False),
        ("（一）公开", False, True, False),
        ("(十)公开", False, True, False),
        ("一", False, False, True),
        ("（三）", False, True, True),
        ("一、", True, False, True),
        ("一局公开", False, False, False),
        ("1、公开", False, False, False),
    ],
)
def test_numeral_of(text: str, section: bool, topic: bool, numeral: bool) -> None:  # noqa: FBT001 - a table
    assert (is_section(text), is_topic(text), is_numeral(text)) == (section, topic, numeral)
