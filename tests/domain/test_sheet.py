import pytest

from gongkai_cli.domain.sheet import (
    ANSWERS,
    LOCKED,
    OPEN,
    Given,
    SheetColumn,
    fingerprint,
    given,
    given_back,
    was_known,
)


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


def test_what_was_given_comes_back() -> None:
    cells = {column: column.value.title for column in OPEN}
    then = given_back(
        f" {given(cells, ['1-2023-06-28-000002.yaml', '1-2023-06-29-000003.yaml'])}\n"
    )
    assert then is not None
    assert then.cells == {column: fingerprint([cells[column]]) for column in OPEN}
    assert was_known("1-2023-06-28-000002.yaml", then)
    assert was_known("1-2023-06-29-000003.yaml", then)
    assert not was_known("1-2023-06-28-000004.yaml", then)
    assert given_back(given(cells, [])) == Given(then.cells, frozenset())


@pytest.mark.parametrize("text", ["", "0" * 12, " ".join(["0" * 12] * 7), " ".join(["0"] * 8)])
def test_nothing_else_was_given(text: str) -> None:
    assert given_back(text) is None
