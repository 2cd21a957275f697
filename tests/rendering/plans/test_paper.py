from io import BytesIO

import pytest
from docx import Document
from docx.enum.section import WD_ORIENTATION

from gongkai_cli.domain.issued import visible
from gongkai_cli.domain.plan import Plan
from gongkai_cli.rendering.plans.paper import plan_docx
from rendering.plans.plan_reading import PLAN, hostile, long, read_docx, real


@pytest.mark.parametrize("plan", [PLAN, hostile(), long()], ids=["plain", "hostile", "long"])
def test_nothing_is_lost(plan: Plan) -> None:
    assert read_docx(plan_docx(plan)) == plan


def test_nothing_of_the_real_plan_is_lost() -> None:
    assert len(real().tasks) == 46
    assert read_docx(plan_docx(real())) == real()


def test_the_table_lies_across_and_the_annex_stands() -> None:
    first, second = Document(BytesIO(plan_docx(PLAN))).sections
    assert first.orientation == WD_ORIENTATION.LANDSCAPE
    assert second.orientation == WD_ORIENTATION.PORTRAIT


def test_same_bytes_and_a_title_in_the_properties() -> None:
    data = plan_docx(hostile())
    assert plan_docx(hostile()) == data
    assert Document(BytesIO(plan_docx(PLAN))).core_properties.title == PLAN.title


def test_lines_are_seen_as_lines() -> None:
    plan = PLAN._replace(tasks=(PLAN.tasks[0]._replace(requirement="一\r\n二"),))
    table = Document(BytesIO(plan_docx(plan))).tables[0]
    assert table.cell(1, 3).text == visible("一\r\n二") == "一\n二"
