"""The gate's work: what is under check goes before the rules.

Here the rooms meet that do not know each other: files from `reading`, rules from `checking`, the
ledgers as `rendering` would write them.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import date

from gongkai_cli.checking.case import Case, Desk, Finding, Written
from gongkai_cli.checking.change import Branch, change_findings, plan_findings
from gongkai_cli.checking.leaks import leak_findings
from gongkai_cli.checking.rules import lookback_rules, plan_rules, record_rules
from gongkai_cli.cli.ledgers import committed
from gongkai_cli.cli.shell import quoted
from gongkai_cli.cli.telling import Fault, told
from gongkai_cli.diagnostic import Unreadable
from gongkai_cli.domain.book import Book
from gongkai_cli.domain.places import LEDGER, LEDGERS, place_of
from gongkai_cli.domain.roster import Unit
from gongkai_cli.reading.docket import Binder, Docket
from gongkai_cli.reading.papers import Paper, text_of
from gongkai_cli.reading.trace import MARKER
from gongkai_cli.reckoning.assignment import duties
from gongkai_cli.rendering.findings.shown import Shown


class Gate:
    """One check of a docket, as of a day. `tick` is called for every file, to watch the time.

    `place` gives the options by which a command works in the same folder and a year (None: the
    year in hand).
    """

    def __init__(
        self,
        docket: Docket,
        as_of: date,
        tick: Callable[[], None],
        place: Callable[[int | None], str],
    ) -> None:
        """Stand ready; nothing is read yet."""
        self._docket = docket
        self._as_of = as_of
        self._tick = tick
        self._options = place
        self._faults: defaultdict[str, list[Fault]] = defaultdict(list)
        self._excusing: set[str] = set()
        self._ledgers: set[str] = set()
        self._put_right: set[str] = set()

    def judged(self, branch: Branch | None) -> list[Shown]:
        """Every finding with its place and its line, in order of files, lines and columns.

        `branch` is whose change it is, where that was said. Raises TooMuch.
        """
        docket = self._docket
        books = docket.books
        self._add(docket.faults)
        if docket.view.change:
            rosters = {str(year): book.roster for year, book in books.items()}
            self._add(change_findings(docket.view.change, branch, rosters))
        binders = docket.binders(self._look_at)
        for book in books.values():
            self._judge(book, [each for each in binders if each.home[0] == book.plan.year])
        left = [
            each for each in binders if docket.leaves("/".join((LEDGERS, *map(str, each.home))))
        ]
        self._add(_homeless(left, books, whole=not docket.faults))
        for file in sorted(self._ledgers):  # in a fresh one nothing leaks but from a record
            self._tick()
            text = text_of(self._bytes(file) or b"")
            self._add(leak_findings(file, text, self._as_of))
        return list(self._told())

    def _told(self) -> Iterator[Shown]:
        for file in sorted(self._excusing | self._faults.keys()):
            self._tick()
            data = self._bytes(file) or b""
            excusing, idle = file in self._excusing, file not in self._put_right
            yield from told(file, data, self._faults[file], excusing=excusing, idle=idle)

    def _place(self, year: int) -> str:
        """The options by which a command works in this folder and `year`."""
        book = self._docket.books.get(year)
        return self._options(None if book and book.plan.file == MARKER else year)

    def _bytes(self, file: str) -> bytes | None:
        """What stands in `file`, if that can be read; None where there is no plain file."""
        try:
            return self._docket.view.tree.read(file) if self._docket.exists(file) else None
        except Unreadable:  # too large, which is told already
            return b""

    def _add(self, faults: Iterable[Fault]) -> None:
        for fault in faults:
            self._tick()
            file = fault.file if isinstance(fault, Finding) else fault.span.file
            self._faults[file].append(fault)

    def _look_at(self, paper: Paper) -> None:
        """What can be said of one file by itself."""
        self._tick()
        self._add(paper.faults)
        if _is_ledger(paper.file):
            self._ledgers.add(paper.file)
        else:
            self._add(leak_findings(paper.file, paper.text, self._as_of))
        if "允许" in paper.text and paper.file.endswith(".yaml"):
            self._excusing.add(paper.file)

    def _judge(self, book: Book, binders: list[Binder]) -> None:
        """One year: its plan, its units' records, its ledgers."""
        docket, year = self._docket, book.plan.year
        every = {duty.task.id: duty for duty in duties(book)}
        files, past = docket.files, docket.past_book
        case = Case(book, every, self._as_of, docket.holds, files, past, self._place)
        if docket.view.change is None or docket.is_resettled(year):
            self._add(plan_rules(case))
        if docket.is_resettled(year) and (landed := docket.landed_book(year)):
            self._add(plan_findings(landed.plan, book.plan))
        units = {unit.name: unit for unit in book.roster.units}
        for binder in binders:
            if unit := units.get(binder.home[1]):
                written = [Written(*each) for each in binder.records.items()]
                self._ask(record_rules, Desk(case, unit, written))
                backward = [Written(*each) for each in binder.lookbacks.items()]
                self._ask(lookback_rules, Desk(case, unit, backward))
        self._add(self._stale(case, binders))

    def _ask(self, rules: Callable[[Desk], Iterator[Finding]], desk: Desk) -> None:
        self._add(rules(desk))
        self._put_right |= {each.file for each in desk.records}
        self._put_right -= {each.file for each in desk.standing()}

    def _stale(self, case: Case, binders: list[Binder]) -> Iterator[Finding]:
        """G501: generated ledgers that are not what the records now say."""
        docket, book, year = self._docket, case.book, case.book.plan.year
        found = {binder.home[1]: binder for binder in binders}
        every = docket.view.change is None or docket.is_resettled(year)
        for unit in book.roster.units:
            binder = found.get(unit.name)
            kept = unit.active_in(year) or bool(binder and (binder.records or binder.lookbacks))
            if kept and (binder.whole if binder else every):
                self._tick()
                yield from self._compared(case, unit, binder)

    def _compared(self, case: Case, unit: Unit, binder: Binder | None) -> Iterator[Finding]:
        file = f"{LEDGERS}/{case.book.plan.year}/{unit.name}/{LEDGER}"
        records = list(binder.records.values()) if binder else []
        data = self._bytes(file)
        lookbacks = list(binder.lookbacks.values()) if binder else []
        fresh = committed(case.book, unit, records, list(case.duties.values()), lookbacks)
        if data is not None and data.replace(b"\r\n", b"\n") == fresh:
            self._ledgers.discard(file)
        else:
            message = "没有台账" if data is None else "台账不是最新，或被手改过"
            mend = f"请重新生成：gongkai ledger --unit {quoted(unit.name)}{case.here}"
            yield Finding("G501", file, message, mend)


def _is_ledger(file: str) -> bool:
    place = place_of(file)
    return place is not None and (place.part, place.rest) == (LEDGER, "")


def _homeless(binders: list[Binder], books: dict[int, Book], *, whole: bool) -> Iterator[Finding]:
    """G302, G321: folders whose records nobody would ever ask for."""
    for (year, name), *_ in binders:
        if book := books.get(year):
            if all(unit.name != name for unit in book.roster.units):
                hint = "请改成名录里的单位名称，或在 data/units.yaml 里补上这个单位"
                message = f"名录里没有“{name}”，这个文件夹里的记录不会计入"
                yield Finding("G302", f"{LEDGERS}/{year}/{name}", message, hint)
        elif whole:
            hint = "请核对文件夹的年份；往年的任务分解表放在 data/archive/年份/ 里"
            yield Finding("G321", f"{LEDGERS}/{year}", f"没有{year}年的任务分解表", hint)
