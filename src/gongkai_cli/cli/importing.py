"""What `gongkai import` does: a document read, drafted, told about, compared or written.

Apart from the command itself: what it needs takes longer to load than other commands take to run.
"""

from collections.abc import Callable
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
from gongkai_cli.domain.roster import Roster
from gongkai_cli.reading.draft.drafting import Asked, Draft, draft_of
from gongkai_cli.reading.draft.present import (
    PLAN_FILE,
    ROSTER_FILE,
    plan_in,
    present_plan,
    present_roster,
)
from gongkai_cli.reading.draft.proposals import roster_values
from gongkai_cli.reading.draft.remark import Undrafted
from gongkai_cli.reading.draft.values import plan_text, proposal_text, roster_text
from gongkai_cli.reading.tables.faults import CannotRead, Lacking
from gongkai_cli.reading.tables.opening import read_document
from gongkai_cli.reading.workspace import Workspace
from gongkai_cli.reckoning.comparison import compared
from gongkai_cli.rendering.pages.draft import (
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
    form = _report_format(wanted.report)
    home = session.workspace if wanted.diff else Workspace(session.standing)
    before = present_plan(home) if wanted.diff or wanted.force else None
    if not (wanted.diff or wanted.dry_run or wanted.force):
        _must_be_free(home, wanted.file)
    roster = present_roster(home)
    draft = _drafted(wanted, home, roster, None if wanted.diff else before)
    if wanted.report and form:
        _write_report(draft, wanted.file, roster, wanted.report, form)
    if wanted.diff and before:
        _compare(session, home, before, draft.plan)
    elif wanted.dry_run or wanted.diff:
        _show(draft, roster)
    else:
        _write(session, home.root, draft, roster)


def _show(draft: Draft, roster: Roster | None) -> None:
    """The files that would be written: the plan itself, and what there is to say of the others."""
    put(_checked(draft.plan))
    _say(draft, roster, on_screen=False)
    if roster is None:
        groups = sum(each.group for each in draft.proposals)
        units = len(draft.proposals) - groups
        tell(f"还会写 {ROSTER_FILE}：{units}个单位、{groups}个单位组。")


def _report_format(report: Path | None) -> ReportFormat | None:
    form = by_suffix(ReportFormat, report)
    if report and not form:
        raise Stop("导入说明的文件名要以 .md、.txt 或 .csv 结尾。")
    return form


def _must_be_free(home: Workspace, file: Path) -> None:
    """Raises Stop where there is a plan already: nobody loses one by a slip."""
    if (home.root / PLAN_FILE).exists():
        raise Stop(
            f"这里已经有 {PLAN_FILE}，没有覆盖。",
            f"看有什么不同：gongkai import {file} --diff",
            "确定要换成新的，再加 --force；上一年的请先移到 data/archive/年份 里。",
        )


def _drafted(
    wanted: Wanted, home: Workspace, roster: Roster | None, replaced: Plan | None
) -> Draft:
    file = wanted.file
    asked = Asked(wanted.title, wanted.region, wanted.year, _inside(file, home.root))
    try:
        return draft_of(read_document(file), asked, roster, replaced)
    except Lacking as fault:
        raise Stop(*fault.sentences, code=CANNOT_RUN) from None
    except (CannotRead, Undrafted) as fault:
        raise Stop(f"{file}：", *fault.sentences) from None


def _inside(file: Path, root: Path) -> str:
    """`file` as the plan can name it; empty where it stands outside the workspace."""
    place, top = file.resolve(), root.resolve()
    return place.relative_to(top).as_posix() if place.is_relative_to(top) else ""


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


def _checked(plan: Plan) -> str:
    """tasks.yaml as the program will read it again. Raises Unreadable where it could not."""
    text = plan_text(plan)
    try:
        plan_in(text.encode("utf-8"))
    except Unreadable:
        tell("这份草稿有程序读不了的内容，没有写入；以下位置按草稿的行列计。")
        raise
    return text


def _write(session: Session, root: Path, draft: Draft, roster: Roster | None) -> None:
    text = _checked(draft.plan)
    files = {PLAN_FILE: text}
    if roster is None:
        values = roster_values(draft.plan.region, draft.proposals)
        files[ROSTER_FILE] = roster_text(values)
    for name in files:
        must_be_inside(root / name, root)
    _say(draft, roster, on_screen=True)
    for name, content in files.items():
        changed = write_whole(root / name, content.encode("utf-8"))
        tell(f"已写入 {name}。" if changed else f"{name} 的内容没有变化。")
    if roster is None:
        tell(f"{ROSTER_FILE} 是草稿：请把 office 改成牵头的单位，核对每个单位的类别和别名。")
    tell(f"核对以后查一遍：gongkai check{session.place}")
    tell(f"再写出台账：gongkai ledger --all{session.place}")


def _say(draft: Draft, roster: Roster | None, *, on_screen: bool) -> None:
    """What was made: on the screen, or beside the data on stderr."""
    page = draft_page(draft.plan, _told(draft), _proposed(draft, roster))
    if on_screen:
        show(page)
    else:
        from gongkai_cli.rendering.terminal import plain_text

        tell(*plain_text(page, columns()).splitlines())


def _proposed(draft: Draft, roster: Roster | None) -> str:
    """Entries to add to a roster that there is; a new one is written whole."""
    return proposal_text(draft.proposals) if roster and draft.proposals else ""


def _write_report(
    draft: Draft, file: Path, roster: Roster | None, output: Path, form: ReportFormat
) -> None:
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
