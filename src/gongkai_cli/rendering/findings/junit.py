"""Findings as JUnit's XML, for servers that know nothing but tests: a suite for each file."""

import re
from itertools import groupby
from typing import TYPE_CHECKING

from gongkai_cli.diagnostic import Diagnostic, Severity
from gongkai_cli.rendering.findings.shown import Findings
from gongkai_cli.rendering.findings.wording import file_name, sentence, title

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_NAME = "gongkai check"
_NOT_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def to_junit(findings: Findings) -> str:
    """Errors are failed cases; warnings and notices passed ones that say something."""
    from xml.etree.ElementTree import Element, indent, tostring

    found = [each.diagnostic for each in findings.shown]
    root = Element("testsuites", _counts(_NAME, found))
    for file, group in groupby(found, file_name):
        _suite(root, file or _NAME, list(group))
    if not found:
        _suite(root, _NAME, [])
    indent(root, " ")
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, "unicode") + "\n"


def _suite(root: "Element", name: str, found: list[Diagnostic]) -> None:
    from xml.etree.ElementTree import SubElement

    suite = SubElement(root, "testsuite", _counts(name, found))
    for each in found:
        _case(suite, each)
    if not found:
        SubElement(suite, "testcase", {"classname": _NAME, "name": "没有发现问题"})


def _case(suite: "Element", found: Diagnostic) -> None:
    from xml.etree.ElementTree import SubElement

    name = _xml(title(found) + _where(found))
    case = SubElement(suite, "testcase", {"classname": suite.attrib["name"], "name": name})
    said = _xml(sentence(found))
    if found.severity is Severity.ERROR:
        failure = SubElement(case, "failure", {"type": found.code, "message": said})
        failure.text = said
    else:
        SubElement(case, "system-out").text = f"{found.severity}：{said}"


def _where(found: Diagnostic) -> str:
    """Servers take cases of one name for one case: the place tells them apart."""
    line, column = found.span.line, found.span.column
    return (f"，第{line}行" if line else "") + (f"第{column}列" if column else "")


def _counts(name: str, found: list[Diagnostic]) -> dict[str, str]:
    failures = sum(each.severity is Severity.ERROR for each in found)
    counts = {"tests": len(found) or 1, "failures": failures, "errors": 0}
    return {"name": _xml(name), **{key: str(count) for key, count in counts.items()}}


def _xml(text: str) -> str:
    """`text` without letters that no XML document may have, however they are written."""
    return _NOT_XML.sub("?", text)
