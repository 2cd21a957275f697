import sys
from pathlib import Path

import pytest

from gongkai_cli import __version__
from gongkai_cli.reading.cachefolder import cache_folder, program


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.delenv("LOCALAPPDATA", raising=False)
    return tmp_path


@pytest.mark.parametrize(
    ("system", "folder"),
    [
        ("linux", ".cache/gongkai"),
        ("freebsd14", ".cache/gongkai"),
        ("darwin", "Library/Caches/gongkai"),
        ("win32", "AppData/Local/gongkai"),
    ],
)
def test_where_each_system_has_its_caches(
    home: Path, monkeypatch: pytest.MonkeyPatch, system: str, folder: str
) -> None:
    monkeypatch.setattr(sys, "platform", system)
    assert Path(cache_folder()) == home / folder


@pytest.mark.parametrize(
    ("system", "name"), [("linux", "XDG_CACHE_HOME"), ("win32", "LOCALAPPDATA")]
)
def test_the_user_may_have_them_elsewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, system: str, name: str
) -> None:
    monkeypatch.setattr(sys, "platform", system)
    monkeypatch.setenv(name, str(tmp_path / "elsewhere"))
    assert Path(cache_folder()) == tmp_path / "elsewhere/gongkai"
    monkeypatch.setenv(name, "")
    assert Path(cache_folder()) != Path("gongkai")


def test_never_in_the_folder_where_the_person_works(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("XDG_CACHE_HOME", ".")
    assert Path(cache_folder()).is_absolute()
    assert not Path(cache_folder()).exists()
    with pytest.raises(OSError, match="gongkai"):
        Path(cache_folder()).mkdir(parents=True)


def test_the_program_is_known_by_its_version_and_its_files() -> None:
    version, count, newest = program().split("/")
    assert version == __version__
    assert int(count) > 50
    assert int(newest) > 0
    assert program() == program()
