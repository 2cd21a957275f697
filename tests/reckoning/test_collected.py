"""What a filled-in row says that was not known."""

from datetime import date

import pytest

from gongkai_cli.domain.sheet import OPEN, SheetColumn, fingerprint
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


def given(handed_out: Cells) -> str:
    return fingerprint(str(handed_out[column]) for column in OPEN)


EMPTY = cells()
STARTED = cells("推进中", "甲")
LATER = cells("推进中", "乙")
DONE = cells("已完成", "乙", "2023-06-27")

CASES = [
    ("as handed out", EMPTY, EMPTY, [EMPTY], ""),
    ("filled in", STARTED, EMPTY, [EMPTY], "进展情况 完成状态"),
    ("collected already", STARTED, EMPTY, [EMPTY, STARTED], ""),
    ("collected, then something else", STARTED, EMPTY, [EMPTY, STARTED, LATER], ""),
    (
        "back to what was said before it was handed out",
        STARTED,
        LATER,
        [STARTED, LATER],
        "进展情况",
    ),
    ("left alone while another was reported", STARTED, STARTED, [EMPTY, STARTED, LATER], ""),
    (
        "one cell of a row that moved on",
        cells("已完成", "甲"),
        STARTED,
        [STARTED, LATER],
        "完成状态",
    ),
    ("spaces and line ends", cells("推进中 ", "甲\n"), EMPTY, [EMPTY, STARTED], ""),
    ("no day says nothing", cells("已完成", "乙"), EMPTY, [EMPTY, DONE], ""),
    ("another day", cells("已完成", "乙", "2023-06-26"), DONE, [DONE], "完成日期"),
    ("no owner says nothing", STARTED, EMPTY, [EMPTY, cells("推进中", "甲", owner="科")], ""),
    ("handed out from elsewhere", STARTED, LATER, [EMPTY], "进展情况 完成状态"),
    ("handed out from elsewhere, known now", STARTED, LATER, [EMPTY, STARTED], ""),
    ("a text is taken back", cells("推进中"), STARTED, [STARTED], "进展情况"),
]


@pytest.mark.parametrize(
    ("said", "handed_out", "course", "columns"),
    [case[1:] for case in CASES],
    ids=[case[0] for case in CASES],
)
def test_news(said: Cells, handed_out: Cells, course: list[Cells], columns: str) -> None:
    found = news(said, given(handed_out), course)
    assert " ".join(c.value.title for c in OPEN if c in found.columns) == columns
    assert found.handed_out == (handed_out if handed_out in course else {})


def test_of_equal_days_the_last_one_counts_as_the_day_of_handing_out() -> None:
    course = [EMPTY, STARTED, EMPTY]
    assert news(STARTED, given(EMPTY), course).columns == {STATUS, PROGRESS}
