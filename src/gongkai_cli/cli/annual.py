"""出: the draft of the annual report, as far as the ledger knows what belongs into it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from gongkai_cli.cli.console import tell_whole
from gongkai_cli.cli.options import OutputOption, complete_unit, only_one
from gongkai_cli.cli.papers import ForceOption, PaperOption, hand_out, must_be_readable
from gongkai_cli.cli.session import Session
from gongkai_cli.cli.shell import quoted
from gongkai_cli.cli.wrong import Stop
from gongkai_cli.domain.roster import Unit
from gongkai_cli.domain.statute import report_days
from gongkai_cli.reading.book import years

if TYPE_CHECKING:
    from gongkai_cli.reckoning.fulfilment import Fulfilment, Trouble
    from gongkai_cli.reckoning.lookback import Retrospect


def annual(
    ctx: typer.Context,
    units: Annotated[
        list[str],
        typer.Option(
            "--unit",
            "-u",
            metavar="单位",
            help="写一个部门自己的；不写就是本级政府的",
            autocompletion=complete_unit,
        ),
    ] = [],  # noqa: B006 - typer copies it
    form: PaperOption = None,
    force: ForceOption = False,
    output: OutputOption = None,
) -> None:
    """起草政府信息公开工作年度报告：任务落实情况取自台账，台账没有的写明待填"""
    from gongkai_cli.reckoning.fulfilment import fulfilment
    from gongkai_cli.rendering.papers.annual import annual_paper

    session: Session = ctx.obj
    _end_of_year(session)
    session.say_where()
    spoken = only_one(units)
    _must_be_the_year(session, spoken)
    unit = _one(session, spoken)
    chosen = [unit] if unit else session.units(())
    found = fulfilment(session.book.plan, session.as_of, session.entries(chosen), unit)
    before = _looked_back(session, chosen, unit)
    must_be_readable(session)
    page = annual_paper(found, _said(session, found), before)
    session.answer = hand_out(page, form, output, force=force)
    if not (form or output):
        whose = f" --unit {unit.name}" if unit else ""
        name = f"{unit.name if unit else ''}{session.book.plan.year}年度报告底稿.docx"
        tell_whole(f"写成 Word 文件：gongkai annual{whose} --output {name}{session.standpoint}")


def _end_of_year(session: Session) -> None:
    """Where no day was asked for, the report never speaks of more than its year's own records."""
    last = report_days(session.book.plan.year)[-1].day
    if not session.asked_day:
        session.as_of = min(session.as_of, last)


def _must_be_the_year(session: Session, spoken: str | None) -> None:
    """Raises Stop where the year in hand has just begun, and it is the one before that is due."""
    before = session.year_to_report
    if before is not None:
        whose = "" if spoken is None else f" --unit {quoted(spoken)}"
        raise Stop(
            f"{before + 1}年才开始，还没有一年的情况可以写；现在要写的是{before}年的年度报告。",
            f"起草{before}年的年度报告：gongkai annual --year {before}{whose}{session.standpoint}",
        )


def _one(session: Session, spoken: str | None) -> Unit | None:
    """The unit whose own report is meant. Raises Stop where it had no part in the year."""
    if spoken is None:
        return None
    (unit,) = session.units([spoken])
    year = session.book.plan.year
    if not unit.active_in(year):
        raise Stop(f"{unit.name}不在{year}年的责任单位之中，没有{year}年的任务可以写。")
    return unit


def _said(session: Session, found: "Fulfilment") -> list["Trouble"]:
    from gongkai_cli.reckoning.fulfilment import troubles

    return troubles(found, session.shelf.records(found.unit).records) if found.unit else []


def _looked_back(
    session: Session, chosen: Sequence[Unit], unit: Unit | None
) -> "Retrospect | None":
    """What is on record of the year before; None where nobody has said anything of it.

    Raises Stop where not all records of that year can be read.
    """
    before = session.book.plan.year - 1
    if before not in years(session.workspace):
        return None
    folders = [session.shelf.lookbacks(each) for each in chosen]
    session.shelf.note(fault for folder in folders for fault in folder.faults)
    if not any(folder.records for folder in folders):
        return None
    from gongkai_cli.cli.backward import Years, looked_back

    session.spoke = True  # the other year's files are not in the trace by which answers are kept
    past = session.in_year(before)
    past.withheld = True
    try:
        found = looked_back(Years(past, (session,)), [unit.name] if unit else [])
    finally:
        unread = past.close(0)
    if unread:
        raise Stop(f"{before}年的记录有上面几处读不了，回头看的数字会不对，没有写；请先改好。")
    return found
