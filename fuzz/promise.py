"""What is promised of everything that is said about a stranger's bytes."""

from collections.abc import Iterable

from gongkai_cli.diagnostic import Diagnostic
from gongkai_cli.rules import BY_CODE


class BrokenPromiseError(AssertionError):
    """What a reader or writer promised does not hold; says which."""


def promise(holds: object, what: str) -> None:
    """Raise BrokenPromiseError unless `what` holds."""
    if not holds:
        raise BrokenPromiseError(what)


def sound(faults: Iterable[Diagnostic], text: str | None = None) -> None:
    """Faults have codes of the catalogue, Chinese words, and places inside `text` where given."""
    for fault in faults:
        promise(fault.code in BY_CODE, f"no such code: {fault.code}")
        promise(is_chinese(fault.message), f"not Chinese: {fault.message!r}")
        promise(is_chinese(fault.hint), f"not Chinese: {fault.hint!r}")
        if text is not None:
            _placed(fault, text.split("\n"))


def is_chinese(sentence: str) -> bool:
    """Whether there is Chinese in it at all, as in every sentence of the program's own."""
    return any("\u4e00" <= letter <= "\u9fff" for letter in sentence)


def _placed(fault: Diagnostic, lines: list[str]) -> None:
    span = fault.span
    promise(0 <= span.line <= len(lines) + 1, f"no such line: {fault}")
    if 0 < span.line <= len(lines):
        promise(span.column <= len(lines[span.line - 1]) + 1, f"no such column: {fault}")
    if span.end_line:
        promise(span[1:3] <= span[3:5], f"ends before it begins: {fault}")
