"""The formats of findings for machines, by the names that the command line takes.

A format is a module with its writer and a line in `FORMATS`; each is loaded when it is asked for,
for start-up time. What a person reads is in `text`: it alone depends on the window's width.
"""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import NamedTuple, Protocol

from gongkai_cli.rendering.findings.shown import Findings


class Run(NamedTuple):
    """What some formats say about the run: the program's version, the plan's year, the day."""

    version: str
    year: int
    as_of: date


class Writer(Protocol):
    """Findings as whole lines of text, the same for the same findings."""

    def __call__(self, findings: Findings, run: Run) -> str:
        """The text."""
        ...


def _github(findings: Findings, run: Run) -> str:  # noqa: ARG001 - every writer is called alike
    from gongkai_cli.rendering.findings.github import to_github

    return to_github(findings)


def _gitlab(findings: Findings, run: Run) -> str:  # noqa: ARG001 - likewise
    from gongkai_cli.rendering.findings.gitlab import to_gitlab

    return to_gitlab(findings)


def _sarif(findings: Findings, run: Run) -> str:
    from gongkai_cli.rendering.findings.sarif import to_sarif

    return to_sarif(findings, run.version)


def _junit(findings: Findings, run: Run) -> str:  # noqa: ARG001 - likewise
    from gongkai_cli.rendering.findings.junit import to_junit

    return to_junit(findings)


def _rdjson(findings: Findings, run: Run) -> str:  # noqa: ARG001 - likewise
    from gongkai_cli.rendering.findings.rdjson import to_rdjson

    return to_rdjson(findings)


def _json(findings: Findings, run: Run) -> str:
    from gongkai_cli.rendering.findings.payload import to_findings_json

    return to_findings_json(findings, year=run.year, as_of=run.as_of)


FORMATS: Mapping[str, Writer] = MappingProxyType(
    {
        "github": _github,
        "gitlab": _gitlab,
        "sarif": _sarif,
        "junit": _junit,
        "rdjson": _rdjson,
        "json": _json,
    }
)
