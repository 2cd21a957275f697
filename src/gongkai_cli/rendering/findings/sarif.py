"""Findings as SARIF 2.1.0, which code scanners and editors read."""

import re
from typing import Any

from gongkai_cli.diagnostic import Diagnostic, Severity, Span
from gongkai_cli.rendering.findings.fingerprint import fingerprints
from gongkai_cli.rendering.findings.shown import Findings
from gongkai_cli.rendering.findings.wording import sentence
from gongkai_cli.rules import BY_CODE

_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTICE: "note"}
_NO_BYTE = re.compile("[\ud800-\udc7f\udd00-\udfff]")
"""Surrogates that stand for no byte of a file name."""


def to_sarif(findings: Findings, version: str) -> str:
    """One run of this program in its `version`, its columns counted in characters.

    Whatever GitHub's code scanning asks for beyond the standard is there.
    """
    import json

    codes = sorted({found.code for found, _ in findings.shown})
    results = [
        _result(found, codes.index(found.code), fingerprint)
        for (found, _), fingerprint in zip(findings.shown, fingerprints(findings), strict=True)
    ]
    driver = {"name": "gongkai", "version": version, "rules": [_rule(code) for code in codes]}
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=1) + "\n"


def _rule(code: str) -> dict[str, Any]:
    rule = BY_CODE[code]
    return {
        "id": code,
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": rule.title},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "help": {"text": f"说明：gongkai check --explain {code}"},
    }


def _result(found: Diagnostic, rule: int, fingerprint: str) -> dict[str, Any]:
    # [words](target) is a link even in SARIF's plain text: whatever a stranger wrote is none.
    text = sentence(found).replace("](", "] (")
    return {
        "ruleId": found.code,
        "ruleIndex": rule,
        "level": _LEVELS[found.severity],
        "message": {"text": text},
        "locations": [_location(found.span)],
        "partialFingerprints": {"gongkaiFinding/v1": fingerprint},
    }


def _location(span: Span) -> dict[str, Any]:
    place: dict[str, Any] = {"artifactLocation": {"uri": _uri(span.file)}}
    known = {"startLine": span.line, "startColumn": span.column}
    known |= {"endLine": span.end_line, "endColumn": span.end_column}
    if span.line:
        place["region"] = {key: value for key, value in known.items() if value}
    return {"physicalLocation": place}


def _uri(file: str) -> str:
    """`file` as a relative reference; a name that is not UTF-8 keeps its bytes."""
    from urllib.parse import quote

    return quote(_NO_BYTE.sub("?", file or ".").encode("utf-8", "surrogateescape"))
