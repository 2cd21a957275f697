"""The record files of one unit without opening any: enough to tell whether one was touched.

Imports next to nothing, because a question that was asked before is answered from here alone.
"""

import os
import time
from typing import NamedTuple

from gongkai_cli.domain.places import RECORDS

_SETTLED = 2_000_000_000
"""Nanoseconds after which a file's times can be trusted: coarse file systems count in 2 seconds."""

_BY_FOLDER = os.stat in os.supports_dir_fd and os.listdir in os.supports_fd
_FOLDER = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) | getattr(os, "O_NOFOLLOW", 0)

_Mark = tuple[str, int, int, int, int]


class Listing(NamedTuple):
    """The files of one unit, as updates/…, reviews/… and lookback/….

    `settled`: none was touched so lately that a further touch in the same tick of the clock would
    go unseen.
    """

    files: list[str]
    fingerprint: str
    settled: bool


def listing(folder: str | os.PathLike[str]) -> Listing:
    """Every record file of a unit's `folder`.

    The fingerprint covers name, size, times of content and of status, and inode of each file: an
    edit that keeps the size and puts the old date back still changes the time of status. (Windows
    keeps no time of status: there, only a different size or date shows an edit.) Where
    one of these, or a folder above, is a link or cannot be listed, it is named itself, for
    whoever reads it to refuse.
    """
    from hashlib import blake2b

    place = os.fspath(folder)
    marks = [mark for kind in RECORDS for mark in _marks(place, kind)]
    newest = max((max(mark[2], mark[3]) for mark in marks), default=0)
    digest = blake2b(repr(marks).encode("utf-8", "surrogateescape"), digest_size=16)
    settled = newest < time.time_ns() - _SETTLED
    return Listing([mark[0] for mark in marks], digest.hexdigest(), settled)


def _marks(folder: str, kind: str) -> list[_Mark]:
    place = f"{folder}/{kind}"
    try:
        if any(map(os.path.islink, (place, folder, *_above(folder)))):
            return [(kind, 0, 0, 0, 0)]
        found = _by_folder(place) if _BY_FOLDER else _by_entry(place)
    except FileNotFoundError:
        return [] if not os.path.isdir(place) else _marks(folder, kind)
    except OSError:
        return [(kind, 0, 0, 0, 0)]
    return [
        (f"{kind}/{name}", each.st_size, each.st_mtime_ns, each.st_ctime_ns, each.st_ino)
        for name, each in found
    ]


def _above(folder: str) -> tuple[str, str]:
    """ledgers/2023 and ledgers, which stand above every unit's folder."""
    year = os.path.dirname(folder)
    return year, os.path.dirname(year)


def _by_folder(place: str) -> list[tuple[str, os.stat_result]]:
    """Relative to the open folder: the kernel walks the path once, not once per file."""
    handle = os.open(place, _FOLDER)
    try:
        names = sorted(name for name in os.listdir(handle) if name.endswith(".yaml"))
        return [(name, os.stat(name, dir_fd=handle, follow_symlinks=False)) for name in names]
    finally:
        os.close(handle)


def _by_entry(place: str) -> list[tuple[str, os.stat_result]]:
    """Where there is no such thing (Windows), the listing brings the times along."""
    with os.scandir(place) as entries:
        found = sorted(entries, key=lambda entry: entry.name)
    records = [entry for entry in found if entry.name.endswith(".yaml")]
    return [(entry.name, entry.stat(follow_symlinks=False)) for entry in records]
