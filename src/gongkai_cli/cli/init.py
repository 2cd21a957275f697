"""建: a workspace for another place and year."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from gongkai_cli.cli.session import Session


class Host(StrEnum):
    """Where the repository is kept, and so what judges its pull requests."""

    GITHUB = "github"
    GITLAB = "gitlab"
    GITEE = "gitee"
    NONE = "none"


def init(
    ctx: typer.Context,
    folder: Annotated[
        Path | None,
        typer.Argument(metavar="[文件夹]", help="建在哪个文件夹；不写就建在当前文件夹"),
    ] = None,
    file: Annotated[
        Path | None,
        typer.Option(
            "--from",
            metavar="文件",
            help="印发的任务分解表：docx、doc、xlsx、xls、ods、html、csv 或 txt；"
            "不写就先放一项样例任务",
        ),
    ] = None,
    region: Annotated[
        str, typer.Option("--region", metavar="地区", help="哪个地区，如 示例区")
    ] = "",
    title: Annotated[
        str, typer.Option("--title", metavar="标题", help="任务分解表的标题；文件里写明的不用写")
    ] = "",
    office: Annotated[
        str, typer.Option("--office", metavar="单位", help="牵头和核验的单位，如 区政府办公室")
    ] = "",
    host: Annotated[
        Host | None,
        typer.Option(
            "--ci",
            metavar="平台",
            help="拉取请求由谁自动审查：github、gitlab、gitee，或 none（默认，不写审查文件）",
        ),
    ] = None,
    report: Annotated[
        Path | None,
        typer.Option(
            "--report", metavar="文件", help="把导入时的每一处修补和疑问写进文件：.md、.txt 或 .csv"
        ),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="在终端里也不问，都按默认")] = False,
) -> None:
    """新建一个地区、一个年度的工作区；在终端里缺什么就问什么，不覆盖已有的文件"""
    from gongkai_cli.cli.founding import Wanted, founded

    session: Session = ctx.obj
    named = ctx.find_root().params.get("folder")
    base = Path(named) if named else None
    place = base / folder if base and folder else folder or base
    year = session.asked_year
    wanted = Wanted(place, file, report, region, year, title, office, host, asking=not yes)
    founded(session, wanted)
