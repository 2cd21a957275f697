"""报: a unit says how far it is, by adding one record."""

import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gongkai_cli.cli.console import ask, put, tell
from gongkai_cli.cli.filed import followed, tell_commit
from gongkai_cli.cli.options import (
    EvidenceOption,
    OneUnitOption,
    complete_task,
    day,
    only_one,
    task_number,
)
from gongkai_cli.cli.session import Session, today
from gongkai_cli.cli.wrong import Stop, known_unit
from gongkai_cli.domain.item import Item
from gongkai_cli.domain.record import Step
from gongkai_cli.rendering.pages.words import limit

if TYPE_CHECKING:
    from gongkai_cli.cli.desk import Desk
    from gongkai_cli.cli.filing import Checked

PROGRESS = "进展"
_FEW = 10
OPTIONS = {
    "status": "--status",
    "progress": "--progress",
    "problem": "--problem",
    "next": "--next",
    "owner": "--owner",
    "evidence": "--evidence",
    "measures": "--measure",
    "start": "--start",
    "until": "--extend-until",
    "corrects": "--corrects",
    "reason": "--reason",
}
"""The option by which each key of a record is given."""

_ANY = {"corrects", "reason"}
TAKES = {
    PROGRESS: {*OPTIONS} - {"until"},
    "认领": {"owner", "start", *_ANY},
    "不涉及": _ANY,
    "延期申请": {"until", *_ANY},
}
"""What each kind of record has a place for, as in the forms."""

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
    units: OneUnitOption = [],  # noqa: B006 - typer copies it
    status: Annotated[
        Step | None, typer.Option("--status", "-s", metavar="状态", help="推进中 或 已完成")
    ] = None,
    progress: Annotated[
        str, typer.Option("--progress", "-p", metavar="文字", help="进展情况")
    ] = "",
    evidence: EvidenceOption = [],  # noqa: B006
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
    from gongkai_cli.cli.desk import Desk

    session: Session = ctx.obj
    session.must_be_writable()
    kind = _kind(status, claim=claim, decline=decline, until=until)
    said = {
        "status": status,
        "progress": progress,
        "problem": problem,
        "next": following,
        "owner": owner,
        "evidence": evidence,
        "measures": measure,
        "start": start,
        "until": until,
        "corrects": corrects,
        "reason": reason,
    }
    _refuse_idle(kind, said)
    if until and not reason.strip():
        raise Stop("申请延期要写原因，请加 --reason 原因。")
    if decline and not reason.strip():
        raise Stop("答复不涉及要写原因，请加 --reason 原因。")
    chosen = list(dict.fromkeys(numbers))
    unit = only_one(units)
    if unit is None and sys.stdin.isatty():
        unit = _ask_unit(session, chosen)
    desk = Desk(session, [session.item(number, unit) for number in chosen])
    wrong = desk.corrected(corrects) if corrects else None
    said["corrects"] = wrong.name if wrong else ""
    said["date"] = when or (wrong.day if wrong else today())
    said |= _asked(desk, said, given=when) if kind == PROGRESS else {}
    record = desk.checked(kind, said)
    if dry_run:
        put(record.text)
        tell(f"以上是要写的记录：{desk.place(record)}；没有写入。")
    else:
        _file(desk, record)


def _kind(status: Step | None, *, claim: bool, decline: bool, until: date | None) -> str:
    """Which kind of record the options ask for; one line says one thing."""
    asked = {
        "--status": status and PROGRESS,
        "--claim": claim and "认领",
        "--decline": decline and "不涉及",
        "--extend-until": until and "延期申请",
    }
    options = [option for option, kind in asked.items() if kind]
    if len(options) > 1:
        raise Stop(f"{'、'.join(options)} 说的是不同的事，一次只能用一个。")
    return str(next(filter(None, asked.values()), PROGRESS))


def _refuse_idle(kind: str, said: Mapping[str, object]) -> None:
    """What a kind of record has no place for is refused, never dropped in silence."""
    idle = [OPTIONS[key] for key, value in said.items() if value and key not in TAKES[kind]]
    if idle:
        raise Stop(f"{kind}不用写 {'、'.join(idle)}。")


def _file(desk: "Desk", record: "Checked") -> None:
    """Write the record, bring the ledger up to date, say how to commit both."""
    place, new = desk.write(record)
    said = f"已写入 {place}" if new else f"已有一条内容完全相同的记录 {place}，没有重复写入"
    changed = followed(desk.session, desk.unit, said, new=new)
    tell(*desk.reminders(record))
    if changed or new:
        numbers = "、".join(str(number) for number in record.record.tasks)
        message = f"{desk.unit.name}：任务{numbers}{record.in_short()}"
        tell_commit([desk.folder], message)


def _ask_unit(session: Session, numbers: Sequence[int]) -> str | None:
    """Which of the units that have all these tasks reports; None where there is no choice."""
    every = [session.duty(number) for number in numbers]
    holders = [unit for unit in session.units(()) if all(duty.item(unit) for duty in every)]
    if len(holders) <= 1:
        return None
    few = len(holders) <= _FEW
    names = "、".join(unit.name for unit in holders) if few else f"{len(holders)}个单位"
    tell(f"任务{'、'.join(map(str, numbers))}由{names}负责。")
    while True:
        try:
            unit = known_unit(ask("报送单位"), session.book.roster)
            for number in numbers:
                session.item(number, unit.name)
        except Stop as stop:
            tell(*stop.sentences)
        else:
            return unit.name


def _asked(desk: "Desk", said: Mapping[str, Any], *, given: date | None) -> dict[str, Any]:
    """What a 进展 still lacks, asked for on a terminal; elsewhere the status must be there."""
    on_terminal = sys.stdin.isatty()
    if said["status"] is None and not on_terminal:
        raise Stop(
            "请用 --status 推进中 或 --status 已完成 说明进度。", "看用法：gongkai update --help"
        )
    if not on_terminal or (said["status"] and said["progress"]):
        desk.must_take(said["date"])
        return {}
    for item in desk.items:
        tell(_heading(desk, item))
    day = said["date"] if given or desk.takes(said["date"]) else _ask_day(desk)
    desk.must_take(day)
    return {
        "date": day,
        "status": said["status"] or _ask_step(),
        "progress": said["progress"] or _ask_progress(),
        "evidence": said["evidence"] or list(_ask_evidence(desk)),
    }


def _ask_day(desk: "Desk") -> date:
    """Today belongs to another year, so it cannot be meant."""
    while True:
        try:
            answer = day(ask(f"哪一天的进展（{desk.year}年度，如 {desk.year}-06-28）"))
            desk.must_take(answer)
        except Stop as stop:
            tell(*stop.sentences)
        else:
            return answer


def _ask_step() -> Step:
    while True:
        answer = ask("状态（1 推进中 / 2 已完成）")
        if step := {"1": Step.UNDER_WAY, "2": Step.DONE}.get(answer):
            return step
        if answer in set(Step):
            return Step(answer)
        tell("请打 1（推进中）或 2（已完成）。")


def _ask_progress() -> str:
    while True:
        if answer := ask("进展情况"):
            return answer
        tell("请写一两句做了什么。")


def _ask_evidence(desk: "Desk") -> Iterator[str]:
    """Pieces until an empty line; what cannot be found is asked for again."""
    while answer := ask("佐证材料（网址或文件，可多个，直接回车结束）"):
        try:
            desk.materials.piece(answer)
        except Stop as stop:
            tell(*stop.sentences)
        else:
            yield answer


def _heading(desk: "Desk", item: Item) -> str:
    """Task, unit, time limit and the last word, so that nobody reports on the wrong row."""
    entry = desk.entry(item)
    task = item.task
    latest = f"上次 {entry.state.last} {entry.status}" if entry.state.last else "还没有报送"
    due = limit(task.deadline, entry.due, entry.original_due)
    return f"任务{task.id} · {item.unit.name} · {task.topic} · 时限 {due} · {latest}"
