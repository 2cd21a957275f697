"""`python -m fuzz [TARGET…]`: each target in turn under atheris; `--replay TARGET FILE`: one input.

SECONDS in the environment says how long each target runs. Ends with 1 where a promise was broken.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

from fuzz.seeds import SEEDS, TOKENS
from fuzz.targets import TARGETS

_WORK = Path(".fuzz")
_SECONDS = "60"
_LONGEST_INPUT = 8192
_PATIENCE = 10
"""Seconds that one input may take: the check promises an end."""


def main(arguments: list[str]) -> int:
    """The exit code; 2 for a target that there is not."""
    if arguments[:1] == ["--replay"]:
        TARGETS[arguments[1]](Path(arguments[2]).read_bytes())
        _say("every promise holds")
        return 0
    if unknown := [name for name in arguments if name not in TARGETS]:
        _say(f"no such target: {', '.join(unknown)}; there are {', '.join(TARGETS)}")
        return 2
    return max([_fuzzed(name) for name in arguments or TARGETS])


def _fuzzed(name: str) -> int:
    corpus, crashes = _WORK / "corpus" / name, _WORK / "crashes" / name
    for folder in (corpus, crashes):
        folder.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(SEEDS[name]):
        (corpus / f"seed-{number}").write_bytes(seed)
    words = _WORK / "words.dict"
    words.write_text("".join(f'"{_escaped(token)}"\n' for token in TOKENS))
    options = (
        f"-max_total_time={os.environ.get('SECONDS') or _SECONDS}",
        f"-timeout={_PATIENCE}",
        f"-max_len={_LONGEST_INPUT}",
        f"-dict={words}",
        f"-artifact_prefix={crashes}/",
        "-print_final_stats=1",
    )
    command = [sys.executable, "-m", "fuzz.one", name, str(corpus), *options]
    done = subprocess.run(command, stderr=subprocess.PIPE, text=True, errors="replace", check=False)
    return _told(name, done.stderr) if done.returncode else _praised(name, done.stderr)


def _praised(name: str, log: str) -> int:
    runs = re.search(r"Done (\d+) runs in (\d+) second", log)
    count, seconds = (int(runs[1]), int(runs[2])) if runs else (0, 0)
    covered = re.findall(r" cov: (\d+) ", log)
    rate, places = count // max(seconds, 1), covered[-1] if covered else "?"
    _say(f"{name}: {count} runs in {seconds} s ({rate}/s), {places} places reached, nothing found")
    return 0


def _told(name: str, log: str) -> int:
    """Print what went wrong, and how to see it again."""
    _say("\n".join(line for line in log.splitlines() if not line.startswith(("#", "stat::"))))
    kept = re.findall(r"Test unit written to (\S+)", log)
    again = f"; again: python -m fuzz --replay {name} {kept[-1]}" if kept else ""
    _say(f"{name}: a promise is broken{again}")
    return 1


def _escaped(token: bytes) -> str:
    return "".join(f"\\x{byte:02x}" for byte in token)


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
