"""回头看: the answer first, then the units, then each item, its course and what became of it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from gongkai_cli.domain.record import (
    Claim,
    Decline,
    ExtensionRequest,
    LookBack,
    Outcome,
    Progress,
    Record,
    Review,
)
from gongkai_cli.reckoning.lookback import Disposition, Retrospect, Tally, in_order
from gongkai_cli.reckoning.lookback import Line as Old
from gongkai_cli.reckoning.standings import Entry, Standing
from gongkai_cli.rendering.layout import width
from gongkai_cli.rendering.pages.ledger import piece, saying
from gongkai_cli.rendering.pages.words import gist, iso, limit, listed, silence
from gongkai_cli.rendering.payload import entry_data
from gongkai_cli.table import Block, Cell, Column, Document, Heading, Line, Table, Tone, plain

FEW = 10
UNSAID = "尚未说明"
_HEAD = 13
"""Columns of a mark and an outcome, under which a line's further words begin."""

_STEPS = 4
"""So many last steps of an item's course are shown; `gongkai history` has them all."""

_MARKS = {
    Outcome.PUT_RIGHT: ("√", Tone.GREEN),
    Outcome.CARRIED_ON: ("●", Tone.BLUE),
    Outcome.LAPSED: ("○", Tone.GREY),
}


class Asked(NamedTuple):
    """What the answer is to show: the unit or the item asked about, or every line.

    `place` are the options by which the next command works in the same folder and year;
    `writable`: one that writes may do so too. On paper the answer is `titled`; on the screen it
    comes first.
    """

    unit: str = ""
    every_line: bool = False
    place: str = ""
    writable: bool = True
    titled: bool = False


def lookback_page(found: Retrospect, asked: Asked) -> Document:
    """The whole answer, as long as its items are many."""
    title = Heading(f"{asked.unit}{found.year}年任务回头看")
    blocks: list[Block] = [title, None] if asked.titled else []
    blocks.append(Line((Cell(_sentence(found, asked), Tone.STRONG),)))
    blocks += (Line(plain(told)) for told in _beside(found))
    if not found.lines:
        return Document(tuple(blocks))
    if not asked.unit:
        blocks += [None, _units(found.tallies)]
    shown = bool(asked.unit) or asked.every_line or len(found.lines) <= FEW
    if shown:
        for each in _by_unit(found):
            blocks += [None, *_item(each, found, asked)]
    return Document((*blocks, None, *_next_steps(found, asked, shown=shown)))


def lookback_table(found: Retrospect) -> Table:
    """One row per item, for spreadsheets."""
    titles = (
        "年度 单位 原单位 序号 工作任务 具体要求 完成时限 到期日 年末状态 年末进度 最后状态 "
        "最后进度 完成日期 逾期天数 缺报周期 未达标指标 回头看 转入任务 说明 原因 佐证材料 "
        "说明日期 文件"
    )
    rows = (plain(*_row(each, found.year)) for each in _by_unit(found))
    return Table(tuple(map(Column, titles.split())), tuple(rows))


def lookback_data(found: Retrospect) -> dict[str, Any]:
    """The same for programs: how many items are 常态 or wait, and each other with its standings."""
    items = [_data(each) for each in _by_unit(found)]
    return {"routine": found.routine, "waiting": found.waiting, "items": items}


def _sentence(found: Retrospect, asked: Asked) -> str:
    head = f"截至{found.as_of}：{asked.unit}{found.year}年"
    if not found.lines:
        return f"{head}没有要回头看的任务：应办的都已按时完成。"
    late = sum(line.late for line in found.lines)
    settled = sum(line.settled is not None for line in found.lines)
    left = len(found.lines) - settled
    counts = [f"{len(found.lines) - late}项年底没有办结"] if len(found.lines) > late else []
    counts += [f"{late}项逾期办结"] if late else []
    units = "" if asked.unit else f"，涉及{len(found.tallies)}个单位"
    said = f"已说明{settled}项，{UNSAID}{left}项" if left else "都已说明"
    return f"{head}{'、'.join(counts)}{units}；{said}。"


def _beside(found: Retrospect) -> Iterator[str]:
    """What is not looked at item by item, counted."""
    if found.routine:
        yield f"另有{found.routine}项常态工作，没有最后日期，到年底不欠报送，不逐项回头看。"
    if found.waiting:
        yield f"另有{found.waiting}项已按时报送完成，只等办公室核验，不逐项回头看。"


def _by_unit(found: Retrospect) -> Iterator[Old]:
    """Unit by unit as in the table of units; what nobody has spoken of first."""
    for tally in found.tallies:
        yield from in_order(line for line in found.lines if line.name == tally.name)


def _units(tallies: Iterable[Tally]) -> Table:
    figures = ("年底未办结", "逾期办结", "已说明", UNSAID)
    columns = (Column("单位", whole=True), *(Column(each, right=True) for each in figures))
    return Table(columns, tuple(_unit_row(tally) for tally in tallies))


def _unit_row(tally: Tally) -> tuple[Cell, ...]:
    counts = (tally.unfinished, tally.late, tally.settled)
    tone = Tone.YELLOW if tally.open else Tone.FAINT
    return (Cell(tally.name), *plain(*map(str, counts)), Cell(str(tally.open), tone))


def _item(line: Old, found: Retrospect, asked: Asked) -> Iterator[Line]:
    task = line.old.then.item.task
    mark, tone = _MARKS[line.settled.fact.outcome] if line.settled else ("■", Tone.YELLOW)
    said = f"{mark} {line.settled.fact.outcome if line.settled else UNSAID}"
    head = Cell(said + " " * (_HEAD - width(said)), tone)
    yield Line((head, Cell(f"{task.id:>2}  {_whose(line, asked)}{task.topic}", Tone.STRONG)), 17)
    for text in _words(line, found):
        yield Line(plain(" " * 17 + text), 17)


def _whose(line: Old, asked: Asked) -> str:
    """Whoever answers for it, and whoever had it where that was another."""
    had = f"原{line.formerly}" if line.formerly else ""
    if asked.unit:
        return f"{had} · " if had else ""
    had = had or ("现无承接单位" if line.unit is None else "")
    return f"{line.name}{f'（{had}）' if had else ''} · "


def _words(line: Old, found: Retrospect) -> Iterator[str]:
    then, later = line.old
    task = then.item.task
    yield gist(task.requirement)
    yield f"时限 {limit(task.deadline, then.due, then.original_due)}"
    yield f"年底 {_state(then)}"
    if (then.standing, then.status) != (later.standing, later.status):
        yield f"到{found.span.last} {_state(later)}"
    yield f"经过 {_course(line)}"
    if line.settled:
        yield f"回头看 {line.settled.record.day} {_settled(line.settled)}"
    if line.settled and line.carried:
        now = f"{line.settled.year}年任务{line.carried.item.task.id}"
        yield f"现在 {now} {_state(line.carried)}"


def _state(entry: Entry) -> str:
    """How an item stood on a day, in a few words."""
    gaps = silence(entry.missing)
    match entry.standing:
        case Standing.DONE_LATE | Standing.FINISHED:
            late = f"，逾期{entry.days_late}天" if entry.days_late else ""
            return f"已于{entry.state.finished}完成{late}"
        case Standing.OVERDUE:
            words = [f"{entry.status}，逾期{entry.days_late}天", gaps]
        case Standing.SHORT:
            words = [f"{entry.status}，未达指标：{listed(entry.unmet)}", gaps]
        case Standing.AWAITING:
            late = f"，逾期{entry.days_late}天" if entry.days_late else ""
            return f"{entry.status}{late}，没有销号"
        case _:
            words = [str(entry.status), gaps]
    return "；".join(filter(None, words))


def _course(line: Old) -> str:
    """The last steps that counted, each in a word."""
    steps = [_step(each.record) for each in line.course if not each.unapplied]
    more = "…… → " if len(steps) > _STEPS else ""
    return more + " → ".join(steps[-_STEPS:]) if steps else "没有报送过"


def _step(record: Record) -> str:
    return f"{record.day} {_word(record)}"


def _word(record: Record) -> str:
    match record.fact:
        case Progress(step=step):
            return str(step)
        case Claim():
            return "认领"
        case Decline():
            return "不涉及"
        case ExtensionRequest(until=until):
            return f"申请延期至{until}"
        case Review(verdict=verdict):
            return str(verdict)
        case LookBack(outcome=outcome):  # pragma: no cover - no year's course has one
            return str(outcome)


def _settled(said: Disposition) -> str:
    shown = listed(each.title for each in said.fact.evidence)
    return saying(said.record, f"{said.year}年") + (f"（佐证材料：{shown}）" if shown else "")


def _next_steps(found: Retrospect, asked: Asked, *, shown: bool) -> Iterator[Line]:
    tallies = found.tallies
    open_lines = [line for line in _by_unit(found) if line.settled is None and line.unit]
    steps = []
    if not shown:
        steps.append(f"明细：gongkai lookback --unit {tallies[0].name}{asked.place}")
        steps.append(f"全部：gongkai lookback --all{asked.place}")
    elif open_lines and asked.writable:
        which, how = _named(open_lines), f"--outcome {Outcome.PUT_RIGHT} --progress 做了什么"
        steps.append(f"说明：gongkai lookback {which} {how}{asked.place}")
        steps.append(f"转入本年的：--outcome {Outcome.CARRIED_ON} --carried-to 本年的序号")
        steps.append(f"不用再办的：--outcome {Outcome.LAPSED} --reason 原因")
    yield from (Line((Cell(step, Tone.FAINT),), 4) for step in steps)


def _named(open_lines: Sequence[Old]) -> str:
    """The first of the lines as a command names it: by whose it was, where two had its task."""
    items = [(line.old.then.item, line.name) for line in open_lines]
    (item, name), *_ = items
    alike = [each for each, now in items if (each.task.id, now) == (item.task.id, name)]
    former = f" --formerly {item.unit.name}" if len(alike) > 1 else ""
    return f"{item.task.id} --unit {name}{former}"


def _row(line: Old, year: int) -> list[str]:
    then, later = line.old
    task = then.item.task
    return [
        str(year),
        line.name,
        line.formerly,
        str(task.id),
        task.topic,
        task.requirement,
        task.deadline,
        iso(then.due),
        then.status,
        then.standing,
        later.status,
        later.standing,
        iso(later.state.finished),
        str(later.days_late or ""),
        listed(period.name for period in later.missing),
        listed(later.unmet),
        *_said(line.settled),
    ]


def _said(settled: Disposition | None) -> tuple[str, ...]:
    if settled is None:
        return (UNSAID, "", "", "", "", "", "")
    record, fact = settled.record, settled.fact
    to = "" if fact.carried_to is None else str(fact.carried_to)
    evidence = "；".join(map(piece, fact.evidence))
    day = str(record.day)
    return fact.outcome, to, fact.progress, record.reason, evidence, day, settled.file


def _data(line: Old) -> Mapping[str, Any]:
    then, later = line.old
    return {
        "task": then.item.task.id,
        "unit": line.unit.name if line.unit else None,
        "former_unit": line.formerly or None,
        "year_end": entry_data(then),
        "latest": entry_data(later),
        "disposition": _disposition(line.settled) if line.settled else None,
        "carried": entry_data(line.carried) if line.carried else None,
    }


def _disposition(settled: Disposition) -> Mapping[str, Any]:
    record, fact = settled.record, settled.fact
    return {
        "outcome": fact.outcome,
        "carried_to": fact.carried_to,
        "progress": fact.progress or None,
        "reason": record.reason or None,
        "evidence": [{"title": e.title, "url": e.url, "file": e.file} for e in fact.evidence],
        "date": str(record.day),
        "file": settled.file,
    }
