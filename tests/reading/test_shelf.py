"""No edit to a record can be missed: each changes the answer at once, with and without a cache."""

import os
import shutil
import sqlite3
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from gongkai_cli.diagnostic import Severity, Span
from gongkai_cli.domain.record import (
    Claim,
    Decline,
    ExtensionRequest,
    LookBack,
    Progress,
    Record,
    Review,
)
from gongkai_cli.domain.roster import Roster, Unit, UnitKind
from gongkai_cli.reading import listing as module
from gongkai_cli.reading.cache import Cache
from gongkai_cli.reading.listing import listing
from gongkai_cli.reading.shelf import Shelf
from gongkai_cli.reading.source import dump
from gongkai_cli.reading.trace import Trace
from gongkai_cli.reading.workspace import Workspace
from gongkai_cli.reckoning.fold import Status, fold
from gongkai_cli.reckoning.question import States
from gongkai_cli.reckoning.strays import Terms
from histories import histories_of
from small_workspace import FOLDER, RECORD, UNIT, put, workspace

JUSTICE = Unit(UNIT, UnitKind.DEPARTMENT)
LATER = date(2023, 12, 31)
NAME = f"2023/{UNIT}"

UNDER_WAY = RECORD.replace("已完成", "推进中")
RESUMED = UNDER_WAY.replace("06-20", "06-21")
CLOSED = "type: 核验\ntask: 1\ndate: 2023-06-21\nverdict: 销号\n"
SENT_BACK = CLOSED.replace("销号", "退回")


def fill(root: Path) -> Path:
    """推进中 and 已完成 on one day, 销号 on the next; the unit's folder."""
    put(root, f"{FOLDER}/updates/1.yaml", UNDER_WAY)
    put(root, f"{FOLDER}/updates/2.yaml", RECORD)
    put(root, f"{FOLDER}/reviews/1.yaml", CLOSED)
    return root / FOLDER


def asked(root: Path, store: Path | None, day: date = LATER) -> tuple[States, list[str]]:
    """The states in one run, and the codes of what could not be read."""
    cache = Cache(store)
    shelf = Shelf(Workspace(root), cache, 2023)
    states = shelf.states(JUSTICE, day)
    cache.close()
    return states, [fault.code for fault in shelf.faults]


def is_kept(folder: Path, store: Path) -> bool:
    """Whether a run would answer without reading a record."""
    cache = Cache(store)
    try:
        return cache.get(NAME, listing(folder).fingerprint) is not None
    finally:
        cache.close()


def rewritten(path: Path, text: str) -> None:
    """Other words of the same size in the same file, and the old time put back."""
    then = path.stat()
    path.write_text(text, encoding="utf-8")
    os.utime(path, ns=(then.st_atime_ns, then.st_mtime_ns))
    assert (path.stat().st_size, path.stat().st_mtime_ns) == (then.st_size, then.st_mtime_ns)


def _record(folder: Path) -> None:
    rewritten(folder / "updates/2.yaml", UNDER_WAY)


def _review(folder: Path) -> None:
    rewritten(folder / "reviews/1.yaml", SENT_BACK)


def _by_rename(folder: Path) -> None:
    path = folder / "updates/2.yaml"
    new = put(folder, "new", UNDER_WAY)
    shutil.copystat(path, new)
    new.replace(path)


def _by_hard_link(folder: Path) -> None:
    path = folder / "updates/2.yaml"
    other = put(folder, "other", UNDER_WAY)
    shutil.copystat(path, other)
    path.unlink()
    os.link(other, path)


def _through_another_name(folder: Path) -> None:
    rewritten(folder / "another name", UNDER_WAY)


def _renamed(folder: Path) -> None:
    (folder / "updates/1.yaml").rename(folder / "updates/3.yaml")


def _swapped(folder: Path) -> None:
    first, second = folder / "updates/1.yaml", folder / "updates/2.yaml"
    first.rename(folder / "x")
    second.rename(first)
    (folder / "x").rename(second)


def _deleted(folder: Path) -> None:
    (folder / "updates/2.yaml").unlink()


def _review_deleted(folder: Path) -> None:
    (folder / "reviews/1.yaml").unlink()


def _all_deleted(folder: Path) -> None:
    shutil.rmtree(folder)


def _added(folder: Path) -> None:
    put(folder, "updates/3.yaml", RESUMED)


def _old_one_added(folder: Path) -> None:
    os.utime(put(folder, "updates/3.yaml", RESUMED), ns=(0, 0))


def _linked(folder: Path) -> None:
    path = folder / "updates/2.yaml"
    path.rename(folder / "2.yaml")
    path.symlink_to("../2.yaml")


def _folder_linked(folder: Path) -> None:
    (folder / "updates").rename(folder / "elsewhere")
    (folder / "updates").symlink_to("elsewhere", target_is_directory=True)


def _unit_linked(folder: Path) -> None:
    folder.rename(folder.parent / "elsewhere")
    folder.symlink_to("elsewhere", target_is_directory=True)


def _all_linked(folder: Path) -> None:
    ledgers = folder.parent.parent
    ledgers.rename(ledgers.parent / "elsewhere")
    ledgers.symlink_to("elsewhere", target_is_directory=True)


def _replaced_by_a_file(folder: Path) -> None:
    shutil.rmtree(folder / "updates")
    put(folder, "updates", RECORD)


def _broken(folder: Path) -> None:
    rewritten(folder / "updates/2.yaml", RECORD.replace("type: ", "type："[:5] + " "))


EDITS: dict[Callable[[Path], None], tuple[Status | None, list[str]]] = {
    _record: (Status.UNDER_WAY, []),
    _review: (Status.SENT_BACK, []),
    _by_rename: (Status.UNDER_WAY, []),
    _by_hard_link: (Status.UNDER_WAY, []),
    _through_another_name: (Status.UNDER_WAY, []),
    _renamed: (Status.CLOSED, []),
    _swapped: (Status.CLOSED, []),
    _deleted: (Status.UNDER_WAY, []),
    _review_deleted: (Status.DONE, []),
    _all_deleted: (None, []),
    _added: (Status.UNDER_WAY, []),
    _old_one_added: (Status.UNDER_WAY, []),
    _linked: (Status.UNDER_WAY, ["G130"]),
    _folder_linked: (Status.NOT_STARTED, ["G130"]),
    _unit_linked: (None, ["G130", "G130"]),
    _all_linked: (None, ["G130", "G130"]),
    _replaced_by_a_file: (Status.NOT_STARTED, ["G130"]),
}
"""An edit → what stands afterwards (None: nothing at all), and what is refused."""


@pytest.fixture(scope="module")
def settled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace for every edit, all old enough to be kept: the wait is shared."""
    place = tmp_path_factory.mktemp("settled")
    for edit in EDITS:
        folder = fill(place / edit.__name__)
        os.link(folder / "updates/2.yaml", folder / "another name")
    time.sleep(2.1)
    return place


@pytest.mark.parametrize("edit", EDITS)
def test_an_edit_changes_the_answer(settled: Path, edit: Callable[[Path], None]) -> None:
    root, store = settled / edit.__name__, settled / f"{edit.__name__}.sqlite3"
    folder = root / FOLDER
    for _ in range(2):
        states, faults = asked(root, store)
        assert (states[1].status, faults) == (Status.CLOSED, [])
    assert is_kept(folder, store)
    edit(folder)
    assert not is_kept(folder, store)
    expected = EDITS[edit]
    for cache in (store, store, None):
        states, faults = asked(root, cache)
        assert (states[1].status if states else None, faults) == expected


def test_what_was_read_too_early_is_not_kept(tmp_path: Path) -> None:
    folder, store = fill(tmp_path / "work"), tmp_path / "store"
    assert asked(tmp_path / "work", store)[0][1].status is Status.CLOSED
    assert not is_kept(folder, store)


def test_no_edit_within_a_tick_of_the_clock_is_missed(tmp_path: Path) -> None:
    """Written and asked as fast as can be: many edits fall into one tick and keep the size."""
    path = put(tmp_path, f"{FOLDER}/updates/1.yaml")
    cache = Cache(tmp_path / "store")
    shelf = Shelf(Workspace(tmp_path), cache, 2023)
    for _ in range(25):
        for text, status in ((UNDER_WAY, Status.UNDER_WAY), (RECORD, Status.DONE)):
            path.write_text(text, encoding="utf-8")
            assert shelf.states(JUSTICE, LATER)[1].status is status
    cache.close()


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever was read is kept at once, so that a test need not wait two seconds."""
    monkeypatch.setattr(module, "_SETTLED", -3_600_000_000_000)


@pytest.mark.parametrize(
    "row",
    ["", "[", "null", "[]", "{}", '["2023-06-21"]', '["2023-06-21", []]', '["2023-06-21", {"x": []}]', '["2023-06-21", {"1": []}]',
     '["2023-06-21", {"1": ["没有"]}]', '["21.6.2023", {}]', "[1, {}]", "[" * 100_000, '["2023-06-21", {"1": ["已销号", 0, "", false, [], null, null, null, [], [], {}]}]',
     '["2023-06-21", {"1": ["已销号", null, null, false, null, null, null, null, [], [], {"x": ["a", "b", "c"]}]}]',
     '["2023-06-21", {"1": ["已销号", null, null, false, null, null, null, null, [], [["2023-01-01"]], {}]}]'],
    ids=range(16),
)  # fmt: skip
def test_a_row_that_somebody_meddled_with_is_not_believed(
    tmp_path: Path, at_once: None, row: str
) -> None:
    root, store = tmp_path / "work", tmp_path / "store"
    folder = fill(root)
    sound = asked(root, store)
    assert is_kept(folder, store)
    with sqlite3.connect(store) as opened:
        opened.execute("UPDATE kept SET value = ?", (row,))
    opened.close()
    assert asked(root, store) == sound
    assert asked(root, store) == sound


def test_what_was_kept_is_used(tmp_path: Path, at_once: None) -> None:
    """Shown by a row that says something else: nobody would write it, so no file was read."""
    root, store = tmp_path / "work", tmp_path / "store"
    fill(root)
    asked(root, store)
    with sqlite3.connect(store) as opened:
        opened.execute("UPDATE kept SET value = replace(value, '已销号', '不涉及')")
    opened.close()
    assert asked(root, store)[0][1].status is Status.NOT_OURS
    assert asked(root, None)[0][1].status is Status.CLOSED


def test_a_broken_record_is_a_fault_and_the_others_count(tmp_path: Path, at_once: None) -> None:
    root, store = tmp_path / "work", tmp_path / "store"
    folder = fill(root)
    put(folder, "updates/3.yaml", "type：进展")
    put(folder, "updates/0.yaml", CLOSED)
    for cache in (store, store, None):
        states, faults = asked(root, cache)
        assert (states[1].status, faults) == (Status.CLOSED, ["G301", "G101"])
    assert not is_kept(folder, store)


def test_a_fault_is_told_once_however_often_it_is_met(tmp_path: Path) -> None:
    put(tmp_path, f"{FOLDER}/updates/1.yaml", "type：进展")
    shelf = Shelf(Workspace(tmp_path), Cache(None), 2023)
    for _ in range(3):
        shelf.states(JUSTICE, LATER)
    assert [fault.code for fault in shelf.faults] == ["G101"]
    assert [fault.code for fault in shelf.records(JUSTICE).faults] == ["G101"]


def test_a_unit_that_never_wrote_has_no_states(tmp_path: Path) -> None:
    assert asked(tmp_path, tmp_path / "store") == ({}, [])


def test_every_year_has_its_own_shelf(tmp_path: Path, at_once: None) -> None:
    fill(tmp_path / "work")
    cache = Cache(tmp_path / "store")
    place = Workspace(tmp_path / "work")
    for _ in range(2):
        assert Shelf(place, cache, 2023).states(JUSTICE, LATER)
        assert not Shelf(place, cache, 2022).states(JUSTICE, LATER)
    cache.close()


def test_records_are_given_whole(tmp_path: Path) -> None:
    fill(tmp_path)
    folder = Shelf(Workspace(tmp_path), Cache(None), 2023).records(JUSTICE)
    assert [record.name for record in folder.records] == ["1.yaml", "2.yaml", "1.yaml"]
    assert folder.faults == []


def test_inputs_are_noted_and_late_touches_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(tmp_path)
    trace = Trace()
    Shelf(Workspace(tmp_path, trace=trace), Cache(None), 2023).states(JUSTICE, LATER)
    assert trace.inputs == {
        ("records", str(tmp_path / FOLDER)): listing(tmp_path / FOLDER).fingerprint
    }
    assert not trace.settled
    monkeypatch.setattr(module, "_SETTLED", -3_600_000_000_000)
    trace = Trace()
    Shelf(Workspace(tmp_path, trace=trace), Cache(None), 2023).states(JUSTICE, LATER)
    assert trace.settled


def test_the_folder_of_a_unit_nobody_knows_is_a_warning(tmp_path: Path) -> None:
    fill(tmp_path)
    put(tmp_path, "ledgers/2023/示例区外星局/updates/1.yaml")
    put(tmp_path, "ledgers/2023/README.md", "说明")
    put(tmp_path, "ledgers/2022/示例区法制办/updates/1.yaml")
    shelf = Shelf(Workspace(tmp_path), Cache(None), 2023)
    (warning,) = shelf.strangers(Roster(UNIT, [JUSTICE], []))
    assert warning == (
        "G302",
        "名录里没有“示例区外星局”，这个文件夹里的记录不会计入",
        "请改成名录里的单位名称，或在 data/units.yaml 里补上这个单位",
        Span("ledgers/2023/示例区外星局"),
        Severity.WARNING,
    )
    assert [*Shelf(Workspace(tmp_path), Cache(None), 2021).strangers(Roster(UNIT, [], []))] == []


TERMS = Terms({1: frozenset({"培训"}), 2: frozenset()}, frozenset({1}))


@pytest.mark.parametrize(
    ("file", "text", "said"),
    [
        (
            "updates/x.yaml",
            RECORD.replace("task: 1", "task: 9"),
            ("G303", "任务9不在任务分解表里，这条记录不会计入", "看全部任务：gongkai tasks"),
        ),
        (
            "reviews/x.yaml",
            CLOSED.replace("task: 1", "task: 2"),
            (
                "G304",
                f"任务2不是{UNIT}的任务，这条记录不会计入",
                f"看本单位的任务：gongkai units {UNIT}",
            ),
        ),
        (
            "updates/x.yaml",
            f"{UNDER_WAY}measures: {{宣讲: 1}}\n",
            (
                "G305",
                "任务1没有“宣讲”这个指标，这个数不会计入",
                "看指标的名称：gongkai tasks 1",
            ),
        ),
    ],
)
def test_what_counts_for_nothing_is_a_warning(
    file: str, text: str, said: tuple[str, str, str], tmp_path: Path
) -> None:
    put(fill(tmp_path), file, text)
    shelf = Shelf(Workspace(tmp_path), Cache(None), 2023)
    for _ in range(2):
        shelf.note_strays(JUSTICE, shelf.states(JUSTICE, LATER), TERMS, LATER)
    code, message, look = said
    hint = f"请另写一条记录更正它（corrects: x.yaml）；{look}"
    assert shelf.faults == [(code, message, hint, Span(f"{FOLDER}/{file}"), Severity.WARNING)]


def test_where_everything_counts_no_record_is_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(fill(tmp_path), "updates/x.yaml", f"{UNDER_WAY}measures: {{培训: 1}}\n")
    shelf = Shelf(Workspace(tmp_path), Cache(None), 2023)
    states = shelf.states(JUSTICE, LATER)
    monkeypatch.delattr(Shelf, "records")
    shelf.note_strays(JUSTICE, states, TERMS, LATER)
    assert shelf.faults == []


def test_the_order_on_the_disk_does_not_matter(tmp_path: Path) -> None:
    names = [f"{number}.yaml" for number in range(9)]
    for root, order in {"a": names, "b": names[::-1], "c": names[3:] + names[:3]}.items():
        for name in order:
            put(tmp_path / root, f"{FOLDER}/updates/{name}", "x")
    found = [
        Shelf(Workspace(tmp_path / root), Cache(None), 2023).records(JUSTICE) for root in "abc"
    ]
    assert found[0] == found[1] == found[2]


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("laws")


def file_of(record: Record) -> tuple[str, str]:
    """Where `record` would stand, and what would stand there."""
    values = {"task": [*record.tasks], "date": record.day}
    if record.corrects:
        values |= {"corrects": record.corrects, "reason": "写错"}
    fact = record.fact
    match fact:
        case Progress():
            measures = {name: str(value) for name, value in fact.measures}
            values |= {"type": "进展", "status": str(fact.step)}
            values |= {"measures": measures} if measures else {}
            values |= {"start": fact.start} if fact.start else {}
        case Claim():
            values |= {"type": "认领"} | ({"start": fact.start} if fact.start else {})
        case Decline():
            values |= {"type": "不涉及"}
        case ExtensionRequest():
            values |= {"type": "延期申请", "until": fact.until, "reason": "写错"}
        case Review():
            values |= {"type": "核验", "verdict": str(fact.verdict)}
            values |= {"until": fact.until} if fact.until else {}
        case LookBack():
            values |= {"type": "回头看", "year": fact.year, "outcome": str(fact.outcome)}
    kind = "reviews" if isinstance(fact, Review) else "updates"
    return f"{FOLDER}/{kind}/{record.name}", dump(values)


@settings(max_examples=30)  # each writes its files
@given(histories_of(2), st.lists(st.dates(date(2022, 12, 31), date(2024, 4, 1)), max_size=4))
def test_a_past_day_knows_only_what_was_reported_by_then(
    root: Path, records: list[Record], days: list[date]
) -> None:
    shutil.rmtree(root / "ledgers", ignore_errors=True)
    for record in records:
        put(root, *file_of(record))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "_SETTLED", -3_600_000_000_000)
        cache = Cache(root / "store.sqlite3")
        for day in [*days, *(record.day for record in records), date.max]:
            expected = fold(records, day)
            for shelf in (
                Shelf(Workspace(root), each, 2023) for each in (cache, cache, Cache(None))
            ):
                assert dict(shelf.states(JUSTICE, day)) == expected
        cache.close()
    event(f"{len(records)} records")


def test_a_sound_workspace_has_no_record_at_all(tmp_path: Path) -> None:
    place = workspace(tmp_path)
    assert Shelf(place, Cache(None), 2023).states(JUSTICE, LATER) == {}


def test_lookbacks_are_read_apart_and_touch_no_state(tmp_path: Path) -> None:
    fill(tmp_path)
    before = asked(tmp_path, None)
    text = "type: 回头看\nyear: 2022\ntask: 1\ndate: 2023-06-20\noutcome: 已整改\n"
    put(tmp_path, f"{FOLDER}/lookback/1.yaml", text)
    put(tmp_path, f"{FOLDER}/lookback/2.yaml", "type: 回头看\n")
    shelf = Shelf(Workspace(tmp_path), Cache(None), 2023)
    unit = Unit(UNIT, UnitKind.DEPARTMENT)
    found = shelf.lookbacks(unit)
    assert [each.name for each in found.records] == ["1.yaml"]
    assert {each.span.file for each in found.faults} == {f"{FOLDER}/lookback/2.yaml"}
    assert "1.yaml" in [each.name for each in shelf.records(unit).records]
    assert shelf.records(unit).faults == []
    assert asked(tmp_path, None) == before
