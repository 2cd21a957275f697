"""A year's ledger folders, asked unit by unit; what was folded before is not read again."""

from collections.abc import Iterable, Iterator
from datetime import date

from gongkai_cli.diagnostic import Diagnostic, Severity, Span
from gongkai_cli.domain.places import LEDGERS, LOOKBACK
from gongkai_cli.domain.record import Record
from gongkai_cli.domain.roster import Roster, Unit
from gongkai_cli.reading.cache import MEDDLED, Cache
from gongkai_cli.reading.listing import Listing
from gongkai_cli.reading.records import Folder, read_folder
from gongkai_cli.reading.states import Summary, from_text, to_text
from gongkai_cli.reading.workspace import Workspace
from gongkai_cli.reckoning.fold import fold
from gongkai_cli.reckoning.question import States
from gongkai_cli.reckoning.strays import Stray, Terms, maybe_stray, strays


class Shelf:
    """The folders of one year. `faults` are what could not be read on the way."""

    def __init__(self, workspace: Workspace, cache: Cache, year: int) -> None:
        """Stand before the ledgers of `year`; nothing is read yet."""
        self._workspace = workspace
        self._cache = cache
        self._year = year
        self._found: dict[Diagnostic, None] = {}

    @property
    def faults(self) -> list[Diagnostic]:
        """What was noted so far, each thing once."""
        return list(self._found)

    def note(self, found: Iterable[Diagnostic]) -> None:
        """Add to what will be said at the end."""
        self._found.update(dict.fromkeys(found))

    def records(self, unit: Unit) -> Folder:
        """Every record of `unit` about the year's own tasks, read from its files."""
        return self._read(unit, self._listing(unit))

    def lookbacks(self, unit: Unit) -> Folder:
        """What `unit` says in this year of an earlier year's tasks; nothing is reckoned from it."""
        files = [name for name in self._listing(unit).files if _is_lookback(name)]
        folder = self._workspace.ledger_folder(self._year, unit.name)
        return read_folder(self._workspace, folder, files)

    def states(self, unit: Unit, as_of: date) -> States:
        """The states of the tasks that `unit` has records of, as known on `as_of`.

        From the cache where no file of the unit was touched and no record is later than `as_of`.
        """
        found = self._listing(unit)
        if not found.files:
            return {}
        name = f"{self._year}/{unit.name}"
        kept = self._cache.get(name, found.fingerprint)
        summary = _understood(kept) if kept else None
        if summary is None or summary.since > as_of:
            return self._fold(unit, name, found, as_of)
        return summary.states

    def note_strays(self, unit: Unit, states: States, terms: Terms, as_of: date) -> None:
        """Note what the records behind `states` say in vain, reading them only if any may."""
        if maybe_stray(states, terms):
            self.note_stray_records(unit, self.records(unit).records, terms, as_of)

    def note_stray_records(
        self, unit: Unit, records: Iterable[Record], terms: Terms, as_of: date | None
    ) -> None:
        """Note what `records` of `unit` say in vain."""
        folder = self._workspace.relative(self._workspace.ledger_folder(self._year, unit.name))
        self.note(_vain(stray, unit, folder, terms) for stray in strays(records, terms, as_of))

    def strangers(self, roster: Roster) -> Iterator[Diagnostic]:
        """Folders of units that the roster does not know: nobody would ever ask for them."""
        place = f"{LEDGERS}/{self._year}"
        known = {unit.name for unit in roster.units}
        for name in self._workspace.names(place):
            if name not in known and self._workspace.is_folder(f"{place}/{name}"):
                span = Span(f"{place}/{name}")
                hint = "请改成名录里的单位名称，或在 data/units.yaml 里补上这个单位"
                message = f"名录里没有“{name}”，这个文件夹里的记录不会计入"
                yield Diagnostic("G302", message, hint, span, Severity.WARNING)

    def _fold(self, unit: Unit, name: str, found: Listing, as_of: date) -> States:
        folder = self._read(unit, found)
        self.note(folder.faults)
        latest = max((record.day for record in folder.records), default=date.min)
        if self._cache and found.settled and not folder.faults:
            states = fold(folder.records)
            self._cache.put(name, found.fingerprint, to_text(Summary(latest, states)))
            if latest <= as_of:
                return states
        return fold(folder.records, as_of)

    def _listing(self, unit: Unit) -> Listing:
        return self._workspace.listing(self._workspace.ledger_folder(self._year, unit.name))

    def _read(self, unit: Unit, found: Listing) -> Folder:
        folder = self._workspace.ledger_folder(self._year, unit.name)
        files = [name for name in found.files if not _is_lookback(name)]
        return read_folder(self._workspace, folder, files)


def _vain(stray: Stray, unit: Unit, folder: str, terms: Terms) -> Diagnostic:
    """What is said in vain, in which file, and how to put it right."""
    record, numbers = stray.record, "、".join(map(str, stray.tasks))
    if stray.measure:
        code, message = "G305", f"任务{numbers}没有“{stray.measure}”这个指标，这个数不会计入"
        look = f"看指标的名称：gongkai tasks {stray.tasks[0]}"
    elif stray.tasks[0] in terms.targets:
        code, message = "G304", f"任务{numbers}不是{unit.name}的任务，这条记录不会计入"
        look = f"看本单位的任务：gongkai units {unit.name}"
    else:
        code, message = "G303", f"任务{numbers}不在任务分解表里，这条记录不会计入"
        look = "看全部任务：gongkai tasks"
    hint = f"请另写一条记录更正它（corrects: {record.name}）；{look}"
    return Diagnostic(
        code, message, hint, Span(f"{folder}/{record.part}/{record.name}"), Severity.WARNING
    )


def _is_lookback(name: str) -> bool:
    return name.partition("/")[0] == LOOKBACK


def _understood(kept: str) -> Summary | None:
    """What the cache kept, unless somebody has meddled with it."""
    try:
        return from_text(kept)
    except MEDDLED:
        return None
