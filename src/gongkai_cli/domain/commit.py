"""入库: who brought what into the repository, and on which day."""

from datetime import date
from typing import NamedTuple

from gongkai_cli.domain.change import How
from gongkai_cli.domain.record import Record


class Commit(NamedTuple):
    """One commit: its id, its committer's day in China, its author's name, its first line."""

    mark: str
    day: date
    author: str
    subject: str


class Trail(NamedTuple):
    """How one file came into the repository, and what became of it there.

    `recorded` is None where that happened before the history at hand begins. Records are only ever
    added: `altered` are the commits that edited, renamed or restored the file all the same, and
    `deleted` the one that took it away. `mark` is the id of its last content; `unsaved`: what
    stands on disk is something else, and not committed.
    """

    recorded: Commit | None
    mark: str
    altered: tuple[Commit, ...] = ()
    deleted: Commit | None = None
    unsaved: bool = False


class Touch(NamedTuple):
    """What a commit did to one `file`; `mark` is the id of its content after, `was` before."""

    how: How
    file: str
    mark: str
    was: str


class Happening(NamedTuple):
    """One change of one `file`, and the record that it holds or held, where it can be read.

    `commit` is None where nobody has committed it: then `day` is the record's own.
    """

    day: date
    commit: Commit | None
    how: How
    file: str
    record: Record | None
