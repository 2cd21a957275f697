import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from gongkai_cli.reading import listing as module
from gongkai_cli.reading.listing import Listing, listing
from small_workspace import FOLDER, put


@pytest.fixture
def unit(tmp_path: Path) -> Path:
    put(tmp_path, f"{FOLDER}/updates/2.yaml")
    put(tmp_path, f"{FOLDER}/updates/1.yaml")
    put(tmp_path, f"{FOLDER}/updates/说明.txt")
    put(tmp_path, f"{FOLDER}/reviews/1.yaml")
    return tmp_path / FOLDER


def test_only_records_are_listed_and_in_order(unit: Path) -> None:
    assert listing(unit).files == ["updates/1.yaml", "updates/2.yaml", "reviews/1.yaml"]


def test_asking_twice_says_the_same(unit: Path) -> None:
    assert listing(unit)[:2] == listing(str(unit))[:2]


def test_where_there_is_no_folder_there_is_no_record(tmp_path: Path) -> None:
    assert listing(tmp_path / FOLDER).files == []
    (tmp_path / FOLDER / "updates").mkdir(parents=True)
    assert listing(tmp_path / FOLDER).files == []


def test_what_was_touched_just_now_is_not_settled(unit: Path) -> None:
    assert not listing(unit).settled
    for path in unit.rglob("*.yaml"):
        os.utime(path, (0, 0))  # the time of status stays
    assert not listing(unit).settled
    assert listing(unit / "nowhere").settled


def test_what_comes_from_the_future_is_not_settled_either(
    unit: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_SETTLED", 0)
    time.sleep(0.02)
    assert listing(unit).settled
    ahead = time.time_ns() + 3_600_000_000_000
    os.utime(unit / "updates/1.yaml", ns=(ahead, ahead))
    assert not listing(unit).settled


@pytest.mark.parametrize("link", ["ledgers", "ledgers/2023", FOLDER, f"{FOLDER}/updates"])
def test_a_link_anywhere_on_the_way_is_named_itself(tmp_path: Path, unit: Path, link: str) -> None:
    place = tmp_path / link
    place.rename(tmp_path / "elsewhere")
    place.symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    others = ["reviews/1.yaml"] if link.endswith("updates") else ["reviews", "lookback"]
    assert listing(unit).files == ["updates", *others]


def test_a_link_to_nowhere_is_named_too(unit: Path) -> None:
    shutil.rmtree(unit / "updates")
    (unit / "updates").symlink_to(unit / "nowhere")
    assert listing(unit).files == ["updates", "reviews/1.yaml"]


def test_a_file_in_the_place_of_a_folder_is_named_itself(unit: Path) -> None:
    shutil.rmtree(unit / "updates")
    put(unit, "updates")
    assert listing(unit).files == ["updates", "reviews/1.yaml"]


@pytest.fixture
def as_anybody() -> Iterator[Path]:
    """A folder that everybody reaches, asked by somebody who may not do everything."""
    place = Path(tempfile.mkdtemp())
    place.chmod(0o755)
    root = os.geteuid() == 0
    try:
        yield place
    finally:
        if root:
            os.seteuid(0)
        for folder in [*place.rglob("updates")]:
            folder.chmod(0o755)
        shutil.rmtree(place)


@pytest.mark.skipif(not hasattr(os, "seteuid"), reason="Windows knows no such rights")
@pytest.mark.parametrize("mode", [0o000, 0o444, 0o111])
def test_a_folder_that_may_not_be_listed_is_named_itself(as_anybody: Path, mode: int) -> None:
    put(as_anybody, f"{FOLDER}/updates/1.yaml")
    (as_anybody / FOLDER / "updates").chmod(mode)
    if os.geteuid() == 0:
        os.seteuid(65534)
    assert listing(as_anybody / FOLDER).files == ["updates"]


def _longer(unit: Path) -> None:
    put(unit, "updates/1.yaml", "longer")


def _same_size(unit: Path) -> None:
    path = unit / "updates/1.yaml"
    before = path.stat()
    path.write_bytes(path.read_bytes()[::-1])
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def _renamed(unit: Path) -> None:
    (unit / "updates/1.yaml").rename(unit / "updates/3.yaml")


def _swapped(unit: Path) -> None:
    first, second = unit / "updates/1.yaml", unit / "updates/2.yaml"
    first.rename(unit / "x")
    second.rename(first)
    (unit / "x").rename(second)


def _moved(unit: Path) -> None:
    (unit / "updates/2.yaml").rename(unit / "reviews/2.yaml")


def _new(unit: Path) -> None:
    put(unit, "reviews/0.yaml")


def _gone(unit: Path) -> None:
    (unit / "reviews/1.yaml").unlink()


def _hard_link(unit: Path) -> None:
    os.link(unit / "reviews/1.yaml", unit / "x")
    (unit / "x").replace(unit / "updates/1.yaml")


EDITS = [_longer, _same_size, _renamed, _swapped, _moved, _new, _gone, _hard_link]


@pytest.mark.parametrize("edit", EDITS)
@pytest.mark.parametrize("by_folder", [True, False])
def test_every_edit_shows(
    unit: Path,
    edit: Callable[[Path], None],
    monkeypatch: pytest.MonkeyPatch,
    *,
    by_folder: bool,
) -> None:
    """By either way of listing; the second is Windows', where all is the same but the calls."""
    if not by_folder:
        monkeypatch.setattr(module, "_BY_FOLDER", False)
    before = listing(unit)
    time.sleep(0.01)
    edit(unit)
    assert listing(unit).fingerprint != before.fingerprint


def test_both_ways_of_listing_say_the_same(unit: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before: Listing = listing(unit)
    monkeypatch.setattr(module, "_BY_FOLDER", False)
    assert listing(unit)[:2] == before[:2]
