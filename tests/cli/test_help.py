import re

import pytest

from fictional import gongkai
from gongkai_cli.cli.app import COMMANDS
from gongkai_cli.cli.help import fronted
from gongkai_cli.rendering.layout import width

PAGES = [[], *([name] for name in COMMANDS)]


def words_of_help(command: list[str]) -> str:
    """Every letter of the help text, as laid out where nothing folds."""
    return "".join(gongkai(*command, "--help").out.split())


@pytest.mark.parametrize("columns", [60, 80])
@pytest.mark.parametrize("command", PAGES, ids=lambda page: "".join(page) or "gongkai")
def test_every_word_of_help_is_there(
    command: list[str], columns: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "400")
    whole = words_of_help(command)
    monkeypatch.setenv("COLUMNS", str(columns))
    ran = gongkai(*command, "--help")
    assert (ran.code, ran.err) == (0, "")
    assert "".join(ran.out.split()) == whole
    assert max(map(width, ran.out.splitlines())) <= columns


@pytest.mark.parametrize("command", PAGES, ids=lambda page: "".join(page) or "gongkai")
def test_no_english_is_left(command: list[str]) -> None:
    text = gongkai(*command, "--help").out
    text = re.sub(rf"--?[a-z-]+|gongkai|\b(?:{'|'.join(COMMANDS)})\b", "", text)
    known = "table json csv md html xlsx bash zsh fish Tab JSON Schema unit section topic task item"
    known += " tasks units policy workdays record"
    known += " text github gitlab sarif junit rdjson main codeowners plan data yaml"
    known += " docx doc xls xlsx ods txt"
    known += " ics items records gitee none CSV"
    assert set(re.findall("[A-Za-z]{2,}", text)) <= set(known.split())
    assert not set("{}<>") & set(text)


@pytest.mark.parametrize("command", PAGES, ids=lambda page: "".join(page) or "gongkai")
def test_short_help(command: list[str]) -> None:
    assert gongkai(*command, "-h") == gongkai(*command, "--help")


def test_every_command_is_in_a_panel() -> None:
    text = gongkai("--help").out
    assert all(f"\n  {name} " in text for name in COMMANDS)


@pytest.mark.parametrize(
    ("args", "moved"),
    [
        (["overdue", "--as-of", "D", "--all"], ["--as-of", "D", "overdue", "--all"]),
        (["overdue", "--year=2023"], ["--year=2023", "overdue"]),
        (["tasks", "--no-cache", "21"], ["--no-cache", "tasks", "21"]),
        (["update", "--", "--year", "1"], ["update", "--", "--year", "1"]),
        (["tasks", "-C"], ["-C", "tasks"]),
    ],
)
def test_options_of_the_program_may_stand_anywhere(args: list[str], moved: list[str]) -> None:
    assert fronted(args) == moved
