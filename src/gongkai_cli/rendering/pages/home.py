"""Bare `gongkai`: where am I, what needs me, the next commands."""

from gongkai_cli.reckoning.overview import Overview
from gongkai_cli.rendering.layout import pad
from gongkai_cli.rendering.pages.status import counts_line
from gongkai_cli.table import Block, Cell, Document, Heading, Line, Tone, plain

_STEP = 36


def home_page(answer: Overview, *, writable: bool) -> Document:
    """One screen, the answer first."""
    plan = answer.plan
    units = len(answer.tallies)
    scale = f"{len(plan.tasks)}项任务 · {units}个责任单位 · 截至{answer.as_of}"
    blocks: list[Block] = [Heading(plan.title), Line(plain(scale)), None]
    blocks += [Line((Cell(f"  {counts_line(answer)}", Tone.STRONG),), 2), None]
    if not writable:
        where = "这里不是工作区，显示的是软件自带的任务分解表，只能查看。"
        blocks += [Line(plain(where)), None]
    blocks.append(Line(plain("接下来可以")))
    blocks += [_step(command, purpose) for command, purpose in _steps(answer, writable=writable)]
    return Document(tuple(blocks))


def _steps(answer: Overview, *, writable: bool) -> list[tuple[str, str]]:
    unit = answer.tallies[0].key if answer.tallies else ""
    steps = [
        ("gongkai overdue", "看谁逾期、谁缺报、谁未达标"),
        ("gongkai status", "看各单位办结了多少"),
    ]
    if writable and unit:
        return [*steps, (f"gongkai ledger --unit {unit}", "写出一个单位的台账")]
    return [*steps, ("gongkai tasks", "看全部任务")]


def _step(command: str, purpose: str) -> Line:
    return Line((Cell(f"  {pad(command, _STEP)}"), Cell(purpose, Tone.FAINT)), 4)
