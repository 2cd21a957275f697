"""Measure `gongkai check` against its own `overdue`, and against two checkers of YAML.

    python benchmarks/gate.py [--rounds N] [--work DIR] [--write FILE]

The district of 5,600 records stands in a git repository, whose branch adds one record to main.
The tables go to standard output; with --write also between the two marks of a Markdown file.
"""

import shlex
import shutil
import subprocess
import sys
from argparse import ArgumentParser
from dataclasses import replace
from pathlib import Path
from tempfile import gettempdir

import cases
import district
import machine
import measure
import pages
import report
from cases import GATE, GONGKAI, Place
from facts import LAST_DAY, SIZES
from measure import Case, Measured
from report import Bar

RULES = (
    "{extends: default, rules: {line-length: disable, document-start: disable,"
    " indentation: {indent-sequences: whatever}}}"
)
"""What yamllint is asked: its own defaults without those that are matters of taste."""

NAME = "benchmarks/gate.py"
PEERS = ("yamllint", "check-jsonschema")
GIT = ("git", "-c", "user.name=示例区", "-c", "user.email=office@example.org")
WHOLE = "whole"

BARS = (
    Bar("gate/head", "gate/later", 2),
    Bar("gate/head-first", "gate/first", 2),
    Bar("gate/folder", "gate/later", 2, aim=True),
    Bar(f"gate/{WHOLE}", "gate/check-jsonschema", 0.2),
    Bar(f"gate/{WHOLE}", "gate/yamllint", 0.2),
)


def main() -> None:
    """Make the repository, measure, and show the tables."""
    parser = ArgumentParser(description="Measure the gate beside its peers.")
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--work", type=Path, default=Path(gettempdir()) / "gongkai-benchmarks")
    parser.add_argument("--write", type=Path, metavar="FILE", help="a Markdown file with marks")
    options = parser.parse_args()
    if options.write:
        pages.frame(options.write, NAME)
    peers = _peers(options.work / "checkers")
    place = _repository(options.work)
    before = machine.load()
    results = measure.in_turn(_cases(place, peers, options.rounds))
    text = _told(results, peers, machine.described(before))
    print(text)
    if options.write:
        pages.write(options.write, NAME, text)


def _peers(folder: Path) -> Path:
    """Both checkers in an environment of their own, as their users install them.

    In ours they would find a faster YAML library than comes with them.
    """
    scripts = folder / "bin"
    if not all((scripts / name).exists() for name in PEERS):
        subprocess.run((sys.executable, "-m", "venv", str(folder)), check=True)
        install = ("-m", "pip", "install", "--quiet", *PEERS)
        subprocess.run((str(scripts / "python"), *install), check=True)
    return scripts


def _repository(work: Path) -> Place:
    """A district under git: main as it was made, and a branch with one record more, checked out."""
    size = SIZES["small"]
    place = Place(GATE, work / GATE, work / "caches" / GATE)
    shutil.rmtree(place.root, ignore_errors=True)
    district.make(place.root, size, district.canonical)
    shutil.rmtree(place.peers)
    (place.root / "record.json").write_bytes(_run(place, GONGKAI, "schema", "record"))
    _commit(place, "init", "--quiet", "--initial-branch=main")
    _run(place, *GIT, "switch", "--quiet", "--create", "branch")
    words = ("--unit", cases.ASKED, "--status", "推进中", "--progress", "又推进一步")
    _run(place, GONGKAI, "update", "1", *words, "--date", str(LAST_DAY))
    _commit(place)
    return place


def _commit(place: Place, *begin: str) -> None:
    """Commit the folder with fresh ledgers."""
    if begin:
        _run(place, *GIT, *begin)
    _run(place, GONGKAI, "ledger", "--all")
    _run(place, *GIT, "add", "--all")
    _run(place, *GIT, "commit", "--quiet", "--message=改动")


def _run(place: Place, *argv: str) -> bytes:
    env = place.case("make", "", argv, 1).env
    done = subprocess.run(argv, cwd=place.root, env=env, check=True, capture_output=True)
    return done.stdout


def _cases(place: Place, peers: Path, rounds: int) -> list[Case]:
    """Everything that is compared, on the same files."""
    records = sorted(map(str, place.root.glob("ledgers/*/*/updates/*.yaml")))
    schema = str(place.root / "record.json")
    base = ("--base", "main")
    head = (*base, "--head", "branch")
    return [
        cases.first(place, rounds),
        cases.later(place, "later", (), rounds),
        replace(_check(place, "head-first", head, rounds), emptied=place.caches / "head-first"),
        _check(place, "head", head, rounds),
        _check(place, "folder", base, rounds),
        _check(place, WHOLE, (), rounds),
        _peer(place, peers, "yamllint", ("-d", RULES, *records), rounds),
        _peer(place, peers, "check-jsonschema", ("--schemafile", schema, *records), rounds),
    ]


def _check(place: Place, name: str, words: tuple[str, ...], rounds: int) -> Case:
    """The gate on the branch: between two commits, in the folder, or on everything."""
    argv = (GONGKAI, "-C", str(place.root), "check", *words)
    how = "，首次，缓存为空" if name.endswith("-first") else ""
    return place.case(name, f"`{' '.join(('gongkai check', *words))}`{how}", argv, rounds)


def _peer(place: Place, peers: Path, name: str, words: tuple[str, ...], rounds: int) -> Case:
    return place.case(name, f"`{name}` 全部记录", (str(peers / name), *words), rounds)


def _told(results: list[Measured], peers: Path, around: str) -> str:
    command = f"命令：`{shlex.join(('python', *sys.argv))}`"
    around += f"\n- 对照：{'、'.join(machine.version(str(peers / name)) for name in PEERS)}"
    return "\n\n".join((command, around, report.tables(results, {}), report.bars(results, BARS)))


if __name__ == "__main__":
    main()
