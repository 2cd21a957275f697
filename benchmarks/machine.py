"""What the figures were measured on: without it they mean nothing."""

import os
import platform
import resource
import subprocess
from pathlib import Path
from shutil import which

from cases import GONGKAI

PROGRAMS = (GONGKAI, "task", "ledger", "hledger")


def missing() -> list[str]:
    """The programs that cannot be run here."""
    return [program for program in PROGRAMS if not which(program)]


def load() -> str:
    """How busy the machine is with anything at all: 1, 5 and 15 minutes."""
    return " ".join(f"{average:.2f}" for average in os.getloadavg())


def described(load_before: str) -> str:
    """The machine and the programs, in a line each.

    Peaks below the harness's own mean nothing: a child's count begins with its parent's memory.
    """
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return "\n".join(
        (
            f"- 机器：{_processor()}，{os.cpu_count()}核，{platform.system()} {platform.release()}",
            f"- 负载：测前 {load_before}，测后 {load()}（1、5、15分钟）",
            f"- 程序：Python {platform.python_version()}、{'、'.join(map(version, PROGRAMS))}",
            f"- 内存峰值：低于{own:.0f} MiB的看不出差别（测量程序自身所占）",
        )
    )


def _processor() -> str:
    """The processor's name as the kernel knows it."""
    lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.machine())


def version(program: str) -> str:
    """Its name and the version it states, of whatever it prints around that."""
    shown = subprocess.run((program, "--version"), check=True, capture_output=True, text=True)
    words = shown.stdout.split("\n", 1)[0].replace(",", " ").split()
    number = next(word for word in words if word[0].isdigit())
    return f"{Path(program).name} {number}"
