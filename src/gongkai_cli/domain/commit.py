"""入库: who brought what into the repository, and on which day."""

from datetime import date
from typing import NamedTuple

from gongkai_cli.domain.change import How
from gongkai_cli.domain.record import Record


class Commit(NamedTuple):
    """One commit: its id, its committer's day in China, its author's name, its first line.

    No `day`: what the commit gives for one is none.
    """

    mark: str
    day: date | None
    author: str
    subject: str

    @property
    def when(self) -> str:
        """The day as people read it."""
        return str(self.day) if self.day else "日期不明"

    def is_after(self, day: date) -> bool:
        """Whether it was certainly made after `day`."""
        return self.day is not None and self.day > day


class Trail(NamedTuple):
    """How one file came into the repository, and what became of it there.

    `recorded` is None where that happened before the history at hand begins. Records are only ever
    added: `altered` are the commits that edited, renamed or restored the file all the same, and
    `deleted` the one that took it away. `mark` is the id of its last content, empty where that was
    never a plain file. `unsaved`: what stands on disk is something else, and not committed; `lost`:
    no such file stands there any more, and no commit that is looked at took it away.
    """

    recorded: Commit | None
    mark: str
    altered: tuple[Commit, ...] = ()
    deleted: Commit | None = None
    unsaved: bool = False
    lost: bool = False

    def until(self, day: date) -> "Trail":
        """Without what was done to it after `day`. When it came in stays: it may be dated back."""
        altered = tuple(each for each in self.altered if not each.is_after(day))
        deleted = None if self.deleted and self.deleted.is_after(day) else self.deleted
        return self._replace(altered=altered, deleted=deleted)


class Touch(NamedTuple):
    """What a commit did to one `file`; `mark` is the id of its content after, `was` before.

    Each is empty where no plain file stood there.
    """

    how: How
    file: str
    mark: str
    was: str


class Happening(NamedTuple):
    """One change of one `file`, and the record that it holds or held, where it can be read.

    `commit` is None where nobody has committed it: then `day` is the record's own. No `day`: it is
    not known.
    """

    day: date | None
    commit: Commit | None
    how: How
    file: str
    record: Record | None
