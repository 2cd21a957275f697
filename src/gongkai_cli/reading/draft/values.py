"""A plan as the text of tasks.yaml, and a roster as that of units.yaml: the house's form."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import groupby
from typing import Any

from gongkai_cli.domain.plan import Plan, Target, Task
from gongkai_cli.reading.draft.proposals import Proposal
from gongkai_cli.reading.source import dump, shown

Values = dict[str, Any]


def plan_values(plan: Plan) -> Values:
    """`plan` as the values of tasks.yaml; days stay days."""
    return {
        "schema": 1,
        "title": plan.title,
        "region": plan.region,
        "year": plan.year,
        "issued": plan.issued,
        "source": plan.source or None,
        "sections": list(_sections(plan.tasks)),
    }


def plan_text(plan: Plan) -> str:
    """`plan` as tasks.yaml."""
    head = f"# {shown(plan.title)}，由印发的文件导入；文字逐字照录，指标和备注由办公室核定。\n"
    return head + dump(plan_values(plan))


def roster_text(values: Values) -> str:
    """The proposed roster as units.yaml."""
    head = (
        "# 责任单位名录草稿，单位取自任务分解表。请写明 office，即牵头和核验的单位，须在 units 里\n"
        "# 再核对类别（部门、街道、驻区机构），同一单位的不同写法并成一家，列入 aliases。\n"
    )
    return head + dump(values)


def proposal_text(proposals: Iterable[Proposal]) -> str:
    """Entries for a units.yaml that there is already."""
    units: list[Values] = []
    groups: list[Values] = []
    for each in proposals:
        (groups if each.group else units).append(each.values())
    return dump({key: some for key, some in (("units", units), ("groups", groups)) if some})


def _sections(tasks: Iterable[Task]) -> Iterator[Values]:
    for section, inside in groupby(tasks, key=lambda task: task.section):
        topics = groupby(inside, key=lambda task: task.topic)
        yield {
            "title": section,
            "topics": [{"title": topic, "tasks": list(map(_task, own))} for topic, own in topics],
        }


def _task(task: Task) -> Values:
    settled = {
        "due": task.due,
        "lead": list(task.lead),
        "assist": list(task.assist),
        "targets": list(map(_target, task.targets)),
        "note": task.note,
    }
    return {
        "id": task.id,
        "requirement": task.requirement,
        "responsible": task.responsible,
        "deadline": task.deadline,
        **{key: value for key, value in settled.items() if value},
    }


def _target(target: Target) -> Values:
    return {
        "name": target.name,
        "at_least": _number(target.at_least),
        "unit": target.unit,
        "add_up": target.add_up,
        "scope": str(target.scope),
    }


def _number(number: Decimal) -> int | str:
    """A whole number as one; others as text, so that no digit is lost on the way."""
    return int(number) if number == number.to_integral_value() else f"{number:f}"
