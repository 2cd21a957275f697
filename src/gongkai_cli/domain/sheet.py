"""The 工作台账 as a sheet that a unit fills in: its columns, and which of them are the unit's.

Whoever writes the sheet and whoever collects it know only this. Such a sheet may be one of many in
its workbook; it is known by `MARK` in its first cell:

    A1 MARK            B1 the year                       C1 the unit
    A2 plan's title    B2 the rows' numbers, by spaces

Below stands the row of titles, those of `HIDDEN` first, then those of `SheetColumn`; every row
under it is a task. The columns of `HIDDEN` cannot be seen: the task's number, the fingerprint of
the locked cells, and what was `given`. All of it is text, days alone are days.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from enum import Enum
from hashlib import sha256
from typing import NamedTuple

from gongkai_cli.domain.record import Step


class Column(NamedTuple):
    """A column's title; `open` ones are the unit's to fill in, the others are locked."""

    title: str
    open: bool = False


class SheetColumn(Enum):
    """The columns from left to right, after the hidden ones."""

    NUMBER = Column("序号")
    TOPIC = Column("工作任务")
    REQUIREMENT = Column("具体要求")
    RESPONSIBLE = Column("责任单位")
    DEADLINE = Column("完成时限")
    STANDING = Column("进度")
    OWNER = Column("责任科室", open=True)
    PROGRESS = Column("进展情况", open=True)
    STATUS = Column("完成状态", open=True)
    DATE = Column("完成日期", open=True)
    EVIDENCE = Column("佐证材料", open=True)
    MEASURES = Column("指标", open=True)
    PROBLEM = Column("存在问题", open=True)
    NEXT = Column("下一步", open=True)
    NOTE = Column("备注")


LOCKED = tuple(column for column in SheetColumn if not column.value.open)
OPEN = tuple(column for column in SheetColumn if column.value.open)

HIDDEN = ("任务", "原文", "原填")
"""The titles of the columns before the first that can be seen."""

SHEET = "工作台账"
GUIDE = "填写说明"
"""The names of the two sheets of one unit's workbook."""

SUMMARY = "汇总"
"""The name of the first sheet of a workbook of many units."""

MARK = "gongkai/台账"

CLAIM, DECLINE = "认领", "不涉及"
STEPS = tuple(map(str, Step))
ANSWERS = (CLAIM, DECLINE, *STEPS)
"""What 完成状态 offers: `STEPS`, and `ANSWERS` where nobody has named the unit."""


_LETTERS = 12


def fingerprint(texts: Iterable[str]) -> str:
    """What a row's cells say, in twelve letters; a day counts as YYYY-MM-DD.

    Spaces and line ends do not count: programs change them on the way.
    """
    said = "\0".join("".join(text.split()) for text in texts)
    return sha256(said.encode("utf-8")).hexdigest()[:_LETTERS]


class Given(NamedTuple):
    """What a row was handed out with, in fingerprints: each open cell, and the records known."""

    cells: Mapping[SheetColumn, str]
    records: frozenset[str]


def given(cells: Mapping[SheetColumn, str | date], records: Iterable[str]) -> str:
    """The open cells of a row handed out, and the names of the records known of it, as one text.

    With a fingerprint a cell nobody has to guess from the records which cells were left alone.
    """
    shown = (fingerprint([str(cells[column])]) for column in OPEN)
    return " ".join((*shown, *map(_named, sorted(records))))


def given_back(text: str) -> Given | None:
    """What `given` made a text of; None for any other text."""
    found = text.split()
    if len(found) < len(OPEN) or any(len(each) != _LETTERS for each in found):
        return None
    cells = dict(zip(OPEN, found, strict=False))
    return Given(cells, frozenset(found[len(OPEN) :]))


def was_known(record: str, then: Given) -> bool:
    """Whether the record of this name was known when the row was handed out."""
    return _named(record) in then.records


def _named(record: str) -> str:
    return fingerprint([record])
