"""What the repository tells of the workspace's files: who brought them in, and what came of them.

Where there is none, records speak for themselves.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from gongkai_cli.cli.console import tell
from gongkai_cli.cli.session import Session
from gongkai_cli.diagnostic import Unreadable
from gongkai_cli.domain.change import How
from gongkai_cli.domain.commit import Commit, Happening, Touch, Trail
from gongkai_cli.domain.places import LEDGERS, RECORDS, place_of
from gongkai_cli.domain.record import Record
from gongkai_cli.domain.roster import Unit

if TYPE_CHECKING:
    from gongkai_cli.reading.git import CommitTree, Repository

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

        That there is no repository goes without saying. Raises CannotUseGit for one that cannot
        be read: to go on without it would be to say that nothing happened.
        """
        session = self._session
        if session.commit:
            return session.commit.mark
        if not session.workspace.writable:
            return None
        from gongkai_cli.reading.plumbing import NoRepository

        try:
            return session.repository.head()
        except NoRepository:
            return None

    @property
    def _repository(self) -> "Repository":
        return self._session.repository

    def trails(self, unit: Unit) -> Mapping[str, Trail] | None:
        """What became of each file of the unit, as updates/…; None where no commit can tell."""
        from gongkai_cli.reading.commits import history, trails
        from gongkai_cli.reading.plumbing import CannotUseGit

        home = f"{LEDGERS}/{self._session.book.plan.year}/{unit.name}"
        try:
            if self._tip is None:
                return None
            found = history(self._repository, self._tip, [home])
        except CannotUseGit as refusal:
            tell(UNSEEN, *refusal.sentences)
            return None
        shallow = self._repository.shallow
        if shallow:
            _tell_begin(step.commit for step in found if step.first)
        known = trails(found, shallow=shallow)
        return dict(self._compared(home, {file[len(home) + 1 :]: known[file] for file in known}))

    def _compared(self, home: str, known: Mapping[str, Trail]) -> Iterator[tuple[str, Trail]]:
        """What was `known` on the day asked about, and whether the files stand there now."""
        session = self._session
        here = {*session.workspace.listing(session.workspace.root / home).files}
        for file, trail in known.items():
            then = trail.until(session.asked_day) if session.asked_day else trail
            if file not in here and self._came_later(trail):
                continue  # neither there on that day nor now
            if then.deleted or not _is_record(f"{home}/{file}"):
                yield file, then
            elif file in here:
                yield file, then._replace(unsaved=self._differs(f"{home}/{file}", trail.mark))
            else:
                yield file, then._replace(lost=file.partition("/")[0] not in here)

    def _came_later(self, trail: Trail) -> bool:
        day, first = self._session.asked_day, trail.recorded
        return day is not None and first is not None and first.is_after(day)

    def _differs(self, file: str, mark: str) -> bool:
        """Whether the file on disk is something else than what was committed."""
        from gongkai_cli.reading.commits import is_content

        if self._session.commit:
            return False
        with suppress(Unreadable):
            data = self._session.workspace.read(file)
            return data is not None and not is_content(mark, data)
        return False

    def deleted(
        self, unit: Unit, known: Mapping[str, Trail]
    ) -> Iterator[tuple[str, Record, Trail]]:
        """The records of `unit` that were taken away, as they were."""
        home = f"{LEDGERS}/{self._session.book.plan.year}/{unit.name}"
        gone = {
            file: trail
            for file, trail in known.items()
            if trail.lost or (trail.deleted and _is_record(f"{home}/{file}"))
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
        from gongkai_cli.reading.commits import history

        top = f"{LEDGERS}/{self._session.book.plan.year}"
        places = [_DATA, top] if units is None else [f"{top}/{unit.name}" for unit in units]
        asked = self._session.asked_day
        found = [
            (step.commit, touch)
            for step in history(self._repository, self._tip or "", places)
            if not (asked and step.commit.is_after(asked))
            for touch in step.touches
        ]
        return sorted(found, key=lambda each: each[0].day or date.max, reverse=True)

    def _happenings(self, found: Sequence[tuple[Commit, Touch]]) -> Iterator[Happening]:
        marks = [(touch.file, touch.mark or touch.was) for _, touch in found]
        for (commit, touch), record in zip(found, self._contents(marks), strict=True):
            yield Happening(commit.day, commit, touch.how, touch.file, record)

    def _contents(self, wanted: Sequence[tuple[str, str]]) -> list[Record | None]:
        """The record in each of these files with the id of its content; None for anything else."""
        from gongkai_cli.reading.source import MAX_RECORD_BYTES

        readable = [bool(mark) and _is_record(file) for file, mark in wanted]
        marks = [mark for (_, mark), asked in zip(wanted, readable, strict=True) if asked]
        answers = iter(self._repository.blobs(marks, MAX_RECORD_BYTES) if marks else ())
        return [
            _record(next(answers).data, file) if asked else None
            for (file, _), asked in zip(wanted, readable, strict=True)
        ]

    def _uncommitted(self, units: Sequence[Unit] | None) -> Iterator[Happening]:
        """What was done on disk to the records that the last commit has, and beside them."""
        then = self._repository.tree(self._tip or "")
        place, year = self._session.workspace, self._session.book.plan.year
        for unit in self._units(units):
            yield from self._unsaved(then, place.ledger_folder(year, unit.name))

    def _unsaved(self, then: "CommitTree", folder: Path) -> Iterator[Happening]:
        """The records of one unit that stand otherwise in its `folder` than `then`."""
        from gongkai_cli.reading.records import read_folder

        place = self._session.workspace
        home = place.relative(folder)
        committed = {
            f"{part}/{name}": leaf.mark if leaf.kind is leaf.kind.FILE else ""
            for part in RECORDS
            for name, leaf in then.files(f"{home}/{part}").items()
            if name.endswith(".yaml")
        }
        here = {file: committed.get(file) for file in place.listing(folder).files}
        edited = {*self._edited(home, {file: mark for file, mark in here.items() if mark})}
        new = [file for file, mark in here.items() if mark is None or file in edited]
        found = read_folder(place, folder, new)
        self._session.shelf.note(found.faults)
        yield from self._said(home, [each for each in found.records if _file(each) not in edited])
        altered = {_file(each): each for each in found.records if _file(each) in edited}
        gone = [f for f in committed if f not in here and f.partition("/")[0] not in here]
        lost = [*sorted(edited - altered.keys()), *gone]
        was = self._contents([(f"{home}/{file}", committed[file]) for file in lost])
        known: dict[str, Record | None] = {**altered, **dict(zip(lost, was, strict=True))}
        for file, record in known.items():
            if self._is_asked(record):
                how = How.EDITED if file in edited else How.DELETED
                day = record.day if record else None
                yield Happening(day, None, how, f"{home}/{file}", record)

    def _edited(self, home: str, marks: Mapping[str, str]) -> Iterator[str]:
        """The files that hold something else on disk than what has these ids."""
        from gongkai_cli.reading.commits import is_content
        from gongkai_cli.reading.trace import MAX_BYTES

        files = [f"{home}/{file}" for file in marks]
        found = self._session.workspace.read_all(files, MAX_BYTES)
        for (file, mark), (_, data) in zip(marks.items(), found, strict=True):
            if isinstance(data, Unreadable) or not is_content(mark, data):
                yield file

    def _told(self, units: Sequence[Unit] | None) -> Iterator[Happening]:
        """What the records say by themselves."""
        session = self._session
        for unit in self._units(units):
            folder = session.workspace.ledger_folder(session.book.plan.year, unit.name)
            for found in (session.shelf.records(unit), session.shelf.lookbacks(unit)):
                session.shelf.note(found.faults)
                yield from self._said(session.workspace.relative(folder), found.records)

    def _said(self, home: str, records: Sequence[Record]) -> Iterator[Happening]:
        """The records of a unit's folder, as far as they were known on the day asked about."""
        for record in records:
            if self._is_asked(record):
                yield Happening(record.day, None, How.ADDED, f"{home}/{_file(record)}", record)

    def _is_asked(self, record: Record | None) -> bool:
        """Whether it bears a day up to the one asked about; of any other day nobody asked."""
        asked = self._session.asked_day
        return asked is None or record is None or record.day <= asked

    def _units(self, units: Sequence[Unit] | None) -> Sequence[Unit]:
        return self._session.units(()) if units is None else units


def _tell_begin(begun: Iterable[Commit]) -> None:
    """Say where the history of a shallow clone begins."""
    days = [commit.day for commit in begun if commit.day]
    if days:
        tell(
            f"仓库是浅克隆，历史从{min(days)}开始，在这以前入库的看不出是哪一天、由谁入库。",
            "取来全部历史：git fetch --unshallow",
        )


def _newest(happening: Happening) -> tuple[int, str]:
    return -(happening.day or date.max).toordinal(), happening.file


def _file(record: Record) -> str:
    """The record's file inside its unit's folder."""
    return f"{record.part}/{record.name}"


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
