"""任务分解表 to browse, and one task with its wording beside what was understood of it."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from gongkai_cli.domain.book import Book
from gongkai_cli.domain.deadline import Cycle, Deadline
from gongkai_cli.domain.item import Basis, Item
from gongkai_cli.domain.plan import Plan, Scope, Target, Task
from gongkai_cli.domain.policy import Policy
from gongkai_cli.domain.roster import Roster
from gongkai_cli.reckoning.assignment import Duty
from gongkai_cli.rendering.pages.words import in_short, listed
from gongkai_cli.rendering.pages.words import target as goal
from gongkai_cli.table import Block, Cell, Column, Document, Heading, Line, Table, Tone, plain


def tasks_page(plan: Plan, duties: Sequence[Duty], place: str = "") -> Document:
    """Every task under its 部分, in the plan's order; `place` ends the next command."""
    blocks: list[Block] = [Heading(plan.title)]
    for title in dict.fromkeys(duty.task.section for duty in duties):
        part = [duty for duty in duties if duty.task.section == title]
        blocks += [None, Line((Cell(title, Tone.STRONG),)), _browse(part)]
    step = f"看一项任务的全文：gongkai tasks {duties[0].task.id}{place}"
    return Document((*blocks, None, Line((Cell(step, Tone.FAINT),))))


def tasks_table(duties: Iterable[Duty]) -> Table:
    """Every task with its whole wording, for spreadsheets."""
    titles = ("序号", "部分", "工作任务", "具体要求", "责任单位", "完成时限", "到期日", "备注")
    rows = (
        plain(
            str(task.id),
            task.section,
            task.topic,
            task.requirement,
            task.responsible,
            task.deadline,
            str(task.due or deadline.due or ""),
            task.note,
        )
        for task, _, deadline in duties
    )
    return Table(tuple(map(Column, titles)), tuple(rows))


def task_page(book: Book, duty: Duty, place: str | None = "") -> Document:
    """One task: the issued wording whole, then each phrase beside what it is taken to mean.

    `place` ends the next command; None: nothing can be reported from here.
    """
    task = duty.task
    head = (Cell(f"任务{task.id}  ", Tone.STRONG), Cell(f"{task.section} › {task.topic}"))
    understood = Table(
        (Column("", whole=True), Column("原文"), Column("理解为")),
        tuple(plain(*row) for row in _understood(book.plan, duty, book.roster, book.policy)),
    )
    blocks: list[Block] = [Line(head, 8), None, Line(plain(task.requirement)), None, understood]
    if task.note:
        blocks += [None, Line((Cell("备注      "), Cell(task.note)), 10)]
    if place is not None:
        step = f"报送进展：gongkai update {task.id} --unit 单位{place}"
        blocks += [None, Line((Cell(step, Tone.FAINT),), 4)]
    return Document(tuple(blocks))


def _browse(duties: Iterable[Duty]) -> Table:
    columns = (
        Column("序号", right=True),
        Column("工作任务"),
        Column("责任单位"),
        Column("完成时限"),
    )
    rows = (plain(str(task.id), task.topic, task.responsible, task.deadline) for task, *_ in duties)
    return Table(columns, tuple(rows))


def _understood(
    plan: Plan, duty: Duty, roster: Roster, policy: Policy
) -> Iterator[tuple[str, str, str]]:
    task = duty.task
    yield "责任单位", task.responsible, who(duty, plan, roster)
    yield "完成时限", task.deadline, when(task, duty.deadline, policy)
    for target in task.targets:
        place = f"（{plan.file}:{task.line}）" if target.scope is Scope.UNDECIDED else ""
        yield "指标", clause(task.requirement, target), f"{goal(target)}{place}"


def clause(wording: str, target: Target) -> str:
    """The issued words that `target` was taken from: the clause with its number, verbatim."""
    number = f"{target.at_least}{target.unit}"
    found = [part for part in re.split("[，。；]", wording) if number in part]
    return max(found, key=lambda part: len(set(part) & set(target.name)), default="")


def who(duty: Duty, plan: Plan, roster: Roster) -> str:
    """17个部门（全体），16个街道（全体）: how many of each kind, and why."""
    items = items_of(duty, plan, roster)
    named = [_with_role(item) for item in items if item.basis is Basis.NAMED]
    counts = Counter(
        (item.unit.kind, item.basis) for item in items if item.basis is not Basis.NAMED
    )
    groups = [f"{count}个{kind}（{in_short(basis)}）" for (kind, basis), count in counts.items()]
    return "，".join([*([f"{listed(named)}（点名）"] if named else []), *groups])


def items_of(duty: Duty, plan: Plan, roster: Roster) -> list[Item]:
    """The units that have this task in the plan's year, in the roster's order."""
    active = (unit for unit in roster.units if unit.active_in(plan.year))
    return [item for unit in active if (item := duty.item(unit))]


def when(task: Task, deadline: Deadline, policy: Policy) -> str:
    """The day, the reports, and whether it goes on next year."""
    cycle = deadline.cycle(policy.cycle)
    parts = [str(task.due or deadline.due or ("无最后日期" if not deadline.workdays else ""))]
    if deadline.workdays:
        parts = [f"自起算日起{deadline.workdays}个工作日内（起算日在报送时用 --start 写明）"]
    if cycle is not Cycle.NONE:
        parts.append(f"按{cycle}报送" if deadline.by_policy else f"每{cycle}报送（原文规定）")
    if deadline.carried:
        parts.append("转入下一年")
    return "，".join(parts)


def _with_role(item: Item) -> str:
    return f"{item.unit.name}（{item.role}）" if item.role else item.unit.name
