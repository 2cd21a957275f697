"""A desk to work at: an own cache, no options from outside, and 示例区 or a copy of the real data."""

import shutil
from pathlib import Path

import pytest

from fictional import settle

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def _own_desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    for name in ("GONGKAI_ROOT", "COLUMNS", "NO_COLOR", "_GONGKAI_COMPLETE"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def district(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in the workspace of 示例区."""
    root = settle(tmp_path / "district")
    monkeypatch.chdir(root)
    return root


@pytest.fixture
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in 示例区 before anybody has reported."""
    root = settle(tmp_path / "bare", records=False)
    monkeypatch.chdir(root)
    return root


@pytest.fixture
def huaiyin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in a copy of the real plan and roster."""
    root = tmp_path / "huaiyin"
    shutil.copytree(ROOT / "data", root / "data")
    monkeypatch.chdir(root)
    return root


@pytest.fixture
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in a folder that is no workspace."""
    folder = tmp_path / "nowhere"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder
