from pathlib import Path

import pytest

from gongkai_cli.domain.book import Book
from gongkai_cli.domain.deadline import Cycle, Deadline
from gongkai_cli.domain.item import Basis, Role
from gongkai_cli.domain.plan import Task
from gongkai_cli.domain.roster import Group, Roster, Unit, UnitKind
from gongkai_cli.reading.book import load_book
from gongkai_cli.reading.cache import Cache
from gongkai_cli.reading.workspace import Workspace
from gongkai_cli.reckoning.assignment import bind, deadline_of, duties, nearest
from gongkai_cli.reckoning.phrases import PhraseError
from gongkai_cli.reckoning.responsible import OPEN_TAIL
from small_book import FINANCE, JUSTICE, OFFICE, ROSTER, STREET, TAXES, YEAR, book, day, task

Assigned = dict[str, tuple[Basis, Role | None]]

NAMED, GROUP, OPEN = Basis.NAMED, Basis.GROUP, Basis.OPEN
LEAD, ASSIST = Role.LEAD, Role.ASSIST


def assigned(row: Task, roster: Roster = ROSTER) -> Assigned:
    """Whom `row` falls to, and why, and in which part."""
    bound = bind(row, roster)
    items = (bound.item(row, unit) for unit in roster.units)
    return {item.unit.name: (item.basis, item.role) for item in items if item}


@pytest.mark.parametrize(
    ("responsible", "expected"),
    [
        ("区司法局、区税务局", {JUSTICE: (NAMED, None), TAXES: (NAMED, None)}),
        ("区财政和国资局", {FINANCE: (NAMED, None)}),
        (
            "区政府各部门，各街道办事处",
            dict.fromkeys((OFFICE, JUSTICE, FINANCE, STREET), (GROUP, None)),
        ),
        (
            "区政府相关部门，各街道办事处",
            {**dict.fromkeys((OFFICE, JUSTICE, FINANCE), (OPEN, None)), STREET: (GROUP, None)},
        ),
        (
            "区司法局等相关部门",
            {OFFICE: (OPEN, None), JUSTICE: (NAMED, None), FINANCE: (OPEN, None)},
        ),
        (
            "区政府相关部门、区政府各部门",
            dict.fromkeys((OFFICE, JUSTICE, FINANCE), (GROUP, None)),
        ),
        (
            "区司法局牵头，区政府各部门配合",
            {OFFICE: (GROUP, ASSIST), JUSTICE: (NAMED, LEAD), FINANCE: (GROUP, ASSIST)},
        ),
        ("区司法局牵头，区司法局、区税务局", {JUSTICE: (NAMED, LEAD), TAXES: (NAMED, None)}),
        ("区司法局牵头，区财政局配合", {JUSTICE: (NAMED, LEAD), FINANCE: (NAMED, ASSIST)}),
    ],
)
def test_named_goes_before_group_before_open(
    responsible: str, expected: dict[Unit, tuple[Basis, Role | None]]
) -> None:
    by_name = {unit.name: why for unit, why in expected.items()}
    assert assigned(task(responsible=responsible)) == by_name


def test_the_keepers_lead_and_assist_stand_beside_the_wording() -> None:
    row = task(
        responsible="区司法局、区财政局",
        lead=("区财政和国资局",),
        assist=("区税务局", "各街道办事处"),
    )
    assert assigned(row) == {
        "区司法局": (NAMED, None),
        "区财政局": (NAMED, LEAD),
        "区税务局": (NAMED, ASSIST),
        "振兴街街道办事处": (GROUP, ASSIST),
    }


def test_a_roster_may_say_whom_an_open_tail_means() -> None:
    streets_too = Group(OPEN_TAIL, frozenset({UnitKind.STREET}), open=True)
    roster = Roster(ROSTER.office, ROSTER.units, [streets_too])
    row = task(responsible="区司法局等有关单位")
    assert assigned(row, roster) == {"区司法局": (NAMED, None), STREET.name: (OPEN, None)}


def test_a_task_that_does_not_bind_a_unit_gives_it_no_item() -> None:
    row = task(responsible="区司法局")
    assert bind(row, ROSTER).item(row, STREET) is None


@pytest.mark.parametrize(
    ("responsible", "said"),
    [
        ("区司法局、区财政", "名录里没有“区财政”，相近的有：区财政局"),
        ("某某委员会", "名录里没有“某某委员会”"),
    ],
)
def test_a_name_the_roster_does_not_know_is_refused_with_the_nearest(
    responsible: str, said: str
) -> None:
    with pytest.raises(PhraseError) as refusal:
        bind(task(responsible=responsible), ROSTER)
    assert str(refusal.value).startswith(said)


def test_unknown_names_beside_the_wording_are_refused_as_well() -> None:
    with pytest.raises(PhraseError, match="名录里没有“区档案馆”"):
        bind(task(lead=("区档案馆",)), ROSTER)


def test_nearest_names_groups_too_and_at_most_three() -> None:
    names = [*ROSTER.names(), *ROSTER.groups]
    assert nearest("各街道办", names) == "，相近的有：各街道办事处、振兴街街道办事处"
    assert nearest("海关", names) == ""


def test_a_stated_day_stands_in_for_words_nobody_understands() -> None:
    assert deadline_of(task(deadline="春节前", due="1-20"), YEAR) == Deadline(due=day("1-20"))
    with pytest.raises(PhraseError, match="看不懂完成时限“春节前”"):
        deadline_of(task(deadline="春节前"), YEAR)


def test_a_stated_day_leaves_the_reports_that_the_words_ask_for() -> None:
    assert deadline_of(task(deadline="每月", due="6-30"), YEAR).every is Cycle.MONTH


def test_duties_are_the_tasks_understood_in_the_plans_order() -> None:
    found = duties(book(task(2, "6月底前"), task(1, "每月")))
    assert [duty.task.id for duty in found] == [2, 1]
    assert [duty.deadline for duty in found] == [
        Deadline(due=day("6-30")),
        Deadline(every=Cycle.MONTH),
    ]
    item = found[0].item(JUSTICE)
    assert item is not None
    assert (item.task.id, item.unit) == (2, JUSTICE)
    assert found[0].item(STREET) is None


# --- the issued table of 2023 -----------------------------------------------------------------


@pytest.fixture(scope="module")
def issued() -> Book:
    """The shipped plan and roster."""
    return load_book(Workspace(Path(__file__).parents[2]), Cache(None))


ALL = {*range(12, 18), 20, 25, 26, 28, 29, 31, 32, 35, 36, *range(39, 47)}
"""区政府各部门，各街道办事处"""

SOME = {22, 23, 24, 30}
"""区政府相关部门，各街道办事处"""

WITH_STREETS = {1, 2, 3, 4, 7, 8, 9, 10}
"""…等相关部门，各街道办事处"""

NAMES = {
    1: "区发展改革局 区科技局 区文化和旅游局 区投资促进局",
    2: "区科技局 区工业和信息化局 区财政局 区投资促进局",
    3: "区住房城乡建设局 区人力资源和社会保障局 区行政审批服务局",
    4: "区发展改革局 区工业和信息化局 区行政审批服务局",
    5: "区发展改革局 区科技局 区人力资源和社会保障局 区投资促进局 区行政审批服务局",
    6: "区市场监督管理局",
    7: "区人力资源和社会保障局 区退役军人事务局",
    8: "区卫生健康局 区民政局 区生态环境分局",
    9: "区民政局 区住房城乡建设局 区医保局 区教育和体育局 区卫生健康局",
    10: "区发展改革局 区财政局 区投资促进局",
    11: "区财政局 区税务局",
    18: "区政府办公室 区司法局",
    19: "区政府办公室 区司法局",
    21: "区司法局",
    27: "区政府办公室",
    33: "区政府办公室",
    34: "区政府办公室",
    37: "区政府办公室 区教育和体育局 区卫生健康局",
    38: "区政府办公室 区教育和体育局 区卫生健康局",
}


@pytest.mark.parametrize("number", range(1, 47))
def test_every_issued_phrase_binds_whom_it_names(issued: Book, number: int) -> None:
    row = issued.plan.tasks[number - 1]
    found = assigned(row, issued.roster)
    kinds = {unit.name: unit.kind for unit in issued.roster.units}
    departments = {name for name, kind in kinds.items() if kind is UnitKind.DEPARTMENT}
    streets = {name for name, kind in kinds.items() if kind is UnitKind.STREET}
    named = set(NAMES.get(number, "").split())
    group = (departments if number in ALL else set()) | (
        streets if number in ALL | SOME | WITH_STREETS else set()
    )
    open_ = departments - named if number in SOME | set(range(1, 11)) else set()
    assert row.id == number
    assert found == {
        **dict.fromkeys(named, (NAMED, None)),
        **dict.fromkeys(group, (GROUP, None)),
        **dict.fromkeys(open_, (OPEN, None)),
    }


def test_every_issued_deadline_is_understood(issued: Book) -> None:
    found = {duty.task.id: duty.deadline for duty in duties(issued)}
    whole_year = Deadline(due=day("12-31"), by_policy=True)
    lasting = Deadline(by_policy=True, carried=True)
    assert found == {
        **dict.fromkeys(range(1, 47), whole_year),
        **dict.fromkeys((1, 2, 3), lasting),
        21: Deadline(due=day("6-30")),
        38: Deadline(due=day("7-31")),
        22: Deadline(due=day("12-31")),
    }


def test_the_justice_bureau_is_named_in_three_issued_tasks(issued: Book) -> None:
    unit = issued.roster.find("区司法局")
    assert unit is not None
    items = [item for duty in duties(issued) if (item := duty.item(unit))]
    assert [item.task.id for item in items if item.basis is NAMED] == [18, 19, 21]
    assert {item.task.id for item in items if item.basis is GROUP} == ALL
    assert {item.task.id for item in items if item.basis is OPEN} == SOME | set(range(1, 11))
