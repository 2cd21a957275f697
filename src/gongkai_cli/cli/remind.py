"""出: a 提醒函 to each unit that has something to be reminded of."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

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
from gongkai_cli.cli.shell import quoted
from gongkai_cli.cli.writing import holds, write_out
from gongkai_cli.cli.wrong import FINDINGS, WRONG_USE, Stop
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
    force: Annotated[
        bool, typer.Option("--force", help="已经有了的、内容不同的提醒函也重写")
    ] = False,
    output: OutputOption = None,
) -> None:
    """写提醒函：逾期、缺报、未达标、已退回和临期的任务，一个单位一份"""
    session: Session = ctx.obj
    if not (units or every):
        raise Stop("请用 --unit 单位 指明提醒哪个单位，或用 --all 给每个单位写一份。")
    if units and every:
        raise Stop("--unit 和 --all 一次用一个：指明的单位写一份，或者每个单位写一份。")
    session.say_where()
    chosen = session.units(units)
    if not units:
        session.note_strangers()
    named = form or by_suffix(PaperFormat, output)
    many = every or len(chosen) > 1
    if many and output:
        raise Stop(f"一份提醒函只给一个单位，请用 --out 文件夹 写出{len(chosen)}份。")
    if out and output:
        raise Stop("--out 和 --output 只能写一个。")
    found = _reminders(session, list(_still_there(session, chosen)), within)
    if many or out or (named is PaperFormat.DOCX and not output):
        _send_out(session, list(found), _Folder(named or PaperFormat.DOCX, out, force, within))
    else:
        _give(session, list(found), within, _Wanted(form, output, force))


class _Wanted(NamedTuple):
    """How the one paper is wanted: on the screen, or in a file, over what is there or not."""

    form: PaperFormat | None
    output: Path | None
    force: bool


class _Folder(NamedTuple):
    """How papers go into a folder: named by a person or not, over what is there or not."""

    form: PaperFormat
    named: Path | None
    force: bool
    within: int | None


def _still_there(session: Session, chosen: Sequence[Unit]) -> Iterator[Unit]:
    """The units that a letter can still reach; of each other one it is said who answers for it."""
    for unit in chosen:
        if not unit.ended_by(session.as_of):
            yield unit
            continue
        heir = session.book.roster.heir_on(unit, session.as_of)
        over = f"{unit.name}到{unit.active_until}为止，没有写提醒函"
        if heir is None:
            tell(f"{over}；名录里没有写明由哪个单位承接。")
        else:
            tell(f"{over}；职责由{heir.name}承接。")
            if len(chosen) == 1:
                tell_whole(
                    f"提醒{heir.name}：gongkai remind --unit {heir.name}{session.standpoint}"
                )


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
    session: Session, found: Sequence["Reminder"], within: int | None, wanted: _Wanted
) -> None:
    """The paper of the one unit asked about, on the screen or where it was asked for."""
    for each in found:
        if not each.total:
            tell(_nothing(session, each.unit.name))
            return
        hand_out(_paper(session, each), wanted.form, wanted.output, force=wanted.force)
        if not (wanted.form or wanted.output):
            soon = "" if within is None else f" --within {within}"
            whom = f"gongkai remind --unit {each.unit.name}{soon}"
            tell_whole(f"写成 Word 文件：{whom} --format docx{session.standpoint}")


def _send_out(session: Session, found: Sequence["Reminder"], into: _Folder) -> None:
    """A file for each unit that has something to be reminded of, then who they are."""
    from gongkai_cli.rendering.papers.reminder import reminder_name, summary_page

    due = [each for each in found if each.total]
    if not due:
        if found:
            one = found[0].unit.name if len(found) == 1 else f"{len(found)}个单位都"
            tell(_nothing(session, one))
        return
    folder = into.named or sending_folder(session, _SENT)
    written, kept = 0, []
    for each in watched(due, len(due)):
        place = folder / f"{reminder_name(each.unit, each.as_of)}.{into.form}"
        data = paper_bytes(_paper(session, each), into.form)
        if place.exists() and not (into.force or holds(place, data)):
            kept.append(each.unit.name)
        else:
            written += write_out(place, data)
    show(summary_page(due, len(found) - len(due), session.as_of))
    same = len(due) - written - len(kept)
    tell(f"{folder} 里写入{written}份提醒函，{same}份没有变化。")
    if kept:
        _say_kept(session, kept, into)


def _say_kept(session: Session, kept: Sequence[str], into: _Folder) -> None:
    """What somebody may have edited is never written over unasked."""
    tell(
        f"{'、'.join(kept)}的{len(kept)}份已经有了，内容和这次的不同"
        "（有人改过，或者记录有了变化），没有覆盖。"
    )
    whom = "".join(f" --unit {name}" for name in kept)
    soon = "" if into.within is None else f" --within {into.within}"
    out = f" --out {quoted(str(into.named))}" if into.named else ""
    line = f"gongkai remind{whom}{soon} --format {into.form}{out} --force{session.standpoint}"
    tell_whole(f"要重写：{line}")
    session.code = session.code or FINDINGS


def _nothing(session: Session, whose: str) -> str:
    return f"截至{session.as_of}，{whose}没有需要提醒的任务，没有写提醒函。"


def _paper(session: Session, found: "Reminder") -> Document:
    from gongkai_cli.rendering.papers.reminder import reminder_paper
    from gongkai_cli.rendering.papers.wording import signing

    title, office = session.book.plan.title, signing(session.book.roster)
    return reminder_paper(found, title, office, session.other_year)
