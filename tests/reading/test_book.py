import json
import os
import sqlite3
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from gongkai_cli.domain.book import Book
from gongkai_cli.domain.deadline import Cycle
from gongkai_cli.domain.plan import Scope, Target
from gongkai_cli.domain.roster import Group, Unit, UnitKind
from gongkai_cli.reading.book import load_book, years
from gongkai_cli.reading.cache import Cache
from gongkai_cli.reading.workspace import Workspace
from small_workspace import PLAN, POLICY, ROSTER, SOUND, WORKDAYS, faults_of, put, workspace

NONE = Cache(None)


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "store.sqlite3"


def seen(book: Book) -> str:
    """Everything in `book`."""
    roster = book.roster
    days = [date(2023, 1, 1).replace(day=day) for day in range(1, 32)]
    return repr(
        (book.plan, roster.units, roster.groups, roster.office, book.policy,
         [book.calendar.is_workday(day) for day in days])
    )  # fmt: skip


def loaded(place: Workspace, store: Path | None, year: int | None = None) -> Book:
    """The book as one run has it."""
    cache = Cache(store)
    try:
        return load_book(place, cache, year)
    finally:
        cache.close()


FULL_PLAN = PLAN.replace("year: 2023\n", "year: 2023\nissued: 2023-03-01\nsource: data/source/a.txt\n") + (
    "      due: 2023-06-15\n"
    "      lead: [示例区办公室]\n"
    "      assist: [示例街道办事处]\n"
    "      note: 说明\n"
    "      targets: [{name: 培训, at_least: 2.50, unit: 次, add_up: true, scope: 每单位}]\n"
)  # fmt: skip


def test_everything_in_the_files_is_in_the_book(tmp_path: Path) -> None:
    put(tmp_path, "data/workdays/CN-2023.yaml", WORKDAYS)
    roster = ROSTER.replace(
        "kind: 街道}", "kind: 街道, full_name: 示例区示例街道办事处, code: '370104001', active_from: 2020-01-01, active_until: 2023-06-30}"
    ).replace("kinds: [部门]", "kinds: [部门, 街道], open: true")  # fmt: skip
    policy = (
        "schema: 1\ncycle: 月\ngrace_workdays: 3\ndue_soon_days: 7\nrequire_evidence: false\n"
        "require_close: true\ncolours: {逾期: 红}\n"
    )
    book = load_book(workspace(tmp_path, tasks=FULL_PLAN, units=roster, policy=policy), NONE)
    plan = book.plan
    assert plan[:5] == (
        "2023年示例区政务公开任务分解表",
        "示例区",
        2023,
        date(2023, 3, 1),
        "data/source/a.txt",
    )
    assert plan.file == "data/tasks.yaml"
    (task,) = plan.tasks
    assert task == (
        1, "一、主动公开", "依法行政", "公开重大行政决策", "示例区司法局", "2023年6月底前",
        (Target("培训", Decimal("2.5"), "次", True, Scope.EACH_UNIT),),  # noqa: FBT003
        date(2023, 6, 15), ("示例区办公室",), ("示例街道办事处",), "说明", 12,
    )  # fmt: skip
    assert book.roster.office == "示例区办公室"
    assert book.roster.units[2] == Unit(
        "示例街道办事处", UnitKind.STREET, (), "示例区示例街道办事处", "370104001", date(2020, 1, 1), date(2023, 6, 30)
    )  # fmt: skip
    group = Group("示例区各部门", frozenset({UnitKind.DEPARTMENT, UnitKind.STREET}), open=True)
    assert book.roster.groups == {"示例区各部门": group}
    assert book.policy == (Cycle.MONTH, 3, 7, False, True, {"逾期": "红"})
    assert book.calendar.is_published(2023)
    assert not book.calendar.is_workday(date(2023, 1, 2))
    assert book.calendar.is_workday(date(2023, 1, 28))


def test_a_kept_book_is_the_read_one(tmp_path: Path, store: Path) -> None:
    place = workspace(tmp_path / "work", tasks=FULL_PLAN)
    plain = seen(load_book(place, NONE))
    assert [seen(loaded(place, store)) for _ in range(3)] == [plain] * 3


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("data/tasks.yaml", "示例区政务", "槐荫区政务"),
        ("data/units.yaml", "司法和信访局", "司法和外事局"),
        ("data/policy.yaml", "季度", "半年"),
        ("data/workdays/CN-2023.yaml", "2023-01-02", "2023-01-03"),
    ],
)
def test_no_edit_is_missed_even_with_the_same_size_and_time(
    tmp_path: Path, store: Path, file: str, old: str, new: str
) -> None:
    place = workspace(tmp_path / "work")
    before = seen(loaded(place, store))
    path, text = place.root / file, SOUND[file]
    then = path.stat()
    path.write_text(text.replace(old, new), encoding="utf-8")
    os.utime(path, ns=(then.st_atime_ns, then.st_mtime_ns))
    assert path.stat().st_size == then.st_size
    after = seen(loaded(place, store))
    assert after != before
    assert after == seen(load_book(place, NONE))
    path.write_text(text, encoding="utf-8")
    assert seen(loaded(place, store)) == before


def test_a_policy_or_a_table_that_comes_or_goes_is_seen(tmp_path: Path, store: Path) -> None:
    place = workspace(tmp_path / "work", policy=POLICY.replace("季度", "月"))
    assert loaded(place, store).policy.cycle == "月"
    (place.root / "data/policy.yaml").unlink()
    assert loaded(place, store).policy.cycle == "季度"
    put(place.root, "data/policy.yaml", "")
    assert [each.code for each in faults_of(lambda: loaded(place, store))] == ["G112"]
    put(place.root, "data/policy.yaml", POLICY)
    assert not loaded(place, store).calendar.is_published(2024)
    put(place.root, "data/workdays/CN-2024.yaml", WORKDAYS.replace("2023", "2024"))
    put(place.root, "data/workdays/README.md", "说明")
    assert loaded(place, store).calendar.is_published(2024)


def test_a_refusal_is_not_kept(tmp_path: Path, store: Path) -> None:
    place = workspace(tmp_path / "work", tasks="schema：1")
    for _ in range(2):
        (fault,) = faults_of(lambda: loaded(place, store))
        assert fault.code == "G101"
    put(place.root, "data/tasks.yaml", PLAN)
    assert loaded(place, store).plan.year == 2023


@pytest.mark.parametrize(
    "row",
    ["", "[", "null", "[]", "{}", '"x"', "12", '{"plan": null}', "[" * 100_000, '{"file": "f", "plan": [], "roster": [], "policy": [], "workdays": []}'],
    ids=range(10),
)  # fmt: skip
def test_a_row_that_somebody_meddled_with_is_not_believed(
    tmp_path: Path, store: Path, row: str
) -> None:
    place = workspace(tmp_path / "work")
    sound = seen(loaded(place, store))
    rewrite(store, row)
    assert seen(loaded(place, store)) == sound


@pytest.mark.parametrize(
    "path",
    [("plan",), ("roster",), ("policy",), ("workdays",), ("plan", "sections"), ("roster", "units"), ("policy", "cycle"), ("plan", "issued")],
    ids=str,
)  # fmt: skip
@pytest.mark.parametrize("value", [7, "x", [7], {"x": 7}], ids=str)
def test_nor_is_one_with_something_else_in_one_place(
    tmp_path: Path, store: Path, path: tuple[str, ...], value: object
) -> None:
    place = workspace(tmp_path / "work")
    sound = seen(loaded(place, store))
    with sqlite3.connect(store) as opened:
        values = json.loads(opened.execute("SELECT value FROM kept").fetchone()[0])
    opened.close()
    inner = values
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = value
    rewrite(store, json.dumps(values))
    assert seen(loaded(place, store)) == sound


def rewrite(store: Path, value: str) -> None:
    """Put `value` in the place of every value that is kept."""
    with sqlite3.connect(store) as opened:
        opened.execute("UPDATE kept SET value = ?", (value,))
    opened.close()


def archive(place: Workspace, year: int = 2022) -> None:
    """An earlier year with other units and another policy."""
    for file, text in {
        "tasks.yaml": PLAN.replace("2023", str(year)).replace("示例区司法局", "示例区法制办"),
        "units.yaml": ROSTER.replace("示例区司法局", "示例区法制办"),
        "policy.yaml": POLICY.replace("季度", "半年"),
    }.items():
        put(place.root, f"data/archive/{year}/{file}", text)


def test_an_archived_year_has_its_own_units_and_policy(tmp_path: Path, store: Path) -> None:
    place = workspace(tmp_path / "work")
    archive(place)
    assert years(place) == [2022]
    for cache in (None, store, store):
        old, new = loaded(place, cache, 2022), loaded(place, cache)
        assert (old.plan.year, new.plan.year) == (2022, 2023)
        assert old.plan.file == "data/archive/2022/tasks.yaml"
        assert old.roster.find("示例区法制办")
        assert not old.roster.find("示例区司法局")
        assert not new.roster.find("示例区法制办")
        assert (old.policy.cycle, new.policy.cycle) == ("半年", "季度")
        assert old.calendar.is_published(2023)


def test_a_year_that_is_not_archived_is_the_one_in_hand(tmp_path: Path) -> None:
    place = workspace(tmp_path)
    archive(place)
    for year in (None, 2023, 2021):
        assert load_book(place, NONE, year).plan.year == 2023


def test_what_an_archived_year_lacks_is_said_with_its_place(tmp_path: Path) -> None:
    place = workspace(tmp_path)
    archive(place)
    for name in ("units", "policy"):
        (place.root / f"data/archive/2022/{name}.yaml").unlink()
    (fault,) = faults_of(lambda: load_book(place, NONE, 2022))
    assert (fault.code, fault.message) == ("G131", "没有这个文件")
    assert fault.span.file == "data/archive/2022/units.yaml"


def test_only_years_are_archived_years(tmp_path: Path) -> None:
    place = workspace(tmp_path)
    for name in ("2022", "2021", "02020", "二〇一九", "２０１８", "README", "2017.bak"):
        (tmp_path / "data/archive" / name).mkdir(parents=True)
    assert years(place) == [2021, 2022]


def test_a_linked_archive_is_refused(tmp_path: Path) -> None:
    place = workspace(tmp_path / "work")
    archive(workspace(tmp_path / "other"))
    (place.root / "data/archive").symlink_to(
        tmp_path / "other/data/archive", target_is_directory=True
    )
    (fault, *_) = faults_of(lambda: load_book(place, NONE, 2022))
    assert (fault.code, fault.message) == ("G130", "是指向工作区之外的链接，或绕成一圈")


def test_the_issued_plan_is_a_book() -> None:
    book = load_book(Workspace(Path(__file__).parents[2]), NONE)
    assert len(book.plan.tasks) == 46
