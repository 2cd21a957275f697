"""查: the gate that a pull request passes before it is merged."""

import os
import re
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Annotated, NamedTuple, Never

import typer

from gongkai_cli import __version__
from gongkai_cli.checking.change import Branch
from gongkai_cli.cli.console import PIPE_COLUMNS, columns, put, show, tell
from gongkai_cli.cli.gate import Gate
from gongkai_cli.cli.session import Session
from gongkai_cli.cli.writing import append_out, write_out
from gongkai_cli.cli.wrong import CANNOT_RUN, FINDINGS, Stop, known_unit
from gongkai_cli.diagnostic import Severity
from gongkai_cli.domain.change import Change
from gongkai_cli.domain.places import place_of
from gongkai_cli.reading.docket import Docket, View
from gongkai_cli.reading.explained import page_of
from gongkai_cli.reading.git import Repository
from gongkai_cli.reading.plumbing import CannotUseGit
from gongkai_cli.reading.trees import DiskTree, TooMuch
from gongkai_cli.rendering.explanation import explanation
from gongkai_cli.rendering.findings.formats import FORMATS, Run
from gongkai_cli.rendering.findings.shown import Findings, Shown
from gongkai_cli.rendering.findings.text import findings_page, summary
from gongkai_cli.rendering.terminal import plain_text
from gongkai_cli.rules import BY_CODE

MAX_SECONDS = 300
"""A check that takes longer is given up: what was not looked at is not called good."""

TEXT = "text"
_TOGETHER = frozenset({TEXT, "github"})
"""Formats that may follow each other on stdout; each of the others is one whole file."""


class Wanted(NamedTuple):
    """One output: a format, and the file that it goes to instead of stdout."""

    form: str
    file: Path | None


def check(
    ctx: typer.Context,
    base: Annotated[
        str,
        typer.Option("--base", metavar="提交", help="和哪个提交比，如 main；不写就查整个工作区"),
    ] = "",
    head: Annotated[
        str,
        typer.Option("--head", metavar="提交", help="查哪个提交；不写就查文件夹里的文件"),
    ] = "",
    unit: Annotated[
        str,
        typer.Option("--unit", "-u", metavar="单位", help="这是哪个单位的改动；只许它动自己的文件"),
    ] = "",
    forms: Annotated[
        list[str],
        typer.Option(
            "--format",
            "-f",
            metavar="格式[=文件]",
            help="text（默认）、github、gitlab、sarif、junit、rdjson、json，可重复",
        ),
    ] = [TEXT],  # noqa: B006 - typer copies it
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
    wanted = _wanted(forms)
    kept = _filter(select, ignore)
    with ExitStack() as stack, _refusing(), _in_time():
        docket, prefix = _opened(session, base, head, stack)
        shown = _judged(session, docket, unit)
        changed = len(docket.edits) if docket.view.change else None
        told = tuple(each for each in shown if kept(each.diagnostic.code))
        findings = Findings(told, len(docket.files), changed)
        run = Run(__version__, next(iter(docket.books), session.as_of.year), session.as_of)
    for each in wanted:
        _give(each, findings, run, prefix)
    tell(summary(findings))
    weights = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
    session.code = FINDINGS if any(each.diagnostic.severity in weights for each in told) else 0


def _explain(code: str) -> None:
    """The page of one code, as it stands in the documents."""
    rule = BY_CODE.get(code.strip().upper())
    if rule is None:
        raise Stop(f"没有 {code} 这个编号，编号从 G101 到 {list(BY_CODE)[-1]}。")
    show(explanation(page_of(rule.code)))


def _wanted(forms: Sequence[str]) -> list[Wanted]:
    """The outputs asked for. Raises Stop for an unknown one, and for two files in one stream."""
    wanted = []
    for each in forms:
        form, given, file = each.partition("=")
        if form != TEXT and form not in FORMATS:
            raise Stop(f"没有 {form} 这种格式；可用的有：{'、'.join([TEXT, *FORMATS])}。")
        if given and not file:
            raise Stop(f"{form}= 后面要写文件名。")
        wanted.append(Wanted(form, Path(file) if given else None))
    here = [each.form for each in wanted if each.file is None]
    if len(here) > 1 and not _TOGETHER.issuperset(here):
        raise Stop(f"屏幕上只能给一种格式，其余的请写进文件，如 {here[-1]}=结果.{here[-1]}。")
    return wanted


def _filter(select: Sequence[str], ignore: Sequence[str]) -> Callable[[str], bool]:
    """Whether findings of a code are to be told. Raises Stop for what is the beginning of none."""
    only, never = tuple(_codes(select)), tuple(_codes(ignore))
    return lambda code: code.startswith(only or "G") and not code.startswith(never)


def _codes(texts: Sequence[str]) -> Iterator[str]:
    for text in texts:
        for code in re.split("[,，、 ]+", text.strip()):
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


def _opened(session: Session, base: str, head: str, stack: ExitStack) -> tuple[Docket, str]:
    """What is to be checked, and where the workspace lies in its repository."""
    if not (base or head):
        return Docket(View(DiskTree(_root(session))), session.cache), ""
    root = session.standing if head else _root(session)
    repository = stack.enter_context(Repository.at(root))
    view = _view(repository, base, head or "HEAD")
    if head:
        cache = stack.enter_context(closing(session.cache_at(root)))
        return Docket(view, cache), repository.prefix
    disk = DiskTree(root)
    view = View(disk, view.before, _with_uncommitted(view, disk))
    return Docket(view, session.cache), repository.prefix


def _view(repository: Repository, base: str, head: str) -> View:
    """The commit `head` and, where there is a `base`, what it changed since they parted."""
    tip = repository.commit(head)
    if not base:
        return View(repository.tree(tip))
    start = repository.merge_base(base, tip)
    return View(repository.tree(tip), repository.tree(start), repository.changed(start, tip))


def _with_uncommitted(committed: View, disk: DiskTree) -> Change | None:
    """The change as far as it is `committed`, but the workspace's own folders as on `disk`."""
    from gongkai_cli.reading.changes import FOLDERS, changed_on_disk

    before, change = committed.before, committed.change
    if before is None or change is None:
        return None
    inside = tuple(f"{folder}/" for folder in FOLDERS)
    elsewhere = (edit for edit in change.edits if not edit.file.startswith(inside))
    edits = (*changed_on_disk(before, disk).edits, *elsewhere)
    return change._replace(edits=tuple(sorted(edits, key=lambda edit: edit.file)))


def _root(session: Session) -> Path:
    if not session.workspace.writable:
        raise Stop(
            "这里不是工作区，没有可以检查的文件：当前文件夹和它的上级都没有 data/tasks.yaml。",
            "请先进入工作区所在的文件夹，或用 -C 文件夹 指明它。",
            code=CANNOT_RUN,
        )
    return session.workspace.root


def _judged(session: Session, docket: Docket, unit: str) -> list[Shown]:
    """Every finding; where there is no base, only those in the folders of `unit`."""
    branch = _branch(docket, unit) if unit else None
    shown = Gate(docket, session.as_of, _watch()).judged(branch)
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
    before = signal.signal(signal.SIGALRM, _too_long)
    signal.setitimer(signal.ITIMER_REAL, MAX_SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _watch() -> Callable[[], None]:
    """What raises Stop once the time is over."""
    end = time.monotonic() + MAX_SECONDS

    def tick() -> None:
        if time.monotonic() > end:
            _too_long()

    return tick


def _too_long(*_signal: object) -> Never:
    raise Stop(f"超过{MAX_SECONDS // 60}分钟还没有查完，不能算通过；请分几次提交。")


def _give(wanted: Wanted, findings: Findings, run: Run, prefix: str) -> None:
    """Write one output: to stdout, or whole into its file."""
    if wanted.form == TEXT:
        _give_text(wanted, findings)
        return
    placed = _from_top(findings, prefix)
    text = FORMATS[wanted.form](placed, run)
    if wanted.file is None:
        put(text)
    else:
        write_out(wanted.file, text.encode("utf-8"))
    summary_file = os.environ.get("GITHUB_STEP_SUMMARY")
    if wanted.form == "github" and summary_file:
        from gongkai_cli.rendering.findings.github import to_step_summary

        append_out(Path(summary_file), to_step_summary(placed).encode("utf-8"))


def _give_text(wanted: Wanted, findings: Findings) -> None:
    if wanted.file is None:
        show(findings_page(findings, columns()))
    else:
        text = plain_text(findings_page(findings, PIPE_COLUMNS), PIPE_COLUMNS)
        write_out(wanted.file, text.encode("utf-8"))


def _from_top(findings: Findings, prefix: str) -> Findings:
    """Findings with their files as the repository names them, for a git host."""
    shown = []
    for each in findings.shown:
        span = each.diagnostic.span
        placed = span._replace(file=f"{prefix}{span.file}")
        shown.append(each._replace(diagnostic=each.diagnostic._replace(span=placed)))
    return findings._replace(shown=tuple(shown))
