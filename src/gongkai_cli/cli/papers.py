"""How a paper (提醒函, 通报, 年度报告) goes out: on the screen, or as Word, HTML or Markdown."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from gongkai_cli.cli.console import put, show, tell
from gongkai_cli.cli.extras import need
from gongkai_cli.cli.options import by_suffix
from gongkai_cli.cli.session import Session
from gongkai_cli.cli.writing import holds, must_not_be_a_workspaces_own, write_out
from gongkai_cli.cli.wrong import Stop
from gongkai_cli.diagnostic import Severity
from gongkai_cli.domain.places import LEDGERS
from gongkai_cli.table import Document


class PaperFormat(StrEnum):
    """How a paper is written out."""

    DOCX = "docx"
    MD = "md"
    HTML = "html"


PaperOption = Annotated[
    PaperFormat | None,
    typer.Option(
        "--format",
        "-f",
        metavar="格式",
        help="docx、md 或 html；不写就看 --output 的扩展名，两样都不写就显示在屏幕上",
    ),
]

ForceOption = Annotated[
    bool, typer.Option("--force", help="--output 的文件已经有了、内容不同的，也覆盖")
]


def hand_out(
    page: Document, form: PaperFormat | None, output: Path | None, *, force: bool
) -> bytes:
    """Show `page`, or write it as `form` to `output`; what went to stdout, as `give` says.

    Raises Stop for a format that no screen can show, and as `write_paper`; CannotWrite.
    """
    named = form or by_suffix(PaperFormat, output)
    if output is None:
        if named is PaperFormat.DOCX:
            raise Stop("docx 文件不能写到屏幕，请用 --output 写明文件名。")
        return put(paper_bytes(page, named).decode("utf-8")) if named else show(page)
    write_paper(output, paper_bytes(page, named or PaperFormat.MD), force=force)
    return b""


def write_paper(output: Path, data: bytes, *, force: bool) -> None:
    """Write `data` to `output`, and say so; a clerk's own work is written over only by `force`.

    Raises Stop where a file with other content stands there, CannotWrite.
    """
    must_not_be_a_workspaces_own(output)
    if output.is_file() and not (force or holds(output, data)):
        raise Stop(
            f"{output} 已经有了，内容和这次的不同（有人改过，或者是另一份文件），没有写。",
            "请换一个文件名，或加 --force 覆盖。",
        )
    written = write_out(output, data)
    tell(f"已写入 {output}。" if written else f"{output} 的内容没有变化。")


def must_be_readable(session: Session) -> None:
    """Raises Stop where records are missing from what was counted: a paper has all or none.

    Half of them would accuse units of silence, or praise them, for what stands in the rest. Which
    they are is told when the session closes.
    """
    unread = sum(each.severity is Severity.ERROR for each in session.shelf.faults)
    if unread:
        session.withheld = True
        raise Stop(f"记录有{unread}处读不了，数字会不对，没有写；请先改好下面列出的各处。")


def sending_folder(session: Session, name: str) -> Path:
    """The folder `name` for files to send out, where one stands: never among the records."""
    root = session.workspace.root.resolve()
    inside = Path.cwd().resolve().is_relative_to(root / LEDGERS)
    return root / name if inside else Path(name)


def paper_bytes(page: Document, form: PaperFormat) -> bytes:
    """`page` as a file of the format `form`. Raises Stop where a part of the program is missing."""
    match form:
        case PaperFormat.DOCX:
            need("word", "docx")
            from gongkai_cli.rendering.word.page import to_docx

            return to_docx(page)
        case PaperFormat.MD:
            from gongkai_cli.rendering.markdown import to_markdown

            return to_markdown(page).encode("utf-8")
        case PaperFormat.HTML:  # pragma: no branch - mypy knows no other
            from gongkai_cli.rendering.html import to_html

            return to_html(page).encode("utf-8")
