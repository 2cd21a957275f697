import os
import shlex
import subprocess
import time
from contextlib import closing
from pathlib import Path

import pytest

import git_repository
from git_repository import GitRepository
from gongkai_cli.reading.changes import changed_on_disk
from gongkai_cli.reading.commits import steps
from gongkai_cli.reading.git import Repository
from gongkai_cli.reading.plumbing import Answer, CannotUseGit, Objects
from gongkai_cli.reading.trees import DiskTree

TRAPS = """\
[core]
	fsmonitor = {fsmonitor}
	hooksPath = {hooks}
	pager = {pager}
	editor = {editor}
	sshCommand = {ssh}
	askPass = {askpass}
	attributesFile = {attributes}
	alternateRefsCommand = {alternates}
	gitProxy = {proxy}
[diff]
	external = {external}
[diff "trap"]
	textconv = {textconv}
	command = {command}
[filter "trap"]
	clean = {clean}
	smudge = {smudge}
[alias]
	cat-file = !{alias}
	rev-parse = !{alias}
	merge-base = !{alias}
[uploadpack]
	packObjectsHook = {packobjects}
[credential]
	helper = !{credential}
[protocol]
	allow = always
[protocol "ext"]
	allow = always
[gpg]
	program = {gpg}
[log]
	showSignature = true
"""


class Trapped:
    """A repository whose settings name programs; each that is run leaves its name."""

    def __init__(self, made: GitRepository, folder: Path) -> None:
        self.made = made
        self._folder = folder
        self._canary = folder / "canary"
        (folder / "hooks").mkdir(parents=True)
        for name in ("post-checkout", "reference-transaction", "post-index-change", "pre-auto-gc"):
            self._program(f"hooks/{name}", "hooks")
        names = {part.split("}")[0] for part in TRAPS.split("{")[1:]}
        paths = {name: self._program(name, name) for name in names - {"hooks", "attributes"}}
        paths |= {"hooks": str(folder / "hooks"), "attributes": str(folder / "attributes")}
        (folder / "attributes").write_text("* filter=trap diff=trap\n")
        (folder / "included").write_text(TRAPS.format(**paths))
        with (made.path / ".git/config").open("a") as config:
            config.write(f"[include]\n\tpath = {folder}/included\n")

    def _program(self, file: str, name: str) -> str:
        path = self._folder / file
        path.write_text(f"#!/bin/sh\necho {name} >> {shlex.quote(str(self._canary))}\nexit 1\n")
        path.chmod(0o755)
        return str(path)

    def sprung(self) -> set[str]:
        """The traps that went off since this was last asked."""
        found = set(self._canary.read_text().split()) if self._canary.exists() else set[str]()
        self._canary.unlink(missing_ok=True)
        return found

    def carelessly(self, *arguments: str) -> None:
        """Run git as people do, whatever comes of it."""
        environment = git_repository.own_environment()
        for name in ("GIT_ALLOW_PROTOCOL", "GIT_NO_LAZY_FETCH"):
            environment.pop(name, None)
        subprocess.run(
            ["git", *arguments],
            cwd=self.made.path,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
        )


def test_no_program_of_a_repository_is_run(tmp_path: Path) -> None:
    made = git_repository.init(tmp_path / "made")
    before = made.commit({"data/a": "a", ".gitattributes": "* filter=trap diff=trap\n"})
    after = made.commit({"data/a": "b"})
    trapped = Trapped(made, tmp_path / "traps")
    made.write({"data/a": "c"})
    with Repository.at(made.path) as found:
        base = found.tree(found.merge_base("HEAD", before))
        assert base.read("data/a", 10) == b"a"
        assert dict(base.read_all(["data/a"], 10)) == {"data/a": b"a"}
        assert found.changed(before, after).edits
        assert changed_on_disk(base, DiskTree(made.path)).edits
        with pytest.raises(CannotUseGit):
            found.commit("nothing")
    assert trapped.sprung() == set()
    trapped.carelessly("status")
    trapped.carelessly("diff", before, after)
    trapped.carelessly("log", "-p", "--no-ext-diff", "--textconv", before)
    trapped.carelessly("branch", "another")
    trapped.carelessly("fetch", "ssh://example.org/x")
    assert trapped.sprung() >= {"fsmonitor", "clean", "command", "textconv", "hooks", "ssh"}


def test_no_program_is_run_for_the_history(tmp_path: Path) -> None:
    made = git_repository.init(tmp_path / "made")
    made.write({".gitattributes": "* diff=trap\n", ".mailmap": "乙 <office@example.org>\n"})
    made.commit({"data/a": "a"})
    made.commit({"data/a": "b"})
    tree, parent = made.git("rev-parse", "HEAD^{tree}", "HEAD").split()
    name = "示例 <a@example.org> 1688140800 +0800"
    signature = "gpgsig -----BEGIN PGP SIGNATURE-----\n \n x\n -----END PGP SIGNATURE-----\n"
    head = f"tree {tree}\nparent {parent}\nauthor {name}\ncommitter {name}\n{signature}\n签名\n"
    signed = made.git("hash-object", "-t", "commit", "-w", "--stdin", given=head)
    made.git("update-ref", "HEAD", signed)
    made.git("checkout", "--quiet", "-b", "side")
    made.commit({"data/b": "b"})
    made.git("checkout", "--quiet", "main")
    made.git("merge", "--quiet", "--strategy=ours", "--message=x", "side")
    made.commit({"data/a": "c"})
    trapped = Trapped(made, tmp_path / "traps")
    for setting in (
        "diff.orderFile=/nothing",
        "diff.relative=true",
        "diff.renames=copies",
        "diff.ignoreSubmodules=all",
        "log.diffMerges=first-parent",
        "log.follow=true",
        "log.showRoot=false",
        "log.date=x",
        "format.pretty=oneline",
        "format.notes=true",
        "color.ui=always",
        "core.quotePath=true",
        "alias.log=!exit 1",
    ):
        made.git("config", *setting.split("=", 1))
    with Repository.at(made.path) as found:
        told = list(steps(found, "HEAD", ["data"]))
        merges = list(steps(found, "HEAD", ["data"], merges=True))
        assert found.head() == found.commit("HEAD")
    assert [[touch.file for touch in step.touches] for step in merges] == [["data/b"]]
    touched = [[touch.file for touch in step.touches] for step in told if step.touches]
    assert touched == [["data/a"], ["data/b"], ["data/a"], ["data/a"]]
    assert {step.commit.author for step in told} == {"示例区政府办公室"}
    assert trapped.sprung() == set()
    readable = ("-c", f"diff.orderFile={os.devnull}", "-c", "log.date=raw", "log")
    trapped.carelessly(*readable, "--pretty=medium", "--show-signature")
    trapped.carelessly(*readable, "-p", "--ext-diff")
    assert trapped.sprung() >= {"gpg", "command"}


def test_a_history_that_ends_in_the_middle_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = git_repository.init(tmp_path / "made")
    commit = made.commit({"a": "a"})
    tree = made.git("rev-parse", "HEAD^{tree}")
    (made.path / ".git/objects" / tree[:2] / tree[2:]).unlink()
    with Repository.at(made.path) as found, pytest.raises(CannotUseGit, match="git 没有答复"):
        list(found.log(commit, ["a"]))


def test_a_name_without_end_is_given_up(tmp_path: Path) -> None:
    made = git_repository.init(tmp_path / "made")
    made.commit({"a": "a"})
    tree = made.git("rev-parse", "HEAD^{tree}")
    name = "示例 <a@example.org> 1688140800 +0800"
    text = f"tree {tree}\nauthor {name}\ncommitter {name}\n\n{'题' * 70_000}\n"
    commit = made.git("hash-object", "-t", "commit", "-w", "--stdin", given=text)
    with Repository.at(made.path) as found, pytest.raises(CannotUseGit, match="太长"):
        list(found.log(commit, ["a"]))


@pytest.mark.parametrize("url", ["ext::sh -c {program}% x", "ssh://example.org/x", "{origin}"])
def test_a_partial_clone_asks_nobody(tmp_path: Path, url: str) -> None:
    origin = git_repository.init(tmp_path / "origin")
    origin.commit({"data/a": "a" * 100})
    origin.git("config", "uploadpack.allowFilter", "true")
    partial = tmp_path / "partial"
    words = ("clone", "--quiet", "--filter=blob:none", "--no-checkout")
    origin.git(*words, f"file://{origin.path}", str(partial))
    made = GitRepository(partial)
    trapped = Trapped(made, tmp_path / "traps")
    program = tmp_path / "traps/ssh"
    made.git("config", "remote.origin.url", url.format(program=program, origin=origin.path))
    made.git("config", "remote.origin.uploadpack", str(program))
    with Repository.at(partial) as found:
        tree = found.tree("HEAD")
        assert list(tree.leaves("")) == ["data/a"]
        for _ in range(2):
            with pytest.raises(CannotUseGit, match="部分克隆"):
                tree.read("data/a", 1000)
        with pytest.raises(CannotUseGit, match="部分克隆"):
            list(tree.read_all(["data/a"], 1000))
    assert trapped.sprung() == set()
    trapped.carelessly("-c", "core.hooksPath=/dev/null", "cat-file", "-p", "HEAD:data/a")
    assert trapped.sprung() >= {"ssh"}


def test_settings_of_the_environment_are_not_passed_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = git_repository.init(tmp_path / "made")
    commit = made.commit({"a": "a"})
    other = git_repository.init(tmp_path / "other")
    monkeypatch.setenv("GIT_DIR", str(other.path / ".git"))
    monkeypatch.setenv("GIT_TRACE", str(tmp_path / "trace"))
    monkeypatch.setenv("GIT_CONFIG_COUNT", "nonsense")
    with Repository.at(made.path) as found:
        assert found.commit("HEAD") == commit
    assert not (tmp_path / "trace").exists()


def test_objects_are_given_in_the_order_of_the_questions(tmp_path: Path) -> None:
    made = git_repository.init(tmp_path)
    marks = [made.blob(f"{number}" * 10) for number in range(3)] * 50
    names = [name for mark in marks for name in (mark, "nothing")]
    with closing(Objects(str(tmp_path), 60)) as child:
        found = list(child.ask_all(names, 10))
        assert [answer.mark for answer in found] == [
            name if name != "nothing" else "" for name in names
        ]
        assert found[2] == Answer(marks[1], "blob", b"1" * 10)
        assert child.ask(marks[1], 9) == Answer(marks[1], "blob", None)


def test_a_process_left_alone_is_stopped_in_time(tmp_path: Path) -> None:
    git_repository.init(tmp_path).commit()
    with Repository.at(tmp_path, 0.5) as found:
        assert found.commit("HEAD")
        time.sleep(1)
        with pytest.raises(CannotUseGit, match=r"git 超过 0\.5 秒还没有答复"):
            found.commit("HEAD")


# --- a git that is missing, old, slow or broken -----------------------------------------------------


def stand_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    """Put another program called git before the real one."""
    (tmp_path / "bin").mkdir()
    program = tmp_path / "bin/git"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}/bin{os.pathsep}{os.environ['PATH']}")


def sentences(folder: Path, seconds: float = 60) -> tuple[str, ...]:
    with pytest.raises(CannotUseGit) as stopped:
        Repository.at(folder, seconds)
    return stopped.value.sentences


def test_no_git_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert sentences(tmp_path)[0] == "没有找到 git。"


def test_git_is_not_taken_from_the_current_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_in(tmp_path, monkeypatch, f"touch {tmp_path}/canary")
    monkeypatch.chdir(tmp_path / "bin")
    monkeypatch.setenv("PATH", f".{os.pathsep}{os.pathsep}../bin")
    assert sentences(tmp_path)[0] == "没有找到 git。"
    assert not (tmp_path / "canary").exists()


def test_a_git_that_does_not_start_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in(tmp_path, monkeypatch, "")
    (tmp_path / "bin/git").write_bytes(b"\x7fELF, but not really")
    assert sentences(tmp_path)[0].startswith("git 启动不了：")


def test_an_old_git_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in(tmp_path, monkeypatch, "echo --is-shallow-repository")
    assert sentences(tmp_path)[0] == "git 的版本太旧。"


def test_a_slow_git_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in(tmp_path, monkeypatch, "exec sleep 60")
    begun = time.monotonic()
    assert sentences(tmp_path, 0.1)[0] == "git 超过 0.1 秒还没有答复，已被停止。"
    assert time.monotonic() - begun < 10


@pytest.mark.parametrize(
    ("complaint", "said"),
    [
        ("unsafe repository ('/x' is owned by someone else)", "仓库的文件夹属于另一个用户"),
        ("lazy fetching disabled; some objects may not be available", "仓库是部分克隆"),
        ("disk is \\033[31mred", "git 没有答复：fatal: disk is [31mred"),
    ],
)
def test_complaints_of_git_are_explained(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, complaint: str, said: str
) -> None:
    stand_in(tmp_path, monkeypatch, f"""printf "fatal: {complaint}\\n" >&2; exit 128""")
    assert sentences(tmp_path)[0].startswith(said)


@pytest.mark.parametrize(
    "script",
    [
        "exit 0",
        "read line; exit 1",
        "read line; printf 'half a li'",
        f"read line; echo {'0' * 40} commit 100; echo short",
    ],
)
def test_a_git_that_falls_silent_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str
) -> None:
    made = git_repository.init(tmp_path / "made")
    made.commit()
    with Repository.at(made.path) as found:
        stand_in(tmp_path, monkeypatch, script)
        for _ in range(3):
            with pytest.raises(CannotUseGit, match="git 没有答复：没有说明原因"):
                found.commit("HEAD")
