"""A unit's desk: everything a new record of its own is held against before it is filed."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from gongkai_cli.cli.evidence import Materials
from gongkai_cli.cli.filing import (
    NEW,
    Checked,
    Written,
    called,
    file_away,
    formed,
    must_still_count,
    must_take,
    place_of,
)
from gongkai_cli.cli.session import Session, today
from gongkai_cli.cli.shell import quoted
from gongkai_cli.cli.writing import must_be_inside
from gongkai_cli.cli.wrong import Stop
from gongkai_cli.domain.item import Item
from gongkai_cli.domain.places import UPDATES
from gongkai_cli.domain.record import ExtensionRequest, Progress, Record, Review, Step
from gongkai_cli.domain.roster import Unit
from gongkai_cli.reckoning.answered import grounds, objection, passed_over
from gongkai_cli.reckoning.fold import UNTOUCHED, counting, fold, idle, obstacle
from gongkai_cli.reckoning.question import Question, States
from gongkai_cli.reckoning.standings import Entry


class Desk:
    """One unit's desk: everything a new record of its is held against."""

    def __init__(
        self, session: Session, items: Sequence[Item], told: Sequence[Record] | None = None
    ) -> None:
        """Sit down to report on `items`, which must be one unit's.

        `told` are the unit's records, where they are at hand; None: they are read when needed.
        """
        units = {item.unit.name: item.unit for item in items}
        if len(units) > 1:
            raise Stop(f"一份进展只能是一个单位的，这里有：{'、'.join(units)}。")
        self.session = session
        self.items = items
        self._told = told
        self.unit: Unit = items[0].unit
        self.year = session.book.plan.year
        if not self.unit.active_in(self.year):
            raise Stop(f"{self.unit.name}不是{self.year}年度的单位，不能报送这一年的进展。")
        self.folder = session.workspace.ledger_folder(self.year, self.unit.name)
        self.materials = Materials(self.folder, session.workspace.root)

    def entry(self, item: Item) -> Entry:
        """How `item` stands today."""
        day = self.session.as_of
        return self._entry(item, self.session.shelf.states(self.unit, day), day)

    def corrected(self, spoken: str) -> Record:
        """The unit's own record that a 更正 names, with or without its folder and ending.

        Raises Stop where there is none, where it was corrected already, or where it speaks of more
        tasks than are reported on.
        """
        folder = self.session.workspace.relative(self.folder / UPDATES)
        records = self.session.shelf.records(self.unit).records
        own = (each for each in records if not isinstance(each.fact, Review))
        name, found = called(spoken, folder, own)
        if found is None:
            look = f"gongkai history {self.items[0].task.id} --unit {quoted(self.unit.name)}"
            raise Stop(f"{self.unit.name}没有名为 {name} 的记录，无从更正。", f"看已有记录：{look}")
        must_still_count(found, records)
        if not {*found.tasks} <= {item.task.id for item in self.items}:
            raise Stop(f"更正要写全原记录的任务：{'、'.join(map(str, found.tasks))}。")
        return found

    def measures(self, texts: Sequence[str]) -> dict[str, str]:
        """名=数 for the 指标 of the tasks reported on."""
        names = [target.name for item in self.items for target in item.task.targets]
        found = {}
        for text in texts:
            name, given, value = text.replace("＝", "=").partition("=")
            if not given:
                raise Stop(f"“{text}”里没有数，请写成 名=数 的样子，如 {name}=1。")
            if name not in names:
                have = f"这里的指标有：{'、'.join(names)}" if names else "这里的任务没有指标"
                raise Stop(f"没有“{name}”这个指标；{have}。")
            found[name] = value
        return found

    def takes(self, day: date) -> bool:
        """Whether a record may be dated `day`."""
        taken = day <= today() and self.session.book.plan.takes(day)
        return taken and self.unit.active_on(day)

    def must_take(self, day: date) -> None:
        """Raises Stop where no record of the unit may be dated `day`, saying why."""
        must_take(self.session, day)
        if not self.unit.active_on(day):
            raise Stop(f"{self.unit.name}{_span(self.unit, day)}，不能报{day}的事，请核对日期。")

    def checked(self, kind: str, said: Mapping[str, Any]) -> Checked:
        """What was said as a record. Raises Unreadable for a wrong value, Stop for a wrong moment.

        Nothing is written.
        """
        evidence = [self.materials.piece(each) for each in said["evidence"]]
        measures = self.measures(said["measures"])
        return self.formed(kind, {**said, "evidence": evidence, "measures": measures})

    def formed(self, kind: str, said: Mapping[str, Any]) -> Checked:
        """As `checked`, where evidence and measures are given as a record's file has them."""
        found = formed(kind, [item.task.id for item in self.items], said)
        self.must_take(found.record.day)
        self._possible(found.record)
        return found

    def place(self, checked: Checked) -> str:
        """Where the record goes, as a path inside the workspace."""
        return self.session.workspace.relative(place_of(checked, self.folder / UPDATES))

    def write(self, checked: Checked) -> Written:
        """Write the record, after whatever it names as evidence."""
        must_be_inside(self.folder / UPDATES / NEW, self.session.workspace.root)
        self.materials.copy()
        return file_away(checked, self.folder / UPDATES, self.session.workspace.root)

    def reminders(self, checked: Checked) -> list[str]:
        """What the office will ask for later, said while it can still be added."""
        fact = checked.record.fact
        policy = self.session.book.policy
        bare = isinstance(fact, Progress) and fact.step is Step.DONE and not fact.evidence
        if bare and policy.require_evidence:
            number = checked.record.tasks[0]
            again = (
                f"gongkai update {number} --unit {quoted(self.unit.name)}"
                " --status 已完成 --evidence 网址"
            )
            return [f"提醒：申报已完成要附佐证材料，请补报一条：{again}"]
        return []

    def _entry(self, item: Item, states: States, day: date) -> Entry:
        """How `item` stands on `day`; the unit is active, so that it has an entry per item."""
        entries = Question(self.session.book, day).entries(self.unit, states)
        return {entry.item.task.id: entry for entry in entries}[item.task.id]

    def _possible(self, record: Record) -> None:
        """As if what `record` puts right had never been said, on the record's own day."""
        told = self._told
        if told is None:
            told = self.session.shelf.records(self.unit).records
        everything = [*told, record]
        before = [each for each in counting(everything, record.day) if each is not record]
        states = fold(before)
        for item in self.items:
            number = item.task.id
            state = states.get(number, UNTOUCHED)
            why = obstacle(state, record, item.basis) or idle(record, item.basis)
            why = why or self._unfit(item, record, states) or _undoing(item, told, record)
            if why:
                raise Stop(f"任务{number}不能这样报：{why}。")

    def _unfit(self, item: Item, record: Record, states: States) -> str:
        """Why a kind of record has no meaning for `item`, or nothing."""
        if not isinstance(record.fact, ExtensionRequest):
            return ""
        due = self._entry(item, states, record.day).due
        if due is None:
            return "没有最后日期，不用申请延期"
        return f"现在的时限是{due}，延期要晚于这一天" if record.fact.until <= due else ""


def _span(unit: Unit, day: date) -> str:
    """Why there was no `unit` on `day`."""
    over = unit.active_until and unit.active_until < day
    return f"到{unit.active_until}为止" if over else f"自{unit.active_from}起才有"


def _undoing(item: Item, told: Sequence[Record], record: Record) -> str:
    """Why `record` would undo what the office has answered, or nothing.

    The very same words are not written again and change nothing; but sent back they stay.
    """
    standing = grounds(told, item)
    if any(each._replace(name="") == record._replace(name="") for each in told):
        found = passed_over(standing, record, item, again=True)
    else:
        found = objection(standing, told, record, item)
    return f"{found.why}；{found.advice}" if found else ""
