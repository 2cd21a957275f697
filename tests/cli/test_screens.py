"""What a reader sees of 示例区, whole, in golden files; `pytest --update-golden` writes them anew."""

from collections.abc import Callable
from pathlib import Path

import pytest

from fictional import FIRST, SECOND, THIRD, gongkai

Golden = Callable[[str, str], None]

ON = ("--as-of", "2023-07-20")
SCREENS = {
    "home": (*ON,),
    "tasks": ("tasks",),
    "task-4": ("tasks", "4"),
    "task-5": ("tasks", "5"),
    "units": ("units",),
    "unit": ("units", FIRST),
    "overdue": (*ON, "overdue", "--within", "10"),
    "overdue-unit": (*ON, "overdue", "--unit", FIRST),
    "overdue-units": (*ON, "overdue", "-u", FIRST, "-u", SECOND),
    "overdue-none": ("overdue", "--as-of", "2023-03-01"),
    "overdue-unit-none": ("overdue", "--as-of", "2023-03-01", "--unit", THIRD),
    "overdue-standing": (*ON, "overdue", "--standing", "逾期完成", "--standing", "办结"),
    "status": (*ON, "status"),
    "status-section": (*ON, "status", "--by", "section"),
    "status-topic": (*ON, "status", "--by", "topic"),
    "status-task": (*ON, "status", "--by", "task"),
    "status-item": (*ON, "status", "--by", "item"),
    "history": (*ON, "history", "1", "--unit", FIRST),
    "history-extension": (*ON, "history", "1", "--unit", SECOND),
    "history-hostile": (*ON, "history", "2", "--unit", FIRST),
    "history-none": (*ON, "history", "3", "--unit", FIRST),
    "queue": (*ON, "review", "--queue"),
    "queue-unit": (*ON, "review", "--queue", "--unit", FIRST),
    "queue-none": ("review", "--queue", "--as-of", "2023-01-15"),
}
FORMATS = (
    "overdue",
    "status",
    "status-item",
    "tasks",
    "units",
    "history",
    "history-hostile",
    "queue",
)
LEDGERS = {"md": "md", "html": "html", "csv": "csv", "json": "json"}


@pytest.mark.parametrize("columns", [60, 80])
@pytest.mark.parametrize("screen", SCREENS)
def test_screen(
    screen: str, columns: int, district: Path, golden: Golden, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    ran = gongkai(*SCREENS[screen])
    assert (ran.code, ran.err) == (0, "")
    golden(f"{screen}-{columns}.txt", ran.out)


@pytest.mark.parametrize("form", ["json", "csv", "md"])
@pytest.mark.parametrize("screen", FORMATS)
def test_format(screen: str, form: str, district: Path, golden: Golden) -> None:
    ran = gongkai(*SCREENS[screen], "--format", form)
    assert (ran.code, ran.err) == (0, "")
    golden(f"{screen}.{form}", ran.out.replace("\r\n", "\n"))


@pytest.mark.parametrize("form", LEDGERS)
@pytest.mark.parametrize("unit", [FIRST, SECOND, THIRD])
def test_ledger(unit: str, form: str, district: Path, golden: Golden) -> None:
    ran = gongkai(*ON, "ledger", "--unit", unit, "--format", form)
    assert (ran.code, ran.err) == (0, "")
    golden(f"ledger-{unit}.{form}", ran.out.replace("\r\n", "\n"))


@pytest.mark.parametrize("columns", [60, 80])
def test_help(columns: int, golden: Golden, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    golden(f"help-{columns}.txt", gongkai("--help").out)
