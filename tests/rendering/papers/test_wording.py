from datetime import date

import pytest

from gongkai_cli.domain.roster import Roster, Unit, UnitKind
from gongkai_cli.rendering.papers.wording import formal, in_full, numeral, signing

SHORT = Unit("区政府办公室", UnitKind.DEPARTMENT)
FULL = SHORT._replace(full_name="示例区人民政府办公室")


def test_a_day_has_no_noughts_before_its_figures() -> None:
    assert in_full(date(2023, 7, 2)) == "2023年7月2日"


@pytest.mark.parametrize(
    ("number", "said"),
    [(1, "一"), (9, "九"), (10, "十"), (11, "十一"), (20, "二十"), (46, "四十六")],
)
def test_numbers_of_parts(number: int, said: str) -> None:
    assert numeral(number) == said


def test_a_paper_calls_a_unit_by_its_full_name_where_it_is_known() -> None:
    assert (formal(FULL), formal(SHORT)) == ("示例区人民政府办公室", "区政府办公室")


@pytest.mark.parametrize(
    ("units", "name"),
    [((FULL,), "示例区人民政府办公室"), ((SHORT,), "区政府办公室"), ((), "区政府办公室")],
)
def test_who_signs(units: tuple[Unit, ...], name: str) -> None:
    assert signing(Roster("区政府办公室", units, ())) == name
