"""Every trait in every format, from the file to the task: the first table in docs/import.md.

The files are made by python-docx, openpyxl or by hand, never by what reads them.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import docx
import openpyxl
import pytest

from gongkai_cli.reading.draft.drafting import Asked, draft_of
from gongkai_cli.reading.tables.grid import Grid
from gongkai_cli.reading.tables.opening import read_document
from reading.draft.grids import HEADER, ONE, TITLE, grid, missing


class Cell(NamedTuple):
    """A cell of a drawn table, with what it spans."""

    row: int
    column: int
    text: str
    rows: int
    columns: int


def cells(drawn: Grid) -> Iterator[Cell]:
    """The cells of a table, each once."""
    for r, row in enumerate(drawn.rows):
        for c, square in enumerate(row):
            if square and (square.place.row, square.place.column) == (r + 1, c + 1):
                down = [n for n, other in enumerate(drawn.rows) if other[c] == square]
                across = [n for n, other in enumerate(row) if other == square]
                yield Cell(r, c, square.text, len(down), len(across))


def as_docx(drawn: Grid, file: Path) -> None:
    """A Word document with a letter, a title and the table."""
    made = docx.Document()
    made.add_paragraph("请认真落实。")
    made.add_paragraph(TITLE)
    table = made.add_table(len(drawn.rows), len(drawn.rows[0]))
    for cell in cells(drawn):
        last = table.cell(cell.row + cell.rows - 1, cell.column + cell.columns - 1)
        table.cell(cell.row, cell.column).merge(last).text = cell.text
    made.save(str(file))


def as_xlsx(drawn: Grid, file: Path) -> None:
    """A sheet whose first row is the title."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.cell(1, 1, TITLE)
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(drawn.rows[0]))
    for cell in cells(drawn):
        row, column = cell.row + 2, cell.column + 1
        sheet.cell(row, column, int(cell.text) if cell.text.isdecimal() else cell.text)
        if cell.rows * cell.columns > 1:
            sheet.merge_cells(
                start_row=row,
                start_column=column,
                end_row=row + cell.rows - 1,
                end_column=column + cell.columns - 1,
            )
    book.save(file)


def as_html(drawn: Grid, file: Path) -> None:
    """A page with the title as its heading."""
    rows: dict[int, str] = dict.fromkeys(range(len(drawn.rows)), "")
    for cell in cells(drawn):
        text = "".join(f"<p>{line}</p>" for line in cell.text.split("\n"))
        rows[cell.row] += f'<td rowspan="{cell.rows}" colspan="{cell.columns}">{text}</td>'
    body = "".join(f"<tr>{row}</tr>" for row in rows.values())
    page = f"<!DOCTYPE html><html><body><h1>{TITLE}</h1><table>{body}</table></body></html>"
    file.write_text(page, "utf-8")


def _plain(drawn: Grid, between: str, paragraph: str) -> str:
    """Rows of cells, what is merged only in the first of them."""
    texts = [["" for _ in row] for row in drawn.rows]
    for cell in cells(drawn):
        texts[cell.row][cell.column] = cell.text.replace("\n", paragraph)
    return "\n".join(between.join(row) for row in texts)


def as_tabs(drawn: Grid, file: Path) -> None:
    """Text with a tab between cells; what stands in paragraphs is in one."""
    file.write_text(f"{TITLE}\n{_plain(drawn, chr(9), '')}\n", "utf-8")


def as_pipes(drawn: Grid, file: Path) -> None:
    """Text with a bar around cells."""
    head, *body = _plain(drawn, " | ", "<br>").split("\n")
    rule = "|".join("---" for _ in drawn.rows[0])
    lines = (f"| {line} |" for line in (head, *body))
    first = next(lines)
    file.write_text("\n".join((TITLE, "", first, f"|{rule}|", *lines)) + "\n", "utf-8")


FORMATS: dict[str, tuple[str, Callable[[Grid, Path], None]]] = {
    "docx": ("docx", as_docx),
    "xlsx": ("xlsx", as_xlsx),
    "html": ("html", as_html),
    "制表符隔开的 txt": ("txt", as_tabs),
    "竖线隔开的 txt": ("md", as_pipes),
}

Issued = tuple[int, str, str, str, str, str]
FIRST: Issued = (1, "一、公开", "清单", "编制清单。", "示例一局", "全年")
SECOND: Issued = (2, "一、公开", "清单", "公开清单。", "示例一局", "全年")
ROW = "2|一、公开|清单|公开清单。|示例一局|全年"

TRAITS: dict[str, tuple[str, list[Issued]]] = {
    "一格占几行": (f"{ONE}\n2|^|^|公开清单。|^|^", [FIRST, SECOND]),
    "一个表头下两级任务": (f"{ONE}\n{ROW}", [FIRST, SECOND]),
    "表头里有空格": (
        (
            "序 号|工 作 任 务|<|具 体 要 求|责 任 单 位|完 成 时 限\n"
            f"1|一、公开|清单|编制清单。|示例一局|全年\n{ROW}"
        ),
        [FIRST, SECOND],
    ),
    "表头占两行": (
        (
            "序号|任务|<|要求|责任分工|<|时限\n^|领域|事项|^|牵头单位|配合单位|^\n"
            "1|一、公开|清单|编制清单。|示例一局|示例二局|全年"
        ),
        [(*FIRST[:4], "牵头单位：示例一局；配合单位：示例二局", "全年")],
    ),
    "表头重复": (f"{ONE}\n{HEADER}\n{ROW}", [FIRST, SECOND]),
    "空格沿用上一行": (f"{ONE}\n2|||公开清单。||", [FIRST, SECOND]),
    "最后一行缺格": (f"{ONE}\n2|||公开清单。", [FIRST, SECOND]),
    "部分的标题单独占一行": (
        (
            "序号|任务|要求|单位|时限\n一、公开|<|<|<|<\n1|清单|编制清单。|示例一局|全年\n"
            "二、保障|<|<|<|<\n2|培训|组织培训。|示例二局|全年"
        ),
        [FIRST, (2, "二、保障", "培训", "组织培训。", "示例二局", "全年")],
    ),
    "牵头单位和责任单位分两栏": (
        (
            "序号|领域|任务|要求|牵头单位|责任单位|时限\n"
            "1|一、公开|清单|编制清单。|示例一局|示例二局|全年\n2|一、公开|清单|公开清单。|示例一局||全年"
        ),
        [
            (*FIRST[:4], "牵头单位：示例一局；配合单位：示例二局", "全年"),
            (*SECOND[:4], "牵头单位：示例一局", "全年"),
        ],
    ),
    "没有序号": (
        (
            "领域|任务|要求|单位|时限\n一、公开|清单|编制清单。|示例一局|全年\n"
            "一、公开|清单|公开清单。|示例一局|全年"
        ),
        [FIRST, SECOND],
    ),
    "序号重复": (f"{ONE}\n1{ROW[1:]}", [FIRST, SECOND]),
    "一格写两个序号": (
        f"{ONE}\n36,37|一、公开|清单|公开清单。|示例一局|全年",
        [FIRST, (36, *SECOND[1:])],
    ),
    "合计行和表下的注": (f"{ONE}\n{ROW}\n合计|||2项||\n注：逐项落实。|<|<|<|<|<", [FIRST, SECOND]),
}


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize("trait", TRAITS)
def test_trait_in_format(trait: str, suffix: str, tmp_path: Path) -> None:
    drawn, tasks = TRAITS[trait]
    ending, write = FORMATS[suffix]
    file = tmp_path / f"表.{ending}"
    write(grid(drawn), file)
    made = read_document(file)
    found = draft_of(made, Asked(region="示例区"))
    assert missing(made, found) == []
    assert found.plan.title == TITLE
    assert [task[:6] for task in found.plan.tasks] == tasks
