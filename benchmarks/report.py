"""Measurements as Markdown: a table for each district, then the bars that were set."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from cases import GATE, START
from facts import AS_OF, SIZES
from measure import Measured

Results: TypeAlias = Mapping[str, Measured]
Counts: TypeAlias = Mapping[str, int]

TITLES = {
    START: "启动，和本仓库自己的台账",
    GATE: "检查：5,600条记录的仓库，分支上新增一条",
}
"""What a reader calls a group that is no district."""

HEAD = ("| 命令 | 中位数 | 最短 | 内存峰值 |", "|---|--:|--:|--:|")
BARS_HEAD = ("| 量什么 | 与什么比 | 应不超过 | 实测 | 结果 |", "|---|---|--:|--:|---|")


@dataclass(frozen=True, slots=True)
class Bar:
    """A promise: the median of the case `of` is at most `limit` times that of `against`."""

    of: str
    against: str
    limit: float
    aim: bool = False
    """Hoped for, not promised."""


BARS = (
    Bar("start/version", "start/typer", 1.5),
    Bar("start/later", "start/typer", 3),
    Bar("start/no-cache", "start/typer", 3),
    Bar("small/first", "small/hledger", 1),
    Bar("small/same", "small/ledger", 1),
    Bar("small/later", "small/ledger", 1, aim=True),
    Bar("big/first", "middle/first", 12),
    Bar("big/later", "middle/later", 12),
    Bar("big/same", "big/ledger", 0.5),
    Bar("big/later", "big/ledger", 0.5, aim=True),
    Bar("big/same", "big/task", 1, aim=True),
    Bar("big/later", "big/task", 1, aim=True),
    Bar("big/unit", "small/unit", 2),
)
BIGGEST, KIB_PER_RECORD = SIZES["big"], 1.0


def tables(measured: Sequence[Measured], counts: Mapping[str, Counts]) -> str:
    """All tables, the start-up costs first, then the districts in the order they were measured."""
    groups = dict.fromkeys(result.case.group for result in measured)
    return "\n\n".join(_table(group, measured, counts) for group in groups)


def _table(group: str, measured: Sequence[Measured], counts: Mapping[str, Counts]) -> str:
    """One group: what it is, a row for each of its cases, and whether the programs agree."""
    own = [result for result in measured if result.case.group == group]
    title = f"### {_title(group)}（{own[0].case.rounds}轮）"
    lines = [title, "", *HEAD, *map(_row, own)]
    return "\n".join([*lines, "", _agreement(counts[group])] if group in counts else lines)


def _title(group: str) -> str:
    """What a reader calls the group."""
    if group in TITLES:
        return TITLES[group]
    size = SIZES[group]
    return f"{size.items:,}项，{size.records:,}条记录"


def _row(result: Measured) -> str:
    cells = (result.case.says, _time(result.median), _time(result.fastest), _memory(result.peak))
    return f"| {' | '.join(cells)} |"


def _agreement(counts: Counts) -> str:
    """One sentence that says whether the times above are times for the same answer."""
    if len(set(counts.values())) == 1:
        return f"截至{AS_OF}，四个程序数出的逾期事项同为{next(iter(counts.values())):,}项。"
    told = "、".join(f"{program} {count:,}项" for program, count in counts.items())
    return f"注意：截至{AS_OF}，各程序数出的逾期事项不一致（{told}），所用时间不能直接比较。"


def bars(measured: Iterable[Measured], promises: Iterable[Bar] = BARS) -> str:
    """The promises of which both sides were measured, and what came of them."""
    results = {result.case.key: result for result in measured}
    rows = (*_ratios(results, promises), *_memory_bar(results))
    return "\n".join(["### 目标", "", *BARS_HEAD, *rows])


def _ratios(results: Results, promises: Iterable[Bar]) -> Iterator[str]:
    for bar in promises:
        if bar.of in results and bar.against in results:
            yield _bar_row(bar, results[bar.of], results[bar.against])


def _bar_row(bar: Bar, of: Measured, against: Measured) -> str:
    ratio = of.median / against.median
    kept = _verdict(kept=ratio <= bar.limit) + ("（期望）" if bar.aim else "")
    return f"| {_named(of)} | {_named(against)} | {bar.limit:g}倍 | {ratio:.2f}倍 | {kept} |"


def _memory_bar(results: Results) -> Iterator[str]:
    """The hungriest way to ask gongkai about the largest district, per record."""
    asked = [results[key] for key in ("big/first", "big/no-cache", "big/later") if key in results]
    if asked:
        hungriest = max(asked, key=lambda result: result.peak)
        each = hungriest.peak / BIGGEST.records
        kept = _verdict(kept=each <= KIB_PER_RECORD)
        yield f"| {_named(hungriest)}，内存 | 每条记录 | 1 KiB | {each:.2f} KiB | {kept} |"


def _named(result: Measured) -> str:
    """A case outside its own table: the size of the district stands before it."""
    group = result.case.group
    return (
        result.case.says if group in TITLES else f"{SIZES[group].records:,}条：{result.case.says}"
    )


def _verdict(*, kept: bool) -> str:
    return "达到" if kept else "未达到"


def _time(seconds: float) -> str:
    return f"{seconds:.2f} s" if seconds >= 1 else f"{seconds * 1000:.0f} ms"


def _memory(kib: int) -> str:
    return f"{kib / 1024:,.0f} MiB"
