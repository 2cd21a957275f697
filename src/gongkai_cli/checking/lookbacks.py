"""Rules of 回头看: what a record says of an earlier year, held against that year's plan.

Each `Desk` here holds one unit's 回头看 of the year and nothing else; what any record must keep to
(its day, its evidence, its 更正) is with its neighbours.
"""

from collections.abc import Iterator

from gongkai_cli.checking.case import Desk, Finding, Written
from gongkai_cli.domain.book import Book
from gongkai_cli.domain.record import LookBack
from gongkai_cli.reckoning.assignment import bind
from gongkai_cli.reckoning.lookback import forebears


def no_such_year(desk: Desk, written: Written) -> Iterator[Finding]:
    """G323: nobody can tell what was owed in a year without a plan."""
    fact = written.record.fact
    if isinstance(fact, LookBack) and _looked_at(desk, fact) is None:
        year = desk.case.book.plan.year
        message = f"没有{fact.year}年的任务分解表，或者读不了它"
        hint = f"往年的放在 data/archive/{fact.year}/ 里"
        if fact.year >= year:
            message, hint = f"{fact.year}年不早于{year}年", "回头看的是以前的年度，请核对 year"
        yield written.found("G323", message, hint, "year")


def not_its_past_task(desk: Desk, written: Written) -> Iterator[Finding]:
    """G324: a task that the unit had in no year, nor any unit whose duties it took over."""
    record, fact = written.record, written.record.fact
    past = _looked_at(desk, fact) if isinstance(fact, LookBack) else None
    for number in dict.fromkeys(record.tasks) if past else ():
        if past and number not in _tasks_of(past, desk):
            named = any(task.id == number for task in past.plan.tasks)
            message = f"{past.plan.year}年的任务分解表里没有任务{number}"
            if named:
                message = f"{past.plan.year}年的任务{number}不是{desk.unit.name}的任务"
            hint = f"请核对序号；看那一年的任务：gongkai tasks --year {past.plan.year}"
            yield written.found("G324", message, hint, "task", record.tasks.index(number))


def carried_nowhere(desk: Desk, written: Written) -> Iterator[Finding]:
    """G325: 继续推进 must lead to a task that the unit has this year."""
    fact = written.record.fact
    to = fact.carried_to if isinstance(fact, LookBack) else None
    if to is not None and to not in desk.items:
        year, name = desk.case.book.plan.year, desk.unit.name
        message = f"转入的任务{to}不是{name}{year}年的任务"
        hint = f"请核对 carried_to；看本单位的任务：gongkai units {name}"
        yield written.found("G325", message, hint, "carried_to")


def second_look(desk: Desk, written: Written) -> Iterator[Finding]:
    """G326: of two dispositions of one task nobody knows which stands."""
    record, fact = written.record, written.record.fact
    for each in desk.standing() if isinstance(fact, LookBack) else ():
        before = each.record
        if each is written or not isinstance(before.fact, LookBack):
            continue
        shared = [task for task in record.tasks if task in before.tasks]
        later = (each.file in desk.case.under_check, before.order()) < (True, record.order())
        if isinstance(fact, LookBack) and shared and before.fact.year == fact.year and later:
            message = f"{fact.year}年的任务{shared[0]}已由 {before.name} 说明"
            hint = f"请核对；要改先前的说明，请写 corrects: {before.name}"
            yield written.found("G326", message, hint, "task", record.tasks.index(shared[0]))
            return


def _looked_at(desk: Desk, fact: LookBack) -> Book | None:
    """The book of the year that `fact` looks back at, where it is an earlier one."""
    return desk.case.past(fact.year) if fact.year < desk.case.book.plan.year else None


def _tasks_of(past: Book, desk: Desk) -> set[int]:
    """The tasks that the desk's unit answers for, its forebears' among them."""
    book = desk.case.book
    units = forebears(past, book.roster, book.plan.year, desk.unit)
    bounds = [(task, bind(task, past.roster)) for task in past.plan.tasks]
    return {task.id for task, bound in bounds if any(bound.item(task, unit) for unit in units)}
