"""Filled forms → the domain's plan, roster, policy and calendar.

Works on the forms' plain JSON, which is also what the user's cache keeps: one road, so that a
cached year cannot differ from a read one.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from gongkai_cli.domain.deadline import Cycle
from gongkai_cli.domain.plan import Plan, Scope, Target, Task
from gongkai_cli.domain.policy import Policy
from gongkai_cli.domain.roster import Group, Roster, Unit, UnitKind
from gongkai_cli.domain.workdays import WorkCalendar, WorkYear

Json = Mapping[str, Any]


def plan(values: Json, file: str) -> Plan:
    """The plan in `file`, a path inside the workspace."""
    tasks = tuple(
        task(each, section["title"], topic["title"])
        for section in values["sections"]
        for topic in section["topics"]
        for each in topic["tasks"]
    )
    return Plan(
        title=values["title"],
        region=values["region"],
        year=values["year"],
        issued=_day(values["issued"]),
        source=values["source"] or "",
        tasks=tasks,
        file=file,
    )


def roster(values: Json) -> Roster:
    """The roster with its units in the file's order."""
    groups = (
        Group(each["name"], frozenset(map(UnitKind, each["kinds"])), each["open"])
        for each in values["groups"]
    )
    return Roster(values["office"], map(_unit, values["units"]), groups)


def policy(values: Json) -> Policy:
    """The office's settings."""
    return Policy(
        cycle=Cycle(values["cycle"]),
        grace_workdays=values["grace_workdays"],
        due_soon_days=values["due_soon_days"],
        require_evidence=values["require_evidence"],
        require_close=values["require_close"],
        colours=values["colours"],
    )


def calendar(years: Iterable[Json]) -> WorkCalendar:
    """The work days of all years whose notice is known."""
    return WorkCalendar({each["year"]: _work_year(each) for each in years})


def task(values: Json, section: str = "", topic: str = "") -> Task:
    """One task under the titles of its 部分 and 工作任务."""
    return Task(
        id=values["id"],
        section=section,
        topic=topic,
        requirement=values["requirement"],
        responsible=values["responsible"],
        deadline=values["deadline"],
        targets=tuple(map(_target, values["targets"])),
        due=_day(values["due"]),
        lead=tuple(values["lead"]),
        assist=tuple(values["assist"]),
        note=values["note"] or "",
        line=values.get("line", 0),
    )


def _target(values: Json) -> Target:
    return Target(
        values["name"],
        Decimal(values["at_least"]),
        values["unit"],
        values["add_up"],
        Scope(values["scope"]),
    )


def _unit(values: Json) -> Unit:
    return Unit(
        values["name"],
        UnitKind(values["kind"]),
        tuple(values["aliases"]),
        values["full_name"] or "",
        values["code"] or "",
        _day(values["active_from"]),
        _day(values["active_until"]),
        values["account"] or "",
        values["successor"] or "",
    )


def _work_year(values: Json) -> WorkYear:
    off = frozenset(map(date.fromisoformat, values["holidays"]))
    on = frozenset(map(date.fromisoformat, values["workdays"]))
    return WorkYear(values["year"], values["notice"], off, on)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
