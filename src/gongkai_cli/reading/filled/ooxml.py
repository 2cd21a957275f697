"""The sheets of an xlsx file: which part is whose, and the marks of each."""

import re
from posixpath import basename, dirname, join, normpath

from gongkai_cli.reading.filled.marks import Inside, Position, Tally
from gongkai_cli.reading.filled.xml import number, walk
from gongkai_cli.reading.tables.archive import Archive, damaged

BOOK = "xl/workbook.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"
_STYLES, _STRINGS = "styles", "sharedStrings"
_SHEET, _NOTES = "worksheet", "comments"
_NEEDED = ("[Content_Types].xml", "_rels/.rels", BOOK, _RELATIONS)
_PLACE = re.compile("([A-Z]{1,3})([0-9]{1,7})")


def inside(archive: Archive) -> Inside:
    """The workbook in `archive`, within bounds; macros, links and pictures stay behind.

    Raises CannotRead.
    """
    sheets, relations = _Sheets(), _Relations()
    walk(archive.read(BOOK), sheets)
    walk(archive.read(_RELATIONS), relations)
    strings = _Strings()
    beside = [part for kind, part in relations.found.values() if kind in {_STYLES, _STRINGS}]
    for kind, part in relations.found.values():
        if kind == _STRINGS and part in archive:
            walk(archive.read(part), strings)
    tally, found = Tally(), {}
    for name, identity in sheets.found:
        kind, part = relations.found.get(identity, ("", ""))
        if part in beside or name in found:
            raise damaged()
        if kind == _SHEET and part in archive:
            walk(archive.read(part), _Cells(tally, strings.lengths))
            for notes in _notes(archive, part):
                walk(archive.read(notes), _Notes(tally))
            found[name] = part, tally.sheet()
    wanted = (*_NEEDED, *beside, *(part for part, _ in found.values()))
    kept = [name for name in dict.fromkeys(wanted) if name in archive]
    return Inside(archive.plain(kept), {name: marks for name, (_, marks) in found.items()})


def _notes(archive: Archive, sheet: str) -> list[str]:
    """The parts that hold a sheet's notes."""
    relations = _Relations(dirname(sheet))
    place = f"{dirname(sheet)}/_rels/{basename(sheet)}.rels"
    if place in archive:
        walk(archive.read(place), relations)
    return [part for kind, part in relations.found.values() if kind == _NOTES and part in archive]


class _Walker:
    """One that listens to what it names."""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""

    def end(self, name: str) -> None:
        """An element ends."""

    def text(self, text: str) -> None:
        """A stretch of text."""


class _Sheets(_Walker):
    """The sheets' names, each with the identity of its part."""

    def __init__(self) -> None:
        self.found: list[tuple[str, str]] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "sheet":
            self.found.append((attributes.get("name", ""), attributes.get("id", "")))


class _Relations(_Walker):
    """Every identity with the kind and the name of the part it means."""

    def __init__(self, base: str = "xl") -> None:
        self.found: dict[str, tuple[str, str]] = {}
        self._base = base

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "Relationship" and attributes.get("TargetMode") != "External":
            kind = attributes.get("Type", "").rpartition("/")[2]
            part = normpath(join("/", self._base, attributes.get("Target", ""))).lstrip("/")
            if attributes.get("Id", "") in self.found:
                raise damaged()
            self.found[attributes.get("Id", "")] = kind, part


class _Notes(_Walker):
    """Every note's cell; what it says is not asked."""

    def __init__(self, tally: Tally) -> None:
        self._tally = tally

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "comment":
            self._tally.note(*_position(attributes.get("ref", "")))


class _Strings(_Walker):
    """How long each of the shared texts is."""

    def __init__(self) -> None:
        self.lengths: list[int] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:  # noqa: ARG002 - a walker's
        if name == "si":
            self.lengths.append(0)

    def text(self, text: str) -> None:
        if self.lengths:
            self.lengths[-1] += len(text)


class _Cells(_Walker):
    """Goes through one sheet's cells, which may leave out where they stand."""

    def __init__(self, tally: Tally, lengths: list[int]) -> None:
        self._tally = tally
        self._lengths = lengths
        self._row = self._column = -1
        self._kind = ""
        self._said: list[str] = []
        self._inside = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "row":
            self._row = number(attributes.get("r"), self._row + 2) - 1
            self._column = -1
        elif name == "c":
            self._place(attributes.get("r"))
            self._kind = attributes.get("t", "")
            self._said, self._inside = [], True
        elif name == "f" and self._inside:
            self._tally.formula(self._row, self._column)
        elif name == "mergeCell":
            self._tally.merge(*_position(attributes.get("ref", "").partition(":")[0]))

    def text(self, text: str) -> None:
        if self._inside:
            self._said.append(text)

    def end(self, name: str) -> None:
        if name == "c":
            self._inside = False
            if said := "".join(self._said):
                self._tally.count(self._row, self._column, self._length(said))
            if self._kind == "e":
                self._tally.error(self._row, self._column)

    def _place(self, place: str | None) -> None:
        if place is None:
            self._column += 1
        else:
            self._row, self._column = _position(place)

    def _length(self, said: str) -> int:
        if self._kind != "s":
            return len(said)
        index = number(said.strip(), len(self._lengths))
        return self._lengths[index] if index < len(self._lengths) else 0


def _position(place: str) -> Position:
    found = _PLACE.fullmatch(place)
    if not found:
        raise damaged()
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(found[2]) - 1, column - 1
