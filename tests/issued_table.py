"""The issued table (任务分解表) of 2023, read by a second pair of eyes.

`data/tasks.yaml` is compared with what this module derives from the office's own text, so it shares
nothing with the program. The text is a Word table written out: a line that begins with a tab opens
a cell, the lines after it are further paragraphs of that cell, and a merged cell repeats its
paragraph two to four times before the rows below leave it blank.
"""

from itertools import accumulate, zip_longest
from typing import NamedTuple

HEADINGS = ("序号", "工作任务", "具体要求", "责任单位", "完成时限")

COLUMNS = 6
"""One more than `HEADINGS`: 工作任务 spans the two columns of 部分 and 工作任务."""

SETTLED = {
    "全年，长期\n坚持": "全年，长期坚持",
    "强化落实政务公开数字化管理。": "强化落实政务公开数字化管理",
    "5、 加强监督保障，巩固工作基础": "五、加强监督保障，巩固工作基础",
}
"""Slips within a cell (rows 1, 33, 39) → the wording kept; everything else stays as issued."""


class Row(NamedTuple):
    """One numbered row, each cell as issued and none of them blank."""

    number: int
    section: str
    topic: str
    requirement: str
    responsible: str
    deadline: str


def issued_rows(text: str) -> list[Row]:
    """Read every row of `text` in order; `ValueError` where a cell says two different things."""
    cells = issued_cells(text)[len(HEADINGS) :]
    rows = [cells[start : start + COLUMNS] for start in range(0, len(cells), COLUMNS)]
    return [as_row(row) for row in accumulate(rows, fill_down)]


def issued_cells(text: str) -> list[str]:
    """List the cells in reading order, headings first, blank ones as the empty string."""
    _before_the_table, *cells = settle(text).split("\n\t")
    return [fold(cell) for cell in cells]


def settle(text: str) -> str:
    """Replace in `text` the slips that `SETTLED` names."""
    for slip, wording in SETTLED.items():
        text = text.replace(slip, wording)
    return text


def fold(cell: str) -> str:
    """Reduce a merged cell to the one paragraph it repeats; `ValueError` if there are several."""
    (wording,) = {line.strip() for line in cell.splitlines() if line.strip()} or {""}
    return wording


def fill_down(above: list[str], row: list[str]) -> list[str]:
    """Give `row` the cells that it leaves blank, or lacks at its end, from the row `above`."""
    return [cell or merged for merged, cell in zip_longest(above, row, fillvalue="")]


def as_row(cells: list[str]) -> Row:
    """Make a `Row` of six filled cells."""
    number, *wording = cells
    return Row(int(number), *wording)
