"""Two years before the gate: a rollover as a change, and 回头看 under check, in a real repository."""

import json
from pathlib import Path

import pytest

from fictional import ASKED, gongkai, settle
from git_repository import GitRepository, init
from two_years import NEXT_PLAN, NEXT_UNITS, RENAMED, settle_both

SAID = "type: 回头看\nyear: 2023\ntask: 1\ndate: 2024-02-10\noutcome: 已整改\nprogress: 已公开\n"
FILE = f"ledgers/2024/{RENAMED}/lookback/1.yaml"


def codes(day: str, *args: str) -> list[tuple[str, str]]:
    """Errors alone, as code and file."""
    line = ("--no-cache", "check", "--as-of", day, "--base", "main", *args, "--format", "json")
    ran = gongkai(*line)
    assert ran.code in {0, 1}, ran.err
    found = json.loads(ran.out)["data"]
    return [(each["code"], each["file"]) for each in found if each["severity"] == "错误"]


@pytest.fixture
def landed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> GitRepository:
    """2024 in hand and committed on main, on a branch of one's own."""
    root = settle_both(tmp_path / "landed")
    monkeypatch.chdir(root)
    repository = init(root)
    assert gongkai("--no-cache", "ledger", "--all").code == 0
    repository.commit()
    repository.git("switch", "--quiet", "--create", "branch")
    return repository


def lay(landed: GitRepository, text: str = SAID, file: str = FILE) -> None:
    landed.write({file: text})
    gongkai("--no-cache", "ledger", "--all")


def test_a_rollover_is_a_change_that_passes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = settle(tmp_path / "year", records=False)
    monkeypatch.chdir(root)
    repository = init(root)
    gongkai("--no-cache", "ledger", "--all")
    repository.commit()
    repository.git("switch", "--quiet", "--create", "branch")
    (tmp_path / "次年.yaml").write_text(NEXT_PLAN, "utf-8")
    roll = ("--no-cache", "rollover", "--year", "2024", "--plan", "../次年.yaml")
    assert gongkai(*roll).code == 0
    (root / "data/units.yaml").write_text(NEXT_UNITS, "utf-8")
    gongkai("--no-cache", "ledger", "--all")
    assert codes("2024-03-05") == []


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("policy.yaml", "schema: 1\ncycle: 不要求\n"),
        ("units.yaml", NEXT_UNITS),
        ("units.yaml", None),
    ],
)
def test_an_archived_year_stays_as_it_was(
    landed: GitRepository, file: str, text: str | None
) -> None:
    """Another policy or roster would answer every question about 2023 otherwise."""
    landed.write({f"data/archive/2023/{file}": text})
    gongkai("--no-cache", "ledger", "--all")
    assert ("G412", f"data/archive/2023/{file}") in codes("2024-03-05")
    landed.commit()
    assert ("G412", f"data/archive/2023/{file}") in codes("2024-03-05", "--unit", "示例一局")


def test_a_disposition_with_its_ledger_passes(landed: GitRepository) -> None:
    lay(landed)
    assert codes("2024-03-05") == []
    assert codes("2024-03-05", "--unit", RENAMED) == []
    assert codes("2024-03-05", "--unit", "示例一局") == []
    assert codes("2024-03-05", "--unit", "示例路街道办事处") == [
        ("G404", FILE),
        ("G404", f"ledgers/2024/{RENAMED}/台账.md"),
    ]


def test_a_disposition_without_its_ledger_leaves_it_stale(landed: GitRepository) -> None:
    landed.write({FILE: SAID})
    assert codes("2024-03-05") == [("G501", f"ledgers/2024/{RENAMED}/台账.md")]


def test_a_disposition_is_held_against_both_years(landed: GitRepository) -> None:
    lay(landed, SAID.replace("task: 1", "task: 4"))
    assert codes("2024-03-05") == [("G324", FILE)]
    lay(landed, SAID.replace("year: 2023", "year: 2022"))
    assert codes("2024-03-05") == [("G323", FILE)]
    lay(landed)
    lay(landed, SAID, FILE.replace("1.yaml", "2.yaml"))
    assert codes("2024-03-05") == [("G326", FILE.replace("1.yaml", "2.yaml"))]


def test_what_must_not_be_published_is_found_there_too(landed: GitRepository) -> None:
    lay(landed, SAID.replace("已公开", "联系13800138000"))
    assert ("G602", FILE) in codes("2024-03-05")


def test_a_landed_disposition_is_never_changed(landed: GitRepository) -> None:
    lay(landed)
    landed.commit()
    landed.git("branch", "--force", "main")
    lay(landed, SAID.replace("已公开", "早已公开"))
    assert codes("2024-03-05") == [("G401", FILE)]
    landed.write({FILE: None})
    gongkai("--no-cache", "ledger", "--all")
    assert codes("2024-03-05") == [("G402", FILE)]


def test_what_is_no_record_there_is_told(landed: GitRepository) -> None:
    lay(landed, "说明", FILE.replace(".yaml", ".txt"))
    assert codes("2024-03-05") == [("G320", FILE.replace(".yaml", ".txt"))]


def test_a_unit_that_is_gone_keeps_the_ledger_that_says_what_it_said(landed: GitRepository) -> None:
    """Somebody wrote into the old folder: it is told of, and its ledger is asked for."""
    file = "ledgers/2024/示例三局/lookback/1.yaml"
    landed.write({file: SAID})
    assert ("G324", file) in codes("2024-03-05")
    assert ("G501", "ledgers/2024/示例三局/台账.md") in codes("2024-03-05")


def test_a_question_of_the_year_in_hand_is_not_touched(landed: GitRepository) -> None:
    before = gongkai("--no-cache", "overdue", "--all", "--as-of", ASKED).out
    lay(landed)
    assert gongkai("--no-cache", "overdue", "--all", "--as-of", ASKED).out == before
