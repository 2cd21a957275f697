import pytest

from gongkai_cli.checking.plan import (
    closed_units,
    memberless_groups,
    missing_source,
    repeated_targets,
    reversed_units,
    roster_file,
    undecided_scopes,
)
from gongkai_cli.domain.plan import Scope, Task
from gongkai_cli.domain.roster import Group, Roster, UnitKind
from small_book import GROUPS, JUSTICE, OFFICE, STREET, book, day, target, task
from small_desk import case


def test_an_undecided_scope_is_told_where_it_is_written() -> None:
    first = task(7, targets=(target("培训"), target("入口", scope=Scope.UNDECIDED)))
    second = task(
        2, targets=(target("解读", scope=Scope.UNDECIDED), target("评议", scope=Scope.DISTRICT))
    )
    found = list(undecided_scopes(case(book(first, second))))
    assert [(each.code, each.file, each.path) for each in found] == [
        ("G206", "data/tasks.yaml", ("tasks", 7, "targets", 1, "scope")),
        ("G206", "data/tasks.yaml", ("tasks", 2, "targets", 0, "scope")),
    ]
    assert "任务7的指标“入口”" in found[0].message


@pytest.mark.parametrize(
    ("begun", "ended", "wrong"),
    [
        ("2023-6-1", "2023-5-31", True),
        ("2023-6-1", "2023-6-1", False),  # it existed for a day
        ("2023-6-1", "2023-6-2", False),
        ("2023-6-1", "", False),
        ("", "2023-6-1", False),
        ("", "", False),
    ],
)
def test_a_unit_does_not_end_before_it_begins(
    begun: str,
    ended: str,
    wrong: bool,  # noqa: FBT001 a column of the table
) -> None:
    unit = JUSTICE._replace(
        active_from=day(begun) if begun else None, active_until=day(ended) if ended else None
    )
    roster = Roster(OFFICE.name, [OFFICE, unit], GROUPS)
    found = [
        (each.code, each.file, each.path) for each in reversed_units(case(book(roster=roster)))
    ]
    where = ("G207", "data/units.yaml", ("units", 1, "active_until"))
    assert found == ([where] if wrong else [])


def test_of_targets_of_one_name_all_but_the_first_are_told() -> None:
    of = book(
        task(1, targets=(target("培训"), target("入口"), target("培训"), target("培训"))),
        task(2, targets=(target("培训"),)),
    )
    found = [(each.code, each.path) for each in repeated_targets(case(of))]
    assert found == [
        ("G208", ("tasks", 1, "targets", 2, "name")),
        ("G208", ("tasks", 1, "targets", 3, "name")),
    ]


@pytest.mark.parametrize(
    ("source", "wrong"),
    [("", False), ("data/source/1.txt", False), ("data/source/2.txt", True), ("../1.txt", True)],
)
def test_the_issued_document_is_there(
    source: str,
    wrong: bool,  # noqa: FBT001 a column of the table
) -> None:
    of = book()
    asked = case(of._replace(plan=of.plan._replace(source=source)), files=["data/source/1.txt"])
    found = [(each.code, each.file, each.path) for each in missing_source(asked)]
    assert found == ([("G209", "data/tasks.yaml", ("source",))] if wrong else [])


@pytest.mark.parametrize(
    ("ended", "wrong"),
    [("", False), ("2023-1-1", False), ("2022-12-31", True), ("none", True)],
)
def test_a_group_has_a_unit_in_the_year(
    ended: str,
    wrong: bool,  # noqa: FBT001 a column of the table
) -> None:
    until = None if ended in {"", "none"} else day(ended)
    street = STREET._replace(active_until=until)
    units = [OFFICE] if ended == "none" else [OFFICE, street]
    of = book(roster=Roster(OFFICE.name, units, GROUPS))
    found = [(each.code, each.file, each.path) for each in memberless_groups(case(of))]
    assert found == ([("G210", "data/units.yaml", ("groups", 1, "name"))] if wrong else [])


def test_a_group_of_several_kinds_needs_one_unit() -> None:
    both = Group("各单位", frozenset({UnitKind.STATIONED, UnitKind.STREET}))
    asked = case(book(roster=Roster(OFFICE.name, [OFFICE, STREET], [both])))
    assert list(memberless_groups(asked)) == []
    [found] = memberless_groups(case(book(roster=Roster(OFFICE.name, [OFFICE], [both]))))
    assert "类别是街道、驻区机构的单位" in found.hint


@pytest.mark.parametrize(
    ("ended", "successor", "hint"),
    [
        ("", "", None),
        ("2023-1-1", "区政府办公室", None),
        ("2022-12-31", "", "请核对；已由别的单位承接的，在名录里写明 successor"),
        (
            "2022-12-31",
            "区政府办公室",
            (
                "它的职责由区政府办公室承接；请核对，"
                "在名录里把“区司法局”写成区政府办公室的别名，原来那一条去掉"
            ),
        ),
    ],
)
def test_a_task_of_a_unit_that_is_gone_names_its_successor(
    ended: str, successor: str, hint: str | None
) -> None:
    gone = JUSTICE._replace(active_until=day(ended) if ended else None, successor=successor)
    asked = case(book(task(7), roster=Roster(OFFICE.name, [OFFICE, gone], GROUPS)))
    found = [(each.code, each.path, each.hint) for each in closed_units(asked)]
    assert found == ([("G213", ("tasks", 7, "responsible"), hint)] if hint else [])


@pytest.mark.parametrize(
    ("one", "carried"),
    [
        (task(7), False),
        (task(7, lead=(OFFICE.name,)), True),
        (task(7, assist=(OFFICE.name,)), True),
        (task(7, responsible="区司法局、区政府办公室"), True),
        (task(7, responsible="区司法局、区政府各部门"), True),
        (task(7, responsible="区司法局等相关部门"), False),  # may say 不涉及
        (task(7, lead=(STREET.name,)), False),
    ],
)
def test_a_task_that_the_successor_has_falls_on_somebody(
    one: Task,
    carried: bool,  # noqa: FBT001 a column of the table
) -> None:
    gone = JUSTICE._replace(active_until=day("2022-12-31"), successor=OFFICE.name)
    asked = case(book(one, roster=Roster(OFFICE.name, [OFFICE, gone, STREET], GROUPS)))
    assert [each.code for each in closed_units(asked)] == ([] if carried else ["G213"])


def test_the_old_name_as_an_alias_of_the_successor_gives_it_the_task() -> None:
    """What the hint says to do: the wording stays, nobody is called 牵头, nothing is reported."""
    heir = OFFICE._replace(aliases=(JUSTICE.name,))
    asked = case(book(task(7), roster=Roster(OFFICE.name, [heir, STREET], GROUPS)))
    assert list(closed_units(asked)) == []
    item = asked.duties[7].item(heir)
    assert item is not None
    assert item.role is None


def test_a_roster_stands_beside_its_plan() -> None:
    assert roster_file("data/tasks.yaml") == "data/units.yaml"
    assert roster_file("data/archive/2022/tasks.yaml") == "data/archive/2022/units.yaml"
