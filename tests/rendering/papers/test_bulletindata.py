import json
from typing import Any

from hypothesis import given

from gongkai_cli.domain.book import Book
from gongkai_cli.reckoning.bulletins import Bulletin
from gongkai_cli.rendering.papers.bulletindata import bulletin_json
from small_book import JUSTICE, book, done, task, under_way
from small_bulletin import Said, bulletins, told


def data(found: Bulletin) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(bulletin_json(found))
    assert (read["schema"], read["kind"], read["year"]) == ("gongkai/1", "bulletin", 2023)
    inside: dict[str, Any] = read["data"]
    return inside


def test_for_programs() -> None:
    found = data(told(book(task()), {JUSTICE.name: [under_way("2-1"), done("5-1")]}))
    assert (found["period"], found["report_by"]) == ("2023Q2", "2023-07-14")
    assert (found["compared_with"], found["compared_as_of"]) == ("2023Q1", "2023-04-18")
    assert found["moves"] == {"finished": 1, "undone": 0, "late": 0, "caught_up": 0}
    (first, *others) = found["units"]
    assert (first["unit"], first["rank"], first["done"]) == (JUSTICE.name, 1, 1)
    assert first["reports"] == {"due": 1, "came": 1, "missing": 0}
    assert {unit["rank"] for unit in others} == {None}
    assert [each["unit"] for each in found["finished_early"]] == [JUSTICE.name]


def test_a_first_period_has_nothing_before_it() -> None:
    found = data(told(book(task()), {}, 1))
    keys = ("compared_with", "compared_as_of", "total_before", "moves")
    assert [found[key] for key in keys] == [None] * 4


@given(bulletins())
def test_the_parts_make_up_the_total(case: tuple[Bulletin, Book, Said]) -> None:
    found = data(case[0])
    for part in ("units", "topics"):
        assert sum(each["bound"] for each in found[part]) == found["total"]["bound"]
        assert sum(each["done"] for each in found[part]) == found["total"]["done"]
