"""导入: what was made of a document, what a person should look at, how it differs from before."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from gongkai_cli.domain.plan import Plan, Task
from gongkai_cli.reckoning.comparison import Comparison, Reworded, Rewording, Turn
from gongkai_cli.table import (
    Block,
    Bullet,
    Cell,
    Column,
    Document,
    Heading,
    Line,
    Table,
    Tone,
    plain,
)

_SHOWN = 5
"""Remarks of a kind that a screen has room for; a report has them all."""

_LONGEST = 160
_AROUND = 12
"""Letters of unchanged wording that stay on each side of a change."""

_TURNS = {Turn.GONE: ("〔删：", Tone.RED), Turn.NEW: ("〔增：", Tone.GREEN)}


class Told(NamedTuple):
    """One remark as a page tells it: `where` is table, row and column, 0 where it has none.

    `asks`: somebody has to decide.
    """

    kind: str
    where: tuple[int, int, int]
    text: str
    asks: bool


class Entries(NamedTuple):
    """Entries for data/units.yaml: the key that they belong under, and their lines as they are.

    `said`: the same for a reader, an entry each. `begun`: the key is in the file already.
    """

    key: str
    text: str
    said: tuple[str, ...]
    begun: bool = True


def place_words(where: tuple[int, int, int]) -> str:
    """表1第3行第4列, 第2段, or 全表."""
    table, row, column = where
    if not table:
        return f"第{row}段" if row else "全表"
    line, cell = (f"第{row}行" if row else ""), (f"第{column}列" if column else "")
    return f"表{table}{line}{cell}"


def draft_page(plan: Plan, told: Sequence[Told], proposed: Sequence[Entries] = ()) -> Document:
    """What a screen says of a draft: its size, what is to be decided, how much was repaired.

    The entries `proposed` stand there as they can be pasted.
    """
    asking = [each for each in told if each.asks]
    blocks: list[Block] = [Line(plain(_size(plan)))]
    if asking:
        blocks += [None, Line((Cell(f"请核对（{len(asking)}处）", Tone.STRONG),))]
        blocks += _in_brief(asking)
    if done := Counter(each.kind for each in told if not each.asks):
        counts = "、".join(f"{kind}{count}处" for kind, count in done.items())
        blocks += [None, Line(plain(f"其余不用定夺：{counts}。"))]
    for each in proposed:
        blocks += [None, Line((Cell(_where(each), Tone.STRONG),))]
        blocks += [Line(plain(line), 4) for line in each.text.splitlines()]
    return Document(tuple(blocks))


def report_page(
    plan: Plan, source: str, told: Sequence[Told], proposed: Sequence[Entries] = ()
) -> Document:
    """All that there is to say of a draft, on paper; `source` names the document."""
    asking = [each for each in told if each.asks]
    rest = [each for each in told if not each.asks]
    blocks: list[Block] = [
        Heading("导入说明"),
        Line(plain(f"文件：{source}")),
        Line(plain(_size(plan))),
    ]
    for title, some in (("请核对", asking), ("做了什么", rest)):
        if some:
            blocks += [Heading(f"{title}（{len(some)}处）", 2), report_table(some)]
    if proposed:
        blocks.append(Heading("名录里没有的单位", 2))
    for each in proposed:
        head = f"核对后加进 data/units.yaml 的 {each.key}；可以粘贴的写法在屏幕上："
        blocks.append(Line(plain(head)))
        blocks += [Bullet(plain(name)) for name in each.said]
    return Document(tuple(blocks))


def report_table(told: Iterable[Told]) -> Table:
    """A row for each remark."""
    columns = (Column("类别", whole=True), Column("位置", whole=True), Column("说明"))
    return Table(
        columns, tuple(plain(each.kind, place_words(each.where), each.text) for each in told)
    )


def difference_page(found: Comparison, plan: Plan) -> Document:
    """How a document differs from the plan at hand; `plan` is the document's."""
    if found.same:
        said = f"与现有的任务分解表一字不差：{len(plan.tasks)}项任务都相同。"
        return Document((Line(plain(said)),))
    counts = (
        ("新增", len(found.added)),
        ("删去", len(found.removed)),
        ("改动", len(found.reworded)),
    )
    said = "、".join(f"{word}{count}项" for word, count in counts if count)
    summary = f"与现有的任务分解表不同：{said or '任务相同，标题、地区或年度不同'}。"
    blocks: list[Block] = [Line((Cell(summary, Tone.STRONG),))]
    if found.head:
        blocks += [None, *map(_rewording, found.head)]
    for change in found.reworded:
        blocks += [None, *_reworded(change)]
    for word, tasks in (("新增", found.added), ("删去", found.removed)):
        for task in tasks:
            blocks += [None, *_whole(word, task)]
    return Document(tuple(blocks))


def _size(plan: Plan) -> str:
    sections = len(dict.fromkeys(task.section for task in plan.tasks))
    topics = len(dict.fromkeys((task.section, task.topic) for task in plan.tasks))
    size = f"{sections}个部分，{topics}项工作任务，{len(plan.tasks)}项任务"
    return f"《{plan.title}》（{plan.region}，{plan.year}年）：{size}。"


def _where(entries: Entries) -> str:
    """Where in the file the entries are to be pasted; a key twice in a file cannot be read."""
    place = f"加在 data/units.yaml 的 {entries.key}: 下面"
    if not entries.begun:
        place = f"加在 data/units.yaml 的末尾，前面先写一行 {entries.key}:"
    return f"名录里没有的，核对后{place}（行首空格与已有的各项对齐）："


def _in_brief(told: Sequence[Told]) -> Iterator[Block]:
    kinds = Counter(each.kind for each in told)
    for kind, count in kinds.items():
        some = [each for each in told if each.kind == kind][:_SHOWN]
        for each in some:
            place = f"{place_words(each.where)} · "
            yield Bullet((Cell(f"{kind}  ", Tone.YELLOW), *plain(place + _short(each.text))))
        if count > len(some):
            more = f"{kind}  另有{count - len(some)}处，加 --report 导入说明.md 逐条写出来"
            yield Bullet((Cell(more, Tone.FAINT),))


def _short(text: str) -> str:
    if len(text) <= _LONGEST:
        return text
    return f"{text[: _LONGEST // 2]}……{text[-_LONGEST // 2 :]}（共{len(text)}字）"


def _reworded(change: Reworded) -> Iterator[Block]:
    yield Line((Cell(f"改动  任务{change.before.id}", Tone.STRONG),))
    yield from map(_rewording, change.changes)


def _rewording(change: Rewording) -> Line:
    """What is gone and what is new, each with its word, in as much of the rest as one needs."""
    cells = [Cell(f"  {change.name}：")]
    for number, piece in enumerate(change.pieces):
        if piece.turn is Turn.KEPT:
            cells.append(Cell(_around(piece.text, number == 0, number == len(change.pieces) - 1)))
        else:
            word, tone = _TURNS[piece.turn]
            cells.append(Cell(f"{word}{_short(piece.text)}〕", tone))
    return Line(tuple(cells), 4)


def _around(text: str, first: bool, last: bool) -> str:  # noqa: FBT001 - both are places
    before, after = (0 if first else _AROUND), (0 if last else _AROUND)
    if len(text) <= before + after + 2:
        return text
    return f"{text[:before]}……{text[len(text) - after :]}"


def _whole(word: str, task: Task) -> Iterator[Block]:
    tone = Tone.GREEN if word == "新增" else Tone.RED
    yield Line((Cell(f"{word}  任务{task.id}", tone), *plain(f"  {_short(task.topic)}")))
    yield Line(plain(f"  {_short(task.requirement)}"), 2)
    yield Line(plain(f"  责任单位 {_short(task.responsible)} · 时限 {_short(task.deadline)}"), 2)
