"""Findings for programs of one's own: JSON in the envelope of every other answer."""

from datetime import date
from typing import Any

from gongkai_cli.rendering.findings.shown import Findings


def findings_data(findings: Findings) -> list[dict[str, Any]]:
    """A row for each finding; what of its place is not known is null."""
    return [
        {
            "code": found.code,
            "severity": found.severity,
            "message": _unicode(found.message),
            "hint": _unicode(found.hint),
            "file": _unicode(found.span.file),
            "line": found.span.line or None,
            "column": found.span.column or None,
            "end_line": found.span.end_line or None,
            "end_column": found.span.end_column or None,
        }
        for found, _ in findings.shown
    ]


def to_findings_json(findings: Findings, *, year: int, as_of: date) -> str:
    """The answer of `check` as JSON."""
    from gongkai_cli.rendering.payload import to_json

    return to_json("check", findings_data(findings), year=year, as_of=as_of)


def _unicode(text: str) -> str:
    """`text` with ? for the bytes of a file name that were no letters: many readers refuse them."""
    return text.encode("utf-8", "replace").decode("utf-8")
