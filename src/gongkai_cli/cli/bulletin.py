"""出: 通报, a period of the year for leaders."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from enum import StrEnum
from typing import Annotated

import typer

from gongkai_cli.cli.console import put, tell_whole
from gongkai_cli.cli.options import OutputOption, by_suffix
from gongkai_cli.cli.papers import (
    ForceOption,
    PaperFormat,
    hand_out,
    must_be_readable,
    write_paper,
)
from gongkai_cli.cli.session import Session
from gongkai_cli.cli.wrong import Stop
from gongkai_cli.diagnostic import Unreadable
from gongkai_cli.domain.deadline import Cycle, Period
from gongkai_cli.reading.book import years
from gongkai_cli.reckoning import bulletins
from gongkai_cli.reckoning.periods import called, code


class BulletinFormat(StrEnum):
    """How a 通报 is written out: as a paper, or for programs."""

    DOCX = "docx"
    MD = "md"
    HTML = "html"
    JSON = "json"


def bulletin(
    ctx: typer.Context,
    period: Annotated[
        str | None,
        typer.Option(
            "--period",
            "-p",
            metavar="周期",
            help="哪一期，如 2023Q2、2023H1、2023-06、二季度；不写就是最近结束的一期",
        ),
    ] = None,
    form: Annotated[
        BulletinFormat | None,
        typer.Option(
            "--format",
            "-f",
            metavar="格式",
            help="docx、md、html 或 json；不写就看 --output 的扩展名，两样都不写就显示在屏幕上",
        ),
    ] = None,
    force: ForceOption = False,
    output: OutputOption = None,
) -> None:
    """写一期的通报：总体、各单位名次、与上期相比、指标、逾期和未报、下一期要求"""
    session: Session = ctx.obj
    session.say_where()
    chosen = _chosen(session, period)
    span = bulletins.span_of(chosen, _as_of(session, chosen), session.book)
    found = bulletins.bulletin(session.book, span, _desks(session, span.as_of))
    must_be_readable(session)
    named = form or by_suffix(BulletinFormat, output)
    if named is BulletinFormat.JSON:
        _give_json(session, found, output, force=force)
        return
    from gongkai_cli.rendering.papers.bulletin import Paper, bulletin_paper

    page = bulletin_paper(Paper(found, session.book))
    session.answer = hand_out(page, PaperFormat(named) if named else None, output, force=force)
    if named is None and output is None:
        file = f"通报-{code(chosen)}.docx"
        tell_whole(
            f"写成文件：gongkai bulletin --period {code(chosen)}{session.standpoint} -o {file}"
        )
        session.spoke = True


def _give_json(
    session: Session, found: bulletins.Bulletin, output: OutputOption, *, force: bool
) -> None:
    from gongkai_cli.rendering.papers.bulletindata import bulletin_json

    text = bulletin_json(found)
    if output is None:
        session.answer = put(text)
    else:
        write_paper(output, text.encode("utf-8"), force=force)


def _chosen(session: Session, spoken: str | None) -> Period:
    """The period asked for, or the last that is over. Raises Stop with those there are."""
    year, every = session.book.plan.year, bulletins.year_periods(session.book)
    if not every:
        raise Stop(
            f"工作口径里的报送周期是“{Cycle.NONE}”，没有可以通报的周期。",
            "请在 data/policy.yaml 的 cycle 里写明月、季度或半年。",
        )
    there = "、".join(f"{code(each)}（{each.name}）" for each in every)
    if spoken is None:
        if found := bulletins.latest(every, session.as_of):
            return found
        raise Stop(
            f"到{session.as_of}，{year}年还没有一期过了报送期限（{every[0].name}到"
            f"{every[0].report_by}），请用 --period 写明哪一期。",
            f"{year}年的各期：{there}。",
            *_of_last_year(session),
        )
    if found := called(spoken, every):
        if found.start > session.as_of:
            raise Stop(f"{year}年{found.name}从{found.start}开始，到{session.as_of}还没有开始。")
        return found
    last_year = _of_last_year(session) if str(year - 1) in spoken else ()
    raise Stop(f"{year}年没有“{spoken}”这一期；{year}年的各期：{there}。", *last_year)


def _of_last_year(session: Session) -> Iterator[str]:
    """The way to the last 通报 of the archived year before: early in a year it is what is meant.

    Says nothing of a year whose files cannot be read: whoever asks for it is told.
    """
    before = session.book.plan.year - 1
    if session.asked_year is not None or before not in years(session.workspace):
        return
    with suppress(Unreadable, Stop):
        every = bulletins.year_periods(session.in_year(before).book)
        if found := bulletins.latest(every, session.as_of):
            options = f"--year {before} --period {code(found)}{session.standpoint}"
            yield f"要写{before}年{found.name}的：gongkai bulletin {options}"


def _as_of(session: Session, period: Period) -> date:
    """统计日期: the day asked for, or the first on which it is known who has not reported."""
    return session.asked_day or min(bulletins.closing_day(period), session.as_of)


def _desks(session: Session, as_of: date) -> Iterator[bulletins.Desk]:
    """Every unit with its records, one at a time."""
    session.note_strangers()
    for unit in session.units(()):
        folder = session.shelf.records(unit)
        session.shelf.note(folder.faults)
        session.note_strays(unit, folder.records, as_of)
        yield unit, folder.records
