"""The record files of one unit without opening any: enough to tell whether one was touched.

Imports next to nothing, because a question that was asked before is answered from here alone.
"""

import os
import time
from typing import NamedTuple

UPDATES = "updates"
REVIEWS = "reviews"

_SETTLED = 2_000_000_000
"""Nanoseconds after which a file's times can be trusted: coarse file systems count in 2 seconds."""

_Mark = tuple[str, int, int, int, int]


class Listing(NamedTuple):
    """The files of one unit, as updates/… and reviews/….

    `settled`: none was touched so lately that a further touch in the same tick of the clock would
    go unseen.
    """

    files: list[str]
    fingerprint: str
    settled: bool


def listing(folder: str | os.PathLike[str]) -> Listing:
    """Every record file of a unit's `folder`.

    The fingerprint covers name, size, times of content and of status, and inode of each file: an
    edit that keeps the size and puts the old date back still changes the time of status. What
    should be a folder and is a link or cannot be listed is named itself, for whoever reads it to
    refuse.
    """
    from hashlib import blake2b

    marks = [*_marks(f"{os.fspath(folder)}", UPDATES), *_marks(f"{os.fspath(folder)}", REVIEWS)]
    newest = max((max(mark[2], mark[3]) for mark in marks), default=0)
    digest = blake2b(repr(marks).encode("utf-8", "surrogateescape"), digest_size=16)
    settled = newest < time.time_ns() - _SETTLED
    return Listing([mark[0] for mark in marks], digest.hexdigest(), settled)


def _marks(folder: str, kind: str) -> list[_Mark]:
    place = f"{folder}/{kind}"
    if os.path.islink(folder) or os.path.islink(place):
        return [(kind, 0, 0, 0, 0)]
    try:
        with os.scandir(place) as entries:
            return [_mark(kind, entry) for entry in entries if entry.name.endswith(".yaml")]
    except FileNotFoundError:
        return []
    except OSError:
        return [(kind, 0, 0, 0, 0)]


def _mark(kind: str, entry: "os.DirEntry[str]") -> _Mark:
    found = entry.stat(follow_symlinks=False)
    times = found.st_mtime_ns, found.st_ctime_ns
    return f"{kind}/{entry.name}", found.st_size, *times, found.st_ino
