from datetime import date

import pytest

from gongkai_cli.domain.deadline import Period
from gongkai_cli.domain.plan import Scope
from gongkai_cli.reckoning.standings import Standing
from gongkai_cli.rendering.pages.words import figure, gist, limit, mark, silence, target, tone
from gongkai_cli.table import Cell, Tone
from small_book import target as aim

FIRST, SECOND = (
    Period(name, date(2023, 1, 1), date(2023, 3, 31), date(2023, 4, 17))
    for name in ("一季度", "二季度")
)


@pytest.mark.parametrize(
    ("wording", "shown"),
    [
        ("短句。", "短句。"),
        ("一二三四五六，七八九十一二三四，" + "长" * 40 + "。", "一二三四五六，七八九十一二三四……"),
        ("长" * 45 + "，短。", "长" * 45 + "……"),
        ("一，" + "长" * 60 + "。末。", "一，" + "长" * 60 + "……"),
        ("长" * 60, "长" * 60),
        ("长" * 30 + "，" + "长" * 8 + "。", "长" * 30 + "，" + "长" * 8 + "。"),
    ],
)
def test_gist_ends_with_a_clause(wording: str, shown: str) -> None:
    assert gist(wording) == shown


def test_silence_names_the_latest_first() -> None:
    assert silence([]) == ""
    assert silence([FIRST]) == "缺一季度"
    assert silence([FIRST, SECOND]) == "缺二季度；此前缺一季度"
    assert silence([FIRST, SECOND], "（最晚明天）") == "缺二季度（最晚明天）；此前缺一季度"


def test_limit_never_hides_the_first_day() -> None:
    due, later = date(2023, 6, 30), date(2023, 7, 31)
    assert limit("长期坚持", None, None) == "长期坚持"
    assert limit("6月底前", due, due) == "6月底前（2023-06-30）"
    assert limit("6月底前", later, due) == "6月底前（2023-06-30，准予延期至2023-07-31）"


def test_the_office_chooses_the_colour() -> None:
    assert tone(Standing.OVERDUE, {}) is Tone.RED
    assert tone(Standing.OVERDUE, {"逾期": "蓝"}) is Tone.BLUE
    assert tone(Standing.NORMAL, {}) is Tone.GREEN


def test_nought_stays_in_the_background() -> None:
    assert figure(0, Standing.OVERDUE, {}) == Cell("0", Tone.FAINT)
    assert figure(2, Standing.OVERDUE, {}, "逾期 ") == Cell("逾期 2", Tone.RED)


def test_every_mark_and_word_exists_in_gbk() -> None:
    for each in Standing:
        (mark(each) + each).encode("gbk")


def test_target_says_whom_it_binds() -> None:
    assert target(aim()) == "培训 ≥ 2次，累计；范围：每单位"
    assert target(aim(scope=Scope.UNDECIDED, add_up=False)) == (
        "培训 ≥ 2次，以最近一次为准；范围未明确"
    )
