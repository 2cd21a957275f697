"""Read back with junitparser, as servers read it: suites, cases, their results."""

import pytest
from hypothesis import given
from junitparser import Failure, JUnitXml, TestCase, TestSuite

from gongkai_cli.diagnostic import Severity
from gongkai_cli.rendering.findings.junit import to_junit
from gongkai_cli.rendering.findings.shown import Findings
from rendering.findings.samples import FOUR, HOSTILE, NONE, NOWHERE, anything, naming


def suites(findings: Findings) -> list[TestSuite]:
    """The suites; the counts they state are held to what they hold."""
    read = JUnitXml.fromstring(to_junit(findings).encode())
    assert isinstance(read, JUnitXml)
    found = list(read)
    for suite in found:
        assert (suite.tests, suite.errors) == (len(cases(suite)), 0)
        assert suite.failures == sum(failed(case) for case in cases(suite))
    assert read.tests == sum(suite.tests for suite in found)
    assert read.failures == sum(suite.failures for suite in found)
    return found


def cases(suite: TestSuite) -> list[TestCase]:
    return list(suite)


def failed(case: TestCase) -> bool:
    return any(isinstance(result, Failure) for result in case.result)


def test_a_suite_for_each_file() -> None:
    assert [suite.name for suite in suites(FOUR)] == [
        "ledgers/2023/示例一局/updates/x.yaml",
        "ledgers/2023/示例一局/updates/18.yaml",
        "ledgers/2023/示例一局/updates/x.yaml",
        "data/tasks.yaml",
    ]
    ordered = Findings(tuple(sorted(FOUR.shown, key=lambda each: each.diagnostic.span)), 3)
    assert [len(cases(suite)) for suite in suites(ordered)] == [1, 1, 2]


def test_an_error_is_a_failure() -> None:
    (case,) = cases(suites(FOUR)[0])
    assert (case.name, case.classname) == (
        "G101 使用了全角冒号，第2行第5列",
        "ledgers/2023/示例一局/updates/x.yaml",
    )
    (failure,) = case.result
    assert (failure.type, failure.message, failure.text) == (
        "G101",
        "使用了全角冒号。应为半角冒号加空格：task: …",
        "使用了全角冒号。应为半角冒号加空格：task: …",
    )


def test_less_than_an_error_passes_and_says_so() -> None:
    warning, notice = (cases(suite)[0] for suite in suites(FOUR)[2:])
    assert warning.is_passed
    assert warning.system_out == "警告：含有手机号码 138****0000。请删除号码，只写科室名称"
    assert notice.is_passed
    assert notice.system_out.startswith("提示：")


def test_a_whole_file_has_no_line() -> None:
    assert cases(suites(FOUR)[1])[0].name == "G401 已入库的记录被修改"


def test_what_has_no_file_is_the_checks_own() -> None:
    assert suites(Findings((NOWHERE,), 1))[0].name == "gongkai check"


def test_nothing_found_is_a_case_that_passed() -> None:
    (suite,) = suites(NONE)
    (case,) = cases(suite)
    assert (suite.name, case.name, case.is_passed) == ("gongkai check", "没有发现问题", True)


@given(anything)
def test_any_findings_are_valid(findings: Findings) -> None:
    found = [case for suite in suites(findings) for case in cases(suite)]
    assert len(found) == (len(findings.shown) or 1)
    errors = [each.diagnostic.severity is Severity.ERROR for each in findings.shown]
    assert [failed(case) for case in found] == (errors or [False])


@pytest.mark.parametrize("text", HOSTILE)
def test_a_strangers_words_are_one_text(text: str) -> None:
    (suite,) = suites(naming(text))
    (case,) = cases(suite)
    (failure,) = case.result
    assert failure.message == failure.text
    assert "\x1b" not in to_junit(naming(text))
