from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook

from gongkai_cli.domain.issued import ANNEX, visible
from gongkai_cli.domain.plan import Plan
from gongkai_cli.rendering.plans.frames import DoesNotFit
from gongkai_cli.rendering.plans.sheets import SHEET, plan_xlsx
from rendering.plans.plan_reading import PLAN, hostile, long, read_xlsx, real, sheet

PLANS = pytest.mark.parametrize("plan", [PLAN, hostile(), long()], ids=["plain", "hostile", "long"])


@PLANS
def test_nothing_is_lost(plan: Plan) -> None:
    assert read_xlsx(plan_xlsx(plan)) == plan


def test_nothing_of_the_real_plan_is_lost() -> None:
    assert read_xlsx(plan_xlsx(real())) == real()


@PLANS
def test_another_reader_sees_the_same_texts(plan: Plan) -> None:
    book = CalamineWorkbook.from_filelike(BytesIO(plan_xlsx(plan)))
    assert book.sheet_names == [SHEET, ANNEX]
    rows = book.get_sheet_by_name(SHEET).to_python()
    assert [row[3] for row in rows[2:]] == [visible(task.requirement) for task in plan.tasks]
    annex = book.get_sheet_by_name(ANNEX).to_python()
    assert {str(row[1]) for row in annex[2:]} >= {"地区", "年度"}


def test_nothing_is_a_formula_and_numbers_are_numbers() -> None:
    data = plan_xlsx(hostile())
    kinds = {
        cell.data_type
        for name in (SHEET, ANNEX)
        for row in sheet(data, name).iter_rows(min_row=3, min_col=2)
        for cell in row
    }
    assert kinds <= {"s", "inlineStr", "n"}
    assert sheet(data, SHEET)["A3"].value == 1
    assert sheet(data, SHEET)["D3"].data_type == "s"
    assert sheet(data, SHEET)["D3"].value == "=1+1"


def test_merged_cells_and_print() -> None:
    found = sheet(plan_xlsx(PLAN), SHEET)
    assert {str(area) for area in found.merged_cells.ranges} == {"B2:C2", "B3:B5", "C3:C4"}
    assert found.print_title_rows == "$2:$2"
    assert found.page_setup.orientation == "landscape"
    assert sheet(plan_xlsx(PLAN), ANNEX).page_setup.orientation == "portrait"
    assert found.freeze_panes == "A3"


def test_title_stands_on_one_line() -> None:
    found = sheet(plan_xlsx(PLAN._replace(title="一\n二")), SHEET)
    assert found["A1"].value == "一 二"


def test_same_bytes() -> None:
    assert plan_xlsx(PLAN) == plan_xlsx(PLAN)


@pytest.mark.parametrize(
    ("plan", "where"),
    [
        (long(32_768), "任务1"),
        (long(20_000, "😀"), "任务1"),
        (long(20_000, "\x07"), "任务1"),
        (PLAN._replace(source="长" * 40_000), "全表"),
        (PLAN._replace(title="长" * 40_000), "标题"),
    ],
    ids=["letters", "wide letters", "letters by number", "source", "title"],
)
def test_what_does_not_fit_is_refused(plan: Plan, where: str) -> None:
    with pytest.raises(DoesNotFit) as refused:
        plan_xlsx(plan)
    assert str(refused.value).startswith(f"{where}有一处文字过长，Excel 的一格最多放32767个字")
