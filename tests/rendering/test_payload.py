import json
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from gongkai_cli.rendering.payload import to_json


@given(st.text())
def test_reads_back_what_was_said(text: str) -> None:
    said = to_json("tasks", [{"note": text}], year=2023, as_of=date(2023, 7, 20))
    assert json.loads(said) == {
        "schema": "gongkai/1",
        "kind": "tasks",
        "as_of": "2023-07-20",
        "year": 2023,
        "data": [{"note": text}],
    }


@given(st.text())
def test_no_letter_of_it_moves_the_cursor(text: str) -> None:
    said = to_json("tasks", text, year=2023)
    assert not set(said.replace("\n", "")) & {*map(chr, range(32)), "\x7f", "\x9b", "\u202e"}
    said.encode("utf-8")


def test_chinese_stands_as_it_is() -> None:
    assert "区司法局" in to_json("tasks", ["区司法局"], year=2023)
