"""The pages of the rules keep their word: every example is checked, and yields just what it marks.

How an example is written, and the workspace that all of them share, stands in docs/rules/README.md.
`UPDATE_DOCS=1` writes its table of codes anew.
"""

import json
import os
import re
import shlex
import shutil
from collections.abc import Iterable, Iterator
from importlib import import_module
from inspect import getsource, isfunction
from pathlib import Path
from pkgutil import iter_modules
from typing import NamedTuple, get_type_hints

import pytest

from fenced import Block, blocks
from fictional import gongkai
from git_repository import init
from gongkai_cli import checking
from gongkai_cli.checking import rules
from gongkai_cli.checking.case import Case, Desk, Finding
from gongkai_cli.reckoning.deadlines import read_deadline
from gongkai_cli.rendering.layout import width
from gongkai_cli.rules import BY_CODE, RULES, Rule

ROOT = Path(__file__).parents[1]
PAGES = ROOT / "docs" / "rules"
INDEX = PAGES / "README.md"
AS_OF = "2023-07-20"
LEDGER = "台账.md"
GONE, STALE = "〈没有这个文件〉", "〈没有重新生成的台账〉"
MARK = re.compile(r" +# 报 (G\d{3})$")
CODE = re.compile(r"\bG\d{3}\b", re.ASCII)

Told = tuple[str, int, str]
"""File, line (0: the file as a whole), code."""


class Piece(NamedTuple):
    """One fence: a file of an example, its codes as a whole, and its lines, marks included."""

    file: str
    words: list[str]
    codes: list[str]
    lines: list[str]

    @property
    def body(self) -> str:
        """The lines without their marks."""
        return "".join(f"{MARK.sub('', line)}\n" for line in self.lines)

    def marked(self) -> Iterator[Told]:
        """What checking it must tell."""
        yield from ((self.file, 0, code) for code in self.codes)
        for number, line in enumerate(self.lines, 1):
            if found := MARK.search(line):
                yield self.file, number, found[1]


class Example(NamedTuple):
    """Fences that follow each other, before and after a change, and how they are checked."""

    code: str
    line: int
    faulty: bool
    command: list[str]
    before: list[Piece]
    after: list[Piece]

    @property
    def name(self) -> str:
        """The page and the line that it begins in."""
        return f"{self.code}:{self.line}"


def page(code: str) -> str:
    return (PAGES / f"{code}.md").read_text("utf-8")


def examples(code: str) -> Iterator[Example]:
    text = page(code)
    lines = text.splitlines()
    good = lines.index("## 不报")
    for near in neighbours(lines, blocks(text)):
        shown = [each for each in near if each.language == "console"]
        pieces = [piece_of(each) for each in near if each.language != "console"]
        before = [each for each in pieces if "改动前" in each.words]
        usual = "gongkai check --base main" if before else "gongkai check"
        [line] = [line for each in shown for line in each.lines] or [usual]
        after = [each for each in pieces if each not in before]
        start = near[0].start
        yield Example(code, start, start < good, shlex.split(line), before, after)


def neighbours(lines: list[str], found: Iterable[Block]) -> list[list[Block]]:
    """`found` in runs that only blank lines part."""
    runs: list[list[Block]] = []
    end = 0
    for each in found:
        if any(lines[end : each.start - 1]):
            runs.append([])
        runs[-1].append(each)
        end = each.start + len(each.lines) + 1
    return runs


def piece_of(block: Block) -> Piece:
    _, file, *words = block.language.split()
    cut = words.index("报") if "报" in words else len(words)
    assert set(words[:cut]) <= {"改动前", "GBK编码"}
    return Piece(file, words[:cut], words[cut + 1 :], block.lines)


def text_of(body: str) -> str:
    """`body` with what stands for letters that cannot be shown."""
    text = body.replace("〈Tab〉", "\t").replace("〈NUL〉", "\0")
    return re.sub("〈([^〉]+)×([0-9]+)〉", lambda found: found[1] * int(found[2]), text)


def lay(root: Path, piece: Piece) -> None:
    path = root / piece.file
    path.unlink(missing_ok=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    body = piece.body.rstrip("\n")
    if link := re.fullmatch("〈链接：(.+)〉", body):
        path.symlink_to(link[1])
    elif body != GONE:
        encoding = "gbk" if "GBK编码" in piece.words else "utf-8"
        path.write_bytes(text_of(piece.body).encode(encoding))


def settle(root: Path, pieces: list[Piece]) -> None:
    """Lay `pieces` into the workspace at `root`; the ledgers not among them become fresh."""
    ledgers = [each for each in pieces if each.file.endswith(LEDGER)]
    stale = {each.file: (root / each.file).read_bytes() for each in ledgers if STALE in each.body}
    for each in pieces:
        lay(root, each)
    archived = sorted((root / "data/archive").glob("*"))
    for year in ([], *(["--year", each.name] for each in archived)):
        gongkai("--no-cache", "-C", str(root), *year, "ledger", "--all")
    for each in ledgers:
        if each.file in stale:
            (root / each.file).write_bytes(stale[each.file])
        else:
            lay(root, each)


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """示例区 as the index shows it, with fresh ledgers and nothing reported."""
    root = tmp_path_factory.mktemp("rules") / "示例区"
    shown = [piece_of(each) for each in blocks(INDEX.read_text("utf-8"))]
    settle(root, shown)
    assert sorted(each.file for each in shown) == ["data/tasks.yaml", "data/units.yaml"]
    return root


def told(root: Path, options: list[str], pieces: list[Piece]) -> list[Told]:
    """What the command tells of the workspace at `root`, about the files of `pieces`."""
    place = ["--no-cache", "-C", str(root), "--as-of", AS_OF]
    ran = gongkai(*place, "check", *options, "--format", "json")
    assert ran.code in {0, 1}, ran.err
    return sorted(
        (named(each["file"], pieces), each["line"] or 0, each["code"])
        for each in json.loads(ran.out)["data"]
    )


def named(file: str, pieces: list[Piece]) -> str:
    """`file`, or for a folder the first file of `pieces` in it."""
    inside = (each.file for each in pieces if each.file.startswith(f"{file}/"))
    return next(inside, file)


def before_and_after(root: Path, example: Example) -> None:
    """A branch off main, in a repository of its own, as a pull request brings it."""
    repository = init(root)
    settle(root, example.before)
    repository.commit()
    repository.git("checkout", "--quiet", "-b", "改动")
    settle(root, example.after)
    repository.commit()


WRITTEN = [code for code in BY_CODE if (PAGES / f"{code}.md").exists()]
"""The codes with a page; that none is missing is a test of its own."""

EXAMPLES = [each for code in WRITTEN for each in examples(code)]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda each: each.name)
def test_example_yields_what_it_marks(example: Example, bare: Path, tmp_path: Path) -> None:
    root = tmp_path / "示例区"
    shutil.copytree(bare, root)
    _, _, *options = example.command
    if "--base" in options:
        before_and_after(root, example)
    else:
        settle(root, example.after)
    expected = sorted(mark for each in example.after for mark in each.marked())
    assert told(root, options, example.after) == expected
    codes = {code for _, _, code in expected}
    assert codes == set() if not example.faulty else example.code in codes


@pytest.mark.parametrize("code", BY_CODE)
def test_page_shows_its_fault_and_its_absence(code: str) -> None:
    assert {each.faulty for each in examples(code)} == {True, False}


@pytest.mark.parametrize("code", [rule.code for rule in RULES if rule.allowable])
def test_page_shows_how_its_fault_is_allowed(code: str) -> None:
    good = [each for each in examples(code) if not each.faulty]
    lines = [line for each in good for piece in each.after for line in piece.lines]
    assert any(f"# 允许 {code}：" in line for line in lines)


def test_every_code_has_its_page_and_no_other_is_there() -> None:
    assert sorted(file.name for file in PAGES.iterdir()) == [
        *map("{}.md".format, BY_CODE),
        "README.md",
    ]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_page_begins_with_title_and_weight(rule: Rule) -> None:
    title, _, weight, _, why = page(rule.code).splitlines()[:5]
    assert title == f"# {rule.code} {rule.title}"
    assert weight == f"{rule.severity} · {'可以' if rule.allowable else '不能'}用注释允许"
    assert why[-1] == "。"
    heads = re.findall("^## (.+)", page(rule.code), re.MULTILINE)
    assert heads == ["会报", "不报", "怎么改"]


def test_index_lists_every_code() -> None:
    text = INDEX.read_text("utf-8")
    head, rows, tail = re.split(r"(?<=-\|\n)((?:\|.*\n)*)", text, maxsplit=1)
    wanted = "".join(
        f"| [{rule.code}]({rule.code}.md) | {rule.title} | {rule.severity} "
        f"| {'可以' if rule.allowable else '不能'} |\n"
        for rule in RULES
    )
    if os.environ.get("UPDATE_DOCS"):
        INDEX.write_text(head + wanted + tail, "utf-8")
    assert rows == wanted


@pytest.mark.parametrize("columns", [60, 80, 120])
@pytest.mark.parametrize("code", BY_CODE)
def test_page_is_printed_whole(code: str, columns: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    ran = gongkai("check", "--explain", code, encoding="gbk")
    assert (ran.code, ran.err) == (0, "")
    written = re.sub(r"^```[a-z]*|\]\([^)]+\)", "", page(code), flags=re.MULTILINE)
    assert sorted(re.findall(r"\w", ran.out)) == sorted(re.findall(r"\w", written))
    assert max(map(width, ran.out.splitlines())) <= columns


@pytest.mark.parametrize("file", [*PAGES.iterdir()], ids=lambda file: file.name)
def test_page_has_only_letters_of_gbk_and_links_that_lead_somewhere(file: Path) -> None:
    text = file.read_text("utf-8")
    assert text.encode("gbk").decode("gbk") == text
    links = re.findall(r"\]\(([^)]+)\)", text)
    assert [link for link in links if not (PAGES / link).exists()] == []


def test_catalogue_and_source_have_the_same_codes() -> None:
    files = set((ROOT / "src").rglob("*.py")) - {ROOT / "src/gongkai_cli/rules.py"}
    used = {code for file in files for code in CODE.findall(file.read_text("utf-8"))}
    assert sorted(used) == sorted(BY_CODE)


def test_time_limits_on_the_page_are_understood() -> None:
    rows = re.findall(r"^\| ([^|]*[^|-]) \| (.+) \|$", page("G204"), re.MULTILINE)[1:]
    for phrases, meaning in rows:
        for phrase in phrases.split("、"):
            due = read_deadline(phrase, 2023).due
            assert bool(due) == ("到期" in meaning.replace("没有到期日", "")), phrase
    assert len(rows) > 1


def rules_written() -> Iterator[str]:
    """Every function in `checking` that, given a year or a unit's records, finds faults."""
    for found in iter_modules(checking.__path__, "gongkai_cli.checking."):
        for each in vars(import_module(found.name)).values():
            if isfunction(each) and each.__module__ == found.name != rules.__name__:
                hints = list(get_type_hints(each).values())
                if hints[0] in {Case, Desk} and hints[-1] == Iterator[Finding]:
                    yield f"{found.name.rpartition('.')[2]}.{each.__name__}"


def test_every_rule_is_asked() -> None:
    asked = re.findall(r"\w+\.\w+", getsource(rules))
    assert [name for name in rules_written() if name not in asked] == []
