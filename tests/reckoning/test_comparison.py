from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai_cli.domain.plan import Plan, Scope, Target, Task
from gongkai_cli.reckoning.comparison import (
    Doubts,
    Piece,
    Turn,
    carried_over,
    compared,
    doubts_between,
    pieces,
)

KEPT, GONE, NEW = Turn.KEPT, Turn.GONE, Turn.NEW


def task(number: int, requirement: str, deadline: str = "全年", topic: str = "清单") -> Task:
    return Task(number, "一、公开", topic, requirement, "示例一局", deadline)


def plan(*tasks: Task) -> Plan:
    return Plan("2023年示例区任务分解表", "示例区", 2023, None, "", tasks)


FIRST = task(1, "编制示例事项清单，并主动向社会公开。")
SECOND = task(2, "组织示例培训不少于2次。")
NOTED = SECOND._replace(note="说明")
REWORDED = task(2, "组织示例培训不少于3次。")


def turns(before: str, after: str) -> list[tuple[Turn, str]]:
    return [(piece.turn, piece.text) for piece in pieces(before, after)]


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        ("全年", "全年", [(KEPT, "全年")]),
        ("", "全年", [(NEW, "全年")]),
        ("全年", "", [(GONE, "全年")]),
        ("", "", []),
        ("6月底前", "9月底前", [(GONE, "6"), (NEW, "9"), (KEPT, "月底前")]),
        ("不少于12次", "不少于15次", [(KEPT, "不少于"), (GONE, "12"), (NEW, "15"), (KEPT, "次")]),
        ("编制清单", "编制并公开清单", [(KEPT, "编制"), (NEW, "并公开"), (KEPT, "清单")]),
        (
            "甲一乙二丙",
            "丁一戊二己",
            [(GONE, "甲一乙二丙"), (NEW, "丁一戊二己")],
        ),
        (
            "示例一局牵头，示例二局配合",
            "示例三局牵头，示例四局配合",
            [
                (KEPT, "示例"),
                (GONE, "一"),
                (NEW, "三"),
                (KEPT, "局牵头，示例"),
                (GONE, "二"),
                (NEW, "四"),
                (KEPT, "局配合"),
            ],
        ),
    ],
)
def test_word_by_word(before: str, after: str, found: list[tuple[Turn, str]]) -> None:
    assert turns(before, after) == found


def test_long_texts_are_compared_at_their_ends() -> None:
    before, after = f"起{'甲' * 3000}终", f"起{'乙' * 3000}终"
    assert turns(before, after) == [
        (KEPT, "起"),
        (GONE, "甲" * 3000),
        (NEW, "乙" * 3000),
        (KEPT, "终"),
    ]


@given(st.text("甲乙12，", max_size=30), st.text("甲乙12，", max_size=30))
def test_pieces_say_both_texts(before: str, after: str) -> None:
    found = pieces(before, after)
    assert "".join(piece.text for piece in found if piece.turn is not NEW) == before
    assert "".join(piece.text for piece in found if piece.turn is not GONE) == after


def test_same_plans() -> None:
    settled = SECOND._replace(note="说明", due=date(2023, 6, 30))
    assert compared(plan(FIRST, SECOND), plan(FIRST, settled)).same


def test_title_region_and_year() -> None:
    other = plan(FIRST)._replace(title="2024年示例区任务分解表", region="另一区", year=2024)
    found = compared(plan(FIRST), other)
    assert not found.same
    assert [change.name for change in found.head] == ["标题", "地区", "年度"]
    assert found.head[2].pieces == (Piece(GONE, "2023"), Piece(NEW, "2024"))


def test_added_and_removed() -> None:
    found = compared(plan(FIRST, SECOND), plan(SECOND, task(3, "开展政策解读工作。")))
    assert [each.id for each in found.removed] == [1]
    assert [each.id for each in found.added] == [3]
    assert found.reworded == ()


def test_reworded_under_its_number() -> None:
    after = task(2, "组织示例培训不少于3次。", "6月底前")
    [change] = compared(plan(FIRST, SECOND), plan(FIRST, after)).reworded
    assert (change.before, change.after) == (SECOND, after)
    assert [each.name for each in change.changes] == ["具体要求", "完成时限"]


def test_same_requirement_under_another_number_is_the_same_task() -> None:
    found = compared(plan(FIRST, SECOND), plan(FIRST._replace(id=2), SECOND._replace(id=1)))
    assert [[each.name for each in change.changes] for change in found.reworded] == [["序号"]] * 2


def test_same_requirement_twice_is_two_tasks() -> None:
    twice = plan(FIRST, FIRST._replace(id=2, deadline="6月底前"))
    assert compared(twice, plan(*reversed(twice.tasks))).same
    found = compared(twice, plan(FIRST))
    assert [each.id for each in found.removed] == [2]


def test_reworded_under_another_number() -> None:
    after = task(9, "编制示例事项目录，并主动向社会公开。")
    [change] = compared(plan(FIRST), plan(SECOND, after)).reworded
    assert change.after.id == 9


def test_most_alike_goes_first() -> None:
    old = [task(1, "编制示例清单。"), task(2, "编制示例总清单。")]
    new = [task(8, "编制示例总清单表。"), task(9, "编制示例清单表。")]
    found = compared(plan(*old), plan(*new))
    assert [(each.before.id, each.after.id) for each in found.reworded] == [(2, 8), (1, 9)]


def test_another_task_under_the_number_is_another_task() -> None:
    found = compared(plan(FIRST), plan(task(1, "组织培训")))
    assert ([each.id for each in found.removed], [each.id for each in found.added]) == ([1], [1])


def test_two_large_plans_that_have_nothing_in_common() -> None:
    old = plan(*(task(n, f"甲{'子丑寅卯'[n % 4] * 9}{n}") for n in range(60)))
    new = plan(*(task(n + 100, f"乙{'辰巳午未'[n % 4] * 9}{n}") for n in range(60)))
    found = compared(old, new)
    assert (len(found.added), len(found.removed)) == (60, 60)


TARGET = Target("示例培训", Decimal(2), "次", add_up=True, scope=Scope.DISTRICT)


def test_what_was_settled_is_carried_over() -> None:
    settled = SECOND._replace(
        targets=(TARGET,), due=date(2023, 6, 30), lead=("甲",), assist=("乙",), note="说明"
    )
    lost = task(3, "开展解读。")._replace(note="另一说明")
    found = carried_over(plan(FIRST, settled, lost), plan(FIRST, SECOND._replace(id=7)))
    assert found.plan.tasks == (FIRST, settled._replace(id=7))
    assert (found.taken, found.lost) == ((7,), (3,))


def test_day_of_issue_and_source_stay_in_the_year() -> None:
    old = plan(FIRST)._replace(issued=date(2023, 5, 4), source="a.docx")
    assert carried_over(old, plan(FIRST)).plan == old
    newer = plan(FIRST)._replace(issued=date(2023, 5, 8), source="b.docx")
    assert carried_over(old, newer).plan == newer
    other = plan(FIRST)._replace(year=2024)
    assert carried_over(old, other).plan == other


def test_changed_wording_loses_what_was_settled() -> None:
    settled = SECOND._replace(due=date(2023, 6, 30))
    found = carried_over(plan(settled), plan(SECOND._replace(deadline="9月底前")))
    assert found.plan.tasks[0].due is None
    assert (found.taken, found.lost) == ((), (2,))


def test_due_days_stay_in_their_year() -> None:
    dated = FIRST._replace(due=date(2023, 6, 30))
    noted = SECOND._replace(due=date(2023, 6, 30), note="说明", targets=(TARGET,))
    found = carried_over(plan(dated, noted), plan(FIRST, SECOND)._replace(year=2024))
    assert found.plan.tasks == (FIRST, noted._replace(due=None))
    assert (found.taken, found.lost) == ((2,), ())


@pytest.mark.parametrize(
    ("before", "after", "doubts"),
    [
        ((SECOND,), (SECOND,), Doubts((), (), ())),
        ((NOTED,), (NOTED,), Doubts((), (), ())),
        ((SECOND,), (REWORDED,), Doubts((), (), ())),
        ((NOTED,), (REWORDED._replace(note="说明"),), Doubts((2,), (), ())),
        ((), (NOTED,), Doubts((2,), (), ())),
        ((FIRST, SECOND), (FIRST, NOTED), Doubts((), (2,), ())),
        ((FIRST, NOTED), (FIRST, SECOND), Doubts((), (2,), ())),
        ((FIRST, NOTED), (FIRST, REWORDED), Doubts((), (), (2,))),
        ((FIRST, NOTED), (FIRST,), Doubts((), (), (2,))),
        # settled under the number, while the wording moved on to another
        (
            (FIRST, NOTED),
            (SECOND._replace(id=1), FIRST._replace(id=2, note="说明")),
            Doubts((2,), (), ()),
        ),
    ],
)
def test_doubts_where_the_document_settles_all_itself(
    before: tuple[Task, ...], after: tuple[Task, ...], doubts: Doubts
) -> None:
    assert doubts_between(plan(*before), plan(*after)) == doubts


def test_what_the_new_plan_settles_itself_stays() -> None:
    old = SECOND._replace(note="旧", targets=(TARGET,))
    found = carried_over(plan(old), plan(SECOND._replace(note="新")))
    assert (found.plan.tasks[0].note, found.plan.tasks[0].targets) == ("新", (TARGET,))


def test_same_wording_twice_takes_each_its_own() -> None:
    twice = plan(FIRST._replace(note="一"), FIRST._replace(id=2, note="二"))
    bare = plan(FIRST, FIRST._replace(id=2), FIRST._replace(id=3))
    assert [each.note for each in carried_over(twice, bare).plan.tasks] == ["一", "二", ""]
