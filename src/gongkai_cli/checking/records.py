"""Rules of records: each held against the plan, the roster, the day and the records before it.

A record that was put right (更正) is left in peace: its correction answers for it.
"""

from collections.abc import Iterator
from datetime import date

from gongkai_cli.checking.case import Desk, Finding, Written
from gongkai_cli.domain.item import Item
from gongkai_cli.domain.record import (
    ExtensionRequest,
    Progress,
    Record,
    Review,
    Step,
    Verdict,
)
from gongkai_cli.reckoning.assignment import nearest
from gongkai_cli.reckoning.fold import idle
from gongkai_cli.reckoning.standings import due_days
from gongkai_cli.reckoning.targets import unmet


def unknown_task(desk: Desk, written: Written) -> Iterator[Finding]:
    """G303."""
    for path, task in _tasks(written.record):
        if task not in desk.case.duties:
            year = desk.case.book.plan.year
            message = f"{year}年的任务分解表里没有任务{task}"
            hint = f"请核对序号；看全部任务：gongkai tasks{desk.case.here}"
            yield written.found("G303", message, hint, *path)


def not_its_task(desk: Desk, written: Written) -> Iterator[Finding]:
    """G304."""
    name = desk.unit.name
    for path, task in _tasks(written.record):
        if task in desk.case.duties and task not in desk.items:
            ended = not desk.unit.active_in(desk.case.book.plan.year)
            hint = f"请核对序号和单位；看本单位的任务：gongkai units {name}{desk.case.here}"
            hint = "这个单位这一年不存在（active_from、active_until），请核对" if ended else hint
            yield written.found("G304", f"任务{task}不是{name}的任务", hint, *path)


def unknown_measure(desk: Desk, written: Written) -> Iterator[Finding]:
    """G305: a number that no 指标 of the record's tasks asks for would never count."""
    if not isinstance(written.record.fact, Progress):
        return
    items = _items(desk, written.record)
    names = [target.name for item in items for target in item.task.targets]
    for name, _ in written.record.fact.measures if items else ():
        if name not in names:
            message = f"任务{_listed(items)}没有“{name}”这个指标{nearest(name, names)}"
            look = f"看指标的名称：gongkai tasks {items[0].task.id}{desk.case.here}"
            found = written.found("G305", message, f"请核对名称；{look}", "measures", name)
            yield found._replace(key=True)


def not_yet(desk: Desk, written: Written) -> Iterator[Finding]:
    """G306: what is reported must have happened; the day itself counts."""
    day = written.record.day
    if day > desk.case.as_of:
        yield written.found("G306", f"{day} 还没有到", "请写已经发生的日期", "date")


def other_year(desk: Desk, written: Written) -> Iterator[Finding]:
    """G307: see `Plan.takes`."""
    plan, day = desk.case.book.plan, written.record.day
    if not plan.takes(day) and day <= desk.case.as_of:
        message = f"{day} 不在{plan.year}年度之内（到次年3月31日为止）"
        yield written.found("G307", message, "请核对日期，或放到它那一年的文件夹里", "date")


def bare_claim(desk: Desk, written: Written) -> Iterator[Finding]:
    """G308: a claim of completion that no evidence bears out, of that day or later.

    It is past where evidence came with a later report, or the claim itself was undone.
    """
    record, claim = written.record, _claim(written.record)
    bare = claim is not None and not claim.evidence and desk.case.book.policy.require_evidence
    for item in _items(desk, record) if bare else ():
        shown = desk.shown.get(item.task.id, date.min) >= record.day
        message = f"任务{item.task.id}申报已完成而没有佐证材料"
        hint = "请补上 evidence，或另报一条带佐证材料的已完成"
        found = written.found("G308", message, hint, "status")
        yield found._replace(past=shown or desk.is_undone(record, item.task.id))


def short_of_target(desk: Desk, written: Written) -> Iterator[Finding]:
    """G309: done is said while a target of each unit's own is not reached.

    It is past where later reports reached the target, or the claim itself was undone.
    """
    record = written.record
    for item in _items(desk, record) if _claim(record) else ():
        undone = desk.is_undone(record, item.task.id)
        short = () if undone else unmet(item.task, desk.now(item.task.id))
        for name in unmet(item.task, desk.effect(record, item.task.id).after):
            least = next(each for each in item.task.targets if each.name == name)
            message = (
                f"任务{item.task.id}申报已完成，而“{name}”没有达到{least.at_least}{least.unit}"
            )
            hint = "请把完成的数写进 measures，或改报推进中"
            found = written.found("G309", message, hint, "status")
            yield found._replace(past=name not in short)


def no_longer(desk: Desk, written: Written) -> Iterator[Finding]:
    """G310, G311, G312: what an extension asks or grants, against the day that counted."""
    until = _until(written.record)
    asks = isinstance(written.record.fact, ExtensionRequest)
    for item in _items(desk, written.record) if until or asks else ():
        due, number = _due(desk, item, written.record), item.task.id
        if due is None:
            message, hint = f"任务{number}没有最后日期，不用延期", "请改报进展"
            if desk.case.duties[number].deadline.workdays:
                message = f"任务{number}还没有报起算日，算不出时限"
                hint = "请先报一条进展，写明 start"
            yield written.found("G312", message, hint, "until")
            continue
        if until and until <= due:
            message = f"任务{number}现在的时限是 {due}，延期到 {until} 没有变晚"
            yield written.found("G310", message, "请核对 until", "until")
        if asks and written.record.day > due:
            message = f"任务{number}的时限 {due} 已过，{written.record.day} 才申请延期"
            yield written.found("G311", message, "延期应在时限之前申请；请在 reason 里说明", "date")


def contradiction(desk: Desk, written: Written) -> Iterator[Finding]:
    """G313: what may not follow the records before it changes nothing, and misleads its reader."""
    for item in _items(desk, written.record):
        why = desk.effect(written.record, item.task.id).unapplied
        if why := why or idle(written.record, item.basis):
            of = f"{item.task.id} --unit {item.unit.name}{desk.case.here}"
            message = f"与任务{item.task.id}的情况矛盾：{why}"
            yield written.found("G313", message, f"请核对；看经过：gongkai history {of}", "type")


def second_start(desk: Desk, written: Written) -> Iterator[Finding]:
    """G319: the first start stands; another would be passed over in silence."""
    start = getattr(written.record.fact, "start", None)
    for item in _items(desk, written.record) if start else ():
        before = desk.effect(written.record, item.task.id).before.start
        if before and before != start:
            message = f"任务{item.task.id}的起算日先前报的是 {before}，这里是 {start}"
            yield written.found("G319", message, "以先报的为准；报错了请更正那一条", "start")


def _tasks(record: Record) -> Iterator[tuple[tuple[str | int, ...], int]]:
    """Each task of `record` with its path in the file."""
    for task in dict.fromkeys(record.tasks):
        yield ("task", record.tasks.index(task)), task


def _items(desk: Desk, record: Record) -> list[Item]:
    """The items that `record` speaks of, so far as they are the unit's."""
    return [desk.items[task] for _, task in _tasks(record) if task in desk.items]


def _listed(items: list[Item]) -> str:
    return "、".join(str(item.task.id) for item in items)


def _claim(record: Record) -> Progress | None:
    """What an 已完成 says; None for any other record."""
    fact = record.fact
    return fact if isinstance(fact, Progress) and fact.step is Step.DONE else None


def _until(record: Record) -> date | None:
    match record.fact:
        case ExtensionRequest(until=until) | Review(verdict=Verdict.GRANT, until=until):
            return until
        case _:
            return None


def _due(desk: Desk, item: Item, record: Record) -> date | None:
    """The day that counted before `record`."""
    before = desk.effect(record, item.task.id).before
    deadline = desk.case.duties[item.task.id].deadline
    return due_days(item, deadline, before, desk.case.book.calendar)[0]
