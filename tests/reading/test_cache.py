import os
import shutil
import sqlite3
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from gongkai_cli.reading.book import load_book
from gongkai_cli.reading.cache import Cache, cache_file
from small_workspace import workspace


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "caches/gongkai/store.sqlite3"


def keep(file: Path, name: str = "name", value: str = "value") -> None:
    """One run that keeps something."""
    cache = Cache(file)
    cache.put(name, "print", value)
    cache.close()


def kept(file: Path, name: str = "name") -> str | None:
    """One run that asks for it."""
    cache = Cache(file)
    try:
        return cache.get(name, "print")
    finally:
        cache.close()


def test_what_was_put_is_there_in_this_run_and_the_next(file: Path) -> None:
    cache = Cache(file)
    assert cache.get("name", "print") is None
    cache.put("name", "print", "value")
    assert cache.get("name", "print") == "value"
    assert cache.get("name", "other") is None
    cache.close()
    assert kept(file) == "value"
    keep(file, value="newer")
    assert kept(file) == "newer"


def test_off_means_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    cache = Cache(None)
    assert not cache
    cache.put("name", "print", "value")
    assert cache.get("name", "print") is None
    cache.close()
    assert [*tmp_path.iterdir()] == []


def test_it_may_be_closed_twice_and_asked_afterwards(file: Path) -> None:
    cache = Cache(file)
    cache.close()
    cache.close()
    assert cache.get("name", "print") is None


def test_it_may_be_deleted_between_runs(file: Path) -> None:
    keep(file)
    file.unlink()
    assert kept(file) is None
    keep(file)
    assert kept(file) == "value"
    shutil.rmtree(file.parent.parent)
    assert kept(file) is None


@pytest.mark.parametrize("whole_folder", [True, False])
def test_it_may_be_deleted_while_open(file: Path, *, whole_folder: bool) -> None:
    keep(file)
    cache = Cache(file)
    shutil.rmtree(file.parent) if whole_folder else file.unlink()
    cache.put("name", "print", "newer")
    assert cache.get("name", "print") == "newer"
    cache.close()
    keep(file, value="newest")
    assert kept(file) == "newest"


@pytest.mark.parametrize(
    "content",
    [b"", b"x", b"garbage " * 1000, b"SQLite format 3\0" + b"\xff" * 8192, b"\0" * 65536],
    ids=["empty", "one byte", "garbage", "head only", "zeros"],
)
def test_a_damaged_one_is_made_anew(file: Path, content: bytes) -> None:
    file.parent.mkdir(parents=True)
    file.write_bytes(content)
    assert kept(file) is None
    keep(file)
    assert kept(file) == "value"


@pytest.mark.parametrize("share", [0.01, 0.1, 0.3, 0.5, 0.7, 0.9, 0.99])
@pytest.mark.parametrize("cut", [True, False])
def test_a_truncated_or_overwritten_one_heals(file: Path, share: float, *, cut: bool) -> None:
    names = [f"name {number}" for number in range(200)]
    cache = Cache(file)
    for name in names:
        cache.put(name, "print", name * 100)
    cache.close()
    data = file.read_bytes()
    end = int(len(data) * share)
    file.write_bytes(data[:end] + (b"" if cut else b"\xa5" * (len(data) - end)))
    cache = Cache(file)
    for name in names:
        assert cache.get(name, "print") in {None, name * 100}
    cache.close()
    for _ in range(2):  # damage that only writing meets is met, and thrown away, at the latest now
        for name in names:
            keep(file, name, name * 100)
    assert [kept(file, name) for name in names] == [name * 100 for name in names]


def test_another_programs_store_is_emptied(file: Path) -> None:
    keep(file)
    with sqlite3.connect(file) as store:
        store.execute("PRAGMA user_version = 1")
    store.close()
    assert kept(file) is None
    keep(file)
    assert kept(file) == "value"


def test_a_table_of_another_shape_keeps_nothing_and_breaks_nothing(file: Path) -> None:
    keep(file)
    store = sqlite3.connect(file)
    store.executescript("DROP TABLE kept; CREATE TABLE kept (a TEXT)")
    store.close()
    assert kept(file) is None
    keep(file)
    assert kept(file) is None


def test_a_row_that_is_no_text_is_none(file: Path) -> None:
    keep(file)
    store = sqlite3.connect(file)
    for value in ("x'c328'", "NULL", "CAST(x'c328' AS TEXT)"):
        store.execute(f"UPDATE kept SET value = {value}")  # noqa: S608 - a constant above
        store.commit()
        assert kept(file) is None
    store.close()


def test_a_folder_in_its_place_keeps_nothing(file: Path) -> None:
    file.mkdir(parents=True)
    keep(file)
    assert kept(file) is None
    assert file.is_dir()


def test_a_file_in_the_folders_place_keeps_nothing(file: Path) -> None:
    file.parent.parent.mkdir()
    file.parent.write_text("")
    keep(file)
    assert kept(file) is None


@pytest.mark.skipif(not hasattr(os, "seteuid"), reason="Windows knows no such rights")
@pytest.mark.parametrize("exists", [True, False])
def test_a_folder_that_cannot_be_written_keeps_nothing(*, exists: bool) -> None:
    program = textwrap.dedent("""
        import os, sys, tempfile
        from pathlib import Path
        from gongkai_cli.reading.cache import Cache
        folder = Path(tempfile.mkdtemp())
        folder.chmod(0o755)
        file = folder / "store.sqlite3"
        if sys.argv[1] == "True":
            Cache(file).close()
        folder.chmod(0o555)
        if os.geteuid() == 0:
            os.seteuid(65534)
        cache = Cache(file)
        cache.put("name", "print", "value")
        cache.close()
        again = Cache(file)
        assert again.get("name", "print") is None
        again.close()
        print("well")
    """)
    run = [sys.executable, "-W", "error", "-c", program, str(exists)]
    assert subprocess.run(run, capture_output=True, check=True).stdout == b"well\n"


def test_one_that_somebody_writes_to_is_not_waited_for_long(file: Path) -> None:
    keep(file)
    writer = sqlite3.connect(file, isolation_level=None)
    writer.execute("BEGIN EXCLUSIVE")
    cache = Cache(file)
    assert not cache
    cache.put("name", "print", "newer")
    cache.close()
    writer.execute("ROLLBACK")
    writer.close()
    assert kept(file) == "value"


def test_nobody_waits_for_a_run_that_is_not_over(file: Path) -> None:
    keep(file)
    slow = Cache(file)
    slow.put("slow", "print", "slow")
    keep(file, "quick", "quick")
    slow.close()
    assert [kept(file, name) for name in ("name", "slow", "quick")] == ["value", "slow", "quick"]


def test_a_store_locked_at_the_end_of_a_run_loses_only_what_was_new(file: Path) -> None:
    keep(file)
    cache = Cache(file)
    cache.put("name", "print", "newer")
    writer = sqlite3.connect(file, isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")
    cache.close()
    writer.execute("ROLLBACK")
    writer.close()
    assert kept(file) == "value"


def test_two_processes_at_once(file: Path) -> None:
    program = textwrap.dedent("""
        import sys
        from pathlib import Path
        from gongkai_cli.reading.cache import Cache
        for run in range(60):
            cache = Cache(Path(sys.argv[1]))
            for name in "abc":
                assert cache.get(name, "print") in {None, name * 1000}, name
                cache.put(name, "print", name * 1000)
            cache.close()
    """)
    runs = [
        subprocess.Popen([sys.executable, "-W", "error", "-c", program, str(file)])
        for _ in range(3)
    ]
    assert [run.wait() for run in runs] == [0, 0, 0]
    keep(file, "d", "d")
    assert [kept(file, name) for name in "abcd"] == ["a" * 1000, "b" * 1000, "c" * 1000, "d"]
    store = sqlite3.connect(file)
    assert store.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    store.close()


def test_the_users_own_folder_is_honoured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "caches"))
    first, second = cache_file(tmp_path / "one"), cache_file(tmp_path / "two")
    assert first is not None
    assert second is not None
    assert first.parent == tmp_path / "caches/gongkai"
    assert first != second
    assert not first.parent.exists()


def test_one_place_has_one_store_by_whatever_way_it_is_reached(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "caches"))
    (tmp_path / "one").mkdir()
    (tmp_path / "link").symlink_to("one", target_is_directory=True)
    assert cache_file(tmp_path / "link") == cache_file(tmp_path / "one")


def test_nothing_is_ever_kept_inside_the_workspace(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some CI machines have their caches there, where a pull request could plant one."""
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "work/.cache"))
    assert cache_file(tmp_path / "work") is None
    monkeypatch.setenv("XDG_CACHE_HOME", ".")
    place = workspace(tmp_path / "work")
    before = sorted(place.root.rglob("*"))
    monkeypatch.chdir(place.root)
    cache = Cache(cache_file(place.root))
    load_book(place, cache)
    cache.close()
    assert sorted(place.root.rglob("*")) == before
