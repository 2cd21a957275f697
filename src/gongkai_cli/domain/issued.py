"""The 任务分解表 as a document: its columns, and how what the office settled is written as text.

Whoever writes the document (`rendering/plans`) and whoever reads it back (`reading/draft`) know
only this. The first table holds the wording as issued. The second, ANNEX, holds what the office
has settled beside it, a row each: 任务序号, 事项, 内容. What is empty has no row.

A document does not keep every text: Word folds spaces, XML has no control characters, an empty
line falls away. The first table therefore shows `visible(text)`; where that may not be all of
`text`, the annex has its exact letters as well (a Matter ending in 原文). Every 内容 is written by
`exact`: one line, nothing in it that a reader of documents might strip, fold or join.

Laws: `heard(bare(plan), annex(plan))` is `plan` and nothing misheard; `letters(exact(text))` is
`text`. Knows neither Word nor Excel.
"""

import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, NamedTuple, TypeVar

from gongkai_cli.domain.plan import Plan, Scope, Target, Task

COLUMNS = ("序号", "工作任务", "工作任务", "具体要求", "责任单位", "完成时限")
"""The first table's titles. 部分 and 工作任务 stand under one title, a cell over two columns."""

ANNEX = "附：办公室另定的事项"
ANNEX_COLUMNS = ("任务序号", "事项", "内容")
"""The second table's own title (a line above it, or its first row) and its columns'."""

WHOLE = "全表"
"""Stands in place of a task's number where a row speaks of the plan as a whole."""


class Matter(StrEnum):
    """What a row of the annex tells; the value stands in its second column."""

    TITLE = "标题原文"
    REGION = "地区"
    YEAR = "年度"
    ISSUED = "印发日期"
    SOURCE = "印发文件"
    SECTION = "部分原文"
    TOPIC = "工作任务原文"
    REQUIREMENT = "具体要求原文"
    RESPONSIBLE = "责任单位原文"
    DEADLINE = "完成时限原文"
    DUE = "到期日"
    LEAD = "牵头单位"
    ASSIST = "配合单位"
    TARGET = "指标"
    NOTE = "备注"


class Row(NamedTuple):
    """One row of the annex, as it is written: a task's number or WHOLE, a Matter, its 内容."""

    task: str
    matter: str
    text: str


class Misheard(NamedTuple):
    """A row of the annex that was not followed, by its place from 0, and why in Chinese."""

    row: int
    reason: str


class Garbled(ValueError):  # noqa: N818 - it names the state of a text, not a bug
    """A text that was not written by this module's writers; its message is a Chinese half-line."""


_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
    "\ufffc\ufffe\uffff\ud800-\udfff\U000e0000-\U000e007f]"
)
_BREAK = re.compile("\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
_WORDINGS = {
    Matter.SECTION: "section",
    Matter.TOPIC: "topic",
    Matter.REQUIREMENT: "requirement",
    Matter.RESPONSIBLE: "responsible",
    Matter.DEADLINE: "deadline",
}
_EXACT = frozenset({Matter.TITLE, *_WORDINGS})
_WAYS = {True: "各次累计", False: "以最近一次为准"}


# --- texts ----------------------------------------------------------------------------------------


def visible(text: str) -> str:
    """`text` as the first table shows it: lines apart by a line feed, nothing that has no shape."""
    return _UNSEEN.sub("", _BREAK.sub("\n", text))


def delicate(text: str) -> bool:
    """Whether a document may lose something of `text`: its breaks, spaces, invisible letters."""
    return not all(map(_sturdy, text)) or text != text.strip(" ") or "  " in text


def _sturdy(letter: str) -> bool:
    """Not U+FFFC, either: to Word it is a picture's place."""
    return letter.isprintable() and letter != "\ufffc"


def alike(cell: str, text: str) -> bool:
    """Whether `cell`, read from the first table, can be what was left of `text`.

    Spaces and breaks do not count; equal lines may have been folded into one.
    """
    lines = [_shapes(line) for line in visible(text).split("\n")]
    return _shapes(cell) in {"".join(lines), "".join(dict.fromkeys(lines))}


def exact(text: str, held: str = "") -> str:
    r"""All of `text` on one line of visible letters, for `letters` to read.

    \n is a line feed, \s a space that might be lost, \u3000 and \U000e0041 a letter by its number;
    a backslash before any other letter means that letter. So stand the letters of `held`.
    """
    return "".join(_exactly(text, held))


def _exactly(text: str, held: str) -> Iterator[str]:
    for at, letter in enumerate(text):
        if letter == " " and (at == 0 or at == len(text) - 1 or text[at - 1] == " "):
            yield r"\s"
        elif letter == "\n":
            yield r"\n"
        elif letter == "\\" or letter in held:
            yield "\\" + letter
        elif _sturdy(letter):
            yield letter
        else:
            yield f"\\u{ord(letter):04x}" if letter <= "\uffff" else f"\\U{ord(letter):08x}"


_ESCAPED = re.compile(r"\\(?:u([0-9a-f]{4})|U([0-9a-f]{8})|(.?))", re.DOTALL)


def letters(written: str) -> str:
    """The text that `exact` wrote. Raises Garbled."""
    return _ESCAPED.sub(_letter, written.strip())


def _letter(found: re.Match[str]) -> str:
    number = found[1] or found[2]
    if number:
        if int(number, 16) > sys.maxunicode:
            raise Garbled(f"没有“{found[0]}”这个字符")
        return chr(int(number, 16))
    if found[3] in {"", "u", "U"}:
        raise Garbled("反斜杠后面不完整")
    return {"n": "\n", "s": " "}.get(found[3], found[3])


# --- values ---------------------------------------------------------------------------------------


def day_written(day: date) -> str:
    """2023年6月30日."""
    return f"{day.year}年{day.month}月{day.day}日"


def day_read(written: str) -> date:
    """A day as `day_written` writes it, or as a spreadsheet may: 2023-06-30. Raises Garbled."""
    found = re.fullmatch(r"([0-9]{4})[年-]([0-9]{1,2})[月-]([0-9]{1,2})日?", written.strip())
    if not found:
        raise Garbled("日期应写成2023年6月30日的样子")
    try:
        return date(*map(int, found.groups()))
    except ValueError:
        raise Garbled("这不是日历上有的日期") from None


def year_written(year: int) -> str:
    """2023年."""
    return f"{year}年"


def year_read(written: str) -> int:
    """A year as `year_written` writes it; 年 may be missing. Raises Garbled."""
    found = re.fullmatch("([0-9]{4})年?", written.strip())
    if not found:
        raise Garbled("年度应写成2023年的样子")
    return int(found[1])


def units_written(names: Sequence[str]) -> str:
    r"""示例一局、示例二局; a 、 inside a name stands as \、."""
    return "、".join(exact(name, "、") for name in names)


def units_read(written: str) -> tuple[str, ...]:
    """The names that `units_written` wrote. Raises Garbled."""
    return tuple(letters(part) for part in re.findall(r"(?:[^\\、]|\\.?)+", written.strip()))


def target_written(target: Target) -> str:
    """政务公开培训：不少于2次，各次累计，范围未明确."""
    name, unit = exact(target.name, "："), exact(target.unit, "，.0123456789")
    bound = f"不少于{target.at_least:f}{unit}"
    return f"{name}：{bound}，{_WAYS[target.add_up]}，范围{target.scope}"


_TARGET = re.compile(
    r"(?P<name>(?:[^\\：]|\\.)+)：不少于(?P<at_least>[0-9]+(?:\.[0-9]+)?)"
    r"(?P<unit>(?:[^\\，]|\\.)*)，(?P<way>[^，]+)，范围(?P<scope>[^，]+)"
)


def target_read(written: str) -> Target:
    """The 指标 that `target_written` wrote. Raises Garbled."""
    found = _TARGET.fullmatch(written.strip())
    ways = {way: add_up for add_up, way in _WAYS.items()}
    if not found or found["way"] not in ways or found["scope"] not in set(Scope):
        ways_said, scopes = "或".join(ways), "、".join(Scope)
        raise Garbled(
            f"指标应写成“培训：不少于2次，各次累计，范围全区”的样子，其中“各次累计”处写{ways_said}，"
            f"“全区”处写{scopes}之一"
        )
    number, scope = Decimal(found["at_least"]), Scope(found["scope"])
    add_up = ways[found["way"]]
    return Target(letters(found["name"]), number, letters(found["unit"]), add_up, scope)


# --- the annex ------------------------------------------------------------------------------------


def annex(plan: Plan) -> tuple[Row, ...]:
    """What a reader needs beside the first table's visible wording, to have all of `plan`."""
    rows = [Row(WHOLE, matter, text) for matter, text in _of_the_whole(plan)]
    rows += [Row(str(task.id), matter, text) for task in plan.tasks for matter, text in _of(task)]
    return tuple(rows)


def _of_the_whole(plan: Plan) -> Iterator[tuple[Matter, str]]:
    if delicate(plan.title):
        yield Matter.TITLE, exact(plan.title)
    yield Matter.REGION, exact(plan.region)
    yield Matter.YEAR, year_written(plan.year)
    if plan.issued:
        yield Matter.ISSUED, day_written(plan.issued)
    if plan.source:
        yield Matter.SOURCE, exact(plan.source)


def _of(task: Task) -> Iterator[tuple[Matter, str]]:
    for matter, wording in zip(_WORDINGS, wordings(task), strict=True):
        if delicate(wording):
            yield matter, exact(wording)
    if task.due:
        yield Matter.DUE, day_written(task.due)
    for matter, names in ((Matter.LEAD, task.lead), (Matter.ASSIST, task.assist)):
        if names:
            yield matter, units_written(names)
    for target in task.targets:
        yield Matter.TARGET, target_written(target)
    if task.note:
        yield Matter.NOTE, exact(task.note)


def bare(plan: Plan) -> Plan:
    """`plan` as the first table alone tells it: visible wording, nothing that was settled."""
    return Plan(heading(plan), "", 0, None, "", tuple(map(_bare, plan.tasks)))


def heading(plan: Plan) -> str:
    """The title as it stands above the first table, on one line."""
    return visible(plan.title).replace("\n", " ")


def _bare(task: Task) -> Task:
    section, topic, requirement, responsible, deadline = map(visible, wordings(task))
    return Task(task.id, section, topic, requirement, responsible, deadline)


def wordings(task: Task) -> tuple[str, str, str, str, str]:
    """部分, 工作任务, 具体要求, 责任单位, 完成时限: the first table's cells after 序号."""
    return task.section, task.topic, task.requirement, task.responsible, task.deadline


def is_annex(titles: Iterable[str]) -> bool:
    """Whether a table whose first row reads `titles` is the annex."""
    return tuple("".join(title.split()) for title in titles) == ANNEX_COLUMNS


def heard(plan: Plan, rows: Sequence[Row]) -> tuple[Plan, list[Misheard]]:
    """`plan`, read from the first table, with what the annex's `rows` say of it.

    A row is followed or misheard, never in part: one about a task that `plan` has not or about an
    unknown 事项, one said twice, one whose 内容 is garbled, or a 原文 that is not `alike` what
    stands in the first table: somebody has changed that since, and it stays.
    """
    misheard = []
    said: set[Row] = set()
    for place, row in enumerate(rows):
        name = Row(row.task.strip(), row.matter.strip(), "")
        if name in said:
            misheard.append(Misheard(place, "前面已经有这样一行"))
            continue
        try:
            plan = _told(plan, name.task, _matter(name.matter), row.text)
        except Garbled as garbled:
            misheard.append(Misheard(place, str(garbled)))
        else:
            said |= {name} if name.matter != Matter.TARGET else set()
    return plan, misheard


def _matter(word: str) -> Matter:
    try:
        return Matter(word)
    except ValueError:
        raise Garbled(f"没有“{word}”这个事项") from None


def _told(plan: Plan, number: str, matter: Matter, text: str) -> Plan:
    if number == WHOLE:
        return _with(plan, matter, text, _OF_THE_WHOLE)
    places = [place for place, task in enumerate(plan.tasks) if str(task.id) == number]
    if len(places) != 1:
        raise Garbled(f"任务分解表里{'不止一项' if places else '没有'}任务{number}")
    tasks = list(plan.tasks)
    tasks[places[0]] = _with(tasks[places[0]], matter, text, _OF_A_TASK)
    return plan._replace(tasks=tuple(tasks))


P = TypeVar("P", Plan, Task)
_Reader = Callable[[str], object]
_OF_THE_WHOLE: dict[Matter, tuple[str, _Reader]] = {
    Matter.TITLE: ("title", letters),
    Matter.REGION: ("region", letters),
    Matter.YEAR: ("year", year_read),
    Matter.ISSUED: ("issued", day_read),
    Matter.SOURCE: ("source", letters),
}
_OF_A_TASK: dict[Matter, tuple[str, _Reader]] = {
    **{matter: (field, letters) for matter, field in _WORDINGS.items()},
    Matter.DUE: ("due", day_read),
    Matter.LEAD: ("lead", units_read),
    Matter.ASSIST: ("assist", units_read),
    Matter.TARGET: ("targets", target_read),
    Matter.NOTE: ("note", letters),
}


def _with(part: P, matter: Matter, text: str, known: dict[Matter, tuple[str, _Reader]]) -> P:
    if matter not in known:
        raise Garbled(f"{matter}不该写在这一行的任务序号下")
    field, read = known[matter]
    before: Any = getattr(part, field)
    value = read(text)
    if matter in _EXACT and not alike(before, str(value)):
        raise Garbled("与任务分解表里现在的文字不同，以任务分解表为准")
    if matter is Matter.TARGET:
        value = (*before, value)
    changed: dict[str, Any] = {field: value}
    return part._replace(**changed)


def _shapes(text: str) -> str:
    """What of `text` can be seen, without the space between."""
    return "".join(visible(text).split())
