"""The rows of a task table, one after the other: what is a task, a title, a repetition, a rest.

Cells that are blank take what stands above them; every cell ends in a task or in a remark.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from gongkai_cli.reading.draft.front import Line
from gongkai_cli.reading.draft.headings import UNITS, Header, Role, Row, distinct, repeats
from gongkai_cli.reading.draft.levels import is_numeral, is_section, is_topic
from gongkai_cli.reading.draft.numbers import numbers_in
from gongkai_cli.reading.draft.remark import Kind, Remark, quoted, texts
from gongkai_cli.reading.tables.grid import Place, Square

_TOTAL = re.compile(r"(?:合|总|小|共)\s*计\s*[:：]?.{0,10}")
_BELOW = re.compile(r"(?:备?注|说明|填[表报](?:说明|人|单位)|联系人|联系电话)\s*[:：0-9]")
_FILLED = (Role.RESPONSIBLE, Role.DEADLINE)


@dataclass(slots=True)
class RawTask:
    """A task as its rows tell it; texts are empty where nothing says anything."""

    place: Place
    number: int | None
    section: str
    topic: str
    requirement: str
    responsible: str
    deadline: str
    extra: list[str] = field(default_factory=list)
    columns: dict[Role, int] = field(default_factory=dict)

    def at(self, role: Role) -> Place:
        """Where the task's cell of `role` stands."""
        return self.place._replace(column=self.columns.get(role, 0))


class Fill(NamedTuple):
    """A text that counts for more rows than its own: a title, or what a blank cell took."""

    role: Role
    place: Place
    text: str


class Reading:
    """What has been read so far of a document's task tables."""

    def __init__(self, *, folding: bool) -> None:
        """Begin; `folding` takes titles that differ by a full stop for the same one."""
        self.tasks: list[RawTask] = []
        self.remarks: list[Remark] = []
        self.fills: list[Fill] = []
        self.titles: list[Fill] = []
        self._folding = folding
        self._said: set[str] = set()
        self._seen: set[Square] = set()
        self._left: dict[Square, list[int]] = {}
        self._carried: dict[Role, str] = {}

    def begin(self) -> None:
        """Another part: nothing above it counts any more."""
        self._carried = {}

    def title_above(self, line: Line) -> None:
        """Take a line that stands above a table as the title of its level."""
        role = Role.TOPIC if is_topic(line.text) else Role.SECTION
        self.title(role, _joined(line.text), line.place)

    def read(self, header: Header, rows: Iterable[Row]) -> None:
        """Read `rows`, which stand under `header`."""
        for row in rows:
            if fresh := self.fresh(row):
                _RowReader(self, header, row, fresh).read()

    def remark(self, kind: Kind, place: Place, text: str) -> None:
        """Add a remark."""
        self.remarks.append(Remark(kind, place, text))

    def remark_once(self, kind: Kind, place: Place, text: str) -> None:
        """Add a remark where nothing has said the same."""
        if text not in self._said:
            self._said.add(text)
            self.remark(kind, place, text)

    # --- what a row asks of the rows above ---

    def fresh(self, row: Row) -> list[Square]:
        """The cells of `row` that no row above had a part of."""
        found = [square for square in distinct(row) if square not in self._seen]
        self._seen.update(found)
        return found

    def numbers_left(self, square: Square) -> list[int]:
        """The numbers of a cell that no row has taken yet."""
        if square not in self._left:
            numbers = self._left[square] = list(numbers_in(square.text))
            if len(numbers) > 1:
                said = f"序号{quoted(square.text)}是{len(numbers)}个序号，依次用于这里的任务"
                self.remark(Kind.NUMBER, square.place, said)
        return self._left[square]

    def finish(self) -> None:
        """Say which numbers no task has taken."""
        for square, left in self._left.items():
            if left:
                rest = "、".join(map(str, left))
                said = f"序号{quoted(square.text)}里的{rest}没有自己的任务"
                self.remark(Kind.NUMBER, square.place, said)

    def above(self, role: Role) -> str:
        """What a blank cell of `role` stands for."""
        return self._carried.get(role, "")

    def carry(self, role: Role, text: str) -> None:
        """From here on blank cells of `role` stand for `text`."""
        self._carried[role] = text

    def title(self, role: Role, text: str, place: Place) -> str:
        """`text` as the title of its level; what only nearly repeats the one above is that one."""
        before = self.above(role)
        if self._folding and text != before and _alike(text, before):
            self.remark(
                Kind.FOLDED,
                place,
                f"{role}{quoted(text)}与上面的{quoted(before)}算作同一个，取后者",
            )
            return before
        if text != before:
            self.titles.append(Fill(role, place, text))
            if role is Role.SECTION:
                self._carried.pop(Role.TOPIC, None)
        self.carry(role, text)
        return text


class _RowReader:
    """One row against what stands above it."""

    def __init__(self, reading: Reading, header: Header, row: Row, fresh: list[Square]) -> None:
        self._reading = reading
        self._header = header
        self._row = row
        self._fresh = fresh
        self._place = fresh[0].place._replace(column=0)

    def read(self) -> None:
        if repeats(self._row, self._header):
            self._leave(Kind.HEADER, "表头在这里重复了一次，不是任务")
        elif not self._is_numbered() and _TOTAL.fullmatch(self._fresh[0].text):
            self._leave(Kind.LEFT, "合计行不是任务，没有编入")
        elif self._is_title():
            self._take_title()
        elif self._goes_on():
            self._add_to_task()
        else:
            self._take_task()

    def _leave(self, kind: Kind, sentence: str) -> None:
        place = self._fresh[0].place
        self._reading.remark(kind, place, f"{sentence}：{texts(self._fresh)}")

    def _square(self, role: Role) -> Square | None:
        column = self._header.column(role)
        square = None if column is None else self._row[column]
        return square if square and square.text.strip() else None

    def _is_fresh(self, role: Role) -> bool:
        return self._square(role) in self._fresh

    def _is_numbered(self) -> bool:
        square = self._square(Role.NUMBER)
        return bool(square and self._is_fresh(Role.NUMBER) and numbers_in(square.text))

    def _columns(self, square: Square) -> list[Role]:
        return [
            role for role, each in zip(self._header.roles, self._row, strict=True) if each == square
        ]

    # --- titles across the table ---

    def _is_title(self) -> bool:
        """Whether the row has nothing but a title of one level or of several tasks."""
        if self._is_numbered():
            return False
        if len(self._fresh) > 1:
            return self._is_numeral_and_title()
        columns = self._columns(self._fresh[0])
        text = self._fresh[0].text.strip()
        if len(set(columns)) == 1 and columns[0] not in {Role.SECTION, Role.TOPIC}:
            titled = columns[0] is Role.NUMBER and (is_section(text) or is_topic(text))
            if not titled:
                return False
        return self._square(Role.REQUIREMENT) in {None, self._fresh[0]}

    def _is_numeral_and_title(self) -> bool:
        """一 in the column of numbers, and one text beside it."""
        if len(self._fresh) != 2 or not self._is_fresh(Role.NUMBER):  # noqa: PLR2004 - the pair
            return False
        alone = self._square(Role.REQUIREMENT) in {None, self._fresh[1]}
        others = any(self._is_fresh(role) for role in (*UNITS, Role.DEADLINE))
        numeral = is_numeral(self._fresh[0].text)
        return bool(alone and numeral and (not others or len(self._columns(self._fresh[1])) > 1))

    def _take_title(self) -> None:
        text = "、".join(_joined(square.text).strip("、") for square in self._fresh)
        if len(self._fresh) > 1:
            self._reading.remark(
                Kind.FOLDED, self._fresh[0].place, f"编号和标题合为一个标题：{texts(self._fresh)}"
            )
        if _BELOW.match(text):
            self._leave(Kind.LEFT, "表下的说明不是任务，没有编入")
            return
        self._reading.title(self._level(text), text, self._fresh[0].place)

    def _level(self, text: str) -> Role:
        """Which level a title across the table names: by its numeral, else by its column."""
        if is_section(text):
            return Role.SECTION
        if is_topic(text):
            return Role.TOPIC
        columns = self._columns(self._fresh[0])
        if columns in ([Role.TOPIC], [Role.SECTION]):
            return columns[0]
        return Role.TOPIC if is_section(self._reading.above(Role.SECTION)) else Role.SECTION

    # --- tasks ---

    def _goes_on(self) -> bool:
        """Whether the row only tells more of the task above: no number, no title, no text."""
        own = (Role.NUMBER, Role.SECTION, Role.TOPIC, Role.REQUIREMENT)
        return bool(self._reading.tasks) and not any(map(self._is_fresh, own))

    def _add_to_task(self) -> None:
        task = self._reading.tasks[-1]
        responsible, deadline = self._responsible(), self._text(Role.DEADLINE)
        task.responsible = _with(task.responsible, responsible)
        task.deadline = _with(task.deadline, deadline)
        task.extra += self._extra()
        self._others()
        self._leave(Kind.FOLDED, "这一行没有序号和具体要求，并入上一项任务")

    def _take_task(self) -> None:
        reading = self._reading
        self._take_titles()
        requirement = self._text(Role.REQUIREMENT) or self._without_requirement()
        self._others()
        if not requirement:
            self._leave(Kind.MISSING, "这一行没有具体要求，没有编成任务")
            return
        section, topic = self._level_text(Role.SECTION), self._level_text(Role.TOPIC)
        responsible = self._filled(Role.RESPONSIBLE, self._responsible())
        deadline = self._filled(Role.DEADLINE, self._text(Role.DEADLINE))
        extra = self._extra()
        for number, part in self._numbered(requirement):
            reading.tasks.append(
                RawTask(
                    self._place,
                    number,
                    section,
                    topic,
                    part,
                    responsible,
                    deadline,
                    list(extra),
                    {role: self._place_of(role).column for role in Role},
                )
            )

    def _take_titles(self) -> None:
        """部分 and 工作任务 of the row; a cell over both columns is the one its numeral says."""
        section, topic = self._square(Role.SECTION), self._square(Role.TOPIC)
        if section and section == topic:
            text = _joined(section.text)
            below = is_topic(text) and bool(self._reading.above(Role.SECTION))
            roles = (Role.TOPIC,) if below else (Role.SECTION, Role.TOPIC)
        else:
            roles = (Role.SECTION, Role.TOPIC)
        for role in roles:
            if square := self._square(role):
                self._join_remark(square)
                self._reading.title(role, _joined(square.text), square.place)

    def _level_text(self, role: Role) -> str:
        text = self._reading.above(role)
        if text and not self._square(role) and self._header.column(role) is not None:
            self._reading.fills.append(Fill(role, self._place_of(role), text))
        return text

    def _without_requirement(self) -> str:
        """The 工作任务 itself, where the row is a task but for its text."""
        topic = self._reading.above(Role.TOPIC)
        said = any(map(self._is_fresh, (Role.NUMBER, *UNITS, Role.DEADLINE)))
        if not (said and self._is_fresh(Role.TOPIC)):
            return ""
        place = self._place_of(Role.REQUIREMENT)
        self._reading.remark(Kind.MISSING, place, f"没有写具体要求，用工作任务{quoted(topic)}代替")
        return topic

    def _numbered(self, requirement: str) -> Iterator[tuple[int | None, str]]:
        """The row's tasks: one, or one a paragraph where there are as many numbers."""
        square = self._square(Role.NUMBER)
        if square is None:
            yield None, requirement
            return
        left = self._reading.numbers_left(square)
        parts = requirement.split("\n")
        if not left:
            if not numbers_in(square.text):
                self._reading.remark(Kind.NUMBER, square.place, f"看不懂序号{quoted(square.text)}")
            yield None, requirement
        elif len(left) == len(parts) > 1:
            yield from zip(tuple(left), parts, strict=True)
            left.clear()
        else:
            yield left.pop(0), requirement

    # --- cells ---

    def _text(self, role: Role) -> str:
        square = self._square(role)
        return square.text.strip("\n") if square else ""

    def _responsible(self) -> str:
        """The row's units; where several columns name some, each under what its column means."""
        squares = {role: square for role in UNITS if (square := self._square(role))}
        alone = len(set(squares.values())) == 1
        if alone and (len(squares) > 1 or Role.RESPONSIBLE in squares):
            return _stripped(next(iter(squares.values())).text)
        return "；".join(f"{role}：{_stripped(square.text)}" for role, square in squares.items())

    def _filled(self, role: Role, text: str) -> str:
        """`text`, or what stands above where nothing stands here."""
        reading = self._reading
        if text:
            reading.carry(role, text)
        elif reading.above(role) and self._has(role):
            text = reading.above(role)
            reading.fills.append(Fill(role, self._place_of(role), text))
        return text

    def _has(self, role: Role) -> bool:
        roles = UNITS if role is Role.RESPONSIBLE else (role,)
        return any(each in self._header.roles for each in roles)

    def _place_of(self, role: Role) -> Place:
        roles = self._header.roles
        wanted = UNITS if role is Role.RESPONSIBLE else (role,)
        column = next((n for n, each in enumerate(roles, 1) if each in wanted), 0)
        return self._place._replace(column=column)

    def _extra(self) -> list[str]:
        """What the columns beside say of the task, under their titles."""
        found = zip(self._header.titles, self._header.roles, self._row, strict=True)
        return [
            f"{title}：{square.text}"
            for title, role, square in found
            if role is Role.EXTRA and square in self._fresh and square.text
        ]

    def _others(self) -> None:
        """Cells of columns that are no part of a plan."""
        for title, role, square in zip(
            self._header.titles, self._header.roles, self._row, strict=True
        ):
            if role is Role.OTHER and square in self._fresh:
                said = f"“{title}”一栏" if title else "没有表头的一栏"
                self._reading.remark(
                    Kind.LEFT, square.place, f"{said}不编入任务：{quoted(square.text)}"
                )

    def _join_remark(self, square: Square) -> None:
        if "\n" in square.text and square in self._fresh:
            self._reading.remark(
                Kind.FOLDED, square.place, f"标题分成几行，合为一行：{quoted(square.text)}"
            )


def _joined(text: str) -> str:
    """A title that was broken into lines, on one."""
    return "".join(line.strip() for line in text.split("\n"))


def _stripped(text: str) -> str:
    return text.strip("\n")


def _with(text: str, more: str) -> str:
    """`text` and `more` as lines, what is there already only once."""
    lines = [*text.split("\n"), *more.split("\n")]
    return "\n".join(dict.fromkeys(line for line in lines if line))


def _alike(text: str, before: str) -> bool:
    """Whether two titles differ by spaces and the marks around them alone."""
    return bool(before) and _core(text) == _core(before)


def _core(text: str) -> str:
    plain = "".join(text.split())
    return re.sub("[、。．.,，;；:：]", "", plain) or plain
