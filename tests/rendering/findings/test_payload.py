import json
from datetime import date

from hypothesis import given

from gongkai_cli.rendering.findings.payload import findings_data, to_findings_json
from gongkai_cli.rendering.findings.shown import Findings
from rendering.findings.samples import COLON, EDITED, FOUR, NONE, anything

DAY = date(2023, 7, 20)


def test_a_finding() -> None:
    assert findings_data(Findings((COLON,), 1)) == [
        {
            "code": "G101",
            "severity": "错误",
            "message": "使用了全角冒号",
            "hint": "应为半角冒号加空格：task: …",
            "file": "ledgers/2023/示例一局/updates/x.yaml",
            "line": 2,
            "column": 5,
            "end_line": 2,
            "end_column": 6,
        }
    ]


def test_what_is_not_known_is_null() -> None:
    (row,) = findings_data(Findings((EDITED,), 1))
    places = (row["line"], row["column"], row["end_line"], row["end_column"])
    assert places == (None, None, None, None)


def test_the_envelope_is_everybodys() -> None:
    assert json.loads(to_findings_json(FOUR, year=2023, as_of=DAY)) == {
        "schema": "gongkai/1",
        "kind": "check",
        "as_of": "2023-07-20",
        "year": 2023,
        "data": findings_data(FOUR),
    }


def test_nothing_found_is_an_empty_list() -> None:
    assert json.loads(to_findings_json(NONE, year=2023, as_of=DAY))["data"] == []


@given(anything)
def test_any_findings_are_read_back(findings: Findings) -> None:
    text = to_findings_json(findings, year=2023, as_of=DAY)
    rows = json.loads(text.encode())["data"]
    assert rows == findings_data(findings)
    assert len(rows) == len(findings.shown)
    assert not set(text) & {"\x1b", "\x00", "\u202e", "\r"}
    for row, (found, _) in zip(rows, findings.shown, strict=True):
        assert row["message"] == found.message.encode("utf-8", "replace").decode()
        "".join(map(str, row.values())).encode()
