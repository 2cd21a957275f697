"""Where things stand: the workspace's root, its files by name, and how much of one may be read."""

from pathlib import Path
from typing import NamedTuple, Never

from gongkai_cli.diagnostic import Diagnostic, Span, Unreadable
from gongkai_cli.domain.places import LEDGERS
from gongkai_cli.reading.trace import (
    FILE,
    MARKER,
    MAX_BYTES,
    NAMES,
    ROOT,
    Trace,
    found_root,
    mark_of,
    names,
)


class Workspace(NamedTuple):
    """A root folder. `writable` is False for the copy inside the installed package.

    Whatever is read through it is noted in `trace`, where there is one.
    """

    root: Path
    writable: bool = True
    trace: Trace | None = None

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


def _inside(path: Path, root: Path) -> bool:
    try:
        return path.resolve().is_relative_to(root.resolve())
    except (OSError, RuntimeError):  # a link to itself, by whatever way
        return False


def _refuse(file: str, message: str, hint: str) -> Never:
    raise Unreadable([Diagnostic("G130", message, hint, Span(file))])
