"""换年: the year in hand goes into the archive to the byte, and the next plan takes its place.

What is written comes in an order that can stop anywhere: the archive appears whole or not at all,
and only then the plan changes, at one stroke. Run again, it finds what is done and finishes.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from gongkai_cli.cli.console import put, tell, tell_diagnostics
from gongkai_cli.cli.importing import (
    issued_document,
    named_inside,
    plan_checked,
    refusing,
    say_draft,
    with_doubts,
)
from gongkai_cli.cli.session import Session
from gongkai_cli.cli.shell import quoted
from gongkai_cli.cli.writing import CannotWrite, holds, must_be_inside, write_whole
from gongkai_cli.cli.wrong import Stop
from gongkai_cli.diagnostic import Diagnostic
from gongkai_cli.domain.book import Book
from gongkai_cli.domain.plan import Plan, Task
from gongkai_cli.domain.roster import Unit
from gongkai_cli.reading.book import BOOK_FILES, WORKDAYS, load_book, years
from gongkai_cli.reading.draft.drafting import Asked, Draft, draft_of
from gongkai_cli.reading.draft.present import PLAN_FILE, plan_in
from gongkai_cli.reading.draft.remark import Undrafted
from gongkai_cli.reading.tables.grid import Document
from gongkai_cli.reading.trace import MAX_BYTES
from gongkai_cli.reading.workspace import reason
from gongkai_cli.reckoning.assignment import Bound, bind
from gongkai_cli.reckoning.comparison import compared
from gongkai_cli.reckoning.phrases import PhraseError
from gongkai_cli.rendering.pages.words import listed

ARCHIVE = "data/archive"
_OWN_FORM = frozenset({".yaml", ".yml"})
_FEW = 5


class Wanted(NamedTuple):
    """What a person asks of a rollover, as on the command line."""

    year: int
    file: Path
    title: str
    dry_run: bool


class Next(NamedTuple):
    """The next year's plan and the bytes of its file; `draft` where it came out of a document."""

    plan: Plan
    data: bytes
    draft: Draft | None = None


class Write(NamedTuple):
    """One step: `data` into `path`, or, where there is none, the folder `path` renamed to `to`."""

    path: Path
    data: bytes | None = None
    to: Path | None = None


def rolled_over(session: Session, wanted: Wanted) -> None:
    """Carry out a rollover. Raises Stop, Unreadable and CannotWrite; nothing is half done then."""
    session.must_be_writable()
    hand = session.in_year(None)
    try:
        _roll(hand, wanted)
    finally:
        session.code = hand.close(session.code)


def _roll(hand: Session, wanted: Wanted) -> None:
    book = hand.book
    _must_be_later(book, wanted)
    done = book.plan.year == wanted.year
    new = _next(hand, wanted, _before(hand) if done else book.plan)
    _must_be_next(book, new.plan, wanted)
    if done:
        tell(*_present(hand, new, wanted))
        _say_after(hand, new.plan)
        return
    _must_be_readable(hand)
    steps = writes(hand, new.data)
    if wanted.dry_run:
        _show(hand, new, steps)
        return
    if new.draft:
        say_draft(new.draft, book.roster, on_screen=True)
    for step in steps:
        carry_out(step)
    _say_written(hand, new.plan)
    _say_after(hand, new.plan)


# --- what may not be ------------------------------------------------------------------------------


def _must_be_later(book: Book, wanted: Wanted) -> None:
    if wanted.year < book.plan.year:
        raise Stop(
            f"手头是{book.plan.year}年的任务分解表，不能换成更早的{wanted.year}年。",
            f"看往年：gongkai overdue --year {wanted.year}",
        )


def _must_be_next(book: Book, plan: Plan, wanted: Wanted) -> None:
    if plan.year != wanted.year:
        raise Stop(f"{wanted.file} 是{plan.year}年的任务分解表，不是{wanted.year}年的；没有写入。")
    if plan.region != book.plan.region:
        raise Stop(
            f"{wanted.file} 是{plan.region}的任务分解表，这里是{book.plan.region}的；没有写入。",
            "另一个地区请另建工作区：gongkai init",
        )


def _must_be_readable(hand: Session) -> None:
    """Raises Stop where a record of the year cannot be read: it would be closed upon a guess."""
    faults: list[Diagnostic] = []
    for unit in hand.book.roster.units:
        faults += hand.shelf.records(unit).faults + hand.shelf.lookbacks(unit).faults
    if faults:
        tell_diagnostics(faults)
        year = hand.book.plan.year
        raise Stop(f"{year}年有{len(faults)}处记录读不了，先改正再换年；没有写入。")
    hand.note_strangers()


# --- the next plan --------------------------------------------------------------------------------


def _next(hand: Session, wanted: Wanted, before: Plan | None) -> Next:
    """The plan in the file that was named. Raises Stop and Unreadable."""
    if wanted.file.suffix.lower() in _OWN_FORM:
        data = _bytes(wanted.file)
        return Next(plan_in(data, str(wanted.file)), data)
    document = issued_document(wanted.file)
    roster = hand.book.roster
    draft = _draft(hand, wanted, document, before)
    draft = with_doubts(draft, before, roster)
    return Next(draft.plan, plan_checked(draft.plan).encode("utf-8"), draft)


def _draft(hand: Session, wanted: Wanted, document: Document, before: Plan | None) -> Draft:
    """The draft with the year and the region that the document has, else with those expected.

    What the document says goes first, so that a table of another year or place is seen as such.
    """
    inside, region = named_inside(wanted.file, hand.workspace.root), hand.book.plan.region
    told = [("", None), ("", wanted.year), (region, None), (region, wanted.year)]
    with refusing(wanted.file):
        for place, year in told[:-1]:
            asked = Asked(wanted.title, place, year, inside)
            try:
                return draft_of(document, asked, hand.book.roster, before)
            except Undrafted:
                continue
        asked = Asked(wanted.title, region, wanted.year, inside)
        return draft_of(document, asked, hand.book.roster, before)


def _bytes(file: Path) -> bytes:
    try:
        with file.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise Stop(f"读不了 {file}：{reason(error)}。") from error
    return data


def _before(hand: Session) -> Plan | None:
    """The plan that the one in hand took the place of, if the archive has it."""
    earlier = [year for year in years(hand.workspace) if year < hand.book.plan.year]
    return load_book(hand.workspace, hand.cache, max(earlier)).plan if earlier else None


def _present(hand: Session, new: Next, wanted: Wanted) -> Iterator[str]:
    """How the table of the year at hand is there already. Raises Stop where it is another one.

    What an office settles beside the wording is no difference between two tables.
    """
    here = f"手头已经是{wanted.year}年的任务分解表"
    if hand.workspace.read(PLAN_FILE) == new.data:
        yield f"{here}，不用再换。"
    elif compared(hand.book.plan, new.plan).same:
        yield f"{here}，文字和 {wanted.file} 一字不差，不用再换。"
        yield f"另定的指标、到期日、备注等以手头的 {PLAN_FILE} 为准，没有写入。"
    else:
        different = f"{here}，文字和 {wanted.file} 不同，没有写入。"
        raise Stop(different, *_instead(hand, wanted, written=new.draft is None))


def _instead(hand: Session, wanted: Wanted, *, written: bool) -> Iterator[str]:
    """How the table at hand is replaced: `import` reads what was issued, not what is `written`."""
    file = quoted(str(wanted.file))
    if written:
        yield (
            f"确定要换掉它的，把 {wanted.file} 复制成 {PLAN_FILE}，"
            f"再查一遍：gongkai check{hand.place}"
        )
    else:
        yield f"看有什么不同：gongkai import {file} --diff{hand.place}"
        yield f"要换掉它：gongkai import {file} --force{hand.place}"


# --- the steps ------------------------------------------------------------------------------------


def writes(hand: Session, plan: bytes) -> list[Write]:
    """Everything that is to be written, in the order in which it may stop anywhere.

    A new archive is gathered beside its place, under a name that no year has, and takes its name
    when it is whole. Raises Stop where either place holds anything else.
    """
    root = hand.workspace.root
    archive = root / ARCHIVE / str(hand.book.plan.year)
    kept = {name: hand.workspace.read(f"data/{name}") for name in BOOK_FILES}
    files = {name: data for name, data in kept.items() if data is not None}
    beside = archive if archive.exists() else archive.with_name(f".gongkai-{archive.name}")
    steps = [Write(beside / name, data) for name, data in files.items()]
    steps += [Write(beside, to=archive)] if beside != archive else []
    if beside == archive:
        _must_be_the_same(hand, archive, kept)
    must_be_inside(archive, root)
    if beside != archive:
        _must_hold_nothing_else(hand, beside, files)
    for step in (*steps, Write(archive / "tasks.yaml"), Write(root / PLAN_FILE)):
        must_be_inside(step.path, root)
    return [*steps, Write(root / PLAN_FILE, plan)]


def _must_be_the_same(hand: Session, archive: Path, kept: dict[str, bytes | None]) -> None:
    """What the archive holds already must be what goes into it."""
    for name, data in kept.items():
        file = hand.workspace.relative(archive / name)
        landed = hand.workspace.read(file)
        if landed not in {None, data}:
            raise Stop(
                f"{file} 已经有了，和 data/{name} 不同，没有写入：归档里的往年文件不能覆盖。",
                "请核对哪一份是对的；确定归档有误的，先把它移走，再运行一次。",
            )


def _must_hold_nothing_else(hand: Session, gather: Path, files: Mapping[str, bytes]) -> None:
    """Raises Stop for whatever would come into the archive when the folder takes its name.

    An earlier run that was stopped leaves some of the very `files` there; nothing else is ours.
    """
    place, clear = hand.workspace.relative(gather), "请核对以后把它移走，再运行一次。"
    if gather.is_symlink() or (gather.exists() and not gather.is_dir()):
        raise Stop(f"{place} 不是普通文件夹，没有写入。", clear)
    for each in sorted(gather.iterdir()) if gather.exists() else ():
        data = files.get(each.name)
        plain = each.is_file() and not each.is_symlink()
        if data is None or not plain or not holds(each, data):
            raise Stop(f"{place}/{each.name} 不是这次归档的内容，没有写入。", clear)


def carry_out(step: Write) -> None:
    """One step. Raises CannotWrite."""
    if step.data is not None:
        write_whole(step.path, step.data)
    elif step.to is not None:  # pragma: no branch - a step has one or the other
        try:
            step.path.rename(step.to)
        except OSError as error:
            why = reason(error)
            raise CannotWrite(
                f"归档没有完成，{step.to} 写不了：{why}；手头的年度没有变。"
            ) from error


# --- what is said ---------------------------------------------------------------------------------


def _show(hand: Session, new: Next, steps: Sequence[Write]) -> None:
    """The plan that would be written, on stdout; of the rest, what would become of it."""
    put(new.data.decode("utf-8"))
    if new.draft:
        say_draft(new.draft, hand.book.roster, on_screen=False)
    names = listed(
        step.path.name for step in steps if step.data is not None and step is not steps[-1]
    )
    year = hand.book.plan.year
    tell(f"以上是要写的 {PLAN_FILE}；{year}年的 {names} 会归档到 {ARCHIVE}/{year}/；没有写入。")
    _say_units(hand, new.plan)


def _say_written(hand: Session, plan: Plan) -> None:
    year = hand.book.plan.year
    names = listed(name for name in BOOK_FILES if (hand.workspace.root / "data" / name).exists())
    tell(
        f"{year}年的 {names} 已归档到 {ARCHIVE}/{year}/，{year}年的台账和记录没有动。",
        f"已写入 {PLAN_FILE}，现在手头是{plan.year}年；名录和口径沿用。",
    )


def _say_after(hand: Session, plan: Plan) -> None:
    """What to look after, and the next commands."""
    _say_units(hand, plan)
    calendar = f"{WORKDAYS}/CN-{plan.year}.yaml"
    if hand.workspace.read(calendar) is None:
        tell(f"没有 {calendar}，{plan.year}年的工作日按周一至周五推算；放假通知印发以后请补上。")
    past = plan.year - 1 if hand.book.plan.year == plan.year else hand.book.plan.year
    tell(
        f"核对以后查一遍：gongkai check{hand.place}",
        f"写出{plan.year}年的台账：gongkai ledger --all{hand.place}",
    )
    if past in years(hand.workspace):
        _say_past(hand, past)


def _say_past(hand: Session, past: int) -> None:
    tell(
        f"回头看{past}年没有按时办结的：gongkai lookback{hand.place}",
        f"还要问{past}年的，加上 --year {past}，如 gongkai overdue --year {past}{hand.place}",
    )


def _say_units(hand: Session, plan: Plan) -> None:
    """Who is no longer there, and which tasks the plan gives to such a unit all the same."""
    units = hand.book.roster.units
    gone = [
        f"{unit.name}（{_ended(hand, unit, plan.year)}）"
        for unit in units
        if unit.ended_before(plan.year)
    ]
    if gone:
        tell(f"不再列入{plan.year}年的单位：{listed(gone)}。")
    tell(
        f"{plan.year}年单位有变动的，改 data/units.yaml：更名的写新名称，旧名称放进 aliases；"
        "撤销、合并的保留原来那一条，写明 active_until 和 successor（承接单位）。"
    )
    if strange := _beyond_the_roster(hand, plan):
        numbers = listed(map(str, strange))
        tell(f"任务{numbers}的责任单位还有名录里没有的，补上以前{plan.year}年的台账写不出来。")
    misgiven = list(_given_to_the_gone(hand, plan))
    tell(*misgiven[:_FEW])
    if len(misgiven) > _FEW:
        tell(f"写给已撤销单位的任务还有{len(misgiven) - _FEW}处，见 gongkai check（G213）。")


def _beyond_the_roster(hand: Session, plan: Plan) -> list[int]:
    """The tasks that cannot be given to units as the roster is now."""
    return [task.id for task in plan.tasks if _bound(hand, task) is None]


def _bound(hand: Session, task: Task) -> Bound | None:
    try:
        return bind(task, hand.book.roster)
    except PhraseError:
        return None


def _given_to_the_gone(hand: Session, plan: Plan) -> Iterator[str]:
    roster = hand.book.roster
    known = ((task.id, bound) for task in plan.tasks if (bound := _bound(hand, task)))
    for number, bound in known:
        for name in bound.named:
            unit, heir = roster.find(name), roster.heir(name, plan.year)
            if unit and unit.ended_before(plan.year) and not (heir and bound.binds(heir)):
                yield f"任务{number}的责任单位{name}{_ended(hand, unit, plan.year)}，请核对。"


def _ended(hand: Session, unit: Unit, year: int) -> str:
    heir = hand.book.roster.heir(unit.name, year)
    return f"到{unit.active_until}为止" + (f"，职责由{heir.name}承接" if heir else "")
