"""How high a row must be for its cells to be read whole.

Excel, WPS and LibreOffice do not let a protected row grow by itself, and each measures fonts in
its own way: this reckons a little more than any of them needs.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

from gongkai_cli.rendering.layout import fold, width
from gongkai_cli.table import Cell

SIZE = 11.0
"""The usual size of letters, in points."""

HIGHEST = 409.0
"""No row can be higher, in points."""

_SIZES = (SIZE, 9.0, 6.0)
_DIGIT = 10.5
"""A column's measure is the digit of the usual font, as wide as half a letter of this size."""

_LINE = 1.43
"""A line's height over the size of its letters, in the roomiest of the usual fonts."""

_PADDING = 5.0
_LEAST = 30.0
_BREAKABLE = re.compile(r"([/?&=_.-]+)")
_WORD = re.compile("[!-~]+")
_LATIN = re.compile("[!-~]")
_WIDER = 0.1
"""How much wider than half a Chinese letter the others are in fonts that are not 宋体."""


def height_of(count: int, size: float = SIZE) -> float:
    """Points that so many lines of letters of `size` take."""
    return count * size * _LINE + _PADDING


def row_height(cells: Iterable[tuple[str, float]]) -> tuple[float, float]:
    """Height and size of letters, in points, for texts in columns of so many digits.

    Letters get smaller only where a row could not be high enough.
    """
    found = list(cells)
    for size in _SIZES:
        most = max((lines(text, room(columns, size)) for text, columns in found), default=0)
        height = max(height_of(most, size), _LEAST)
        if height <= HIGHEST:
            return height, size
    return HIGHEST, _SIZES[-1]


def room(columns: float, size: float = SIZE) -> float:
    """Half letters of `size` that fit into a line of a column of so many digits."""
    return columns * _DIGIT / size


@lru_cache(maxsize=8192)
def lines(text: str, halves: float) -> int:
    """Lines that `text` takes where so many half letters fit; most wording is asked for often."""
    return sum(_folded(line, halves) for line in text.split("\n"))


def _folded(line: str, halves: float) -> int:
    latin = len(_LATIN.findall(line))
    share = latin / max(width(line), 1)
    least = max(int(halves / (1 + _WIDER * share)), 2)
    if width(line) <= least:
        return 1
    return len(list(fold((Cell(_loosened(line, least)),), least)))


def _loosened(line: str, most: int) -> str:
    """An address longer than a line may be broken after each of its marks, and leave a gap."""

    def parts(word: re.Match[str]) -> str:
        return _BREAKABLE.sub(r"\1 ", word[0]) if len(word[0]) > most else word[0]

    return _WORD.sub(parts, line)
