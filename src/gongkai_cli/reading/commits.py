"""Who brought which file into the repository, when, and who changed it there: one pass of git.

A second, of merges alone, is made only where one of them threw away what a side had done.
Git names the commits and the ids before and after; what the ids hold is read elsewhere, and how
git is run stands in `plumbing`.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from functools import partial
from itertools import islice
from typing import NamedTuple

from gongkai_cli.domain.change import How
from gongkai_cli.domain.commit import Commit, Touch, Trail
from gongkai_cli.domain.places import LEDGER, place_of
from gongkai_cli.reading.git import Repository
from gongkai_cli.reading.plumbing import CannotUseGit

MAX_TOUCHES = 500_000
"""A history of more additions, edits and deletions than this is not gone through."""

_SHANGHAI = timedelta(hours=8)
_SHA1 = 40
_MOST_SAID = 4000
"""Bytes of a name or a first line that are shown: no more is one."""

_NOTHING = re.compile("0+")
_PLAIN = re.compile("100[0-7]{3}")
_STAMP = re.compile(rb"^committer .*> ([0-9]+) [+-][0-9]+$", re.MULTILINE)
_AUTHOR = re.compile(rb"^author (.*?) ?<", re.MULTILINE)
_ENCODING = re.compile(rb"^encoding ([A-Za-z0-9._-]{1,40})$", re.MULTILINE)
_UNREADABLE = (
    "git 列出的历史看不懂。",
    "请在仓库里运行 git fsck；仓库完好的，请把 git --version 告诉我们。",
)
_TOO_LONG = (
    f"历史里的改动超过{MAX_TOUCHES // 10_000}万处，没有看完。",
    "请用 --unit 只看一个单位。",
)


class Step(NamedTuple):
    """A commit and the files it touched; `first`: none that is known went before it.

    `merge`: several did. Generated ledgers are left out.
    """

    commit: Commit
    first: bool
    touches: tuple[Touch, ...]
    merge: bool = False


class _Course(NamedTuple):
    """A trail that is still being gone along; `altered` grows."""

    recorded: Commit | None
    mark: str
    altered: list[Commit]
    deleted: Commit | None = None


def commit_called(repository: Repository, ref: str) -> Commit:
    """The commit that a person calls `ref`. Raises CannotUseGit."""
    mark = repository.commit(ref)
    head, _, message = repository.commit_text(mark).partition(b"\n\n")
    stamp, author, named = (each.search(head) for each in (_STAMP, _AUTHOR, _ENCODING))
    encoding = named[1].decode() if named else "utf-8"
    subject = message.strip().partition(b"\n")[0]
    return Commit(
        mark,
        _day(stamp[1]) if stamp else None,
        _text(author[1] if author else b"", encoding),
        _text(subject, encoding),
    )


def steps(
    repository: Repository, ref: str, places: Sequence[str], *, merges: bool = False
) -> Iterator[Step]:
    """The commits up to `ref` that touched what stands at `places`, the newest first.

    Paths are those from the folder that the repository was found from, as `places` are. Of a merge
    only what it did itself; with `merges`, merges alone, and what differs from each parent by
    itself. Raises CannotUseGit.
    """
    start = len(repository.prefix)
    left = MAX_TOUCHES
    with closing(repository.log(repository.commit(ref), places, merges=merges)) as parts:
        for step in _steps(parts):
            inside = (touch._replace(file=touch.file[start:]) for touch in step.touches)
            kept = tuple(touch for touch in inside if not _is_ledger(touch.file))
            left -= 0 if merges else len(kept)
            if left < 0:
                raise CannotUseGit(*_TOO_LONG)
            yield step._replace(touches=kept)


def history(repository: Repository, ref: str, places: Sequence[str]) -> list[Step]:
    """`steps`, where a merge also did what it kept of one side and threw away of the other.

    That is looked for only where the steps do not end in what stands in `ref`: of a usual merge,
    all that differs from one side was done on the other. Raises CannotUseGit, TooMuch.
    """
    found = [*steps(repository, ref, places)]
    if not any(step.merge for step in found):
        return found
    tree = repository.tree(ref)
    newest = {touch.file: (at, touch.mark) for at, touch in _oldest_first(found)}
    there = {file: tree.content(file) for file in newest}
    wrong = {file: at for file, (at, mark) in newest.items() if there[file] != mark}
    if not wrong:
        return found
    order = {step.commit.mark: at for at, step in enumerate(found)}
    decided: dict[str, tuple[int, Touch]] = {}
    for step in steps(repository, ref, places, merges=True):
        for touch in step.touches:
            at = order.get(step.commit.mark, len(found))
            if at < wrong.get(touch.file, 0) and touch.mark == there[touch.file]:
                decided[touch.file] = at, touch  # the first that decided so comes last
    for at, touch in decided.values():
        found[at] = found[at]._replace(touches=(*found[at].touches, touch))
    return found


def trails(found: Sequence[Step], *, shallow: bool) -> dict[str, Trail]:
    """What became of each file, out of the steps of its history, in whatever order git gave them.

    `shallow`: what the first commit at hand holds came at some time before it.
    """
    known: dict[str, _Course] = {}
    for step in reversed(found):
        moves = _moves(step)
        moved = {*moves.values()}
        before = {new: known.pop(old) for new, old in moves.items() if old in known}
        for touch in step.touches:
            if touch.file not in moved:
                old = known.get(touch.file) or before.get(touch.file)
                begins = shallow and step.first
                renamed = touch.file in before
                known[touch.file] = _after(old, touch, step, renamed=renamed, unknown=begins)
    return {
        file: Trail(each.recorded, each.mark, tuple(each.altered), each.deleted)
        for file, each in known.items()
    }


def is_content(mark: str, data: bytes) -> bool:
    """Whether `data` is the content with the id `mark`, whatever line ends a disk has given it."""
    from hashlib import sha1, sha256

    digest = partial(sha1, usedforsecurity=False) if len(mark) == _SHA1 else sha256
    return any(
        digest(b"blob %d\0%b" % (len(each), each)).hexdigest() == mark
        for each in (data, data.replace(b"\r\n", b"\n"))
    )


def _after(
    old: _Course | None, touch: Touch, step: Step, *, renamed: bool, unknown: bool
) -> _Course:
    """The course `old` of a file after `touch`. What is done again on another side does nothing."""
    commit = step.commit
    if touch.how is How.DELETED:
        gone = old or _Course(None, touch.was, [])
        return gone._replace(deleted=gone.deleted or commit)
    if old is None:
        begun = touch.how is How.ADDED and not unknown
        altered = [commit] if touch.how is How.EDITED else []
        return _Course(commit if begun else None, touch.mark, altered)
    if renamed or touch.mark != old.mark or (old.deleted and not step.merge):
        old.altered.append(commit)
    return old._replace(mark=touch.mark or old.mark, deleted=None)


def _moves(step: Step) -> dict[str, str]:
    """Each file that came in `step` by a move, with where it stood before.

    A record that is none of its unit any more was not moved but taken away.
    """
    gone: dict[tuple[str, object], list[str]] = {}
    for touch in step.touches:
        if touch.how is How.DELETED and touch.was:
            gone.setdefault((touch.was, _home(touch.file)), []).append(touch.file)
    if not gone:
        return {}
    added = (touch for touch in step.touches if touch.how is How.ADDED)
    left = ((touch.file, gone.get((touch.mark, _home(touch.file)))) for touch in added)
    return {file: before.pop() for file, before in left if before}


def _home(file: str) -> tuple[str, str] | None:
    """The year and unit of a record; None for any other file."""
    place = place_of(file)
    return (place.year, place.unit) if place and place.is_record else None


def _is_ledger(file: str) -> bool:
    place = place_of(file)
    return place is not None and place.part == LEDGER


def _oldest_first(found: Sequence[Step]) -> Iterator[tuple[int, Touch]]:
    """Every touch with its step's place in `found`."""
    for at in range(len(found) - 1, -1, -1):
        for touch in found[at].touches:
            yield at, touch


def _steps(parts: Iterable[bytes]) -> Iterator[Step]:
    """Five parts for a commit, then two for every file: ids after a colon, and a path."""
    head: list[bytes] = []
    touches: list[Touch] = []
    stream = iter(parts)
    for part in stream:
        part = part.removeprefix(b"\n")  # noqa: PLW2901 - git sets it before a commit's first file
        if part.startswith(b":"):
            touches.append(_touch(part, next(stream, b"")))
        elif part:
            if head:
                yield _step(head, touches)
            head, touches = [part, *islice(stream, 4)], []
    if head:
        yield _step(head, touches)


def _step(head: list[bytes], touches: list[Touch]) -> Step:
    if len(head) != len(("id", "parents", "day", "author", "subject")):
        raise CannotUseGit(*_UNREADABLE)
    mark, parents, stamp, author, subject = head
    commit = Commit(mark.decode("ascii", "replace"), _day(stamp), _text(author), _text(subject))
    return Step(commit, not parents, tuple(touches), b" " in parents)


def _touch(ids: bytes, path: bytes) -> Touch:
    """:mode mode id id letter, with one more colon, mode and id for each further parent."""
    words = ids.decode("ascii", "replace").split()
    parents = len(words[0]) - len(words[0].lstrip(":"))
    words[0] = words[0].lstrip(":")
    if len(words) != 2 * parents + 3 or not path:
        raise CannotUseGit(*_UNREADABLE)
    modes, marks = words[: parents + 1], words[parents + 1 : -1]
    there = [not _NOTHING.fullmatch(mark) for mark in marks]
    *before, after = (
        mark if exists and _PLAIN.fullmatch(mode) else ""
        for mode, mark, exists in zip(modes, marks, there, strict=True)
    )
    was = next(filter(None, before), "")
    how = How.DELETED if not there[-1] else How.EDITED if any(there[:-1]) else How.ADDED
    return Touch(how, path.decode("utf-8", "surrogateescape"), after, was)


def _day(stamp: bytes) -> date | None:
    """The day in China of so many seconds after 1970; China has no summer time since 1991.

    None where there is no such day: whoever commits may give any number, or none.
    """
    try:
        return (datetime.fromtimestamp(int(stamp), UTC) + _SHANGHAI).date()
    except (ValueError, OverflowError, OSError):
        return None


def _text(said: bytes, encoding: str = "utf-8") -> str:
    """What people typed, with nothing in it that a screen would obey."""
    said = said[:_MOST_SAID]
    try:
        text = said.decode(encoding, "replace")
    except (LookupError, ValueError):  # no encoding that is known here, or one of no texts
        text = said.decode("utf-8", "replace")
    return "".join(letter if letter.isprintable() else " " for letter in text).strip()
