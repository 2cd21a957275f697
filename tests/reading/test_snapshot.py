"""A workspace as a commit knew it says what the folder said when it was committed."""

from datetime import date
from pathlib import Path

import git_repository
from gongkai_cli.domain.roster import Unit, UnitKind
from gongkai_cli.reading.book import load_book
from gongkai_cli.reading.cache import Cache
from gongkai_cli.reading.git import Repository
from gongkai_cli.reading.shelf import Shelf
from gongkai_cli.reading.snapshot import Snapshot
from small_workspace import FOLDER, RECORD_FILE, UNIT, put, workspace

NONE = Cache(None)
JUSTICE = Unit(UNIT, UnitKind.DEPARTMENT)


def test_it_reads_like_the_folder_it_was_made_from(tmp_path: Path) -> None:
    here = workspace(tmp_path)
    put(tmp_path, RECORD_FILE)
    put(tmp_path, f"{FOLDER}/reviews/note.txt")
    made = git_repository.init(tmp_path)
    made.commit()
    with Repository.at(tmp_path) as found:
        then = Snapshot(tmp_path, found.tree("HEAD"))
        assert not then.writable
        for file in ("data/tasks.yaml", "data/nothing.yaml"):
            assert then.read(file) == here.read(file)
        for folder in ("data", "ledgers/2023", "nothing"):
            assert then.names(folder) == here.names(folder)
            assert then.is_folder(folder) == here.is_folder(folder)
        assert then.listing(tmp_path / FOLDER).files == here.listing(tmp_path / FOLDER).files
        assert load_book(then, NONE).plan == load_book(here, NONE).plan
        day = date(2023, 12, 31)
        assert Shelf(then, NONE, 2023).states(JUSTICE, day) == Shelf(here, NONE, 2023).states(
            JUSTICE, day
        )


def test_links_and_files_in_place_of_folders_are_named_themselves(tmp_path: Path) -> None:
    workspace(tmp_path)
    put(tmp_path, f"{FOLDER}/updates", "x")
    (tmp_path / FOLDER / "reviews").symlink_to("updates")
    git_repository.init(tmp_path).commit()
    with Repository.at(tmp_path) as found:
        then = Snapshot(tmp_path, found.tree("HEAD"))
        assert then.listing(tmp_path / FOLDER).files == ["updates", "reviews"]
        shelf = Shelf(then, NONE, 2023)
        faults = shelf.records(JUSTICE).faults
        assert [each.span.file for each in faults] == [f"{FOLDER}/updates", f"{FOLDER}/reviews"]


def test_its_listing_is_known_by_the_tree_and_is_settled(tmp_path: Path) -> None:
    workspace(tmp_path)
    put(tmp_path, RECORD_FILE)
    made = git_repository.init(tmp_path)
    made.commit()
    with Repository.at(tmp_path) as found:
        then = Snapshot(tmp_path, found.tree("HEAD"))
        listed = then.listing(tmp_path / FOLDER)
        assert listed.settled
        assert listed.fingerprint == made.git("rev-parse", f"HEAD:{FOLDER}")
        assert then.listing(tmp_path / "ledgers/2023/nobody") == ([], "", True)


def test_many_folders_are_read_by_one_process(tmp_path: Path) -> None:
    workspace(tmp_path)
    put(tmp_path, RECORD_FILE)
    git_repository.init(tmp_path).commit()
    with Repository.at(tmp_path) as found:
        then = Snapshot(tmp_path, found.tree("HEAD"))
        readers = []
        for _ in range(3):
            assert [file for file, _ in then.read_all([RECORD_FILE], 100_000)] == [RECORD_FILE]
            readers.append(found._spare)  # noqa: SLF001 - no other way to see which one it was
        assert readers[0] is not None
        assert readers[0] is readers[1] is readers[2]
        halfway = then.read_all([RECORD_FILE, "data/tasks.yaml"], 100_000)
        next(halfway)
        assert dict(then.read_all([RECORD_FILE], 100_000))
        halfway.close()  # type: ignore[attr-defined]
        assert dict(then.read_all([RECORD_FILE], 100_000))
