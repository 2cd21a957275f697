from gongkai_cli.rendering.plans.frames import annex_frame, issued_frame
from rendering.plans.plan_reading import PLAN


def test_sections_and_topics_are_merged_and_nothing_else() -> None:
    found = issued_frame(PLAN).rows
    assert [field and field.columns for field in found[0]] == [1, 2, None, 1, 1, 1]
    rows = [[each and each.rows for each in row] for row in found[1:]]
    assert rows == [
        [1, 3, 2, 1, 1, 1],
        [1, None, None, 1, 1, 1],
        [1, None, 1, 1, 1, 1],
        [1, 1, 1, 1, 1, 1],
    ]


def test_annex() -> None:
    texts = [[each.text for each in row if each] for row in annex_frame(PLAN).rows]
    assert texts[:2] == [["任务序号", "事项", "内容"], ["全表", "地区", "示例区"]]
    assert texts[-1] == ["7", "备注", "说明"]
