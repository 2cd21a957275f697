"""报: a unit says how far it is, by adding one record."""

import sys
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gongkai_cli.cli.console import put, tell, tell_diagnostics
from gongkai_cli.cli.ledgers import refresh
from gongkai_cli.cli.options import OneUnitOption, complete_task, day, task_number
from gongkai_cli.cli.session import Session
from gongkai_cli.cli.wrong import WRONG_USE, Stop
from gongkai_cli.diagnostic import Unreadable
from gongkai_cli.domain.item import Item
from gongkai_cli.domain.record import Step
from gongkai_cli.rendering.pages.words import limit

if TYPE_CHECKING:
    from gongkai_cli.cli.filing import Checked, Desk

_DATE_HELP = "哪一天的进展；不写就是今天，更正时不写就是原记录那一天"


def update(
    ctx: typer.Context,
    numbers: Annotated[
        list[int],
        typer.Argument(
            metavar="序号…",
            parser=task_number,
            help="任务序号；一份进展可以对应几项任务",
            autocompletion=complete_task,
        ),
    ],
    unit: OneUnitOption = None,
    status: Annotated[
        Step | None, typer.Option("--status", "-s", metavar="状态", help="推进中 或 已完成")
    ] = None,
    progress: Annotated[
        str, typer.Option("--progress", "-p", metavar="文字", help="进展情况")
    ] = "",
    evidence: Annotated[
        list[str],
        typer.Option(
            "--evidence",
            "-e",
            metavar="材料",
            help="佐证材料，网址或文件，可重复；可写成 标题=网址",
        ),
    ] = [],  # noqa: B006 - typer copies it
    measure: Annotated[
        list[str],
        typer.Option("--measure", metavar="名=数", help="指标完成数，可重复；如 政务公开培训=1"),
    ] = [],  # noqa: B006
    problem: Annotated[str, typer.Option("--problem", metavar="文字", help="存在问题")] = "",
    following: Annotated[str, typer.Option("--next", metavar="文字", help="下一步打算")] = "",
    owner: Annotated[str, typer.Option("--owner", metavar="科室", help="责任科室，不写个人")] = "",
    start: Annotated[
        date | None,
        typer.Option("--start", metavar="日期", parser=day, help="起算日，用于“几个工作日内”"),
    ] = None,
    when: Annotated[
        date | None, typer.Option("--date", metavar="日期", parser=day, help=_DATE_HELP)
    ] = None,
    claim: Annotated[bool, typer.Option("--claim", help="认领一项“相关部门”的任务")] = False,
    decline: Annotated[bool, typer.Option("--decline", help="答复一项任务不涉及本单位")] = False,
    until: Annotated[
        date | None,
        typer.Option("--extend-until", metavar="日期", parser=day, help="申请延期到哪一天"),
    ] = None,
    corrects: Annotated[
        str, typer.Option("--corrects", metavar="文件名", help="更正哪一条记录，要写 --reason")
    ] = "",
    reason: Annotated[
        str, typer.Option("--reason", metavar="文字", help="延期、不涉及或更正的原因")
    ] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只显示要写的记录，不写入")] = False,
) -> None:
    """报送进展：新增一条记录并更新本单位台账；在终端里缺什么就问什么"""
    from gongkai_cli.cli import filing

    session: Session = ctx.obj
    session.must_be_writable()
    items = [session.item(number, unit) for number in dict.fromkeys(numbers)]
    desk = filing.Desk(session, items)
    said: dict[str, Any] = {
        "status": status,
        "progress": progress,
        "problem": problem,
        "next": following,
    }
    if claim or decline or until:
        said = {"type": "认领" if claim else "不涉及" if decline else "延期申请"}
    elif status is None or (not progress and sys.stdin.isatty()):
        said |= _ask(desk, status, asking_evidence=not evidence)
    draft = {
        "type": "进展",
        "date": when or desk.default_day(corrects),
        **said,
        "owner": owner,
        "evidence": [desk.evidence(each) for each in (*evidence, *said.pop("evidence", ()))],
        "measures": desk.measures(measure),
        "start": start,
        "until": until,
        "corrects": corrects,
        "reason": reason,
    }
    record = desk.checked(draft)
    if dry_run:
        put(record.text)
        tell(f"以上是要写的记录：{desk.place(record)}；没有写入。")
    else:
        _file(desk, record)


def _file(desk: "Desk", record: "Checked") -> None:
    """Write the record, bring the ledger up to date, say how to commit both."""
    place = desk.write(record)
    try:
        refresh(desk.session, desk.unit)
        done = "台账已更新。"
    except Unreadable as fault:
        tell_diagnostics(fault.diagnostics)
        desk.session.code = WRONG_USE
        done = "本单位另有读不了的记录，台账没有更新。"
    tell(f"已写入 {place}，{done}", *desk.reminders(record))
    folder = place.rpartition("/updates/")[0]
    numbers = "、".join(str(number) for number in record.record.tasks)
    message = f"{desk.unit.name}：任务{numbers}{record.in_short()}"
    tell(f'提交：git add {folder} && git commit -m "{message}"')


def _ask(desk: "Desk", status: Step | None, *, asking_evidence: bool) -> dict[str, Any]:
    """Ask on a terminal for what is missing; elsewhere say how to give it."""
    if not sys.stdin.isatty():
        raise Stop(
            "请用 --status 推进中 或 --status 已完成 说明进度。", "看用法：gongkai update --help"
        )
    for item in desk.items:
        tell(_heading(desk, item))
    step = status or _ask_step()
    progress = typer.prompt("进展情况", err=True)
    evidence = list(_ask_evidence()) if asking_evidence else []
    return {"status": step, "progress": progress, "evidence": evidence}


def _ask_step() -> Step:
    while True:
        answer = typer.prompt("状态 [推进中/已完成]", err=True).strip()
        if answer in set(Step):
            return Step(answer)
        tell("请写 推进中 或 已完成。")


def _ask_evidence() -> Iterator[str]:
    question = "佐证材料（网址或文件，可多个，直接回车结束）"
    while answer := typer.prompt(question, default="", show_default=False, err=True).strip():
        yield answer


def _heading(desk: "Desk", item: Item) -> str:
    """Task, unit, time limit and the last word, so that nobody reports on the wrong row."""
    entry = desk.entry(item)
    task = item.task
    latest = f"上次 {entry.state.last} {entry.status}" if entry.state.last else "还没有报送"
    due = limit(task.deadline, entry.due, entry.original_due)
    return f"任务{task.id} · {item.unit.name} · {task.topic} · 时限 {due} · {latest}"
