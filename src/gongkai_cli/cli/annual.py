"""出: the draft of the annual report, as far as the ledger knows what belongs into it."""

from typing import TYPE_CHECKING, Annotated

import typer

from gongkai_cli.cli.console import tell_whole
from gongkai_cli.cli.options import OutputOption, complete_unit, only_one
from gongkai_cli.cli.papers import PaperOption, hand_out
from gongkai_cli.cli.session import Session
from gongkai_cli.cli.wrong import Stop
from gongkai_cli.diagnostic import Severity, Unreadable
from gongkai_cli.domain.roster import Unit
from gongkai_cli.domain.statute import report_days

if TYPE_CHECKING:
    from gongkai_cli.reckoning.fulfilment import Fulfilment, Trouble


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
    output: OutputOption = None,
) -> None:
    """起草政府信息公开工作年度报告：任务落实情况取自台账，台账没有的写明待填"""
    from gongkai_cli.reckoning.fulfilment import fulfilment
    from gongkai_cli.rendering.papers.annual import annual_paper

    session: Session = ctx.obj
    _end_of_year(session)
    session.say_where()
    unit = _one(session, only_one(units))
    chosen = [unit] if unit else session.units(())
    found = fulfilment(session.book.plan, session.as_of, session.entries(chosen), unit)
    _must_be_readable(session)
    page = annual_paper(found, _said(session, found))
    session.answer = hand_out(page, form, output)
    if not (form or output):
        whose = f" --unit {unit.name}" if unit else ""
        name = f"{unit.name if unit else ''}{session.book.plan.year}年度报告底稿.docx"
        tell_whole(f"写成 Word 文件：gongkai annual{whose} --output {name}{session.standpoint}")


def _end_of_year(session: Session) -> None:
    """Where no day was asked for, the report never speaks of more than its year's own records."""
    last = report_days(session.book.plan.year)[-1].day
    if not session.asked_day:
        session.as_of = min(session.as_of, last)


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


def _must_be_readable(session: Session) -> None:
    """Raises Unreadable where records are missing from the numbers: a report has all or none."""
    faults = [each for each in session.shelf.faults if each.severity is Severity.ERROR]
    if faults:
        raise Unreadable(faults)
