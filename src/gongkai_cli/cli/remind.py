"""出: a 提醒函 to each unit that has something to be reminded of."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gongkai_cli.cli.console import show, tell, tell_diagnostics, tell_whole, watched
from gongkai_cli.cli.options import OutputOption, UnitsOption, by_suffix
from gongkai_cli.cli.papers import (
    PaperFormat,
    PaperOption,
    hand_out,
    paper_bytes,
    sending_folder,
)
from gongkai_cli.cli.session import Session
from gongkai_cli.cli.writing import write_out
from gongkai_cli.cli.wrong import WRONG_USE, Stop
from gongkai_cli.domain.roster import Unit
from gongkai_cli.reckoning.question import Question
from gongkai_cli.table import Document

if TYPE_CHECKING:
    from gongkai_cli.reckoning.reminders import Reminder

_SENT = "提醒函"
"""The folder for papers to send out where nobody named one."""


def remind(
    ctx: typer.Context,
    units: UnitsOption = [],  # noqa: B006 - typer copies it
    every: Annotated[bool, typer.Option("--all", help="全部单位，每个单位一份")] = False,
    within: Annotated[
        int | None,
        typer.Option(
            "--within",
            metavar="天数",
            min=0,
            max=366,
            help="几天之内到期算临期；不写按办公室的设置",
        ),
    ] = None,
    form: PaperOption = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="文件夹", help="每个单位一份，写进这个文件夹；默认是 提醒函"),
    ] = None,
    output: OutputOption = None,
) -> None:
    """写提醒函：逾期、缺报、未达标、已退回和临期的任务，一个单位一份"""
    session: Session = ctx.obj
    if not (units or every):
        raise Stop("请用 --unit 单位 指明提醒哪个单位，或用 --all 给每个单位写一份。")
    session.say_where()
    chosen = session.units(units)
    if not units:
        session.note_strangers()
    named = form or by_suffix(PaperFormat, output)
    if len(chosen) > 1 and output:
        raise Stop(f"一份提醒函只给一个单位，请用 --out 文件夹 写出{len(chosen)}份。")
    if out and output:
        raise Stop("--out 和 --output 只能写一个。")
    found = _reminders(session, chosen, within)
    if len(chosen) > 1 or out or (named is PaperFormat.DOCX and not output):
        _send_out(session, list(found), named or PaperFormat.DOCX, out)
    else:
        _give(session, list(found), within, form, output)


def _reminders(
    session: Session, chosen: Sequence[Unit], within: int | None
) -> Iterator["Reminder"]:
    """What each unit is to be reminded of; a unit whose records cannot all be read gets none.

    Half of what it has reported would make a reminder of what is long done.
    """
    from gongkai_cli.reckoning.reminders import reminder

    question = Question(session.book, session.as_of, within)
    for unit in watched(chosen, len(chosen)):
        folder = session.shelf.records(unit)
        if folder.faults:
            tell_diagnostics(folder.faults)
            tell(f"{unit.name}的记录有{len(folder.faults)}处读不了，提醒函没有写。")
            session.code = WRONG_USE
        else:
            session.note_strays(unit, folder.records, session.as_of)
            yield reminder(question, unit, folder.records)


def _give(
    session: Session,
    found: Sequence["Reminder"],
    within: int | None,
    form: PaperFormat | None,
    output: Path | None,
) -> None:
    """The paper of the one unit asked about, on the screen or where it was asked for."""
    for each in found:
        if not each.total:
            tell(_nothing(session, each.unit.name))
            return
        hand_out(_paper(session, each), form, output)
        if not (form or output):
            soon = "" if within is None else f" --within {within}"
            whom = f"gongkai remind --unit {each.unit.name}{soon}"
            tell_whole(f"写成 Word 文件：{whom} --format docx{session.standpoint}")


def _send_out(
    session: Session, found: Sequence["Reminder"], form: PaperFormat, out: Path | None
) -> None:
    """A file for each unit that has something to be reminded of, then who they are."""
    from gongkai_cli.rendering.papers.reminder import reminder_name, summary_page

    due = [each for each in found if each.total]
    if not due:
        if found:
            one = found[0].unit.name if len(found) == 1 else f"{len(found)}个单位都"
            tell(_nothing(session, one))
        return
    folder = out or sending_folder(session, _SENT)
    written = 0
    for each in watched(due, len(due)):
        place = folder / f"{reminder_name(each.unit, each.as_of)}.{form}"
        written += write_out(place, paper_bytes(_paper(session, each), form))
    show(summary_page(due, len(found) - len(due), session.as_of))
    tell(f"{folder} 里写入{written}份提醒函，{len(due) - written}份没有变化。")


def _nothing(session: Session, whose: str) -> str:
    return f"截至{session.as_of}，{whose}没有需要提醒的任务，没有写提醒函。"


def _paper(session: Session, found: "Reminder") -> Document:
    from gongkai_cli.rendering.papers.reminder import reminder_paper
    from gongkai_cli.rendering.papers.wording import signing

    return reminder_paper(found, session.book.plan.title, signing(session.book.roster))
