"""docs/files.md names every key that a file may hold, and what it shows can be read."""

import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from fenced import blocks
from gongkai_cli.cli.app import run
from gongkai_cli.cli.setup import Kind
from gongkai_cli.reading.recognise import recognise_record
from gongkai_cli.reading.recordforms import RECORD_FORMS
from gongkai_cli.reading.source import parse
from gongkai_cli.reckoning.deadlines import _rules, _with_arabic_numbers, read_deadline

PAGE = (Path(__file__).parents[1] / "docs" / "files.md").read_text("utf-8")
EVERY = {"不用": "不要求", "按口径": "不要求"}
YEAR = 2023


class Key(NamedTuple):
    """One row of a table of keys."""

    name: str
    required: bool
    meaning: str


def section(title: str) -> str:
    found = re.search(rf"^### {title}\n(.*?)(?=^##|\Z)", PAGE, re.MULTILINE | re.DOTALL)
    assert found, f"docs/files.md has no section {title}"
    return found[1]


def keys(title: str) -> list[Key]:
    rows = re.findall(r"^\| `(\w+)` \| *(必填)? *\| (.+) \|$", section(title), re.MULTILINE)
    return [Key(name, bool(required), meaning) for name, required, meaning in rows]


def schema(kind: Kind, tmp_path: Path) -> dict[str, Any]:
    file = tmp_path / f"{kind}.json"
    assert run(["--no-cache", "schema", kind, "--output", str(file)]) == 0
    made: dict[str, Any] = json.loads(file.read_text("utf-8"))
    return made


def objects(one: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Every mapping that the schema speaks of: the file itself and what stands inside it."""
    if "properties" in one:
        yield one
    inside = [*one.get("anyOf", ()), *one.get("properties", {}).values(), one.get("items")]
    for each in inside:
        if isinstance(each, dict):
            yield from objects(each)


def words(one: dict[str, Any]) -> list[str]:
    """The values that a key is limited to, and the one it takes when left out."""
    limited = [*one.get("enum", []), *([one["const"]] if "const" in one else [])]
    default = one.get("default")
    usual = [default] if isinstance(default, str | int) else []
    inner = [one[part] for part in ("items", "additionalProperties") if part in one]
    inside = [word for each in inner if isinstance(each, dict) for word in words(each)]
    shown = [json.dumps(each, ensure_ascii=False).strip('"') for each in (*limited, *usual)]
    return shown + (inside if "properties" not in one.get("items", {}) else [])


@pytest.mark.parametrize("kind", Kind)
def test_keys_are_those_of_the_schema(kind: Kind, tmp_path: Path) -> None:
    for each in objects(schema(kind, tmp_path)):
        required = each.get("required", [])
        wanted = {(name, name in required) for name in each["properties"]}
        assert {(key.name, key.required) for key in keys(each["title"])} == wanted, each["title"]


@pytest.mark.parametrize("kind", Kind)
def test_every_value_that_a_key_is_limited_to_is_named(kind: Kind, tmp_path: Path) -> None:
    unnamed = [
        (each["title"], name, word)
        for each in objects(schema(kind, tmp_path))
        for name, one in each["properties"].items()
        for word in words(one)
        if word not in next(k.meaning for k in keys(each["title"]) if k.name == name)
    ]
    assert unnamed == []


def test_every_example_of_a_record_can_be_read() -> None:
    examples = ["\n".join(b.lines) + "\n" for b in blocks(PAGE) if b.language == "yaml"]
    read = [recognise_record(parse(text, "docs/files.md"), text) for text in examples]
    assert {values["type"] for values in read} == set(RECORD_FORMS)


def shown_forms() -> list[tuple[str, date | None, str]]:
    rows = re.findall(
        r"^\| `([^`]+)` \| *([\d-]*) *\| (\S+) \|$", section("完成时限怎么写"), re.MULTILINE
    )
    return [
        (phrase, date.fromisoformat(due) if due else None, every) for phrase, due, every in rows
    ]


@pytest.mark.parametrize(("phrase", "due", "every"), shown_forms())
def test_time_limit_means_what_the_page_says(phrase: str, due: date | None, every: str) -> None:
    found = read_deadline(phrase, YEAR)
    assert (found.due, found.every) == (due, EVERY.get(every, every))
    assert found.by_policy is (every == "按口径")


def test_every_form_of_time_limit_is_on_the_page() -> None:
    rules = {rule.__name__ for _, rule in _rules()}
    seen: set[str] = set()
    for phrase, _, _ in shown_forms():
        for clause in re.split("[,，]", phrase):
            plain = _with_arabic_numbers(clause)
            matching = [r.__name__ for pattern, r in _rules() if re.fullmatch(pattern, plain)]
            assert len(matching) == 1, clause
            seen.update(matching)
    assert seen == rules
