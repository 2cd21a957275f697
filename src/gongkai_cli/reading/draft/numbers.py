"""序号: what a number cell says, and the numbers that tasks get where it says too little."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

_ONE = re.compile(r"第?[(\[]?([0-9]{1,9})(?:\.0)?[)\]]?[项条]?[.、．。]?")
_SEVERAL = re.compile(r"[0-9]{1,9}(?:[,、;/.][0-9]{1,9})+")
_RANGE = re.compile(r"([0-9]{1,9})(?:[-—–－~～至到]+)([0-9]{1,9})")
_MOST = 50
"""Tasks that one cell can stand for."""


class Given(NamedTuple):
    """A task's number; `remark` says why it is not the issued one, else empty."""

    number: int
    remark: str = ""


def numbers_in(text: str) -> tuple[int, ...]:
    """The numbers that a cell names: 36, 36,37 or 36-37; none where it names none."""
    plain = "".join(unicodedata.normalize("NFKC", text).split()).replace(",", "、")
    if one := _ONE.fullmatch(plain):
        return (int(one[1]),)
    if found := _RANGE.fullmatch(plain):
        first, last = map(int, found.groups())
        return tuple(range(first, last + 1)) if first < last < first + _MOST else ()
    return tuple(map(int, re.findall("[0-9]+", plain))) if _SEVERAL.fullmatch(plain) else ()


def given(stated: Sequence[int | None]) -> list[Given]:
    """A number for every task, no two alike; what was issued stays wherever it can.

    Where numbers begin again at 1, those of the part before go on. A task without one gets the
    next number where that is free, else the one after the largest.
    """
    issued = list(_once(stated))
    used = {number for number in issued if number is not None}
    found: list[Given] = []
    before, largest = 0, max(used, default=0)
    for said, known in zip(stated, issued, strict=True):
        following = before + 1 if before + 1 not in used else largest + 1
        before = following if known is None else known
        used.add(before)
        largest = max(largest, before)
        found.append(Given(before, _why(said, before)))
    return found


def gaps(numbers: Sequence[int]) -> Iterator[tuple[int, str]]:
    """Where rising numbers leave some out: the place of the later one, and a sentence."""
    for place, (before, after) in enumerate(pairwise(numbers), 1):
        if after > before + 1:
            yield place, f"序号从{before}跳到{after}，照录，没有补"


def _once(stated: Sequence[int | None]) -> Iterator[int | None]:
    """Each number as it counts; None for what repeats another."""
    used: set[int] = set()
    offset = largest = 0
    for said in stated:
        if said == 1 and 1 in used:
            offset = largest
        number = None if said is None else said + offset
        yield None if number in used else number
        if number is not None:
            used.add(number)
            largest = max(largest, number)


def _why(said: int | None, number: int) -> str:
    if said is None:
        return f"没有序号，编为{number}"
    return "" if said == number else f"序号{said}与前面重复，编为{number}"
