"""The comments by which a file excuses findings (# 允许 G309：理由), and what each covers."""

import re
import sys
from bisect import bisect
from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from gongkai_cli.diagnostic import Span
from gongkai_cli.reading.source import Source
from gongkai_cli.rules import Allowance

MOST = 500
"""So many of them are read in one file; what comes after has no effect."""

_ALLOW = re.compile(
    "#[ 　]*允许[ 　]*([Gg][0-9]+(?:[ 　]*[、和][ 　]*[Gg][0-9]+)*)[ 　]*([：:,，]?)"
)

_COMMENT = re.compile("(?:^|(?<= ))#")

_Block = tuple[int, int]
"""The first and the last line of an entry with everything that belongs to it."""


def allowances(text: str, source: Source) -> list[Allowance]:
    """The allowances in a file's `text`, of which `source` was read; none within a value.

    One at the end of a line covers that line. One on a line of its own covers the entry below it,
    with everything indented under it; before the first entry it covers the whole file.
    """
    if "允许" not in text:
        return []
    lines = text.split("\n")
    found = dict(islice(_remarks(lines, source), MOST))
    alone = {number for number, each in found.items() if not each.string[: each.start()].strip()}
    blocks = _blocks(lines, alone)
    top = next((number for number, line in enumerate(lines, 1) if _is_entry(line)), 0)
    return [
        Allowance(
            code.upper(),
            each.string[each.end() :].strip() if each[2] else "",
            Span(source.file, number, each.start() + 1, number, len(each.string) + 1),
            *blocks.get(number, (number, number)),
            whole=number in alone and number < top,
        )
        for number, each in found.items()
        for code in re.findall("[Gg][0-9]+", each[1])
    ]


def cut_short(text: str, source: Source) -> list[Span]:
    """Where a comment other than an allowance stands behind something on its line.

    In a record it is a sentence with a # in it as often as not, and what follows would be lost.
    """
    within = _within(source)
    found = []
    for number, line in enumerate(text.split("\n"), 1):
        marks = (each.start() for each in _COMMENT.finditer(line))
        start = next((each for each in marks if not within(number, each + 1)), 0)
        if line[:start].strip() and not _ALLOW.match(line, start):
            found.append(Span(source.file, number, start + 1, number, len(line) + 1))
    return found


def _within(source: Source) -> Callable[[int, int], bool]:
    """Whether a line and column lie within a value: a # there begins no comment."""
    values = sorted(span[1:] for span in source.spans.values() if span.end_line)

    def within(line: int, column: int) -> bool:
        begun = bisect(values, (line, column, sys.maxsize))
        return bool(begun) and (line, column) < values[begun - 1][2:]

    return within


def _remarks(lines: Sequence[str], source: Source) -> Iterator[tuple[int, re.Match[str]]]:
    """The first allowance of each line, with the number of the line."""
    within = _within(source)
    for number, line in enumerate(lines, 1):
        for found in _ALLOW.finditer(line):
            if not within(number, found.start() + 1):
                yield number, found
                break


def _blocks(lines: Sequence[str], comments: set[int]) -> dict[int, _Block]:
    """The entry below each of these comments, where there is one. One look at each line."""
    waiting: list[int] = []
    begun: list[tuple[int, list[int]]] = []
    found: dict[int, _Block] = {}
    last = 0

    def end(*, before: str | None) -> None:
        while begun and (before is None or not _belongs(before, lines[begun[-1][0] - 1])):
            first, above = begun.pop()
            found.update(dict.fromkeys(above, (first, last)))

    for number, line in enumerate(lines, 1):
        if number in comments:
            waiting.append(number)
        elif _is_entry(line):
            end(before=line)
            if waiting:
                begun.append((number, waiting))
                waiting = []
            last = number
    end(before=None)
    return found


def _belongs(line: str, entry: str) -> bool:
    """Whether `line` is part of `entry`, whose list may stand at its own indent."""
    deeper = _indent(line) - _indent(entry)
    return deeper > 0 or (deeper == 0 and _is_item(line) and not _is_item(entry))


def _is_item(line: str) -> bool:
    return f"{line.strip()} ".startswith("- ")


def _is_entry(line: str) -> bool:
    """Neither blank nor a comment."""
    return bool(line.strip()) and not line.lstrip().startswith("#")


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))
