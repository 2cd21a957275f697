"""办公室的核验: a verdict on items held against their records, and filed for each unit.

Asks nothing of a person; what cannot be answered so is a list of sentences.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from gongkai_cli.cli.filing import (
    Checked,
    Written,
    called,
    file_away,
    formed,
    must_still_count,
    must_take,
    place_of,
)
from gongkai_cli.cli.session import Session
from gongkai_cli.cli.shell import quoted
from gongkai_cli.cli.wrong import Stop
from gongkai_cli.domain.item import Item
from gongkai_cli.domain.places import REVIEWS
from gongkai_cli.domain.record import Record, Review, Verdict
from gongkai_cli.domain.roster import Unit
from gongkai_cli.reading.listing import listing
from gongkai_cli.reckoning.fold import UNTOUCHED, Effect, counting, effects, fold
from gongkai_cli.reckoning.question import Question, States
from gongkai_cli.reckoning.standings import Entry

REVIEW = "核验"

EXPLAINED = frozenset({Verdict.SEND_BACK, Verdict.REFUSE})
"""A unit must know why."""

MOST = 20
"""So many faults are told one by one; of more, how many they are."""

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
    """A verdict that may be filed: whose items it answers, and its record.

    `there` names the file that says the very same already; `seen` are the unit's files when the
    verdict was weighed.
    """

    unit: Unit
    folder: Path
    items: tuple[Item, ...]
    checked: Checked
    seen: frozenset[str]
    there: str = ""


class Refused(Stop):
    """Some item cannot be answered so; the sentences name every one, or the first of many."""


class _Bench(NamedTuple):
    """One unit's records, and how its items stood on the day before the verdict was spoken.

    `entries` only where the verdict needs a time limit, by task.
    """

    unit: Unit
    folder: Path
    told: Sequence[Record]
    seen: frozenset[str]
    states: States
    entries: Mapping[int, Entry]


def answered(session: Session, items: Sequence[Item], ruling: Ruling) -> list[Answer]:
    """`ruling` on `items`, one record for each unit, of 准予延期 one for each day granted.

    Nothing is written. Raises Refused with a sentence for every item that cannot be answered so,
    and Stop or Unreadable where the ruling itself will not do.
    """
    must_take(session, ruling.day)
    by_unit: dict[str, list[Item]] = {}
    for item in items:
        by_unit.setdefault(item.unit.name, []).append(item)
    grants = ruling.verdict is Verdict.GRANT
    question = Question(session.book, ruling.day) if grants else None
    found: list[Answer] = []
    refusals: list[str] = []
    for own in by_unit.values():
        bench = _bench(session, own[0].unit, ruling, question)
        for until, group in _by_day(bench, own, ruling).items():
            answer, faults = _weighed(bench, group, ruling._replace(until=until))
            found.append(answer)
            refusals += faults
    if refusals:
        advice = _advice(session, items, ruling, len(refusals))
        raise Refused(*few(refusals), *advice)
    return found


def few(faults: Sequence[str]) -> list[str]:
    """The first of the `faults`, and how many more there are."""
    more = len(faults) - MOST
    return [*faults[:MOST], *([f"…还有{more}处，没有列出。"] if more > 0 else [])]


def place(session: Session, answer: Answer) -> str:
    """Where the record goes, as a path inside the workspace."""
    return session.workspace.relative(place_of(answer.checked, answer.folder / REVIEWS))


def filed(session: Session, answers: Iterable[Answer]) -> list[Written]:
    """Write every record, or none, however it ends.

    Raises CannotWrite, and Refused where somebody answered or reported at the same moment.
    """
    written: list[Written] = []
    try:
        for answer in answers:
            written.append(_file(session, answer))
            _must_stand(session, answer, written[-1])
    except BaseException:
        for file in [each.place for each in written if each.new]:
            (session.workspace.root / file).unlink(missing_ok=True)
        raise
    return written


def _file(session: Session, answer: Answer) -> Written:
    folder, root = answer.folder / REVIEWS, session.workspace.root
    if answer.there:
        return Written((folder / answer.there).relative_to(root).as_posix(), new=False)
    return file_away(answer.checked, folder, root)


def _must_stand(session: Session, answer: Answer, written: Written) -> None:
    """Judge once more, from the files: two may answer at once, and neither saw the other's word.

    Raises Refused where the record, now written, would no longer be written so.
    """
    own = written.place.rpartition("/")[2]
    came = {*listing(answer.folder).files} - answer.seen - {f"{REVIEWS}/{own}"}
    if not (written.new and came):
        return
    everything = session.shelf.records(answer.unit).records
    told = [each for each in everything if not (_is_verdict(each) and each.name == own)]
    record = answer.checked.record._replace(name=own)
    for item in answer.items:
        if why := _obstacle(item, told, record):
            who = "核验" if any(each.startswith(f"{REVIEWS}/") for each in came) else "报送"
            raise Refused(
                f"{answer.unit.name}任务{item.task.id}：另有人同时{who}了这一项，{why}。",
                "这一次的核验没有写入；请看过经过再答复："
                f"gongkai history {item.task.id} --unit {quoted(answer.unit.name)}{session.place}",
            )


def original(session: Session, item: Item, spoken: str) -> Record:
    """The office's own record that a 更正 names, with or without its folder and ending.

    Raises Stop where there is none, or where it was corrected already.
    """
    folder = session.workspace.ledger_folder(session.book.plan.year, item.unit.name)
    records = session.shelf.records(item.unit).records
    own = [each for each in records if isinstance(each.fact, Review)]
    name, found = called(spoken, session.workspace.relative(folder / REVIEWS), own)
    if found is None:
        look = f"gongkai history {item.task.id} --unit {quoted(item.unit.name)}{session.place}"
        raise Stop(f"{item.unit.name}没有名为 {name} 的核验，无从更正。", f"看已有记录：{look}")
    if isinstance(found.fact, Review) and found.fact.verdict is Verdict.WITHDRAW:
        raise Stop(f"{found.name} 是撤回，撤回不能再更正；请重新答复那一项。")
    must_still_count(found, own)
    return found


def _bench(session: Session, unit: Unit, ruling: Ruling, question: Question | None) -> _Bench:
    """Everything that a verdict on items of `unit` is held against, read and folded once."""
    folder = session.workspace.ledger_folder(session.book.plan.year, unit.name)
    seen = frozenset(listing(folder).files)  # before the records: what comes in between is new
    told = session.shelf.records(unit).records
    states = fold(_before(told, ruling))
    entries = question.entries(unit, states) if question else ()
    by_task = {each.item.task.id: each for each in entries}
    return _Bench(unit, folder, told, seen, states, by_task)


def _by_day(bench: _Bench, items: Sequence[Item], ruling: Ruling) -> dict[date | None, list[Item]]:
    """The items under the day that each is granted: the one given, or the one it asked for.

    What is granted is always written down, lest it change with the request.
    """
    if ruling.verdict is not Verdict.GRANT or ruling.until:
        return {ruling.until: list(items)}
    found: dict[date | None, list[Item]] = {}
    for item in items:
        number = item.task.id
        until = bench.states.get(number, UNTOUCHED).asked or _granted(bench.told, number, ruling)
        found.setdefault(until, []).append(item)
    if ruling.corrects and len(found) > 1:
        raise Stop("这几项申请的日期不同，更正请用 --until 写明延到哪一天。")
    return found


def _granted(told: Sequence[Record], task: int, ruling: Ruling) -> date | None:
    """The day that the very same ruling, given already, has granted."""
    for each in told:
        if task in each.tasks and isinstance(each.fact, Review):
            same = ruling._replace(until=each.fact.until)
            if same == _ruling_of(each, each.fact):
                return each.fact.until
    return None


def _ruling_of(record: Record, fact: Review) -> Ruling:
    day, corrects, reason = record.day, record.corrects, record.reason
    return Ruling(fact.verdict, day, fact.comment, fact.until, corrects, reason)


def _weighed(bench: _Bench, items: Sequence[Item], ruling: Ruling) -> tuple[Answer, list[str]]:
    """One record of one unit, and a sentence for each of its items that it cannot answer."""
    checked = _formed(items, ruling)
    name = place_of(checked, bench.folder / REVIEWS).name
    record = checked.record._replace(name=name)
    there = next((each for each in bench.told if _says_the_same(each, record)), None)
    faults = [
        f"{bench.unit.name}任务{item.task.id}：{why}。"
        for item in items
        if (why := _repeated(item, bench.told, there) if there else _unfit(bench, item, record))
    ]
    already = there.name if there else ""
    return Answer(bench.unit, bench.folder, tuple(items), checked, bench.seen, already), faults


def _formed(items: Sequence[Item], ruling: Ruling) -> Checked:
    said = {
        "date": ruling.day,
        "verdict": ruling.verdict,
        "comment": ruling.comment,
        "until": ruling.until,
        "corrects": ruling.corrects,
        "reason": ruling.reason,
    }
    return formed(REVIEW, [item.task.id for item in items], said)


def _says_the_same(one: Record, other: Record) -> bool:
    return one._replace(name="") == other._replace(name="")


def _repeated(item: Item, told: Sequence[Record], there: Record) -> str:
    """Why what was said once already, in the file `there`, is not simply done; or nothing."""
    course = effects(told, item.task.id, None, item.basis)
    why = next(each.unapplied for each in course if each.record is there)
    return why and f"已有一条同样的核验 {there.name}，{why}"


def _unfit(bench: _Bench, item: Item, record: Record) -> str:
    """Why `record` cannot answer `item`, or nothing."""
    return _obstacle(item, bench.told, record) or _no_later(bench, item, record)


def _obstacle(item: Item, told: Sequence[Record], record: Record) -> str:
    """Why `record` may not follow what was `told` of `item`, or nothing.

    Also where a later verdict, or one of the same day, would lose its meaning: within a day file
    names decide, and chance must not, so `record` is tried as the last and as the first of its day.
    """
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
    return bool(effect.unapplied) and _is_verdict(effect.record)


def _is_verdict(record: Record) -> bool:
    return isinstance(record.fact, Review)


def _no_later(bench: _Bench, item: Item, record: Record) -> str:
    """Why an extension has no meaning for `item`, or nothing."""
    fact = record.fact
    if not (isinstance(fact, Review) and fact.verdict is Verdict.GRANT):
        return ""
    due = bench.entries[item.task.id].due
    if due is None:
        return "没有最后日期，不用延期"
    late = fact.until is not None and fact.until <= due
    return f"现在的时限是{due}，延期到{fact.until}没有变晚，请用 --until 另写日期" if late else ""


def _before(told: Sequence[Record], ruling: Ruling) -> list[Record]:
    """What counted on the day, as if the verdict that is put right had never been given."""
    wrong = ruling.corrects
    kept = (each for each in told if not (wrong and _is_verdict(each) and each.name == wrong))
    return counting(kept, ruling.day)


def _advice(session: Session, items: Sequence[Item], ruling: Ruling, refused: int) -> Iterator[str]:
    """What to do where something was refused."""
    if len(items) > 1:
        yield f"有{refused}项不能这样答复，{len(items)}项都没有写入。"
    if ruling.verdict is Verdict.GRANT and ruling.until is None:
        yield "单位没有申请而要主动延期的，请用 --until 写明延到哪一天。"
    first = items[0]
    look = f"gongkai history {first.task.id} --unit {quoted(first.unit.name)}{session.place}"
    yield f"这是按{ruling.day}当天的情况看的，日期不对请用 --date 写明；看经过：{look}"
