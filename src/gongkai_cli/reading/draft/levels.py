"""Numerals before titles: 一、 is a part's, （一） that of what is below it."""

import re

_SECTION = re.compile(r"第?[一二三四五六七八九十]{1,3}\s*(?:部分|[、.．])")
_TOPIC = re.compile(r"[(（]\s*[一二三四五六七八九十]{1,3}\s*[)）]")
_NUMERAL = re.compile(r"[(（]?[一二三四五六七八九十]{1,3}[)）]?[、.．]?")


def is_section(text: str) -> bool:
    """Whether `text` begins as the title of a part does."""
    return bool(_SECTION.match(text))


def is_topic(text: str) -> bool:
    """Whether `text` begins as a title of the second level does."""
    return bool(_TOPIC.match(text))


def is_numeral(text: str) -> bool:
    """Whether `text` is only such a numeral."""
    return bool(_NUMERAL.fullmatch(text.strip()))
