"""A workbook's sheets as rows of values, each with the marks of its cells.

xlsx, xls and ods alike, whoever saved them; which of them are ledgers is not known here.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import NamedTuple

from gongkai_cli.reading.filled import biff, ooxml, opendocument
from gongkai_cli.reading.filled.marks import Inside, Marks
from gongkai_cli.reading.tables.archive import Archive, damaged
from gongkai_cli.reading.tables.faults import CannotRead

Value = str | date
"""Numbers are text as well, as a person reads them."""

_ZIP = b"PK"
_SCREEN = 2


class Page(NamedTuple):
    """One sheet from its first cell on. `hidden`: whoever opens the file does not see it."""

    name: str
    hidden: bool
    rows: tuple[tuple[Value, ...], ...]
    marks: Marks


def pages(data: bytes) -> list[Page]:
    """The sheets of the workbook `data`, in order. Raises CannotRead."""
    checked = _checked(data)
    try:
        with _hushed():
            return list(_pages(checked))
    except (Exception, KeyboardInterrupt):
        raise
    except BaseException as error:
        # What the library's own bugs raise; it is no Exception and cannot be imported.
        raise damaged() from error


def _pages(checked: Inside) -> Iterator[Page]:
    from python_calamine import CalamineError, SheetTypeEnum, SheetVisibleEnum, load_workbook

    try:
        with load_workbook(BytesIO(checked.data)) as book:
            for about in book.sheets_metadata:
                if about.typ is SheetTypeEnum.WorkSheet and about.name in checked.marks:
                    rows = book.get_sheet_by_name(about.name).to_python(skip_empty_area=False)
                    values = tuple(tuple(map(value_of, row)) for row in rows)
                    hidden = about.visible is not SheetVisibleEnum.Visible
                    yield Page(about.name, hidden, values, checked.marks[about.name])
    except (CalamineError, OSError, ValueError, OverflowError) as error:
        raise damaged() from error


@contextmanager
def _hushed() -> Iterator[None]:
    """Keep a bug of the library, which speaks by itself and not to a clerk, off the screen."""
    try:
        kept = os.dup(_SCREEN)
    except OSError:  # nobody listens
        yield
        return
    with open(os.devnull, "wb") as nowhere:  # noqa: PTH123 - a device, for its number
        os.dup2(nowhere.fileno(), _SCREEN)
    try:
        yield
    finally:
        os.dup2(kept, _SCREEN)
        os.close(kept)


def value_of(raw: object) -> Value:
    """What a cell holds as text or a day. A day with a time is a moment, and so text."""
    match raw:
        case datetime() if raw.time() == time():
            return raw.date()
        case datetime() | time() | timedelta():
            return str(raw)
        case date():
            return raw
        case bool():
            return str(raw).upper()
        case float() if raw.is_integer():
            return str(int(raw))
    return str(raw)


def _checked(data: bytes) -> Inside:
    """What may be given to the library, and the marks of each sheet."""
    if data.startswith(biff.SIGNATURE):
        return biff.inside(data)
    if data.startswith(_ZIP):
        archive = Archive(data)
        if ooxml.BOOK in archive:
            return ooxml.inside(archive)
        if opendocument.CONTENT in archive:
            return opendocument.inside(archive)
    raise CannotRead("文件不是 xlsx、xls 或 ods 格式的表格。")
