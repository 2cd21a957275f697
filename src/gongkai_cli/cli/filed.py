"""After a record is filed: the unit's ledger follows it, and both are ready to be committed.

Knows neither who wrote the record nor what it says.
"""

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from gongkai_cli.cli.console import tell, tell_diagnostics, tell_whole
from gongkai_cli.cli.ledgers import refresh
from gongkai_cli.cli.session import Session
from gongkai_cli.cli.shell import quoted
from gongkai_cli.cli.writing import CannotWrite
from gongkai_cli.cli.wrong import CANNOT_RUN, WRONG_USE
from gongkai_cli.diagnostic import Unreadable
from gongkai_cli.domain.roster import Unit
from gongkai_cli.reading.listing import listing

_ATTEMPTS = 20
_FEW = 5


def followed(session: Session, unit: Unit, said: str, *, new: bool) -> bool:
    """Bring the ledger of `unit` up to date and tell `said` with what became of it.

    Whether the ledger may have changed; `new`: the record was not there before. A ledger that
    cannot be written does not take the record back: the exit code and a sentence tell of it.
    """
    try:
        changed = renewed(session, unit)
    except Unreadable as fault:
        tell_diagnostics(fault.diagnostics)
        session.code = WRONG_USE
        tell(f"{said}，本单位另有读不了的记录，台账没有更新。")
    except CannotWrite as failure:
        session.code = CANNOT_RUN
        again = f"gongkai ledger --unit {quoted(unit.name)}"
        tell(f"{said}，台账没有更新。", str(failure), f"稍后更新台账：{again}")
    else:
        tell(f"{said}，{'台账已更新' if changed or new else '台账已是最新'}。")
        return changed
    return True


def renewed(session: Session, unit: Unit) -> bool:
    """Bring the ledger up to date until no record came meanwhile; whether that changed it.

    Whoever writes the ledger last has then seen every record that was there when it was written.
    Raises Unreadable, CannotWrite.
    """
    changed = False
    folder = session.workspace.ledger_folder(session.book.plan.year, unit.name)
    for _ in range(_ATTEMPTS):
        before = listing(folder).fingerprint
        try:
            changed |= refresh(session, unit)
        except Unreadable:
            if listing(folder).fingerprint == before:
                raise
        else:
            if listing(folder).fingerprint == before:
                break
    return changed


def tell_commit(folders: Sequence[Path], message: str) -> None:
    """Say how what is in the units' `folders` is committed; many as the folder that holds them."""
    found = list(dict.fromkeys(folders))
    chosen = found if len(found) <= _FEW else [found[0].parent]
    tell_whole(f"提交：{commit_of(chosen, message)}")


def commit_of(folders: Iterable[Path], message: str) -> str:
    """The commands by which what is in `folders` is committed from where one stands."""
    added = " ".join(quoted(_from_here(folder)) for folder in folders)
    return f"git add {added} && git commit -m {quoted(message)}"


def _from_here(folder: Path) -> str:
    try:
        place = os.path.relpath(folder)
    except ValueError:  # another drive
        place = str(folder)
    place = Path(place).as_posix()
    return f"./{place}" if place.startswith("-") else place
