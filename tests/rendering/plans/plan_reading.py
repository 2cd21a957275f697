"""Plans to write out, and how their two tables are understood when they are read back.

The reader here is as simple as can be: it knows only `domain.issued` and how merged cells repeat.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import openpyxl
from docx import Document
from docx.table import Table
from openpyxl.worksheet.worksheet import Worksheet

from gongkai_cli.domain.issued import ANNEX, ANNEX_COLUMNS, COLUMNS, Row, heard
from gongkai_cli.domain.plan import Plan, Scope, Target, Task
from gongkai_cli.reading.book import load_book
from gongkai_cli.reading.cache import Cache
from gongkai_cli.reading.workspace import Workspace
from gongkai_cli.rendering.plans.sheets import SHEET

Squares = Sequence[Sequence[str]]

TARGET = Target("示例培训", Decimal("62.5"), "%", add_up=False, scope=Scope.EACH_UNIT)
PLAN = Plan(
    "2023年示例区任务分解表",
    "示例区",
    2023,
    date(2023, 5, 4),
    "data/source/表.txt",
    (
        Task(1, "一、公开", "清单", "编制清单。", "示例一局、示例二局", "全年"),
        Task(2, "一、公开", "清单", "公开清单。", "示例一局", "6月底前", due=date(2023, 6, 30)),
        Task(4, "一、公开", "培训", "培训。", "示例一局", "全年", (TARGET, TARGET)),
        Task(
            7,
            "二、保障",
            "培训",
            "培训。",
            "各单位",
            "全年",
            (),
            None,
            ("甲、乙",),
            ("丙",),
            "说明",
        ),
    ),
)

_LETTERS = (
    "=1+1",
    "+1",
    "@甲",
    "-1",
    "甲|乙",
    "<b>&lt;</b>",
    "一\n二\n二",
    "  前\u3000后 ",
    "\u3000\u3000起",
    "甲\t乙",
    "铃\x07\x00声",
    "\u202e反\ufeff\u2028\x85\r\n",
    "_x0041_",
    "\ufffe\ufffc\ue000",
    "C:\\new",
    "'甲",
    '"甲"',
    "😀𠮷",
    "]]>",
)


def hostile() -> Plan:
    """Every wording is one that some format might lose or act on."""
    tasks = (
        Task(
            number,
            f"部分{text}",
            f"{text}任务",
            text,
            f"{text}局",
            f"{text}前",
            (TARGET._replace(name=text, unit=text),),
            None,
            (text, "、，："),
            (text,),
            text,
        )
        for number, text in enumerate(_LETTERS, 1)
    )
    return Plan("".join(_LETTERS), _LETTERS[7], 2023, None, _LETTERS[6], tuple(tasks))


def long(length: int = 20_000, letter: str = "长") -> Plan:
    """One wording as long as the plan's file lets it be."""
    return PLAN._replace(tasks=(PLAN.tasks[0]._replace(requirement=letter * length),))


def understood(title: str, wording: Squares, annex: Squares) -> Plan:
    """The plan of two tables, squares of merged cells repeated; asserts that no row is unclear."""
    assert tuple(wording[0]) == COLUMNS
    assert tuple(annex[0]) == ANNEX_COLUMNS
    tasks = (
        Task(int(number), section, topic, requirement, responsible, deadline)
        for number, section, topic, requirement, responsible, deadline in wording[1:]
    )
    plan = Plan(title, "", 0, None, "", tuple(tasks))
    found, misheard = heard(plan, [Row(*row) for row in annex[1:]])
    assert misheard == []
    return found


def real() -> Plan:
    """The plan that is shipped, without the places of its tasks in the file."""
    plan = load_book(Workspace(Path(__file__).parents[3]), Cache(None)).plan
    return plan._replace(tasks=tuple(task._replace(line=0) for task in plan.tasks))


def read_docx(data: bytes) -> Plan:
    """The plan of a Word file, by python-docx."""
    document = Document(BytesIO(data))
    title, annex = (paragraph.text for paragraph in document.paragraphs if paragraph.text)
    assert annex == ANNEX
    wording, settled = document.tables
    return understood(title, _table(wording), _table(settled))


def _table(table: Table) -> Squares:
    """python-docx gives all squares of a merged cell its text."""
    return [[cell.text for cell in row.cells] for row in table.rows]


def read_xlsx(data: bytes) -> Plan:
    """The plan of a workbook, by openpyxl."""
    wording, annex = _filled(sheet(data, SHEET)), _filled(sheet(data, ANNEX))
    assert annex[0][0] == ANNEX
    return understood(wording[0][0], wording[1:], annex[1:])


def sheet(data: bytes, name: str) -> Worksheet:
    """One sheet of a workbook."""
    found = openpyxl.load_workbook(BytesIO(data))[name]
    assert isinstance(found, Worksheet)
    return found


def _filled(sheet: Worksheet) -> Squares:
    """Openpyxl has only the first square of a merged cell."""
    rows = [[str(cell.value or "") for cell in row] for row in sheet.iter_rows()]
    for area in sheet.merged_cells.ranges:
        for row in range(area.min_row - 1, area.max_row):
            for column in range(area.min_col - 1, area.max_col):
                rows[row][column] = rows[area.min_row - 1][area.min_col - 1]
    return rows
