"""What is said of a new workspace: its files, what is to be filled in, the next commands."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from gongkai_cli.cli.firstfiles import GIT_FILES
from gongkai_cli.cli.init import Host
from gongkai_cli.cli.shell import quoted
from gongkai_cli.diagnostic import Diagnostic
from gongkai_cli.domain.plan import Plan
from gongkai_cli.reading.book import WORKDAYS
from gongkai_cli.reading.draft.present import PLAN_FILE, ROSTER_FILE
from gongkai_cli.table import Block, Bullet, Heading, Line, plain

_MOST_PLACES = 5
_OWNERS = {Host.GITHUB: ".github/CODEOWNERS", Host.GITLAB: ".gitlab/CODEOWNERS"}


class After(NamedTuple):
    """What there is to say once the workspace stands.

    `place` ends every command. `files` are all that belong to it, `made` those that were not there
    yet. `document` is what it was made from, if anything. `versioned`: it stands in a repository.
    `faults` are the places that are still wrong.
    """

    plan: Plan
    office: str
    host: Host
    place: str
    files: Sequence[str]
    made: Sequence[str]
    document: Path | None
    versioned: bool
    faults: Sequence[Diagnostic]


def first_page(root: Path, after: After) -> Iterator[Block]:
    """What was written, what is still to be filled in, and the next commands."""
    plan, made = after.plan, after.made
    yield Heading(f"{plan.region}{plan.year}年的工作区已建好：{root.resolve().name}")
    yield Line(plain(f"写了{len(made)}个文件：{'、'.join(_grouped(made))}"), 2)
    for name, lines in GIT_FILES.items():
        if name not in made:
            rules = [line for line in lines if not line.startswith("#")]
            yield Line(plain(f"{name} 原来就有，没有改；里面要有：{'　'.join(rules)}"), 2)
    yield None
    yield Line(plain("还要填写"))
    yield from (Bullet(plain(text)) for text in _to_fill_in(after))
    yield None
    yield Line(plain("接下来"))
    for number, (what, how) in enumerate(_steps(root, after), 1):
        yield Line(plain(f"{number}. {what}"), 3)
        yield Line(plain(f"   {how}"), 5)


def _grouped(made: Sequence[str]) -> list[str]:
    """The files, the work-day tables as one."""
    tables = [name for name in made if name.startswith(f"{WORKDAYS}/")]
    others = [name for name in made if name not in tables]
    return [*others, *([f"{WORKDAYS}/（{len(tables)}年的放假安排）"] if tables else [])]


def _to_fill_in(after: After) -> Iterator[str]:
    plan = after.plan
    if after.faults:
        yield f"上面列出的{len(after.faults)}处，改好以前看不了进度，也写不出台账"
    if not after.document:
        yield f"{PLAN_FILE}：现在只有一项样例任务，请换成印发的任务"
        yield f"{ROSTER_FILE}：现在只有{after.office}，请列出全部责任单位"
    else:
        yield f"{ROSTER_FILE}：核对每个单位的类别，同一单位的不同写法并成一家，列入 aliases"
    if plan.issued is None:
        yield f"{PLAN_FILE}：写明印发日期 issued；在它以前结束的周期不用报送"
    if f"{WORKDAYS}/CN-{plan.year}.yaml" not in after.files:
        yield f"{WORKDAYS}/：没有{plan.year}年的放假安排，先按周一至周五算；公布后请补上"
    if after.host in {Host.GITHUB, Host.GITLAB}:
        yield "代码托管平台的变量 GONGKAI_PACKAGE：写明审查时安装什么，如 gongkai-cli==版本号"
    if after.host is Host.GITEE:
        yield "ci/gitee.sh：放到运行流水线的机器上，从那里运行，不用拉取请求里的那一份"


def _steps(root: Path, after: After) -> Iterator[tuple[str, str]]:
    """What to do in order, each with its command or its places; what stops the rest comes first."""
    place, folder = after.place, quoted(root.as_posix())
    git = "git" if root == Path() else f"git -C {folder}"
    if not after.document:
        yield "导入印发的任务分解表", f"gongkai import 文件 --force{place}"
    ledgers = "写出各单位的台账", f"gongkai ledger --all{place}"
    check = "查一遍", f"gongkai check{place}"
    if after.faults:
        yield f"改好上面列出的{len(after.faults)}处", _places(root, after.faults)
    yield from (check, ledgers) if after.faults else (ledgers, check)
    if not after.versioned:
        yield "建立 git 仓库", f"git init {folder}"
    yield "提交", f"{git} add . && {git} commit -m 建立工作区"
    owners = (root / _OWNERS.get(after.host, "CODEOWNERS")).as_posix()
    yield (
        f"在 {ROSTER_FILE} 里填好帐号 account 以后，写出评审分工",
        f"gongkai export codeowners --output {quoted(owners)}{place}",
    )


def _places(root: Path, faults: Sequence[Diagnostic]) -> str:
    """Where the faults are, each line once, file by file."""
    lines: dict[str, dict[int, None]] = {}
    for span in (each.span for each in faults):
        lines.setdefault(span.file, {})[span.line] = None
    return "；".join(_place(root / file, list(numbers)) for file, numbers in lines.items())


def _place(file: Path, lines: Sequence[int]) -> str:
    """新区/data/tasks.yaml 第16、20行; line 0 is the file as a whole."""
    shown = "、".join(map(str, lines[:_MOST_PLACES]))
    more = "等" if len(lines) > _MOST_PLACES else ""
    return f"{file.as_posix()} 第{shown}行{more}" if any(lines) else file.as_posix()
