"""名录: the units, the names they go by, and the groups a table speaks of."""

from collections.abc import Iterable, Iterator
from datetime import date
from enum import StrEnum
from typing import NamedTuple


class UnitKind(StrEnum):
    """What a unit is. Streets are units too, so this is never called a department."""

    DEPARTMENT = "部门"
    STREET = "街道"
    STATIONED = "驻区机构"


class Unit(NamedTuple):
    """责任单位. Active from `active_from` to `active_until`, both days included.

    `successor` (承接单位) names the unit that took over the duties of one that has ended.
    `account` is what the code host knows its people by, as @group or e-mail; empty where nobody
    has said.
    """

    name: str
    kind: UnitKind
    aliases: tuple[str, ...] = ()
    full_name: str = ""
    code: str = ""
    active_from: date | None = None
    active_until: date | None = None
    account: str = ""
    successor: str = ""

    def active_in(self, year: int) -> bool:
        """Whether the unit existed on any day of `year`."""
        begun = self.active_from is None or self.active_from.year <= year
        return begun and not self.ended_before(year)

    def active_on(self, day: date) -> bool:
        """Whether the unit existed on `day`."""
        begun = self.active_from is None or self.active_from <= day
        return begun and (self.active_until is None or day <= self.active_until)

    def ended_before(self, year: int) -> bool:
        """Whether the unit's last day lies before `year`."""
        return self.active_until is not None and self.active_until.year < year

    def ended_by(self, day: date) -> bool:
        """Whether the unit's last day lies before `day`."""
        return self.active_until is not None and self.active_until < day


class Group(NamedTuple):
    """A word for many units. An `open` group binds nobody until they say 认领."""

    name: str
    kinds: frozenset[UnitKind]
    open: bool = False


class Roster:
    """All units and groups of one year, found by any name they go by."""

    __slots__ = ("_units", "groups", "office", "units")

    def __init__(self, office: str, units: Iterable[Unit], groups: Iterable[Group]) -> None:
        """Index the units under their names and aliases; `office` names one of them."""
        self.office = office
        self.units = tuple(units)
        self.groups = {group.name: group for group in groups}
        self._units = {name: unit for unit in self.units for name in names_of(unit)}

    def find(self, name: str) -> Unit | None:
        """The unit called exactly `name`, officially or by an alias."""
        return self._units.get(name)

    def search(self, spoken: str) -> Unit | None:
        """The unit a person means: also without 区 before it or 办事处 after it.

        Takes off one suffix only: 振兴街街道 must not become 振兴.
        """
        for name in spoken_forms(spoken.strip()):
            if unit := self._units.get(name):
                return unit
        return None

    def heir(self, name: str, year: int) -> Unit | None:
        """The unit that answers in `year` for what the one called `name` was to do.

        That unit itself where it still exists, else whoever took over from it, one after the
        other; None where nobody did. Loading has made sure that the way has an end.
        """
        unit = self.find(name)
        while unit and not unit.active_in(year):
            unit = self.find(unit.successor) if unit.ended_before(year) else None
        return unit

    def heir_on(self, unit: Unit, day: date) -> Unit | None:
        """The unit that on `day` answers for the duties of `unit`, itself or one after the other.

        None where nobody took over. Loading has made sure that the way has an end.
        """
        found: Unit | None = unit
        while found and found.ended_by(day):
            found = self.find(found.successor)
        return found

    def names(self) -> list[str]:
        """Every name a unit can be asked for by."""
        return list(self._units)


def names_of(unit: Unit) -> tuple[str, ...]:
    """The names that mean exactly this unit, the official one first."""
    full = (unit.full_name,) if unit.full_name else ()
    return (unit.name, *full, *unit.aliases)


def spoken_forms(name: str) -> Iterator[str]:
    """The official forms that `name` may be short for, nearest first."""
    for form in (name, f"区{name}"):
        yield form
        yield f"{form}办事处"
        yield f"{form}街道办事处"
