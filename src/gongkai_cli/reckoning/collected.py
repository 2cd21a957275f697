"""What a filled-in row says that was not known, by comparing its cells; knows no file."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from gongkai_cli.domain.sheet import SheetColumn

_SILENT = frozenset({SheetColumn.OWNER, SheetColumn.DATE, SheetColumn.MEASURES})
"""Left empty, these take nothing back: a day, a number or a 责任科室 once told stays told."""

Cells = Mapping[SheetColumn, str | date]


def news(
    said: Cells, touched: Collection[SheetColumn], known: Cells, since: Sequence[Cells]
) -> frozenset[SheetColumn]:
    """The columns under which a row says something new.

    Only a cell that was `touched` says anything. It is no news where it says what is `known`, or
    what was told at some time `since` the row was handed out: it was collected then, whatever was
    reported after it.
    """
    return frozenset(
        column
        for column in touched
        if not any(_same(said[column], cells[column]) for cells in (known, *since))
        and (said[column] or column not in _SILENT)
    )


def _same(one: str | date, other: str | date) -> bool:
    """Spaces and line ends do not count, as in the fingerprints."""
    return "".join(str(one).split()) == "".join(str(other).split())
