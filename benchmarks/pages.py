"""The tables' place in a page that people write around them: between two marks."""

import sys
from pathlib import Path


def frame(page: Path, script: str) -> tuple[str, str]:
    """What stands before and after the tables of `script` in `page`; it must have both marks."""
    begin, end = f"<!-- {script}: begin -->", f"<!-- {script}: end -->"
    head, first, rest = page.read_text("utf-8").partition(begin)
    _, second, tail = rest.partition(end)
    if not (first and second):
        sys.exit(f"{page} lacks the two lines between which the tables go:\n{begin}\n{end}")
    return head + begin, end + tail


def write(page: Path, script: str, text: str) -> None:
    """Replace the tables of `script` in `page`; what people wrote around them stays."""
    head, tail = frame(page, script)
    page.write_text(f"{head}\n{text}\n{tail}", "utf-8")
