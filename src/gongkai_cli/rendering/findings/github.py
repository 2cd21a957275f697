"""Findings for GitHub: annotations at the changed lines, and a table on the run's page.

The commands' grammar is that of GitHub's runner; annotations are plain text, the table Markdown.
"""

import re
from collections import Counter

from gongkai_cli.diagnostic import Diagnostic, Severity
from gongkai_cli.rendering.findings.shown import Findings
from gongkai_cli.rendering.findings.wording import file_name, sentence, title, verdict
from gongkai_cli.table import Block, Cell, Column, Document, Heading, Line, Table

ANNOTATIONS = 10
"""As many of each level as GitHub shows for a step."""
SUMMARY_BYTES = 1024 * 1024 - 1024
"""GitHub drops a step's summary beyond 1024 KiB whole."""

_ROWS = 1000
_LETTERS = 500
"""As much of a text as a cell holds: a table is as wide in every row as in its widest."""

_COLUMNS = tuple(map(Column, ("级别", "代码", "位置", "问题", "处理")))
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTICE: "notice"}
_LINKING = re.compile(r"@|(?<=:)//|#(?=\d)|(?<=www)\.", re.IGNORECASE)
_APART = {"@": "＠", "//": "／／", "#": "＃", ".": "．"}


def to_github(findings: Findings) -> str:
    """Workflow commands, a line each; then how many more there are, if GitHub shows not all."""
    told: Counter[Severity] = Counter()
    lines = []
    for diagnostic, _ in findings.shown:
        if told[diagnostic.severity] < ANNOTATIONS:
            lines.append(_command(diagnostic))
        told[diagnostic.severity] += 1
    rest = [f"{told[each] - ANNOTATIONS}个{each}" for each in Severity if told[each] > ANNOTATIONS]
    if rest:
        lines.append(f"另有{'、'.join(rest)}没有标在文件上，见本次运行的摘要。")
    return "".join(f"{line}\n" for line in lines)


def to_step_summary(findings: Findings) -> str:
    """The verdict and a table of the findings as Markdown, no more than SUMMARY_BYTES long."""
    rows = min(len(findings.shown), _ROWS)
    while len((text := _summary(findings, rows)).encode()) > SUMMARY_BYTES:
        rows //= 2
    return text


def _command(found: Diagnostic) -> str:
    properties = {"file": file_name(found), **_position(found), "title": title(found)}
    given = ",".join(f"{key}={_property(str(value))}" for key, value in properties.items() if value)
    return f"::{_LEVELS[found.severity]} {given}::{_data(sentence(found))}"


def _position(found: Diagnostic) -> dict[str, int]:
    """Lines and columns as far as they are known; GitHub takes columns within one line only."""
    span = found.span
    lines = {"line": span.line, "endLine": span.end_line}
    if span.end_line > span.line:
        return lines
    return {**lines, "col": span.column, "endColumn": span.end_column}


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _summary(findings: Findings, rows: int) -> str:
    from gongkai_cli.rendering.markdown import to_markdown

    blocks: list[Block] = [Heading(verdict(findings), 2)]
    if rows:
        blocks.append(Table(_COLUMNS, tuple(_row(each[0]) for each in findings.shown[:rows])))
    if left := len(findings.shown) - rows:
        blocks.append(Line((Cell(f"另有{left}个没有列出，请在本地运行 gongkai check 查看。"),)))
    return to_markdown(Document(tuple(blocks)))


def _row(found: Diagnostic) -> tuple[Cell, ...]:
    texts = (found.severity, found.code, found.span.place(), found.message, found.hint)
    return tuple(Cell(_unlinked(_shortened(text))) for text in texts)


def _shortened(text: str) -> str:
    return text if len(text) <= _LETTERS else f"{text[:_LETTERS]}…"


def _unlinked(text: str) -> str:
    """`text` in which GitHub finds no address, person or issue to make a link of."""
    return _LINKING.sub(lambda found: _APART[found[0]], text)
