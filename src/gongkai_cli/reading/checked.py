"""The files of a year, each recognised and all of them held against each other.

Runs when a file has changed; see `book` for what happens on every other day.
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple

from gongkai_cli.diagnostic import Diagnostic, Span, Unreadable
from gongkai_cli.domain.roster import Roster, Unit
from gongkai_cli.reading import documents
from gongkai_cli.reading.bookforms import PLAN, POLICY, ROSTER, WORK_YEAR
from gongkai_cli.reading.draft.proposals import PENDING
from gongkai_cli.reading.forms import Form
from gongkai_cli.reading.recognise import recognise
from gongkai_cli.reading.source import Path, Source, decoded, parse
from gongkai_cli.reckoning.assignment import bind, deadline_of, nearest
from gongkai_cli.reckoning.phrases import PhraseError

Values = dict[str, Any]


class _Read(NamedTuple):
    """A file that has the right form."""

    source: Source
    values: Values


def checked_forms(files: Mapping[str, bytes | None]) -> Values:
    """The plain values of plan, roster, policy and work-day tables, in that order of `files`.

    A file that is not there is None; only the policy may be missing.

    Raises Unreadable with the faults of all files together; only where each file is sound by
    itself are they held against each other.
    """
    faults: list[Diagnostic] = []
    read: list[_Read] = []
    forms = [PLAN, ROSTER, POLICY]
    for number, (file, data) in enumerate(files.items()):
        form = forms[number] if number < len(forms) else WORK_YEAR
        try:
            read.append(_read(file, data, form))
        except Unreadable as fault:
            faults += fault.diagnostics
    if not faults:
        faults = list(_cross_faults(read[0], read[1]))
    if faults:
        raise Unreadable(faults)
    return _values(read)


def _read(file: str, data: bytes | None, form: Form) -> _Read:
    if data is None and form is not POLICY:
        hint = "请补上这个文件，写法见文件说明（docs/files.md）"
        raise Unreadable([Diagnostic("G131", "没有这个文件", hint, Span(file))])
    text = decoded(b"schema: 1" if data is None else data, file)
    source = parse(text, file)
    return _Read(source, recognise(source, form, text))


def _values(read: list[_Read]) -> Values:
    plan, roster, policy, *calendars = read
    for path, task in _tasks(plan.values):
        task["line"] = plan.source.span(path).line
    return {
        "file": plan.source.file,
        "plan": plan.values,
        "roster": roster.values,
        "policy": policy.values,
        "workdays": [_days(calendar.values) for calendar in calendars],
    }


def _days(values: Values) -> Values:
    """A work-day table with its holidays day by day."""
    spans = [
        (date.fromisoformat(each["from"]), date.fromisoformat(each["to"]))
        for each in values["holidays"]
    ]
    days = [
        start + timedelta(days=n) for start, end in spans for n in range((end - start).days + 1)
    ]
    return {**values, "holidays": [str(day) for day in days]}


def _tasks(plan: Values) -> Iterator[tuple[Path, Values]]:
    for s, section in enumerate(plan["sections"]):
        for t, topic in enumerate(section["topics"]):
            for n, task in enumerate(topic["tasks"]):
                yield ("sections", s, "topics", t, "tasks", n), task


def _cross_faults(plan: _Read, roster: _Read) -> Iterator[Diagnostic]:
    """What is wrong between sound files: repeated numbers and names, words nobody can place."""
    yield from _repeated_tasks(plan)
    yield from _repeated_names(roster)
    yield from _unknown_office(roster)
    yield from _unknown_successors(roster)
    known = documents.roster(roster.values)
    for path, values in _tasks(plan.values):
        yield from _misread(plan, values, path, known)


def _misread(plan: _Read, values: Values, path: Path, known: Roster) -> Iterator[Diagnostic]:
    """The phrases of one task that cannot be understood."""
    task = documents.task(values)
    span = plan.source.span
    try:
        bind(task, known)
    except PhraseError as error:
        hint = "请在 data/units.yaml 里补上这个单位或它的别名（aliases），或核对原文"
        yield Diagnostic("G203", f"任务{task.id}：{error}", hint, span((*path, "responsible")))
    try:
        deadline_of(task, plan.values["year"])
    except PhraseError as error:
        hint = "请在这项任务下写明 due: 日期，或改用通行的写法，如 6月底前、全年"
        yield Diagnostic("G204", f"任务{task.id}：{error}", hint, span((*path, "deadline")))


def _repeated_tasks(plan: _Read) -> Iterator[Diagnostic]:
    seen: set[int] = set()
    for path, values in _tasks(plan.values):
        if values["id"] in seen:
            span = plan.source.span((*path, "id"))
            yield Diagnostic("G201", f"任务序号 {values['id']} 重复", "每项任务用自己的序号", span)
        seen.add(values["id"])


def _repeated_names(roster: _Read) -> Iterator[Diagnostic]:
    """One name must mean one unit or one group."""
    seen: set[str] = set()
    for path, name in _names(roster.values):
        if name in seen:
            span = roster.source.span(path)
            yield Diagnostic("G202", f"名称“{name}”重复", "一个名称只指一个单位", span)
        seen.add(name)


def _names(roster: Values) -> Iterator[tuple[Path, str]]:
    for number, unit in enumerate(roster["units"]):
        yield ("units", number, "name"), unit["name"]
        if unit["full_name"] not in {None, unit["name"]}:
            yield ("units", number, "full_name"), unit["full_name"]
        for place, alias in enumerate(unit["aliases"]):
            yield ("units", number, "aliases", place), alias
    for number, group in enumerate(roster["groups"]):
        yield ("groups", number, "name"), group["name"]


def _unknown_office(roster: _Read) -> Iterator[Diagnostic]:
    office = roster.values["office"]
    if all(unit["name"] != office for unit in roster.values["units"]):
        span = roster.source.span(("office",))
        hint = "请在 units 里列出它，或改用 units 里的名称"
        if office == PENDING:
            hint = f"请把 office 的“{PENDING}”改成办公室的名称，办公室要在 units 里"
        yield Diagnostic("G205", f"办公室“{office}”不在名录里", hint, span)


def _unknown_successors(roster: _Read) -> Iterator[Diagnostic]:
    """Whoever took over must be known, and the way from one to the next must have an end."""
    known = documents.roster(roster.values)
    for number, unit in enumerate(known.units):
        span = roster.source.span(("units", number, "successor"))
        if unit.successor and known.find(unit.successor) is None:
            message = f"{unit.name}的承接单位“{unit.successor}”不在名录里"
            near = nearest(unit.successor, known.names())
            yield Diagnostic("G211", message + near, "请在 units 里列出它，或核对名称", span)
        elif _leads_back(unit, known):
            message = f"由{unit.name}的承接单位找下去，又回到了{unit.name}"
            yield Diagnostic("G212", message, "请核对 successor；没有承接单位的不用写", span)


def _leads_back(unit: Unit, roster: Roster) -> bool:
    """Whether `unit` is its own successor, sooner or later."""
    seen: set[str] = set()
    heir = roster.find(unit.successor)
    while heir and heir.name not in seen and heir.name != unit.name:
        seen.add(heir.name)
        heir = roster.find(heir.successor)
    return heir is not None and heir.name == unit.name
