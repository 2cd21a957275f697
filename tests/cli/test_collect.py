"""`collect`: filled-in workbooks come back as exactly the records that were typed."""

import os
import re
import resource
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.worksheet.worksheet import Worksheet

from fictional import (
    FIRST,
    SECOND,
    STREET,
    THIRD,
    Ran,
    files_under,
    gongkai,
    on_a_terminal,
    put,
)
from filled_in import (
    DATE,
    EVIDENCE,
    MEASURES,
    NEXT,
    OWNER,
    PROBLEM,
    PROGRESS,
    STATUS,
    Typed,
    changed,
    fill_in,
    handed_out,
    typed_into,
)
from gongkai_cli.cli import collect as collecting
from gongkai_cli.cli.console import watched
from gongkai_cli.domain.sheet import SHEET, SheetColumn
from office import converted

ON = ("--date", "2023-08-01")

DONE: Typed = {
    (1, STATUS): "已完成",
    (1, PROGRESS): "已编制并公开",
    (1, DATE): date(2023, 6, 27),
    (1, EVIDENCE): "清单 http://example.cn/a",
}
DONE_TEXT = (
    "type: 进展\ntask: 1\ndate: 2023-06-27\nstatus: 已完成\nprogress: 已编制并公开\n"
    "evidence:\n- title: 清单\n  url: http://example.cn/a\n"
)

MANY: Typed = {
    **DONE,
    (1, OWNER): "示例科",
    (1, EVIDENCE): "清单 http://example.cn/a\n通知：https://example.cn/b?c=d\nhttp://example.cn/c",
    (2, STATUS): "推进中",
    (2, PROGRESS): "已发布三篇\n还在写",
    (2, MEASURES): "解读材料=3",
    (2, PROBLEM): "人手少",
    (2, NEXT): "下月再写一篇",
    (3, STATUS): "不涉及",
    (3, PROGRESS): "没有这项职能",
}
MANY_TEXTS = [
    (
        "type: 进展\ntask: 1\ndate: 2023-06-27\nstatus: 已完成\nprogress: 已编制并公开\n"
        "owner: 示例科\nevidence:\n- title: 清单\n  url: http://example.cn/a\n"
        "- title: 通知\n  url: https://example.cn/b?c=d\n"
        "- title: http://example.cn/c\n  url: http://example.cn/c\n"
    ),
    (
        "type: 进展\ntask: 2\ndate: 2023-08-01\nstatus: 推进中\n"
        "progress: |-\n  已发布三篇\n  还在写\nproblem: 人手少\nnext: 下月再写一篇\n"
        "measures:\n  解读材料: 3\n"
    ),
    "type: 不涉及\ntask: 3\ndate: 2023-08-01\nreason: 没有这项职能\n",
]


def collect(*args: Path | str) -> Ran:
    ran = gongkai("collect", *map(str, args), *(() if "--date" in args else ON))
    return ran._replace(err=unfolded(ran.err))


def records(root: Path, unit: str) -> list[str]:
    folder = root / "ledgers/2023" / unit / "updates"
    return [path.read_text("utf-8") for path in sorted(folder.glob("*"))]


def unfolded(text: str) -> str:
    """What was said, without the breaks that the window's width made."""
    return re.sub(r"\n +", "", text)


def test_a_row_filled_in_becomes_one_record_and_the_ledger_is_renewed(bare: Path) -> None:
    ran = collect(fill_in(FIRST, DONE))
    assert records(bare, FIRST) == [DONE_TEXT]
    assert (ran.code, ran.err.splitlines()) == (
        0,
        [
            "1个单位写入1条记录，台账已更新。",
            f"提交：git add ledgers/2023/{FIRST} && git commit -m '{FIRST}：收回台账，记录1条'",
        ],
    )
    assert ran.out.split() == [
        *("单位", "文件", "有变化", "写入", "不收", "结果"),
        *(FIRST, "台账.xlsx", "1", "1", "0", "有新内容"),
    ]
    assert gongkai("ledger", "--unit", FIRST, "--check").code == 0


def test_every_kind_of_answer_comes_back_as_it_was_typed(bare: Path) -> None:
    assert collect(fill_in(SECOND, MANY)).code == 0
    assert records(bare, SECOND) == MANY_TEXTS
    assert collect(fill_in(THIRD, {(3, STATUS): "认领", (3, OWNER): "示例三科"})).code == 0
    assert records(bare, THIRD) == ["type: 认领\ntask: 3\ndate: 2023-08-01\nowner: 示例三科\n"]


@pytest.mark.parametrize("kind", ["xlsx", "xls", "ods"])
def test_files_saved_by_other_programs_say_the_same(kind: str, bare: Path, tmp_path: Path) -> None:
    numbers: Typed = {
        (1, STATUS): "推进中",
        (1, PROGRESS): 3,
        (1, PROBLEM): date(2023, 6, 27),
        (2, STATUS): "已完成",
        (2, PROGRESS): "字" * 300,
        (2, DATE): 45104,
        (2, EVIDENCE): "清单 http://example.cn/a",
    }
    formula: Typed = {(2, PROGRESS): "=1+1", (2, STATUS): "推进中"}
    files = [
        fill_in(SECOND, MANY, "二.xlsx"),
        fill_in(FIRST, numbers, "一.xlsx"),
        fill_in(THIRD, formula, "三.xlsx"),
        handed_out(STREET, "四.xlsx"),
    ]
    folder = tmp_path / "saved"
    converted(files, kind, folder)
    ran = collect(folder)
    assert records(bare, SECOND) == MANY_TEXTS
    first, second = records(bare, FIRST)
    assert "progress: '3'\nproblem: '2023-06-27'\n" in first
    assert "date: 2023-06-27\nstatus: 已完成\n" in second
    assert records(bare, THIRD) == records(bare, STREET) == []
    assert f"三.{kind}“{SHEET}”第5行K列（进展情况）：格子里是公式" in ran.err
    assert ran.code == 1
    before = files_under(bare)
    assert collect(folder, "--date", "2023-08-02").code == 1
    assert files_under(bare) == before


def test_an_untouched_ledger_brings_nothing(district: Path) -> None:
    files = [handed_out(unit, f"{unit}.xlsx") for unit in (FIRST, SECOND, THIRD, STREET)]
    before = files_under(district)
    ran = collect(*files)
    assert (ran.code, ran.err) == (0, "没有写入新的记录。\n")
    assert files_under(district) == before


@pytest.mark.parametrize("again", ["2023-08-01", "2023-09-01"])
def test_the_same_file_twice_adds_nothing(again: str, bare: Path) -> None:
    file = fill_in(SECOND, MANY)
    collect(file)
    before = files_under(bare)
    ran = collect(file, "--date", again)
    assert (ran.code, ran.err) == (0, "没有写入新的记录。\n")
    assert files_under(bare) == before


def test_an_old_file_does_not_undo_what_the_office_answered(bare: Path) -> None:
    file = fill_in(FIRST, DONE)
    collect(file)
    review = "type: 核验\ntask: 1\ndate: 2023-07-03\nverdict: 退回\ncomment: 材料不全\n"
    put(bare, f"{FIRST}/reviews/1-2023-07-03-000001.yaml", review)
    assert collect(file, "--date", "2023-09-01").err == "没有写入新的记录。\n"
    more = {(1, STATUS): "已完成", (1, EVIDENCE): "新清单 http://example.cn/b"}
    assert collect(fill_in(FIRST, more, "新.xlsx")).code == 0
    assert len(records(bare, FIRST)) == 2


def returned(root: Path, task: int = 1, day: str = "2023-07-03", unit: str = FIRST) -> None:
    review = f"type: 核验\ntask: {task}\ndate: {day}\nverdict: 退回\ncomment: 材料不全\n"
    put(root, f"{unit}/reviews/{task}-{day}-000001.yaml", review)


def claimed(on: str = "2023-07-01") -> None:
    """What the unit says of task 1 while its sheet is out."""
    said = ("-s", "已完成", "-p", "初稿", "--evidence", "清单=http://example.cn/a", "--date", on)
    assert gongkai("update", "1", "-u", FIRST, *said).code == 0


def fresh(unit: str = FIRST) -> str:
    return f"请重新写出台账，照现在的情况填：gongkai ledger --unit {unit} --format xlsx"


MORE: Typed = {(1, STATUS): "已完成", (1, EVIDENCE): "新清单 http://example.cn/b"}


@pytest.mark.parametrize(
    "cells",
    [
        MORE,
        {(1, PROGRESS): "改好了"},  # 推进中 stands there, as it was handed out
        {(1, STATUS): "推进中", (1, PROGRESS): "改好了"},
        {**MORE, (1, DATE): date(2023, 7, 3)},  # the day of the 退回 may be before it
        {**MORE, (1, DATE): date(2023, 7, 2)},
    ],
)
@pytest.mark.parametrize("before", ["推进中", "未启动"])
def test_a_sheet_older_than_a_return_does_not_say_whether_it_answers_it(
    before: str, cells: Typed, bare: Path
) -> None:
    if before == "推进中":
        gongkai("update", "1", "-u", FIRST, "-s", "推进中", "-p", "甲稿", "--date", "2023-06-01")
    file = handed_out(FIRST)
    claimed()
    returned(bare)
    retyped(file, cells)
    held = files_under(bare)
    ran = collect(file)
    assert ran.code == 1
    assert (
        "任务1在2023-07-03被办公室退回，写出这份台账时还没有这条退回，"
        f"看不出这一行是退回以前填的还是以后填的；{fresh()}" in ran.err
    )
    assert "没有选" not in ran.err
    assert files_under(bare) == held
    again = fill_in(FIRST, {**MORE, (1, PROGRESS): "改好了"}, "新.xlsx")
    assert collect(again).code == 0
    assert "status: 已完成\nprogress: 改好了\n" in records(bare, FIRST)[-1]


@pytest.mark.parametrize("given", ["推进中", "已完成"])
def test_a_day_after_the_return_says_that_the_row_answers_it(given: str, bare: Path) -> None:
    gongkai("update", "1", "-u", FIRST, "-s", "推进中", "-p", "甲稿", "--date", "2023-06-01")
    if given == "推进中":
        file = handed_out(FIRST)
        claimed()
    else:
        claimed()
        file = handed_out(FIRST)
    returned(bare)
    typed: Typed = {
        (1, EVIDENCE): "新清单 http://example.cn/b",
        (1, DATE): date(2023, 7, 10),
        **({(1, STATUS): "已完成"} if given == "推进中" else {}),
    }
    ran = collect(retyped(file, typed))
    assert (ran.code, ran.err.splitlines()[0]) == (0, "1个单位写入1条记录，台账已更新。")
    assert records(bare, FIRST)[-1] == (
        "type: 进展\ntask: 1\ndate: 2023-07-10\nstatus: 已完成\nprogress: 初稿\n"
        "evidence:\n- title: 新清单\n  url: http://example.cn/b\n"
    )
    assert collect(file, "--date", "2023-09-01").err == "没有写入新的记录。\n"


def test_a_day_after_the_return_beside_another_answer_is_refused(bare: Path) -> None:
    gongkai("update", "1", "-u", FIRST, "-s", "推进中", "-p", "甲稿", "--date", "2023-06-01")
    file = handed_out(FIRST)
    claimed()
    returned(bare)
    ran = collect(retyped(file, {(1, DATE): date(2023, 7, 10)}))
    assert "选了推进中，完成日期请空着；已经完成的请选已完成。" in ran.err


def test_a_return_that_was_answered_already_is_in_nobodys_way(bare: Path) -> None:
    file = handed_out(FIRST)
    claimed()
    returned(bare)
    claimed("2023-07-05")
    assert collect(retyped(file, {**MORE, (1, NEXT): "归档"})).code == 0
    assert "next: 归档\n" in records(bare, FIRST)[-1]


@pytest.mark.parametrize("step", ["已完成", "推进中"])
def test_an_answer_other_than_the_one_to_the_return_is_not_written_for_it(
    step: str, bare: Path
) -> None:
    """The claim before the 退回 is no news, and the one after it looks the same."""
    file = handed_out(FIRST)
    claimed()
    returned(bare)
    if step == "已完成":
        gongkai("update", "1", "-u", FIRST, "-s", "推进中", "-p", "在改", "--date", "2023-07-05")
    else:
        claimed("2023-07-05")
    held = records(bare, FIRST)
    ran = collect(retyped(file, {(1, STATUS): step, (1, NEXT): "归档"}))
    assert ran.code == 1
    assert "任务1在2023-07-03被办公室退回" in ran.err
    assert records(bare, FIRST) == held


@pytest.mark.parametrize("answer", ["不涉及", "推进中"])
def test_a_refusal_sent_back_meanwhile_is_not_answered_by_an_older_sheet(
    answer: str, bare: Path
) -> None:
    file = fill_in(THIRD, {(3, STATUS): "不涉及", (3, PROGRESS): "没有这项职能"})
    assert collect(file, "--date", "2023-07-02").code == 0
    returned(bare, 3, unit=THIRD)
    assert collect(file).err == "没有写入新的记录。\n"
    ran = collect(retyped(file, {(3, STATUS): answer, (3, PROGRESS): "已划转"}))
    assert ran.code == 1
    assert "任务3在2023-07-03被办公室退回" in ran.err
    assert fresh(THIRD) in ran.err


def test_an_answer_that_was_put_right_since_is_not_called_missing(bare: Path) -> None:
    file = fill_in(FIRST, {(1, STATUS): "推进中", (1, PROGRESS): "甲稿"})
    collect(file, "--date", "2023-07-02")
    [path] = (bare / f"ledgers/2023/{FIRST}/updates").glob("1-*")
    put(
        bare,
        f"{FIRST}/updates/1-2023-07-03-000001.yaml",
        "type: 延期申请\ntask: 1\ndate: 2023-07-03\nuntil: 2023-12-01\n"
        f"corrects: {path.name}\nreason: 报错了\n",
    )
    ran = collect(retyped(file, {(1, NEXT): "再写"}))
    assert "写出这份台账以后，任务1的记录变过，“推进中”不再是现在的完成状态；" + fresh() in ran.err
    assert "没有选" not in ran.err


def test_commands_for_a_fresh_sheet_work_where_they_are_read(
    bare: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = handed_out(FIRST)
    claimed()
    returned(bare)
    retyped(file, MORE)
    monkeypatch.chdir(bare.parent)
    monkeypatch.setenv("COLUMNS", "500")
    ran = gongkai("-C", str(bare), "--year", "2023", "collect", str(file), *ON)
    assert f"{fresh()} -C {bare} --year 2023\n" in ran.err


def test_what_was_left_alone_says_nothing_against_what_came_later(bare: Path) -> None:
    file = handed_out(FIRST)
    report = ("-s", "推进中", "-p", "后来报的", "--owner", "示例科", "--date", "2023-07-02")
    gongkai("update", "2", "-u", FIRST, *report, "--measure", "解读材料=2")
    file.write_bytes(typed_into(file.read_bytes(), {(2, NEXT): "再写两篇"}))
    assert collect(file).code == 0
    assert records(bare, FIRST)[1] == (
        "type: 进展\ntask: 2\ndate: 2023-08-01\nstatus: 推进中\nprogress: 后来报的\n"
        "next: 再写两篇\nowner: 示例科\n"
    )


def report(*said: str, on: str = "2023-07-02") -> None:
    """What the unit reports of task 2 in another way."""
    ran = gongkai("update", "2", "-u", FIRST, "-s", "推进中", *said, "--date", on)
    assert ran.code == 0, ran.err


def correct(root: Path, day: str, *said: str) -> None:
    """Put the record of `day` right."""
    [name] = [path.name for path in (root / f"ledgers/2023/{FIRST}/updates").glob(f"2-{day}*")]
    report(*said, "--corrects", name, "--reason", "写错了", on=day)


def retyped(file: Path, cells: Typed) -> Path:
    file.write_bytes(typed_into(file.read_bytes(), cells))
    return file


MEANWHILE: list[tuple[str, Callable[[Path], object]]] = [
    ("two on one day", lambda _: report("-p", "乙稿", "--measure", "解读材料=2")),
    (
        "put right",
        lambda root: correct(root, "2023-07-02", "-p", "乙稿", "--measure", "解读材料=2"),
    ),
    (
        "dated back",
        lambda _: report("-p", "乙稿", "--measure", "解读材料=2", on="2023-06-20"),
    ),
    ("later", lambda _: report("-p", "乙稿", "--measure", "解读材料=2", on="2023-07-09")),
    (
        "sent back",
        lambda root: put(
            root,
            f"{FIRST}/reviews/2-2023-07-03-000001.yaml",
            "type: 核验\ntask: 2\ndate: 2023-07-03\nverdict: 退回\n",
        ),
    ),
]


@pytest.mark.parametrize(
    "meanwhile", [each[1] for each in MEANWHILE], ids=[each[0] for each in MEANWHILE]
)
def test_cells_left_alone_say_nothing_whatever_came_meanwhile(
    meanwhile: Callable[[Path], object], bare: Path
) -> None:
    report("-p", "甲稿", "--measure", "解读材料=1")
    file = handed_out(FIRST)
    meanwhile(bare)
    before = files_under(bare)
    assert collect(file).err == "没有写入新的记录。\n"
    assert files_under(bare) == before
    latest = load_workbook(handed_out(FIRST, "新.xlsx"))[SHEET]["K5"].value
    assert collect(retyped(file, {(2, NEXT): "再写两篇"})).code == 0
    [new] = [text for text in records(bare, FIRST) if "再写两篇" in text]
    assert new == (
        f"type: 进展\ntask: 2\ndate: 2023-08-01\nstatus: 推进中\nprogress: {latest}\n"
        "next: 再写两篇\n"
    )


ALSO: list[tuple[str, Callable[[Path], object]]] = [
    ("nothing", lambda _: None),
    ("on the same day", lambda _: report("-p", "丙稿", on="2023-07-10")),
    ("later", lambda _: report("-p", "丙稿", "--measure", "解读材料=4", on="2023-07-12")),
    ("dated back", lambda _: report("-p", "丙稿", "--measure", "解读材料=4", on="2023-06-20")),
    (
        "put right",
        lambda root: correct(root, "2023-07-10", "-p", "丙稿", "--evidence", "http://c.cn"),
    ),
]


@pytest.mark.parametrize("also", [each[1] for each in ALSO], ids=[each[0] for each in ALSO])
@pytest.mark.parametrize("first", ["2023-07-02", "2023-07-10"])
def test_what_was_collected_once_is_no_news_whatever_came_after(
    first: str, also: Callable[[Path], object], bare: Path
) -> None:
    """Not even where it was typed in another way than it is shown."""
    put(
        bare,
        f"{FIRST}/updates/2-{first}-000001.yaml",
        f"type: 进展\ntask: 2\ndate: {first}\nstatus: 推进中\nprogress: 甲稿\n"
        "measures: {解读材料: 1}\n",
    )
    cells: Typed = {
        (2, PROGRESS): "乙\u200b稿",
        (2, MEASURES): "解读材料 = ３篇",
        (2, EVIDENCE): "清单=http://example.cn/a",
        (2, NEXT): "再写",
    }
    file = fill_in(FIRST, cells)
    assert collect(file, "--date", "2023-07-11").code == 0
    written = (bare / f"ledgers/2023/{FIRST}/updates").glob("2-2023-07-11*")
    for path in written:  # as if it had been collected a day before
        text = path.read_text("utf-8").replace("2023-07-11", "2023-07-10")
        path.unlink()
        put(bare, f"{FIRST}/updates/2-2023-07-10-ffffff.yaml", text)
    if first == "2023-07-02":
        also(bare)
    before = files_under(bare)
    ran = collect(file)
    assert ran.err == "没有写入新的记录。\n"
    assert files_under(bare) == before


def test_what_was_said_before_the_ledger_was_handed_out_is_news_again(bare: Path) -> None:
    report("-p", "甲稿")
    report("-p", "乙稿", on="2023-07-05")
    assert collect(fill_in(FIRST, {(2, PROGRESS): "甲稿"})).code == 0
    assert "date: 2023-08-01\nstatus: 推进中\nprogress: 甲稿\n" in records(bare, FIRST)[-1]


def test_more_typed_into_a_collected_file_brings_only_that(bare: Path) -> None:
    file = fill_in(
        FIRST, {(2, STATUS): "推进中", (2, PROGRESS): "甲稿", (2, MEASURES): "解读材料=1"}
    )
    collect(file, "--date", "2023-07-02")
    report("-p", "乙稿", "--measure", "解读材料=2", on="2023-07-05")
    assert collect(retyped(file, {(2, NEXT): "再写"})).code == 0
    assert records(bare, FIRST)[-1] == (
        "type: 进展\ntask: 2\ndate: 2023-08-01\nstatus: 推进中\nprogress: 乙稿\nnext: 再写\n"
    )


def test_a_line_of_evidence_left_in_its_cell_stays_what_it_was(district: Path) -> None:
    """Though a later report names other evidence: the file may be named by its line still."""
    file = handed_out(FIRST)
    said = ("-s", "已完成", "--evidence", "http://example.cn/other", "--date", "2023-07-10")
    assert gongkai("update", "1", "-u", FIRST, *said).code == 0
    both = "照片 evidence/photo.png\n通知 http://example.cn/t"
    assert collect(retyped(file, {(1, EVIDENCE): both})).code == 0
    assert "file: evidence/photo.png\n- title: 通知\n" in "".join(records(district, FIRST))


def test_a_number_of_an_other_that_came_meanwhile_is_never_undone(bare: Path) -> None:
    report("--measure", "解读材料=1")
    file = handed_out(FIRST)
    report("--measure", "解读材料=3", on="2023-07-05")
    ran = collect(retyped(file, {(2, MEASURES): "解读材料=2"}))
    assert "已经报了4，这里是2" in ran.err
    assert collect(retyped(file, {(2, MEASURES): "解读材料=6"})).code == 0
    assert "measures:\n  解读材料: 2\n" in records(bare, FIRST)[-1]


def test_an_owner_left_alone_after_a_refusal_is_no_part_of_it(bare: Path) -> None:
    """A refusal collected again after another reason says nothing."""
    file = fill_in(THIRD, {(3, STATUS): "不涉及", (3, PROGRESS): "没有这项职能"})
    collect(file, "--date", "2023-07-02")
    collect(fill_in(THIRD, {(3, PROGRESS): "已划转"}, "新.xlsx"), "--date", "2023-07-05")
    before = files_under(bare)
    assert collect(file).err == "没有写入新的记录。\n"
    assert files_under(bare) == before


def test_what_was_reported_is_kept_to_the_letter(district: Path) -> None:
    """The cell shows ? for what nobody sees, and known evidence may be a file."""
    put(
        district,
        f"{THIRD}/updates/5-2023-07-06-000001.yaml",
        'type: 进展\ntask: 5\ndate: 2023-07-06\nstatus: 推进中\nprogress: "甲\\u200b乙"\n'
        "evidence:\n- {title: 照  片, file: evidence/photo.png}\n",
    )
    assert collect(fill_in(THIRD, {(5, PROBLEM): "慢"})).code == 0
    text = records(district, THIRD)[-1]
    assert 'progress: "甲\\u200b乙"' in text or "progress: 甲\u200b乙" in text
    assert "title: 照  片\n  file: evidence/photo.png\n" in text


def test_evidence_that_was_there_stays_when_more_is_added(district: Path) -> None:
    shown = "清单 http://example.cn/new\n照片 evidence/photo.png"
    assert collect(fill_in(FIRST, {(1, EVIDENCE): f"{shown}\n通知 http://example.cn/t"})).code == 0
    assert records(district, FIRST)[3].endswith(
        "evidence:\n- title: 清单\n  url: http://example.cn/new\n"
        "- title: 照片\n  file: evidence/photo.png\n- title: 通知\n  url: http://example.cn/t\n"
    )


def test_of_totals_only_what_is_new_is_reported(district: Path) -> None:
    cells = {(4, STATUS): "推进中", (4, MEASURES): "示例培训 = ３次"}
    assert collect(fill_in(FIRST, cells)).code == 0
    assert "measures:\n  示例培训: 2\n" in "".join(records(district, FIRST))
    cells = {(5, STATUS): "推进中", (5, MEASURES): "公众满意度=90.5%"}
    assert collect(fill_in(SECOND, cells)).code == 0
    assert "measures:\n  公众满意度: 90.5\n" in "".join(records(district, SECOND))


def test_numbers_and_evidence_written_in_another_way_are_no_news(district: Path) -> None:
    cells = {
        (4, MEASURES): "示例培训＝1次",
        (1, EVIDENCE): "清单=http://example.cn/new\n照片 evidence/photo.png\n\n",
    }
    assert collect(fill_in(FIRST, cells)).err == "没有写入新的记录。\n"
    assert collect(fill_in(FIRST, {(4, MEASURES): None, (1, DATE): None})).code == 0
    assert len(records(district, FIRST)) == 5


def test_a_claim_may_still_follow_a_refusal(district: Path) -> None:
    assert collect(fill_in(THIRD, {(3, STATUS): "认领"})).code == 0
    assert records(district, THIRD)[-1] == "type: 认领\ntask: 3\ndate: 2023-08-01\n"
    again = {(3, STATUS): "不涉及", (3, PROGRESS): "确实没有"}
    ran = collect(fill_in(THIRD, again), "--date", "2023-08-02")
    assert (ran.code, "已经认领，不能再报不涉及" in ran.err) == (1, True)


def test_another_reason_for_a_refusal_is_news(district: Path) -> None:
    assert collect(fill_in(THIRD, {(3, PROGRESS): "职能已划转"})).code == 0
    assert records(district, THIRD)[-1].endswith(
        "type: 不涉及\ntask: 3\ndate: 2023-08-01\nreason: 职能已划转\n"
    )


DATES = [
    (date(2023, 6, 27), "2023-06-27"),
    (datetime(2023, 6, 27), "2023-06-27"),  # noqa: DTZ001 - Excel knows no zones
    (45104, "2023-06-27"),
    ("6月27日", "2023-06-27"),
    ("2023.6.27", "2023-06-27"),
    ("2023/6/27", "2023-06-27"),
    ("2023年6月27号", "2023-06-27"),
    ("2024-01-05", "2024-01-05"),
    ("２０２３－０６－２７", "2023-06-27"),
]


@pytest.mark.parametrize(("written", "meant"), DATES)
def test_days_as_people_write_them(written: str | date, meant: str, bare: Path) -> None:
    assert collect(fill_in(FIRST, {**DONE, (1, DATE): written})).code == 0
    [text] = records(bare, FIRST)
    assert f"\ndate: {meant}\n" in text


WRONG: list[tuple[Typed, str]] = [
    (
        {(1, STATUS): "完成了"},
        "第4行L列（完成状态）：完成状态里没有“完成了”，请从下拉框里选推进中、已完成。",
    ),
    ({(1, STATUS): "认领"}, "责任单位写明了示例二局，不能选认领"),
    ({(1, PROGRESS): "做了"}, "第4行L列（完成状态）：填了内容，没有选完成状态"),
    ({(3, STATUS): "做"}, "请从下拉框里选认领、不涉及、推进中、已完成。"),
    ({(1, STATUS): "已完成"}, "第4行N列（佐证材料）：选了已完成，没有佐证材料"),
    (
        {**DONE, (1, DATE): "2023年2月30日"},
        "第4行M列（完成日期）：“2023年2月30日”不是日历上有的日期",
    ),
    ({**DONE, (1, DATE): "六月"}, "日期“六月”看不懂，请写成 2023-06-27 的样子。"),
    ({**DONE, (1, DATE): "2023.6/27"}, "看不懂"),
    ({**DONE, (1, DATE): 6.27}, "第4行M列（完成日期）：日期“1900-01-06 06:28"),
    ({**DONE, (1, DATE): datetime(2023, 6, 27, 9, 30)}, "看不懂"),  # noqa: DTZ001
    (
        {**DONE, (1, DATE): "2022-12-31"},
        "2022-12-31 不在2023年度之内（到次年3月31日为止），请核对。",
    ),
    ({**DONE, (1, DATE): "2099-01-01"}, "2099-01-01 还没有到"),
    ({(1, STATUS): "推进中", (1, DATE): "6月27日"}, "选了推进中，完成日期请空着"),
    ({(1, STATUS): "推进中", (1, EVIDENCE): "清单"}, "佐证材料“清单”没有网址"),
    ({(1, STATUS): "推进中", (1, EVIDENCE): "a http://a.cn http://b.cn"}, "不止一个网址"),
    ({(1, STATUS): "推进中", (1, EVIDENCE): "../../etc/passwd"}, "没有网址"),
    (
        {(2, STATUS): "推进中", (2, MEASURES): "解读材料=很多"},
        "第5行O列（指标）：指标“解读材料”的数“很多”看不懂",
    ),
    (
        {(2, STATUS): "推进中", (2, MEASURES): "培训=2"},
        "没有“培训”这个指标；这项任务的指标有：解读材料",
    ),
    ({(2, STATUS): "推进中", (2, MEASURES): "3"}, "没有“3”这个指标"),
    ({(2, STATUS): "推进中", (2, MEASURES): "解读材料=1\n解读材料=2"}, "不止一行"),
    ({(1, STATUS): "推进中", (1, MEASURES): "培训=2"}, "这项任务没有指标，“培训=2”收不进来。"),
    (
        {(1, STATUS): "推进中", (1, PROGRESS): "字" * 20_001},
        "第4行K列（进展情况）：进展情况的值不对：文字过长。",
    ),
    (
        {(1, STATUS): "推进中", (1, PROGRESS): "联系人13812345678"},
        "第4行K列（进展情况）：含有手机号码：“联系人138****5678”",
    ),
    (
        {(3, STATUS): "认领", (3, PROGRESS): "做了"},
        "选了认领的行，只再填责任科室；已经动手的请选推进中或已完成。",
    ),
    (
        {(3, STATUS): "不涉及", (3, NEXT): "等"},
        "第7行Q列（下一步）：选了不涉及的行，只在进展情况里写理由",
    ),
    (
        {(1, SheetColumn.REQUIREMENT): "随便"},
        "第4行F列（具体要求）：印发的原文被改动了，原来是“编制示例事项清单，并主动…”",
    ),
    ({(1, SheetColumn.NUMBER): "2"}, "第4行D列（序号）：印发的原文被改动了，原来是“1”"),
    ({(1, SheetColumn.NOTE): "我写的"}, "第4行：这一行锁定的格子（完成时限、进度或备注）被改动了"),
    ({(1, STATUS): "推进中", (1, PROGRESS): "=1+1"}, "第4行K列（进展情况）：格子里是公式"),
    ({(1, STATUS): "=cmd|' /C calc'!A0"}, "第4行L列（完成状态）：格子里是公式"),
]


@pytest.mark.parametrize(("cells", "sentence"), WRONG, ids=[each[1] for each in WRONG])
def test_a_wrong_row_is_named_and_nothing_of_the_file_is_written(
    cells: Typed, sentence: str, bare: Path
) -> None:
    sound: Typed = {(5, STATUS): "推进中", (5, PROGRESS): "好的一行"}
    file = fill_in(SECOND, {**sound, **cells})
    before = files_under(bare)
    ran = collect(file)
    assert sentence in ran.err
    assert f"{file}“{SHEET}”第" in ran.err
    assert (ran.code, files_under(bare)) == (1, before)
    assert "没有收" in ran.out


def merge(sheet: Worksheet) -> None:
    sheet.merge_cells("K4:K5")


def error(sheet: Worksheet) -> None:
    sheet["K4"] = "#DIV/0!"
    sheet["K4"].data_type = "e"


def delete(sheet: Worksheet) -> None:
    sheet.delete_rows(5)


def add(sheet: Worksheet) -> None:
    sheet["K10"] = "补充一条"


def double(sheet: Worksheet) -> None:
    for column in range(1, 19):
        sheet.cell(10, column, sheet.cell(4, column).value)


def foreign(sheet: Worksheet) -> None:
    sheet["A10"], sheet["K10"] = "4", "别的单位的"


def no_task(sheet: Worksheet) -> None:
    sheet["A10"], sheet["B2"] = "99", f"{sheet['B2'].value} 99"
    sheet["C10"] = sheet["C4"].value


def no_column(sheet: Worksheet) -> None:
    sheet.delete_cols(9)


def beside(sheet: Worksheet) -> None:
    sheet["S5"] = "另外说一句"


def untitled(sheet: Worksheet) -> None:
    sheet["R3"] = None


def hide(sheet: Worksheet) -> None:
    sheet.sheet_state = "hidden"


def of_2022(sheet: Worksheet) -> None:
    sheet["B1"] = "2022"


def of_another_plan(sheet: Worksheet) -> None:
    sheet["A2"] = "2023年示例市政务公开任务分解表"


def of_a_path(sheet: Worksheet) -> None:
    sheet["C1"] = "../x"


SHEETS: list[tuple[Callable[[Worksheet], None], str]] = [
    (merge, "第4行K列（进展情况）：格子与别的格子合并了"),
    (error, "第4行K列（进展情况）：格子里是 #DIV/0! 一类的错误值"),
    (delete, "：缺了任务2这一行"),
    (add, "第10行：这一行不是原有的任务行"),
    (double, "第10行：任务1有2行，请只留原来的一行。"),
    (foreign, "第10行：任务4不在这份台账里，像是从别的单位的表里粘贴来的"),
    (
        no_task,
        "第10行：任务99不是示例二局的任务，请删掉这一行；看本单位的任务：gongkai units 示例二局",
    ),
    (no_column, "第3行I列（进度）：列名应是“进度”，现在是“责任科室”"),
    (beside, "第5行S列：表格右边另写了字，收不进来"),
    (untitled, "第3行R列（备注）：列名应是“备注”，现在是空的"),
    (hide, "这张表被隐藏了"),
    (of_2022, "这是2022年的台账，这里收的是2023年的"),
    (of_another_plan, "这份台账依据的是《2023年示例市政务公开任务分解表》，不是这里的《"),
    (of_a_path, "名录里没有“../x”这个单位。"),
]


@pytest.mark.parametrize(("change", "sentence"), SHEETS, ids=[each[1] for each in SHEETS])
def test_a_sheet_that_was_meddled_with_is_refused(
    change: Callable[[Worksheet], None], sentence: str, bare: Path
) -> None:
    file = fill_in(SECOND, {(5, STATUS): "推进中", (5, PROGRESS): "好的一行"})
    file.write_bytes(changed(file.read_bytes(), change))
    before = files_under(bare)
    ran = collect(file)
    assert sentence in ran.err
    assert (ran.code, files_under(bare)) == (1, before)


def test_every_wrong_row_is_named_at_once_in_its_order(bare: Path) -> None:
    cells: Typed = {(5, STATUS): "好", (2, PROGRESS): "=1+1", (1, PROGRESS): "没有选状态"}
    ran = collect(fill_in(SECOND, cells))
    assert re.findall("第[0-9]行[A-Z]列", ran.err) == ["第4行L列", "第5行K列", "第6行L列"]
    assert "有3处要改" in ran.err


def test_a_dry_run_that_finds_nothing_says_so(bare: Path) -> None:
    assert collect(handed_out(SECOND), "--dry-run").err == "没有要写的记录。\n"


def test_a_unit_that_was_not_there_yet_is_refused(bare: Path) -> None:
    file = fill_in(SECOND, DONE)
    units = bare / "data/units.yaml"
    new = "{name: 示例二局, kind: 部门, active_from: 2024-01-01}"
    units.write_text(units.read_text("utf-8").replace("{name: 示例二局, kind: 部门}", new), "utf-8")
    assert "示例二局不是2023年度的单位" in collect(file).err


def test_wording_that_the_office_changed_since_asks_for_a_new_ledger(bare: Path) -> None:
    file = fill_in(FIRST, DONE)
    tasks = bare / "data/tasks.yaml"
    tasks.write_text(tasks.read_text("utf-8").replace("编制示例事项清单", "编制示例清单"), "utf-8")
    assert "第4行F列（具体要求）：任务分解表里这一格的内容后来改过" in collect(file).err


HIDDEN_BY = [
    (FIRST, {(2, STATUS): "推进中", (2, PROGRESS): "又在做"}, "2023-06-30"),
    (FIRST, {(1, STATUS): "推进中"}, "2023-08-01"),
]


@pytest.mark.parametrize(("unit", "cells", "day"), HIDDEN_BY)
def test_what_an_other_record_would_hide_is_refused(
    unit: str, cells: Typed, day: str, district: Path
) -> None:
    before = len(records(district, unit))
    ran = collect(fill_in(unit, cells), "--date", day)
    assert "台账上看不到：这一天或以后另有记录" in ran.err
    assert "gongkai history" in ran.err
    assert (ran.code, len(records(district, unit))) == (1, before)


def test_what_the_office_has_answered_is_not_dated_back(district: Path) -> None:
    before = len(records(district, SECOND))
    cells = {(5, STATUS): "已完成", (5, DATE): "2023-06-01", (5, EVIDENCE): "a http://a.cn"}
    ran = collect(fill_in(SECOND, cells), "--date", "2023-08-01")
    assert "办公室2023-06-05已有核验（退回，5-2023-06-05-000012.yaml），更早的报送" in "".join(
        ran.err.split()
    )
    assert (ran.code, len(records(district, SECOND))) == (1, before)


def test_totals_do_not_go_back(district: Path) -> None:
    ran = collect(fill_in(FIRST, {(2, STATUS): "推进中", (2, MEASURES): "解读材料=2"}))
    assert "要写今年的总数，已经报了3，这里是2" in ran.err
    assert (ran.code, len(records(district, FIRST))) == (1, 5)


def test_a_task_under_way_is_not_claimed_once_more(bare: Path) -> None:
    collect(fill_in(SECOND, {(3, STATUS): "推进中"}))
    assert "已经报过进展，不用再选认领" in collect(fill_in(SECOND, {(3, STATUS): "认领"})).err
    assert len(records(bare, SECOND)) == 1


def test_a_finished_task_is_not_declined(bare: Path) -> None:
    collect(fill_in(SECOND, {(3, STATUS): "已完成", (3, EVIDENCE): "a http://a.cn"}))
    ran = collect(fill_in(SECOND, {(3, STATUS): "不涉及"}), "--date", "2023-08-03")
    assert "任务3不能这样报：当前状态是已完成，不能再报不涉及。" in ran.err
    assert len(records(bare, SECOND)) == 1


def test_one_bad_file_does_not_keep_the_others_out(bare: Path) -> None:
    bad = fill_in(SECOND, {(1, STATUS): "完成了"}, "二.xlsx")
    good = fill_in(FIRST, DONE, "一.xlsx")
    ran = collect(bad, good)
    assert (ran.code, records(bare, FIRST), records(bare, SECOND)) == (1, [DONE_TEXT], [])
    assert f"{bad} 有1处要改，这一份没有收。" in ran.err


def test_a_folder_is_collected_whole(bare: Path, tmp_path: Path) -> None:
    folder = tmp_path / "收回"
    folder.mkdir()
    fill_in(FIRST, DONE, folder / "一.xlsx")
    fill_in(SECOND, DONE, folder / "二.XLSX")
    (folder / "~$一.xlsx").write_bytes(b"x")
    (folder / "说明.txt").write_text("x", "utf-8")
    ran = collect(folder)
    assert (ran.code, len(records(bare, FIRST)), len(records(bare, SECOND))) == (0, 1, 1)
    assert "里另有1个文件不是表格，没有读：说明.txt。" in ran.err
    assert f"git add ledgers/2023/{FIRST} ledgers/2023/{SECOND} " in ran.err


def test_folders_inside_are_collected_too_but_no_link_is_followed(
    bare: Path, tmp_path: Path
) -> None:
    folder, other = tmp_path / "收回", tmp_path / "别处"
    for each in (folder / "第一组" / "甲", folder / ".旧", other):
        each.mkdir(parents=True)
    fill_in(FIRST, DONE, folder / "第一组" / "甲" / "一.xlsx")
    fill_in(FIRST, MANY, folder / ".旧" / "一.xlsx")
    fill_in(SECOND, DONE, other / "二.xlsx")
    (folder / "第一组" / "链接").symlink_to(other, target_is_directory=True)
    (folder / "二.xlsx").symlink_to(other / "二.xlsx")
    os.mkfifo(folder / "管道.xlsx")
    ran = collect(folder)
    assert (ran.code, records(bare, FIRST), records(bare, SECOND)) == (0, [DONE_TEXT], [])
    assert "里另有2个链接，没有读：二.xlsx、第一组/链接。" in ran.err
    assert "里另有1个文件不是表格，没有读：管道.xlsx。" in ran.err


def test_a_folder_that_nobody_can_open_is_told(
    bare: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It lies so deep that the system takes its name no longer."""
    for name in ("收回", *["a" * 250] * 20):
        monkeypatch.chdir(tmp_path if name == "收回" else ".")
        Path(name).mkdir()
        monkeypatch.chdir(name)
    monkeypatch.chdir(bare)
    ran = collect(tmp_path / "收回")
    assert ran.code == 2
    assert "：系统不让读这个文件。" in ran.err
    assert not (bare / "ledgers").exists()


def test_pipes_and_devices_are_not_waited_for(bare: Path) -> None:
    os.mkfifo("管道.xlsx")
    Path("链接.xlsx").symlink_to("管道.xlsx")
    ran = collect("链接.xlsx", "/dev/zero")
    assert ran.code == 2
    assert ran.err.count("这不是普通的文件，没有读。") == 2
    assert not (bare / "ledgers").exists()


def test_an_empty_folder_is_told(bare: Path, tmp_path: Path) -> None:
    (tmp_path / "空").mkdir()
    ran = collect(tmp_path / "空")
    assert (ran.code, ran.out) == (2, "")
    assert "里没有 xlsx、xls 或 ods 文件。" in ran.err


def test_a_bundle_is_collected_sheet_by_sheet(bare: Path) -> None:
    gongkai("ledger", "--all", "--format", "xlsx", "--bundle", "--output", "全部.xlsx")
    book = Path("全部.xlsx")
    data = typed_into(book.read_bytes(), DONE, FIRST)
    book.write_bytes(typed_into(data, MANY, SECOND))
    ran = collect(book)
    assert (ran.code, records(bare, FIRST), records(bare, SECOND)) == (0, [DONE_TEXT], MANY_TEXTS)
    book.write_bytes(typed_into(typed_into(data, {(1, STATUS): "好"}, SECOND), MANY, FIRST))
    before = files_under(bare)
    ran = collect(book)
    assert (ran.code, files_under(bare)) == (1, before)
    assert "同一文件里另有不对的，没有收" in unfolded(ran.out)


def test_a_ledger_of_a_bundle_that_lost_its_mark_is_refused(bare: Path) -> None:
    gongkai("ledger", "--all", "--format", "xlsx", "--bundle", "--output", "全部.xlsx")
    book = Path("全部.xlsx")
    data = typed_into(book.read_bytes(), DONE, FIRST)
    book.write_bytes(changed(data, lambda sheet: sheet.delete_rows(1), FIRST))
    ran = collect(book)
    assert (ran.code, records(bare, FIRST)) == (1, [])
    assert f"全部.xlsx“{FIRST}”：这张表像是台账，第一个格子里的标记却不在了" in ran.err


def test_what_stands_elsewhere_in_a_file_is_told_and_the_file_collected(bare: Path) -> None:
    file = fill_in(FIRST, DONE)
    book = load_workbook(file)
    book.create_sheet("补充说明")["A1"] = "任务2也完成了"
    book[SHEET]["K5"].comment = Comment("批注", "甲")
    book[SHEET]["T2"] = "页边写的话"
    book.save(file)
    ran = collect(file)
    assert (ran.code, records(bare, FIRST)) == (0, [DONE_TEXT])
    assert f"{file}：“补充说明”这张表不是台账，里面写的没有收。" in ran.err
    assert f"{file}：“{SHEET}”第5行K列（进展情况）有批注，批注不收" in ran.err
    assert f"{file}：“{SHEET}”第2行T列另写了“页边写的话”，没有收" in ran.err


def test_two_ledgers_of_one_unit_are_both_refused(bare: Path) -> None:
    one, other = fill_in(FIRST, DONE, "一.xlsx"), fill_in(FIRST, DONE, "一（改）.xlsx")
    third = fill_in(SECOND, DONE, "二.xlsx")
    ran = collect(one, other, third)
    assert (ran.code, records(bare, FIRST), len(records(bare, SECOND))) == (1, [], 1)
    said = f"{FIRST}的台账这一次有2份：一.xlsx“{SHEET}”、一（改）.xlsx“{SHEET}”；不知道以哪一份为准"
    assert ran.err.count(said) == 2
    assert collect(one, one).code == 0


def test_dry_run_lists_the_records_and_writes_nothing(bare: Path) -> None:
    file = fill_in(SECOND, MANY)
    claim = fill_in(THIRD, {(3, STATUS): "认领", (3, OWNER): "示例科"}, "三.xlsx")
    before = files_under(bare)
    ran = collect(file, claim, "--dry-run")
    assert (ran.code, files_under(bare)) == (0, before)
    assert "以上是要写的记录，没有写入。" in ran.err
    words = ran.out.split()
    assert words[:5] == ["单位", "序号", "日期", "记录", "内容"]
    flat = "".join(words)
    for said in (
        "已完成进展情况：已编制并公开",
        "指标：解读材料=3",
        "不涉及理由：没有这项职能",
        "认领责任科室：示例科",
    ):
        assert said in flat
    assert words.count("有新内容") == 2


UNREADABLE: list[tuple[str, bytes, str]] = [
    ("一.xlsx", b"", "文件不是 xlsx、xls 或 ods 格式的表格。"),
    ("一.xlsx", b"PK\x03\x04", "文件打不开：不完整，或者格式不对。"),
    ("一.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "文件打不开：不完整，或者格式不对。"),
    ("一.ods", "任务,状态\n".encode(), "文件不是 xlsx、xls 或 ods 格式的表格。"),
]


@pytest.mark.parametrize(("name", "data", "sentence"), UNREADABLE)
def test_a_file_that_cannot_be_read_is_said(
    name: str, data: bytes, sentence: str, bare: Path
) -> None:
    Path(name).write_bytes(data)
    good = fill_in(SECOND, DONE, "二.xlsx")
    ran = collect(name, good)
    assert (ran.code, len(records(bare, SECOND))) == (2, 1)
    assert f"{name}：{sentence}" in ran.err
    assert "读不了" in ran.out


def test_other_workbooks_are_no_ledgers(bare: Path) -> None:
    saved = BytesIO()
    book = Workbook()
    book.create_sheet(SECOND).sheet_state = "hidden"
    book.save(saved)
    Path("别的.xlsx").write_bytes(saved.getvalue())
    ran = collect("别的.xlsx", "没有.xlsx", "长" * 300)
    assert ran.code == 2
    assert "别的.xlsx：不是 gongkai 写出的台账" in ran.err
    assert "没有.xlsx：没有这个文件。" in ran.err
    assert "长：系统不让读这个文件。" in ran.err
    assert not (bare / "ledgers").exists()


def test_a_hidden_sheet_named_like_a_unit_is_passed_over(bare: Path) -> None:
    file = fill_in(FIRST, DONE)
    book = load_workbook(file)
    hidden = book.create_sheet(SECOND)
    hidden.sheet_state = "veryHidden"
    hidden["A4"], hidden["L4"] = "1", "已完成"
    book.save(file)
    assert collect(file).code == 0
    assert (records(bare, FIRST), records(bare, SECOND)) == ([DONE_TEXT], [])


def test_what_is_too_large_is_not_read(bare: Path) -> None:
    file = handed_out(FIRST)
    far = changed(file.read_bytes(), lambda sheet: sheet.cell(1_000_000, 1, "x"))
    file.write_bytes(far)
    assert "文件里内容超出了2000行、256列，不像一份台账。" in collect(file).err
    file.write_bytes(b"PK" + bytes(33 * 1024 * 1024))
    assert "MB，不像一份台账。" in collect(file).err
    assert not (bare / "ledgers").exists()


def test_a_unit_with_broken_records_is_not_collected(bare: Path) -> None:
    file, other = fill_in(FIRST, DONE, "一.xlsx"), fill_in(SECOND, DONE, "二.xlsx")
    put(bare, f"{FIRST}/updates/broken.yaml", "task：1\n")
    ran = collect(file, other)
    assert (ran.code, len(records(bare, FIRST)), len(records(bare, SECOND))) == (2, 1, 1)
    assert f"ledgers/2023/{FIRST}/updates/broken.yaml:1:5: 错误 G101" in ran.err
    assert "这个单位已有的记录里有读不了的，请先改好再收。" in ran.err


def test_today_belongs_to_another_year(bare: Path) -> None:
    file = fill_in(FIRST, {(1, STATUS): "推进中"})
    ran = gongkai("collect", str(file))
    assert (ran.code, ran.out) == (2, "")
    assert "请用 --date 写明没有写完成日期的行算哪一天的进展。" in unfolded(ran.err)
    assert collect(file, "--date", "2025-01-01").code == 2
    assert not (bare / "ledgers").exists()


def test_outside_a_workspace_nothing_is_collected(nowhere: Path) -> None:
    ran = collect("台账.xlsx")
    assert (ran.code, files_under(nowhere)) == (3, {})


def test_a_ledger_that_cannot_be_renewed_is_said(bare: Path) -> None:
    file = fill_in(FIRST, DONE)
    (bare / f"ledgers/2023/{FIRST}/台账.md").mkdir(parents=True)
    ran = collect(file)
    assert (ran.code, records(bare, FIRST)) == (3, [DONE_TEXT])
    assert f"{FIRST}的记录已写入，台账没有更新。" in ran.err


@contextmanager
def files_up_to(size: int) -> Iterator[None]:
    """Let no file get longer, so that a longer record cannot be written."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_unit_that_cannot_be_written_keeps_no_other_out(bare: Path) -> None:
    files = [fill_in(unit, DONE, f"{unit}.xlsx") for unit in (FIRST, THIRD)]
    files.insert(1, fill_in(SECOND, {**DONE, (1, PROGRESS): "长" * 9_000}, "二.xlsx"))
    with files_up_to(16_000):
        ran = collect(*files)
    assert (ran.code, records(bare, FIRST), records(bare, THIRD)) == (3, [DONE_TEXT], [DONE_TEXT])
    assert f"{SECOND}的记录没有写完，写入了0条。" in ran.err
    assert "2个单位写入2条记录，台账已更新。" in ran.err
    assert f"git add ledgers/2023/{FIRST} ledgers/2023/{THIRD} && " in ran.err
    assert ran.out.split().count("没有写完") == 1
    for unit in (FIRST, THIRD):
        assert gongkai("ledger", "--unit", unit, "--check").code == 0
    assert not (bare / f"ledgers/2023/{SECOND}/台账.md").exists()
    assert collect(*files).code == 0
    assert len(records(bare, SECOND)) == 1


def test_what_was_written_before_the_disk_was_full_is_in_the_ledger(bare: Path) -> None:
    """The second record is longer than any file may get."""
    cells: Typed = {**DONE, (2, STATUS): "推进中", (2, PROGRESS): "长" * 9_000}
    file = fill_in(FIRST, cells)
    with files_up_to(16_000):
        ran = collect(file)
    assert (ran.code, records(bare, FIRST)) == (3, [DONE_TEXT])
    assert f"{FIRST}的记录没有写完，写入了1条。" in ran.err
    assert "1个单位写入1条记录，台账已更新。" in ran.err
    assert gongkai("ledger", "--unit", FIRST, "--check").code == 0
    assert collect(file).code == 0
    assert len(records(bare, FIRST)) == 2


def test_a_bar_is_for_whoever_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = StringIO()
    monkeypatch.setattr(terminal, "isatty", lambda: True, raising=False)
    monkeypatch.setattr("sys.stderr", terminal)
    assert list(watched(range(12), 12, "正在核对", collecting.MANY)) == [*range(12)]
    assert "正在核对" in terminal.getvalue()
    assert list(watched(range(9), 9, "正在写入", collecting.MANY)) == [*range(9)]
    assert "正在写入" not in terminal.getvalue()


def sent_back(root: Path, folder: Path, count: int) -> Path:
    """Ledgers of so many more units, each with a row filled in, in one folder."""
    units = root / "data/units.yaml"
    more = "".join(f"- {{name: 示例{n}队, kind: 部门}}\n" for n in range(count))
    units.write_text(units.read_text("utf-8").replace("groups:", f"{more}groups:"), "utf-8")
    folder.mkdir()
    for number in range(count):
        fill_in(f"示例{number}队", {(2, STATUS): "推进中"}, folder / f"{number}.xlsx")
    return folder


def test_sixty_files_are_collected_in_one_go(bare: Path, tmp_path: Path) -> None:
    folder = sent_back(bare, tmp_path / "收回", 60)
    (folder / "7.xlsx").write_bytes(b"x")
    retyped(folder / "8.xlsx", {(2, STATUS): "好"})
    retyped(folder / "9.xlsx", {(2, STATUS): None})
    ran = collect(folder)
    assert ran.code == 2
    assert "57个单位写入57条记录，台账已更新。" in ran.err
    assert "git add ledgers/2023 && git commit -m '57个单位：收回台账，记录57条'" in ran.err
    words = ran.out.split()
    assert [words.count(word) for word in ("有新内容", "没有收", "读不了")] == [57, 1, 1]
    assert "另有1份台账没有新内容。" in ran.out
    assert len([*(bare / "ledgers/2023").glob("*/台账.md")]) == 57
    retyped(folder / "8.xlsx", {(2, STATUS): "推进中"})
    (folder / "7.xlsx").unlink()
    ran = collect(folder)
    assert (ran.code, len([*(bare / "ledgers/2023").glob("*/updates/*")])) == (0, 58)
    assert "另有58份台账没有新内容。" in ran.out


def test_many_files_show_a_bar_on_a_terminal(bare: Path, tmp_path: Path) -> None:
    folder = sent_back(bare, tmp_path / "收回", 12)
    shown = on_a_terminal("collect", str(folder), *ON, COLUMNS="100")
    assert "正在核对" in shown
    assert "12个单位写入12条记录，台账已更新。" in shown
    assert "git add ledgers/2023 && git commit -m '12个单位：收回台账，记录12条'" in shown
