"""What stands in each cell of a unit's sheet, as text and days; how it looks is not here."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from gongkai_cli.domain.item import Basis
from gongkai_cli.domain.record import Claim, Decline, Fact, Progress, Record, Review, Step
from gongkai_cli.domain.sheet import CLAIM, DECLINE, LOCKED, SheetColumn, fingerprint, given
from gongkai_cli.reckoning.fold import Effect, Status
from gongkai_cli.reckoning.ledgers import Ledger, LedgerItem
from gongkai_cli.reckoning.standings import Standing
from gongkai_cli.reckoning.targets import value_of
from gongkai_cli.rendering.pages.ledger import latest_progress, piece
from gongkai_cli.rendering.pages.words import silence, target, tone
from gongkai_cli.table import Tone

MAX_UNITS = 32_767
"""Excel's bound for one cell, in UTF-16 units."""

_CUT = "……（后略）"
_APART = (Status.UNCLAIMED, Status.NOT_OURS)
_BREAK = re.compile("\r\n|[\x0b-\r\x85\u2028\u2029]")
_UNSEEN = re.compile(
    "[\x00-\x09\x0e-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff"
    "\ud800-\udfff\ufffe\uffff\U000e0000-\U000e007f]"
)
_STATUS = {
    Status.UNDER_WAY: str(Step.UNDER_WAY),
    Status.DONE: str(Step.DONE),
    Status.CLOSED: str(Step.DONE),
    Status.NOT_OURS: DECLINE,
}
"""What the unit would have said to come there; after a 退回 it has to say something new."""

Value = str | date


class Row(NamedTuple):
    """One task of the unit. `tone` is that of its 进度; `asked`: nobody has named the unit.

    `records` are the names of those that speak of it.
    """

    task: int
    cells: Mapping[SheetColumn, Value]
    tone: Tone
    asked: bool
    records: tuple[str, ...] = ()

    @property
    def wording(self) -> str:
        """The fingerprint of what is locked."""
        return fingerprint(str(self.cells[column]) for column in LOCKED)

    @property
    def given(self) -> str:
        """The fingerprints of what the unit finds filled in, and of what was known by then."""
        return given(self.cells, self.records)


def rows(ledger: Ledger, colours: Mapping[str, str]) -> list[Row]:
    """A row per item: what binds the unit first, then what waits for 认领, then 不涉及."""
    return [_row(each, colours) for each in sorted(ledger.items, key=_place)]


def cell_text(text: str) -> str:
    r"""`text` as a cell can hold it: lines by \n, nothing that XML forbids or that nobody sees."""
    lines = _BREAK.sub("\n", text).split("\n")
    return clipped("\n".join(_UNSEEN.sub(_seen, line) for line in lines), MAX_UNITS, _CUT)


def clipped(text: str, most: int, end: str = "") -> str:
    """`text` in at most so many UTF-16 units; what is cut off leaves `end`."""
    data = text.encode("utf-16-le")
    if len(data) <= 2 * most:
        return text
    return data[: 2 * (most - len(end))].decode("utf-16-le", "ignore") + end


def _seen(letter: re.Match[str]) -> str:
    return " " if letter[0] == "\t" else "?"


def _place(each: LedgerItem) -> int:
    return _APART.index(each.status) + 1 if each.status in _APART else 0


def _row(each: LedgerItem, colours: Mapping[str, str]) -> Row:
    task = each.item.task
    cells: dict[SheetColumn, Value] = {
        SheetColumn.NUMBER: str(task.id),
        SheetColumn.TOPIC: task.topic,
        SheetColumn.REQUIREMENT: task.requirement,
        SheetColumn.RESPONSIBLE: f"{task.responsible}\n（{_because(each)}）",
        SheetColumn.DEADLINE: _limit(each),
        SheetColumn.STANDING: _standing(each),
        **_answer(each),
        SheetColumn.NOTE: "\n".join(_notes(each)),
    }
    clean = {key: _clean(value) for key, value in cells.items()}
    shade = tone(each.entry.standing, colours) if each.entry else Tone.PLAIN
    names = tuple(effect.record.name for effect in each.course)
    return Row(task.id, clean, shade, each.item.basis is Basis.OPEN, names)


def _clean(value: Value) -> Value:
    return cell_text(value) if isinstance(value, str) else value


def _limit(each: LedgerItem) -> str:
    """The issued words with the day they yield; an extension never hides the first day."""
    moved = each.due != each.original_due
    days = (each.original_due, "准予延期至" if moved else None, each.due if moved else None)
    return "\n".join((each.item.task.deadline, *map(str, filter(None, days))))


def _because(each: LedgerItem) -> str:
    return "，".join(filter(None, (each.item.basis, each.item.role)))


def _standing(each: LedgerItem) -> str:
    if each.entry is None:
        return ""
    late = each.entry.standing is Standing.OVERDUE
    return f"{each.entry.standing}\n{each.entry.days_late}天" if late else each.entry.standing


def _answer(each: LedgerItem) -> dict[SheetColumn, Value]:
    """The unit's columns with what it said last."""
    latest = latest_progress(each.course)
    fact = latest[1] if latest else Progress(Step.UNDER_WAY)
    declined = each.status is Status.NOT_OURS
    return {
        SheetColumn.OWNER: fact.owner or _claimed_by(each.course),
        SheetColumn.PROGRESS: _reason(each.course) if declined else fact.progress,
        SheetColumn.STATUS: _said(each),
        SheetColumn.DATE: each.state.finished or "",
        SheetColumn.EVIDENCE: "\n".join(" ".join(piece(e).split()) for e in fact.evidence),
        SheetColumn.MEASURES: "\n".join(_measures(each)),
        SheetColumn.PROBLEM: fact.problem,
        SheetColumn.NEXT: fact.next,
    }


def _said(each: LedgerItem) -> str:
    claimed = each.item.basis is Basis.OPEN and each.status is Status.NOT_STARTED
    return CLAIM if claimed else _STATUS.get(each.status, "")


def _measures(each: LedgerItem) -> Iterator[str]:
    """名=数 up to now; the name alone where nothing was reported, so that it need not be typed."""
    for goal in each.item.task.targets:
        value = value_of(goal, each.state)
        yield f"{goal.name}={'' if value is None else format(value, 'f')}"


def _claimed_by(course: Iterable[Effect]) -> str:
    claim = _last(course, Claim)
    return claim.fact.owner if claim and isinstance(claim.fact, Claim) else ""


def _reason(course: Iterable[Effect]) -> str:
    decline = _last(course, Decline)
    return decline.reason if decline else ""


def _last(course: Iterable[Effect], kind: type[Fact]) -> Record | None:
    """The last record of this kind that counts."""
    records = [effect.record for effect in course if not effect.unapplied]
    return next((each for each in reversed(records) if isinstance(each.fact, kind)), None)


def _notes(each: LedgerItem) -> Iterator[str]:
    """What the unit should know before it writes."""
    if each.status is Status.UNCLAIMED:
        yield f"没有点名本单位，请在“{SheetColumn.STATUS.value.title}”里选{CLAIM}或{DECLINE}。"
    yield from (f"指标：{target(goal)}" for goal in each.item.task.targets)
    if each.entry and each.entry.missing:
        yield silence(each.entry.missing)
    yield from _office(each)
    if each.item.task.note:
        yield each.item.task.note


def _office(each: LedgerItem) -> Iterator[str]:
    if each.status is Status.CLOSED:
        yield "办公室已销号"
    if each.status is Status.SENT_BACK:
        review = _last(each.course, Review)
        comment = review.fact.comment if review and isinstance(review.fact, Review) else ""
        yield f"办公室退回：{comment}" if comment else "办公室退回"
    if each.state.asked:
        yield f"已申请延期至{each.state.asked}，等办公室答复"
