"""Where text leaves the program: colours where somebody looks, plain text everywhere else.

A console that cannot show a letter (GBK has no emoji) shows ? and goes on.
"""

import os
import shutil
import sys
from collections.abc import Iterable
from errno import ENOSPC
from typing import TypeVar

from gongkai_cli.cli.pouring import pour
from gongkai_cli.cli.writing import CannotWrite
from gongkai_cli.diagnostic import Diagnostic
from gongkai_cli.rendering.layout import Folded, inert, seen
from gongkai_cli.rendering.terminal import to_terminal
from gongkai_cli.table import Cell, Document, Line, Tone

T = TypeVar("T")

PIPE_COLUMNS = 100
_NARROWEST = 40
_MANY = 100
_STYLES = {
    Tone.STRONG: ("1", "bold"),
    Tone.FAINT: ("2", "dim"),
    Tone.RED: ("31", "red"),
    Tone.YELLOW: ("33", "yellow"),
    Tone.GREEN: ("32", "green"),
    Tone.BLUE: ("34", "blue"),
    Tone.PURPLE: ("35", "magenta"),
    Tone.CYAN: ("36", "cyan"),
    Tone.GREY: ("90", "bright_black"),
}
"""Each tone as a terminal's own code, and in rich's words."""


def prepare_streams() -> None:
    """Never die of a letter that the console's code page lacks."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def columns() -> int:
    """How wide to lay out: the window's width; in a pipe a fixed one, so that output is stable."""
    if not sys.stdout.isatty() and "COLUMNS" not in os.environ:
        return PIPE_COLUMNS
    return max(shutil.get_terminal_size((PIPE_COLUMNS, 24)).columns, _NARROWEST)


def show(page: Document) -> bytes:
    """Put `page` on stdout; what went out, where it was plain."""
    lines = to_terminal(page, columns())
    if _coloured():
        _put_coloured(lines)
        return b""
    text = "".join("".join(cell.text for cell in line) + "\n" for line in lines)
    return _out(text, sys.stdout.encoding or "utf-8")


def put(text: str) -> bytes:
    """Put data on stdout: in a pipe or a file as UTF-8, byte for byte, whatever the code page."""
    return _out(text, "utf-8")


def _out(text: str, encoding: str) -> bytes:
    """What went out, as it went out. Raises CannotWrite."""
    data = text.encode(encoding, "replace")
    try:
        sys.stdout.flush()
        if hasattr(sys.stdout, "buffer") and not sys.stdout.isatty():
            pour(sys.stdout.buffer, data)
        else:
            sys.stdout.write(text)
    except OSError as error:
        why = "磁盘已满" if error.errno == ENOSPC else "写入被中断"
        raise CannotWrite(f"写不出结果：{why}。") from error
    return data


def tell(*sentences: str) -> None:
    """Say something about the work itself, on stderr, folded like everything else."""
    for sentence in sentences:
        for line in to_terminal(Document((Line((Cell(sentence),), 2),)), columns()):
            print("".join(cell.text for cell in line), file=sys.stderr)


def tell_whole(sentence: str) -> None:
    """Say something that is to be copied: the terminal may wrap it, no line break goes into it."""
    print(inert(seen(sentence)), file=sys.stderr)


def watched(
    things: Iterable[T], total: int, what: str = "正在写出", many: int = _MANY
) -> Iterable[T]:
    """`things`, one by one; where they are many and somebody waits, with a bar on stderr."""
    if total < many or not sys.stderr.isatty():
        return things
    from rich.console import Console
    from rich.progress import track

    return track(things, what, total, console=Console(stderr=True), transient=True)


def ask(question: str) -> str:
    """What a person types in answer to `question`; the end of input is an interruption."""
    print(f"{question}：", end="", file=sys.stderr, flush=True)
    answer = ""
    try:
        answer = sys.stdin.readline()
    finally:
        if not answer:
            print(file=sys.stderr)
    if not answer:
        raise KeyboardInterrupt
    return answer.strip()


def tell_diagnostics(found: Iterable[Diagnostic]) -> None:
    """Every fault with its place, its code, and what to do."""
    for each in found:
        print(inert(_said(each)), file=sys.stderr)
        if each.hint:
            print(inert(f"  {seen(each.hint)}"), file=sys.stderr)


def _said(each: Diagnostic) -> str:
    return f"{seen(each.span.place())}: {each.severity} {each.code} {seen(each.message)}"


def _coloured() -> bool:
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    return sys.stdout.isatty()


def _put_coloured(lines: Iterable[Folded]) -> None:
    """The layout is already done; rich knows Windows' consoles, and costs 60 ms elsewhere."""
    if sys.platform == "win32":
        _put_through_rich(lines)
    else:
        print("".join(f"{''.join(map(_painted, line))}\n" for line in lines), end="")


def _painted(cell: Cell) -> str:
    style = _STYLES.get(cell.tone)
    return f"\x1b[{style[0]}m{cell.text}\x1b[0m" if style and cell.text.strip() else cell.text


def _put_through_rich(lines: Iterable[Folded]) -> None:
    from rich.console import Console
    from rich.text import Text

    console = Console(markup=False, highlight=False, emoji=False, soft_wrap=True)
    for line in lines:
        text = Text()
        for cell in line:
            style = _STYLES.get(cell.tone)
            text.append(cell.text, style and style[1])
        console.print(text)
