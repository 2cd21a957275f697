"""What people write into cells: understood, or refused with a sentence."""

from datetime import date
from decimal import Decimal

import pytest

from gongkai_cli.domain.plan import Scope, Target
from gongkai_cli.domain.record import Evidence
from gongkai_cli.reading.filled.values import Misread, day_of, numbers, pieces

TRAINING = Target("政务公开 培训", Decimal(2), "次", add_up=True, scope=Scope.DISTRICT)
SATISFIED = Target("满意度=好", Decimal(90), "％", add_up=False, scope=Scope.UNDECIDED)

DAYS = [
    ("", None),
    ("  ", None),
    (date(2023, 6, 27), date(2023, 6, 27)),
    ("2023-06-27", date(2023, 6, 27)),
    ("2023-06-27 00:00:00", date(2023, 6, 27)),
    ("2023/6/27", date(2023, 6, 27)),
    ("2023.6.27", date(2023, 6, 27)),
    ("2023年6月27日", date(2023, 6, 27)),
    ("2023 年 6 月 27 日", date(2023, 6, 27)),
    ("2023年6月27号", date(2023, 6, 27)),
    ("2023年6月27", date(2023, 6, 27)),
    ("２０２３年６月２７日", date(2023, 6, 27)),
    ("20230627", date(2023, 6, 27)),
    ("6月27日", date(2022, 6, 27)),
    ("6月27", date(2022, 6, 27)),
    ("45104", date(2023, 6, 27)),
    ("44927", date(2023, 1, 1)),
    ("2024-02-29", date(2024, 2, 29)),
]


@pytest.mark.parametrize(("written", "meant"), DAYS)
def test_a_day_is_understood(written: str | date, meant: date | None) -> None:
    assert day_of(written, 2022) == meant


@pytest.mark.parametrize(
    "written", ["2023年2月30日", "2023-13-01", "0000-01-01", "2月29日", "20231301"]
)
def test_a_day_that_no_calendar_has_is_refused(written: str) -> None:
    with pytest.raises(Misread, match=f"^“{written}”不是日历上有的日期，请核对。$"):
        day_of(written, 2022)


@pytest.mark.parametrize(
    "written",
    [
        "六月",
        "6.27",
        "6-27",
        "23.6.27",
        "2023.6/27",
        "2023年6-27",
        "6月底",
        "2023-06-27 09:30:00",
        "27",
        "123456",
    ],
)
def test_a_day_that_is_not_understood_is_refused(written: str) -> None:
    with pytest.raises(Misread, match=f"^日期“{written}”看不懂，请写成 2022-06-27 的样子。$"):
        day_of(written, 2022)


def test_a_long_text_is_quoted_in_part() -> None:
    with pytest.raises(Misread, match=f"“{'长' * 40}…”"):
        day_of("长" * 41, 2022)


NUMBERS = [
    ("", {}),
    ("政务公开培训=", {}),
    ("政务公开培训", {}),
    ("政务公开 培训=2", {"政务公开 培训": "2"}),
    (" 政务公开培训 ＝ ２ 次 \n\n满意度=好=91.5%", {"政务公开 培训": "2", "满意度=好": "91.5"}),
]


@pytest.mark.parametrize(("written", "meant"), NUMBERS)
def test_numbers_are_understood(written: str, meant: dict[str, str]) -> None:
    assert numbers(written, (TRAINING, SATISFIED)) == meant


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("培训=2", "没有“培训”这个指标；这项任务的指标有：政务公开 培训，请写成 名=数。"),
        ("2", "没有“2”这个指标；"),
        ("政务公开培训=两", "指标“政务公开 培训”的数“两”看不懂，请只写数，如 政务公开 培训=2。"),
        ("政务公开培训=2个", "的数“2个”看不懂"),
        ("政务公开培训=-2", "的数“-2”看不懂"),
        ("政务公开培训=1e9", "的数“1e9”看不懂"),
        ("政务公开培训=1\n政务公开培训=1", "指标“政务公开 培训”写了不止一行，请只留一行。"),
    ],
)
def test_numbers_that_are_not_understood_are_refused(written: str, sentence: str) -> None:
    with pytest.raises(Misread, match=sentence):
        numbers(written, (TRAINING,))


def test_a_task_without_targets_takes_no_number() -> None:
    with pytest.raises(Misread, match=r"^这项任务没有指标，“培训=2”收不进来。$"):
        numbers("培训=2", ())


PIECES = [
    ("清单 http://example.cn/a", Evidence("清单", "http://example.cn/a")),
    ("清单　HTTPS://example.cn/a", Evidence("清单", "HTTPS://example.cn/a")),
    (
        "《关于 公开》的通知：http://example.cn/a",
        Evidence("《关于 公开》的通知", "http://example.cn/a"),
    ),
    ("清单=http://example.cn/a=b", Evidence("清单", "http://example.cn/a=b")),
    ("http://example.cn/a", Evidence("http://example.cn/a", "http://example.cn/a")),
    ("转 http://example.cn/a?to=http://b.cn", Evidence("转", "http://example.cn/a?to=http://b.cn")),
    ("照片 evidence/a.png", Evidence("照 片", file="evidence/a.png")),
]


@pytest.mark.parametrize(("written", "meant"), PIECES)
def test_evidence_is_understood(written: str, meant: Evidence) -> None:
    known = {"照片 evidence/a.png": Evidence("照 片", file="evidence/a.png")}
    assert pieces(f"\n {written}  \n", known) == (meant,)


@pytest.mark.parametrize(
    "written", ["清单", "file:///etc/passwd", "javascript:alert(1)", "/etc/passwd", "清单 http://"]
)
def test_evidence_without_an_address_is_refused(written: str) -> None:
    with pytest.raises(Misread, match="没有网址"):
        pieces(written, {})


@pytest.mark.parametrize(
    "written",
    ["甲 http://a.cn 乙 http://b.cn", "甲 http://a.cn;http://b.cn", "ftp://a.cn http://b.cn"],
)
def test_two_addresses_on_a_line_are_refused(written: str) -> None:
    with pytest.raises(Misread, match="不止一个网址，请一份材料写一行。"):
        pieces(written, {})
