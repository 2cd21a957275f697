"""Run programs in turn, and keep how long each took and how much memory it held.

Knows nothing of what they are or mean.
"""

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from time import perf_counter

SILENT = [
    (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
    (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0),
    (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0),
]


@dataclass(frozen=True, slots=True)
class Case:
    """One command to measure: `key` is `group/name`, `says` is what the table shows."""

    key: str
    says: str
    argv: tuple[str, ...]
    env: Mapping[str, str]
    rounds: int
    emptied: Path | None = None
    """A cache folder that is deleted before each run, outside the time that counts."""
    before: "Case | None" = None
    """What runs untimed just before it; None stands for the case itself."""

    @property
    def group(self) -> str:
        """The table in which the case stands."""
        return self.key.partition("/")[0]


@dataclass(slots=True)
class Measured:
    """A case and its runs, in seconds and in KiB of memory at the highest point."""

    case: Case
    seconds: list[float] = field(default_factory=list)
    peaks: list[int] = field(default_factory=list)

    @property
    def median(self) -> float:
        """What ratios are made of: half of the runs were faster."""
        return median(self.seconds)

    @property
    def fastest(self) -> float:
        """The run that other programs on the machine disturbed least."""
        return min(self.seconds)

    @property
    def peak(self) -> int:
        """The most memory that any of the runs held."""
        return max(self.peaks)

    def run(self) -> None:
        """Run what comes before the command and then the command; keep what only the latter took.

        The untimed run brings files back into memory: a virtual machine may drop what nobody has
        read for a minute, and whoever comes after a slow program would pay for that.
        """
        _run(self.case.before or self.case)
        seconds, peak = _run(self.case)
        self.seconds.append(seconds)
        self.peaks.append(peak)


def in_turn(cases: Sequence[Case]) -> list[Measured]:
    """Measure all `cases` round by round, so that noise on a shared machine hits all alike."""
    results = [Measured(case) for case in cases]
    for number in range(max(case.rounds for case in cases)):
        for result in results:
            if number < result.case.rounds:
                _tell(f"round {number + 1}: {result.case.key}")
                result.run()
    return results


def _run(case: Case) -> tuple[float, int]:
    """Seconds and peak memory of one run; a program that fails ends the measurement."""
    if case.emptied:
        shutil.rmtree(case.emptied, ignore_errors=True)
    start = perf_counter()
    child = os.posix_spawnp(case.argv[0], case.argv, case.env, file_actions=SILENT)
    _, status, usage = os.wait4(child, 0)
    seconds = perf_counter() - start
    if status:
        raise SystemExit(_complaint(case))
    return seconds, usage.ru_maxrss


def _complaint(case: Case) -> str:
    """What a failed command says when it is heard: it is run again for that."""
    again = subprocess.run(case.argv, env=case.env, capture_output=True, text=True, check=False)
    return f"failed: {shlex.join(case.argv)}\n{again.stdout[-500:]}{again.stderr[-1000:]}"


def _tell(step: str) -> None:
    """Say on the error stream how far the measurement is."""
    print(step, file=sys.stderr, flush=True)
