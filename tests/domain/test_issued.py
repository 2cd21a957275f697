from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai_cli.domain.issued import (
    ANNEX_COLUMNS,
    WHOLE,
    Garbled,
    Matter,
    Misheard,
    Row,
    alike,
    annex,
    bare,
    day_read,
    day_written,
    delicate,
    exact,
    heard,
    is_annex,
    letters,
    target_read,
    target_written,
    units_read,
    units_written,
    visible,
    year_read,
    year_written,
)
from gongkai_cli.domain.plan import Plan, Scope, Target, Task

ANY = st.text(st.characters(), min_size=1, max_size=12)
ODD = st.text(" \\、：，|=<nsuU\n\t\r5.\ufffc\u3000\u2028甲乙", min_size=1, max_size=8)
WORDS = ANY | ODD | st.text("甲乙丙丁", min_size=1)
TARGETS = st.builds(
    Target,
    WORDS,
    st.decimals(0, 999_999, places=2) | st.integers(0, 9).map(Decimal),
    WORDS,
    st.booleans(),
    st.sampled_from(Scope),
)
NAMES = st.lists(WORDS, max_size=3).map(tuple)
DAYS = st.dates(date(2000, 1, 1), date(2100, 12, 31))
TASKS = st.builds(
    Task,
    st.integers(0, 999),
    WORDS,
    WORDS,
    WORDS,
    WORDS,
    WORDS,
    st.lists(TARGETS, max_size=2).map(tuple),
    st.none() | DAYS,
    NAMES,
    NAMES,
    WORDS | st.just(""),
    st.just(0),
)
PLANS = st.builds(
    Plan,
    WORDS,
    WORDS,
    st.integers(2000, 2100),
    st.none() | DAYS,
    WORDS | st.just(""),
    st.lists(TASKS, max_size=4, unique_by=lambda task: task.id).map(tuple),
    st.just("data/tasks.yaml"),
)

TASK = Task(7, "一、公开", "培训", "全年不少于\n2次", "示例一局", "全年")
PLAN = Plan("2023年示例区任务分解表", "示例区", 2023, None, "", (TASK,))


@given(PLANS)
def test_the_two_tables_hold_the_whole_plan(plan: Plan) -> None:
    assert heard(bare(plan), annex(plan)) == (plan, [])
    assert all(not delicate(row.text) for row in annex(plan))


@given(WORDS)
def test_exact_letters_survive_a_document(text: str) -> None:
    written = exact(text)
    assert letters(written) == text
    assert not delicate(written)
    assert visible(written) == written


@given(WORDS)
def test_a_text_that_is_not_delicate_is_seen_as_it_is(text: str) -> None:
    assert delicate(text) or visible(text) == text == exact(text).replace(r"\\", "\\")


@given(TARGETS)
def test_target(target: Target) -> None:
    assert target_read(target_written(target)) == target


@given(NAMES)
def test_units(names: tuple[str, ...]) -> None:
    assert units_read(units_written(names)) == names


@given(DAYS)
def test_day(day: date) -> None:
    assert day_read(day_written(day)) == day == day_read(str(day))


@given(st.integers(2000, 2100))
def test_year(year: int) -> None:
    assert year_read(year_written(year)) == year == year_read(str(year))


def test_the_words_that_people_read() -> None:
    adding = Target("政务公开培训", Decimal(2), "次", add_up=True, scope=Scope.EACH_UNIT)
    rate = Target("办结率", Decimal("62.5"), "%", add_up=False, scope=Scope.UNDECIDED)
    task = TASK._replace(
        targets=(adding, rate),
        due=date(2023, 6, 30),
        lead=("示例一局", "示例二局"),
        assist=("示例三局",),
        note="两处均照录。",
    )
    plan = PLAN._replace(issued=date(2023, 5, 4), source="data/source/表.txt", tasks=(task,))
    assert annex(plan) == (
        (WHOLE, "地区", "示例区"),
        (WHOLE, "年度", "2023年"),
        (WHOLE, "印发日期", "2023年5月4日"),
        (WHOLE, "印发文件", "data/source/表.txt"),
        ("7", "具体要求原文", r"全年不少于\n2次"),
        ("7", "到期日", "2023年6月30日"),
        ("7", "牵头单位", "示例一局、示例二局"),
        ("7", "配合单位", "示例三局"),
        ("7", "指标", "政务公开培训：不少于2次，各次累计，范围每单位"),
        ("7", "指标", "办结率：不少于62.5%，以最近一次为准，范围未明确"),
        ("7", "备注", "两处均照录。"),
    )


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("甲", "甲"),
        ("甲 乙", "甲 乙"),
        ("甲  乙", r"甲 \s乙"),
        (" 甲 ", r"\s甲\s"),
        ("甲\n乙", r"甲\n乙"),
        ("甲\u3000乙", r"甲\u3000乙"),
        ("甲\x07", r"甲\u0007"),
        ("\U000e0041", r"\U000e0041"),
        ("C:\\n", r"C:\\n"),
        ("𠮷😀", "𠮷😀"),
    ],
)
def test_exact(text: str, written: str) -> None:
    assert exact(text) == written
    assert letters(f" {written}\n") == text


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("甲\\", "反斜杠后面不完整"),
        (r"\u12", "反斜杠后面不完整"),
        (r"\U0011ffff", r"没有“\U0011ffff”这个字符"),
    ],
)
def test_garbled_letters(text: str, reason: str) -> None:
    with pytest.raises(Garbled, match="^" + reason.replace("\\", "\\\\") + "$"):
        letters(text)


@pytest.mark.parametrize("text", ["", "2023", "2023年13月1日", "2023-02-30", "６月"])
def test_garbled_day(text: str) -> None:
    with pytest.raises(Garbled):
        day_read(text)


@pytest.mark.parametrize("text", ["", "二〇二三年", "23", "2023年度"])
def test_garbled_year(text: str) -> None:
    with pytest.raises(Garbled):
        year_read(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "培训",
        "：不少于2次，各次累计，范围全区",
        "培训：不少于两次，各次累计，范围全区",
        "培训：不少于2次，累计，范围全区",
        "培训：不少于2次，各次累计，范围全市",
        "培训：不少于2次，各次累计",
    ],
)
def test_garbled_target(text: str) -> None:
    with pytest.raises(Garbled, match="指标应写成"):
        target_read(text)


def test_visible_keeps_shapes_and_lines() -> None:
    assert visible("一\r\n二\u2028三\x00四\u200b五\u3000六\ue000") == "一\n二\n三四五\u3000六\ue000"


@pytest.mark.parametrize(
    ("cell", "text", "same"),
    [
        ("全年，长期坚持", "全年，长期\n坚持", True),
        ("甲 乙", "\u3000甲\x07\n\n乙", True),
        ("甲", "甲\n甲", True),
        ("甲甲", "甲\n甲", True),
        ("甲乙", "甲丙", False),
        ("", "甲", False),
    ],
)
def test_alike(cell: str, text: str, same: bool) -> None:  # noqa: FBT001 a column of the table
    assert alike(cell, text) is same


@pytest.mark.parametrize(
    ("titles", "said"),
    [
        (ANNEX_COLUMNS, True),
        (("任务 序号", "事\n项", " 内容"), True),
        (("序号", "事项", "内容"), False),
        (("任务序号", "事项"), False),
    ],
)
def test_is_annex(titles: tuple[str, ...], said: bool) -> None:  # noqa: FBT001 a column of the table
    assert is_annex(titles) is said


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (Row("8", Matter.NOTE, "甲"), "任务分解表里没有任务8"),
        (Row("7", "说明", "甲"), "没有“说明”这个事项"),
        (Row("7", Matter.YEAR, "2023年"), "年度不该写在这一行的任务序号下"),
        (Row(WHOLE, Matter.NOTE, "甲"), "备注不该写在这一行的任务序号下"),
        (Row("7", Matter.DUE, "六月"), "日期应写成2023年6月30日的样子"),
        (
            Row("7", Matter.REQUIREMENT, r"全年不少于\n3次"),
            "与任务分解表里现在的文字不同，以任务分解表为准",
        ),
    ],
)
def test_a_row_that_is_misheard_changes_nothing(row: Row, reason: str) -> None:
    rows = [Row(WHOLE, Matter.REGION, "示例区"), row]
    assert heard(PLAN, rows) == (PLAN, [Misheard(1, reason)])


def test_what_is_said_twice_counts_once_but_for_targets() -> None:
    target = target_written(Target("培训", Decimal(1), "次", add_up=True, scope=Scope.DISTRICT))
    note, more = Row("7", Matter.NOTE, "甲"), Row("7", Matter.TARGET, target)
    found, misheard = heard(PLAN, [note, note._replace(text="乙"), more, more])
    assert found.tasks[0].note == "甲"
    assert len(found.tasks[0].targets) == 2
    assert misheard == [Misheard(1, "前面已经有这样一行")]


def test_a_number_that_two_tasks_bear_names_neither() -> None:
    plan = PLAN._replace(tasks=(TASK, TASK))
    assert heard(plan, [Row(" 7 ", "备注", "甲")]) == (
        plan,
        [Misheard(0, "任务分解表里不止一项任务7")],
    )
