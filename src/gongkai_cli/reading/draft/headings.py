"""The header of a task table: which column holds what, by the meaning of its title.

Knows titles and columns, not what a row below them says.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import NamedTuple

from gongkai_cli.reading.draft.numbers import numbers_in
from gongkai_cli.reading.tables.grid import Grid, Square

Row = tuple[Square | None, ...]


class Role(StrEnum):
    """What a column holds; the value is the word a reader sees."""

    NUMBER = "序号"
    SECTION = "部分"
    TOPIC = "工作任务"
    REQUIREMENT = "具体要求"
    RESPONSIBLE = "责任单位"
    LEAD = "牵头单位"
    ASSIST = "配合单位"
    DEADLINE = "完成时限"
    EXTRA = "任务的说明"
    OTHER = "不编入"


UNITS = (Role.LEAD, Role.RESPONSIBLE, Role.ASSIST)


class Header(NamedTuple):
    """Where a table's header stands and what it says: `rows` from `start`, a role per column."""

    start: int
    rows: tuple[Row, ...]
    titles: tuple[str, ...]
    roles: tuple[Role, ...]

    @property
    def end(self) -> int:
        """The first row below the header."""
        return self.start + len(self.rows)

    def column(self, role: Role) -> int | None:
        """The column with `role`; None where the table has none."""
        return self.roles.index(role) if role in self.roles else None


_LONGEST = 20
"""Letters of a title; what is longer is a text."""

_FURTHEST = 200
"""Rows that may stand above a header."""

_FEWEST = 3
"""Titles of a header that a row says again before it is one too."""

_NUMBER = "(?:指标|任务|项目)?(?:序号|编号)|序"
_DEADLINE = ".*(?:时限|期限|时间|时间节点)(?:要求)?|(?:完成|办结)日期"
_UNIT = "(?:单位|部门|科室|处室|股室|机构|主体)"
_LEAD = f".*(?:牵头|主办).*{_UNIT}"
_ASSIST = f".*(?:配合|协办|协助|参与|参加).*{_UNIT}"
_RESPONSIBLE = f"(?:.*(?:责任|承办|实施|落实|负责|主管).*)?{_UNIT}"
_REQUIREMENT = ".*(?:要求|内容|措施|举措|目标|标准)"
_TASK = (
    "(?:重点|主要|工作|年度|具体|目标|公开|民生)*(?:任务|工作|事项|项目|实事|重点)"
    "(?:名称|事项|分工|分解|类别)?|[一二三四]级(?:指标|任务|目录)|类别|分类|领域|板块|部分"
)
_REMARK = "备注|说明"
_TITLES = (
    ("number", re.compile(_NUMBER)),
    ("deadline", re.compile(_DEADLINE)),
    ("lead", re.compile(_LEAD)),
    ("assist", re.compile(_ASSIST)),
    ("responsible", re.compile(_RESPONSIBLE)),
    ("requirement", re.compile(_REQUIREMENT)),
    ("task", re.compile(_TASK)),
    ("remark", re.compile(_REMARK)),
)
_WORDING = {"task", "requirement"}
_DUTY = {"responsible", "lead", "assist", "deadline"}


def find_header(grid: Grid) -> Header | None:
    """The first header in `grid`, of one row or two; None where it is no table of tasks."""
    for start, row in enumerate(grid.rows[:_FURTHEST]):
        if any(square and len(bare(square.text)) > _LONGEST for square in row):
            continue
        for height in (2, 1):
            rows = grid.rows[start : start + height]
            if len(rows) == height and (height == 1 or _belongs(rows[1], rows[0])):
                titles = _titles(rows)
                if _is_header(titles):
                    roles = _roles(titles, grid, start + height)
                    return Header(start, rows, titles, roles)
    return None


def later_headers(grid: Grid, header: Header) -> Iterator[int]:
    """The rows below `header` where another one begins: its titles anew, or all titles.

    Not those that only repeat it.
    """
    for place in range(header.end, len(grid.rows)):
        row = grid.rows[place]
        said = [bare(square.text) for square in distinct(row)]
        if _names_columns(said, header) and not repeats(row, header):
            yield place


def _names_columns(said: Sequence[str], header: Header) -> bool:
    """Whether cells that say `said` are titles, and not a task in a few words."""
    kinds = {meaning(title) for title in said}
    if any(map(numbers_in, said)) or not (kinds & _WORDING and kinds & _DUTY):
        return False
    same = [title for title in said if title in header.titles]
    anew = len(same) >= min(_FEWEST, len(set(header.titles))) and 2 * len(same) > len(said)
    return anew or ("number" in kinds and "" not in kinds)


def repeats(row: Row, header: Header) -> bool:
    """Whether `row` says just what a row of `header` says: it came with a new page."""
    said = _said(row)
    return bool(any(said)) and any(said == _said(each) for each in header.rows)


def meaning(title: str) -> str:
    """Which kind of column `title` announces; empty where it says nothing known."""
    if len(title) > _LONGEST:
        return ""
    known = re.sub(r"[(（].*?[)）]|[:：]$", "", bare(title))
    return next((name for name, pattern in _TITLES if pattern.fullmatch(known)), "")


def bare(text: str) -> str:
    """`text` without any space: 责 任 单 位 is 责任单位."""
    return "".join(text.split())


def distinct(row: Sequence[Square | None]) -> list[Square]:
    """The cells of `row` with text, each once, from left to right."""
    return list(dict.fromkeys(square for square in row if square and square.text.strip()))


def _said(row: Row) -> list[str]:
    return [bare(square.text) if square else "" for square in row]


def _belongs(second: Row, first: Row) -> bool:
    """Whether `second` is the header's lower row: every cell is the upper one's, or a title."""
    fresh = [square for square in distinct(second) if square not in first]
    below = [column for column, square in enumerate(second) if square in fresh and first[column]]
    merged = any(square and square in first and square.text for square in second)
    known = all(meaning(square.text) for square in fresh)
    begun = any(meaning(square.text) for square in distinct(first))
    return bool(fresh and begun) and (
        known or (merged and len(below) > 1 and all(len(s.text) <= _LONGEST for s in fresh))
    )


def _titles(rows: Sequence[Row]) -> tuple[str, ...]:
    """Each column's title: the lowest that is understood, else the uppermost."""
    found = []
    for cells in zip(*rows, strict=True):
        said = [bare(square.text) for square in cells if square and square.text.strip()]
        known = [title for title in reversed(said) if meaning(title)]
        found.append((known or said or [""])[0])
    return tuple(found)


def _is_header(titles: Sequence[str]) -> bool:
    kinds = {meaning(title) for title in titles}
    return bool(kinds & _WORDING) and bool(kinds & _DUTY or kinds >= _WORDING)


# --- titles → roles -------------------------------------------------------------------------------


def _roles(titles: Sequence[str], grid: Grid, body: int) -> tuple[Role, ...]:
    kinds = [meaning(title) for title in titles]
    columns = _columns(grid.rows[body:], len(titles))
    for column in range(1, len(titles)):
        if not titles[column] and kinds[column - 1] == "task" and columns.letters(column):
            kinds[column] = "task"  # a title over two columns, in text that shows no spans
    roles = [Role.OTHER] * len(titles)
    _number(roles, kinds, columns)
    _wording(roles, kinds, columns)
    _units(roles, kinds)
    for place, column in enumerate(_of(kinds, "deadline")):
        roles[column] = Role.EXTRA if place else Role.DEADLINE
    for column in _of(kinds, "remark"):
        roles[column] = Role.EXTRA
    return tuple(roles)


class _Columns(NamedTuple):
    """The cells below each title, those that span several columns apart."""

    cells: tuple[tuple[Square, ...], ...]

    def numbers(self, column: int) -> int:
        """How many cells of `column` are running numbers; none where most are not."""
        cells = self.cells[column]
        found = sum(1 for square in cells if numbers_in(square.text))
        return found if 2 * found > len(cells) else 0

    def letters(self, column: int) -> int:
        """How much is written in `column`."""
        return sum(len(square.text) for square in self.cells[column])


def _columns(rows: Sequence[Row], width: int) -> _Columns:
    places = Counter(square for row in rows for square in set(row))
    squares = Counter(square for row in rows for square in row)
    wide = {square for square, count in squares.items() if count > places[square]}
    columns = (dict.fromkeys(row[column] for row in rows) for column in range(width))
    return _Columns(
        tuple(
            tuple(square for square in column if square and square.text and square not in wide)
            for column in columns
        )
    )


def _of(kinds: Sequence[str], *names: str) -> list[int]:
    return [column for column, kind in enumerate(kinds) if kind in names]


def _number(roles: list[Role], kinds: list[str], columns: _Columns) -> None:
    """The column of 序号: so titled, or under a title of wording, or under none, and numbers."""
    titled = _of(kinds, "number")
    hidden = [c for c in _of(kinds, "task", "requirement", "") if columns.numbers(c)]
    if titled:
        roles[max(titled, key=columns.numbers)] = Role.NUMBER
    elif hidden and len(_of(kinds, "task", "requirement")) > 1:
        roles[hidden[0]] = Role.NUMBER
        kinds[hidden[0]] = "number"


def _wording(roles: list[Role], kinds: list[str], columns: _Columns) -> None:
    """部分, 工作任务 and 具体要求: one or two levels of tasks, and the text of each."""
    tasks, wants = _of(kinds, "task"), _of(kinds, "requirement")
    main = max(wants, key=columns.letters) if wants else tasks.pop()
    if not tasks:
        tasks = [column for column in wants if column < main][-2:]
    for column in {*tasks, *wants}:
        roles[column] = Role.EXTRA
    roles[main] = Role.REQUIREMENT
    levels = (Role.SECTION, Role.TOPIC) if len(tasks) > 1 else (Role.TOPIC,)
    for column, role in zip(tasks, levels, strict=False):
        roles[column] = role


def _units(roles: list[Role], kinds: Sequence[str]) -> None:
    """责任单位 beside 牵头单位 means those who assist."""
    lead = _of(kinds, "lead")
    plain = Role.ASSIST if lead and not _of(kinds, "assist") else Role.RESPONSIBLE
    taken = set()
    for name, role in (("lead", Role.LEAD), ("assist", Role.ASSIST), ("responsible", plain)):
        for column in _of(kinds, name):
            roles[column] = Role.EXTRA if role in taken else role
            taken.add(role)


def labelled(header: Header) -> Iterator[tuple[Square, str]]:
    """Each title of `header` with what its columns were taken for."""
    for square in dict.fromkeys(s for row in header.rows for s in row if s and s.text.strip()):
        taken = [
            role
            for column, role in enumerate(header.roles)
            if any(row[column] == square for row in header.rows)
        ]
        yield square, "、".join(dict.fromkeys(taken))
