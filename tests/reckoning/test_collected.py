"""What a filled-in row says that was not known."""

from datetime import date

import pytest

from gongkai_cli.domain.sheet import OPEN, SheetColumn
from gongkai_cli.reckoning.collected import Cells, news

STATUS, PROGRESS, DATE, OWNER = (
    SheetColumn.STATUS,
    SheetColumn.PROGRESS,
    SheetColumn.DATE,
    SheetColumn.OWNER,
)


def cells(status: str = "", progress: str = "", day: str = "", owner: str = "") -> Cells:
    """A row's open cells."""
    said: dict[SheetColumn, str | date] = dict.fromkeys(OPEN, "")
    said |= {STATUS: status, PROGRESS: progress, OWNER: owner}
    return {**said, DATE: date.fromisoformat(day) if day else ""}


EMPTY = cells()
STARTED = cells("推进中", "甲")
LATER = cells("推进中", "乙")
DONE = cells("已完成", "乙", "2023-06-27")

CASES = [
    ("nothing was touched", STARTED, "", LATER, [STARTED], ""),
    ("filled in", STARTED, "进展情况 完成状态", EMPTY, [EMPTY], "进展情况 完成状态"),
    ("collected already", STARTED, "进展情况 完成状态", STARTED, [EMPTY, STARTED], ""),
    (
        "collected, then something else",
        STARTED,
        "进展情况 完成状态",
        LATER,
        [EMPTY, STARTED, LATER],
        "",
    ),
    ("collected, then taken back", STARTED, "进展情况 完成状态", EMPTY, [EMPTY, STARTED], ""),
    ("what was said before it was handed out", STARTED, "进展情况", LATER, [LATER], "进展情况"),
    (
        "one cell of a row that moved on",
        cells("已完成", "甲"),
        "完成状态",
        LATER,
        [STARTED, LATER],
        "完成状态",
    ),
    ("typed once more as it was handed out", STARTED, "进展情况", LATER, [STARTED], ""),
    ("spaces and line ends", cells("推进中 ", "甲\n"), "进展情况 完成状态", STARTED, [EMPTY], ""),
    ("no day says nothing", cells("已完成", "乙"), "完成日期", DONE, [DONE], ""),
    (
        "another day",
        cells("已完成", "乙", "2023-06-26"),
        "完成日期",
        DONE,
        [DONE],
        "完成日期",
    ),
    (
        "no owner says nothing",
        STARTED,
        "责任科室",
        cells("推进中", "甲", owner="科"),
        [cells("推进中", "甲", owner="科")],
        "",
    ),
    ("a text is taken back", cells("推进中"), "进展情况", STARTED, [STARTED], "进展情况"),
]


@pytest.mark.parametrize(
    ("said", "touched", "known", "since", "columns"),
    [case[1:] for case in CASES],
    ids=[case[0] for case in CASES],
)
def test_news(said: Cells, touched: str, known: Cells, since: list[Cells], columns: str) -> None:
    chosen = {column for column in OPEN if column.value.title in touched.split()}
    found = news(said, chosen, known, since)
    assert " ".join(c.value.title for c in OPEN if c in found) == columns
