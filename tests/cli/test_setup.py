"""`schema`: what it says of a file is what the program accepts."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, ValidationError
from ruamel.yaml import YAML

from fictional import FIRST, PLAN, RECORDS, SECOND, UNITS, gongkai

ROOT = Path(__file__).parents[2]
KINDS = {
    "tasks": "data/tasks.yaml",
    "units": "data/units.yaml",
    "policy": "data/policy.yaml",
    "workdays": "data/workdays/CN-2023.yaml",
}


@cache
def schema(kind: str) -> dict[str, Any]:
    ran = gongkai("schema", kind)
    assert (ran.code, ran.err) == (0, "")
    found: dict[str, Any] = json.loads(ran.out)
    Draft202012Validator.check_schema(found)
    return found


def plain(text: str) -> Any:  # noqa: ANN401 - any YAML
    """Values as an editor sees them; days are text there."""
    yaml = YAML(typ="safe", pure=True)
    yaml.constructor.yaml_constructors = {
        **yaml.constructor.yaml_constructors,
        "tag:yaml.org,2002:timestamp": yaml.constructor.yaml_constructors["tag:yaml.org,2002:str"],
    }
    return yaml.load(text)


def accepts(kind: str, text: str) -> None:
    Draft202012Validator(schema(kind)).validate(plain(text))


@pytest.mark.parametrize(("kind", "file"), KINDS.items())
def test_accepts_the_files_of_the_repository(kind: str, file: str) -> None:
    accepts(kind, (ROOT / file).read_text("utf-8"))


@pytest.mark.parametrize("file", sorted((ROOT / "data/workdays").glob("*")), ids=lambda f: f.name)
def test_accepts_every_table_of_work_days(file: Path) -> None:
    accepts("workdays", file.read_text("utf-8"))


def test_accepts_what_the_program_accepts() -> None:
    accepts("tasks", PLAN)
    accepts("units", UNITS)
    for text in RECORDS.values():
        accepts("record", text)


@pytest.mark.parametrize("kind", KINDS)
def test_refuses_unknown_keys(kind: str) -> None:
    values = plain((ROOT / KINDS[kind]).read_text("utf-8"))
    with pytest.raises(ValidationError, match="多余"):
        Draft202012Validator(schema(kind)).validate({**values, "多余": 1})


@pytest.mark.parametrize("text", RECORDS.values(), ids=list(RECORDS))
def test_refuses_unknown_keys_of_a_record(text: str) -> None:
    with pytest.raises(ValidationError):
        accepts("record", f"{text}多余: 1\n")


REPORTS = [
    ("1", "-u", FIRST, "-s", "推进中"),
    ("1", "-u", FIRST, "-s", "已完成", "-p", "一\n二", "-e", "http://a.cn", "--owner", "科"),
    ("1", "4", "-u", FIRST, "-s", "已完成", "--problem", "无", "--next", "无", "-p", "true"),
    ("4", "-u", FIRST, "-s", "已完成", "--measure", "示例培训=2", "--start", "2023-06-01"),
    ("5", "-u", SECOND, "-s", "推进中", "--measure", "公众满意度=62.5"),
    ("3", "-u", SECOND, "--claim", "--owner", "科", "--start", "2023-06-01"),
    ("3", "-u", SECOND, "--decline", "--reason", "没有"),
    ("1", "-u", SECOND, "--extend-until", "2023-09-30", "--reason", "会议"),
    ("1", "-u", FIRST, "-s", "推进中", "-p", "2023-06-20"),
    ("1", "-u", FIRST, "-s", "推进中", "-p", "123", "--problem", "null"),
]


@pytest.mark.parametrize("options", REPORTS, ids=" ".join)
def test_accepts_every_record_that_update_writes(options: tuple[str, ...], bare: Path) -> None:
    ran = gongkai("update", *options, "--date", "2023-06-20")
    assert ran.code == 0, ran.err
    [file] = bare.glob("ledgers/2023/*/updates/*")
    accepts("record", file.read_text("utf-8"))


def test_into_a_file(tmp_path: Path) -> None:
    file = tmp_path / "schema.json"
    ran = gongkai("schema", "record", "-o", str(file))
    assert (ran.code, ran.out) == (0, "")
    assert json.loads(file.read_text("utf-8")) == schema("record")
