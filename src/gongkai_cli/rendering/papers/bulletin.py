"""通报: a period of the year for leaders, in neutral words; no figure that a table does not carry.

Nothing is demanded that plan and policy do not demand, and nobody praised without a figure. What
is more than that, 督促整改 or 通报批评 (条例 art. 47), is the office's to write.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from gongkai_cli.domain.book import Book
from gongkai_cli.domain.deadline import Period
from gongkai_cli.domain.plan import Scope
from gongkai_cli.reckoning.bulletins import Bulletin, Span
from gongkai_cli.reckoning.overview import FINDINGS, Tally
from gongkai_cli.reckoning.standings import Entry, Standing
from gongkai_cli.rendering.pages.words import listed
from gongkai_cli.rendering.papers import bulletinfigures as figures
from gongkai_cli.rendering.papers.wording import in_full, numeral, signing
from gongkai_cli.table import (
    Addressee,
    Block,
    Document,
    Heading,
    Line,
    Signature,
    plain,
)

_MOST_NAMES = 10


class Paper(NamedTuple):
    """What a 通报 is written from: its figures, and the book they come from."""

    found: Bulletin
    book: Book

    @property
    def span(self) -> Span:
        """The period between its neighbours."""
        return self.found.span

    @property
    def colours(self) -> Mapping[str, str]:
        """The office's own."""
        return self.book.policy.colours


def bulletin_title(paper: Paper) -> str:
    """The title, which is the file's name as well."""
    year, period = paper.found.plan.year, paper.span.period.name
    return f"关于{year}年{period}政务公开重点工作任务进展情况的通报"


def bulletin_paper(paper: Paper) -> Document:
    """The whole paper: the totals, eight parts, who signs."""
    blocks: list[Block] = [Heading(bulletin_title(paper)), None, Addressee("各责任单位：")]
    blocks += map(_line, _opening(paper))
    for number, (title, part) in enumerate(_PARTS, 1):
        blocks += [None, Heading(f"{numeral(number)}、{title}", 2), *_spaced(part(paper))]
    day = in_full(paper.span.as_of)
    return Document((*blocks, None, Signature(signing(paper.book.roster), day)))


def _spaced(blocks: Iterator[Block]) -> Iterator[Block]:
    """Tables and charts with an empty line before them, and before what follows."""
    after_table = False
    for block in blocks:
        running = isinstance(block, Line)
        if after_table or not running:
            yield None
        yield block
        after_table = not running


def _line(text: str) -> Line:
    return Line(plain(text))


def _opening(paper: Paper) -> Iterator[str]:
    plan, span, period = paper.found.plan, paper.span, paper.span.period
    yield (
        f"现将《{plan.title}》{plan.year}年{period.name}（{_days(period)}）的进展情况通报如下，"
        f"统计截至{in_full(span.as_of)}，任务按责任单位逐项计算。"
    )
    if span.running:
        yield f"{period.name}到{in_full(period.end)}为止，还没有结束。"
    if span.waiting:
        yield (
            f"{period.name}进展的报送期限到{in_full(period.report_by)}为止，在此之前仍会有报送，"
            "报送情况以期限过后的统计为准。"
        )
    yield _finished(paper) + _reported(paper)
    yield from _guessed(paper)


def _days(period: Period) -> str:
    start, end = period.start, period.end
    return f"{start.month}月{start.day}日至{end.month}月{end.day}日"


def _finished(paper: Paper) -> str:
    """How many items there are, and how they stand."""
    found, now = paper.found, paper.found.now
    apart = "、".join(_counted(now, figures.apart(now)))
    among = f"（其中{apart}）" if apart else ""
    rate = f"，办结率{figures.share(now.done, now.bound)}" if now.bound else ""
    outside = [each for each in figures.OUTSIDE if now.counts[each]]
    return (
        f"任务分解表共{len(found.plan.tasks)}项任务，{len(found.units)}个单位应办{now.bound}项。"
        f"已办结{now.done}项{among}{rate}；{'，'.join(_counted(now, [*FINDINGS, *outside]))}。"
    )


def _counted(now: Tally, standings: Iterable[Standing]) -> list[str]:
    return [f"{each}{now.counts[each]}项" for each in standings]


def _reported(paper: Paper) -> str:
    """How many of the period's reports came."""
    came, missing = paper.found.reports
    due, name = came + missing, paper.span.period.name
    rate = f"，报送率{figures.share(came, due)}" if due and not paper.span.waiting else ""
    unreported = figures.unreported(paper.found)
    return f"{name}应报{due}项，已报{came}项，{unreported}{missing}项{rate}。"


def _guessed(paper: Paper) -> Iterator[str]:
    """Which years' work days the last days for reporting were counted in without a notice."""
    shown = filter(None, (paper.span.period, paper.span.after))
    days = {each.report_by for each in shown if each.report_by > each.end}
    years = sorted({day.year for day in days if not paper.book.calendar.is_published(day.year)})
    if years:
        named = listed(f"{year}年" for year in years)
        yield f"没有{named}的放假安排，报送期限中的工作日按周一至周五推算。"


def _overall(paper: Paper) -> Iterator[Block]:
    yield _line(
        "一项任务只计一种进度，先计逾期，再计缺报；逾期而又没有报送的，计入逾期。"
        "占比的分母，前一部分是应办，后一部分是应报。"
    )
    yield figures.totals(paper.found, paper.colours)
    if paper.found.now.bound:
        yield figures.overall_chart(paper.found, paper.colours)


def _units(paper: Paper) -> Iterator[Block]:
    found = paper.found
    if not found.units:
        yield _line("没有单位有应办任务，不排名次。")
        return
    yield _line(_waiting_order(found) if paper.span.waiting else _order(found))
    if found.unbound:
        names = _names([line.unit.name for line in found.unbound])
        yield _line(f"没有应办任务、不参加排名的单位有{len(found.unbound)}个：{names}。")
    yield figures.ranking(found)


def _order(found: Bulletin) -> str:
    rates = "办结率为办结占应办的比例，报送率为已报占应报的比例。"
    order = "名次先比办结率，再比报送率，都相同的并列；本期没有应报的，报送率按全部已报计。"
    return rates + ("各单位的这两项都相同，不排名次。" if figures.alike(found) else order)


def _waiting_order(found: Bulletin) -> str:
    """How units are ranked while reports may still come: by what is finished, and no more."""
    rate = "办结率为办结占应办的比例。报送期限还没有过，不比报送率。"
    order = "名次只比办结率，相同的并列。"
    return rate + ("各单位的办结率都相同，不排名次。" if figures.alike(found) else order)


def _names(names: Sequence[str]) -> str:
    return listed(names[:_MOST_NAMES]) + ("等" if len(names) > _MOST_NAMES else "")


def _topics(paper: Paper) -> Iterator[Block]:
    if chart := figures.section_chart(paper.found, paper.colours):
        yield _line("各部分的办结情况如图，各部分、各项工作任务的情况如表。")
        yield chart
        yield figures.sections(paper.found, paper.colours)
    yield figures.topics(paper.found, paper.colours)


def _movement(paper: Paper) -> Iterator[Block]:
    found, before = paper.found, paper.span.before
    if before is None:
        yield _line(f"{paper.span.why_alone}。")
        return
    finished, undone, late, better = found.moves
    yield _line(
        f"与{before.name}（统计截至{in_full(paper.span.earlier)}）相比，新办结{finished}项，"
        f"退出办结{undone}项，新逾期{late}项，已消除{better}项。退出办结是指上期办结，本期不再是的；"
        "已消除是指上期逾期、缺报或未达标，本期都不再是的，包括不再应办的。"
    )
    yield figures.compared(found)
    yield figures.moved(found)


def _goals(paper: Paper) -> Iterator[Block]:
    found, undecided = paper.found, _undecided(paper)
    if not (found.district or found.each_unit or undecided):
        yield _line("任务分解表没有可以统计的指标。")
    if found.district:
        yield _line(_of_the_district(found))
        yield figures.district_goals(found)
    if found.each_unit:
        yield _line("每个单位都要达到的指标如下，按应办该任务的单位计算。")
        yield figures.unit_goals(found)
    if undecided:
        yield _line(f"下列指标的范围未明确，没有统计：{_names(undecided)}。")


def _of_the_district(found: Bulletin) -> str:
    """Only what adds up is called a sum."""
    added = {each.target.add_up for each in found.district}
    if added == {True}:
        return "全区合计的指标如下。"
    last = "最近一次所报的数，写明报送的单位和日期"
    if added == {False}:
        return f"全区的指标如下，已报一栏是{last}。"
    return f"全区的指标如下，已报一栏，各次报送相加的是全区合计，不相加的是{last}。"


def _undecided(paper: Paper) -> list[str]:
    return [
        f"任务{task.id}的{target.name}"
        for task in paper.found.plan.tasks
        for target in task.targets
        if target.scope is Scope.UNDECIDED
    ]


def _pressing(paper: Paper) -> Iterator[Block]:
    found, lines = paper.found, figures.pressing(paper.found)
    if paper.span.waiting:
        yield _line(f"{paper.span.period.name}的报送期限还没有过，这一期尚未报送的不列入。")
    there, absent = _pressed(paper)
    if absent:
        yield _line(f"{'，'.join(absent)}。")
    if lines:
        order = _pressing_order(found) if len(lines) > 1 else ""
        yield _line(f"需要抓紧的单位有{len(lines)}个：{'，'.join(there)}。{order}")
        yield figures.pressing_units(found, paper.colours)
    yield from _late(paper)
    yield from _short(paper)


def _pressing_order(found: Bulletin) -> str:
    late = found.now.named
    return "逾期项数多的在前，相同的，逾期最久的在前。" if late else "项数多的在前。"


def _pressed(paper: Paper) -> tuple[list[str], list[str]]:
    """What units are chased for, with how many items; and what there is nothing of."""
    found, name = paper.found, paper.span.period.name
    missing = sum(map(figures.unanswered, found.lines))
    silent, none = f"{name}未报", f"{name}没有未报的进展"
    if paper.span.waiting:
        silent, none = "报送期限已过的缺报", "没有缺报的任务"
    kinds = (
        (len(found.now.named), "逾期", "没有逾期的任务"),
        (missing, silent, none),
        (len(found.short), "未达标", "没有未达标的任务"),
    )
    there = [f"{words}{count}项" for count, words, _ in kinds if count]
    return there, [words for count, _, words in kinds if not count]


def _late(paper: Paper) -> Iterator[Block]:
    late = paper.found.now.named
    if late and not figures.are_few(late):
        yield _line("逾期的任务较多，不再逐项列出。")
    elif late:
        yield _line(f"逾期的任务有{len(late)}项，涉及{_units_of(late)}个单位，按逾期天数排列如下。")
        yield figures.late_items(paper.found, paper.colours)


def _short(paper: Paper) -> Iterator[Block]:
    short = paper.found.short
    if short and not figures.are_few(short):
        yield _line("未达标的任务较多，不再逐项列出。")
    elif short:
        yield _line(
            f"报送已完成、所报数字还没有达到指标的任务有{len(short)}项，"
            f"涉及{_units_of(short)}个单位，如下。"
        )
        yield figures.short_items(paper.found)


def _units_of(entries: Sequence[Entry]) -> int:
    return len({entry.item.unit.name for entry in entries})


def _well_done(paper: Paper) -> Iterator[Block]:
    """Who owes nothing is only known once the last day for reporting is over."""
    found, name = paper.found, paper.span.period.name
    kept_up = () if paper.span.waiting else figures.kept_up(found)
    closed = figures.closed_in_time(found)
    if not (kept_up or found.early or closed):
        yield _line(f"{name}没有可以列出的单位和任务。")
    if kept_up:
        yield _line(
            f"没有逾期、逾期完成、缺报、未达标和已退回的任务，各期进展也都已报送的单位有"
            f"{len(kept_up)}个，按名次排列如下。"
        )
        yield figures.kept_up_units(found)
    if found.early:
        yield _line(f"{name}内提前完成的任务有{len(found.early)}项。")
        yield figures.early_items(found)
    if closed:
        yield _line(f"按时完成、{name}内经核验销号的任务有{len(closed)}项。")
        yield figures.closed_items(found)


def _next(paper: Paper) -> Iterator[Block]:
    found, asked, policy = paper.found, paper.span.asked, paper.book.policy
    if asked is None:
        yield _line(f"{found.plan.year}年的报送周期到此结束。")
    else:
        yield _line(f"{asked.name}的进展请在{in_full(asked.report_by)}以前（含当日）报送。")
    if policy.require_evidence:
        yield _line("申报已完成的，要附佐证材料。")
    if policy.require_close:
        yield _line("申报已完成的，经办公室核验销号后计为办结。")
    if found.ahead:
        yield _line(f"{_named(paper.span.coming)}到期、尚未完成的任务如下，请按时完成。")
        yield figures.ahead_items(found)


def _named(period: Period | None) -> str:
    return period.name if period else ""


_PARTS = (
    ("总体情况", _overall),
    ("各单位情况", _units),
    ("各项工作任务情况", _topics),
    ("与上一期相比", _movement),
    ("指标", _goals),
    ("需要抓紧的单位", _pressing),
    ("做得好的单位和任务", _well_done),
    ("下一步要求", _next),
)
