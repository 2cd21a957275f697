"""管: what an earlier year left undone, and what became of it (回头看)."""

from datetime import date
from typing import Annotated

import typer

from gongkai_cli.cli.answer import Answer, give
from gongkai_cli.cli.options import (
    EvidenceOption,
    Format,
    FormatOption,
    OutputOption,
    UnitsOption,
    complete_task,
    complete_unit,
    day,
    only_one,
    task_number,
)
from gongkai_cli.cli.session import Session
from gongkai_cli.cli.wrong import Stop
from gongkai_cli.domain.record import Outcome


def lookback(
    ctx: typer.Context,
    number: Annotated[
        int | None,
        typer.Argument(
            metavar="[序号]",
            parser=task_number,
            help="那一年的任务序号；不写就看全部",
            autocompletion=complete_task,
        ),
    ] = None,
    units: UnitsOption = [],  # noqa: B006 - typer copies it
    every: Annotated[bool, typer.Option("--all", help="列出全部明细")] = False,
    outcome: Annotated[
        Outcome | None,
        typer.Option("--outcome", metavar="去向", help="已整改、继续推进 或 不再适用"),
    ] = None,
    carried_to: Annotated[
        int | None,
        typer.Option(
            "--carried-to",
            metavar="序号",
            parser=task_number,
            help="继续推进的，转入本年的哪一项任务",
        ),
    ] = None,
    progress: Annotated[
        str, typer.Option("--progress", "-p", metavar="文字", help="做了什么")
    ] = "",
    evidence: EvidenceOption = [],  # noqa: B006 - typer copies it
    reason: Annotated[
        str, typer.Option("--reason", metavar="文字", help="不再适用或更正的原因")
    ] = "",
    when: Annotated[
        date | None,
        typer.Option("--date", metavar="日期", parser=day, help="哪一天说明的；不写就是今天"),
    ] = None,
    corrects: Annotated[
        str, typer.Option("--corrects", metavar="文件名", help="更正哪一条，要写 --reason")
    ] = "",
    formerly: Annotated[
        str,
        typer.Option(
            "--formerly",
            metavar="单位",
            help="任务当年是哪个单位的；几个单位合并、都有这项任务时写",
            autocompletion=complete_unit,
        ),
    ] = "",
    form: FormatOption = Format.TABLE,
    output: OutputOption = None,
) -> None:
    """回头看：上一年没有按时办结的任务，各有什么着落；写上序号和去向就记下一条"""
    from gongkai_cli.cli.backward import say, two_years

    session: Session = ctx.obj
    said = {
        "outcome": outcome,
        "carried_to": carried_to,
        "progress": progress,
        "evidence": evidence,
        "reason": reason,
        "date": when,
        "corrects": corrects,
        "formerly": formerly,
    }
    if outcome is None and any(each for each in said.values()):
        raise Stop(f"请用 --outcome 说明去向：{'、'.join(Outcome)}。")
    if outcome and number is None:
        raise Stop("请写明是哪一项任务，用那一年的序号，如 gongkai lookback 19 --outcome 已整改。")
    with two_years(session) as both:
        if outcome and number is not None:
            say(both, number, only_one(units), said)
        else:
            _show(session, both, units, number, form, output, every=every)


def _show(
    session: Session,
    both: "Years",
    units: list[str],
    number: int | None,
    form: Format,
    output: "Path | None",
    *,
    every: bool,
) -> None:
    from gongkai_cli.cli.backward import looked_back, one_unit
    from gongkai_cli.rendering.pages import lookback as pages
    from gongkai_cli.rendering.payload import to_json

    both.now.say_where()
    found = looked_back(both, units, number)
    asked = pages.Asked(
        one_unit(both, units),
        every or bool(units) or number is not None,
        session.place,
        writable=session.writing is not None,
        titled=form is Format.MD or output is not None,
    )

    def json() -> str:
        return to_json("lookback", pages.lookback_data(found), year=found.year, as_of=found.as_of)

    give(
        Answer(
            lambda: pages.lookback_page(found, asked), lambda: pages.lookback_table(found), json
        ),
        form,
        output,
    )


TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path

    from gongkai_cli.cli.backward import Years
