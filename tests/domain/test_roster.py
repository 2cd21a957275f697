import pytest

from gongkai_cli.domain.roster import Roster, Unit, UnitKind, names_of
from small_book import FINANCE, JUSTICE, OFFICE, ROSTER, STREET, TAXES, day


@pytest.mark.parametrize(
    ("begun", "ended", "years"),
    [
        ("", "", (2022, 2023, 2024)),
        ("2023-12-31", "", (2023, 2024)),
        ("2024-1-1", "", (2024,)),
        ("", "2023-1-1", (2022, 2023)),
        ("", "2022-12-31", (2022,)),
        ("2023-5-1", "2023-5-1", (2023,)),
    ],
)
def test_unit_is_active_in_every_year_of_which_it_saw_a_day(
    begun: str, ended: str, years: tuple[int, ...]
) -> None:
    unit = Unit(
        "区某局",
        UnitKind.DEPARTMENT,
        active_from=day(begun) if begun else None,
        active_until=day(ended) if ended else None,
    )
    assert tuple(year for year in (2022, 2023, 2024) if unit.active_in(year)) == years


@pytest.mark.parametrize("name", ["区财政局", "区财政和国资局"])
def test_find_knows_a_unit_by_its_name_and_its_aliases(name: str) -> None:
    assert ROSTER.find(name) is FINANCE


@pytest.mark.parametrize("name", ["财政局", "区财政", "区财政局 ", ""])
def test_find_takes_no_other_spelling(name: str) -> None:
    assert ROSTER.find(name) is None


@pytest.mark.parametrize("spoken", ["振兴街街道办事处", "振兴街街道", "振兴街", " 振兴街街道 "])
def test_search_finds_a_street_without_its_ending(spoken: str) -> None:
    assert ROSTER.search(spoken) is STREET


@pytest.mark.parametrize("spoken", ["区财政局", "财政局", "财政和国资局", "\t财政局\n"])
def test_search_finds_a_department_without_its_district(spoken: str) -> None:
    assert ROSTER.search(spoken) is FINANCE


@pytest.mark.parametrize("spoken", ["振兴", "财政", "局", "", "区"])
def test_search_does_not_guess_from_a_part_of_a_name(spoken: str) -> None:
    assert ROSTER.search(spoken) is None


def test_an_exact_name_goes_before_a_lengthened_one() -> None:
    village = Unit("槐荫", UnitKind.STATIONED)
    street = Unit("槐荫街道办事处", UnitKind.STREET)
    assert Roster("槐荫", (street, village), ()).search("槐荫") is village


def test_names_of_a_unit_begin_with_the_official_one() -> None:
    unit = Unit("区医保局", UnitKind.DEPARTMENT, ("医疗保障局",), "示例区医疗保障局")
    assert names_of(unit) == ("区医保局", "示例区医疗保障局", "医疗保障局")
    assert names_of(OFFICE) == ("区政府办公室",)


def test_roster_lists_every_name_in_its_own_order() -> None:
    assert ROSTER.names() == [
        "区政府办公室",
        "区司法局",
        "区财政局",
        "区财政和国资局",
        "区税务局",
        "振兴街街道办事处",
        "振兴街街道",
    ]


def test_groups_are_found_by_their_name() -> None:
    assert ROSTER.groups["各街道办事处"].kinds == {UnitKind.STREET}
    assert [name for name, group in ROSTER.groups.items() if group.open] == ["区政府相关部门"]


def test_an_heir_is_found_through_every_unit_that_ended() -> None:
    first = FINANCE._replace(active_until=day("2021-12-31"), successor="区司法局")
    second = JUSTICE._replace(active_until=day("2022-6-30"), successor="振兴街街道")
    lost = TAXES._replace(active_until=day("2022-12-31"))
    roster = Roster(OFFICE.name, (OFFICE, first, second, STREET, lost), ())
    assert roster.heir("区财政局", 2021) is first
    assert roster.heir("区财政局", 2022) is second
    assert roster.heir("区财政局", 2023) is STREET
    assert roster.heir("区政府办公室", 2023) is OFFICE
    assert roster.heir("区税务局", 2022) is lost
    assert roster.heir("区税务局", 2023) is None
    assert roster.heir("没有局", 2023) is None


def test_a_unit_not_yet_there_has_no_heir() -> None:
    young = FINANCE._replace(active_from=day("2024-1-1"), active_until=day("2024-12-31"))
    roster = Roster(OFFICE.name, (OFFICE, young._replace(successor=OFFICE.name)), ())
    assert roster.heir("区财政局", 2023) is None
    assert roster.heir("区财政局", 2025) is OFFICE


@pytest.mark.parametrize(("ended", "before"), [("2022-12-31", True), ("2023-1-1", False)])
def test_a_unit_has_ended_before_the_year_after_its_last(ended: str, before: bool) -> None:  # noqa: FBT001
    assert FINANCE._replace(active_until=day(ended)).ended_before(2023) is before
    assert not FINANCE.ended_before(2023)


def test_who_answers_on_a_day_for_a_unit_that_has_closed_down() -> None:
    first = Unit("甲局", UnitKind.DEPARTMENT, active_until=day("5-1"), successor="乙局")
    second = Unit("乙局", UnitKind.DEPARTMENT, active_until=day("6-1"), successor="丙局")
    third = Unit("丙局", UnitKind.DEPARTMENT)
    roster = Roster("丙局", [first, second, third], [])
    heirs = [roster.heir_on(first, day(text)) for text in ("5-1", "5-2", "6-1", "6-2")]
    assert heirs == [first, second, second, third]
    alone = first._replace(successor="")
    assert Roster("甲局", [alone], []).heir_on(alone, day("5-2")) is None
