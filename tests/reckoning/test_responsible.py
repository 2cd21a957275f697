import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai_cli.domain.item import Role
from gongkai_cli.reckoning.phrases import PhraseError
from gongkai_cli.reckoning.responsible import OPEN_TAIL, Party, read_responsible

LEAD, ASSIST = Role.LEAD, Role.ASSIST


def names(phrase: str) -> list[str]:
    """The names in `phrase`, none of which may have a role."""
    parties = read_responsible(phrase)
    assert all(party.role is None for party in parties)
    return [party.name for party in parties]


def roles(phrase: str) -> list[tuple[str, Role | None]]:
    """Each name in `phrase` with its role."""
    return [(party.name, party.role) for party in read_responsible(phrase)]


@pytest.mark.parametrize(
    "phrase",
    [
        "区司法局、区财政局",
        "区司法局，区财政局",
        "区司法局,区财政局",
        "区司法局；区财政局",
        "区司法局;区财政局",
        "区司法局\n区财政局",
        "区司法局\r\n区财政局",
        "区司法局\t区财政局",
        "区司法局 区财政局",
        "区司法局\u3000区财政局",
        "区司法局\xa0区财政局",
        " 区司法局、 区财政局 、",
        "区司法局、\n区财政局\n",
        "区司法局、区财政局负责落实",
        "区司法局、区财政局负责",
        "区司法局、区财政局按职责分工负责",
        "区司法局、区财政局按照职责分工负责落实",
        "区司法局、区财政局分别负责",
        "区司法局、区财政局共同组织实施",
        "区司法局、区财政局按职责分工负责\r\n",
        "责任单位：区司法局、区财政局",
        "责任单位:区司法局、区财政局",
        "责任部门： 区司法局、区财政局",
    ],
)
def test_two_units_are_two_names_however_they_are_set_apart(phrase: str) -> None:
    assert names(phrase) == ["区司法局", "区财政局"]


@pytest.mark.parametrize(
    "tail",
    [
        "等相关部门",
        "等有关部门",
        "等相关单位",
        "等有关单位",
        "等部门",
        "等单位",
        "等各相关部门",
        "等各有关单位",
        "等区政府相关部门",
        "、等相关部门",
        " 等有关单位",
        "等相关部门按职责分工负责",
    ],
)
def test_an_open_tail_is_a_party_of_its_own(tail: str) -> None:
    assert names(f"区司法局、区财政局{tail}") == ["区司法局", "区财政局", OPEN_TAIL]


def test_an_open_tail_stands_where_the_phrase_has_it() -> None:
    assert names("区司法局等相关部门，各街道办事处") == ["区司法局", OPEN_TAIL, "各街道办事处"]


@pytest.mark.parametrize(
    "name",
    [
        "区政府办公室（区大数据局、区档案局）",
        "区政府办公室(区大数据局, 区档案局)",
        "区（甲（乙、丙）丁、戊）局",
    ],
)
def test_brackets_are_never_cut_open(name: str) -> None:
    assert names(f"{name}、区司法局") == [name, "区司法局"]


def test_a_stray_closing_bracket_does_not_open_the_next_pair() -> None:
    assert names("区甲局）、区乙局（丙、丁）") == ["区甲局）", "区乙局（丙、丁）"]


def test_a_bracket_that_never_closes_keeps_the_rest_together() -> None:
    assert names("区甲局（区乙局、区丙局") == ["区甲局（区乙局、区丙局"]


def test_nobody_leads_because_of_standing_first() -> None:
    assert roles("区司法局、区财政局") == [("区司法局", None), ("区财政局", None)]


@pytest.mark.parametrize(
    "phrase",
    [
        "区司法局牵头，区财政局、区税务局配合",
        "区司法局牵头负责，区财政局、区税务局配合",
        "区司法局牵头；区财政局、区税务局协助",
        "区司法局牵头，区财政局、区税务局参与",
        "区司法局牵头单位，区财政局、区税务局配合单位",
        "牵头单位：区司法局；配合单位：区财政局、区税务局",
        "牵头单位:区司法局\n配合单位:区财政局、区税务局",
        "牵头部门： 区司法局\n协助部门： 区财政局、区税务局",
        "牵头单位：\n区司法局\n配合单位：\n区财政局\n区税务局",
    ],
)
def test_who_leads_and_who_assists_is_taken_from_the_words(phrase: str) -> None:
    assert roles(phrase) == [("区司法局", LEAD), ("区财政局", ASSIST), ("区税务局", ASSIST)]


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("区司法局牵头", [("区司法局", LEAD)]),
        ("区司法局、区财政局牵头", [("区司法局", LEAD), ("区财政局", LEAD)]),
        ("区司法局牵头，区财政局", [("区司法局", LEAD), ("区财政局", None)]),
        ("区司法局牵头，各街道办事处配合", [("区司法局", LEAD), ("各街道办事处", ASSIST)]),
        (
            "区司法局牵头，区财政局等相关部门配合",
            [("区司法局", LEAD), ("区财政局", ASSIST), (OPEN_TAIL, ASSIST)],
        ),
        (
            "牵头单位：区司法局；责任单位：区财政局",
            [("区司法局", LEAD), ("区财政局", None)],
        ),
        (
            "责任单位：区财政局；牵头单位：区司法局",
            [("区财政局", None), ("区司法局", LEAD)],
        ),
        ("牵头单位：区司法局，区财政局配合", [("区司法局", LEAD), ("区财政局", ASSIST)]),
        ("区财政局，牵头单位：区司法局", [("区财政局", None), ("区司法局", LEAD)]),
    ],
)
def test_a_role_falls_only_on_those_it_is_said_of(
    phrase: str, expected: list[tuple[str, Role | None]]
) -> None:
    assert roles(phrase) == expected


@pytest.mark.parametrize(
    "phrase", ["", " ", "、，", "\n", "负责落实", "牵头单位：", "按职责分工负责", "牵头"]
)
def test_a_phrase_without_a_name_is_refused_and_quoted(phrase: str) -> None:
    with pytest.raises(PhraseError) as refusal:
        read_responsible(phrase)
    assert str(refusal.value) == f"责任单位“{phrase}”里没有单位名称"


def test_a_party_has_no_role_unless_one_is_stated() -> None:
    assert Party("区司法局").role is None


@given(
    st.lists(st.sampled_from(["区司法局", "区财政局", "区税务局", "各街道办事处"]), min_size=1),
    st.data(),
)
def test_any_mixture_of_separators_gives_the_same_names(
    units: list[str], data: st.DataObject
) -> None:
    separator = st.text("、，,；; \n\t\u3000", min_size=1, max_size=3)
    phrase = "".join(unit + data.draw(separator) for unit in units)
    assert names(phrase) == units
