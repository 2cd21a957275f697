"""What each form refuses is in test_checked and test_records; here, what it says to programs."""

from typing import Any

import pytest
from jsonschema import Draft202012Validator

from gongkai_cli.reading.bookforms import PLAN, POLICY, ROSTER, WORK_YEAR
from gongkai_cli.reading.forms import Form, json_schema
from gongkai_cli.reading.recordforms import ANY_RECORD, RECORD_FORMS

FORMS = {"plan": PLAN, "roster": ROSTER, "policy": POLICY, "workdays": WORK_YEAR, **RECORD_FORMS}


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_every_form_is_a_json_schema_that_knows_its_keys(form: Form) -> None:
    schema = form.json_schema()
    Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["additionalProperties"] is False
    assert list(schema["properties"]) == form.keys_at(())
    assert all(each["description"] for each in schema["properties"].values())


def test_keys_are_known_at_every_depth() -> None:
    task = form_keys(PLAN, "sections", 0, "topics", 5, "tasks", 9)
    assert task[:4] == ["id", "requirement", "responsible", "deadline"]
    assert form_keys(PLAN, "sections", 0, "topics", 5, "tasks", 9, "targets", 0) == [
        "name", "at_least", "unit", "add_up", "scope",
    ]  # fmt: skip
    assert form_keys(WORK_YEAR, "holidays", 0) == ["name", "from", "to"]
    assert form_keys(RECORD_FORMS["进展"], "evidence", 0) == ["title", "url", "file"]


def form_keys(form: Form, *path: str | int) -> list[str]:
    """The keys that `form` knows at `path`."""
    return form.keys_at(path)


RECORD: dict[str, Any] = {"type": "进展", "task": 1, "date": "2023-06-20", "status": "已完成"}


@pytest.mark.parametrize(
    ("changed", "valid"),
    [
        ({}, True),
        ({"task": [1, 2]}, True),
        ({"progress": None}, True),
        ({"measures": {"培训": 2.5}}, True),
        ({"evidence": [{"title": "清单", "url": "x"}]}, True),
        ({"type": "核验"}, False),
        ({"task": "一"}, False),
        ({"zz": 1}, False),
        ({"status": "完成"}, False),
        ({"measures": {"培训": -1}}, False),
        ({"evidence": [{"title": "清单", "urls": "x"}]}, False),
    ],
)
def test_editors_are_told_the_same_as_people(changed: dict[str, Any], *, valid: bool) -> None:
    for schema in (RECORD_FORMS["进展"].json_schema(), json_schema(ANY_RECORD)):
        assert Draft202012Validator(schema).is_valid({**RECORD, **changed}) is valid


@pytest.mark.parametrize("version", [1, "1"])
def test_editors_see_the_version_as_the_number_that_is_written(version: object) -> None:
    assert Draft202012Validator(POLICY.json_schema()).is_valid({"schema": version}) is (
        version == 1
    )
