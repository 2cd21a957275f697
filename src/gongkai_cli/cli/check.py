"""查: the gate that a pull request passes before it is merged."""

import re
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Annotated, Never

import typer

from gongkai_cli import __version__
from gongkai_cli.checking.change import Branch
from gongkai_cli.cli.console import show, tell
from gongkai_cli.cli.gate import Gate
from gongkai_cli.cli.outputs import give, outputs
from gongkai_cli.cli.session import NEW_WORKSPACE, Session
from gongkai_cli.cli.wrong import CANNOT_RUN, FINDINGS, Stop, known_unit
from gongkai_cli.diagnostic import Severity
from gongkai_cli.domain.change import Change
from gongkai_cli.domain.places import place_of
from gongkai_cli.reading.changes import FOLDERS, changed_on_disk
from gongkai_cli.reading.docket import Docket, View
from gongkai_cli.reading.explained import page_of
from gongkai_cli.reading.git import Repository
from gongkai_cli.reading.plumbing import CannotUseGit
from gongkai_cli.reading.trees import DiskTree, TooMuch
from gongkai_cli.rendering.explanation import explanation
from gongkai_cli.rendering.findings.formats import Run
from gongkai_cli.rendering.findings.shown import Findings, Shown
from gongkai_cli.rendering.findings.text import summary
from gongkai_cli.rules import BY_CODE

MAX_SECONDS = 300
"""A check that takes longer is given up: what was not looked at is not called good."""

_AGAIN_SECONDS = 1

MOST = 5000
"""So many findings of one run are told; the last sentence says how many there are."""


def check(
    ctx: typer.Context,
    base: Annotated[
        str | None,
        typer.Option("--base", metavar="提交", help="和哪个提交比，如 main；不写就查整个工作区"),
    ] = None,
    head: Annotated[
        str | None,
        typer.Option("--head", metavar="提交", help="查哪个提交；不写就查文件夹里的文件"),
    ] = None,
    unit: Annotated[
        str | None,
        typer.Option("--unit", "-u", metavar="单位", help="这是哪个单位的改动；只许它动自己的文件"),
    ] = None,
    forms: Annotated[
        list[str],
        typer.Option(
            "--format",
            "-f",
            metavar="格式[=文件]",
            help="text（默认）、github、gitlab、sarif、junit、rdjson、json，可重复",
        ),
    ] = ["text"],  # noqa: B006 - typer copies it
    select: Annotated[
        list[str], typer.Option("--select", metavar="编号", help="只报这些，如 G3、G601；可重复")
    ] = [],  # noqa: B006
    ignore: Annotated[
        list[str], typer.Option("--ignore", metavar="编号", help="不报这些；可重复")
    ] = [],  # noqa: B006
    strict: Annotated[bool, typer.Option("--strict", help="有警告也算不通过")] = False,
    explain: Annotated[
        str, typer.Option("--explain", metavar="编号", help="说明一种问题，如 G301")
    ] = "",
) -> None:
    """查改动能不能合并：格式、任务、记录、旧记录有没有被改、个人信息"""
    session: Session = ctx.obj
    if explain:
        _explain(explain)
        return
    _must_be_said(base, head, unit)
    wanted = outputs(forms, session.standing)
    kept = _filter(select, ignore, compared=base is not None)
    with ExitStack() as stack, _refusing(), _in_time():
        docket, prefix = _opened(session, base, head, stack)
        shown = _judged(session, docket, unit)
        changed = len(docket.edits) if docket.view.change else None
        told = tuple(each for each in shown if kept(each.diagnostic.code))
        findings = Findings(told[:MOST], len(docket.files), changed)
        run = Run(__version__, next(iter(docket.books), session.as_of.year), session.as_of)
        for each in wanted:
            give(each, findings, run, prefix)
    if docket.view.change and not docket.edits:
        tell(f"和 {base} 相比没有改动。")
    if len(told) > MOST:
        tell(f"一共有{len(told)}个问题，只列出前{MOST}个。")
    tell(summary(findings))
    weights = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
    session.code = FINDINGS if any(each.diagnostic.severity in weights for each in told) else 0


def _must_be_said(*options: str | None) -> None:
    """An option left empty is a variable that nobody has set: to do without would pass too much."""
    if "" in options:
        raise Stop("--base、--head、--unit 后面要写明是哪个提交、哪个单位，不能是空的。")


def _explain(code: str) -> None:
    """The page of one code, as it stands in the documents."""
    code = code.strip().upper()
    rule = BY_CODE.get(f"G{code}" if code.isdigit() else code)
    if rule is None:
        raise Stop(f"没有 {code} 这个编号，编号从 G101 到 {list(BY_CODE)[-1]}。")
    show(explanation(page_of(rule.code)))


def _filter(
    select: Sequence[str], ignore: Sequence[str], *, compared: bool
) -> Callable[[str], bool]:
    """Whether findings of a code are to be told.

    Raises Stop for what is the beginning of no code, and where nothing would be left to find.
    """
    only, never = tuple(_codes(select)), tuple(_codes(ignore))
    if len(only) < bool(select) or len(never) < bool(ignore):
        raise Stop("--select 和 --ignore 后面要写编号，不能是空的。")

    def kept(code: str) -> bool:
        return code.startswith(only or "G") and not code.startswith(never)

    left = [code for code in BY_CODE if kept(code)]
    if not left:
        raise Stop("照 --select 和 --ignore 的写法，什么也不会报；请核对编号。")
    if not compared and all(code.startswith("G4") for code in left):
        raise Stop("G4 一类的问题要和 --base 一起查，如 --base main。")
    return kept


def _codes(texts: Sequence[str]) -> Iterator[str]:
    for text in texts:
        for code in filter(None, re.split("[,，、 ]+", text)):
            if not any(known.startswith(code.upper()) for known in BY_CODE):
                raise Stop(f"没有以 {code} 开头的编号；编号如 G301，一类的编号如 G3。")
            yield code.upper()


@contextmanager
def _refusing() -> Iterator[None]:
    """What cannot or will not be looked at ends the check; it never counts as passed."""
    try:
        yield
    except CannotUseGit as refusal:
        raise Stop(*refusal.sentences, code=CANNOT_RUN) from refusal
    except TooMuch as refusal:
        sentence = f"{refusal.sentence}，没有查完，不能算通过；{refusal.hint}。"
        raise Stop(sentence) from refusal


def _opened(
    session: Session, base: str | None, head: str | None, stack: ExitStack
) -> tuple[Docket, str]:
    """What is to be checked, and where the workspace lies in its repository."""
    if not (base or head):
        return Docket(View(DiskTree(_root(session))), session.cache), ""
    root = session.standing if head else _root(session)
    repository = stack.enter_context(Repository.at(root))
    if repository.bare and not head:
        raise Stop("这个仓库没有工作文件夹，请用 --head 写明查哪个提交。")
    view = _view(repository, base, head or "HEAD")
    if head:
        cache = stack.enter_context(closing(session.cache_at(root)))
        return Docket(view, cache), repository.prefix
    disk = DiskTree(root)
    view = View(disk, view.before, _with_uncommitted(view, disk))
    return Docket(view, session.cache), repository.prefix


def _view(repository: Repository, base: str | None, head: str) -> View:
    """The commit `head` and, where there is a `base`, what it changed since they parted."""
    tip = repository.commit(head)
    if not base:
        return View(repository.tree(tip))
    start = repository.merge_base(base, tip)
    return View(repository.tree(tip), repository.tree(start), repository.changed(start, tip))


def _with_uncommitted(committed: View, disk: DiskTree) -> Change | None:
    """The change as far as it is `committed`, but the workspace's own folders as on `disk`."""
    before, change = committed.before, committed.change
    if before is None or change is None:
        return None
    inside = tuple(f"{folder}/" for folder in FOLDERS)
    apart = (each for edit in change.edits for each in edit.apart())
    elsewhere = (edit for edit in apart if not edit.file.startswith(inside))
    edits = (*changed_on_disk(before, disk).edits, *elsewhere)
    return change._replace(edits=tuple(sorted(edits, key=lambda edit: edit.file)))


def _root(session: Session) -> Path:
    if not session.workspace.writable:
        raise Stop(
            "这里不是工作区，没有可以检查的文件：当前文件夹和它的上级都没有 data/tasks.yaml。",
            "请先进入工作区所在的文件夹，或用 -C 文件夹 指明它。",
            NEW_WORKSPACE,
            code=CANNOT_RUN,
        )
    return session.workspace.root


def _judged(session: Session, docket: Docket, unit: str | None) -> list[Shown]:
    """Every finding; where there is no base, only those in the folders of `unit`."""
    branch = _branch(docket, unit) if unit else None
    gate = Gate(docket, session.as_of, _watch(), lambda year: session.in_year(year).place)
    shown = gate.judged(branch)
    if branch is None or docket.view.change:
        return shown
    return [each for each in shown if _is_of(branch.unit, each.diagnostic.span.file)]


def _branch(docket: Docket, unit: str) -> Branch:
    """Whose change it is, by the base's roster, which the change itself cannot have touched."""
    book = docket.landed_book()
    if book is None:
        raise Stop("任务分解表或名录读不了，不知道有哪些单位。", "不写 --unit 可以看到哪里读不了。")
    name = known_unit(unit, book.roster).name
    return Branch(name, is_office=name == book.roster.office)


def _is_of(unit: str, file: str) -> bool:
    place = place_of(file)
    return place is not None and place.unit == unit


@contextmanager
def _in_time() -> Iterator[None]:
    """Whatever takes longer than `MAX_SECONDS` is given up, in the middle of it.

    Windows has no such timer: there, the time is looked at between files and findings only.
    """
    if not hasattr(signal, "setitimer"):
        yield
        return
    before, hook = signal.signal(signal.SIGALRM, _too_long), sys.unraisablehook

    def unheard(lost: "sys.UnraisableHookArgs") -> None:
        """What is raised while an object is thrown away comes to nothing: it will ring again."""
        if not isinstance(lost.exc_value, Stop):
            hook(lost)

    sys.unraisablehook = unheard
    signal.setitimer(signal.ITIMER_REAL, MAX_SECONDS, _AGAIN_SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
        sys.unraisablehook = hook


def _watch() -> Callable[[], None]:
    """What raises Stop once the time is over."""
    end = time.monotonic() + MAX_SECONDS

    def tick() -> None:
        if time.monotonic() > end:
            _too_long()

    return tick


def _too_long(*_signal: object) -> Never:
    raise Stop(f"超过{MAX_SECONDS // 60}分钟还没有查完，不能算通过；请分几次提交。")
