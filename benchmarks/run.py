"""Measure gongkai against taskwarrior, ledger and hledger, side by side on the same facts.

    python benchmarks/run.py [--sizes small,middle,big] [--rounds N] [--work DIR] [--write FILE]

The tables go to standard output; with --write also between the two marks of a Markdown file.
"""

import os
import shlex
import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Sequence
from pathlib import Path
from tempfile import gettempdir

import cases
import machine
import measure
import pages
import report
from cases import Place
from facts import SIZES, Size
from measure import Case

NAME = "benchmarks/run.py"
SMALL = SIZES["small"]


def main() -> None:
    """Make the districts, measure, count, and show the tables."""
    options = _options()
    if absent := machine.missing():
        sys.exit(f"not installed: {', '.join(absent)}; see benchmarks/README.md")
    if options.write:
        pages.frame(options.write, NAME)
    text = _measured(options.work, options.sizes, options.rounds)
    print(text)
    if options.write:
        pages.write(options.write, NAME, text)


def _options() -> Namespace:
    """What the command line asks for."""
    parser = ArgumentParser(description="Measure gongkai and its peers side by side.")
    parser.add_argument("--sizes", type=_sizes, default=tuple(SIZES.values()), metavar="A,B,…")
    parser.add_argument("--rounds", type=int, help="for every size; default 9, 5, 3")
    parser.add_argument("--work", type=Path, default=Path(gettempdir()) / "gongkai-benchmarks")
    parser.add_argument("--write", type=Path, metavar="FILE", help="a Markdown file with marks")
    return parser.parse_args()


def _sizes(names: str) -> tuple[Size, ...]:
    """The sizes named, with commas between them."""
    try:
        return tuple(SIZES[name] for name in names.split(","))
    except KeyError as unknown:
        raise ArgumentTypeError(f"{unknown} is none of {', '.join(SIZES)}") from None


def _measured(work: Path, sizes: Sequence[Size], rounds: int | None) -> str:
    """Everything, from making the districts to the finished Markdown."""
    districts = [cases.prepare(work, size) for size in sizes]
    everything = _cases(work, districts, rounds)
    os.sync()  # half a million new files are written back now, not while something is timed
    before = machine.load()
    results = measure.in_turn(everything)
    around = machine.described(before)  # before counting, which makes this process grow
    counts = {place.group: cases.overdue_counts(place) for place in districts}
    command = f"命令：`{shlex.join(('python', *sys.argv))}`"
    return "\n\n".join((command, around, report.tables(results, counts), report.bars(results)))


def _cases(work: Path, districts: Sequence[Place], rounds: int | None) -> list[Case]:
    """All cases; only the small district has a twin typed by hand."""
    found = cases.start_up(work, rounds or SMALL.rounds)
    for place in districts:
        found += cases.of_district(place, rounds or SIZES[place.group].rounds)
        if place.group == SMALL.name:
            twin = cases.prepare_hand_typed(work, SMALL)
            found.append(cases.of_hand_typed(twin, rounds or SMALL.rounds))
    return found


if __name__ == "__main__":
    main()
