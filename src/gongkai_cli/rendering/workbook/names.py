"""Names that a workbook's sheets may bear."""

import re
from collections.abc import Iterable

from gongkai_cli.rendering.workbook.rows import cell_text, clipped

MAX = 31

_FORBIDDEN = re.compile(r"[\[\]:*?/\\\n]")
_RESERVED = frozenset({"history"})
_NAMELESS = "单位"


def sheet_names(wanted: Iterable[str], taken: Iterable[str] = ()) -> list[str]:
    """A name for each of `wanted`, as like it as Excel allows; no two alike, in any letters."""
    used = {*_RESERVED, *(name.casefold() for name in taken)}
    found = []
    for text in wanted:
        name = _free(_allowed(text), used)
        used.add(name.casefold())
        found.append(name)
    return found


def _allowed(text: str) -> str:
    name = _FORBIDDEN.sub("_", cell_text(text)).strip("' ")
    return clipped(name, MAX).rstrip("' ") or _NAMELESS


def _free(name: str, used: set[str]) -> str:
    number, found = 1, name
    while found.casefold() in used:
        number += 1
        end = f"（{number}）"
        found = clipped(name, MAX - len(end)) + end
    return found
