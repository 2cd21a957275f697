"""What was already worked out, kept in the user's own cache folder.

Never inside the repository, where a pull request could plant one, and never code: JSON in SQLite.
It may be deleted at any moment; whatever is wrong with it, the answer is read from the files.
"""

import sqlite3
from contextlib import suppress
from pathlib import Path

from gongkai_cli.reading.cachefolder import cache_folder, program


class Cache:
    """Texts under names, each with the fingerprint of what it was made from."""

    def __init__(self, file: Path | None) -> None:
        """Open the store in `file`; None keeps nothing."""
        self._store = _open(file) if file else None

    def __bool__(self) -> bool:
        """Whether anything put here is kept."""
        return self._store is not None

    def get(self, name: str, fingerprint: str) -> str | None:
        """What was kept under `name`, if it was made from the same `fingerprint`."""
        if self._store is None:
            return None
        with suppress(sqlite3.Error):
            query = "SELECT value FROM kept WHERE name = ? AND fingerprint = ?"
            row = self._store.execute(query, (name, fingerprint)).fetchone()
            return row[0] if row and isinstance(row[0], str) else None
        return None

    def put(self, name: str, fingerprint: str, value: str) -> None:
        """Keep `value` under `name`, in place of what was there."""
        if self._store is not None:
            with suppress(sqlite3.Error):
                self._store.execute(
                    "REPLACE INTO kept VALUES (?, ?, ?)", (name, fingerprint, value)
                )

    def close(self) -> None:
        """Make what was put durable enough for the next run."""
        if self._store is not None:
            with suppress(sqlite3.Error):
                self._store.commit()
            self._store.close()


def cache_file(root: Path) -> Path:
    """The store for the workspace at `root`: one per place, so that repositories never meet."""
    from hashlib import blake2b

    place = blake2b(str(root.resolve()).encode("utf-8", "surrogateescape"), digest_size=16)
    return Path(cache_folder()) / f"{place.hexdigest()}.sqlite3"


def _open(file: Path) -> sqlite3.Connection | None:
    """A store of this very program, made anew where it is another's or damaged."""
    for _attempt in range(2):
        try:
            file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            store = sqlite3.connect(file, timeout=0.2)
            if _is_current(store):
                return store
            store.close()
            file.unlink()
        except sqlite3.OperationalError:
            return None
        except sqlite3.DatabaseError:
            with suppress(OSError):
                file.unlink()
        except OSError:
            return None
    return None


def _is_current(store: sqlite3.Connection) -> bool:
    """Whether this very program made the store; a new file becomes its own."""
    store.execute("PRAGMA synchronous = OFF")
    mark = program()
    tables = store.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    if tables == 0:
        store.execute("CREATE TABLE version (mark TEXT)")
        store.execute("INSERT INTO version VALUES (?)", (mark,))
        store.execute("CREATE TABLE kept (name TEXT PRIMARY KEY, fingerprint TEXT, value TEXT)")
        return True
    return bool(store.execute("SELECT mark FROM version").fetchone() == (mark,))
