"""回头看 at work: two years side by side, what is left of the earlier one, and filing what is said.

The earlier year is read as it was; whatever is said of it now goes into the later year's folders.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

from gongkai_cli.cli.console import tell, tell_whole
from gongkai_cli.cli.evidence import Materials
from gongkai_cli.cli.filed import commit_of, followed
from gongkai_cli.cli.filing import NEW, Checked, file_away, formed, must_take
from gongkai_cli.cli.session import Session, today
from gongkai_cli.cli.writing import must_be_inside
from gongkai_cli.cli.wrong import Stop, known_unit
from gongkai_cli.domain.places import LOOKBACK
from gongkai_cli.domain.record import Outcome, Record
from gongkai_cli.domain.roster import Unit
from gongkai_cli.reading.book import years
from gongkai_cli.reading.recordforms import LOOK_BACK
from gongkai_cli.reckoning.fold import effects
from gongkai_cli.reckoning.lookback import (
    Disposition,
    Line,
    Old,
    Retrospect,
    dispositions,
    forebears,
    is_routine,
    span_of,
    to_look_at,
)
from gongkai_cli.reckoning.overview import UNCOUNTED
from gongkai_cli.reckoning.question import Question


class Years(NamedTuple):
    """The year looked back at, and the later one that looks back and keeps what is said."""

    past: Session
    now: Session

    @property
    def year(self) -> int:
        """The number of the year looked back at."""
        return self.past.book.plan.year

    @property
    def later(self) -> int:
        """The number of the year that looks back."""
        return self.now.book.plan.year


@contextmanager
def two_years(session: Session) -> Iterator[Years]:
    """The year asked about (else the one before the year in hand) and the next one on record.

    Raises Stop where there is no such year, or where it is not over on the day asked about. What
    could not be read of either is said at the end.
    """
    hand = session.in_year(None)
    opened = [hand]
    try:
        at_hand = hand.book.plan.year
        known = sorted({at_hand, *years(hand.workspace)})
        before = [each for each in known if each < at_hand]
        year = session.asked_year or max(before, default=at_hand - 1)
        _must_be_past(hand, year, known)
        later = next(each for each in known if each > year)
        now = hand if later == at_hand else session.in_year(later)
        past = session.in_year(year)
        opened = list({id(each): each for each in (hand, now, past)}.values())
        if hand.as_of <= span_of(past.book, hand.as_of).end:
            raise Stop(f"到{hand.as_of}，{year}年还没有过完，还不到回头看的时候。")
        yield Years(past, now)
    finally:
        for each in opened:
            session.code = each.close(session.code)


def _must_be_past(hand: Session, year: int, known: Sequence[int]) -> None:
    at_hand = hand.book.plan.year
    if year >= at_hand:
        raise Stop(
            f"手头是{at_hand}年的任务分解表，{year}年不是往年，没有什么可以回头看。",
            f"看手头这一年：gongkai overdue{hand.standpoint}",
        )
    if year not in known:
        archived = [str(each) for each in known if each < at_hand]
        have = f"现在有归档的是{'、'.join(archived)}年。" if archived else "现在还没有归档的年度。"
        raise Stop(
            f"没有{year}年的任务分解表，无从回头看；{have}",
            f"往年的 tasks.yaml、units.yaml 和 policy.yaml 放在 data/archive/{year}/ 里，"
            f"那一年的台账放在 ledgers/{year}/ 里。",
            f"手头这一年结束以后，用 gongkai rollover --year {at_hand + 1} --plan 文件 换成新的"
            "一年，就会自动归档。",
        )


def one_unit(both: Years, spoken: Sequence[str]) -> str:
    """The name of the only unit asked about that answers now, else empty.

    Whoever asks for one that is no longer there is told who took over.
    """
    if len(spoken) != 1:
        return ""
    unit = _meant(both, spoken[0])
    heir = both.now.book.roster.heir(unit.name, both.later)
    if heir and both.now.book.roster.find(unit.name) != heir:
        tell(f"{unit.name}的职责由{heir.name}承接；以下只列原{unit.name}的任务。")
    return heir.name if heir else unit.name


def looked_back(both: Years, spoken: Sequence[str], number: int | None = None) -> Retrospect:
    """What is left of the earlier year: of the units `spoken` of (none: of all), of one task."""
    wanted = {_meant(both, name).name for name in spoken}
    if number is not None:
        both.past.duty(number)
    found: list[Line] = []
    routine = 0
    for had in both.past.units(()):
        heir = both.now.book.roster.heir(had.name, both.later)
        if wanted.isdisjoint({had.name, heir.name if heir else had.name}) and spoken:
            continue
        olds = [each for each in _olds(both, had) if number in {None, each.then.item.task.id}]
        routine += sum(_is_routine(both, old) for old in olds)
        left = [old for old in olds if not _is_routine(both, old)]
        found += _lines(both, had, heir, left)
    span = span_of(both.past.book, both.now.as_of)
    return Retrospect(both.year, both.now.as_of, span, tuple(found), routine)


def _meant(both: Years, name: str) -> Unit:
    """The unit of either year that `name` means, of the later year first. Raises Stop."""
    now, past = both.now.book.roster, both.past.book.roster
    return now.search(name) or past.search(name) or known_unit(name, now)


def _olds(both: Years, unit: Unit) -> list[Old]:
    """The earlier year's items of `unit` that were not done in time."""
    past, span = both.past, span_of(both.past.book, both.now.as_of)
    then, later = (
        Question(past.book, day).entries(unit, past.shelf.states(unit, day))
        for day in (span.end, span.last)
    )
    return [old for old in map(Old, then, later) if to_look_at(old)]


def _is_routine(both: Years, old: Old) -> bool:
    return is_routine(old, both.past.duty(old.then.item.task.id))


def _lines(both: Years, had: Unit, heir: Unit | None, olds: Sequence[Old]) -> Iterator[Line]:
    if not olds:
        return
    past, span = both.past, span_of(both.past.book, both.now.as_of)
    records = past.shelf.records(had).records
    settled = _dispositions(both, heir) if heir else {}
    past.shelf.note(past.shelf.records(had).faults)
    for old in olds:
        item = old.then.item
        course = tuple(effects(records, item.task.id, span.last, item.basis))
        yield Line(old, heir, course, settled.get(item.task.id))


def _dispositions(both: Years, unit: Unit) -> Mapping[int, Disposition]:
    folder = both.now.shelf.lookbacks(unit)
    both.now.shelf.note(folder.faults)
    return dispositions(both.year, folder.records, both.now.as_of)


# --- saying what became of one --------------------------------------------------------------------


def say(both: Years, number: int, spoken: str | None, said: Mapping[str, Any]) -> None:
    """File what was `said` of task `number` of the earlier year, and renew the unit's ledger.

    Raises Stop for what cannot be said of it, Unreadable for a wrong value, CannotWrite.
    """
    now = both.now
    now.must_be_writable()
    unit = _answering(both, number, spoken)
    wrong = _corrected(both, unit, number, str(said["corrects"]))
    _must_be_open(both, number, unit, correcting=wrong is not None)
    _must_fit(both, unit, said)
    folder = now.workspace.ledger_folder(both.later, unit.name)
    materials = Materials(folder, now.workspace.root)
    evidence = [materials.piece(each) for each in said["evidence"]]
    day = said["date"] or (wrong.day if wrong else today())
    named = {"year": both.year, "evidence": evidence, "date": day}
    named |= {"corrects": wrong.name if wrong else ""}
    numbers = wrong.tasks if wrong else (number,)
    checked = formed(LOOK_BACK, numbers, {**said, **named})
    must_take(now, checked.record.day)
    must_be_inside(folder / LOOKBACK / NEW, now.workspace.root)
    materials.copy()
    _file(both, unit, checked)


def _file(both: Years, unit: Unit, checked: Checked) -> None:
    """Write the record, bring the ledger up to date, say how to commit both."""
    now = both.now
    folder = now.workspace.ledger_folder(both.later, unit.name)
    place, new = file_away(checked, folder / LOOKBACK, now.workspace.root)
    followed(now, unit, f"已写入 {place}", new=new)
    tell(*_also(both, unit, checked.record.tasks))
    numbers = "、".join(map(str, checked.record.tasks))
    message = f"{unit.name}：{both.year}年任务{numbers}{checked.in_short()}"
    tell_whole(f"提交：{commit_of([folder], message)}")


def _also(both: Years, unit: Unit, numbers: Sequence[int]) -> Iterator[str]:
    """Which units' items of the same number a record speaks for, where they are several."""
    units = forebears(both.past.book, both.now.book.roster, both.later, unit)
    for number in numbers:
        had = [
            each.name
            for each in units
            if any(old.then.item.task.id == number for old in _olds(both, each))
        ]
        if len(had) > 1:
            yield f"{'、'.join(had)}{both.year}年都有任务{number}，这一条一并说明。"


def _answering(both: Years, number: int, spoken: str | None) -> Unit:
    """The unit that answers now for task `number`: the one named, or the only one."""
    duty, roster = both.past.duty(number), both.now.book.roster
    had = [unit for unit in both.past.units(()) if duty.item(unit)]
    heirs = {heir.name: heir for unit in had if (heir := roster.heir(unit.name, both.later))}
    if spoken is None:
        if len(heirs) == 1:
            return next(iter(heirs.values()))
        raise Stop(
            f"{both.year}年的任务{number}有{len(heirs)}个单位，请用 --unit 说明是哪一个。",
            f"看有哪些：gongkai lookback {number}{both.past.place}",
        )
    unit = _meant(both, spoken)
    heir = roster.heir(unit.name, both.later)
    if heir is None:
        raise Stop(
            f"{both.later}年已经没有{unit.name}，名录里也没有写由谁承接。",
            "请在 data/units.yaml 里这个单位下写明 successor（承接单位）。",
        )
    if roster.find(unit.name) != heir:
        raise Stop(f"{unit.name}的职责由{heir.name}承接，请写 --unit {heir.name}。")
    if heir.name not in heirs:
        raise Stop(
            f"{both.year}年的任务{number}不由{heir.name}负责，也不由它承接的单位负责。",
            f"看那一年的任务：gongkai tasks {number}{both.past.place}",
        )
    return heir


def _must_be_open(both: Years, number: int, unit: Unit, *, correcting: bool) -> None:
    """Raises Stop where nothing is left to be said of the task, or somebody has said it."""
    told = both.now.shelf.lookbacks(unit).records
    settled = dispositions(both.year, told).get(number)
    if settled and not correcting:
        record, fact = settled
        raise Stop(
            f"{both.year}年的任务{number}已于{record.day}说明为{fact.outcome}（{record.name}）。",
            f"要改，请加 --corrects {record.name} --reason 更正的原因。",
        )
    units = forebears(both.past.book, both.now.book.roster, both.later, unit)
    left = [old for each in units for old in _olds(both, each)]
    if not any(old.then.item.task.id == number for old in left):
        raise Stop(
            f"{unit.name}{both.year}年的任务{number}不用回头看：{_why(both, number, units)}。"
        )


def _why(both: Years, number: int, units: Sequence[Unit]) -> str:
    past, end = both.past, span_of(both.past.book, both.now.as_of).end
    question = Question(past.book, end)
    entries = (
        each for unit in units for each in question.entries(unit, past.shelf.states(unit, end))
    )
    free = [each.standing in UNCOUNTED for each in entries if each.item.task.id == number]
    return "当年没有认领，或答复了不涉及" if all(free) else "当年已按时办结"


def _corrected(both: Years, unit: Unit, number: int, spoken: str) -> Record | None:
    """The 回头看 that a 更正 names. Raises Stop where there is none, or another task is its."""
    if not spoken:
        return None
    name = spoken.strip().replace("\\", "/").rpartition("/")[2]
    records = both.now.shelf.lookbacks(unit).records
    own = {each.name: each for each in records}
    found = own.get(name) or own.get(f"{name}.yaml")
    if found is None or number not in found.tasks:
        raise Stop(
            f"{unit.name}没有名为 {name} 的任务{number}的回头看记录，无从更正。",
            f"看已有的：gongkai lookback {number} --unit {unit.name}{both.past.place}",
        )
    if later := next((each for each in records if each.corrects == found.name), None):
        raise Stop(f"{found.name} 已由 {later.name} 更正，请更正那一条。")
    return found


def _must_fit(both: Years, unit: Unit, said: Mapping[str, Any]) -> None:
    """Raises Stop where an outcome lacks what it needs, or has what only another has."""
    outcome, to = said["outcome"], said["carried_to"]
    if outcome == Outcome.CARRIED_ON and to is None:
        raise Stop(
            "继续推进的，请用 --carried-to 写明转入本年的哪一项任务。",
            f"看本年的任务：gongkai units {unit.name}{both.now.place}",
        )
    if outcome != Outcome.CARRIED_ON and to is not None:
        raise Stop(f"{outcome}的不用写 --carried-to，只有继续推进的才转入本年的任务。")
    if outcome == Outcome.LAPSED and not said["reason"]:
        raise Stop("不再适用的，请用 --reason 写明原因。")
    if said["corrects"] and not said["reason"]:
        raise Stop("更正要写原因，请加 --reason 原因。")
    if to is not None:
        both.now.item(to, unit.name)
