"""待核验: what waits for the office: the answer, then the units, then one matter after another.

Says what speaks against 销号 beside what speaks for it; the decision is the office's.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from gongkai_cli.domain.places import LEDGERS
from gongkai_cli.domain.record import Evidence, Verdict
from gongkai_cli.reckoning.waiting import ANSWERS, Matter, Waiting
from gongkai_cli.rendering.layout import width
from gongkai_cli.rendering.pages.ledger import piece, saying
from gongkai_cli.rendering.pages.words import gist, iso, limit, listed
from gongkai_cli.table import Block, Cell, Column, Document, Line, Table, Tone, plain

FEW = 10
MOST = 50
"""Lines are given for so many matters: of all units, and of those that were asked for by name."""

_HEAD = 13
_TITLES = (
    "单位 序号 工作任务 具体要求 待核验 申报日期 已等天数 申报内容 完成时限 到期日 原到期日 "
    "申请延至 不足之处 佐证材料 可以答复"
)
_OPTIONS = {
    Verdict.CLOSE: "--close",
    Verdict.SEND_BACK: "--send-back --comment 原因",
    Verdict.GRANT: "--grant",
    Verdict.REFUSE: "--refuse --comment 原因",
    Verdict.ACCEPT: "--accept",
}


class Asked(NamedTuple):
    """What the queue is shown for: the day, the year of the ledgers, whose matters.

    `units` are the names that were asked for; none: all. `require_evidence`: a claim without any
    is told. `place` and `standpoint` end the next commands; no `place`: nothing can be answered
    from here.
    """

    as_of: date
    year: int
    units: tuple[str, ...] = ()
    require_evidence: bool = True
    place: str | None = ""
    standpoint: str = ""


def queue_page(found: Sequence[Waiting], asked: Asked) -> Document:
    """`found`, oldest first, as long as they are many."""
    blocks: list[Block] = [Line((Cell(_sentence(found, asked), Tone.STRONG),))]
    if not found:
        return Document(tuple(blocks))
    if not asked.units and len(found) > FEW:
        blocks += [None, _units(found, asked)]
    most = MOST if asked.units else FEW
    for each in found[:most]:
        blocks += [None, *matter_lines(each, asked), *_commands(each, asked)]
    if len(found) > most:
        rest = f"…另有{len(found) - most}件（--unit 单位 看一个单位的，--format csv 看全部）"
        blocks += [None, Line((Cell(rest, Tone.FAINT),))]
    steps = () if asked.place is None else (None, *_next_steps(found, asked))
    return Document((*blocks, *steps))


def matter_lines(each: Waiting, asked: Asked) -> Iterator[Line]:
    """One matter: whose it is, what was said and since when, what there is to look at."""
    task, unit = each.entry.item.task, each.entry.item.unit.name
    said = f"○ {each.matter}"
    head = Cell(said + " " * (_HEAD - width(said)), Tone.BLUE)
    yield Line((head, Cell(f"{task.id:>2}  {unit} · {task.topic}", Tone.STRONG)), _HEAD + 4)
    for text in (
        gist(task.requirement),
        f"已等{each.days(asked.as_of)}天（{each.since}起） · {saying(each.said)}",
        f"时限 {_limit(each)}",
        *_shown(each, asked.year),
    ):
        yield Line(plain(" " * (_HEAD + 4) + text), _HEAD + 4)
    if short := shortcomings(each, require_evidence=asked.require_evidence):
        against = Cell(f"不足 {'；'.join(short)}", Tone.PURPLE)
        yield Line((Cell(" " * (_HEAD + 4)), against), _HEAD + 4)


def queue_table(found: Iterable[Waiting], asked: Asked) -> Table:
    """One row per matter, for spreadsheets and for `gongkai review --from`."""
    return Table(
        tuple(map(Column, _TITLES.split())), tuple(plain(*_row(each, asked)) for each in found)
    )


def shortcomings(each: Waiting, *, require_evidence: bool) -> list[str]:
    """What speaks against 销号: targets not met, nothing to look at. Of other matters nothing."""
    if each.matter is not Matter.DONE:
        return []
    unmet = [f"未达指标：{listed(each.entry.unmet)}"] if each.entry.unmet else []
    return unmet + (["申报时没有附佐证材料"] if require_evidence and each.bare else [])


def _sentence(found: Sequence[Waiting], asked: Asked) -> str:
    head = f"截至{asked.as_of}：{listed(asked.units)}"
    if not found:
        return f"{head}没有待核验的完成申报、延期申请、认领或不涉及。"
    counts = Counter(each.matter for each in found)
    kinds = listed(f"{matter}{counts[matter]}件" for matter in Matter if counts[matter])
    units = len({each.entry.item.unit.name for each in found})
    spread = "" if len(asked.units) == 1 else f"，涉及{units}个单位"
    oldest = max(each.days(asked.as_of) for each in found)
    return f"{head}有{len(found)}件待核验（{kinds}）{spread}，最久的已等{oldest}天。"


def _units(found: Sequence[Waiting], asked: Asked) -> Table:
    """Each unit with its matters, whose oldest waits longest first."""
    by_unit: dict[str, list[Waiting]] = {}
    for each in found:
        by_unit.setdefault(each.entry.item.unit.name, []).append(each)
    present = {each.matter for each in found}
    shown = [matter for matter in Matter if matter in present]
    columns = (Column("单位", whole=True), *(Column(each, right=True) for each in shown))
    rows = []
    for unit, own in by_unit.items():
        counts = Counter(each.matter for each in own)
        figures = (Cell(str(counts[m]), Tone.PLAIN if counts[m] else Tone.FAINT) for m in shown)
        oldest = max(each.days(asked.as_of) for each in own)
        rows.append((Cell(unit), *figures, Cell(f"{oldest}天")))
    return Table((*columns, Column("最久已等", right=True)), tuple(rows))


def _limit(each: Waiting) -> str:
    entry = each.entry
    late = f"，晚了{entry.days_late}天" if each.matter is Matter.DONE and entry.days_late else ""
    return limit(entry.item.task.deadline, entry.due, entry.original_due) + late


def _shown(each: Waiting, year: int) -> Iterator[str]:
    if each.evidence:
        yield f"佐证材料 {_evidence(each, year)}"


def _evidence(each: Waiting, year: int) -> str:
    unit = each.entry.item.unit.name
    return "；".join(piece(e._replace(file=evidence_file(e, unit, year))) for e in each.evidence)


def evidence_file(evidence: Evidence, unit: str, year: int) -> str:
    """A file's place in the workspace, where it can be opened."""
    return f"{LEDGERS}/{year}/{unit}/{evidence.file}" if evidence.file else ""


def _commands(each: Waiting, asked: Asked) -> Iterator[Line]:
    """How to say yes, whole, so that it can be copied; and how no differs from it."""
    if asked.place is None:
        return
    item, (yes, no) = each.entry.item, ANSWERS[each.matter]
    command = f"gongkai review {item.task.id} --unit {item.unit.name}"
    for text in (f"{yes}：{command} {_OPTIONS[yes]}{asked.place}", f"{no}：改用 {_OPTIONS[no]}"):
        yield Line((Cell(" " * (_HEAD + 4) + text, Tone.FAINT),), _HEAD + 4)


def _next_steps(found: Sequence[Waiting], asked: Asked) -> Iterator[Line]:
    """The answer in bulk is the one that most of them can be given."""
    [(most, _)] = Counter(each.matter for each in found).most_common(1)
    units = "".join(f" --unit {unit}" for unit in asked.units)
    queue = f"gongkai review --queue{units}{asked.standpoint} --output 待核验.csv"
    one_by_one = f"gongkai review{units}{asked.place}"
    together = f"gongkai review --from 待核验.csv {_OPTIONS[ANSWERS[most][0]]}{asked.place}"
    for step in (
        f"逐件核验：{one_by_one}",
        f"成批核验：先 {queue}，只留答复相同的行，再 {together}",
    ):
        yield Line((Cell(step, Tone.FAINT),), 4)


def _row(each: Waiting, asked: Asked) -> list[str]:
    task, entry = each.entry.item.task, each.entry
    return [
        entry.item.unit.name,
        str(task.id),
        task.topic,
        task.requirement,
        each.matter,
        str(each.since),
        str(each.days(asked.as_of)),
        saying(each.said),
        task.deadline,
        iso(entry.due),
        iso(entry.original_due),
        iso(each.until),
        "；".join(shortcomings(each, require_evidence=asked.require_evidence)),
        _evidence(each, asked.year),
        listed(ANSWERS[each.matter]),
    ]
