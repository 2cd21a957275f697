"""分解: task × unit, one line of one ledger."""

from enum import StrEnum
from typing import NamedTuple

from gongkai_cli.domain.plan import Task
from gongkai_cli.domain.roster import Unit


class Basis(StrEnum):
    """Why a unit has an item. The key for programs is the member's name in small letters."""

    NAMED = "点名"
    GROUP = "全体"
    OPEN = "相关"


class Role(StrEnum):
    """A unit's part, only where a document states it."""

    LEAD = "牵头"
    ASSIST = "配合"


class Item(NamedTuple):
    """One task as it falls to one unit."""

    task: Task
    unit: Unit
    basis: Basis
    role: Role | None = None
