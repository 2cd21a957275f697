import pytest

from gongkai_cli.domain.deadline import Cycle, Deadline


@pytest.mark.parametrize("setting", Cycle)
def test_cycle_is_the_offices_where_the_words_leave_it_open(setting: Cycle) -> None:
    assert Deadline(by_policy=True).cycle(setting) is setting


@pytest.mark.parametrize("setting", Cycle)
def test_cycle_is_the_words_own_where_they_fix_it(setting: Cycle) -> None:
    assert Deadline(every=Cycle.MONTH).cycle(setting) is Cycle.MONTH
    assert Deadline().cycle(setting) is Cycle.NONE
