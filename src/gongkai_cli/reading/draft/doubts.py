"""What a person should look at in a draft: one remark for each thing, said once where it begins."""

import re
from collections.abc import Iterable, Iterator, Sequence

from gongkai_cli.domain.issued import Misheard
from gongkai_cli.domain.plan import Plan
from gongkai_cli.reading.draft.front import Front
from gongkai_cli.reading.draft.headings import Role
from gongkai_cli.reading.draft.parts import Parts, unused_lines
from gongkai_cli.reading.draft.proposals import PENDING, Named
from gongkai_cli.reading.draft.remark import Kind, Remark, quoted
from gongkai_cli.reading.draft.rows import Fill, RawTask
from gongkai_cli.reading.draft.tasks import understood
from gongkai_cli.reading.tables.grid import Place
from gongkai_cli.reckoning.comparison import Carried

_AMOUNT = re.compile(
    "(?:不得?少于|不得?低于|至少|达到|超过)[^。；;，,]{0,12}?[0-9一二两三四五六七八九十百千万]"
    "|[0-9][%％]|(?<![第0-9])[0-9]+(?:次|篇|场|期|件|种|户)"
)


def filled(fills: Iterable[Fill]) -> Iterator[Remark]:
    """What blank cells took from above: one remark for each run of them in a column."""
    run: list[Fill] = []
    for fill in sorted(fills, key=lambda each: (each.place.table, each.role, each.place.row)):
        if run and not _follows(fill, run[-1]):
            yield _fill_remark(run)
            run = []
        run.append(fill)
    if run:
        yield _fill_remark(run)


def _follows(fill: Fill, before: Fill) -> bool:
    """Whether two blank cells stand below each other and took the same."""
    same = (fill.role, fill.text, fill.place.table) == (
        before.role,
        before.text,
        before.place.table,
    )
    return same and fill.place.row <= before.place.row + 1


def _fill_remark(run: Sequence[Fill]) -> Remark:
    first, last = run[0].place, run[-1].place
    rows = f"第{first.row}行" if first.row == last.row else f"第{first.row}至{last.row}行"
    said = f"{rows}的{run[0].role}空着，沿用上面的{quoted(run[0].text)}"
    return Remark(Kind.FILLED, first, said)


def unused_titles(titles: Iterable[Fill], plan: Plan) -> Iterator[Remark]:
    """Titles that no task stands under: they may be notes, or their tasks were lost."""
    used = {title for task in plan.tasks for title in (task.section, task.topic)}
    for title in titles:
        if title.text not in used:
            said = f"这一行下面没有任务，没有编入：{quoted(title.text)}"
            yield Remark(Kind.LEFT, title.place, said)


def about_front(plan: Plan, said: Front, parts: Parts) -> Iterator[Remark]:
    """Where title and day were taken from, and the lines that are neither."""
    used = {line.place for line in parts.above if line.text == plan.title}
    used |= set(said.title_places) if plan.title == said.title else set()
    if said.issued and plan.issued == said.issued:
        used |= set(said.day_places)
        text = f"印发日期取自这一行，写作{plan.issued}，请核对"
        yield Remark(Kind.FRONT, said.day_places[0], text)
    for line in unused_lines(parts, used):
        yield Remark(Kind.LEFT, line.place, f"表外的文字没有编入：{quoted(line.text)}")


def about_annex(misheard: Iterable[Misheard], parts: Parts) -> Iterator[Remark]:
    """Rows of the annex that were not followed."""
    for each in misheard:
        row = parts.annex[each.row]
        said = f"附表的这一行没有采用：{each.reason}：{''.join(map(quoted, row))}"
        yield Remark(Kind.ANNEX, parts.annex_places[each.row], said)


def about_carriage(carried: Carried) -> Iterator[Remark]:
    """What the office had settled before: which tasks keep it, and which have lost it."""
    whole = Place(0)
    if carried.taken:
        said = f"任务{_listed(carried.taken)}文字没有变，原来另定的事项沿用"
        yield Remark(Kind.FILLED, whole, said)
    if carried.lost:
        tasks = _listed(carried.lost)
        said = f"原来为任务{tasks}另定的事项没有沿用：文字改了，或者没有这项任务了"
        yield Remark(Kind.MISSING, whole, said)


def _listed(numbers: Iterable[int]) -> str:
    return "、".join(map(str, numbers))


def about_tasks(plan: Plan, rows: Sequence[RawTask], unknown: Named) -> Iterator[Remark]:
    """Phrases that are not understood, units that nobody knows, numbers that may be targets."""
    row_of = dict(zip((task.id for task in plan.tasks), rows, strict=True))
    for proposal, number in unknown.proposals.items():
        what = f"单位组（{proposal.kind}）" if proposal.group else str(proposal.kind)
        said = f"名录里没有“{proposal.name}”，拟作{what}"
        yield Remark(Kind.UNIT, row_of[number].at(Role.RESPONSIBLE), said)
    for name, number in unknown.unfit.items():
        yield Remark(
            Kind.UNIT,
            row_of[number].at(Role.RESPONSIBLE),
            f"“{name}”不能用作单位名称，请核对责任单位",
        )
    for number in unknown.nameless:
        yield Remark(
            Kind.UNIT, row_of[number].at(Role.RESPONSIBLE), f"任务{number}的责任单位里没有单位名称"
        )
    yield from _deadlines(plan, row_of)
    yield from _amounts(plan, row_of)


def _deadlines(plan: Plan, row_of: dict[int, RawTask]) -> Iterator[Remark]:
    unclear: dict[str, list[int]] = {}
    for task in plan.tasks:
        if not (task.due or task.deadline == PENDING or understood(task.deadline)):
            unclear.setdefault(task.deadline, []).append(task.id)
    for phrase, numbers in unclear.items():
        tasks = _listed(numbers)
        said = f"看不懂完成时限{quoted(phrase)}（任务{tasks}），请写明到期日 due"
        yield Remark(Kind.DEADLINE, row_of[numbers[0]].at(Role.DEADLINE), said)


def _amounts(plan: Plan, row_of: dict[int, RawTask]) -> Iterator[Remark]:
    """Sentences with an amount: whether they set a target, the office says."""
    for task in plan.tasks:
        clauses = re.split("[。；;，,\n]", task.requirement)
        amounts = [clause for clause in clauses if _AMOUNT.search(clause)]
        if amounts and not task.targets:
            said = f"任务{task.id}里{''.join(map(quoted, amounts))}可能是指标，请办公室定"
            yield Remark(Kind.TARGET, row_of[task.id].at(Role.REQUIREMENT), said)
