"""Making one record: understood as any file would be, checked against the item, written once."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import date
from enum import StrEnum
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple
from unicodedata import normalize

from gongkai_cli.cli.session import Session, today
from gongkai_cli.cli.writing import must_be_inside, write_new
from gongkai_cli.cli.wrong import Stop
from gongkai_cli.domain.item import Basis, Item
from gongkai_cli.domain.record import (
    Claim,
    Decline,
    ExtensionRequest,
    Progress,
    Record,
    Step,
)
from gongkai_cli.domain.roster import Unit
from gongkai_cli.reading.listing import UPDATES
from gongkai_cli.reading.recognise import recognise_record
from gongkai_cli.reading.records import record_of
from gongkai_cli.reading.source import dump, parse
from gongkai_cli.reckoning.fold import UNTOUCHED, fold, obstacle
from gongkai_cli.reckoning.question import Question
from gongkai_cli.reckoning.standings import Entry

_ORDER = (
    "type", "task", "date", "status", "progress", "problem", "next", "owner", "evidence",
    "measures", "start", "until", "corrects", "reason",
)  # fmt: skip
EVIDENCE = "evidence"
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
        fact = self.record.fact
        return str(fact.step) if isinstance(fact, Progress) else _KINDS.get(type(fact).__name__, "")


class Desk:
    """One unit's desk: everything a new record of its is held against."""

    def __init__(self, session: Session, items: Sequence[Item]) -> None:
        """Sit down to report on `items`, which must be one unit's."""
        units = {item.unit.name: item.unit for item in items}
        if len(units) > 1:
            raise Stop(f"一份进展只能是一个单位的，这里有：{'、'.join(units)}。")
        self.session = session
        self.items = items
        self.unit: Unit = items[0].unit
        self.year = session.book.plan.year
        self.folder = session.workspace.ledger_folder(self.year, self.unit.name)
        self._copies: dict[Path, bytes] = {}

    def entry(self, item: Item) -> Entry:
        """How `item` stands today."""
        states = self.session.shelf.states(self.unit, self.session.as_of)
        entries = Question(self.session.book, self.session.as_of).entries(self.unit, states)
        return next(entry for entry in entries if entry.item.task.id == item.task.id)

    def default_day(self, corrects: str) -> date:
        """Today; for a 更正 the day of what it puts right, which it stands in for."""
        return self._corrected(corrects).day if corrects else today()

    def evidence(self, text: str) -> dict[str, str]:
        """标题=网址, 标题=文件, or either without a title, as the file has it."""
        title, given, place = text.partition("=")
        if not given or "://" in title or "?" in title:
            title, place = "", text
        if place.lower().startswith(("http://", "https://")):
            return {"title": title or place, "url": place}
        path = Path(place)
        if not path.is_file():
            raise Stop(f"找不到佐证材料“{place}”；网址请以 http:// 或 https:// 开头。")
        return {"title": title or path.stem, "file": self._kept(path)}

    def measures(self, texts: Sequence[str]) -> dict[str, str]:
        """名=数 for the 指标 of the tasks reported on."""
        names = [target.name for item in self.items for target in item.task.targets]
        found = {}
        for text in texts:
            name, _, value = text.partition("=")
            if name not in names:
                have = f"这里的指标有：{'、'.join(names)}" if names else "这里的任务没有指标"
                raise Stop(f"没有“{name}”这个指标；{have}。")
            found[name] = value
        return found

    def takes(self, day: date) -> bool:
        """Whether a record may be dated `day`."""
        return day <= today() and self.session.book.plan.takes(day)

    def must_take(self, day: date) -> None:
        """Raises Stop where no record may be dated `day`, saying why."""
        if day > today():
            raise Stop(f"{day} 还没有到，请写已经发生的日期。")
        if not self.takes(day):
            raise Stop(
                f"{day} 不在{self.year}年度之内（到次年3月31日为止），请用 --date 写明日期。"
            )

    def checked(self, kind: str, said: Mapping[str, Any]) -> Checked:
        """What was said as a record. Raises Unreadable for a wrong value, Stop for a wrong moment.

        Nothing is written.
        """
        numbers = [item.task.id for item in self.items]
        given = {
            **said,
            "type": kind,
            "task": numbers[0] if len(numbers) == 1 else numbers,
            "evidence": [self.evidence(each) for each in said["evidence"]],
            "measures": self.measures(said["measures"]),
        }
        text = dump({key: _typed(key, given[key]) for key in _ORDER if given.get(key)})
        known = recognise_record(parse(text, NEW), text)
        name = f"{numbers[0]}-{known['date']}-{sha256(text.encode()).hexdigest()}"
        record = record_of(known, name)
        self.must_take(record.day)
        self._possible(record)
        return Checked(text, name, record)

    def place(self, checked: Checked, digits: int = _SHORTEST) -> str:
        """Where the record goes, as a path inside the workspace."""
        name = checked.name[: len(checked.name) - 64 + digits]
        return self.session.workspace.relative(self.folder / UPDATES / f"{name}.yaml")

    def write(self, checked: Checked) -> str:
        """Write the record under a name that nobody has; the same words twice are one record."""
        data = checked.text.encode("utf-8")
        must_be_inside(self.folder / UPDATES / NEW, self.session.workspace.root)
        self._copy_evidence()
        for digits in range(_SHORTEST, 65, 2):
            path = self.session.workspace.root / (place := self.place(checked, digits))
            try:
                write_new(path, data)
            except FileExistsError:
                if path.read_bytes() == data:
                    raise Stop(
                        f"已有一条内容完全相同的记录 {place}，没有重复写入。", code=0
                    ) from None
            else:
                return place
        raise AssertionError(checked.name)

    def reminders(self, checked: Checked) -> list[str]:
        """What the office will ask for later, said while it can still be added."""
        fact = checked.record.fact
        policy = self.session.book.policy
        bare = isinstance(fact, Progress) and fact.step is Step.DONE and not fact.evidence
        if bare and policy.require_evidence:
            number = checked.record.tasks[0]
            again = (
                f"gongkai update {number} --unit {self.unit.name} --status 已完成 --evidence 网址"
            )
            return [f"提醒：申报已完成要附佐证材料，请补报一条：{again}"]
        return []

    def _corrected(self, name: str) -> Record:
        records = self.session.shelf.records(self.unit).records
        mine = [record for record in records if record.name in {name, f"{name}.yaml"}]
        if not mine:
            look = f"gongkai history {self.items[0].task.id} --unit {self.unit.name}"
            raise Stop(f"{self.unit.name}没有名为 {name} 的记录，无从更正。", f"看已有记录：{look}")
        return mine[0]

    def _kept(self, path: Path) -> str:
        """`path` inside the unit's folder; a file from elsewhere is copied to evidence/."""
        if path.resolve().is_relative_to(self.folder.resolve()):
            return path.resolve().relative_to(self.folder.resolve()).as_posix()
        place = self.folder / EVIDENCE / path.name
        data = path.read_bytes()
        there = self._copies.get(place) or (place.read_bytes() if place.exists() else data)
        if there != data:
            raise Stop(f"{place} 已有另一份同名材料，请改名后再附。")
        self._copies[place] = data
        return f"{EVIDENCE}/{path.name}"

    def _copy_evidence(self) -> None:
        """Before the record that names them, so that no record names what is not there."""
        for place, data in self._copies.items():
            must_be_inside(place, self.session.workspace.root)
            with suppress(FileExistsError):
                write_new(place, data)

    def _possible(self, record: Record) -> None:
        states = fold(self.session.shelf.records(self.unit).records, record.day)
        for item in self.items:
            number = item.task.id
            why = obstacle(states.get(number, UNTOUCHED), record) or self._unfit(item, record)
            if why:
                raise Stop(f"任务{number}不能这样报：{why}。")

    def _unfit(self, item: Item, record: Record) -> str:
        """Why a kind of record has no meaning for `item`, or nothing."""
        match record.fact:
            case Claim() | Decline() if item.basis is not Basis.OPEN:
                return f"责任单位写明了{self.unit.name}，不用认领，也不能答复不涉及"
            case ExtensionRequest(until=until):
                due = self.entry(item).due
                if due is None:
                    return "没有最后日期，不用申请延期"
                return f"现在的时限是{due}，延期要晚于这一天" if until <= due else ""
            case _:
                return ""


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
