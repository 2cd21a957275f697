"""工作台账: one unit's page, made so that a change to one item touches that item's lines alone."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from gongkai_cli.domain.item import Basis
from gongkai_cli.domain.plan import Task
from gongkai_cli.domain.record import (
    Claim,
    Decline,
    Evidence,
    ExtensionRequest,
    LookBack,
    Outcome,
    Progress,
    Record,
    Review,
)
from gongkai_cli.reckoning.fold import Effect, Status
from gongkai_cli.reckoning.ledgers import Ledger, LedgerItem
from gongkai_cli.reckoning.standings import Standing
from gongkai_cli.reckoning.targets import value_of
from gongkai_cli.rendering.pages.words import iso, limit, listed, silence, target, tone
from gongkai_cli.table import (
    Block,
    Bullet,
    Cell,
    Column,
    Document,
    Heading,
    Line,
    Remark,
    Table,
    Tone,
    plain,
)

_NEVER = "还没有报送"
"""As wide as a date, so that a first report does not move the other rows of the table."""

_OPEN = frozenset({Status.NOT_STARTED, Status.UNDER_WAY, Status.SENT_BACK})

_WORST_FIRST = list(Standing)

_GENERATED = "由 gongkai 生成，请勿手改；报送进展请用 gongkai update"


def ledger_page(ledger: Ledger) -> Document:
    """The whole ledger: head, one narrow table, a part per item, and what waits for 认领 apart."""
    bound = [each for each in ledger.items if each.status not in _APART]
    blocks: list[Block] = [Heading(ledger_title(ledger)), Line(plain(_head(ledger)))]
    blocks += [Remark(_GENERATED), None, _summary(bound, ledger)]
    for each in bound:
        blocks += [None, *_item(each)]
    for status, words in _APART.items():
        blocks += _apart([each for each in ledger.items if each.status is status], words)
    return Document((*blocks, *_backward(ledger.lookbacks)))


def ledger_screen(ledger: Ledger, colours: Mapping[str, str], place: str = "") -> Document:
    """The ledger at a glance for a terminal: the head and the table, the parts left to the file.

    `place` ends the next command.
    """
    bound = [each for each in ledger.items if each.status not in _APART]
    blocks: list[Block] = [Heading(ledger_title(ledger)), Line(plain(_head(ledger))), None]
    blocks.append(_summary(bound, ledger, colours))
    for status, words in _APART.items():
        found = [each for each in ledger.items if each.status is status]
        if found:
            numbers = listed(str(each.item.task.id) for each in found)
            blocks += [None, Line(plain(f"{words.title}{len(found)}项：任务{numbers}"), 4)]
    waiting = [each.entry for each in ledger.items if each.entry and each.status in _OPEN]
    if waiting:
        first = min(waiting, key=lambda entry: _WORST_FIRST.index(entry.standing))
        step = f"报送进展：gongkai update {first.item.task.id} --unit {ledger.unit.name}{place}"
        blocks += [None, Line((Cell(step, Tone.FAINT),), 4)]
    return Document(tuple(blocks))


def ledger_title(ledger: Ledger) -> str:
    """The title, which is also the name of a ledger that is sent out as a file."""
    return f"{ledger.unit.name}政务公开工作台账（{ledger.plan.year}年）"


def ledger_table(ledgers: Iterable[Ledger]) -> Table:
    """One row per item with everything known of it, for spreadsheets."""
    titles = (
        "单位 序号 部分 工作任务 具体要求 责任单位 依据 完成时限 到期日 原到期日 责任科室 "
        "进展情况 状态 进度 最近更新 完成日期 佐证材料 指标 存在问题 下一步 备注"
    )
    rows = (plain(*_row(each)) for ledger in ledgers for each in ledger.items)
    return Table(tuple(map(Column, titles.split())), tuple(rows))


class _Words(NamedTuple):
    title: str
    explanation: str


_APART = {
    Status.UNCLAIMED: _Words(
        "待认领",
        "以下任务的责任单位写有“等相关部门”一类的话，没有点名本单位。"
        "请逐项答复：认领写 gongkai update 序号 --claim，不涉及写 gongkai update 序号 --decline。",
    ),
    Status.NOT_OURS: _Words("不涉及", "本单位已答复不涉及的任务；情况有变时可以再认领。"),
}


def _head(ledger: Ledger) -> str:
    """Only counts that no report changes: two branches never meet on this line."""
    found = Counter(each.item.basis for each in ledger.items)
    counts = (f"{basis}{found[basis]}项" for basis in Basis if found[basis])
    as_of = f" · 截至{ledger.as_of}" if ledger.as_of else ""
    counted = " · ".join(counts) or f"没有任务{_gone(ledger)}"
    return f"依据《{ledger.plan.title}》 · {counted}{as_of}"


def _gone(ledger: Ledger) -> str:
    unit = ledger.unit
    if not unit.ended_before(ledger.plan.year):
        return ""
    return f"，单位到{unit.active_until}为止" + (
        f"，职责由{unit.successor}承接" if unit.successor else ""
    )


def _summary(
    items: Iterable[LedgerItem], ledger: Ledger, colours: Mapping[str, str] | None = None
) -> Table:
    titles = [Column("序号", right=True)]
    titles += map(Column, ("依据", "工作任务", "完成时限", "状态"))
    titles += [Column("进度")] if ledger.as_of else []
    rows = (
        (
            *plain(str(each.item.task.id), each.item.basis),
            *plain(each.item.task.topic, each.item.task.deadline),
            Cell(each.status),
            *_standing(each, colours or {}),
            Cell(str(each.state.last or _NEVER)),
        )
        for each in items
    )
    return Table((*titles, Column("最近更新")), tuple(rows))


def _standing(each: LedgerItem, colours: Mapping[str, str]) -> tuple[Cell, ...]:
    if each.entry is None:
        return ()
    return (Cell(each.entry.standing, tone(each.entry.standing, colours)),)


def _item(each: LedgerItem) -> Iterator[Block]:
    task = each.item.task
    yield Heading(f"{task.id} {task.topic}", 2)
    yield _labelled("具体要求", plain(task.requirement))
    yield _labelled("责任单位", plain(f"{task.responsible}（{_because(each)}）"))
    yield _labelled("完成时限", plain(limit(task.deadline, each.due, each.original_due)))
    for goal in task.targets:
        value = value_of(goal, each.state)
        told = "未报" if value is None else f"已报{value}{goal.unit}"
        yield _labelled("指标", plain(f"{target(goal)}；{told}"))
    if task.note:
        yield _labelled("备注", plain(task.note))
    yield from _reported(each)


def _reported(each: LedgerItem) -> Iterator[Block]:
    """What the unit said last, then how it came to that."""
    if each.entry and each.entry.missing:
        yield _labelled("缺报", plain(silence(each.entry.missing).removeprefix("缺")))
    latest = latest_progress(each.course)
    if latest:
        record, fact = latest
        if fact.owner:
            yield _labelled("责任科室", plain(fact.owner))
        yield _labelled("进展", plain(f"{record.day} {fact.step}{_after(fact.progress)}"))
        if fact.evidence:
            yield _labelled("佐证材料", tuple(_evidence(fact.evidence)))
        for label, text in (("存在问题", fact.problem), ("下一步", fact.next)):
            if text:
                yield _labelled(label, plain(text))
    elif not each.course:
        yield _labelled("进展", plain("还没有报送"))
    if each.course:
        yield Line((Cell("经过", Tone.STRONG),))
        yield from (Bullet(tuple(_step(effect))) for effect in each.course)


def latest_progress(course: Iterable[Effect]) -> tuple[Record, Progress] | None:
    """The last 进展 that counts."""
    found = None
    for effect in course:
        if isinstance(effect.record.fact, Progress) and not effect.unapplied:
            found = effect.record, effect.record.fact
    return found


def _step(effect: Effect) -> Iterator[Cell]:
    record = effect.record
    yield Cell(f"{record.day} {saying(record)}")
    if effect.unapplied:
        yield Cell(f"（{effect.unapplied}）", Tone.FAINT)


def saying(record: Record, carrying: str = "本年") -> str:
    """What one record says, in a line; `carrying` is the year of the plan that it may name."""
    said = _words_of(record, carrying)
    return f"{said}（更正 {record.corrects}：{record.reason}）" if record.corrects else said


def _words_of(record: Record, carrying: str) -> str:
    match record.fact:
        case Progress() as fact:
            return f"{fact.step}{_after(fact.progress)}"
        case Claim():
            return "认领"
        case Decline():
            return f"不涉及{_after(record.reason)}"
        case ExtensionRequest(until=until):
            return f"申请延期至{until}{_after(record.reason)}"
        case Review(verdict=verdict, comment=comment, until=until):
            return f"办公室{verdict}{f'至{until}' if until else ''}{_after(comment)}"
        case LookBack() as fact:
            # Whoever corrects has the one `reason` for it, told beside what is corrected.
            why = "" if record.corrects else record.reason
            told = _after("；".join(filter(None, (fact.progress, why))))
            return _disposition(fact, carrying) + told


def _disposition(fact: LookBack, carrying: str) -> str:
    """已整改, 不再适用, or 继续推进 with the task that it goes on as."""
    if fact.outcome is Outcome.CARRIED_ON:
        return f"{fact.outcome}，转入{carrying}任务{fact.carried_to}"
    return str(fact.outcome)


def _backward(lookbacks: Sequence[Record]) -> Iterator[Block]:
    """What the unit, or the office, said of an earlier year's tasks: their numbers are its."""
    if not lookbacks:
        return
    yield None
    yield Heading("回头看", 2)
    yield Line(plain("以下说的是往年的任务，序号是那一年的序号，不影响本年各项任务的进展。"))
    put_right = {record.corrects for record in lookbacks}
    for record in lookbacks:
        if isinstance(record.fact, LookBack):  # pragma: no branch - nothing else stands here
            yield Bullet(tuple(_looked_back(record, record.fact, record.name in put_right)))


def _looked_back(record: Record, fact: LookBack, corrected: bool) -> Iterator[Cell]:  # noqa: FBT001
    numbers = listed(map(str, record.tasks))
    former = f"（原{fact.formerly}）" if fact.formerly else ""
    yield Cell(f"{fact.year}年任务{numbers}{former}", Tone.STRONG)
    yield Cell(f" {record.day} {saying(record)}")
    if fact.evidence:
        yield Cell("（佐证材料：")
        yield from _evidence(fact.evidence)
        yield Cell("）")
    if corrected:
        yield Cell("（已被更正，不再计入）", Tone.FAINT)


def _after(text: str) -> str:
    return f"：{text}" if text else ""


def _apart(items: list[LedgerItem], words: _Words) -> Iterator[Block]:
    if not items:
        return
    yield None
    yield Heading(words.title, 2)
    yield Line(plain(words.explanation))
    yield from (_waiting(each.item.task) for each in items)


def _waiting(task: Task) -> Bullet:
    """A line of its own, not a table's row: a row that goes would change the width of the rest."""
    head = Cell(f"{task.id} {task.topic}", Tone.STRONG)
    return Bullet((head, Cell(f"（{task.deadline}）{task.requirement}")))


def _because(each: LedgerItem) -> str:
    role = f"，{each.item.role}" if each.item.role else ""
    return f"{each.item.basis}{role}"


def _labelled(label: str, cells: tuple[Cell, ...]) -> Line:
    return Line((Cell(label, Tone.STRONG), Cell(" "), *cells), 4)


def _evidence(pieces: Iterable[Evidence]) -> Iterator[Cell]:
    for number, piece in enumerate(pieces):
        if number:
            yield Cell("、")
        yield (
            Cell(piece.title, url=piece.url)
            if piece.url
            else Cell(f"{piece.title}（{piece.file}）")
        )


def piece(evidence: Evidence) -> str:
    """A piece of evidence in plain text: its title and its place, once where they are one."""
    place = evidence.url or evidence.file
    return place if evidence.title == place else f"{evidence.title} {place}"


def _row(each: LedgerItem) -> list[str]:
    task, latest = each.item.task, latest_progress(each.course)
    fact = latest[1] if latest else None
    return [
        each.item.unit.name,
        str(task.id),
        task.section,
        task.topic,
        task.requirement,
        task.responsible,
        _because(each),
        task.deadline,
        iso(each.due),
        iso(each.original_due),
        fact.owner if fact else "",
        fact.progress if fact else "",
        each.status,
        each.entry.standing if each.entry else "",
        iso(each.state.last),
        iso(each.state.finished),
        "；".join(map(piece, fact.evidence)) if fact else "",
        "；".join(target(goal) for goal in task.targets),
        fact.problem if fact else "",
        fact.next if fact else "",
        task.note,
    ]
