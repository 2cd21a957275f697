from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai_cli.diagnostic import Diagnostic, Severity, Span
from gongkai_cli.rendering.findings.shown import Findings, Shown
from gongkai_cli.rendering.findings.text import findings_page, summary
from gongkai_cli.rendering.layout import width
from gongkai_cli.rendering.terminal import plain_text
from gongkai_cli.table import Cell, Line, Tone
from rendering.findings.samples import COLON, FOUR, HOSTILE, NONE, NOWHERE, anything, naming


def screen(findings: Findings, columns: int = 80) -> list[str]:
    return plain_text(findings_page(findings, columns), columns).splitlines()


def one(line: str, *place: int, hint: str = "改", columns: int = 80) -> list[str]:
    found = Diagnostic("G110", "错", hint, Span("a.yaml", *place))
    return screen(Findings((Shown(found, line),), 1), columns)


@pytest.mark.parametrize("columns", [60, 80, 120])
def test_screen(golden: Callable[[str, str], None], columns: int) -> None:
    text = plain_text(findings_page(FOUR, columns), columns)
    golden(f"findings-{columns}.txt", f"{text}{summary(FOUR)}\n")


def test_the_caret_stands_right_under_chinese() -> None:
    assert screen(Findings((COLON,), 1)) == [
        "ledgers/2023/示例一局/updates/x.yaml:2:5: 错误 G101 使用了全角冒号",
        "   2 | task：21",
        "     |     ^^ 应为半角冒号加空格：task: …",
    ]


@pytest.mark.parametrize(
    ("line", "place", "under"),
    [
        ("单位: 局", (1, 1, 1, 3), "^^^^"),
        ("单位: 局", (1, 5, 1, 6), "      ^^"),
        ("单位: 局", (1, 5), "      ^^"),
        ("单位: 局", (1, 6), "        ^"),
        ("单位: 局", (1, 9), "        ^"),
        ("单位: 局", (1, 999, 1, 1000), "        ^"),
        ("单位: 局", (1,), "^^"),
        ("单位: 局", (1, 3, 1, 3), "    ^"),
        ("单位: 局", (1, 5, 3, 1), "      ^^"),
        ("单位: |", (1, 3, 2, 1), "    ^^^"),
        ("a\tb", (1, 3, 1, 4), "  ^"),
        ("##[b", (1, 4, 1, 5), "    ^"),
        ("e\u0301x", (1, 3, 1, 4), " ^"),
    ],
)
def test_caret(line: str, place: tuple[int, ...], under: str) -> None:
    assert one(line, *place)[2] == f"     | {under} 改"


def test_a_remedy_that_does_not_fit_beside_the_caret_stands_below() -> None:
    assert one("单位", 1, 1, 1, 3, hint="请写成“单位”加半角冒号，再加空格，再写名称", columns=40)[
        2:
    ] == [
        "     | ^^^^",
        "     | 请写成“单位”加半角冒号，再加空",
        "       格，再写名称",
    ]


def test_without_a_remedy_the_caret_stands_alone() -> None:
    assert one("单位", 1, 1, hint="")[1:] == ["   1 | 单位", "     | ^^"]
    assert one("", 1, 1, hint="") == ["a.yaml:1:1: 错误 G110 错"]


def test_a_finding_of_a_whole_file_shows_no_line() -> None:
    found = Shown(
        Diagnostic("G501", "台账不是最新", "gongkai ledger --all", Span("台账.md")), "第一行"
    )
    assert screen(Findings((found,), 1)) == [
        "台账.md: 错误 G501 台账不是最新",
        "     | gongkai ledger --all",
    ]


def test_a_finding_of_no_file_shows_no_place() -> None:
    assert screen(Findings((NOWHERE,), 1))[0] == "错误 G109 改动太多，没有查完"


def test_a_high_line_number_moves_line_and_caret() -> None:
    assert one("ab", 123456, 2, 123456, 3)[1:] == ["123456 | ab", "       |  ^ 改"]


LONG = "进展：" + "已编制目录" * 8 + "！" + "并向社会公开" * 8


def test_a_long_line_is_cut_around_the_caret() -> None:
    place = LONG.index("！") + 1
    source, caret = one(LONG, 1, place, 1, place + 1, columns=60)[1:3]
    assert source == "   1 | …制目录已编制目录！并向社会公开并向社会公开并向社会…"
    assert width(source[: source.index("！")]) == caret.index("^")


def test_a_long_line_is_cut_at_one_end_where_the_caret_is_at_the_other() -> None:
    start, end = one(LONG, 1, 1, 1, 3, columns=60), one(LONG, 1, len(LONG), columns=60)
    assert start[1] == "   1 | 进展：已编制目录已编制目录已编制目录已编制目录已编…"
    assert start[2] == "     | ^^^^ 改"
    assert end[1] == "   1 | …开并向社会公开并向社会公开并向社会公开并向社会公开"
    assert end[2] == f"     | {' ' * 49}^^"


@pytest.mark.parametrize("letters", [32, 33, 34])
def test_a_caret_behind_a_line_that_just_fits_is_not_folded(letters: int) -> None:
    place = one("a" * letters, 1, letters + 1, hint="", columns=40)
    assert [line.index("^") for line in place[2:]] == [7 + min(letters, 32)]


def test_a_long_place_is_underlined_to_the_windows_end() -> None:
    source, caret = one(LONG, 1, 4, 1, len(LONG) + 1, hint="", columns=60)[1:3]
    assert width(source.rstrip("…")) == width(caret)


@given(st.text("一a，！：\t\u0301#[", min_size=1, max_size=300), st.data(), st.integers(40, 120))
def test_neither_line_nor_caret_is_folded(line: str, data: st.DataObject, columns: int) -> None:
    begin = data.draw(st.integers(1, len(line) + 1))
    end = data.draw(st.integers(begin, len(line) + 1))
    found = Diagnostic("G110", "错", "", Span("a.yaml", 1, begin, 1, end))
    _, source, caret = findings_page(Findings((Shown(found, line),), 1), columns).blocks
    assert isinstance(source, Line)
    assert isinstance(caret, Line)
    for each in (source, caret):
        assert sum(width(cell.text) for cell in each.cells) <= columns
    assert "^" in caret.cells[1].text


@given(anything, st.integers(40, 120))
def test_every_finding_begins_a_line(findings: Findings, columns: int) -> None:
    heads = [_cells(block)[1] for block in findings_page(findings, columns).blocks]
    words = [each.diagnostic.severity for each in findings.shown]
    assert [cell.text for cell in heads if cell.text in set(Severity)] == words
    told = plain_text(findings_page(findings, columns), columns)
    told.encode()
    assert all(width(line) <= columns for line in told.splitlines())


def _cells(block: object) -> tuple[Cell, ...]:
    assert isinstance(block, Line)
    return block.cells


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("columns", [40, 100])
def test_no_terminal_and_no_build_server_obeys(text: str, columns: int) -> None:
    found = naming(text)
    bare = found.shown[0].diagnostic._replace(span=Span(text))
    for each in (found, Findings((Shown(bare),), 1)):
        for line in screen(each, columns):
            assert not line.lstrip().startswith("::")
            assert "##[" not in line
            assert "##vso[" not in line
            assert not set(line) & {"\x1b", "\r", "\x00", "\u202e", "\u200b"}


def test_a_severity_has_its_colour_beside_its_word() -> None:
    for severity, tone in zip(Severity, (Tone.RED, Tone.YELLOW, Tone.BLUE), strict=True):
        found = COLON.diagnostic._replace(severity=severity)
        cells = [*map(_cells, findings_page(Findings((Shown(found, "task：21"),), 1), 80).blocks)]
        assert cells[0][1] == (str(severity), tone, "")
        assert cells[2][1] == ("    ^^", tone, "")


def test_a_letter_out_of_millions_is_shown() -> None:
    line = "\u0301" * 2_000_000 + "：" + "一" * 2_000_000
    assert one(line, 1, 2_000_001)[1].count("一") > 10


def test_summary_explains_the_first_error() -> None:
    findings = Findings(FOUR.shown[::-1], 3, 2)
    assert summary(findings) == (
        "2个错误，1个警告，1个提示；检查了3个文件（改动2个）。说明：gongkai check --explain G401"
    )


def test_summary_explains_what_else_there_is() -> None:
    assert summary(Findings(FOUR.shown[2:], 3)) == (
        "0个错误，1个警告，1个提示；检查了3个文件。说明：gongkai check --explain G602"
    )


def test_summary_of_nothing_explains_nothing() -> None:
    assert summary(NONE) == "没有发现问题；检查了3个文件。"
