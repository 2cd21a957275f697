"""Units that a plan names and the roster lacks, as entries for units.yaml.

A proposal: whether a name is a unit of its own or another name of a known one, only a person knows.
"""

import re
from collections.abc import Iterable
from typing import Any, NamedTuple

from gongkai_cli.domain.plan import Plan
from gongkai_cli.domain.roster import Roster, UnitKind
from gongkai_cli.reckoning.phrases import PhraseError
from gongkai_cli.reckoning.responsible import OPEN_TAIL, read_responsible

_GROUP = re.compile("各|相关|有关|全(?:部|体)|所有")
_OPEN = re.compile("相关|有关")
_STREET = re.compile(".*(?:街道|街办|[镇乡])(?:办事处|办|人民政府|政府)?")
_STREETS = re.compile("街道|街办|镇|乡")
_UNFIT = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|。：]|[0-9]+[年月日]|^[0-9]+$')
_LONGEST = 60
PENDING = "待定"
"""Stands where the table says nothing: the gate asks for it, as for every name it does not know."""


class Proposal(NamedTuple):
    """A name the roster lacks: a unit, or a word for many (`group`, `open`)."""

    name: str
    kind: UnitKind
    group: bool = False
    open: bool = False

    def values(self) -> dict[str, Any]:
        """The entry for units or groups in units.yaml."""
        if not self.group:
            return {"name": self.name, "kind": str(self.kind)}
        entry: dict[str, Any] = {"name": self.name, "kinds": [str(self.kind)]}
        return {**entry, "open": True} if self.open else entry


class Named(NamedTuple):
    """The names in a plan that a roster lacks, with the task that first has each.

    `unfit` can be no unit's name: too long, or no folder may be called so.
    """

    proposals: dict[Proposal, int]
    unfit: dict[str, int]
    nameless: tuple[int, ...]


def named(plan: Plan, roster: Roster | None) -> Named:
    """What `roster` (None: there is none) lacks of what `plan` names."""
    found: dict[Proposal, int] = {}
    unfit: dict[str, int] = {}
    nameless = []
    for task in plan.tasks:
        names = strangers(task.responsible, roster)
        if names is None:
            nameless.append(task.id)
            continue
        beside = (name for name in (*task.lead, *task.assist) if not _known(name, roster))
        for name in (*names, *beside):
            proposal = proposed(name)
            if not proposal.group and not _fits(name):
                unfit.setdefault(name, task.id)
            else:
                found.setdefault(proposal, task.id)
    return Named(found, unfit, tuple(nameless))


def strangers(phrase: str, roster: Roster | None) -> list[str] | None:
    """The names in `phrase` that `roster` lacks; None where it has no name at all."""
    try:
        names = [party.name for party in read_responsible(phrase)]
    except PhraseError:
        return None
    return [name for name in names if not _known(name, roster)]


def proposed(name: str) -> Proposal:
    """What `name` most likely is; 驻区机构 cannot be told from a name."""
    if _GROUP.search(name):
        kind = UnitKind.STREET if _STREETS.search(name) else UnitKind.DEPARTMENT
        return Proposal(name, kind, group=True, open=bool(_OPEN.search(name)))
    street = _STREET.fullmatch(name)
    return Proposal(name, UnitKind.STREET if street else UnitKind.DEPARTMENT)


def roster_values(region: str, proposals: Iterable[Proposal]) -> dict[str, Any]:
    """A whole units.yaml of `proposals`, its office still to be named."""
    entries = list(proposals)
    groups = [each.values() for each in entries if each.group]
    return {
        "schema": 1,
        "region": region,
        "office": PENDING,
        "units": [each.values() for each in entries if not each.group],
        **({"groups": groups} if groups else {}),
    }


def _known(name: str, roster: Roster | None) -> bool:
    if name in {OPEN_TAIL, PENDING}:
        return True
    return bool(roster and (roster.find(name) or name in roster.groups))


def _fits(name: str) -> bool:
    """Whether `name` can be a unit's: it must do for a folder, and be no sentence and no day."""
    return len(name) <= _LONGEST and not _UNFIT.search(name) and name.strip(" .") == name
