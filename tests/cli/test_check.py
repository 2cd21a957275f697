"""The gate as people and servers call it: options, places, verdicts, outputs, exit codes."""

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from fictional import ASKED, FIRST, SECOND, THIRD, Ran, files_under, gongkai, put, settle
from git_repository import GitRepository, init
from gongkai_cli.cli import check
from gongkai_cli.cli.wrong import Stop

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
    said = "和 main 相比没有改动。\n没有发现问题；检查了0个文件（改动0个）。\n"
    assert checked("--base", "main") == (0, "", said)
    assert checked("--base", "main", "--head", "branch") == (0, "", said)
    assert "没有改动" not in checked("--ignore", "G3").err
    report(landed)
    assert "没有改动" not in checked("--base", "main").err


def test_no_more_findings_of_a_run_than_anyone_reads(
    landed: GitRepository, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        landed.write({NEW.replace("0000aa", f"0000a{number}"): COLON})
    monkeypatch.setattr(check, "MOST", 3)
    whole = checked("--base", "main", "--format", "json")
    assert (whole.code, len(json.loads(whole.out)["data"])) == (1, 3)
    assert "只列出" not in whole.err
    monkeypatch.setattr(check, "MOST", 2)
    cut = checked("--base", "main", "--format", "json")
    assert (cut.code, json.loads(cut.out)["data"]) == (1, json.loads(whole.out)["data"][:2])
    assert cut.err.startswith("一共有3个问题，只列出前2个。\n")


def test_what_is_not_listed_counts_all_the_same(
    landed: GitRepository, monkeypatch: pytest.MonkeyPatch
) -> None:
    landed.write({NEW: COLON})
    monkeypatch.setattr(check, "MOST", 0)
    ran = checked("--base", "main")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith("一共有1个问题，只列出前0个。\n")


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


@pytest.mark.parametrize(
    ("year", "inside", "place"),
    [
        (2023, True, ""),
        (2023, False, " -C {root}"),
        (2022, True, " --year 2022"),
        (2022, False, " -C {root} --year 2022"),
    ],
)
def test_a_remedy_works_where_it_is_read(
    landed: GitRepository, year: int, place: str, monkeypatch: pytest.MonkeyPatch, *, inside: bool
) -> None:
    root = landed.path
    archived = {
        f"data/archive/2022/{name}": (root / f"data/{name}")
        .read_text("utf-8")
        .replace("2023", "2022")
        for name in ("tasks.yaml", "units.yaml")
    }
    landed.write(archived)
    record = GOOD.replace("2023", str(year))
    landed.write({f"ledgers/{year}/{FIRST}/updates/1.yaml": record})
    landed.write({f"ledgers/{year}/{FIRST}/updates/2.yaml": record.replace("task: 4", "task: 40")})
    if not inside:
        monkeypatch.chdir(root.parent)
    where = () if inside else ("-C", str(root))
    ran = checked(*where, "--year", "2023", "--select", "G303,G501", "--format", "json")
    mine = [
        each for each in json.loads(ran.out)["data"] if f"ledgers/{year}/{FIRST}/" in each["file"]
    ]
    place = place.format(root=root)
    assert {each["code"]: each["hint"].partition("：")[2] for each in mine} == {
        "G303": f"看全部任务：gongkai tasks{place}".partition("：")[2],
        "G501": f"gongkai ledger --unit {FIRST}{place}",
    }
    assert gongkai("ledger", "--unit", FIRST, *place.split()).code == 0
    left = checked(*where, "--select", "G501", "--format", "json")
    assert f"ledgers/{year}/{FIRST}/" not in left.out


def test_a_ledger_is_asked_of_who_is_active_or_has_reported(landed: GitRepository) -> None:
    landed.git("switch", "--quiet", "main")
    units = (landed.path / "data/units.yaml").read_text("utf-8")
    ended = "- {name: 示例五局, kind: 部门, active_until: 2022-12-31}\ngroups:"
    landed.commit({"data/units.yaml": units.replace("groups:", ended)})
    landed.git("switch", "--quiet", "branch")
    landed.git("rebase", "--quiet", "main")

    def missing() -> list[list[str]]:
        whole = checked("--select", "G501", "--format", "json")
        every = [each["file"] for each in json.loads(whole.out)["data"]]
        return [every, [file for _, file, _ in codes("--select", "G501")]]

    folder = "ledgers/2023/示例五局"
    assert missing() == [[], []]
    landed.write({f"{folder}/evidence/1.txt": "清单"})
    assert missing() == [[], []]
    landed.write({f"{folder}/updates/1.yaml": GOOD})
    assert missing() == [[f"{folder}/台账.md"]] * 2


LEAK = "联系电话13800138000\n"


@pytest.mark.parametrize(
    ("file", "found"),
    [
        (f"{FIRST}/台账.md", ["G501", "G602"]),
        (f"{FIRST}/evidence/台账.md", ["G602"]),
        (f"{FIRST}/evidence/图/台账.md", ["G602"]),
        ("示例九局/台账.md", ["G302", "G602"]),
    ],
)
def test_a_ledger_that_is_not_the_generated_one_is_searched(
    landed: GitRepository, file: str, found: list[str]
) -> None:
    landed.write({f"ledgers/2023/{file}": LEAK})
    assert sorted(code for code, *_ in codes()) == found
    assert ("G602", f"ledgers/2023/{file}", 1) in codes()


def test_a_ledger_of_a_year_without_a_plan_is_searched(landed: GitRepository) -> None:
    file = f"ledgers/2019/{FIRST}/台账.md"
    landed.write({file: LEAK})
    assert codes() == [("G321", "ledgers/2019", None), ("G602", file, 1)]


def test_a_fresh_ledger_is_told_in_its_record_alone(landed: GitRepository) -> None:
    report(landed, GOOD.replace("又培训一次", LEAK.strip()))
    ledger = landed.path / f"ledgers/2023/{FIRST}/台账.md"
    assert "13800138000" in ledger.read_text("utf-8")
    assert codes() == [("G602", NEW, 5)]


def test_wide_characters_hide_nothing(landed: GitRepository) -> None:
    file = f"ledgers/2023/{FIRST}/evidence/名单.txt"
    landed.write({file: LEAK.encode("utf-16")})
    assert codes() == [("G602", file, 1)]


@pytest.mark.parametrize(
    ("folder", "code"), [("ledgers/2023/示例九局", "G302"), ("ledgers/2019/示例一局", "G321")]
)
def test_a_homeless_folder_is_told_as_long_as_something_stands_in_it(
    landed: GitRepository, folder: str, code: str
) -> None:
    landed.git("switch", "--quiet", "main")
    landed.commit({f"{folder}/one.txt": "x", f"{folder}/two.txt": "x"})
    landed.git("switch", "--quiet", "branch")
    landed.git("rebase", "--quiet", "main")
    landed.write({f"{folder}/one.txt": None})
    assert [found for found, *_ in codes()] == [code]
    landed.write({f"{folder}/two.txt": None})
    assert codes() == []
    landed.commit()
    assert codes("--head", "HEAD") == []


def test_an_excuse_in_the_plan_counts_whenever_the_plan_is_asked(landed: GitRepository) -> None:
    landed.git("switch", "--quiet", "main")
    plan = (landed.path / "data/tasks.yaml").read_text("utf-8")
    excuse = "      # 允许 G206：印发的文件没有写明\n      targets: [{name: 公众满意度"
    landed.commit({"data/tasks.yaml": plan.replace("      targets: [{name: 公众满意度", excuse)})
    landed.git("switch", "--quiet", "branch")
    landed.git("rebase", "--quiet", "main")
    units = (landed.path / "data/units.yaml").read_text("utf-8")
    landed.write({"data/units.yaml": units + "# 备注\n"})
    assert codes("--select", "G206,G7") == []
    landed.write({"data/tasks.yaml": plan})
    assert [code for code, *_ in codes("--select", "G206,G7")] == ["G206"]


def test_a_unit_takes_its_files_along_to_its_new_name(landed: GitRepository) -> None:
    units = (landed.path / "data/units.yaml").read_text("utf-8")
    renamed = units.replace(
        "{name: 示例二局, kind: 部门}", "{name: 示例新局, kind: 部门, aliases: [示例二局]}"
    )
    landed.git("mv", f"ledgers/2023/{SECOND}", "ledgers/2023/示例新局")
    landed.write({"data/units.yaml": renamed})
    gongkai("ledger", "--all")
    only = ("--select", "G302,G4,G501")
    assert codes(*only) == []
    landed.commit()
    assert codes(*only, "--head", "HEAD") == []
    landed.write({"data/units.yaml": units})
    assert {code for code, *_ in codes("--select", "G4")} == {"G403"}


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


@pytest.mark.parametrize("head", [(), ("--head", "HEAD")])
def test_what_moves_into_a_folder_of_ones_own_is_missed_where_it_was(
    landed: GitRepository, head: tuple[str, ...]
) -> None:
    workflow = ".github/workflows/check.yml"
    landed.git("switch", "--quiet", "main")
    landed.commit({workflow: "name: 查\n"})
    landed.git("switch", "--quiet", "branch")
    landed.git("rebase", "--quiet", "main")
    mine = f"ledgers/2023/{SECOND}/evidence/check.yml"
    (landed.path / mine).parent.mkdir(parents=True, exist_ok=True)
    landed.git("mv", workflow, mine)
    landed.commit()
    assert codes("--unit", SECOND, *head) == [("G405", workflow, None)]


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
    assert [code for code, *_ in codes("--select", ",G306，", "--ignore", "、G303")] == ["G306"]


def test_warnings_pass_unless_strict(landed: GitRepository) -> None:
    plan = (landed.path / "data/tasks.yaml").read_text("utf-8")
    landed.write({"data/tasks.yaml": f"{plan}source: data/source/原件.pdf\n"})
    assert codes("--select", "G209") == [("G209", "data/tasks.yaml", len(plan.splitlines()) + 1)]
    only = ("--base", "main", "--select", "G209")
    assert checked(*only).code == 0
    assert checked(*only, "--strict").code == 1


def test_a_record_in_the_wrong_place_does_not_pass(landed: GitRepository) -> None:
    report(landed, file=NEW.replace("updates/", "notes/"))
    assert codes() == [("G320", NEW.replace("updates/", "notes/"), None)]
    assert checked("--base", "main").code == 1
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
    assert text.out.startswith("../../outside.txt: 错误 G405 ")
    assert f"\nledgers/2023/{FIRST}/updates/x.yaml: 错误 G404 " in text.out
    host = checked("--base", "HEAD~1", "--unit", SECOND, "--format", "github")
    assert "::error file=outside.txt," in host.out


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


def test_a_bare_repository_has_no_folder_to_look_at(
    landed: GitRepository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Someone has laid a workspace's files into it; they are no commit's."""
    bare = tmp_path / "server.git"
    landed.git("clone", "--quiet", "--bare", ".", str(bare))
    settle(bare)
    monkeypatch.chdir(bare)
    ran = checked("--base", "main")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == "这个仓库没有工作文件夹，请用 --head 写明查哪个提交。\n"
    assert checked("--base", "main", "--head", "branch").code == 0


def test_a_repository_planted_in_another_is_not_believed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its main is the stranger's own commit, against which nothing has changed."""
    whole = init(tmp_path / "whole")
    root = settle(whole.path / "示例区")
    whole.commit()
    own = init(tmp_path / "own")
    settle(own.path)
    own.commit({f"ledgers/2023/{FIRST}/updates/x.yaml": COLON})
    for name in ("HEAD", "objects", "refs", "config"):
        (own.path / ".git" / name).rename(root / name)
    monkeypatch.chdir(root)
    monkeypatch.delenv("GIT_DIR", raising=False)
    for head in ((), ("--head", "main")):
        ran = checked("--base", "main", *head)
        assert (ran.code, ran.out) == (3, "")
        assert "裸仓库" in ran.err


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
        (["--explain", "999"], 2, "没有 999 这个编号"),
        (["--base", ""], 2, "--base、--head、--unit 后面要写明"),
        (["--base", "main", "--head", ""], 2, "--base、--head、--unit 后面要写明"),
        (["--base", "main", "--unit", ""], 2, "--base、--head、--unit 后面要写明"),
        (["--select", ""], 2, "--select 和 --ignore 后面要写编号"),
        (["--ignore", "，, 、"], 2, "--select 和 --ignore 后面要写编号"),
        (["--select", "G3", "--ignore", "G3"], 2, "什么也不会报"),
        (["--ignore", "G"], 2, "什么也不会报"),
        (["--select", "G4"], 2, "G4 一类的问题要和 --base 一起查"),
        (["--select", "G401,G409"], 2, "G4 一类的问题要和 --base 一起查"),
        (["--head", "HEAD", "--select", "G4"], 2, "G4 一类的问题要和 --base 一起查"),
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


class Slow:
    """Something that takes its time to be thrown away; nothing raised meanwhile is heard."""

    def __del__(self) -> None:
        """Sleep a while."""
        time.sleep(0.3)


def test_a_timer_that_is_not_heard_rings_again(
    landed: GitRepository, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dawdle() -> int:
        Slow()
        time.sleep(10)
        return 0

    monkeypatch.setattr(check, "MAX_SECONDS", 0.1)
    with pytest.raises(Stop, match="不能算通过"), check._in_time():  # noqa: SLF001
        dawdle()


class Broken:
    """Something that fails as it is thrown away."""

    def __del__(self) -> None:
        """Fail."""
        raise ValueError


def test_what_else_comes_to_nothing_is_reported_as_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    lost: list[object] = []
    monkeypatch.setattr(sys, "unraisablehook", lambda each: lost.append(each.exc_type))
    usual = sys.unraisablehook
    with check._in_time():  # noqa: SLF001
        Broken()
    assert lost == [ValueError]
    assert sys.unraisablehook is usual


@pytest.mark.parametrize("code", ["g101", "101", " G101 "])
def test_explained_anywhere(nowhere: Path, code: str) -> None:
    ran = gongkai("check", "--explain", code)
    assert ran.code == 0
    assert "使用了全角冒号" in ran.out


def test_in_a_real_process(landed: GitRepository) -> None:
    report(landed, COLON)
    command = [sys.executable, "-m", "gongkai_cli", "check", "--base", "main"]
    done = subprocess.run(command, capture_output=True, check=False)
    assert done.returncode == 1
    assert "G101" in done.stdout.decode("utf-8")
