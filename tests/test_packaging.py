"""What is shipped: the wheel, the pins, and files that name no package registry."""

import json
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).parents[1]
PINS = {name: ROOT / "requirements" / f"{name}.txt" for name in ("run", "test")}
PIN = re.compile(r"^([a-z0-9-]+)==([^ ;]+)", re.MULTILINE)

# Put together here, so that this file does not name one either.
REGISTRIES = tuple(
    ".".join(name).encode()
    for name in (
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("npmjs", "org"),
        ("deb", "debian", "org"),
        ("crates", "io"),
    )
)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel built from this tree, without network and without touching the tree."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True)
    [built] = folder.glob("*.whl")
    return built


def pins(name: str) -> dict[str, Version]:
    text = PINS[name].read_text("utf-8")
    return {canonicalize_name(found[1]): Version(found[2]) for found in PIN.finditer(text)}


def wanted(name: str) -> Iterator[Requirement]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    yield from map(Requirement, project["build-system"]["requires"])
    yield from map(Requirement, project["project"]["dependencies"])
    extras = project["project"]["optional-dependencies"]
    for extra in ("calendar", "excel", "word", *(["test"] if name == "test" else [])):
        found = map(Requirement, extras[extra])
        yield from (each for each in found if each.name != project["project"]["name"])


def shipped_files() -> list[Path]:
    """Every file that git tracks, or would track."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True).stdout
    paths = [ROOT / os.fsdecode(name) for name in listed.split(b"\0") if name]
    return [path for path in paths if path.is_file()]


@pytest.mark.parametrize(
    "name",
    ["py.typed", "data/tasks.yaml", "data/units.yaml", "data/policy.yaml"]
    + [f"data/workdays/CN-{year}.yaml" for year in range(2023, 2027)]
    + [f"ci/{name}" for name in ("github.yml", "gitlab.yml", "gitee.sh")],
)
def test_wheel_holds(wheel: Path, name: str) -> None:
    assert f"gongkai_cli/{name}" in ZipFile(wheel).namelist()


def test_wheel_holds_the_package_and_nothing_else(wheel: Path) -> None:
    tops = {name.split("/")[0] for name in ZipFile(wheel).namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"gongkai_cli"}


def test_installed_elsewhere_it_reads_its_own_plan(wheel: Path, tmp_path: Path) -> None:
    ZipFile(wheel).extractall(tmp_path / "site")
    away = tmp_path / "away"
    away.mkdir()
    elsewhere = {name: value for name, value in os.environ.items() if name != "GONGKAI_ROOT"}
    shown = subprocess.run(
        [sys.executable, "-m", "gongkai_cli", "tasks", "--format", "json"],
        cwd=away,
        env=elsewhere | {"PYTHONPATH": str(tmp_path / "site"), "PYTHONUTF8": "1"},
        check=True,
        stdout=subprocess.PIPE,
    )
    assert [task["id"] for task in json.loads(shown.stdout)["data"]] == list(range(1, 47))


@pytest.mark.parametrize("name", PINS)
def test_pins_are_hashed_and_name_no_address(name: str) -> None:
    text = PINS[name].read_text("utf-8")
    entries = re.split(r"\n(?=\S)", text.strip())
    assert [entry for entry in entries if not PIN.match(entry)] == []
    assert [entry for entry in entries if "--hash=sha256:" not in entry] == []
    assert "://" not in text


@pytest.mark.parametrize("name", PINS)
def test_pins_fit_the_requirements(name: str) -> None:
    held = pins(name)
    unfit = [
        str(want)
        for want in wanted(name)
        if not want.specifier.contains(held.get(canonicalize_name(want.name), Version("0")))
    ]
    assert unfit == []


def test_test_pins_hold_all_run_pins() -> None:
    assert pins("run").items() <= pins("test").items()


def test_no_file_names_a_registry() -> None:
    naming = [
        path.relative_to(ROOT).as_posix()
        for path in shipped_files()
        if any(registry in path.read_bytes() for registry in REGISTRIES)
    ]
    assert naming == []
