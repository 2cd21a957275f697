"""Held to the constraints that GitLab documents under “Code Quality report format”.

No package ships GitLab's schema: the one here was written for this test from the documentation,
stricter where it says so: no key beside the documented ones, and fingerprints that differ, since
GitLab shows findings of one fingerprint once.
"""

import json
from typing import Any

import pytest
from hypothesis import given
from jsonschema import Draft202012Validator

from gongkai_cli.rendering.findings.fingerprint import fingerprints
from gongkai_cli.rendering.findings.gitlab import to_gitlab
from gongkai_cli.rendering.findings.shown import Findings
from rendering.findings.samples import COLON, FOUR, HOSTILE, NONE, NOWHERE, anything, naming

FINDING = {
    "type": "object",
    "additionalProperties": False,
    "required": ["description", "check_name", "fingerprint", "severity", "location"],
    "properties": {
        "description": {"type": "string"},
        "check_name": {"type": "string", "pattern": "^G[0-9]{3}$"},
        "fingerprint": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
        "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
        "location": {
            "type": "object",
            "additionalProperties": False,
            "required": ["path", "lines"],
            "properties": {
                "path": {"type": "string", "minLength": 1},
                "lines": {
                    "type": "object",
                    "additionalProperties": False,
                    "required": ["begin"],
                    "properties": {"begin": {"type": "integer", "minimum": 1}},
                },
            },
        },
    },
}
REPORT = Draft202012Validator({"type": "array", "uniqueItems": True, "items": FINDING})


def report(findings: Findings) -> list[dict[str, Any]]:
    """What GitLab reads; an invalid report raises."""
    read: list[dict[str, Any]] = json.loads(to_gitlab(findings).encode())
    REPORT.validate(read)
    assert len({each["fingerprint"] for each in read}) == len(read)
    return read


def test_a_finding() -> None:
    assert report(Findings((COLON,), 1)) == [
        {
            "description": "使用了全角冒号。应为半角冒号加空格：task: …",
            "check_name": "G101",
            "fingerprint": next(fingerprints(FOUR)),
            "severity": "major",
            "location": {
                "path": "ledgers/2023/示例一局/updates/x.yaml",
                "lines": {"begin": 2},
            },
        }
    ]


def test_each_severity_has_its_own() -> None:
    assert [each["severity"] for each in report(FOUR)] == ["major", "major", "minor", "info"]


def test_a_whole_file_is_marked_at_its_top() -> None:
    assert report(FOUR)[1]["location"]["lines"] == {"begin": 1}


def test_what_has_no_file_is_the_folders() -> None:
    assert report(Findings((NOWHERE,), 1))[0]["location"] == {"path": ".", "lines": {"begin": 1}}


def test_nothing_found_is_an_empty_list() -> None:
    assert to_gitlab(NONE) == "[]\n"


@given(anything)
def test_any_findings_are_valid(findings: Findings) -> None:
    assert len(report(findings)) == len(findings.shown)


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_moves_a_cursor(text: str) -> None:
    assert not set(to_gitlab(naming(text))) & {"\x1b", "\x00", "\u202e", "\r"}
