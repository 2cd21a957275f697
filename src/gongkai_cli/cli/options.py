"""The options and arguments that several commands share, each described once."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated, TypeVar

import typer

from gongkai_cli.cli.wrong import Stop


class Format(StrEnum):
    """How an answer is written out."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    MD = "md"


class LedgerFormat(StrEnum):
    """How a ledger is written out."""

    MD = "md"
    HTML = "html"
    CSV = "csv"
    JSON = "json"
    XLSX = "xlsx"
    DOCX = "docx"


F = TypeVar("F", bound=StrEnum)

_NO_TEXT = frozenset({"xlsx", "xls", "docx", "doc", "pdf"})
"""What a file's name may promise in vain: text under such a name opens nowhere."""


def by_suffix(formats: type[F], output: Path | None) -> F | None:
    """The format that a file's name asks for: 台账.csv is meant as CSV.

    Raises Stop for one that people expect and that this command has not.
    """
    suffix = output.suffix.lower().lstrip(".") if output else ""
    found = next((form for form in formats if form == suffix), None)
    if found is None and suffix in _NO_TEXT:
        can = "、".join(form for form in formats if form != "table")
        raise Stop(f"这个命令写不出 .{suffix} 文件，能写的有：{can}。")
    return found


def day(text: str) -> date:
    """A day as people write it on the command line: 2023-06-30, 2023/6/30 or 2023年6月30日."""
    parts = text.translate(str.maketrans("年月/.", "----")).rstrip("日").split("-")
    try:
        year, month, number = map(int, parts)
        return date(year, month, number)
    except ValueError:
        raise Stop(f"“{text}”不是日历上有的日期，请写成 2023-06-30 的样子。") from None


def task_number(text: str) -> int:
    """A task's number."""
    if text.isascii() and text.isdecimal() and len(text) < 10:  # noqa: PLR2004 - as in the forms
        return int(text)
    raise Stop(
        f"“{text}”不是任务序号，请写成 21 的样子，几项任务用空格隔开。", "看全部任务：gongkai tasks"
    )


def only_one(units: Sequence[str]) -> str | None:
    """The unit that a command for one unit was given; two are refused, the last does not win."""
    if len(units) > 1:
        raise Stop(f"这个命令一次只办一个单位的事，这里有：{'、'.join(units)}。")
    return units[0] if units else None


def complete_unit(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Units under every name they go by, also without 区, with their kind."""
    from gongkai_cli.domain.roster import names_of

    found = []
    for unit in _book_for(ctx).roster.units:
        for name in names_of(unit):
            forms = (name, name.removeprefix("区"))
            found += [(form, str(unit.kind)) for form in forms if form.startswith(incomplete)]
    return list(dict.fromkeys(found))


def complete_task(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Task numbers with the 工作任务 they belong to."""
    tasks = _book_for(ctx).plan.tasks
    return [(str(task.id), task.topic) for task in tasks if str(task.id).startswith(incomplete)]


def _book_for(ctx: typer.Context) -> "Book":
    """The book that the line being typed speaks of."""
    from gongkai_cli.cli.session import Session

    said = ctx.find_root().params
    folder = said.get("folder")
    root = Path(folder) if folder else None
    return Session(root, said.get("year"), None, use_cache=True).book


UnitsOption = Annotated[
    list[str],
    typer.Option(
        "--unit",
        "-u",
        metavar="单位",
        help="只看这个单位，可重复；写全称、别名或省去“区”都行",
        autocompletion=complete_unit,
    ),
]
OneUnitOption = Annotated[
    list[str],
    typer.Option(
        "--unit",
        "-u",
        metavar="单位",
        help="哪个单位；任务只有一个责任单位时可省",
        autocompletion=complete_unit,
    ),
]
EvidenceOption = Annotated[
    list[str],
    typer.Option(
        "--evidence",
        "-e",
        metavar="材料",
        help="佐证材料，网址或文件，可重复；可写成 标题=网址",
    ),
]
FormatOption = Annotated[
    Format,
    typer.Option("--format", "-f", metavar="格式", help="table（默认）、json、csv 或 md"),
]
OutputOption = Annotated[
    Path | None,
    typer.Option("--output", "-o", metavar="文件", help="写进文件，不写到屏幕"),
]
TaskArgument = Annotated[
    int,
    typer.Argument(
        metavar="序号", parser=task_number, help="任务序号", autocompletion=complete_task
    ),
]
MaybeTaskArgument = Annotated[
    int | None,
    typer.Argument(
        metavar="[序号]",
        parser=task_number,
        help="任务序号；不写就看全部",
        autocompletion=complete_task,
    ),
]

TYPE_CHECKING = False
if TYPE_CHECKING:
    from gongkai_cli.domain.book import Book
