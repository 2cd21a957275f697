"""Where this user's caches stand on this system, and which program they are good for."""

import os
import sys

from gongkai_cli import __version__

_PACKAGE = os.path.dirname(os.path.dirname(__file__))


def cache_folder() -> str:
    """The program's own folder among the user's caches; it need not exist.

    Where no absolute path can be had, one that can never exist: what stands in the folder the
    person works in is not the user's own. platformdirs would say the same; its import costs as
    much as opening the cache.
    """
    home = os.path.expanduser("~")
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or os.path.join(home, "AppData", "Local")
    elif sys.platform == "darwin":
        base = os.path.join(home, "Library", "Caches")
    else:
        base = os.environ.get("XDG_CACHE_HOME") or os.path.join(home, ".cache")
    return os.path.join(base if os.path.isabs(base) else os.devnull, "gongkai")


def program() -> str:
    """The program as it stands: its version, and its files' count and newest time.

    A developer who changes a line must not be answered by what the line said before.
    """
    times = [
        entry.stat().st_mtime_ns
        for folder in (_PACKAGE, *_rooms())
        for entry in os.scandir(folder)
        if entry.name.endswith(".py")
    ]
    return f"{__version__}/{len(times)}/{max(times, default=0)}"


def _rooms() -> list[str]:
    """The package's folders: two levels, as the house is built."""
    found: list[str] = []
    for folder in (_PACKAGE, f"{_PACKAGE}/rendering"):
        found += [entry.path for entry in os.scandir(folder) if entry.is_dir()]
    return found
