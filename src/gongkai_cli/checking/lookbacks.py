"""Rules of 回头看: what a record says of an earlier year, held against that year's plan.

Each `Desk` here holds one unit's 回头看 of the year and nothing else; what any record must keep to
(its day, its evidence, its 更正) is with its neighbours.
"""

from collections.abc import Iterator, Mapping

from gongkai_cli.checking.case import Case, Desk, Finding, Written
from gongkai_cli.domain.book import Book
from gongkai_cli.domain.record import LookBack
from gongkai_cli.reckoning.assignment import duties
from gongkai_cli.reckoning.lookback import Legacy, legacy

_Slot = tuple[int, str, int]
"""What one 回头看 settles: a task of a year, of the unit that had it then."""


def no_such_year(desk: Desk, written: Written) -> Iterator[Finding]:
    """G323: nobody can tell what was owed in a year without a plan."""
    fact = written.record.fact
    if isinstance(fact, LookBack) and _looked_at(desk.case, fact.year) is None:
        year = desk.case.book.plan.year
        message = f"没有{fact.year}年的任务分解表，或者读不了它"
        hint = f"往年的放在 data/archive/{fact.year}/ 里"
        if fact.year >= year:
            message, hint = f"{fact.year}年不早于{year}年", "回头看的是以前的年度，请核对 year"
        yield written.found("G323", message, hint, "year")


def not_its_past_task(desk: Desk) -> Iterator[Finding]:
    """G324: a task that the unit had in no year, nor any unit whose duties it took over."""
    legacies = _legacies(desk)
    for written in desk.under_check():
        fact = written.record.fact
        if isinstance(fact, LookBack) and (left := legacies.get(fact.year)):
            for number in dict.fromkeys(written.record.tasks):
                if left.meant(number, fact.formerly) is None:
                    yield _nobodys(written, fact, number, left, desk.case)


def carried_nowhere(desk: Desk, written: Written) -> Iterator[Finding]:
    """G325: 继续推进 must lead to a task that the unit has this year."""
    fact = written.record.fact
    to = fact.carried_to if isinstance(fact, LookBack) else None
    if to is not None and to not in desk.items:
        year, name = desk.case.book.plan.year, desk.unit.name
        message = f"转入的任务{to}不是{name}{year}年的任务"
        hint = f"请核对 carried_to；看本单位的任务：gongkai units {name}{desk.case.here}"
        yield written.found("G325", message, hint, "carried_to")


def second_look(desk: Desk) -> Iterator[Finding]:
    """G326: of two dispositions of one task nobody knows which stands.

    What has landed came before what is new, then the earlier of two.
    """
    firsts: dict[_Slot, Written] = {}
    legacies = _legacies(desk)
    new = desk.case.under_check
    for each in sorted(desk.standing(), key=lambda each: (each.file in new, each.record.order())):
        slots = _slots(each, legacies)
        again = next((slot for slot in slots if slot in firsts), None)
        if again and each.file in new:
            yield _again(each, again, firsts[again])
        for slot in slots:
            firsts.setdefault(slot, each)


def _nobodys(written: Written, fact: LookBack, number: int, left: Legacy, case: Case) -> Finding:
    """Why nobody can tell whose task `number` is meant."""
    record, year, name = written.record, fact.year, left.unit.name
    owners = [unit.name for unit in left.owners.get(number, ())]
    look = f"看那一年的任务：gongkai tasks{case.place(year)}"
    if fact.formerly:
        message = f"{year}年的任务{number}不是{fact.formerly}的任务，或者它的职责不由{name}承接"
        return written.found("G324", message, f"请核对 formerly 和序号；{look}", "formerly")
    message, hint = f"{year}年的任务{number}不是{name}的任务", f"请核对序号；{look}"
    if number not in left.numbers:
        message = f"{year}年的任务分解表里没有任务{number}"
    elif owners:
        message = f"{year}年的任务{number}，{'和'.join(owners)}都有，没有写明说的是哪一个单位的"
        hint = "请用 formerly 写明当年的责任单位"
    return written.found("G324", message, hint, "task", record.tasks.index(number))


def _slots(written: Written, legacies: Mapping[int, Legacy]) -> list[_Slot]:
    """Everything that a record settles, each once."""
    fact = written.record.fact
    if not isinstance(fact, LookBack):  # pragma: no cover - nothing else stands here
        return []
    left = legacies.get(fact.year)
    numbers = dict.fromkeys(written.record.tasks)
    meant = {number: left.meant(number, fact.formerly) if left else None for number in numbers}
    return [
        (fact.year, had.name if had else fact.formerly, number) for number, had in meant.items()
    ]


def _again(written: Written, slot: _Slot, before: Written) -> Finding:
    year, _, number = slot
    message = f"{year}年的任务{number}已由 {before.record.name} 说明"
    hint = f"请核对；要改先前的说明，请写 corrects: {before.record.name}"
    return written.found("G326", message, hint, "task", written.record.tasks.index(number))


def _legacies(desk: Desk) -> dict[int, Legacy]:
    """What the desk's unit answers for, of each year that its records look back at."""
    facts = (each.record.fact for each in desk.records)
    years = dict.fromkeys(fact.year for fact in facts if isinstance(fact, LookBack))
    case = desk.case
    books = {year: past for year in years if (past := _looked_at(case, year))}
    return {year: legacy(past, duties(past), case.book, desk.unit) for year, past in books.items()}


def _looked_at(case: Case, year: int) -> Book | None:
    """The book of `year`, where it is an earlier one."""
    return case.past(year) if year < case.book.plan.year else None
