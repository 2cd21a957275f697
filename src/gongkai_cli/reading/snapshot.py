"""A workspace as a commit knew it: read through git's objects, nothing checked out or written."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from gongkai_cli.diagnostic import Unreadable
from gongkai_cli.domain.places import RECORDS
from gongkai_cli.reading.git import CommitTree
from gongkai_cli.reading.listing import Listing
from gongkai_cli.reading.workspace import Workspace


class Snapshot(Workspace):
    """Where a workspace stands on disk, with the files of a commit in place of those on disk.

    Every method may raise CannotUseGit, and TooMuch.
    """

    def __init__(self, root: Path, tree: CommitTree) -> None:
        """Stand at `root`, as it was in `tree`."""
        super().__init__(root, writable=False)
        self._tree = tree

    def read(self, file: str) -> bytes | None:
        """See Workspace."""
        return self._tree.read(file)

    def names(self, folder: str) -> list[str]:
        """See Workspace."""
        return self._tree.names(folder)

    def is_folder(self, place: str) -> bool:
        """See Workspace."""
        return self._tree.folder(place) is not None

    def holds(self, file: str) -> bool:
        """Whether anything but a folder stands at `file`."""
        return self._tree.holds(file) and not self.is_folder(file)

    def listing(self, folder: Path) -> Listing:
        """See Workspace; the fingerprint is git's own, and what a commit holds is settled."""
        place = self.relative(folder)
        files = [file for part in RECORDS for file in self._files(place, part)]
        return Listing(files, self._tree.folder(place) or "", settled=True)

    def read_all(self, files: Sequence[str], most: int) -> Iterator[tuple[str, bytes | Unreadable]]:
        """See Workspace."""
        return self._tree.read_all(files, most)

    def _files(self, place: str, part: str) -> list[str]:
        """The record files of one part of a unit's folder; the part itself where it is none."""
        if self._tree.folder(f"{place}/{part}") is None:
            return [part] if self._tree.holds(f"{place}/{part}") else []
        names = self._tree.names(f"{place}/{part}")
        return [f"{part}/{name}" for name in names if name.endswith(".yaml")]
