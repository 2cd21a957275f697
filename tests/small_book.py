"""A district of a few units and one task, its records a line each: the data stands in the test."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal

from gongkai_cli.domain.book import Book
from gongkai_cli.domain.plan import Plan, Scope, Target, Task
from gongkai_cli.domain.policy import Policy
from gongkai_cli.domain.record import (
    Claim,
    Decline,
    ExtensionRequest,
    Fact,
    Progress,
    Record,
    Review,
    Step,
    Verdict,
)
from gongkai_cli.domain.roster import Group, Roster, Unit, UnitKind
from gongkai_cli.domain.workdays import WorkCalendar, WorkYear
from gongkai_cli.reckoning.fold import fold
from gongkai_cli.reckoning.question import Question
from gongkai_cli.reckoning.standings import Entry

YEAR = 2023

Telling = Callable[[str], Record]
"""What makes a record of a day: `done`, `under_way`, `send_back` …"""

OFFICE = Unit("区政府办公室", UnitKind.DEPARTMENT)
JUSTICE = Unit("区司法局", UnitKind.DEPARTMENT)
FINANCE = Unit("区财政局", UnitKind.DEPARTMENT, aliases=("区财政和国资局",))
TAXES = Unit("区税务局", UnitKind.STATIONED)
STREET = Unit("振兴街街道办事处", UnitKind.STREET, aliases=("振兴街街道",))

GROUPS = (
    Group("区政府各部门", frozenset({UnitKind.DEPARTMENT})),
    Group("各街道办事处", frozenset({UnitKind.STREET})),
    Group("区政府相关部门", frozenset({UnitKind.DEPARTMENT}), open=True),
)

ROSTER = Roster(OFFICE.name, (OFFICE, JUSTICE, FINANCE, TAXES, STREET), GROUPS)

CALENDAR = WorkCalendar(
    {YEAR: WorkYear(YEAR, "清明节4月5日放假", frozenset({date(YEAR, 4, 5)}), frozenset())}
)


def day(text: str) -> date:
    """6-30 in the plan's year, or a whole date."""
    numbers = [int(number) for number in text.split("-")]
    return date(*numbers) if len(numbers) == 3 else date(YEAR, *numbers)


def task(  # noqa: PLR0913 one argument per cell of the row
    number: int = 1,
    deadline: str = "全年",
    responsible: str = "区司法局",
    *,
    targets: tuple[Target, ...] = (),
    due: str = "",
    lead: tuple[str, ...] = (),
    assist: tuple[str, ...] = (),
) -> Task:
    """One row of the table."""
    return Task(
        number,
        f"部分{number % 2}",
        f"工作任务{number % 3}",
        f"具体要求{number}",
        responsible,
        deadline,
        targets,
        day(due) if due else None,
        lead,
        assist,
    )


def book(
    *tasks: Task, policy: Policy | None = None, issued: str = "", roster: Roster = ROSTER
) -> Book:
    """A year's book of `tasks`."""
    plan = Plan("任务分解表", "示例区", YEAR, day(issued) if issued else None, "", tasks)
    return Book(plan, roster, policy or Policy(), CALENDAR)


def target(
    name: str = "培训", at_least: int = 2, scope: Scope = Scope.EACH_UNIT, *, add_up: bool = True
) -> Target:
    """At least so many 次."""
    return Target(name, Decimal(at_least), "次", add_up, scope)


def record(
    when: str,
    fact: Fact,
    name: str = "",
    tasks: tuple[int, ...] = (1,),
    corrects: str = "",
) -> Record:
    """The envelope around `fact`; its name tells the kind and the day unless given."""
    name = name or f"{type(fact).__name__}-{when}.yaml"
    return Record(name, tasks, day(when), fact, corrects)


def under_way(when: str, start: str = "", **measures: int) -> Record:
    """进展：推进中."""
    return record(when, _progress(Step.UNDER_WAY, start, measures))


def done(when: str, start: str = "", **measures: int) -> Record:
    """进展：已完成."""
    return record(when, _progress(Step.DONE, start, measures))


def claim(when: str, start: str = "") -> Record:
    """认领."""
    return record(when, Claim(start=day(start) if start else None))


def decline(when: str) -> Record:
    """不涉及."""
    return record(when, Decline())


def ask(when: str, until: str) -> Record:
    """延期申请."""
    return record(when, ExtensionRequest(day(until)))


def close(when: str) -> Record:
    """核验：销号."""
    return record(when, Review(Verdict.CLOSE))


def send_back(when: str) -> Record:
    """核验：退回."""
    return record(when, Review(Verdict.SEND_BACK))


def grant(when: str, until: str = "") -> Record:
    """核验：准予延期."""
    return record(when, Review(Verdict.GRANT, until=day(until) if until else None))


def refuse(when: str) -> Record:
    """核验：不予延期."""
    return record(when, Review(Verdict.REFUSE))


def accept(when: str) -> Record:
    """核验：同意."""
    return record(when, Review(Verdict.ACCEPT))


def withdraw(when: str, corrects: str) -> Record:
    """核验：撤回 of the verdict called `corrects`."""
    return record(when, Review(Verdict.WITHDRAW), f"withdraw-{when}.yaml", corrects=corrects)


def stand(
    as_of: str,
    *records: Record,
    of: Task | None = None,
    unit: Unit = JUSTICE,
    policy: Policy | None = None,
    issued: str = "",
) -> Entry:
    """How the one task (by default 区司法局's, 全年) stands on `as_of` after `records`."""
    asked = Question(book(of or task(), policy=policy, issued=issued), day(as_of))
    (entry,) = asked.entries(unit, fold(records, day(as_of)))
    return entry


def missing(entry: Entry) -> list[str]:
    """The names of the periods that nobody reported for."""
    return [period.name for period in entry.missing]


def _progress(step: Step, start: str, measures: Mapping[str, int]) -> Progress:
    values = tuple((name, Decimal(value)) for name, value in measures.items())
    return Progress(step, measures=values, start=day(start) if start else None)
