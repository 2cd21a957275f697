import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai_cli.domain.places import LEDGERS, Place, place_of


@pytest.mark.parametrize(
    ("file", "place"),
    [
        ("ledgers/2023/示例一局/台账.md", Place("2023", "示例一局", "台账.md")),
        ("ledgers/2023/示例一局/updates/1.yaml", Place("2023", "示例一局", "updates", "1.yaml")),
        (
            "ledgers/2023/示例一局/evidence/图/1.jpg",
            Place("2023", "示例一局", "evidence", "图/1.jpg"),
        ),
        ("ledgers/2023/示例一局", None),
        ("ledgers/2023", None),
        ("ledgers", None),
        ("data/2023/示例一局/台账.md", None),
        ("Ledgers/2023/示例一局/台账.md", None),
        ("x/ledgers/2023/示例一局/台账.md", None),
        ("", None),
    ],
)
def test_a_path_says_its_place(file: str, place: Place | None) -> None:
    assert place_of(file) == place


@pytest.mark.parametrize(
    ("rest", "is_record"),
    [
        ("updates/1.yaml", True),
        ("reviews/1.yaml", True),
        ("lookback/1.yaml", True),
        ("updates/.yaml", True),  # any name of that ending is read
        ("updates/1.yml", False),
        ("updates/1.YAML", False),
        ("updates/1.yaml.bak", False),
        ("updates/yaml", False),
        ("updates/1/2.yaml", False),
        ("updates", False),
        ("updates.yaml", False),
        ("Updates/1.yaml", False),
        ("evidence/1.yaml", False),
        ("1.yaml", False),
    ],
)
def test_a_record_stands_directly_in_its_folder(
    rest: str,
    is_record: bool,  # noqa: FBT001 a column of the table
) -> None:
    place = place_of(f"ledgers/2023/示例一局/{rest}")
    assert place is not None
    assert place.is_record is is_record


_names = st.text(st.characters(exclude_characters="/"), min_size=1, max_size=5)


@given(st.lists(_names, min_size=3, max_size=6))
def test_a_place_leads_back_to_its_path(parts: list[str]) -> None:
    file = "/".join([LEDGERS, *parts])
    place = place_of(file)
    assert place is not None
    assert "/".join(part for part in (LEDGERS, *place) if part) == file


@given(st.text("ledgrs/23u", max_size=20))
def test_whatever_is_no_place_has_too_few_steps_or_another_top(file: str) -> None:
    assert (place_of(file) is None) == (not file.startswith("ledgers/") or file.count("/") < 3)
