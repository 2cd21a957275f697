"""How wide text is on a terminal, and where it may be folded.

Own code where libraries were tried: rich cuts Chinese with … in tables and takes 40 ms to import,
wcwidth takes 15 ms; the answer a clerk waits for takes less. A test holds `width` to wcwidth's.
"""

import re
from collections.abc import Iterator
from unicodedata import category, east_asian_width

from gongkai_cli.table import Cell, Tone

_WORD = re.compile(r"[!-~]+|.", re.DOTALL)
_NEVER_FIRST = frozenset("，。、；：？！）》”’」』】%…·")
_NEVER_LAST = frozenset("（《“‘「『【")
_BREAK = re.compile("\r\n|[\t-\r\x85\u2028\u2029]")
_COMMAND = re.compile(r"##(?=\w*\[)")
_UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)

Folded = list[Cell]
"""One screen line, as runs of text with their tones."""


def seen(text: str) -> str:
    """`text` on one line, without what would move the cursor or turn the reading order.

    Build servers obey ##[error] and its kin anywhere in a line of their log: they are tamed, too.
    """
    shown = text if text.isprintable() else _UNSEEN.sub("?", _BREAK.sub(" ", text))
    return _COMMAND.sub("#＃", shown) if "##" in shown else shown


def inert(line: str) -> str:
    """`line` as it may begin: with ::error it would be a command to GitHub's runners."""
    text = line.lstrip()
    return line.replace("::", "：", 1) if text.startswith("::") else line


def width(text: str) -> int:
    """Columns that `text` takes on a terminal."""
    return len(text) if text.isascii() else sum(map(_letter_width, text))


def pad(text: str, columns: int, *, right: bool = False) -> str:
    """`text` filled with spaces to `columns`."""
    space = " " * (columns - width(text))
    return space + text if right else text + space


def fold(
    cells: tuple[Cell, ...], columns: int, indent: int = 0, *, whole: bool = False
) -> Iterator[Folded]:
    """Lines of at most `columns`; from the second on they begin at `indent`. `whole`: see Line.

    Breaks between Chinese letters and between words, never before a closing mark or after an
    opening one; only what is wider than a whole line by itself is broken inside.
    """
    line: Folded = []
    used = 0
    for piece in _pieces(cells, columns - indent, whole=whole):
        if line and used + width(piece.text) > columns:
            yield _trimmed(line)
            line, used = [Cell(" " * indent), piece._replace(text=piece.text.lstrip(" "))], indent
        else:
            line.append(piece)
        used += width(line[-1].text)
    yield _trimmed(line)


def longest_word(text: str) -> int:
    """Columns of the widest thing in `text` that should not be torn: a date, a number, a name."""
    return max(map(width, _WORD.findall(seen(text))), default=0)


def balanced(cell: Cell, columns: int) -> list[Folded]:
    """`cell` folded into as few lines as `columns` need, these as even as they can be.

    A name's last letter never stands alone: 区行政审批 / 服务局, not 区行政审批服务 / 局.
    """
    lines = list(fold((cell,), columns))
    if len(lines) == 1:
        return lines
    for narrower in range(_least(cell, len(lines)), columns):
        even = list(fold((cell,), narrower))
        if len(even) == len(lines) and max(map(_line_width, even)) <= narrower:
            return even
    return lines


def _least(cell: Cell, lines: int) -> int:
    return max(width(seen(cell.text)) // lines, 2)


def _line_width(line: Folded) -> int:
    return sum(width(cell.text) for cell in line)


def _pieces(cells: tuple[Cell, ...], columns: int, *, whole: bool) -> Iterator[Cell]:
    """What may not be torn apart: words, and marks with the letter they cling to."""
    words = (cell._replace(text=seen(cell.text)) for cell in cells)
    for piece in words if whole else _clusters(cells):
        if width(piece.text) <= columns:
            yield piece
        else:
            yield from (piece._replace(text=part) for part in _torn(piece.text, columns))


def _clusters(cells: tuple[Cell, ...]) -> Iterator[Cell]:
    held, tone = "", Tone.PLAIN
    for cell in cells:
        if held and cell.tone is not tone:
            yield Cell(held, tone)
            held = ""
        tone = cell.tone
        for word in _WORD.findall(seen(cell.text)):
            if held and not _clings(held, word):
                yield Cell(held, tone)
                held = ""
            held += word
    if held:
        yield Cell(held, tone)


def _torn(text: str, columns: int) -> Iterator[str]:
    """A word wider than a whole line, in parts that fit."""
    part = ""
    for letter in text:
        if part and width(part + letter) > columns:
            yield part
            part = ""
        part += letter
    yield part


def _clings(held: str, word: str) -> bool:
    return word[0] in _NEVER_FIRST or held[-1] in _NEVER_LAST


def _trimmed(line: Folded) -> Folded:
    """`line` without spaces at its end, neighbours of one tone as one run."""
    joined: Folded = []
    for cell in line:
        if joined and joined[-1].tone is cell.tone:
            joined[-1] = cell._replace(text=joined[-1].text + cell.text)
        else:
            joined.append(cell)
    if joined:
        joined[-1] = joined[-1]._replace(text=joined[-1].text.rstrip(" "))
    return joined


def _letter_width(letter: str) -> int:
    if east_asian_width(letter) in "WF":
        return 2
    return 0 if category(letter) in {"Mn", "Me", "Cf"} else 1
