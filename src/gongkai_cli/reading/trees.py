"""A tree of files behind one interface, and the one that stands on disk.

What a checker reads is named by paths with /, and no link is ever followed, so that nothing that a
stranger proposes reads outside the tree. The tree of a commit stands in `git`; what a file says is
for others.
"""

import errno
import os
import stat
from collections.abc import Callable, Iterator, Sequence
from enum import Enum
from functools import partial
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple, Never, Protocol, TypeVar

from gongkai_cli.diagnostic import Diagnostic, Span, Unreadable
from gongkai_cli.reading.trace import MAX_BYTES
from gongkai_cli.reading.workspace import reason

MAX_FILES = 20_000
"""A change that adds or deletes more files than this is not looked at."""

MAX_LISTED = 200_000
"""A tree of more files and folders than this is not listed."""

MAX_DEPTH = 20
"""Folders within folders; a tree that goes deeper is not listed."""

MAX_PATH = 1000
"""Characters of a folder's path; a tree with a longer one is not listed."""

_LEADING_AWAY = ("\\", ":") if os.name == "nt" else ()
_Found = TypeVar("_Found")
_MEGABYTE = 1024 * 1024
_PLAIN_FILE = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
_PLAIN_FILE |= getattr(os, "O_BINARY", 0)
"""Links are refused, pipes do not wait for a writer, and Windows leaves line ends alone."""


class Kind(Enum):
    """What stands at a path. OTHER is a submodule, device, pipe, or a folder nobody may open."""

    FILE = "普通文件"
    LINK = "链接"
    OTHER = "特殊文件"


class Leaf(NamedTuple):
    """Anything but a folder. `mark` is git's id of its content where known, else empty."""

    kind: Kind
    mark: str = ""


class TooMuch(Exception):  # noqa: N818 - it names the state of the input, not a bug
    """More files or folders than are looked at: what is too much, and what to do."""

    def __init__(self, sentence: str, hint: str) -> None:
        """Say `sentence`, and `hint` as the remedy."""
        super().__init__(sentence)
        self.sentence = sentence
        self.hint = hint


class Tree(Protocol):
    """Files by their paths. A name that is not UTF-8 carries its bytes as lone surrogates."""

    def leaves(self, folder: str) -> dict[str, Leaf]:
        """Every leaf at any depth below `folder` ("" is the whole tree), in order.

        Where no folder but a leaf stands at `folder` or on the way to it, that leaf alone.
        Raises TooMuch.
        """
        ...

    def names(self, folder: str) -> list[str]:
        """The names directly in `folder`, in order; none where there is no folder."""
        ...

    def read(self, file: str, most: int = MAX_BYTES) -> bytes | None:
        """The bytes of `file`, or None where there is none.

        Raises Unreadable for anything but a plain file inside the tree (G130), and for one of more
        than `most` bytes (G109), of which no more is held.
        """
        ...

    def read_all(self, files: Sequence[str], most: int) -> Iterator[tuple[str, bytes | Unreadable]]:
        """Each of `files` with its bytes, or why it could not be read."""
        ...


class Folder(NamedTuple):
    """What stands directly in a folder: leaves, and folders with what each is opened by."""

    files: dict[str, Leaf]
    folders: dict[str, str]


class Spot(NamedTuple):
    """What stands at `path`: a folder, opened by `folder`, or something else instead."""

    path: str
    folder: str
    leaf: Leaf | None = None


Opener = Callable[[str], Folder | None]
"""Opens a folder; None where nobody may."""


def spot_of(top: str, folder: str, opened: Opener) -> Spot | None:
    """What stands at `folder` below `top`, or first on the way to it; None where nothing does."""
    path = ""
    for part in folder.split("/") if folder else ():
        here = opened(top)
        if here and (leaf := here.files.get(part)):
            return Spot(path + part, "", leaf)
        if not here or part not in here.folders:
            return None
        path, top = f"{path}{part}/", here.folders[part]
    return Spot(path, top)


def leaves_of(top: str, folder: str, opened: Opener) -> dict[str, Leaf]:
    """What `Tree.leaves` promises, for any tree whose folders can be opened."""
    place = spot_of(top, folder, opened)
    if place is None:
        return {}
    if place.leaf:
        return {place.path: place.leaf}
    found: dict[str, Leaf] = {}
    waiting, seen = [(place.path, place.folder)], 0
    while waiting:
        path, handle = waiting.pop()
        here = opened(handle)
        if here is None:
            found[path.rstrip("/")] = Leaf(Kind.OTHER)
            continue
        found.update((path + name, leaf) for name, leaf in here.files.items())
        waiting += ((f"{path}{name}/", inner) for name, inner in here.folders.items())
        seen += 1
        bound_listing(path, len(found) + len(waiting) + seen)
    return dict(sorted(found.items()))


def names_of(top: str, folder: str, opened: Opener) -> list[str]:
    """What `Tree.names` promises, for any tree whose folders can be opened."""
    place = spot_of(top, folder, opened)
    here = opened(place.folder) if place and not place.leaf else None
    return sorted([*here.files, *here.folders]) if here else []


def bound_listing(path: str, count: int) -> None:
    """Raise TooMuch where the folder `path` is too deep or `count` files and folders too many."""
    if path.count("/") > MAX_DEPTH:
        raise TooMuch(f"文件夹嵌套超过 {MAX_DEPTH} 层", "请减少文件夹的层数")
    if len(path) > MAX_PATH:
        raise TooMuch(f"文件夹的路径超过 {MAX_PATH} 个字", "请缩短文件夹的名称")
    if count > MAX_LISTED:
        raise TooMuch(f"文件和文件夹超过 {MAX_LISTED} 个", "请删去与工作台账无关的文件")


def bound_change(count: int) -> None:
    """Raise TooMuch where `count` changed files are too many."""
    if count > MAX_FILES:
        raise TooMuch(f"改动的文件超过 {MAX_FILES} 个", "请分几次提交")


class DiskTree:
    """The files below a folder on disk, without what git keeps there for itself (.git)."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._top = str(root)
        self._plain = {""}

    def leaves(self, folder: str) -> dict[str, Leaf]:
        """See Tree."""
        if not self.root.is_dir():
            return {}
        return leaves_of(self._top, folder, _scanned)

    def names(self, folder: str) -> list[str]:
        """See Tree."""
        return names_of(self._top, folder, _scanned)

    def read(self, file: str, most: int = MAX_BYTES) -> bytes | None:
        """See Tree."""
        check_path(file)
        try:
            self._check_way(file)
            return _content(f"{self._top}/{file}", file, most)
        except FileNotFoundError:
            return None
        except ValueError:  # a NUL, or a surrogate that stands for no byte
            refuse(file, "文件名里有不能用的字符")
        except OSError as error:
            refuse(file, reason(error))

    def read_all(self, files: Sequence[str], most: int) -> Iterator[tuple[str, bytes | Unreadable]]:
        """See Tree."""
        for file in files:
            yield file, outcome(file, partial(self.read, most=most))

    def _check_way(self, file: str) -> None:
        """Refuse a link, or anything but a folder, on the way to `file`."""
        folder = file.rpartition("/")[0]
        if folder in self._plain:
            return
        for way in accumulate(folder.split("/"), "{}/{}".format):
            mode = os.lstat(f"{self._top}/{way}").st_mode
            if stat.S_ISLNK(mode):
                refuse(file, "上级文件夹是链接")
            if not stat.S_ISDIR(mode):
                refuse(file, "上级不是文件夹")
        self._plain.add(folder)


def outcome(file: str, read: Callable[[str], _Found | None]) -> _Found | Unreadable:
    """What `read` makes of a file that should be there, or why it cannot be read."""
    try:
        found = read(file)
        return refuse(file, "没有这个文件") if found is None else found
    except Unreadable as fault:
        return fault


def check_path(file: str) -> None:
    """Raise Unreadable for a path that could lead out of the tree."""
    if not all(_is_name(part) for part in file.split("/")):
        refuse(file, "不在工作区之内")


def refuse(file: str, why: str) -> Never:
    """Raise Unreadable for what is no plain file."""
    raise Unreadable([Diagnostic("G130", f"读不了：{why}", "请换成普通文件", Span(file))])


def refuse_size(file: str, most: int) -> Never:
    """Raise Unreadable for a file of more than `most` bytes."""
    bound = f"{most // _MEGABYTE} MB" if most >= _MEGABYTE else f"{most // 1024} KB"
    hint = "请拆分或删减后再提交"
    raise Unreadable([Diagnostic("G109", f"文件超过 {bound}", hint, Span(file))])


def open_plain(path: str) -> int:
    """A handle on the plain file at `path`. Raises OSError; whatever else it is, is refused so."""
    handle = os.open(path, _PLAIN_FILE)
    if not stat.S_ISREG(mode := os.fstat(handle).st_mode):
        os.close(handle)
        raise (
            IsADirectoryError(errno.EISDIR, "")
            if stat.S_ISDIR(mode)
            else OSError(0, "不是普通文件")
        )
    return handle


def _content(path: str, file: str, most: int) -> bytes:
    handle = open_plain(path)
    try:
        size = os.fstat(handle).st_size  # a buffer of the full bound would cost time
        return os.read(handle, size) if size <= most else refuse_size(file, most)
    finally:
        os.close(handle)


def _scanned(folder: str) -> Folder | None:
    files: dict[str, Leaf] = {}
    folders: dict[str, str] = {}
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    folders[entry.name] = entry.path
                else:
                    files[entry.name] = _leaf(entry)
    except OSError:
        return None
    files.pop(".git", None)
    folders.pop(".git", None)
    return Folder(files, folders)


_FILE, _LINK, _OTHER = (Leaf(kind) for kind in Kind)


def _leaf(entry: os.DirEntry[str]) -> Leaf:
    if entry.is_symlink():
        return _LINK
    return _FILE if entry.is_file(follow_symlinks=False) else _OTHER


def _is_name(part: str) -> bool:
    """Whether `part` names something in a folder, and no way out of it."""
    return part not in {"", ".", ".."} and not any(sign in part for sign in _LEADING_AWAY)
