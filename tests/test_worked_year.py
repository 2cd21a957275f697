"""The example shows every situation that an office meets, on the day of which the guide speaks.

The year's records are those of examples/示例区, which tests/test_guide.py makes.
"""

import json
import re
from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from fenced import blocks
from fictional import gongkai
from gongkai_cli.domain.record import Outcome, Step, Verdict
from gongkai_cli.reckoning.fold import Status
from gongkai_cli.reckoning.standings import Standing

ROOT = Path(__file__).parents[1]
EXAMPLE = ROOT / "examples/示例区"
GUIDE = (ROOT / "docs/guide.md").read_text("utf-8")

OFFICE, JUSTICE, CIVIL = "示例区政府办公室", "示例区司法局", "示例区民政局"
HOUSING, FIRST_STREET, SECOND_STREET = (
    "示例区住房和城乡建设局",
    "示例路街道办事处",
    "样例街街道办事处",
)

Line = Mapping[str, Any]
"""One item in an answer for programs."""


def asked(*words: str, year: int) -> Any:  # noqa: ANN401 - what json holds
    """The data of an answer for programs."""
    ran = gongkai("-C", str(EXAMPLE), "--no-cache", "--year", str(year), *words, "--format=json")
    assert (ran.code, ran.err) == (0, "")
    return json.loads(ran.out)["data"]


@cache
def stood(day: str, year: int = 2023) -> dict[tuple[str, int], Line]:
    """Every item as it stood on `day`."""
    lines = asked("status", "--by", "item", "--as-of", day, year=year)
    return {(line["unit"], line["task"]): line for line in lines}


SITUATIONS: Mapping[str, tuple[str, str, int, Standing, Status]] = {
    "待认领": ("2023-02-10", OFFICE, 4, Standing.UNCLAIMED, Status.UNCLAIMED),
    "认领": ("2023-02-10", HOUSING, 4, Standing.NORMAL, Status.NOT_STARTED),
    "不涉及": ("2023-02-10", JUSTICE, 4, Standing.NOT_OURS, Status.NOT_OURS),
    "未启动": ("2023-02-10", FIRST_STREET, 8, Standing.NORMAL, Status.NOT_STARTED),
    "20个工作日内": ("2023-03-14", CIVIL, 6, Standing.OVERDUE, Status.UNDER_WAY),
    "按时办结": ("2023-03-23", JUSTICE, 6, Standing.FINISHED, Status.CLOSED),
    "退回": ("2023-04-20", HOUSING, 8, Standing.OVERDUE, Status.SENT_BACK),
    "退回后按时重报": ("2023-03-31", FIRST_STREET, 8, Standing.FINISHED, Status.CLOSED),
    "缺报": ("2023-04-20", SECOND_STREET, 9, Standing.SILENT, Status.NOT_STARTED),
    "逾期": ("2023-04-20", SECOND_STREET, 8, Standing.OVERDUE, Status.NOT_STARTED),
    "逾期完成": ("2023-04-27", SECOND_STREET, 8, Standing.DONE_LATE, Status.CLOSED),
    "临期": ("2023-06-20", JUSTICE, 3, Standing.DUE_SOON, Status.UNDER_WAY),
    "未达标": ("2023-07-17", HOUSING, 2, Standing.SHORT, Status.DONE),
    "待核验": ("2023-07-17", JUSTICE, 2, Standing.AWAITING, Status.DONE),
    "准予延期": ("2023-09-18", HOUSING, 5, Standing.NORMAL, Status.UNDER_WAY),
    "延期完成": ("2023-11-06", HOUSING, 5, Standing.DONE_EXTENDED, Status.CLOSED),
    "不予延期": ("2023-11-20", SECOND_STREET, 7, Standing.OVERDUE, Status.UNDER_WAY),
    "补足指标": ("2023-12-29", HOUSING, 2, Standing.FINISHED, Status.CLOSED),
}


@pytest.mark.parametrize("situation", SITUATIONS)
def test_situation_shows_itself_on_its_day(situation: str) -> None:
    day, unit, task, standing, status = SITUATIONS[situation]
    line = stood(day)[unit, task]
    assert (line["standing"], line["status"]) == (standing, status)


@pytest.mark.parametrize("day", sorted({each[0] for each in SITUATIONS.values()}))
def test_day_is_one_of_which_the_guide_speaks(day: str) -> None:
    assert day in GUIDE


def test_every_standing_and_every_status_occurs() -> None:
    days = [date(2023, 1, 10) + timedelta(days=5 * step) for step in range(77)]
    seen = [line for day in days for line in stood(day.isoformat()).values()]
    assert {line["standing"] for line in seen} == {*Standing}
    assert {line["status"] for line in seen} == {*Status}


def test_work_days_count_from_the_notice() -> None:
    for unit in (JUSTICE, CIVIL):
        assert stood("2023-02-16")[unit, 6]["due"] == "2023-03-13"
    assert stood("2023-03-23")[CIVIL, 6]["days_late"] == 4


def test_extension_stands_beside_the_first_day() -> None:
    before, after = (stood(day)[HOUSING, 5] for day in ("2023-09-14", "2023-11-06"))
    assert (before["due"], before["original_due"]) == ("2023-09-30", "2023-09-30")
    assert (after["due"], after["original_due"]) == ("2023-10-31", "2023-09-30")
    assert after["finished_date"] == "2023-10-27"
    assert stood("2023-11-20")[SECOND_STREET, 7]["due"] == "2023-10-31"


def test_silence_of_a_quarter_is_named() -> None:
    assert stood("2023-04-20")[SECOND_STREET, 9]["missing_periods"] == ["一季度"]
    silent = {task for (unit, task), line in stood("2023-10-25").items() if missing(line)}
    assert silent == {1, 2, 4, 9}


def missing(line: Line) -> bool:
    return line["unit"] == HOUSING and "三季度" in line["missing_periods"]


def test_target_that_is_short_is_named_until_it_is_reached() -> None:
    assert stood("2023-07-17")[HOUSING, 2]["unmet_targets"] == ["政策解读材料"]
    assert stood("2023-12-29")[HOUSING, 2]["unmet_targets"] == []


def test_correction_leaves_the_first_word_readable() -> None:
    told = {file.name: file.read_text("utf-8") for file in records_of(CIVIL).glob("2-*")}
    [(wrong, right)] = [
        (found[1], text) for text in told.values() if (found := re.search("corrects: (.+)", text))
    ]
    assert ("政策解读材料: 2" in told[wrong], "政策解读材料: 1" in right) == (True, True)


def records_of(unit: str) -> Path:
    return EXAMPLE / "ledgers/2023" / unit / "updates"


def test_year_ends_with_two_items_open() -> None:
    open_ones = {
        key: line["standing"]
        for key, line in stood("2024-01-16").items()
        if line["status"] not in {Status.CLOSED, Status.NOT_OURS}
    }
    assert open_ones == {
        (SECOND_STREET, 7): Standing.OVERDUE,
        (CIVIL, 4): Standing.NORMAL,
        (HOUSING, 4): Standing.NORMAL,
    }


def test_records_show_every_kind_of_word() -> None:
    texts = [file.read_text("utf-8") for file in (EXAMPLE / "ledgers/2023").rglob("*.yaml")]
    for key, words in (
        ("type", ("进展", "认领", "不涉及", "延期申请", "核验", "回头看")),
        ("status", Step),
        ("verdict", {*Verdict} - {Verdict.WITHDRAW}),
        ("outcome", Outcome),
    ):
        seen = {
            word for text in texts for word in re.findall(rf"^{key}: (.+)$", text, re.MULTILINE)
        }
        assert seen == {*words}
    assert any(re.search(r"^task:$", text, re.MULTILINE) for text in texts)


def test_commands_of_the_examples_page_answer() -> None:
    text = (ROOT / "examples/README.md").read_text("utf-8")
    lines = [line for block in blocks(text) for line in block.lines]
    assert len(lines) > 1
    for line in lines:
        program, *words = line.split()
        assert program == "gongkai"
        assert gongkai("-C", str(EXAMPLE), "--no-cache", *words).code == 0, line
