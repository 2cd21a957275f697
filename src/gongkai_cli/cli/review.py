"""管: the office answers: one item or many, or what waits, one after the other."""

import sys
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from gongkai_cli.cli.answer import Answer, give
from gongkai_cli.cli.console import put, tell
from gongkai_cli.cli.filed import followed, tell_commit
from gongkai_cli.cli.options import (
    Format,
    FormatOption,
    OutputOption,
    complete_task,
    complete_unit,
    day,
    only_one,
    task_number,
)
from gongkai_cli.cli.session import Session, today
from gongkai_cli.cli.wrong import Stop
from gongkai_cli.domain.item import Item
from gongkai_cli.domain.record import Verdict
from gongkai_cli.domain.roster import Unit
from gongkai_cli.reckoning.question import Question
from gongkai_cli.reckoning.waiting import Waiting, matters, oldest_first, waiting

if TYPE_CHECKING:
    from gongkai_cli.cli import reviewing
    from gongkai_cli.cli.filing import Written
    from gongkai_cli.rendering.pages.queue import Asked

OPTIONS = {
    "--close": Verdict.CLOSE,
    "--send-back": Verdict.SEND_BACK,
    "--grant": Verdict.GRANT,
    "--refuse": Verdict.REFUSE,
    "--accept": Verdict.ACCEPT,
    "--withdraw": Verdict.WITHDRAW,
}
"""The option by which each verdict is given."""


class Said(NamedTuple):
    """What the options say beside the verdict, not yet held against anything."""

    comment: str
    until: date | None
    day: date | None
    corrects: str
    reason: str


def review(
    ctx: typer.Context,
    numbers: Annotated[
        list[int],
        typer.Argument(
            metavar="[序号…]",
            parser=task_number,
            help="任务序号，可以写几个；在终端里不写就逐件核验",
            autocompletion=complete_task,
        ),
    ] = [],  # noqa: B006 - typer copies it
    units: Annotated[
        list[str],
        typer.Option(
            "--unit",
            "-u",
            metavar="单位",
            help="答复哪个单位；--queue 和逐件核验时可重复，不写就是全部单位",
            autocompletion=complete_unit,
        ),
    ] = [],  # noqa: B006
    close: Annotated[bool, typer.Option("--close", help="销号：完成属实")] = False,
    send_back: Annotated[
        bool, typer.Option("--send-back", help="退回：完成、认领或不涉及不能认可，要写 --comment")
    ] = False,
    grant: Annotated[bool, typer.Option("--grant", help="准予延期")] = False,
    refuse: Annotated[bool, typer.Option("--refuse", help="不予延期，要写 --comment")] = False,
    accept: Annotated[bool, typer.Option("--accept", help="同意认领或不涉及的答复")] = False,
    withdraw: Annotated[
        bool,
        typer.Option("--withdraw", help="撤回给错的一条核验，要写 --corrects 和 --reason"),
    ] = False,
    comment: Annotated[
        str, typer.Option("--comment", metavar="文字", help="核验意见，单位看得到")
    ] = "",
    until: Annotated[
        date | None,
        typer.Option(
            "--until", metavar="日期", parser=day, help="准予延期到哪一天；不写就照单位的申请"
        ),
    ] = None,
    when: Annotated[
        date | None,
        typer.Option(
            "--date",
            metavar="日期",
            parser=day,
            help="核验的日期；不写就是今天，更正和撤回时是原来那天",
        ),
    ] = None,
    source: Annotated[
        Path | None,
        typer.Option(
            "--from",
            metavar="文件",
            help="成批答复：CSV 里的每一行，可用 review --queue、overdue 或 status --by item 写出",
        ),
    ] = None,
    queue: Annotated[
        bool, typer.Option("--queue", help="只看有什么待核验，等得最久的在前")
    ] = False,
    corrects: Annotated[
        str,
        typer.Option("--corrects", metavar="文件名", help="更正或撤回哪一条核验，要写 --reason"),
    ] = "",
    reason: Annotated[str, typer.Option("--reason", metavar="文字", help="更正或撤回的原因")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只显示要写的记录，不写入")] = False,
    form: FormatOption = Format.TABLE,
    output: OutputOption = None,
) -> None:
    """核验：销号、退回、准予或不予延期；--queue 看有什么待核验，在终端里可以逐件答复"""
    session: Session = ctx.obj
    given = zip(OPTIONS, (close, send_back, grant, refuse, accept, withdraw), strict=True)
    verdict = _verdict([option for option, chosen in given if chosen])
    said = Said(comment, until, when, corrects, reason)
    if queue:
        if numbers or source or dry_run or verdict or any(said):
            raise Stop("--queue 只看不写，不和序号、答复或 --from 一起用。")
        _show_queue(session, units, form, output)
        return
    if output or form is not Format.TABLE:
        raise Stop("--format 和 --output 用于 --queue，请一起写上。")
    session.must_be_writable()
    _refuse_idle(verdict, said)
    if source and (numbers or units or corrects):
        raise Stop("--from 的文件已写明单位和序号，不再另写序号、--unit 或 --corrects。")
    if verdict is None:
        _walk(session, numbers, session.units(units), said, idle=dry_run or source is not None)
        return
    items = _listed(session, source) if source else _spoken(session, numbers, only_one(units))
    _answer(session, items, _ruling(session, verdict, said, items), dry_run=dry_run)


def _verdict(options: Sequence[str]) -> Verdict | None:
    """The one verdict asked for; one line says one thing."""
    if len(options) > 1:
        raise Stop(f"{'、'.join(options)} 是不同的答复，一次只能用一个。")
    return OPTIONS[options[0]] if options else None


def _refuse_idle(verdict: Verdict | None, said: Said) -> None:
    """What a verdict has no place for, or lacks, is said before anything is read."""
    from gongkai_cli.cli.reviewing import EXPLAINED

    if said.until and verdict is not Verdict.GRANT:
        raise Stop("--until 只和 --grant 一起用。")
    if verdict in EXPLAINED and not said.comment.strip():
        raise Stop(f"{verdict}要让单位知道为什么，请加 --comment 原因。")
    if verdict is Verdict.WITHDRAW and not said.corrects:
        raise Stop("请写明撤回哪一条核验，加 --corrects 文件名 --reason 原因。")
    if said.corrects and not said.reason:
        raise Stop("更正要写明原因，请加 --reason 原因。")
    if said.reason and not said.corrects:
        raise Stop("--reason 是更正的原因，和 --corrects 一起用；核验意见请写 --comment。")
    if said.corrects and not verdict:
        raise Stop(f"更正后是什么答复也要写明：{'、'.join(OPTIONS)} 用一个。")


def _ruling(
    session: Session, verdict: Verdict, said: Said, items: Sequence[Item]
) -> "reviewing.Ruling":
    """The options as a ruling; a 更正 is of the day of what it puts right unless another is given.

    Raises Stop where a 更正 speaks of fewer tasks than what it puts right.
    """
    from gongkai_cli.cli.reviewing import Ruling, original

    corrects, when = "", said.day or today()
    if said.corrects:
        wrong = original(session, items[0], said.corrects)
        if not {*wrong.tasks} <= {item.task.id for item in items}:
            raise Stop(f"更正要写全原核验的任务：{'、'.join(map(str, wrong.tasks))}。")
        corrects, when = wrong.name, said.day or wrong.day
    return Ruling(verdict, when, said.comment, said.until, corrects, said.reason)


def _spoken(session: Session, numbers: Sequence[int], unit: str | None) -> list[Item]:
    """The items named on the line, all of one unit."""
    if not numbers:
        raise Stop(
            "请写明答复哪一项，如 gongkai review 序号 --unit 单位 --close。",
            f"看有什么待核验：gongkai review --queue{session.place}",
        )
    items = [session.item(number, unit) for number in dict.fromkeys(numbers)]
    if len({item.unit.name for item in items}) > 1:
        raise Stop("这几项不是同一个单位的，请用 --unit 说明是哪一个单位，或用 --from 成批答复。")
    return items


def _listed(session: Session, source: Path) -> list[Item]:
    """The items of a CSV file. Raises Stop with every line that names none."""
    from gongkai_cli.cli.reviewing import few
    from gongkai_cli.reading.chosen import CannotChoose, read_chosen

    try:
        chosen = read_chosen(source)
    except CannotChoose as refusal:
        raise Stop(*refusal.sentences) from None
    items: dict[tuple[str, int], Item] = {}
    wrong = []
    for each in chosen:
        try:
            item = session.item(each.task, each.unit)
        except Stop as stop:
            wrong.append(f"{source} 第{each.line}行：{stop.sentences[0]}")
        else:
            items[item.unit.name, item.task.id] = item
    if wrong:
        raise Stop(*few(wrong), f"有{len(wrong)}行不对，都没有写入。")
    return list(items.values())


def _answer(
    session: Session, items: Sequence[Item], ruling: "reviewing.Ruling", *, dry_run: bool
) -> None:
    """Hold everything against the records, then write everything and say how to commit it."""
    from gongkai_cli.cli.reviewing import answered, filed, place

    answers = answered(session, items, ruling)
    if dry_run:
        for each in answers:
            put(each.checked.text if len(answers) == 1 else _with_place(session, each))
        places = place(session, answers[0]) if len(answers) == 1 else f"{len(answers)}条"
        tell(f"以上是要写的记录：{places}；没有写入。")
        return
    if not _followed(session, answers, filed(session, answers)):
        return
    if len(answers) > 1:
        units = list(dict.fromkeys(each.unit.name for each in answers))
        whose = units[0] if len(units) == 1 else f"{len(units)}个单位"
        tell(f"{whose}的{len(items)}项任务已{ruling.verdict}。")
        message = f"核验：{ruling.verdict}{len(items)}项"
    else:
        numbers = "、".join(str(item.task.id) for item in items)
        message = f"{answers[0].unit.name}：任务{numbers}{ruling.verdict}"
    tell_commit([each.folder for each in answers], message)


def _followed(
    session: Session, answers: Sequence["reviewing.Answer"], written: Sequence["Written"]
) -> bool:
    """Bring each unit's ledger up to date and tell where its records stand; whether any is new."""
    by_unit: dict[str, list[tuple[reviewing.Answer, Written]]] = {}
    for answer, each in zip(answers, written, strict=True):
        by_unit.setdefault(answer.unit.name, []).append((answer, each))
    changed = False
    for own in by_unit.values():
        fresh = [each.place for _, each in own if each.new]
        there = [each.place for _, each in own if not each.new]
        said = [f"已写入 {'、'.join(fresh)}"] if fresh else []
        said += [f"已有内容完全相同的核验 {'、'.join(there)}，没有重复写入"] if there else []
        changed |= followed(session, own[0][0].unit, "；".join(said), new=bool(fresh))
        changed |= bool(fresh)
    return changed


def _with_place(session: Session, answer: "reviewing.Answer") -> str:
    from gongkai_cli.cli.reviewing import place

    return f"# {place(session, answer)}\n{answer.checked.text}\n"


def _queue(session: Session, units: Sequence[Unit], as_of: date) -> list[Waiting]:
    """What waits of `units` on `as_of`, oldest first. Only units with anything are read whole."""
    question = Question(session.book, as_of)
    return oldest_first(each for unit in units for each in _of_one(session, question, unit, as_of))


def _of_one(session: Session, question: Question, unit: Unit, as_of: date) -> Iterator[Waiting]:
    entries = question.entries(unit, session.shelf.states(unit, as_of))
    open_ones = [each for each in entries if matters(each.state, each.item.basis)]
    if open_ones:
        yield from waiting(open_ones, session.shelf.records(unit).records, as_of)


def _asked(session: Session, units: Sequence[Unit], as_of: date, *, every: bool) -> "Asked":
    from gongkai_cli.rendering.pages.queue import Asked

    book = session.book
    dated = f" --date {session.asked_day}" if session.asked_day else ""
    return Asked(
        as_of,
        book.plan.year,
        () if every else tuple(unit.name for unit in units),
        book.policy.require_evidence,
        None if session.writing is None else session.writing + dated,
        session.standpoint,
    )


def _show_queue(session: Session, spoken: Sequence[str], form: Format, output: Path | None) -> None:
    """`--queue`: read only, so it may be asked anywhere and of any day."""
    from gongkai_cli.rendering.pages.queue import queue_page, queue_table

    session.say_where()
    units = session.units(spoken)
    if not spoken:
        session.note_strangers()
    found = _queue(session, units, session.as_of)
    asked = _asked(session, units, session.as_of, every=not spoken)

    def json() -> str:
        from gongkai_cli.rendering.payload import to_json, waiting_data

        data = [waiting_data(each, asked) for each in found]
        return to_json("queue", data, year=session.book.plan.year, as_of=session.as_of)

    answer = Answer(lambda: queue_page(found, asked), lambda: queue_table(found, asked), json)
    session.answer = give(answer, form, output)


def _walk(
    session: Session, numbers: Sequence[int], units: Sequence[Unit], said: Said, *, idle: bool
) -> None:
    """Go through what waits, one matter at a time, each verdict written at once."""
    from gongkai_cli.cli.filing import must_take
    from gongkai_cli.cli.walking import walk_through

    if idle or said.comment or not sys.stdin.isatty():
        raise Stop(
            f"请写明怎样答复：{'、'.join(OPTIONS)} 用一个，如 "
            "gongkai review 序号 --unit 单位 --close。",
            f"看有什么待核验：gongkai review --queue{session.place}",
        )
    for number in numbers:
        session.duty(number)
    when = said.day or today()
    must_take(session, when)
    waits = [
        each
        for each in _queue(session, units, when)
        if not numbers or each.entry.item.task.id in numbers
    ]
    if not waits:
        tell(f"截至{when}没有待核验的{'任务' if numbers else '事项'}。")
        return
    asked = _asked(session, units, when, every=True)
    walk_through(session, waits, asked)
