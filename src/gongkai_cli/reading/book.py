"""A workspace's year as one Book: read, checked as a whole, remembered when all is well."""

import json
from contextlib import suppress
from typing import Any, Protocol

from gongkai_cli.domain.book import Book
from gongkai_cli.reading import documents
from gongkai_cli.reading.cache import MEDDLED, Cache

WORKDAYS = "data/workdays"
BOOK_FILES = "tasks.yaml", "units.yaml", "policy.yaml"
"""What stands in data/, and in the folder of each archived year."""

Files = dict[str, bytes | None]


class Folder(Protocol):
    """Where a book's files stand: a workspace, or a commit."""

    def read(self, file: str) -> bytes | None:
        """The bytes of `file`, or None where there is none. Raises Unreadable."""

    def names(self, folder: str) -> list[str]:
        """The names in `folder`, in order; none where there is no folder."""


def load_book(folder: Folder, cache: Cache, year: int | None = None) -> Book:
    """The book of `year` (None: the year in hand).

    Raises Unreadable with every fault of plan, roster, policy and work-day tables at once.
    """
    files = _files(folder, year)
    fingerprint = _fingerprint(files)
    name = f"book/{year or ''}"
    kept = cache.get(name, fingerprint)
    if kept is not None:
        with suppress(*MEDDLED):
            return book_of(json.loads(kept))
    from gongkai_cli.reading.checked import checked_forms

    values = checked_forms(files)
    cache.put(name, fingerprint, json.dumps(values, ensure_ascii=False))
    return book_of(values)


def book_of(values: dict[str, Any]) -> Book:
    """A Book from the plain values of its files."""
    return Book(
        documents.plan(values["plan"], values["file"]),
        documents.roster(values["roster"]),
        documents.policy(values["policy"]),
        documents.calendar(values["workdays"]),
    )


def years(folder: Folder) -> list[int]:
    """The archived years that can be asked for, besides the one in hand."""
    return [int(name) for name in folder.names("data/archive") if is_year(name)]


def is_year(name: str) -> bool:
    """Whether a folder's `name` is that of a year, four digits."""
    return len(name) == len("2022") and name.isascii() and name.isdecimal()


def _files(folder: Folder, year: int | None) -> Files:
    """Every file that the book depends on, in a fixed order; None where there is none."""
    place = f"data/archive/{year}" if year in years(folder) else "data"
    names = [f"{place}/{name}" for name in BOOK_FILES]
    tables = (name for name in folder.names(WORKDAYS) if name.endswith(".yaml"))
    names += [f"{WORKDAYS}/{name}" for name in tables]
    return {name: folder.read(name) for name in names}


def _fingerprint(files: Files) -> str:
    from hashlib import blake2b

    digest = blake2b(digest_size=16)
    for name, data in files.items():
        length = "-" if data is None else len(data)
        digest.update(f"{name}\0{length}\0".encode("utf-8", "surrogateescape"))
        digest.update(data or b"")
    return digest.hexdigest()
