"""办公室的核验: a verdict on items held against their records, and filed for each unit.

Asks nothing of a person; what cannot be answered so is a list of sentences.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from gongkai_cli.cli.filing import Checked, Written, file_away, formed, must_take, place_of
from gongkai_cli.cli.session import Session
from gongkai_cli.cli.shell import quoted
from gongkai_cli.cli.writing import CannotWrite
from gongkai_cli.cli.wrong import Stop
from gongkai_cli.domain.item import Item
from gongkai_cli.domain.places import REVIEWS
from gongkai_cli.domain.record import Record, Review, Verdict
from gongkai_cli.domain.roster import Unit
from gongkai_cli.reckoning.fold import Effect, counting, effects, fold
from gongkai_cli.reckoning.question import Question

REVIEW = "核验"

EXPLAINED = frozenset({Verdict.SEND_BACK, Verdict.REFUSE})
"""A unit must know why."""

_LAST = "\uffff"
"""A name after every other."""


class Ruling(NamedTuple):
    """What the office says of one item or of many, on which day, and what that puts right."""

    verdict: Verdict
    day: date
    comment: str = ""
    until: date | None = None
    corrects: str = ""
    reason: str = ""


class Answer(NamedTuple):
    """A verdict that may be filed: whose items it answers, and its record."""

    unit: Unit
    folder: Path
    checked: Checked


class Refused(Stop):
    """Some item cannot be answered so; the sentences name every one."""


def answered(session: Session, items: Sequence[Item], ruling: Ruling) -> list[Answer]:
    """`ruling` on `items`, one record for each unit. Nothing is written.

    Raises Refused with a sentence for every item that cannot be answered so, and Stop or Unreadable
    where the ruling itself will not do.
    """
    must_take(session, ruling.day)
    by_unit: dict[str, list[Item]] = {}
    for item in items:
        by_unit.setdefault(item.unit.name, []).append(item)
    found, refusals = [], []
    for own in by_unit.values():
        answer, faults = _weighed(session, own, ruling)
        found.append(answer)
        refusals += faults
    if refusals:
        raise Refused(*refusals, *_advice(session, items, ruling, len(refusals)))
    return found


def place(session: Session, answer: Answer) -> str:
    """Where the record goes, as a path inside the workspace."""
    return session.workspace.relative(place_of(answer.checked, answer.folder / REVIEWS))


def filed(session: Session, answers: Iterable[Answer]) -> list[Written]:
    """Write every record, or none. Raises CannotWrite."""
    root = session.workspace.root
    written: list[Written] = []
    try:
        for answer in answers:
            folder = answer.folder / REVIEWS
            written.append(file_away(answer.checked, folder, root))
    except CannotWrite:
        for file in [each.place for each in written if each.new]:
            (root / file).unlink(missing_ok=True)
        raise
    return written


def original(session: Session, item: Item, spoken: str) -> Record:
    """The office's own record that a 更正 names, with or without its folder and ending.

    Raises Stop where there is none, or where it was corrected already.
    """
    folder = session.workspace.ledger_folder(session.book.plan.year, item.unit.name)
    name = spoken.strip().replace("\\", "/")
    for start in (session.workspace.relative(folder / REVIEWS), REVIEWS):
        name = name.removeprefix(f"{start}/")
    records = session.shelf.records(item.unit).records
    own = {each.name: each for each in records if isinstance(each.fact, Review)}
    found = own.get(name) or own.get(f"{name}.yaml")
    if found is None:
        look = f"gongkai history {item.task.id} --unit {quoted(item.unit.name)}{session.place}"
        raise Stop(f"{item.unit.name}没有名为 {name} 的核验，无从更正。", f"看已有记录：{look}")
    if later := next((each for each in own.values() if each.corrects == found.name), None):
        raise Stop(f"{found.name} 已由 {later.name} 更正，请更正那一条。")
    return found


def _weighed(session: Session, items: Sequence[Item], ruling: Ruling) -> tuple[Answer, list[str]]:
    """One unit's record, and a sentence for each of its items that it cannot answer."""
    unit, year = items[0].unit, session.book.plan.year
    told = session.shelf.records(unit).records
    checked = _formed(items, ruling, told)
    folder = session.workspace.ledger_folder(year, unit.name)
    name = place_of(checked, folder / REVIEWS).name
    record = checked.record._replace(name=name)
    faults = [
        f"{unit.name}任务{item.task.id}：{why}。"
        for item in items
        if (why := _obstacle(item, told, record) or _unfit(session, item, told, record))
    ]
    return Answer(unit, folder, checked), faults


def _formed(items: Sequence[Item], ruling: Ruling, told: Sequence[Record]) -> Checked:
    """The record; the day that a unit asked for is written down where it is one for all."""
    until = ruling.until
    if ruling.verdict is Verdict.GRANT and until is None:
        states = fold(_before(told, ruling.day, ruling.corrects))
        asked = {state.asked for item in items if (state := states.get(item.task.id))}
        until = asked.pop() if len(asked) == 1 else None
    said = {
        "date": ruling.day,
        "verdict": ruling.verdict,
        "comment": ruling.comment,
        "until": until,
        "corrects": ruling.corrects,
        "reason": ruling.reason,
    }
    return formed(REVIEW, [item.task.id for item in items], said)


def _obstacle(item: Item, told: Sequence[Record], record: Record) -> str:
    """Why `record` may not follow what was `told` of `item`, or nothing.

    Also where a later verdict, or one of the same day, would lose its meaning: within a day file
    names decide, and chance must not, so `record` is tried as the last and as the first of its day.
    """
    same = [each for each in told if each.name == record.name and isinstance(each.fact, Review)]
    if same:
        return f"已有一条同样的核验 {record.name}"
    task, basis = item.task.id, item.basis
    last = record._replace(name=_LAST)
    course = effects([*told, last], task, None, basis)
    mine = next(each for each in course if each.record is last)
    if mine.unapplied:
        return mine.unapplied
    first = effects([*told, record._replace(name="")], task, None, basis)
    lost = {each.record.name for each in effects(told, task, None, basis) if _idle(each)}
    for each in first:
        if _idle(each) and each.record.name not in {*lost, record.corrects, ""}:
            return f"{each.record.day} 的核验 {each.record.name} 会因此不起作用，要改请更正那一条"
    return ""


def _idle(effect: Effect) -> bool:
    return bool(effect.unapplied) and isinstance(effect.record.fact, Review)


def _unfit(session: Session, item: Item, told: Sequence[Record], record: Record) -> str:
    """Why an extension has no meaning for `item`, or nothing."""
    fact = record.fact
    if not (isinstance(fact, Review) and fact.verdict is Verdict.GRANT):
        return ""
    states = fold(_before(told, record.day, record.corrects))
    entries = Question(session.book, record.day).entries(item.unit, states)
    entry = next(each for each in entries if each.item.task.id == item.task.id)
    until = fact.until or entry.state.asked
    if entry.due is None:
        return "没有最后日期，不用延期"
    late = until is not None and until <= entry.due
    return f"现在的时限是{entry.due}，延期到{until}没有变晚，请用 --until 另写日期" if late else ""


def _before(told: Sequence[Record], day: date, corrects: str) -> list[Record]:
    """What counted on `day`, as if the verdict called `corrects` had never been given."""
    kept = (each for each in told if not (isinstance(each.fact, Review) and each.name == corrects))
    return counting(kept, day)


def _advice(session: Session, items: Sequence[Item], ruling: Ruling, refused: int) -> Iterator[str]:
    """What to do where something was refused."""
    if len(items) > 1:
        yield f"有{refused}项不能这样答复，{len(items)}项都没有写入。"
    if ruling.verdict is Verdict.GRANT and ruling.until is None:
        yield "单位没有申请而要主动延期的，请用 --until 写明延到哪一天。"
    first = items[0]
    look = f"gongkai history {first.task.id} --unit {quoted(first.unit.name)}{session.place}"
    yield f"这是按{ruling.day}当天的情况看的，日期不对请用 --date 写明；看经过：{look}"
