"""Bare `gongkai`: where am I, what needs me, the next commands."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from gongkai_cli.reckoning.overview import Overview, worst_first
from gongkai_cli.reckoning.standings import Standing
from gongkai_cli.reckoning.waiting import Matter
from gongkai_cli.rendering.layout import pad, width
from gongkai_cli.rendering.pages.reportdays import report_days_line
from gongkai_cli.rendering.pages.words import figure
from gongkai_cli.table import Block, Cell, Document, Heading, Line, Tone, plain

_ALWAYS = (Standing.OVERDUE, Standing.SILENT, Standing.SHORT)


class Here(NamedTuple):
    """Where the question was asked: may one write, in which colours, with which further options.

    `place` names folder and year, `standpoint` the day as well. `require_close`: a claim of
    completion needs the office; otherwise it is no news that some have not been struck off.
    `before`: the archived year whose annual report is due, if any is.
    """

    writable: bool = True
    colours: Mapping[str, str] = {}
    place: str = ""
    standpoint: str = ""
    require_close: bool = False
    before: int | None = None


def home_page(answer: Overview, here: Here) -> Document:
    """One screen, the answer first."""
    plan = answer.plan
    units = len(answer.tallies)
    scale = f"{len(plan.tasks)}项任务 · {units}个责任单位 · 截至{answer.as_of}"
    blocks: list[Block] = [Heading(plan.title), Line(plain(scale)), None]
    blocks += [Line(tuple(_counts(answer, here.colours)), 2, whole=True), None]
    for line in report_days_line(plan.year, answer.as_of, here.standpoint, here.before):
        blocks += [line, None]
    if not plan.takes(answer.as_of):
        then = f"gongkai{here.place} --as-of {plan.year}-06-30"
        now = f"手头是{plan.year}年的任务分解表；要问当年的某一天：{then}"
        blocks += [Line(plain(now), 2), None]
    if not here.writable:
        where = "这里不是工作区，显示的是软件自带的任务分解表，只能查看。"
        blocks += [Line(plain(where)), None]
    blocks += [Line(plain("接下来可以")), *_steps(answer, here)]
    return Document(tuple(blocks))


def _counts(answer: Overview, colours: Mapping[str, str]) -> Iterator[Cell]:
    """逾期 1   缺报 212 …: each 进度 that anything has, with its figure."""
    counts = answer.counts
    between = "  "
    for each in Standing:
        if counts[each] or each in _ALWAYS:
            yield Cell(between)
            yield figure(counts[each], each, colours, f"{each} ")
            between = "   "


def _steps(answer: Overview, here: Here) -> list[Line]:
    units = [*worst_first(answer.tallies), *answer.tallies]
    steps = [
        (f"gongkai overdue{here.standpoint}", "看谁逾期、谁缺报"),
        (f"gongkai status{here.standpoint}", "看各单位办结多少"),
    ]
    waits = answer.waiting.total() - (0 if here.require_close else answer.waiting[Matter.DONE])
    if waits:
        steps.append((f"gongkai review --queue{here.standpoint}", f"有{waits}件待核验"))
    if here.writable and units:
        steps.append((f"gongkai ledger --unit {units[0].key}{here.place}", "写出一个单位的台账"))
    else:
        steps.append((f"gongkai tasks{here.place}", "看全部任务"))
    reach = 2 + max(width(command) for command, _ in steps) + 2
    return [_step(command, purpose, reach) for command, purpose in steps]


def _step(command: str, purpose: str, reach: int) -> Line:
    return Line((Cell(pad(f"  {command}", reach)), Cell(purpose, Tone.FAINT)), reach)
