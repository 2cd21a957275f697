"""工作台账 as a paper: a table across the page, 部分 and 工作任务 merged as in the issued one."""

from collections.abc import Iterator, Mapping, Sequence

from gongkai_cli.reckoning.fold import Status
from gongkai_cli.reckoning.ledgers import Ledger, LedgerItem
from gongkai_cli.rendering.frame import Field, Frame, field, merged, titles
from gongkai_cli.rendering.layout import seen
from gongkai_cli.rendering.pages.ledger import latest_progress, ledger_title
from gongkai_cli.rendering.pages.words import listed, silence, target, tone
from gongkai_cli.rendering.word.look import ACROSS
from gongkai_cli.rendering.word.measures import Shape, across, shape, shared
from gongkai_cli.rendering.word.paper import Paper
from gongkai_cli.table import Cell, Tone

_TITLES = ("序号", "工作任务", "工作任务", "具体要求", "完成时限", "状态", "进展情况", "备注")
_LEAST = (6, 10, 12, 22, 19, 10, 14, 18)
"""Half letters of each column; 具体要求, 进展情况 and 备注 share what is left."""

_SHARING = frozenset({3, 6, 7})
_CENTRED = frozenset({0, 1, 2, 4, 5})
_SECTION, _TOPIC = 1, 2
_UNANSWERED = {Status.UNCLAIMED: "待本单位答复是否涉及", Status.NOT_OURS: "已答复不涉及"}


def ledger_docx(ledger: Ledger, colours: Mapping[str, str]) -> bytes:
    """The ledger of one unit as a Word file; `colours` are the office's."""
    title = ledger_title(ledger)
    paper = Paper(title, ACROSS)
    paper.title(title)
    paper.caption(_head(ledger))
    fields = [_row(each, colours) for each in ledger.items]
    rows = merged(fields, (_SECTION, _TOPIC))
    paper.frame(Frame(_widths(fields), 1, (titles(_TITLES), *rows), _CENTRED))
    return paper.bytes()


def _widths(rows: Sequence[Sequence[Field]]) -> tuple[int, ...]:
    """As wide as makes the rows low; what is merged over several of them has no say in it."""
    texts = [
        [each.text if column in _SHARING else "" for column, each in enumerate(row)] for row in rows
    ]
    shapes = [
        Shape(least, max(least, shape([row[column] for row in texts]).most), folds=True)
        for column, least in enumerate(_LEAST)
    ]
    return tuple(shared(shapes, texts, across(ACROSS)))


def _head(ledger: Ledger) -> str:
    as_of = ledger.as_of
    day = f"　　截至：{as_of.year}年{as_of.month}月{as_of.day}日" if as_of else ""
    return seen(f"单位：{ledger.unit.name}　　依据：《{ledger.plan.title}》{day}")


def _row(each: LedgerItem, colours: Mapping[str, str]) -> tuple[Field, ...]:
    task = each.item.task
    return (
        field(str(task.id)),
        field(seen(task.section)),
        field(seen(task.topic)),
        field(_lines(task.requirement)),
        field("\n".join(_limit(each))),
        Field(tuple(_status(each, colours))),
        field("\n".join(_progress(each))),
        field("\n".join(_remarks(each))),
    )


def _limit(each: LedgerItem) -> Iterator[str]:
    """The issued words, below them the day; a granted extension never hides the first day."""
    yield _lines(each.item.task.deadline)
    if each.original_due:
        yield str(each.original_due)
    if each.due != each.original_due:
        yield f"准予延期至{each.due}"


def _status(each: LedgerItem, colours: Mapping[str, str]) -> Iterator[Cell]:
    """The status, and below it the standing where it says more."""
    standing = each.entry.standing if each.entry else None
    ink = tone(standing, colours) if standing else Tone.PLAIN
    if standing and str(standing) != str(each.status):
        yield Cell(f"{each.status}\n")
        yield Cell(standing, ink)
    else:
        yield Cell(each.status, ink)


def _progress(each: LedgerItem) -> Iterator[str]:
    found = latest_progress(each.course)
    if not found:
        yield _UNANSWERED.get(each.status, "还没有报送")
        return
    record, fact = found
    yield _lines(f"{record.day} {fact.progress or fact.step}")
    if fact.evidence:
        yield seen(f"佐证材料：{listed(piece.title for piece in fact.evidence)}")
    for label, text in (("存在问题", fact.problem), ("下一步", fact.next)):
        if text:
            yield _lines(f"{label}：{text}")


def _remarks(each: LedgerItem) -> Iterator[str]:
    if each.entry and each.entry.missing:
        yield silence(each.entry.missing)
    for goal in each.item.task.targets:
        yield seen(f"指标：{target(goal)}")
    if each.item.task.note:
        yield _lines(each.item.task.note)


def _lines(text: str) -> str:
    """`text` with its own lines, each without what would move or turn them."""
    return "\n".join(map(seen, text.splitlines()))
