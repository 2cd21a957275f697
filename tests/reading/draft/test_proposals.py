import pytest

from gongkai_cli.domain.plan import Plan, Task
from gongkai_cli.domain.roster import Group, Roster, Unit, UnitKind
from gongkai_cli.reading.bookforms import ROSTER
from gongkai_cli.reading.draft.proposals import Proposal, named, proposed, roster_values, strangers
from gongkai_cli.reading.draft.values import proposal_text, roster_text
from gongkai_cli.reading.source import parse

DEPARTMENT, STREET = UnitKind.DEPARTMENT, UnitKind.STREET
ROSTER_ = Roster(
    "示例一局",
    [Unit("示例一局", DEPARTMENT, ("示例第一局",))],
    [Group("各街道办事处", frozenset({STREET}))],
)


def plan(*phrases: str) -> Plan:
    tasks = (Task(n, "一、", "甲", "乙", phrase, "全年") for n, phrase in enumerate(phrases, 1))
    return Plan("表", "示例区", 2023, None, "", tuple(tasks))


@pytest.mark.parametrize(
    ("name", "proposal"),
    [
        ("示例二局", Proposal("示例二局", DEPARTMENT)),
        ("示例路街道办事处", Proposal("示例路街道办事处", STREET)),
        ("示例镇", Proposal("示例镇", STREET)),
        ("示例乡人民政府", Proposal("示例乡人民政府", STREET)),
        ("示例乡村振兴局", Proposal("示例乡村振兴局", DEPARTMENT)),
        ("各街道办事处", Proposal("各街道办事处", STREET, group=True)),
        ("示例区政府各部门", Proposal("示例区政府各部门", DEPARTMENT, group=True)),
        ("相关科室", Proposal("相关科室", DEPARTMENT, group=True, open=True)),
    ],
)
def test_name_is_taken_for(name: str, proposal: Proposal) -> None:
    assert proposed(name) == proposal


def test_what_the_roster_lacks() -> None:
    found = named(
        plan("示例一局、示例二局等相关部门", "示例第一局，各街道办事处、示例二局", "负责落实"),
        ROSTER_,
    )
    assert found.proposals == {Proposal("示例二局", DEPARTMENT): 1}
    assert found.nameless == (3,)


def test_without_a_roster_everything_is_lacking() -> None:
    found = named(plan("示例一局、各街道办事处"), None)
    assert [each.name for each in found.proposals] == ["示例一局", "各街道办事处"]


def test_units_stated_beside_the_wording() -> None:
    tasks = (Task(1, "一、", "甲", "乙", "示例一局", "全年", lead=("丙局",), assist=("示例一局",)),)
    assert list(named(plan()._replace(tasks=tasks), ROSTER_).proposals) == [
        Proposal("丙局", DEPARTMENT)
    ]


@pytest.mark.parametrize(
    "name", ["5月底前动工", "建成老年大学。", "很" * 61, "甲/乙", "12", "../甲"]
)
def test_what_is_no_name(name: str) -> None:
    found = named(plan(name), ROSTER_)
    assert (list(found.unfit), found.proposals) == ([name], {})


def test_pending_is_no_unit() -> None:
    assert strangers("待定", None) == []


def test_proposed_roster_has_the_form_of_one() -> None:
    found = named(plan("示例二局、各街道办事处等有关单位", "相关科室"), None)
    text = roster_text(roster_values("示例区", found.proposals))
    values = ROSTER.filled(parse(text, "data/units.yaml").values)  # type: ignore[arg-type]
    assert values["office"] == "待定"
    assert [unit["name"] for unit in values["units"]] == ["示例二局"]
    assert [(group["name"], group["open"]) for group in values["groups"]] == [
        ("各街道办事处", False),
        ("相关科室", True),
    ]
    assert "groups" not in roster_values("示例区", [Proposal("甲", DEPARTMENT)])


def test_entries_for_a_roster_that_there_is() -> None:
    found = [Proposal("甲局", DEPARTMENT), Proposal("各镇", STREET, group=True)]
    assert proposal_text(found) == (
        "units:\n- name: 甲局\n  kind: 部门\ngroups:\n- name: 各镇\n  kinds:\n  - 街道\n"
    )
    assert proposal_text(found[:1]) == "units:\n- name: 甲局\n  kind: 部门\n"
