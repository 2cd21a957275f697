"""Who brought which file into the repository, when, and who changed it there: one pass of git.

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
from gongkai_cli.reading.git import Repository
from gongkai_cli.reading.plumbing import CannotUseGit

MAX_TOUCHES = 500_000
"""A history of more additions, edits and deletions than this is not gone through."""

_SHANGHAI = timedelta(hours=8)
_SHA1 = 40
_NOTHING = re.compile("0+")
_STAMP = re.compile(rb"^committer .*> ([0-9]+) [+-][0-9]+$", re.MULTILINE)
_AUTHOR = re.compile(rb"^author (.*?) ?<", re.MULTILINE)
_UNREADABLE = (
    "git 列出的历史看不懂。",
    "请在仓库里运行 git fsck；仓库完好的，请把 git --version 告诉我们。",
)
_TOO_LONG = (
    f"历史里的改动超过{MAX_TOUCHES // 10_000}万处，没有看完。",
    "请用 --unit 只看一个单位。",
)
_UNDATED = ("提交的日期不是日历上有的。", "请在仓库里运行 git fsck，看这个提交是否完整。")


class Step(NamedTuple):
    """A commit and the files it touched; `first`: none that is known went before it."""

    commit: Commit
    first: bool
    touches: tuple[Touch, ...]


def commit_called(repository: Repository, ref: str) -> Commit:
    """The commit that a person calls `ref`. Raises CannotUseGit."""
    mark = repository.commit(ref)
    head, _, message = repository.commit_text(mark).partition(b"\n\n")
    stamp, author = _STAMP.search(head), _AUTHOR.search(head)
    if not (stamp and author):
        raise CannotUseGit(*_UNDATED)
    subject = message.strip().partition(b"\n")[0]
    return Commit(mark, _day(stamp[1]), _text(author[1]), _text(subject))


def steps(repository: Repository, ref: str, places: Sequence[str]) -> Iterator[Step]:
    """The commits up to `ref` that touched what stands at `places`, the newest first.

    Paths are those from the folder that the repository was found from, as `places` are. Raises
    CannotUseGit.
    """
    start = len(repository.prefix)
    left = MAX_TOUCHES
    with closing(repository.log(repository.commit(ref), places)) as parts:
        for step in _steps(parts):
            left -= len(step.touches)
            if left < 0:
                raise CannotUseGit(*_TOO_LONG)
            inside = (touch._replace(file=touch.file[start:]) for touch in step.touches)
            yield step._replace(touches=tuple(inside))


def trails(found: Iterable[Step], *, shallow: bool) -> dict[str, Trail]:
    """What became of each file, out of the steps of its history, in whatever order git gave them.

    `shallow`: what the first commit at hand holds came at some time before it.
    """
    known: dict[str, Trail] = {}
    for step in reversed([*found]):
        unknown = shallow and step.first
        gone = {touch.was: touch.file for touch in step.touches if touch.how is How.DELETED}
        moved = {gone[touch.mark] for touch in _added(step) if touch.mark in gone}
        before = {file: known.pop(file) for file in moved if file in known}
        for touch in step.touches:
            if touch.file not in moved:
                old = known.get(touch.file) or before.get(gone.get(touch.mark, ""))
                known[touch.file] = _after(old, touch, step.commit, unknown=unknown)
    return known


def is_content(mark: str, data: bytes) -> bool:
    """Whether `data` is the content with the id `mark`, whatever line ends a disk has given it."""
    from hashlib import sha1, sha256

    digest = partial(sha1, usedforsecurity=False) if len(mark) == _SHA1 else sha256
    return any(
        digest(b"blob %d\0%b" % (len(each), each)).hexdigest() == mark
        for each in (data, data.replace(b"\r\n", b"\n"))
    )


def _after(old: Trail | None, touch: Touch, commit: Commit, *, unknown: bool) -> Trail:
    """The trail `old` of a file after `touch`."""
    if touch.how is How.DELETED:
        return (old or Trail(None, touch.was))._replace(deleted=commit)
    if old is None:
        begun = touch.how is How.ADDED and not unknown
        altered = (commit,) if touch.how is How.EDITED else ()
        return Trail(commit if begun else None, touch.mark, altered)
    return Trail(old.recorded, touch.mark, (*old.altered, commit))


def _added(step: Step) -> Iterator[Touch]:
    return (touch for touch in step.touches if touch.how is How.ADDED)


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
    return Step(commit, not parents, tuple(touches))


def _touch(ids: bytes, path: bytes) -> Touch:
    """:mode mode id id letter, with one more colon, mode and id for each further parent."""
    words = ids.decode("ascii", "replace").split()
    parents = len(words[0]) - len(words[0].lstrip(":"))
    marks = words[parents + 1 : 2 * parents + 2]
    if len(words) != 2 * parents + 3 or not path:
        raise CannotUseGit(*_UNREADABLE)
    *before, after = ("" if _NOTHING.fullmatch(mark) else mark for mark in marks)
    was = next(filter(None, before), "")
    how = How.DELETED if not after else How.EDITED if was else How.ADDED
    return Touch(how, path.decode("utf-8", "surrogateescape"), after, was)


def _day(stamp: bytes) -> date:
    """The day in China of so many seconds after 1970; China has no summer time since 1991."""
    try:
        return (datetime.fromtimestamp(int(stamp), UTC) + _SHANGHAI).date()
    except (ValueError, OverflowError, OSError):
        raise CannotUseGit(*_UNDATED) from None


def _text(said: bytes) -> str:
    """What people typed, with nothing in it that a screen would obey."""
    text = said.decode("utf-8", "replace")
    return "".join(letter if letter.isprintable() else " " for letter in text).strip()
