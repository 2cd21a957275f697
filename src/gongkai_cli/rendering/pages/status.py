"""进度一览: how far each unit, section, topic or task is, as bars and figures."""

from gongkai_cli.reckoning.overview import By, Overview, Tally
from gongkai_cli.reckoning.standings import Standing
from gongkai_cli.rendering.pages.words import figure
from gongkai_cli.table import Block, Cell, Column, Document, Line, Table, Tone, plain

BAR = 10
_FIGURES = (Standing.OVERDUE, Standing.SILENT, Standing.SHORT, Standing.UNCLAIMED)


def status_page(answer: Overview, by: By) -> Document:
    """Totals in one sentence, then a bar per group in the plan's or the roster's order."""
    blocks: list[Block] = [Line((Cell(_sentence(answer), Tone.STRONG),))]
    if answer.tallies:
        blocks += [None, _bars(answer, by), None, Line(plain(_legend()))]
    return Document(tuple(blocks))


def status_table(answer: Overview, by: By) -> Table:
    """The same figures for spreadsheets, every 进度 in a column of its own."""
    titles = (by.value, "应办", "已办结", "完成率", *(str(each) for each in Standing))
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
    return f"{100 * tally.done // tally.bound}%" if tally.bound else "—"


def counts_line(answer: Overview) -> str:
    """逾期 1   缺报 212 …: each 进度 with its figure."""
    counts = answer.counts
    shown = [each for each in Standing if counts[each] or each in _FIGURES[:3]]
    return "   ".join(f"{each} {counts[each]}" for each in shown)


def _sentence(answer: Overview) -> str:
    bound = sum(tally.bound for tally in answer.tallies)
    done = sum(tally.done for tally in answer.tallies)
    share = f"（{100 * done // bound}%）" if bound else ""
    waiting = answer.counts[Standing.UNCLAIMED]
    unclaimed = f"，另有{waiting}项待认领" if waiting else ""
    return f"截至{answer.as_of}：应办{bound}项，办结{done}项{share}{unclaimed}。"


def _bars(answer: Overview, by: By) -> Table:
    titles = (Column(by.value), Column("办结"), Column("", right=True), Column("应办", right=True))
    figures = tuple(Column(each, right=True) for each in _FIGURES)
    return Table((*titles, *figures), tuple(map(_bar_row, answer.tallies)))


def _bar_row(tally: Tally) -> tuple[Cell, ...]:
    figures = (figure(tally.counts[each], each, {}) for each in _FIGURES)
    bar = Cell(_bar(tally), Tone.GREEN)
    return (Cell(tally.key), bar, Cell(rate(tally)), Cell(str(tally.bound)), *figures)


def _bar(tally: Tally) -> str:
    """At least one block once anything is done, all of them only when everything is."""
    if not tally.done:
        return "─" * BAR
    full = max(BAR * tally.done // tally.bound, 1)
    return "█" * full + "─" * (BAR - full)


def _legend() -> str:
    return "办结率 = 办结 ÷ 应办；待认领和不涉及不算应办。"
