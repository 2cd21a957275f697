"""报: ledgers that units have filled in come back, and become records."""

import os
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from os.path import isfile, islink  # of names too long for the system as well
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from gongkai_cli.cli.console import show, tell, tell_diagnostics, tell_whole, watched
from gongkai_cli.cli.extras import need
from gongkai_cli.cli.ledgers import refresh
from gongkai_cli.cli.options import day
from gongkai_cli.cli.session import Session
from gongkai_cli.cli.shell import quoted
from gongkai_cli.cli.writing import CannotWrite
from gongkai_cli.cli.wrong import CANNOT_RUN, FINDINGS, WRONG_USE, Stop
from gongkai_cli.diagnostic import Unreadable
from gongkai_cli.domain.roster import Unit
from gongkai_cli.table import Block, Cell, Column, Document, Line, Table, Tone, plain

if TYPE_CHECKING:
    from gongkai_cli.cli.filing import Checked
    from gongkai_cli.cli.judging import Filing, Judged
    from gongkai_cli.reading.filled.sheets import FilledSheet

_SUFFIXES = frozenset({".xlsx", ".xlsm", ".xls", ".ods"})
_MAX_BYTES = 32 * 1024 * 1024
MANY = 10
"""From so many files on a bar shows how far the work is: each takes a while."""
_FEW = 5
_LONG = 40
_LEFT_OPEN = "~$"
"""What Excel and WPS name the traces of a file that is open."""


_NOTHING_NEW = Cell("没有新内容")


class _File(NamedTuple):
    """A file, its ledgers and what is not collected of it; `wrong` says why there are none."""

    path: Path
    sheets: Sequence["FilledSheet"] = ()
    asides: Sequence[str] = ()
    wrong: Sequence[str] = ()


class _Answer(NamedTuple):
    """A file and what is to become of each of its sheets."""

    file: _File
    judged: Sequence["Judged"]

    @property
    def refused(self) -> bool:
        """Whether nothing of the file may be written."""
        return any(each.refusals for each in self.judged)


def collect(
    ctx: typer.Context,
    places: Annotated[
        list[Path],
        typer.Argument(
            metavar="文件…",
            help="填好的台账，xlsx、xls 或 ods；写文件夹就收里面和下级文件夹里的全部",
        ),
    ],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只列出要写的记录，不写入")] = False,
    when: Annotated[
        date | None,
        typer.Option(
            "--date",
            metavar="日期",
            parser=day,
            help="没有写完成日期的行算哪一天的进展；不写就是今天",
        ),
    ] = None,
) -> None:
    """收回填好的台账：有变化的行各写一条记录，有一行不对就整份不收"""
    need("excel", "python_calamine")
    from gongkai_cli.cli.filing import must_take

    session: Session = ctx.obj
    session.must_be_writable()
    if when:
        must_take(session, when)
    paths = _found(places)
    files = [_read(path) for path in watched(paths, len(paths), "正在读取", MANY)]
    answers = _answers(session, files, when)
    _tell_refusals(session, answers)
    if dry_run:
        _show_records(answers)
    written = {} if dry_run else _write_all(session, answers)
    show(_summary(answers, written, dry_run=dry_run))
    if dry_run:
        some = any(
            each.filings for answer in answers if not answer.refused for each in answer.judged
        )
        tell("以上是要写的记录，没有写入。" if some else "没有要写的记录。")
    else:
        _finish(written)


# --- reading --------------------------------------------------------------------------------------


def _found(places: Iterable[Path]) -> list[Path]:
    """The files named and those in the folders named, each once. Raises Stop for an empty one."""
    found: dict[Path, Path] = {}
    for place in places:
        found.update((path.resolve(), path) for path in _inside(place))
    return list(found.values())


def _inside(place: Path) -> list[Path]:
    """The workbooks in and below a folder; what is no folder that can be read is a file."""
    try:
        next(place.iterdir(), None)
    except OSError:
        return [place]
    seen, closed = _below(place)
    links = [path for path in seen if islink(path)]  # noqa: PTH114
    files = [path for path in seen if path not in links]
    chosen = [path for path in files if path.suffix.lower() in _SUFFIXES and isfile(path)]  # noqa: PTH113
    if not chosen and not closed:
        raise Stop(f"{place} 里没有 xlsx、xls 或 ods 文件。")
    _tell_unread(place, "文件不是表格", [path for path in files if path not in chosen])
    _tell_unread(place, "链接", links)
    return [*chosen, *closed]


def _below(place: Path) -> tuple[list[Path], list[Path]]:
    """Everything below a folder but folders, links to them included; and folders nobody opens."""
    seen, closed = [], list[Path]()

    def refused(error: OSError) -> None:
        closed.append(Path(error.filename))

    for folder, folders, names in os.walk(place, onerror=refused):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        linked = [name for name in folders if islink(Path(folder, name))]  # noqa: PTH114
        shown = (name for name in names if not name.startswith((".", _LEFT_OPEN)))
        seen += [Path(folder, name) for name in sorted((*shown, *linked))]
    return seen, closed


def _tell_unread(place: Path, what: str, paths: Sequence[Path]) -> None:
    if paths:
        names = [path.relative_to(place).as_posix() for path in paths[:_FEW]]
        few = "、".join(names) + ("等" if len(paths) > _FEW else "")
        tell(f"{place} 里另有{len(paths)}个{what}，没有读：{few}。")


def _read(path: Path) -> _File:
    from gongkai_cli.reading.filled.sheets import filled
    from gongkai_cli.reading.tables.faults import CannotRead

    try:
        found = filled(_data(path))
    except FileNotFoundError:
        return _File(path, wrong=("没有这个文件。",))
    except OSError:
        return _File(path, wrong=("系统不让读这个文件。",))
    except CannotRead as error:
        return _File(path, wrong=error.sentences[:1])
    if not found.sheets:
        return _File(path, wrong=("不是 gongkai 写出的台账：第一个格子里没有台账的标记。",))
    return _File(path, found.sheets, found.asides)


def _data(path: Path) -> bytes:
    """What is in a plain file of a ledger's size. Raises OSError, CannotRead."""
    from gongkai_cli.reading.tables.faults import CannotRead

    if path.exists() and not path.is_file() and not path.is_dir():
        # A pipe would be waited for, and a device need never end.
        raise CannotRead("这不是普通的文件，没有读。")
    with path.open("rb") as stream:
        data = stream.read(_MAX_BYTES + 1)
    if len(data) > _MAX_BYTES:
        raise CannotRead(f"文件超过 {_MAX_BYTES // 1024 // 1024} MB，不像一份台账。")
    return data


# --- judging --------------------------------------------------------------------------------------


def _answers(session: Session, files: Sequence[_File], when: date | None) -> list[_Answer]:
    """What every file brings. Two sheets of one unit are both refused: neither is the truer."""
    watching = watched(files, len(files), "正在核对", MANY)
    found = [_answer(session, each, when) for each in watching]
    places: dict[str, list[str]] = {}
    for answer in found:
        for each in answer.judged:
            place = f"{answer.file.path.name}“{each.sheet.name}”"
            places.setdefault(_name(each), []).append(place)
    twice = {name: those for name, those in places.items() if len(those) > 1}
    return [
        answer._replace(judged=[_once(each, twice.get(_name(each), ())) for each in answer.judged])
        for answer in found
    ]


def _once(each: "Judged", places: Sequence[str]) -> "Judged":
    """`each`, refused where its unit has ledgers in several `places`."""
    from gongkai_cli.reading.filled.sheets import Refusal, Spot

    if not places:
        return each
    reason = (
        f"{_name(each)}的台账这一次有{len(places)}份：{'、'.join(places)}；"
        "不知道以哪一份为准，请只留一份。"
    )
    again = Refusal(each.sheet.name, Spot(), reason)
    return each._replace(refusals=(again, *each.refusals))


def _name(each: "Judged") -> str:
    """The unit's name, or as much of a stranger's as can be shown."""
    return each.unit.name if each.unit else each.sheet.unit[:_LONG]


def _answer(session: Session, file: _File, when: date | None) -> _Answer:
    from gongkai_cli.cli.judging import judged

    try:
        return _Answer(file, [judged(session, sheet, when) for sheet in file.sheets])
    except Unreadable as fault:
        tell_diagnostics(fault.diagnostics)
        wrong = ("这个单位已有的记录里有读不了的，请先改好再收。",)
        return _Answer(file._replace(sheets=(), wrong=wrong), ())


# --- writing --------------------------------------------------------------------------------------


class _Written(NamedTuple):
    """A unit's new records; `whole`: no more were to be written."""

    unit: Unit
    folder: Path
    records: Sequence["Checked"]
    whole: bool


def _write_all(session: Session, answers: Sequence[_Answer]) -> dict[str, _Written]:
    """Write what every sound file brings, then each unit's ledger once."""
    written = {}
    taken = [each for answer in answers if not answer.refused for each in answer.judged]
    for each in watched(taken, len(taken), "正在写入", MANY):
        if each.filings and each.unit:
            found = written[each.unit.name] = _write(session, each.unit, each.filings)
            if found.records or found.whole:
                _refresh(session, each.unit)
    return written


def _write(session: Session, unit: Unit, filings: Sequence["Filing"]) -> _Written:
    """One unit's records; what stops them is said, and the other units' go on."""
    new, whole = list["Checked"](), True
    try:
        new.extend(each.checked for each in filings if each.desk.write(each.checked).new)
    except CannotWrite as failure:
        whole = False
        tell(
            f"{unit.name}的记录没有写完，写入了{len(new)}条。",
            str(failure),
            "改好后把同一份文件再收一次，已经写入的不会重复。",
        )
        session.code = CANNOT_RUN
    return _Written(unit, filings[0].desk.folder, new, whole)


def _refresh(session: Session, unit: Unit) -> None:
    """A ledger that cannot be written is said; the records stand."""
    try:
        refresh(session, unit)
    except CannotWrite as failure:
        again = f"gongkai ledger --unit {quoted(unit.name)}{session.place}"
        tell(f"{unit.name}的记录已写入，台账没有更新。", str(failure), f"稍后更新台账：{again}")
        session.code = CANNOT_RUN


# --- telling --------------------------------------------------------------------------------------


def _tell_refusals(session: Session, answers: Sequence[_Answer]) -> None:
    for file, judged in answers:
        for sentence in file.asides:
            tell(f"{file.path}：{sentence}")
        for sentence in file.wrong:
            tell(f"{file.path}：{sentence}")
            session.code = WRONG_USE
        refusals = [refusal for each in judged for refusal in each.refusals]
        for sheet, spot, reason in refusals:
            tell(f"{file.path}“{sheet}”{spot.named()}：{reason}")
        if refusals:
            tell(f"{file.path} 有{len(refusals)}处要改，这一份没有收。")
            session.code = session.code or FINDINGS


def _show_records(answers: Sequence[_Answer]) -> None:
    """What would be written, a line each."""
    titles = (
        Column("单位", whole=True),
        Column("序号", right=True),
        Column("日期"),
        Column("记录"),
    )
    found = tuple(
        _record_row(each.unit, filing.checked)
        for answer in answers
        if not answer.refused
        for each in answer.judged
        for filing in each.filings
        if each.unit
    )
    if found:
        show(Document((Table((*titles, Column("内容")), found), None)))


def _record_row(unit: Unit, checked: "Checked") -> tuple[Cell, ...]:
    record = checked.record
    number = "、".join(map(str, record.tasks))
    return plain(unit.name, number, str(record.day), checked.in_short(), _content(checked))


def _content(checked: "Checked") -> str:
    """Everything that the record says beside its kind, as people call it."""
    from gongkai_cli.domain.record import Progress
    from gongkai_cli.rendering.pages.ledger import piece

    fact = checked.record.fact
    said = {"理由": checked.record.reason}
    if isinstance(fact, Progress):
        said = {
            "进展情况": fact.progress,
            "佐证材料": "、".join(map(piece, fact.evidence)),
            "指标": "、".join(f"{name}={value}" for name, value in fact.measures),
            "存在问题": fact.problem,
            "下一步": fact.next,
        }
    said["责任科室"] = getattr(fact, "owner", "")
    return "；".join(f"{name}：{' '.join(text.split())}" for name, text in said.items() if text)


def _summary(
    answers: Sequence[_Answer], written: dict[str, _Written], *, dry_run: bool
) -> Document:
    """A line per ledger that brings something or was refused; of the others their number."""
    made = "要写" if dry_run else "写入"
    figures = (Column(title, right=True) for title in ("有变化", made, "不收"))
    columns = (Column("单位", whole=True), Column("文件"), *figures, Column("结果"))
    rows = [row for each in answers for row in _rows(each, written, dry_run=dry_run)]
    told = tuple(row for row in rows if row[-1] != _NOTHING_NEW)
    rest = len(rows) - len(told)
    others = "另有" if told else ""
    blocks: list[Block] = [Table(columns, told)] if told else []
    blocks += [Line(plain(f"{others}{rest}份台账没有新内容。"))] if rest else []
    return Document(tuple(blocks))


def _rows(
    answer: _Answer, written: dict[str, _Written], *, dry_run: bool
) -> Iterator[tuple[Cell, ...]]:
    name = answer.file.path.name
    if answer.file.wrong:
        yield (*plain("—", name, "0", "0", "0"), Cell("读不了", Tone.RED))
    for each in answer.judged:
        unit = _name(each)
        made = len(written[unit].records) if unit in written else 0
        if dry_run and not answer.refused:
            made = len(each.filings)
        figures = len(each.filings), made, len(each.refusals)
        whole = unit not in written or written[unit].whole
        yield (*plain(unit, name, *map(str, figures)), _word(answer, each, made, whole=whole))


def _word(answer: _Answer, each: "Judged", made: int, *, whole: bool) -> Cell:
    if each.refusals:
        return Cell("没有收", Tone.RED)
    if answer.refused:
        return Cell("同一文件里另有不对的，没有收", Tone.RED)
    if not whole:
        return Cell("没有写完", Tone.RED)
    return Cell("有新内容", Tone.GREEN) if made else _NOTHING_NEW


def _finish(written: dict[str, _Written]) -> None:
    """Say what was written and how to commit it."""
    units = [each for each in written.values() if each.records]
    count = sum(len(each.records) for each in units)
    if not count:
        tell("没有写入新的记录。")
        return
    tell(f"{len(units)}个单位写入{count}条记录，台账已更新。")
    tell_whole(f"提交：{_commit(units, count)}")


def _commit(units: Sequence[_Written], count: int) -> str:
    """The commands by which the records and ledgers are committed from where one stands."""
    few = len(units) <= _FEW
    folders = [each.folder for each in units] if few else [units[0].folder.parent]
    whose = "、".join(each.unit.name for each in units) if few else f"{len(units)}个单位"
    places = " ".join(quoted(_from_here(folder)) for folder in folders)
    return f"git add {places} && git commit -m {quoted(f'{whose}：收回台账，记录{count}条')}"


def _from_here(folder: Path) -> str:
    try:
        found = Path(os.path.relpath(folder)).as_posix()
    except ValueError:  # pragma: no cover - another drive
        found = folder.as_posix()
    return f"./{found}" if found.startswith("-") else found
