"""Who owns which path, by the rules that code hosts document and by git's own reading of patterns."""

import re
import subprocess
from pathlib import Path

import pytest

from gongkai_cli.domain.roster import Roster, Unit, UnitKind
from gongkai_cli.rendering.codeowners import codeowners

OFFICE, FIRST = "@示例组织/办公室", "@示例组织/一局"
BOTH = f"{FIRST} {OFFICE}"


def roster(**accounts: str) -> Roster:
    """The office and the units named, each with its account."""
    named = {"示例办": OFFICE, **accounts}
    return Roster(
        "示例办", [Unit(name, UnitKind.DEPARTMENT, account=a) for name, a in named.items()], ()
    )


def lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def fits(pattern: str, path: str) -> bool:
    """A pattern without ! and [ ]: from the top where it holds a slash before its end."""
    signs = {"*": "[^/]*", "?": "[^/]"}
    begin = "" if "/" in pattern[:-1] else "(.*/)?"
    below = ".+" if pattern.endswith("/") else "(/.*)?"
    body = "".join(signs.get(c, re.escape(c)) for c in pattern.removeprefix("/"))
    return re.fullmatch(begin + body + below, path) is not None


def owner(text: str, path: str) -> str:
    """The last line that fits decides."""
    return [line.split(" ", 1)[1] for line in lines(text) if fits(line.split(" ")[0], path)][-1]


PATHS = {
    "README.md": OFFICE,
    "ledgers/2023/示例一局/updates/1.yaml": BOTH,
    "ledgers/2024/示例一局/updates/deep/1.yaml": BOTH,
    "ledgers/2023/示例一局/evidence/照片.png": BOTH,
    "ledgers/2023/示例一局/lookback/1.yaml": BOTH,
    "ledgers/2023/示例一局/台账.md": BOTH,
    "ledgers/2023/示例一局/reviews/1.yaml": OFFICE,
    "ledgers/2023/示例一局/reviews/updates/1.yaml": OFFICE,
    "ledgers/2023/示例一局/else/1.yaml": OFFICE,
    "ledgers/2023/示例一局甲/updates/1.yaml": OFFICE,
    "ledgers/2023/示例二局/updates/1.yaml": OFFICE,
    "ledgers/2023/示例办/updates/1.yaml": OFFICE,
    "x/ledgers/2023/示例一局/updates/1.yaml": OFFICE,
    "ledgers/示例一局/updates/1.yaml": OFFICE,
    "data/units.yaml": OFFICE,
    "data/archive/2022/units.yaml": OFFICE,
    ".github/CODEOWNERS": OFFICE,
    ".github/workflows/check.yml": OFFICE,
    ".gitlab-ci.yml": OFFICE,
}


@pytest.mark.parametrize(("path", "who"), PATHS.items())
def test_owner(path: str, who: str) -> None:
    assert owner(codeowners(roster(示例一局=FIRST, 示例二局="")), path) == who


def test_reviews_data_and_the_gate_come_last() -> None:
    found = lines(codeowners(roster(示例一局=FIRST)))
    first = found.index(f"/ledgers/*/*/reviews/ {OFFICE}")
    assert found[0] == f"* {OFFICE}"
    assert all(line.endswith(f" {OFFICE}") and FIRST not in line for line in found[first:])
    assert f"/data/ {OFFICE}" in found[first:]
    assert f"/.github/ {OFFICE}" in found[first:]


def test_unit_without_an_account_is_named_and_gets_no_owner() -> None:
    text = codeowners(roster(示例二局=""))
    assert "# 示例二局：名录里没有帐号（account），文件归办公室。\n" in text
    assert [line for line in lines(text) if "示例二局" in line] == []


def test_the_office_is_named_once_where_it_reports_itself() -> None:
    assert f"/ledgers/*/示例办/updates/ {OFFICE}\n" in codeowners(roster())


@pytest.mark.parametrize("letter", [" ", "#", "[", "]", "!", "\u3000", "\u2028", "\u202e", "\x85"])
def test_letter_that_a_pattern_cannot_say(letter: str) -> None:
    name = f"示例{letter}局"
    text = codeowners(roster(**{name: FIRST}))
    assert f"/ledgers/*/示例?局/updates/ {BOTH}\n" in text
    assert owner(text, f"ledgers/2023/{name}/updates/1.yaml") == BOTH


@pytest.mark.parametrize("other", ["示例a局", "示例 局", "示例?局"])
@pytest.mark.parametrize("account", ["", "@b"])
def test_pattern_that_fits_another_unit_owns_nothing(other: str, account: str) -> None:
    text = codeowners(roster(**{"示例#局": FIRST, other: account}))
    assert "# 示例#局：名称里的符号在这里写不出，会与别的单位混同，文件归办公室。\n" in text
    assert FIRST not in text


def test_names_as_long_or_alike_are_no_others() -> None:
    text = codeowners(roster(**{"示例#局": FIRST, "示例": "@b", "示例a处": "@c", "示例局": "@d"}))
    assert f"/ledgers/*/示例?局/updates/ {BOTH}\n" in text


def test_unit_whose_name_breaks_a_line_in_a_comment() -> None:
    text = codeowners(roster(**{"示例\u2028/data/ @b": ""}))
    assert "\u2028" not in text
    assert owner(text, "data/units.yaml") == OFFICE
    assert "@b" not in " ".join(lines(text))


def test_workspace_below_the_top_of_its_repository() -> None:
    text = codeowners(roster(示例一局=FIRST), "政务 公开/台账")
    assert owner(text, "政务 公开/台账/ledgers/2023/示例一局/updates/1.yaml") == BOTH
    assert owner(text, "ledgers/2023/示例一局/updates/1.yaml") == OFFICE
    assert f"/政务?公开/台账/data/ {OFFICE}\n" in text
    assert f"/.github/ {OFFICE}\n" in text


def test_same_roster_same_bytes() -> None:
    one, two = (codeowners(roster(示例一局=FIRST, 示例二局="")) for _ in range(2))
    assert one == two
    assert one.startswith("# 本文件由 gongkai export codeowners 按名录写出")
    assert one.endswith("\n")
    assert not one.endswith("\n\n")


def test_git_reads_every_pattern_alike(tmp_path: Path) -> None:
    """What git ignores by a pattern is what it fits, so the matcher above is no invention."""
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    patterns = [line.split(" ")[0] for line in lines(codeowners(roster(**{"示例 一局": FIRST})))]
    paths = [path.replace("示例一局", "示例 一局") for path in PATHS]
    for pattern in patterns:
        (tmp_path / ".git/info/exclude").write_text(f"{pattern}\n", "utf-8")
        said = subprocess.run(
            ["git", "-C", str(tmp_path), "check-ignore", "--no-index", "-z", "--stdin"],
            input="\0".join(paths).encode(),
            capture_output=True,
            check=False,
        )
        ignored = said.stdout.decode().split("\0")[:-1]
        assert ignored == [path for path in paths if fits(pattern, path)], pattern
