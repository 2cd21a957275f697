"""What one run works on: the workspace, the year, the day, the cache. Opened late, closed once."""

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING

from gongkai_cli.cli.console import tell, tell_diagnostics
from gongkai_cli.cli.sample import is_sample
from gongkai_cli.cli.wrong import CANNOT_RUN, WRONG_USE, Stop, known_unit
from gongkai_cli.diagnostic import Severity
from gongkai_cli.domain.book import Book
from gongkai_cli.domain.item import Item
from gongkai_cli.domain.record import Record
from gongkai_cli.domain.roster import Unit
from gongkai_cli.domain.statute import near
from gongkai_cli.reading import workspace as workspaces
from gongkai_cli.reading.book import load_book, years
from gongkai_cli.reading.cache import Cache, cache_file
from gongkai_cli.reading.shelf import Shelf
from gongkai_cli.reading.trace import MARKER, Trace
from gongkai_cli.reading.workspace import Workspace
from gongkai_cli.reckoning.assignment import Duty, duties
from gongkai_cli.reckoning.question import Question
from gongkai_cli.reckoning.standings import Entry
from gongkai_cli.reckoning.strays import Terms, targets_of

if TYPE_CHECKING:
    from gongkai_cli.domain.commit import Commit
    from gongkai_cli.reading.git import Repository

_SHANGHAI = timedelta(hours=8)
_FEW = 10
_SHORT_MARK = 10

NEW_WORKSPACE = (
    "还没有工作区的，用 gongkai init 文件夹 建一个；有印发的任务分解表，加上 --from 文件。"
)
"""What whoever stands in no workspace may want to do."""


READ_ONLY = "--at-commit 问的是一个提交当时的内容，只能看，不能写入工作区。"


class Session:
    """Everything a command asks the world for. Nothing is read before it is asked for."""

    def __init__(
        self,
        root: Path | None,
        year: int | None,
        as_of: date | None,
        at_commit: str | None = None,
        *,
        use_cache: bool,
    ) -> None:
        """Work in `root` (None: where the person stands), on `year`, as of a day (None: today).

        `at_commit` names a commit whose files are read in place of those on disk.
        """
        self._root = root
        self._year = year
        self._use_cache = use_cache
        self.asked_day = as_of
        self.asked_commit = at_commit
        self._told: set[str] = set()
        self.trace = Trace()
        self.answer = b""
        self.spoke = False
        self.withheld = False
        self.code = 0

    @cached_property
    def as_of(self) -> date:
        """统计日期: the day asked for, or that of the commit asked for, or today in China.

        Raises Stop for a commit that has none.
        """
        if self.asked_day or self.commit is None:
            return self.asked_day or today()
        if self.commit.day is None:
            raise Stop(
                f"提交“{self.asked_commit}”的日期不是日历上有的，不知道截至哪一天。",
                "请加上 --as-of 日期，写明按哪一天看。",
            )
        return self.commit.day

    @property
    def looks_back(self) -> bool:
        """Whether a past day or a commit is asked about: what is written then is no ledger."""
        return self.asked_day is not None or self.asked_commit is not None

    @property
    def place(self) -> str:
        """The options by which the next command works in the same folder, year and commit."""
        folder = "" if self._root is None else f" -C {_quoted(str(self._root))}"
        year = "" if self._year is None else f" --year {self._year}"
        commit = self.asked_commit
        return folder + year + ("" if commit is None else f" --at-commit {_quoted(commit)}")

    @property
    def writing(self) -> str | None:
        """`place` for a command that writes; None at a commit, where nothing can be written."""
        return None if self.asked_commit is not None else self.place

    @property
    def asked_year(self) -> int | None:
        """The year named on the line, if any."""
        return self._year

    @property
    def other_year(self) -> str:
        """The option that names the year asked about, where that is not the one in hand.

        For commands in what is sent elsewhere: they name no folder of this machine.
        """
        other = self._year is not None and self._year in years(self.workspace)
        return f" --year {self._year}" if other else ""

    @property
    def year_to_report(self) -> int | None:
        """The archived year whose annual report is still due although the next one is in hand."""
        before = self.book.plan.year - 1
        due = self._year is None and near(before, self.as_of)
        return before if due and before in years(self.workspace) else None

    def in_year(self, year: int | None) -> "Session":
        """The same folder and day, asked of `year` (None: the year in hand); closed by itself."""
        asked = self.asked_day, self.asked_commit
        other = Session(self._root, year, *asked, use_cache=self._use_cache)
        other._told = self._told
        return other

    @property
    def standpoint(self) -> str:
        """`place`, and the day where one was asked for: for commands that read."""
        return self.place + (f" --as-of {self.asked_day}" if self.asked_day else "")

    @property
    def _named(self) -> Path | None:
        """The folder that a person named, on the line or once for all."""
        told = os.environ.get("GONGKAI_ROOT")
        return Path(told) if self._root is None and told else self._root

    @property
    def standing(self) -> Path:
        """The folder named or the nearest workspace; it may be none: a bare repository, say."""
        found = None if self._named else workspaces.find(Path.cwd(), self.trace)
        return found.root if found else (self._named or Path.cwd()).absolute()

    @cached_property
    def repository(self) -> "Repository":
        """The repository that the folder stands in. Raises CannotUseGit."""
        from gongkai_cli.reading.git import Repository

        if not self.standing.is_dir():
            raise Stop(f"没有 {self.standing} 这个文件夹。", code=CANNOT_RUN)
        return Repository.at(self.standing)

    @cached_property
    def commit(self) -> "Commit | None":
        """The commit asked about, if one was. Raises CannotUseGit."""
        if self.asked_commit is None:
            return None
        from gongkai_cli.reading.commits import commit_called

        return commit_called(self.repository, self.asked_commit)

    @cached_property
    def workspace(self) -> Workspace:
        """The folder named, or the nearest upwards, or the copy inside the package.

        As the commit knew it, where one is asked about.
        """
        return self._snapshot(self.commit) if self.commit else self._folder()

    def _snapshot(self, commit: "Commit") -> Workspace:
        """The folder as the commit knew it, which is said: nobody sees it in the answer."""
        from gongkai_cli.reading.snapshot import Snapshot

        root = self.standing
        place = Snapshot(root, self.repository.tree(commit.mark))
        if not place.holds(MARKER):
            asked = f"提交“{self.asked_commit}”（{commit.when}）"
            said = f"{asked}里，{root} 还不是工作区：没有 {MARKER}。"
            raise Stop(said, "请换一个提交，或用 -C 文件夹 指明工作区。", code=CANNOT_RUN)
        if commit.mark not in self._told:
            self._told.add(commit.mark)
            mark = commit.mark[:_SHORT_MARK]
            tell(f"以下是提交 {mark}（{commit.when}，{commit.author}）时的内容，截至{self.as_of}。")
        self.spoke = True
        return place

    def _folder(self) -> Workspace:
        named = self._named
        if named is None:
            return workspaces.find(Path.cwd(), self.trace) or workspaces.built_in(self.trace)
        if not (named / MARKER).is_file():
            said = f"{named} 不是工作区：里面没有 {MARKER}。"
            raise Stop(said, NEW_WORKSPACE, code=CANNOT_RUN)
        return Workspace(named.absolute(), trace=self.trace)

    @cached_property
    def cache(self) -> Cache:
        """The user's own store for the workspace."""
        return self.cache_at(self.workspace.root, use=self.asked_commit is None)

    def cache_at(self, root: Path, *, use: bool = True) -> Cache:
        """The user's own store for what stands at `root`; none with --no-cache."""
        return Cache(cache_file(root) if use and self._use_cache else None)

    @cached_property
    def book(self) -> Book:
        """The year's book. Raises Unreadable, and Stop for a year that nobody has."""
        book = load_book(self.workspace, self.cache, self._year)
        if self._year not in {None, book.plan.year}:
            if self._year in years(self.workspace):
                raise Stop(
                    f"{book.plan.file} 里写的是{book.plan.year}年，不是{self._year}年。",
                    "请核对其中的 year，或把文件夹改成它的年份。",
                )
            have = "、".join(map(str, sorted({book.plan.year, *years(self.workspace)})))
            raise Stop(f"没有{self._year}年的任务分解表；现有：{have}。")
        return book

    @cached_property
    def shelf(self) -> Shelf:
        """The year's ledger folders."""
        return Shelf(self.workspace, self.cache, self.book.plan.year)

    @cached_property
    def duties(self) -> list[Duty]:
        """Every task, understood."""
        return duties(self.book)

    def units(self, spoken: Sequence[str]) -> list[Unit]:
        """The units that a person named, or all that existed in the year."""
        if spoken:
            found = [known_unit(name, self.book.roster) for name in spoken]
            return list({unit.name: unit for unit in found}.values())
        return [unit for unit in self.book.roster.units if unit.active_in(self.book.plan.year)]

    def duty(self, number: int) -> Duty:
        """The task with this number. Raises Stop with the numbers there are."""
        for duty in self.duties:
            if duty.task.id == number:
                return duty
        numbers = [duty.task.id for duty in self.duties]
        first, last = min(numbers), max(numbers)
        raise Stop(f"没有任务{number}；{self.book.plan.year}年的任务从{first}到{last}。")

    def item(self, number: int, spoken: str | None) -> Item:
        """The task as it falls to the unit named, or to the only unit that has it."""
        duty = self.duty(number)
        holders = [item for unit in self.units(()) if (item := duty.item(unit))]
        if spoken is None and len(holders) == 1:
            return holders[0]
        few = len(holders) <= _FEW
        names = "、".join(item.unit.name for item in holders) if few else f"{len(holders)}个单位"
        if spoken is None:
            raise Stop(
                f"任务{number}由{names}负责，请用 --unit 说明是哪一个单位。",
                f"看全部单位：gongkai units{self.place}",
            )
        unit = known_unit(spoken, self.book.roster)
        if not unit.active_in(year := self.book.plan.year):
            over = unit.active_until and unit.active_until.year < year
            span = f"到{unit.active_until}为止" if over else f"自{unit.active_from}起才有"
            heir = self.book.roster.heir(unit.name, year) if over else None
            since = f"，职责由{heir.name}承接" if heir else ""
            raise Stop(f"{unit.name}{span}{since}，没有{year}年的任务。")
        if item := duty.item(unit):
            return item
        raise Stop(
            f"任务{number}不由{unit.name}负责，负责的是{names}。",
            f"看{unit.name}的任务：gongkai units {unit.name}{self.place}",
        )

    def entries(self, units: Sequence[Unit], within: int | None = None) -> Iterator[Entry]:
        """How every item of `units` stands, unit by unit."""
        question = Question(self.book, self.as_of, within)
        if len(units) == len(self.units(())):
            self.note_strangers()
        for unit in units:
            states = self.shelf.states(unit, self.as_of)
            found = question.entries(unit, states)
            terms = Terms(self._targets, {entry.item.task.id for entry in found})
            self.shelf.note_strays(unit, states, terms, self.as_of)
            yield from found

    def note_strangers(self) -> None:
        """Note the folders that no unit of the roster would ever ask for."""
        self.shelf.note(self.shelf.strangers(self.book.roster))

    def note_strays(self, unit: Unit, records: Sequence[Record], as_of: date | None) -> None:
        """Note which of the unit's `records` count for nothing (None: on whatever day)."""
        active = unit.active_in(self.book.plan.year)
        own = {duty.task.id for duty in self.duties if active and duty.item(unit)}
        self.shelf.note_stray_records(unit, records, Terms(self._targets, own), as_of)

    @cached_property
    def _targets(self) -> Mapping[int, frozenset[str]]:
        return targets_of(self.book.plan)

    def say_where(self) -> None:
        """Say that nobody's own plan is being answered about, where that is so."""
        if not (self.workspace.writable or self.asked_commit is not None):
            plan = self.book.plan
            tell(f"这里不是工作区，以下是软件自带的《{plan.title}》。")
            self.spoke = True
        self.say_sample()

    def say_sample(self) -> None:
        """Say that the plan is still the sample of a new workspace, where it is."""
        if is_sample(self.book.plan):
            tell(
                "任务分解表里还是样例任务，不是印发的内容，以下数字没有意义，不要发出去。",
                f"导入印发的任务分解表：gongkai import 文件 --force{self.place}",
            )
            self.spoke = True

    def must_be_writable(self) -> None:
        """Raises Stop where only the package's own copy is at hand, or what a commit knew."""
        if self.asked_commit is not None:
            raise Stop(READ_ONLY, "要写入的，请去掉 --at-commit。")
        if not self.workspace.writable:
            raise Stop(
                "这里不是工作区，不能写入：当前文件夹和它的上级都没有 data/tasks.yaml。",
                "请先进入工作区所在的文件夹，或用 -C 文件夹 指明它。",
                NEW_WORKSPACE,
                code=CANNOT_RUN,
            )

    def close(self, code: int) -> int:
        """Say what could not be read on the way; the exit code after all."""
        for name in ("cache", "repository"):
            if opened := self.__dict__.get(name):
                opened.close()
        shelf = self.__dict__.get("shelf")
        faults = shelf.faults if shelf else []
        tell_diagnostics(faults)
        unread = sum(each.severity is Severity.ERROR for each in faults)
        if unread and not self.withheld:
            tell(f"有{unread}处读不了，以上结果没有把它们算进去。")
        if faults or self.spoke:
            self.answer = b""  # what was said beside an answer would not be said again
        return code or self.code or (WRONG_USE if unread else 0)


def _quoted(folder: str) -> str:
    """`folder` for a shell; Chinese letters need no quotes."""
    return quote(folder) if re.search(r"[^\w@%+=:,./~-]", folder) else folder


def today() -> date:
    """Today in Asia/Shanghai, which has kept UTC+8 since 1991; Windows has no zone files."""
    return (datetime.now(UTC) + _SHANGHAI).date()
