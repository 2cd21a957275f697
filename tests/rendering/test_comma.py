import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai_cli.rendering.comma import to_csv
from gongkai_cli.rendering.layout import seen
from gongkai_cli.table import Column, Table, plain

rows = st.lists(st.tuples(st.text(max_size=20), st.text(max_size=20)), max_size=5)


def read(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def table(*found: tuple[str, ...]) -> Table:
    return Table((Column("甲"), Column("乙")), tuple(plain(*row) for row in found))


@given(rows)
def test_a_cell_never_leaves_its_cell(found: list[tuple[str, ...]]) -> None:
    [titles, *lines] = read(to_csv(table(*found)))
    assert titles == ["甲", "乙"]
    assert [[cell.removeprefix("'") for cell in line] for line in lines] == [
        [seen(cell).removeprefix("'") for cell in row] for row in found
    ]


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", " =1", "\t=1", "\r\n=1", "＝1+1", "－1", "＋1", "＠a"]
)
def test_a_formula_is_text(text: str) -> None:
    assert read(to_csv(table((text, ""))))[1][0].startswith("'")


@pytest.mark.parametrize("text", ["2023-07-01", "区司法局", "1", "'引"])
def test_plain_text_stays_as_it_is(text: str) -> None:
    assert read(to_csv(table((text, ""))))[1][0] == text


def test_excel_and_wps_open_it() -> None:
    assert to_csv(table(("一", "二"))) == "\ufeff甲,乙\r\n一,二\r\n"


def test_a_line_break_stays_in_its_line() -> None:
    assert to_csv(table(("一\n二", "\x1b[31m"))).count("\r\n") == 2
    assert "\x1b" not in to_csv(table(("一\n二", "\x1b[31m")))
