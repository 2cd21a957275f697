"""A chart in Word: cells shaded in proportion, told apart without colour, the words beside."""

from itertools import pairwise

from gongkai_cli.rendering.word.page import to_docx
from gongkai_cli.table import Bar, Chart, Column, Document, Line, Share, Table, Tone, plain
from rendering.word.paper_reading import W, part, said, texts

KEY = (Share("办结", Tone.GREEN), Share("逾期", Tone.RED), Share("在办", Tone.PLAIN))
CHART = Chart(
    KEY,
    (
        Bar("二季度", (10, 20, 30), "办结率17%"),
        Bar("一季度\x1b[1m", (0, 0, 60), "办结率0%"),
        Bar("没有", (0, 0, 0), "没有应办任务"),
    ),
)


def rows(chart: Chart) -> list[list[tuple[str, int, str]]]:
    """Text, columns and fill of each cell of each row."""
    body = part(to_docx(Document((chart,))))
    return [[_cell(cell) for cell in row.iter(W + "tc")] for row in body.iter(W + "tr")]


def _cell(cell: object) -> tuple[str, int, str]:
    found = cell.find(f"{W}tcPr")  # type: ignore[attr-defined]
    span, shade = found.find(f"{W}gridSpan"), found.find(f"{W}shd")
    columns = 1 if span is None else int(span.get(W + "val"))
    return said(cell), columns, "" if shade is None else shade.get(W + "fill")  # type: ignore[arg-type]


def test_cells_are_as_wide_as_their_parts() -> None:
    first, _, second, _, none, _, _ = rows(CHART)
    assert [columns for _, columns, _ in first] == [1, 10, 20, 30, 1]
    assert [columns for _, columns, _ in second] == [1, 60, 1]
    assert [(columns, fill) for _, columns, fill in none] == [(1, ""), (60, ""), (1, "")]
    assert (first[0][0], first[-1][0]) == ("二季度", " 办结率17%")
    assert second[0][0] == "一季度?[1m"


def test_every_row_fills_the_grid() -> None:
    assert {sum(columns for _, columns, _ in row) for row in rows(CHART)} == {62}
    wide = Chart(tuple(Share("很长的一个词" * 9, tone) for tone in list(Tone)[:4]), CHART.bars[2:])
    assert {sum(columns for _, columns, _ in row) for row in rows(wide)} == {62}


def test_the_key_repeats_the_shades_beside_their_words() -> None:
    first, *_, key = rows(CHART)
    shades = [fill for _, _, fill in first[1:-1]]
    assert [fill for _, _, fill in key if fill] == shades
    assert [text for text, _, _ in key if text] == [" 办结", " 逾期", " 在办"]


def test_shades_are_told_apart_in_print() -> None:
    greys = [
        sum(int(fill[place : place + 2], 16) for place in (0, 2, 4)) // 3
        for _, _, fill in rows(CHART)[0][1:-1]
    ]
    assert all(after - before > 40 for before, after in pairwise(greys))


def test_an_empty_chart_and_the_same_bytes_twice() -> None:
    assert texts(part(to_docx(Document((Chart(KEY, ()),))))) == [
        ["", "", " 办结", "", " 逾期", "", " 在办"]
    ]
    page = Document((CHART,))
    assert to_docx(page) == to_docx(page)


def test_neighbouring_tables_stay_two() -> None:
    table = Table((Column("单位"),), (plain("示例一局"),))
    body = part(to_docx(Document((table, CHART, table, Line(plain("话"))))))[0]
    assert [each.tag.removeprefix(W) for each in body][:6] == ["tbl", "p", "tbl", "p", "tbl", "p"]


def test_what_is_said_above_a_chart_stays_with_it() -> None:
    line, *_ = part(to_docx(Document((Line(plain("如图。")), CHART))))[0]
    assert line.find(f"{W}pPr/{W}keepNext") is not None
