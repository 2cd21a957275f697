"""What people write into the open cells: days, numbers of 指标, pieces of evidence.

What is not understood is an error, never a guess: each raises `Misread` with a Chinese sentence.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, timedelta
from unicodedata import normalize

from gongkai_cli.domain.plan import Target
from gongkai_cli.domain.record import Evidence
from gongkai_cli.reading.filled.pages import Value

_LONG = 40


class Misread(ValueError):  # noqa: N818 - it names the state of a text, not a bug
    """A text that was not understood; its message is a Chinese sentence."""


# --- days -----------------------------------------------------------------------------------------

_WHOLE = re.compile(
    r"([0-9]{4})\s*([年./-])\s*([0-9]{1,2})\s*([月./-])\s*([0-9]{1,2})\s*[日号]?(?:\s+00:00:00)?"
)
_SHORT = re.compile(r"([0-9]{1,2})\s*月\s*([0-9]{1,2})\s*[日号]?")
_RUN = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_COUNTED = re.compile(r"[0-9]{5}")
_EXCELS_FIRST = date(1899, 12, 30)
"""Day 0 of the numbers that Excel keeps days as, from March 1900 on."""


def day_of(value: Value, year: int) -> date | None:
    """The day that a cell means, None where it is empty; without a year it is one of `year`."""
    if isinstance(value, date):
        return value
    text = normalize("NFKC", value).strip()
    if not text:
        return None
    if _COUNTED.fullmatch(text):
        return _EXCELS_FIRST + timedelta(days=int(text))
    parts = _parts(text, year)
    if parts is None:
        raise Misread(f"日期“{_shown(value)}”看不懂，请写成 {year}-06-27 的样子。")
    with suppress(ValueError):
        return date(*parts)
    raise Misread(f"“{_shown(value)}”不是日历上有的日期，请核对。")


def _parts(text: str, year: int) -> tuple[int, int, int] | None:
    if (found := _WHOLE.fullmatch(text)) and (found[2], found[4]) in _PAIRS:
        return int(found[1]), int(found[3]), int(found[5])
    if found := _SHORT.fullmatch(text):
        return year, int(found[1]), int(found[2])
    if found := _RUN.fullmatch(text):
        return int(found[1]), int(found[2]), int(found[3])
    return None


_PAIRS = {("年", "月"), (".", "."), ("/", "/"), ("-", "-")}


# --- 指标 -----------------------------------------------------------------------------------------

_NUMBER = re.compile(r"([0-9]+(?:\.[0-9]+)?)(.*)", re.DOTALL)


def numbers(text: str, targets: tuple[Target, ...]) -> dict[str, str]:
    """The number written for each of `targets`, a line each; a name without one says nothing."""
    known = {_bare(target.name): target for target in targets}
    found: dict[str, str] = {}
    for line in _lines(text):
        name, given, value = line.replace("＝", "=").rpartition("=")
        target = known.get(_bare(name if given else value))
        if target is None:
            raise Misread(_unknown(line, name if given else value, targets))
        if target.name in found:
            raise Misread(f"指标“{target.name}”写了不止一行，请只留一行。")
        if given and value.strip():
            found[target.name] = _number(value, target)
    return found


def _unknown(line: str, name: str, targets: tuple[Target, ...]) -> str:
    if not targets:
        return f"这项任务没有指标，“{_shown(line)}”收不进来。"
    names = "、".join(target.name for target in targets)
    return f"没有“{_shown(name.strip())}”这个指标；这项任务的指标有：{names}，请写成 名=数。"


def _number(value: str, target: Target) -> str:
    """The digits before the 指标's own unit."""
    found = _NUMBER.fullmatch(normalize("NFKC", value).strip())
    if not found or found[2].strip() not in {"", normalize("NFKC", target.unit)}:
        shown = _shown(value.strip())
        raise Misread(f"指标“{target.name}”的数“{shown}”看不懂，请只写数，如 {target.name}=2。")
    return found[1]


# --- 佐证材料 -------------------------------------------------------------------------------------

_LINK = re.compile(r"(.*?)[\s=＝：:，,]*(https?://\S+)", re.IGNORECASE)


def pieces(text: str, known: dict[str, Evidence]) -> tuple[Evidence, ...]:
    """The evidence in a cell, a line each: a title and an address, or a line that is `known`.

    No file is taken from what a stranger wrote.
    """
    return tuple(_piece(line, known) for line in _lines(text))


def _piece(line: str, known: dict[str, Evidence]) -> Evidence:
    if line in known:
        return known[line]
    found = _LINK.fullmatch(line)
    if not found:
        raise Misread(
            f"佐证材料“{_shown(line)}”没有网址，请写成 名称 http://… 的样子；"
            "没有网址的材料请另外发给办公室。"
        )
    if "://" in found[1] or "://" in found[2].partition("://")[2].partition("?")[0]:
        raise Misread(f"佐证材料“{_shown(line)}”里不止一个网址，请一份材料写一行。")
    return Evidence(found[1].strip() or found[2], found[2])


# --- texts ----------------------------------------------------------------------------------------


def _lines(text: str) -> Iterator[str]:
    """The lines that say something, each with single spaces."""
    for line in text.splitlines():
        if said := " ".join(line.split()):
            yield said


def _bare(text: str) -> str:
    return "".join(text.split())


def _shown(value: Value) -> str:
    """As much of a stranger's text as a sentence can quote."""
    text = " ".join(str(value).split())
    return text if len(text) <= _LONG else f"{text[:_LONG]}…"
