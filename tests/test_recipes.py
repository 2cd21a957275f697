"""CONTRIBUTING's recipes: what fails when a step of one is forgotten."""

import re
import shutil
import zipfile
from pathlib import Path
from typing import get_args

import pytest
from python_calamine import CalamineWorkbook

from gongkai_cli.cli.app import COMMANDS, run
from gongkai_cli.cli.help import PANELS
from gongkai_cli.cli.options import LedgerFormat
from gongkai_cli.domain.record import Fact
from gongkai_cli.reading.forms import json_schema
from gongkai_cli.reading.recognise import recognise_record
from gongkai_cli.reading.recordforms import ANY_RECORD, RECORD_FORMS, REVIEW
from gongkai_cli.reading.records import record_of
from gongkai_cli.reading.source import dump, parse
from gongkai_cli.reckoning.fold import effects
from gongkai_cli.reckoning.standings import Standing
from gongkai_cli.rendering.pages.ledger import saying

ROOT = Path(__file__).parents[1]
READMES = tuple((ROOT / name).read_text("utf-8") for name in ("README.md", "README.en.md"))
VALUES = {
    "task": 21,
    "date": "2023-06-20",
    "status": "已完成",
    "until": "2023-09-30",
    "reason": "原因",
    "verdict": "准予延期",
    "year": 2022,
    "outcome": "已整改",
}
"""A value for every key that some kind of record must have."""


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(ROOT / "data", tmp_path / "data")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GONGKAI_ROOT", raising=False)
    return tmp_path


@pytest.mark.parametrize("form", LedgerFormat)
def test_ledger_is_written_in(form: LedgerFormat, workspace: Path) -> None:
    line = ["--no-cache", "ledger", "--unit", "区税务局", "--format", form, "--output", f"x.{form}"]
    assert run(line) == 0
    assert "系统梳理、集成发布各项减税降费政策" in words_in(workspace / f"x.{form}")


def words_in(file: Path) -> str:
    """What a person reads in `file`, whatever opens it."""
    if file.suffix == ".xlsx":
        book = CalamineWorkbook.from_path(file)
        sheets = (book.get_sheet_by_name(name).to_python() for name in book.sheet_names)
        return "\n".join(str(cell) for sheet in sheets for row in sheet for cell in row)
    if file.suffix == ".docx":
        with zipfile.ZipFile(file) as parts:
            return re.sub("<[^>]*>", "", parts.read("word/document.xml").decode("utf-8"))
    return file.read_text("utf-8")


@pytest.mark.parametrize("form", LedgerFormat)
def test_ledger_format_is_shown(form: LedgerFormat, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["ledger", "--help"]) == 0
    assert re.search(rf"\b{form}\b", capsys.readouterr().out, re.ASCII)
    for readme in READMES:
        [row] = re.findall(r"^\| `gongkai ledger` \|.*$", readme, re.MULTILINE)
        assert re.search(rf"\b{form}\b", row, re.ASCII)


@pytest.mark.parametrize("command", COMMANDS)
def test_command_has_a_panel_and_chinese_help(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert COMMANDS[command][0] in PANELS
    assert run(["--help"]) == 0
    assert re.search(rf"^  {command} +[\u4e00-\u9fff]", capsys.readouterr().out, re.MULTILINE)
    assert run([command, "--help"]) == 0
    usage, said = capsys.readouterr().out.split("\n\n")[:2]
    assert f"gongkai {command}" in usage
    assert re.match("[\u4e00-\u9fff]", said)


@pytest.mark.parametrize("readme", READMES, ids=["README.md", "README.en.md"])
def test_readme_lists_every_command(readme: str) -> None:
    rows = re.findall(r"^\| `gongkai(?: (\w+))?` \|", readme, re.MULTILINE)
    assert sorted(rows) == sorted(["", *COMMANDS])


@pytest.mark.parametrize("readme", READMES, ids=["README.md", "README.en.md"])
def test_readme_explains_every_standing_the_worst_first(readme: str) -> None:
    words = "|".join(Standing)
    assert re.findall(rf"^\| ({words})(?: \([a-z ]+\))? \|", readme, re.MULTILINE) == list(Standing)


@pytest.mark.parametrize("kind", RECORD_FORMS)
def test_record_form_becomes_a_fact(kind: str) -> None:
    required = RECORD_FORMS[kind].json_schema()["required"]
    text = dump({"type": kind} | {name: VALUES[name] for name in required if name != "type"})
    record = record_of(recognise_record(parse(text, "x.yaml"), text), "x.yaml")
    assert isinstance(record.fact, Fact)
    assert saying(record)
    assert len(effects([record], 21)) == 1


def test_every_fact_has_a_form() -> None:
    titles = {form["title"] for form in json_schema(ANY_RECORD)["anyOf"]}
    assert titles == set(RECORD_FORMS)
    assert len(RECORD_FORMS) == len(get_args(Fact))
    assert REVIEW in RECORD_FORMS
