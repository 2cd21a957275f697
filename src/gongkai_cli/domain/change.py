"""拉取请求: what a branch adds, edits and deletes against its base."""

from enum import Enum
from typing import NamedTuple


class How(Enum):
    """What became of a file."""

    ADDED = "added"
    EDITED = "edited"
    RENAMED = "renamed"
    DELETED = "deleted"


class Edit(NamedTuple):
    """One file of a change. `file` is its path in the workspace, `was` its path before a rename."""

    how: How
    file: str
    was: str = ""

    def apart(self) -> tuple["Edit", ...]:
        """A renaming as a deletion and an addition; anything else as it is."""
        if self.how is not How.RENAMED:
            return (self,)
        return Edit(How.DELETED, self.was), Edit(How.ADDED, self.file)


class Change(NamedTuple):
    """The files that differ between a base and what is checked, in the order of their paths.

    `outside` are the files of the repository that lie outside the workspace's folder; their paths
    begin with ..
    """

    edits: tuple[Edit, ...]
    outside: tuple[str, ...] = ()
