"""A unit's desk before the gate, its records a line each, and what the rules say of them."""

from collections.abc import Collection, Iterable

from gongkai_cli.checking.case import Case, Desk, Finding, Path, Written
from gongkai_cli.checking.rules import record_rules
from gongkai_cli.domain.book import Book
from gongkai_cli.domain.record import Evidence, Progress, Record, Review, Step
from gongkai_cli.domain.roster import Unit
from gongkai_cli.reckoning.assignment import duties
from gongkai_cli.rules import BY_CODE
from small_book import JUSTICE, book, day, record, task

FOLDER = f"ledgers/2023/{JUSTICE.name}"

Told = tuple[str, str, Path]
"""Code, name of the record, path of keys in it."""


def case(
    of: Book | None = None,
    *,
    as_of: str = "12-31",
    files: Collection[str] = (),
    under_check: Collection[str] = (),
) -> Case:
    """A year's case; of all files only `files` exist."""
    year = of or book(task())
    understood = {duty.task.id: duty for duty in duties(year)}
    there = frozenset(files).__contains__
    return Case(year, understood, day(as_of), there, under_check, lambda _: None, placed)


def placed(year: int) -> str:
    """The options of a hinted command, as if somebody had named the folder 夹."""
    return f" -C 夹 --year {year}"


def written(one: Record, folder: str = FOLDER) -> Written:
    """A record in the place where its kind belongs."""
    part = "reviews" if isinstance(one.fact, Review) else "updates"
    return Written(f"{folder}/{part}/{one.name}", one)


def desk(
    *new: Record,
    landed: Iterable[Record] = (),
    of: Book | None = None,
    unit: Unit = JUSTICE,
    as_of: str = "12-31",
    files: Collection[str] = (),
) -> Desk:
    """A desk with `landed` records, of which only the `new` ones are under check."""
    own = [written(each) for each in new]
    before = [written(each) for each in landed]
    everything = sorted((*before, *own), key=lambda each: each.file)
    seen = frozenset(each.file for each in own)
    return Desk(case(of, as_of=as_of, files=files, under_check=seen), unit, everything)


def findings(of: Desk, *codes: str) -> list[Finding]:
    """What the rules say, so far as it has one of `codes` (none: everything)."""
    return [each for each in record_rules(of) if not each.past and each.code in (codes or BY_CODE)]


def past(of: Desk, *codes: str) -> list[Finding]:
    """What was at fault and has been answered."""
    return [each for each in record_rules(of) if each.past and each.code in codes]


def told(of: Desk, *codes: str) -> list[Told]:
    """The same in short, in order."""
    return sorted(
        (each.code, each.file.rpartition("/")[2], each.path) for each in findings(of, *codes)
    )


def finished(
    when: str,
    *evidence: Evidence,
    step: Step = Step.DONE,
    tasks: tuple[int, ...] = (1,),
    name: str = "",
    corrects: str = "",
) -> Record:
    """进展 with `evidence`, by default 已完成."""
    return record(when, Progress(step, evidence=evidence), name, tasks, corrects)


def link(url: str = "https://example.org/1") -> Evidence:
    """佐证材料 on the web."""
    return Evidence("清单", url=url)


def paper(file: str = "evidence/1.pdf") -> Evidence:
    """佐证材料 as a file."""
    return Evidence("清单", file=file)
