"""The same facts as taskwarrior, ledger and hledger would hold them, and how each is asked.

One transaction or annotation for every record, with the same text, so that nobody reads less.
"""

import json
import shutil
import subprocess
from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO
from uuid import NAMESPACE_URL, uuid5

import facts
from facts import AS_OF, NEW_YEAR, Item, Size

TASKS_FILE, JOURNAL_FILE, TASK_DATA = "taskwarrior.json", "items.journal", "taskwarrior"


def write(folder: Path, size: Size) -> None:
    """Write the peers' files of a district into `folder`."""
    folder.mkdir()
    with (folder / TASKS_FILE).open("w", encoding="utf-8") as tasks:
        tasks.writelines(_task_json(item) for item in facts.items(size))
    with (folder / JOURNAL_FILE).open("wb") as journal:
        _write_by_day(journal, size)


def _write_by_day(journal: IO[bytes], size: Size) -> None:
    """Day after day, as journals are kept: hledger reads that a fifth faster than unit after unit.

    Sorted through one temporary file for each day, so that memory does not grow with the district.
    """
    with ExitStack() as stack:
        days: defaultdict[date, IO[bytes]] = defaultdict(
            lambda: stack.enter_context(TemporaryFile())
        )
        for item in facts.items(size):
            for day, text in _transactions(item):
                days[day].write(text.encode())
        for day in sorted(days):
            days[day].seek(0)
            shutil.copyfileobj(days[day], journal)


def _task_json(item: Item) -> str:
    """One line for `task import`: records are annotations, the unit is the project."""
    facts: dict[str, object] = {
        "uuid": str(uuid5(NAMESPACE_URL, f"{item.unit.number}/{item.task.number}")),
        "description": f"任务{item.task.number}",
        "project": item.unit.name,
        "status": "pending",
        "entry": _moment(NEW_YEAR),
        "due": _moment(item.task.due),
        "annotations": [
            {"entry": _moment(update.day), "description": update.progress}
            for update in item.updates
        ],
    }
    if item.finished:
        facts |= {"status": "completed", "end": _moment(item.finished)}
    return json.dumps(facts, ensure_ascii=False) + "\n"


def _transactions(item: Item) -> Iterator[tuple[date, str]]:
    """One posting that opens the item on its due day, then one for every record.

    The record that finishes it takes the item off again, at the earliest on the due day: a
    balance then shows what is late and nothing else, not minus one for what was done early.
    """
    account = f"open:{item.unit.name}:{item.task.number}"
    yield _on(item.task.due, "到期", account, 1)
    for update in item.updates:
        day = max(update.day, item.task.due) if update.finished else update.day
        yield _on(day, update.progress, account, -1 if update.finished else 0)


def import_tasks(peers: Path) -> None:
    """Let taskwarrior make its own data out of its file, unless it has; never a half-made one."""
    made, unfinished = peers / TASK_DATA, peers / "unfinished"
    if made.exists():
        return
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir()
    command = (*_task(unfinished), "import", str(peers / TASKS_FILE))
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    unfinished.rename(made)


def ask_task(peers: Path, report: str) -> tuple[str, ...]:
    """Ask taskwarrior for `report` on what is late.

    +OVERDUE goes by the clock; the second filter holds it to `AS_OF`, on whatever day this runs.
    """
    return (*_task(peers / TASK_DATA), "+OVERDUE", f"due.before:{AS_OF}", report)


def ask_ledger(peers: Path) -> tuple[str, ...]:
    """Ask ledger what was opened before `AS_OF` and not taken off."""
    return ("ledger", "--init-file", "/dev/null", *_balance(peers))


def ask_hledger(peers: Path) -> tuple[str, ...]:
    """Ask hledger the same in the same words."""
    return ("hledger", *_balance(peers))


def _task(data: Path) -> tuple[str, ...]:
    """Taskwarrior with nothing of the user's: no rc file, no hooks, no clean-up on the way."""
    quiet = ("rc.gc=off", "rc.hooks=off", "rc.verbose=nothing", "rc.confirmation=off")
    return ("task", "rc:/dev/null", f"rc.data.location={data}", *quiet)


def _balance(peers: Path) -> tuple[str, ...]:
    return ("-f", str(peers / JOURNAL_FILE), "bal", "open", "-e", str(AS_OF), "--flat")


def _moment(day: date) -> str:
    return f"{day:%Y%m%d}T000000Z"


def _on(day: date, text: str, account: str, amount: int) -> tuple[date, str]:
    return day, f"{day} {text}\n    {account}  {amount} item\n    equity\n\n"
