from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given

from gongkai_cli.domain.record import Record
from gongkai_cli.reading.states import Summary, from_text, to_text
from gongkai_cli.reckoning.fold import ItemState, Status, Total, fold
from histories import histories_of

FULL = ItemState(
    Status.SENT_BACK,
    date(2023, 6, 1),
    date(2023, 6, 2),
    True,  # noqa: FBT003 - all fields in order
    date(2023, 6, 3),
    date(2023, 6, 4),
    date(2023, 6, 5),
    date(2023, 6, 6),
    (date(2023, 6, 7), date(2023, 6, 8)),
    ((date(2023, 6, 9), date(2023, 6, 10)),),
    {"培训": Total(Decimal("3.50"), Decimal(1), date(2023, 6, 11))},
    date(2023, 6, 12),
)


@pytest.mark.parametrize("states", [{}, {1: ItemState()}, {46: FULL, 1: ItemState()}])
def test_what_is_kept_is_what_was_known(states: dict[int, ItemState]) -> None:
    summary = Summary(date(2023, 6, 20), states)
    again = from_text(to_text(summary))
    assert repr(again) == repr(summary)


@given(histories_of(2))
def test_whatever_was_reported(records: list[Record]) -> None:
    summary = Summary(date.max, fold(records))
    assert repr(from_text(to_text(summary))) == repr(summary)


def test_it_is_one_line() -> None:
    assert "\n" not in to_text(
        Summary(date.min, {1: FULL._replace(totals={"一\n二": FULL.totals["培训"]})})
    )


def test_what_an_earlier_program_kept_is_not_understood() -> None:
    text = to_text(Summary(date.min, {1: FULL}))
    with pytest.raises(ValueError, match="unpack"):
        from_text(text.replace(',"2023-06-12"]', "]"))
