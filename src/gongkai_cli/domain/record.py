"""记录: one fact, one file, never changed. Six kinds of fact share one envelope."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from gongkai_cli.domain.places import LOOKBACK, REVIEWS, UPDATES


class Step(StrEnum):
    """How far a unit says it has come."""

    UNDER_WAY = "推进中"
    DONE = "已完成"


class Verdict(StrEnum):
    """The office's answers; 同意 is its answer to 认领 and 不涉及.

    撤回 is no answer: it takes back the verdict that it `corrects`, and says nothing in its place.
    """

    CLOSE = "销号"
    SEND_BACK = "退回"
    GRANT = "准予延期"
    REFUSE = "不予延期"
    ACCEPT = "同意"
    WITHDRAW = "撤回"


class Outcome(StrEnum):
    """What became of an earlier year's item when it was looked at again."""

    PUT_RIGHT = "已整改"
    CARRIED_ON = "继续推进"
    LAPSED = "不再适用"


class Evidence(NamedTuple):
    """佐证材料: a titled link or a file inside the workspace."""

    title: str
    url: str = ""
    file: str = ""


class Progress(NamedTuple):
    """进展: what was done. `measures` counts towards the 指标 of the same name.

    `owner` is the 责任科室, never a person. `start` is the day from which a time limit like
    20个工作日内 runs.
    """

    step: Step
    progress: str = ""
    problem: str = ""
    next: str = ""
    owner: str = ""
    evidence: tuple[Evidence, ...] = ()
    measures: tuple[tuple[str, Decimal], ...] = ()
    start: date | None = None


class Claim(NamedTuple):
    """认领: this unit takes an open task."""

    owner: str = ""
    start: date | None = None


class Decline(NamedTuple):
    """不涉及: an open task is not this unit's."""


class ExtensionRequest(NamedTuple):
    """延期申请: more time, until a day, for a reason (kept in the record itself)."""

    until: date


class Review(NamedTuple):
    """核验: the office's verdict. A granted extension may name another day than was asked."""

    verdict: Verdict
    comment: str = ""
    until: date | None = None


class LookBack(NamedTuple):
    """回头看: what became of tasks of the plan of `year`, an earlier one than the folder's.

    The record's task numbers are that plan's. `carried_to` is a number of the folder's own plan,
    only and always with 继续推进. `formerly` is the unit that had the tasks then, where it is not
    the folder's own by whatever name.
    """

    year: int
    outcome: Outcome
    carried_to: int | None = None
    progress: str = ""
    evidence: tuple[Evidence, ...] = ()
    formerly: str = ""


Fact = Progress | Claim | Decline | ExtensionRequest | Review | LookBack
_APART: Mapping[type[Fact], str] = {Review: REVIEWS, LookBack: LOOKBACK}
"""The kinds of record that do not stand in updates/."""


class Record(NamedTuple):
    """The envelope: which file, which tasks, which day. `corrects` names the file it puts right."""

    name: str
    tasks: tuple[int, ...]
    day: date
    fact: Fact
    corrects: str = ""
    reason: str = ""

    @property
    def part(self) -> str:
        """The part of its unit's folder that it stands in."""
        return _APART.get(type(self.fact), UPDATES)

    def order(self) -> tuple[date, bool, bool, bool, str]:
        """Records of one item apply by day, a unit's word before the office's, then file name.

        Within a day 推进中 comes before 已完成 and a 更正 after what it may correct: file names
        end in a hash, and chance must not decide whether a task is finished.
        """
        done = isinstance(self.fact, Progress) and self.fact.step is Step.DONE
        return self.day, isinstance(self.fact, Review), done, bool(self.corrects), self.name
