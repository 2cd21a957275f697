"""最近的改动 on a page: who, when, what; nothing said that nobody knows."""

from datetime import date

import pytest

from gongkai_cli.domain.change import How
from gongkai_cli.domain.commit import Commit, Happening
from gongkai_cli.domain.record import LookBack, Outcome, Record
from gongkai_cli.rendering.markdown import to_markdown
from gongkai_cli.rendering.pages.changes import Shown, changes_page, changes_table, told, unit_of
from small_book import ask, book, claim, close, done, record, task

DAY = date(2023, 7, 3)
COMMIT = Commit("a" * 40, DAY, "王芳", "补报")
FOLDER = "ledgers/2023/区司法局"
PLAN = book(task()).plan


def happening(
    file: str = f"{FOLDER}/updates/1.yaml",
    how: How = How.ADDED,
    said: Record | None = None,
    commit: Commit | None = COMMIT,
) -> Happening:
    return Happening(DAY, commit, how, file, said)


@pytest.mark.parametrize(
    ("said", "short"),
    [
        (done("6-20"), "任务1 已完成"),
        (claim("6-20"), "任务1 认领"),
        (ask("6-20", "9-30"), "任务1 申请延期至2023-09-30"),
        (close("6-20"), "任务1 办公室销号"),
        (record("6-20", done("6-20").fact, tasks=(1, 2)), "任务1、2 已完成"),
        (record("6-20", done("6-20").fact, corrects="x.yaml"), "任务1 已完成（更正）"),
        (record("6-20", LookBack(2022, Outcome.PUT_RIGHT)), "2022年任务1 已整改"),
    ],
)
def test_a_record_is_told_in_short(said: Record, short: str) -> None:
    assert told(happening(said=said)) == short
    assert told(happening(how=How.EDITED, said=said)) == f"改了已入库的记录：{short}"
    assert told(happening(how=How.DELETED, said=said)) == f"删了已入库的记录：{short}"


@pytest.mark.parametrize(
    ("file", "how", "said"),
    [
        ("data/tasks.yaml", How.EDITED, "修改任务分解表：补报"),
        ("data/units.yaml", How.ADDED, "新增名录：补报"),
        ("data/policy.yaml", How.DELETED, "删除设置：补报"),
        ("data/source/表.docx", How.ADDED, "新增data/source/表.docx：补报"),
        (f"{FOLDER}/evidence/图.png", How.ADDED, "新增佐证材料图.png：补报"),
        (f"{FOLDER}/updates/bad.yaml", How.EDITED, "修改updates/bad.yaml：补报"),
    ],
)
def test_any_other_file_is_told_with_the_commits_first_line(file: str, how: How, said: str) -> None:
    assert told(happening(file, how)) == said
    assert told(happening(file, how, commit=COMMIT._replace(subject=""))) == said[:-3]


def test_whose_folder_it_is() -> None:
    assert unit_of(happening()) == "区司法局"
    assert unit_of(happening("data/tasks.yaml")) == ""


def test_what_is_not_committed_is_said() -> None:
    (row,) = changes_table([happening(said=done("6-20"), commit=None)]).rows
    assert [cell.text for cell in row] == [
        "2023-07-03",
        "区司法局",
        "任务1 已完成",
        "未入库",
        f"{FOLDER}/updates/1.yaml",
        "",
    ]


def test_the_page_says_how_many_there_are_and_how_to_see_the_rest() -> None:
    page = changes_page([happening()], Shown(PLAN, DAY, 40, "gongkai history --all", " -C x"))
    text = to_markdown(page)
    assert "截至2023-07-03：共40处改动，以下是最近的1处。" in text
    assert "看全部：gongkai history --all" in text
    assert "gongkai history 序号 --unit 单位 -C x" in text
    whole = to_markdown(changes_page([happening()], Shown(PLAN, DAY, 1)))
    assert "共1处改动。" in whole
    assert "看全部" not in whole


def test_nothing_yet_and_nobody_to_ask() -> None:
    text = to_markdown(changes_page([], Shown(PLAN, DAY, 0, by_commit=False)))
    assert "截至2023-07-03：还没有改动。" in text
    assert "gongkai history" not in text
