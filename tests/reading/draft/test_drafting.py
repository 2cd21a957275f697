from collections.abc import Callable
from contextlib import suppress
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai_cli.domain.issued import ANNEX, ANNEX_COLUMNS, COLUMNS, annex, visible, wordings
from gongkai_cli.domain.plan import Plan, Scope, Target, Task
from gongkai_cli.reading.draft.drafting import Asked, draft_of
from gongkai_cli.reading.draft.present import plan_in, present_plan, present_roster
from gongkai_cli.reading.draft.remark import Kind, Undrafted
from gongkai_cli.reading.draft.values import plan_text
from gongkai_cli.reading.forms import fits_a_name
from gongkai_cli.reading.tables.grid import Document, Grid, Note, Place, Square
from gongkai_cli.reading.tables.opening import read_document
from gongkai_cli.reading.workspace import Workspace
from gongkai_cli.rendering.plans.paper import plan_docx
from gongkai_cli.rendering.plans.sheets import plan_xlsx
from gongkai_cli.rendering.plans.web import plan_html
from issued_table import issued_rows
from reading.draft.grids import HEADER, ONE, TITLE, document, draft, missing, remarks, short

ROOT = Path(__file__).parents[3]
SOURCE = ROOT / "data/source/2023年槐荫区政务公开重点工作任务分解表.txt"
ASKED = Asked(TITLE, "示例区", 2023)


# --- the issued text ------------------------------------------------------------------------------


def test_issued_text_is_the_shipped_plan() -> None:
    shipped = present_plan(Workspace(ROOT))
    assert shipped
    asked = Asked(source=shipped.source)
    found = draft_of(read_document(SOURCE), asked, present_roster(Workspace(ROOT)))
    bare = [task._replace(targets=(), note="", line=0) for task in shipped.tasks]
    assert found.plan.tasks == tuple(bare)
    assert found.plan._replace(tasks=()) == shipped._replace(tasks=())
    assert found.proposals == ()


def test_issued_text_as_a_second_pair_of_eyes_reads_it() -> None:
    found = draft_of(read_document(SOURCE))
    assert [task[:6] for task in found.plan.tasks] == [
        tuple(row) for row in issued_rows(SOURCE.read_text("utf-8"))
    ]


def test_repairs_of_the_issued_text_are_told() -> None:
    found = draft_of(read_document(SOURCE), Asked(), present_roster(Workspace(ROOT)))
    said = "\n".join(each.text for each in found.remarks)
    assert "“全年，长期／坚持”分成几行，合为一行" in said
    assert "取“强化落实政务公开数字化管理”" in said
    assert "取“五、加强监督保障，巩固工作基础”" in said
    assert "第47行的完成时限空着，沿用上面的“全年”" in said
    amounts = [
        each.text[: each.text.index("里")] for each in found.remarks if each.kind is Kind.TARGET
    ]
    assert amounts == ["任务15", "任务23", "任务24", "任务41"]


# --- there and back -------------------------------------------------------------------------------


def real() -> Plan:
    plan = present_plan(Workspace(ROOT))
    assert plan
    return plan


FORMATS: dict[str, Callable[[Plan], bytes]] = {
    "docx": plan_docx,
    "xlsx": plan_xlsx,
    "html": lambda plan: plan_html(plan).encode(),
}


@pytest.mark.parametrize("suffix", FORMATS)
def test_plan_written_out_and_imported(suffix: str, tmp_path: Path) -> None:
    file = tmp_path / f"任务分解表.{suffix}"
    file.write_bytes(FORMATS[suffix](real()))
    found = draft_of(read_document(file), Asked(source="data/source/别处.txt"))
    assert found.plan == real()
    assert plan_in(plan_text(found.plan).encode()) == real()


_TEXT = st.text(
    st.sampled_from("示例区一局甲、，。；1 5%月日年底前（）:合计注|\n\t\u3000\u200b“=<&\\"),
    min_size=1,
    max_size=12,
).filter(lambda text: bool("".join(visible(text).split())))
_WORD = st.text(st.sampled_from("示例一二局、，\\："), min_size=1, max_size=6)
_TARGETS = st.builds(
    Target,
    _WORD,
    st.decimals(0, 999, places=2).map(Decimal),
    st.sampled_from(["次", "%", "篇，"]),
    st.booleans(),
    st.sampled_from(Scope),
)
_TASKS = st.builds(
    Task,
    st.integers(0, 999_999_999),
    _TEXT,
    _TEXT,
    _TEXT,
    _TEXT,
    _TEXT,
    st.lists(_TARGETS, max_size=2).map(tuple),
    st.none() | st.dates(date(2023, 1, 1), date(2023, 12, 31)),
    st.lists(_WORD, max_size=2).map(tuple),
    st.lists(_WORD, max_size=2).map(tuple),
    st.just("") | _TEXT,
    line=st.just(0),
)
_REGION = _TEXT.filter(fits_a_name)
"""A region names a folder as well."""

_PLANS = st.builds(
    Plan,
    _TEXT,
    _REGION,
    st.integers(2000, 2100),
    st.none() | st.dates(date(2023, 1, 1), date(2023, 12, 31)),
    st.just("") | _WORD,
    st.lists(_TASKS, min_size=1, max_size=5, unique_by=lambda task: task.id).map(tuple),
    file=st.just("data/tasks.yaml"),
)


def as_document(plan: Plan) -> Document:
    """`plan` as `gongkai export plan` lays it out, cells of the same title merged."""
    rows: list[tuple[Square, ...]] = [_row(1, 1, COLUMNS)]
    for number, task in enumerate(plan.tasks, 2):
        row = list(_row(1, number, (str(task.id), *wordings(task))))
        above = rows[-1]
        if number > 2 and row[1].text == above[1].text:
            row[1] = above[1]
            row[2] = above[2] if row[2].text == above[2].text else row[2]
        rows.append(tuple(row))
    rows[0] = (*rows[0][:2], rows[0][1], *rows[0][3:])
    beside = [_row(2, n, row) for n, row in enumerate((ANNEX_COLUMNS, *annex(plan)), 1)]
    title = [line.strip() for line in visible(plan.title).split("\n") if line.strip()]
    return Document((*title, Grid(1, tuple(rows)), ANNEX, Grid(2, tuple(beside))))


def _row(table: int, number: int, cells: tuple[str, ...]) -> tuple[Square, ...]:
    return tuple(
        Square(_as_cell(text), Place(table, number, column)) for column, text in enumerate(cells, 1)
    )


def _as_cell(text: str) -> str:
    lines = (" ".join(line.split()) for line in visible(text).split("\n"))
    return "\n".join(line for line in lines if line)


@given(_PLANS)
def test_any_plan_comes_back_whole(plan: Plan) -> None:
    found = draft_of(as_document(plan))
    assert [each.text for each in found.remarks if each.kind is Kind.ANNEX] == []
    assert found.plan == plan
    assert found.settled


# --- nothing is dropped ---------------------------------------------------------------------------

_CELLS = st.sampled_from(
    [
        "",
        "",
        "^",
        "<",
        "-",
        "1",
        "2",
        "36,37",
        "甲1",
        "一",
        "一、公开",
        "（一）清单",
        "清单",
        "清单。",
        "编制并公开清单",
        "编制//公开",
        "示例一局",
        "示例一局//示例二局",
        "全年",
        "全年，长期//坚持",
        "开工",
        "合计",
        "注：说明",
        "工作任务",
        "具体要求",
        "责任单位",
        "不少于5次",
        "已办",
    ]
)
_HEADERS = st.sampled_from(
    [
        HEADER,
        "序号|任务|要求|牵头单位|责任单位|时限",
        "编号|任务|主要内容|单位|落实情况|备注",
        "工作任务|<|<|具体要求|责任科室|时限",
        "任务|要求|要求|责任单位|责任单位|",
        "序号|任务|<|责任分工|<|时限\n^|^|^|牵头单位|配合单位|^",
    ]
)


@st.composite
def _tables(draw: st.DrawFn) -> str:
    rows = draw(st.lists(st.lists(_CELLS, min_size=6, max_size=6), max_size=8))
    lead = draw(st.sampled_from(["", "示例区任务分解表|<|<|<|<|<\n", "甲||乙|||\n"]))
    head = draw(_HEADERS)
    return lead + "\n".join([head, *("|".join(_sound(row)) for row in rows)])


def _sound(row: list[str]) -> list[str]:
    """The first cell has none at its left."""
    return ["" if row[0] == "<" else row[0], *row[1:]]


@given(st.lists(_tables(), min_size=1, max_size=3), st.sampled_from(["", "二、保障", "抄送：某科"]))
def test_every_cell_is_in_the_draft_or_in_a_remark(tables: list[str], between: str) -> None:
    made = document(*(block for table in tables for block in (between, table)))
    with suppress(Undrafted):
        assert missing(made, draft_of(made, ASKED)) == []


def test_nothing_of_the_issued_text_is_missing() -> None:
    made = read_document(SOURCE)
    assert missing(made, draft_of(made)) == []


@given(_PLANS)
def test_draft_can_be_read_again_or_is_refused(plan: Plan) -> None:
    """What a draft's file says is the draft, days and amounts and all."""
    assert plan_in(plan_text(plan).encode()) == plan


# --- title, year, region --------------------------------------------------------------------------


def test_front_of_the_document() -> None:
    found = draft_of(document("附件", "2023年示例区政务公开任务分解表", ONE, "2023年5月4日"))
    assert found.plan._replace(tasks=()) == Plan(
        "2023年示例区政务公开任务分解表", "示例区", 2023, date(2023, 5, 4), "", ()
    )
    assert [(tuple(each.place), each.text) for each in found.remarks[:3]] == [
        ((0, 1, 0), "表外的文字没有编入：“附件”"),
        ((0, 3, 0), "印发日期取自这一行，写作2023-05-04，请核对"),
        ((1, 1, 1), "表头“序号”是序号"),
    ]


def test_what_a_person_says_goes_first() -> None:
    found = draft_of(document(TITLE, ONE), Asked("另一张表", "另一区", 2024, "data/source/a.docx"))
    assert found.plan._replace(tasks=()) == Plan(
        "另一张表", "另一区", 2024, None, "data/source/a.docx", ()
    )


def test_what_is_not_plain_is_asked_for_at_once() -> None:
    with pytest.raises(Undrafted) as refusal:
        draft_of(document("通知", ONE))
    assert refusal.value.sentences == (
        "看不出任务表的标题，请用 --title 写明。",
        "看不出是哪个地区，请用 --region 写明，例如 --region 示例区。",
        "看不出是哪一年，请用 --year 写明，例如 --year 2024。",
    )


def test_year_that_no_plan_has() -> None:
    with pytest.raises(Undrafted) as refusal:
        draft_of(document(ONE), Asked("表", "区", 1999))
    assert refusal.value.sentences == ("年份1999不在2000到2100之间，请用 --year 写明。",)


@pytest.mark.parametrize(
    ("said", "title"),
    [
        ("全表|标题原文|甲  乙", "甲  乙"),
        ("全表|标题原文|别的  话", "乙"),
        ("全表|标题原文|甲\\", "乙"),
        ("全表|地区|示例区", "乙"),
    ],
)
def test_title_of_a_document_that_was_written_out(said: str, title: str) -> None:
    blocks = ("前言", "甲", "乙", ONE, f"任务序号|事项|内容\n{said}")
    assert draft_of(document(*blocks), Asked("", "示例区", 2023)).plan.title == title


def test_written_out_without_a_title() -> None:
    with pytest.raises(Undrafted):
        draft_of(document(ONE, "任务序号|事项|内容\n全表|地区|示例区"))


# --- bounds and doubts ----------------------------------------------------------------------------


def test_text_that_no_plan_can_hold() -> None:
    table = f"{HEADER}\n1|一、公开|清单|{'长' * 100_000}|一局|全年"
    with pytest.raises(Undrafted) as refusal:
        draft(table)
    assert refusal.value.sentences[0] == (
        "表1第2行有一格长达100000字，超过了任务分解表一格最多的20000字。"
    )


def test_header_without_a_task() -> None:
    with pytest.raises(Undrafted) as refusal:
        draft(HEADER)
    assert refusal.value.sentences[0].startswith("没有找到任务：认出了任务表的表头")


def test_remarks_of_the_reader_are_passed_on() -> None:
    made = document(ONE)._replace(notes=(Note(Place(1, 2, 4), "有修订"),))
    found = draft_of(made, ASKED)
    assert [each for each in found.remarks if each.kind is Kind.READ] == [
        (Kind.READ, Place(1, 2, 4), "有修订")
    ]


def test_units_that_nobody_knows() -> None:
    table = f"{ONE}\n2|^|^|公开。|建成。、各街道办事处|全年\n3|^|^|更新。|负责落实|全年"
    assert remarks(Kind.UNIT, table) == [
        ((1, 2, 5), "名录里没有“示例一局”，拟作部门"),
        ((1, 3, 5), "名录里没有“各街道办事处”，拟作单位组（街道）"),
        ((1, 3, 5), "“建成。”不能用作单位名称，请核对责任单位"),
        ((1, 4, 5), "任务3的责任单位里没有单位名称"),
    ]


def test_what_was_settled_before_asks_no_more() -> None:
    table = (
        f"{HEADER}\n1|一、公开|清单|培训不少于5次。|一局|开工前\n2|^|^|培训不少于6次。|一局|竣工前"
    )
    target = Target("培训", Decimal(5), "次", add_up=True, scope=Scope.DISTRICT)
    settled = Task(1, "一、公开", "清单", "培训不少于5次。", "一局", "开工前", (target,))
    settled = settled._replace(due=date(2023, 6, 30))
    before = Plan(TITLE, "示例区", 2023, None, "", (settled, settled._replace(id=2, topic="表")))
    found = draft_of(document(table), ASKED, None, before)
    assert found.plan.tasks[0] == settled
    assert [each.text for each in found.remarks if each.place == Place(0)] == [
        "任务1文字没有变，原来另定的事项沿用",
        "原来为任务2另定的事项没有沿用：文字改了，或者没有这项任务了",
    ]
    asking = [each.text for each in found.remarks if each.kind in {Kind.TARGET, Kind.DEADLINE}]
    assert all("6次" in text or "竣工" in text for text in asking)
    assert len(asking) == 2


def test_time_limits_that_are_not_understood_are_told_once() -> None:
    table = f"{HEADER}\n1|一、公开|清单|编制。|一局|开工前\n2|^|^|公开。|^|^"
    assert remarks(Kind.DEADLINE, table) == [
        ((1, 2, 6), "看不懂完成时限“开工前”（任务1、2），请写明到期日 due")
    ]


@pytest.mark.parametrize(
    ("requirement", "quoted"),
    [
        ("组织培训不少于2次。", "“组织培训不少于2次”"),
        ("全年至少三次，办好。", "“全年至少三次”"),
        ("比例达到50%；按时。", "“比例达到50%”"),
        ("办好5件实事，发布10篇稿件", "“办好5件实事”“发布10篇稿件”"),
    ],
)
def test_sentence_that_may_set_a_target(requirement: str, quoted: str) -> None:
    table = f"{HEADER}\n1|一、公开|清单|{requirement}|一局|全年"
    assert remarks(Kind.TARGET, table) == [((1, 2, 4), f"任务1里{quoted}可能是指标，请办公室定")]
    assert draft(table).plan.tasks[0].targets == ()


@pytest.mark.parametrize("requirement", ["2023年完成。", "第3次会议", "编制清单。"])
def test_sentence_that_sets_none(requirement: str) -> None:
    assert remarks(Kind.TARGET, f"{HEADER}\n1|一、公开|清单|{requirement}|一局|全年") == []


def test_names_broken_into_lines_are_mended_by_the_roster() -> None:
    table = f"{HEADER}\n1|一、公开|清单|编制。|区人力资源和//社会保障局|全年\n2|^|^|公开。|区科技局//区财政局|^"
    roster = present_roster(Workspace(ROOT))
    found = draft_of(document(table), ASKED, roster)
    assert [task.responsible for task in found.plan.tasks] == [
        "区人力资源和社会保障局",
        "区科技局\n区财政局",
    ]


def test_hostile_texts_stay_texts() -> None:
    said = "=1+1 ::error [/red] <b> \\ {{x}}"
    assert short(f"{HEADER}\n1|一、公开|清单|{said}|一局|全年")[0][3] == said
