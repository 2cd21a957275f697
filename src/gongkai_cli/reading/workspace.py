"""Where things stand: the workspace's root, its files by name, and how much of one may be read."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple, Never

from gongkai_cli.diagnostic import Diagnostic, Span, Unreadable
from gongkai_cli.reading.source import MAX_BYTES

MARKER = Path("data/tasks.yaml")
"""The file that makes a folder a workspace."""


class Workspace(NamedTuple):
    """A root folder. `writable` is False for the copy inside the installed package."""

    root: Path
    writable: bool = True

    def read(self, file: str) -> bytes | None:
        """The bytes of `file`, or None where there is none.

        Raises Unreadable for what is no plain file inside the workspace, or too large.
        """
        path = self.root / file
        if not path.resolve().is_relative_to(self.root.resolve()):
            _refuse(file, "是指向工作区之外的链接", "请换成普通文件")
        try:
            with path.open("rb") as stream:
                return stream.read(MAX_BYTES + 1)
        except FileNotFoundError:
            return None
        except OSError as error:
            _refuse(file, f"读不了（{error.strerror}）", "请检查文件的类型和权限")

    def names(self, folder: str, suffix: str = ".yaml") -> list[str]:
        """The names in `folder` that end in `suffix`, in order; none where there is no folder."""
        try:
            with os.scandir(self.root / folder) as entries:
                return sorted(entry.name for entry in entries if entry.name.endswith(suffix))
        except OSError:
            return []

    def ledger_folder(self, year: int, unit: str = "") -> Path:
        """Where the ledgers of `year` stand, or one unit's folder among them."""
        return self.root / "ledgers" / str(year) / unit

    def relative(self, path: Path) -> str:
        """`path` as people write it inside the workspace, with / everywhere."""
        return path.relative_to(self.root).as_posix()


def find(start: Path) -> Workspace | None:
    """The nearest workspace at or above `start`."""
    return next(
        (Workspace(folder) for folder in _upwards(start) if (folder / MARKER).is_file()), None
    )


def built_in() -> Workspace:
    """槐荫区's plan and roster inside the installed package, or beside it in a checkout."""
    package = Path(__file__).parent.parent
    root = package if (package / MARKER).is_file() else package.parent.parent
    return Workspace(root, writable=False)


def _upwards(start: Path) -> Iterator[Path]:
    absolute = start.absolute()
    yield absolute
    yield from absolute.parents


def _refuse(file: str, message: str, hint: str) -> Never:
    raise Unreadable([Diagnostic("G130", message, hint, Span(file))])
