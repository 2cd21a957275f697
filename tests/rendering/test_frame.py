from gongkai_cli.rendering.frame import Field, field, merged, titles
from gongkai_cli.table import Cell, Tone

Shape = list[list[tuple[str, int, int] | None]]


def shape(rows: tuple[tuple[Field | None, ...], ...]) -> Shape:
    """Text, rows and columns of each field."""
    return [[each and (each.text, each.rows, each.columns) for each in row] for row in rows]


def test_text_of_a_field_is_that_of_all_its_cells() -> None:
    assert Field((Cell("已完成\n"), Cell("逾期", Tone.RED))).text == "已完成\n逾期"


def test_equal_titles_beside_each_other_share_a_field() -> None:
    found = titles(["序号", "工作任务", "工作任务", "具体要求"])
    assert shape((found,)) == [
        [("序号", 1, 1), ("工作任务", 1, 2), None, ("具体要求", 1, 1)],
    ]


def test_equal_neighbours_are_merged_but_never_beyond_an_earlier_column() -> None:
    rows = [tuple(map(field, row)) for row in ("甲培1", "甲培1", "乙培1", "乙公1", "甲公1")]
    assert shape(merged(rows, (0, 1))) == [
        [("甲", 2, 1), ("培", 2, 1), ("1", 1, 1)],
        [None, None, ("1", 1, 1)],
        [("乙", 2, 1), ("培", 1, 1), ("1", 1, 1)],
        [None, ("公", 1, 1), ("1", 1, 1)],
        [("甲", 1, 1), ("公", 1, 1), ("1", 1, 1)],
    ]


def test_nothing_to_merge() -> None:
    assert merged([], (0, 1)) == ()
