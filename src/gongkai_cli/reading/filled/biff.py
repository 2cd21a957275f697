"""The sheets of an old xls file: the marks of each, out of the records of its Workbook stream.

[MS-CFB] is the file system inside the file, [MS-XLS] the records. Only what bounds and marks need
is understood here.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from struct import error as StructError  # noqa: N812 - an exception under a name that says so
from struct import iter_unpack, pack, unpack_from

from gongkai_cli.reading.filled.marks import MAX_LETTERS, Inside, Marks, Tally, too_large
from gongkai_cli.reading.tables.archive import damaged, locked

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MAX_BYTES = 32 * 1024 * 1024

_BOF, _EOF, _BOUNDSHEET, _SST, _CONTINUE, _FILEPASS = 0x809, 0x0A, 0x85, 0xFC, 0x3C, 0x2F
_FORMULA, _BOOLERR, _LABELSST = (0x06, 0x206, 0x406), 0x205, 0xFD
_MULTIPLE = (0xBD,)
_SINGLE = {*_FORMULA, _BOOLERR, _LABELSST, 0x203, 0x204, 0x27E, 0xD6}
_MERGED = 0xE5
_NOTE = 0x1C
_FREE = 0xFFFFFFFA
"""From here on a sector's number means that none follows."""


def inside(data: bytes) -> Inside:
    """The workbook in `data`, within bounds; all but its stream of records stays behind.

    Raises CannotRead.
    """
    if len(data) > MAX_BYTES:
        raise too_large("内容太多")
    try:
        stream = _stream(data)
        return Inside(_plain(stream), _sheets(stream))
    except (StructError, IndexError, UnicodeDecodeError) as error:
        raise damaged() from error


# --- the records ----------------------------------------------------------------------------------


def _sheets(stream: bytes) -> dict[str, Marks]:
    places, shared = _globals(stream)
    tally, meant = Tally(), Counter[int]()
    found = {}
    for name, place in places:
        for kind, body in _substream(stream, place):
            _mark(tally, meant, kind, body)
        if name in found:
            raise damaged()
        found[name] = tally.sheet()
        if max(meant.values(), default=0) * shared > MAX_LETTERS * 4:
            raise too_large("内容太多")
    return found


def _globals(stream: bytes) -> tuple[list[tuple[str, int]], int]:
    """Every sheet's name and place, and how much the shared texts take."""
    places, shared, last = [], 0, 0
    for kind, body in _substream(stream, 0):
        last = last if kind == _CONTINUE else kind
        if kind == _FILEPASS:
            raise locked()
        if kind == _BOUNDSHEET:
            wide = body[7] & 1
            text = body[8 : 8 + body[6] * (1 + wide)]
            places.append(
                (text.decode("utf-16-le" if wide else "latin-1"), unpack_from("<I", body)[0])
            )
        if last == _SST:
            shared += len(body)
    return places, shared


def _substream(stream: bytes, place: int) -> Iterator[tuple[int, bytes]]:
    """The records from the BOF at `place` to its EOF; charts inside a sheet are passed over."""
    depth = 0
    while place + 4 <= len(stream):
        kind, size = unpack_from("<HH", stream, place)
        if kind == _BOF:
            depth += 1
        elif kind == _EOF:
            depth -= 1
        if depth <= 0:
            return
        if depth == 1:
            yield kind, stream[place + 4 : place + 4 + size]
        place += 4 + size


def _mark(tally: Tally, meant: Counter[int], kind: int, body: bytes) -> None:
    if kind in _MULTIPLE:
        row, first = unpack_from("<HH", body)
        last = unpack_from("<H", body, len(body) - 2)[0]
        tally.count(row, last, times=max(last - first, 0) + 1)
    elif kind == _MERGED:
        for row, _, column, _ in iter_unpack("<HHHH", body[2 : 2 + 8 * unpack_from("<H", body)[0]]):
            tally.merge(row, column)
    elif kind == _NOTE:
        tally.note(*unpack_from("<HH", body))
    elif kind in _SINGLE:
        row, column = unpack_from("<HH", body)
        tally.count(row, column)
        if kind in _FORMULA:
            tally.formula(row, column)
        elif kind == _BOOLERR and body[7]:
            tally.error(row, column)
        elif kind == _LABELSST:
            meant[unpack_from("<I", body, 6)[0]] += 1


# --- the file system ------------------------------------------------------------------------------

_NAME = "Workbook"
_LEAST = 4096
"""A shorter stream stands elsewhere; no ledger has one."""

_MOST = 6 * 1024 * 1024
"""So much goes into a file whose table needs no table of its own, and no ledger comes near."""

_LOCKED = "EncryptedPackage"


def _stream(data: bytes) -> bytes:
    """The stream of records."""
    size = 1 << unpack_from("<H", data, 30)[0]
    if size not in {512, 4096}:
        raise damaged()
    following = _following(data, size)
    directory = _chain(data, size, following, unpack_from("<I", data, 48)[0])
    entries: dict[str, tuple[int, int]] = {}
    for place in range(0, len(directory) - 127, 128):
        length = unpack_from("<H", directory, place + 64)[0]
        name = directory[place : place + max(length - 2, 0)].decode("utf-16-le", "replace")
        entries.setdefault(name, unpack_from("<II", directory, place + 116))
    if _LOCKED in entries:
        raise locked()
    start, length = entries.get(_NAME, (_FREE, 0))
    if length < _LEAST:
        raise damaged()
    if length > _MOST:
        raise too_large("内容太多")
    return _chain(data, size, following, start)[:length]


def _following(data: bytes, size: int) -> list[int]:
    """Which sector follows each."""
    tables = [each for (each,) in iter_unpack("<I", data[76:512])]
    more, left = unpack_from("<I", data, 68)[0], len(data) // size
    while more < _FREE and left > 0:
        numbers = [each for (each,) in iter_unpack("<I", _sector(data, size, more))]
        tables += numbers[:-1]
        more, left = numbers[-1], left - 1
    return [
        each
        for table in tables
        if table < _FREE
        for (each,) in iter_unpack("<I", _sector(data, size, table))
    ]


def _chain(data: bytes, size: int, following: list[int], sector: int) -> bytes:
    """The sectors from `sector` on; one that comes again ends nowhere."""
    found: dict[int, None] = {}
    while sector < _FREE:
        if sector in found:
            raise damaged()
        found[sector] = None
        sector = following[sector]
    return b"".join(_sector(data, size, each) for each in found)


def _sector(data: bytes, size: int, number: int) -> bytes:
    start = (number + 1) * size
    return data[start : start + size].ljust(size, b"\0")


# --- a file with nothing else ---------------------------------------------------------------------

_SECTOR = 512
_PER_SECTOR = _SECTOR // 4
_IN_HEADER = 109
_END, _TABLE = 0xFFFFFFFE, 0xFFFFFFFD


def _plain(stream: bytes) -> bytes:
    """A new file that holds `stream` alone: the library sees just what was walked here."""
    length = -(-len(stream) // _SECTOR)
    tables = 1
    while tables * _PER_SECTOR < tables + 1 + length:
        tables += 1
    first = tables + 1
    following = [_TABLE] * tables + [_END, *range(first + 1, first + length), _END]
    header = SIGNATURE + bytes(16) + pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += pack("<9I", 0, tables, tables, 0, _LEAST, _END, 0, _END, 0)
    header += _numbers(range(tables), _IN_HEADER)
    listing = _entry("Root Entry", 5, _END, 0) + _entry(_NAME, 2, first, len(stream))
    table = _numbers(following, tables * _PER_SECTOR)
    return header + table + listing.ljust(_SECTOR, b"\0") + stream.ljust(length * _SECTOR, b"\0")


def _numbers(found: Iterable[int], count: int) -> bytes:
    """`found` as they stand in a table with room for `count`."""
    return b"".join(pack("<I", each) for each in found).ljust(count * 4, b"\xff")


def _entry(name: str, kind: int, start: int, size: int) -> bytes:
    """A line of the directory: the first has the second as its only child."""
    text = name.encode("utf-16-le")
    child = 1 if start == _END else _NONE
    head = text.ljust(64, b"\0") + pack("<HBB3I", len(text) + 2, kind, 1, _NONE, _NONE, child)
    return head + bytes(36) + pack("<II4x", start, size)


_NONE = 0xFFFFFFFF
