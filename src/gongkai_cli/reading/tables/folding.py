"""What a cell says several times over, said once.

Cells that were merged by hand keep the paragraph of each cell they were made of: the same words
two to four times, sometimes with another numeral or without the full stop.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

_DIGITS = "〇一二三四五六七八九"
_NUMERAL = re.compile(r"[(（]?\s*([0-9]+|[〇一二三四五六七八九十]+)\s*[)）、.．]\s*(?=\S)")
_STOPS = "。．.；;，,、 \u3000"
_MAX_LINES = 40
"""A cell of more paragraphs is a text, not a repetition."""


class Folded(NamedTuple):
    """The paragraphs that remain, and a sentence for each thing that was folded."""

    lines: tuple[str, ...]
    remarks: tuple[str, ...] = ()


def folded(lines: Sequence[str]) -> Folded:
    """`lines`, the paragraphs of a cell, without those that only repeat others.

    Folds a cell that is one text twice or more, and else paragraphs that repeat the one above.
    """
    if not 1 < len(lines) <= _MAX_LINES:
        return Folded(tuple(lines))
    keys = [_key(line) for line in lines]
    for length in range(1, len(lines) // 2 + 1):
        if keys == keys[:length] * (len(keys) // length):
            return _merged([lines[place::length] for place in range(length)])
    return _merged(list(_runs(lines, keys)))


def _runs(lines: Sequence[str], keys: Sequence[str]) -> Iterator[list[str]]:
    """Neighbours that say the same, together."""
    run: list[str] = []
    for place, line in enumerate(lines):
        if run and keys[place] != keys[place - 1]:
            yield run
            run = []
        run.append(line)
    yield run


def _merged(groups: Sequence[Sequence[str]]) -> Folded:
    lines = tuple(min(group, key=_oddness) for group in groups)
    remarks = dict.fromkeys(
        _remark(group, line) for group, line in zip(groups, lines, strict=True) if len(group) > 1
    )
    return Folded(lines, tuple(remarks))


def _remark(group: Sequence[str], kept: str) -> str:
    wordings = list(dict.fromkeys(group))
    if len(wordings) == 1:
        return f"同一格里的话重复了{len(group)}次，只取一次"
    quoted = "".join(f"“{wording}”" for wording in wordings)
    return f"同一格里有相近的写法{quoted}，取“{kept}”"


def _oddness(line: str) -> tuple[bool, bool, int]:
    """How far a wording is from what titles look like: 一、… without a full stop."""
    return line[:1].isdigit(), line.endswith("。"), len(line)


def _key(line: str) -> str:
    """What near-repetitions of `line` have in common."""
    numeral = _NUMERAL.match(line)
    if not numeral:
        return _bare(line)
    return f"{_value(numeral[1])}|{_bare(line[numeral.end() :])}"


def _bare(line: str) -> str:
    return re.sub(r"\s+", "", line).rstrip(_STOPS) or line


def _value(numeral: str) -> int:
    if numeral.isdecimal():
        return int(numeral[:6])
    tens, ten, ones = numeral.rpartition("十")
    if not ten:
        return int("".join(str(_DIGITS.index(digit)) for digit in ones[:6]))
    return 10 * (_DIGITS.find(tens[-1:]) if tens else 1) + (_DIGITS.find(ones[-1:]) if ones else 0)
