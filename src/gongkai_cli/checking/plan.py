"""Rules of the plan and the roster, once both can be read: what the office should settle."""

from collections.abc import Iterator

from gongkai_cli.checking.case import Case, Finding
from gongkai_cli.domain.plan import Plan, Scope, Target, Task
from gongkai_cli.domain.roster import UnitKind


def undecided_scopes(case: Case) -> Iterator[Finding]:
    """G206: a target that binds nobody until the plan's keeper says whom."""
    for task, number, target in _targets(case.book.plan):
        if target.scope is Scope.UNDECIDED:
            message = f"任务{task.id}的指标“{target.name}”没有明确由谁达到"
            hint = "请把 scope 写成 全区 或 每单位；在那之前不作判断"
            path = ("tasks", task.id, "targets", number, "scope")
            yield Finding("G206", case.book.plan.file, message, hint, path)


def reversed_units(case: Case) -> Iterator[Finding]:
    """G207: a unit that ended before it began would have no task in any year."""
    for number, unit in enumerate(case.book.roster.units):
        begun, ended = unit.active_from, unit.active_until
        if begun and ended and begun > ended:
            yield Finding(
                "G207",
                roster_file(case.book.plan.file),
                f"{unit.name}的设立日期 {begun} 晚于撤销日期 {ended}",
                "请核对 active_from 和 active_until",
                ("units", number, "active_until"),
            )


def repeated_targets(case: Case) -> Iterator[Finding]:
    """G208: what is reported under one name would count towards both."""
    seen: set[tuple[int, str]] = set()
    for task, number, target in _targets(case.book.plan):
        if (task.id, target.name) in seen:
            message = f"任务{task.id}里有两个叫“{target.name}”的指标"
            path = ("tasks", task.id, "targets", number, "name")
            yield Finding("G208", case.book.plan.file, message, "请给其中一个改名", path)
        seen.add((task.id, target.name))


def missing_source(case: Case) -> Iterator[Finding]:
    """G209: the issued document is what an auditor compares the wording with."""
    plan = case.book.plan
    if plan.source and not case.exists(plan.source):
        message = f"source 所说的印发文件不存在：{plan.source}"
        yield Finding("G209", plan.file, message, "请补上这个文件，或改正 source", ("source",))


def memberless_groups(case: Case) -> Iterator[Finding]:
    """G210: whatever a group without units is to do falls on nobody, and nobody is told.

    A warning: a district may have no 街道, and the issued wording that names them never changes.
    """
    plan, roster = case.book.plan, case.book.roster
    kinds = {unit.kind for unit in roster.units if unit.active_in(plan.year)}
    for number, group in enumerate(roster.groups.values()):
        if not kinds & group.kinds:
            which = "、".join(kind for kind in UnitKind if kind in group.kinds)
            yield Finding(
                "G210",
                roster_file(plan.file),
                f"单位组“{group.name}”里没有单位，写给它的任务没有人承担",
                f"请在 units 里列出类别是{which}的单位，或核对 kinds",
                ("groups", number, "name"),
            )


def closed_units(case: Case) -> Iterator[Finding]:
    """G213: a task given to a unit that is no longer there falls on nobody.

    A warning: the wording is as issued; whom it means now, the roster's keeper says. Not by `lead`,
    which would print a 牵头 that nobody issued.
    """
    plan, roster = case.book.plan, case.book.roster
    for number, duty in case.duties.items():
        for name in duty.bound.named:
            unit, heir = roster.find(name), roster.heir(name, plan.year)
            if unit and unit.ended_before(plan.year) and not (heir and duty.bound.binds(heir)):
                message = f"任务{number}的责任单位{name}到{unit.active_until}为止，没有人承担"
                hint = "请核对；已由别的单位承接的，在名录里写明 successor"
                if heir:
                    hint = f"它的职责由{heir.name}承接；请核对，在名录里把“{name}”写成"
                    hint += f"{heir.name}的别名，原来那一条去掉"
                yield Finding("G213", plan.file, message, hint, ("tasks", number, "responsible"))


def _targets(plan: Plan) -> Iterator[tuple[Task, int, Target]]:
    """Every target with its task and its place there."""
    for task in plan.tasks:
        for number, target in enumerate(task.targets):
            yield task, number, target


def roster_file(plan_file: str) -> str:
    """The roster that stands beside a plan."""
    return f"{plan_file.rpartition('/')[0]}/units.yaml"
