"""Workbooks read back with two libraries that did not write them."""

from collections.abc import Mapping
from datetime import date, datetime
from io import BytesIO

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.cell.cell import Cell
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import CalamineWorkbook

from gongkai_cli.domain.book import Book
from gongkai_cli.domain.record import Evidence, Progress, Record, Step
from gongkai_cli.domain.roster import Roster, Unit, UnitKind
from gongkai_cli.domain.sheet import (
    GUIDE,
    HIDDEN,
    MARK,
    OPEN,
    SHEET,
    SheetColumn,
    fingerprint,
    given_back,
)
from gongkai_cli.reckoning.ledgers import Ledger, ledger
from gongkai_cli.reckoning.standings import Standing
from gongkai_cli.rendering.workbook.files import to_bundle, to_workbook
from gongkai_cli.rendering.workbook.rows import MAX_UNITS
from small_book import GROUPS, JUSTICE, OFFICE, TAXES, book, day, done, record, target, task

AS_OF = day("7-20")
OPENED = "区财政局等相关部门"
BOOK = book(
    task(1, "2023年6月底前"),
    task(2, responsible=OPENED),
    task(3, targets=(target(),)),
    task(7, responsible="区政府各部门"),
)
PLACES = {column: place for place, column in enumerate(SheetColumn, len(HIDDEN) + 1)}
TITLES = 3
HOSTILE = [
    "=1+1",
    "=cmd|' /C calc'!A0",
    "+1",
    "-1",
    "@SUM(A1)",
    "{=1}",
    "http://example.cn/a",
    "mailto:a@example.cn",
    "internal:汇总!A1",
    "1",
    "2023-07-01",
    "TRUE",
    "#REF!",
    "_x0041_",
    "<b>&amp;",
    "' OR 1",
]


def made(
    *records: Record, of: Book = BOOK, as_of: date | None = AS_OF, unit: Unit = JUSTICE
) -> Ledger:
    return ledger(of, unit, records, as_of)


def opened(data: bytes) -> Workbook:
    return openpyxl.load_workbook(BytesIO(data))


def sheet(*records: Record, of: Book = BOOK, as_of: date | None = AS_OF) -> Worksheet:
    found = opened(to_workbook(made(*records, of=of, as_of=as_of), {}))[SHEET]
    assert isinstance(found, Worksheet)
    return found


def cell(of: Worksheet, row: int, column: SheetColumn) -> Cell:
    found = of.cell(TITLES + row, PLACES[column])
    assert isinstance(found, Cell)
    return found


def reported(text: str) -> Record:
    pieces = (Evidence(text, "http://example.cn/a"),)
    return record("1-5", Progress(Step.UNDER_WAY, text, text, text, text, pieces))


def bundled(
    ledgers: list[Ledger], colours: Mapping[str, str] | None = None, of: Book = BOOK
) -> bytes:
    return to_bundle(of.plan, AS_OF, ledgers, colours or {})


def test_the_sheets() -> None:
    found = opened(to_workbook(made(), {}))
    assert found.sheetnames == [SHEET, GUIDE]
    assert found.active is found[SHEET]


def test_what_the_collector_knows_it_by() -> None:
    found = CalamineWorkbook.from_filelike(BytesIO(to_workbook(made(), {})))
    first, second, titles, *lines = found.get_sheet_by_name(SHEET).to_python()
    assert first[:3] == [MARK, "2023", "区司法局"]
    assert second[:2] == ["任务分解表", "1 3 7 2"]
    assert titles == [*HIDDEN, *(column.value.title for column in SheetColumn)]
    assert [line[0] for line in lines] == ["1", "3", "7", "2"]
    for line in lines:
        cells = dict(zip(SheetColumn, line[3:], strict=True))
        locked = [cells[column] for column in SheetColumn if not column.value.open]
        assert line[1] == fingerprint(map(str, locked))
        then = given_back(str(line[2]))
        assert then is not None
        assert then.cells == {column: fingerprint([str(cells[column])]) for column in OPEN}


def test_the_head_says_whose_it_is() -> None:
    found = sheet()
    assert found["D1"].value == "区司法局政务公开工作台账（2023年）"
    assert found["D1"].alignment.horizontal == "centerContinuous"
    assert found["D2"].value == (
        "单位：区司法局　依据《任务分解表》　点名2项　全体1项　相关1项　截至2023-07-20"
    )
    assert not found.merged_cells.ranges


def test_a_unit_without_tasks() -> None:
    data = to_workbook(made(unit=TAXES), {})
    found = opened(data)[SHEET]
    assert found["D2"].value == "单位：区税务局　依据《任务分解表》　没有任务　截至2023-07-20"
    assert found.max_row == TITLES
    assert not found.data_validations.dataValidation


def test_wording_is_locked_and_the_units_columns_are_open_and_tinted() -> None:
    found = sheet(done("6-20"))
    assert found.protection.sheet
    assert found.protection.password is None
    assert not found.protection.formatRows
    assert not found.protection.formatColumns
    assert found.protection.deleteRows
    for row in range(1, 5):
        for column in SheetColumn:
            one = cell(found, row, column)
            assert one.protection.locked is not column.value.open
            tinted = one.fill.fgColor.rgb == "FFFFFBE6"
            assert tinted is column.value.open
    assert all(one.protection.locked for line in found["A1:C7"] for one in line)


def test_answers_are_chosen_from_a_list() -> None:
    lists = {
        str(each.sqref): each.formula1
        for each in sheet().data_validations.dataValidation
        if each.type == "list"
    }
    place = get_column_letter(PLACES[SheetColumn.STATUS])
    assert lists == {
        f"{place}4:{place}6": '"推进中,已完成"',
        f"{place}7": '"认领,不涉及,推进中,已完成"',
    }


def test_days_are_days_of_the_years_work() -> None:
    [found] = [each for each in sheet().data_validations.dataValidation if each.type == "date"]
    place = get_column_letter(PLACES[SheetColumn.DATE])
    assert str(found.sqref) == f"{place}4:{place}7"
    assert (found.operator, found.showErrorMessage) in {(None, True), ("between", True)}
    days = [date.fromordinal(693594 + int(text)) for text in (found.formula1, found.formula2)]
    assert days == [date(2023, 1, 1), date(2024, 3, 31)]
    assert BOOK.plan.takes(days[0])
    assert BOOK.plan.takes(days[1])
    assert not BOOK.plan.takes(date(2022, 12, 31))
    assert not BOOK.plan.takes(date(2024, 4, 1))


def test_a_day_is_a_day() -> None:
    one = cell(sheet(done("6-20")), 1, SheetColumn.DATE)
    assert (one.value, one.number_format) == (datetime(2023, 6, 20), "yyyy-mm-dd")  # noqa: DTZ001
    assert cell(sheet(), 1, SheetColumn.DATE).number_format == "yyyy-mm-dd"


def test_hidden_columns() -> None:
    found = sheet()
    assert [found.column_dimensions[name].hidden for name in "AD"] == [True, False]
    assert found.column_dimensions["A"].max == len(HIDDEN)


def test_it_prints_on_a4_across() -> None:
    found = sheet()
    setup = found.page_setup
    assert (setup.orientation, setup.paperSize) == ("landscape", 9)
    assert (setup.fitToWidth or 1, setup.fitToHeight) == (1, 0)
    assert found.sheet_properties.pageSetUpPr is not None
    assert found.sheet_properties.pageSetUpPr.fitToPage
    assert found.print_title_rows == "$3:$3"
    assert found.print_area == f"'{SHEET}'!$D$1:$R$7"
    footer = found.oddFooter
    assert footer is not None
    assert footer.left is not None
    assert footer.right is not None
    assert footer.right.text == "第 &P 页，共 &N 页"
    assert str(footer.left.text).strip() == "区司法局政务公开工作台账（2023年）"
    assert found.freeze_panes == "F4"


def test_standing_has_the_offices_colour_and_its_word() -> None:
    coloured = opened(to_workbook(made(), {"逾期": "紫"}))[SHEET]
    one = cell(coloured, 1, SheetColumn.STANDING)
    assert (one.value, one.fill.fgColor.rgb) == ("逾期\n20天", "FFEFE2F7")
    assert not coloured.column_dimensions["I"].hidden


def test_without_a_day_nothing_is_said_of_standing() -> None:
    found = sheet(as_of=None)
    assert found.column_dimensions["I"].hidden
    assert {cell(found, row, SheetColumn.STANDING).value for row in range(1, 5)} == {None}
    assert "截至" not in str(found["D2"].value)


def test_the_same_ledger_gives_the_same_bytes() -> None:
    records = [done("6-20"), reported("一")]
    assert to_workbook(made(*records), {}) == to_workbook(made(*records[::-1]), {})
    ledgers = [made(unit=unit) for unit in (JUSTICE, TAXES)]
    assert bundled(ledgers) == bundled(ledgers)


@pytest.mark.parametrize("text", HOSTILE)
def test_text_stays_text(text: str) -> None:
    data = to_workbook(made(reported(text)), {})
    found = opened(data)[SHEET]
    one = cell(found, 1, SheetColumn.PROGRESS)
    assert (one.value, one.data_type, one.hyperlink) == (text, "s", None)
    assert {each.data_type for line in found for each in line} <= {"s", "n", "d"}
    read = CalamineWorkbook.from_filelike(BytesIO(data)).get_sheet_by_name(SHEET).to_python()
    assert read[TITLES][PLACES[SheetColumn.PROGRESS] - 1] == text


@given(st.text(st.characters(exclude_categories=()), max_size=40))
@settings(max_examples=20)
def test_every_text_can_be_written_and_read(text: str) -> None:
    data = to_workbook(made(reported(text)), {})
    read = CalamineWorkbook.from_filelike(BytesIO(data)).get_sheet_by_name(SHEET).to_python()
    line = dict(zip(SheetColumn, read[TITLES][3:], strict=True))
    then = given_back(str(read[TITLES][2]))
    assert then is not None
    assert then.cells == {column: fingerprint([str(line[column])]) for column in OPEN}
    assert opened(data).sheetnames == [SHEET, GUIDE]


def test_the_longest_text() -> None:
    one = cell(sheet(reported("长" * (MAX_UNITS + 5))), 1, SheetColumn.PROGRESS)
    assert (len(str(one.value)), str(one.value)[-6:]) == (MAX_UNITS, "……（后略）")
    height = sheet(reported("长" * MAX_UNITS)).row_dimensions[4].height
    assert 400 < (height or 0) <= 409


def test_properties_tell_no_clock() -> None:
    found = opened(to_workbook(made(), {})).properties
    assert found.title == "区司法局政务公开工作台账（2023年）"
    assert str(found.created) == "2023-01-01 00:00:00"


def test_the_guide_speaks_in_whole_sentences() -> None:
    guide = opened(to_workbook(made(), {}))[GUIDE]
    sentences = [line[1].value for line in guide.iter_rows(min_row=2) if line[1].value]
    assert len(sentences) > 15
    assert all(str(sentence).endswith("。") for sentence in sentences)
    said = "".join(map(str, sentences))
    told = (
        "推进中",
        "已完成",
        "认领",
        "不涉及",
        "2023-06-27",
        "佐证材料",
        "身份证号",
        "没有设密码",
    )
    assert all(word in said for word in told)
    assert all(f"“{each.value.title}”" in said for each in SheetColumn if each.value.open)
    assert guide.protection.sheet
    assert guide.page_setup.orientation != "landscape"


def test_a_bundle_has_a_sheet_per_unit_after_the_summary() -> None:
    found = opened(bundled([made(), made(unit=OFFICE), made(unit=TAXES)]))
    assert found.sheetnames == ["汇总", "区司法局", "区政府办公室", "区税务局", GUIDE]
    assert [found[name]["C1"].value for name in found.sheetnames[1:4]] == found.sheetnames[1:4]
    summary = found["汇总"]
    assert summary["A1"].value == "示例区政务公开工作台账汇总（2023年）"
    assert summary["A2"].value == "依据《任务分解表》　截至2023-07-20　点单位名称，看它的台账"
    titles = ["单位", "点名", "全体", "相关", "应办", *map(str, Standing), "办结率"]
    assert [one.value for one in summary[3]] == titles
    lines = {line[0].value: [one.value for one in line[1:]] for line in summary.iter_rows(4)}
    # 点名 全体 相关 应办, then 逾期 缺报 … in the order of Standing
    assert lines == {
        "区司法局": [2, 1, 1, 3, 1, 2, 0, 0, 0, 0, 0, 1, 0, 0, 0, "0%"],
        "区政府办公室": [0, 1, 1, 1, 0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, "0%"],
        "区税务局": [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, "—"],
        "合计": [2, 2, 2, 4, 1, 3, 0, 0, 0, 0, 0, 2, 0, 0, 0, "0%"],
    }
    assert (summary["F4"].fill.fgColor.rgb, summary["H4"].fill.fill_type) == ("FFFCE4E2", None)
    assert summary.print_title_rows == "$3:$3"


def test_the_summary_leads_to_every_sheet() -> None:
    names = ["区司法局", "区[司]法局", "'司'法'局", "一" * 40, "一" * 41, "=1+1"]
    units = [Unit(name, UnitKind.DEPARTMENT) for name in names]
    of = book(task(1, responsible="、".join(names[-1:])))
    of = of._replace(roster=Roster(names[-1], units, GROUPS))
    found = opened(bundled([made(of=of, unit=unit) for unit in units], of=of))
    links = [line[0].hyperlink for line in found["汇总"].iter_rows(4, 9)]
    places = [link.location for link in links if link]
    wanted = [name.replace("'", "''") for name in found.sheetnames[1:7]]
    assert places == [f"'{name}'!A1" for name in wanted]
    assert [one[0].value for one in found["汇总"].iter_rows(4, 9)] == names
    assert found.sheetnames[4:6] == ["一" * 31, "一" * 28 + "（2）"]
