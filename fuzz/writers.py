"""The target of what is written: any findings, in every format, read back by a real reader."""

import json
import re
from datetime import date
from xml.etree import ElementTree as ET

from fuzz.dice import Dice
from fuzz.promise import promise
from gongkai_cli.diagnostic import Diagnostic, Severity, Span
from gongkai_cli.rendering.findings.formats import FORMATS, Run
from gongkai_cli.rendering.findings.github import SUMMARY_BYTES, to_step_summary
from gongkai_cli.rendering.findings.shown import Findings, Shown
from gongkai_cli.rendering.findings.text import findings_page, summary
from gongkai_cli.rendering.terminal import plain_text
from gongkai_cli.rules import RULES

_RUN = Run("0", 2023, date(2023, 7, 20))
_CODES = tuple(rule.code for rule in RULES)
_ROWS = {
    "gitlab": (),
    "sarif": ("runs", 0, "results"),
    "rdjson": ("diagnostics",),
    "json": ("data",),
}
_MOVING = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")
_COMMANDS = re.compile(r"(?m)^\s*::|##\w*\[")
_OWN = re.compile("(?:::(?:error|warning|notice) (?:file=|title=|line=)|另有)")


def findings(data: bytes) -> None:
    """Each format can be read again whole, no line commands a build server or moves a cursor."""
    dice = Dice(data)
    columns = 40 + dice.number(120)
    found = Findings(tuple(_shown(dice) for _ in range(dice.number(12))), dice.number(9))
    for form, write in FORMATS.items():
        text = write(found, _RUN)
        promise(text.encode().decode() == text, f"{form} is no UTF-8")
        promise(text == write(found, _RUN), f"{form} differs from itself")
        if form in _ROWS:
            promise(len(_rows(text, form)) == len(found.shown), f"{form} lacks findings")
    cases = ET.fromstring(FORMATS["junit"](found, _RUN)).findall(".//testcase")  # noqa: S314 - ours
    promise(len(cases) == max(len(found.shown), 1), "junit lacks findings")
    for line in FORMATS["github"](found, _RUN).splitlines():
        promise(_OWN.match(line), f"not a command of ours: {line!r}")
    tame(plain_text(findings_page(found, columns), columns))
    tame(summary(found))
    table = to_step_summary(found)
    promise(len(table.encode()) <= SUMMARY_BYTES, "a table too long")
    promise(not re.search("<(?!br>)", table), f"a tag: {table!r}")


def tame(text: str) -> None:
    """Nothing in what a person reads moves the cursor, or commands a build server."""
    promise(not _MOVING.search(text), f"moves the cursor: {text!r}")
    promise(not _COMMANDS.search(text), f"a command: {text!r}")


def _rows(text: str, form: str) -> list[object]:
    rows = json.loads(text)
    for key in _ROWS[form]:
        rows = rows[key]
    return list(rows)


def _shown(dice: Dice) -> Shown:
    severity, code = dice.one_of(tuple(Severity)), dice.one_of(_CODES)
    line, column = dice.number(9), dice.number(40)
    ends = (line + dice.number(2), column + dice.number(40)) if line and column else ()
    span = Span(dice.text(), line, column if line else 0, *ends)
    return Shown(Diagnostic(code, dice.text(), dice.text(), span, severity), _line(dice.text(200)))


def _line(text: str) -> str:
    """What stands in one line of a file."""
    return text.partition("\n")[0]
