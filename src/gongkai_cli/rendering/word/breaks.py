"""Where the title of a paper is broken (GB/T 9704-2012, 7.3.1): words whole, lines even.

No dictionary: one that knew the words of one office would tear those of the next. What is certain
are the marks, 的, and a year with its period. Between them nearly all words of such titles have
two letters, and counted back from the next mark a break falls between two of them.
"""

import re
from collections.abc import Sequence
from itertools import combinations, pairwise

from gongkai_cli.rendering.word.measures import room

_MOST_LINES = 3
_FREE, _FAIR, _LATE, _POOR = 0, 10, 20, 40
"""What a break costs, in half letters of unevenness.

At a mark; between words of two letters; behind a year, which belongs to what follows, and so much
more inside 《》; elsewhere.
"""

_PIECES = re.compile(
    r"(?:[《“]?\d+年(?:度|[一二三四]季度|[上下]半年|\d+月(?:\d+日)?)?"
    "|（[^（）]{0,12}）|分解表|[!-~]+[个项次]?|[《“]?.)[》”]?的?[，、；：]?",
    re.DOTALL,
)
_TABLE = "分解表"
"""The paper that all this is about: three letters."""

_MARKS = tuple("的》”，、；：")
_ALONE = re.compile("（[^）]*）")
_YEAR = re.compile(r"[《“]?\d+年")


def title_lines(text: str, columns: int) -> list[str]:
    """`text` on as few lines of `columns` half letters as it needs, up to three.

    What needs more, or cannot be broken, comes back as it is: the word processor breaks it.
    """
    pieces = _PIECES.findall(text)
    needed = -(-room(text) // columns)
    for count in range(max(needed, 2), _MOST_LINES + 1) if needed > 1 else ():
        if best := _best(pieces, count, columns):
            return best
    return [text]


def _best(pieces: Sequence[str], count: int, columns: int) -> list[str]:
    """The cheapest way to make `count` lines; of two the one with the lower lines broader."""
    prices = _prices(pieces)
    found: list[tuple[int, list[str]]] = []
    for places in combinations(range(1, len(pieces)), count - 1):
        lines = ["".join(pieces[a:b]).strip(" ") for a, b in pairwise((0, *places, len(pieces)))]
        if max(map(room, lines)) <= columns:
            price = sum(prices[place] for place in places) + _unevenness(lines)
            found.append((price, lines))
    return min(found, key=lambda each: each[0])[1] if found else []


def _unevenness(lines: Sequence[str]) -> int:
    """Half letters between the broadest and the narrowest line; a bracket below is no line."""
    wide = [room(line) for line in lines if not _ALONE.fullmatch(line)]
    return max(wide) - min(wide)


def _prices(pieces: Sequence[str]) -> list[int]:
    """What a break before each of `pieces` costs, more inside a name that has marks around it."""
    prices = []
    back, named = 0, False
    for place in reversed(range(len(pieces))):
        piece = pieces[place]
        back = 0 if _apart(piece) else 1 if piece.endswith(_MARKS) else back + 1
        named = "《" not in piece and (named or "》" in piece)
        prices.append(_price(pieces[:place], piece, back) + _LATE * named)
    return prices[::-1]


def _price(before: Sequence[str], piece: str, back: int) -> int:
    """`back` is how many letters there are from `piece` to the next mark."""
    earlier, last = ("", "", *before)[-2:]
    if _YEAR.match(last) and not _ALONE.match(piece):
        return _LATE
    if last.endswith(_MARKS) or (_apart(piece) and not piece.startswith(_TABLE)) or _apart(last):
        return _FREE
    lone = not earlier or _apart(earlier) or earlier.endswith(_MARKS)
    return _POOR if back % 2 or lone else _FAIR


def _apart(piece: str) -> bool:
    """Whether `piece` is more than a letter and the marks behind it: a bracket, a year."""
    return len(piece.rstrip("".join(_MARKS))) > 1 or piece.isascii()
