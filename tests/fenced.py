"""The fenced blocks of a Markdown document."""

from collections.abc import Iterator
from typing import NamedTuple


class Block(NamedTuple):
    """One block: its language, its lines, and the number of the first of them."""

    language: str
    lines: list[str]
    start: int


def blocks(text: str) -> Iterator[Block]:
    """Every fenced block of `text`, in order."""
    first, language, inside = 0, "", False
    lines = text.splitlines()
    for number, line in enumerate(lines):
        if line.startswith("```"):
            if inside:
                yield Block(language, lines[first:number], first)
            inside, language, first = not inside, line.removeprefix("```"), number + 1
    assert not inside
