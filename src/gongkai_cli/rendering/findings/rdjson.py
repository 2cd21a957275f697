"""Findings in reviewdog's format, which brings them to git hosts that have none of their own."""

from typing import Any

from gongkai_cli.diagnostic import Severity, Span
from gongkai_cli.rendering.findings.shown import Findings, Shown
from gongkai_cli.rendering.findings.wording import file_name, sentence

_SEVERITIES = {Severity.ERROR: "ERROR", Severity.WARNING: "WARNING", Severity.NOTICE: "INFO"}


def to_rdjson(findings: Findings) -> str:
    """A DiagnosticResult in JSON."""
    import json

    result = {"source": {"name": "gongkai"}, "diagnostics": [*map(_diagnostic, findings.shown)]}
    return json.dumps(result, ensure_ascii=False, indent=1) + "\n"


def _diagnostic(shown: Shown) -> dict[str, Any]:
    found = shown.diagnostic
    location: dict[str, Any] = {"path": file_name(found) or "."}
    if found.span.line:
        location["range"] = _range(found.span, shown.line)
    return {
        "message": sentence(found),
        "location": location,
        "severity": _SEVERITIES[found.severity],
        "code": {"value": found.code},
    }


def _range(span: Span, line: str) -> dict[str, Any]:
    """Columns count bytes there: without the line's text only whole lines can be named."""
    if not line or not span.column or span.end_line > span.line:
        return {"start": {"line": span.line}, "end": {"line": _last_line(span)}}
    start = {"line": span.line, "column": _bytes(line, span.column)}
    if not span.end_column:
        return {"start": start}
    return {"start": start, "end": {"line": span.line, "column": _bytes(line, span.end_column)}}


def _last_line(span: Span) -> int:
    """What ends before the first letter of a line ends in the line before."""
    if span.end_line > span.line and span.end_column == 1:
        return span.end_line - 1
    return max(span.line, span.end_line)


def _bytes(line: str, column: int) -> int:
    return len(line[: column - 1].encode("utf-8", "replace")) + 1
