"""One unit's folder of a year → its records, with every fault at its line."""

import os
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple, Never

from gongkai_cli.diagnostic import Diagnostic, Span, Unreadable
from gongkai_cli.domain.places import REVIEWS, UPDATES
from gongkai_cli.domain.record import (
    Claim,
    Decline,
    Evidence,
    ExtensionRequest,
    Fact,
    Progress,
    Record,
    Review,
    Step,
    Verdict,
)
from gongkai_cli.reading.canonical import read_canonical
from gongkai_cli.reading.listing import FOLDERS
from gongkai_cli.reading.source import MAX_RECORD_BYTES, decoded, parse
from gongkai_cli.reading.workspace import Workspace, reason

_USUAL_BYTES = 4096
_PLAIN_FILE = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
_PLAIN_FILE |= getattr(os, "O_BINARY", 0)
"""Links are refused, pipes do not wait for a writer, and Windows leaves line ends alone."""


class Folder(NamedTuple):
    """What was read of one unit: records that count, and what could not be read."""

    records: list[Record]
    faults: list[Diagnostic]


def read_folder(workspace: Workspace, folder: Path, files: list[str]) -> Folder:
    """The records of one unit's `folder`. A file that cannot be read is a fault, not a stop."""
    records, faults = [], []
    root, place = str(workspace.root), workspace.relative(folder)
    for name in files:
        try:
            records.append(read_record(root, f"{place}/{name}"))
        except Unreadable as fault:
            faults += fault.diagnostics
    return Folder(records, faults)


def read_record(root: str, file: str) -> Record:
    """The record in `file`, which ends in updates/… or reviews/…, of the workspace at `root`.

    Raises Unreadable.
    """
    if file.rsplit("/", 2)[1] not in FOLDERS:
        _refuse("G130", "不是能列出文件的文件夹，或是链接", "请换成普通文件夹", file)
    return record_in(_bytes(f"{root}/{file}", file), file)


def record_in(data: bytes, file: str) -> Record:
    """The record that is `data`, of `file`, which ends in updates/… or reviews/….

    Raises Unreadable.
    """
    if len(data) > MAX_RECORD_BYTES:
        limit = f"记录超过 {MAX_RECORD_BYTES // 1024} KB"
        _refuse("G109", limit, "请把材料放进佐证材料文件", file)
    _, folder, name = file.rsplit("/", 2)
    if folder == UPDATES and (record := read_canonical(data, name)):
        return record
    return _long_road(decoded(data, file), file, folder, name)


def _bytes(path: str, file: str) -> bytes:
    """A record's bytes; no link is followed, and little more is read than a record may hold."""
    try:
        handle = os.open(path, _PLAIN_FILE)
        try:
            data = os.read(handle, _USUAL_BYTES)  # a buffer of the full bound costs 20 µs a file
            if len(data) == _USUAL_BYTES:
                data += os.read(handle, MAX_RECORD_BYTES + 1 - _USUAL_BYTES)
        finally:
            os.close(handle)
    except OSError as error:
        _refuse("G130", f"读不了：{reason(error)}", "请换成普通文件", file)
    return data


def _long_road(text: str, file: str, folder: str, name: str) -> Record:
    from gongkai_cli.reading.recognise import recognise_record

    source = parse(text, file)
    record = record_of(recognise_record(source, text), name)
    if isinstance(record.fact, Review) != (folder == REVIEWS):
        there = REVIEWS if isinstance(record.fact, Review) else UPDATES
        message = f"这种记录不能放在 {folder}/ 里"
        hint = f"请移到 {there}/；核验只由办公室写在 {REVIEWS}/ 里"
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
        evidence=tuple(
            Evidence(each["title"], each["url"] or "", each["file"] or "")
            for each in values["evidence"]
        ),
        measures=tuple((name, Decimal(value)) for name, value in values["measures"].items()),
        start=_day(values["start"]),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _refuse(code: str, message: str, hint: str, file: str) -> Never:
    raise Unreadable([Diagnostic(code, message, hint, Span(file))])
