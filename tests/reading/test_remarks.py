import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai_cli.diagnostic import Span
from gongkai_cli.reading.papers import source_of
from gongkai_cli.reading.remarks import MOST, allowances, cut_short
from gongkai_cli.rules import Allowance

FILE = "data/tasks.yaml"


def read(text: str) -> list[Allowance]:
    return allowances(text, source_of(FILE, text))


def reaches(text: str) -> list[tuple[int, int]]:
    """The lines that each allowance covers; (0, 0) is the whole file."""
    return [(0, 0) if each.whole else (each.first, each.last) for each in read(text)]


@pytest.mark.parametrize(
    ("comment", "code", "reason"),
    [
        ("# 允许 G309：上级另有安排", "G309", "上级另有安排"),
        ("# 允许 G309: 上级另有安排", "G309", "上级另有安排"),
        ("#允许G309:上级另有安排", "G309", "上级另有安排"),
        ("#　允许　G309　：　上级另有安排　", "G309", "上级另有安排"),
        ("# 允许 G309，上级另有安排", "G309", "上级另有安排"),
        ("# 允许 G309：见 http://example.org：8 # 号", "G309", "见 http://example.org：8 # 号"),
        ("# 允许 G309：", "G309", ""),
        ("# 允许 G309", "G309", ""),
        ("# 允许 G309 上级另有安排", "G309", ""),  # not passed over: its writer believes in it
        ("# 允许 g309：上级另有安排", "G309", "上级另有安排"),
        ("# 允许 G308/G309：上级另有安排", "G308", ""),
        ("# 允许 G9：不存在", "G9", "不存在"),
        ("# 允许 G99999999：不存在", "G99999999", "不存在"),
    ],
)
def test_an_allowance_names_a_code_and_a_reason(comment: str, code: str, reason: str) -> None:
    (found,) = read(f"a: 1\n{comment}\nb: 2\n")
    assert (found.code, found.reason) == (code, reason)
    assert found.span == Span(FILE, 2, 1, 2, len(comment) + 1)


@pytest.mark.parametrize(
    ("comment", "codes"),
    [
        ("# 允许 G308、G602：上级另有安排", ["G308", "G602"]),
        ("# 允许 G308和g602：上级另有安排", ["G308", "G602"]),
        ("#允许G308　、　g602　和 G309：上级另有安排", ["G308", "G602", "G309"]),
    ],
)
def test_several_codes_share_a_reason_and_a_place(comment: str, codes: list[str]) -> None:
    found = read(f"a: 1\n{comment}\nb:\n  c: 2\n")
    assert [each.code for each in found] == codes
    span = Span(FILE, 2, 1, 2, len(comment) + 1)
    assert [each[1:] for each in found] == [("上级另有安排", span, 3, 4, False)] * len(codes)


@pytest.mark.parametrize("comment", ["# 允许 G308、G602", "# 允许 G308、：上级另有安排"])
def test_without_a_sound_end_none_of_them_has_a_reason(comment: str) -> None:
    assert {each.reason for each in read(f"{comment}\na: 1\n")} == {""}


@pytest.mark.parametrize(
    "line", ["# 不允许 G309：x", "# 允许：x", "# 允许 309：x", "# G309：x", "# 允许的写法：# G309"]
)
def test_other_comments_are_none(line: str) -> None:
    assert read(f"a: 1\n{line}\nb: 2\n") == []


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("a: 1\nb: 2  # 允许 G309：x\nc: 3\n", [(2, 2)]),
        ("a: 1  # 允许 G309：x\n", [(1, 1)]),
        ("a: 1\n# 允许 G309：x\nb: 2\nc: 3\n", [(3, 3)]),
        ("a: 1\n# 允许 G309：x\n\n# 别的话\nb: 2\nc: 3\n", [(5, 5)]),
        ("a: 1\n# 允许 G309：x\n# 允许 G308：x\nb: 2\n", [(4, 4), (4, 4)]),
        ("a: 1\n# 允许 G309：x\nb:\n  c: 3\n\n  d:\n    e: 4\nf: 5\n", [(3, 7)]),
        ("a: 1\n# 允许 G309：x\nb:\n  c: 3\n# 别的话\n  d: 4\nf: 5\n", [(3, 6)]),
        ("a: 1\nb:\n  # 允许 G309：x\n  c: 3\n  d: 4\n", [(4, 4)]),
        ("a: 1\nb:\n# 允许 G309：x\n  c: 3\n  d: 4\n", [(4, 4)]),
        # a list, at its key's own indent and below it, and one of its points
        ("a: 1\n# 允许 G309：x\nb:\n- c: 3\n  d: 4\n- e: 5\nf: 6\n", [(3, 6)]),
        ("a: 1\n# 允许 G309：x\nb:\n-\n  c: 3\n-\n  e: 5\nf: 6\n", [(3, 7)]),
        ("a: 1\n# 允许 G309：x\nb:\n  - c: 3\n  - e: 5\nf: 6\n", [(3, 5)]),
        ("a: 1\nb:\n# 允许 G309：x\n- c: 3\n  d: 4\n- e: 5\n", [(4, 5)]),
        ("a: 1\nb:\n- c: 3\n  # 允许 G309：x\n  d: 4\n- e: 5\n", [(5, 5)]),
        # one around another
        ("a: 1\n# 允许 G309：x\nb:\n  # 允许 G309：x\n  c: 3\n  d: 4\ne: 5\n", [(3, 6), (5, 5)]),
        # before everything else
        ("# 允许 G309：x\na: 1\nb: 2\n", [(0, 0)]),
        ("\n# 别的话\n  # 允许 G309：x\n\na: 1\nb: 2\n", [(0, 0)]),
        ("---\n# 允许 G309：x\na: 1\nb: 2\n", [(3, 3)]),
        # with nothing below it
        ("a: 1\n# 允许 G309：x\n", [(2, 2)]),
        ("a: 1\n# 允许 G309：x\n\n# 别的话", [(2, 2)]),
        ("# 允许 G309：x", [(1, 1)]),
        # a text of several lines
        ("a: 1\n# 允许 G602：x\nb: |\n  一\n\n  二\nc: 3\n", [(3, 6)]),
        ('a: 1\n# 允许 G602：x\nb: "一\n  二"\nc: 3\n', [(3, 4)]),
    ],
)
def test_an_allowance_covers_its_line_or_the_entry_below_or_everything(
    text: str, lines: list[tuple[int, int]]
) -> None:
    assert reaches(text) == lines


@pytest.mark.parametrize(
    "text",
    [
        'a: "# 允许 G309：x"\n',
        "a: '# 允许 G309：x'\n",
        "a: 一#允许 G309：x\n",
        '"# 允许 G309：x": 1\n',
        "a: |\n  一\n  # 允许 G309：x\n  二\n",
        "a: >-\n  一\n\n  # 允许 G309：x\nb: 2\n",
        'a: "一\n  # 允许 G309：x\n  二"\n',
        'a: ["# 允许 G309：x", {b: "# 允许 G309：x"}]\n',
    ],
)
def test_what_stands_within_a_value_allows_nothing(text: str) -> None:
    assert read(text) == []


def test_a_comment_may_stand_behind_a_value_that_looks_like_one() -> None:
    (found,) = read('a: "# 允许 G308：x"  # 允许 G309：见函复\n')
    assert (found.code, found.reason, found.span.column) == ("G309", "见函复", 19)


def test_a_text_after_a_block_is_no_part_of_it() -> None:
    assert reaches("a: |\n  一\n# 允许 G309：x\nb: 2\n") == [(4, 4)]


def test_what_is_no_yaml_has_its_allowances_all_the_same() -> None:
    assert reaches("a: 1\n# 允许 G602：x\nb：2\n c: [\n") == [(3, 4)]


@given(st.text("a: -#\n 允许G309：\"'|", max_size=80))
def test_any_text_is_taken(text: str) -> None:
    for each in read(text):
        line = text.split("\n")[each.span.line - 1]
        assert line[each.span.column - 1 :].startswith("#")
        assert each.span.end_column == len(line) + 1
        assert 1 <= each.first <= each.last <= text.count("\n") + 1
        assert each.first >= each.span.line


@pytest.mark.parametrize(
    "flood",
    [
        "a: 1\n" + "# 允许 G309：x\n" * 50_000 + "b: 2\n",
        "a: 1\n" + "# 允许 G309：x\nb:\n" * 400 + "\n" * 1_000_000,
        "".join(f"{' ' * n}# 允许 G309：x\n{' ' * n}a:\n" for n in range(19)) + "\n" * 1_000_000,
        "a: 1\n" + "# 允许 G309：x\n" * 400 + "# 别的话\n" * 300_000,
        "a: |\n" + "  # 允许 G309：x\n" * 100_000,
        "".join(f"k{n}: 1\n" for n in range(50_000)) + "a: |\n" + "  # 允许 G309：x\n" * 50_000,
        "a: '" + "#允许G309：" * 100_000 + "'\n",
        "a: 1\n#允许" + " " * 500_000 + "\n#允许G" + "9" * 500_000 + "x\n",
    ],
    ids=["comments", "entries", "nested", "nothing below", "block", "spans", "line", "spaces"],
)
def test_a_flood_is_read_in_linear_time_and_up_to_a_bound(flood: str) -> None:
    source = source_of(FILE, flood)
    begun = time.process_time()
    assert len(allowances(flood, source)) <= MOST
    assert time.process_time() - begun < 5


# --- what a comment cuts off ----------------------------------------------------------------------


def cuts(text: str) -> list[tuple[int, int, int]]:
    """Line, first and last column of what is lost."""
    found = cut_short(text, source_of(FILE, text))
    assert all((each.file, each.line) == (FILE, each.end_line) for each in found)
    return [(each.line, each.column, each.end_column) for each in found]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a: 清单 #1 和 #2\nb: 2\n", [(1, 7, 14)]),
        ("a: 清单  #1", [(1, 8, 10)]),
        ("a: 清单 #\n", [(1, 7, 8)]),
        ("a: #1\n", [(1, 4, 6)]),
        ("- 清单 #1\n- 二 #2\n", [(1, 6, 8), (2, 5, 7)]),
        ("a: [清单 #1\n  ]\n", [(1, 8, 10)]),
        ('a: "清单 #1" #2\n', [(1, 12, 14)]),
        ("a: |\n  清单 #1\nb: 二 #2\n", [(3, 6, 8)]),
        # no more than a person wrote
        ("a: 清单#1\n", []),
        ('a: "清单 #1"\n', []),
        ("a: '清单 #1'\n", []),
        ('a: "清单\n  二 #1"\n', []),
        ("a: |\n  清单 #1\n", []),
        ("# 清单 #1\na: 1\n", []),
        ("a: 1\n  # 允许 G309：见 #1 号函\nb: 2\n", []),
        ("a: 1\n  # 清单\nb: 2\n", []),
        ("a: 1 # 允许 G309：见 #1 号函\n", []),
        ('a: "# 清单" # 允许 G309：见函复\n', []),
    ],
)
def test_what_stands_behind_a_value_and_is_no_allowance_is_lost(
    text: str, found: list[tuple[int, int, int]]
) -> None:
    assert cuts(text) == found


@given(st.text("a: -#\n 清\"'|[]", max_size=60))
def test_whatever_is_cut_off_begins_with_its_sign(text: str) -> None:
    for line, column, end in cuts(text):
        there = text.split("\n")[line - 1]
        assert there[column - 2 : column] == " #"
        assert there[: column - 1].strip()
        assert end == len(there) + 1


@pytest.mark.parametrize(
    "flood",
    ["a: 1 #\n" * 100_000, "a: '" + "一 #" * 200_000 + "'\n", "a: 1" + " " * 500_000 + "x\n"],
    ids=["lines", "value", "spaces"],
)
def test_a_flood_of_what_is_lost_is_found_in_linear_time(flood: str) -> None:
    source = source_of(FILE, flood + " #")
    begun = time.process_time()
    cut_short(flood + " #", source)
    assert time.process_time() - begun < 5
