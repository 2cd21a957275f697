from decimal import Decimal

import pytest

from gongkai_cli.domain.plan import Scope, Target
from gongkai_cli.reckoning.overview import Overview
from gongkai_cli.reckoning.targets import Reached, Said
from gongkai_cli.rendering.pages.overdue import Asked, overdue_page
from gongkai_cli.rendering.terminal import plain_text
from small_book import book, day, target, task

SATISFIED = target("满意度", 90, Scope.DISTRICT, add_up=False)
HELD = target("培训", 2, Scope.DISTRICT)


def said(unit: str, value: int) -> Said:
    return Said(unit, Decimal(value), day("6-1"))


@pytest.mark.parametrize(
    ("goal", "value", "last", "told"),
    [
        (HELD, None, (), "未达：任务1 培训，目标2次，还没有报"),
        (HELD, 1, (), "未达：任务1 培训，目标2次，已报1次"),
        (
            SATISFIED,
            80,
            (said("区司法局", 80),),
            "未达：任务1 满意度，目标90次，区司法局报80次（2023-06-01）",
        ),
        (
            SATISFIED,
            80,
            (said("区司法局", 95), said("区财政局", 80)),
            "所报不一，请核对：任务1 满意度，目标90次，区司法局报95次、区财政局报80次（2023-06-01）",
        ),
    ],
)
def test_whose_value_of_the_districts_target_it_is(
    goal: Target, value: int | None, last: tuple[Said, ...], told: str
) -> None:
    asked = task(1, "6月底前", targets=(goal,))
    reached = Reached(asked, goal, None if value is None else Decimal(value), last)
    answer = Overview(book(asked).plan, day("7-20"), (), (reached,))
    lines = plain_text(overdue_page(answer, Asked()), 200).splitlines()
    assert lines[1] == f"全区指标{told}"
