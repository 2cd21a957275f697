from datetime import date

import pytest

from gongkai_cli.reading.draft.front import Front, Line, front, is_title, region_in, year_in
from gongkai_cli.reading.tables.grid import Place

TITLE = "2023年示例区政务公开重点工作任务分解表"


def said(*above: str, below: tuple[str, ...] = ()) -> Front:
    lines = [Line(Place(0, number), text) for number, text in enumerate((*above, *below), 1)]
    return front(lines[: len(above)], lines)


@pytest.mark.parametrize(
    ("above", "title"),
    [
        ((TITLE,), TITLE),
        (("附件", TITLE), TITLE),
        ((f"附件：{TITLE}",), TITLE),
        ((f"附件2 {TITLE}",), TITLE),
        (("关于印发分解表的通知", "请认真落实。", TITLE, "（共46项）"), TITLE),
        (("2022年工作要点", TITLE), TITLE),
        (("2023年示例区政务公开", "重点工作任务分解表"), TITLE),
        (("2023年示例区政务公开\n重点工作任务分解表",), TITLE),
        (("示例区政务公开", "", "重点工作任务分解表"), "示例区政务公开重点工作任务分解表"),
        (("2023年5月4日", "重点工作任务分解表"), "重点工作任务分解表"),
        (("2023年的工作，", "重点工作任务分解表"), "重点工作任务分解表"),
        (("关于印发的通知", "请认真落实。"), ""),
        (("任务表",), ""),
        ((f"{'很' * 80}任务分解表",), ""),
        ((), ""),
    ],
)
def test_title(above: tuple[str, ...], title: str) -> None:
    assert said(*above).title == title


@pytest.mark.parametrize(
    ("title", "year"),
    [
        (TITLE, 2023),
        ("二〇二四年任务分解表", 2024),
        ("二○二四年任务分解表", 2024),
        ("示例区2 0 2 3年任务分解表", 2023),
        ("2023年至2024年任务分解表", None),
        ("任务分解表", None),
        ("12023年任务", None),
    ],
)
def test_year(title: str, year: int | None) -> None:
    assert year_in(title) == year


@pytest.mark.parametrize(
    ("title", "region"),
    [
        (TITLE, "示例区"),
        ("示例市示例区政务公开任务分解表", "示例市示例区"),
        ("示例市人民政府办公室2021年任务分工", "示例市"),
        ("2024年度示例县政府工作任务", "示例县"),
        ("示例县2024年民生实事", "示例县"),
        ("2016年民生实事任务分解表", ""),
        ("2023年示例区任务分解表", "示例区"),
        ("2023年全市任务分解表", ""),
        ("示例局任务分解表", ""),
    ],
)
def test_region(title: str, region: str) -> None:
    assert region_in(title) == region


@pytest.mark.parametrize(
    ("lines", "issued"),
    [
        (("2023年5月4日",), date(2023, 5, 4)),
        (("　2023年 5月4日　",), date(2023, 5, 4)),
        (("印发日期：2023年5月4日",), date(2023, 5, 4)),
        (("2023年5月4日", "2023年5月4日"), date(2023, 5, 4)),
        (("2023年5月4日", "2023年5月6日"), None),
        (("请于2023年5月4日前报送。",), None),
        (("2023年2月30日",), None),
        (("2023",), None),
    ],
)
def test_day_of_issue(lines: tuple[str, ...], issued: date | None) -> None:
    assert said(TITLE, below=lines).issued == issued


@pytest.mark.parametrize(
    ("below", "issued"),
    [
        ("2025年1月20日印发", date(2025, 1, 20)),
        ("（2025年1月20日）", date(2025, 1, 20)),
        ("(2025 年 1 月 20 日印发)", date(2025, 1, 20)),
        ("示例区人民政府办公室2025年1月20日印发", date(2025, 1, 20)),
        ("（印发日期：2025年1月20日）", date(2025, 1, 20)),
        ("2025年1月20日修订", None),
        ("请于2025年1月20日前印发", None),
        ("2025年1月20日会议通过，2025年1月22日印发", None),
        ("（2025年2月30日）", None),
        ("（共46项）", None),
    ],
)
def test_day_right_below_the_title(below: str, issued: date | None) -> None:
    found = said("通知", TITLE, "", below)
    assert found.issued == issued
    assert found.day_places == ((Place(0, 4),) if issued else ())


def test_such_a_day_counts_nowhere_else() -> None:
    day = "（2025年1月20日）"
    assert said(day, TITLE).issued is None
    assert said(TITLE, "示例区政府办公室", day).issued is None
    assert said(TITLE, below=(day,)).issued is None
    assert said("通知", day).issued is None
    assert said(TITLE, day, below=("2025年1月22日",)).issued is None
    assert said(TITLE, day, below=("2025年1月20日",)).issued == date(2025, 1, 20)


def test_what_was_used() -> None:
    found = said("通知", TITLE, below=("2023年5月4日", "抄送"))
    assert (found.title_places, found.day_places) == ((Place(0, 2),), (Place(0, 3),))


def test_title_is_not_any_sentence() -> None:
    assert is_title("示例区政务公开工作台账（2023年）")
    assert not is_title("示例区政务公开工作台账的说明")
