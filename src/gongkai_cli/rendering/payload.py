"""Reports for programs: English keys, the files' own values, ISO dates, one envelope for all."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from gongkai_cli.domain.commit import Commit, Happening, Trail
from gongkai_cli.domain.item import Item
from gongkai_cli.domain.plan import Target
from gongkai_cli.domain.policy import Policy
from gongkai_cli.domain.record import (
    Claim,
    Decline,
    Evidence,
    ExtensionRequest,
    Fact,
    LookBack,
    Progress,
    Record,
    Review,
)
from gongkai_cli.domain.roster import Unit
from gongkai_cli.reckoning.assignment import Duty
from gongkai_cli.reckoning.fold import Effect
from gongkai_cli.reckoning.ledgers import LedgerItem
from gongkai_cli.reckoning.overview import Tally
from gongkai_cli.reckoning.standings import Entry, Standing
from gongkai_cli.reckoning.waiting import ANSWERS, Waiting
from gongkai_cli.rendering.pages.changes import told, unit_of
from gongkai_cli.rendering.pages.history import Gone, file_of, what_changed
from gongkai_cli.rendering.pages.ledger import latest_progress, saying
from gongkai_cli.rendering.pages.queue import Asked, evidence_file, shortcomings

SCHEMA = "gongkai/1"
_KINDS: Mapping[type[Fact], str] = {
    Progress: "进展",
    Claim: "认领",
    Decline: "不涉及",
    ExtensionRequest: "延期申请",
    Review: "核验",
    LookBack: "回头看",
}
_SAYINGS = tuple(dict.fromkeys(key for kind in _KINDS for key in kind._fields))
_AS_IN_FILES = {"step": "status"}
_SPELLED = re.compile(
    "[\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]|#(?=#\\w*\\[)"
)


def to_json(kind: str, data: Any, *, year: int, as_of: date | None = None) -> str:
    """`data` in the envelope that every answer comes in."""
    envelope = {"schema": SCHEMA, "kind": kind, "as_of": _day(as_of), "year": year, "data": data}
    text = json.dumps(envelope, ensure_ascii=False, indent=1, default=str)
    return f"{_SPELLED.sub(_spelled_out, text)}\n"


def _spelled_out(letter: re.Match[str]) -> str:
    r"""A letter that a terminal or a build server obeys, as \uXXXX, the same to any reader."""
    return f"\\u{ord(letter[0]):04x}"


def task_data(duty: Duty, items: Iterable[Item], policy: Policy) -> dict[str, Any]:
    """A task, verbatim, with what was understood of it."""
    task, _, deadline = duty
    return {
        "id": task.id,
        "section": task.section,
        "topic": task.topic,
        "requirement": task.requirement,
        "responsible": task.responsible,
        "deadline": task.deadline,
        "units": [_party(item) for item in items],
        "due": _day(task.due or deadline.due),
        "cycle": deadline.cycle(policy.cycle),
        "carried": deadline.carried,
        "targets": [_target(target) for target in task.targets],
        "note": task.note or None,
    }


def unit_data(unit: Unit, items: Iterable[Item]) -> dict[str, Any]:
    """A unit with the numbers of its tasks."""
    return {
        "name": unit.name,
        "kind": unit.kind,
        "aliases": list(unit.aliases),
        "full_name": unit.full_name or None,
        "code": unit.code or None,
        "active_from": _day(unit.active_from),
        "active_until": _day(unit.active_until),
        "tasks": [{"task": item.task.id, "basis": item.basis.name.lower()} for item in items],
    }


def entry_data(entry: Entry) -> dict[str, Any]:
    """One item as it stands: the row that `overdue`, `status --by item` and ledgers share."""
    return {
        "task": entry.item.task.id,
        "unit": entry.item.unit.name,
        "basis": entry.item.basis.name.lower(),
        "status": entry.status,
        "standing": entry.standing,
        "due": _day(entry.due),
        "original_due": _day(entry.original_due),
        "days_late": entry.days_late,
        "missing_periods": [period.name for period in entry.missing],
        "unmet_targets": list(entry.unmet),
        "last_date": _day(entry.state.last),
        "finished_date": _day(entry.state.finished),
    }


def item_data(entry: Entry) -> dict[str, Any]:
    """One item with its wording and how it stands, for whoever has no plan beside it."""
    task, role = entry.item.task, entry.item.role
    return {
        **entry_data(entry),
        "role": role.name.lower() if role else None,
        "section": task.section,
        "topic": task.topic,
        "requirement": task.requirement,
        "responsible": task.responsible,
        "deadline": task.deadline,
    }


def record_data(unit: Unit, folder: str, records: Sequence[Record]) -> Iterator[dict[str, Any]]:
    """The `records` of `unit`, whose folder in the workspace is `folder`, each of them whole.

    Every row has every key that any kind of record has, None where this one says nothing.
    `corrected_by` names the record that puts this one right, so that it no longer counts.
    """
    put_right = {(each.part, each.corrects): each.name for each in records if each.corrects}
    for each in records:
        part = each.part
        yield {
            "unit": unit.name,
            "file": f"{folder}/{part}/{each.name}",
            "type": _KINDS[type(each.fact)],
            "task": list(each.tasks),
            "date": _day(each.day),
            **{_AS_IN_FILES.get(key, key): _said(each.fact, key) for key in _SAYINGS},
            "corrects": each.corrects or None,
            "reason": each.reason or None,
            "corrected_by": put_right.get((part, each.name)),
        }


def ledger_data(each: LedgerItem) -> dict[str, Any]:
    """A ledger's item: its standing, its latest report and its records."""
    latest = latest_progress(each.course)
    standing = entry_data(each.entry) if each.entry else {}
    return {
        **standing,
        "section": each.item.task.section,
        "topic": each.item.task.topic,
        "requirement": each.item.task.requirement,
        "responsible": each.item.task.responsible,
        "deadline": each.item.task.deadline,
        **_progress(latest[1] if latest else None),
        "records": [effect_data(effect) for effect in each.course],
    }


def effect_data(effect: Effect) -> dict[str, Any]:
    """A record and what it changed."""
    return {
        "file": file_of(effect),
        "date": _day(effect.record.day),
        "says": saying(effect.record),
        "status_before": effect.before.status,
        "status_after": effect.after.status,
        "effect": what_changed(effect) or None,
        "not_counted": effect.unapplied or None,
        "corrects": effect.record.corrects or None,
    }


def waiting_data(each: Waiting, asked: Asked) -> dict[str, Any]:
    """One matter for programs."""
    item, unit = each.entry.item, each.entry.item.unit.name
    return {
        "task": item.task.id,
        "unit": unit,
        "matter": each.matter,
        "since": _day(each.since),
        "days_waiting": each.days(asked.as_of),
        "says": saying(each.said),
        "due": _day(each.entry.due),
        "original_due": _day(each.entry.original_due),
        "until": _day(each.until),
        "unmet_targets": list(each.entry.unmet),
        "shortcomings": shortcomings(each, require_evidence=asked.require_evidence),
        "evidence": [
            {
                "title": e.title,
                "url": e.url or None,
                "file": evidence_file(e, unit, asked.year) or None,
            }
            for e in each.evidence
        ],
        "verdicts": list(ANSWERS[each.matter]),
    }


def trail_data(trail: Trail | None) -> dict[str, Any]:
    """The day a record came into the repository, who brought it, and who changed it there.

    None where it is not known: there is no repository, or the record is not committed.
    """
    came = trail.recorded if trail else None
    return {
        "recorded": _day(came.day) if came else None,
        "recorded_by": came.author if came else None,
        "altered": [_commit(each) for each in trail.altered] if trail else [],
        "deleted": _commit(trail.deleted) if trail and trail.deleted else None,
    }


def gone_data(gone: Gone) -> dict[str, Any]:
    """A record that was taken away again: as `effect_data`, with nothing changed by it."""
    return {
        "file": gone.file,
        "date": _day(gone.record.day),
        "says": saying(gone.record),
        "status_before": None,
        "status_after": None,
        "effect": None,
        "not_counted": "已被删除",
        "corrects": gone.record.corrects or None,
        **trail_data(gone.trail),
    }


def change_data(happening: Happening) -> dict[str, Any]:
    """One change in the workspace; `commit` is None where nobody has committed it."""
    commit = happening.commit
    return {
        "date": _day(happening.day),
        "unit": unit_of(happening) or None,
        "says": told(happening),
        "file": happening.file,
        "how": happening.how.value,
        "by": commit.author if commit else None,
        "subject": commit.subject if commit else None,
        "commit": commit.mark if commit else None,
    }


def _commit(commit: Commit) -> dict[str, Any]:
    return {"date": _day(commit.day), "by": commit.author}


def tally_data(tally: Tally) -> dict[str, Any]:
    """A group's figures, every 进度 under its own word."""
    return {
        "key": tally.key,
        "bound": tally.bound,
        "done": tally.done,
        "standings": {str(each): tally.counts[each] for each in Standing},
    }


def _party(item: Item) -> dict[str, Any]:
    role = item.role.name.lower() if item.role else None
    return {"name": item.unit.name, "basis": item.basis.name.lower(), "role": role}


def _target(target: Target) -> dict[str, Any]:
    return {
        "name": target.name,
        "at_least": _number(target.at_least),
        "unit": target.unit,
        "add_up": target.add_up,
        "scope": target.scope,
    }


def _number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)


def _progress(fact: Progress | None) -> dict[str, Any]:
    if fact is None:
        return {"owner": None, "progress": None, "problem": None, "next": None, "evidence": []}
    return {
        "owner": fact.owner or None,
        "progress": fact.progress,
        "problem": fact.problem or None,
        "next": fact.next or None,
        "evidence": _evidence(fact.evidence),
    }


def _said(fact: Fact, key: str) -> Any:
    """What `fact` says under `key`, in plain values; None where it says nothing."""
    value = getattr(fact, key, None)
    if key == "evidence":
        return _evidence(value or ())
    if key == "measures":
        return {name: _number(number) for name, number in value or ()}
    return _day(value) if isinstance(value, date) else value or None


def _evidence(pieces: Iterable[Evidence]) -> list[dict[str, str]]:
    return [{"title": each.title, "url": each.url, "file": each.file} for each in pieces]


def _day(day: date | None) -> str | None:
    return str(day) if day else None
