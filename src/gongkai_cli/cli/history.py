"""看: how an item came to its state, and what changed lately, from records and from commits."""

from collections.abc import Mapping, Sequence
from typing import Annotated

import typer

from gongkai_cli.cli.answer import Answer, give
from gongkai_cli.cli.options import (
    Format,
    FormatOption,
    OutputOption,
    complete_task,
    complete_unit,
    only_one,
    task_number,
)
from gongkai_cli.cli.past import Past
from gongkai_cli.cli.session import Session
from gongkai_cli.cli.wrong import Stop
from gongkai_cli.domain.commit import Trail
from gongkai_cli.reckoning.fold import Effect, effects

NEWEST = 30
"""So many changes are shown unless all are asked for."""


def history(
    ctx: typer.Context,
    number: Annotated[
        int | None,
        typer.Argument(
            metavar="[序号]",
            parser=task_number,
            help="任务序号；不写就看最近的改动",
            autocompletion=complete_task,
        ),
    ] = None,
    units: Annotated[
        list[str],
        typer.Option(
            "--unit",
            "-u",
            metavar="单位",
            help="哪个单位；看最近的改动时可重复，不写就看全部",
            autocompletion=complete_unit,
        ),
    ] = [],  # noqa: B006 - typer copies it
    every: Annotated[
        bool, typer.Option("--all", help=f"看最近的改动时不止{NEWEST}处，列出全部")
    ] = False,
    form: FormatOption = Format.TABLE,
    output: OutputOption = None,
) -> None:
    """看一项任务的全部记录，何时、由谁入库；不写序号就看最近谁改了什么"""
    session: Session = ctx.obj
    if number is not None and every:
        raise Stop("写了序号就列出这项任务的全部记录，不用加 --all。")
    session.say_where()
    answer = (
        _lately(session, units, every=every) if number is None else _item(session, number, units)
    )
    give(answer, form, output)  # never kept: a commit changes it, and no file tells


def _item(session: Session, number: int, units: Sequence[str]) -> Answer:
    """An item's records, with what the commits tell of their files."""
    from gongkai_cli.rendering.pages.history import Gone, history_page, history_table

    item = session.item(number, only_one(units))
    folder = session.shelf.records(item.unit)
    session.shelf.note(folder.faults)
    session.note_strays(item.unit, folder.records, session.as_of)
    course = effects(folder.records, number, session.as_of, item.basis)
    past = Past(session)
    trails = past.trails(item.unit)
    gone = [
        Gone(file, record, trail)
        for file, record, trail in past.deleted(item.unit, trails or {})
        if number in record.tasks and not (session.asked_day and record.day > session.asked_day)
    ]

    def json() -> str:
        from gongkai_cli.rendering.payload import gone_data, to_json

        data = [*_data(course, trails or {}), *map(gone_data, gone)]
        return to_json("history", data, year=session.book.plan.year, as_of=session.as_of)

    return Answer(
        lambda: history_page(item, course, session.writing, trails, gone),
        lambda: history_table(course, trails, gone),
        json,
    )


def _data(course: Sequence[Effect], trails: Mapping[str, Trail]) -> list[dict[str, object]]:
    from gongkai_cli.rendering.pages.history import file_of
    from gongkai_cli.rendering.payload import effect_data, trail_data

    return [{**effect_data(each), **trail_data(trails.get(file_of(each)))} for each in course]


def _lately(session: Session, units: Sequence[str], *, every: bool) -> Answer:
    """The newest changes in the workspace, or in the folders of some units."""
    from gongkai_cli.rendering.pages.changes import Shown, changes_page, changes_table

    found = Past(session).changes(
        session.units(units) if units else None, None if every else NEWEST
    )
    again = (
        "" if len(found.changes) == found.total else f"gongkai history --all{session.standpoint}"
    )
    shown = Shown(
        session.book.plan,
        session.as_of,
        found.total,
        again,
        session.standpoint,
        by_commit=found.by_commit,
    )

    def json() -> str:
        from gongkai_cli.rendering.payload import change_data, to_json

        data = [change_data(each) for each in found.changes]
        return to_json("changes", data, year=session.book.plan.year, as_of=session.as_of)

    return Answer(
        lambda: changes_page(found.changes, shown), lambda: changes_table(found.changes), json
    )
