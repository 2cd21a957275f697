"""The tables and charts of a 通报: every figure that its sentences speak of stands here.

Tables are bounded: what is left out is added up in a row of its own, so that each column still
makes up its total.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import TypeVar

from gongkai_cli.domain.plan import Target
from gongkai_cli.reckoning.bulletins import (
    Bulletin,
    Reports,
    Steps,
    TopicLine,
    UnitLine,
    entered,
    left,
    moves_of,
)
from gongkai_cli.reckoning.overview import DONE, FINDINGS, UNCOUNTED, Tally
from gongkai_cli.reckoning.standings import Entry, Standing
from gongkai_cli.reckoning.targets import value_of
from gongkai_cli.rendering.pages.status import percent
from gongkai_cli.rendering.pages.words import figure, limit, listed, tone, value_said
from gongkai_cli.rendering.papers.wording import outcome
from gongkai_cli.table import Bar, Cell, Chart, Column, Share, Table, Tone, plain

T = TypeVar("T")
Row = tuple[Cell, ...]
Colours = Mapping[str, str]

MOST_UNITS = 60
MOST_LINES = 20
MOST_BARS = 12
NONE = "—"
_RUN = 3
_NEXT_DAY = timedelta(days=1)
_GROUPED = "逾期、缺报、未达标"
_UNDER_WAY = (Standing.DUE_SOON, Standing.AWAITING, Standing.NORMAL)
_LATE, _SHORT = Standing.OVERDUE, Standing.SHORT
OUTSIDE = (Standing.UNCLAIMED, Standing.NOT_OURS)


def share(part: int, whole: int) -> str:
    """A rate, or that there is none."""
    return percent(part, whole) if whole else NONE


def totals(found: Bulletin, colours: Colours) -> Table:
    """一、总体情况: all that the first paragraph says."""
    now, reports, name = found.now, found.reports, found.span.period.name
    rows = [
        _total("任务", len(found.plan.tasks)),
        _total("有应办任务的单位", len(found.units)),
        *([_total("没有应办任务的单位", len(found.unbound))] if found.unbound else []),
        _total("应办（任务分到单位）", now.bound, now.bound),
        _total("办结", now.done, now.bound),
        *(_standing(f"其中：{each}", each, now, colours) for each in apart(now)),
        *(_standing(each, each, now, colours) for each in FINDINGS),
        *(_standing(each, each, now, colours) for each in _UNDER_WAY if now.counts[each]),
        *(_total(each, now.counts[each]) for each in OUTSIDE if now.counts[each]),
        _total(f"{name}应报", reports.due, reports.due),
        _total(f"{name}已报", reports.came, reports.due),
        _total(f"{name}{unreported(found)}", reports.missing, reports.due),
    ]
    columns = (Column("项目"), Column("数量", right=True), Column("占比", right=True))
    return Table(columns, tuple(rows))


def unreported(found: Bulletin) -> str:
    """What a report is that has not come: until the last day it blames nobody."""
    return "尚未报" if found.span.waiting else "未报"


def apart(now: Tally) -> list[Standing]:
    """What is finished but not simply so: late, or within an extension."""
    simple = Standing.FINISHED
    return [each for each in Standing if each in DONE and each is not simple and now.counts[each]]


def _total(name: str, count: int, whole: int | None = None) -> Row:
    return plain(name, str(count), NONE if whole is None else share(count, whole))


def _standing(name: str, standing: Standing, now: Tally, colours: Colours) -> Row:
    count = now.counts[standing]
    return Cell(name), figure(count, standing, colours), Cell(share(count, now.bound))


def overall_chart(found: Bulletin, colours: Colours) -> Chart:
    """How the district's items divide now and on the earlier day."""
    bars = [_bar(found.span.period.name, found.now)]
    if found.span.before:
        bars.append(_bar(found.span.before.name, found.before))
    return Chart(_key(colours), tuple(bars))


def section_chart(found: Bulletin, colours: Colours) -> Chart | None:
    """How the items of each 部分 divide; none where they are one or too many to be seen."""
    sections = _sections(found)
    if len(sections) not in range(2, MOST_BARS + 1):
        return None
    bars = (_bar(name, _together(line.tally for line in lines)) for name, lines in sections.items())
    return Chart(_key(colours), tuple(bars))


def _sections(found: Bulletin) -> dict[str, list[TopicLine]]:
    sections: dict[str, list[TopicLine]] = {}
    for line in found.topics:
        sections.setdefault(line.section, []).append(line)
    return sections


def _key(colours: Colours) -> tuple[Share, ...]:
    done, late = tone(Standing.FINISHED, colours), tone(Standing.OVERDUE, colours)
    return Share("办结", done), Share(_GROUPED, late), Share("其他在办", Tone.GREY)


def _bar(label: str, tally: Tally) -> Bar:
    rest = tally.bound - tally.done - tally.findings
    said = f"办结率{share(tally.done, tally.bound)}" if tally.bound else "没有应办任务"
    return Bar(label, (tally.done, tally.findings, rest), said)


def ranking(found: Bulletin) -> Table:
    """二、各单位情况: the units by rank. While reports may still come there is no 报送率."""
    columns = (
        Column("名次", right=True),
        Column("单位", whole=True),
        *_right("应办 办结 办结率 应报 已报 报送率"),
    )
    shown, rest = _cut(found.ranked, MOST_UNITS)
    equal = alike(found)
    rows = [_ranked(NONE if equal else str(place), line.unit.name, [line]) for place, line in shown]
    if rest:
        rows.append(_ranked(NONE, f"其余{len(rest)}个单位", [line for _, line in rest]))
    rows.append(_ranked(NONE, "合计", found.units))
    if found.span.waiting:
        return Table(columns[:-1], tuple(row[:-1] for row in rows))
    return Table(columns, tuple(rows))


def alike(found: Bulletin) -> bool:
    """Whether several units are all equal: that nobody has done anything makes nobody first."""
    return len(found.units) > 1 and len({line.merit for line in found.units}) == 1


def _ranked(place: str, name: str, lines: Sequence[UnitLine]) -> Row:
    done, bound = sum(each.now.done for each in lines), sum(each.now.bound for each in lines)
    reports = _reports(lines)
    return plain(
        place,
        name,
        str(bound),
        str(done),
        share(done, bound),
        str(reports.due),
        str(reports.came),
        share(reports.came, reports.due),
    )


def _reports(lines: Iterable[UnitLine]) -> Reports:
    found = Reports()
    for line in lines:
        found = found.plus(line.reports)
    return found


def sections(found: Bulletin, colours: Colours) -> Table:
    """三、各项工作任务情况: the figures of the chart."""
    columns = (Column("部分"), *_right("任务 应办 办结 办结率"), *_right(" ".join(FINDINGS)))
    rows = (_topic(name, lines, colours) for name, lines in _sections(found).items())
    return Table(columns, tuple(rows))


def topics(found: Bulletin, colours: Colours) -> Table:
    """三、各项工作任务情况: in the plan's order."""
    columns = (Column("工作任务"), *_right("任务 应办 办结 办结率"), *_right(" ".join(FINDINGS)))
    shown, rest = _cut(found.topics, MOST_UNITS)
    rows = [_topic(line.tally.key, [line], colours) for line in shown]
    if rest:
        rows.append(_topic(f"其余{len(rest)}项工作任务", rest, colours))
    rows.append(_topic("合计", found.topics, colours))
    return Table(columns, tuple(rows))


def _topic(name: str, lines: Sequence[TopicLine], colours: Colours) -> Row:
    done, bound = (sum(each.tally.done for each in lines), sum(each.tally.bound for each in lines))
    counts = ((each, sum(line.tally.counts[each] for line in lines)) for each in FINDINGS)
    return (
        *plain(name, str(sum(each.tasks for each in lines)), str(bound), str(done)),
        Cell(share(done, bound)),
        *(figure(count, each, colours) for each, count in counts),
    )


def compared(found: Bulletin) -> Table:
    """四、与上一期相比: the district on both days, and what came and went between them."""
    before, now, steps = found.before, found.now, found.steps
    span = found.span
    assert span.before  # noqa: S101 - asked only where there is one
    columns = (Column("项目"), *_right(f"{span.before.name} 新增 减少 {span.period.name} 增减"))
    kinds = (("应办", _BOUND), ("办结", DONE), *((each.value, {each}) for each in FINDINGS))
    rows = [_came_and_went(name, before, steps, kind) for name, kind in kinds]
    rates = share(before.done, before.bound), NONE, NONE, share(now.done, now.bound)
    rows.insert(2, plain("办结率", *rates, _turn(before, now)))
    return Table(columns, tuple(rows))


_BOUND = frozenset(Standing) - UNCOUNTED


def _came_and_went(name: str, before: Tally, steps: Steps, kind: Collection[Standing]) -> Row:
    """How many there were, came, went and are: the last is made up of the others."""
    old = sum(before.counts[each] for each in kind)
    came, went = entered(steps, kind), left(steps, kind)
    figures = old, came, went, old + came - went
    return plain(name, *map(str, figures), _signed(came - went))


def _signed(number: int) -> str:
    return f"+{number}" if number > 0 else str(number)


def _turn(before: Tally, now: Tally) -> str:
    """Which way the rate went, told by what it is and not by how it is rounded."""
    if not (before.bound and now.bound):
        return NONE
    step = Fraction(now.done, now.bound) - Fraction(before.done, before.bound)
    return "上升" if step > 0 else "下降" if step < 0 else "持平"


def moved(found: Bulletin) -> Table:
    """Which units moved, and where to."""
    columns = (Column("单位", whole=True), *_right("办结率 升降 新办结 退出办结 新逾期 已消除"))
    lines = [line for line in found.lines if _has_moved(line)]
    lines.sort(key=lambda line: (-line.moves.finished, line.moves.late))
    still = len(found.lines) - len(lines)
    shown, rest = _cut(lines, MOST_UNITS)
    rows = [_move(line.unit.name, [line]) for line in shown]
    if rest:
        rows.append(_move(f"其余{len(rest)}个单位", rest))
    if still:
        rows.append(plain(f"没有变化（{still}个单位）", *[NONE] * 2, *["0"] * 4))
    rows.append(_move("合计", found.lines))
    return Table(columns, tuple(rows))


def _has_moved(line: UnitLine) -> bool:
    return any(line.moves) or _turn(line.before, line.now) in {"上升", "下降"}


def _move(name: str, lines: Sequence[UnitLine]) -> Row:
    before, now = _together(each.before for each in lines), _together(each.now for each in lines)
    moves = moves_of(sum((line.steps for line in lines), Steps()))
    rate = f"{share(before.done, before.bound)}→{share(now.done, now.bound)}"
    return plain(name, rate, _turn(before, now), *map(str, moves))


def _together(tallies: Iterable[Tally]) -> Tally:
    return Tally("", sum((tally.counts for tally in tallies), Counter[Standing]()), [])


def district_goals(found: Bulletin) -> Table:
    """五、指标: those of the whole district."""
    columns = (*_numbered("指标"), *_right("目标 已报"), Column("结果"))
    rows = (
        (
            *plain(str(each.task.id), each.target.name, _amount(each.target.at_least, each.target)),
            Cell(value_said(each)),
            Cell(outcome(each), Tone.GREEN if each.met else Tone.PURPLE),
        )
        for each in found.district
    )
    return Table(columns, tuple(rows))


def _amount(value: Decimal, goal: Target) -> str:
    return f"{value}{goal.unit}"


def unit_goals(found: Bulletin) -> Table:
    """五、指标: those of each unit, by how many have reached them."""
    columns = (*_numbered("指标"), *_right("目标 应达单位 达到 尚未达到"))
    rows = (
        plain(
            str(each.task.id),
            each.target.name,
            _amount(each.target.at_least, each.target),
            str(each.met + each.unmet),
            str(each.met),
            str(each.unmet),
        )
        for each in found.each_unit
    )
    return Table(columns, tuple(rows))


def pressing_units(found: Bulletin, colours: Colours) -> Table:
    """六、需要抓紧的单位: one row each, the worst first; no column that says nothing."""
    lines, late, short = pressing(found), found.now.named, found.short
    columns = [Column("单位", whole=True)]
    if late:
        columns += [*_right("逾期"), Column("其中最久的")]
    if missing := any(map(unanswered, lines)):
        columns += [*_right("缺报" if found.span.waiting else "未报"), Column("没有报送的周期")]
    if short:
        columns += _right("未达标")

    def row(name: str, of: Sequence[UnitLine], longest: str, gaps: str) -> Row:
        counts = (sum(line.now.counts[each] for line in of) for each in (_LATE, _SHORT))
        overdue, lacking = map(figure, counts, (_LATE, _SHORT), (colours, colours))
        silent = Cell(str(sum(map(unanswered, of))))
        return (
            Cell(name),
            *((overdue, Cell(longest)) if late else ()),
            *((silent, Cell(gaps)) if missing else ()),
            *((lacking,) if short else ()),
        )

    shown, rest = _cut(lines, MOST_UNITS)
    rows = [row(line.unit.name, [line], _longest(line), _gaps(line)) for line in shown]
    if rest:
        rows.append(row(f"其余{len(rest)}个单位", rest, NONE, NONE))
    rows.append(row(f"合计（{len(lines)}个单位）", lines, NONE, NONE))
    return Table(tuple(columns), tuple(rows))


def pressing(found: Bulletin) -> list[UnitLine]:
    """The units with anything late, unreported or short, those with the most late items first."""
    lines = [line for line in found.lines if any(_pressure(line))]
    return sorted(lines, key=_pressure, reverse=True)


def _pressure(line: UnitLine) -> tuple[int, int, int, int]:
    counts, worst = line.now.counts, line.worst
    days = worst.days_late if worst else 0
    return counts[_LATE], days, unanswered(line), counts[_SHORT]


def unanswered(line: UnitLine) -> int:
    """How many reports a unit must be chased for: while this period's may come, earlier ones."""
    return line.now.counts[Standing.SILENT] if line.waiting else line.reports.missing


def _longest(line: UnitLine) -> str:
    worst = line.worst
    return f"{worst.days_late}天（任务{worst.item.task.id}）" if worst else NONE


def _gaps(line: UnitLine) -> str:
    """一季度至四季度 where a long run has no hole; else each by its name."""
    gaps = line.gaps
    follow = (after.start - before.end == _NEXT_DAY for before, after in pairwise(gaps))
    if len(gaps) >= _RUN and all(follow):
        return f"{gaps[0].name}至{gaps[-1].name}"
    return listed(gap.name for gap in gaps) or NONE


def are_few(entries: Sequence[Entry]) -> bool:
    """Whether there are so few that each can be told by itself."""
    return len(entries) <= MOST_LINES


def late_items(found: Bulletin, colours: Colours) -> Table:
    """六、需要抓紧的单位: what is late, the latest first."""
    late = found.now.named
    ink = tone(Standing.OVERDUE, colours)

    def row(entry: Entry) -> Row:
        return *_item(entry), Cell(_limit(entry)), Cell(f"{entry.days_late}", ink)

    columns = (*_titles("完成时限"), Column("逾期天数", right=True))
    return _listed(columns, late, row)


def short_items(found: Bulletin) -> Table:
    """六、需要抓紧的单位: what was claimed and falls short of its 指标."""

    def row(entry: Entry) -> Row:
        return *_item(entry), Cell("；".join(_lacking(entry)))

    return _listed(_titles("所报与目标"), found.short, row)


def _lacking(entry: Entry) -> Iterator[str]:
    for goal in entry.item.task.targets:
        if goal.name in entry.unmet:
            value = value_of(goal, entry.state)
            told = "没有报数" if value is None else f"已报{_amount(value, goal)}"
            yield f"{goal.name}{told}，应不少于{_amount(goal.at_least, goal)}"


def kept_up_units(found: Bulletin) -> Table:
    """七、做得好的: units that owe nothing."""
    lines = kept_up(found)
    columns = (Column("单位", whole=True), *_right("应办 办结 应报 已报"))
    shown, rest = _cut(lines, MOST_UNITS)
    rows = [_kept_up(line.unit.name, [line]) for line in shown]
    if rest:
        rows.append(_kept_up(f"其余{len(rest)}个单位", rest))
    rows.append(_kept_up(f"合计（{len(lines)}个单位）", lines))
    return Table(columns, tuple(rows))


def kept_up(found: Bulletin) -> list[UnitLine]:
    """The units that owe nothing, in the order of their rank."""
    return [line for line in found.units if line.kept_up]


def _kept_up(name: str, lines: Sequence[UnitLine]) -> Row:
    reports, tallies = _reports(lines), [line.now for line in lines]
    bound, done = (sum(each.bound for each in tallies), sum(each.done for each in tallies))
    return plain(name, str(bound), str(done), str(reports.due), str(reports.came))


def early_items(found: Bulletin) -> Table:
    """七、做得好的: what was finished before its day."""

    def row(entry: Entry) -> Row:
        finished, due = entry.state.finished, entry.original_due
        assert finished and due  # noqa: S101, PT018 - else it would not be early
        return *_item(entry), *plain(str(finished), str((due - finished).days))

    columns = (*_titles("完成日期"), Column("提前天数", right=True))
    return _listed(columns, found.early, row)


def closed_in_time(found: Bulletin) -> list[Entry]:
    """What the office struck off, but for what came after its first day, granted or not."""
    return [entry for entry in found.closed if _in_time(entry)]


def _in_time(entry: Entry) -> bool:
    finished, due = entry.state.finished, entry.original_due
    return finished is None or due is None or finished <= due


def closed_items(found: Bulletin) -> Table:
    """七、做得好的: what was done in time and struck off."""

    def row(entry: Entry) -> Row:
        return *_item(entry), Cell(str(entry.state.finished or NONE))

    return _listed(_titles("完成日期"), closed_in_time(found), row)


def ahead_items(found: Bulletin) -> Table:
    """八、下一步要求: what falls due in the coming period."""
    columns = (Column("到期日", whole=True), *_numbered("工作任务"), Column("尚未完成", right=True))
    shown, rest = _cut(found.ahead, MOST_LINES)
    rows = [
        plain(str(each.day), str(each.task.id), each.task.topic, str(each.items)) for each in shown
    ]
    if rest:
        rows.append(plain(NONE, NONE, f"其余{len(rest)}行", str(sum(each.items for each in rest))))
    rows.append(plain("合计", NONE, NONE, str(sum(each.items for each in found.ahead))))
    return Table(columns, tuple(rows))


def _listed(
    columns: tuple[Column, ...], entries: Sequence[Entry], row: Callable[[Entry], Row]
) -> Table:
    """Items, one a row; below them how many more there are, and how many in how many units."""
    shown, rest = _cut(entries, MOST_LINES)
    rows = list(map(row, shown))
    empty = [NONE] * (len(columns) - 2)
    if rest:
        rows.append(plain("其余", f"{len(rest)}项", *empty))
    units = len({entry.item.unit.name for entry in entries})
    rows.append(plain(f"合计（{units}个单位）", f"{len(entries)}项", *empty))
    return Table(columns, tuple(rows))


def _item(entry: Entry) -> Row:
    return plain(entry.item.unit.name, str(entry.item.task.id), entry.item.task.topic)


def _titles(*more: str) -> tuple[Column, ...]:
    return (Column("单位", whole=True), *_numbered("工作任务"), *map(Column, more))


def _numbered(title: str) -> tuple[Column, ...]:
    return Column("任务", right=True), Column(title)


def _right(titles: str) -> Iterator[Column]:
    return (Column(title, right=True) for title in titles.split())


def _limit(entry: Entry) -> str:
    return limit(entry.item.task.deadline, entry.due, entry.original_due)


def _cut(things: Sequence[T], most: int) -> tuple[Sequence[T], Sequence[T]]:
    """`things` that are shown, and those that are counted; a single one is no rest."""
    return (things, ()) if len(things) <= most + 1 else (things[:most], things[most:])
