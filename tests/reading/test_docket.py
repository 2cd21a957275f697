"""Two folders stand for a base and what is checked; how a change is found is for other tests."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gongkai_cli.domain.change import Change, Edit, How
from gongkai_cli.reading.cache import Cache
from gongkai_cli.reading.docket import Docket, View, home_of
from gongkai_cli.reading.trees import DiskTree
from small_workspace import FOLDER, PLAN, POLICY, RECORD, RECORD_FILE, ROSTER, SOUND, UNIT, put

ADDED, EDITED, RENAMED, DELETED = How

OLD = f"ledgers/2022/{UNIT}/updates/1.yaml"
OLD_RECORD = RECORD.replace("2023", "2022")
ARCHIVE = {
    "data/archive/2022/tasks.yaml": PLAN.replace("2023", "2022"),
    "data/archive/2022/units.yaml": ROSTER,
}
LANDED = {
    **SOUND,
    **ARCHIVE,
    RECORD_FILE: RECORD,
    f"{FOLDER}/updates/2.yaml": RECORD,
    f"{FOLDER}/台账.md": "# 台账\n",
    f"{FOLDER}/evidence/1.pdf": "",
    "ledgers/2023/示例街道办事处/updates/1.yaml": RECORD,
    OLD: OLD_RECORD,
}


def lay(root: Path, files: Mapping[str, str]) -> DiskTree:
    root.mkdir()
    for file, text in files.items():
        put(root, file, text)
    return DiskTree(root)


def whole(root: Path, changed: Mapping[str, str | None] | None = None) -> Docket:
    """A check of everything, LANDED with what is `changed` (None: without it)."""
    files = {**LANDED, **(changed or {})}
    sound = {file: text for file, text in files.items() if text is not None}
    return Docket(View(lay(root / "after", sound)), Cache(None))


def changed(
    root: Path,
    edits: Mapping[str, str | None],
    renamed: Mapping[str, str] | None = None,
    base: Mapping[str, str] = LANDED,
) -> Docket:
    """A check of `edits` (None deletes) and of the files `renamed`, old name to new one."""
    before, after, found = dict(base), dict(base), []
    for was, file in (renamed or {}).items():
        after[file] = after.pop(was)
        found.append(Edit(RENAMED, file, was))
    for file, text in edits.items():
        after.pop(file, None)
        if text is None:
            found.append(Edit(DELETED, file))
        else:
            found.append(Edit(EDITED if file in before else ADDED, file))
            after[file] = text
    change = Change(tuple(sorted(found, key=lambda edit: edit.file)))
    view = View(lay(root / "after", after), lay(root / "before", before), change)
    return Docket(view, Cache(None))


def below(*folders: str) -> list[str]:
    return sorted(file for file in LANDED if file.startswith(folders))


NEW = f"{FOLDER}/updates/3.yaml"

# --- what is under check --------------------------------------------------------------------------


def test_without_a_base_everything_is_under_check(tmp_path: Path) -> None:
    docket = whole(tmp_path, {"README.md": "x", "ledgers/notes.txt": "x"})
    assert list(docket.files) == sorted([*LANDED, "ledgers/notes.txt"])
    assert docket.edits == ()
    assert docket.homes() == [(2022, UNIT), (2023, UNIT), (2023, "示例街道办事处")]
    assert list(docket.books) == [2023, 2022]
    assert docket.faults == []


def test_with_a_base_only_what_was_added_or_edited_is(tmp_path: Path) -> None:
    docket = changed(
        tmp_path, {NEW: RECORD, RECORD_FILE: RECORD + "owner: 法治科\n", "README.md": "x"}
    )
    assert list(docket.files) == sorted([NEW, RECORD_FILE, "README.md"])
    assert docket.homes() == [(2023, UNIT)]
    assert list(docket.books) == [2023]


def test_nothing_changed_is_nothing_to_check(tmp_path: Path) -> None:
    docket = changed(tmp_path, {})
    assert (docket.files, docket.homes(), list(docket.books)) == ({}, [], [2023])


def test_what_was_deleted_or_renamed_concerns_its_old_home(tmp_path: Path) -> None:
    street = "ledgers/2023/示例街道办事处/updates/1.yaml"
    docket = changed(
        tmp_path, {RECORD_FILE: None}, {street: "ledgers/2023/示例区办公室/updates/1.yaml"}
    )
    assert list(docket.files) == ["ledgers/2023/示例区办公室/updates/1.yaml"]
    assert docket.homes() == [(2023, "示例区办公室"), (2023, UNIT), (2023, "示例街道办事处")]


def test_a_file_in_place_of_a_folder_is_under_check(tmp_path: Path) -> None:
    docket = changed(tmp_path, {"ledgers/2023/示例区办公室": "x"})
    assert list(docket.files) == ["ledgers/2023/示例区办公室"]


@pytest.mark.parametrize(
    ("file", "resettled"),
    [
        ("data/tasks.yaml", {2023}),
        ("data/units.yaml", {2023}),
        ("data/policy.yaml", {2023}),
        ("data/workdays/CN-2023.yaml", {2022, 2023}),  # all years count by one calendar
        ("data/archive/2022/tasks.yaml", {2022}),
        ("data/archive/2022/policy.yaml", {2022}),
        ("data/notes.txt", set()),
        ("data/tasks.yaml.txt", set()),
        ("data/archive/2022/notes.txt", set()),
        ("data/archive/notes.txt", set()),
        ("data/source/1.txt", set()),
        ("data.txt", set()),
        (NEW, set()),
        (OLD, set()),
    ],
)
def test_a_change_of_data_resettles_its_year(
    tmp_path: Path, file: str, resettled: set[int]
) -> None:
    docket = changed(tmp_path, {file: LANDED.get(file, POLICY) + "\n"})
    assert {year for year in docket.books if docket.is_resettled(year)} == resettled
    years = [f"ledgers/{year}/" for year in resettled]
    plans = {docket.books[year].plan.file for year in resettled}
    assert list(docket.files) == sorted({file, *plans, *below(*years)} if years else {file})
    homes = {home_of(each) for each in below(*years)} if years else {home_of(file)} - {None}
    assert set(docket.homes()) == homes


def test_data_that_is_taken_away_resettles_its_year_as_well(tmp_path: Path) -> None:
    docket = changed(tmp_path, {"data/policy.yaml": None})
    assert docket.is_resettled(2023)
    assert list(docket.files) == ["data/tasks.yaml", *below("ledgers/2023/")]


@pytest.mark.parametrize(
    "renamed",
    [
        {"data/policy.yaml": "data/policy.txt"},
        {"data/policy.yaml": "data/archive/2022/policy.yaml"},
        {"data/policy.yaml": "data/source/policy.yaml"},
        {"data/policy.yaml": "policy.yaml"},
    ],
)
def test_data_that_is_renamed_resettles_the_year_that_lost_it(
    tmp_path: Path, renamed: dict[str, str]
) -> None:
    docket = changed(tmp_path, {}, renamed)
    assert docket.is_resettled(2023)
    assert (2022 in docket.books) is any("archive" in file for file in renamed.values())


def test_without_a_base_nothing_was_resettled(tmp_path: Path) -> None:
    docket = whole(tmp_path)
    assert not any(map(docket.is_resettled, docket.books))


# --- years and their books ------------------------------------------------------------------------


def test_an_archived_year_is_opened_when_the_change_concerns_it(tmp_path: Path) -> None:
    docket = changed(tmp_path, {f"ledgers/2022/{UNIT}/updates/2.yaml": OLD_RECORD})
    assert list(docket.books) == [2023, 2022]
    assert docket.books[2022].plan.file == "data/archive/2022/tasks.yaml"


@pytest.mark.parametrize("was", [OLD, "data/archive/2022/units.yaml"])
def test_an_archived_year_that_lost_a_file_is_opened(tmp_path: Path, was: str) -> None:
    docket = changed(tmp_path, {}, {was: "data/elsewhere.yaml"})
    opened = [book.plan.file for book in docket.books.values()]
    opened += [fault.span.file for fault in docket.faults]
    assert any(file.startswith("data/archive/2022/") for file in opened)


def test_the_year_in_hand_counts_before_an_archive_of_the_same_year(tmp_path: Path) -> None:
    twice = {
        "data/archive/2023/tasks.yaml": PLAN.replace("公开重大行政决策", "旧稿"),
        "data/archive/2023/units.yaml": ROSTER,
    }
    docket = whole(tmp_path, twice)
    assert docket.books[2023].plan.file == "data/tasks.yaml"


def test_a_folder_in_the_archive_does_not_hide_a_change_of_the_year_in_hand(tmp_path: Path) -> None:
    base = {**LANDED, "data/archive/2023/notes.txt": "x"}
    docket = changed(tmp_path, {"data/tasks.yaml": PLAN + "\n"}, base=base)
    assert docket.is_resettled(2023)


@pytest.mark.parametrize("with_base", [False, True])
def test_an_archived_plan_is_of_the_year_of_its_folder(tmp_path: Path, *, with_base: bool) -> None:
    misplaced = {
        "data/archive/2021/tasks.yaml": ARCHIVE["data/archive/2022/tasks.yaml"],
        "data/archive/2021/units.yaml": ROSTER,
    }
    docket = changed(tmp_path, misplaced) if with_base else whole(tmp_path, misplaced)
    assert list(docket.books) == ([2023] if with_base else [2023, 2022])
    (fault,) = docket.faults
    assert (fault.code, fault.span.file) == ("G122", "data/archive/2021/tasks.yaml")
    assert fault.message == "里面写的是2022年，文件夹是2021年"


@pytest.mark.parametrize(
    ("edits", "faults", "books"),
    [
        ({"data/tasks.yaml": None}, ["G131"], [2022]),
        ({"data/units.yaml": None}, ["G131"], [2022]),
        ({"data/units.yaml": "office：一\n"}, ["G101"], [2022]),
        ({"data/archive/2022/units.yaml": "office：一\n"}, ["G101"], [2023]),
        ({"data/units.yaml": "a: 1\n", "data/archive/2022/units.yaml": "a: 1\n"}, ["G121"], []),
        ({"data/policy.yaml": None}, [], [2023, 2022]),
    ],
)
def test_what_cannot_be_read_of_a_book_is_told_and_the_others_stay(
    tmp_path: Path, edits: dict[str, str | None], faults: list[str], books: list[int]
) -> None:
    docket = whole(tmp_path, edits)
    assert list(docket.books) == books
    assert [code for code in faults if code not in {each.code for each in docket.faults}] == []
    assert bool(docket.faults) is bool(faults)


def test_a_year_that_lost_its_plan_has_all_its_records_under_check(tmp_path: Path) -> None:
    docket = changed(tmp_path, dict.fromkeys(ARCHIVE))
    assert list(docket.books) == [2023]
    assert (2022, UNIT) in docket.homes()


def test_a_plan_of_the_next_year_leaves_records_behind_unless_it_is_archived(
    tmp_path: Path,
) -> None:
    following = {"data/tasks.yaml": PLAN.replace("2023", "2024")}
    (tmp_path / "a").mkdir()
    lost = changed(tmp_path / "a", following)
    assert (2023, UNIT) in lost.homes()
    archived = {"data/archive/2023/tasks.yaml": PLAN, "data/archive/2023/units.yaml": ROSTER}
    (tmp_path / "b").mkdir()
    kept = changed(tmp_path / "b", {**following, **archived})
    assert set(kept.books) == {2024, 2023}
    assert kept.landed_book(2023) is not None
    assert kept.landed_book(2024) is None


# --- the base's book ------------------------------------------------------------------------------


def test_the_landed_book_is_the_base_s(tmp_path: Path) -> None:
    docket = changed(tmp_path, {"data/tasks.yaml": PLAN.replace("6月", "7月")})
    for year in (None, 2023):
        landed = docket.landed_book(year)
        assert landed is not None
        assert landed.plan.tasks[0].deadline == "2023年6月底前"
    old = docket.landed_book(2022)
    assert old is not None
    assert old.plan.file == "data/archive/2022/tasks.yaml"
    assert docket.landed_book(2021) is None


def test_without_a_base_the_landed_book_is_the_one_at_hand(tmp_path: Path) -> None:
    docket = whole(tmp_path)
    landed = docket.landed_book()
    assert landed is not None
    assert landed.plan == docket.books[2023].plan


def test_a_base_that_cannot_be_read_has_no_book(tmp_path: Path) -> None:
    docket = changed(
        tmp_path, {"data/tasks.yaml": PLAN}, base={**LANDED, "data/tasks.yaml": "a：1\n"}
    )
    assert docket.landed_book() is None
    assert docket.landed_book(2023) is None
    old = docket.landed_book(2022)
    assert old is not None
    assert old.plan.year == 2022
    assert docket.faults == []


def test_a_base_without_a_roster_has_no_book(tmp_path: Path) -> None:
    base = {file: text for file, text in SOUND.items() if file != "data/units.yaml"}
    docket = changed(tmp_path, {"data/units.yaml": ROSTER}, base=base)
    assert docket.landed_book() is None
    assert list(docket.books) == [2023]


# --- files and folders ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("file", "there"),
    [
        (f"{FOLDER}/evidence/1.pdf", True),
        (f"{FOLDER}/evidence", False),
        (f"{FOLDER}/evidence/2.pdf", False),
        (f"{FOLDER}/evidence/../updates/1.yaml", False),
        ("data/tasks.yaml", True),
        ("data", False),
        ("../after/data/tasks.yaml", False),
        ("/data/tasks.yaml", False),
        ("link", False),
        (f"{FOLDER}/evidence/link.pdf", False),
        ("linked/tasks.yaml", False),
        ("", False),
    ],
)
def test_what_exists_is_a_plain_file_in_the_tree(
    tmp_path: Path,
    file: str,
    there: bool,  # noqa: FBT001 a column of the table
) -> None:
    docket = whole(tmp_path)
    root = tmp_path / "after"
    (root / "link").symlink_to(root / "data/tasks.yaml")
    (root / "linked").symlink_to(root / "data")
    (root / f"{FOLDER}/evidence/link.pdf").symlink_to(root / "data/tasks.yaml")
    assert docket.exists(file) is there
    assert docket.holds(file) is (there or file in {"link", f"{FOLDER}/evidence/link.pdf"})


@pytest.mark.parametrize(
    ("file", "home"),
    [
        (RECORD_FILE, (2023, UNIT)),
        (f"{FOLDER}/notes.txt", (2023, UNIT)),
        (f"ledgers/23/{UNIT}/台账.md", None),
        (f"ledgers/２０２３/{UNIT}/台账.md", None),
        ("ledgers/2023/notes.txt", None),
        ("data/tasks.yaml", None),
        ("", None),
    ],
)
def test_a_file_belongs_to_a_year_and_a_folder(file: str, home: tuple[int, str] | None) -> None:
    assert home_of(file) == home


# --- binders --------------------------------------------------------------------------------------


def shelved(docket: Docket) -> tuple[dict[tuple[int, str], list[str]], list[str]]:
    """The records of each home, and the files that passed on the way."""
    passed: list[str] = []
    binders = docket.binders(lambda paper: passed.append(paper.file))
    return {binder.home: sorted(binder.records) for binder in binders}, passed


def test_a_new_record_is_held_against_those_of_its_folder_alone(tmp_path: Path) -> None:
    records, passed = shelved(changed(tmp_path, {NEW: RECORD}))
    assert records == {(2023, UNIT): [RECORD_FILE, f"{FOLDER}/updates/2.yaml", NEW]}
    assert passed == [NEW]


def test_every_file_under_check_passes_once_in_order(tmp_path: Path) -> None:
    records, passed = shelved(whole(tmp_path))
    assert passed == sorted(LANDED)
    assert list(records) == [(2022, UNIT), (2023, UNIT), (2023, "示例街道办事处")]


def test_a_folder_that_lost_everything_has_an_empty_shelf(tmp_path: Path) -> None:
    docket = changed(tmp_path, {OLD: None})
    (binder,) = docket.binders(lambda _: None)
    assert (binder.home, binder.records, binder.whole) == ((2022, UNIT), {}, True)


@pytest.mark.parametrize("broken", [NEW, RECORD_FILE])
def test_a_shelf_with_a_record_that_cannot_be_read_is_not_whole(
    tmp_path: Path, broken: str
) -> None:
    base = {**LANDED, RECORD_FILE: "type：进展\n"} if broken == RECORD_FILE else LANDED
    docket = changed(tmp_path, {NEW: "type：进展\n" if broken == NEW else RECORD}, base=base)
    (binder,) = docket.binders(lambda _: None)
    assert (binder.whole, broken in binder.records) == (False, False)
    assert f"{FOLDER}/updates/2.yaml" in binder.records


def test_a_link_is_no_record_and_its_shelf_is_not_whole(tmp_path: Path) -> None:
    docket = whole(tmp_path)
    put(tmp_path, "secret.yaml", RECORD)
    (tmp_path / "after" / NEW).symlink_to(tmp_path / "secret.yaml")
    binder = {each.home: each for each in docket.binders(lambda _: None)}[2023, UNIT]
    assert (binder.whole, NEW in binder.records) == (False, False)


def test_other_files_leave_a_shelf_whole(tmp_path: Path) -> None:
    docket = changed(
        tmp_path, {f"{FOLDER}/updates/x.txt": "x", f"{FOLDER}/evidence/1.yaml": "a：1"}
    )
    (binder,) = docket.binders(lambda _: None)
    assert binder.whole
    assert len(binder.records) == 2


_FILES = st.sampled_from(
    [
        *LANDED,
        NEW,
        "README.md",
        f"{FOLDER}/台账.md",
        f"ledgers/2021/{UNIT}/updates/1.yaml",
        "ledgers/x",
    ]
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(edits=st.dictionaries(_FILES, st.sampled_from([None, "", RECORD, PLAN]), max_size=4))
def test_whatever_changes_what_is_left_of_it_is_under_check(
    tmp_path_factory: pytest.TempPathFactory, edits: dict[str, str | None]
) -> None:
    docket = changed(tmp_path_factory.mktemp("case"), edits)
    left = {file for file, text in edits.items() if text is not None}
    assert left <= docket.files.keys()
    _, passed = shelved(docket)
    assert passed == list(docket.files) == sorted(docket.files)
    homes = {home for file in edits if (home := home_of(file))}
    assert homes <= set(docket.homes())


LOOKED_BACK = "type: 回头看\nyear: 2022\ntask: 1\ndate: 2023-06-20\noutcome: 已整改\n"


def test_lookbacks_are_bound_apart_from_the_years_records(tmp_path: Path) -> None:
    file = f"{FOLDER}/lookback/1.yaml"
    docket = changed(tmp_path, {file: LOOKED_BACK})
    [binder] = docket.binders(lambda _: None)
    assert (list(binder.lookbacks), binder.whole) == ([file], True)
    assert list(binder.records) == [RECORD_FILE, f"{FOLDER}/updates/2.yaml"]


@pytest.mark.parametrize(
    ("archive", "found"),
    [
        (ARCHIVE, 2022),
        ({**ARCHIVE, "data/archive/2022/units.yaml": "schema: 1\n"}, None),
        ({**ARCHIVE, "data/archive/2022/tasks.yaml": PLAN.replace("2023", "2021")}, None),
        ({}, None),
    ],
)
def test_past_book_is_the_archives_though_no_change_touched_it(
    tmp_path: Path, archive: dict[str, str], found: int | None
) -> None:
    docket = changed(tmp_path, {RECORD_FILE: RECORD}, base={**SOUND, **archive})
    book = docket.past_book(2022)
    assert (book.plan.year if book else None) == found
    assert docket.past_book(2022) is book
    assert docket.past_book(2023) is docket.books[2023]
    assert (docket.past_book(2021), docket.faults) == (None, [])
