"""What a filled-in row says that was not known, by comparing its cells; knows no file."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from gongkai_cli.domain.sheet import OPEN, SheetColumn, fingerprint

_SILENT = frozenset({SheetColumn.OWNER, SheetColumn.DATE, SheetColumn.MEASURES})
"""Left empty, these take nothing back: a day, a number or a 责任科室 once told stays told."""

Cells = Mapping[SheetColumn, str | date]


class News(NamedTuple):
    """The open columns that say something new, and the cells as they were handed out, if known."""

    columns: frozenset[SheetColumn]
    handed_out: Cells


def news(said: Cells, given: str, course: Sequence[Cells]) -> News:
    """What a row says beyond what is known.

    `course` holds the row's open cells as they would have been handed out on each day that brought
    a record, in order; the last is today's. `given` is the fingerprint of those that were handed
    out. A cell left as it was handed out says nothing, whatever came to be known meanwhile. A row
    that says just what was known at some time since is not news either: it was collected then.
    """
    prints = [fingerprint(str(cells[column]) for column in OPEN) for cells in course]
    begun = max((at for at, found in enumerate(prints) if found == given), default=-1)
    handed_out = course[begun] if begun >= 0 else {}
    since = course[begun:] if begun >= 0 else course[-1:]
    fresh = [_fresh(said, handed_out, cells) for cells in since]
    return News(fresh[-1] if all(fresh) else frozenset(), handed_out)


def _fresh(said: Cells, handed_out: Cells, known: Cells) -> frozenset[SheetColumn]:
    """The columns that say neither what was handed out nor what is known."""
    return frozenset(
        column
        for column in OPEN
        if not _same(said[column], known[column])
        and not (column in handed_out and _same(said[column], handed_out[column]))
        and (said[column] or column not in _SILENT)
    )


def _same(one: str | date, other: str | date) -> bool:
    """Spaces and line ends do not count, as in the fingerprints."""
    return "".join(str(one).split()) == "".join(str(other).split())
