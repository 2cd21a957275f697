"""名录 to browse, and one unit with what falls to it."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from gongkai_cli.domain.item import Basis, Item
from gongkai_cli.domain.roster import Roster, Unit, names_of
from gongkai_cli.rendering.pages.words import in_short, listed
from gongkai_cli.table import Block, Cell, Column, Document, Heading, Line, Table, Tone, plain


class UnitItems(NamedTuple):
    """A unit with what falls to it."""

    unit: Unit
    items: Sequence[Item]


def units_page(title: str, units: Sequence[UnitItems], place: str = "") -> Document:
    """Every unit with how many tasks it has, and why; `place` ends the next command."""
    first = units[0].unit.name if units else "单位"
    step = f"看一个单位的任务：gongkai units {first}{place}"
    last = Line((Cell(step, Tone.FAINT),))
    return Document((Heading(title), None, units_table(units, aside=True), None, last))


def units_table(units: Iterable[UnitItems], *, aside: bool = False) -> Table:
    """One row per unit; `aside` leaves out aliases that anybody would guess."""
    counts = tuple(Column(in_short(basis), right=True) for basis in Basis)
    rows = (
        (*plain(unit.name, unit.kind, *_counts(items)), Cell(listed(_others(unit, aside=aside))))
        for unit, items in units
    )
    return Table((Column("单位", whole=True), Column("类别"), *counts, Column("别名")), tuple(rows))


def _others(unit: Unit, *, aside: bool) -> list[str]:
    """The unit's other names; a beginning of the official one needs no telling."""
    others = names_of(unit)[1:]
    return [name for name in others if not (aside and unit.name.startswith(name))]


def unit_page(found: UnitItems, roster: Roster, place: str = "") -> Document:
    """One unit: who it is, then its tasks by why it has them."""
    unit = found.unit
    blocks: list[Block] = [Heading(unit.name), Line(plain(_about(unit, roster)))]
    for basis in Basis:
        items = [item for item in found.items if item.basis is basis]
        if items:
            head = f"{in_short(basis)}（{len(items)}项）"
            blocks += [None, Line((Cell(head, Tone.STRONG),)), _items(items)]
    if not found.items:
        blocks += [None, Line(plain("这一年没有任务。"))]
    step = f"看台账：gongkai ledger --unit {unit.name}{place}"
    return Document((*blocks, None, Line((Cell(step, Tone.FAINT),))))


def _about(unit: Unit, roster: Roster) -> str:
    others = names_of(unit)[1:]
    parts = [
        str(unit.kind),
        "本名录的办公室" if unit.name == roster.office else "",
        f"又名{listed(others)}" if others else "",
        f"代码{unit.code}" if unit.code else "",
        f"自{unit.active_from}起" if unit.active_from else "",
        _end(unit, roster),
    ]
    return " · ".join(filter(None, parts))


def _end(unit: Unit, roster: Roster) -> str:
    if unit.active_until is None:
        return ""
    heir = roster.find(unit.successor)
    return f"到{unit.active_until}为止" + (f"，职责由{heir.name}承接" if heir else "")


def _items(items: Iterable[Item]) -> Table:
    columns = (Column("序号", right=True), Column("工作任务"), Column("完成时限"))
    rows = (plain(str(item.task.id), item.task.topic, item.task.deadline) for item in items)
    return Table(columns, tuple(rows))


def _counts(items: Iterable[Item]) -> list[str]:
    counts = Counter(item.basis for item in items)
    return [str(counts[basis]) for basis in Basis]
