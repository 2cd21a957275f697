"""出: files that other software reads, and the plan as people issue it."""

from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from gongkai_cli.cli.console import put, tell
from gongkai_cli.cli.extras import need
from gongkai_cli.cli.options import OutputOption
from gongkai_cli.cli.session import Session
from gongkai_cli.cli.writing import write_out
from gongkai_cli.cli.wrong import Stop


class Kind(StrEnum):
    """The kinds of file that can be written out."""

    CODEOWNERS = "codeowners"
    PLAN = "plan"


class PlanFormat(StrEnum):
    """How the plan is written out."""

    DOCX = "docx"
    XLSX = "xlsx"
    HTML = "html"


def export(
    ctx: typer.Context,
    kind: Annotated[Kind, typer.Argument(metavar="种类", help="、".join(Kind))],
    form: Annotated[
        PlanFormat | None,
        typer.Option(
            "--format",
            "-f",
            metavar="格式",
            help="plan 的格式：docx、xlsx 或 html；不写就看 --output 的扩展名",
        ),
    ] = None,
    output: OutputOption = None,
) -> None:
    """写出给别的软件用的文件：codeowners 是代码托管平台的评审分工，plan 是任务分解表"""
    session: Session = ctx.obj
    session.say_where()
    if kind is Kind.PLAN:
        data = _plan(session, _plan_format(form, output), output)
    elif form:
        raise Stop(f"{kind} 只有一种写法，不用写 --format。")
    else:
        data = _codeowners(session).encode("utf-8")
    if output is None:
        put(data.decode("utf-8"))
    else:
        write_out(output, data)
        tell(f"已写入 {output}。")


def _plan_format(form: PlanFormat | None, output: Path | None) -> PlanFormat:
    """The format asked for, or the one that the file's name asks for."""
    suffix = output.suffix.lower().lstrip(".") if output else ""
    found = form or next((each for each in PlanFormat if each == suffix), None)
    if found is None:
        raise Stop(
            f"没有说明任务分解表写成哪一种，可以写成：{'、'.join(PlanFormat)}。",
            "请用 --format 写明格式，或用 --output 写明文件名，如 任务分解表.docx。",
        )
    if output is None and found is not PlanFormat.HTML:
        raise Stop(f"{found} 文件不能写到屏幕，请用 --output 写明文件名，如 任务分解表.{found}。")
    return found


def _plan(session: Session, form: PlanFormat, output: Path | None) -> bytes:
    from gongkai_cli.rendering.plans.frames import DoesNotFit

    try:
        return _PLANS[form](session)
    except DoesNotFit as error:
        raise Stop(
            str(error), f"{output} 没有写；请改用 --format docx 或 --format html。"
        ) from None


def _docx(session: Session) -> bytes:
    need("word", "docx")
    from gongkai_cli.rendering.plans.paper import plan_docx

    return plan_docx(session.book.plan)


def _xlsx(session: Session) -> bytes:
    need("excel", "xlsxwriter")
    from gongkai_cli.rendering.plans.sheets import plan_xlsx

    return plan_xlsx(session.book.plan)


def _html(session: Session) -> bytes:
    from gongkai_cli.rendering.plans.web import plan_html

    return plan_html(session.book.plan).encode("utf-8")


_PLANS: dict[PlanFormat, Callable[[Session], bytes]] = {
    PlanFormat.DOCX: _docx,
    PlanFormat.XLSX: _xlsx,
    PlanFormat.HTML: _html,
}


def _codeowners(session: Session) -> str:
    from gongkai_cli.rendering.codeowners import codeowners

    roster = session.book.roster
    office = roster.find(roster.office)
    if not (office and office.account):
        raise Stop(
            f"办公室（{roster.office}）在名录里没有帐号，写不出评审分工。",
            '请在 data/units.yaml 里给它填上 account，例如 account: "@示例组织/办公室"。',
        )
    return codeowners(roster, _folder(session.workspace.root))


def _folder(root: Path) -> str:
    """Where the workspace stands in its repository; hosts read patterns from the top."""
    top = next((each for each in (root, *root.parents) if (each / ".git").exists()), root)
    return "" if top == root else root.relative_to(top).as_posix()
