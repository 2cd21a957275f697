"""Where things stand: the workspace's root, its files by name, and how much of one may be read."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Never

from gongkai_cli.diagnostic import Diagnostic, Span, Unreadable
from gongkai_cli.domain.places import LEDGERS
from gongkai_cli.reading.listing import Listing, listing
from gongkai_cli.reading.trace import (
    FILE,
    MARKER,
    MAX_BYTES,
    NAMES,
    RECORDS,
    ROOT,
    Trace,
    found_root,
    mark_of,
    names,
)

_USUAL_BYTES = 4096
_PLAIN_FILE = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
_PLAIN_FILE |= getattr(os, "O_BINARY", 0)
"""Links are refused, pipes do not wait for a writer, and Windows leaves line ends alone."""


class Workspace:
    """A root folder on disk; a `Snapshot` is one as a commit knew it.

    `writable` is False for the copy inside the installed package. Whatever is read through it is
    noted in `trace`, where there is one.
    """

    def __init__(self, root: Path, *, writable: bool = True, trace: Trace | None = None) -> None:
        """Stand at `root`; nothing is read yet."""
        self.root = root
        self.writable = writable
        self.trace = trace

    def read(self, file: str) -> bytes | None:
        """The bytes of `file`, or None where there is none.

        Raises Unreadable for what is no plain file inside the workspace, or too large.
        """
        path = self.root / file
        if not _inside(path, self.root):
            _refuse(file, "是指向工作区之外的链接，或绕成一圈", "请换成普通文件")
        data = _content(path, file)
        self.note(FILE, path, mark_of(data))
        return data

    def names(self, folder: str) -> list[str]:
        """The names in `folder`, in order; none where there is no folder."""
        found = names(str(self.root / folder))
        self.note(NAMES, self.root / folder, "/".join(found))
        return found

    def is_folder(self, place: str) -> bool:
        """Whether a folder stands at `place`."""
        return (self.root / place).is_dir()

    def listing(self, folder: Path) -> Listing:
        """The record files of a unit's `folder`, without opening any."""
        found = listing(folder)
        self.note(RECORDS, folder, found.fingerprint)
        if self.trace and not found.settled:
            self.trace.settled = False
        return found

    def read_all(self, files: Sequence[str], most: int) -> Iterator[tuple[str, bytes | Unreadable]]:
        """Each of `files` with its bytes, little more than `most` of them, or why there are none.

        Made for many small files; no link is followed.
        """
        root = str(self.root)
        for file in files:
            try:
                yield file, _start(f"{root}/{file}", most + 1)
            except OSError as error:
                yield (
                    file,
                    Unreadable([_refusal(file, f"读不了：{reason(error)}", "请换成普通文件")]),
                )

    def note(self, kind: str, path: Path, mark: str) -> None:
        """Note an input, where inputs are noted."""
        if self.trace:
            self.trace.note(kind, path, mark)

    def ledger_folder(self, year: int, unit: str = "") -> Path:
        """Where the ledgers of `year` stand, or one unit's folder among them."""
        return self.root / LEDGERS / str(year) / unit

    def relative(self, path: Path) -> str:
        """`path` as people write it inside the workspace, with / everywhere."""
        return path.relative_to(self.root).as_posix()


def find(start: Path, trace: Trace) -> Workspace | None:
    """The nearest workspace at or above `start`."""
    root = found_root(str(start.absolute()))
    trace.note(ROOT, start.absolute(), root or "-")
    return Workspace(Path(root), trace=trace) if root else None


def built_in(trace: Trace) -> Workspace:
    """槐荫区's plan and roster inside the installed package, or beside it in a checkout."""
    package = Path(__file__).parent.parent
    root = package if (package / MARKER).is_file() else package.parent.parent
    return Workspace(root, writable=False, trace=trace)


def _content(path: Path, file: str) -> bytes | None:
    try:
        with path.open("rb") as stream:
            return stream.read(MAX_BYTES + 1)
    except FileNotFoundError:
        return None
    except OSError as error:
        _refuse(file, f"读不了：{reason(error)}", "请检查文件的类型和权限")


def reason(error: OSError) -> str:
    """Why a file cannot be read, in Chinese."""
    import errno

    reasons = {
        errno.EACCES: "没有读取权限",
        errno.EISDIR: "是文件夹",
        errno.ELOOP: "是链接",
        errno.ENOENT: "没有这个文件",
        errno.ENOTDIR: "上级不是文件夹",
        errno.EPERM: "没有读取权限",
    }
    return reasons.get(error.errno or 0, error.strerror or "未知原因")


def _start(path: str, most: int) -> bytes:
    """The first `most` bytes of a plain file."""
    handle = os.open(path, _PLAIN_FILE)
    try:
        data = os.read(handle, _USUAL_BYTES)  # a buffer of the full bound costs 20 µs a file
        if len(data) == _USUAL_BYTES:
            data += os.read(handle, most - _USUAL_BYTES)
    finally:
        os.close(handle)
    return data


def _inside(path: Path, root: Path) -> bool:
    try:
        return path.resolve().is_relative_to(root.resolve())
    except (OSError, RuntimeError):  # a link to itself, by whatever way
        return False


def _refuse(file: str, message: str, hint: str) -> Never:
    raise Unreadable([_refusal(file, message, hint)])


def _refusal(file: str, message: str, hint: str) -> Diagnostic:
    return Diagnostic("G130", message, hint, Span(file))
