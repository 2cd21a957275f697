"""经过: an item's records in the order in which they count, and what each changed."""

from collections.abc import Iterable
from datetime import date

from gongkai_cli.domain.item import Item
from gongkai_cli.domain.record import Progress, Review
from gongkai_cli.reckoning.fold import Effect, ItemState
from gongkai_cli.rendering.pages.ledger import piece, saying
from gongkai_cli.table import Block, Cell, Column, Document, Line, Table, Tone, plain


def history_page(item: Item, course: Iterable[Effect], place: str = "") -> Document:
    """Each record with its words, its effect and its file; `place` ends the next command."""
    task = item.task
    head = Cell(f"任务{task.id} · {item.unit.name} · {task.topic}", Tone.STRONG)
    blocks: list[Block] = [Line((head,))]
    for change in course:
        blocks += [None, *_step(change)]
    if len(blocks) == 1:
        step = f"还没有记录。报送进展：gongkai update {task.id} --unit {item.unit.name}{place}"
        blocks.append(Line(plain(step)))
    return Document(tuple(blocks))


def history_table(course: Iterable[Effect]) -> Table:
    """One row per record, for spreadsheets."""
    titles = ("日期", "内容", "状态变化", "未计入的原因", "文件")
    rows = (
        plain(str(c.record.day), saying(c.record), what_changed(c), c.unapplied, file_of(c))
        for c in course
    )
    return Table(tuple(map(Column, titles)), tuple(rows))


def what_changed(effect: Effect) -> str:
    """推进中 → 已完成, a moved day, or nothing."""
    before, after = effect.before, effect.after
    moves = [f"{before.status} → {after.status}"] if before.status != after.status else []
    moves += _moved("时限改为", before.extended, after.extended)
    moves += ["待办公室答复"] if after.asked and after.asked != before.asked else []
    moves += _answered(before, after)
    return "，".join(moves)


def file_of(effect: Effect) -> str:
    """The record's file inside the unit's folder."""
    folder = "reviews" if isinstance(effect.record.fact, Review) else "updates"
    return f"{folder}/{effect.record.name}"


def _moved(words: str, before: date | None, after: date | None) -> list[str]:
    return [f"{words}{after}"] if after and after != before else []


def _answered(before: ItemState, after: ItemState) -> list[str]:
    if after.declined and not before.declined:
        return ["不涉及"]
    return ["认领"] if after.claimed and before.declined else []


def _step(effect: Effect) -> Iterable[Line]:
    record = effect.record
    yield Line((Cell(f"{record.day}  ", Tone.STRONG), Cell(saying(record))), 12)
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
    outcome = effect.unapplied or what_changed(effect) or "状态不变"
    yield Line((Cell(f"            {outcome} · {file_of(effect)}", Tone.FAINT),), 12)
