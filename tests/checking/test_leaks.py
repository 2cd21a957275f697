import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai_cli.checking.leaks import leak_findings
from gongkai_cli.checking.personal import leaks
from gongkai_cli.diagnostic import Span

FILE = "ledgers/2023/示例一局/updates/1.yaml"
DAY = date(2023, 6, 20)
MOBILE = "13800138000"


def spans(text: str, file: str = FILE) -> list[tuple[str, Span]]:
    return [(found.code, found.span) for found in leak_findings(file, text, DAY)]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (MOBILE, (1, 1, 1, 12)),
        (f"电话{MOBILE}。", (1, 3, 1, 14)),
        (f"\n{MOBILE}", (2, 1, 2, 12)),
        (f"一\n二\n三 {MOBILE}\n", (3, 3, 3, 14)),
        (f"{MOBILE}\n", (1, 1, 1, 12)),
    ],
)
def test_a_number_is_told_from_its_first_sign_to_the_one_after_its_last(
    text: str, place: tuple[int, int, int, int]
) -> None:
    assert spans(text) == [("G602", Span(FILE, *place))]


def test_every_kind_is_told_with_what_can_be_done_about_it() -> None:
    text = f"{MOBILE}\n11010519491231002X\n4111111111111111\na@example.org\n"
    found = list(leak_findings(FILE, text, DAY))
    assert [(each.code, each.span.line) for each in found] == [
        ("G602", 1),
        ("G601", 2),
        ("G603", 3),
        ("G604", 4),
    ]
    for each in found:
        assert each.hint.endswith(f"在这一项的键上面一行写 # 允许 {each.code}：理由")
        assert not any(number in each.message + each.hint for number in text.split())


def test_a_name_is_looked_at_as_well() -> None:
    file = f"ledgers/2023/示例一局/evidence/张某{MOBILE}.jpg"
    (found,) = leak_findings(file, "", DAY)
    assert (found.code, found.span) == ("G602", Span(file))
    assert found.message == "文件名里含有手机号码"
    assert MOBILE not in found.message + found.hint


@pytest.mark.parametrize(
    ("file", "excusable"),
    [(FILE, True), ("data/tasks.yaml", True), ("data/source/1.txt", False), ("README.md", False)],
)
def test_only_where_a_comment_can_stand_an_allowance_is_spoken_of(
    file: str,
    excusable: bool,  # noqa: FBT001 a column of the table
) -> None:
    (found,) = leak_findings(file, MOBILE, DAY)
    assert ("# 允许" in found.hint) is excusable
    assert found.hint.startswith("请删除")


def test_an_innocent_file_has_no_findings() -> None:
    assert spans("电话：0531-12345678\n金额 13800138000 元\n") == []


@given(st.text("1380013800x \n\r@.张", max_size=60))
def test_places_are_those_of_the_leaks(text: str) -> None:
    lines = text.split("\n")
    for found, leak in zip(leak_findings("a", text, DAY), leaks(text, DAY), strict=True):
        _, line, column, end_line, end_column = found.span
        before = sum(len(each) + 1 for each in lines[: line - 1])
        after = sum(len(each) + 1 for each in lines[: end_line - 1])
        assert (before + column - 1, after + end_column - 1) == (leak.start, leak.end)


def test_a_flood_of_numbers_is_placed_in_linear_time() -> None:
    begun = time.process_time()
    assert len(spans(f"{MOBILE}\n" * 50_000)) == 50_000
    assert time.process_time() - begun < 10
