"""Rule of what must not be published (G6): personal data in a file's text or in its name."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from datetime import date

from gongkai_cli.checking.personal import leaks
from gongkai_cli.diagnostic import Diagnostic, Span
from gongkai_cli.rules import BY_CODE


def leak_findings(file: str, text: str, as_of: date) -> Iterator[Diagnostic]:
    """Every personal number or address in the `text` of `file`, and in its name.

    政务公开 rows 43 and 44 of 2023: review before publication, protection of personal information.
    """
    for leak in leaks(file, as_of):
        message = f"文件名里{BY_CODE[leak.code].title}"
        yield Diagnostic(leak.code, message, "请给文件改名", Span(file))
    found = leaks(text, as_of)
    starts = [0, *(each.end() for each in re.finditer("\n", text))] if found else []
    for leak in found:
        span = Span(file, *_place(starts, leak.start), *_place(starts, leak.end))
        yield Diagnostic(leak.code, BY_CODE[leak.code].title, _remedy(file, leak.code), span)


def _remedy(file: str, code: str) -> str:
    """Only YAML has comments in which a finding can be excused."""
    if not file.endswith(".yaml"):
        return "请删除，或用星号遮住"
    return f"请删除；确需公开，或并不是个人信息的，在这一项的键上面一行写 # 允许 {code}：理由"


def _place(starts: Sequence[int], offset: int) -> tuple[int, int]:
    """Line and column, given where lines start: a stranger's file may hold very many."""
    line = bisect_right(starts, offset)
    return line, offset - starts[line - 1] + 1
