"""What an answer was made from, and whether it still is: the inputs of a run with their marks.

Imports next to nothing, because a question that was asked before is answered from here alone.
"""

import os
from collections.abc import Iterable

from gongkai_cli.reading.listing import listing

MARKER = "data/tasks.yaml"
"""The file that makes a folder a workspace."""

MAX_BYTES = 4 * 1024 * 1024
"""More than this is read of no file."""

FILE, NAMES, RECORDS, ROOT = "file", "names", "records", "root"
"""Kinds of input: a file's bytes, a folder's names, a unit's records, the workspace found from a
folder upwards.
"""

_ABSENT = "-"


class Trace:
    """The inputs of one run, noted by whoever reads them.

    `settled`: no record was touched so lately that a further touch would go unseen.
    """

    __slots__ = ("inputs", "settled")

    def __init__(self) -> None:
        """Nothing was read yet."""
        self.inputs: dict[tuple[str, str], str] = {}
        self.settled = True

    def note(self, kind: str, path: object, mark: str) -> None:
        """Remember that `path` was read as `kind` and then had this `mark`."""
        self.inputs[kind, str(path)] = mark


def unchanged(inputs: Iterable[tuple[str, str, str]]) -> bool:
    """Whether every (kind, path, mark) is as it was noted."""
    return all(_mark(kind, path) == mark for kind, path, mark in inputs)


def _mark(kind: str, path: str) -> str:
    if kind == FILE:
        return mark_of(_content(path))
    if kind == NAMES:
        return "/".join(names(path))
    if kind == RECORDS:
        return listing(path).fingerprint
    return found_root(path) or _ABSENT


def mark_of(data: bytes | None) -> str:
    """The mark of a file's bytes; None is a file that is not there."""
    if data is None:
        return _ABSENT
    from hashlib import blake2b

    return blake2b(data, digest_size=16).hexdigest()


def names(folder: str) -> list[str]:
    """The names in `folder`, in order; none where there is no folder."""
    try:
        return sorted(os.listdir(folder))
    except OSError:
        return []


def found_root(start: str) -> str | None:
    """The nearest folder at or above `start` that is a workspace."""
    while not os.path.isfile(os.path.join(start, MARKER)):
        above = os.path.dirname(start)
        if above == start:
            return None
        start = above
    return start


def _content(path: str) -> bytes | None:
    try:
        with open(path, "rb") as stream:
            return stream.read(MAX_BYTES + 1)
    except OSError:
        return None
