import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import git_repository
from git_repository import GitRepository
from gongkai_cli.diagnostic import Unreadable
from gongkai_cli.domain.change import Change, Edit, How
from gongkai_cli.reading.git import Repository
from gongkai_cli.reading.plumbing import CannotUseGit
from gongkai_cli.reading.trees import Kind, TooMuch

FILE, PROGRAM, LINK, FOLDER, SUBMODULE = "100644", "100755", "120000", "040000", "160000"
UNKNOWN = "0123456789" * 4


@pytest.fixture
def made(tmp_path: Path) -> GitRepository:
    return git_repository.init(tmp_path / "made")


@pytest.fixture
def opened(made: GitRepository) -> Iterator[Repository]:
    with Repository.at(made.path) as repository:
        yield repository


def changed(repository: GitRepository, before: str, after: str, folder: str = "") -> Change:
    with Repository.at(repository.path / folder) as found:
        return found.changed(before, after)


# --- finding a repository -------------------------------------------------------------------------


def test_a_repository_is_found_from_each_of_its_folders(made: GitRepository) -> None:
    commit = made.commit({"区/县\n/data/tasks.yaml": "schema: 1\n", "README.md": "x"})
    for folder, prefix in {"": "", "区": "区/", "区/县\n/data": "区/县\n/data/"}.items():
        with Repository.at(made.path / folder) as found:
            assert found.prefix == prefix
            assert found.commit("HEAD") == commit
    with Repository.at(made.path / "区/县\n") as found:
        tree = found.tree(commit)
        assert list(tree.leaves("")) == ["data/tasks.yaml"]
        assert tree.read("data/tasks.yaml", 100) == b"schema: 1\n"


def test_a_bare_repository_is_read_like_any_other(made: GitRepository, tmp_path: Path) -> None:
    commit = made.commit({"data/tasks.yaml": "schema: 1\n"})
    made.git("clone", "--quiet", "--bare", ".", str(tmp_path / "bare"))
    with Repository.at(tmp_path / "bare") as found:
        assert found.prefix == ""
        assert found.tree("main").read("data/tasks.yaml", 100) == b"schema: 1\n"
        assert found.merge_base("main", commit) == commit


def test_where_no_work_tree_is_the_repository_is_bare(made: GitRepository, tmp_path: Path) -> None:
    made.commit({"区/data/tasks.yaml": "schema: 1\n"})
    made.git("clone", "--quiet", "--bare", ".", str(tmp_path / "bare"))
    places = {made.path: False, made.path / "区": False, tmp_path / "bare": True}
    for folder, bare in places.items():
        with Repository.at(folder) as found:
            assert found.bare is bare


_KEPT_ELSEWHERE = "[core]\n\trepositoryformatversion = 0\n\tbare = false\n\tworktree = {}\n"


@pytest.mark.parametrize("config", ["", _KEPT_ELSEWHERE.format("."), _KEPT_ELSEWHERE.format("..")])
@pytest.mark.parametrize("from_folder", ["区", "区/data"])
def test_a_repository_that_came_with_a_change_is_refused(
    made: GitRepository, monkeypatch: pytest.MonkeyPatch, config: str, from_folder: str
) -> None:
    """Otherwise git would take it for the one to be checked, whatever it says there."""
    made.commit({"区/data/tasks.yaml": "schema: 1\n"})
    made.git("clone", "--quiet", "--bare", ".", "planted")
    for file in (made.path / "planted").iterdir():
        file.rename(made.path / "区" / file.name)
    if config:
        (made.path / "区/config").write_text(config)
    with pytest.raises(CannotUseGit, match="裸仓库") as stopped:
        Repository.at(made.path / from_folder)
    assert "GIT_DIR" in stopped.value.sentences[1]
    monkeypatch.setenv("GIT_DIR", ".")
    Repository.at(made.path / from_folder).close()


def test_one_that_borrows_its_objects_is_refused_too(made: GitRepository) -> None:
    made.commit()
    made.write({"区/HEAD": "ref: refs/heads/main\n", "区/commondir": f"{made.path}/.git\n"})
    with pytest.raises(CannotUseGit, match="裸仓库"):
        Repository.at(made.path / "区")


def test_a_clone_within_a_repository_is_its_own(made: GitRepository) -> None:
    made.commit()
    within = git_repository.init(made.path / "区")
    within.write({"HEAD": "x", "objects/x": "x"})
    commit = within.commit({"data/a": "a"})
    with Repository.at(within.path / "data") as found:
        assert (found.commit("HEAD"), found.bare) == (commit, False)


def test_a_repository_of_sha256_is_read_like_any_other(tmp_path: Path) -> None:
    made = git_repository.init(tmp_path, "--object-format=sha256")
    before, after = made.commit({"data/a": "a"}), made.commit({"data/a": "b"})
    assert len(before) == 64
    assert changed(made, before, after).edits == (Edit(How.EDITED, "data/a"),)


def test_a_work_tree_beside_the_repository_is_found(made: GitRepository, tmp_path: Path) -> None:
    commit = made.commit({"data/a": "a"})
    made.git("worktree", "add", "--quiet", "--detach", str(tmp_path / "beside"))
    with Repository.at(tmp_path / "beside") as found:
        assert found.commit("HEAD") == commit


def test_no_repository_is_said(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "nothing"):
        with pytest.raises(CannotUseGit) as stopped:
            Repository.at(folder)
        assert len(stopped.value.sentences) == 2
    with pytest.raises(CannotUseGit, match="这个文件夹不在 git 仓库里"):
        Repository.at(tmp_path)


def test_another_users_repository_is_said(
    made: GitRepository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root can give a folder to another user")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("SUDO_UID", raising=False)
    for path in (made.path, made.path / ".git"):
        os.chown(path, 4321, 4321)
    with pytest.raises(CannotUseGit, match="属于另一个用户") as stopped:
        Repository.at(made.path)
    assert "safe.directory" in stopped.value.sentences[1]
    (tmp_path / ".gitconfig").write_text("[safe]\n\tdirectory = *\n")
    Repository.at(made.path).close()


def test_after_closing_the_next_question_is_answered_too(made: GitRepository) -> None:
    commit = made.commit()
    repository = Repository.at(made.path)
    repository.close()
    assert repository.commit("HEAD") == commit
    repository.close()
    repository.close()


# --- commits --------------------------------------------------------------------------------------


def test_a_commit_has_many_names(made: GitRepository, opened: Repository) -> None:
    first, second = made.commit(), made.commit({"a": "a"})
    made.git("tag", "--annotate", "v1", "--message=v1", first)
    made.git("branch", "单位/示例一局", first)
    made.git("checkout", "--quiet", "--detach", first)
    names = {
        "main": second,
        "HEAD": first,
        "main~1": first,
        "v1": first,
        "单位/示例一局": first,
        second: second,
        second[:12]: second,
        "main@{1}": first,
    }
    assert {name: opened.commit(name) for name in names} == names


@pytest.mark.parametrize(
    "ref",
    [
        "",
        " ",
        "--output=x",
        "-h",
        "--all",
        "HEAD..main",
        "HEAD:a",
        ":a",
        ":/改动",
        "^HEAD",
        "HEAD^{tree}",
        "nothing",
        "HEAD\n",
        "HEAD\nHEAD",
        "HEAD\0",
        "HEAD\r",
        "\x1b[31mHEAD",
        "HEAD\udcff",
        "\ud800HEAD",
        "a" * 10_000,
        "HEAD" + "~0" * 5_000,
        UNKNOWN,
        f"{UNKNOWN} commit 4",
        "::error::",
    ],
)
def test_what_names_no_commit_is_refused(
    made: GitRepository, opened: Repository, ref: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(made.path)
    commit = made.commit({"a": "a"})
    before = sorted(made.path.iterdir())
    with pytest.raises(CannotUseGit) as stopped:
        opened.commit(ref)
    said, hint = stopped.value.sentences
    assert said.startswith("找不到提交“")
    assert said.isprintable()
    assert len(said) < 60
    assert "git fetch" in hint
    assert sorted(made.path.iterdir()) == before
    assert opened.commit("HEAD") == commit  # the answers still belong to the questions


def test_a_file_called_like_a_commit_is_none(made: GitRepository, opened: Repository) -> None:
    tree = made.tree((SUBMODULE, made.commit(), "x^{commit}"))
    made.git("update-ref", "refs/heads/trap", made.commit_of(tree))
    with pytest.raises(CannotUseGit, match="找不到提交"):
        opened.commit("trap:x")


def test_an_empty_repository_has_no_commit(opened: Repository) -> None:
    with pytest.raises(CannotUseGit, match="找不到提交“HEAD”"):
        opened.commit("HEAD")


def test_histories_part_at_their_merge_base(made: GitRepository, opened: Repository) -> None:
    base = made.commit({"a": "a"})
    one = made.commit({"a": "b"})
    made.git("checkout", "--quiet", "-b", "branch", base)
    other = made.commit({"c": "c"})
    assert opened.merge_base(one, other) == base
    assert opened.merge_base("main", "branch") == base
    assert opened.merge_base(base, "main") == base


def test_unrelated_histories_are_said(made: GitRepository, opened: Repository) -> None:
    one = made.commit({"a": "a"})
    stranger = made.commit_of(made.tree())
    with pytest.raises(CannotUseGit, match="没有共同的历史"):
        opened.merge_base(one, stranger)


def test_a_shallow_clone_is_said(made: GitRepository, tmp_path: Path) -> None:
    base = made.commit({"a": "a"})
    made.commit({"a": "b"})
    made.git("checkout", "--quiet", "-b", "branch", base)
    made.commit({"c": "c"})
    options = ("--quiet", "--depth=1", "--no-single-branch")
    made.git("clone", *options, f"file://{made.path}", str(tmp_path / "shallow"))
    with (
        Repository.at(tmp_path / "shallow") as shallow,
        pytest.raises(CannotUseGit, match="浅克隆") as stopped,
    ):
        shallow.merge_base("origin/main", "origin/branch")
    assert "fetch-depth" in stopped.value.sentences[1]


def test_grafts_and_replacements_fool_nobody(made: GitRepository, opened: Repository) -> None:
    old = made.commit({"a": "old"})
    forged = made.commit_of(made.tree((FILE, made.blob("forged"), "a")))
    stranger = made.commit_of(made.tree())
    (made.path / ".git/info").mkdir(exist_ok=True)
    (made.path / ".git/info/grafts").write_text(f"{stranger} {old}\n")
    assert made.git("merge-base", stranger, old) == old  # as git itself would have it
    made.git("replace", "--force", old, forged)
    assert made.git("show", f"{old}:a") == "forged"
    with pytest.raises(CannotUseGit, match="没有共同的历史"):
        opened.merge_base(stranger, old)
    assert opened.tree(old).read("a", 10) == b"old"


# --- changes --------------------------------------------------------------------------------------


def test_a_change_between_two_commits(made: GitRepository) -> None:
    before = made.commit({"data/a": "a", "data/b": "b", "data/c/c": "c", "same/x": "x"})
    after = made.commit(
        {"data/a": "A", "data/b": None, "data/c/c": None, "data/d/c": "c", "data/n": "n"}
    )
    assert changed(made, before, after) == Change(
        (
            Edit(How.EDITED, "data/a"),
            Edit(How.DELETED, "data/b"),
            Edit(How.RENAMED, "data/d/c", "data/c/c"),
            Edit(How.ADDED, "data/n"),
        )
    )
    assert changed(made, before, before) == Change(())


def test_files_beside_the_workspace_are_outside(made: GitRepository) -> None:
    before = made.commit({"区/data/a": "a", "区/b": "b", "x": "x", "y": "y"})
    after = made.commit({"区/data/a": "A", "区/b": None, "b": "b", "x": None, "区二/data": "d"})
    assert changed(made, before, after, "区") == Change(
        (Edit(How.DELETED, "b"), Edit(How.EDITED, "data/a")), ("../b", "../x", "../区二/data")
    )


def test_what_is_outside_begins_with_two_dots_however_deep(made: GitRepository) -> None:
    before = made.commit({"区/县/data/a": "a", "区/x": "x", "区/县二/b": "b"})
    after = made.commit({"区/县/data/a": "A", "区/x": None, "区/县二/b": "B", "y": "y"})
    assert changed(made, before, after, "区/县") == Change(
        (Edit(How.EDITED, "data/a"),), ("../../y", "../../区/x", "../../区/县二/b")
    )


def test_a_workspace_that_is_a_file_in_a_commit_has_no_files(made: GitRepository) -> None:
    before, after = made.commit({"区": "file"}), made.commit({"区": None, "区/data/a": "a"})
    with Repository.at(made.path / "区") as found:
        assert found.tree(before).leaves("") == {}
        assert found.tree(before).read("data/a", 10) is None
        assert found.changed(before, after) == Change((Edit(How.ADDED, "data/a"),), ("../区",))


def test_modes_and_kinds(made: GitRepository) -> None:
    one, target = made.blob("one"), made.blob("/etc/passwd")
    commit = made.commit()
    before = made.commit_of(
        made.tree((FILE, one, "mode"), (FILE, target, "link"), (FILE, one, "folder"))
    )
    inner = made.tree((FILE, one, "inner"))
    after = made.commit_of(
        made.tree(
            (PROGRAM, one, "mode"),
            (LINK, target, "link"),
            (FOLDER, inner, "folder"),
            (SUBMODULE, commit, "module"),
        )
    )
    assert changed(made, before, after).edits == (
        Edit(How.RENAMED, "folder/inner", "folder"),
        Edit(How.EDITED, "link"),
        Edit(How.ADDED, "module"),
    )
    with Repository.at(made.path) as found:
        tree = found.tree(after)
        assert {file: leaf.kind for file, leaf in tree.leaves("").items()} == {
            "folder/inner": Kind.FILE,
            "link": Kind.LINK,
            "mode": Kind.FILE,
            "module": Kind.OTHER,
        }
        for file, why in {
            "link": "是链接",
            "module": "是子模块",
            "module/x": "上级不是文件夹",
            "link/x": "上级文件夹是链接",
        }.items():
            with pytest.raises(Unreadable) as refused:
                tree.read(file, 100)
            assert refused.value.diagnostics[0].message == f"读不了：{why}"


def test_a_folder_replaced_by_a_link_is_deleted(made: GitRepository) -> None:
    before = made.commit({"ledgers/1": "1", "ledgers/2": "2"})
    after = made.commit_of(made.tree((LINK, made.blob("../elsewhere"), "ledgers")))
    assert changed(made, before, after).edits == (
        Edit(How.ADDED, "ledgers"),
        Edit(How.DELETED, "ledgers/1"),
        Edit(How.DELETED, "ledgers/2"),
    )


def test_names_that_no_disk_would_take_are_given_as_they_are(made: GitRepository) -> None:
    before, blob = made.commit(), made.blob("x")
    outward = made.tree((FILE, blob, "passwd"))
    odd = ["::error::x", "\x1b[31m", 'a"b', "a\nb", "a\udcff", "\ue000", "[red]"]
    top = made.tree((FOLDER, outward, ".."), *((FILE, blob, name) for name in odd))
    after = made.commit_of(top)
    assert [edit.file for edit in changed(made, before, after).edits] == sorted(["../passwd", *odd])
    with Repository.at(made.path) as found:
        tree = found.tree(after)
        assert all(tree.read(name, 10) == b"x" for name in odd)
        with pytest.raises(Unreadable):
            tree.read("../passwd", 10)


@pytest.mark.parametrize(
    "entries",
    [
        ["100644 a", "100644 a"],
        ["100644 a", "40000 a"],
        ["100644 a/b"],
        ["100644 "],
        ["100644 " + "a" * 256],
        ["40000 " + "a" * 256],
        ["100 a"],
        ["hello a"],
    ],
)
def test_a_malformed_folder_is_refused(
    made: GitRepository, opened: Repository, entries: list[str]
) -> None:
    mark = bytes.fromhex(made.blob("x"))
    raw = b"".join(entry.encode() + b"\0" + mark for entry in entries)
    store = ("hash-object", "-t", "tree", "--literally", "-w", "--stdin")
    commit = made.commit_of(made.git(*store, given=raw))
    with pytest.raises(CannotUseGit, match="格式不对"):
        opened.tree(commit).leaves("")


def test_missing_and_mistaken_objects_are_said(made: GitRepository, opened: Repository) -> None:
    blob = made.blob("x")
    file = opened.tree(made.commit_of(made.tree((FILE, UNKNOWN, "data"))))
    folder = opened.tree(made.commit_of(made.tree((FOLDER, UNKNOWN, "data"))))
    with pytest.raises(CannotUseGit, match="缺少或损坏"):
        file.read("data", 10)
    with pytest.raises(CannotUseGit, match="缺少或损坏"):
        folder.leaves("")
    store = ("hash-object", "-t", "commit", "--literally", "-w", "--stdin")
    person = "x <x@example.org> 0 +0000"
    for tree in (UNKNOWN, blob):
        text = f"tree {tree}\nauthor {person}\ncommitter {person}\n\nx"
        commit = made.git(*store, given=text)
        with pytest.raises(CannotUseGit, match="缺少或损坏"):
            opened.tree(commit)


# --- too much -------------------------------------------------------------------------------------


def many_files(made: GitRepository, folders: int, files: int) -> str:
    lines = [
        "blob\nmark :1\ndata 1\nx\ncommit refs/heads/many",
        "committer x <x> 0 +0000\ndata 0\n",
    ]
    lines += [f"M 100644 :1 data/{a}/{b}" for a in range(folders) for b in range(files)]
    made.git("fast-import", "--quiet", given="\n".join(lines) + "\n")
    return "refs/heads/many"


def test_a_hundred_thousand_new_files_are_too_much(made: GitRepository, opened: Repository) -> None:
    before, after = made.commit(), many_files(made, 100, 1000)
    with pytest.raises(TooMuch, match="改动的文件超过 20000 个"):
        opened.changed(before, after)
    assert len(opened.tree(after).leaves("data")) == 100_000


def test_a_tree_that_doubles_itself_without_end_is_too_much(
    made: GitRepository, opened: Repository
) -> None:
    before = made.commit()
    for leaf in (made.tree(), made.tree((FILE, made.blob("x"), "x"))):
        tree = leaf
        for _ in range(18):
            tree = made.tree(*((FOLDER, tree, name) for name in "0123456789"))
        bomb = made.commit_of(tree)
        with pytest.raises(TooMuch, match="超过 200000 个"):
            opened.tree(bomb).leaves("")
        with pytest.raises(TooMuch):
            opened.changed(before, bomb)


def test_a_folder_of_too_many_names_is_too_much(made: GitRepository, opened: Repository) -> None:
    entry = b"\0" + bytes.fromhex(made.blob("x"))
    raw = b"".join(b"100644 %0200d" % number + entry for number in range(150_000))
    tree = made.git("hash-object", "-t", "tree", "--literally", "-w", "--stdin", given=raw)
    with pytest.raises(TooMuch, match="一个文件夹里的文件太多"):
        opened.tree(made.commit_of(tree)).leaves("")


# --- on a server ----------------------------------------------------------------------------------

_HOOK = """\
import sys
from pathlib import Path
from gongkai_cli.reading.git import Repository
old, new, _ = sys.stdin.read().split()
with Repository.at(Path.cwd()) as repository:
    print(repository.changed(old, new).edits[0].file, repository.tree(new).read("data/b", 9))
"""


def test_a_push_is_read_before_it_is_taken(made: GitRepository, tmp_path: Path) -> None:
    made.commit({"data/a": "a"})
    server = tmp_path / "server"
    made.git("clone", "--quiet", "--bare", ".", str(server))
    (tmp_path / "check.py").write_text(_HOOK)
    hook = server / "hooks/pre-receive"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(f"#!/bin/sh\n'{sys.executable}' '{tmp_path}/check.py'\n")
    hook.chmod(0o755)
    made.commit({"data/b": "b"})
    pushed = subprocess.run(
        ["git", "push", str(server), "main"],
        cwd=made.path,
        env=git_repository.own_environment(),
        capture_output=True,
        check=True,
    )
    assert b"data/b b'b'" in pushed.stderr
