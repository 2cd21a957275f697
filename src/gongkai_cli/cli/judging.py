"""One filled-in sheet held against what is known: its records to be, and what is refused in it.

Nothing is written and nothing printed here. What a record may say is the desk's to judge, as for
`gongkai update`; here is only what a sheet can get wrong.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from gongkai_cli.cli.desk import Desk
from gongkai_cli.cli.filing import Checked, must_take
from gongkai_cli.cli.public import given_away
from gongkai_cli.cli.session import Session, today
from gongkai_cli.cli.shell import quoted
from gongkai_cli.cli.wrong import Stop
from gongkai_cli.diagnostic import Unreadable
from gongkai_cli.domain.item import Basis
from gongkai_cli.domain.record import Evidence, Progress, Record, Step
from gongkai_cli.domain.roster import Unit
from gongkai_cli.domain.sheet import (
    ANSWERS,
    CLAIM,
    DECLINE,
    STEPS,
    SheetColumn,
)
from gongkai_cli.reading.filled.sheets import FilledRow, FilledSheet, Refusal, Spot
from gongkai_cli.reading.filled.values import Misread, day_of, numbers, pieces
from gongkai_cli.reckoning.assignment import Duty
from gongkai_cli.reckoning.collected import (
    WORDS,
    Cells,
    is_shown,
    is_torn,
    misplaced,
    news,
    stages,
    texts,
    to_report,
    unseen_return,
)
from gongkai_cli.reckoning.fold import Status
from gongkai_cli.reckoning.ledgers import LedgerItem
from gongkai_cli.reckoning.ledgers import ledger as reckoned
from gongkai_cli.reckoning.targets import value_of
from gongkai_cli.rendering.pages.ledger import latest_progress, piece
from gongkai_cli.rendering.workbook.rows import Row, cell_text, rows

PROGRESS = "进展"
_KEYS = {
    "status": SheetColumn.STATUS,
    "progress": SheetColumn.PROGRESS,
    "problem": SheetColumn.PROBLEM,
    "next": SheetColumn.NEXT,
    "owner": SheetColumn.OWNER,
    "evidence": SheetColumn.EVIDENCE,
    "measures": SheetColumn.MEASURES,
    "reason": SheetColumn.PROGRESS,
    "date": SheetColumn.DATE,
}
"""Under which column each key of a record is written."""

_SHOWN = (*WORDS, SheetColumn.OWNER, SheetColumn.EVIDENCE)
"""Where people write freely."""

_ISSUED = (
    SheetColumn.NUMBER,
    SheetColumn.TOPIC,
    SheetColumn.REQUIREMENT,
    SheetColumn.RESPONSIBLE,
)
"""What the plan alone decides; the other locked cells change with the days and the records."""

_QUOTED = 12


class Filing(NamedTuple):
    """A record that may be written, and the desk that writes it."""

    desk: Desk
    checked: Checked


class Judged(NamedTuple):
    """A sheet with what became of it; `unit` is None where nobody knows the one it names."""

    sheet: FilledSheet
    unit: Unit | None
    filings: tuple[Filing, ...]
    refusals: tuple[Refusal, ...]


class _Wrong(Exception):  # noqa: N818 - it names the state of a row, not a bug
    """A row that cannot be taken: why, and under which column."""

    def __init__(self, reason: str, column: SheetColumn | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.column = column


class _Case(NamedTuple):
    """What a sheet's rows are held against."""

    session: Session
    unit: Unit
    records: Sequence[Record]
    duties: Mapping[int, Duty]
    day: date | None


class _Known(NamedTuple):
    """One task as the unit's ledger has it: its state, and the row that would be handed out."""

    item: LedgerItem
    row: Row


def judged(session: Session, sheet: FilledSheet, day: date | None) -> Judged:
    """What `sheet` brings; what has no day of its own is dated `day` (None: today).

    Raises Stop where a day is needed and today belongs to another year, Unreadable where the
    unit's records cannot be read.
    """
    if not sheet.marked:
        return Judged(sheet, None, (), sheet.refusals)
    unit, wrong = _addressee(session, sheet)
    if unit is None or wrong:
        return Judged(sheet, unit, (), (Refusal(sheet.name, Spot(), wrong), *sheet.refusals))
    folder = session.shelf.records(unit)
    if folder.faults:
        raise Unreadable(folder.faults)
    duties = {duty.task.id: duty for duty in session.duties}
    case = _Case(session, unit, folder.records, duties, day)
    filings, refusals = [], list(sheet.refusals)
    broken = {refusal.spot.row for refusal in sheet.refusals}
    for row in sheet.rows:
        try:
            if row.number not in broken and (filing := _filing(case, row)):
                filings.append(filing)
        except _Wrong as error:
            refusals.append(Refusal(sheet.name, row.spot(error.column), error.reason))
    return Judged(sheet, unit, tuple(filings), tuple(sorted(refusals, key=lambda each: each.spot)))


def _addressee(session: Session, sheet: FilledSheet) -> tuple[Unit | None, str]:
    """The unit whose sheet this is, and why it is not to be collected here, or nothing."""
    plan = session.book.plan
    unit = session.book.roster.find(sheet.unit)
    if sheet.year != str(plan.year):
        look = "如要收它，请加 --year 年份，如 gongkai --year 2022 collect 文件。"
        return unit, f"这是{_short(sheet.year)}年的台账，这里收的是{plan.year}年的；{look}"
    if _bare(sheet.plan) != _bare(plan.title):
        return unit, f"这份台账依据的是《{_short(sheet.plan)}》，不是这里的《{plan.title}》。"
    if unit is None:
        return None, f"名录里没有“{_short(sheet.unit)}”这个单位。"
    if not unit.active_in(plan.year):
        return unit, f"{unit.name}不是{plan.year}年度的单位。"
    return unit, ""


# --- a row ----------------------------------------------------------------------------------------


def _filing(case: _Case, row: FilledRow) -> Filing | None:
    """The record that a row makes, if it says anything new. Raises _Wrong."""
    if row.is_as_issued and not row.touched:
        return None
    known = _known(case, row.task, case.records)
    _must_be_as_issued(row, known)
    said, day = _dated(case, row)
    since = _since(case, row)
    found = news(_cleaned(said), row.touched, known.row.cells, [each.row.cells for each in since])
    if not found:
        return None
    meant = {**known.row.cells, **{column: said[column] for column in found}}
    measures = _measures(meant, found, known, since)
    evidence = _evidence(meant, found, known, since)
    if not _says_more(found, measures, evidence, known):
        return None
    if _answers_return(case, row, known, day if SheetColumn.DATE in found else None):
        found |= {SheetColumn.STATUS}
        meant[SheetColumn.STATUS] = said[SheetColumn.STATUS]
    answer = _answer(case, row, meant, known)
    _refuse_personal(meant)
    _refuse_idle(answer, meant, found)
    typed = day if SheetColumn.DATE in found else None
    values = texts(answer, meant, found, known.item, _latest(known)) | {
        "date": _day(case, typed),
        "measures": measures,
        "evidence": [_written(each) for each in evidence],
    }
    desk = Desk(case.session, [known.item.item], case.records)
    checked = _checked(desk, answer, values)
    _must_show(case, row.task, checked.record, typed)
    return Filing(desk, checked)


def _known(case: _Case, task: int, records: Sequence[Record]) -> _Known:
    duty = case.duties.get(task)
    found = reckoned(case.session.book, case.unit, records, every=[duty]) if duty else None
    if not found or not found.items:
        reason = f"任务{task}不是{case.unit.name}的任务，请删掉这一行；看本单位的任务："
        raise _Wrong(f"{reason}gongkai units {quoted(case.unit.name)}{case.session.place}")
    return _Known(found.items[0], rows(found, {})[0])


def _since(case: _Case, row: FilledRow) -> list[_Known]:
    """The row as it was handed out, and as it became by what the unit reported since."""
    return [_known(case, row.task, each) for each in stages(case.records, row.task, row.given)]


def _must_be_as_issued(row: FilledRow, known: _Known) -> None:
    """Altered wording may be another task's answer: the cell is named."""
    altered = [
        column
        for column in _ISSUED
        if _bare(str(row.cells[column])) != _bare(str(known.row.cells[column]))
    ]
    if altered and row.is_as_issued:
        reason = "任务分解表里这一格的内容后来改过，这份台账是改之前写出的；请重新写出台账再填。"
        raise _Wrong(reason, altered[0])
    if altered:
        right = _quote(str(known.row.cells[altered[0]]))
        raise _Wrong(f"印发的原文被改动了，原来是{right}，请改回来。", altered[0])
    if not row.is_as_issued:
        reason = "这一行锁定的格子（完成时限、进度或备注）被改动了；请用原来的台账重新填写。"
        raise _Wrong(reason)


def _dated(case: _Case, row: FilledRow) -> tuple[dict[SheetColumn, str | date], date | None]:
    """The cells with 完成日期 as a day."""
    try:
        day = day_of(row.cells[SheetColumn.DATE], case.session.book.plan.year)
    except Misread as error:
        raise _Wrong(str(error), SheetColumn.DATE) from None
    return {**row.cells, SheetColumn.DATE: day or ""}, day


def _cleaned(said: Cells) -> Cells:
    """The cells as they would be shown again."""
    return {key: cell_text(each) if isinstance(each, str) else each for key, each in said.items()}


def _answers_return(case: _Case, row: FilledRow, known: _Known, typed: date | None) -> bool:
    """Whether a row is the unit's word on a 退回 that came after the sheet was handed out.

    Only a 完成日期 after it says so; without one nobody can tell, and an old sheet would undo it.
    """
    answered = unseen_return(known.item.course, row.given)
    if answered is None or not is_torn(row.cells, row.touched, known.row.cells):
        return False
    if typed and typed > answered.day:
        return True
    reason = (
        f"任务{row.task}在{answered.day}被办公室退回，写出这份台账时还没有这条退回，"
        f"看不出这一行是退回以前填的还是以后填的；{_fresh(case)}"
    )
    raise _Wrong(reason, SheetColumn.STATUS)


def _fresh(case: _Case) -> str:
    sheet = f"gongkai ledger --unit {quoted(case.unit.name)} --format xlsx{case.session.place}"
    return f"请重新写出台账，照现在的情况填：{sheet}"


def _answer(case: _Case, row: FilledRow, meant: Cells, known: _Known) -> str:
    """What 完成状态 says."""
    answer = _bare(str(meant[SheetColumn.STATUS]))
    offered = ANSWERS if known.item.item.basis is Basis.OPEN else STEPS
    choose = f"请从下拉框里选{'、'.join(offered)}。"
    if not answer and (seen := _bare(str(row.cells[SheetColumn.STATUS]))):
        changed = (
            f"写出这份台账以后，任务{row.task}的记录变过，“{_short(seen)}”不再是现在的完成状态"
        )
        raise _Wrong(f"{changed}；{_fresh(case)}", SheetColumn.STATUS)
    if not answer:
        raise _Wrong(f"填了内容，没有选完成状态，{choose}", SheetColumn.STATUS)
    if answer in {CLAIM, DECLINE} and answer not in offered:
        reason = f"责任单位写明了{known.item.item.unit.name}，不能选{answer}，{choose}"
        raise _Wrong(reason, SheetColumn.STATUS)
    if answer not in offered:
        raise _Wrong(f"完成状态里没有“{_short(answer)}”，{choose}", SheetColumn.STATUS)
    if answer == CLAIM and known.item.state.status is not Status.NOT_STARTED:
        reason = f"这项任务已经报过进展，不用再选{CLAIM}，请选{Step.UNDER_WAY}或{Step.DONE}。"
        raise _Wrong(reason, SheetColumn.STATUS)
    return answer


def _measures(
    meant: Cells, found: Collection[SheetColumn], known: _Known, since: Sequence[_Known]
) -> dict[str, str]:
    """What is to be reported so that the totals are those written; nothing where they are."""
    if SheetColumn.MEASURES not in found:
        return {}
    targets = known.item.item.task.targets
    try:
        given = numbers(str(meant[SheetColumn.MEASURES]), targets)
    except Misread as error:
        raise _Wrong(str(error), SheetColumn.MEASURES) from None
    result = {}
    for target in targets:
        if (text := given.get(target.name)) is None:
            continue
        told = [each.item.state for each in since]
        more = to_report(target, Decimal(text), known.item.state, told)
        if more is None:
            continue
        if target.add_up and more < 0:
            total = value_of(target, known.item.state)
            reason = (
                f"“{target.name}”要写今年的总数，已经报了{total}，这里是{text}；"
                "以前报错了的，请用 gongkai update 加 --corrects 更正。"
            )
            raise _Wrong(reason, SheetColumn.MEASURES)
        result[target.name] = f"{more:f}" if target.add_up else text
    return result


def _evidence(
    meant: Cells, found: Collection[SheetColumn], known: _Known, since: Sequence[_Known]
) -> tuple[Evidence, ...]:
    """The pieces that stand after this row; what was told since it was handed out is not new."""
    fact = _latest(known)
    if SheetColumn.EVIDENCE not in found:
        return fact.evidence
    told = [_latest(each).evidence for each in since]
    held = {
        " ".join(piece(each).split()): each
        for known_then in (*told, fact.evidence)
        for each in known_then
    }
    try:
        given = pieces(str(meant[SheetColumn.EVIDENCE]), held)
    except Misread as error:
        raise _Wrong(str(error), SheetColumn.EVIDENCE) from None
    return fact.evidence if given in told else given


def _says_more(
    found: frozenset[SheetColumn],
    measures: Mapping[str, str],
    evidence: tuple[Evidence, ...],
    known: _Known,
) -> bool:
    """Whether anything is new once numbers and evidence are understood."""
    same = set()
    if not measures:
        same.add(SheetColumn.MEASURES)
    if evidence == _latest(known).evidence:
        same.add(SheetColumn.EVIDENCE)
    return bool(found - same)


def _refuse_personal(meant: Cells) -> None:
    """A ledger is public: see the rules G6 of `gongkai check`."""
    for column in _SHOWN:
        if reason := given_away(str(meant[column])):
            raise _Wrong(reason, column)


def _refuse_idle(answer: str, meant: Cells, found: frozenset[SheetColumn]) -> None:
    """What an answer has no place for is refused, never dropped in silence."""
    column = misplaced(answer, meant, found)
    if column is None:
        return
    if column is SheetColumn.DATE:
        reason = f"选了{answer}，完成日期请空着；已经完成的请选{Step.DONE}。"
    elif answer == DECLINE:
        reason = f"选了{DECLINE}的行，只在进展情况里写理由，这一格请空着。"
    else:
        steps = "或".join(STEPS)
        reason = f"选了{CLAIM}的行，只再填责任科室；已经动手的请选{steps}。"
    raise _Wrong(reason, column)


def _day(case: _Case, typed: date | None) -> date:
    """Raises _Wrong for a day in the sheet, Stop for one that the person at the desk must give."""
    if typed is None:
        day = case.day or today()
        must_take(case.session, day, "请用 --date 写明没有写完成日期的行算哪一天的进展")
        return day
    try:
        must_take(case.session, typed, "请核对")
    except Stop as stop:
        raise _Wrong(stop.sentences[0], SheetColumn.DATE) from None
    return typed


def _checked(desk: Desk, answer: str, values: Mapping[str, Any]) -> Checked:
    """The record, as the desk takes it."""
    kind = answer if answer in {CLAIM, DECLINE} else PROGRESS
    if answer == Step.DONE and not values["evidence"] and desk.session.book.policy.require_evidence:
        reason = "选了已完成，没有佐证材料，请写上材料的名称和网址。"
        raise _Wrong(reason, SheetColumn.EVIDENCE)
    try:
        return desk.formed(kind, values if kind == PROGRESS else _without_progress(values))
    except Stop as stop:
        raise _Wrong(stop.sentences[0]) from None
    except Unreadable as fault:
        message, hint = fault.diagnostics[0].message, fault.diagnostics[0].hint
        key, _, rest = message.partition(" ")
        column = _KEYS.get(key)
        message = f"{column.value.title}{rest}" if column else message
        raise _Wrong(f"{message}：{hint}。", column) from None


def _without_progress(values: Mapping[str, Any]) -> dict[str, Any]:
    return {key: each for key, each in values.items() if key not in {"measures", "evidence"}}


def _must_show(case: _Case, task: int, record: Record, typed: date | None) -> None:
    """Refuse what would be written and not be seen: a record of the same day or later hides it."""
    after = _known(case, task, [*case.records, record]).item
    latest = latest_progress(after.course)
    if not is_shown(after, record, latest[0] if latest else None, typed):
        look = f"gongkai history {task} --unit {quoted(case.unit.name)}{case.session.place}"
        raise _Wrong(
            f"这一行按{record.day}记下以后，台账上看不到：这一天或以后另有记录，以那些为准。"
            f"请核对日期，或用 gongkai update 加 --corrects 更正；看已有记录：{look}",
            SheetColumn.DATE if typed else None,
        )


def _latest(known: _Known) -> Progress:
    """What was reported last, empty where nothing was."""
    latest = latest_progress(known.item.course)
    return latest[1] if latest else Progress(Step.UNDER_WAY)


def _written(each: Evidence) -> dict[str, str]:
    """A piece as a record's file has it."""
    return {"title": each.title, **({"url": each.url} if each.url else {"file": each.file})}


def _bare(text: str) -> str:
    return "".join(text.split())


def _quote(text: str) -> str:
    """The beginning of a wording, so that a person finds it."""
    flat = " ".join(text.split())
    return f"“{flat}”" if len(flat) <= _QUOTED else f"“{flat[:_QUOTED]}…”"


def _short(text: str) -> str:
    return text[:40]
