"""What every writer of findings is given: the findings with the lines they stand on."""

from typing import NamedTuple

from gongkai_cli.diagnostic import Diagnostic


class Shown(NamedTuple):
    """A finding and the line of its file that it points into; empty where there is none.

    Nothing in it is secret: personal data was masked before it came here.
    """

    diagnostic: Diagnostic
    line: str = ""


class Findings(NamedTuple):
    """All findings of one run, ordered by file, line and column.

    `files` were looked at; `changed` of them differ from the base (None: there was no base).
    """

    shown: tuple[Shown, ...]
    files: int
    changed: int | None = None
