from calendar import monthrange
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai_cli.domain.deadline import Cycle, Deadline
from gongkai_cli.reckoning.deadlines import read_deadline
from gongkai_cli.reckoning.phrases import PhraseError
from small_book import YEAR, day

WHOLE_YEAR = Deadline(due=date(YEAR, 12, 31), by_policy=True)
LASTING = Deadline(by_policy=True, carried=True)


@pytest.mark.parametrize(
    "phrase", ["全年", "全年度", "年内", "年度内", "本年内", "本年度内", " 全 年\n", "全年,全年"]
)
def test_whole_year_ends_on_31_december_and_reports_every_cycle(phrase: str) -> None:
    assert read_deadline(phrase, YEAR) == WHOLE_YEAR


@pytest.mark.parametrize(
    "phrase",
    [
        "长期",
        "长期坚持",
        "长期推进",
        "长期开展",
        "持续推进",
        "持续开展",
        "常态化",
        "常态化推进",
        "常态化开展",
        "全年，长期坚持",
        "全年,长期\n坚持",
        "全年；长期坚持",
        "全年、长期坚持",
        "长期坚持，全年",
        "全年， 长期坚持",
    ],
)
def test_what_goes_on_has_no_last_day_reports_every_cycle_and_is_carried(phrase: str) -> None:
    assert read_deadline(phrase, YEAR) == LASTING


@pytest.mark.parametrize(
    ("phrase", "due"),
    [
        ("2023年6月底前", "2023-6-30"),
        ("2023年7月底前", "2023-7-31"),
        ("6月底前", "2023-6-30"),
        ("6月底", "2023-6-30"),
        ("6月末", "2023-6-30"),
        ("6月末之前", "2023-6-30"),
        ("6月底以前", "2023-6-30"),
        ("06月底前", "2023-6-30"),
        ("２０２３年６月底前", "2023-6-30"),
        ("2023 年 6 月\n底 前", "2023-6-30"),
        ("二〇二三年六月底前", "2023-6-30"),
        ("二零二三年六月底前", "2023-6-30"),
        ("二○二三年六月底前", "2023-6-30"),
        ("十月底前", "2023-10-31"),
        ("十一月底前", "2023-11-30"),
        ("十二月底前", "2023-12-31"),
        ("2月底前", "2023-2-28"),
        ("2024年2月底前", "2024-2-29"),
        ("2023年6月30日前", "2023-6-30"),
        ("6月30日", "2023-6-30"),
        ("6月5日之前", "2023-6-5"),
        ("六月二十五日以前", "2023-6-25"),
        ("六月十日前", "2023-6-10"),
        ("六月二十日前", "2023-6-20"),
        ("六月十五日前", "2023-6-15"),
        ("2024年2月29日前", "2024-2-29"),
        ("2022年12月31日", "2022-12-31"),
        ("年底前", "2023-12-31"),
        ("年底", "2023-12-31"),
        ("年末之前", "2023-12-31"),
        ("2023年底前", "2023-12-31"),
        ("2023年年底前", "2023-12-31"),
        ("2024年年末前", "2024-12-31"),
        ("上半年", "2023-6-30"),
        ("上半年内", "2023-6-30"),
        ("上半年底前", "2023-6-30"),
        ("下半年", "2023-12-31"),
        ("2024年上半年", "2024-6-30"),
        ("第一季度", "2023-3-31"),
        ("第1季度", "2023-3-31"),
        ("二季度", "2023-6-30"),
        ("第二季度末前", "2023-6-30"),
        ("第三季度内", "2023-9-30"),
        ("2024年第四季度", "2024-12-31"),
        ("6月底前，2023年6月30日前", "2023-6-30"),
    ],
)
def test_a_stated_day_is_due_and_asks_for_no_reports(phrase: str, due: str) -> None:
    assert read_deadline(phrase, YEAR) == Deadline(due=day(due))


@pytest.mark.parametrize(
    ("phrase", "every", "report_day"),
    [
        ("每月", Cycle.MONTH, 0),
        ("每个月", Cycle.MONTH, 0),
        ("每季度", Cycle.QUARTER, 0),
        ("每季度1次", Cycle.QUARTER, 0),
        ("每季度一次", Cycle.QUARTER, 0),
        ("每半年", Cycle.HALF_YEAR, 0),
        ("每个半年", Cycle.HALF_YEAR, 0),
        ("每月底前", Cycle.MONTH, 0),
        ("每季度末", Cycle.QUARTER, 0),
        ("每月10日前", Cycle.MONTH, 0),
        ("每月十日前", Cycle.MONTH, 0),
        ("每月５日之前", Cycle.MONTH, 0),
        ("每季度5日前", Cycle.QUARTER, 0),
        ("每季度末月1日前", Cycle.QUARTER, 1),
        ("每季度末月31日前", Cycle.QUARTER, 31),
        ("每季度末月25日前", Cycle.QUARTER, 25),
        ("每半年末月二十日以前", Cycle.HALF_YEAR, 20),
    ],
)
def test_words_may_fix_their_own_cycle(phrase: str, every: Cycle, report_day: int) -> None:
    assert read_deadline(phrase, YEAR) == Deadline(every=every, report_day=report_day)


@pytest.mark.parametrize(
    ("phrase", "count"),
    [
        ("20个工作日内", 20),
        ("20工作日内", 20),
        ("二十个工作日内", 20),
        ("五个工作日内", 5),
        ("１个工作日内", 1),
        ("100个工作日内", 100),
    ],
)
def test_a_limit_in_work_days_waits_for_a_start(phrase: str, count: int) -> None:
    assert read_deadline(phrase, YEAR) == Deadline(workdays=count)


@pytest.mark.parametrize(
    ("phrase", "deadline"),
    [
        ("每月，长期坚持", Deadline(every=Cycle.MONTH, carried=True)),
        ("长期坚持，每季度末月10日前", Deadline(every=Cycle.QUARTER, report_day=10, carried=True)),
        ("全年，每月", Deadline(due=date(YEAR, 12, 31), every=Cycle.MONTH)),
        ("2023年6月底前，每月", Deadline(due=date(YEAR, 6, 30), every=Cycle.MONTH)),
        ("年底前，长期坚持", LASTING._replace(due=date(YEAR, 12, 31))),
        ("2023年6月底前，全年，长期坚持", LASTING._replace(due=date(YEAR, 6, 30))),
        ("全年，年底前", WHOLE_YEAR),
        ("20个工作日内，长期坚持", LASTING._replace(workdays=20)),
        ("20个工作日内，每月", Deadline(every=Cycle.MONTH, workdays=20)),
    ],
)
def test_several_clauses_are_one_rule(phrase: str, deadline: Deadline) -> None:
    assert read_deadline(phrase, YEAR) == deadline


@pytest.mark.parametrize(
    "phrase",
    [
        "",
        "尽快",
        "按要求完成",
        "全年。",
        "全年，",
        "，全年",
        "2023年",
        "6月",
        "6月上旬",
        "6月前",
        "6月、12月底前",
        "6月至8月",
        "全年6月底前",
        "23年6月底前",
        "第五季度",
        "第0季度",
        "第一、二季度",
        "每年",
        "每周",
        "每月前",
        "每月月底前汇总",
        "工作日内",
        "0个工作日内",
        "1000个工作日内",
        "20个工作日",
        "自收到申请之日起20个工作日内",
    ],
)
def test_an_unknown_phrase_is_refused_and_quoted(phrase: str) -> None:
    with pytest.raises(PhraseError) as refusal:
        read_deadline(phrase, YEAR)
    assert str(refusal.value) == f"看不懂完成时限“{phrase}”"


@pytest.mark.parametrize(
    "phrase",
    [
        "十十月底前",
        "二三十日前",
        "一二月底前",
        "1二月底前",
        "6月三五日前",
        "三五个工作日内",
        "1十个工作日内",
        "二十五六个工作日内",
        "2十个工作日内",
        "二十十三年六月底前",
        "一百二十个工作日内",
    ],
)
def test_a_numeral_that_can_be_read_in_two_ways_is_not_guessed_at(phrase: str) -> None:
    with pytest.raises(PhraseError) as refusal:
        read_deadline(phrase, YEAR)
    assert str(refusal.value) == f"看不懂完成时限“{phrase}”"


@pytest.mark.parametrize(
    ("phrase", "said"),
    [
        ("2月30日前", "2月30日前"),
        ("2023年2月29日", "2023年2月29日"),
        ("13月底前", "13月底前"),
        ("0月底前", "0月底前"),
        ("６月３１日前", "6月31日前"),
        ("6月0日前", "6月0日前"),
        ("十三月一日前", "13月1日前"),
        ("0000年6月底前", "0000年6月底前"),
        ("每月0日前", "每月0日前"),
        ("每月32日前", "每月32日前"),
        ("全年，2月30日前", "2月30日前"),
    ],
)
def test_a_day_that_no_calendar_has_is_refused_and_quoted(phrase: str, said: str) -> None:
    with pytest.raises(PhraseError) as refusal:
        read_deadline(phrase, YEAR)
    assert str(refusal.value) == f"完成时限“{phrase}”里的“{said}”不是日历上有的日期"


@pytest.mark.parametrize(
    "phrase",
    [
        "6月底前，7月底前",
        "全年，2023年6月底前",
        "2023年年底前，2024年年底前",
        "6月底前，20个工作日内",
        "20个工作日内，30个工作日内",
        "全年，20个工作日内",
        "每月，每季度",
        "每季度末月10日前，每季度末月20日前",
    ],
)
def test_two_limits_that_disagree_are_refused(phrase: str) -> None:
    with pytest.raises(PhraseError) as refusal:
        read_deadline(phrase, YEAR)
    assert str(refusal.value) == f"完成时限“{phrase}”里有两个不同的时限"


@given(st.integers(1, 12), st.integers(2000, 2099))
def test_every_month_of_every_year_has_its_end(month: int, year: int) -> None:
    end = date(year, month, monthrange(year, month)[1])
    assert read_deadline(f"{year}年{month}月底前", YEAR).due == end
    assert read_deadline(f"{month}月{end.day}日前", year).due == end
    with pytest.raises(PhraseError):
        read_deadline(f"{month}月{end.day + 1}日前", year)


@given(st.text(alphabet="全年长期坚持月日底前第季度上下半每个工作内0123〇一二十，、 ", max_size=12))
def test_any_text_is_understood_or_refused_with_its_own_words(phrase: str) -> None:
    outcome: object
    try:
        outcome = read_deadline(phrase, YEAR)
    except PhraseError as refusal:
        outcome = str(refusal)
    assert outcome != Deadline()
    assert isinstance(outcome, Deadline) or f"完成时限“{phrase}”" in str(outcome)
