"""Every target of fuzz/, briefly: seeds, hypothesis on them, and all that was ever found.

`make fuzz` looks for longer, led by coverage. What it finds is kept here by its name.
"""

from pathlib import Path

import pytest
from fuzz.__main__ import main
from fuzz.dice import Dice
from fuzz.promise import BrokenPromiseError, sound
from fuzz.seeds import BOOK, SEEDS, TOKENS
from fuzz.targets import TARGETS
from fuzz.writers import tame
from hypothesis import given
from hypothesis import strategies as st

from gongkai_cli.diagnostic import Diagnostic, Span

FOUND = {
    "the place of what is not UTF-8 counted lines that end with CR as one": ("yaml", b"ta\r;\xff"),
    "likewise in a record, after many line breaks": ("records", b"type: x\n\r\r\rtask: !\n-\xd3"),
}

_edits = st.lists(
    st.tuples(st.integers(0, 400), st.integers(0, 12), st.sampled_from(TOKENS) | st.binary(max_size=3)),
    max_size=8,
)  # fmt: skip


def hurt(seed: bytes, edits: list[tuple[int, int, bytes]]) -> bytes:
    """`seed` with other bytes in the place of some of its own."""
    for place, length, other in edits:
        begin = place % (len(seed) + 1)
        seed = seed[:begin] + other + seed[begin + length :]
    return seed


@pytest.mark.parametrize("name", TARGETS)
@given(st.data())
def test_every_promise_holds(name: str, data: st.DataObject) -> None:
    seeds = st.builds(hurt, st.sampled_from(SEEDS[name]), _edits)
    TARGETS[name](data.draw(seeds | st.binary(max_size=200), label="bytes"))


@pytest.mark.parametrize(
    ("name", "seed"), [(name, seed) for name, seeds in SEEDS.items() for seed in seeds]
)
def test_seeds_keep_every_promise(name: str, seed: bytes) -> None:
    TARGETS[name](seed)


@pytest.mark.parametrize("what", FOUND)
def test_what_was_found_stays_mended(what: str) -> None:
    name, data = FOUND[what]
    TARGETS[name](data)


def test_every_target_has_seeds() -> None:
    assert list(SEEDS) == list(TARGETS)
    assert len(BOOK) == len(SEEDS["books"])


@pytest.mark.parametrize(
    "fault",
    [
        Diagnostic("G999", "使用了制表符", "请改用空格", Span("x", 1, 1)),
        Diagnostic("G102", "a tab", "请改用空格", Span("x", 1, 1)),
        Diagnostic("G102", "使用了制表符", "", Span("x", 1, 1)),
        Diagnostic("G102", "使用了制表符", "请改用空格", Span("x", 4, 1)),
        Diagnostic("G102", "使用了制表符", "请改用空格", Span("x", 1, 9)),
        Diagnostic("G102", "使用了制表符", "请改用空格", Span("x", 1, 2, 1, 1)),
    ],
)
def test_an_unsound_fault_is_seen(fault: Diagnostic) -> None:
    with pytest.raises(BrokenPromiseError):
        sound([fault], "一行\n两行")


@pytest.mark.parametrize("text", ["\x1b[31m", "a\n::error::", "一 ##[error]", "\u202e"])
def test_an_unsafe_text_is_seen(text: str) -> None:
    with pytest.raises(BrokenPromiseError):
        tame(text)


def test_dice_are_never_empty() -> None:
    dice = Dice(b"\x07\xff\x02ab")
    assert (dice.number(4), dice.number(300), bool(dice)) == (2, 0xFF02 % 301, True)
    assert (dice.rest(), bool(dice)) == (b"ab", False)
    assert (dice.number(9), dice.text(), dice.one_of("xy"), dice.rest()) == (0, "", "x", b"")


def test_an_input_is_tried_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "crash").write_bytes(b"ta\r;\xff")
    assert main(["--replay", "yaml", str(tmp_path / "crash")]) == 0
    assert "every promise holds" in capsys.readouterr().out


def test_a_target_is_chosen_by_its_name(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["nothing"]) == 2
    assert "no such target: nothing" in capsys.readouterr().out
