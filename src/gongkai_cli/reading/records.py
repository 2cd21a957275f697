"""One unit's folder of a year → its records, with every fault at its line."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple, Never

from gongkai_cli.diagnostic import Diagnostic, Span, Unreadable
from gongkai_cli.domain.places import LOOKBACK, RECORDS, REVIEWS, UPDATES
from gongkai_cli.domain.record import (
    Claim,
    Decline,
    Evidence,
    ExtensionRequest,
    Fact,
    LookBack,
    Outcome,
    Progress,
    Record,
    Review,
    Step,
    Verdict,
)
from gongkai_cli.reading.canonical import read_canonical
from gongkai_cli.reading.source import MAX_RECORD_BYTES, decoded, parse
from gongkai_cli.reading.workspace import Workspace


class Folder(NamedTuple):
    """What was read of one unit: records that count, and what could not be read."""

    records: list[Record]
    faults: list[Diagnostic]


def read_folder(workspace: Workspace, folder: Path, files: list[str]) -> Folder:
    """The records of one unit's `folder`. A file that cannot be read is a fault, not a stop."""
    found = Folder([], [])
    place = workspace.relative(folder)
    found.faults.extend(_closed(f"{place}/{name}") for name in files if name in RECORDS)
    paths = [f"{place}/{name}" for name in files if name not in RECORDS]
    for file, data in workspace.read_all(paths, MAX_RECORD_BYTES):
        try:
            found.records.append(_record(data, file))
        except Unreadable as fault:
            found.faults.extend(fault.diagnostics)
    return found


def _closed(file: str) -> Diagnostic:
    """A part such as updates stands among the files where what it holds cannot be listed."""
    message = "不是能列出文件的文件夹，或是链接"
    return Diagnostic("G130", message, "请换成普通文件夹", Span(file))


def _record(data: bytes | Unreadable, file: str) -> Record:
    if isinstance(data, Unreadable):
        raise data
    return record_in(data, file)


def record_in(data: bytes, file: str) -> Record:
    """The record that is `data`, of `file`, which ends in updates/…, reviews/… or lookback/….

    Raises Unreadable.
    """
    if len(data) > MAX_RECORD_BYTES:
        limit = f"记录超过 {MAX_RECORD_BYTES // 1024} KB"
        _refuse("G109", limit, "请把材料放进佐证材料文件", file)
    _, folder, name = file.rsplit("/", 2)
    if folder == UPDATES and (record := read_canonical(data, name)):
        return record
    return _long_road(decoded(data, file), file, folder, name)


def _long_road(text: str, file: str, folder: str, name: str) -> Record:
    from gongkai_cli.reading.recognise import recognise_record

    source = parse(text, file)
    record = record_of(recognise_record(source, text), name)
    there = record.part
    if folder != there:
        message = f"这种记录不能放在 {folder}/ 里"
        hint = f"请移到 {there}/；核验只由办公室写在 {REVIEWS}/ 里"
        hint = f"请移到 {there}/；那里的任务序号是往年的" if there == LOOKBACK else hint
        raise Unreadable([Diagnostic("G301", message, hint, source.span(("type",)))])
    return record


def record_of(values: Mapping[str, Any], name: str) -> Record:
    """The values of a record's form as the record called `name`."""
    corrects, reason = values["corrects"] or "", values["reason"] or ""
    day = date.fromisoformat(values["date"])
    return Record(name, tuple(values["task"]), day, _fact(values), corrects, reason)


def _fact(values: Mapping[str, Any]) -> Fact:
    match values["type"]:
        case "进展":
            return _progress(values)
        case "认领":
            return Claim(values["owner"] or "", _day(values["start"]))
        case "不涉及":
            return Decline()
        case "延期申请":
            return ExtensionRequest(date.fromisoformat(values["until"]))
        case "回头看":
            return _looked_back(values)
        case _:
            until = _day(values["until"])
            return Review(Verdict(values["verdict"]), values["comment"] or "", until)


def _progress(values: Mapping[str, Any]) -> Progress:
    return Progress(
        step=Step(values["status"]),
        progress=values["progress"] or "",
        problem=values["problem"] or "",
        next=values["next"] or "",
        owner=values["owner"] or "",
        evidence=_evidence(values),
        measures=tuple((name, Decimal(value)) for name, value in values["measures"].items()),
        start=_day(values["start"]),
    )


def _looked_back(values: Mapping[str, Any]) -> LookBack:
    return LookBack(
        year=values["year"],
        outcome=Outcome(values["outcome"]),
        carried_to=values["carried_to"],
        progress=values["progress"] or "",
        evidence=_evidence(values),
        formerly=values["formerly"] or "",
    )


def _evidence(values: Mapping[str, Any]) -> tuple[Evidence, ...]:
    return tuple(
        Evidence(each["title"], each["url"] or "", each["file"] or "")
        for each in values["evidence"]
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _refuse(code: str, message: str, hint: str, file: str) -> Never:
    raise Unreadable([Diagnostic(code, message, hint, Span(file))])
