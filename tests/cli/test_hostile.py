"""A pull request from anyone, brought before the gate the whole way.

What each reader refuses by itself stands in its own test; here is what a stranger could hope for:
that a program runs, that a file outside is read, that the check never ends, that a log obeys.
"""

import os
import re
import shlex
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import pytest
from fuzz.promise import is_chinese
from fuzz.writers import tame

import git_repository
from fictional import ASKED, FIRST, Ran, files_under, gongkai, settle
from git_repository import GitRepository

ROOT = Path(__file__).parents[2]
HOME = f"ledgers/2023/{FIRST}"
RECORD = f"{HOME}/updates/9-2023-07-01-00000a.yaml"
OUTSIDE = "绝密：示例区以外的内容"
OWN_COMMAND = re.compile("::(?:error|warning|notice) (?:file=|title=)|另有")
LONG_NUMBER = "1" * 200_000
MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of its own is made in it
PATIENCE = 30
"""Seconds that a check of this small district may take, on a slow machine, whatever is in it."""


class Gate(NamedTuple):
    """示例区 in its repository, all of it in order, and the commit that a pull request starts from."""

    repository: GitRepository
    base: str

    @property
    def root(self) -> Path:
        """The workspace's folder."""
        return self.repository.path

    def propose(self, files: Mapping[str, str | bytes | None]) -> str:
        """Commit `files` on top; they stand in the work tree as well."""
        return self.repository.commit(files)

    def propose_tree(self, *entries: tuple[str, str, str | bytes]) -> str:
        """Commit the base's folders and, beside them, entries with names that no disk need take."""
        kept = [
            line.split(maxsplit=3)
            for line in self.repository.git("ls-tree", self.base).splitlines()
        ]
        old = [
            (mode, mark, name)
            for mode, _, mark, name in kept
            if name not in {e[2] for e in entries}
        ]
        tree = self.repository.tree(*old, *entries)
        return self.repository.commit_of(tree, self.base)

    def folder(self, path: str, *entries: tuple[str, str, str | bytes]) -> tuple[str, str, str]:
        """The top entry that leads by `path` to a folder of `entries`."""
        *above, last = path.split("/")
        entry = ("040000", self.repository.tree(*entries), last)
        for name in reversed(above):
            entry = ("040000", self.repository.tree(entry), name)
        return entry

    def ways(self, head: str = "HEAD") -> Iterator[tuple[str, ...]]:
        """The options of each way to check: the folder, it against the base, a commit against it."""
        if head == "HEAD":
            yield ()
            yield ("--base", self.base)
        yield ("--base", self.base, "--head", head)

    def verdicts(self, head: str = "HEAD", *options: str) -> list[Ran]:
        """What is said on each way; every promise that holds for all of them is tried here."""
        before = files_under(self.root)
        found = []
        for way in self.ways(head):
            begun = time.monotonic()
            ran = gongkai("check", "--as-of", ASKED, *way, *options)
            assert time.monotonic() - begun < PATIENCE
            assert_tame(ran)
            found.append(ran)
        assert files_under(self.root) == before
        return found

    def codes(self, head: str = "HEAD") -> list[tuple[int, set[str]]]:
        """The exit code and the errors of each way."""
        return [
            (ran.code, set(re.findall("错误 (G[0-9]{3}) ", ran.out))) for ran in self.verdicts(head)
        ]


def assert_tame(ran: Ran) -> None:
    """No traceback, no bug, Chinese words, nothing that a screen or a server obeys."""
    assert "Traceback" not in ran.err
    assert "程序自己出了错" not in ran.err
    assert is_chinese(ran.err)
    tame(ran.err)
    tame(ran.out)
    assert OUTSIDE not in ran.out + ran.err


@pytest.fixture(scope="session")
def in_order(tmp_path_factory: pytest.TempPathFactory) -> Gate:
    """The district before anybody has proposed anything."""
    folder = tmp_path_factory.mktemp("in-order")
    root = settle(folder / "district", records=False)
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("XDG_CACHE_HOME", str(folder / "cache"))
        assert gongkai("-C", str(root), "ledger", "--all").code == 0
    repository = git_repository.init(root)
    return Gate(repository, repository.commit())


@pytest.fixture
def gate(in_order: Gate, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Gate:
    """Stand in the district's repository."""
    root = tmp_path / "district"
    shutil.copytree(in_order.root, root)
    monkeypatch.chdir(root)
    return in_order._replace(repository=GitRepository(root))


def test_what_is_in_order_passes(gate: Gate) -> None:
    assert [ran.code for ran in gate.verdicts()] == [0, 0, 0]


def record(**more: str) -> str:
    """A sound record of the first unit, with `more` keys, or others in their place."""
    keys = {"type": "进展", "task": "1", "date": "2023-07-01", "status": "推进中", **more}
    return "".join(f"{key}: {value}\n" for key, value in keys.items())


# --- what never ends ------------------------------------------------------------------------------

BOMBS = {
    "aliases": ("a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n", "G104"),
    "merge keys": ("<<: {a: 1}\n" + record(), "G104"),
    "anchors nested": (record(progress="&a [&b [*a]]"), "G104"),
    "brackets": (record(task="[" * 20_000), "G109"),
    "braces": (record(task="{a: " * 20_000), "G109"),
    "dashes": (record(task="\n" + "- " * 20_000 + "x"), "G109"),
    "a long number as task": (record(task=LONG_NUMBER), "G122"),
    "a long number as day": (record(date=LONG_NUMBER), "G122"),
    "a long number as measure": (record(task="2", measures=f"{{解读材料: {LONG_NUMBER}}}"), "G122"),
    "a long fraction": (record(task="2", measures=f"{{解读材料: 1.{LONG_NUMBER}}}"), "G122"),
    "an exponent": (record(task="2", measures="{解读材料: 1e999999999}"), "G122"),
    "a long key": (f"{'k' * 200_000}: 1\n" + record(), "G110"),
    "many keys": (record() + "".join(f"k{n}: 1\n" for n in range(2_000)), "G120"),
    "many full-width colons": ("task：1\n" * 10_000, "G101"),
    "a tag": (record(progress="!!python/object/apply:os.system [id]"), "G105"),
    "a directive": ("%TAG ! tag:yaml.org,2002:python/\n---\n" + record(), "G106"),
    "too much": (record() + "# " + "x" * 256 * 1024, "G109"),
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_in_a_record_is_one_error(gate: Gate, name: str) -> None:
    content, code = BOMBS[name]
    gate.propose({RECORD: content})
    assert gate.codes() == [(1, {code})] * 3


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_in_the_offices_files_is_an_error_in_each(gate: Gate, name: str) -> None:
    files = ("data/tasks.yaml", "data/units.yaml", "data/policy.yaml")
    gate.propose(dict.fromkeys(files, BOMBS[name][0]))
    for ran in gate.verdicts():
        assert ran.code == 1
        assert all(f"\n{file}" in f"\n{ran.out}" for file in files)


def test_many_numbers_in_one_line_end(gate: Gate) -> None:
    gate.propose({RECORD: record(progress="13800138000，" * 1000)})
    assert gate.codes() == [(1, {"G501", "G602"})] * 3


def test_many_comments_end(gate: Gate) -> None:
    line = '- "# 允许 G308：x"  # 允许 G309：x\n'
    gate.propose({f"{HOME}/evidence/x.yaml": "a:\n" + line * 20_000})
    assert [ran.code for ran in gate.verdicts()] == [1, 1, 1]


def test_many_records_of_one_task_end(gate: Gate) -> None:
    """Each is held against the others of its task; they are told once each."""
    content = record(status="已完成")
    gate.propose({f"{HOME}/updates/{number}.yaml": content for number in range(500)})
    for ran in gate.verdicts():
        assert ran.out.count("G308") == 500


@pytest.mark.parametrize("file", [RECORD, "data/tasks.yaml", f"{HOME}/台账.md"])
def test_fifty_megabytes_are_not_read(gate: Gate, file: str) -> None:
    gate.propose({file: b"a: 1\n" * 10 * 1024 * 1024})
    for ran in gate.verdicts():
        assert ran.code == 1
        assert "G109" in ran.out


def test_a_hundred_thousand_committed_files_are_too_much(gate: Gate) -> None:
    stream = [
        f"blob\nmark :1\ndata 0\n\ncommit refs/heads/many\ncommitter a <a> 0 +0000\ndata 0\nfrom {gate.base}\n"
    ]
    stream += (
        f'M 100644 :1 "{HOME}/evidence/{number % 99}/{number}"\n' for number in range(100_000)
    )
    gate.repository.git("fast-import", "--quiet", given="".join(stream))
    (ran,) = gate.verdicts("many")
    assert ran.code == 2
    assert ran.err == "改动的文件超过 20000 个，没有查完，不能算通过；请分几次提交。\n"


def test_a_hundred_thousand_files_in_a_folder_end(gate: Gate) -> None:
    """Pictures: the names alone are looked at. In memory where there is a place for that."""
    with TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as place:
        root = shutil.copytree(gate.root, Path(place) / "district")
        folder = root / HOME / "evidence"
        folder.mkdir()
        handle = os.open(folder, os.O_RDONLY)
        for number in range(100_000):
            os.close(os.open(f"{number}.png", os.O_CREAT | os.O_WRONLY, 0o600, dir_fd=handle))
        os.close(handle)
        ran = gongkai("-C", str(root), "check", "--as-of", ASKED)
    assert ran.code == 0
    assert "检查了100006个文件" in ran.err


@pytest.mark.parametrize("deep", [21, 100])
def test_folders_too_deep_are_too_much(gate: Gate, deep: int) -> None:
    file = ("100644", gate.repository.blob("x"), "x")
    top = gate.folder("/".join(["data", *("a" * deep)]), file)
    (ran,) = gate.verdicts(gate.propose_tree(top))
    assert ran.code == 2
    assert "不能算通过" in ran.err


# --- what lies outside ----------------------------------------------------------------------------


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    """A folder beside the workspace, in which everything says what nobody may see."""
    folder = tmp_path / "outside"
    for name in ("secret.yaml", "updates/1.yaml", "data/tasks.yaml", "2023/x.yaml", "台账.md"):
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"type: {OUTSIDE}\n", "utf-8")
    return folder


LINKS = {
    RECORD: "secret.yaml",
    f"{HOME}/evidence/图.md": "secret.yaml",
    f"{HOME}/updates": "updates",
    f"{HOME}/evidence": "updates",
    f"{HOME}/台账.md": "台账.md",
    HOME: "",
    "ledgers": "",
    "data/tasks.yaml": "data/tasks.yaml",
    "data/units.yaml": "data/tasks.yaml",
    "data/workdays": "updates",
    "data/archive": "",
}


@pytest.mark.parametrize("link", LINKS)
def test_no_link_is_followed(gate: Gate, outside: Path, link: str) -> None:
    place = gate.root / link
    if place.is_dir():
        gate.repository.git("rm", "-r", "--quiet", link)
    place.unlink(missing_ok=True)
    place.parent.mkdir(parents=True, exist_ok=True)
    place.symlink_to(outside / LINKS[link])
    gate.repository.commit()
    for ran in gate.verdicts():
        assert ran.code == 1
        assert "G130" in ran.out


@pytest.mark.parametrize(
    "file", [RECORD, "data/units.yaml", f"{HOME}/台账.md", f"{HOME}/evidence/x.md"]
)
def test_no_pipe_is_waited_for(gate: Gate, file: str) -> None:
    place = gate.root / file
    place.parent.mkdir(parents=True, exist_ok=True)
    place.unlink(missing_ok=True)
    os.mkfifo(place)
    for ran in gate.verdicts()[:2]:
        assert ran.code == 1
        assert "G130" in ran.out


def test_the_whole_data_folder_may_be_a_link(gate: Gate, outside: Path) -> None:
    """Its files are not read; on disk what it leads to makes the folder a workspace, no more."""
    gate.repository.git("rm", "-r", "--quiet", "data")
    (gate.root / "data").symlink_to(outside / "data")
    gate.repository.commit()
    assert [ran.code for ran in gate.verdicts()] == [1, 1, 1]


def test_a_record_names_no_file_outside(gate: Gate, outside: Path) -> None:
    pieces = ", ".join(
        f"{{title: x, file: '{file}'}}"
        for file in (
            "../../../../outside/secret.yaml",
            str(outside / "secret.yaml"),
            "C:\\x",
            "evidence/..",
        )
    )
    gate.propose({RECORD: record(evidence=f"[{pieces}]")})
    assert gate.codes() == [(1, {"G315", "G501"})] * 3


def test_the_offices_original_lies_inside(gate: Gate, outside: Path) -> None:
    plan = (gate.root / "data/tasks.yaml").read_text("utf-8")
    gate.propose(
        {"data/tasks.yaml": plan.replace("year:", f"source: {outside}/secret.yaml\nyear:")}
    )
    for ran in gate.verdicts():
        assert "G209" in ran.out


def test_a_name_that_leads_upwards_is_refused(gate: Gate, outside: Path) -> None:
    file = ("100644", gate.repository.blob(record()), "secret.yaml")
    for path in (
        "ledgers/2023/../updates",
        "ledgers/../../outside",
        "data/..",
        f"{HOME}/updates/..",
    ):
        (ran,) = gate.verdicts(gate.propose_tree(gate.folder(path, file)))
        assert ran.code == 1


# --- names ----------------------------------------------------------------------------------------

NAMES = (
    "a\nb", "a\r::error::x", "a\tb", 'a"b', "a'b", "a b ", " a", "a\\b", "a\x1b[2Jb", "a\x9bb",
    "a\u202eb", "a\u2028b", "-rf",
    "--output=x", "$(id)", "`id`", "a;id", "::error file=x::y", "##[error]x",
    "##vso[task.complete]", "[red]a", "[bold]", "<b>a",
    "<!--", "](javascript:alert(1))", "|a|", "%0A::error::", "\udcff", "a\udc80\udcfe", "=1+1",
    ".git", ".gitmodules", "con", "a:b",
    "13800138000", "\ue000", "e\u0301", "*", "?", "#", "~", "长" * 80,
)  # fmt: skip


def names_in_a_tree(gate: Gate, ending: str) -> list[tuple[str, str, str]]:
    blob = gate.repository.blob(record())
    return sorted(
        (("100644", blob, name + ending) for name in NAMES), key=lambda each: os.fsencode(each[2])
    )


@pytest.mark.parametrize("place", ["updates", "reviews", "evidence", "别处"])
@pytest.mark.parametrize("ending", [".yaml", ".md", ""])
def test_no_name_fools_the_screen(gate: Gate, place: str, ending: str) -> None:
    top = gate.folder(f"{HOME}/{place}", *names_in_a_tree(gate, ending))
    (ran,) = gate.verdicts(gate.propose_tree(top))
    assert ran.code == 1
    assert "G132" in ran.out


def test_no_folders_name_fools_the_screen(gate: Gate) -> None:
    inner = gate.repository.tree(("100644", gate.repository.blob(record()), "1.yaml"))
    updates = gate.repository.tree(("040000", inner, "updates"))
    homes = [("040000", updates, name) for _, _, name in names_in_a_tree(gate, "")]
    (ran,) = gate.verdicts(gate.propose_tree(gate.folder("ledgers/2023", *homes)))
    assert ran.code == 1
    assert {"G132", "G302"} <= set(re.findall("G[0-9]{3}", ran.out))


def test_names_on_a_disk_are_told_likewise(gate: Gate) -> None:
    names = [name for name in NAMES if name != ".git"]
    gate.propose({f"{HOME}/updates/{name}.yaml": record() for name in names})
    for ran in gate.verdicts():
        assert ran.code == 1
        assert ran.out.count("错误 G132 ") >= 10


# --- what a log obeys -----------------------------------------------------------------------------

TEXTS = (
    "::error::x", "  ::stop-commands::x", "##[error]x", "##vso[task.setvariable variable=x]y",
    "%0A::error::x", "\\n::error::x",
    "[/red]", "[bold]x", "<script>alert(1)</script>", "<!-- x", "](javascript:alert(1))",
    "![x](http://example.cn/x.png)",
    "@someone", "#1", "`x`", "```", "| a | b |", "]]>", "\\e[2J", "\\u202e", "\\x9b", "=1+1",
)  # fmt: skip
OUTPUTS = ("text", "github", "gitlab", "sarif", "junit", "rdjson", "json")


def hostile_records() -> dict[str, str]:
    """Each text where it is quoted back: as a kind, a key, a step, a measure, a place."""
    files = {}
    for number, text in enumerate(TEXTS):
        said = f'"{text}"'
        for kind, content in {
            "kind": record(type=said),
            "key": record() + f"{said}: 1\n",
            "step": record(status=said),
            "measure": record(task="2", measures=f"{{{said}: 1}}"),
            "original": record(corrects=said, reason=said),
            "piece": record(evidence=f"[{{title: {said}, file: {said}}}]"),
            "note": record(progress=said),
            "raw": f"{text}\n" * 3,
        }.items():
            files[f"{HOME}/updates/{kind}-{number}.yaml"] = content
    return files


@pytest.fixture
def build_server(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """What a server's environment is like; the file that GitHub shows on the run's page."""
    summary = tmp_path / "summary.md"
    for name in ("CI", "GITHUB_ACTIONS", "GITLAB_CI", "TF_BUILD"):
        monkeypatch.setenv(name, "true")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    return summary


def test_no_text_fools_the_log(gate: Gate, build_server: Path) -> None:
    gate.propose(hostile_records())
    assert [ran.code for ran in gate.verdicts()] == [1, 1, 1]


@pytest.mark.parametrize("form", OUTPUTS)
def test_no_output_has_a_command_of_others(gate: Gate, build_server: Path, form: str) -> None:
    gate.propose(hostile_records())
    before = files_under(gate.root)
    for way in gate.ways():
        ran = gongkai("check", "--as-of", ASKED, "--format", form, *way)
        assert ran.code == 1
        tame(ran.err)
        for line in ran.out.splitlines():
            tame("" if form == "github" and OWN_COMMAND.match(line) else line)
    assert files_under(gate.root) == before


def test_no_markup_reaches_the_runs_page(gate: Gate, build_server: Path) -> None:
    gate.propose(hostile_records())
    assert gongkai("check", "--as-of", ASKED, "--format", "github").code == 1
    page = build_server.read_text("utf-8")
    tame(page)
    assert "](" not in page.replace("\\](", "").replace("]\\(", "")
    assert "<script" not in page
    assert not re.search(r"(?<!\\)`", page)
    assert "@someone" not in page


def test_a_real_build_servers_log_is_tame(gate: Gate, build_server: Path) -> None:
    gate.propose(hostile_records() | {f"{HOME}/updates/::error file=x::y": "x"})
    for form in ("text", "github"):
        done = subprocess.run(
            [sys.executable, "-m", "gongkai_cli", "check", "--base", gate.base, "--format", form],
            capture_output=True,
            check=False,
        )
        assert done.returncode == 1
        for line in (done.stdout + done.stderr).decode().splitlines():
            assert not line.lstrip().startswith("::") or OWN_COMMAND.match(line)
            tame("" if OWN_COMMAND.match(line) else line)


def test_ledgers_command_is_tame_in_a_log(gate: Gate, build_server: Path) -> None:
    """What other commands quote on a build server: a name typed, a fault in a file."""
    gate.propose({RECORD: record(type='"::error::x"')})
    for args in (("overdue", "--unit", "::error::x"), ("overdue",), ("ledger", "--all", "--check")):
        ran = gongkai(*args, "--as-of", ASKED)
        tame(ran.err)
        tame(ran.out)


# --- what runs ------------------------------------------------------------------------------------

HOOKS = (
    "post-checkout", "post-index-change", "pre-commit", "reference-transaction",
    "fsmonitor-watchman", "post-merge", "pre-auto-gc",
)  # fmt: skip


def booby_trap(gate: Gate, canary: Path) -> None:
    """Every setting, attribute and hook by which a repository can have git run a program."""
    trap = canary.with_name("trap")
    trap.write_text(f'#!/bin/sh\necho "$0 $*" >> {shlex.quote(str(canary))}\ncat\n')
    trap.chmod(0o700)
    settings = {
        "core.fsmonitor": trap, "core.pager": trap, "core.editor": trap, "core.sshCommand": trap, "core.askPass": trap,
        "core.gitProxy": trap, "diff.external": trap, "diff.bad.textconv": trap, "diff.bad.command": trap,
        "filter.bad.clean": trap, "filter.bad.smudge": trap, "filter.bad.process": trap, "filter.bad.required": "true",
        "merge.bad.driver": trap, "credential.helper": trap, "pager.cat-file": trap, "alias.cat-file": f"!{trap}",
        "alias.rev-parse": f"!{trap}", "gpg.program": trap, "uploadpack.packObjectsHook": trap, "core.alternateRefsCommand": trap,
        "remote.origin.url": f"ext::{trap}", "remote.origin.promisor": "true", "extensions.partialClone": "origin",
    }  # fmt: skip
    with (gate.root / ".git/config").open("a", encoding="utf-8") as config:
        for name, value in settings.items():
            (section, *within), key = name.split(".")[:-1], name.rpartition(".")[2]
            head = " ".join([section, *(f'"{each}"' for each in within)])
            config.write(f'[{head}]\n\t{key} = "{value}"\n')
    for hook in HOOKS:
        (gate.root / ".git/hooks" / hook).write_bytes(trap.read_bytes())
        (gate.root / ".git/hooks" / hook).chmod(0o700)


def test_nothing_in_the_repository_is_run(gate: Gate, tmp_path: Path) -> None:
    canary = tmp_path / "canary"
    gate.propose({".gitattributes": "* diff=bad filter=bad merge=bad\n", RECORD: record()})
    booby_trap(gate, canary)
    for ran in gate.verdicts():
        assert ran.code == 1
        assert "G501" in ran.out
    assert not canary.exists()
    done = subprocess.run(["git", "status"], cwd=gate.root, capture_output=True, check=False)
    assert canary.exists(), done  # the traps are sharp: git itself walks into them


def test_programs_beside_the_files_are_not_run(gate: Gate, tmp_path: Path) -> None:
    """The current folder is the stranger's: no git, no Python module and no settings come from it."""
    canary = tmp_path / "canary"
    said = f"open({str(canary)!r}, 'w')\n"
    traps = dict.fromkeys(
        ("sitecustomize.py", "typer.py", "conftest.py", "gongkai_cli/__init__.py"), said
    )
    scripts = dict.fromkeys(("git", "git.exe", "less"), f"#!/bin/sh\ntouch {canary}\n")
    gate.propose(traps | scripts | {".env": "GONGKAI_ROOT=/\n", "setup.cfg": "[gongkai]\n"})
    for name in scripts:
        (gate.root / name).chmod(0o700)
    environment = {**os.environ, "PATH": os.pathsep.join(["", ".", os.environ["PATH"]])}
    done = subprocess.run(
        [str(Path(sys.executable).with_name("gongkai")), "check", "--base", gate.base],
        env=environment,
        capture_output=True,
        check=False,
    )
    assert (done.returncode, canary.exists()) == (0, False), done


@pytest.mark.parametrize(
    "ref",
    ["--output=x", "-rf", "--upload-pack=touch x", "@{-1}", "HEAD:data", "::error::x", "\x1b[2J"],
)
def test_a_ref_is_no_option(gate: Gate, ref: str) -> None:
    before = files_under(gate.root)
    for way in ((f"--base={ref}",), (f"--base={gate.base}", f"--head={ref}")):
        ran = gongkai("check", "--as-of", ASKED, *way)
        assert ran.code == 3
        assert_tame(ran)
    assert files_under(gate.root) == before


def test_a_branch_called_like_an_option_is_a_branch(gate: Gate) -> None:
    gate.repository.git("update-ref", "refs/heads/--output=x", gate.base)
    ran = gongkai("check", "--as-of", ASKED, "--base=--output=x", "--head=--output=x")
    assert ran.code == 0
    assert not (gate.root / "x").exists()


# --- the page -------------------------------------------------------------------------------------

PAGE = ROOT / "docs/security.md"
SCALES = {"KB": 1024, "MB": 1024 * 1024, "分钟": 60}
BOUND = re.compile(
    r"^\|[^|]*\| *([0-9]+) *(\w+) *\|[^|]+\| *`([a-z_.]+)\.([A-Z_]+)` *\|$", re.MULTILINE
)
NAMED = re.compile("(?m)^(_?(?:MAX|MOST)_?[A-Z_]*|TIME_LIMIT|ANNOTATIONS|SUMMARY_BYTES) *=")
NO_BOUNDS = {
    "reading.plumbing._MAX_AHEAD": "how far questions run ahead of answers",
    "reading.canonical._MAX_BYTES": "beyond it the long road is taken, with the same answer",
    "cli.evidence.MAX_MEGABYTES": "the bound on bytes, as it is said",
}
"""Constants called like bounds that are none of what a stranger may send, and why."""

WAYS = re.compile(
    r"(checking|reading|rendering\.findings)\.\w+\.\w+|cli\.(check|gate|outputs|telling|evidence)\.\w+"
)
"""Where a pull request leads; the rooms within `reading` are for files that a person names."""


def bounds_on_the_page() -> dict[str, int]:
    """What the table says of each constant."""
    found = BOUND.findall(PAGE.read_text("utf-8"))
    return {
        f"{module}.{name}": int(value) * SCALES.get(unit, 1) for value, unit, module, name in found
    }


def bounds_of_the_program() -> set[str]:
    """Every constant of the gate that is called like a bound."""
    package = ROOT / "src/gongkai_cli"
    names = {
        f"{'.'.join(file.relative_to(package).with_suffix('').parts)}.{name}"
        for file in package.rglob("*.py")
        for name in NAMED.findall(file.read_text("utf-8"))
    }
    return set(filter(WAYS.fullmatch, names))


def test_every_number_on_the_page_is_the_programs() -> None:
    for path, said in bounds_on_the_page().items():
        module, _, name = path.rpartition(".")
        assert getattr(import_module(f"gongkai_cli.{module}"), name) == said, path


def test_every_bound_of_the_program_is_on_the_page() -> None:
    left = bounds_of_the_program() - bounds_on_the_page().keys() - NO_BOUNDS.keys()
    assert not left, "these belong into docs/security.md, or with a reason into NO_BOUNDS"
    assert bounds_of_the_program() >= NO_BOUNDS.keys()


@pytest.mark.parametrize(
    ("row", "key", "most", "more"),
    [
        ("| 一段文字 | 20000 字 |", "progress", "长" * 20_000, "长"),
        ("| 一个数 | 12 位 |", "measures", "{解读材料: " + "9" * 12, "9"),
    ],
)
def test_a_bound_without_a_name_is_that_of_the_page(
    gate: Gate, row: str, key: str, most: str, more: str
) -> None:
    assert row in PAGE.read_text("utf-8")
    end = "}" if "{" in most else ""
    for text, refused in ((most, False), (most + more, True)):
        gate.propose({RECORD: record(task="2", **{key: text + end})})
        for _, codes in gate.codes():
            assert ("G122" in codes) is refused


def test_the_longest_name_is_that_of_the_page(gate: Gate) -> None:
    assert "| 单位的名称 | 60 字 |" in PAGE.read_text("utf-8")
    roster = (gate.root / "data/units.yaml").read_text("utf-8")
    for size, refused in ((60, False), (61, True)):
        unit = f"- {{name: {'长' * size}, kind: 部门}}\ngroups:"
        gate.propose({"data/units.yaml": roster.replace("groups:", unit)})
        for _, codes in gate.codes():
            assert ("G122" in codes) is refused
