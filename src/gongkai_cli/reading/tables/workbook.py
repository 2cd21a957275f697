"""The values of a workbook as python-calamine gives them, written as people see them.

Imports nothing of this package: for old .xls files it runs as a program of its own, because a
hostile one makes calamine ask for more memory than there is, and that ends the process.
The workbook comes in, and JSON goes out: {"sheets": […]}, or {"fault": "…"}.
"""

import json
import sys
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import TYPE_CHECKING, Any, BinaryIO, TextIO

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

MAX_BOX = 1_000_000
"""Squares of the smallest rectangle around all that stands in a sheet."""

SPREAD = "spread"
"""The fault of a sheet whose contents stand too far apart."""

_MEMORY = 1024 * 1024 * 1024
"""Bytes that the separate program may use."""

_DIGITS = ".15g"
"""As many as Excel keeps; more would show 0.1+0.2 as nobody typed it."""


def values(data: bytes) -> dict[str, Any]:
    """The sheets of the workbook `data` in order, or its fault.

    Of each sheet: name, hidden, rows from `top` and `left` (from 0), merged (two corners each).
    `bare`: for each sheet the places from 1 of numbers and days, whose format is not known.
    Raises what calamine raises of a damaged file.
    """
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    book = CalamineWorkbook.from_filelike(BytesIO(data))
    sheets, bare = [], []
    for about in book.sheets_metadata:
        if about.typ != SheetTypeEnum.WorkSheet:
            continue
        sheet = book.get_sheet_by_name(about.name)
        if sheet.height * sheet.width > MAX_BOX:
            return {"fault": SPREAD, "name": about.name}
        hidden = about.visible != SheetVisibleEnum.Visible
        sheets.append({"name": about.name, "hidden": hidden, **_content(sheet)})
        bare.append(list(_bare(sheet)))
    return {"sheets": sheets, "bare": bare}


def _content(sheet: "CalamineSheet") -> dict[str, Any]:
    top, left = sheet.start or (0, 0)
    return {
        "top": top,
        "left": left,
        "rows": list(_rows(sheet)),
        "merged": sheet.merged_cell_ranges or [],
    }


def _rows(sheet: "CalamineSheet") -> Iterator[list[str]]:
    return ([written(value) for value in row] for row in sheet.to_python())


def _bare(sheet: "CalamineSheet") -> Iterator[tuple[int, int]]:
    top, left = sheet.start or (0, 0)
    for y, row in enumerate(sheet.to_python(), top + 1):
        for x, value in enumerate(row, left + 1):
            if isinstance(value, int | float | date | time | timedelta) and not isinstance(
                value, bool
            ):
                yield y, x


def written(value: object) -> str:
    """A cell's value as people see it: 1 and not 1.0, days as 2023-06-30."""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return format(value, _DIGITS)
    if isinstance(value, datetime):
        day, moment = value.date().isoformat(), value.time()
        return f"{day} {written(moment)}" if moment != time() else day
    if isinstance(value, time):
        return value.isoformat("minutes" if not value.second else "seconds")
    return str(value)


def main(given: BinaryIO, out: TextIO) -> None:
    """Read a workbook from `given` and write what is in it to `out`."""
    json.dump(values(given.read()), out)


def _bound_memory() -> None:  # pragma: no cover - it binds the whole process: the child alone
    with suppress(ImportError, ValueError, OSError):  # not on Windows; a lower limit stands already
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))


if __name__ == "__main__":
    sys.path += sys.argv[1:]
    _bound_memory()
    main(sys.stdin.buffer, sys.stdout)
