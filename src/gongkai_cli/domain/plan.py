"""任务分解表: one year's table of tasks, its wording exactly as issued."""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple


class Scope(StrEnum):
    """Whom a 指标 binds. The plan's keeper says it; the program never guesses."""

    DISTRICT = "全区"
    EACH_UNIT = "每单位"
    UNDECIDED = "未明确"


class Target(NamedTuple):
    """指标: a number to reach. `add_up`: reports are summed; otherwise the last value counts."""

    name: str
    at_least: Decimal
    unit: str
    add_up: bool
    scope: Scope


class Task(NamedTuple):
    """任务: one numbered row. `responsible` and `deadline` are the issued words, verbatim.

    `due` overrides the day that the wording yields. `lead` and `assist` name units only where
    the issuing office said so outside the 责任单位 cell. `line` is the task's place in the file.
    """

    id: int
    section: str
    topic: str
    requirement: str
    responsible: str
    deadline: str
    targets: tuple[Target, ...] = ()
    due: date | None = None
    lead: tuple[str, ...] = ()
    assist: tuple[str, ...] = ()
    note: str = ""
    line: int = 0


class Plan(NamedTuple):
    """A year's 任务分解表. Periods that ended before the day `issued` owe no report."""

    title: str
    region: str
    year: int
    issued: date | None
    source: str
    tasks: tuple[Task, ...]
    file: str = "data/tasks.yaml"

    def takes(self, day: date) -> bool:
        """Whether a record dated `day` belongs to this year's work.

        It ends on 31 March of the next year, when the government's annual report on it is due
        (政府信息公开条例 art. 49).
        """
        return date(self.year, 1, 1) <= day <= date(self.year + 1, 3, 31)
