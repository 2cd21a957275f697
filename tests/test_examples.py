"""The examples keep their word: they are run as a person runs them, with real git."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

import pytest

from fenced import blocks
from fictional import gongkai
from git_repository import GitRepository

ROOT = Path(__file__).parents[1]
EXAMPLE = ROOT / "examples/pull_requests"
SCRIPT = EXAMPLE / "run.py"
DISTRICT = EXAMPLE / "district"
IDENTITY_NUMBER = "11010519491231002X"
TITLES = ["好的报送", "改旧记录", "替别的单位报送", "泄露身份证号码", "全角冒号", "台账没有更新"]
REFUSED_FOR = ["G401", "G404", "G601", "G101", "G501"]
NOTHING: Mapping[str, str] = MappingProxyType({})
GOOD = "ledgers/2023/示例区司法局/updates"


class Played(NamedTuple):
    """One run of the example: what it printed and its exit code, and the server that it left."""

    code: int
    out: str
    err: str
    server: GitRepository

    @property
    def sections(self) -> dict[str, str]:
        """What stands under each heading."""
        parts = re.split(r"^【(.+?)】", self.out, flags=re.MULTILINE)
        return dict(zip(parts[1::2], parts[2::2], strict=True))

    @property
    def table(self) -> list[str]:
        """The lines of the closing table."""
        return self.sections["六个结论"].strip().splitlines()[:-2]

    def files(self, revision: str) -> dict[str, str]:
        """The files of a revision on the server, with their texts."""
        names = self.server.git("ls-tree", "-rz", "--name-only", revision).split("\0")
        return {name: self.server.git("show", f"{revision}:{name}") for name in names if name}


def run(
    *arguments: str | Path, script: Path = SCRIPT, environment: Mapping[str, str] = NOTHING
) -> tuple[int, str, str]:
    """Run the script; its exit code, and what went to stdout and to stderr."""
    kept = {name: os.environ[name] for name in os.environ if name not in {"CI", "COLUMNS"}}
    done = subprocess.run(
        [sys.executable, script, *arguments],
        env={**kept, "PYTHONUTF8": "1", **environment},
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=300,
    )
    return done.returncode, done.stdout, done.stderr


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Played:
    folder = tmp_path_factory.mktemp("example") / "kept"
    return Played(*run("--keep", folder), GitRepository(folder / "server.git"))


def test_all_six_verdicts_are_expected(played: Played) -> None:
    assert (played.code, played.err) == (0, "")
    assert played.out.endswith("\n六个结论都与预期相符。\n")


def test_each_request_is_judged_before_the_readers_eyes(played: Played) -> None:
    for number, (title, code) in enumerate(zip(TITLES, ["", *REFUSED_FOR], strict=True), 1):
        said = played.sections[str(number)]
        assert said.startswith(f"{title}\n")
        assert f"gongkai check --base main --head pull/{number} \\\n    --unit 示例" in said
        assert set(re.findall(r": 错误 (G\d{3}) ", said)) == ({code} if code else set())
        refused = "结论：不能合并（退出码 1）。\n推送到 main：审查不通过，服务器没有接收。\n"
        merged = "结论：可以合并（退出码 0）。\n推送到 main：服务器接收了。\n"
        assert (refused in said, merged in said) == (bool(code), not code)


def test_table_closes_it(played: Played) -> None:
    head, *rows = (line.split() for line in played.table)
    assert head == ["合并请求", "结论", "退出码", "编号"]
    assert rows == [
        ["1", TITLES[0], "可以合并", "0", "无"],
        *(
            [str(number), title, "不能合并", "1", code]
            for number, (title, code) in enumerate(zip(TITLES[1:], REFUSED_FOR, strict=True), 2)
        ),
    ]


def test_readme_shows_the_table(played: Played) -> None:
    text = (EXAMPLE / "README.md").read_text("utf-8")
    assert [block.lines for block in blocks(text) if block.language == "text"] == [played.table]
    [command] = [block.lines for block in blocks(text) if block.language == "sh"]
    assert [ROOT / line.split()[-1] for line in command] == [SCRIPT]


def test_good_report_is_merged_and_its_effect_is_shown(played: Played) -> None:
    before, after = played.sections["合并之前"], played.sections["合并之后"]
    assert "截至2023-07-10：1项逾期，涉及1个单位。" in before
    assert "截至2023-07-10：没有逾期、缺报或未达标的任务。" in after


def test_main_holds_the_merged_record_and_none_of_the_refused(played: Played) -> None:
    landed = {
        path.relative_to(DISTRICT).as_posix(): path.read_text("utf-8").removesuffix("\n")
        for path in DISTRICT.rglob("*")
        if path.is_file()
    }
    main = played.files("main")
    ledger = f"{Path(GOOD).parent.as_posix()}/台账.md"
    added = main.keys() - landed.keys()
    assert [Path(name).parent.as_posix() for name in added] == [GOOD]
    assert {name for name in landed if main[name] != landed[name]} == {ledger}
    assert main == played.files("pull/1")


def test_refused_branches_wait_on_the_server(played: Played) -> None:
    refused = [played.files(f"pull/{number}") for number in range(2, 7)]
    main = played.files("main")
    assert all(files != main for files in refused)
    assert IDENTITY_NUMBER in "".join(refused[2].values())
    assert "status：" in "".join(refused[3].values())


def test_identity_number_is_never_printed(played: Played) -> None:
    assert IDENTITY_NUMBER not in played.out + played.err
    assert "110***********002X" in played.out


def test_second_run_prints_the_same_and_leaves_nothing(played: Played, tmp_path: Path) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    (tmp_path / "elsewhere").write_text("[commit]\ngpgsign = true\n[user]\nname =\n", "utf-8")
    settings = {
        "GIT_CONFIG_GLOBAL": str(tmp_path / "elsewhere"),
        "GIT_DIR": str(tmp_path / "nowhere"),
        "GONGKAI_ROOT": str(tmp_path),
        "LANG": "C",
        "TMPDIR": str(temporary),
        "TZ": "America/New_York",
    }
    again = run(environment=settings)
    assert again == (0, played.out, "")
    assert list(temporary.iterdir()) == []


def test_server_that_lets_everything_in_is_noticed(tmp_path: Path) -> None:
    copy = tmp_path / "examples/pull_requests"
    shutil.copytree(EXAMPLE, copy)
    (tmp_path / "ci").mkdir()
    (tmp_path / "ci/pre-receive").write_text("#!/bin/sh\nexit 0\n", "utf-8")
    code, out, _ = run(script=copy / "run.py")
    assert code == 1
    assert out.splitlines()[-1].startswith("与预期不符：改旧记录、替别的单位报送、")


def test_folder_that_holds_something_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("mine", "utf-8")
    code, out, err = run("--keep", tmp_path)
    assert (code, out) == (2, "")
    assert "不是空文件夹" in err
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]


def test_missing_git_is_said(tmp_path: Path) -> None:
    code, out, err = run(environment={"PATH": str(tmp_path)})
    assert (code, out, err) == (1, "", "没有找到 git，请先安装。\n")


def test_district_is_sound() -> None:
    checked = gongkai("-C", str(DISTRICT), "--no-cache", "check")
    assert (checked.code, checked.out) == (0, "")
    assert checked.err.startswith("没有发现问题")


@pytest.mark.parametrize("page", [ROOT / "examples/README.md", EXAMPLE / "README.md"])
def test_links_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)]+)\)", page.read_text("utf-8"))
    assert links
    assert [link for link in links if not (page.parent / link).exists()] == []
