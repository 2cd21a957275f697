import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai_cli.checking.allowances import settled
from gongkai_cli.diagnostic import Diagnostic, Severity, Span
from gongkai_cli.rules import BY_CODE, RULES, Allowance

DELETE = "请删除这条注释，改正问题本身"
FILE = "ledgers/2023/示例一局/updates/1.yaml"


def fault(line: int, code: str = "G309") -> Diagnostic:
    return Diagnostic(code, "指标没有达到", "请核对", Span(FILE, line, 1))


def allowed(
    first: int, last: int = 0, code: str = "G309", reason: str = "见函复", *, whole: bool = False
) -> Allowance:
    """An allowance that stands on line 1, for lines `first` to `last`."""
    return Allowance(code, reason, Span(FILE, 1, 1, 1, 9), first, last or first, whole)


def codes(found: list[Diagnostic]) -> list[str]:
    return [each.code for each in found]


@pytest.mark.parametrize(
    ("first", "last", "line", "excused"),
    [
        (3, 3, 3, True),
        (3, 3, 2, False),
        (3, 3, 4, False),
        (3, 5, 3, True),
        (3, 5, 5, True),
        (3, 5, 2, False),
        (3, 5, 6, False),
        (3, 5, 0, False),  # the file as a whole
    ],
)
def test_an_allowance_excuses_what_stands_in_its_lines(
    first: int,
    last: int,
    line: int,
    excused: bool,  # noqa: FBT001 a column of the table
) -> None:
    found = settled([fault(line)], [allowed(first, last)])
    assert codes(found) == ([] if excused else ["G309", "G701"])


@pytest.mark.parametrize("line", [0, 1, 99])
def test_one_for_the_whole_file_excuses_every_line(line: int) -> None:
    assert settled([fault(line)], [allowed(3, whole=True)]) == []


def test_one_allowance_excuses_all_findings_of_its_code_and_no_other() -> None:
    other = fault(3, "G308")
    assert settled([fault(3), fault(4), fault(3), other], [allowed(3, 4)]) == [other]


def test_two_allowances_of_one_finding_are_both_of_use() -> None:
    assert settled([fault(3)], [allowed(3), allowed(2, 4), allowed(9, whole=True)]) == []


def test_an_allowance_without_anything_to_excuse_is_told_at_its_own_place() -> None:
    (found,) = settled([], [allowed(3)])
    assert (found.code, found.span) == ("G701", Span(FILE, 1, 1, 1, 9))
    assert found.message == "这里没有 G309（申报已完成而指标没有达到）可以允许"


@pytest.mark.parametrize(
    ("code", "reason", "why", "hint"),
    [
        ("G309", "", "没有写理由", "请写成 # 允许 G309：理由"),
        ("G602", "", "没有写理由", "请写成 # 允许 G602：理由"),
        ("G999", "见函复", "没有 G999 这条规则", DELETE),
        ("G", "", "没有 G 这条规则", DELETE),
        ("G401", "见函复", "G401（已入库的记录被修改）不能用注释允许", DELETE),
        ("G101", "", "G101（使用了全角冒号）不能用注释允许", DELETE),
        ("G701", "见函复", "G701（允许的问题并不存在）不能用注释允许", DELETE),
    ],
)
def test_an_allowance_that_is_not_well_put_excuses_nothing(
    code: str, reason: str, why: str, hint: str
) -> None:
    there = [fault(3, code)] if code in BY_CODE else []
    *left, found = settled(there, [allowed(3, code=code, reason=reason)])
    assert left == there
    assert found == Diagnostic("G702", f"允许的写法不对：{why}", hint, Span(FILE, 1, 1, 1, 9))


@pytest.mark.parametrize(
    ("other", "told"),
    [
        ("G303", ["G303"]),  # an error: other rules may not have been asked
        ("G309", ["G309", "G701"]),  # a warning
        ("G604", ["G604", "G701"]),  # a notice
    ],
)
def test_an_idle_allowance_is_told_once_its_file_has_no_error(other: str, told: list[str]) -> None:
    assert codes(settled([fault(9, other)], [allowed(3, code="G308")])) == told


def test_an_error_that_is_excused_silences_nothing() -> None:
    found = settled([fault(3, "G308")], [allowed(3, code="G308"), allowed(9, code="G602")])
    assert codes(found) == ["G701"]


def test_what_excused_a_fault_that_is_past_stays() -> None:
    """The record has landed: nobody may take the comment out any more."""
    assert settled([], [allowed(3)], [fault(3)]) == []
    assert codes(settled([], [allowed(3)], [fault(4)])) == ["G701"]
    assert codes(settled([], [allowed(3), allowed(9)], [fault(3, "G308"), fault(3)])) == ["G701"]


def test_a_record_that_was_put_right_keeps_what_it_allowed_itself() -> None:
    ill = allowed(3, reason="")
    assert settled([fault(3)], [allowed(3), allowed(9)], idle=False) == []
    assert codes(settled([fault(4)], [allowed(3), ill], idle=False)) == ["G309", "G702"]


def test_only_what_the_catalogue_says_can_be_excused() -> None:
    for rule in RULES:
        found = settled([fault(3, rule.code)], [allowed(3, code=rule.code)])
        assert codes(found) == ([] if rule.allowable else [rule.code, "G702"])


_known = ["G308", "G309", "G401", "G601"]
_codes = st.sampled_from([*_known, "G999"])
_faults = st.lists(st.builds(fault, st.integers(0, 6), st.sampled_from(_known)), max_size=6)
_allowances = st.lists(
    st.builds(
        allowed,
        st.integers(1, 6),
        st.integers(1, 6),
        _codes,
        st.sampled_from(["", "见函复"]),
        whole=st.booleans(),
    ),
    max_size=4,
)


@given(_faults, _allowances)
def test_no_finding_of_another_code_is_lost(
    found: list[Diagnostic], given: list[Allowance]
) -> None:
    left = settled(found, given)
    named = {each.code for each in given if each.reason} - {"G401", "G999"}
    for each in found:
        assert each in left or each.code in named
    assert [each for each in left if each.code not in {"G701", "G702"}] == [
        each for each in found if each in left
    ]


@given(_faults, _allowances)
def test_every_allowance_excuses_something_or_is_a_finding_unless_an_error_is_left(
    found: list[Diagnostic], given: list[Allowance]
) -> None:
    told = [each for each in settled(found, given) if each.code in {"G701", "G702"}]
    left = [each for each in settled(found, given) if each not in told]
    ill = [each for each in given if not each.reason or each.code in {"G401", "G999"}]
    assert codes(told).count("G702") == len(ill)
    assert len(told) <= len(given)
    if any(BY_CODE[each.code].severity is Severity.ERROR for each in left):
        assert "G701" not in codes(told)
    else:
        assert len(left) < len(found) or len(told) == len(given)
