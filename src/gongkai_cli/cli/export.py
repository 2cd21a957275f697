"""出: files that other software reads, and the plan as people issue it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from gongkai_cli.cli.console import put, tell
from gongkai_cli.cli.extras import need
from gongkai_cli.cli.options import OutputOption, UnitsOption
from gongkai_cli.cli.session import Session
from gongkai_cli.cli.writing import write_out
from gongkai_cli.cli.wrong import Stop
from gongkai_cli.domain.record import Record
from gongkai_cli.domain.roster import Unit


class Kind(StrEnum):
    """The kinds of file that can be written out."""

    CODEOWNERS = "codeowners"
    PLAN = "plan"
    ICS = "ics"
    CSV = "csv"
    JSON = "json"


class Rows(StrEnum):
    """What is written out row by row."""

    ITEMS = "items"
    RECORDS = "records"


class PlanFormat(StrEnum):
    """How the plan is written out."""

    DOCX = "docx"
    XLSX = "xlsx"
    HTML = "html"


_TAKES: Mapping[Kind, frozenset[str]] = {
    Kind.CODEOWNERS: frozenset(),
    Kind.PLAN: frozenset({"--format"}),
    Kind.ICS: frozenset({"--unit"}),
    Kind.CSV: frozenset({"--unit", "--of"}),
    Kind.JSON: frozenset({"--unit", "--of"}),
}
"""The options of its own that each kind of file has."""

_DATA = frozenset({Kind.ICS, Kind.CSV, Kind.JSON})
_PROMISES = frozenset(
    {"ics", "csv", "json", "docx", "doc", "xlsx", "xls", "ods", "pdf", "html", "md", "parquet"}
)


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
    units: UnitsOption = [],  # noqa: B006 - typer copies it
    rows: Annotated[
        Rows | None,
        typer.Option(
            "--of",
            metavar="内容",
            help="csv 和 json 写什么：items（默认）是各单位的每项任务，records 是每条记录",
        ),
    ] = None,
    output: OutputOption = None,
) -> None:
    """写出给别的软件用的文件：评审分工、任务分解表、日历、数据

    codeowners 是代码托管平台的评审分工，plan 是任务分解表。
    ics 是日历：每项任务的到期日和每个周期的报送截止日，手机和电脑的日历都能打开。
    csv 和 json 是数据：csv 用表格软件打开，json 给程序读。
    """
    session: Session = ctx.obj
    _must_fit(kind, {"--format": form, "--unit": units, "--of": rows})
    _must_be_named_so(kind, output)
    session.say_where()
    data = _written(session, kind, form, output, units, rows or Rows.ITEMS)
    if not data:
        return
    if output is None:
        put(data.decode("utf-8"))
    else:
        written = write_out(output, data)
        tell(f"已写入 {output}。" if written else f"{output} 的内容没有变化。")


def _written(
    session: Session,
    kind: Kind,
    form: PlanFormat | None,
    output: Path | None,
    units: Sequence[str],
    rows: Rows,
) -> bytes:
    """The whole file; nothing where there is nothing to write, which is then already said."""
    match kind:
        case Kind.PLAN:
            return _plan(session, _plan_format(form, output), output)
        case Kind.CODEOWNERS:
            return _codeowners(session).encode("utf-8")
        case Kind.ICS:
            return _calendar(session, units)
        case Kind.CSV | Kind.JSON:  # pragma: no branch - mypy knows no other
            return _rows(session, units, kind, rows)


def _must_fit(kind: Kind, given: Mapping[str, object]) -> None:
    """Raises Stop for an option that says nothing about this kind of file."""
    unfit = [option for option, value in given.items() if value and option not in _TAKES[kind]]
    if unfit:
        taken = _TAKES[kind]
        can = f"；这里可以写的有：{'、'.join(sorted(taken))}" if taken else ""
        raise Stop(f"导出 {kind} 不用写 {'、'.join(unfit)}{can}。")


def _must_be_named_so(kind: Kind, output: Path | None) -> None:
    """Raises Stop for a file whose name promises another kind: it would open nowhere."""
    suffix = output.suffix.lower().lstrip(".") if output else ""
    if kind in _DATA and suffix != kind and suffix in _PROMISES:
        raise Stop(
            f"{output} 的扩展名和 {kind} 对不上，没有写。",
            f"请把文件名改成 .{kind} 结尾，或换一个种类。",
        )


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


def _calendar(session: Session, spoken: Sequence[str]) -> bytes:
    """The calendar of some units, or one of the whole district; nothing where no day is left."""
    need("calendar", "icalendar")
    from gongkai_cli.reckoning.agenda import Planner
    from gongkai_cli.rendering.calendar import to_ics
    from gongkai_cli.rendering.pages.agenda import district_events, unit_events

    book, units, year = session.book, session.units(spoken), session.other_year
    planner = Planner(book, session.as_of)
    agendas = (planner.agenda(unit, _records(session, unit)) for unit in units)
    if spoken:
        naming = len(units) > 1
        events = list(unit_events(book.plan, book.calendar, agendas, year, naming=naming))
    else:
        session.note_strangers()
        events = list(district_events(book.plan, book.calendar, agendas, year))
    whose = units[0].name if len(units) == 1 else book.plan.region
    if not events:
        tell(f"{whose}没有未完成任务的到期日，也没有要报送的周期，没有日历可写。")
        return b""
    return to_ics(f"{whose}政务公开日程（{book.plan.year}年）", events, book.policy.due_soon_days)


def _rows(session: Session, spoken: Sequence[str], kind: Kind, rows: Rows) -> bytes:
    found = _item_rows(session, spoken) if rows is Rows.ITEMS else _record_rows(session, spoken)
    if kind is Kind.JSON:
        from gongkai_cli.rendering.payload import to_json

        year = session.book.plan.year
        return to_json(rows, list(found), year=year, as_of=session.as_of).encode("utf-8")
    from gongkai_cli.rendering.comma import to_csv
    from gongkai_cli.rendering.pages.sheets import items_table, records_table

    table = items_table(found) if rows is Rows.ITEMS else records_table(found)
    return to_csv(table).encode("utf-8")


def _item_rows(session: Session, spoken: Sequence[str]) -> Iterator[Mapping[str, object]]:
    from gongkai_cli.rendering.payload import item_data

    return map(item_data, session.entries(session.units(spoken)))


def _record_rows(session: Session, spoken: Sequence[str]) -> Iterator[Mapping[str, object]]:
    """Every record known on the day, by unit; also of units that have closed down."""
    from gongkai_cli.reckoning.fold import known
    from gongkai_cli.rendering.payload import record_data

    if not spoken:
        session.note_strangers()
    for unit in session.units(spoken) if spoken else session.book.roster.units:
        backward = session.shelf.lookbacks(unit)
        session.shelf.note(backward.faults)
        present = known([*_records(session, unit), *backward.records], session.as_of)
        place = session.workspace.ledger_folder(session.book.plan.year, unit.name)
        yield from record_data(unit, session.workspace.relative(place), present)


def _records(session: Session, unit: Unit) -> list[Record]:
    folder = session.shelf.records(unit)
    session.shelf.note(folder.faults)
    return folder.records


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
