"""The statutory days for the annual reports, in one line for the screens that show what is near."""

from collections.abc import Iterator
from datetime import date

from gongkai_cli.domain.statute import ReportDay, near
from gongkai_cli.table import Line, plain


def report_days_line(
    in_hand: int, as_of: date, standpoint: str = "", before: int | None = None
) -> Iterator[Line]:
    """Whose report on the year `in_hand` is due when, and the command that drafts it, if any is.

    Right after a change of year it is the report on the year `before`, where that is given.
    `standpoint` ends the command.
    """
    year = before or in_hand
    found = near(year, as_of)
    if found:
        standpoint = f" --year {before}{standpoint}" if before else standpoint
        days = "，".join(_said(each, as_of) for each in found)
        step = f"起草：gongkai annual{standpoint}"
        yield Line(plain(f"{year}年政府信息公开工作年度报告（条例第四十九条）：{days}。{step}"), 4)


def _said(each: ReportDay, as_of: date) -> str:
    left = (each.day - as_of).days
    rest = f"还有{left}天" if left else "就是今天"
    return f"{each.whose}最晚{each.day}（{rest}）"
