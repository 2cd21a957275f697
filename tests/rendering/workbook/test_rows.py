from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai_cli.domain.book import Book
from gongkai_cli.domain.item import Role
from gongkai_cli.domain.record import Claim, Evidence, Progress, Record, Step
from gongkai_cli.domain.sheet import OPEN, SheetColumn, fingerprint, given_back, was_known
from gongkai_cli.reckoning.ledgers import ledger
from gongkai_cli.rendering.workbook.rows import MAX_UNITS, Row, cell_text, clipped, rows
from gongkai_cli.table import Tone
from small_book import (
    JUSTICE,
    ask,
    book,
    claim,
    close,
    day,
    decline,
    done,
    grant,
    record,
    refuse,
    send_back,
    target,
    task,
    under_way,
)

Cells = Mapping[SheetColumn, str | date]
OPEN_TASK = book(task(1, responsible="区财政局等相关部门"))
DUE = book(task(1, "2023年6月底前"))
MEASURED = book(task(1, targets=(target(), target("满意度", 90, add_up=False))))
REPORT = Progress(
    Step.UNDER_WAY,
    "已起草\n清单",
    "人手不足",
    "年底前公开",
    "法治科",
    (
        Evidence("清单", "http://example.cn/a"),
        Evidence("照片", file="evidence/照片 一.png"),
        Evidence("http://example.cn/b", "http://example.cn/b"),
    ),
)


def made(of: Book, *records: Record, as_of: str = "") -> list[Row]:
    return rows(ledger(of, JUSTICE, records, day(as_of) if as_of else None), {})


def only(of: Book, *records: Record, as_of: str = "") -> Cells:
    [row] = made(of, *records, as_of=as_of)
    return row.cells


def test_nothing_reported() -> None:
    assert {key.value.title: value for key, value in only(DUE).items()} == {
        "序号": "1",
        "工作任务": "工作任务1",
        "具体要求": "具体要求1",
        "责任单位": "区司法局\n（点名）",
        "完成时限": "2023年6月底前\n2023-06-30",
        "进度": "",
        "责任科室": "",
        "进展情况": "",
        "完成状态": "",
        "完成日期": "",
        "佐证材料": "",
        "指标": "",
        "存在问题": "",
        "下一步": "",
        "备注": "",
    }


def test_the_latest_report_stands_in_the_cells() -> None:
    cells = only(DUE, under_way("1-5"), record("3-20", REPORT))
    assert cells[SheetColumn.OWNER] == "法治科"
    assert cells[SheetColumn.PROGRESS] == "已起草\n清单"
    assert cells[SheetColumn.STATUS] == "推进中"
    assert cells[SheetColumn.DATE] == ""
    assert cells[SheetColumn.PROBLEM] == "人手不足"
    assert cells[SheetColumn.NEXT] == "年底前公开"
    assert cells[SheetColumn.EVIDENCE] == (
        "清单 http://example.cn/a\n照片 evidence/照片 一.png\nhttp://example.cn/b"
    )


def test_a_corrected_report_does_not() -> None:
    wrong = record("3-20", REPORT, "a.yaml")
    right = record("3-20", Progress(Step.UNDER_WAY, "改正"), "b.yaml", corrects="a.yaml")
    assert only(DUE, wrong, right)[SheetColumn.PROGRESS] == "改正"


def test_a_role_stands_beside_the_basis() -> None:
    of = book(task(1, responsible="区司法局牵头，区财政局配合"))
    assert only(of)[SheetColumn.RESPONSIBLE] == (
        f"区司法局牵头，区财政局配合\n（点名，{Role.LEAD}）"
    )


def test_done_with_its_day() -> None:
    cells = only(DUE, done("6-20"))
    assert (cells[SheetColumn.STATUS], cells[SheetColumn.DATE]) == ("已完成", day("6-20"))


def test_struck_off() -> None:
    cells = only(DUE, done("6-20"), close("6-22"))
    assert (cells[SheetColumn.STATUS], cells[SheetColumn.NOTE]) == ("已完成", "办公室已销号")


@pytest.mark.parametrize(
    ("comment", "note"), [("", "办公室退回"), ("缺材料", "办公室退回：缺材料")]
)
def test_sent_back_asks_for_a_new_answer(comment: str, note: str) -> None:
    answer = send_back("6-22")
    answer = answer._replace(fact=answer.fact._replace(comment=comment))  # type: ignore[call-arg]
    cells = only(DUE, done("6-20"), answer)
    assert (cells[SheetColumn.STATUS], cells[SheetColumn.DATE]) == ("", "")
    assert cells[SheetColumn.NOTE] == note


def test_an_extension_shows_both_days() -> None:
    records = [ask("6-1", "9-30"), grant("6-5")]
    assert only(DUE, records[0])[SheetColumn.NOTE] == "已申请延期至2023-09-30，等办公室答复"
    cells = only(DUE, *records)
    assert cells[SheetColumn.DEADLINE] == "2023年6月底前\n2023-06-30\n准予延期至\n2023-09-30"
    assert cells[SheetColumn.NOTE] == ""
    refused = only(DUE, records[0], refuse("6-5"))
    assert refused[SheetColumn.DEADLINE] == "2023年6月底前\n2023-06-30"


def test_no_day_where_the_words_yield_none() -> None:
    assert only(book(task(1, "全年，长期坚持")))[SheetColumn.DEADLINE] == "全年，长期坚持"


def test_an_open_task_asks_for_an_answer() -> None:
    [row] = made(OPEN_TASK)
    assert row.asked
    assert row.cells[SheetColumn.STATUS] == ""
    assert row.cells[SheetColumn.NOTE] == "没有点名本单位，请在“完成状态”里选认领或不涉及。"
    assert not made(DUE)[0].asked


def test_claimed() -> None:
    told = claim("2-1")._replace(fact=Claim("示例科"))
    [row] = made(OPEN_TASK, told)
    assert row.asked
    assert row.cells[SheetColumn.STATUS] == "认领"
    assert row.cells[SheetColumn.OWNER] == "示例科"
    assert row.cells[SheetColumn.NOTE] == ""
    assert only(OPEN_TASK, told, under_way("3-1"))[SheetColumn.STATUS] == "推进中"


def test_declined_with_its_reason() -> None:
    cells = only(OPEN_TASK, decline("2-1")._replace(reason="没有这项职能"))
    assert cells[SheetColumn.STATUS] == "不涉及"
    assert cells[SheetColumn.PROGRESS] == "没有这项职能"


def test_measures_up_to_now_and_what_is_asked_for() -> None:
    assert only(MEASURED)[SheetColumn.MEASURES] == "培训=\n满意度="
    reports = [under_way("1-5", 培训=1, 满意度=80), under_way("4-5", 培训=2, 满意度=91)]
    cells = only(MEASURED, *reports)
    assert cells[SheetColumn.MEASURES] == "培训=3\n满意度=91"
    assert cells[SheetColumn.NOTE] == (
        "指标：培训 ≥ 2次，累计；范围：每单位\n指标：满意度 ≥ 90次，以最近一次为准；范围：每单位"
    )


def test_a_measure_is_written_out() -> None:
    report = Progress(Step.UNDER_WAY, measures=(("培训", Decimal("1E+2")),))
    assert only(MEASURED, record("1-5", report))[SheetColumn.MEASURES] == "培训=100\n满意度="


def test_the_plans_own_note_comes_last() -> None:
    of = book(task(1, targets=(target(),))._replace(note="两处写法不一"))
    assert str(only(of)[SheetColumn.NOTE]).splitlines()[-1] == "两处写法不一"


def test_standing_only_where_a_day_is_asked_about() -> None:
    [row] = made(DUE, as_of="7-20")
    assert (row.cells[SheetColumn.STANDING], row.tone) == ("逾期\n20天", Tone.RED)
    [row] = made(book(task(1)), as_of="7-20")
    assert (row.cells[SheetColumn.STANDING], row.tone) == ("缺报", Tone.YELLOW)
    assert row.cells[SheetColumn.NOTE] == "缺二季度；此前缺一季度"
    [row] = made(DUE)
    assert (row.cells[SheetColumn.STANDING], row.tone) == ("", Tone.PLAIN)


def test_colours_are_the_offices() -> None:
    [row] = rows(ledger(DUE, JUSTICE, [], day("7-20")), {"逾期": "紫"})
    assert row.tone is Tone.PURPLE


def test_what_waits_comes_after_what_binds_and_what_was_declined_last() -> None:
    opened = "区财政局等相关部门"
    of = book(task(1, responsible=opened), task(2, responsible=opened), task(3), task(4))
    found = made(of, decline("2-1"))
    assert [row.task for row in found] == [3, 4, 2, 1]


def test_fingerprints_tell_what_changed() -> None:
    [before], [after] = made(DUE), made(DUE, under_way("1-5"))
    assert before.wording == after.wording
    assert before.given != after.given


def test_a_row_says_which_records_were_known() -> None:
    first, second = under_way("1-5"), under_way("2-5")
    [row] = made(DUE, first)
    then = given_back(row.given)
    assert then is not None
    assert was_known(first.name, then)
    assert not was_known(second.name, then)
    assert {then.cells[column] for column in OPEN if not row.cells[column]} == {fingerprint([""])}


@given(st.text(st.characters(exclude_categories=()), max_size=30))
def test_a_cell_holds_what_xml_can_say(text: str) -> None:
    found = cell_text(text)
    found.encode("utf-8")
    assert all(each == "\n" or each >= " " for each in found)
    assert not set(found) & set("\r\x85\u2028\ufffe\uffff\u202e\ufeff")
    assert cell_text(found) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("一\r\n二\r三\x0b四", "一\n二\n三\n四"),
        ("一\t二", "一 二"),
        ("一\x00\x1b[31m\u202e二\ud800", "一??[31m?二?"),
        ("##[error]", "##[error]"),
    ],
)
def test_what_nobody_sees_does_not_get_in(text: str, found: str) -> None:
    assert cell_text(text) == found


def test_a_cell_is_no_longer_than_excel_allows() -> None:
    assert cell_text("一" * MAX_UNITS) == "一" * MAX_UNITS
    cut = cell_text("一" * (MAX_UNITS + 1))
    assert (len(cut), cut[-6:]) == (MAX_UNITS, "……（后略）")
    astral = cell_text("😀" * MAX_UNITS)
    assert len(astral.encode("utf-16-le")) // 2 <= MAX_UNITS
    assert astral.endswith("……（后略）")


def test_no_half_letter_is_left() -> None:
    assert clipped("😀😀", 3) == "😀"
    assert clipped("一二", 2) == "一二"
