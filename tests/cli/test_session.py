"""--at-commit and --as-of: what was known then, from any command, and nothing written."""

import json
import os
from pathlib import Path

import pytest

import git_repository
from fictional import FIRST, PLAN, RECORDS, SECOND, STREET, UNITS, files_under, gongkai, put, settle
from git_repository import GitRepository

ARCHIVED = {"tasks": PLAN.replace("2023", "2022"), "units": UNITS}
READING = [
    (),
    ("tasks",),
    ("tasks", "1"),
    ("units",),
    ("units", FIRST),
    ("overdue",),
    ("overdue", "--all"),
    ("status",),
    ("status", "--by", "item"),
    ("history", "1", "--unit", FIRST),
    ("history", "1", "--unit", FIRST, "--format", "json"),
    ("ledger", "--unit", FIRST),
    ("ledger", "--all", "--format", "json"),
    ("export", "plan", "--format", "html"),
    ("overdue", "--format", "csv"),
    ("review", "--queue"),
    ("remind", "--unit", FIRST),
    ("bulletin", "--period", "2023Q2", "--as-of", "2023-07-20"),
    ("annual",),
    ("export", "csv"),
    ("export", "ics"),
]
WRITING = [
    ("update", "1", "--unit", FIRST, "--status", "推进中"),
    ("collect", "x.xlsx"),
    ("import", "x.docx"),
    ("init",),
    ("rollover",),
    ("schema",),
]


@pytest.fixture
def made(district: Path) -> GitRepository:
    """The whole year committed in June, and then everything about it changed on disk."""
    made = git_repository.init(district)
    made.commit_on("2023-07-20", "办公室")
    return made


def spoil(root: Path) -> None:
    """Nothing on disk is any more as it was committed."""
    for name in RECORDS:
        (root / "ledgers/2023" / name).unlink()
    (root / "data/tasks.yaml").write_text(PLAN.replace("示例一局", "示例二局"), "utf-8")
    (root / "data/units.yaml").write_text("坏: [\n", "utf-8")


@pytest.mark.parametrize("command", READING, ids=" ".join)
def test_every_answer_is_that_of_the_folder_as_it_was(
    made: GitRepository, command: tuple[str, ...]
) -> None:
    def answered(*more: str) -> str:
        ran = gongkai(*command, *more)
        assert ran.code == 0
        text = ran.out.replace(" --as-of 2023-07-20", "").replace(" --at-commit v1", "")
        return "".join(text.split())  # the option's length moves folds and columns

    made.git("tag", "v1")
    wanted = answered("--as-of", "2023-07-20", "--at-commit", "v1")
    assert wanted
    spoil(made.path)
    before = files_under(made.path)
    assert answered("--at-commit", "v1") == wanted
    assert files_under(made.path) == before


def test_the_answer_is_the_folders_own(made: GitRepository) -> None:
    """The same figures as without the option, while folder and commit are one."""
    for command in ("overdue", "status", "units", "tasks"):
        options = (command, "--format", "json")
        wanted = gongkai(*options, "--as-of", "2023-07-20").out
        assert gongkai(*options, "--at-commit", "HEAD").out == wanted
    assert (
        gongkai("ledger", "-u", FIRST, "-f", "json", "--at-commit", "HEAD").out
        == gongkai("ledger", "-u", FIRST, "-f", "json", "--as-of", "2023-07-20").out
    )


def test_which_commit_and_which_day_is_said(made: GitRepository) -> None:
    mark = made.git("rev-parse", "HEAD")[:10]
    ran = gongkai("overdue", "--at-commit", "main")
    assert ran.err == f"以下是提交 {mark}（2023-07-20，办公室）时的内容，截至2023-07-20。\n"
    assert ran.out.startswith("截至2023-07-20：")
    ran = gongkai("overdue", "--at-commit", "main", "--as-of", "2023-03-01")
    assert ran.err.endswith("截至2023-03-01。\n")
    assert ran.out.startswith("截至2023-03-01：")


def test_the_day_is_that_of_china(made: GitRepository) -> None:
    made.git("commit", "--quiet", "--allow-empty", "--message=x")  # 2023-07-01T00:00:00Z
    assert "（2023-07-01，" in gongkai("tasks", "--at-commit", "HEAD").err
    tree = made.git("rev-parse", "HEAD^{tree}")
    late = f"tree {tree}\nauthor 甲 <a@b> 0 +0000\ncommitter 乙 <c@d> 1688140800 -1100\n\nx\n"
    mark = made.git("hash-object", "-t", "commit", "-w", "--stdin", given=late)
    ran = gongkai("tasks", "--at-commit", mark)
    assert "（2023-07-01，甲）" in ran.err
    assert "@" not in ran.err


def test_next_commands_go_on_at_the_commit(made: GitRepository) -> None:
    for command in ((), ("overdue",), ("tasks",), ("units",)):
        steps = [
            line
            for line in gongkai(*command, "--at-commit", "HEAD~0").out.splitlines()
            if "gongkai " in line
        ]
        assert steps
        assert all("--at-commit HEAD~0" in line for line in steps), steps


@pytest.mark.parametrize(
    ("command", "written"),
    [
        (("tasks", "1"), "gongkai update 1"),
        (("overdue", "--unit", FIRST), "gongkai update "),
        (("history", "3", "--unit", STREET), "gongkai update 3"),
        (("review", "--queue"), "gongkai review "),
    ],
    ids=lambda each: " ".join(each) if isinstance(each, tuple) else "",
)
def test_no_command_that_writes_is_hinted_at_a_commit(
    made: GitRepository, command: tuple[str, ...], written: str
) -> None:
    day = ("--as-of", "2023-07-20")
    assert written in gongkai(*command, *day).out
    ran = gongkai(*command, *day, "--at-commit", "HEAD")
    assert ran.code == 0
    assert written not in ran.out
    assert not ran.out.endswith("\n\n")


def test_saying_what_became_of_a_task_is_not_hinted_at_a_commit(made: GitRepository) -> None:
    files = {f"data/archive/2022/{name}.yaml": text for name, text in ARCHIVED.items()}
    made.commit_on("2024-01-05", "办公室", files)
    asked = ("lookback", "--year", "2022", "--unit", FIRST)
    assert "--outcome" in gongkai(*asked).out
    assert "--outcome" not in gongkai(*asked, "--at-commit", "HEAD").out


def test_an_author_in_another_encoding_is_named(made: GitRepository) -> None:
    tree = made.git("rev-parse", "HEAD^{tree}")
    name = "\udccd\udcf5 <a@example.org> 1689818400 +0800"  # 王 in GBK
    text = f"tree {tree}\nauthor {name}\ncommitter {name}\nencoding GBK\n\nx\n"
    mark = made.git("hash-object", "-t", "commit", "-w", "--stdin", given=text)
    assert "（2023-07-20，王）" in gongkai("overdue", "--at-commit", mark).err


@pytest.mark.parametrize("ref", ["@{u}", "main@{upstream}", "@{push}", "@{-9}", "main@{99999}"])
def test_what_this_copy_does_not_know_names_no_commit(made: GitRepository, ref: str) -> None:
    ran = gongkai("overdue", f"--at-commit={ref}")
    assert (ran.code, ran.out) == (3, "")
    assert ran.err.startswith(f"找不到提交“{ref}”。\n请检查名称")


def test_a_name_that_a_shell_would_obey_is_quoted(made: GitRepository) -> None:
    made.git("branch", "a;b")
    assert "--at-commit 'a;b'" in gongkai("--at-commit", "a;b").out


def test_a_branch_that_has_moved_is_answered_anew(made: GitRepository) -> None:
    asked = ("overdue", "--at-commit", "main", "--format", "json", "--as-of", "2023-12-31")
    first = gongkai(*asked).out
    put(made.path, f"{SECOND}/updates/new.yaml", next(iter(RECORDS.values())))
    made.commit_on("2023-08-01", "王芳")
    assert json.loads(gongkai(*asked).out)["data"] != json.loads(first)["data"]
    made.git("reset", "--quiet", "--hard", "HEAD~1")
    assert gongkai(*asked).out == first


def test_the_cache_of_the_folder_is_left_alone(made: GitRepository, tmp_path: Path) -> None:
    put(made.path, f"{SECOND}/updates/new.yaml", next(iter(RECORDS.values())))
    wanted = gongkai("status", "--as-of", "2023-12-31", "-f", "json").out
    kept = files_under(tmp_path / "cache")
    gongkai("status", "--as-of", "2023-12-31", "-f", "json", "--at-commit", "HEAD")
    assert files_under(tmp_path / "cache") == kept
    assert gongkai("status", "--as-of", "2023-12-31", "-f", "json").out == wanted


def test_a_ledger_can_be_sent_out_as_it_was(made: GitRepository, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert gongkai("ledger", "--all", "--at-commit", "HEAD", "--out", str(out)).code == 0
    assert len(list(out.iterdir())) == 4


@pytest.mark.parametrize(
    "command",
    [
        *WRITING,
        ("ledger", "--all", "--check"),
        ("review", "4", "--unit", FIRST, "--close"),
    ],
    ids=" ".join,
)
def test_what_writes_refuses_a_commit(made: GitRepository, command: tuple[str, ...]) -> None:
    before = files_under(made.path)
    ran = gongkai(*command, "--at-commit", "HEAD")
    assert (ran.code, ran.out) == (2, "")
    assert "--at-commit 问的是一个提交当时的内容，只能看，不能写入工作区。" in ran.err
    assert files_under(made.path) == before


def test_check_has_its_own_word_for_it(made: GitRepository) -> None:
    ran = gongkai("check", "--at-commit", "HEAD")
    assert (ran.code, ran.out) == (2, "")
    assert "--head" in ran.err


@pytest.mark.parametrize("command", WRITING, ids=" ".join)
def test_what_is_done_now_refuses_a_past_day(made: GitRepository, command: tuple[str, ...]) -> None:
    ran = gongkai(*command, "--as-of", "2023-06-30")
    assert (ran.code, ran.out) == (2, "")
    assert f"gongkai {command[0]} 办的是现在的事，不能用 --as-of 换成过去的一天。" in ran.err


@pytest.mark.parametrize("ref", ["nothing", "", "-x", "--output=x", "HEAD:data", "HEAD~99", "a\nb"])
def test_what_names_no_commit_is_refused(made: GitRepository, ref: str) -> None:
    ran = gongkai("overdue", f"--at-commit={ref}")
    assert (ran.code, ran.out) == (3, "")
    assert "找不到提交" in ran.err


def test_no_repository_is_said(district: Path) -> None:
    ran = gongkai("overdue", "--at-commit", "main")
    assert (ran.code, ran.out) == (3, "")
    assert "不在 git 仓库里" in ran.err


def test_no_git_is_said(
    made: GitRepository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    ran = gongkai("overdue", "--at-commit", "main")
    assert (ran.code, ran.out) == (3, "")
    assert "没有找到 git" in ran.err


def test_no_folder_is_said(nowhere: Path) -> None:
    ran = gongkai("-C", "missing", "overdue", "--at-commit", "main")
    assert (ran.code, ran.out) == (3, "")
    assert "没有" in ran.err
    assert "missing 这个文件夹。" in ran.err


def test_a_commit_without_a_workspace_is_said(tmp_path: Path) -> None:
    made = git_repository.init(tmp_path / "made")
    made.commit({"README.md": "x"})
    settle(made.path / "区")
    ran = gongkai("-C", str(made.path / "区"), "overdue", "--at-commit", "HEAD")
    assert (ran.code, ran.out) == (3, "")
    assert "还不是工作区：没有data/tasks.yaml。" in "".join(ran.err.split())


def test_a_workspace_in_a_folder_of_the_repository(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = git_repository.init(tmp_path / "made")
    root = settle(made.path / "区")
    made.commit_on("2023-07-20", "办公室")
    spoil(root)
    monkeypatch.chdir(root / "ledgers")
    ran = gongkai("status", "--at-commit", "HEAD", "-f", "json")
    assert ran.code == 0
    found = gongkai("history", "--at-commit", "HEAD", "-f", "json")
    assert f"ledgers/2023/{FIRST}" in found.out


def test_a_bare_repository_is_asked_like_any_other(made: GitRepository, tmp_path: Path) -> None:
    bare = tmp_path / "bare.git"
    made.git("clone", "--quiet", "--bare", ".", str(bare))
    wanted = gongkai("overdue", "--at-commit", "main", "-f", "json")
    assert gongkai("-C", str(bare), "overdue", "--at-commit", "main", "-f", "json") == wanted


def test_a_shallow_clone_knows_its_last_commit(made: GitRepository, tmp_path: Path) -> None:
    made.commit_on("2023-07-21", "办公室")
    clone = tmp_path / "clone"
    made.git("clone", "--quiet", "--depth=1", f"file://{made.path}", str(clone))
    assert gongkai("-C", str(clone), "overdue", "--at-commit", "HEAD").code == 0
    assert gongkai("-C", str(clone), "overdue", "--at-commit", "HEAD~1").code == 3


def test_what_stands_oddly_in_a_commit_is_said_and_left_out(made: GitRepository) -> None:
    folder = made.path / "ledgers/2023" / FIRST
    (folder / "updates/link.yaml").symlink_to("/etc/passwd")
    (folder / "updates/dir.yaml").mkdir()
    (folder / "updates/dir.yaml/x").write_text("x")
    (folder / "updates/bad.yaml").write_text("坏: [\n", "utf-8")
    (folder / "updates/big.yaml").write_text("#" * 70_000)
    (Path(os.fsdecode(os.fsencode(folder) + b"/updates/\xff.yaml"))).write_text("x: [\n")
    second = made.path / "ledgers/2023" / SECOND
    for file in (second / "reviews").iterdir():
        file.unlink()
    (second / "reviews").rmdir()
    (second / "reviews").symlink_to("updates")
    (made.path / "ledgers/2023/谁").mkdir()
    (made.path / "ledgers/2023/谁/x").write_text("x")
    made.commit_on("2023-07-21", "办公室")
    ran = gongkai("overdue", "--at-commit", "HEAD")
    assert ran.code == 2
    assert ran.out.startswith("截至2023-07-21：")
    for name in ("link.yaml", "dir.yaml", "bad.yaml", "big.yaml", "/reviews: ", "名录里没有“谁”"):
        assert name in ran.err, name
    assert "有6处读不了" in ran.err


def test_an_unreadable_plan_of_a_commit_is_said(made: GitRepository) -> None:
    spoil(made.path)
    made.commit_on("2023-07-21", "办公室")
    ran = gongkai("overdue", "--at-commit", "HEAD")
    assert (ran.code, ran.out) == (2, "")
    assert "data/units.yaml" in ran.err


def test_a_plan_that_is_a_link_is_refused(made: GitRepository) -> None:
    (made.path / "data/tasks.yaml").unlink()
    (made.path / "data/tasks.yaml").symlink_to("/etc/passwd")
    made.commit_on("2023-07-21", "办公室")
    ran = gongkai("overdue", "--at-commit", "HEAD")
    assert (ran.code, ran.out) == (2, "")
    assert "data/tasks.yaml" in ran.err
    assert "是链接" in ran.err


def test_a_tree_without_end_is_given_up(made: GitRepository) -> None:
    blob = made.blob("x")
    wide = made.tree(*(("100644", blob, f"{n:0240}") for n in range(140_000)))
    data = made.git("rev-parse", "HEAD:data")
    unit = made.tree(("040000", wide, "updates"))
    year = made.tree(("040000", unit, FIRST))
    ledgers = made.tree(("040000", year, "2023"))
    top = made.tree(("040000", data, "data"), ("040000", ledgers, "ledgers"))
    ran = gongkai("overdue", "--at-commit", made.commit_of(top))
    assert (ran.code, ran.out) == (2, "")
    assert "一个文件夹里的文件太多，没有读完；" in ran.err


def test_a_year_asked_for_is_that_of_the_commit(made: GitRepository) -> None:
    ran = gongkai("overdue", "--at-commit", "HEAD", "--year", "2021")
    assert ran.code == 2
    assert "没有2021年的任务分解表；现有：2023。" in ran.err


def test_whether_a_ledger_is_fresh_is_asked_of_now(made: GitRepository) -> None:
    ran = gongkai("ledger", "--all", "--check", "--as-of", "2023-06-30")
    assert (ran.code, ran.out) == (2, "")
    assert "--check 查的是现在的台账" in ran.err


def test_the_commit_is_said_once_where_two_years_are_asked(made: GitRepository) -> None:
    files = {f"data/archive/2022/{name}.yaml": text for name, text in ARCHIVED.items()}
    made.commit_on("2024-01-05", "办公室", files)
    ran = gongkai("lookback", "--year", "2022", "--at-commit", "HEAD")
    assert ran.code == 0
    assert ran.err.count("以下是提交") == 1
