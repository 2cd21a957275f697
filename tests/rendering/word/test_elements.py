import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from gongkai_cli.rendering.frame import Field, Frame, field, merged, titles
from gongkai_cli.rendering.word.elements import run, table
from gongkai_cli.rendering.word.look import ACROSS, UPRIGHT, Sheet
from gongkai_cli.table import Cell
from rendering.word.paper_reading import W, said, texts, value

HOSTILE = st.text(" <>&\"'|=\n\t\u3000]甲乙", max_size=20) | st.text(
    st.characters(exclude_categories=["Cs", "Cc"]), max_size=20
)


def again(made: etree._Element) -> etree._Element:
    """Through a file and back."""
    return etree.fromstring(etree.tostring(made))


@given(HOSTILE)
def test_no_letter_of_a_cell_is_lost_or_is_markup(text: str) -> None:
    expected = text.replace("\ufffe", "").replace("\uffff", "")
    found = again(run(Cell(text)))
    assert said(found) == expected
    assert {etree.QName(each).localname for each in found} <= {"rPr", "t", "br", "tab"}


def test_what_xml_cannot_carry_is_left_out() -> None:
    assert said(again(run(Cell("甲\x00\x0b\r\ud800\uffff乙")))) == "甲乙"


def test_spaces_are_kept() -> None:
    (words,) = again(run(Cell("  甲 "))).iter(W + "t")
    assert words.get("{http://www.w3.org/XML/1998/namespace}space") == "preserve"


def test_twenty_thousand_letters() -> None:
    text = "长" * 20_000
    assert said(again(run(Cell(text)))) == text


def test_merged_cells_both_ways() -> None:
    rows = [tuple(map(field, row)) for row in ("1甲", "2甲", "3乙")]
    frame = Frame((1, 1), 1, (titles(["数", "数"]), *merged(rows, (1,))))
    made = again(table(frame, UPRIGHT))
    assert texts(made) == [["数"], ["1", "甲"], ["2", ""], ["3", "乙"]]
    cells = list(made.iter(W + "tc"))
    merge = [cell.find(f".//{W}vMerge") for cell in cells]
    assert [None if each is None else each.get(W + "val") for each in merge] == [
        None,
        None,
        "restart",
        None,
        "continue",
        None,
        None,
    ]
    assert [cell.find(f".//{W}gridSpan") is not None for cell in cells] == [True, *[False] * 6]


def test_a_merged_field_has_room_in_its_first_row() -> None:
    rows = [tuple(map(field, row)) for row in (("长" * 80, "1"), ("长" * 80, "2"), ("短", "3"))]
    made = again(table(Frame((1, 1), 0, merged(rows, (0,))), UPRIGHT))
    heights = [value(row, "trHeight") for row in made.iter(W + "tr")]
    assert heights == ["1240", None, None]


@pytest.mark.parametrize(
    ("sheet", "letters", "torn"),
    [
        (UPRIGHT, 450, False),
        (UPRIGHT, 550, True),
        (ACROSS, 450, False),
        (ACROSS, 550, True),
    ],
)
def test_only_a_row_higher_than_a_third_of_the_page_is_torn(
    sheet: Sheet, letters: int, *, torn: bool
) -> None:
    made = again(table(Frame((1,), 0, ((field("长" * letters),),)), sheet))
    assert (made.find(f".//{W}cantSplit") is None) is torn


def test_a_field_over_rows_and_columns_covers_all_of_them() -> None:
    wide = Field((Cell("甲"),), rows=2, columns=2)
    frame = Frame((1, 1, 1), 0, ((wide, None, field("1")), (None, None, field("2"))))
    found = again(table(frame, UPRIGHT))
    assert texts(found) == [["甲", "1"], ["", "2"]]
    assert [each.get(W + "val") for each in found.iter(W + "gridSpan")] == ["2", "2"]
