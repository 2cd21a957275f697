"""The words that mark a plan which is still the sample of a new workspace, and nobody's own."""

from gongkai_cli.domain.plan import Plan

EXAMPLE = "（样例，请换成印发的内容）"
"""Stands in every text of the sample task until the issued table takes its place."""


def is_sample(plan: Plan) -> bool:
    """Whether any task of `plan` still has the sample's wording."""
    return any(EXAMPLE in task.requirement for task in plan.tasks)
