"""What LibreOffice, standing in for WPS and Excel, makes of a sheet: nothing cut, nothing lost."""

import subprocess
from collections import Counter
from datetime import date
from io import BytesIO
from pathlib import Path
from types import MappingProxyType

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import CalamineWorkbook

from gongkai_cli.domain.record import Evidence, Progress, Record, Step
from gongkai_cli.domain.sheet import (
    GUIDE,
    HIDDEN,
    OPEN,
    SHEET,
    SheetColumn,
    fingerprint,
    given_back,
)
from gongkai_cli.reading.book import load_book
from gongkai_cli.reading.cache import Cache
from gongkai_cli.reading.workspace import Workspace
from gongkai_cli.reckoning.ledgers import Ledger, ledger
from gongkai_cli.rendering.workbook.files import to_workbook
from office import converted

pytestmark = pytest.mark.xdist_group("workbook by LibreOffice")  # converted once for all

ROOT = Path(__file__).parents[3]
TITLES = 3


def report(task: int) -> Record:
    """A report that fills every cell, longer from task to task."""
    words = "已梳理示例事项，编制清单并主动公开（见 2023-06-20 公告），覆盖 12 个科室。"
    pieces = tuple(
        Evidence(f"示例材料{each}", f"http://www.example.cn/art/2023/6/{each}/art_{task}.html")
        for each in range(task % 4)
    )
    fact = Progress(
        Step.DONE if task % 2 else Step.UNDER_WAY,
        words * (task % 6),
        "个别科室反馈慢，数据口径不一。" * (task % 3),
        "7月底前汇总\n8月公开" * (task % 2),
        "示例政务公开科",
        pieces,
    )
    return Record(f"{task}.yaml", (task,), date(2023, 6, 20), fact)


@pytest.fixture(scope="module")
def made() -> Ledger:
    """The real plan's largest ledger, filled in with what nobody reported."""
    book = load_book(Workspace(ROOT), Cache(None), None)
    unit = book.roster.units[0]
    records = [report(task.id) for task in book.plan.tasks]
    found = ledger(book, unit, records, date(2023, 7, 20))
    assert len(found.items) > 40
    return found


@pytest.fixture(scope="module")
def desk(made: Ledger, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workbook; one whose rows LibreOffice must size; both through LibreOffice; the PDF."""
    folder = tmp_path_factory.mktemp("office")
    data = to_workbook(made, MappingProxyType({}))
    (folder / "ours.xlsx").write_bytes(data)
    unsized(data).save(folder / "free.xlsx")
    both = [folder / "ours.xlsx", folder / "free.xlsx"]
    converted(both[:1], "pdf", folder / "pdf")
    converted(both, "ods", folder / "ods")
    converted(both[:1], "xls", folder / "xls")
    converted([both[0], folder / "ods/free.ods"], "xlsx", folder / "xlsx")
    return folder


def unsized(data: bytes) -> openpyxl.Workbook:
    """The workbook without heights, and unprotected: else LibreOffice reckons none of its own."""
    book = openpyxl.load_workbook(BytesIO(data))
    for sheet in book:
        assert isinstance(sheet, Worksheet)
        sheet.protection.disable()
        for row in sheet.row_dimensions.values():
            row.height = None
    return book


def worksheet(file: Path, name: str = SHEET) -> Worksheet:
    found = openpyxl.load_workbook(file)[name]
    assert isinstance(found, Worksheet)
    return found


@pytest.mark.parametrize("name", [SHEET, GUIDE])
def test_every_row_is_as_high_as_its_text(name: str, desk: Path) -> None:
    ours, free = (worksheet(desk / "ours.xlsx", name), worksheet(desk / "xlsx/free.xlsx", name))
    for number in range(TITLES + 1, ours.max_row + 1):
        height, needed = (each.row_dimensions[number].height for each in (ours, free))
        assert height is not None
        assert needed is not None
        assert needed <= height <= max(2 * needed, 45), number


def test_no_letter_is_lost_in_print(desk: Path) -> None:
    printed = subprocess.run(
        ["pdftotext", "-layout", desk / "pdf/ours.pdf", "-"], capture_output=True, check=True
    ).stdout.decode("utf-8")
    ours = openpyxl.load_workbook(desk / "ours.xlsx")
    texts = [
        str(cell.value.date() if hasattr(cell.value, "date") else cell.value)
        for name, first in ((SHEET, len(HIDDEN) + 1), (GUIDE, 1))
        for line in ours[name].iter_rows(min_col=first)
        for cell in line
        if cell.value is not None
    ]
    assert len(texts) > 300
    lost = Counter("".join("".join(texts).split())) - Counter("".join(printed.split()))
    assert not lost


def test_the_titles_stand_on_every_page(desk: Path) -> None:
    pages = subprocess.run(
        ["pdftotext", "-layout", desk / "pdf/ours.pdf", "-"], capture_output=True, check=True
    ).stdout.decode("utf-8")
    *ledgers, _guide, end = pages.split("\f")
    assert end == ""
    assert len(ledgers) > 3
    for number, page in enumerate(ledgers, 1):
        assert "具体要求" in page
        assert "佐证材料" in page
        assert f"第{number}页" in "".join(page.split())


def test_locks_and_lists_survive(desk: Path) -> None:
    ours, theirs = worksheet(desk / "ours.xlsx"), worksheet(desk / "xlsx/ours.xlsx")
    assert theirs.protection.sheet
    for line in ours.iter_rows(min_row=TITLES + 1):
        for cell in line:
            same = theirs[cell.coordinate]
            assert same.protection.locked is cell.protection.locked
            assert same.value == cell.value
    lists = [
        {
            place: each.formula1
            for each in sheet.data_validations.dataValidation
            for span in each.sqref.ranges
            for place in span.cells
            if each.type == "list"
        }
        for sheet in (ours, theirs)
    ]
    assert lists[0] == lists[1]
    assert "date" in {each.type for each in theirs.data_validations.dataValidation}
    assert theirs.column_dimensions["A"].hidden
    assert theirs.print_title_rows == "$3:$3"
    assert theirs.page_setup.orientation == "landscape"


@pytest.mark.parametrize("form", ["xlsx", "ods", "xls"])
def test_the_fingerprints_still_hold(form: str, desk: Path) -> None:
    found = CalamineWorkbook.from_path(desk / form / f"ours.{form}")
    rows = found.get_sheet_by_name(SHEET).to_python()[TITLES:]
    assert len(rows) > 40
    for row in rows:
        cells = dict(zip(SheetColumn, map(str, row[len(HIDDEN) :]), strict=True))
        locked = [cells[column] for column in SheetColumn if not column.value.open]
        assert row[1] == fingerprint(locked)
        then = given_back(str(row[2]))
        assert then is not None
        assert then.cells == {column: fingerprint([cells[column]]) for column in OPEN}
