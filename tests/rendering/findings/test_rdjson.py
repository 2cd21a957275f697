"""Held to reviewdog's definition of its format, proto/rdf/reviewdog.proto.

No Python package ships a schema of it: the one here was written for this test from that
definition, stricter in that it takes no unknown key and no place outside of a file.
"""

import json
from typing import Any

import pytest
from hypothesis import given
from jsonschema import Draft202012Validator

from gongkai_cli.diagnostic import Span
from gongkai_cli.rendering.findings.rdjson import to_rdjson
from gongkai_cli.rendering.findings.shown import Findings, Shown
from rendering.findings.samples import COLON, FOUR, HOSTILE, MOBILE, NONE, NOWHERE, anything, naming


def message(required: str, **properties: object) -> dict[str, object]:
    return {
        "type": "object",
        "additionalProperties": False,
        "required": required.split(),
        "properties": properties,
    }


TEXT = {"type": "string"}
INT32 = {"type": "integer", "minimum": 1, "maximum": 2**31 - 1}
POSITION = message("line", line=INT32, column=INT32)
LOCATION = message(
    "path",
    path={"type": "string", "minLength": 1},
    range=message("start", start=POSITION, end=POSITION),
)
DIAGNOSTIC = message(
    "message location severity code",
    message=TEXT,
    location=LOCATION,
    severity={"enum": ["ERROR", "WARNING", "INFO"]},
    code=message("value", value=TEXT),
)
RESULT = Draft202012Validator(
    message(
        "diagnostics source",
        source=message("name", name=TEXT),
        diagnostics={"type": "array", "items": DIAGNOSTIC},
    )
)


def diagnostics(findings: Findings) -> list[dict[str, Any]]:
    """What reviewdog reads; an invalid result raises."""
    read = json.loads(to_rdjson(findings).encode())
    RESULT.validate(read)
    assert read["source"] == {"name": "gongkai"}
    found: list[dict[str, Any]] = read["diagnostics"]
    return found


def place(line: str, *numbers: int) -> dict[str, Any]:
    found = Shown(COLON.diagnostic._replace(span=Span("a.yaml", *numbers)), line)
    (only,) = diagnostics(Findings((found,), 1))
    range_: dict[str, Any] = only["location"]["range"]
    return range_


def test_a_finding() -> None:
    assert diagnostics(FOUR)[0] == {
        "message": "使用了全角冒号。应为半角冒号加空格：task: …",
        "location": {
            "path": "ledgers/2023/示例一局/updates/x.yaml",
            "range": {"start": {"line": 2, "column": 5}, "end": {"line": 2, "column": 8}},
        },
        "severity": "ERROR",
        "code": {"value": "G101"},
    }


def test_each_severity_has_its_own() -> None:
    found = [each["severity"] for each in diagnostics(FOUR)]
    assert found == ["ERROR", "ERROR", "WARNING", "INFO"]


def test_columns_count_bytes() -> None:
    (only,) = diagnostics(Findings((MOBILE,), 1))
    line, span = MOBILE.line.encode(), only["location"]["range"]
    marked = line[span["start"]["column"] - 1 : span["end"]["column"] - 1].decode()
    assert marked == "138****0000"


@pytest.mark.parametrize(
    ("line", "numbers", "start", "end"),
    [
        ("a𐐀b", (1, 3, 1, 4), {"line": 1, "column": 6}, {"line": 1, "column": 7}),
        ("a𐐀b", (1, 3, 1, 3), {"line": 1, "column": 6}, {"line": 1, "column": 6}),
        ("", (1, 3, 1, 4), {"line": 1}, {"line": 1}),
        ("", (1, 3), {"line": 1}, {"line": 1}),
        ("一", (1,), {"line": 1}, {"line": 1}),
        ("一", (1, 1, 3, 2), {"line": 1}, {"line": 3}),
        ("一", (1, 1, 3, 1), {"line": 1}, {"line": 2}),
        ("\udcff一", (1, 2, 1, 3), {"line": 1, "column": 2}, {"line": 1, "column": 5}),
    ],
)
def test_place(
    line: str, numbers: tuple[int, ...], start: dict[str, int], end: dict[str, int]
) -> None:
    assert place(line, *numbers) == {"start": start, "end": end}


def test_a_beginning_alone_has_no_end() -> None:
    assert place("一二", 1, 2) == {"start": {"line": 1, "column": 4}}


def test_a_whole_file_has_no_range() -> None:
    assert diagnostics(FOUR)[1]["location"] == {"path": "ledgers/2023/示例一局/updates/18.yaml"}
    assert diagnostics(Findings((NOWHERE,), 1))[0]["location"] == {"path": "."}


def test_nothing_found_is_an_empty_result() -> None:
    assert diagnostics(NONE) == []


@given(anything)
def test_any_findings_are_valid(findings: Findings) -> None:
    assert len(diagnostics(findings)) == len(findings.shown)


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_moves_a_cursor(text: str) -> None:
    assert not set(to_rdjson(naming(text))) & {"\x1b", "\x00", "\u202e", "\r"}
