"""What `gongkai import` does: a document read, drafted, told about, compared or written.

Apart from the command itself: what it needs takes longer to load than other commands take to run.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from gongkai_cli.cli.console import PIPE_COLUMNS, columns, put, show, tell
from gongkai_cli.cli.options import by_suffix
from gongkai_cli.cli.session import Session
from gongkai_cli.cli.writing import must_be_inside, write_out, write_whole
from gongkai_cli.cli.wrong import CANNOT_RUN, FINDINGS, Stop
from gongkai_cli.diagnostic import Unreadable
from gongkai_cli.domain.plan import Plan
from gongkai_cli.domain.roster import Group, Roster, UnitKind
from gongkai_cli.domain.sheet import MARK
from gongkai_cli.reading.book import BOOK_FILES
from gongkai_cli.reading.draft.drafting import Asked, Draft, draft_of
from gongkai_cli.reading.draft.present import (
    PLAN_FILE,
    ROSTER_FILE,
    plan_in,
    present_plan,
    present_roster,
)
from gongkai_cli.reading.draft.proposals import PENDING, roster_values
from gongkai_cli.reading.draft.remark import Kind, Remark, Undrafted
from gongkai_cli.reading.draft.values import plan_text, proposal_text, roster_text
from gongkai_cli.reading.tables.faults import CannotRead, Lacking
from gongkai_cli.reading.tables.grid import Document, Place
from gongkai_cli.reading.tables.opening import read_document
from gongkai_cli.reading.workspace import Workspace
from gongkai_cli.reckoning.comparison import compared, doubts_between
from gongkai_cli.rendering.pages.draft import (
    Entries,
    Told,
    difference_page,
    draft_page,
    report_page,
    report_table,
)


class ReportFormat(StrEnum):
    """How the notes are written, by the ending of the file's name."""

    MD = "md"
    TXT = "txt"
    CSV = "csv"


class Wanted(NamedTuple):
    """What a person asks of an import, as on the command line."""

    file: Path
    report: Path | None
    title: str
    region: str
    year: int | None
    dry_run: bool
    diff: bool
    force: bool


def brought(session: Session, wanted: Wanted) -> None:
    """Carry out an import. Raises Stop and Unreadable."""
    form = report_format(wanted.report)
    home = session.workspace if wanted.diff else Workspace(session.standing)
    document = issued_document(wanted.file)
    with refusing(wanted.file):
        before = present_plan(home) if wanted.diff or wanted.force else None
        roster = present_roster(home)
        asked = Asked(
            wanted.title, wanted.region, wanted.year, named_inside(wanted.file, home.root)
        )
        draft = draft_of(document, asked, roster, None if wanted.diff else before)
    if not (wanted.diff or wanted.dry_run):
        _must_not_lose(home, wanted, before, draft.plan)
    draft = with_doubts(draft, None if wanted.diff else before, roster)
    if wanted.report and form:
        write_report(draft, wanted.file, roster, wanted.report, form)
    if wanted.diff and before:
        _compare(session, home, before, draft.plan)
    elif wanted.dry_run or wanted.diff:
        _show(draft, roster)
    else:
        _write(session, home.root, draft, roster)


def _show(draft: Draft, roster: Roster | None) -> None:
    """The files that would be written: the plan itself, and what there is to say of the others."""
    put(plan_checked(draft.plan))
    say_draft(draft, roster, on_screen=False)
    if roster is None:
        groups = sum(each.group for each in draft.proposals)
        units = len(draft.proposals) - groups
        tell(f"还会写 {ROSTER_FILE}：{units}个单位、{groups}个单位组。")


def report_format(report: Path | None) -> ReportFormat | None:
    """How the notes are to be written. Raises Stop where the file's name does not say it."""
    form = by_suffix(ReportFormat, report)
    if report and not form:
        raise Stop("导入说明的文件名要以 .md、.txt 或 .csv 结尾。")
    return form


def issued_document(file: Path) -> Document:
    """What `file` holds, which must be no ledger that units fill in. Raises Stop."""
    with refusing(file):
        document = read_document(file)
        _must_be_a_plan(document)
    return document


def _must_be_a_plan(document: Document) -> None:
    """Raises CannotRead for a workbook that units fill in: its rows are tasks, but not a plan's."""
    grids = [block for block in document.blocks if not isinstance(block, str)]
    squares = (square for grid in grids for row in grid.rows for square in row if square)
    texts = (block for block in document.blocks if isinstance(block, str))
    notes = (note.text for note in document.notes)
    if any(MARK in text for text in (*texts, *(each.text for each in squares), *notes)):
        raise CannotRead(
            "这是填报用的工作台账，不是任务分解表。", "收回台账用 gongkai collect 文件。"
        )


def _must_not_lose(home: Workspace, wanted: Wanted, before: Plan | None, after: Plan) -> None:
    """Raises Stop where a plan would be lost: by a slip, or with the year that it is needed for."""
    if not wanted.force and (home.root / PLAN_FILE).exists():
        raise Stop(
            f"这里已经有 {PLAN_FILE}，没有覆盖。",
            f"看有什么不同：gongkai import {wanted.file} --diff",
            "确定要换成新的，再加 --force；换年用 gongkai rollover --year 年份 --plan 文件。",
        )
    if before and before.year != after.year:
        _must_be_archived(home.root, before.year, after.year)


def _must_be_archived(root: Path, old: int, new: int) -> None:
    """Raises Stop unless the plan of the year `old` and its roster stand in the archive."""
    archive = f"data/archive/{old}"
    lacking = [
        f"data/{name}"
        for name in BOOK_FILES
        if (root / "data" / name).exists() and not (root / archive / name).exists()
    ]
    if not {PLAN_FILE, ROSTER_FILE}.intersection(lacking):
        return
    raise Stop(
        f"现有的 {PLAN_FILE} 是{old}年的，还没有归档；换成{new}年的，{old}年的台账就看不了了。"
        "没有写入。",
        f"请先把 {'、'.join(lacking)} 复制到 {archive}/（没有就新建），再运行一次。",
        f"也可以直接换年，会自动归档：gongkai rollover --year {new} --plan 文件",
    )


@contextmanager
def refusing(file: Path) -> Iterator[None]:
    """What cannot be read, or is no table of tasks, becomes Stop."""
    try:
        yield
    except Lacking as fault:
        raise Stop(*fault.sentences, code=CANNOT_RUN) from None
    except (CannotRead, Undrafted) as fault:
        raise Stop(f"{file}：", *fault.sentences) from None


def named_inside(file: Path, root: Path) -> str:
    """`file` as the plan can name it; empty where it stands outside the workspace."""
    place, top = file.resolve(), root.resolve()
    return place.relative_to(top).as_posix() if place.is_relative_to(top) else ""


def with_doubts(draft: Draft, before: Plan | None, roster: Roster | None) -> Draft:
    """`draft` with what only shows beside the plan and the roster at hand, said of the whole."""
    found = [*_carried(draft, before), *_memberless(draft, roster)]
    whole = (Remark(kind, Place(0), text) for kind, text in found)
    return draft._replace(remarks=(*whole, *draft.remarks))


def _carried(draft: Draft, before: Plan | None) -> Iterator[tuple[Kind, str]]:
    """What was settled before for other words or another year, and what became of it."""
    if before is None:
        return
    after = draft.plan
    dated = [task.id for task in (after if draft.settled else before).tasks if task.due]
    if dated and before.year != after.year:
        became = "照附表保留" if draft.settled else "没有沿用"
        tasks = _listed(dated)
        text = f"年度由{before.year}年换成{after.year}年，原来为任务{tasks}另定的到期日{became}"
        yield Kind.DEADLINE, text
    if draft.settled:
        doubts = doubts_between(before, after)
        for numbers, text in (
            (doubts.reworded, "文字和现有的不同，而附表里另定的指标、到期日、单位、备注没有变"),
            (doubts.resettled, "另定的事项和现有的不同，照附表写"),
            (doubts.lost, "原来另定的事项附表里没有，没有沿用"),
        ):
            if numbers:
                yield Kind.ANNEX, f"任务{_listed(numbers)}：{text}"


def _memberless(draft: Draft, roster: Roster | None) -> Iterator[tuple[Kind, str]]:
    """The groups that no unit belongs to, neither in the roster nor among the proposals."""
    groups = [*(roster.groups.values() if roster else ()), *_new_groups(draft)]
    kinds = {unit.kind for unit in (roster.units if roster else ())}
    kinds |= {each.kind for each in draft.proposals if not each.group}
    for group in groups:
        if not kinds & group.kinds:
            which = "、".join(kind for kind in UnitKind if kind in group.kinds)
            yield Kind.UNIT, f"单位组“{group.name}”还没有单位，请在名录里列出类别是{which}的单位"


def _new_groups(draft: Draft) -> Iterator[Group]:
    for each in draft.proposals:
        if each.group:
            yield Group(each.name, frozenset({each.kind}), each.open)


def _listed(numbers: Iterable[int]) -> str:
    return "、".join(map(str, numbers))


def _told(draft: Draft) -> tuple[Told, ...]:
    return tuple(
        Told(str(each.kind), (*each.place,), each.text, each.kind.asks) for each in draft.remarks
    )


def _compare(session: Session, home: Workspace, before: Plan, after: Plan) -> None:
    if not home.writable:
        tell(f"这里不是工作区，以下和软件自带的《{before.title}》比较。")
    found = compared(before, after)
    show(difference_page(found, after))
    session.code = 0 if found.same else FINDINGS


def plan_checked(plan: Plan) -> str:
    """tasks.yaml as the program will read it again. Raises Unreadable where it could not."""
    text = plan_text(plan)
    try:
        plan_in(text.encode("utf-8"))
    except Unreadable:
        tell("这份草稿有程序读不了的内容，没有写入；以下位置按草稿的行列计。")
        raise
    return text


def _write(session: Session, root: Path, draft: Draft, roster: Roster | None) -> None:
    text = plan_checked(draft.plan)
    files = {PLAN_FILE: text}
    if roster is None:
        values = roster_values(draft.plan.region, draft.proposals)
        files[ROSTER_FILE] = roster_text(values)
    for name in files:
        must_be_inside(root / name, root)
    say_draft(draft, roster, on_screen=True)
    for name, content in files.items():
        changed = write_whole(root / name, content.encode("utf-8"))
        tell(f"已写入 {name}。" if changed else f"{name} 的内容没有变化。")
    if roster is None:
        tell(
            f"{ROSTER_FILE} 是草稿：把 office 的“{PENDING}”改成办公室的名称（要在 units 里），"
            "再核对每个单位的类别和别名。"
        )
    tell(f"核对以后查一遍：gongkai check{session.place}")
    tell(f"再写出台账：gongkai ledger --all{session.place}")


def say_draft(draft: Draft, roster: Roster | None, *, on_screen: bool) -> None:
    """What was made: on the screen, or beside the data on stderr."""
    page = draft_page(draft.plan, _told(draft), _proposed(draft, roster))
    if on_screen:
        show(page)
    else:
        from gongkai_cli.rendering.terminal import plain_text

        tell(*plain_text(page, columns()).splitlines())


def _proposed(draft: Draft, roster: Roster | None) -> tuple[Entries, ...]:
    """Entries to add to a roster that there is; a new one is written whole."""
    return tuple(_entries(draft, roster)) if roster else ()


def _entries(draft: Draft, roster: Roster) -> Iterator[Entries]:
    for is_group in (False, True):
        some = [each for each in draft.proposals if each.group is is_group]
        if some:
            key, _, text = proposal_text(some).partition(":\n")
            said = tuple(f"{each.name}（{each.kind}）" for each in some)
            yield Entries(key, text, said, begun=not is_group or bool(roster.groups))


def write_report(
    draft: Draft, file: Path, roster: Roster | None, output: Path, form: ReportFormat
) -> None:
    """Write every note on `draft`, which was read from `file`, to `output`."""
    from gongkai_cli.rendering.comma import to_csv
    from gongkai_cli.rendering.markdown import to_markdown
    from gongkai_cli.rendering.terminal import plain_text

    if output.resolve() == file.resolve():
        raise Stop("导入说明不能写进原来的文件，请换一个文件名。")
    page = report_page(draft.plan, file.name, _told(draft), _proposed(draft, roster))
    texts: dict[ReportFormat, Callable[[], str]] = {
        ReportFormat.MD: lambda: to_markdown(page),
        ReportFormat.CSV: lambda: to_csv(report_table(_told(draft))),
        ReportFormat.TXT: lambda: plain_text(page, PIPE_COLUMNS),
    }
    write_out(output, texts[form]().encode("utf-8"))
    tell(f"导入说明已写入 {output}。")
