"""How much room text takes on paper, and how columns of text share it.

Counted in halves of a Chinese letter, of which a digit takes one in the fonts that a paper names.
Where another font stands in, digits are wider: there is room for them. Knows no tables, no Word.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from gongkai_cli.rendering.layout import width
from gongkai_cli.rendering.word.look import POINTS_A_MM, WUHAO, Sheet

EDGE = 2
"""What a column needs beside its text, for the margins of its cells."""

EASY = 20
"""A column of sentences is read with ease when so much of them stands on a line."""

_VALUE = 28
"""What is wider is read as a sentence, not as a value, and may be broken like one."""

_WIDEST = 64
"""A column of sentences has no more of them on a line, however long they are."""

_LETTER = 2
_ENOUGH = 300
"""So many rows tell how wide the columns should be; all of a long table would take seconds."""

_PARTS = re.compile("(?=（)|(?<=[，、；：\n])")
_GAPS = re.compile(r"(?<=[一-鿿])(?=[0-9A-Za-z])|(?<=[0-9A-Za-z])(?=[一-鿿])")
_STOPS = re.compile("[。！？]")


def room(text: str) -> int:
    """What `text` takes on one line where a digit is nearly a third wider than it should be.

    Between Chinese and digits stands a quarter of a letter that nobody wrote.
    """
    narrow = sum(letter.isascii() for letter in text)
    gaps = len(_GAPS.findall(text)) if 0 < narrow < len(text) else 0
    return width(text) + -(-(3 * narrow + 5 * gaps) // 10)


def across(sheet: Sheet) -> int:
    """What a table on `sheet` has beside each other, in half letters of its size."""
    return int(sheet.measure * POINTS_A_MM * 2 / WUHAO)


class Shape(NamedTuple):
    """What a column needs: at least, and to have its longest text on one line.

    `folds`: its texts are sentences, which may be broken like running text.
    """

    least: int
    most: int
    folds: bool


def shape(texts: Sequence[str]) -> Shape:
    """What a column of `texts` needs. A value is never broken but before a bracket or at a comma.

    A column is one of sentences where a single text is.
    """
    parts = [part for text in texts for part in _parts(text)]
    whole = min(max(map(room, texts), default=0), _WIDEST)
    long = max(map(width, parts), default=0) > _VALUE
    folds = long or any(map(_STOPS.search, texts))
    least = min(EASY, whole) if folds else max(map(room, parts), default=0)
    return Shape(least + EDGE, max(least, whole) + EDGE, folds)


def broken(text: str, columns: int) -> str:
    """A value on as few lines as a column so wide needs, its dates and numbers whole."""
    lines: list[str] = []
    for part in _parts(text):
        if lines and room(lines[-1] + part) + EDGE <= columns:
            lines[-1] += part
        else:
            lines.append(part)
    return "\n".join(line.strip("\n") for line in lines)


def _parts(text: str) -> Iterator[str]:
    yield from filter(None, _PARTS.split(text))


def shared(shapes: Sequence[Shape], rows: Sequence[Sequence[str]], whole: int) -> list[int]:
    """Widths of the columns of `rows`, of `whole` together where they need so much.

    Each has its least; what is left goes, letter by letter, where it makes the rows lower.
    """
    found = [each.least for each in shapes]
    wants = [[room(text) for text in row] for row in rows[:_ENOUGH]]
    for _ in range((whole - sum(found)) // _LETTER):
        gains = _gains(found, shapes, wants)
        best = max(range(len(found)), key=gains.__getitem__, default=0)
        if not gains or not gains[best]:
            break
        found[best] += _LETTER
    return found


def _gains(
    found: Sequence[int], shapes: Sequence[Shape], wants: Sequence[Sequence[int]]
) -> list[float]:
    """How much lower the rows would be if a column were wider: the highest field makes a row."""
    gains = [0.0] * len(found)
    for row in wants:
        lines, place = max(
            (want / max(own - EDGE, 1), -place)
            for place, (want, own) in enumerate(zip(row, found, strict=True))
        )
        if lines > 1 and found[-place] < shapes[-place].most:
            gains[-place] += lines / found[-place]
    return gains
