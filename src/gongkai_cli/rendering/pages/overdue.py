"""谁逾期、谁缺报、谁未达标: the answer first, then the units, then the lines."""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from gongkai_cli.domain.workdays import WorkCalendar
from gongkai_cli.reckoning.overview import FINDINGS, Overview, Tally, worst_first
from gongkai_cli.reckoning.standings import Entry, Standing
from gongkai_cli.reckoning.targets import Reached
from gongkai_cli.rendering.layout import width
from gongkai_cli.rendering.pages.reportdays import report_days_line
from gongkai_cli.rendering.pages.words import (
    figure,
    gist,
    iso,
    limit,
    listed,
    mark,
    silence,
    tone,
    value_said,
)
from gongkai_cli.table import Block, Cell, Column, Document, Line, Table, Tone, plain

MOST_UNITS = 40
FEW = 10
_HEAD = 13
"""Columns of a mark and a standing, under which a line's further words begin."""


class Asked(NamedTuple):
    """What the answer is to show: the unit asked about, every line, which 进度, which colours.

    `place` are the options by which the next command works in the same folder and year (None:
    nothing can be reported from here), `standpoint` those by which it sees the same day as well.
    `calendar` tells which years' work days are known. `before`: the archived year whose annual
    report is due, if any is.
    """

    unit: str = ""
    every_line: bool = False
    naming: tuple[Standing, ...] = FINDINGS
    colours: Mapping[str, str] = {}
    place: str | None = ""
    standpoint: str = ""
    calendar: WorkCalendar | None = None
    before: int | None = None


def overdue_page(answer: Overview, asked: Asked) -> Document:
    """The whole answer, as long as its findings are many."""
    found = answer.named
    blocks: list[Block] = [Line((Cell(_sentence(answer, asked), Tone.STRONG),))]
    blocks += _district(answer) if Standing.SHORT in asked.naming else ()
    blocks += report_days_line(answer.plan.year, answer.as_of, asked.standpoint, asked.before)
    if not found:
        return Document(tuple(blocks))
    if not asked.unit:
        blocks += [None, *_units(answer, asked)]
    if asked.unit or asked.every_line or len(found) <= FEW:
        blocks += [*_lines(answer, asked), *_guessed(found, asked.calendar)]
    steps = [*_next_steps(answer, asked)]
    return Document((*blocks, *([None] if steps else ()), *steps))


def overdue_table(entries: Iterable[Entry]) -> Table:
    """One row per item, for spreadsheets."""
    titles = (
        "单位 序号 工作任务 具体要求 完成时限 状态 进度 到期日 原到期日 逾期天数 缺报周期 "
        "未达标指标 最近更新 完成日期"
    )
    return Table(tuple(map(Column, titles.split())), tuple(map(_row, entries)))


def _sentence(answer: Overview, asked: Asked) -> str:
    counts = answer.counts
    head = f"截至{answer.as_of}：{asked.unit}"
    if not answer.named:
        return f"{head}没有{_either(asked.naming)}的任务。"
    said = (_counted(each, counts[each], answer) for each in asked.naming if counts[each])
    units = len({entry.item.unit.name for entry in answer.named})
    return f"{head}{'，'.join(said)}{'' if asked.unit else f'，涉及{units}个单位'}。"


def _counted(standing: Standing, count: int, answer: Overview) -> str:
    """3项缺报（二季度）: which period people are silent about is what they will ask next."""
    if standing is not Standing.SILENT:
        return f"{count}项{standing}"
    latest = _latest_gaps(answer.named)
    return f"{count}项缺报（{listed(latest)}）"


def _latest_gaps(entries: Iterable[Entry]) -> list[str]:
    gaps = {entry.missing[-1] for entry in entries if entry.standing is Standing.SILENT}
    return [period.name for period in sorted(gaps, key=lambda period: period.end)]


def _either(standings: Iterable[Standing]) -> str:
    *most, last = standings
    return f"{'、'.join(most)}或{last}" if most else str(last)


def _district(answer: Overview) -> Iterator[Line]:
    """指标 of the whole district are nobody's line, so they stand by themselves."""
    for reached in answer.fallen_short:
        yield Line((Cell(_short_of(reached), Tone.PURPLE),))


def _short_of(reached: Reached) -> str:
    goal = reached.target
    case = "所报不一，请核对" if reached.disputed else "未达"
    head = f"全区指标{case}：任务{reached.task.id} {goal.name}"
    return f"{head}，目标{goal.at_least}{goal.unit}，{_so_far(reached)}"


def _so_far(reached: Reached) -> str:
    """A sum that all have reported together; or the last value, whose it is and of which day."""
    if reached.value is None:
        return "还没有报"
    return value_said(reached) if reached.last else f"已报{value_said(reached)}"


def _units(answer: Overview, asked: Asked) -> Iterator[Block]:
    tallies = worst_first(answer.tallies, asked.naming)
    shown = [each for each in asked.naming if answer.counts[each]]
    figures = (Column(each, right=True) for each in shown)
    columns = (Column("单位", whole=True), *figures, Column("最要紧"))
    rows = tuple(_unit_row(tally, shown, asked) for tally in tallies[:MOST_UNITS])
    yield Table(columns, rows)
    if len(tallies) > MOST_UNITS:
        rest = f"…另有{len(tallies) - MOST_UNITS}个单位（--format csv 看全部）"
        yield Line((Cell(rest, Tone.FAINT),))


def _unit_row(tally: Tally, shown: Iterable[Standing], asked: Asked) -> tuple[Cell, ...]:
    counts = (figure(tally.counts[each], each, asked.colours) for each in shown)
    return (Cell(tally.key), *counts, Cell(_longest(tally.named)))


def _longest(entries: list[Entry]) -> str:
    """The worst of a unit in a few words."""
    late = [entry for entry in entries if entry.standing is Standing.OVERDUE]
    if late:
        worst = max(late, key=lambda entry: entry.days_late)
        return f"任务{worst.item.task.id}逾期{worst.days_late}天"
    silent = [entry for entry in entries if entry.standing is Standing.SILENT]
    if silent:
        return silence(max(silent, key=lambda entry: len(entry.missing)).missing)
    return _why(entries[0])


def _lines(answer: Overview, asked: Asked) -> Iterator[Block]:
    for tally in worst_first(answer.tallies, asked.naming):
        for entry in _ordered(tally.named, asked):
            yield None
            yield from _entry(entry, asked)


def _guessed(entries: Iterable[Entry], calendar: WorkCalendar | None) -> Iterator[Block]:
    """Which years' work days the last days for reporting were counted in without a notice."""
    gaps = {entry.missing[-1] for entry in entries if entry.standing is Standing.SILENT}
    counted = [gap for gap in gaps if gap.report_by > gap.end]
    years = {gap.report_by.year for gap in counted}
    years = {year for year in years if calendar and not calendar.is_published(year)}
    if years:
        named = listed(f"{year}年" for year in sorted(years))
        told = f"没有{named}的放假安排，工作日按周一至周五推算。"
        yield from (None, Line((Cell(told, Tone.FAINT),)))


def _ordered(entries: list[Entry], asked: Asked) -> list[Entry]:
    """One unit's entries, the worst first: by 进度, then by how late they are."""
    return sorted(entries, key=lambda entry: (asked.naming.index(entry.standing), -entry.days_late))


def _entry(entry: Entry, asked: Asked) -> Iterator[Line]:
    task, unit = entry.item.task, entry.item.unit.name
    said = f"{mark(entry.standing)} {_said(entry)}"
    whose = "" if asked.unit else f"{unit} · "
    head = Cell(said + " " * (_HEAD - width(said)), tone(entry.standing, asked.colours))
    yield Line((head, Cell(f"{task.id:>2}  {whose}{task.topic}", Tone.STRONG)), _HEAD + 4)
    for text in (gist(task.requirement), f"时限 {_limit(entry)} · {_why(entry)}"):
        yield Line(plain(" " * (_HEAD + 4) + text), _HEAD + 4)


def _limit(entry: Entry) -> str:
    return limit(entry.item.task.deadline, entry.due, entry.original_due)


def _said(entry: Entry) -> str:
    late = entry.standing is Standing.OVERDUE
    return f"逾期{entry.days_late}天" if late else str(entry.standing)


def _why(entry: Entry) -> str:
    """What a reader asks next: which report is missing, what falls short, what came last."""
    match entry.standing:
        case Standing.SILENT:
            by = entry.missing[-1].report_by
            return silence(entry.missing, f"（最晚{by}报送）")
        case Standing.SHORT:
            return f"未达指标：{listed(entry.unmet)}"
        case _:
            gaps = f" · {silence(entry.missing)}" if entry.missing else ""
            return f"{_latest(entry)}{gaps}"


def _latest(entry: Entry) -> str:
    return f"最近更新 {entry.state.last} {entry.status}" if entry.state.last else "尚未报送"


def _next_steps(answer: Overview, asked: Asked) -> Iterator[Line]:
    steps: list[str] = []
    if asked.unit:
        first = _ordered(answer.named, asked)[0].item.task.id
        if asked.place is not None:
            steps = [f"报送进展：gongkai update {first} --unit {asked.unit}{asked.place}"]
    else:
        worst = worst_first(answer.tallies, asked.naming)[0].key
        steps = [f"明细：gongkai overdue --unit {worst}{asked.standpoint}"]
        if not asked.every_line:
            steps += [f"全部：gongkai overdue --all{asked.standpoint}"]
    yield from (Line(((Cell(step, Tone.FAINT)),), 4) for step in steps)


def _row(entry: Entry) -> tuple[Cell, ...]:
    task = entry.item.task
    days = str(entry.days_late) if entry.days_late else ""
    texts = (
        entry.item.unit.name,
        str(task.id),
        task.topic,
        task.requirement,
        task.deadline,
        entry.status,
        entry.standing,
        iso(entry.due),
        iso(entry.original_due),
        days,
        listed(period.name for period in entry.missing),
        listed(entry.unmet),
        iso(entry.state.last),
        iso(entry.state.finished),
    )
    return plain(*texts)
