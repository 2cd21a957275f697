"""Findings for GitLab's merge requests: a Code Quality report."""

from gongkai_cli.diagnostic import Severity
from gongkai_cli.rendering.findings.fingerprint import fingerprints
from gongkai_cli.rendering.findings.shown import Findings
from gongkai_cli.rendering.findings.wording import file_name, sentence

_SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.NOTICE: "info"}


def to_gitlab(findings: Findings) -> str:
    """A JSON list; GitLab wants a path and a line for each: what has none is shown at the top."""
    import json

    report = [
        {
            "description": sentence(found),
            "check_name": found.code,
            "fingerprint": fingerprint,
            "severity": _SEVERITIES[found.severity],
            "location": {
                "path": file_name(found) or ".",
                "lines": {"begin": max(found.span.line, 1)},
            },
        }
        for (found, _), fingerprint in zip(findings.shown, fingerprints(findings), strict=True)
    ]
    return json.dumps(report, ensure_ascii=False, indent=1) + "\n"
