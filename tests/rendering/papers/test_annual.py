import re
from datetime import date

import pytest

from gongkai_cli.domain.plan import Scope, Task
from gongkai_cli.domain.policy import Policy
from gongkai_cli.domain.record import LookBack, Outcome, Progress, Record, Step
from gongkai_cli.domain.roster import Unit
from gongkai_cli.reckoning.fold import fold
from gongkai_cli.reckoning.fulfilment import fulfilment, troubles
from gongkai_cli.reckoning.lookback import Disposition, Old, Retrospect, Span
from gongkai_cli.reckoning.lookback import Line as Looked
from gongkai_cli.reckoning.question import Question
from gongkai_cli.reckoning.standings import Entry
from gongkai_cli.rendering.papers.annual import PARTS, annual_paper
from gongkai_cli.table import Cell, Heading, Line, Table, Tone
from small_book import (
    FINANCE,
    JUSTICE,
    STREET,
    ask,
    book,
    day,
    done,
    grant,
    record,
    send_back,
    target,
    task,
    under_way,
)

END = date(2024, 3, 31)


class Read:
    """A draft taken apart."""

    def __init__(
        self,
        *records: Record,
        tasks: tuple[Task, ...] = (),
        as_of: date = END,
        unit: Unit | None = None,
        policy: Policy | None = None,
        before: Retrospect | None = None,
    ) -> None:
        asked = book(*(tasks or (task(1, "6月底前"),)), policy=policy)
        question = Question(asked, as_of)
        states = fold(records, as_of)
        units = (unit,) if unit else (JUSTICE, FINANCE)
        entries = [entry for each in units for entry in question.entries(each, states)]
        found = fulfilment(asked.plan, as_of, entries, unit)
        self.page = annual_paper(found, troubles(found, records) if unit else (), before)
        self.headings = [each.text for each in self.page.blocks if isinstance(each, Heading)]
        self.lines = [each for each in self.page.blocks if isinstance(each, Line)]
        self.said = ["".join(cell.text for cell in each.cells) for each in self.lines]
        self.tables = [each for each in self.page.blocks if isinstance(each, Table)]

    def passage(self) -> str:
        """The sentences on the year's tasks."""
        return next(line for line in self.said if line.startswith("《任务分解表》"))

    def rows(self, table: int) -> list[list[str]]:
        """A table's words, titles first."""
        titles = [column.title for column in self.tables[table].columns]
        return [titles, *([cell.text for cell in row] for row in self.tables[table].rows)]


def test_the_six_parts_of_the_uniform_format() -> None:
    read = Read()
    assert [each for each in read.headings if re.match("[一二三四五六]、", each)] == list(PARTS)
    assert read.headings[0] == "示例区2023年政府信息公开工作年度报告（底稿）"


def test_what_the_ledger_does_not_know_is_left_open_in_every_part() -> None:
    page = Read().page.blocks
    starts = [page.index(Heading(title, 2)) for title in PARTS]
    for start, end in zip(starts, [*starts[1:], len(page)], strict=True):
        cells = [each.cells[0] for each in page[start:end] if isinstance(each, Line)]
        open_ = [cell for cell in cells if cell.tone is Tone.RED]
        assert open_
        assert all(cell.text.startswith("【待填：") and cell.text.endswith("】") for cell in open_)


@pytest.mark.parametrize(
    ("unit", "said"),
    [
        (None, "本级政府的年度报告应在2024年3月31日前向社会公布"),
        (JUSTICE, "各部门的年度报告应在2024年1月31日前提交主管部门，并向社会公布"),
        (STREET, "本级政府的年度报告应在2024年3月31日前公布，本单位何时提交由主管部门通知"),
    ],
)
def test_by_when_the_law_wants_it(unit: Unit | None, said: str) -> None:
    assert Read(unit=unit).said[1] == (
        f"依据《中华人民共和国政府信息公开条例》第四十九条，{said}。"
    )


def test_only_a_government_reports_on_its_assessments() -> None:
    assert "工作考核" in "".join(Read().said)
    assert "工作考核" not in "".join(Read(unit=JUSTICE).said)


def test_a_year_that_is_not_over_is_called_that() -> None:
    assert (
        "统计截至2023年12月31日，这一年还没有结束，数字还会变。" in Read(as_of=day("12-31")).said[0]
    )
    assert "没有结束" not in Read(as_of=date(2024, 1, 1)).said[0]


def test_how_the_tasks_were_fulfilled() -> None:
    tasks = (
        task(1, "6月底前", "区司法局、区财政局"),
        task(2, "6月底前"),
        task(3, "全年", targets=(target(),)),
        task(4, "全年"),
        task(5, "全年"),
        task(6, "全年", "区政府相关部门"),
        task(7, "全年"),
    )
    records = [
        ask("6-1", "8-31")._replace(tasks=(2,)),
        grant("6-2")._replace(tasks=(2,)),
        done("7-10")._replace(tasks=(1, 2)),
        done("7-10", 培训=1)._replace(tasks=(3,)),
        under_way("7-10")._replace(tasks=(4,)),
        done("7-10")._replace(tasks=(7,)),
        send_back("7-11")._replace(tasks=(7,)),
    ]
    read = Read(*records, tasks=tasks)
    assert read.passage() == (
        "《任务分解表》共7项任务，分解到2个单位，按“一项任务、一个单位”计，应办7项。"
        "截至2024年3月31日，办结3项（43%），其中在准予的延期以内完成1项、逾期完成2项；"
        "没有办结的4项中，报了完成而未达标1项，推进中1项，已退回1项，没有报送过进展1项；这些当中，逾期3项。"
        "责任单位全部办结的任务2项。另有2项待认领，不计入应办。"
    )
    assert read.rows(0) == [
        ["部分", "应办", "办结", "办结率", "延期完成", "逾期完成", "逾期", "未达标"],
        ["部分1", "5", "2", "40%", "0", "2", "2", "1"],
        ["部分0", "2", "1", "50%", "1", "0", "1", "0"],
    ]
    assert (
        "截至2024年3月31日，台账记载的问题有：逾期3项，未达标1项，"
        "办公室退回后还没有重新完成的1项（都在以上各项之内），"
        "缺报以外有周期没有报送进展的4项（都在以上各项之内）。"
    ) in read.said
    assert read.rows(2) == [
        ["任务", "工作任务", "逾期", "未达标", "已退回", "另有周期未报"],
        ["3", "工作任务0", "0", "1", "0", "1"],
        ["4", "工作任务1", "1", "0", "0", "1"],
        ["5", "工作任务2", "1", "0", "0", "1"],
        ["7", "工作任务1", "1", "0", "1", "1"],
    ]


def test_a_report_at_the_end_makes_no_earlier_gap_undone() -> None:
    tasks = (task(1, "长期坚持"),)
    whole, own = (Read(under_way("12-20"), tasks=tasks, unit=unit) for unit in (None, JUSTICE))
    for read in (whole, own):
        problems = "截至2024年3月31日，台账记载的问题有：缺报以外有周期没有报送进展的1项。"
        assert problems in read.said
        assert not any("台账里没有逾期" in line for line in read.said)
        assert read.rows(1)[1][:2] == ["1", "工作任务1"]
    assert own.rows(1)[1][2] == "缺三季度；此前缺一季度、二季度；推进中"


def test_what_was_only_sent_back_has_a_row() -> None:
    back = (under_way("2-1"), done("5-1"), send_back("5-9"), under_way("8-1"), under_way("11-1"))
    read = Read(*back[:3], tasks=(task(1, "10月底前"),), as_of=day("5-10"))
    assert "截至2023年5月10日，台账记载的问题有：办公室退回后还没有重新完成的1项。" in read.said
    assert read.rows(1) == [["任务", "工作任务", "已退回"], ["1", "工作任务1", "1"]]


def test_a_last_value_is_the_words_of_one_unit() -> None:
    goal = target("满意度", 90, Scope.DISTRICT, add_up=False)
    tasks = (task(1, "全年", "区司法局、区财政局", targets=(goal,)),)
    read = Read(under_way("5-1", 满意度=95), tasks=tasks)
    assert (
        "任务分解表里的指标1个，所报数字如下，全区不相加的是最近一次所报，写明单位和日期。"
        in read.said
    )
    assert read.rows(1)[1][3:] == ["区司法局报95次、区财政局报95次（2023-05-01）", "达到"]


def test_what_waits_for_the_office() -> None:
    read = Read(done("6-1"), policy=Policy(require_close=True))
    assert "办结0项（0%）；没有办结的1项中，报了完成而待核验1项。" in read.passage()


def test_all_done() -> None:
    read = Read(under_way("2-1"), done("6-1"))
    assert "截至2024年3月31日，办结1项（100%）。责任单位全部办结的任务1项。" in read.passage()
    assert (
        "截至2024年3月31日，台账里没有逾期、缺报、未达标或者被退回的任务，过了报送期限的各期进展都已报送。"
        in read.said
    )


def test_nothing_to_do() -> None:
    assert Read(unit=FINANCE).passage() == "《任务分解表》里没有本单位应办的任务。"
    open_ = Read(tasks=(task(1, "全年", "区政府相关部门"),))
    assert open_.passage() == "《任务分解表》里没有应办的任务。"


def test_the_districts_targets() -> None:
    goals = (target("培训", 2, Scope.DISTRICT), target("入口", 1, Scope.DISTRICT))
    read = Read(done("6-1", 培训=2), tasks=(task(1, "6月底前", targets=goals),))
    assert "任务分解表里的指标2个，所报数字如下。" in read.said
    assert read.rows(1) == [
        ["任务", "指标", "目标", "已报", "结果"],
        ["1", "培训（范围：全区）", "不少于2次", "2次", "达到"],
        ["1", "入口（范围：全区）", "不少于1次", "没有报数", "没有达到"],
    ]
    assert "全区指标没有达到：任务1“入口”。" in read.said


def test_one_unit_is_not_judged_by_what_binds_the_district() -> None:
    goals = (target("培训", 2, Scope.DISTRICT), target("入口", 2))
    read = Read(done("6-1", 培训=1, 入口=1), tasks=(task(1, targets=goals),), unit=JUSTICE)
    assert "本单位的指标2个，所报数字如下。" in read.said
    assert [row[-1] for row in read.rows(1)[1:]] == ["不按单位判断", "没有达到"]
    assert not any("全区指标没有达到" in line for line in read.said)


def test_what_is_late_and_what_goes_on_is_told_of_the_open_ones() -> None:
    tasks = (task(1, "6月底前"), task(2, "长期坚持"), task(3, "全年，长期坚持"), task(4, "年底前"))
    reports = [under_way(when)._replace(tasks=(1, 2, 3, 4)) for when in ("2-1", "5-1", "8-1")]
    read = Read(*reports, tasks=tasks, as_of=day("12-1"))
    assert "没有办结的4项中，推进中4项；这些当中，逾期1项，没有最后日期、长期坚持的2项。" in (
        read.passage()
    )


def test_targets_of_each_unit_and_of_nobody_knows_whom_are_listed_too() -> None:
    goals = (target("培训", 2), target("满意度", 90, Scope.UNDECIDED), target("入口", 1))
    both = task(2, "全年", "区司法局、区财政局", targets=goals)
    whole = (target("场次", 1, Scope.DISTRICT),)
    tasks = (both, task(1, targets=whole), task(3, "全年", "区政府相关部门", targets=goals[:1]))
    read = Read(done("6-1", 培训=2)._replace(tasks=(2,)), tasks=tasks)
    assert "任务分解表里的指标5个，所报数字如下。" in read.said
    assert [[row[0], row[1], *row[3:]] for row in read.rows(1)[1:]] == [
        ["2", "培训（范围：每单位）", "2个单位报了数", "2个单位中2个达到"],
        ["2", "满意度（范围未明确）", "没有报数", "范围未明确，未作判断"],
        ["2", "入口（范围：每单位）", "没有报数", "2个单位中0个达到"],
        ["1", "场次（范围：全区）", "没有报数", "没有达到"],
        ["3", "培训（范围：每单位）", "没有报数", "没有单位应办"],
    ]


def test_a_unit_is_not_judged_by_what_binds_nobody_knows_whom() -> None:
    goal = target("满意度", 90, Scope.UNDECIDED)
    read = Read(done("6-1", 满意度=80), tasks=(task(1, targets=(goal,)),), unit=JUSTICE)
    assert read.rows(1)[1][3:] == ["80次", "范围未明确，未作判断"]


def test_with_everything_done_no_problems_are_pointed_at() -> None:
    read = Read(under_way("2-1"), done("6-1"))
    assert "【待填：以上问题的原因和改进措施】" not in read.said
    assert "【待填：台账以外的主要问题、原因和改进措施】" in read.said
    assert "【待填：以上问题的原因和改进措施】" in Read().said
    goals = (target("入口", 1, Scope.DISTRICT),)
    short = Read(under_way("2-1"), done("6-1"), tasks=(task(1, "6月底前", targets=goals),))
    assert "【待填：以上问题的原因和改进措施】" in short.said


def test_what_became_of_the_year_before_where_anybody_said_so() -> None:
    outcomes = [Outcome.CARRIED_ON, None, Outcome.PUT_RIGHT, Outcome.PUT_RIGHT]
    read = Read(before=before(*outcomes))
    assert (
        "上年度的改进情况：2022年没有按时办结的4项任务，截至2024年3月31日，按回头看记录，"
        "已整改2项，继续推进1项，尚未说明1项。"
    ) in read.said
    assert "【待填：上年度报告所列其他问题的改进情况】" in read.said
    every = Read(before=before(Outcome.LAPSED))
    assert any(line.endswith("按回头看记录，不再适用1项。") for line in every.said)


@pytest.mark.parametrize("outcomes", [(), (None, None)])
def test_a_year_before_of_which_nobody_spoke_is_left_open(outcomes: tuple[None, ...]) -> None:
    read = Read(before=before(*outcomes))
    assert not any("回头看" in line for line in read.said)
    assert "【待填：上年度报告所列问题的改进情况】" in read.said


def before(*outcomes: Outcome | None) -> Retrospect:
    """The year before, an item for each of `outcomes` (None: nobody has spoken of it)."""
    entry = entry_of()
    lines = tuple(
        Looked(Old(entry, entry), JUSTICE, (), disposed(each) if each else None)
        for each in outcomes
    )
    return Retrospect(2022, END, Span(date(2022, 12, 31), date(2023, 3, 31)), lines, 0)


def disposed(outcome: Outcome) -> Disposition:
    fact = LookBack(2022, outcome)
    return Disposition(record("6-1", fact), fact, 2023, JUSTICE.name)


def entry_of() -> Entry:
    (entry,) = Question(book(task()), END).entries(JUSTICE, {})
    return entry


def test_a_unit_tells_its_own_troubles() -> None:
    words = record("5-1", Progress(Step.UNDER_WAY, problem="人手不足", next="年底前补齐"))
    tasks = (
        task(1, "6月底前"),
        task(2, "全年，长期坚持"),
        task(3, "6月底前", targets=(target(),)),
        task(4, "10月底前"),
    )
    back = (done("5-1")._replace(tasks=(3, 4)), send_back("5-9")._replace(tasks=(4,)))
    read = Read(words, *back, tasks=tasks, unit=JUSTICE, as_of=day("7-20"))
    assert read.passage().startswith("《任务分解表》中，本单位应办4项任务。")
    assert read.rows(2) == [
        ["任务", "工作任务", "情况", "本单位所报的问题和打算"],
        ["1", "工作任务1", "逾期20天；推进中", "问题：人手不足；打算：年底前补齐"],
        ["2", "工作任务2", "缺二季度；此前缺一季度；未启动", "没有报送过"],
        ["3", "工作任务0", "未达标：培训；已完成", "没有写"],
        ["4", "工作任务1", "已退回", "没有写"],
    ]


def test_a_draft_names_the_unit_in_full() -> None:
    full = JUSTICE._replace(full_name="示例区司法局")
    assert Read(unit=full).headings[0] == "示例区司法局2023年政府信息公开工作年度报告（底稿）"
    assert Cell("【待填：主动公开的总体情况】", Tone.RED) in Read().lines[2].cells
