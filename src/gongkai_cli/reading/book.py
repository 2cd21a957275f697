"""A workspace's year as one Book: read, checked as a whole, remembered when all is well."""

import json
from contextlib import suppress
from typing import Any

from gongkai_cli.domain.book import Book
from gongkai_cli.reading import documents
from gongkai_cli.reading.cache import MEDDLED, Cache
from gongkai_cli.reading.workspace import Workspace

WORKDAYS = "data/workdays"

Files = dict[str, bytes | None]


def load_book(workspace: Workspace, cache: Cache, year: int | None = None) -> Book:
    """The book of `year` (None: the year in hand).

    Raises Unreadable with every fault of plan, roster, policy and work-day tables at once.
    """
    files = _files(workspace, year)
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


def years(workspace: Workspace) -> list[int]:
    """The archived years that can be asked for, besides the one in hand."""
    return [int(name) for name in workspace.names("data/archive") if _is_year(name)]


def _is_year(name: str) -> bool:
    return len(name) == len("2022") and name.isascii() and name.isdecimal()


def _files(workspace: Workspace, year: int | None) -> Files:
    """Every file that the book depends on, in a fixed order; None where there is none."""
    folder = f"data/archive/{year}" if year in years(workspace) else "data"
    names = [f"{folder}/{name}" for name in ("tasks.yaml", "units.yaml", "policy.yaml")]
    tables = (name for name in workspace.names(WORKDAYS) if name.endswith(".yaml"))
    names += [f"{WORKDAYS}/{name}" for name in tables]
    return {name: workspace.read(name) for name in names}


def _fingerprint(files: Files) -> str:
    from hashlib import blake2b

    digest = blake2b(digest_size=16)
    for name, data in files.items():
        length = "-" if data is None else len(data)
        digest.update(f"{name}\0{length}\0".encode("utf-8", "surrogateescape"))
        digest.update(data or b"")
    return digest.hexdigest()
