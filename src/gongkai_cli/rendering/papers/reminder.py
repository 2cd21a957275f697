"""提醒函: one unit is told what is to be reported, in neutral words, and how to answer.

No 督查 and no circular: 条例 art. 47 has its own words for what is more than a reminder.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from gongkai_cli.domain.item import Basis
from gongkai_cli.domain.plan import Target
from gongkai_cli.domain.roster import Unit
from gongkai_cli.domain.sheet import CLAIM, DECLINE
from gongkai_cli.reckoning.reminders import Part, Point, Reminder
from gongkai_cli.reckoning.standings import Entry
from gongkai_cli.reckoning.targets import value_of
from gongkai_cli.rendering.pages.words import listed, silence
from gongkai_cli.rendering.papers.wording import formal, in_full, numeral
from gongkai_cli.table import (
    Addressee,
    Block,
    Cell,
    Column,
    Document,
    Heading,
    Line,
    Signature,
    Table,
    Tone,
    plain,
)

TITLE = "关于报送政务公开工作任务进展的提醒函"

_FEW = 2
_DECLINE = "--decline --reason 原因"

_SAID = {
    Part.OVERDUE: "以下任务的完成时限已过，按记录还没有完成。",
    Part.SILENT: "以下任务的报送周期和报送期限已过，还没有收到这一周期的进展。",
    Part.SHORT: "以下任务已报送完成，所报数字还没有达到指标。",
    Part.SENT_BACK: "以下任务经办公室核验后退回，请按退回意见补充办理，再报送一次。",
    Part.DUE_SOON: "以下任务的完成时限临近，请在到期以前报送。",
}
_TITLES = {
    Part.OVERDUE: "逾期情况",
    Part.SILENT: "缺报情况",
    Part.SHORT: "指标完成情况",
    Part.SENT_BACK: "退回情况",
    Part.DUE_SOON: "到期情况",
}


def reminder_name(unit: Unit, as_of: date) -> str:
    """The name of the file that is sent out; a later reminder does not take its place."""
    return f"{unit.name}政务公开提醒函（{as_of}）"


def reminder_paper(found: Reminder, basis: str, office: str, year: str = "") -> Document:
    """The paper to one unit; `basis` is the plan's title, `office` signs.

    `year` is the option that ends its commands where the plan is not the one in hand.
    """
    places = {part: numeral(place) for place, (part, _) in enumerate(found.parts, 1)}
    blocks: list[Block] = [Heading(TITLE), None, Addressee(f"{formal(found.unit)}：")]
    blocks.append(Line(plain(_opening(found, basis))))
    first: dict[int, Part] = {}
    for part, points in found.parts:
        blocks += [None, Heading(f"{places[part]}、{part}（{len(points)}项）", 2)]
        blocks += [Line(plain(_SAID[part])), _table(found, part, places, first)]
    blocks += [None, Heading(f"{numeral(len(places) + 1)}、答复方法", 2), *_answers(found, year)]
    blocks += [Line(plain(_CLOSING)), None, Signature(office, in_full(found.as_of))]
    return Document(tuple(blocks))


_CLOSING = (
    "本函只提醒报送进展，不是《中华人民共和国政府信息公开条例》第四十七条所说的督促整改或者通报批评。"
    "如与实际情况不符，请告知本办公室。"
)


def _opening(found: Reminder, basis: str) -> str:
    counts = [
        f"{part}{len(points)}项" for part, points in found.parts if part is not Part.SENT_BACK
    ]
    said = f"：{'，'.join(counts)}" if counts else ""
    return (
        f"根据《{basis}》和已有记录，截至{in_full(found.as_of)}，贵单位有{found.total}项任务"
        f"需要报送进展{said}{_returned(found)}。现将有关情况函告如下，请核对后答复。"
    )


def _returned(found: Reminder) -> str:
    """Those sent back, and whether they were counted before: each item is counted once."""
    count, besides = len(found.of(Part.SENT_BACK)), found.returned_besides
    if not count:
        return ""
    if besides == count:
        return f"{'，' if len(found.parts) > 1 else '：'}办公室退回{count}项"
    if besides:
        return f"；办公室退回{count}项，其中{count - besides}项也在以上各项之内"
    return f"；其中办公室退回{count}项"


def _table(
    found: Reminder, part: Part, places: Mapping[Part, str], first: dict[int, Part]
) -> Table:
    """`first` remembers which part has an item's wording: it is given whole, and once."""
    columns = (Column("序号", right=True), Column("具体要求"), Column("完成时限"))
    rows = []
    for point in found.of(part):
        task, told = point.entry.item.task, first.setdefault(point.number, part)
        wording = task.requirement if told is part else f"见第{places[told]}部分"
        case = _case(part, point, found.as_of)
        rows.append(plain(str(task.id), wording, _limit(point.entry), case))
    return Table((*columns, Column(_TITLES[part])), tuple(rows))


def _limit(entry: Entry) -> str:
    """The issued words with the day they yield; an extension never hides the first day."""
    wording, due, original = entry.item.task.deadline, entry.due, entry.original_due
    if due is None or original is None:
        return wording
    later = f"，准予延期至{in_full(due)}" if due != original else ""
    return f"{wording}（{in_full(original)}{later}）"


def _case(part: Part, point: Point, as_of: date) -> str:
    entry = point.entry
    match part:
        case Part.OVERDUE:
            gaps = f"{silence(entry.missing)}。" if entry.missing else ""
            return f"逾期{entry.days_late}天。{gaps}{_latest(point)}"
        case Part.SILENT:
            by = entry.missing[-1].report_by
            return f"{silence(entry.missing, f'（最晚{in_full(by)}报送）')}。{_latest(point)}"
        case Part.SHORT:
            short = (goal for goal in entry.item.task.targets if goal.name in entry.unmet)
            return f"{'；'.join(_short_of(goal, entry) for goal in short)}。{_latest(point)}"
        case Part.SENT_BACK:
            return _sent_back(point)
        case Part.DUE_SOON:  # pragma: no branch - mypy knows no other
            return f"{_days_left(entry, as_of)}。{_latest(point)}"


def _short_of(goal: Target, entry: Entry) -> str:
    value = value_of(goal, entry.state)
    told = "还没有报数" if value is None else f"已报{value}{goal.unit}"
    return f"{goal.name}应不少于{goal.at_least}{goal.unit}，{told}"


def _sent_back(point: Point) -> str:
    found = point.returned
    if found is None:  # pragma: no cover - only what was sent back stands in this part
        return ""
    record, verdict = found
    return _sentence(f"{in_full(record.day)}退回", verdict.comment or "没有写明意见")


def _days_left(entry: Entry, as_of: date) -> str:
    days = (entry.due - as_of).days if entry.due else 0
    return f"还有{days}天到期" if days else "今天到期"


def _latest(point: Point) -> str:
    if point.latest is None:
        return "还没有报送过进展。"
    record, fact = point.latest
    return _sentence(f"最近一次是{in_full(record.day)}报送的“{fact.step}”", fact.progress)


def _sentence(head: str, words: str) -> str:
    """`head` and what a person wrote, ending in one full stop."""
    said = f"{head}：{words}" if words else head
    return said if said.endswith(("。", "！", "？")) else f"{said}。"


class _Way(NamedTuple):
    """One way to answer: in words, on paper first; then the commands that do the same."""

    said: str
    commands: tuple[str, ...]


def _answers(found: Reminder, year: str) -> Iterator[Line]:
    """Each command has a line of its own: within running text it would be broken anywhere."""
    for place, way in enumerate(_ways(found), 1):
        yield Line(plain(f"（{numeral(place)}）{way.said}"))
        yield from (Line(plain(f"gongkai update {command}{year}")) for command in way.commands)


def _ways(found: Reminder) -> Iterator[_Way]:
    """Reporting is for everybody; the other ways only where this unit can go them."""
    points = [point for _, part in found.parts for point in part]
    name, number = found.unit.name, points[0].number
    yield _Way(
        "报送进展。请在办公室发送的工作台账里填写各项任务的进展，发回办公室；"
        f"{_OR}，按提示填写{_OTHERS}：",
        (f"{number} --unit {name}",),
    )
    able = sorted(filter(_may_be_extended, points), key=lambda point: point.entry.days_late > 0)
    dated = [point.number for point in able]
    if dated:
        yield _Way(
            "申请延期。到期完不成的，请向办公室提出，写明是哪一项任务、延到哪一天和原因；"
            f"{_OR}{_OTHERS}：",
            (f"{dated[0]} --unit {name} --extend-until 日期 --reason 原因",),
        )
    yield from _open_tasks(found, points)


_OR = "也可以在工作区运行以下命令"
_OTHERS = "，其他任务换成各自的序号"


def _may_be_extended(point: Point) -> bool:
    return point.entry.due is not None and not point.entry.state.finished


def _open_tasks(found: Reminder, points: Sequence[Point]) -> Iterator[_Way]:
    """Only where the wording names no unit can one say that a task is not its own."""
    name = found.unit.name
    taken = [point.number for point in points if point.entry.item.basis is Basis.OPEN]
    if found.waiting:
        numbers, first = _numbers(found.waiting), found.waiting[0]
        yield _Way(
            f"答复是否涉及。任务{numbers}的责任单位没有点名贵单位，还没有收到答复，请在工作台账里"
            f"逐项答复：由贵单位承担的，完成状态选{CLAIM}；不由贵单位承担的选{DECLINE}，并写明原因；"
            f"{_OR}，前一条是{CLAIM}，后一条是{DECLINE}{_OTHERS}：",
            (f"{first} --unit {name} --claim", f"{first} --unit {name} {_DECLINE}"),
        )
    elif taken:
        numbers = _numbers(sorted(set(taken)))
        yield _Way(
            f"答复不涉及。任务{numbers}的责任单位没有点名贵单位，确与贵单位职责无关的，"
            f"请向办公室说明原因；{_OR}{_OTHERS if len(set(taken)) > 1 else ''}：",
            (f"{taken[0]} --unit {name} {_DECLINE}",),
        )


def _numbers(tasks: Sequence[int]) -> str:
    """1至10、22、30: three and more in a row in short."""
    rows: list[list[int]] = []
    for number in tasks:
        if rows and number == rows[-1][-1] + 1:
            rows[-1].append(number)
        else:
            rows.append([number])
    return listed(
        f"{row[0]}至{row[-1]}" if len(row) > _FEW else listed(map(str, row)) for row in rows
    )


def summary_page(found: Sequence[Reminder], without: int, as_of: date) -> Document:
    """Which units are reminded of how much; `without` are the units with nothing to say to."""
    head = f"截至{as_of}：{len(found)}个单位有需要提醒的任务，{without}个单位没有。"
    columns = (Column("单位", whole=True), *(Column(part, right=True) for part in Part))
    rows = tuple(
        (Cell(each.unit.name), *(_figure(len(each.of(part))) for part in Part)) for each in found
    )
    return Document((Line((Cell(head, Tone.STRONG),)), None, Table(columns, rows)))


def _figure(count: int) -> Cell:
    return Cell(str(count), Tone.PLAIN if count else Tone.FAINT)
