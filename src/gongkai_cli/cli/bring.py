"""建: a task table as it was issued, in Word, Excel or text, becomes data/tasks.yaml."""

from pathlib import Path
from typing import Annotated

import typer


def import_(
    ctx: typer.Context,
    file: Annotated[
        Path,
        typer.Argument(
            metavar="文件", help="印发的任务分解表：docx、doc、xlsx、xls、ods、html、csv 或 txt"
        ),
    ],
    report: Annotated[
        Path | None,
        typer.Option(
            "--report", metavar="文件", help="把每一处修补和疑问逐条写进文件：.md、.txt 或 .csv"
        ),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="只看会写什么，不写；草稿写到标准输出")
    ] = False,
    diff: Annotated[
        bool, typer.Option("--diff", help="不写，只和现有的任务分解表逐字比较；不同时以 1 退出")
    ] = False,
    force: Annotated[
        bool, typer.Option("--force", help="覆盖现有的任务分解表；文字没变的任务，另定的事项沿用")
    ] = False,
    region: Annotated[
        str, typer.Option("--region", metavar="地区", help="哪个地区；标题里写明的不用写")
    ] = "",
    title: Annotated[
        str, typer.Option("--title", metavar="标题", help="任务分解表的标题；文件里写明的不用写")
    ] = "",
) -> None:
    """把印发的任务分解表读成草稿，或和现有的比较；年份看不出来时用 --year 写明"""
    from gongkai_cli.cli.importing import Wanted, brought

    year: int | None = ctx.find_root().params.get("year")
    wanted = Wanted(file, report, title, region, year, dry_run=dry_run, diff=diff, force=force)
    brought(ctx.obj, wanted)
