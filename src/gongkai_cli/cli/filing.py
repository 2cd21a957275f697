"""Filing one record: understood as any file would be, named by what it says, written once.

Whose record it is and what it may say of an item is for whoever files it: a unit at its `desk`,
the office in its `reviewing`.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date
from enum import StrEnum
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple
from unicodedata import normalize

from gongkai_cli.cli.public import given_away
from gongkai_cli.cli.session import Session, today
from gongkai_cli.cli.writing import holds, must_be_inside, write_new
from gongkai_cli.cli.wrong import Stop
from gongkai_cli.domain.record import LookBack, Progress, Record, Review
from gongkai_cli.reading.recognise import recognise_record
from gongkai_cli.reading.records import record_of
from gongkai_cli.reading.source import dump, parse

_ORDER = (
    "type", "year", "formerly", "task", "date", "status", "outcome", "carried_to", "progress",
    "problem", "next", "owner", "evidence", "measures", "start", "verdict", "comment", "until",
    "corrects", "reason",
)  # fmt: skip
NEW = "新记录"
_SHORTEST = 6


_KINDS = {"Claim": "认领", "Decline": "不涉及", "ExtensionRequest": "申请延期"}


class Checked(NamedTuple):
    """A record that may be written: its text, its file's name, and what it says."""

    text: str
    name: str
    record: Record

    def in_short(self) -> str:
        """The record in the few letters of a commit message."""
        match self.record.fact:
            case Progress(step=step):
                return str(step)
            case Review(verdict=verdict):
                return str(verdict)
            case LookBack(outcome=outcome):
                return f"回头看{outcome}"
            case fact:
                return _KINDS.get(type(fact).__name__, "")


class Written(NamedTuple):
    """Where a record stands, and whether it was not there before."""

    place: str
    new: bool


def formed(kind: str, numbers: Sequence[int], said: Mapping[str, Any]) -> Checked:
    """What was `said` of the tasks `numbers`, as a record. Raises Unreadable for a wrong value.

    Values are given as a record's file has them; nothing is written. Raises Stop for what may not
    be published.
    """
    task = numbers[0] if len(numbers) == 1 else list(numbers)
    given = {**said, "type": kind, "task": task}
    text = dump({key: _typed(key, given[key]) for key in _ORDER if given.get(key)})
    known = recognise_record(parse(text, NEW), text)
    for value in _texts(said):
        if reason := given_away(value):
            raise Stop(reason)
    name = f"{numbers[0]}-{known['date']}-{sha256(text.encode()).hexdigest()}"
    return Checked(text, name, record_of(known, name))


def called(spoken: str, folder: str, own: Iterable[Record]) -> tuple[str, Record | None]:
    """A record's bare name, and which of `own` it is, if any.

    A person may have written it with or without its `folder` (a path in the workspace) and ending.
    """
    name = spoken.strip().replace("\\", "/")
    for start in (folder, folder.rpartition("/")[2]):
        name = name.removeprefix(f"{start}/")
    known = {each.name: each for each in own}
    return name, known.get(name) or known.get(f"{name}.yaml")


def must_still_count(found: Record, among: Iterable[Record]) -> None:
    """Raises Stop where one `among` those at hand has put `found` right already."""
    if later := next((each for each in among if each.corrects == found.name), None):
        raise Stop(f"{found.name} 已由 {later.name} 更正，请更正那一条。")


def _texts(said: object) -> Iterator[str]:
    """Every text in what was said, however deep."""
    if isinstance(said, str):
        yield said
    elif isinstance(said, Mapping):
        for value in said.values():
            yield from _texts(value)
    elif isinstance(said, list):
        for value in said:
            yield from _texts(value)


def place_of(checked: Checked, folder: Path, digits: int = _SHORTEST) -> Path:
    """Where the record goes in `folder`, its name as short as `digits` of its hash make it."""
    return folder / f"{checked.name[: len(checked.name) - 64 + digits]}.yaml"


def file_away(checked: Checked, folder: Path, root: Path) -> Written:
    """Write the record into `folder` under a name that nobody has; the same words are one record.

    Raises CannotWrite, also where a link leads out of the workspace `root`.
    """
    data = checked.text.encode("utf-8")
    must_be_inside(folder / NEW, root)
    for digits in range(_SHORTEST, 65, 2):
        path = place_of(checked, folder, digits)
        place = path.relative_to(root).as_posix()
        try:
            write_new(path, data)
        except FileExistsError:
            if holds(path, data):
                return Written(place, new=False)
        else:
            return Written(place, new=True)
    raise AssertionError(checked.name)


def must_take(session: Session, day: date, remedy: str = "请用 --date 写明日期") -> None:
    """Raises Stop where no record of the year may be dated `day`, saying why and what to do."""
    plan = session.book.plan
    if day > today():
        raise Stop(f"{day} 还没有到，请写已经发生的日期。")
    if not plan.takes(day):
        raise Stop(f"{day} 不在{plan.year}年度之内（到次年3月31日为止），{remedy}。")


def _typed(key: str, value: object) -> object:
    """Enum members as their words; numbers of measures as numbers."""
    if isinstance(value, dict) and key == "measures":
        return {name: _number(each) for name, each in value.items()}
    return str(value) if isinstance(value, StrEnum) else value


def _number(text: str) -> int | float | str:
    """A number for the file where it loses no digit; the door judges anything else as it came."""
    text = normalize("NFKC", text)
    for kind in (int, float):
        with suppress(ValueError):
            if str(number := kind(text)) == text:
                return number
    return text
