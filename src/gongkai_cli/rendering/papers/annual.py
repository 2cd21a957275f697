"""年度报告底稿: what the ledger knows for the six parts of the annual report, and only that.

The parts are those of the uniform format (国办公开办函〔2021〕30号) for 条例 art. 50. What the
ledger does not know stands as 【待填：…】 with what belongs there; nothing is made up.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

from gongkai_cli.domain.plan import Plan, Scope, Target
from gongkai_cli.domain.record import Outcome
from gongkai_cli.domain.roster import Unit, UnitKind
from gongkai_cli.domain.statute import report_days
from gongkai_cli.reckoning.fold import Status
from gongkai_cli.reckoning.fulfilment import (
    OPEN,
    Fulfilment,
    Goal,
    Trouble,
    has_gaps,
    is_finding,
    is_returned,
)
from gongkai_cli.reckoning.lookback import Retrospect
from gongkai_cli.reckoning.overview import FINDINGS, Tally
from gongkai_cli.reckoning.standings import Entry, Standing
from gongkai_cli.reckoning.targets import Reached
from gongkai_cli.rendering.pages.status import percent, rate
from gongkai_cli.rendering.pages.words import listed, scope, silence, value_said
from gongkai_cli.rendering.papers.wording import formal, in_full, outcome
from gongkai_cli.table import (
    Block,
    Cell,
    Column,
    Document,
    Heading,
    Line,
    Table,
    Tone,
    plain,
)

PARTS = (
    "一、总体情况",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
    "五、存在的主要问题及改进情况",
    "六、其他需要报告的事项",
)
"""The headings of the uniform format, word for word."""

_GENERAL = (
    "主动公开的总体情况",
    "依申请公开的总体情况",
    "政府信息管理的情况",
    "政府信息公开平台建设的情况",
    "监督保障的情况",
)
_ASSESSED = "工作考核、社会评议和责任追究结果（条例第五十条第四项，各级人民政府填写）"
_PUBLISHED = (
    "规章、行政规范性文件本年制发、废止和现行有效的件数",
    "行政许可、行政处罚、行政强制的处理决定数量",
    "行政事业性收费的本年收费金额",
)
_ASKED = (
    "自然人、法人和其他组织本年新收、上年结转的申请数量",
    "予以公开、部分公开、不予公开、无法提供、不予处理和其他处理的数量",
    "结转下年度继续办理的数量",
)
_CONTESTED = (
    "行政复议：结果维持、结果纠正、其他结果、尚未审结和总计",
    "行政诉讼：未经复议直接起诉、复议后起诉的各类结果和总计",
)
_OTHER = (
    "收取政府信息公开信息处理费的情况，没有收取的也要写明",
    "其他需要报告的事项",
)
_NO_MORE = "台账没有这一部分的数字，请按统一格式的表格填写。"


def annual_paper(
    found: Fulfilment, said: Sequence[Trouble] = (), before: Retrospect | None = None
) -> Document:
    """The draft for all units, or for the one of `found`; `said` are that unit's own words.

    `before` is what became of the year before, where anybody has said so.
    """
    answer = found.by_task
    body = (
        _general(found),
        _unknown(_PUBLISHED),
        _unknown(_ASKED),
        _unknown(_CONTESTED),
        [*_unsettled(found, said), *_mended(found, before)],
        _blanks(_OTHER),
    )
    blocks: list[Block] = [Heading(annual_title(answer.plan, found.unit)), None]
    blocks += [Line(plain(text)) for text in _preface(answer.plan, answer.as_of, found.unit)]
    for title, part in zip(PARTS, body, strict=True):
        blocks += [None, Heading(title, 2), *part]
    return Document(tuple(blocks))


def annual_title(plan: Plan, unit: Unit | None) -> str:
    """The title, which says that it is a draft."""
    whose = formal(unit) if unit else plan.region
    return f"{whose}{plan.year}年政府信息公开工作年度报告（底稿）"


def _preface(plan: Plan, as_of: date, unit: Unit | None) -> Iterator[str]:
    """Where the numbers are from, what is missing, and by when the law wants the whole."""
    unfinished = "，这一年还没有结束，数字还会变" if as_of.year <= plan.year else ""
    yield (
        f"本底稿里任务落实情况的数字来自《{plan.title}》的台账，统计截至{in_full(as_of)}{unfinished}。"
        "写有【待填】的内容台账里没有，请填写后删去这两段说明。"
    )
    departments, government = (each.day for each in report_days(plan.year))
    if unit is None:
        when = f"本级政府的年度报告应在{in_full(government)}前向社会公布"
    elif unit.kind is UnitKind.DEPARTMENT:
        when = f"各部门的年度报告应在{in_full(departments)}前提交主管部门，并向社会公布"
    else:
        when = f"本级政府的年度报告应在{in_full(government)}前公布，本单位何时提交由主管部门通知"
    yield f"依据《中华人民共和国政府信息公开条例》第四十九条，{when}。"


def _general(found: Fulfilment) -> Iterator[Block]:
    yield Heading("（一）综合情况", 3)
    yield from _blanks((*_GENERAL, *([] if found.unit else [_ASSESSED])))
    yield Heading("（二）年度任务落实情况", 3)
    yield Line(plain("".join(_fulfilled(found))))
    if found.by_section.tallies:
        yield _sections(found)
    yield from _goals(found)


def _fulfilled(found: Fulfilment) -> Iterator[str]:
    plan, as_of = found.by_task.plan, in_full(found.by_task.as_of)
    if not found.bound:
        yield f"《{plan.title}》里没有{'本单位' if found.unit else ''}应办的任务。"
        return
    if found.unit:
        yield f"《{plan.title}》中，本单位应办{found.bound}项任务。"
    else:
        yield f"《{plan.title}》共{len(plan.tasks)}项任务，分解到{found.units}个单位，"
        yield f"按“一项任务、一个单位”计，应办{found.bound}项。"
    yield f"截至{as_of}，办结{found.done}项（{percent(found.done, found.bound)}）{_late(found)}"
    left = [f"{_IN_FULL.get(word, word)}{found.open[word]}项" for word in OPEN if found.open[word]]
    open_ = f"；没有办结的{found.bound - found.done}项中，{'，'.join(left)}{_of_these(found)}"
    yield f"{open_ if left else ''}。"
    if not found.unit:
        yield f"责任单位全部办结的任务{found.tasks_done}项。"
    waiting = found.counts[Standing.UNCLAIMED]
    if waiting:
        yield f"另有{waiting}项待认领，不计入应办。"


_IN_FULL = {
    str(Standing.SHORT): "报了完成而未达标",
    str(Standing.AWAITING): "报了完成而待核验",
    str(Status.NOT_STARTED): "没有报送过进展",
}
"""What a reader of the report, who does not know the ledger's words, is told instead of them."""


def _of_these(found: Fulfilment) -> str:
    """How many of the open ones are past their day, and how many have none because they go on."""
    late, lasting = found.counts[Standing.OVERDUE], found.lasting
    told = [f"逾期{late}项"] if late else []
    told += [f"没有最后日期、长期坚持的{lasting}项"] if lasting else []
    return f"；这些当中，{'，'.join(told)}" if told else ""


def _late(found: Fulfilment) -> str:
    told = [
        f"{words}{found.counts[each]}项"
        for each, words in (
            (Standing.DONE_EXTENDED, "在准予的延期以内完成"),
            (Standing.DONE_LATE, "逾期完成"),
        )
        if found.counts[each]
    ]
    return f"，其中{'、'.join(told)}" if told else ""


def _sections(found: Fulfilment) -> Table:
    worth = (Standing.DONE_EXTENDED, Standing.DONE_LATE, *FINDINGS)
    shown = [each for each in worth if found.counts[each]]
    figures = map(_right, ("应办", "办结", "办结率", *shown))
    rows = (
        plain(tally.key, str(tally.bound), str(tally.done), rate(tally), *_counts(tally, shown))
        for tally in found.by_section.tallies
    )
    return Table((Column("部分"), *figures), tuple(rows))


def _counts(tally: Tally, shown: Sequence[Standing]) -> Iterator[str]:
    return (str(tally.counts[each]) for each in shown)


def _right(title: str) -> Column:
    return Column(title, right=True)


def _goals(found: Fulfilment) -> Iterator[Block]:
    rows = [(each.task.id, _goal(each, found.unit)) for each in found.goals]
    rows += [(each.task.id, _goal_of_units(each)) for each in found.goals_of_units]
    if not rows:
        return
    order = {task.id: place for place, task in enumerate(found.by_task.plan.tasks)}
    rows.sort(key=lambda row: order[row[0]])
    whose = "本单位的" if found.unit else "任务分解表里的"
    yield Line(plain(f"{whose}指标{len(rows)}个，所报数字如下{_not_sums(found)}。"))
    columns = (_right("任务"), *map(Column, ("指标", "目标", "已报", "结果")))
    yield Table(columns, tuple(row for _, row in rows))


def _not_sums(found: Fulfilment) -> str:
    """The district's numbers are sums, but for those of which several do not add up."""
    last = any(not each.target.add_up for each in found.goals)
    return "，全区不相加的是最近一次所报，写明单位和日期" if last and not found.unit else ""


_UNJUDGED = "范围未明确，未作判断"


def _goal(each: Reached, unit: Unit | None) -> tuple[Cell, ...]:
    return plain(*_wanted(each.task.id, each.target), value_said(each), _outcome(each, unit))


def _goal_of_units(each: Goal) -> tuple[Cell, ...]:
    told = f"{each.told}个单位报了数" if each.told else "没有报数"
    met = f"{each.bound}个单位中{each.met}个达到" if each.bound else "没有单位应办"
    undecided = each.target.scope is Scope.UNDECIDED
    return plain(*_wanted(each.task.id, each.target), told, _UNJUDGED if undecided else met)


def _wanted(number: int, goal: Target) -> tuple[str, str, str]:
    return str(number), f"{goal.name}（{scope(goal)}）", f"不少于{goal.at_least}{goal.unit}"


def _outcome(each: Reached, unit: Unit | None) -> str:
    """One unit's number is held to a 指标 only where that binds each unit."""
    if each.target.scope is Scope.UNDECIDED:
        return _UNJUDGED
    if unit and each.target.scope is not Scope.EACH_UNIT:
        return "不按单位判断"
    return outcome(each)


def _unsettled(found: Fulfilment, said: Sequence[Trouble]) -> Iterator[Block]:
    counts, as_of = list(_problems(found)), in_full(found.by_task.as_of)
    if not counts:
        yield Line(
            plain(
                f"截至{as_of}，台账里没有逾期、缺报、未达标或者被退回的任务，"
                "过了报送期限的各期进展都已报送。"
            )
        )
    else:
        yield Line(plain(f"截至{as_of}，台账记载的问题有：{'，'.join(counts)}。"))
        yield _own(said) if found.unit else _tasks(found)
    for each in found.by_task.fallen_short:
        short = "各单位所报不一，是否达到请核对" if each.disputed else "没有达到"
        yield Line(plain(f"全区指标{short}：任务{each.task.id}“{each.target.name}”。"))


def _mended(found: Fulfilment, before: Retrospect | None) -> Iterator[Line]:
    """What became of the year before, as far as it is on record; what else belongs here is open."""
    told = list(_since(before)) if before else []
    yield from (Line(plain(text)) for text in told)
    troubled = any(_problems(found)) or found.by_task.fallen_short
    yield from _blanks(
        (
            f"上年度报告所列{'其他' if told else ''}问题的改进情况",
            "以上问题的原因和改进措施" if troubled else "台账以外的主要问题、原因和改进措施",
        )
    )


def _since(before: Retrospect) -> Iterator[str]:
    counts = Counter(each.settled.fact.outcome for each in before.lines if each.settled)
    said = [f"{each}{counts[each]}项" for each in Outcome if counts[each]]
    left = len(before.lines) - counts.total()
    if said:
        unsaid = f"，尚未说明{left}项" if left else ""
        yield (
            f"上年度的改进情况：{before.year}年没有按时办结的{len(before.lines)}项任务，"
            f"截至{in_full(before.as_of)}，按回头看记录，{'，'.join(said)}{unsaid}。"
        )


_BESIDES = (
    ("已退回", "办公室退回后还没有重新完成的", is_returned),
    ("另有周期未报", "缺报以外有周期没有报送进展的", has_gaps),
)
"""What may be true of an item beside its 进度, as a column's title and in a sentence."""


def _problems(found: Fulfilment) -> Iterator[str]:
    """How many items there are of each kind, and how many of them were counted before."""
    for each in FINDINGS:
        if found.counts[each]:
            yield f"{each}{found.counts[each]}项"
    told = [is_finding]
    for _, words, holds in _BESIDES:
        if these := [entry for entry in found.entries if holds(entry)]:
            among = sum(any(before(entry) for before in told) for entry in these)
            yield f"{words}{len(these)}项{_among(among, len(these))}"
        told.append(holds)


def _among(some: int, every: int) -> str:
    if some == every:
        return "（都在以上各项之内）"
    return f"（其中{some}项也在以上各项之内）" if some else ""


def _tasks(found: Fulfilment) -> Table:
    """How many items of each task there are of each kind; what nobody has, has no column."""
    topics = {str(task.id): task.topic for task in found.by_task.plan.tasks}
    shown = [each for each in FINDINGS if found.counts[each]]
    besides = [(title, holds) for title, _, holds in _BESIDES if any(map(holds, found.entries))]
    rows = (
        plain(
            tally.key,
            topics[tally.key],
            *_counts(tally, shown),
            *(str(sum(map(holds, tally.named))) for _, holds in besides),
        )
        for tally in found.unsettled
    )
    titles = (*shown, *(title for title, _ in besides))
    return Table((_right("任务"), Column("工作任务"), *map(_right, titles)), tuple(rows))


def _own(said: Sequence[Trouble]) -> Table:
    columns = (_right("任务"), *map(Column, ("工作任务", "情况", "本单位所报的问题和打算")))
    return Table(columns, tuple(_trouble(each) for each in said))


def _trouble(each: Trouble) -> tuple[Cell, ...]:
    task = each.entry.item.task
    status = str(each.entry.status)
    case = "；".join((*_case(each.entry), status))
    return plain(str(task.id), task.topic, case, _words(each))


def _case(entry: Entry) -> Iterator[str]:
    """Why an item is told of, with what there is to count."""
    if entry.standing is Standing.OVERDUE:
        yield f"逾期{entry.days_late}天"
    if entry.standing is Standing.SHORT:
        yield f"未达标：{listed(entry.unmet)}"
    if entry.missing:
        yield silence(entry.missing)


def _words(each: Trouble) -> str:
    if each.said is None:
        return "没有报送过"
    both = (("问题", each.said.problem), ("打算", each.said.next))
    return "；".join(f"{label}：{text}" for label, text in both if text) or "没有写"


def _unknown(what: Sequence[str]) -> Iterator[Block]:
    yield Line(plain(_NO_MORE))
    yield from _blanks(what)


def _blanks(what: Sequence[str]) -> Iterator[Line]:
    return (Line((Cell(f"【待填：{each}】", Tone.RED),)) for each in what)
