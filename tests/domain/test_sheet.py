import pytest

from gongkai_cli.domain.sheet import ANSWERS, LOCKED, OPEN, SheetColumn, fingerprint


def test_columns_stand_as_people_expect_them() -> None:
    titles = " ".join(column.value.title for column in SheetColumn)
    assert titles == (
        "序号 工作任务 具体要求 责任单位 完成时限 进度 责任科室 进展情况 完成状态 完成日期 "
        "佐证材料 指标 存在问题 下一步 备注"
    )


def test_a_column_is_the_units_or_locked() -> None:
    assert {*LOCKED, *OPEN} == set(SheetColumn)
    assert not {*LOCKED} & {*OPEN}


def test_answers() -> None:
    assert ANSWERS == ("认领", "不涉及", "推进中", "已完成")


@pytest.mark.parametrize("same", [["一二", "三"], ["一 二", "三\r\n"], ["一\n二", "\t三"]])
def test_a_fingerprint_does_not_see_spaces(same: list[str]) -> None:
    assert fingerprint(same) == fingerprint(["一二", "三"])


@pytest.mark.parametrize("other", [["一", "二三"], ["一二三", ""], ["一二", "三", ""], ["一二"]])
def test_a_fingerprint_sees_everything_else(other: list[str]) -> None:
    assert fingerprint(other) != fingerprint(["一二", "三"])
    assert len(fingerprint(other)) == 12
