"""Where text leaves the program: colours where somebody looks, plain text everywhere else.

A console that cannot show a letter (GBK has no emoji) shows ? and goes on.
"""

import os
import shutil
import sys
from collections.abc import Iterable

from gongkai_cli.diagnostic import Diagnostic
from gongkai_cli.rendering.layout import Folded, seen
from gongkai_cli.rendering.terminal import to_terminal
from gongkai_cli.table import Cell, Document, Line, Tone

PIPE_COLUMNS = 100
_NARROWEST = 40
_STYLES = {
    Tone.STRONG: "bold",
    Tone.FAINT: "dim",
    Tone.RED: "red",
    Tone.YELLOW: "yellow",
    Tone.GREEN: "green",
    Tone.BLUE: "blue",
    Tone.PURPLE: "magenta",
    Tone.CYAN: "cyan",
    Tone.GREY: "bright_black",
}


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
    """What went out, as it went out."""
    sys.stdout.flush()
    data = text.encode(encoding, "replace")
    if hasattr(sys.stdout, "buffer") and not sys.stdout.isatty():
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    else:
        sys.stdout.write(text)
    return data


def tell(*sentences: str) -> None:
    """Say something about the work itself, on stderr, folded like everything else."""
    for sentence in sentences:
        for line in to_terminal(Document((Line((Cell(sentence),), 2),)), columns()):
            print("".join(cell.text for cell in line), file=sys.stderr)


def tell_diagnostics(found: Iterable[Diagnostic]) -> None:
    """Every fault with its place, its code, and what to do."""
    for each in found:
        print(_said(each), file=sys.stderr)
        if each.hint:
            print(f"  {seen(each.hint)}", file=sys.stderr)


def _said(each: Diagnostic) -> str:
    place = ":".join(str(part) for part in each.span if part)
    return f"{seen(place)}: {each.severity} {each.code} {seen(each.message)}"


def _coloured() -> bool:
    if "NO_COLOR" in os.environ or os.environ.get("TERM") == "dumb":
        return False
    return sys.stdout.isatty()


def _put_coloured(lines: Iterable[Folded]) -> None:
    """Through rich, which knows Windows' consoles; the layout is already done."""
    from rich.console import Console
    from rich.text import Text

    console = Console(markup=False, highlight=False, emoji=False, soft_wrap=True)
    for line in lines:
        text = Text()
        for cell in line:
            text.append(cell.text, _STYLES.get(cell.tone))
        console.print(text)
