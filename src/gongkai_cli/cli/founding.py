"""What `gongkai init` does: ask for what is missing, lay out every file, write them all or none.

Nothing is overwritten, and data/tasks.yaml, which makes a folder a workspace, comes last: whoever
was interrupted runs the same command again.
"""

import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple, TypeVar

from gongkai_cli.cli.console import ask, show, tell, tell_diagnostics
from gongkai_cli.cli.firstfiles import (
    ATTRIBUTES,
    IGNORED,
    policy_text,
    roster_text,
    sample_plan,
    sample_plan_text,
)
from gongkai_cli.cli.importing import (
    issued_document,
    plan_checked,
    refusing,
    report_format,
    say_draft,
    with_doubts,
    write_report,
)
from gongkai_cli.cli.init import Host
from gongkai_cli.cli.session import Session, today
from gongkai_cli.cli.shell import quoted
from gongkai_cli.cli.writing import must_be_inside, write_new
from gongkai_cli.cli.wrong import CANNOT_RUN, FINDINGS, Stop
from gongkai_cli.diagnostic import Diagnostic, Unreadable
from gongkai_cli.domain.deadline import Cycle
from gongkai_cli.domain.plan import Plan
from gongkai_cli.domain.policy import Policy
from gongkai_cli.domain.roster import UnitKind
from gongkai_cli.reading.book import WORKDAYS, load_book
from gongkai_cli.reading.cache import Cache
from gongkai_cli.reading.draft.drafting import Asked, Draft, draft_of
from gongkai_cli.reading.draft.front import region_in, year_in
from gongkai_cli.reading.draft.present import PLAN_FILE, ROSTER_FILE
from gongkai_cli.reading.draft.proposals import Proposal, roster_values
from gongkai_cli.reading.draft.remark import Undrafted
from gongkai_cli.reading.tables.grid import Document as Issued
from gongkai_cli.reading.trace import Trace
from gongkai_cli.reading.workspace import built_in
from gongkai_cli.table import Block, Bullet, Document, Heading, Line, plain

T = TypeVar("T")

_POLICY_FILE = "data/policy.yaml"
_ATTRIBUTES_FILE = ".gitattributes"
_IGNORED_FILE = ".gitignore"
_JUDGED_BY = {
    Host.GITHUB: (".github/workflows/check.yml", "github.yml"),
    Host.GITLAB: (".gitlab-ci.yml", "gitlab.yml"),
    Host.GITEE: ("ci/gitee.sh", "gitee.sh"),
}
"""The file that a host runs, and the one of ours that it is a copy of."""

_OWNERS = {Host.GITHUB: ".github/CODEOWNERS", Host.GITLAB: ".gitlab/CODEOWNERS"}
_OFFICE = re.compile("(?:政府|党政|管委会|政务公开)办(?:公室)?")
_YES = {"要": True, "不要": False}

Files = dict[str, bytes]


class Wanted(NamedTuple):
    """What a person asks for, as on the command line. `folder` None: where the person stands."""

    folder: Path | None
    file: Path | None
    report: Path | None
    region: str
    year: int | None
    title: str
    office: str
    host: Host | None
    asking: bool


class Beginning(NamedTuple):
    """What the workspace begins with: its plan as text, and its office.

    `draft` is how the plan was read, where there is a document.
    """

    plan: Plan
    text: str
    office: str
    draft: Draft | None = None


class _Drawer(NamedTuple):
    """Files that are not written yet, read as a workspace's would be."""

    files: Mapping[str, bytes]

    def read(self, file: str) -> bytes | None:
        return self.files.get(file)

    def names(self, folder: str) -> list[str]:
        inside = (name.removeprefix(f"{folder}/") for name in self.files if name.startswith(folder))
        return sorted(inside)


class _Asker:
    """Asks on a terminal; elsewhere, and with --yes, remembers which defaults it took."""

    def __init__(self, *, asking: bool) -> None:
        self.asking = asking and sys.stdin.isatty()
        self.taken: list[str] = []

    def knowing(self, what: str, read: Callable[[str], T], likely: str = "") -> T:
        """What only a person knows; `likely` is what they most likely say. For a terminal only."""
        return self._until_read(_with_default(what, likely), read, likely)

    def may(self, what: str, read: Callable[[str], T], default: str) -> T:
        """What has a usual answer."""
        if not self.asking:
            self.taken.append(f"{what.partition('（')[0]}：{default}")
            return read(default)
        return self._until_read(_with_default(what, default), read, default)

    def _until_read(self, question: str, read: Callable[[str], T], default: str) -> T:
        while True:
            try:
                if answer := ask(question) or default:
                    return read(answer)
                tell("这一项不能空着。")
            except Stop as stop:
                tell(*stop.sentences)


def _with_default(what: str, default: str) -> str:
    return f"{what}，直接回车就是 {default}" if default else what


def founded(session: Session, wanted: Wanted) -> None:
    """Make the workspace that is `wanted`. Raises Stop, Unreadable and CannotWrite."""
    root = wanted.folder or Path()
    host = wanted.host
    _must_be_free(root)
    notes = report_format(wanted.report)
    if notes and not wanted.file:
        raise Stop("没有用 --from 写明任务分解表，没有导入说明可写，不用写 --report。")
    asker = _Asker(asking=wanted.asking)
    start = _from_document(wanted, asker) if wanted.file else _from_nothing(wanted, asker)
    policy = _policy(asker)
    if host is None:
        host = asker.may("放在哪个代码托管平台（github、gitlab、gitee、none）", _host, Host.NONE)
    files = {**_git_files(root, host), **_data(wanted, start, policy)}
    _must_not_be_there(root, files)
    faults = _faults(files)
    made = _write(root, files)
    if wanted.file and wanted.report and notes and start.draft:
        write_report(start.draft, wanted.file, None, wanted.report, notes)
    _say_defaults(asker.taken)
    there = Session(wanted.folder, None, None, use_cache=False).place
    if faults:
        tell_diagnostics(faults)
        session.code = FINDINGS
    show(Document(tuple(_page(root, start, made, _Next(wanted, host, there, len(faults))))))


# --- what it begins with --------------------------------------------------------------------------


def _from_document(wanted: Wanted, asker: _Asker) -> Beginning:
    """The plan that the issued document holds; its remarks are shown before anything is asked."""
    file = wanted.file or Path()
    document = issued_document(file)
    source = f"data/source/{file.name}"
    draft = with_doubts(_drafted(document, wanted, asker), None, None)
    plan = draft.plan._replace(source=source)
    text = plan_checked(plan)
    say_draft(draft, None, on_screen=True)
    return Beginning(plan, text, _office(wanted, asker, draft), draft)


def _drafted(document: Issued, wanted: Wanted, asker: _Asker) -> Draft:
    """The draft; what the document does not say is asked for, each once."""
    asked = Asked(wanted.title, wanted.region, wanted.year)
    file = wanted.file or Path()
    if asker.asking:
        try:
            return draft_of(document, asked)
        except Undrafted as lacking:
            asked = _completed(asked, " ".join(lacking.sentences), asker)
    with refusing(file):
        return draft_of(document, asked)


def _completed(asked: Asked, said: str, asker: _Asker) -> Asked:
    """`asked` with what `said` names the options for."""
    if "--title" in said and not asked.title:
        asked = asked._replace(title=asker.knowing("任务分解表的标题", _words))
    if "--region" in said and not asked.region:
        region = asker.knowing("哪个地区", _name, region_in(asked.title))
        asked = asked._replace(region=region)
    if "--year" in said and not asked.year:
        year = asker.knowing("哪一年", _year, str(year_in(asked.title) or ""))
        asked = asked._replace(year=year)
    return asked


def _office(wanted: Wanted, asker: _Asker, draft: Draft) -> str:
    """The office: as told, or the only one that the table names, or the government's."""
    if wanted.office:
        return _name(wanted.office)
    named = [each.name for each in draft.proposals if not each.group and _OFFICE.search(each.name)]
    usual = named[0] if len(named) == 1 else f"{draft.plan.region}政府办公室"
    return asker.may("牵头和核验的单位（办公室）", _name, usual)


def _from_nothing(wanted: Wanted, asker: _Asker) -> Beginning:
    """An empty plan: one task that says itself that it is none."""
    if not (wanted.region or asker.asking):
        raise Stop("没有说明是哪个地区，请用 --region 写明，例如 --region 示例区。")
    region = _name(wanted.region) if wanted.region else asker.knowing("哪个地区", _name)
    year = _year(str(wanted.year)) if wanted.year else asker.may("哪一年", _year, str(today().year))
    usual = f"{year}年{region}政务公开重点工作任务分解表"
    title = wanted.title or asker.may("任务分解表的标题", _words, usual)
    office = _name(wanted.office) if wanted.office else ""
    office = office or asker.may("牵头和核验的单位（办公室）", _name, f"{region}政府办公室")
    plan = sample_plan(region, year, title, office)
    return Beginning(plan, sample_plan_text(plan), office)


def _policy(asker: _Asker) -> Policy:
    """The office's settings that no law fixes, in three questions."""
    usual = Policy()
    cycles = "、".join(Cycle)
    return usual._replace(
        cycle=asker.may(f"各单位多久报一次进展（{cycles}）", _cycle, usual.cycle),
        grace_workdays=asker.may(
            "每期结束后可以晚报几个工作日（0到60）", _grace, str(usual.grace_workdays)
        ),
        require_close=asker.may("办结是否要办公室销号（要、不要）", _closing, "不要"),
    )


# --- how an answer is read ------------------------------------------------------------------------


def _name(text: str) -> str:
    """A name that a folder can have as well: the form of units.yaml asks for no less."""
    text = text.strip()
    if not 0 < len(text) <= 60 or re.search(r'[\x00-\x1f\x7f/\\:*?"<>|]', text):  # noqa: PLR2004
        raise Stop(f"“{text}”不能用作名称：要写1到60个字，其中没有 / \\ : * ? 这类符号。")
    return text


def _words(text: str) -> str:
    return text.strip()


def _year(text: str) -> int:
    if re.fullmatch("20[0-9]{2}", text):
        return int(text)
    raise Stop(f"“{text}”不是年份，请写成 2024 的样子。")


def _cycle(text: str) -> Cycle:
    return Cycle(_one_of(text, list(Cycle)))


def _grace(text: str) -> int:
    if re.fullmatch("[0-9]{1,2}", text) and int(text) <= 60:  # noqa: PLR2004 - as in the form
        return int(text)
    raise Stop(f"“{text}”不是0到60之间的整数。")


def _closing(text: str) -> bool:
    return _YES[_one_of(text, list(_YES))]


def _host(text: str) -> Host:
    return Host(_one_of(text.lower(), list(Host)))


def _one_of(text: str, words: list[str]) -> str:
    if text in words:
        return text
    raise Stop(f"没有“{text}”这个选择，请写 {'、'.join(words)} 中的一个。")


# --- which files ----------------------------------------------------------------------------------


def _data(wanted: Wanted, start: Beginning, policy: Policy) -> Files:
    """Everything in data/, the plan last."""
    files = {_POLICY_FILE: policy_text(start.office, policy).encode("utf-8")}
    files |= dict(_workdays())
    if wanted.file:
        files[start.plan.source] = wanted.file.read_bytes()
    files[ROSTER_FILE] = _roster(start).encode("utf-8")
    files[PLAN_FILE] = start.text.encode("utf-8")
    return files


def _roster(start: Beginning) -> str:
    """The units that the plan names, and the office among them."""
    proposals = list(start.draft.proposals if start.draft else ())
    if all(each.name != start.office for each in proposals):
        proposals.insert(0, Proposal(start.office, UnitKind.DEPARTMENT))
    values = roster_values(start.plan.region, proposals)
    return roster_text({**values, "office": start.office})


def _workdays() -> Iterator[tuple[str, bytes]]:
    """Every year's holidays that the program has."""
    shipped = built_in(Trace())
    for name in shipped.names(WORKDAYS):
        yield f"{WORKDAYS}/{name}", shipped.read(f"{WORKDAYS}/{name}") or b""


def _git_files(root: Path, host: Host) -> Files:
    """What git and the host need. Raises Stop where the host would not find its file."""
    files = {}
    for name, lines in ((_ATTRIBUTES_FILE, ATTRIBUTES), (_IGNORED_FILE, IGNORED)):
        if not (root / name).exists():
            files[name] = "".join(f"{line}\n" for line in lines).encode("utf-8")
    if host is Host.NONE:
        return files
    top = repository(root)
    if top not in {None, root.resolve()}:
        raise Stop(
            f"{root} 在仓库 {top} 的子文件夹里，审查文件要放在仓库最上层，这里不写。",
            "请改用 --ci none 建好工作区，再照 docs/ci.md 在仓库最上层设置审查。",
        )
    name, ours = _JUDGED_BY[host]
    return {**files, name: _shipped(ours)}


def _shipped(name: str) -> bytes:
    """A file of ci/, which stands inside the installed package, or beside it in a checkout."""
    package = Path(__file__).parent.parent
    installed = package / "ci"
    folder = installed if installed.is_dir() else package.parent.parent / "ci"
    return (folder / name).read_bytes()


def repository(root: Path) -> Path | None:
    """The top of the repository that `root` is in, or will be."""
    place = root.resolve()
    return next((each for each in (place, *place.parents) if (each / ".git").exists()), None)


# --- writing --------------------------------------------------------------------------------------


def _must_be_free(root: Path) -> None:
    """Raises Stop for what is no folder, and for a workspace that there is already."""
    try:
        taken = root.exists() and not root.is_dir()
        settled = (root / PLAN_FILE).exists()
    except OSError:
        raise Stop(
            f"不能建在 {root}：名称过长，或这里不许查看；请换一个文件夹。", code=CANNOT_RUN
        ) from None
    if taken:
        raise Stop(f"{root} 不是文件夹，请换一个名称。")
    if settled:
        raise Stop(
            f"{root} 已经是工作区：里面有 {PLAN_FILE}，什么也没有改。",
            "要换任务分解表：gongkai import 文件 --force",
            "要开始新的一年：gongkai rollover --year 年份 --plan 文件",
        )


def _must_not_be_there(root: Path, files: Files) -> None:
    """Raises Stop for any file in the way; what holds the very same is what a run left behind."""
    taken = [
        name
        for name, data in files.items()
        if ((root / name).exists() or (root / name).is_symlink()) and not _holds(root / name, data)
    ]
    if taken:
        raise Stop(
            f"{root} 里已经有 {'、'.join(taken)}，没有覆盖，什么也没有写。",
            "请换一个文件夹，或先把这些文件移走。",
        )


def _holds(path: Path, data: bytes) -> bool:
    try:
        return path.read_bytes() == data
    except OSError:
        return False


def _faults(files: Files) -> list[Diagnostic]:
    """What is still wrong between the files. Raises Unreadable where one has not even its form."""
    try:
        load_book(_Drawer(files), Cache(None))
    except Unreadable as fault:
        if any(each.code.startswith("G1") for each in fault.diagnostics):
            tell("有程序读不了的内容，什么也没有写；以下位置按要写的文件计。")
            raise
        return fault.diagnostics
    return []


def _write(root: Path, files: Files) -> list[str]:
    """Write what is not there yet; the names. All or nothing, as far as a process can promise."""
    made: list[str] = []
    try:
        for name, data in files.items():
            must_be_inside(root / name, root)
            if not (root / name).exists():
                make_new(root / name, data)
                made.append(name)
    except BaseException:
        for name in made:
            (root / name).unlink(missing_ok=True)
        _clear(root, made)
        raise
    return made


def make_new(path: Path, data: bytes) -> None:
    """Make `path` with `data`. Raises Stop where somebody took the name since it was looked at."""
    try:
        write_new(path, data)
    except FileExistsError:
        raise Stop(
            f"{path} 刚刚由别的程序写了，没有覆盖；请再运行一次。", code=CANNOT_RUN
        ) from None


def _clear(root: Path, names: Iterable[str]) -> None:
    """Take away the folders that nothing stands in any more."""
    for name in names:
        for folder in (root / name).relative_to(root).parents:
            with suppress(OSError):
                (root / folder).rmdir()


# --- what is said ---------------------------------------------------------------------------------


class _Next(NamedTuple):
    """What the next steps depend on. `place` ends every command; `faults` is how many are left."""

    wanted: Wanted
    host: Host
    place: str
    faults: int


def _say_defaults(taken: list[str]) -> None:
    if taken:
        tell("没有问的，按默认：", *(f"  {each}" for each in taken))


def _page(root: Path, start: Beginning, made: list[str], after: _Next) -> Iterator[Block]:
    plan = start.plan
    yield Heading(f"{plan.region}{plan.year}年的工作区已建好：{root.resolve().name}")
    yield Line(plain(f"写了{len(made)}个文件：{'、'.join(_grouped(made))}"), 2)
    for name, lines in ((_ATTRIBUTES_FILE, ATTRIBUTES), (_IGNORED_FILE, IGNORED)):
        if name not in made:
            rules = [line for line in lines if not line.startswith("#")]
            yield Line(plain(f"{name} 原来就有，没有改；里面要有：{'　'.join(rules)}"), 2)
    yield None
    yield Line(plain("还要填写"))
    yield from (Bullet(plain(text)) for text in _to_fill_in(start, after))
    yield None
    yield Line(plain("接下来"))
    for number, (what, command) in enumerate(_steps(root, after), 1):
        yield Line(plain(f"{number}. {what}"), 3)
        yield Line(plain(f"   {command}"), 5)


def _grouped(made: list[str]) -> list[str]:
    """The files, the work-day tables as one."""
    tables = [name for name in made if name.startswith(f"{WORKDAYS}/")]
    others = [name for name in made if name not in tables]
    return [*others, *([f"{WORKDAYS}/（{len(tables)}年的放假安排）"] if tables else [])]


def _to_fill_in(start: Beginning, after: _Next) -> Iterator[str]:
    plan = start.plan
    if after.faults:
        yield f"上面列出的{after.faults}处，改好以前写不出台账"
    if not after.wanted.file:
        yield f"{PLAN_FILE}：现在只有一项样例任务，请换成印发的任务"
        yield f"{ROSTER_FILE}：现在只有{start.office}，请列出全部责任单位"
    else:
        yield f"{ROSTER_FILE}：核对每个单位的类别，同一单位的不同写法并成一家，列入 aliases"
    if plan.issued is None:
        yield f"{PLAN_FILE}：写明印发日期 issued；在它以前结束的周期不用报送"
    if all(f"{WORKDAYS}/CN-{plan.year}.yaml" != name for name, _ in _workdays()):
        yield f"{WORKDAYS}/：没有{plan.year}年的放假安排，先按周一至周五算；公布后请补上"
    if after.host in {Host.GITHUB, Host.GITLAB}:
        yield "代码托管平台的变量 GONGKAI_PACKAGE：写明审查时安装什么，如 gongkai-cli==版本号"
    if after.host is Host.GITEE:
        yield "ci/gitee.sh：放到运行流水线的机器上，从那里运行，不用拉取请求里的那一份"


def _steps(root: Path, after: _Next) -> Iterator[tuple[str, str]]:
    place, folder = after.place, quoted(root.as_posix())
    git = "git" if root == Path() else f"git -C {folder}"
    if not after.wanted.file:
        yield "导入印发的任务分解表", f"gongkai import 文件 --force{place}"
    yield "写出各单位的台账", f"gongkai ledger --all{place}"
    yield "查一遍", f"gongkai check{place}"
    if repository(root) is None:
        yield "建立 git 仓库", f"git init {folder}"
    yield "提交", f"{git} add . && {git} commit -m 建立工作区"
    owners = (root / _OWNERS.get(after.host, "CODEOWNERS")).as_posix()
    yield (
        f"在 {ROSTER_FILE} 里填好帐号 account 以后，写出评审分工",
        f"gongkai export codeowners --output {quoted(owners)}{place}",
    )
