"""Two trees → the change between them: what was added, edited, renamed and deleted.

Files on disk are compared with a commit here and not by git, which would run the filters that a
repository's settings name. Whether a change is allowed is for others.
"""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from gongkai_cli.domain.change import Change, Edit, How
from gongkai_cli.reading.trace import MAX_BYTES
from gongkai_cli.reading.trees import (
    DiskTree,
    Kind,
    Leaf,
    Tree,
    bound_change,
    open_plain,
)

if TYPE_CHECKING:
    from hashlib import _Hash

FOLDERS = ("data", "ledgers")
"""What of a workspace a change is about."""

_CHUNK = 1024 * 1024
_ID_LENGTH_OF_SHA256 = 64


def edits(gone: Mapping[str, Leaf], come: Mapping[str, Leaf]) -> tuple[Edit, ...]:
    """The edits that take the leaves `gone` and bring the leaves `come`, in order of their paths.

    A file deleted here and added there with the same content was renamed; among several of the
    same content the first in order belong together.
    """
    homeless: dict[Leaf, list[str]] = {}
    for file in sorted(gone.keys() - come.keys(), reverse=True):
        homeless.setdefault(gone[file], []).append(file)
    found = [Edit(How.EDITED, file) for file in gone.keys() & come.keys()]
    for file in sorted(come.keys() - gone.keys()):
        was = homeless.get(come[file])
        found.append(Edit(How.RENAMED, file, was.pop()) if was else Edit(How.ADDED, file))
    found += (Edit(How.DELETED, file) for files in homeless.values() for file in files)
    return tuple(sorted(found, key=lambda edit: edit.file))


def changed_on_disk(before: Tree, after: DiskTree, folders: Sequence[str] = FOLDERS) -> Change:
    """What the files on disk below `folders` change against the commit's tree `before`.

    A file that differs only by CRLF for LF is the commit's own: git checks it out so on Windows.
    Raises TooMuch.
    """
    was = _leaves(before, folders)
    known = {leaf.mark for leaf in was.values()}
    algorithm = "sha256" if len(max(known, default="", key=len)) == _ID_LENGTH_OF_SHA256 else "sha1"
    now = {
        file: leaf._replace(mark=_mark(f"{after.root}/{file}", leaf.kind, algorithm, known))
        for file, leaf in _leaves(after, folders).items()
    }
    gone = {file: leaf for file, leaf in was.items() if now.get(file) != leaf}
    come = {file: leaf for file, leaf in now.items() if was.get(file) != leaf}
    bound_change(max(len(gone), len(come)))
    return Change(edits(gone, come))


def _leaves(tree: Tree, folders: Sequence[str]) -> dict[str, Leaf]:
    return {file: leaf for folder in folders for file, leaf in tree.leaves(folder).items()}


def _mark(path: str, kind: Kind, algorithm: str, known: set[str]) -> str:
    """Git's id of what stands at `path`; empty where that cannot be read, or has no content."""
    try:
        if kind is Kind.LINK:
            return _id_of(os.fsencode(Path(path).readlink()), algorithm)
        return _file_mark(path, algorithm, known) if kind is Kind.FILE else ""
    except OSError:
        return ""


def _file_mark(path: str, algorithm: str, known: set[str]) -> str:
    handle = open_plain(path)
    try:
        size = os.fstat(handle).st_size
        if size > MAX_BYTES:
            return _streamed_id(handle, size, algorithm)
        data = os.read(handle, size)
    finally:
        os.close(handle)
    mark = _id_of(data, algorithm)
    if mark in known or b"\r\n" not in data:
        return mark
    by_lf = _id_of(data.replace(b"\r\n", b"\n"), algorithm)
    return by_lf if by_lf in known else mark


def _id_of(data: bytes, algorithm: str) -> str:
    found = _begun(len(data), algorithm)
    found.update(data)
    return found.hexdigest()


def _streamed_id(handle: int, size: int, algorithm: str) -> str:
    found = _begun(size, algorithm)
    while chunk := os.read(handle, _CHUNK):
        found.update(chunk)
    return found.hexdigest()


def _begun(size: int, algorithm: str) -> "_Hash":
    """The hash of git's id of a file of `size` bytes, before the first of them."""
    import hashlib

    return hashlib.new(algorithm, b"blob %d\0" % size, usedforsecurity=False)
