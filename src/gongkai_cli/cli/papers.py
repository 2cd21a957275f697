"""How a paper (提醒函, 通报, 年度报告) goes out: on the screen, or as Word, HTML or Markdown."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from gongkai_cli.cli.console import put, show, tell
from gongkai_cli.cli.extras import need
from gongkai_cli.cli.options import by_suffix
from gongkai_cli.cli.session import Session
from gongkai_cli.cli.writing import write_out
from gongkai_cli.cli.wrong import Stop
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


def hand_out(page: Document, form: PaperFormat | None, output: Path | None) -> bytes:
    """Show `page`, or write it as `form` to `output`; what went to stdout, as `give` says.

    Raises Stop for a format that no screen can show, CannotWrite.
    """
    named = form or by_suffix(PaperFormat, output)
    if output is None:
        if named is PaperFormat.DOCX:
            raise Stop("docx 文件不能写到屏幕，请用 --output 写明文件名。")
        return put(paper_bytes(page, named).decode("utf-8")) if named else show(page)
    written = write_out(output, paper_bytes(page, named or PaperFormat.MD))
    tell(f"已写入 {output}。" if written else f"{output} 的内容没有变化。")
    return b""


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
