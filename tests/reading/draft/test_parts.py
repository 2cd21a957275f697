import pytest

from gongkai_cli.reading.draft.parts import parts_of
from gongkai_cli.reading.draft.remark import Kind, Undrafted
from gongkai_cli.reading.tables.grid import Document
from reading.draft.grids import HEADER, ONE, TITLE, document, draft, remarks, short

OTHER = "姓名|电话\n某甲|1"


def test_the_task_table_among_others() -> None:
    blocks = ("示例区文件", OTHER, "请认真落实。", TITLE, ONE, "2023年5月4日", "签发|某乙")
    assert [task[0] for task in short(*blocks)] == [1]
    assert remarks(Kind.LEFT, *blocks) == [
        ((0, 1, 0), "表外的文字没有编入：“示例区文件”"),
        ((0, 2, 0), "表外的文字没有编入：“请认真落实。”"),
        ((1, 1, 1), "这张表不是任务表，没有编入：“姓名”“电话”"),
        ((1, 2, 1), "这张表不是任务表，没有编入：“某甲”“1”"),
        ((3, 1, 1), "这张表不是任务表，没有编入：“签发”“某乙”"),
    ]


def test_table_continued_with_its_header_repeated() -> None:
    found = short(ONE, f"{HEADER}\n2|||公开。||")
    assert found[1] == (2, "一、公开", "清单", "公开。", "示例一局", "全年")


def test_table_continued_without_a_header() -> None:
    found = short(ONE, "2|||公开。||")
    assert found[1] == (2, "一、公开", "清单", "公开。", "示例一局", "全年")


def test_table_without_numbers_continued() -> None:
    assert len(short("任务|要求|单位\n清单|编制|一局", "表|公开|二局")) == 2


@pytest.mark.parametrize(
    "blocks", [(ONE, "说明", "2|||公开。||"), (ONE, "甲|||乙||"), (ONE, "2|甲")]
)
def test_table_that_is_no_continuation(blocks: tuple[str, ...]) -> None:
    assert len(short(*blocks)) == 1


def test_tables_for_several_parts() -> None:
    part = "序号|任务|要求|单位|时限"
    found = short(
        "一、公开",
        f"{part}\n1|清单|编制|一局|全年\n2|表|公开|一局|全年",
        "二、保障",
        f"{part}\n1|培训|培训|二局|6月底前\n2|考核|考核||全年",
    )
    assert [task[:3] for task in found] == [
        (1, "一、公开", "清单"),
        (2, "一、公开", "表"),
        (3, "二、保障", "培训"),
        (4, "二、保障", "考核"),
    ]


def test_titles_between_the_rows_of_a_table() -> None:
    found = short(
        "序号|任务|要求|单位|时限",
        "一、公开",
        "（一）清单",
        "1||编制|一局|全年\n2||公开||",
        "二、保障",
        "3|培训|培训||",
    )
    assert found == [
        (1, "一、公开", "（一）清单", "编制", "一局", "全年"),
        (2, "一、公开", "（一）清单", "公开", "一局", "全年"),
        (3, "二、保障", "培训", "培训", "一局", "全年"),
    ]


def test_nothing_carries_from_one_part_into_the_next() -> None:
    part = "序号|任务|要求|单位|时限"
    found = short(f"{part}\n1|清单|编制|一局|全年", "二、保障", f"{part}\n2|培训|培训||")
    assert found[1][4:] == ("待定", "待定")


def test_title_of_a_part_whose_table_has_its_own() -> None:
    blocks = ("一、总说", f"{HEADER}\n1|二、保障|清单|编制。|一局|全年")
    assert short(*blocks)[0][1] == "二、保障"
    assert remarks(Kind.LEFT, *blocks) == [((0, 1, 0), "这一行下面没有任务，没有编入：“一、总说”")]


def test_title_in_the_table_above_its_header() -> None:
    found = parts_of(document(f"{TITLE}|<|<|<|<|<\n制表：某科|<|<|<|<|<\n{ONE}"))
    assert [line.text for line in found.above] == [TITLE, "制表：某科"]


def test_header_in_another_order_within_a_table() -> None:
    table = (
        "序号|任务|要求|单位|时限\n1|清单|编制|一局|全年\n2|表|公开|二局|6月\n"
        "序号|任务|单位|要求|时限\n3|栏目|三局|建设|7月\n|||更新|"
    )
    assert [task[0:1] + task[2:] for task in short(table)] == [
        (1, "清单", "编制", "一局", "全年"),
        (2, "表", "公开", "二局", "6月"),
        (3, "栏目", "建设", "三局", "7月"),
        (4, "栏目", "更新", "三局", "7月"),
    ]
    assert ((1, 4, 3), "表头“单位”是责任单位") in remarks(Kind.HEADER, table)


def test_other_header_within_a_table_takes_the_titles_above_it() -> None:
    found = short(
        "一、公开|<|<|<\n序号|要求|单位|时限\n1|编制|一局|全年\n二、保障|<|<|<\n"
        "序号|工作内容|承办部门|完成时间\n2|培训|二局|6月"
    )
    assert [(task[0], task[1], *task[3:]) for task in found] == [
        (1, "一、公开", "编制", "一局", "全年"),
        (2, "二、保障", "培训", "二局", "6月"),
    ]


@pytest.mark.parametrize(
    "row",
    ["2|公开内容|完善内容|各责任单位|长期", "|公开内容|完善内容|各责任单位|", "|任务|要求|某局|"],
)
def test_task_in_words_of_titles_is_no_header(row: str) -> None:
    assert len(short(f"序号|任务|要求|单位|时限\n1|清单|编制|一局|全年\n{row}")) == 2


def test_same_header_within_a_table_is_left() -> None:
    header = "序号|任务|要求|单位|时限"
    blocks = (f"{header}\n1|清单|编制|一局|全年\n{header}\n2||公开||",)
    assert [task[2:] for task in short(*blocks)][1] == ("清单", "公开", "一局", "全年")


def test_cell_beside_a_row_of_the_annex_is_not_lost() -> None:
    annex = "任务序号|事项|内容|-\n1|备注|待核|旁边的话\n1|来源|某文|"
    said = "附表的一行只有任务序号、事项、内容三格，多出的没有采用：“旁边的话”"
    assert remarks(Kind.ANNEX, ONE, annex)[0] == ((2, 2, 4), said)


@pytest.mark.parametrize("said", ["附：办公室另定的事项\n", ""])
def test_annex_below_or_in_the_table(said: str) -> None:
    bars = f"{said.strip()}|<|<|<|<|<\n" if said else ""
    annex = (
        "任务序号|事项|内容\n全表|地区|另一区\n全表|年度|2024年\n1|备注|待核\n9|备注|甲\n1|到期日"
    )
    for blocks in ((f"{ONE}\n{bars}{annex}",), (ONE, said.strip(), f"{bars}{annex}")):
        found = draft(*blocks)
        assert [task.note for task in found.plan.tasks] == ["待核"]
        assert found.settled
        assert [each.text for each in found.remarks if each.kind is Kind.ANNEX] == [
            "附表的这一行没有采用：任务分解表里没有任务9：“9”“备注”“甲”",
            "附表的这一行没有采用：日期应写成2023年6月30日的样子：“1”“到期日”“”",
        ]


@pytest.mark.parametrize(
    ("blocks", "sentences"),
    [
        (("甲", "乙"), ["没有找到任务表。", "文件里没有表格，只有2段文字。"]),
        ((OTHER,), ["没有找到任务表。", "表1有2行，第一行写着“姓名”“电话”。"]),
        (("|",), ["没有找到任务表。", "表1有1行，第一行写着空格。"]),
        ((OTHER,) * 7, ["另有2张表，也不是。"]),
    ],
)
def test_no_task_table(blocks: tuple[str, ...], sentences: list[str]) -> None:
    with pytest.raises(Undrafted) as refusal:
        parts_of(document(*blocks))
    assert set(sentences) <= set(refusal.value.sentences)
    assert refusal.value.sentences[-1].startswith("任务表的表头要写明任务")


def test_empty_document() -> None:
    with pytest.raises(Undrafted):
        parts_of(Document(()))
