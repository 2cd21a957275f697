"""What is wrong, where, and what to do: the one shape of every fault the program reports.

Knows neither YAML nor tasks; readers and rules make these, the command line prints them.
"""

from enum import StrEnum
from typing import NamedTuple


class Severity(StrEnum):
    """How much a finding weighs; the value is the word a reader sees."""

    ERROR = "错误"
    WARNING = "警告"
    NOTICE = "提示"


class Span(NamedTuple):
    """A place in a file, from its first character to the one after its last.

    Lines and columns count characters from 1. `line` 0 means the file as a whole; `end_line` 0,
    that only the beginning is known.
    """

    file: str
    line: int = 0
    column: int = 0
    end_line: int = 0
    end_column: int = 0

    def place(self) -> str:
        """file:line:column, as far as it is known; editors make a link of it."""
        return ":".join(str(part) for part in self[:3] if part)


class Diagnostic(NamedTuple):
    """One finding: a stable code, a Chinese sentence naming the fault, and its remedy."""

    code: str
    message: str
    hint: str
    span: Span
    severity: Severity = Severity.ERROR


class Unreadable(Exception):  # noqa: N818 - it names the state of the input, not a bug
    """Input that no answer can be built on; carries every fault found, never just the first."""

    def __init__(self, diagnostics: list[Diagnostic]) -> None:
        """Carry `diagnostics`, ordered by file and line."""
        super().__init__(f"{len(diagnostics)} diagnostics")
        self.diagnostics = sorted(diagnostics, key=lambda found: found.span)
