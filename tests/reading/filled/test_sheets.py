"""Which sheets are ledgers, and what stands in their rows."""

from datetime import date
from io import BytesIO

import pytest
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.worksheet.worksheet import Worksheet

from gongkai_cli.domain.sheet import (
    HIDDEN,
    LOCKED,
    MARK,
    SheetColumn,
    fingerprint,
    given,
    given_back,
)
from gongkai_cli.reading.filled.sheets import (
    FilledRow,
    FilledSheet,
    Spot,
    filled,
    letters,
    place_of,
)

TITLES = (*HIDDEN, *(column.value.title for column in SheetColumn))
CELLS = {column: f"{column.value.title}甲" for column in SheetColumn}
WORDING = fingerprint(CELLS[column] for column in LOCKED)
GIVEN = given(CELLS, ["1-2023-06-28-000002.yaml"])
THEN = given_back(GIVEN)


def ledger(sheet: Worksheet, numbers: str = "1 2") -> None:
    """A sheet of two rows, by the contract of `domain.sheet`."""
    sheet.append([MARK, "2023", "示例一局"])
    sheet.append(["2023年示例区任务分解表", numbers])
    sheet.append(TITLES)
    for task in "12":
        sheet.append([task, WORDING, GIVEN, *CELLS.values()])


def book(*names: str) -> Workbook:
    made = Workbook()
    made.remove(made.worksheets[0])
    for name in names:
        ledger(made.create_sheet(name))
    return made


def read(made: Workbook) -> list[FilledSheet]:
    saved = BytesIO()
    made.save(saved)
    return [*filled(saved.getvalue()).sheets]


def asides(made: Workbook) -> list[str]:
    saved = BytesIO()
    made.save(saved)
    return [*filled(saved.getvalue()).asides]


def said(made: Workbook) -> list[tuple[str, str]]:
    [sheet] = read(made)
    assert {refusal.sheet for refusal in sheet.refusals} <= {sheet.name}
    return [(refusal.spot.named(), refusal.reason) for refusal in sheet.refusals]


def test_a_ledger_says_whose_it_is_and_what_stands_in_it() -> None:
    assert read(book("工作台账")) == [
        FilledSheet(
            "工作台账",
            "2023",
            "示例一局",
            "2023年示例区任务分解表",
            (FilledRow(4, 1, WORDING, THEN, CELLS), FilledRow(5, 2, WORDING, THEN, CELLS)),
            (),
        )
    ]


def test_a_ledger_that_lost_its_mark_is_refused() -> None:
    made = book("甲", "乙")
    made["甲"]["A1"] = None
    first, second = read(made)
    assert (first.marked, first.unit, first.rows) == (False, "甲", ())
    [lost] = first.refusals
    assert lost.reason.startswith("这张表像是台账，第一个格子里的标记却不在了")
    assert (second.marked, second.refusals) == (True, ())
    made["甲"].delete_cols(1, 3)
    made["甲"].delete_rows(1, 2)
    assert [sheet.marked for sheet in read(made)] == [False, True]


def test_other_sheets_are_no_ledgers_and_are_told() -> None:
    made = book("台账")
    for name in ("填写说明", "汇总", "补充说明", "空的"):
        made.create_sheet(name)["B2"] = "任务2也完成了" if name != "空的" else None
    assert [sheet.name for sheet in read(made)] == ["台账"]
    assert asides(made) == ["“补充说明”这张表不是台账，里面写的没有收。"]
    del made["台账"]
    assert (read(made), asides(made)) == ([], [])


def test_what_is_written_beside_the_head_is_told() -> None:
    made = book("台账")
    sheet = made["台账"]
    sheet["D1"], sheet["D2"] = "题目", "单位：示例一局"
    assert asides(made) == []
    sheet["E1"], sheet["R2"], sheet["S3"] = "一", "页边写的话" * 9, " "
    assert asides(made) == [
        "“台账”第1行E列（工作任务）另写了“一”，没有收；要收的请写进任务行的格子里。",
        f"“台账”第2行R列（备注）另写了“{'页边写的话' * 4}…”，没有收；要收的请写进任务行的格子里。",
    ]
    assert said(made) == []


def test_notes_are_told() -> None:
    made = book("台账")
    made["台账"]["K5"].comment = Comment("批注", "甲")
    tail = "有批注，批注不收；要收的请写进任务行的格子里。"
    assert asides(made) == [f"“台账”第5行K列（进展情况）{tail}"]
    made["台账"]["B1"].comment = Comment("批注", "甲")
    assert asides(made) == [f"“台账”第1行B列（原文）等2处{tail}"]
    assert said(made) == []


def test_a_row_knows_which_of_its_cells_were_touched() -> None:
    made = book("台账")
    made["台账"]["F4"], made["台账"]["K5"] = "改了", "新的"
    [sheet] = read(made)
    first, second = sheet.rows
    assert (first.is_as_issued, first.touched) == (False, frozenset())
    assert (second.is_as_issued, second.touched) == (True, frozenset({SheetColumn.PROGRESS}))
    assert second.spot(SheetColumn.PROGRESS) == Spot(5, place_of(SheetColumn.PROGRESS))


def test_spaces_around_and_inside_do_not_touch_a_row() -> None:
    made = book("台账")
    made["台账"]["K4"] = "  进展\n情况 甲\n"
    assert not read(made)[0].rows[0].touched


def test_a_day_and_its_text_are_alike_to_the_fingerprint() -> None:
    cells = {**CELLS, SheetColumn.DATE: "2023-06-27"}
    made = book("台账")
    made["台账"]["C4"] = given(cells, [])
    made["台账"]["M4"] = date(2023, 6, 27)
    assert not read(made)[0].rows[0].touched


@pytest.mark.parametrize("lost", [None, "x", WORDING])
def test_a_row_that_lost_what_was_given_is_refused(lost: str | None) -> None:
    made = book("台账")
    made["台账"]["C4"] = lost
    [(where, reason)] = said(made)
    assert where == "第4行"
    assert reason.startswith("这一行隐藏的内容被改动了")
    assert not read(made)[0].rows[0].touched


@pytest.mark.parametrize("number", ["０1", "1.5", "-1", "x", "1" * 11])
def test_a_row_whose_number_is_none_was_added(number: str) -> None:
    made = book("台账")
    made["台账"]["A5"] = number
    assert said(made) == [
        ("第5行", "这一行不是原有的任务行，请删掉；要补充的话请写进任务行的格子里。"),
        ("", "缺了任务2这一行；没有变化的行也请留着，请用原来的台账重新填写。"),
    ]


def test_a_number_that_became_a_number_is_understood() -> None:
    made = book("台账")
    made["台账"]["A5"], made["台账"]["B1"] = 2, 2023
    assert said(made) == []
    assert read(made)[0].year == "2023"


def test_empty_rows_say_nothing() -> None:
    made = book("台账")
    made["台账"]["K9"] = "  "
    assert said(made) == []


def test_moved_rows_are_the_same_rows() -> None:
    made = book("台账")
    sheet = made["台账"]
    sheet["A4"], sheet["A5"] = "2", "1"
    assert [row.task for row in read(made)[0].rows] == [2, 1]
    assert said(made) == []


def test_a_formula_that_gives_nothing_is_still_a_formula() -> None:
    made = book("台账")
    made["台账"]["K7"] = "=A9"
    assert said(made) == [("第7行K列（进展情况）", "格子里是公式，请改成直接写的文字或数。")]


def test_merged_cells_above_the_rows_are_nobodys_business() -> None:
    made = book("台账")
    made["台账"].merge_cells("D1:R1")
    assert said(made) == []


@pytest.mark.parametrize(("column", "shown"), [(1, "A"), (26, "Z"), (27, "AA"), (703, "AAA")])
def test_columns_have_a_spreadsheets_letters(column: int, shown: str) -> None:
    assert letters(column) == shown


def test_a_place_is_named_as_a_person_looks_for_it() -> None:
    assert Spot().named() == ""
    assert Spot(7).named() == "第7行"
    assert Spot(7, 12).named() == "第7行L列（完成状态）"
    assert Spot(7, 20).named() == "第7行T列"
