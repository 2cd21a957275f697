"""The plan's two tables: the wording as issued, and what the office has settled beside it."""

from gongkai_cli.domain.issued import (
    ANNEX_COLUMNS,
    COLUMNS,
    annex,
    visible,
    wordings,
)
from gongkai_cli.domain.plan import Plan, Task
from gongkai_cli.rendering.frame import Field, Frame, field, merged, titles

_WIDTHS = (9, 20, 24, 58, 32, 16)
_ANNEX_WIDTHS = (18, 30, 108)
_SECTION, _TOPIC = 1, 2


class DoesNotFit(ValueError):  # noqa: N818 - it names the state of a text, not a bug
    """A text that a format cannot hold; its message is a Chinese sentence, without a remedy."""


def issued_frame(plan: Plan) -> Frame:
    """序号, 工作任务 in two columns, 具体要求, 责任单位, 完成时限; 部分 and 工作任务 merged."""
    rows = merged([_row(task) for task in plan.tasks], (_SECTION, _TOPIC))
    return Frame(_WIDTHS, 1, (titles(COLUMNS), *rows), frozenset({0, 1, 2, 5}))


def annex_frame(plan: Plan) -> Frame:
    """任务序号, 事项, 内容: a row for each thing that is set."""
    rows = (tuple(map(field, row)) for row in annex(plan))
    return Frame(_ANNEX_WIDTHS, 1, (titles(ANNEX_COLUMNS), *rows), frozenset({0, 1}))


def _row(task: Task) -> tuple[Field, ...]:
    return tuple(map(field, (str(task.id), *map(visible, wordings(task)))))
