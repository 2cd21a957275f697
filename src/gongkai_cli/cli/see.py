"""看: the plan, the roster, who is late, how far everybody is."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Annotated

import typer

from gongkai_cli.cli.answer import Answer, give
from gongkai_cli.cli.options import (
    Format,
    FormatOption,
    MaybeTaskArgument,
    OutputOption,
    UnitsOption,
    complete_unit,
)
from gongkai_cli.cli.session import Session
from gongkai_cli.cli.wrong import FINDINGS
from gongkai_cli.domain.roster import Unit
from gongkai_cli.reckoning.overview import FINDINGS as CHASED
from gongkai_cli.reckoning.overview import By, Overview, overview
from gongkai_cli.reckoning.standings import Standing
from gongkai_cli.table import Document, Table


class Breakdown(StrEnum):
    """What `status` is broken down by; `item` gives every line, for programs."""

    UNIT = "unit"
    SECTION = "section"
    TOPIC = "topic"
    TASK = "task"
    ITEM = "item"


def home(session: Session) -> None:
    """Bare `gongkai`: one screen."""
    from gongkai_cli.cli.console import show
    from gongkai_cli.rendering.pages.home import Here, home_page

    answer = overview(session.book.plan, session.as_of, session.entries(session.units(())))
    policy = session.book.policy
    own = session.workspace.writable or session.asked_commit is not None
    here = Here(
        own,
        policy.colours,
        session.place,
        session.standpoint,
        policy.require_close,
        session.year_to_report,
    )
    session.say_sample()
    session.answer = show(home_page(answer, here))


def tasks(
    ctx: typer.Context,
    number: MaybeTaskArgument = None,
    form: FormatOption = Format.TABLE,
    output: OutputOption = None,
) -> None:
    """看任务分解表；写上序号看一项任务的全文和程序的理解"""
    from gongkai_cli.rendering.pages import tasks as pages

    session: Session = ctx.obj
    book = session.book
    chosen = session.duties if number is None else [session.duty(number)]

    def page() -> Document:
        if number is None:
            return pages.tasks_page(book.plan, chosen, session.place)
        return pages.task_page(book, chosen[0], session.writing)

    def json() -> str:
        from gongkai_cli.rendering.payload import task_data, to_json

        data = [
            task_data(duty, pages.items_of(duty, book.plan, book.roster), book.policy)
            for duty in chosen
        ]
        return to_json("tasks", data, year=book.plan.year)

    session.answer = give(Answer(page, lambda: pages.tasks_table(chosen), json), form, output)


def units(
    ctx: typer.Context,
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="[单位]", help="单位名称；不写就看全部", autocompletion=complete_unit
        ),
    ] = None,
    form: FormatOption = Format.TABLE,
    output: OutputOption = None,
) -> None:
    """看名录；写上单位名称看它有哪些任务"""
    from gongkai_cli.rendering.pages import units as pages

    session: Session = ctx.obj
    book = session.book
    chosen = [
        pages.UnitItems(unit, [item for duty in session.duties if (item := duty.item(unit))])
        if unit.active_in(book.plan.year)
        else pages.UnitItems(unit, [])
        for unit in session.units([name] if name else ())
    ]

    def page() -> Document:
        if name:
            return pages.unit_page(chosen[0], book.roster, session.place)
        title = f"{book.plan.region}责任单位名录（{book.plan.year}年）"
        return pages.units_page(title, chosen, session.place)

    def json() -> str:
        from gongkai_cli.rendering.payload import to_json, unit_data

        data = [unit_data(each.unit, each.items) for each in chosen]
        return to_json("units", data, year=book.plan.year)

    session.answer = give(Answer(page, lambda: pages.units_table(chosen), json), form, output)


def overdue(
    ctx: typer.Context,
    units: UnitsOption = [],  # noqa: B006 - typer copies it
    every: Annotated[bool, typer.Option("--all", help="列出全部明细")] = False,
    within: Annotated[
        int | None,
        typer.Option("--within", metavar="天数", min=0, max=366, help="也列出几天之内到期的"),
    ] = None,
    standing: Annotated[
        list[Standing],
        typer.Option("--standing", metavar="进度", help="只看这种进度，可重复；如 缺报"),
    ] = [],  # noqa: B006
    exit_code: Annotated[
        bool, typer.Option("--exit-code", help="有逾期、缺报或未达标时以 1 退出")
    ] = False,
    form: FormatOption = Format.TABLE,
    output: OutputOption = None,
) -> None:
    """看谁逾期、谁缺报、谁未达标；先说结论，再列单位，然后是明细"""
    from gongkai_cli.rendering.pages.overdue import Asked, overdue_page, overdue_table

    session: Session = ctx.obj
    session.say_where()
    chosen = session.units(units)
    soon = (Standing.DUE_SOON,) if within is not None else ()
    naming = tuple(dict.fromkeys(standing)) or (*CHASED, *soon)
    answer = _overview(session, chosen, frozenset(naming), within)
    one = chosen[0].name if units and len(chosen) == 1 else ""
    colours = session.book.policy.colours
    asked = Asked(
        one,
        every or bool(units),
        naming,
        colours,
        session.writing,
        session.standpoint,
        session.book.calendar,
        session.year_to_report,
    )
    session.answer = give(
        Answer(
            lambda: overdue_page(answer, asked),
            lambda: overdue_table(answer.named),
            lambda: _entries_json("overdue", answer),
        ),
        form,
        output,
    )
    short = bool(answer.fallen_short)
    if exit_code and (short or any(answer.counts[each] for each in CHASED)):
        session.code = FINDINGS


def status(
    ctx: typer.Context,
    units: UnitsOption = [],  # noqa: B006 - typer copies it
    by: Annotated[
        Breakdown,
        typer.Option("--by", metavar="口径", help="unit（默认）、section、topic、task 或 item"),
    ] = Breakdown.UNIT,
    form: FormatOption = Format.TABLE,
    output: OutputOption = None,
) -> None:
    """看各单位、各部分、各项工作任务办结了多少"""
    from gongkai_cli.rendering.pages import status as pages
    from gongkai_cli.rendering.pages.overdue import Asked

    session: Session = ctx.obj
    session.say_where()
    group = By.UNIT if by is Breakdown.ITEM else By[by.name]
    naming = frozenset(Standing) if by is Breakdown.ITEM else frozenset[Standing]()
    entries = session.entries(session.units(units))
    found = overview(session.book.plan, session.as_of, entries, group, naming)
    answer = pages.in_plan_order(found, group)
    colours = session.book.policy.colours
    asked = Asked(colours=colours, standpoint=session.standpoint)

    def page() -> Document:
        if by is Breakdown.ITEM:
            return pages.items_page(answer, asked)
        return pages.status_page(answer, group, asked)

    def table() -> Table:
        from gongkai_cli.rendering.pages.overdue import overdue_table

        if by is Breakdown.ITEM:
            return overdue_table(answer.named)
        return pages.status_table(answer, group)

    def json() -> str:
        from gongkai_cli.rendering.payload import tally_data, to_json

        if by is Breakdown.ITEM:
            return _entries_json("status", answer)
        data = [tally_data(tally) for tally in answer.tallies]
        return to_json("status", data, year=answer.plan.year, as_of=answer.as_of)

    session.answer = give(Answer(page, table, json), form, output)


def _overview(
    session: Session, chosen: Sequence[Unit], naming: frozenset[Standing], within: int | None
) -> Overview:
    entries = session.entries(chosen, within)
    answer = overview(session.book.plan, session.as_of, entries, By.UNIT, naming)
    return answer if len(chosen) == len(session.units(())) else answer.of_some_units()


def _entries_json(kind: str, answer: Overview) -> str:
    from gongkai_cli.rendering.payload import entry_data, to_json

    data = [entry_data(entry) for entry in answer.named]
    return to_json(kind, data, year=answer.plan.year, as_of=answer.as_of)
