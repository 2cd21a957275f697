"""Builds a small git server, sends it six pull requests, shows the gate's verdict on each.

    python examples/pull_requests/run.py [--keep FOLDER]

Needs git and an installed gongkai, no network. The district beside this file is fictional. Author,
dates and 统计日期 are fixed, and nobody's own git settings are read: every run prints the same.
Exit code 0 only if every verdict is the expected one.
"""

import json
import os
import shutil
import subprocess
import sys
import sysconfig
from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple
from unicodedata import east_asian_width

HERE = Path(__file__).resolve().parent
HOOK = HERE.parents[1] / "ci" / "pre-receive"
AS_OF = "2023-07-10"
JUSTICE, CIVIL, STREET = "示例区司法局", "示例区民政局", "示例路街道办事处"
LANDED = f"ledgers/2023/{CIVIL}/updates/2-2023-03-20-b1cc9a.yaml"
DOCUMENTED_ID = "11010519491231002X"
"""The example that the standard of identity numbers, GB 11643, prints itself: nobody's."""

WITH_A_NUMBER = f"""\
type: 进展
task: 3
date: 2023-07-05
status: 推进中
progress: 已为示例居民（{DOCUMENTED_ID}）办理
"""

TYPED_IN_A_WEB_PAGE = """\
type: 进展
task: 3
date: 2023-07-06
status：推进中
progress: 示例窗口已选定地点
"""

_SETTINGS = {
    "GIT_AUTHOR_DATE": "2023-07-10T09:00:00+0800",
    "GIT_AUTHOR_EMAIL": "unit@example.org",
    "GIT_AUTHOR_NAME": "示例经办人",
    "GIT_COMMITTER_DATE": "2023-07-10T09:00:00+0800",
    "GIT_COMMITTER_EMAIL": "unit@example.org",
    "GIT_COMMITTER_NAME": "示例经办人",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "LC_ALL": "C",  # git's own words in English, on every machine
    "PYTHONUTF8": "1",
}

ACCEPTED, REFUSED = "服务器接收了。", "审查不通过，服务器没有接收。"

Ran = subprocess.CompletedProcess[str]


class Desk(NamedTuple):
    """A folder in which somebody works, and what programs find in their environment there."""

    folder: Path
    env: dict[str, str]

    def run(self, *command: str) -> Ran:
        """Run a program quietly, however it ends."""
        return subprocess.run(
            command,
            cwd=self.folder,
            env=self.env,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )

    def must(self, *command: str) -> None:
        """Run a program that has to succeed. Raises SystemExit with what it said otherwise.

        Its own words only: among what it was told may be the identity number.
        """
        ran = self.run(*command)
        if ran.returncode:
            raise SystemExit(f"没有做成：{' '.join(command[:2])}\n{ran.stdout}{ran.stderr}")

    def show(self, *command: str) -> int:
        """Run a program before the reader's eyes; give its exit code."""
        sys.stdout.flush()
        return subprocess.run(
            command, cwd=self.folder, env=self.env, stderr=subprocess.STDOUT, check=False
        ).returncode

    def at(self, folder: str, **more: str) -> "Desk":
        """A desk in a folder below this one."""
        return Desk(self.folder / folder, {**self.env, **more})

    def report(self, task: str, unit: str, *said: str) -> None:
        """Report as a unit does, which refreshes its ledger as well."""
        self.must("gongkai", "update", task, "--unit", unit, *said)

    def write(self, file: str, text: str) -> None:
        """Lay a file down by hand."""
        path = self.folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8", newline="\n")


class Request(NamedTuple):
    """A pull request: who did what in a sentence, and the code that refuses it, if one does."""

    title: str
    unit: str
    did: str
    change: Callable[[Desk], None]
    expected: str = ""


class Verdict(NamedTuple):
    """What the gate said, exit code and codes; and what came of pushing the branch to main."""

    code: int
    codes: list[str]
    landing: str

    @property
    def words(self) -> str:
        """The exit code, for people."""
        return "不能合并" if self.code else "可以合并"


# --- the six changes ------------------------------------------------------------------------------


def report_well(desk: Desk) -> None:
    """A finished task with its evidence, and the ledger that goes with it."""
    said = "--status=已完成", "--progress=已编制并公开示例决策事项目录", "--date=2023-07-05"
    desk.report("1", JUSTICE, *said, "--evidence=示例目录=http://example.cn/list")


def edit_what_landed(desk: Desk) -> None:
    """Twelve become fifteen in a record of March; the ledger is made to agree."""
    text = (desk.folder / LANDED).read_text("utf-8")
    desk.write(LANDED, text.replace("12家", "15家"))
    desk.must("gongkai", "ledger", "--unit", CIVIL)


def report_for_another(desk: Desk) -> None:
    """A record that is good in itself, in the folder of another unit."""
    desk.report("2", CIVIL, "--status=推进中", "--progress=名单已更新", "--date=2023-07-05")


def leak(desk: Desk) -> None:
    """A person's identity number in a record typed by hand: `gongkai update` would refuse it."""
    desk.write(f"ledgers/2023/{STREET}/updates/3-2023-07-05.yaml", WITH_A_NUMBER)
    desk.must("gongkai", "ledger", "--unit", STREET)


def type_a_wide_colon(desk: Desk) -> None:
    """A record typed by hand, with an input method that gives full-width colons."""
    desk.write(f"ledgers/2023/{STREET}/updates/3-2023-07-06.yaml", TYPED_IN_A_WEB_PAGE)


def forget_the_ledger(desk: Desk) -> None:
    """A good record whose ledger was left as it was."""
    said = "--progress=示例服务机构名单已更新", "--date=2023-07-05"
    desk.report("2", CIVIL, "--status=推进中", *said)
    desk.must("git", "restore", f"ledgers/2023/{CIVIL}/台账.md")


REQUESTS = (
    Request("好的报送", JUSTICE, "报送任务1已完成，附佐证材料，台账已更新。", report_well),
    Request(
        "改旧记录",
        CIVIL,
        "把已入库的记录里的12家改成15家，台账也跟着改了。",
        edit_what_landed,
        "G401",
    ),
    Request(
        "替别的单位报送",
        JUSTICE,
        f"往{CIVIL}的文件夹里加了一条进展。",
        report_for_another,
        "G404",
    ),
    Request("泄露身份证号码", STREET, "手写的记录里，进展情况写了居民的身份证号码。", leak, "G601"),
    Request(
        "全角冒号", STREET, "在网页上手写记录，status 后面是全角冒号。", type_a_wide_colon, "G101"
    ),
    Request("台账没有更新", CIVIL, "加了一条进展，没有重新生成台账。", forget_the_ledger, "G501"),
)


# --- the server -----------------------------------------------------------------------------------


def main() -> int:
    """Run the whole example; 0 if every verdict is the expected one."""
    keep = arguments()
    if keep:
        keep.mkdir(parents=True, exist_ok=True)
        return play(stage_in(keep.resolve()))
    with TemporaryDirectory(prefix="gongkai-", ignore_cleanup_errors=True) as folder:
        return play(stage_in(Path(folder)))


def arguments() -> Path | None:
    """The folder in which everything is to be built and kept."""
    parser = ArgumentParser(description="搭一个小的 git 服务器，提交六个合并请求，看审查的结论。")
    parser.add_argument(
        "--keep", type=Path, metavar="文件夹", help="建在这个文件夹里并保留；不写就用完删除"
    )
    keep: Path | None = parser.parse_args().keep
    if keep and keep.exists() and (not keep.is_dir() or any(keep.iterdir())):
        parser.error(f"{keep} 不是空文件夹")
    return keep


def stage_in(folder: Path) -> Desk:
    """An empty stage: this Python's gongkai first, and nothing that is the person's own."""
    path = os.pathsep.join([sysconfig.get_path("scripts"), os.environ.get("PATH", "")])
    missing = [name for name in ("git", "gongkai") if not shutil.which(name, path=path)]
    if missing:
        raise SystemExit(f"没有找到 {'、'.join(missing)}，请先安装。")
    ours = ("GIT_", "GITHUB_", "GONGKAI_")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    cache = {"XDG_CACHE_HOME": str(folder / "cache")}
    return Desk(folder, {**kept, **_SETTINGS, **cache, "PATH": path})


def play(stage: Desk) -> int:
    """Everything in order, on an empty stage."""
    build(stage)
    print("下面演示审查：六个合并请求，一个是好的，五个各有一处问题。\n")
    print(f"【合并之前】{JUSTICE}有一项任务逾期：\n")
    look(stage, "before")
    verdicts = [handle(stage, number, each) for number, each in enumerate(REQUESTS, 1)]
    print("\n【合并之后】重新克隆一份，再问谁逾期：\n")
    look(stage, "after")
    print(f"\n【六个结论】\n\n{table(verdicts)}\n")
    pairs = zip(REQUESTS, verdicts, strict=True)
    odd = [request.title for request, verdict in pairs if not is_expected(request, verdict)]
    print(f"与预期不符：{'、'.join(odd)}。" if odd else "六个结论都与预期相符。")
    return 1 if odd else 0


def build(stage: Desk) -> None:
    """A bare repository that holds the district on main and lets in only what passes."""
    shutil.copytree(HERE / "district", stage.folder / "seed")
    seed = stage.at("seed")
    seed.must("git", "init", "--quiet", "--initial-branch=main")
    seed.must("git", "add", "--all", "--force")
    seed.must("git", "commit", "--quiet", "--message=示例区的任务分解表、名录和台账")
    stage.must("git", "clone", "--quiet", "--bare", "seed", "server.git")
    hook = stage.folder / "server.git" / "hooks" / "pre-receive"
    hook.parent.mkdir(exist_ok=True)
    shutil.copyfile(HOOK, hook)
    hook.chmod(0o755)


def look(stage: Desk, name: str) -> None:
    """Who is late, by a fresh clone of the server."""
    stage.must("git", "clone", "--quiet", "server.git", name)
    print(f"$ gongkai overdue --as-of {AS_OF}")
    stage.at(name).show("gongkai", "overdue", "--as-of", AS_OF)


def handle(stage: Desk, number: int, request: Request) -> Verdict:
    """One pull request, from the unit's clone to main."""
    branch, unit = f"pull/{number}", request.unit
    print(f"\n【{number}】{request.title}\n\n{unit}：{request.did}\n")
    desk = propose(stage, branch, request)
    code, codes = judge(stage, branch, unit)
    verdict = Verdict(code, codes, landing(desk, branch))
    print(f"\n结论：{verdict.words}（退出码 {code}）。")
    print(f"推送到 main：{verdict.landing}")
    return verdict


def propose(stage: Desk, branch: str, request: Request) -> Desk:
    """The unit's clone, with its change committed and pushed to a branch of the server."""
    name = branch.replace("/", "-")
    stage.must("git", "clone", "--quiet", "server.git", name)
    desk = stage.at(name, GONGKAI_UNIT=request.unit)
    desk.must("git", "switch", "--quiet", "--create", branch)
    request.change(desk)
    desk.must("git", "add", "--all", "--force")
    desk.must("git", "commit", "--quiet", f"--message={request.unit}：{request.title}")
    desk.must("git", "push", "--quiet", "origin", branch)
    return desk


def judge(stage: Desk, branch: str, unit: str) -> tuple[int, list[str]]:
    """The gate's exit code and codes: on the server, where nothing is checked out."""
    parts = (
        f"gongkai check --base main --head {branch}",
        f"--unit {unit} --as-of {AS_OF}",
        "--format text --format json=verdict.json",
    )
    print("$", " \\\n    ".join(parts))
    server = stage.at("server.git")
    code = server.show(*" ".join(parts).split())
    file = server.folder / "verdict.json"
    found = json.loads(file.read_text("utf-8"))["data"] if file.exists() else []
    file.unlink(missing_ok=True)
    return code, sorted({each["code"] for each in found})


def landing(desk: Desk, branch: str) -> str:
    """What comes of pushing the branch to main, where the server's hook judges it once more."""
    ran = desk.run("git", "push", "--quiet", "origin", f"{branch}:main")
    if ran.returncode and "审查不通过" not in ran.stderr:
        return ran.stderr
    return REFUSED if ran.returncode else ACCEPTED


def is_expected(request: Request, verdict: Verdict) -> bool:
    """Whether the gate and the server's hook said what they should, for the one reason."""
    if request.expected:
        return verdict == Verdict(1, [request.expected], REFUSED)
    return verdict == Verdict(0, [], ACCEPTED)


def table(verdicts: list[Verdict]) -> str:
    """The closing table, in columns of a terminal."""
    rows = [("合并请求", "结论", "退出码", "编号")]
    for number, (request, verdict) in enumerate(zip(REQUESTS, verdicts, strict=True), 1):
        codes = "、".join(verdict.codes) or "无"
        rows.append((f"{number} {request.title}", verdict.words, str(verdict.code), codes))
    return "\n".join("".join(map(padded, row, (18, 10, 8, 4))).rstrip() for row in rows)


def padded(text: str, columns: int) -> str:
    """`text`, filled up with spaces; a Chinese character is two columns wide."""
    return text + " " * (columns - sum(1 + (east_asian_width(each) in "WF") for each in text))


if __name__ == "__main__":
    sys.exit(main())
