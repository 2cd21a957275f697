"""What stands around the tables: the title, and in it the year and the region; the day of issue.

Only what is plain is taken; the rest is asked for. Never a guess.
"""

import re
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from gongkai_cli.reading.draft.headings import bare
from gongkai_cli.reading.tables.grid import Place

_TITLE = re.compile(
    ".*(?:表|清单|分工|要点|台账|任务|实事|(?:工作|实施|任务)方案|工作安排)(?:[(（].{1,20}[)）])?"
)
_LONGEST = 80
_LABEL = re.compile(r"附(?:件|表|录)?\s*[0-9一二三四五六七八九十]{0,3}\s*[:：]?")
_YEAR = re.compile(r"(?<![0-9])(20[0-9]{2}|二[〇○零]([〇○零一二三四五六七八九]{2}))年")
_REGION = re.compile(
    r"(?:^|年度?|】)(?![全本各我])([\u4e00-\u9fff]{1,12}?[省市县区州旗盟])"
    r"(?=人民政府|政府|政务|政协|任务|重点|工作|民生|20[0-9]{2}年)"
)
_DAY = re.compile(r"([0-9]{4})年([0-9]{1,2})月([0-9]{1,2})日")
_ISSUED = re.compile(r"[\u4e00-\u9fff]{0,30}([0-9].*)印发")
_DIGITS = "〇一二三四五六七八九"
_ENDS = tuple("。；：，、;:,")


class Line(NamedTuple):
    """A line of text outside the tasks, with its place."""

    place: Place
    text: str


class Front(NamedTuple):
    """What the lines around a table say; empty or None where they do not say it plainly.

    `title_places` and `day_places` are where the title and the day stand.
    """

    title: str = ""
    region: str = ""
    year: int | None = None
    issued: date | None = None
    title_places: tuple[Place, ...] = ()
    day_places: tuple[Place, ...] = ()


def front(above: Sequence[Line], everywhere: Sequence[Line]) -> Front:
    """What is plain in the lines `above` the first task table, and in all lines `everywhere`."""
    lines = _title_lines([line for line in above if line.text.strip()])
    title = "".join(_unlabelled(line.text) for line in lines)
    days = {line: found for line in everywhere if (found := _day(line.text))}
    days |= _day_below([line for line in above if line.text.strip()], lines)
    issued = next(iter(days.values())) if len(set(days.values())) == 1 else None
    places = tuple(line.place for line in days) if issued else ()
    return Front(
        title,
        region_in(title),
        year_in(title),
        issued,
        tuple(line.place for line in lines),
        places,
    )


def year_in(title: str) -> int | None:
    """The only year that `title` names."""
    years = {_western(found[1]) for found in _YEAR.finditer(bare(title))}
    return years.pop() if len(years) == 1 else None


def region_in(title: str) -> str:
    """The region whose government `title` names."""
    found = _REGION.search(bare(title))
    return found[1] if found else ""


def is_title(text: str) -> bool:
    """Whether `text` is what a task table is called."""
    known = bare(_unlabelled(text))
    return 4 < len(known) <= _LONGEST and bool(_TITLE.fullmatch(known))  # noqa: PLR2004 - 任务表


def _title_lines(lines: Sequence[Line]) -> list[Line]:
    """The nearest title above the table, and the line before it where it is one in two lines."""
    for place in range(len(lines) - 1, -1, -1):
        if is_title(lines[place].text):
            begun = place > 0 and _continues(lines[place - 1], lines[place])
            return list(lines[place - begun : place + 1])
    return []


def _continues(before: Line, line: Line) -> bool:
    """Whether a title without a year begins in the line before, which has one."""
    first, second = bare(before.text), bare(line.text)
    return (
        not _YEAR.search(second)
        and bool(_YEAR.search(first) or region_in(first + "政务"))
        and len(first) + len(second) <= _LONGEST
        and not is_title(first)
        and not first.endswith((*_ENDS, "日", "号"))
        and not _day(first)
    )


def _unlabelled(text: str) -> str:
    """`text` on one line, without 附件： before it."""
    line = "".join(part.strip() for part in text.split("\n"))
    return line[label.end() :].strip() if (label := _LABEL.match(line)) else line


def _day(text: str) -> date | None:
    """The day that is all of `text`, or all after 发布日期：."""
    known = re.sub("^(?:印发|发布|发文|成文)(?:日期|时间)[:：]", "", bare(text))
    found = _DAY.fullmatch(known)
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None


def _day_below(above: Sequence[Line], title: Sequence[Line]) -> dict[Line, date]:
    """The day in the line right below the `title`, where that line says nothing else.

    There, and nowhere else, it may stand in brackets, or between who issued the table and 印发.
    """
    if not title:
        return {}
    for line in above[above.index(title[-1]) + 1 :][:1]:
        known = bare(line.text)
        inner = re.sub(r"^[(（](.*)[)）]$", r"\1", known)
        issued = _ISSUED.fullmatch(inner)
        if found := _day(issued[1] if issued else inner):
            return {line: found}
    return {}


def _western(year: str) -> int:
    plain = re.sub("[○零]", "〇", year)
    return int("".join(digit if digit.isascii() else str(_DIGITS.index(digit)) for digit in plain))
