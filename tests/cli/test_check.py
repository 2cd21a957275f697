"""The gate as people and servers call it: options, places, verdicts, outputs, exit codes."""

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from fictional import ASKED, FIRST, SECOND, THIRD, Ran, files_under, gongkai, put, settle
from git_repository import GitRepository, init
from gongkai_cli.cli import check

GOOD = """\
type: 进展
task: 4
date: 2023-07-01
status: 推进中
progress: 又培训一次
measures: {示例培训: 1}
"""
NEW = f"ledgers/2023/{FIRST}/updates/4-2023-07-01-0000aa.yaml"
OLD = f"ledgers/2023/{FIRST}/updates/4-2023-05-01-000006.yaml"
COLON = GOOD.replace("task: 4", "task：4")


@pytest.fixture
def landed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> GitRepository:
    """Stand in 示例区, everything committed on main, on a branch of one's own."""
    root = settle(tmp_path / "landed")
    put(root, f"{FIRST}/evidence/photo.png", "图")
    monkeypatch.chdir(root)
    repository = init(root)
    assert gongkai("ledger", "--all").code == 0
    repository.commit()
    repository.git("switch", "--quiet", "--create", "branch")
    return repository


def checked(*args: str) -> Ran:
    return gongkai("check", "--as-of", ASKED, *args)


def codes(*args: str) -> list[tuple[str, str, int | None]]:
    """Code, file and line of what a check of the change finds."""
    ran = checked("--base", "main", "--format", "json", *args)
    assert ran.code in {0, 1}, ran.err
    return [(each["code"], each["file"], each["line"]) for each in json.loads(ran.out)["data"]]


def report(landed: GitRepository, text: str = GOOD, file: str = NEW) -> None:
    """Lay a record in and bring the ledgers up to date, as far as they can be."""
    landed.write({file: text})
    gongkai("ledger", "--all")


def test_a_good_report_passes(landed: GitRepository) -> None:
    report(landed)
    passed = (0, "", "没有发现问题；检查了2个文件（改动2个）。\n")
    assert checked("--base", "main", "--unit", FIRST) == passed
    landed.commit()
    assert checked("--base", "main", "--unit", FIRST) == passed
    assert checked("--base", "main", "--head", "HEAD", "--unit", FIRST) == passed


def test_nothing_changed(landed: GitRepository) -> None:
    assert checked("--base", "main") == (0, "", "没有发现问题；检查了0个文件（改动0个）。\n")


@pytest.mark.parametrize("committed", [False, True])
@pytest.mark.parametrize(
    ("files", "found"),
    [
        ({NEW: COLON}, [("G101", NEW, 2)]),
        ({NEW: GOOD.replace("task: 4", "task: 40")}, [("G303", NEW, 2)]),
        ({OLD: GOOD}, [("G401", OLD, None)]),
        ({OLD: None}, [("G402", OLD, None)]),
        (
            {OLD: None, OLD.replace("0006", "0007"): "same"},
            [("G403", OLD.replace("0006", "0007"), None)],
        ),
    ],
)
def test_what_a_change_may_not(
    landed: GitRepository,
    files: dict[str, str | None],
    found: list[tuple[str, str, int | None]],
    *,
    committed: bool,
) -> None:
    old = (landed.path / OLD).read_text("utf-8")
    landed.write({name: old if text == "same" else text for name, text in files.items()})
    gongkai("ledger", "--all")
    if committed:
        landed.commit()
    assert codes() == found
    if committed:
        landed.git("switch", "--quiet", "main")
        assert codes("--head", "branch") == found


def test_the_screen(landed: GitRepository, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    report(landed, COLON)
    ran = checked("--base", "main")
    assert ran.code == 1
    assert ran.out == (
        f"{NEW}:2:5: 错误 G101 使用了全角\n  冒号\n   2 | task：4\n     |     ^^ 应为半角冒号加空格：task: …\n"
    )
    assert ran.err == (
        "1个错误，0个警告，0个提示；检查了1个文件（改动1个）。说明：gongkai check\n  --explain G101\n"
    )


def test_only_the_change_is_judged(landed: GitRepository) -> None:
    """What was wrong before does not stop another's work."""
    landed.git("switch", "--quiet", "main")
    put(landed.path, f"{THIRD}/updates/broken.yaml", COLON)
    landed.commit()
    landed.git("switch", "--quiet", "branch")
    landed.git("rebase", "--quiet", "main")
    report(landed)
    assert codes() == []
    assert checked().code == 1


def test_the_base_is_where_the_branch_began(landed: GitRepository) -> None:
    """What landed on main since then is not this branch's deletion."""
    landed.git("switch", "--quiet", "main")
    report(landed)
    landed.commit()
    landed.git("switch", "--quiet", "branch")
    assert codes() == []


def test_a_changed_plan_judges_everything_anew(landed: GitRepository) -> None:
    plan = (landed.path / "data/tasks.yaml").read_text("utf-8")
    landed.write({"data/tasks.yaml": plan.replace("id: 4", "id: 14")})
    gongkai("ledger", "--all")
    found = codes()
    assert ("G410", "data/tasks.yaml", None) in found
    assert ("G303", OLD, 2) in found


def test_a_stale_ledger(landed: GitRepository) -> None:
    landed.write({NEW: GOOD})
    stale = f"ledgers/2023/{FIRST}/台账.md"
    assert codes() == [("G501", stale, None)]
    landed.write({stale: "手写的台账"})
    assert codes() == [("G501", stale, None)]
    landed.write({stale: None})
    assert codes() == [("G501", stale, None)]
    gongkai("ledger", "--unit", FIRST)
    assert codes() == []


def test_a_ledger_with_the_line_ends_of_windows_is_fresh(landed: GitRepository) -> None:
    report(landed)
    file = landed.path / f"ledgers/2023/{FIRST}/台账.md"
    file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    assert codes() == []


@pytest.mark.parametrize(
    ("unit", "files", "found"),
    [
        (FIRST, [NEW], []),  # the office may report on its own
        (SECOND, [NEW], ["G404", "G404"]),  # the record and the ledger that goes with it
        (SECOND, [f"ledgers/2023/{SECOND}/reviews/4.yaml"], ["G406"]),
        (SECOND, ["README.md", ".github/workflows/check.yml"], ["G405", "G405"]),
        ("示例第一局", [NEW], []),
    ],
)
def test_whose_change_it_is(
    landed: GitRepository, unit: str, files: list[str], found: list[str]
) -> None:
    for file in files:
        landed.write({file: GOOD if file == NEW else "type: 核验\n"})
    gongkai("ledger", "--all")
    landed.commit()
    only = ("--select", "G4", "--unit", unit)
    assert [code for code, *_ in codes(*only, "--head", "HEAD")] == found


def test_a_change_cannot_say_whose_it_is(landed: GitRepository) -> None:
    """The roster that counts is the base's."""
    units = (landed.path / "data/units.yaml").read_text("utf-8")
    mine = units.replace("office: 示例一局", "office: 示例二局")
    landed.write({"data/units.yaml": mine})
    assert ("G405", "data/units.yaml", None) in codes("--unit", SECOND)


def test_a_unit_without_a_base_sees_its_own(district: Path) -> None:
    gongkai("ledger", "--all")
    put(district, f"{SECOND}/updates/x.yaml", COLON)
    put(district, f"{THIRD}/updates/x.yaml", COLON)
    ran = checked("--unit", "示例二局", "--select", "G1", "--format", "json")
    assert [each["file"] for each in json.loads(ran.out)["data"]] == [
        f"ledgers/2023/{SECOND}/updates/x.yaml"
    ]


def test_select_and_ignore(landed: GitRepository) -> None:
    report(landed, GOOD.replace("2023-07-01", "2023-09-01").replace("task: 4", "task: 40"))
    every = [code for code, *_ in codes()]
    assert every == ["G303", "G306"]
    assert [code for code, *_ in codes("--select", "G306")] == ["G306"]
    assert [code for code, *_ in codes("--select", "g3", "--ignore", "G306")] == ["G303"]
    assert codes("--ignore", "G303，G306") == []
    assert checked("--base", "main", "--ignore", "G3").code == 0


def test_warnings_pass_unless_strict(landed: GitRepository) -> None:
    report(landed, file=NEW.replace("updates/", "notes/"))
    assert codes() == [("G320", NEW.replace("updates/", "notes/"), None)]
    assert checked("--base", "main").code == 0
    assert checked("--base", "main", "--strict").code == 1


def test_a_record_can_be_excused_with_a_reason(landed: GitRepository) -> None:
    done = GOOD.replace("推进中", "已完成")
    report(landed, done)
    assert codes() == [("G308", NEW, 4)]
    report(landed, done.replace("status", "# 允许 G308：材料在纸质档案里\nstatus"))
    assert codes() == []
    report(landed, GOOD.replace("status", "# 允许 G308：材料在纸质档案里\nstatus"))
    assert codes() == [("G701", NEW, 4)]


def test_what_leaks_is_never_shown(landed: GitRepository, tmp_path: Path) -> None:
    number = "11010519491231002X"  # GB 11643-1999's own example
    report(
        landed, GOOD.replace("又培训一次", f"联系人身份证{number}").replace("task: 4", "task: 40")
    )
    files = [f"{form}={tmp_path / form}" for form in ("gitlab", "sarif", "junit", "rdjson", "json")]
    words = [word for form in ("text", "github", *files) for word in ("--format", form)]
    ran = checked("--base", "main", *words)
    assert ran.code == 1
    assert "G601" in ran.out
    written = [(tmp_path / form.partition("=")[0]).read_text("utf-8") for form in files]
    assert all("G601" in text and number not in text for text in (ran.out + ran.err, *written))


def test_outputs_in_files_and_on_the_screen(landed: GitRepository, tmp_path: Path) -> None:
    report(landed, COLON)
    out, text = tmp_path / "out.sarif", tmp_path / "out.txt"
    ran = checked("--base", "main", "-f", "github", "-f", f"sarif={out}", "-f", f"text={text}")
    assert ran.out.startswith(f"::error file={NEW},line=2,")
    assert json.loads(out.read_text("utf-8"))["version"] == "2.1.0"
    assert "   2 | task：4\n" in text.read_text("utf-8")


def test_the_step_summary_is_added_to(
    landed: GitRepository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    summary = tmp_path / "summary.md"
    summary.write_text("先前的内容\n", "utf-8")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    report(landed, COLON)
    assert checked("--base", "main", "--format", "github").code == 1
    assert summary.read_text("utf-8").startswith("先前的内容\n")
    assert "G101" in summary.read_text("utf-8")
    assert checked("--base", "main", "--format", "text").code == 1
    assert summary.read_text("utf-8").count("G101 ") == 1


def test_a_summary_that_cannot_be_written(
    landed: GitRepository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path))
    ran = checked("--base", "main", "--format", "github")
    assert ran.code == 3
    assert f"写不了 {tmp_path}" in ran.err.replace("\n  ", "")


def test_paths_are_the_repositorys_for_its_host(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository = init(tmp_path / "whole")
    root = settle(repository.path / "sub/示例区")
    monkeypatch.chdir(root)
    gongkai("ledger", "--all")
    repository.commit()
    put(root, f"{FIRST}/updates/x.yaml", COLON)
    repository.write({"outside.txt": "x"})
    repository.commit()
    ran = checked("--base", "HEAD~1", "--head", "HEAD", "--unit", FIRST, "--format", "github")
    assert "file=sub/示例区/ledgers/2023/示例一局/updates/x.yaml,line=2," in ran.out
    text = checked("--base", "HEAD~1", "--unit", SECOND)
    assert text.out.startswith(f"ledgers/2023/{FIRST}/updates/x.yaml: 错误 G404 ")
    assert "outside.txt: 错误 G405 " in text.out


def test_a_bare_repository_needs_no_checkout(
    landed: GitRepository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    report(landed, COLON)
    landed.commit()
    bare = tmp_path / "server.git"
    landed.git("clone", "--quiet", "--bare", ".", str(bare))
    asked = ("--base", "main", "--head", "branch", "--select", "G1")
    assert checked("-C", str(bare), *asked).code == 1
    monkeypatch.chdir(bare)
    ran = checked(*asked)
    assert ran.out.startswith(f"{NEW}:2:5: 错误 G101 ")


def test_a_commit_without_a_base_is_judged_as_a_whole(landed: GitRepository) -> None:
    """The first push to a server has nothing to be compared with."""
    report(landed, COLON)
    landed.commit()
    landed.git("switch", "--quiet", "main")
    assert checked("--head", "main", "--select", "G1").code == 0
    ran = checked("--head", "branch", "--select", "G1")
    assert ran.out.startswith(f"{NEW}:2:5: 错误 G101 ")
    assert ran.err.startswith("1个错误，0个警告，0个提示；检查了")
    assert "改动" not in ran.err


def test_nothing_is_written(landed: GitRepository) -> None:
    landed.write({NEW: GOOD, OLD: COLON})
    before = files_under(landed.path)
    checked("--base", "main")
    checked()
    assert files_under(landed.path) == before


@pytest.mark.parametrize(
    ("args", "code", "words"),
    [
        (["--base", "no-such"], 3, "找不到提交“no-such”。"),
        (["--base", "--output=x"], 3, "找不到提交“--output=x”。"),
        (["--base", "main", "--unit", "示例九局"], 2, "名录里没有“示例九局”"),
        (["--format", "xml"], 2, "没有 xml 这种格式；可用的有：text、github、"),
        (["--format", "sarif="], 2, "sarif= 后面要写文件名。"),
        (["--format", "json", "--format", "github"], 2, "屏幕上只能给一种格式"),
        (["--select", "X1"], 2, "没有以 X1 开头的编号"),
        (["--ignore", "G999"], 2, "没有以 G999 开头的编号"),
        (["--explain", "G999"], 2, "没有 G999 这个编号"),
    ],
)
def test_wrong_use(landed: GitRepository, args: list[str], code: int, words: str) -> None:
    ran = checked(*args)
    assert (ran.code, ran.out) == (code, "")
    assert words in ran.err


def test_no_workspace_is_nothing_to_check(nowhere: Path) -> None:
    ran = checked()
    assert ran.code == 3
    assert ran.err.startswith("这里不是工作区，没有可以检查的文件")
    assert checked("--base", "main").code == 3


def test_no_repository_is_nothing_to_compare(district: Path) -> None:
    ran = checked("--base", "main")
    assert ran.code == 3
    assert "git" in ran.err


def test_no_git_is_needed_without_a_base(
    district: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    gongkai("ledger", "--all")
    put(district, f"{FIRST}/evidence/photo.png", "图")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert checked("--ignore", "G308,G206").code == 0
    ran = checked("--base", "main")
    assert ran.code == 3
    assert "git" in ran.err


def test_a_plan_that_cannot_be_read_is_a_finding(landed: GitRepository) -> None:
    plan = (landed.path / "data/tasks.yaml").read_text("utf-8")
    landed.write({"data/tasks.yaml": plan.replace("year: 2023", "year：2023")})
    assert codes("--unit", FIRST) == [("G101", "data/tasks.yaml", 4)]


def test_a_tree_without_a_plan(landed: GitRepository) -> None:
    landed.git("rm", "--quiet", "-r", "data")
    landed.git("commit", "--quiet", "-m", "删")
    found = codes("--head", "HEAD")
    assert ("G131", "data/tasks.yaml", None) in found


def test_too_long_is_not_passed(landed: GitRepository, monkeypatch: pytest.MonkeyPatch) -> None:
    report(landed)
    monkeypatch.setattr(check, "MAX_SECONDS", 0.000_001)
    ran = checked("--base", "main")
    assert (ran.code, ran.out) == (2, "")
    assert "不能算通过" in ran.err


def test_where_no_timer_rings_the_time_is_looked_at(
    landed: GitRepository, monkeypatch: pytest.MonkeyPatch
) -> None:
    report(landed)
    monkeypatch.delattr(signal, "setitimer")
    assert checked("--base", "main").code == 0
    monkeypatch.setattr(check, "MAX_SECONDS", 0)
    ran = checked("--base", "main")
    assert (ran.code, ran.out) == (2, "")
    assert "不能算通过" in ran.err


def test_a_timer_rings_in_the_middle_of_it(
    landed: GitRepository, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A phrase that takes long to understand: nothing looks at the time meanwhile."""
    names = "".join(f"- {{name: 示例{n}局, kind: 部门}}\n" for n in range(4000))
    units = (landed.path / "data/units.yaml").read_text("utf-8")
    landed.write({"data/units.yaml": units.replace("groups:\n", f"{names}groups:\n")})
    monkeypatch.setattr(check, "MAX_SECONDS", 0.2)
    assert checked("--base", "main").code == 2


def test_explained_anywhere(nowhere: Path) -> None:
    ran = gongkai("check", "--explain", "g101")
    assert ran.code == 0
    assert "使用了全角冒号" in ran.out


def test_in_a_real_process(landed: GitRepository) -> None:
    report(landed, COLON)
    command = [sys.executable, "-m", "gongkai_cli", "check", "--base", "main"]
    done = subprocess.run(command, capture_output=True, check=False)
    assert done.returncode == 1
    assert "G101" in done.stdout.decode("utf-8")
