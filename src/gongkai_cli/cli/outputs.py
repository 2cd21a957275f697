"""Where findings of a check go: to the screen, or each format whole into its file."""

import os
from collections.abc import Sequence
from pathlib import Path
from posixpath import normpath
from typing import NamedTuple

from gongkai_cli.cli.console import PIPE_COLUMNS, columns, put, show
from gongkai_cli.cli.writing import append_out, write_out
from gongkai_cli.cli.wrong import Stop
from gongkai_cli.reading.changes import FOLDERS
from gongkai_cli.rendering.findings.formats import FORMATS, Run
from gongkai_cli.rendering.findings.shown import Findings
from gongkai_cli.rendering.findings.text import findings_page
from gongkai_cli.rendering.terminal import plain_text

TEXT = "text"
_TOGETHER = frozenset({TEXT, "github"})
"""Formats that may follow each other on stdout; each of the others is one whole file."""


class Output(NamedTuple):
    """One output: a format, and the file that it goes to instead of stdout."""

    form: str
    file: Path | None


def outputs(forms: Sequence[str], root: Path) -> list[Output]:
    """The outputs asked for.

    Raises Stop for an unknown one, for two in one place, and for one among the records of the
    workspace at `root`.
    """
    found = list(map(_output, forms))
    files = [each.file.absolute() for each in found if each.file]
    if len(set(files)) < len(files):
        raise Stop("两种格式不能写进同一个文件。")
    for file in files:
        _must_be_free(file, root)
    here = [each.form for each in found if each.file is None]
    if len(here) > len(set(here)) or (len(here) > 1 and not _TOGETHER.issuperset(here)):
        raise Stop(f"屏幕上只能给一种格式，其余的请写进文件，如 {here[-1]}=结果.{here[-1]}。")
    return found


def _output(text: str) -> Output:
    form, given, file = text.partition("=")
    if form != TEXT and form not in FORMATS:
        raise Stop(f"没有 {form} 这种格式；可用的有：{'、'.join([TEXT, *FORMATS])}。")
    if given and not file:
        raise Stop(f"{form}= 后面要写文件名。")
    return Output(form, Path(file) if given else None)


def _must_be_free(file: Path, root: Path) -> None:
    """A change may have laid a link where the result is to go, and results are no records."""
    if file.is_symlink():
        raise Stop(f"{file} 是链接，检查的结果不写进去；请换一个地方。")
    if any(file.resolve().is_relative_to((root / folder).resolve()) for folder in FOLDERS):
        raise Stop(f"检查的结果不能写在 {' 或 '.join(FOLDERS)} 里，请换一个地方：{file}。")


def give(output: Output, findings: Findings, run: Run, prefix: str) -> None:
    """Write one output; a git host is told files as they are called from the repository's top."""
    if output.form == TEXT:
        _give_text(output, findings)
        return
    placed = _from_top(findings, prefix)
    text = FORMATS[output.form](placed, run)
    if output.file is None:
        put(text)
    else:
        write_out(output.file, text.encode("utf-8"))
    summary_file = os.environ.get("GITHUB_STEP_SUMMARY")
    if output.form == "github" and summary_file:
        from gongkai_cli.rendering.findings.github import to_step_summary

        append_out(Path(summary_file), to_step_summary(placed).encode("utf-8"))


def _give_text(output: Output, findings: Findings) -> None:
    if output.file is None:
        show(findings_page(findings, columns()))
    else:
        text = plain_text(findings_page(findings, PIPE_COLUMNS), PIPE_COLUMNS)
        write_out(output.file, text.encode("utf-8"))


def _from_top(findings: Findings, prefix: str) -> Findings:
    """Findings with their files as the repository names them."""
    shown = []
    for each in findings.shown:
        span = each.diagnostic.span
        placed = span._replace(file=normpath(prefix + span.file) if span.file else "")
        shown.append(each._replace(diagnostic=each.diagnostic._replace(span=placed)))
    return findings._replace(shown=tuple(shown))
