"""经过: an item's records in the order in which they count, and what each changed."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from gongkai_cli.domain.commit import Commit, Trail
from gongkai_cli.domain.item import Item
from gongkai_cli.domain.record import Progress, Record, Review
from gongkai_cli.reckoning.fold import Effect, ItemState
from gongkai_cli.rendering.pages.ledger import piece, saying
from gongkai_cli.table import Block, Cell, Column, Document, Line, Table, Tone, plain

Trails = Mapping[str, Trail]
"""What the repository tells of a unit's files, as updates/…; None where there is no repository."""


class Gone(NamedTuple):
    """A record whose `file` was taken away from the repository, as it was."""

    file: str
    record: Record
    trail: Trail


def history_page(
    item: Item,
    course: Iterable[Effect],
    place: str | None = "",
    trails: Trails | None = None,
    gone: Sequence[Gone] = (),
) -> Document:
    """Each record with its words, its effect and its file, and the day it came in where known.

    `place` ends the next command; None: nothing can be reported from here.
    """
    task = item.task
    head = Cell(f"任务{task.id} · {item.unit.name} · {task.topic}", Tone.STRONG)
    blocks: list[Block] = [Line((head,))]
    for change in course:
        blocks += [None, *_step(change, task.deadline, trails)]
    if len(blocks) == 1:
        step = (
            ""
            if place is None
            else f"报送进展：gongkai update {task.id} --unit {item.unit.name}{place}"
        )
        blocks.append(Line(plain(f"还没有记录。{step}")))
    if gone:
        blocks += [None, Line((Cell("入库后被删除的记录，不再计入", Tone.STRONG),))]
    for each in gone:
        blocks += [None, *_taken_away(each)]
    return Document(tuple(blocks))


def history_table(
    course: Iterable[Effect], trails: Trails | None = None, gone: Iterable[Gone] = ()
) -> Table:
    """One row per record, for spreadsheets."""
    titles = (
        "日期", "入库日期", "入库人", "内容", "状态变化", "未计入的原因", "文件", "入库后的改动",
    )  # fmt: skip
    rows = [
        _row(c.record, (trails or {}).get(file_of(c)), file_of(c), what_changed(c), c.unapplied)
        for c in course
    ]
    rows += [_row(each.record, each.trail, each.file, "", "已被删除") for each in gone]
    return Table(tuple(map(Column, titles)), tuple(rows))


def _row(
    record: Record, trail: Trail | None, file: str, changed: str, unapplied: str
) -> tuple[Cell, ...]:
    came = trail.recorded if trail else None
    return plain(
        str(record.day),
        came.when if came else "",
        came.author if came else "",
        saying(record),
        changed,
        unapplied,
        file,
        _meddled(trail) if trail else "",
    )


def what_changed(effect: Effect, wording: str = "原定") -> str:
    """推进中 → 已完成, a day moved from where the plan's `wording` had it, or nothing."""
    before, after = effect.before, effect.after
    moves = [f"{before.status} → {after.status}"] if before.status != after.status else []
    moves += _moved(wording, before.extended, after.extended)
    moves += _responded(effect)
    moves += ["待办公室答复"] if _begins_to_wait(before, after) else []
    return "，".join(moves)


def file_of(effect: Effect) -> str:
    """The record's file inside the unit's folder."""
    return f"{effect.record.part}/{effect.record.name}"


def _moved(wording: str, before: date | None, after: date | None) -> list[str]:
    return [f"时限由{before or wording}改为{after}"] if after and after != before else []


def _responded(effect: Effect) -> list[str]:
    """What became of an open task: taken, declined, or the office's answer to that."""
    before, after = effect.before, effect.after
    if isinstance(effect.record.fact, Review):
        if not before.answered or after.answered:
            return []
        said = "不涉及" if before.declined else "认领"
        return [f"{said}得到同意" if after.claimed or after.declined else f"{said} → 待认领"]
    if after.declined and not before.declined:
        return ["不涉及"]
    return ["认领"] if after.claimed and before.declined else []


def _begins_to_wait(before: ItemState, after: ItemState) -> bool:
    asks = bool(after.asked) and after.asked != before.asked
    return asks or (bool(after.answered) and after.answered != before.answered)


def _step(effect: Effect, wording: str, trails: Trails | None) -> Iterable[Line]:
    record, file = effect.record, file_of(effect)
    trail = trails.get(file) if trails else None
    late = "（未入库）" if trails is not None and trail is None else _late(record, trail)
    yield Line((Cell(f"{record.day}{late}  ", Tone.STRONG), Cell(saying(record))), 12)
    if isinstance(record.fact, Progress):
        fact = record.fact
        pieces = map(piece, fact.evidence)
        for label, text in (
            ("佐证材料", "；".join(pieces)),
            ("存在问题", fact.problem),
            ("下一步", fact.next),
            ("指标", "；".join(f"{name} {value}" for name, value in fact.measures)),
        ):
            if text:
                yield Line(plain(f"            {label}：{text}"), 12)
    outcome = effect.unapplied or what_changed(effect, wording) or "状态不变"
    by = f" · {trail.recorded.author}入库" if trail and trail.recorded else ""
    yield Line((Cell(f"            {outcome} · {file}{by}", Tone.FAINT),), 12)
    if trail and (meddled := _meddled(trail)):
        yield Line((Cell(f"            {meddled}", Tone.RED),), 12)


def _taken_away(gone: Gone) -> Iterable[Line]:
    record, trail = gone.record, gone.trail
    head = f"{record.day}{_late(record, trail)}  "
    yield Line((Cell(head, Tone.STRONG), Cell(saying(record))), 12)
    by = f" · {trail.recorded.author}入库" if trail.recorded else ""
    yield Line((Cell(f"            {gone.file}{by}", Tone.FAINT),), 12)
    yield Line((Cell(f"            {_meddled(trail)}", Tone.RED),), 12)


def _late(record: Record, trail: Trail | None) -> str:
    """The day a record came in, where that is not the day it bears."""
    came = trail.recorded if trail else None
    return f"（{came.when}入库）" if came and came.day != record.day else ""


def _meddled(trail: Trail) -> str:
    """What became of a file after it came in: records are only ever added."""
    said = [f"入库后被改过：{'、'.join(map(_by, trail.altered))}"] if trail.altered else []
    said += [f"入库后被删除：{_by(trail.deleted)}"] if trail.deleted else []
    said += ["文件夹里的内容和入库的不同，改动没有入库"] if trail.unsaved else []
    said += ["文件夹里已经没有这个文件，截至统计日期删除没有入库"] if trail.lost else []
    return "；".join(said)


def _by(commit: Commit) -> str:
    return f"{commit.when} {commit.author}"
