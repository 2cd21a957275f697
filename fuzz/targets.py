"""The targets: each takes any bytes, and raises only where a promise is broken.

A target is one function and one line in TARGETS. How the bytes come about is for the engines:
hypothesis in tests/test_fuzz.py, atheris in `one`.
"""

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from datetime import date
from types import MappingProxyType

from fuzz.dice import Dice
from fuzz.districts import districts
from fuzz.memory import MemoryTree
from fuzz.promise import is_chinese, promise, sound
from fuzz.seeds import BOOK, RECORD_FILE, REVIEW_FILE
from fuzz.writers import findings
from gongkai_cli.checking.allowances import settled
from gongkai_cli.checking.leaks import leak_findings
from gongkai_cli.checking.personal import leaks, masked
from gongkai_cli.diagnostic import Diagnostic, Span, Unreadable
from gongkai_cli.domain.change import Edit, How
from gongkai_cli.reading.book import book_of
from gongkai_cli.reading.canonical import read_canonical
from gongkai_cli.reading.changes import edits
from gongkai_cli.reading.checked import checked_forms
from gongkai_cli.reading.docket import home_of
from gongkai_cli.reading.git import _parsed as parsed  # the reader itself stands behind a process
from gongkai_cli.reading.papers import papers, source_of, text_of
from gongkai_cli.reading.plumbing import Answer, CannotUseGit
from gongkai_cli.reading.recognise import recognise_record
from gongkai_cli.reading.records import record_in, record_of
from gongkai_cli.reading.remarks import MOST, allowances
from gongkai_cli.reading.source import decoded, dump, parse
from gongkai_cli.reading.trees import Kind, Leaf
from gongkai_cli.reckoning.assignment import duties
from gongkai_cli.reckoning.deadlines import read_deadline
from gongkai_cli.reckoning.phrases import PhraseError
from gongkai_cli.reckoning.responsible import read_responsible

AS_OF = date(2023, 7, 20)

Target = Callable[[bytes], None]


def records(data: bytes) -> None:
    """A record, or faults with places; the fast lane and the long road say the same."""
    for file in (RECORD_FILE, REVIEW_FILE):
        try:
            found = record_in(data, file)
        except Unreadable as refusal:
            promise(refusal.diagnostics, "refused without a fault")
            sound(refusal.diagnostics, text_of(data))
        else:
            promise(found.tasks, "a record of no task")
    name = RECORD_FILE.rpartition("/")[2]
    if quick := read_canonical(data, name):
        text = decoded(data, RECORD_FILE)
        slow = record_of(recognise_record(parse(text, RECORD_FILE), text), name)
        promise(quick == slow, "two roads, two records")


def yaml(data: bytes) -> None:
    """Plain values with a place for each, which `dump` can write and `parse` read again."""
    try:
        source = parse(decoded(data, "x.yaml"), "x.yaml")
    except Unreadable as refusal:
        sound(refusal.diagnostics, text_of(data))
        return
    lines = text_of(data).split("\n")
    for span in source.spans.values():
        promise(0 < span.line <= len(lines) + 1, f"no such line: {span}")
        promise(not span.end_line or span[1:3] <= span[3:5], f"turned round: {span}")
    if isinstance(source.values, dict):
        with suppress(Unreadable):
            again = parse(dump(source.values), "x.yaml").values
            promise(again == source.values, "written otherwise than read")


def books(data: bytes) -> None:
    """A year whose every task is understood, or the faults of its files. One of them is `data`."""
    dice = Dice(data)
    changed = dice.one_of(list(BOOK))
    files: dict[str, bytes | None] = {**BOOK, changed: dice.rest()}
    try:
        values = checked_forms(files)
    except Unreadable as refusal:
        promise(refusal.diagnostics, "refused without a fault")
        sound(refusal.diagnostics)
        return
    duties(book_of(values))


def remarks(data: bytes) -> None:
    """Allowances with lines that there are, and faults of them that can be told."""
    text = text_of(data)
    found = allowances(text, source_of("x.yaml", text))
    lines = text.split("\n")
    promise(len(found) <= MOST, "more of them than are read")
    for each in found:
        promise(1 <= each.first <= each.last <= len(lines), f"covers no lines: {each}")
        promise(lines[each.span.line - 1][each.span.column - 1] == "#", f"no comment: {each}")
    told = Diagnostic("G308", "没有佐证材料", "请补上", Span("x.yaml", 2, 1))
    sound(settled([told], found), text)


def personal(data: bytes) -> None:
    """Leaks in order and apart; nothing is found in what was masked, and no line moves."""
    text = text_of(data)
    found = leaks(text, AS_OF)
    end = 0
    for leak in found:
        promise(end <= leak.start < leak.end <= len(text), f"out of order: {leak}")
        end = leak.end
    hidden = masked(text)
    promise(len(hidden) == len(text), "a mask of another length")
    promise(not leaks(hidden, date.max), "found behind the mask")
    promise(masked(hidden) == hidden, "masked twice, and otherwise")
    promise(hidden.count("\n") == text.count("\n"), "a line break masked")
    sound(leak_findings("x.md", text, AS_OF), text)


def folders(data: bytes) -> None:
    """A folder of git's: names of one step each, none twice, or a refusal."""
    dice = Dice(data)
    mark = "0" * dice.one_of([40, 64])
    try:
        found = parsed(Answer(mark, dice.one_of(["tree", "blob", ""]), dice.rest()))
    except CannotUseGit as refusal:
        promise(all(map(is_chinese, refusal.sentences)), f"not Chinese: {refusal.sentences}")
        return
    promise(not found.files.keys() & found.folders.keys(), "a name used twice")
    for name in [*found.files, *found.folders]:
        promise(name and not set(name) & {"/", "\0"}, f"no name: {name!r}")
    marks = [leaf.mark for leaf in found.files.values()]
    promise({len(each) for each in (*marks, *found.folders.values())} <= {len(mark)}, "no id")


def changes(data: bytes) -> None:
    """Edits, in order, that turn the one set of files into the other."""
    dice = Dice(data)
    gone, come = (_leaves(dice) for _ in range(2))
    found = edits(gone, come)
    promise([each.file for each in found] == sorted(each.file for each in found), "out of order")
    promise(_applied(found, gone, come) == come, "another tree comes of it")


def names(data: bytes) -> None:
    """Every file gives a paper, with sound faults, whatever it is called and holds."""
    dice = Dice(data)
    leaves = {}
    while dice:
        place = "/".join(dice.one_of(_STEPS) or dice.text() for _ in range(dice.number(5)))
        leaves[place] = Leaf(dice.one_of(list(Kind)))
    told = list(papers(MemoryTree(dict.fromkeys(leaves, b"type: ")), leaves))
    promise([each.file for each in told] == list(leaves), "not every file has its paper")
    for paper in told:
        sound(paper.faults)
        home_of(paper.file)


def phrases(data: bytes) -> None:
    """Parties and limits, or a sentence that quotes what was not understood."""
    dice = Dice(data)
    year, phrase = 2000 + dice.number(100), text_of(dice.rest())
    for read in (read_responsible, lambda each: read_deadline(each, year)):
        try:
            read(phrase)
        except PhraseError as error:
            promise(phrase in str(error) and is_chinese(str(error)), f"says nothing: {error}")


_STEPS = (
    "",
    "ledgers",
    "2023",
    "示例一局",
    "updates",
    "reviews",
    "evidence",
    "1.yaml",
    "台账.md",
    "..",
    "data",
)


def _leaves(dice: Dice) -> dict[str, Leaf]:
    marks = ("", "a", "b", "c")
    return {
        f"{dice.number(9)}": Leaf(dice.one_of(list(Kind)), dice.one_of(marks))
        for _ in range(dice.number(9))
    }


def _applied(
    found: Iterable[Edit], gone: Mapping[str, Leaf], come: Mapping[str, Leaf]
) -> dict[str, Leaf]:
    """`gone` after all that `found` says; what is added or edited is taken from `come`."""
    now = dict(gone)
    moved = {}
    for edit in found:
        match edit.how:
            case How.ADDED | How.EDITED:
                moved[edit.file] = come[edit.file]
            case How.RENAMED:
                moved[edit.file] = now.pop(edit.was)
            case How.DELETED:
                del now[edit.file]
    return now | moved


TARGETS: Mapping[str, Target] = MappingProxyType(
    {
        each.__name__: each
        for each in (
            records,
            yaml,
            books,
            remarks,
            personal,
            folders,
            changes,
            names,
            phrases,
            findings,
            districts,
        )
    }
)
"""Every target by its name."""
