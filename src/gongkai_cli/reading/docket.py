"""卷宗: what one check is about — which files, which years, whose folders — and what is in them.

Opens a tree and, where there is a base, the change since. It judges nothing.
"""

import re
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import NamedTuple

from gongkai_cli.diagnostic import Diagnostic, Span, Unreadable
from gongkai_cli.domain.book import Book
from gongkai_cli.domain.change import Change, Edit, How
from gongkai_cli.domain.places import LEDGERS, place_of
from gongkai_cli.domain.record import LookBack, Record
from gongkai_cli.reading.book import BOOK_FILES, WORKDAYS, is_year, load_book, years
from gongkai_cli.reading.cache import Cache
from gongkai_cli.reading.papers import Paper, papers
from gongkai_cli.reading.trees import Kind, Leaf, Tree

DATA = "data"
_ARCHIVE = f"{DATA}/archive"
_PLAN = re.compile(rf"{DATA}/(?:archive/[^/]+/)?tasks\.yaml")

Home = tuple[int, str]
"""A year and the name of a folder among its ledgers."""


class View(NamedTuple):
    """What is checked: a tree and, where there is a base, the base's tree and the change."""

    tree: Tree
    before: Tree | None = None
    change: Change | None = None


class Binder(NamedTuple):
    """The records of one unit's folder by their files; `whole`: all of them could be read.

    `lookbacks` speak of an earlier year's tasks.
    """

    home: Home
    records: dict[str, Record]
    lookbacks: dict[str, Record]
    whole: bool


class Docket:
    """One view's files and books. `faults` are what could not be read of the books."""

    def __init__(self, view: View, cache: Cache) -> None:
        """Stand before `view`; nothing is read yet."""
        self.view = view
        self._cache = cache
        self._leaves: dict[str, dict[str, Leaf]] = {}
        self._past: dict[int, Book | None] = {}
        self.faults: list[Diagnostic] = []

    @property
    def edits(self) -> tuple[Edit, ...]:
        """What the change did; nothing where there is no base."""
        return self.view.change.edits if self.view.change else ()

    @cached_property
    def books(self) -> dict[int, Book]:
        """The book of the year in hand and of every archived year that is under check."""
        found: dict[int, Book] = {}
        archived = years(self.view.tree)
        for year in (None, *filter(self._is_touched, archived)):
            try:
                book = load_book(self.view.tree, self._cache, year)
            except Unreadable as fault:
                self.faults += fault.diagnostics
            else:
                if year in {None, book.plan.year}:
                    found.setdefault(book.plan.year, book)
                else:
                    self.faults.append(_wrong_year(book, year))
        return found

    def past_book(self, year: int) -> Book | None:
        """The book of an earlier `year` that records look back at; None where none can be read."""
        if year not in self._past:
            self._past[year] = self._book_of(year)
        return self._past[year]

    def _book_of(self, year: int) -> Book | None:
        if year in self.books or year not in years(self.view.tree):
            return self.books.get(year)
        try:
            book = load_book(self.view.tree, self._cache, year)
        except Unreadable:
            return None
        return book if book.plan.year == year else None

    def landed_book(self, year: int | None = None) -> Book | None:
        """The base's book of `year` (None: the year in hand), if it could be read there."""
        tree = self.view.before or self.view.tree
        for place in dict.fromkeys((None, year)):
            try:
                book = load_book(tree, self._cache, place)
            except Unreadable:
                continue
            if year in {None, book.plan.year}:
                return book
        return None

    @cached_property
    def files(self) -> dict[str, Leaf]:
        """The files under check, in order.

        All of them where there is no base; else what the change added or edited and, where it
        touched a year's plan, roster or settings, everything of that year.
        """
        if self.view.change is None:
            return self.leaves(DATA) | self.leaves(LEDGERS)
        left = [edit.file for edit in self.edits if edit.how is not How.DELETED]
        found = {file: leaf for file in left if (leaf := self.leaves(_folder(file)).get(file))}
        resettled = list(filter(self.is_resettled, self.books))
        for year in (*resettled, *self._lost()):
            found |= self.leaves(f"{LEDGERS}/{year}")
        for year in resettled:  # the plan is asked anew as well, and so are its comments
            plan = self.books[year].plan.file
            found[plan] = self.leaves(DATA)[plan]
        return dict(sorted(found.items()))

    def leaves(self, folder: str) -> dict[str, Leaf]:
        """The files below `folder`; the tree is asked once."""
        if folder not in self._leaves:
            self._leaves[folder] = self.view.tree.leaves(folder)
        return self._leaves[folder]

    def holds(self, file: str) -> bool:
        """Whether anything but a folder stands at `file`."""
        return file in self.leaves(_folder(file))

    def exists(self, file: str) -> bool:
        """Whether `file` is a plain file."""
        leaf = self.leaves(_folder(file)).get(file)
        return leaf is not None and leaf.kind is Kind.FILE

    def is_resettled(self, year: int) -> bool:
        """Whether the change touched what everything of `year` is held against."""
        folder = self.books[year].plan.file.rpartition("/")[0]
        own = {f"{folder}/{name}" for name in BOOK_FILES}
        return any(file in own or file.startswith(f"{WORKDAYS}/") for file in self._touched)

    def homes(self) -> list[Home]:
        """The folders that anything under check concerns, those that lost a file among them."""
        return sorted({home for name in (*self.files, *self._touched) if (home := home_of(name))})

    def binders(self, seen: Callable[[Paper], None]) -> list[Binder]:
        """The records of `homes`; every file under check passes before `seen` on the way."""
        found = {home: Binder(home, {}, {}, whole=True) for home in self.homes()}
        for paper in papers(self.view.tree, dict(sorted(self._wanted(found)))):
            if (home := home_of(paper.file)) and _is_record(paper.file):
                binder = found[home]
                if paper.record:
                    back = isinstance(paper.record.fact, LookBack)
                    (binder.lookbacks if back else binder.records)[paper.file] = paper.record
                found[home] = binder._replace(whole=binder.whole and paper.record is not None)
            if paper.file in self.files:
                seen(paper)
        return list(found.values())

    def _wanted(self, homes: dict[Home, Binder]) -> Iterator[tuple[str, Leaf]]:
        """The files under check, and the records that they are to be held against."""
        yield from self.files.items()
        for year, name in homes:
            for file, leaf in self.leaves(f"{LEDGERS}/{year}/{name}").items():
                if _is_record(file) and file not in self.files:
                    yield file, leaf

    def _is_touched(self, year: int) -> bool:
        folders = (f"{_ARCHIVE}/{year}/", f"{LEDGERS}/{year}/", f"{WORKDAYS}/")
        return self.view.change is None or any(file.startswith(folders) for file in self._touched)

    def _lost(self) -> set[int]:
        """The years that the base had a plan of and that have none now."""
        if self.view.before is None or not any(map(_PLAN.fullmatch, self._touched)):
            return set()
        landed = self.landed_book()
        had = {*years(self.view.before), *([landed.plan.year] if landed else ())}
        return had.difference(self.books, years(self.view.tree))

    @cached_property
    def _touched(self) -> list[str]:
        """Every path that the change touched, those before a renaming among them."""
        return [name for edit in self.edits for name in (edit.file, edit.was) if name]


def _wrong_year(book: Book, year: int | None) -> Diagnostic:
    message = f"里面写的是{book.plan.year}年，文件夹是{year}年"
    hint = "请核对其中的 year，或把文件夹改成它的年份"
    return Diagnostic("G122", message, hint, Span(book.plan.file))


def home_of(file: str) -> Home | None:
    """The year and folder that `file` belongs to, if any."""
    place = place_of(file)
    return (int(place.year), place.unit) if place and is_year(place.year) else None


def _is_record(file: str) -> bool:
    place = place_of(file)
    return place is not None and place.is_record


def _folder(file: str) -> str:
    """What is listed to find `file`: a unit's folder, or the top folder that it stands in."""
    place = place_of(file)
    return f"{LEDGERS}/{place.year}/{place.unit}" if place else file.partition("/")[0]
