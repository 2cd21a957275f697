"""What was already worked out, kept in the user's own cache folder.

Never inside the repository, where a pull request could plant one, and never code: JSON in SQLite.
It may be deleted at any moment; whatever is wrong with it, the answer is read from the files.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from gongkai_cli.reading.cachefolder import cache_folder, program

MEDDLED = ValueError, TypeError, LookupError, ArithmeticError, AttributeError, RecursionError
"""What reading a value raises that somebody has meddled with."""


class Cache:
    """Texts under names, each with the fingerprint of what it was made from."""

    def __init__(self, file: Path | None) -> None:
        """Open the store in `file`; None keeps nothing."""
        self._file = file
        self._store = _open(file) if file else None
        self._new: dict[str, tuple[str, str]] = {}
        self._damaged = False

    def __bool__(self) -> bool:
        """Whether anything put here is kept."""
        return self._store is not None

    def get(self, name: str, fingerprint: str) -> str | None:
        """What was kept under `name`, if it was made from the same `fingerprint`."""
        made_from, value = self._new.get(name) or self._kept(name)
        return value if made_from == fingerprint and isinstance(value, str) else None

    def put(self, name: str, fingerprint: str, value: str) -> None:
        """Keep `value` under `name`, in place of what was there."""
        if self._store is not None:
            self._new[name] = fingerprint, value

    def close(self) -> None:
        """Write what was put, all at once, so that no other process waits; drop a damaged store."""
        if self._store is None:
            return
        rows = [(name, *each) for name, each in self._new.items()]
        with self._forgiving(), self._store:
            self._store.executemany("REPLACE INTO kept VALUES (?, ?, ?)", rows)
        self._store.close()
        self._store = None
        if self._file and self._damaged:
            with suppress(OSError):
                self._file.unlink()

    def _kept(self, name: str) -> tuple[object, object]:
        if self._store is not None:
            with self._forgiving():
                query = "SELECT fingerprint, value FROM kept WHERE name = ?"
                return self._store.execute(query, (name,)).fetchone() or (None, None)
        return None, None

    @contextmanager
    def _forgiving(self) -> Iterator[None]:
        """A store that cannot answer is no fault; one that is damaged is remembered."""
        try:
            yield
        except (sqlite3.OperationalError, ValueError):
            pass  # busy, read-only, full, or a text that no file can hold: not kept this time
        except sqlite3.Error:
            self._damaged = True


def cache_file(root: Path) -> Path | None:
    """The store for the workspace at `root`: one per place, so that repositories never meet.

    None where the user's caches stand inside the workspace, as some CI machines have it.
    """
    from hashlib import blake2b

    folder, place = Path(cache_folder()), root.resolve()
    if folder.resolve().is_relative_to(place):
        return None
    digest = blake2b(str(place).encode("utf-8", "surrogateescape"), digest_size=16)
    return folder / f"{digest.hexdigest()}.sqlite3"


def _open(file: Path) -> sqlite3.Connection | None:
    """A store of this very program, made anew where it is damaged."""
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if store := _connected(file):
            return store
        file.unlink()
        return _connected(file)
    except (OSError, sqlite3.OperationalError):
        return None


def _connected(file: Path) -> sqlite3.Connection | None:
    """The store in `file`, or None where it is damaged. Raises OperationalError."""
    store = sqlite3.connect(file, timeout=0.2)
    try:
        _make_current(store)
    except sqlite3.OperationalError:
        store.close()
        raise
    except sqlite3.DatabaseError:
        store.close()
        return None
    return store


def _make_current(store: sqlite3.Connection) -> None:
    """Empty the store where another program made it; a new one becomes this program's.

    At one stroke, so that a second process never finds half a store.
    """
    from zlib import crc32

    mark = crc32(program().encode()) & 0x7FFFFFFF
    store.execute("PRAGMA synchronous = OFF")
    if store.execute("PRAGMA user_version").fetchone() != (mark,):
        store.executescript(f"""
            BEGIN IMMEDIATE;
            DROP TABLE IF EXISTS kept;
            CREATE TABLE kept (name TEXT PRIMARY KEY, fingerprint TEXT, value TEXT);
            PRAGMA user_version = {mark};
            COMMIT;
        """)
