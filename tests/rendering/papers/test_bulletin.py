"""The 通报 as a page: what it says in each situation, and no number that no table carries."""

import re
from collections.abc import Iterator

import pytest
from hypothesis import given

from gongkai_cli.domain.book import Book
from gongkai_cli.domain.deadline import Cycle
from gongkai_cli.domain.plan import Scope
from gongkai_cli.domain.policy import Policy
from gongkai_cli.domain.record import Record
from gongkai_cli.domain.workdays import WorkCalendar
from gongkai_cli.reckoning.bulletins import Bulletin
from gongkai_cli.rendering.papers.bulletin import Paper, bulletin_paper, bulletin_title
from gongkai_cli.table import Addressee, Cell, Chart, Document, Heading, Line, Signature, Table
from small_book import FINANCE, JUSTICE, ask, book, close, done, grant, target, task, under_way
from small_bulletin import Said, bulletins, told

_OTHER = re.compile(
    r"《[^》]*》|任务\d+的|\d+年|\d+月(\d+日)?|[一二三四]季度|[上下]半年|（\d{4}-\d\d-\d\d.*?）"
)
_NUMBER = re.compile(r"<?\d+(?:\.\d+)?%?")


def page(found: Bulletin, of: Book) -> Document:
    return bulletin_paper(Paper(found, of))


def said(document: Document) -> list[str]:
    """The sentences."""
    return [
        "".join(cell.text for cell in each.cells)
        for each in document.blocks
        if isinstance(each, Line)
    ]


def tables(document: Document) -> list[Table]:
    return [each for each in document.blocks if isinstance(each, Table)]


def rows(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row] for row in table.rows]


def numbers(text: str) -> set[str]:
    """Every number in `text` that counts something: no date, no name of a period or a task."""
    return set(_NUMBER.findall(_OTHER.sub("、", text)))


def spoken(document: Document) -> Iterator[str]:
    """All running text, and what stands beside the bars."""
    yield from said(document)
    for block in document.blocks:
        if isinstance(block, Chart):
            yield from (bar.figure for bar in block.bars)


def carried(document: Document) -> set[str]:
    cells = (cell.text for table in tables(document) for row in table.rows for cell in row)
    return set().union(*map(numbers, cells))


def justice(*records: Record, deadline: str = "全年", number: int = 2, as_of: str = "") -> Document:
    of = book(task(deadline=deadline))
    return page(told(of, {JUSTICE.name: records}, number, as_of), of)


@given(bulletins())
def test_every_number_in_the_text_stands_in_a_table(case: tuple[Bulletin, Book, Said]) -> None:
    found, of, _ = case
    document = page(found, of)
    text = " ".join(spoken(document))
    assert numbers(text) - carried(document) == set()
    assert found.now.done == 0 or str(found.now.done) in numbers(text)


@given(bulletins())
def test_every_column_makes_up_its_total(case: tuple[Bulletin, Book, Said]) -> None:
    found, of, _ = case
    for table in tables(page(found, of)):
        *parts, total = rows(table)
        if not total[0].startswith("合计") and total[1:2] != ["合计"]:
            continue
        for column in zip(*parts, total, strict=True):
            if all(value.isdecimal() for value in column) and table.columns[0].title != "到期日":
                assert sum(map(int, column[:-1])) == int(column[-1])


def test_the_numbers_of_a_sentence() -> None:
    text = "《2023年任务分解表》任务15的比例，2023年7月20日，6月，二季度：12项，占<1%和25%"
    assert numbers(text) == {"12", "<1%", "25%"}


def test_the_frame_of_the_paper() -> None:
    blocks = justice().blocks
    assert blocks[0] == Heading("关于2023年二季度政务公开重点工作任务进展情况的通报")
    assert blocks[2] == Addressee("各责任单位：")
    assert blocks[-1] == Signature("区政府办公室", "2023年7月15日")
    assert [each.text for each in blocks if isinstance(each, Heading)][1:] == [
        "一、总体情况",
        "二、各单位情况",
        "三、各项工作任务情况",
        "四、与上一期相比",
        "五、指标",
        "六、需要抓紧的单位",
        "七、做得好的单位和任务",
        "八、下一步要求",
    ]


def test_the_totals() -> None:
    of = book(task(1, "6月底前", "区司法局、区财政局"), task(2))
    found = told(of, {FINANCE.name: [done("7-3")], JUSTICE.name: [under_way("5-5")]})
    assert said(page(found, of))[:2] == [
        (
            "现将《任务分解表》2023年二季度（4月1日至6月30日）的进展情况通报如下，"
            "统计截至2023年7月15日，任务按责任单位逐项计算。"
        ),
        (
            "任务分解表共2项任务，2个单位应办3项。已办结1项（其中逾期完成1项），办结率33%；"
            "逾期1项，缺报1项，未达标0项。二季度应报1项，已报0项，未报1项，报送率0%。"
        ),
    ]


def test_what_was_done_within_an_extension_is_told_apart() -> None:
    (_, totals, *_) = said(
        justice(ask("5-1", "7-10"), grant("5-2"), done("7-5"), deadline="6月底前")
    )
    assert "已办结1项（其中延期完成1项），办结率100%；" in totals


def test_reports_may_still_come() -> None:
    waiting, over = justice(as_of="7-14"), justice(as_of="7-15")
    sentence = "二季度进展的报送期限到2023年7月14日为止，在此之前仍会有报送，报送情况以期限过后的统计为准。"
    assert (sentence in said(waiting), sentence in said(over)) == (True, False)
    assert "需要抓紧的单位有1个：二季度未报1项。" in said(over)


def test_while_a_period_runs_nobody_is_blamed_for_it() -> None:
    of = book(task(1, responsible="区司法局、区财政局"), task(2, "5月底前", "区司法局"))
    both = [under_way("2-1")._replace(tasks=(1, 2))]
    found = told(of, {JUSTICE.name: both, FINANCE.name: both}, as_of="5-20")
    document = page(found, of)
    text = said(document)
    assert "二季度到2023年6月30日为止，还没有结束。" in text
    assert any(each.endswith("二季度应报2项，已报0项，尚未报2项。") for each in text)
    assert (
        "办结率为办结占应办的比例。报送期限还没有过，不比报送率。"
        "各单位的办结率都相同，不排名次。" in text
    )
    titles = [column.title for column in tables(document)[1].columns]
    assert titles == ["名次", "单位", "应办", "办结", "办结率", "应报", "已报"]
    assert "二季度的报送期限还没有过，这一期尚未报送的不列入。" in text
    assert "没有逾期的任务，没有缺报的任务，没有未达标的任务。" in text
    assert not any(each.startswith("需要抓紧的单位有") for each in text)
    assert "二季度的进展请在2023年7月14日以前（含当日）报送。" in text
    assert text[-1] == "二季度到期、尚未完成的任务如下，请按时完成。"
    assert rows(tables(document)[-1])[0] == ["2023-05-31", "2", "工作任务2", "1"]
    everything = "".join(
        [*text, *(cell for each in tables(document) for row in rows(each) for cell in row)]
    )
    assert "未报" not in everything.replace("尚未报", "")


@pytest.mark.parametrize(("as_of", "praised"), [("7-14", False), ("7-15", True)])
def test_nobody_is_praised_before_the_last_day_either(as_of: str, praised: bool) -> None:  # noqa: FBT001
    of = book(task(1))
    text = said(
        page(told(of, {JUSTICE.name: [under_way("2-1"), under_way("5-1")]}, as_of=as_of), of)
    )
    assert any("各期进展也都已报送的单位有1个" in each for each in text) is praised


def test_while_reports_may_come_those_of_earlier_periods_are_still_missed() -> None:
    text = said(justice(as_of="5-20"))
    assert "需要抓紧的单位有1个：报送期限已过的缺报1项。" in text


def test_while_reports_may_come_units_are_ranked_by_what_is_finished() -> None:
    of = book(task(1, responsible="区司法局、区财政局"))
    document = page(told(of, {FINANCE.name: [done("5-1")]}, as_of="5-20"), of)
    assert "不比报送率。名次只比办结率，相同的并列。" in "".join(said(document))
    assert rows(tables(document)[1])[:2] == [
        ["1", "区财政局", "1", "1", "100%", "1", "1"],
        ["2", "区司法局", "1", "0", "0%", "1", "0"],
    ]


def test_when_the_last_period_runs_it_is_asked_for() -> None:
    of = book(task())
    assert "四季度的进展请在2024年1月12日以前（含当日）报送。" in said(
        page(told(of, {}, 4, "11-1"), of)
    )


def test_many_items_are_told_by_unit_only() -> None:
    of = book(
        *(task(number, "3月底前") for number in range(1, 22)),
        *(task(number, targets=(target(),)) for number in range(22, 43)),
    )
    short = tuple(range(22, 43))
    records = [each._replace(tasks=short) for each in (under_way("2-1"), done("5-1"))]
    document = page(told(of, {JUSTICE.name: records}), of)
    assert "逾期的任务较多，不再逐项列出。" in said(document)
    assert "未达标的任务较多，不再逐项列出。" in said(document)
    assert "需要抓紧的单位有1个：逾期21项，未达标21项。" in said(document)
    titles = {column.title for table in tables(document) for column in table.columns}
    assert not titles & {"逾期天数", "所报与目标"}


def test_guessed_work_days_are_told() -> None:
    sentence = "没有2024年的放假安排，报送期限中的工作日按周一至周五推算。"
    assert sentence in said(justice(number=3))
    assert sentence not in said(justice(number=2))
    of = book(task())._replace(calendar=WorkCalendar({}))
    told_so = said(page(told(of, {}, 4), of))
    assert "没有2024年的放假安排，报送期限中的工作日按周一至周五推算。" in told_so


def test_nobody_is_bound() -> None:
    of = book(task(responsible="区政府相关部门"))
    found = said(page(told(of, {}), of))
    assert found[1] == (
        "任务分解表共1项任务，0个单位应办0项。已办结0项；逾期0项，缺报0项，未达标0项，"
        "待认领3项。二季度应报0项，已报0项，未报0项。"
    )
    assert "没有单位有应办任务，不排名次。" in found
    assert "没有逾期的任务，二季度没有未报的进展，没有未达标的任务。" in found
    assert "二季度没有可以列出的单位和任务。" in found
    assert "任务分解表没有可以统计的指标。" in found


def test_ranks_and_equals() -> None:
    of = book(task(1, responsible="区司法局、区财政局、振兴街街道办事处"))
    ranked = page(told(of, {FINANCE.name: [done("5-1")]}), of)
    assert rows(tables(ranked)[1]) == [
        ["1", "区财政局", "1", "1", "100%", "1", "1", "100%"],
        ["2", "区司法局", "1", "0", "0%", "1", "0", "0%"],
        ["2", "振兴街街道办事处", "1", "0", "0%", "1", "0", "0%"],
        ["—", "合计", "3", "1", "33%", "3", "1", "33%"],
    ]
    assert "没有应办任务、不参加排名的单位有2个：区政府办公室、区税务局。" in said(ranked)
    equal = page(told(of, {}), of)
    assert [row[0] for row in rows(tables(equal)[1])] == ["—"] * 4
    assert (
        "办结率为办结占应办的比例，报送率为已报占应报的比例。各单位的这两项都相同，不排名次。"
        in said(equal)
    )


def test_movement_and_its_want() -> None:
    moved = justice(under_way("2-1"), done("5-1"))
    assert (
        "与一季度（统计截至2023年4月18日）相比，新办结1项，退出办结0项，新逾期0项，已消除0项。"
        "退出办结是指上期办结，本期不再是的；已消除是指上期逾期、缺报或未达标，本期都不再是的，"
        "包括不再应办的。" in said(moved)
    )
    compared, units = tables(moved)[3:5]
    assert rows(compared)[:3] == [
        ["应办", "1", "0", "0", "1", "0"],
        ["办结", "0", "1", "0", "1", "+1"],
        ["办结率", "0%", "—", "—", "100%", "上升"],
    ]
    assert rows(units) == [
        ["区司法局", "0%→100%", "上升", "1", "0", "0", "0"],
        ["没有变化（4个单位）", "—", "—", "0", "0", "0", "0"],
        ["合计", "0%→100%", "上升", "1", "0", "0", "0"],
    ]
    assert "一季度是2023年第一个报送周期，没有上一期可比。" in said(justice(number=1))


def test_a_rate_goes_down_where_what_was_done_is_undone() -> None:
    of = book(task(1, "全年"), policy=Policy(grace_workdays=0))
    found = told(of, {JUSTICE.name: [done("2-1"), under_way("5-1")]})
    assert rows(tables(page(found, of))[3])[2] == ["办结率", "100%", "—", "—", "0%", "下降"]


@given(bulletins())
def test_the_compared_rows_add_up(case: tuple[Bulletin, Book, Said]) -> None:
    found, of, _ = case
    for table in tables(page(found, of)):
        if [column.title for column in table.columns][2:4] == ["新增", "减少"]:
            for name, last, came, gone, this, change in rows(table):
                if name != "办结率":
                    assert int(last) + int(came) - int(gone) == int(this)
                    assert int(change) == int(this) - int(last)


def test_goals() -> None:
    goals = (
        target("培训"),
        target("检查", 1, Scope.DISTRICT),
        target("走访", 1, Scope.DISTRICT),
        target("巡查", 5, Scope.DISTRICT),
        *(target(f"测评{number}", scope=Scope.UNDECIDED) for number in range(11)),
    )
    of = book(task(1, "全年", "区司法局、区财政局", targets=goals))
    document = page(told(of, {JUSTICE.name: [under_way("5-1", 培训=2, 检查=1, 巡查=3)]}), of)
    district, each = tables(document)[5:7]
    assert rows(district) == [
        ["1", "检查", "1次", "1次", "达到"],
        ["1", "走访", "1次", "没有报数", "没有达到"],
        ["1", "巡查", "5次", "3次", "没有达到"],
    ]
    assert rows(each) == [["1", "培训", "2次", "2", "1", "1"]]
    (unsaid,) = (each for each in said(document) if each.startswith("下列指标的范围未明确"))
    assert unsaid.endswith("任务1的测评9等。")


def test_a_last_value_is_nobodys_sum() -> None:
    goals = (
        target("满意度", 90, Scope.DISTRICT, add_up=False),
        target("知晓率", 90, Scope.DISTRICT, add_up=False),
    )
    of = book(task(1, "全年", "区司法局、区财政局", targets=goals))
    both = {
        JUSTICE.name: [under_way("5-1", 满意度=95), under_way("5-2", 知晓率=85)],
        FINANCE.name: [under_way("4-1", 满意度=80), under_way("5-2", 知晓率=95)],
    }
    document = page(told(of, both), of)
    assert "全区的指标如下，已报一栏是最近一次所报的数，写明报送的单位和日期。" in said(document)
    assert "合计的指标" not in "".join(said(document))
    assert rows(tables(document)[5]) == [
        ["1", "满意度", "90次", "区司法局报95次（2023-05-01）", "达到"],
        ["1", "知晓率", "90次", "区司法局报85次、区财政局报95次（2023-05-02）", "所报不一，请核对"],
    ]
    mixed = book(task(1, targets=(goals[0], target("培训", 1, Scope.DISTRICT))))
    assert (
        "全区的指标如下，已报一栏，各次报送相加的是全区合计，"
        "不相加的是最近一次所报的数，写明报送的单位和日期。" in said(page(told(mixed, {}), mixed))
    )


def test_who_falls_short_must_hurry_too() -> None:
    of = book(task(1, "全年", targets=(target(), target("走访"), target("入口"))))
    document = page(told(of, {JUSTICE.name: [under_way("2-1"), done("5-1", 培训=1, 入口=2)]}), of)
    sentence = "报送已完成、所报数字还没有达到指标的任务有1项，涉及1个单位，如下。"
    assert sentence in said(document)
    assert "没有逾期的任务，二季度没有未报的进展。" in said(document)
    short = next(each for each in tables(document) if each.columns[-1].title == "所报与目标")
    assert rows(short) == [
        ["区司法局", "1", "工作任务1", "培训已报1次，应不少于2次；走访没有报数，应不少于2次"],
        ["合计（1个单位）", "1项", "—", "—"],
    ]


def test_who_must_hurry() -> None:
    of = book(task(1, "6月底前", "区司法局、区财政局"), task(2), task(3, "3月底前"))
    document = page(told(of, {}), of)
    assert "逾期的任务有3项，涉及2个单位，按逾期天数排列如下。" in said(document)
    assert (
        "需要抓紧的单位有2个：逾期3项，二季度未报1项。逾期项数多的在前，相同的，逾期最久的在前。"
        in said(document)
    )
    units, late = tables(document)[-2:]
    assert rows(late) == [
        ["区司法局", "3", "工作任务0", "3月底前（2023-03-31）", "106"],
        ["区财政局", "1", "工作任务1", "6月底前（2023-06-30）", "15"],
        ["区司法局", "1", "工作任务1", "6月底前（2023-06-30）", "15"],
        ["合计（2个单位）", "3项", "—", "—", "—"],
    ]
    assert rows(units) == [
        ["区司法局", "2", "106天（任务3）", "1", "一季度、二季度"],
        ["区财政局", "1", "15天（任务1）", "0", "—"],
        ["合计（2个单位）", "3", "—", "1", "—"],
    ]


def test_what_was_done_well() -> None:
    document = justice(under_way("2-1"), done("5-1"), close("5-4"))
    found = said(document)
    assert (
        "没有逾期、逾期完成、缺报、未达标和已退回的任务，各期进展也都已报送的单位有1个，"
        "按名次排列如下。" in found
    )
    assert "二季度内提前完成的任务有1项。" in found
    assert "按时完成、二季度内经核验销号的任务有1项。" in found
    kept_up, early, closed = tables(document)[-3:]
    assert rows(kept_up)[0] == ["区司法局", "1", "1", "1", "1"]
    assert rows(early)[0] == ["区司法局", "1", "工作任务1", "2023-05-01", "244"]
    assert rows(closed)[0] == ["区司法局", "1", "工作任务1", "2023-05-01"]


@pytest.mark.parametrize(
    ("policy", "number", "sentences"),
    [
        (Policy(), 2, ["三季度的进展请在2023年10月13日以前（含当日）报送。", "申报已完成的，要附佐证材料。"]),
        (Policy(require_evidence=False), 4, ["2023年的报送周期到此结束。"]),
        (
            Policy(Cycle.HALF_YEAR, 0, require_evidence=False, require_close=True),
            1,
            ["下半年的进展请在2023年12月31日以前（含当日）报送。", "申报已完成的，经办公室核验销号后计为办结。"],
        ),
    ],
)  # fmt: skip
def test_what_policy_asks_for_next(policy: Policy, number: int, sentences: list[str]) -> None:
    of = book(task(deadline="长期坚持"), policy=policy)
    assert said(page(told(of, {}, number), of))[-len(sentences) :] == sentences


def test_what_falls_due_next() -> None:
    of = book(task(1, "8月底前", "区司法局、区财政局"))
    document = page(told(of, {}), of)
    assert said(document)[-1] == "三季度到期、尚未完成的任务如下，请按时完成。"
    assert rows(tables(document)[-1]) == [
        ["2023-08-31", "1", "工作任务1", "2"],
        ["合计", "—", "—", "2"],
    ]


def test_the_chart_of_sections_only_where_there_are_some() -> None:
    one, two = (book(*(task(number) for number in range(1, count))) for count in (2, 3))
    charts = [
        sum(isinstance(each, Chart) for each in page(told(of, {}), of).blocks) for of in (one, two)
    ]
    assert charts == [1, 2]


def test_colours_are_the_offices_own() -> None:
    of = book(task(deadline="6月底前"), policy=Policy(colours={"逾期": "蓝"}))
    chart = next(each for each in page(told(of, {}), of).blocks if isinstance(each, Chart))
    assert [share.tone.value for share in chart.key] == ["绿", "蓝", "灰"]
    assert chart.bars[0].counts == (0, 1, 0)


def test_the_title_is_that_of_the_period() -> None:
    of = book(task(), policy=Policy(Cycle.MONTH))
    assert bulletin_title(Paper(told(of, {}, 6), of)) == (
        "关于2023年6月政务公开重点工作任务进展情况的通报"
    )


def test_nought_stays_in_the_background() -> None:
    (cells,) = (row for row in tables(justice())[0].rows if row[0].text == "未达标")
    assert cells[1] == Cell("0", cells[1].tone)
    assert cells[1].tone.value == "淡"
