"""最近的改动: who did what to the year's files and when, the newest first."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from gongkai_cli.domain.change import How
from gongkai_cli.domain.commit import Happening
from gongkai_cli.domain.places import EVIDENCE, place_of
from gongkai_cli.domain.plan import Plan
from gongkai_cli.domain.record import LookBack, Record
from gongkai_cli.rendering.pages.ledger import saying
from gongkai_cli.rendering.pages.words import listed
from gongkai_cli.table import Block, Cell, Column, Document, Heading, Line, Table, Tone, plain

_DID = {How.ADDED: "新增", How.EDITED: "修改", How.DELETED: "删除"}
_MEDDLED = {How.EDITED: "改了已入库的记录：", How.DELETED: "删了已入库的记录："}
_KNOWN = {
    "data/tasks.yaml": "任务分解表",
    "data/units.yaml": "名录",
    "data/policy.yaml": "设置",
}


class Shown(NamedTuple):
    """What is shown: of how many in all, and the command for all of them where more are left.

    `standpoint` ends the next command; `by_commit`: a repository told who and when.
    """

    plan: Plan
    as_of: date
    total: int
    again: str = ""
    standpoint: str = ""
    by_commit: bool = True


def changes_page(changes: Sequence[Happening], shown: Shown) -> Document:
    """The answer first: how many; then the changes; then how to see more."""
    blocks: list[Block] = [Heading(f"{shown.plan.region}{shown.plan.year}年政务公开台账的改动")]
    blocks += [Line(plain(_summary(changes, shown)))]
    if not shown.by_commit:
        blocks.append(Line(plain("这里没有入库的历史，以下按记录自己的日期排列。")))
    if changes:
        blocks += [None, changes_table(changes, whole=False), None]
        if shown.again:
            blocks.append(Line(plain(f"看全部：{shown.again}")))
        each = f"看一项任务的经过：gongkai history 序号 --unit 单位{shown.standpoint}"
        blocks.append(Line(plain(each)))
    return Document(tuple(blocks))


def changes_table(changes: Sequence[Happening], *, whole: bool = True) -> Table:
    """One row per change; `whole`: with the file and the commit, for spreadsheets."""
    columns = [Column("日期"), Column("单位"), Column("做了什么"), Column("入库人")]
    columns += [Column("文件"), Column("提交")] if whole else []
    return Table(tuple(columns), tuple(_row(each, whole=whole) for each in changes))


def told(happening: Happening) -> str:
    """What was done, in short."""
    if happening.record:
        return _MEDDLED.get(happening.how, "") + _in_short(happening.record)
    subject = (
        f"：{happening.commit.subject}" if happening.commit and happening.commit.subject else ""
    )
    return f"{_DID[happening.how]}{_thing(happening.file)}{subject}"


def unit_of(happening: Happening) -> str:
    """Whose folder was changed; nothing for the files of all."""
    place = place_of(happening.file)
    return place.unit if place else ""


def _summary(changes: Sequence[Happening], shown: Shown) -> str:
    if not changes:
        return f"截至{shown.as_of}：还没有改动。"
    newest = f"，以下是最近的{len(changes)}处" if shown.again else ""
    return f"截至{shown.as_of}：共{shown.total}处改动{newest}。"


def _row(happening: Happening, *, whole: bool) -> tuple[Cell, ...]:
    commit = happening.commit
    tone = Tone.RED if happening.record and happening.how in _MEDDLED else Tone.PLAIN
    cells = [
        Cell(str(happening.day) if happening.day else "日期不明"),
        Cell(unit_of(happening)),
        Cell(told(happening), tone),
        Cell(commit.author if commit else "未入库"),
    ]
    if whole:
        cells += plain(happening.file, commit.mark if commit else "")
    return tuple(cells)


def _in_short(record: Record) -> str:
    """任务21 已完成."""
    year = f"{record.fact.year}年" if isinstance(record.fact, LookBack) else ""
    said = saying(record._replace(corrects="", reason="")).partition("：")[0]
    again = "（更正）" if record.corrects else ""
    return f"{year}任务{listed(map(str, record.tasks))} {said}{again}"


def _thing(file: str) -> str:
    place = place_of(file)
    if place:
        return f"佐证材料{place.rest}" if place.part == EVIDENCE else f"{place.part}/{place.rest}"
    return _KNOWN.get(file, file)
