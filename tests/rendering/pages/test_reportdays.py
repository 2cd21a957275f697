from datetime import date

import pytest

from gongkai_cli.rendering.pages.reportdays import report_days_line


def said(as_of: date, standpoint: str = "") -> str:
    return "".join(c.text for line in report_days_line(2023, as_of, standpoint) for c in line.cells)


@pytest.mark.parametrize("as_of", [date(2023, 12, 31), date(2024, 4, 1), date(2026, 1, 5)])
def test_nothing_is_near(as_of: date) -> None:
    assert said(as_of) == ""


def test_both_days_with_the_article_and_the_command() -> None:
    assert said(date(2024, 1, 20), " --year 2023") == (
        "2023年政府信息公开工作年度报告（条例第四十九条）：各部门最晚2024-01-31（还有11天），"
        "本级政府最晚2024-03-31（还有71天）。起草：gongkai annual --year 2023"
    )


def test_after_a_change_of_year_it_is_the_report_on_the_year_before() -> None:
    [line] = report_days_line(2024, date(2024, 2, 15), " --as-of 2024-02-15", 2023)
    text = "".join(cell.text for cell in line.cells)
    assert text.startswith(
        "2023年政府信息公开工作年度报告（条例第四十九条）：本级政府最晚2024-03-31"
    )
    assert text.endswith("起草：gongkai annual --year 2023 --as-of 2024-02-15")


def test_the_day_itself_and_the_day_after() -> None:
    assert "各部门最晚2024-01-31（就是今天）" in said(date(2024, 1, 31))
    assert "各部门" not in said(date(2024, 2, 1))
    assert "本级政府最晚2024-03-31（就是今天）" in said(date(2024, 3, 31))
