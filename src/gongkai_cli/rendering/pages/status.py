"""进度一览: how far each unit, section, topic or task is, as bars and figures."""

from collections.abc import Callable, Mapping

from gongkai_cli.domain.plan import Task
from gongkai_cli.reckoning.overview import By, Overview, Tally
from gongkai_cli.reckoning.standings import Entry, Standing
from gongkai_cli.rendering.pages.overdue import Asked
from gongkai_cli.rendering.pages.words import figure, listed, tone
from gongkai_cli.table import Block, Cell, Column, Document, Line, Table, Tone, plain

BAR = 10
_KEYS: Mapping[By, Callable[[Task], str]] = {
    By.SECTION: lambda task: task.section,
    By.TOPIC: lambda task: task.topic,
    By.TASK: lambda task: str(task.id),
}
_FIGURES = (Standing.OVERDUE, Standing.SILENT, Standing.SHORT, Standing.UNCLAIMED)


def status_page(answer: Overview, by: By, asked: Asked) -> Document:
    """Totals in one sentence, then a bar per group in the plan's or the roster's order."""
    blocks: list[Block] = [Line((Cell(_sentence(answer), Tone.STRONG),))]
    if answer.tallies:
        blocks += [None, _bars(answer, by, asked.colours), None, Line(plain(_legend()))]
        step = f"看谁逾期、谁缺报：gongkai overdue{asked.standpoint}"
        blocks.append(Line((Cell(step, Tone.FAINT),), 4))
    return Document(tuple(blocks))


def items_page(answer: Overview, asked: Asked) -> Document:
    """Every item in a line: `status --by item` for people."""
    columns = (
        Column("单位", whole=True),
        Column("序号", right=True),
        *map(Column, ("工作任务", "状态", "进度", "最近更新")),
    )
    rows = tuple(_item_row(entry, asked.colours) for entry in answer.named)
    head = Line((Cell(_sentence(answer), Tone.STRONG),))
    return Document((head, None, Table(columns, rows)))


def _item_row(entry: Entry, colours: Mapping[str, str]) -> tuple[Cell, ...]:
    task, last = entry.item.task, entry.state.last
    return (
        *plain(entry.item.unit.name, str(task.id), task.topic, entry.status),
        Cell(entry.standing, tone(entry.standing, colours)),
        Cell(str(last) if last else "—"),
    )


def in_plan_order(answer: Overview, by: By) -> Overview:
    """`answer` with its groups in the order of the plan; units keep the order of the roster."""
    if by is By.UNIT:
        return answer
    keys = [_KEYS[by](task) for task in answer.plan.tasks]
    order = {key: number for number, key in reversed(list(enumerate(keys)))}
    return answer._replace(tallies=tuple(sorted(answer.tallies, key=lambda t: order[t.key])))


def status_table(answer: Overview, by: By) -> Table:
    """The same figures for spreadsheets, every 进度 in a column of its own."""
    titles = (by.value, "应办", "已办结", "办结率", *(str(each) for each in Standing))
    rows = (
        plain(
            tally.key,
            str(tally.bound),
            str(tally.done),
            rate(tally),
            *(str(tally.counts[each]) for each in Standing),
        )
        for tally in answer.tallies
    )
    return Table(tuple(map(Column, titles)), tuple(rows))


def rate(tally: Tally) -> str:
    """办结 out of those bound; a group that nobody is bound in has no rate."""
    return percent(tally.done, tally.bound) if tally.bound else "—"


def percent(part: int, whole: int) -> str:
    """Rounded, but 100% only where nothing is missing and never 0% where something is there."""
    if 0 < part < whole:
        share = (200 * part + whole) // (2 * whole)
        return "<1%" if share == 0 else f"{min(share, 99)}%"
    return "100%" if part else "0%"


def _sentence(answer: Overview) -> str:
    bound = sum(tally.bound for tally in answer.tallies)
    done = sum(tally.done for tally in answer.tallies)
    later = (Standing.DONE_LATE, Standing.DONE_EXTENDED)
    told = [f"{each}{answer.counts[each]}项" for each in later if answer.counts[each]]
    among = f"，其中{listed(told)}" if told else ""
    share = f"（{percent(done, bound)}{among}）" if bound else ""
    waiting = answer.counts[Standing.UNCLAIMED]
    unclaimed = f"，另有{waiting}项待认领" if waiting else ""
    return f"截至{answer.as_of}：应办{bound}项，办结{done}项{share}{unclaimed}。"


def _bars(answer: Overview, by: By, colours: Mapping[str, str]) -> Table:
    shown = [each for each in _FIGURES if answer.counts[each]]
    topics = {str(task.id): task.topic for task in answer.plan.tasks} if by is By.TASK else {}
    names = [Column("序号", right=True), Column("工作任务")]
    columns = (
        *(names if topics else [Column(by.value, whole=by is By.UNIT)]),
        Column("办结率", whole=True),
        Column("", right=True),
        Column("应办", right=True),
        *(Column(each, right=True) for each in shown),
    )
    rows = (
        (
            *plain(tally.key, *([topics[tally.key]] if topics else [])),
            Cell(_bar(tally), Tone.GREEN if tally.done else Tone.FAINT),
            *plain(rate(tally), str(tally.bound)),
            *(figure(tally.counts[each], each, colours) for each in shown),
        )
        for tally in answer.tallies
    )
    return Table(columns, tuple(rows))


def _bar(tally: Tally) -> str:
    """At least one block once anything is done, all of them only when everything is."""
    if not tally.done:
        return "─" * BAR
    full = max(BAR * tally.done // tally.bound, 1)
    return "█" * full + "─" * (BAR - full)


def _legend() -> str:
    return "办结率 = 办结 ÷ 应办；待认领和不涉及不算应办。"
