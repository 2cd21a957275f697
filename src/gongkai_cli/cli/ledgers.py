"""出: ledgers, in their place in the workspace or as files to send out."""

import gc
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Annotated, NamedTuple

import typer

from gongkai_cli.cli.console import put, show, tell, tell_diagnostics, watched
from gongkai_cli.cli.extras import need
from gongkai_cli.cli.options import LedgerFormat, OutputOption, UnitsOption, by_suffix
from gongkai_cli.cli.papers import sending_folder
from gongkai_cli.cli.session import Session
from gongkai_cli.cli.writing import must_be_inside, write_out, write_whole
from gongkai_cli.cli.wrong import FINDINGS, WRONG_USE, Stop
from gongkai_cli.diagnostic import Diagnostic, Unreadable
from gongkai_cli.domain.book import Book
from gongkai_cli.domain.places import LEDGER
from gongkai_cli.domain.record import Record
from gongkai_cli.domain.roster import Unit
from gongkai_cli.reckoning.assignment import Duty
from gongkai_cli.reckoning.ledgers import Ledger
from gongkai_cli.reckoning.ledgers import ledger as reckoned
from gongkai_cli.table import Document

_SHOWN = 3
_SWEPT = 25
"""After so many files to send out, what they left in memory is cleared."""

_SENT = "工作台账"
"""The folder for files to send out where nobody named one."""


class Told(NamedTuple):
    """A unit's records of the year's tasks, and apart from them its 回头看 on an earlier year."""

    records: list[Record]
    lookbacks: list[Record]


def ledger(
    ctx: typer.Context,
    units: UnitsOption = [],  # noqa: B006 - typer copies it
    every: Annotated[bool, typer.Option("--all", help="全部单位")] = False,
    form: Annotated[
        LedgerFormat | None,
        typer.Option(
            "--format",
            "-f",
            metavar="格式",
            help="md（默认）、html、csv、json、xlsx 或 docx；不写就看 --output 的扩展名",
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="文件夹", help="每个单位一份，写进这个文件夹"),
    ] = None,
    output: OutputOption = None,
    bundle: Annotated[
        bool, typer.Option("--bundle", help="全部装进一个 xlsx 文件，一个单位一张表，另有汇总")
    ] = False,
    check: Annotated[
        bool, typer.Option("--check", help="不写，只查已入库的台账是否最新；过期时以 1 退出")
    ] = False,
) -> None:
    """写出台账；默认更新工作区里的台账"""
    session: Session = ctx.obj
    if not (units or every or check):
        raise Stop("请用 --unit 单位 指明哪个单位，或用 --all 写出全部单位的台账。")
    chosen = session.units(units)
    if not units:
        session.note_strangers()
    named = form or by_suffix(LedgerFormat, output) or LedgerFormat.MD
    if check:
        session.must_be_writable()
        if session.asked_day:
            raise Stop("--check 查的是现在的台账，不能用 --as-of 换成过去的一天。")
        _check(session, chosen)
    elif bundle:
        if named is not LedgerFormat.XLSX and (form or output):
            raise Stop("--bundle 只能写成 xlsx 文件。")
        _bundle(session, chosen, out, output)
    elif not (form or out or output or session.looks_back):
        _refresh(session, chosen)
    elif out or not (output or _WRITERS[named].text):
        _send_out(session, chosen, named, out or sending_folder(session, _SENT))
    else:
        _print(session, chosen, named, output)


def refresh(session: Session, unit: Unit) -> bool:
    """Bring one unit's committed ledger up to date; whether that changed it.

    Raises Unreadable where a record of the unit cannot be read: a ledger is whole or not written.
    """
    told, faults = _told(session, unit)
    if faults:
        raise Unreadable(faults)
    return _renew(session, unit, told)


def _renew(session: Session, unit: Unit, told: Told) -> bool:
    place = _place(session, unit)
    must_be_inside(place, session.workspace.root)
    return write_whole(place, _committed(session, unit, told))


def _refresh(session: Session, units: Sequence[Unit]) -> None:
    if len(units) > _SHOWN:
        session.must_be_writable()
    done = changed = 0
    for unit, told in watched(_readable(session, units), len(units)):
        done += 1
        changed += session.workspace.writable and _renew(session, unit, told)
        if len(units) <= _SHOWN:
            from gongkai_cli.rendering.pages.ledger import ledger_screen

            found = _ledger(session, unit, told)
            show(ledger_screen(found, session.book.policy.colours, session.place))
    if not done:
        return
    if session.workspace.writable:
        tell(_written(session, units, done, changed))
    else:
        tell("这里不是工作区，只显示不写入。")


def _written(session: Session, units: Sequence[Unit], done: int, changed: int) -> str:
    if len(units) == 1:
        place = session.workspace.relative(_place(session, units[0]))
        return f"已写入 {place}。" if changed else f"{place} 已是最新。"
    return f"{done}份台账：更新{changed}份，未变{done - changed}份。"


def _check(session: Session, units: Sequence[Unit]) -> None:
    done, stale = 0, []
    for unit, told in _readable(session, units, "台账没有核对"):
        done += 1
        place = _place(session, unit)
        if _content(place) != _committed(session, unit, told):
            stale.append(place)
    for place in stale:
        tell(f"{session.workspace.relative(place)} 不是最新。")
    if stale:
        mend = f"gongkai ledger --all{session.place}"
        tell(f"{done}份台账里有{len(stale)}份不是最新；更新：{mend}")
        session.code = session.code or FINDINGS
    elif done:
        rest = "其余" if done < len(units) else ""
        tell("台账是最新的。" if len(units) == 1 else f"{rest}{done}份台账都是最新的。")


def _send_out(session: Session, units: Sequence[Unit], form: LedgerFormat, out: Path) -> None:
    from gongkai_cli.rendering.pages.ledger import ledger_title

    done = written = 0
    write = _writer(form)
    gc.freeze()
    for unit, told in watched(_readable(session, units), len(units)):
        done += 1
        found = _ledger(session, unit, told)
        data = write(session, [found])
        written += write_whole(out / f"{ledger_title(found)}.{form}", data)
        if done % _SWEPT == 0:
            gc.collect()  # a workbook is a knot of cycles, and nobody else collects (__main__)
    if done:
        tell(f"{out} 里写入{written}份台账，{done - written}份没有变化。")


def _print(
    session: Session, units: Sequence[Unit], form: LedgerFormat, output: Path | None
) -> None:
    if len(units) > 1 and _WRITERS[form].alone:
        raise Stop(f"{form} 格式一份文件只放一个单位，请用 --out 文件夹 写出{len(units)}份。")
    write = _writer(form)
    ledgers = [_ledger(session, *each) for each in _readable(session, units)]
    if not ledgers:
        return
    data = write(session, ledgers)
    if output is None:
        put(data.decode("utf-8"))
    else:
        write_out(output, data)
        tell(f"已写入 {output}。")


def _bundle(session: Session, units: Sequence[Unit], out: Path | None, output: Path | None) -> None:
    need(*_EXCEL)
    from gongkai_cli.rendering.workbook.files import to_bundle
    from gongkai_cli.rendering.workbook.summary import bundle_title

    plan, colours = session.book.plan, session.book.policy.colours
    reading = watched(_readable(session, units), len(units))
    ledgers = [_ledger(session, *each) for each in reading]
    if not ledgers:
        return
    place = output or (out or sending_folder(session, _SENT)) / f"{bundle_title(plan)}.xlsx"
    write_out(place, to_bundle(plan, session.as_of, ledgers, colours))
    tell(f"已写入 {place}，装有{len(ledgers)}个单位的台账。")


def _readable(
    session: Session, units: Sequence[Unit], else_: str = "台账没有写"
) -> Iterator[tuple[Unit, Told]]:
    """The units whose records can all be read; the others' faults are said and end with 2.

    What counts for nothing is noted. `else_` says what did not become of the others.
    """
    for unit in units:
        told, faults = _told(session, unit)
        if faults:
            tell_diagnostics(faults)
            tell(f"{unit.name}的记录有{len(faults)}处读不了，{else_}。")
            session.code = WRONG_USE
        else:
            session.note_strays(unit, told.records, session.asked_day)
            yield unit, told


def _told(session: Session, unit: Unit) -> tuple[Told, list[Diagnostic]]:
    """What the unit's folder tells, and what could not be read of it."""
    folder, backward = session.shelf.records(unit), session.shelf.lookbacks(unit)
    return Told(folder.records, backward.records), folder.faults + backward.faults


def _ledger(session: Session, unit: Unit, told: Told) -> Ledger:
    found = reckoned(session.book, unit, told.records, session.as_of)
    return found.with_lookbacks(told.lookbacks)


def _committed(session: Session, unit: Unit, told: Told) -> bytes:
    return committed(session.book, unit, told.records, session.duties, told.lookbacks)


def committed(
    book: Book,
    unit: Unit,
    records: Sequence[Record],
    every: Sequence[Duty] = (),
    lookbacks: Sequence[Record] = (),
) -> bytes:
    """The ledger as it stands in the repository: all records, no day.

    `every` are the plan's tasks, where they are understood already.
    """
    from gongkai_cli.rendering.markdown import to_markdown
    from gongkai_cli.rendering.pages.ledger import ledger_page

    found = reckoned(book, unit, records, every=every).with_lookbacks(lookbacks)
    return to_markdown(ledger_page(found)).encode("utf-8")


def _place(session: Session, unit: Unit) -> Path:
    return session.workspace.ledger_folder(session.book.plan.year, unit.name) / LEDGER


def _content(path: Path) -> bytes | None:
    try:
        return path.read_bytes().replace(b"\r\n", b"\n")
    except OSError:
        return None


def _page(found: Sequence[Ledger]) -> Document:
    from gongkai_cli.rendering.pages.ledger import ledger_page

    return ledger_page(found[0])


def _md(_session: Session, found: Sequence[Ledger]) -> bytes:
    from gongkai_cli.rendering.markdown import to_markdown

    return to_markdown(_page(found)).encode("utf-8")


def _html(_session: Session, found: Sequence[Ledger]) -> bytes:
    from gongkai_cli.rendering.html import to_html

    return to_html(_page(found)).encode("utf-8")


def _csv(_session: Session, found: Sequence[Ledger]) -> bytes:
    from gongkai_cli.rendering.comma import to_csv
    from gongkai_cli.rendering.pages.ledger import ledger_table

    return to_csv(ledger_table(found)).encode("utf-8")


def _json(session: Session, found: Sequence[Ledger]) -> bytes:
    from gongkai_cli.rendering.payload import ledger_data, to_json

    data = [ledger_data(item) for each in found for item in each.items]
    text = to_json("ledgers", data, year=session.book.plan.year, as_of=session.as_of)
    return text.encode("utf-8")


def _xlsx(session: Session, found: Sequence[Ledger]) -> bytes:
    from gongkai_cli.rendering.workbook.files import to_workbook

    return to_workbook(found[0], session.book.policy.colours)


_Write = Callable[[Session, Sequence[Ledger]], bytes]


def _docx(session: Session, found: Sequence[Ledger]) -> bytes:
    from gongkai_cli.rendering.word.ledger import ledger_docx

    return ledger_docx(found[0], session.book.policy.colours)


class _Writer(NamedTuple):
    """A format's function; `alone`: one unit a file. `text` can be shown; the rest only filed.

    `needs`: the extra and its modules that must be installed.
    """

    write: _Write
    alone: bool = False
    text: bool = True
    needs: tuple[str, ...] = ()


_EXCEL = ("excel", "xlsxwriter")
_WORD = ("word", "docx")

_WRITERS = {
    LedgerFormat.MD: _Writer(_md, alone=True),
    LedgerFormat.HTML: _Writer(_html, alone=True),
    LedgerFormat.CSV: _Writer(_csv),
    LedgerFormat.JSON: _Writer(_json),
    LedgerFormat.DOCX: _Writer(_docx, alone=True, text=False, needs=_WORD),
    LedgerFormat.XLSX: _Writer(_xlsx, alone=True, text=False, needs=_EXCEL),
}
"""A format is one function and its line here; every member of LedgerFormat has one."""


def _writer(form: LedgerFormat) -> _Write:
    """What writes `form`. Raises Stop where a part of the program is missing."""
    writer = _WRITERS[form]
    if writer.needs:
        need(*writer.needs)
    return writer.write
