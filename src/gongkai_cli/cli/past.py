"""What the repository tells of the workspace's files: who brought them in, and what came of them.

Where there is none, records speak for themselves.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from gongkai_cli.cli.console import tell
from gongkai_cli.cli.session import Session
from gongkai_cli.diagnostic import Unreadable
from gongkai_cli.domain.change import How
from gongkai_cli.domain.commit import Commit, Happening, Touch, Trail
from gongkai_cli.domain.places import LEDGER, LEDGERS, place_of
from gongkai_cli.domain.record import Record
from gongkai_cli.domain.roster import Unit

if TYPE_CHECKING:
    from gongkai_cli.reading.git import Repository

UNSEEN = "看不到记录是哪一天入库的。"

_DATA = "data"


class Found(NamedTuple):
    """The newest changes out of `total`; `by_commit`: a repository told them."""

    changes: list[Happening]
    total: int
    by_commit: bool


class Past:
    """What the commits tell about the session's workspace, up to the commit or day asked about."""

    def __init__(self, session: Session) -> None:
        """Stand before the repository; git is not asked yet."""
        self._session = session

    @cached_property
    def _tip(self) -> str | None:
        """The id of the last commit that is looked at; None where there is none to look at.

        That there is no repository goes without saying; that one cannot be read is said.
        """
        session = self._session
        if session.commit:
            return session.commit.mark
        if not session.workspace.writable:
            return None
        from gongkai_cli.reading.plumbing import CannotUseGit, NoRepository

        try:
            repository = session.repository
        except NoRepository:
            return None
        except CannotUseGit as refusal:
            tell(UNSEEN, *refusal.sentences)
            return None
        with suppress(CannotUseGit):  # nothing was committed yet
            return repository.commit("HEAD")
        return None

    @property
    def _repository(self) -> "Repository":
        return self._session.repository

    def trails(self, unit: Unit) -> Mapping[str, Trail] | None:
        """What became of each file of the unit, as updates/…; None where no commit can tell."""
        if self._tip is None:
            return None
        from gongkai_cli.reading.commits import steps, trails
        from gongkai_cli.reading.plumbing import CannotUseGit

        folder = f"{LEDGERS}/{self._session.book.plan.year}/{unit.name}"
        try:
            found = list(steps(self._repository, self._tip, [folder]))
        except CannotUseGit as refusal:
            tell(UNSEEN, *refusal.sentences)
            return None
        shallow = self._repository.shallow
        if shallow and (begun := [step.commit.day for step in found if step.first]):
            tell(
                f"仓库是浅克隆，历史从{min(begun)}开始，在这以前入库的看不出是哪一天、由谁入库。",
                "取来全部历史：git fetch --unshallow",
            )
        start = len(folder) + 1
        known = {file[start:]: each for file, each in trails(found, shallow=shallow).items()}
        return {file: self._compared(f"{folder}/{file}", each) for file, each in known.items()}

    def _compared(self, file: str, trail: Trail) -> Trail:
        """`trail`, and whether the file on disk is still what was committed."""
        from gongkai_cli.reading.commits import is_content

        if self._session.commit or trail.deleted or not file.endswith(".yaml"):
            return trail
        with suppress(Unreadable):
            data = self._session.workspace.read(file)
            return trail._replace(unsaved=data is not None and not is_content(trail.mark, data))
        return trail

    def deleted(
        self, unit: Unit, known: Mapping[str, Trail]
    ) -> Iterator[tuple[str, Record, Trail]]:
        """The records of `unit` that a commit took away, as they were."""
        home = f"{LEDGERS}/{self._session.book.plan.year}/{unit.name}"
        gone = {
            file: trail
            for file, trail in known.items()
            if trail.deleted and _is_record(f"{home}/{file}")
        }
        marks = [(f"{home}/{file}", trail.mark) for file, trail in gone.items()]
        for (file, trail), record in zip(gone.items(), self._contents(marks), strict=True):
            if record:
                yield file, record, trail

    def changes(self, units: Sequence[Unit] | None, most: int | None) -> Found:
        """The newest `most` changes of the year's files, or of the folders of `units` alone."""
        if self._tip is None:
            found = sorted(self._told(units), key=_newest)
            return Found(found[:most], len(found), by_commit=False)
        waiting = [] if self._session.commit else sorted(self._uncommitted(units), key=_newest)
        committed = self._committed(units)
        left = None if most is None else max(most - len(waiting), 0)
        shown = [*waiting[:most], *self._happenings(committed[:left])]
        return Found(shown, len(waiting) + len(committed), by_commit=True)

    def _committed(self, units: Sequence[Unit] | None) -> list[tuple[Commit, Touch]]:
        """Everything that was committed up to the day asked about, the newest first."""
        from gongkai_cli.reading.commits import steps

        top = f"{LEDGERS}/{self._session.book.plan.year}"
        places = [_DATA, top] if units is None else [f"{top}/{unit.name}" for unit in units]
        tip = self._tip or ""
        found = [
            (step.commit, touch)
            for step in steps(self._repository, tip, places)
            for touch in step.touches
            if step.commit.day <= self._session.as_of and not _is_ledger(touch.file)
        ]
        return sorted(found, key=lambda each: each[0].day, reverse=True)

    def _happenings(self, found: Sequence[tuple[Commit, Touch]]) -> Iterator[Happening]:
        marks = [(touch.file, touch.mark or touch.was) for _, touch in found]
        for (commit, touch), record in zip(found, self._contents(marks), strict=True):
            yield Happening(commit.day, commit, touch.how, touch.file, record)

    def _contents(self, wanted: Sequence[tuple[str, str]]) -> list[Record | None]:
        """The record in each of these files with the id of its content; None for anything else."""
        from gongkai_cli.reading.source import MAX_RECORD_BYTES

        marks = [mark for file, mark in wanted if _is_record(file)]
        answers = iter(self._repository.blobs(marks, MAX_RECORD_BYTES) if marks else ())
        return [
            _record(next(answers).data, file) if _is_record(file) else None for file, _ in wanted
        ]

    def _uncommitted(self, units: Sequence[Unit] | None) -> Iterator[Happening]:
        """The records on disk that no commit has."""
        from gongkai_cli.reading.records import read_folder
        from gongkai_cli.reading.snapshot import Snapshot

        session = self._session
        place = session.workspace
        then = Snapshot(place.root, self._repository.tree(self._tip or ""))
        for unit in self._units(units):
            folder = place.ledger_folder(session.book.plan.year, unit.name)
            committed = {*then.listing(folder).files}
            new = [file for file in place.listing(folder).files if file not in committed]
            if new:
                found = read_folder(place, folder, new)
                session.shelf.note(found.faults)
                yield from self._said(folder, found.records)

    def _told(self, units: Sequence[Unit] | None) -> Iterator[Happening]:
        """What the records say by themselves."""
        session = self._session
        for unit in self._units(units):
            folder = session.workspace.ledger_folder(session.book.plan.year, unit.name)
            for found in (session.shelf.records(unit), session.shelf.lookbacks(unit)):
                session.shelf.note(found.faults)
                yield from self._said(folder, found.records)

    def _said(self, folder: Path, records: Sequence[Record]) -> Iterator[Happening]:
        """The records of a unit's `folder`, as far as they were known on the day asked about."""
        from gongkai_cli.reading.records import part_of

        place = self._session.workspace.relative(folder)
        for record in records:
            if record.day <= self._session.as_of:
                file = f"{place}/{part_of(record)}/{record.name}"
                yield Happening(record.day, None, How.ADDED, file, record)

    def _units(self, units: Sequence[Unit] | None) -> Sequence[Unit]:
        return self._session.units(()) if units is None else units


def _newest(happening: Happening) -> tuple[int, str]:
    return -happening.day.toordinal(), happening.file


def _is_record(file: str) -> bool:
    place = place_of(file)
    return place is not None and place.is_record


def _record(data: bytes | None, file: str) -> Record | None:
    """The record that was `data`; None where it cannot be read."""
    from gongkai_cli.reading.records import record_in

    try:
        return None if data is None else record_in(data, file)
    except Unreadable:
        return None


def _is_ledger(file: str) -> bool:
    place = place_of(file)
    return place is not None and place.part == LEDGER
