"""What one run works on: the workspace, the year, the day, the cache. Opened late, closed once."""

import os
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from pathlib import Path

from gongkai_cli.cli.console import tell, tell_diagnostics
from gongkai_cli.cli.wrong import CANNOT_RUN, WRONG_USE, Stop, known_unit
from gongkai_cli.diagnostic import Severity
from gongkai_cli.domain.book import Book
from gongkai_cli.domain.item import Item
from gongkai_cli.domain.roster import Unit
from gongkai_cli.reading import workspace as workspaces
from gongkai_cli.reading.book import load_book, years
from gongkai_cli.reading.cache import Cache, cache_file
from gongkai_cli.reading.shelf import Shelf
from gongkai_cli.reading.trace import MARKER, Trace
from gongkai_cli.reading.workspace import Workspace
from gongkai_cli.reckoning.assignment import Duty, duties
from gongkai_cli.reckoning.question import Question
from gongkai_cli.reckoning.standings import Entry

_SHANGHAI = timedelta(hours=8)
_FEW = 10


class Session:
    """Everything a command asks the world for. Nothing is read before it is asked for."""

    def __init__(
        self, root: Path | None, year: int | None, as_of: date | None, *, use_cache: bool
    ) -> None:
        """Work in `root` (None: where the person stands), on `year`, as of a day (None: today)."""
        self._root = root
        self._year = year
        self._use_cache = use_cache
        self.asked_day = as_of
        self.trace = Trace()
        self.answer = b""
        self.code = 0

    @cached_property
    def as_of(self) -> date:
        """统计日期: the day asked for, or today in China."""
        return self.asked_day or today()

    @property
    def standpoint(self) -> str:
        """The options by which the next command sees the same year and day as this one."""
        year = f" --year {self._year}" if self._year else ""
        return year + (f" --as-of {self.asked_day}" if self.asked_day else "")

    @cached_property
    def workspace(self) -> Workspace:
        """The folder named, or the nearest upwards, or the copy inside the package."""
        named = self._root or Path(os.environ.get("GONGKAI_ROOT", ""))
        if named == Path():
            return workspaces.find(Path.cwd(), self.trace) or workspaces.built_in(self.trace)
        if not (named / MARKER).is_file():
            raise Stop(f"{named} 不是工作区：里面没有 {MARKER}。", code=CANNOT_RUN)
        return Workspace(named.absolute(), trace=self.trace)

    @cached_property
    def cache(self) -> Cache:
        """The user's own store; none with --no-cache."""
        return Cache(cache_file(self.workspace.root) if self._use_cache else None)

    @cached_property
    def book(self) -> Book:
        """The year's book. Raises Unreadable, and Stop for a year that nobody has."""
        book = load_book(self.workspace, self.cache, self._year)
        if self._year not in {None, book.plan.year}:
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
                "看全部单位：gongkai units",
            )
        unit = known_unit(spoken, self.book.roster)
        if item := duty.item(unit):
            return item
        raise Stop(
            f"任务{number}不由{unit.name}负责，负责的是{names}。",
            f"看{unit.name}的任务：gongkai units {unit.name}",
        )

    def entries(self, units: Sequence[Unit], within: int | None = None) -> Iterator[Entry]:
        """How every item of `units` stands, unit by unit."""
        question = Question(self.book, self.as_of, within)
        if len(units) == len(self.units(())):
            self.shelf.faults += self.shelf.strangers(self.book.roster)
        for unit in units:
            yield from question.entries(unit, self.shelf.states(unit, self.as_of))

    def must_be_writable(self) -> None:
        """Raises Stop where only the package's own copy is at hand."""
        if not self.workspace.writable:
            raise Stop(
                "这里不是工作区，不能写入：当前文件夹和它的上级都没有 data/tasks.yaml。",
                "请先进入工作区所在的文件夹，或用 -C 文件夹 指明它。",
                code=CANNOT_RUN,
            )

    def close(self, code: int) -> int:
        """Say what could not be read on the way; the exit code after all."""
        if cache := self.__dict__.get("cache"):
            cache.close()
        shelf = self.__dict__.get("shelf")
        faults = shelf.faults if shelf else []
        tell_diagnostics(faults)
        unread = sum(each.severity is Severity.ERROR for each in faults)
        if unread:
            tell(f"有{unread}处读不了，以上结果没有把它们算进去。")
        if faults:
            self.answer = b""
        return code or self.code or (WRONG_USE if unread else 0)


def today() -> date:
    """Today in Asia/Shanghai, which has kept UTC+8 since 1991; Windows has no zone files."""
    return (datetime.now(UTC) + _SHANGHAI).date()
