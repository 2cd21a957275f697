"""What becomes of a filled-in row, by comparing its cells with what was told; knows no file.

The sentences about what cannot be taken are not here, nor how numbers and evidence are read.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from decimal import Decimal

from gongkai_cli.domain.plan import Target
from gongkai_cli.domain.record import Decline, Progress, Record, Review, Step, Verdict
from gongkai_cli.domain.sheet import CLAIM, DECLINE, OPEN, Given, SheetColumn, was_known
from gongkai_cli.reckoning.fold import CLAIMED, Effect, ItemState, Status
from gongkai_cli.reckoning.ledgers import LedgerItem
from gongkai_cli.reckoning.targets import value_of

WORDS = (SheetColumn.PROGRESS, SheetColumn.PROBLEM, SheetColumn.NEXT)
"""Where a 进展 is told in words."""

_SILENT = frozenset({SheetColumn.OWNER, SheetColumn.DATE, SheetColumn.MEASURES})
"""Left empty, these take nothing back: a day, a number or a 责任科室 once told stays told."""

_TAKES = {
    CLAIM: {SheetColumn.STATUS, SheetColumn.OWNER},
    DECLINE: {SheetColumn.STATUS, SheetColumn.PROGRESS},
    Step.UNDER_WAY: {*OPEN} - {SheetColumn.DATE},
    Step.DONE: {*OPEN},
}
"""What each answer has a place for."""

Cells = Mapping[SheetColumn, str | date]


def stages(records: Sequence[Record], task: int, then: Given | None) -> list[list[Record]]:
    """A unit's records as known when a row was handed out, and with what it reported since.

    Nobody knows in which order that came, as one may be dated back: so each stands once by itself,
    as if it had been collected at once, and once after all that are dated before it.
    """
    new = [
        each
        for each in sorted(records, key=Record.order)
        if task in each.tasks and not (then and was_known(each.name, then))
    ]
    old = [each for each in records if each not in new]
    own = [at for at, each in enumerate(new) if not isinstance(each.fact, Review)]
    came = [[], *([new[at]] for at in own), *(new[: at + 1] for at in own)]
    return [[*old, *each] for each in came]


def news(
    said: Cells, touched: Collection[SheetColumn], known: Cells, since: Sequence[Cells]
) -> frozenset[SheetColumn]:
    """The columns under which a row says something new.

    Only a cell that was `touched` says anything. It is no news where it says what is `known`, or
    what was told at some time `since` the row was handed out: it was collected then, whatever was
    reported after it.
    """
    return frozenset(
        column
        for column in touched
        if not any(_same(said[column], cells[column]) for cells in (known, *since))
        and (said[column] or column not in _SILENT)
    )


def unseen_return(course: Sequence[Effect], then: Given | None) -> Record | None:
    """The last 退回 that undid anything, unless it was known when the row was handed out."""
    returns = [effect.record for effect in course if not effect.unapplied and _returns(effect)]
    seen = not returns or (then and was_known(returns[-1].name, then))
    return None if seen else returns[-1]


def is_torn(row: Cells, touched: Collection[SheetColumn], known: Cells) -> bool:
    """Whether 完成状态 waits for the unit's word, or the row says another than is known now."""
    now, column = known[SheetColumn.STATUS], SheetColumn.STATUS
    return not now or (column in touched and not _same(row[column], now))


def to_report(
    target: Target, value: Decimal, state: ItemState, since: Sequence[ItemState]
) -> Decimal | None:
    """What must be reported so that `target` stands at `value`; None where it was told already.

    Below nothing where a sum would have to go back.
    """
    total = value_of(target, state)
    if value in {total, *(value_of(target, each) for each in since)}:
        return None
    return value - (total or 0) if target.add_up else value


def misplaced(answer: str, meant: Cells, found: Collection[SheetColumn]) -> SheetColumn | None:
    """The first column that says something new for which `answer` has no place."""
    wrong = (each for each in OPEN if each in found and each not in _TAKES[answer] and meant[each])
    return next(wrong, None)


def texts(
    answer: str, meant: Cells, found: Collection[SheetColumn], item: LedgerItem, latest: Progress
) -> dict[str, str]:
    """The texts of the record; a cell left alone keeps what was reported, to the letter.

    `latest` is the `item`'s last 进展.
    """
    if answer == CLAIM:
        return {"owner": _text(meant[SheetColumn.OWNER])}
    if answer == DECLINE:
        spoken = SheetColumn.PROGRESS in found or item.status is Status.NOT_OURS
        return {"reason": _text(meant[SheetColumn.PROGRESS]) if spoken else ""}
    kept = dict(zip(WORDS, (latest.progress, latest.problem, latest.next), strict=True))
    progress, problem, following = (
        _text(meant[column]) if column in found else kept[column] for column in WORDS
    )
    return {
        "status": answer,
        "progress": progress,
        "problem": problem,
        "next": following,
        "owner": _text(meant[SheetColumn.OWNER]),
    }


def is_shown(after: LedgerItem, record: Record, latest: Record | None, typed: date | None) -> bool:
    """Whether an item says after `record` what that says, and `finished` is the day `typed`.

    `latest` is the item's last 进展.
    """
    if isinstance(record.fact, Progress):
        done = record.fact.step is Step.DONE
        on_time = typed is None or after.state.finished == typed
        return latest is record and (after.status in CLAIMED) == done and on_time
    wanted = Status.NOT_OURS if isinstance(record.fact, Decline) else Status.NOT_STARTED
    return after.status is wanted


def _returns(effect: Effect) -> bool:
    fact = effect.record.fact
    return isinstance(fact, Review) and fact.verdict is Verdict.SEND_BACK


def _same(one: str | date, other: str | date) -> bool:
    """Spaces and line ends do not count, as in the fingerprints."""
    return "".join(str(one).split()) == "".join(str(other).split())


def _text(value: str | date) -> str:
    return str(value).replace("\r\n", "\n").strip()
