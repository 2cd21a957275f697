from datetime import date

import pytest
from hypothesis import given

from gongkai_cli.rendering.findings.formats import FORMATS, Run
from gongkai_cli.rendering.findings.shown import Findings
from rendering.findings.samples import FOUR, anything

RUN = Run("1.2.3", 2023, date(2023, 7, 20))


def test_the_names_are_the_contracts() -> None:
    assert list(FORMATS) == ["github", "gitlab", "sarif", "junit", "rdjson", "json"]


@pytest.mark.parametrize("name", FORMATS)
@given(findings=anything)
def test_the_same_findings_give_the_same_bytes(name: str, findings: Findings) -> None:
    written = FORMATS[name](findings, RUN)
    again = Findings(tuple(findings.shown), findings.files, findings.changed)
    assert written.encode() == FORMATS[name](again, RUN).encode()


@pytest.mark.parametrize("name", FORMATS)
def test_every_finding_is_in_every_format(name: str) -> None:
    written = FORMATS[name](FOUR, RUN)
    assert written.endswith("\n")
    for found, _ in FOUR.shown:
        assert found.code in written


def test_the_run_is_named_where_a_format_asks() -> None:
    assert '"version": "1.2.3"' in FORMATS["sarif"](FOUR, RUN)
    assert '"as_of": "2023-07-20"' in FORMATS["json"](FOUR, RUN)
