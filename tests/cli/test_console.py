"""Consoles of every kind: GBK, ASCII, colours, none, narrow, a pipe."""

from pathlib import Path

import pytest

from fictional import ASKED, FIRST, HOSTILE, gongkai, on_a_terminal, put
from gongkai_cli.rendering.layout import width

COMMANDS = [
    (),
    ("--help",),
    ("tasks",),
    ("tasks", "4"),
    ("units",),
    ("units", FIRST),
    ("overdue",),
    ("overdue", "--all"),
    ("status",),
    ("status", "--by", "item"),
    ("history", "2", "--unit", FIRST),
    ("ledger", "--unit", FIRST),
    ("tasks", "99"),
]


@pytest.mark.parametrize("encoding", ["gbk", "ascii", "utf-8", "cp437", "utf-16"])
@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_no_console_is_too_poor(command: tuple[str, ...], encoding: str, district: Path) -> None:
    put(district, f"{FIRST}/updates/emoji.yaml", EMOJI)
    ran = gongkai("--as-of", ASKED, *command, encoding=encoding)
    assert ran.code == (2 if "99" in command else 0)
    assert "程序自己出了错" not in ran.err


EMOJI = "type: 进展\ntask: 2\ndate: 2023-07-02\nstatus: 推进中\nprogress: 好👍①\n"


@pytest.mark.usefixtures("district")
def test_a_gbk_console_shows_everything_it_has_letters_for() -> None:
    wanted = gongkai("status", "--as-of", ASKED)
    assert gongkai("status", "--as-of", ASKED, encoding="gbk") == wanted


@pytest.mark.usefixtures("district")
def test_data_is_utf_8_whatever_the_console() -> None:
    wanted = gongkai("tasks", "-f", "json")
    ran = gongkai("tasks", "-f", "json", encoding="gbk")
    assert ran.out.encode("gbk", "replace") != wanted.out.encode()
    assert len(ran.out.encode("gbk", "replace")) > 0


@pytest.mark.usefixtures("district")
@pytest.mark.parametrize("columns", [60, 80, 120])
@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_no_line_is_wider_than_the_window(
    command: tuple[str, ...], columns: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    ran = gongkai(*command)
    assert [line for line in (ran.out + ran.err).splitlines() if width(line) > columns] == []


@pytest.mark.usefixtures("district")
def test_hostile_notes_move_no_cursor() -> None:
    for form in ("table", "md", "csv", "json"):
        text = gongkai("history", "2", "--unit", FIRST, "-f", form).out
        assert not set(text) & {"\x1b", "\x9b", "\u202e", "\x07"}
        assert "\n::" not in text
    assert HOSTILE in gongkai("history", "2", "--unit", FIRST, "-f", "csv").out


@pytest.mark.usefixtures("district")
def test_a_terminal_has_colours_and_the_same_words() -> None:
    coloured = on_a_terminal("overdue", "--as-of", ASKED)
    assert "\x1b[33m■ 缺报" in coloured
    assert "\x1b[35m× 未达标" in coloured
    plain = on_a_terminal("overdue", "--as-of", ASKED, NO_COLOR="1")
    assert "\x1b" not in plain
    for code in ("0", "1", "2", "31", "32", "33", "34", "35", "36", "90"):
        coloured = coloured.replace(f"\x1b[{code}m", "")
    assert coloured == plain


@pytest.mark.usefixtures("district")
def test_a_dumb_terminal_has_none() -> None:
    assert "\x1b" not in on_a_terminal("overdue", "--as-of", ASKED, TERM="dumb")
    assert "\x1b" in on_a_terminal("overdue", "--as-of", ASKED, NO_COLOR="")


@pytest.mark.usefixtures("district")
def test_a_pipe_has_none_and_does_not_ask() -> None:
    ran = gongkai("overdue", "--as-of", ASKED)
    assert "\x1b" not in ran.out
