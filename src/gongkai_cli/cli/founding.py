"""What `gongkai init` does: ask for what is missing, lay out every file, write them all or none.

Nothing is overwritten, and data/tasks.yaml, which makes a folder a workspace, comes last: whoever
was interrupted runs the same command again.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from gongkai_cli.cli.asking import (
    HOSTS,
    NO_HOST,
    Asker,
    as_closing,
    as_cycle,
    as_grace,
    as_host,
    as_name,
    as_words,
    as_year,
)
from gongkai_cli.cli.console import show, tell, tell_diagnostics
from gongkai_cli.cli.firstfiles import (
    GIT_FILES,
    policy_text,
    roster_text,
    sample_plan,
    sample_plan_text,
)
from gongkai_cli.cli.firstpage import After, first_page
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
from gongkai_cli.table import Document

_POLICY_FILE = "data/policy.yaml"
_JUDGED_BY = {
    Host.GITHUB: (".github/workflows/check.yml", "github.yml"),
    Host.GITLAB: (".gitlab-ci.yml", "gitlab.yml"),
    Host.GITEE: ("ci/gitee.sh", "gitee.sh"),
}
"""The file that a host runs, and the one of ours that it is a copy of."""

_OFFICE = re.compile("(?:政府|党政|管委会|政务公开)办(?:公室)?")

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


def founded(session: Session, wanted: Wanted) -> None:
    """Make the workspace that is `wanted`. Raises Stop, Unreadable and CannotWrite."""
    root = wanted.folder or Path()
    host = wanted.host
    _must_be_free(root)
    notes = report_format(wanted.report)
    if notes and not wanted.file:
        raise Stop("没有用 --from 写明任务分解表，没有导入说明可写，不用写 --report。")
    asker = Asker(asking=wanted.asking)
    start = _from_document(wanted, asker) if wanted.file else _from_nothing(wanted, asker)
    policy = _policy(asker)
    if host is None:
        hosts = "、".join(HOSTS)
        host = asker.may(f"放在哪个代码托管平台（{hosts}）", as_host, NO_HOST)
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
    versioned = repository(root) is not None
    after = After(
        start.plan, start.office, host, there, [*files], made, wanted.file, versioned, faults
    )
    show(Document(tuple(first_page(root, after))))


# --- what it begins with --------------------------------------------------------------------------


def _from_document(wanted: Wanted, asker: Asker) -> Beginning:
    """The plan that the issued document holds; its remarks are shown before anything is asked."""
    file = wanted.file or Path()
    document = issued_document(file)
    source = f"data/source/{file.name}"
    draft = with_doubts(_drafted(document, wanted, asker), None, None)
    plan = draft.plan._replace(source=source)
    text = plan_checked(plan)
    say_draft(draft, None, on_screen=True)
    return Beginning(plan, text, _office(wanted, asker, draft), draft)


def _drafted(document: Issued, wanted: Wanted, asker: Asker) -> Draft:
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


def _completed(asked: Asked, said: str, asker: Asker) -> Asked:
    """`asked` with what `said` names the options for."""
    if "--title" in said and not asked.title:
        asked = asked._replace(title=asker.knowing("任务分解表的标题", as_words))
    if "--region" in said and not asked.region:
        region = asker.knowing("哪个地区", as_name, region_in(asked.title))
        asked = asked._replace(region=region)
    if "--year" in said and not asked.year:
        year = asker.knowing("哪一年", as_year, str(year_in(asked.title) or ""))
        asked = asked._replace(year=year)
    return asked


def _office(wanted: Wanted, asker: Asker, draft: Draft) -> str:
    """The office: as told, or the only one that the table names, or the government's."""
    if wanted.office:
        return as_name(wanted.office)
    named = [each.name for each in draft.proposals if not each.group and _OFFICE.search(each.name)]
    usual = named[0] if len(named) == 1 else f"{draft.plan.region}政府办公室"
    return asker.may("牵头和核验的单位（办公室）", as_name, usual)


def _from_nothing(wanted: Wanted, asker: Asker) -> Beginning:
    """An empty plan: one task that says itself that it is none."""
    if not (wanted.region or asker.asking):
        raise Stop("没有说明是哪个地区，请用 --region 写明，例如 --region 示例区。")
    region = as_name(wanted.region) if wanted.region else asker.knowing("哪个地区", as_name)
    year = _year_of(wanted, asker)
    usual = f"{year}年{region}政务公开重点工作任务分解表"
    title = wanted.title or asker.may("任务分解表的标题", as_words, usual)
    office = as_name(wanted.office) if wanted.office else ""
    office = office or asker.may("牵头和核验的单位（办公室）", as_name, f"{region}政府办公室")
    plan = sample_plan(region, year, title, office)
    return Beginning(plan, sample_plan_text(plan), office)


def _year_of(wanted: Wanted, asker: Asker) -> int:
    if wanted.year:
        return as_year(str(wanted.year))
    return asker.may("哪一年", as_year, str(today().year))


def _policy(asker: Asker) -> Policy:
    """The office's settings that no law fixes, in three questions."""
    usual = Policy()
    cycles = "、".join(Cycle)
    return usual._replace(
        cycle=asker.may(f"各单位多久报一次进展（{cycles}）", as_cycle, usual.cycle),
        grace_workdays=asker.may(
            "每期结束后可以晚报几个工作日（0到60）", as_grace, str(usual.grace_workdays)
        ),
        require_close=asker.may("办结是否要办公室销号（要、不要）", as_closing, "不要"),
    )


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
    for name, lines in GIT_FILES.items():
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


def _say_defaults(taken: list[str]) -> None:
    if taken:
        tell("没有问的，按默认：", *(f"  {each}" for each in taken))
