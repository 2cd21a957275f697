"""建: the year is closed and handed on; the next one begins."""

from pathlib import Path
from typing import Annotated

import typer

from gongkai_cli.cli.session import Session
from gongkai_cli.cli.wrong import Stop


def rollover(
    ctx: typer.Context,
    plan: Annotated[
        Path | None,
        typer.Option(
            "--plan",
            metavar="文件",
            help="新一年的任务分解表：docx、xlsx、html、txt 等，或整理好的 yaml",
        ),
    ] = None,
    title: Annotated[
        str, typer.Option("--title", metavar="标题", help="任务分解表的标题；文件里写明的不用写")
    ] = "",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="只看会写什么，不写；新的任务分解表写到标准输出")
    ] = False,
) -> None:
    """换年：把手头的年度原样归档，换上 --year 那一年的任务分解表；往年照旧可以问"""
    session: Session = ctx.obj
    if session.asked_year is None:
        raise Stop("请用 --year 写明换成哪一年，如 gongkai rollover --year 2024 --plan 文件。")
    if plan is None:
        raise Stop("请用 --plan 写明新一年的任务分解表在哪个文件里。")
    from gongkai_cli.cli.closing import Wanted, rolled_over

    rolled_over(session, Wanted(session.asked_year, plan, title, dry_run))
