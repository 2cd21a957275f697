"""A part of a zipped spreadsheet as a stream of elements; nothing of it is kept.

The standard library's parser knows no network and no files, and here no document type, so that
there are no entities but XML's own five.
"""

from typing import Protocol
from xml.parsers import expat

from gongkai_cli.reading.filled.marks import too_large
from gongkai_cli.reading.tables.archive import MAX_DEPTH, MAX_TAGS, damaged
from gongkai_cli.reading.tables.faults import CannotRead

_DIGITS = 9
VERY_MANY = 10**_DIGITS


class Walker(Protocol):
    """Who is told of every element by its name without prefix, and of the text in between."""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""

    def end(self, name: str) -> None:
        """An element ends."""

    def text(self, text: str) -> None:
        """A stretch of text."""


def walk(data: bytes, walker: Walker) -> None:
    """Tell `walker` of everything in `data`, in its order. Raises CannotRead."""
    if data.count(b"<") > MAX_TAGS:
        raise too_large("内容太多")
    depth = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > MAX_DEPTH:
            raise too_large(f"内容的嵌套超过了{MAX_DEPTH}层")
        walker.start(_local(name), {_local(key): value for key, value in attributes.items()})

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        walker.end(_local(name))

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = walker.text
    try:
        parser.Parse(data, True)  # noqa: FBT003 - the parser's own: this is all of it
    except (expat.ExpatError, LookupError) as error:  # the latter for an encoding nobody knows
        raise damaged() from error


def _local(name: str) -> str:
    return name.rpartition(" ")[2]


def _refuse(*_said: object) -> None:
    raise CannotRead("文件里有文档类型声明，正常的台账不会有。")


def number(text: str | None, otherwise: int) -> int:
    """A count as it stands in an attribute, or `otherwise`; what is too long is very many."""
    digits = (text or "").strip().removeprefix("+")
    if not (digits.isascii() and digits.isdecimal()):
        return otherwise
    return int(digits) if len(digits) <= _DIGITS else VERY_MANY
