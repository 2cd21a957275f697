"""The turns of phrase that several pages share."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from gongkai_cli.domain.deadline import Period
from gongkai_cli.domain.item import Basis
from gongkai_cli.domain.plan import Scope, Target
from gongkai_cli.reckoning.standings import Standing
from gongkai_cli.reckoning.targets import Reached
from gongkai_cli.table import Cell, Tone

GIST = 40

_CLAUSE_END = re.compile("[，。；]")
_TONES = {
    Standing.OVERDUE: Tone.RED,
    Standing.SILENT: Tone.YELLOW,
    Standing.SHORT: Tone.PURPLE,
    Standing.DUE_SOON: Tone.YELLOW,
    Standing.AWAITING: Tone.BLUE,
    Standing.UNCLAIMED: Tone.GREY,
    Standing.NOT_OURS: Tone.GREY,
}
_MARKS = {
    Standing.OVERDUE: "▲",
    Standing.SILENT: "■",
    Standing.SHORT: "×",
    Standing.DUE_SOON: "●",
    Standing.FINISHED: "√",
    Standing.DONE_LATE: "√",
    Standing.DONE_EXTENDED: "√",
}


def tone(standing: Standing, colours: Mapping[str, str]) -> Tone:
    """The office's colour for `standing`, or the usual one."""
    colour = colours.get(standing)
    return Tone(colour) if colour else _TONES.get(standing, Tone.GREEN)


def figure(count: int, standing: Standing, colours: Mapping[str, str], before: str = "") -> Cell:
    """How many items have this standing; nought stays in the background."""
    return Cell(f"{before}{count}", tone(standing, colours) if count else Tone.FAINT)


def mark(standing: Standing) -> str:
    """A glyph that GBK has; the word always stands beside it."""
    return _MARKS.get(standing, "○")


def gist(wording: str, letters: int = GIST) -> str:
    """The first whole clauses of `wording`, about so many letters; …… says that more follows."""
    ends = [found.start() for found in _CLAUSE_END.finditer(wording)]
    if len(wording) <= letters or not ends:
        return wording
    fitting = [end for end in ends if letters // 3 <= end <= letters]
    end = fitting[-1] if fitting else next((e for e in ends if e > letters), ends[-1])
    return wording if end >= len(wording) - 1 else f"{wording[:end]}……"


def silence(missing: Sequence[Period], latest: str = "") -> str:
    """缺二季度；此前缺一季度: the latest period first, because that one can still be mended.

    `latest` is said of the latest period alone.
    """
    if not missing:
        return ""
    earlier = "、".join(period.name for period in missing[:-1])
    return f"缺{missing[-1].name}{latest}" + (f"；此前缺{earlier}" if earlier else "")


def limit(wording: str, due: date | None, original: date | None) -> str:
    """The issued words with the day they yield; an extension never hides the first day."""
    if due is None or original is None:
        return wording
    if due != original:
        return f"{wording}（{original}，准予延期至{due}）"
    return f"{wording}（{due}）"


def target(each: Target) -> str:
    """A 指标 in one phrase."""
    adding = "累计" if each.add_up else "以最近一次为准"
    return f"{each.name} ≥ {each.at_least}{each.unit}，{adding}；{scope(each)}"


def scope(each: Target) -> str:
    """Whom a 指标 binds."""
    return "范围未明确" if each.scope is Scope.UNDECIDED else f"范围：{each.scope}"


def value_said(reached: Reached) -> str:
    """What was reported of a 指标; a last value with whose it is and of which day, never as a sum.

    Several units' words of one day all stand there.
    """
    if reached.value is None:
        return "没有报数"
    unit = reached.target.unit
    if not reached.last:
        return f"{reached.value}{unit}"
    said = listed(f"{each.unit}报{each.value}{unit}" for each in reached.last)
    return f"{said}（{reached.last[0].day}）"


def in_short(basis: Basis) -> str:
    """Why a unit has a task; an open basis is known by what it waits for."""
    return "待认领" if basis is Basis.OPEN else str(basis)


def iso(day: date | None) -> str:
    """A day as files have it; nothing where there is none."""
    return str(day or "")


def listed(words: Iterable[str]) -> str:
    """Words as a Chinese list."""
    return "、".join(words)
