from datetime import date

from docx.enum.section import WD_ORIENTATION

from gongkai_cli.domain.record import Evidence, Progress, Record, Step
from gongkai_cli.reckoning.ledgers import ledger
from gongkai_cli.rendering.word.ledger import ledger_docx
from rendering.word.paper_reading import W, opened, part, said, texts, value
from small_book import JUSTICE, ask, book, day, decline, done, grant, record, target, task

BOOK = book(
    task(1, "2023年6月底前"),
    task(2)._replace(section="部分1", topic="工作任务1"),
    task(3, "全年，长期坚持", targets=(target(),))._replace(note="两处均照录。"),
    task(4, responsible="区财政局等相关部门"),
    task(5, responsible="区财政局等相关部门"),
)
TOLD = Progress(
    Step.DONE,
    "已公开\n两批",
    "人手少",
    "再公开",
    "",
    (Evidence("清单", "http://示例.cn"), Evidence("照片", file="a")),
)


def rows(*records: Record, as_of: str = "") -> list[list[str]]:
    found = ledger(BOOK, JUSTICE, list(records), day(as_of) if as_of else None)
    return texts(part(ledger_docx(found, {})))


def test_head_and_titles() -> None:
    data = ledger_docx(ledger(BOOK, JUSTICE, [], date(2023, 8, 1)), {})
    body = part(data)[0]
    assert [said(each) for each in body if each.tag == W + "p"] == [
        "区司法局政务公开工作台账（2023年）",
        "单位：区司法局　　依据：《任务分解表》　　截至：2023年8月1日",
        "",
    ]
    assert texts(body)[0] == [
        "序号",
        "工作任务",
        "具体要求",
        "完成时限",
        "状态",
        "进展情况",
        "备注",
    ]
    (section,) = opened(data).sections
    assert section.orientation == WD_ORIENTATION.LANDSCAPE


def test_neighbours_of_one_topic_are_merged() -> None:
    found = rows()
    assert found[1][1:3] == ["部分1", "工作任务1"]
    assert found[2][1:3] == ["", ""]
    assert found[3][1:3] == ["部分1", "工作任务0"] or found[3][1:3] == ["", "工作任务0"]


def test_no_day_says_nothing_of_the_calendar() -> None:
    first = rows()[1]
    assert first[4:] == ["2023年6月底前\n2023-06-30", "未启动", "还没有报送", ""]


def test_a_report_with_all_it_brings() -> None:
    told = rows(record("6-20", TOLD))[1]
    assert told[5:7] == [
        "已完成",
        "2023-06-20 已公开\n两批\n佐证材料：清单、照片\n存在问题：人手少\n下一步：再公开",
    ]


def test_standing_in_its_colour_below_the_status() -> None:
    found = ledger(BOOK, JUSTICE, [], date(2023, 8, 1))
    data = ledger_docx(found, {"逾期": "蓝"})
    assert texts(part(data))[1][5] == "未启动\n逾期"
    assert value(part(data), "color") == "0B5CAD"


def test_silence_targets_and_notes() -> None:
    remarks = rows(as_of="8-1")[3][7]
    assert remarks == "缺二季度；此前缺一季度\n指标：培训 ≥ 2次，累计；范围：每单位\n两处均照录。"


def test_an_extension_shows_both_days() -> None:
    found = rows(ask("6-1", "7-31"), grant("6-2"))
    assert found[1][4] == "2023年6月底前\n2023-06-30\n准予延期至2023-07-31"


def test_what_waits_for_an_answer_and_what_is_not_ours() -> None:
    found = rows(decline("3-1")._replace(tasks=(5,)), as_of="8-1")
    assert [row[5:7] for row in found[4:]] == [
        ["待认领", "待本单位答复是否涉及"],
        ["不涉及", "已答复不涉及"],
    ]


def test_a_report_without_words() -> None:
    assert rows(done("6-20"))[1][6] == "2023-06-20 已完成"


def test_no_items() -> None:
    found = ledger(book(task(1, responsible="区财政局")), JUSTICE, [])
    assert len(texts(part(ledger_docx(found, {})))) == 1


def columns(*records: Record) -> list[int]:
    made = part(ledger_docx(ledger(BOOK, JUSTICE, list(records)), {}))
    return [int(each.get(W + "w") or 0) for each in made.iter(W + "gridCol")]


def test_what_is_long_has_more_room() -> None:
    before, after = columns(), columns(record("6-20", TOLD._replace(progress="已公开。" * 60)))
    assert after[6] > before[6]
    assert abs(sum(after) - sum(before)) < 10


def test_same_bytes() -> None:
    found = ledger(BOOK, JUSTICE, [record("6-20", TOLD)])
    assert ledger_docx(found, {}) == ledger_docx(found, {})
