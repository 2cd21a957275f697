"""The same question asked again, word for word, while nothing it was answered from has changed.

Programs that ask (a prompt, a dashboard, a check every minute) get the answer of the last time
without typer, the book or a single record being loaded: what is left is to look at every file's
times. Only plain output to a pipe or a file is kept; a person at a terminal does not wait for the
difference. Kept in the user's cache folder, never in the repository; `--no-cache` neither keeps nor
uses an answer.
"""

import json
import os
import sys
import time
from collections.abc import Sequence
from contextlib import suppress

from gongkai_cli.cli.pouring import pour
from gongkai_cli.reading.cachefolder import cache_folder, program
from gongkai_cli.reading.trace import Trace, found_root, unchanged

KEPT = 64
"""So many answers are kept; the oldest go."""

_SHANGHAI = 8 * 3600
_ASKED_BY = ("GONGKAI_ROOT", "COLUMNS")


def recall(args: Sequence[str]) -> int | None:
    """Give the kept answer to `args` and its exit code; None where it must be worked out."""
    if not _may_be_kept(args):
        return None
    try:
        with open(_place(args), "rb") as kept:
            head = json.loads(kept.readline())
            answer = kept.read()
        code = int(head["code"])
        if head["length"] != len(answer) or not unchanged(map(tuple, head["inputs"])):
            return None
        pour(sys.stdout.buffer, answer)
    except (OSError, ValueError, TypeError, KeyError):
        return None
    return code


def remember(args: Sequence[str], trace: Trace, answer: bytes, code: int) -> None:
    """Keep `answer` to `args`, made from what `trace` has noted, where it can be kept."""
    if not (_may_be_kept(args) and trace.settled):
        return
    inputs = [(kind, path, mark) for (kind, path), mark in trace.inputs.items()]
    head = json.dumps({"inputs": inputs, "code": code, "length": len(answer)})
    with suppress(OSError, ValueError):
        _keep(_place(args), head.encode("utf-8") + b"\n" + answer)


def _keep(place: str, data: bytes) -> None:
    folder = os.path.dirname(place)
    os.makedirs(folder, mode=0o700, exist_ok=True)
    beside = f"{place}.{os.getpid()}"
    with open(beside, "wb") as kept:
        kept.write(data)
    os.replace(beside, place)
    _forget_oldest(folder)


def _may_be_kept(args: Sequence[str]) -> bool:
    """Not what a shell asks by Tab, nor where a repository could bring answers along."""
    if "_GONGKAI_COMPLETE" in os.environ or found_root(cache_folder()):
        return False
    return "--no-cache" not in args and not sys.stdout.isatty() and hasattr(sys.stdout, "buffer")


def _place(args: Sequence[str]) -> str:
    """One file per question: the words, who asks from where, and the day in China."""
    from hashlib import blake2b

    today = time.gmtime(time.time() + _SHANGHAI)[:3]
    setting = [os.environ.get(name) for name in _ASKED_BY]
    asked = [program(), os.getcwd(), list(args), today, setting, sys.stdout.encoding]
    text = json.dumps(asked).encode("utf-8", "surrogatepass")
    return os.path.join(cache_folder(), "answers", blake2b(text, digest_size=16).hexdigest())


def _forget_oldest(folder: str) -> None:
    kept = sorted(os.scandir(folder), key=lambda entry: entry.stat().st_mtime_ns)
    for entry in kept[:-KEPT]:
        os.unlink(entry.path)
