"""回头看 at work: two years side by side, what is left of the earlier one, and filing what is said.

The earlier year is read as it was, with all that any later year said of it; whatever is said now
goes into the folders of the year at hand.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any, NamedTuple

from gongkai_cli.cli.console import tell, tell_whole
from gongkai_cli.cli.evidence import Materials
from gongkai_cli.cli.filed import commit_of, followed
from gongkai_cli.cli.filing import (
    NEW,
    Checked,
    file_away,
    formed,
    must_still_count,
    must_take,
)
from gongkai_cli.cli.session import Session, today
from gongkai_cli.cli.writing import must_be_inside
from gongkai_cli.cli.wrong import Stop, known_unit
from gongkai_cli.domain.places import LOOKBACK
from gongkai_cli.domain.record import LookBack, Outcome, Record
from gongkai_cli.domain.roster import Unit
from gongkai_cli.reading.book import years
from gongkai_cli.reading.recordforms import LOOK_BACK
from gongkai_cli.reckoning.fold import effects
from gongkai_cli.reckoning.lookback import (
    Disposition,
    Legacy,
    Line,
    Old,
    Retrospect,
    dispositions,
    is_routine,
    latest,
    legacy,
    span_of,
    still_waits,
    to_look_at,
)
from gongkai_cli.reckoning.overview import UNCOUNTED
from gongkai_cli.reckoning.question import Question
from gongkai_cli.reckoning.standings import Entry


class Years(NamedTuple):
    """The year looked back at, and every later one on record.

    Of these the last is the year at hand, which keeps what is said now.
    """

    past: Session
    since: tuple[Session, ...]

    @property
    def now(self) -> Session:
        """The year at hand."""
        return self.since[-1]

    @property
    def year(self) -> int:
        """The number of the year looked back at."""
        return self.past.book.plan.year

    @property
    def later(self) -> int:
        """The number of the year at hand."""
        return self.now.book.plan.year


@contextmanager
def two_years(session: Session) -> Iterator[Years]:
    """The year asked about (else the one before the year in hand) and all that came after it.

    Raises Stop where there is no such year, or where it is not over on the day asked about. What
    could not be read of any is said at the end.
    """
    hand = session.in_year(None)
    opened = [hand]
    try:
        at_hand = hand.book.plan.year
        known = sorted({at_hand, *years(hand.workspace)})
        before = [each for each in known if each < at_hand]
        year = session.asked_year or max(before, default=at_hand - 1)
        _must_be_past(hand, year, known)
        past = session.in_year(year)
        between = [session.in_year(each) for each in known if year < each < at_hand]
        opened += [past, *between]
        if hand.as_of <= span_of(past.book, hand.as_of).end:
            raise Stop(f"到{hand.as_of}，{year}年还没有过完，还不到回头看的时候。")
        yield Years(past, (*between, hand))
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
    routine = waiting = 0
    for had in both.past.units(()):
        heir = both.now.book.roster.heir(had.name, both.later)
        if wanted.isdisjoint({had.name, heir.name if heir else had.name}) and spoken:
            continue
        every = [each for each in _all(both, had) if number in {None, each.then.item.task.id}]
        waiting += sum(map(still_waits, every))
        olds = list(filter(to_look_at, every))
        routine += sum(_is_routine(both, old) for old in olds)
        left = [old for old in olds if not _is_routine(both, old)]
        found += _lines(both, had, heir, left)
    span = span_of(both.past.book, both.now.as_of)
    return Retrospect(both.year, both.now.as_of, span, tuple(found), routine, waiting)


def _meant(both: Years, name: str) -> Unit:
    """The unit of either year that `name` means, of the later year first. Raises Stop."""
    now, past = both.now.book.roster, both.past.book.roster
    return now.search(name) or past.search(name) or known_unit(name, now)


def _olds(both: Years, unit: Unit) -> list[Old]:
    """The earlier year's items of `unit` that were not done in time."""
    return list(filter(to_look_at, _all(both, unit)))


def _all(both: Years, unit: Unit) -> list[Old]:
    """The earlier year's items of `unit`, at its end and as they came to stand."""
    past, span = both.past, span_of(both.past.book, both.now.as_of)
    then, later = (
        Question(past.book, day).entries(unit, past.shelf.states(unit, day))
        for day in (span.end, span.last)
    )
    return list(map(Old, then, later))


def _is_routine(both: Years, old: Old) -> bool:
    return is_routine(old, both.past.duty(old.then.item.task.id))


def _lines(both: Years, had: Unit, heir: Unit | None, olds: Sequence[Old]) -> Iterator[Line]:
    if not olds:
        return
    past, span = both.past, span_of(both.past.book, both.now.as_of)
    records = past.shelf.records(had).records
    said = _said(both, had, both.now.as_of)
    past.shelf.note(past.shelf.records(had).faults)
    for old in olds:
        item = old.then.item
        course = tuple(effects(records, item.task.id, span.last, item.basis))
        settled = said.get(item.task.id)
        yield Line(old, heir, course, settled, _carried(both, settled))


def _carried(both: Years, settled: Disposition | None) -> Entry | None:
    """How the task stands now into which an item was carried, in the year that carried it."""
    if settled is None or settled.fact.carried_to is None:
        return None
    session = next(each for each in both.since if each.book.plan.year == settled.year)
    [unit] = session.units([settled.unit])
    entries = Question(session.book, session.as_of).entries(
        unit, session.shelf.states(unit, session.as_of)
    )
    wanted = settled.fact.carried_to
    return next((each for each in entries if each.item.task.id == wanted), None)


def _said(both: Years, had: Unit, as_of: date | None = None) -> Mapping[int, Disposition]:
    """What stands of each item of `had`, in whatever year it was said, as known on `as_of`."""
    found: defaultdict[int, list[Disposition]] = defaultdict(list)
    for session in both.since:
        if unit := session.book.roster.heir(had.name, session.book.plan.year):
            folder = session.shelf.lookbacks(unit)
            session.shelf.note(folder.faults)
            told = dispositions(_legacy(both, session, unit), folder.records, as_of)
            for (name, number), each in told.items():
                if name == had.name:
                    found[number].append(each)
    return {number: latest(several) for number, several in found.items()}


def _legacy(both: Years, session: Session, unit: Unit) -> Legacy:
    """What `unit`, of the later year of `session`, answers for."""
    return legacy(both.past.book, both.past.duties, session.book, unit)


# --- saying what became of one --------------------------------------------------------------------


def say(both: Years, number: int, spoken: str | None, said: Mapping[str, Any]) -> None:
    """File what was `said` of task `number` of the earlier year, and renew the unit's ledger.

    Raises Stop for what cannot be said of it, Unreadable for a wrong value, CannotWrite.
    """
    now = both.now
    now.must_be_writable()
    unit = _answering(both, number, spoken)
    wrong = _corrected(both, unit, number, str(said["corrects"]))
    formerly = _formerly(both, unit, number, str(said["formerly"]), wrong)
    _must_fit(both, unit, said)
    folder = now.workspace.ledger_folder(both.later, unit.name)
    materials = Materials(folder, now.workspace.root)
    evidence = [materials.piece(each) for each in said["evidence"]]
    day = said["date"] or (wrong.day if wrong else today())
    named = {"year": both.year, "formerly": formerly, "evidence": evidence, "date": day}
    named |= {"corrects": wrong.name if wrong else ""}
    numbers = wrong.tasks if wrong else (number,)
    checked = formed(LOOK_BACK, numbers, {**said, **named})
    must_take(now, checked.record.day)
    must_be_inside(folder / LOOKBACK / NEW, now.workspace.root)
    materials.copy()
    _file(both, unit, checked, formerly)


def _file(both: Years, unit: Unit, checked: Checked, formerly: str) -> None:
    """Write the record, bring the ledger up to date, say how to commit both."""
    now = both.now
    folder = now.workspace.ledger_folder(both.later, unit.name)
    place, new = file_away(checked, folder / LOOKBACK, now.workspace.root)
    followed(now, unit, f"已写入 {place}", new=new)
    numbers = "、".join(map(str, checked.record.tasks))
    if formerly:
        tell(f"这一条说的是{formerly}{both.year}年的任务{numbers}。")
    former = f"（原{formerly}）" if formerly else ""
    message = f"{unit.name}：{both.year}年任务{numbers}{former}{checked.in_short()}"
    tell_whole(f"提交：{commit_of([folder], message)}")


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


def _formerly(both: Years, unit: Unit, number: int, spoken: str, wrong: Record | None) -> str:
    """What the record is to say under `formerly`: whose task it was, where that is not plain.

    Raises Stop where nothing is left to be said, somebody has said it, or several units had it.
    """
    left = _legacy(both, both.now, unit)
    kept = wrong.fact.formerly if wrong and isinstance(wrong.fact, LookBack) else ""
    meant = left.meant(number, kept) if wrong and not spoken else None
    had = [meant] if meant else list(left.owners[number])
    if spoken:
        had = [_former(both, left, number, spoken)]
    due = [each for each in had if _is_due(both, each, number)]
    if not due:
        names = "、".join(each.name for each in had)
        raise Stop(f"{names}{both.year}年的任务{number}不用回头看：{_why(both, number, had)}。")
    free = [each for each in due if not _is_settled(both, each, number, wrong)]
    if len(free) > 1:
        names = "、".join(each.name for each in free)
        raise Stop(
            f"{names}{both.year}年都有任务{number}要回头看，现在都由{unit.name}说明。",
            "请用 --formerly 写明这一条说的是哪个单位当年的任务，"
            f"如 --formerly {free[-1].name}；各写一条。",
        )
    if not free:
        raise _already(both, unit, number, _said(both, due[0])[number])
    return kept if meant else left.spelled(number, free[0])


def _former(both: Years, left: Legacy, number: int, spoken: str) -> Unit:
    """The unit of then that was `spoken` of, by a name of either year. Raises Stop."""
    then, now = both.past.book.roster.search(spoken), left.roster.search(spoken)
    had = left.owners[number]
    own = [each for each in had if each == then]
    own += [each for each in had if now and left.roster.find(each.name) == now]
    if own:
        return own[0]
    names = "、".join(each.name for each in had)
    raise Stop(
        f"{both.year}年的任务{number}不由{spoken}负责，或者它的职责不由{left.unit.name}承接。",
        f"当年有这项任务、现在由{left.unit.name}说明的：{names}。",
    )


def _is_due(both: Years, had: Unit, number: int) -> bool:
    return any(old.then.item.task.id == number for old in _olds(both, had))


def _is_settled(both: Years, had: Unit, number: int, wrong: Record | None) -> bool:
    """Whether somebody has spoken of it already; what is put right now does not count."""
    said = _said(both, had).get(number)
    return said is not None and said.record != wrong


def _already(both: Years, unit: Unit, number: int, said: Disposition) -> Stop:
    record, outcome = said.record, said.fact.outcome
    told = f"{both.year}年的任务{number}已于{record.day}说明为{outcome}"
    if (said.year, said.unit) == (both.later, unit.name):
        how = f"要改，请加 --corrects {record.name} --reason 更正的原因。"
        return Stop(f"{told}（{record.name}）。", how)
    return Stop(
        f"{told}（{said.file}）。",
        f"那一条在{said.year}年的台账里；要改，在同一个文件夹里新增一条更正"
        f"（corrects: {record.name}），日期要在{said.year}年度之内（到次年3月31日为止）。",
    )


def _why(both: Years, number: int, had: Sequence[Unit]) -> str:
    entries = (old.then for each in had for old in _all(both, each))
    free = [each.standing in UNCOUNTED for each in entries if each.item.task.id == number]
    return "当年没有认领，或答复了不涉及" if all(free) else "当年已按时完成"


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
    must_still_count(found, records)
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
