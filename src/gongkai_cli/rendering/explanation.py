"""A page of the rules on a terminal: of Markdown, just what those pages are written in.

What stands in a fence is shown as it is, under the file that it is an example of.
"""

import re
from collections.abc import Iterator

from gongkai_cli.table import Block, Bullet, Cell, Column, Document, Heading, Line, Table, Tone

_PART = re.compile(
    r"^```\w*(?P<caption>.*)\n(?P<code>(?:.*\n)*?)```$|(?P<table>(?:^\|.*\n?)+)|^(?P<line>.*)$",
    re.MULTILINE,
)
_MARK = re.compile(r"(?:# )?报 G\d.*")
_MARGIN = 4


def explanation(page: str) -> Document:
    """`page`, its headings, lists, tables and fences laid out; a paragraph is one line of it."""
    parts = _PART.finditer(page.rstrip("\n"))
    return Document(tuple(block for part in parts for block in _blocks(part)))


def _blocks(part: re.Match[str]) -> Iterator[Block]:
    if part["code"] is not None:
        yield from _fence(part["caption"].strip(), part["code"].splitlines())
    elif part["table"]:
        yield _table(part["table"].splitlines())
    else:
        yield _prose(part["line"])


def _fence(caption: str, code: list[str]) -> Iterator[Line]:
    if caption:
        yield Line(_marked(caption, Tone.FAINT), _MARGIN)
    for line in code:
        inner = len(line) - len(line.lstrip())
        yield Line((Cell(" " * _MARGIN), *_marked(line)), _MARGIN + inner + _MARGIN)


def _marked(line: str, tone: Tone = Tone.PLAIN) -> tuple[Cell, ...]:
    """`line` with the codes that it says are told of it set off."""
    found = _MARK.search(line)
    if not found:
        return (Cell(line, tone),)
    return Cell(line[: found.start()], tone), Cell(found.group(), Tone.RED)


def _table(lines: list[str]) -> Table:
    """A table from its lines, the second of which only rules it off."""
    titles, _, *rows = ([_plain(cell.strip()) for cell in line.split("|")[1:-1]] for line in lines)
    return Table(tuple(map(Column, titles)), tuple(tuple(map(Cell, row)) for row in rows))


def _prose(line: str) -> Block:
    marks, _, text = line.partition(" ")
    if marks and set(marks) == {"#"}:
        return Heading(_plain(text), len(marks))
    if marks == "-":
        return Bullet((Cell(_plain(text)),))
    return Line((Cell(_plain(line)),)) if line else None


def _plain(text: str) -> str:
    """`text` without backticks; a link is its words."""
    return re.sub(r"\[([^]]+)\]\([^)]+\)", r"\1", text).replace("`", "")
