"""Measure Word and Excel: a task table read in, ledgers written for filling in, and collected.

    python benchmarks/documents.py [--rounds N] [--work DIR] [--write FILE]

Word is compared with python-docx on the same file; ledgers of 35 units with those of 350.
The tables go to standard output; with --write also between the two marks of a Markdown file.
"""

# ruff: noqa: PLC0415 - what this process loads would be counted to the programs it runs

import json
import os
import shlex
import shutil
import subprocess
import sys
from argparse import ArgumentParser
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from importlib.metadata import version
from multiprocessing import get_context
from pathlib import Path
from tempfile import gettempdir
from typing import NamedTuple

import district
import machine
import measure
import pages
import report
from cases import GONGKAI, PYTHON, REPOSITORY, Place
from facts import AS_OF, LAST_DAY, SIZES, Size
from measure import Case, Measured
from report import Bar

NAME = "benchmarks/documents.py"
LIBRARIES = ("lxml", "python-docx", "XlsxWriter", "python-calamine", "openpyxl")
READING, IMPORT, FEW, MANY = "reading", "import", "few", "many"
WORKSPACES = {FEW: SIZES["small"], MANY: SIZES["middle"]}
TITLES = {
    READING: "46行的 Word 表：只算读，不算启动",
    IMPORT: "46行的 Word 表：整个命令，从启动算起",
    FEW: "35个单位的台账，每份40行",
    MANY: "350个单位的台账，每份40行",
}
BARS = (
    Bar("reading/grid", "reading/cell", 0.2),
    Bar("reading/draft", "reading/cell", 0.2),
    Bar("import/gongkai", "import/cell", 0.2, aim=True),
    *(Bar(f"{MANY}/{name}", f"{FEW}/{name}", 12) for name in ("ledger", "dry-run", "collect")),
)
FIRST_ROW, TYPED = 4, "已在年中会上再次研究，并补充公开一批信息"
"""The row of the first task in a handed-out ledger, and what its unit reports."""


class Reader(NamedTuple):
    """A way to read the Word file at `path`, as Python statements."""

    says: str
    imports: str
    reads: str


READERS = {
    "grid": Reader(
        "gongkai：读成表格（`read_document`）",
        "from pathlib import Path\nfrom gongkai_cli.reading.tables.opening import read_document",
        "read_document(Path(path))",
    ),
    "draft": Reader(
        "gongkai：读成表格，再读成任务（`draft_of`）",
        "from pathlib import Path\nfrom gongkai_cli.reading.tables.opening import read_document\n"
        "from gongkai_cli.reading.draft.drafting import draft_of",
        "draft_of(read_document(Path(path)))",
    ),
    "cell": Reader(
        "python-docx：逐格读（`table.cell(r, c).text`）",
        "import docx",
        "[table.cell(row, column).text for table in docx.Document(path).tables"
        " for row in range(len(table.rows)) for column in range(len(table.columns))]",
    ),
    "row": Reader(
        "python-docx：逐行读（`row.cells`）",
        "import docx",
        "[cell.text for table in docx.Document(path).tables"
        " for row in table.rows for cell in row.cells]",
    ),
    "open": Reader("python-docx：只打开", "import docx", "docx.Document(path)"),
}

REPEATED = """
import json, resource, sys, time
{imports}
path, seconds = sys.argv[1], []
for _ in range(6):
    start = time.perf_counter()
    {reads}
    seconds.append(time.perf_counter() - start)
print(json.dumps((seconds[1:], resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)))
"""
"""What a fresh interpreter is given: the first time, which still loads modules, is left out."""

ONCE = "import sys\n{imports}\npath = sys.argv[1]\n{reads}\n"


def main() -> None:
    """Make the documents and workspaces, measure, and show the tables."""
    parser = ArgumentParser(description="Measure Word and Excel in and out.")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--work", type=Path, default=Path(gettempdir()) / "gongkai-benchmarks")
    parser.add_argument("--write", type=Path, metavar="FILE", help="a Markdown file with marks")
    options = parser.parse_args()
    if options.write:
        pages.frame(options.write, NAME)
    report.TITLES.update(TITLES)
    text = _measured(options.work, options.rounds)
    print(text)
    if options.write:
        pages.write(options.write, NAME, text)


def _measured(work: Path, rounds: int) -> str:
    """Everything, from making the documents to the finished Markdown."""
    file = _table(work)
    places = [_workspace(work, group, size) for group, size in WORKSPACES.items()]
    os.sync()  # the new files are written back now, not while something is timed
    before = machine.load()
    results = _read(work, file, rounds)
    commands = _of_import(work, file, rounds)
    commands += [case for place in places for case in _of_ledgers(place, rounds)]
    results += measure.in_turn(commands)
    around = machine.described(before)  # before comparing, which makes this process grow
    around += f"\n- 库：{'、'.join(f'{name} {version(name)}' for name in LIBRARIES)}"
    notes = (_agreement(file), *map(_count, places))
    command = f"命令：`{shlex.join(('python', *sys.argv))}`"
    tables = report.tables(results, {}), "\n".join(f"- {note}" for note in notes)
    return "\n\n".join((command, around, *tables, report.bars(results, BARS), _growth(results)))


# --- a Word table ---------------------------------------------------------------------------------


def _repository(work: Path, group: str) -> Place:
    return Place(group, REPOSITORY, work / "caches" / "documents")


def _table(work: Path) -> Path:
    """The repository's own plan of 46 tasks, as Word."""
    work.mkdir(parents=True, exist_ok=True)
    file = work / "plan.docx"
    _run(_repository(work, IMPORT), "export", "plan", "--format", "docx", "--output", str(file))
    return file


def _read(work: Path, file: Path, rounds: int) -> list[Measured]:
    """All readers in turn, each time in a fresh interpreter that reads several times over."""
    place = _repository(work, READING)
    results = [
        Measured(place.case(name, each.says, _python(REPEATED, each, file), rounds))
        for name, each in READERS.items()
    ]
    for _ in range(rounds):
        for result in results:
            _repeat(result)
    return results


def _repeat(result: Measured) -> None:
    """One round of a reader: what the interpreter says of itself."""
    argv, env = result.case.argv, result.case.env
    done = subprocess.run(argv, env=env, check=True, capture_output=True)
    seconds, peak = json.loads(done.stdout)
    result.seconds += seconds
    result.peaks.append(peak)


def _python(script: str, reader: Reader, file: Path) -> tuple[str, ...]:
    return PYTHON, "-c", script.format(imports=reader.imports, reads=reader.reads), str(file)


def _of_import(work: Path, file: Path, rounds: int) -> list[Case]:
    """The command, beside scripts that read the same file and do nothing with it."""
    place = _repository(work, IMPORT)
    bare = (PYTHON, "-c", "pass"), (PYTHON, "-c", "import docx")
    return [
        place.case("python", "`python -c pass`", bare[0], rounds),
        place.case("docx", "`python -c 'import docx'`", bare[1], rounds),
        _ours(place, "gongkai", ("import", str(file), "--dry-run"), rounds),
        *(
            place.case(
                name, f"脚本，{READERS[name].says}", _python(ONCE, READERS[name], file), rounds
            )
            for name in ("cell", "row")
        ),
    ]


def _agreement(file: Path) -> str:
    """One sentence that says whether both libraries read the same from the file."""
    import docx

    from gongkai_cli.reading.tables.grid import Grid
    from gongkai_cli.reading.tables.opening import read_document

    blocks = read_document(file).blocks
    grids = [block for block in blocks if isinstance(block, Grid)]
    ours = [square.text if square else "" for grid in grids for row in grid.rows for square in row]
    tables = docx.Document(str(file)).tables
    theirs = [cell.text for table in tables for row in table.rows for cell in row.cells]
    if ours == theirs:
        return f"Word 表：gongkai 和 python-docx 读出的{len(ours)}格文字相同。"
    told = f"gongkai {len(ours)}格，python-docx {len(theirs)}格"
    return f"注意：两者从 Word 表读出的文字不同（{told}），时间不能直接比较。"


# --- ledgers --------------------------------------------------------------------------------------


def _workspace(work: Path, group: str, size: Size) -> Place:
    """A district, and its ledgers handed out and filled in: one row of each."""
    root = work / f"documents-{size.name}"
    place = Place(group, root, work / "caches" / root.name)
    district.make(root, size, district.canonical)
    shutil.rmtree(place.peers, ignore_errors=True)
    shutil.rmtree(_filled(place), ignore_errors=True)
    _run(place, "ledger", "--all", "--format", "xlsx", "--out", str(_filled(place)))
    # In other processes, or this one's memory would be counted to the programs it runs.
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        list(pool.map(_fill_in, sorted(_filled(place).iterdir()), chunksize=10))
    return place


def _filled(place: Place) -> Path:
    return place.root.with_name(f"{place.root.name}-filled")


def _copy(place: Place) -> Place:
    """The workspace that is collected into: made anew each time."""
    root = place.root.with_name(f"{place.root.name}-copy")
    return replace(place, root=root)


def _fill_in(path: Path) -> None:
    """Type one sentence into the first task's row, as its unit would."""
    from openpyxl import load_workbook

    from gongkai_cli.domain.sheet import HIDDEN, SHEET, SheetColumn

    column = len(HIDDEN) + list(SheetColumn).index(SheetColumn.PROGRESS) + 1
    book = load_workbook(path)
    book[SHEET].cell(FIRST_ROW, column).value = TYPED
    book.save(path)


def _of_ledgers(place: Place, rounds: int) -> list[Case]:
    """Ledgers written into an empty folder, and collected; nothing is known from before."""
    out = place.caches / "ledger" / "out"  # emptied with the cache
    write = ("ledger", "--all", "--format", "xlsx", "--out", str(out))
    collect = ("collect", str(_filled(place)), "--date", str(LAST_DAY))
    return [
        _ours(place, "ledger", write, rounds),
        _ours(place, "dry-run", (*collect, "--dry-run"), rounds),
        replace(_ours(_copy(place), "collect", collect, rounds), before=_copying(place)),
    ]


def _copying(place: Place) -> Case:
    argv = ("cp", "-a", str(place.root), str(_copy(place).root))
    return replace(place.case("copy", "", argv, 1), emptied=_copy(place).root)


def _ours(place: Place, name: str, words: tuple[str, ...], rounds: int) -> Case:
    """A command of gongkai on an empty cache."""
    units = f"，{WORKSPACES[place.group].units}个单位" if place.group in WORKSPACES else ""
    says = f"`{' '.join(('gongkai', *map(_shown, words)))}`{units}"
    case = place.case(name, says, _gongkai(place, *words), rounds)
    return replace(case, emptied=place.caches / name)


def _shown(word: str) -> str:
    """What a reader sees of a word: of a path, only what it leads to."""
    path = Path(word)
    kind = "文件" if path.suffix else "文件夹"
    return kind if path.is_absolute() else word


def _gongkai(place: Place, *words: str) -> tuple[str, ...]:
    return GONGKAI, "-C", str(place.root), "--as-of", str(AS_OF), *words


def _run(place: Place, *words: str) -> None:
    """Run gongkai untimed."""
    argv = _gongkai(place, *words)
    env = place.case("make", "", argv, 1).env
    subprocess.run(argv, env=env, check=True, capture_output=True)


def _count(place: Place) -> str:
    """What the last round left: a ledger and a record for each unit, or the times mean nothing."""
    units = WORKSPACES[place.group].units
    out = len(list((place.caches / "ledger" / "out").glob("*.xlsx")))
    new = len(_records(_copy(place)) - _records(place))
    found = f"{units}个单位：写出{out}份，收回后新增{new}条记录。"
    return found if out == new == units else f"注意：应各为{units}，{found}"


def _records(place: Place) -> set[Path]:
    return {path.relative_to(place.root) for path in place.root.glob("ledgers/*/*/updates/*.yaml")}


def _growth(results: Sequence[Measured]) -> str:
    """How much more memory ten times as many ledgers take."""
    peaks = {result.case.key: result.peak / 1024 for result in results}
    names = {"ledger": "写出", "dry-run": "只看不收", "collect": "收回"}
    each = (
        f"{says} {peaks[f'{FEW}/{name}']:.0f} → {peaks[f'{MANY}/{name}']:.0f} MiB"
        for name, says in names.items()
    )
    return f"内存峰值，从35个单位到350个单位：{'，'.join(each)}。"


if __name__ == "__main__":
    main()
