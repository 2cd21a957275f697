"""Rules of the change itself: what a branch may not do to what has landed, or to others' files."""

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple

from gongkai_cli.checking.case import Finding
from gongkai_cli.checking.personal import masked
from gongkai_cli.domain.change import Change, Edit, How
from gongkai_cli.domain.places import EVIDENCE, LEDGER, LOOKBACK, REVIEWS, UPDATES, Place, place_of
from gongkai_cli.domain.plan import Plan, Task
from gongkai_cli.domain.roster import Roster

_ARCHIVE = "data/archive/"
_ALIKE = 0.5
"""Half of the pairs of neighbouring letters in common: the same requirement, reworded."""

_SHORT = 20
_POLICY = re.compile(rf"{_ARCHIVE}[^/]+/policy\.yaml")


class Branch(NamedTuple):
    """Whose change it is: the unit's official name and whether it is the office."""

    unit: str
    is_office: bool


def change_findings(
    change: Change, branch: Branch | None, rosters: Mapping[str, Roster] = MappingProxyType({})
) -> Iterator[Finding]:
    """What it does to landed records and evidence and, where `branch` is known, to others.

    `rosters` are those after the change, by year: where a unit goes by a new name and keeps the old
    one as an alias, its files of that year may move to the new folder as they are.
    """
    yield from _archived(change)
    for edit in change.edits:
        if not _moved_house(edit, rosters):
            yield from _landed(edit)
        if branch:
            for file in dict.fromkeys((edit.file, edit.was)):
                yield from _trespass(file, branch) if file else ()
    for file in change.outside if branch and not branch.is_office else ():
        yield Finding("G405", file, "这个文件不归本单位管", "请从这次提交中去掉它")


def plan_findings(before: Plan, after: Plan) -> Iterator[Finding]:
    """G407, G408, G410, G411: the landed tasks of a year, held against what the plan says now."""
    now = {task.id: task for task in after.tasks}
    for was in before.tasks:
        if was.id not in now:
            message = f"任务{was.id}被删除"
            hint = "印发的任务不能删除；不再办理的，请在 note 里写明"
            yield Finding("G410", after.file, message, hint)
        else:
            for rule in (_reused, _moved, _reworded):
                yield from rule(was, now[was.id], after.file)


def _landed(edit: Edit) -> Iterator[Finding]:
    """G401, G402, G403, G409: records and evidence are only ever added."""
    landed = place_of(edit.was or edit.file)
    if edit.how is How.ADDED or landed is None:
        return
    if landed.part == EVIDENCE:
        hint = "佐证材料只增不改；请恢复原样，新的材料另取名称"
        yield Finding("G409", edit.file, f"已入库的佐证材料{_DONE[edit.how]}", hint)
    elif landed.is_record:
        name = landed.rest
        message = f"已入库的记录{_DONE[edit.how]}"
        message += f"，原名 {edit.was}" if edit.was else ""
        hint = f"记录只增不改，请恢复原样；要更正请新增一条（corrects: {name}）"
        yield Finding(_CODES[edit.how], edit.file, message, hint)


def _archived(change: Change) -> Iterator[Finding]:
    """G412: a closed year answers every question as it did on the day that it was closed.

    A year may come into the archive whole, or be completed there; where its plan and roster stand
    already, a policy of its own would judge it anew.
    """
    come = {edit.file for edit in change.edits if edit.how in {How.ADDED, How.RENAMED}}
    hint = "归档的往年一字不改，请恢复原样"
    for edit in change.edits:
        landed = edit.was or edit.file
        year = edit.file.rpartition("/")[0]
        begun = come.isdisjoint({f"{year}/tasks.yaml", f"{year}/units.yaml"})
        if edit.how is not How.ADDED and landed.startswith(_ARCHIVE):
            message = f"已归档的文件{_DONE[edit.how]}" + (f"，原名 {edit.was}" if edit.was else "")
            yield Finding("G412", edit.file, message, hint)
        elif edit.file in come and begun and _POLICY.fullmatch(edit.file):
            yield Finding("G412", edit.file, "已归档的年度添了口径", hint)


def _moved_house(edit: Edit, rosters: Mapping[str, Roster]) -> bool:
    """Whether a file went, unchanged, to the folder of its unit's new name."""
    old, new = place_of(edit.was), place_of(edit.file)
    roster = rosters.get(old.year) if old else None
    if edit.how is not How.RENAMED or not (old and new and roster):
        return False
    unit = roster.find(old.unit)
    return unit is not None and old._replace(unit=new.unit) == new and unit.name == new.unit


_CODES = {How.EDITED: "G401", How.DELETED: "G402", How.RENAMED: "G403"}
_DONE = {How.EDITED: "被修改", How.DELETED: "被删除", How.RENAMED: "被改名"}


_SHARED = frozenset({LEDGER, LOOKBACK})
"""What the office writes in any unit's folder, besides its answers: 回头看 is for both to say."""


def _trespass(file: str, branch: Branch) -> Iterator[Finding]:
    """G404, G405, G406: whose file it is."""
    place = place_of(file)
    if place and place.part == REVIEWS:
        if not branch.is_office:
            hint = "核验只由办公室写；请从这次提交中去掉它"
            yield Finding("G406", file, f"{branch.unit}动了核验", hint)
    elif place and place.unit != branch.unit and not (branch.is_office and place.part in _SHARED):
        hint = "记录和佐证材料只由各单位自己写；请从这次提交中去掉它"
        yield Finding("G404", file, f"动了{place.unit}的文件", hint)
    elif not (branch.is_office or _is_its_own(place)):
        hint = "单位只改动自己文件夹里的记录、佐证材料和台账；请从这次提交中去掉它"
        yield Finding("G405", file, "这个文件不归本单位管", hint)


def _is_its_own(place: Place | None) -> bool:
    return place is not None and place.part in {UPDATES, LOOKBACK, EVIDENCE, LEDGER}


def _reused(was: Task, now: Task, file: str) -> Iterator[Finding]:
    if was.requirement != now.requirement and _likeness(was.requirement, now.requirement) < _ALIKE:
        message = f"任务{was.id}原来是“{_short(was.requirement)}”，现在是另一项任务"
        hint = "序号不能再用；新任务请用新的序号"
        yield Finding("G407", file, message, hint, ("tasks", was.id, "requirement"))


def _moved(was: Task, now: Task, file: str) -> Iterator[Finding]:
    """A time limit may be put right, but whoever reads it later must be told."""
    for key, old, new in (("deadline", was.deadline, now.deadline), ("due", was.due, now.due)):
        if old != new and not _noted(was, now):
            message = f"任务{was.id}的完成时限由“{old or '未写'}”改为“{new or '未写'}”，没有备注"
            hint = "请恢复原样，或在 note 里写明修改的依据；延期请由单位申请、办公室准予"
            yield Finding("G408", file, message, hint, ("tasks", was.id, key))


def _reworded(was: Task, now: Task, file: str) -> Iterator[Finding]:
    """The wording is the issued document's; whoever puts it right says so."""
    if was.responsible != now.responsible and not _noted(was, now):
        yield _rewording(was, file, "responsible")
    close = _likeness(was.requirement, now.requirement) >= _ALIKE
    if was.requirement != now.requirement and close and not _noted(was, now):
        yield _rewording(was, file, "requirement")


def _rewording(task: Task, file: str, key: str) -> Finding:
    hint = "原文应与印发的文件一字不差；更正整理时的错漏，请在 note 里写明"
    message = f"任务{task.id}的原文被修改，没有备注"
    return Finding("G411", file, message, hint, ("tasks", task.id, key))


def _noted(was: Task, now: Task) -> bool:
    return bool(now.note) and now.note != was.note


def _likeness(one: str, other: str) -> float:
    """The share of pairs of neighbouring letters that two texts have in common, from 0 to 1.

    Linear, unlike difflib's: a change may come from anyone.
    """
    ours, theirs = _pairs(one), _pairs(other)
    return 2 * len(ours & theirs) / ((len(ours) + len(theirs)) or 1)


def _pairs(text: str) -> set[str]:
    return {text[at : at + 2] for at in range(len(text) - 1)} or {text}


def _short(text: str) -> str:
    """Masked before it is cut: half a number would no longer be known for one."""
    text = masked(text)
    return text if len(text) <= _SHORT else f"{text[:_SHORT]}…"
