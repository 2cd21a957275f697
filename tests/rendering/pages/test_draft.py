import pytest

from gongkai_cli.domain.plan import Plan, Task
from gongkai_cli.reckoning.comparison import compared
from gongkai_cli.rendering.layout import width
from gongkai_cli.rendering.markdown import to_markdown
from gongkai_cli.rendering.pages.draft import (
    Entries,
    Told,
    difference_page,
    draft_page,
    place_words,
    report_page,
    report_table,
)
from gongkai_cli.rendering.terminal import plain_text

FIRST = Task(1, "一、公开", "清单", "编制示例事项清单，并主动向社会公开。", "示例一局", "全年")
SECOND = Task(2, "一、公开", "培训", "组织示例培训不少于2次。", "示例一局", "6月底前")
UNITS = Entries("units", "- name: 示例1局\n  kind: 部门\n", ("示例1局（部门）",))
PLAN = Plan("2023年示例区任务分解表", "示例区", 2023, None, "", (FIRST, SECOND))


def told(kind: str, text: str, *, asks: bool = True, row: int = 2) -> Told:
    return Told(kind, (1, row, 0), text, asks)


@pytest.mark.parametrize(
    ("where", "words"),
    [
        ((1, 2, 3), "表1第2行第3列"),
        ((1, 2, 0), "表1第2行"),
        ((2, 0, 0), "表2"),
        ((0, 4, 0), "第4段"),
        ((0, 0, 0), "全表"),
    ],
)
def test_place(where: tuple[int, int, int], words: str) -> None:
    assert place_words(where) == words


def test_draft_on_the_screen() -> None:
    some = [told("单位", f"名录里没有“示例{n}局”", row=n) for n in range(1, 8)]
    page = draft_page(PLAN, [*some, told("沿用", "空着", asks=False)], [UNITS])
    assert plain_text(page, 60) == (
        "《2023年示例区任务分解表》（示例区，2023年）：1个部分，2项工\n"
        "作任务，2项任务。\n"
        "\n"
        "请核对（7处）\n"
        "· 单位  表1第1行 · 名录里没有“示例1局”\n"
        "· 单位  表1第2行 · 名录里没有“示例2局”\n"
        "· 单位  表1第3行 · 名录里没有“示例3局”\n"
        "· 单位  表1第4行 · 名录里没有“示例4局”\n"
        "· 单位  表1第5行 · 名录里没有“示例5局”\n"
        "· 单位  另有2处，加 --report 导入说明.md 逐条写出来\n"
        "\n"
        "其余不用定夺：沿用1处。\n"
        "\n"
        "名录里没有的，核对后加在 data/units.yaml 的 units: 下面（行\n"
        "首空格与已有的各项对齐）：\n"
        "- name: 示例1局\n"
        "  kind: 部门\n"
    )


@pytest.mark.parametrize(
    ("begun", "where"),
    [(True, "的 groups: 下面（"), (False, "的末尾，前面先写一行 groups:（")],
)
def test_entries_stand_under_a_key_that_may_be_there_already(
    begun: bool,  # noqa: FBT001 a column of the table
    where: str,
) -> None:
    groups = Entries("groups", "- name: 各部门\n", ("各部门（部门）",), begun=begun)
    said = plain_text(draft_page(PLAN, [], [UNITS, groups]), 120)
    assert f"核对后加在 data/units.yaml {where}" in said


def test_draft_without_a_doubt() -> None:
    assert plain_text(draft_page(PLAN, []), 100).count("\n") == 1


@pytest.mark.parametrize("columns", [60, 80])
def test_nothing_is_wider_than_the_window(columns: int) -> None:
    text = f"看不懂完成时限“{'很长的时限' * 30}”\x1b[31m::error"
    page = plain_text(draft_page(PLAN, [told("时限", text)]), columns)
    assert all(width(line) <= columns for line in page.splitlines())
    assert "\x1b" not in page
    assert "（共" in page


def test_report_has_everything() -> None:
    long = "长" * 1000
    page = to_markdown(
        report_page(
            PLAN,
            "表.docx",
            [told("单位", long), told("沿用", "空着", asks=False)],
            [UNITS],
        )
    )
    assert page.startswith("# 导入说明\n\n文件：表.docx\n\n《2023年")
    assert "## 请核对（1处）" in page
    assert "## 做了什么（1处）" in page
    assert long in page
    assert (
        "核对后加进 data/units.yaml 的 units；可以粘贴的写法在屏幕上：\n\n- 示例1局（部门）\n"
        in page
    )


def test_report_of_nothing() -> None:
    assert to_markdown(report_page(PLAN, "表.docx", [])).count("#") == 1


def test_report_as_a_table() -> None:
    table = report_table([told("单位", "没有")])
    assert [column.title for column in table.columns] == ["类别", "位置", "说明"]
    assert [[cell.text for cell in row] for row in table.rows] == [["单位", "表1第2行", "没有"]]


def shown(before: Plan, after: Plan, columns: int = 80) -> str:
    return plain_text(difference_page(compared(before, after), after), columns)


def test_no_difference() -> None:
    assert shown(PLAN, PLAN) == "与现有的任务分解表一字不差：2项任务都相同。\n"


def test_differences() -> None:
    reworded = FIRST._replace(
        requirement="编制示例事项清单，并及时主动向社会公开。", deadline="6月底前"
    )
    added = Task(3, "二、保障", "考核", "开展考核。", "示例二局", "年底前")
    after = PLAN._replace(title="2023年示例区政务公开任务分解表", tasks=(reworded, added))
    assert shown(PLAN, after) == (
        "与现有的任务分解表不同：新增1项、删去1项、改动1项。\n"
        "\n"
        "  标题：2023年示例区〔增：政务公开〕任务分解表\n"
        "\n"
        "改动  任务1\n"
        "  具体要求：编制示例事项清单，并〔增：及时〕主动向社会公开。\n"
        "  完成时限：〔删：全年〕〔增：6月底前〕\n"
        "\n"
        "新增  任务3  考核\n"
        "  开展考核。\n"
        "  责任单位 示例二局 · 时限 年底前\n"
        "\n"
        "删去  任务2  培训\n"
        "  组织示例培训不少于2次。\n"
        "  责任单位 示例一局 · 时限 6月底前\n"
    )


def test_only_the_head_differs() -> None:
    after = PLAN._replace(year=2024)
    assert shown(PLAN, after) == (
        "与现有的任务分解表不同：任务相同，标题、地区或年度不同。\n\n  年度：〔删：2023〕〔增：2024〕\n"
    )


def test_long_wording_is_shown_around_its_changes() -> None:
    text = "公开" * 60
    before = FIRST._replace(requirement=f"{text}甲{text}乙{text}")
    after = FIRST._replace(requirement=f"{text}子{text}丑{text}")
    said = shown(PLAN._replace(tasks=(before,)), PLAN._replace(tasks=(after,)), 200)
    assert (
        f"  具体要求：……{'公开' * 6}〔删：甲〕〔增：子〕{'公开' * 6}……{'公开' * 6}〔删：乙〕〔增：丑〕"
        f"{'公开' * 6}……\n" in said
    )
