"""What a filled-in row says that was not known."""

from datetime import date
from decimal import Decimal

import pytest

from gongkai_cli.domain.book import Book
from gongkai_cli.domain.item import Basis
from gongkai_cli.domain.record import Evidence, Progress, Record, Step
from gongkai_cli.domain.sheet import OPEN, Given, SheetColumn, given, given_back
from gongkai_cli.reckoning.collected import (
    Cells,
    is_shown,
    is_torn,
    misplaced,
    news,
    stages,
    texts,
    to_report,
    unseen_return,
)
from gongkai_cli.reckoning.fold import UNTOUCHED, effects, fold
from gongkai_cli.reckoning.ledgers import LedgerItem, ledger
from small_book import (
    JUSTICE,
    book,
    close,
    day,
    decline,
    done,
    record,
    send_back,
    target,
    task,
    under_way,
)

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


def known_then(*records: Record) -> Given:
    found = given_back(given(EMPTY, [each.name for each in records]))
    assert found
    return found


def test_stages_are_each_record_by_itself_and_with_those_before_it() -> None:
    old, first, answer, last = under_way("3-1"), done("5-1"), send_back("6-1"), done("7-1")
    other = record("5-2", done("5-2").fact, "x", (2,))
    found = stages([last, old, other, first, answer], 1, known_then(old))
    kept = [old, other]
    assert found == [
        kept,
        [*kept, first],
        [*kept, last],
        [*kept, first],
        [*kept, first, answer, last],
    ]
    assert stages([old], 1, None) == [[], [old], [old]]


@pytest.mark.parametrize(
    ("records", "seen", "found"),
    [
        ([done("5-1")], [], None),
        ([done("5-1"), send_back("6-1")], [], "6-1"),
        ([done("5-1"), close("5-2"), send_back("6-1")], [], "6-1"),
        ([done("5-1"), send_back("6-1")], [send_back("6-1")], None),
        ([done("5-1"), send_back("6-1"), done("7-1")], [], "6-1"),
        ([done("5-1"), send_back("6-1"), done("7-1"), send_back("8-1")], [], "8-1"),
        (
            [done("5-1"), send_back("6-1"), done("7-1"), send_back("8-1")],
            [send_back("6-1")],
            "8-1",
        ),
        ([under_way("5-1"), send_back("6-1")], [], None),  # it undid nothing
    ],
)
def test_a_return_that_the_sheet_does_not_know(
    records: list[Record], seen: list[Record], found: str | None
) -> None:
    course = effects(records, 1, basis=Basis.NAMED)
    answered = unseen_return(course, known_then(*seen))
    assert (answered and answered.day) == (found and day(found))


def test_a_row_is_torn_where_nothing_is_known_or_something_else_was_typed() -> None:
    assert is_torn(EMPTY, set(), EMPTY)
    assert is_torn(DONE, {STATUS}, STARTED)
    assert not is_torn(DONE, {PROGRESS}, STARTED)  # left alone, it says nothing
    assert not is_torn(cells(" 已完成"), {STATUS}, DONE)


@pytest.mark.parametrize(
    ("add_up", "value", "found"),
    [
        (True, "5", "2"),
        (True, "3", None),
        (True, "2", None),  # as it was once since
        (True, "1", "-2"),
        (False, "5", "5"),
        (False, "1", None),
        (False, "2", None),
    ],
)
def test_what_is_to_be_reported_of_a_number(
    add_up: bool,  # noqa: FBT001 a column of the table
    value: str,
    found: str | None,
) -> None:
    goal = target("培训", add_up=add_up)
    records = [under_way("3-1", 培训=2), under_way("4-1", 培训=1)]
    before, now = fold(records[:1])[1], fold(records)[1]
    more = to_report(goal, Decimal(value), now, [before])
    assert more == (None if found is None else Decimal(found))
    assert to_report(goal, Decimal(value), UNTOUCHED, []) == Decimal(value)


@pytest.mark.parametrize(
    ("answer", "columns", "found"),
    [
        ("认领", "完成状态 责任科室", None),
        ("认领", "完成状态 下一步 进展情况", "进展情况"),
        ("不涉及", "完成状态 进展情况", None),
        ("不涉及", "完成状态 责任科室", "责任科室"),
        ("推进中", "完成状态 进展情况 存在问题", None),
        ("推进中", "完成日期", "完成日期"),
        ("已完成", "完成日期 佐证材料", None),
    ],
)
def test_what_an_answer_has_no_place_for(answer: str, columns: str, found: str | None) -> None:
    new = {column for column in OPEN if column.value.title in columns.split()}
    filled: Cells = dict.fromkeys(OPEN, "甲")
    wrong = misplaced(answer, filled, new)
    assert (wrong and wrong.value.title) == found
    assert misplaced(answer, EMPTY, new) is None


_OPEN_TASK = book(task(responsible="区财政局等相关部门"))


def item(*records: Record, of: Book | None = None) -> LedgerItem:
    [found] = ledger(of or book(task()), JUSTICE, records).items
    return found


def test_texts_of_each_answer() -> None:
    said: Cells = {**cells("推进中", " 甲\r\n乙 ", owner=" 科 "), SheetColumn.NEXT: "丙"}
    latest = Progress(Step.UNDER_WAY, "旧", "难", "续", evidence=(Evidence("清单"),))
    plain = item(of=_OPEN_TASK)
    assert texts("认领", said, {OWNER}, plain, latest) == {"owner": "科"}
    assert texts("不涉及", said, {PROGRESS}, plain, latest) == {"reason": "甲\n乙"}
    assert texts("不涉及", said, {STATUS}, plain, latest) == {"reason": ""}
    declined = item(decline("5-1"), of=_OPEN_TASK)
    assert texts("不涉及", said, {OWNER}, declined, latest) == {"reason": "甲\n乙"}
    assert texts("推进中", said, {PROGRESS}, plain, latest) == {
        "status": "推进中",
        "progress": "甲\n乙",
        "problem": "难",
        "next": "续",
        "owner": "科",
    }


def test_what_is_shown_after_a_record() -> None:
    first, last = under_way("5-1"), done("6-1")
    assert is_shown(item(first, last), last, last, None)
    assert is_shown(item(first, last), last, last, day("6-1"))
    assert not is_shown(item(first, last), last, last, day("5-31"))
    assert not is_shown(item(first, last), first, last, None)
    struck = under_way("7-1")
    assert not is_shown(item(last, close("6-2"), struck), struck, struck, None)
    refusal = decline("5-1")
    assert is_shown(item(refusal, of=_OPEN_TASK), refusal, None, None)
    assert not is_shown(item(refusal, first, of=_OPEN_TASK), refusal, first, None)
