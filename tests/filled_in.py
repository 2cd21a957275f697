"""Ledgers as a unit sends them back: written by the program, typed into with another library."""

from collections.abc import Callable, Mapping
from datetime import date
from io import BytesIO
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from fictional import gongkai
from gongkai_cli.domain.sheet import HIDDEN, SHEET, SheetColumn

Typed = Mapping[tuple[int, SheetColumn], str | date | float | bool | None]
"""What is typed, by the task's number and the column."""

LETTERS = {column: chr(ord("A") + len(HIDDEN) + at) for at, column in enumerate(SheetColumn)}
"""Each column's place, as a spreadsheet shows it."""

OWNER, PROGRESS, STATUS, DATE = (
    SheetColumn.OWNER,
    SheetColumn.PROGRESS,
    SheetColumn.STATUS,
    SheetColumn.DATE,
)
EVIDENCE, MEASURES, PROBLEM, NEXT = (
    SheetColumn.EVIDENCE,
    SheetColumn.MEASURES,
    SheetColumn.PROBLEM,
    SheetColumn.NEXT,
)


def handed_out(unit: str, place: Path | str = "台账.xlsx") -> Path:
    """The ledger of `unit`, as the program writes it for sending out."""
    path = Path(place).absolute()
    ran = gongkai("ledger", "--unit", unit, "--format", "xlsx", "--output", str(path))
    assert ran.code == 0, ran.err
    return path


def row_of(sheet: Worksheet, task: int) -> int:
    """The row of a task, from 1."""
    return next(row for row in range(4, sheet.max_row + 1) if sheet[f"A{row}"].value == str(task))


def typed_into(data: bytes, cells: Typed, name: str = SHEET) -> bytes:
    """The workbook `data` after somebody has typed `cells`."""

    def fill(sheet: Worksheet) -> None:
        for (task, column), value in cells.items():
            sheet[f"{LETTERS[column]}{row_of(sheet, task)}"] = value

    return changed(data, fill, name)


def changed(data: bytes, change: Callable[[Worksheet], object], name: str = SHEET) -> bytes:
    """The workbook `data` after `change` was made to one sheet."""
    book = load_workbook(BytesIO(data))
    change(book[name])
    saved = BytesIO()
    book.save(saved)
    book.close()
    return saved.getvalue()


def fill_in(unit: str, cells: Typed, place: Path | str = "台账.xlsx") -> Path:
    """Hand the ledger out and have `cells` typed into it."""
    path = handed_out(unit, place)
    path.write_bytes(typed_into(path.read_bytes(), cells))
    return path
