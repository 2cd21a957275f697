"""The shipped plan and roster are the issued table of 2023, character for character."""

from collections import Counter
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from issued_table import HEADINGS, SETTLED, Row, issued_cells, issued_rows

DATA = Path(__file__).parents[1] / "data"

FINGERPRINT = "250fb95ed2e3b8ef6919499b3e1bdabe25590e3b7233b2c84c81d117d1d2b64b"


def load(name: str) -> dict[str, Any]:
    """Read one of the shipped YAML files."""
    content: dict[str, Any] = YAML(typ="safe").load(DATA / name)
    return content


PLAN = load("tasks.yaml")
ROSTER = load("units.yaml")
ISSUED = (DATA.parent / PLAN["source"]).read_text(encoding="utf-8")
ROWS = issued_rows(ISSUED)
TOPICS = [(section, topic) for section in PLAN["sections"] for topic in section["topics"]]
TASKS = {task["id"]: task for _, topic in TOPICS for task in topic["tasks"]}

TARGETS = {
    15: [
        ("多角度解读比例", 50, "%", False),
        ("多形式解读比例", 50, "%", False),
        ("重要政策性文件解读形式", 5, "种", False),
    ],
    23: [("公众列席区政府常务会议", 5, "次", True)],
    24: [("政策实施效果评价", 5, "次", True)],
    35: [("基层诉求反映平台入口", 4, "个", False)],
    41: [("政务公开培训", 2, "次", True)],
}


def planned_rows() -> list[Row]:
    """Flatten the plan to the shape of the issued table."""
    return [
        Row(t["id"], section["title"], topic["title"], *wording(t))
        for section, topic in TOPICS
        for t in topic["tasks"]
    ]


def wording(task: dict[str, Any]) -> tuple[str, str, str]:
    """Pick the three cells of a task that the program never edits."""
    return task["requirement"], task["responsible"], task["deadline"]


def test_source_is_the_document_as_issued() -> None:
    assert sha256(ISSUED.encode()).hexdigest() == FINGERPRINT


def test_table_has_the_issued_headings() -> None:
    assert issued_cells(ISSUED)[: len(HEADINGS)] == list(HEADINGS)


@pytest.mark.parametrize("slip", SETTLED)
def test_every_settled_slip_stands_in_the_issued_table(slip: str) -> None:
    assert slip in ISSUED


def test_a_cell_that_says_two_things_is_refused() -> None:
    said = "2023年6月底前"
    with pytest.raises(ValueError, match="too many values"):
        issued_rows(ISSUED.replace(said, f"{said}\n2023年7月底前"))


def test_rows_are_numbered_1_to_46_in_order() -> None:
    assert [row.number for row in ROWS] == list(range(1, 47))
    assert list(TASKS) == list(range(1, 47))


@pytest.mark.parametrize(
    ("issued", "planned"),
    list(zip(ROWS, planned_rows(), strict=True)),
    ids=[str(row.number) for row in ROWS],
)
def test_task_says_what_its_row_says(issued: Row, planned: Row) -> None:
    assert planned == issued


@pytest.mark.parametrize("number", TASKS)
def test_wording_stands_in_the_issued_table_unsettled(number: int) -> None:
    assert TASKS[number]["requirement"] in ISSUED
    assert TASKS[number]["responsible"] in ISSUED


def test_plan_names_itself_as_the_issued_table_does() -> None:
    assert f"\n{PLAN['title']}\n" in ISSUED
    assert str(PLAN["year"]) in PLAN["title"]
    assert PLAN["region"] in PLAN["title"]


def test_plan_has_5_sections_16_topics_46_tasks() -> None:
    counts = len(PLAN["sections"]), len(TOPICS), len(TASKS)
    assert counts == (5, 16, 46)


def test_plan_does_not_claim_a_day_of_issue() -> None:
    assert PLAN["issued"] is None


def test_missing_full_stop_of_row_12_stays_missing() -> None:
    assert [number for number, task in TASKS.items() if task["requirement"][-1] != "。"] == [12]


def test_full_stop_of_the_topic_of_row_37_stays() -> None:
    ending = [topic["title"] for _, topic in TOPICS if topic["title"].endswith("。")]
    assert ending == ["稳步提升公共企事业单位信息公开。"]


def test_deadlines_are_the_ones_counted_in_the_issued_table() -> None:
    assert Counter(task["deadline"] for task in TASKS.values()) == {
        "全年，长期坚持": 3,
        "全年": 40,
        "2023年6月底前": 1,
        "2023年7月底前": 1,
        "2023年年底前": 1,
    }


def test_targets_are_the_numbers_that_the_wording_sets() -> None:
    planned = {number: task["targets"] for number, task in TASKS.items() if "targets" in task}
    keys = ("name", "at_least", "unit", "add_up")
    assert planned == {
        number: [{**dict(zip(keys, line, strict=True)), "scope": "未明确"} for line in lines]
        for number, lines in TARGETS.items()
    }


@pytest.mark.parametrize("number", TARGETS)
def test_target_quotes_its_row(number: int) -> None:
    requirement = TASKS[number]["requirement"]
    assert all(f"{at_least}{unit}" in requirement for _, at_least, unit, _ in TARGETS[number])


def test_notes_stand_where_a_row_contradicts_itself() -> None:
    noted = {number: task["note"] for number, task in TASKS.items() if "note" in task}
    assert list(noted) == [39, 41, 46]
    assert all(note.endswith("。") for note in noted.values())


def test_roster_counts() -> None:
    kinds = Counter(unit["kind"] for unit in ROSTER["units"])
    assert kinds == {"部门": 17, "驻区机构": 2, "街道": 16}


def test_every_name_and_alias_means_one_unit() -> None:
    names = [name for unit in ROSTER["units"] for name in (unit["name"], *unit.get("aliases", ()))]
    assert len(names) == len(set(names))


def test_office_and_region_are_those_of_the_plan() -> None:
    assert ROSTER["region"] == PLAN["region"]
    assert ROSTER["office"] in {unit["name"] for unit in ROSTER["units"]}


def test_streets_carry_their_codes_in_order() -> None:
    streets = [unit for unit in ROSTER["units"] if unit["kind"] == "街道"]
    assert [unit["code"] for unit in streets] == [f"370104{n:03}" for n in range(1, 17)]
    assert all(unit["aliases"] == [unit["name"].removesuffix("办事处")] for unit in streets)


def test_roster_holds_every_department_that_the_table_names_and_no_other() -> None:
    names = {
        name
        for unit in ROSTER["units"]
        if unit["kind"] != "街道"
        for name in (unit["name"], *unit.get("aliases", ()))
    }
    assert names == named_units()


def named_units() -> set[str]:
    """Cut the 责任单位 cells into the single units that they name."""
    phrases = {row.responsible.replace("等相关部门", "") for row in ROWS}
    names = {name for phrase in phrases for name in phrase.replace("，", "、").split("、")}
    return names - {group["name"] for group in ROSTER["groups"]}
