"""Held to the runner's grammar of commands, by a reader written after it for this test.

The grammar stands in GitHub's documentation, “Workflow commands for GitHub Actions”, and in
actions/runner, src/Runner.Common/ActionCommand.cs: a line is a command if, leading space aside, it
begins with ::name, or if it has ##[name] anywhere; then come properties, :: and the data. Only
%25, %0D, %0A are read back in data, in properties %3A and %2C as well.
"""

import re
from itertools import pairwise
from typing import NamedTuple

import pytest
from hypothesis import given
from markdown_it import MarkdownIt

from gongkai_cli.rendering.findings.github import (
    ANNOTATIONS,
    SUMMARY_BYTES,
    to_github,
    to_step_summary,
)
from gongkai_cli.rendering.findings.shown import Findings, Shown
from gongkai_cli.rendering.findings.wording import sentence
from rendering.findings.samples import (
    COLON,
    EDITED,
    FOUR,
    HOSTILE,
    NONE,
    NOWHERE,
    SCOPE,
    anything,
    naming,
)

NAMES = {"file", "line", "endLine", "col", "endColumn", "title"}
LEVELS = {"error", "warning", "notice"}


class Command(NamedTuple):
    """An annotation as the runner understood it."""

    name: str
    properties: dict[str, str]
    data: str


def obeyed(output: str) -> list[Command]:
    """What a runner does on reading `output`; nothing but well-formed annotations is let pass."""
    lines = [line for line in re.split("\r\n|\r|\n", output) if line]
    return [_command(line) for line in lines if line.lstrip().startswith("::") or "##[" in line]


def _command(line: str) -> Command:
    found = re.fullmatch("::(error|warning|notice) ([^\r\n]*?)::([^\r\n]*)", line)
    assert found
    level, given_properties, data = found.groups()
    pairs = [pair.split("=", 1) for pair in given_properties.split(",")]
    properties = {name: _read(value, "%3A %2C") for name, value in pairs}
    assert len(properties) == len(pairs)
    assert set(properties) <= NAMES
    assert all(properties.values())
    return Command(level, properties, _read(data, ""))


def _read(text: str, more: str) -> str:
    assert set(re.findall("%..?", text)) <= {"%25", "%0D", "%0A", *more.split()}
    for code in ("%0D", "%0A", *more.split(), "%25"):
        text = text.replace(code, chr(int(code[1:], 16)))
    return text


def test_a_finding_is_annotated_at_its_place() -> None:
    assert to_github(Findings((COLON,), 1)) == (
        "::error file=ledgers/2023/示例一局/updates/x.yaml,line=2,endLine=2,col=5,endColumn=6,"
        "title=G101 使用了全角冒号::使用了全角冒号。应为半角冒号加空格：task: …\n"
    )


def test_what_is_not_known_is_not_said() -> None:
    whole, nowhere = obeyed(to_github(Findings((EDITED, NOWHERE), 1)))
    assert set(whole.properties) == {"file", "title"}
    assert set(nowhere.properties) == {"title"}


def test_columns_are_given_within_one_line_only() -> None:
    (command,) = obeyed(to_github(Findings((SCOPE,), 1)))
    assert set(command.properties) == {"file", "line", "endLine", "title"}


def test_each_severity_has_its_level() -> None:
    assert [command.name for command in obeyed(to_github(FOUR))] == [
        "error", "error", "warning", "notice",
    ]  # fmt: skip


def test_marks_of_the_grammar_come_through() -> None:
    span = COLON.diagnostic.span._replace(file="a,b:c=%0A::.yaml")
    found = COLON.diagnostic._replace(span=span, message="100%，::error::，%0A", hint="")
    (command,) = obeyed(to_github(Findings((Shown(found),), 1)))
    assert command.properties["file"] == "a,b:c=%0A::.yaml"
    assert command.data == "100%，::error::，%0A"


def test_nothing_found_says_nothing() -> None:
    assert not to_github(NONE)


def test_as_many_as_github_shows_then_how_many_more() -> None:
    errors = (COLON,) * (ANNOTATIONS + 3)
    notices = (SCOPE,) * (ANNOTATIONS + 1)
    output = to_github(Findings((*errors, FOUR.shown[2], *notices), 3))
    assert len(obeyed(output)) == 2 * ANNOTATIONS + 1
    assert output.splitlines()[-1] == "另有3个错误、1个提示没有标在文件上，见本次运行的摘要。"


def test_exactly_as_many_as_github_shows_are_all() -> None:
    assert "另有" not in to_github(Findings((COLON,) * ANNOTATIONS, 3))


@given(anything)
def test_every_finding_is_one_annotation(findings: Findings) -> None:
    output = to_github(findings)
    output.encode()
    commands = obeyed(output)
    assert [command.data for command in commands] == [sentence(each[0]) for each in findings.shown]
    assert output.count("\n") == len(commands)


@pytest.mark.parametrize("text", HOSTILE)
def test_a_stranger_gives_no_command(text: str) -> None:
    (command,) = obeyed(to_github(naming(text)))
    assert command.name == "error"


def read(markdown: str) -> tuple[set[str], list[str]]:
    """The kinds of things that a page shows, and the texts of its table's cells."""
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(markdown)
    kinds = {token.type for token in tokens}
    kinds |= {child.type for token in tokens for child in token.children or ()}
    cells = [
        "".join(child.content for child in after.children or ())
        for token, after in pairwise(tokens)
        if token.type == "td_open"
    ]
    return kinds, cells


def test_step_summary_is_the_verdict_and_a_table() -> None:
    text = to_step_summary(FOUR)
    assert text.startswith("## 2个错误，1个警告，1个提示；检查了3个文件（改动2个）。\n\n| 级别")
    _, cells = read(text)
    assert cells[5:10] == [
        "错误",
        "G401",
        "ledgers/2023/示例一局/updates/18.yaml",
        "已入库的记录被修改",
        "记录只增不改；要更正请新增一条",
    ]


def test_step_summary_of_nothing_is_the_verdict() -> None:
    assert to_step_summary(NONE) == "## 没有发现问题；检查了3个文件。\n"


SHOWN_KINDS = {
    "heading_open", "heading_close", "inline", "text", "text_special", "table_open", "table_close",
    "thead_open", "thead_close", "tbody_open", "tbody_close", "tr_open", "tr_close",
    "th_open", "th_close", "td_open", "td_close",
}  # fmt: skip


@given(anything)
def test_a_stranger_stays_in_his_cell(findings: Findings) -> None:
    text = to_step_summary(findings)
    text.encode()
    kinds, cells = read(text)
    assert kinds <= SHOWN_KINDS
    assert len(cells) == 5 * len(findings.shown)


@pytest.mark.parametrize("text", HOSTILE)
def test_github_finds_nothing_to_link(text: str) -> None:
    kinds, cells = read(to_step_summary(naming(text)))
    assert kinds <= SHOWN_KINDS
    assert not re.search(r"@\w|://|www\.|#\d", "".join(cells), re.IGNORECASE)


def test_step_summary_lists_a_thousand_and_counts_the_rest() -> None:
    text = to_step_summary(Findings((COLON,) * 1234, 1))
    assert len(read(text)[1]) == 5 * 1000
    assert text.endswith("\n\n另有234个没有列出，请在本地运行 gongkai check 查看。\n")


@pytest.mark.parametrize("letters", [400, 4_000_000])
def test_step_summary_is_never_more_than_github_takes(letters: int) -> None:
    long = COLON.diagnostic._replace(message="一" * letters, hint="二" * letters)
    text = to_step_summary(Findings((Shown(long),) * 900, 1))
    listed = text.count("| G101")
    assert 0 < listed < 900
    assert len(text.encode()) <= SUMMARY_BYTES
    assert f"另有{900 - listed}个没有列出" in text


@pytest.mark.parametrize(("letters", "told"), [(500, "一" * 500), (501, "一" * 500 + "…")])
def test_step_summary_shortens_what_nobody_reads_in_a_table(letters: int, told: str) -> None:
    long = COLON.diagnostic._replace(message="一" * letters)
    assert read(to_step_summary(Findings((Shown(long),), 1)))[1][3] == told
