"""日程 in words: each unit's days as its own events, or a whole district's taken together."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import chain

from gongkai_cli.domain.plan import Plan, Task
from gongkai_cli.domain.workdays import WorkCalendar
from gongkai_cli.reckoning.agenda import Agenda, DueDay, ReportDay, Told, together
from gongkai_cli.rendering.calendar import Event
from gongkai_cli.rendering.pages.words import limit, listed

_DUE = "任务到期"
_REPORT = "报送截止"
_FEW = 3


def unit_events(
    plan: Plan, calendar: WorkCalendar, agendas: Iterable[Agenda], year: str = "", *, naming: bool
) -> Iterator[Event]:
    """An event for every item and for every unit's period.

    `naming`: the titles say whose it is. Commands name no folder: a calendar is carried elsewhere.
    `year` is the option that ends them where the plan is not the one in hand.
    """
    for agenda in agendas:
        for due in agenda.due:
            whose = f"{due.item.unit.name} " if naming else ""
            yield _due_event(plan, due, whose, year)
        for report in agenda.reports:
            whose = f"{report.unit.name} " if naming else ""
            yield _report_event(plan, calendar, report, whose, year)


def district_events(
    plan: Plan, calendar: WorkCalendar, agendas: Iterable[Agenda], year: str = ""
) -> Iterator[Event]:
    """One event per task and day and one per period, each naming all its units.

    So that 35 units' 46 tasks stay a calendar that people can look at. `year` as above.
    """
    told: dict[int, list[Told]] = {}
    due: dict[tuple[int, date], list[DueDay]] = {}
    reports: dict[tuple[date, str, int], list[ReportDay]] = {}
    for agenda in agendas:
        for task, theirs in agenda.told.items():
            told.setdefault(task, []).append(theirs)
        for day in agenda.due:
            due.setdefault((day.item.task.id, day.day), []).append(day)
        for each in agenda.reports:
            period = each.period
            reports.setdefault((period.start, period.name, each.fixed), []).append(each)
    # Of everybody who has a task, done with it or not: whoever leaves an event takes nothing away.
    for (number, _), days in sorted(due.items(), key=lambda found: found[0]):
        yield _merged_due(plan, days, together(told[number]), year)
    for _, several in sorted(reports.items(), key=lambda found: found[0]):
        yield _merged_reports(plan, calendar, several, together(chain(*told.values())), year)


def _due_event(plan: Plan, due: DueDay, whose: str, year: str) -> Event:
    task, unit = due.item.task, due.item.unit.name
    text = (
        *_wording(task),
        f"完成时限：{limit(task.deadline, due.day, due.original)}",
        f"报送进展：gongkai update {task.id} --unit {unit}{year}",
    )
    moved = f"（原定{due.original}）" if due.day != due.original else ""
    title = f"{whose}任务{task.id}到期{moved}：{task.topic}"
    name = (plan.region, str(plan.year), unit, "due", str(task.id))
    return Event(name, due.day, title, text, _DUE, _revision(plan, due.told), due.told.day)


def _merged_due(plan: Plan, days: Sequence[DueDay], told: Told, year: str) -> Event:
    task, day = days[0].item.task, days[0].day
    names = [each.item.unit.name for each in days]
    moved = [
        f"{name}（原定{each.original}）"
        for name, each in zip(names, days, strict=True)
        if each.original != day
    ]
    text = (
        *_wording(task),
        f"完成时限：{task.deadline}（{day}）",
        f"未完成的单位（{len(names)}个）：{listed(names)}",
        *([f"其中准予延期到这一天的：{listed(moved)}"] if moved else []),
        f"看进展：gongkai overdue --all{year}",
    )
    title = f"任务{task.id}到期（{_counted(names)}）：{task.topic}"
    name = (plan.region, str(plan.year), "", "due", str(task.id), str(day))
    return Event(name, day, title, text, _DUE, _revision(plan, told), told.day)


def _report_event(
    plan: Plan, calendar: WorkCalendar, report: ReportDay, whose: str, year: str
) -> Event:
    period, unit = report.period, report.unit.name
    text = (
        *_span(calendar, report),
        *(f"任务{task.id} {task.topic}" for task in report.tasks),
        f"报送进展：gongkai update {report.tasks[0].id} --unit {unit}{year}",
    )
    title = f"{whose}{period.name}进展报送截止：{len(report.tasks)}项任务"
    name = (plan.region, str(plan.year), unit, *_known_by(report))
    told = report.told
    return Event(name, period.report_by, title, text, _REPORT, _revision(plan, told), told.day)


def _merged_reports(
    plan: Plan, calendar: WorkCalendar, several: Sequence[ReportDay], told: Told, year: str
) -> Event:
    first = several[0]
    names = [each.unit.name for each in several]
    text = (
        *_span(calendar, first),
        *(f"{each.unit.name}（{len(each.tasks)}项）：任务{_numbers(each)}" for each in several),
        f"看谁没有报：gongkai overdue --standing 缺报{year}",
    )
    title = f"{first.period.name}进展报送截止（{_counted(names)}）"
    name = (plan.region, str(plan.year), "", *_known_by(first))
    day = first.period.report_by
    return Event(name, day, title, text, _REPORT, _revision(plan, told), told.day)


def _wording(task: Task) -> tuple[str, str]:
    return f"具体要求：{task.requirement}", f"责任单位：{task.responsible}"


def _span(calendar: WorkCalendar, report: ReportDay) -> Iterator[str]:
    period = report.period
    yield f"{period.name}：{period.start}至{period.end}，最晚{period.report_by}报送"
    year = period.report_by.year
    if not (report.fixed or calendar.is_published(year)):
        yield f"{year}年的放假安排还没有，按周一至周五算，公布后可能有变。"


def _known_by(report: ReportDay) -> tuple[str, ...]:
    """The policy may give more days of grace: the event stays the same, on another day."""
    return "report", str(report.period.start), report.period.name, str(report.fixed)


def _revision(plan: Plan, told: Told) -> int:
    """A number that a later answer never falls below, and that each day raises.

    An edit of plan, roster or policy leaves no trace but the day on which the next answer is given.
    """
    return told.records + max((told.day - date(plan.year, 1, 1)).days, 0)


def _counted(names: Sequence[str]) -> str:
    return listed(names) if len(names) <= _FEW else f"{len(names)}个单位"


def _numbers(report: ReportDay) -> str:
    return listed(str(task.id) for task in report.tasks)
