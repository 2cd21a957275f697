import os
from pathlib import Path

import pytest

from gongkai_cli.diagnostic import Unreadable
from gongkai_cli.reading.trace import MAX_BYTES, Trace, unchanged
from gongkai_cli.reading.workspace import Workspace, built_in, find, reason
from small_workspace import FOLDER, PLAN, faults_of, put, said

FILE = "data/units.yaml"


@pytest.fixture
def place(tmp_path: Path) -> Workspace:
    put(tmp_path, "work/data/tasks.yaml", PLAN)
    return Workspace(tmp_path / "work")


def refused(place: Workspace, file: str = FILE) -> tuple[str, str]:
    """What reading `file` says, and the remedy."""
    (fault,) = said(faults_of(lambda: place.read(file)), file)
    code, line, column, message, hint = fault
    assert (code, line, column) == ("G130", 0, 0)
    return message, hint


@pytest.mark.parametrize("below", ["", "data", "ledgers/2023/示例区司法局/updates", "not/there"])
def test_a_workspace_is_found_upwards(place: Workspace, below: str) -> None:
    found = find(place.root / below, Trace())
    assert found is not None
    assert (found.root, found.writable) == (place.root, True)


def test_the_nearest_one_is_found(place: Workspace) -> None:
    put(place.root, "inner/data/tasks.yaml", PLAN)
    found = find(place.root / "inner/data", Trace())
    assert found is not None
    assert found.root == place.root / "inner"


def test_a_relative_start_will_do(place: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(place.root / "data")
    found = find(Path(), Trace())
    assert found is not None
    assert found.root == place.root


def test_outside_there_is_none(tmp_path: Path) -> None:
    trace = Trace()
    assert find(tmp_path, trace) is None
    (tmp_path / "data/tasks.yaml").mkdir(parents=True)
    assert find(tmp_path, trace) is None
    assert unchanged((*key, mark) for key, mark in trace.inputs.items())


def test_the_packages_own_copy_is_only_for_reading() -> None:
    own = built_in(Trace())
    assert not own.writable
    assert "槐荫区".encode() in (own.read("data/tasks.yaml") or b"")


def test_a_file_is_read_whole_up_to_a_bound(place: Workspace) -> None:
    put(place.root, FILE, b"x" * (MAX_BYTES + 2))
    assert len(place.read(FILE) or b"") == MAX_BYTES + 1
    put(place.root, FILE, b"\xef\xbb\xbfa\r\n")
    assert place.read(FILE) == b"\xef\xbb\xbfa\r\n"
    assert place.read("data/policy.yaml") is None


def test_a_link_within_the_workspace_is_followed(place: Workspace) -> None:
    put(place.root, "data/2023.yaml", "a")
    (place.root / FILE).symlink_to("2023.yaml")
    assert place.read(FILE) == b"a"


OUT = ("是指向工作区之外的链接，或绕成一圈", "请换成普通文件")


@pytest.mark.parametrize("target", ["../../secret", "/etc/passwd", "../../nowhere", "units.yaml"])
def test_a_link_out_of_the_workspace_or_to_itself_is_refused(place: Workspace, target: str) -> None:
    put(place.root.parent, "secret", "a")
    (place.root / FILE).symlink_to(target)
    assert refused(place) == OUT


def test_so_is_a_linked_folder(place: Workspace) -> None:
    put(place.root.parent, "secret/2022/tasks.yaml", "a")
    (place.root / "data/archive").symlink_to("../../secret", target_is_directory=True)
    assert refused(place, "data/archive/2022/tasks.yaml") == OUT


def test_the_workspace_itself_may_be_reached_through_a_link(place: Workspace) -> None:
    put(place.root, FILE, "a")
    link = place.root.parent / "link"
    link.symlink_to(place.root, target_is_directory=True)
    assert Workspace(link).read(FILE) == b"a"


def test_what_is_no_file_says_so(place: Workspace) -> None:
    remedy = "请检查文件的类型和权限"
    (place.root / FILE).mkdir()
    assert refused(place) == ("读不了：是文件夹", remedy)
    assert refused(place, "data/tasks.yaml/units.yaml") == ("读不了：上级不是文件夹", remedy)


def test_a_reason_nobody_thought_of_is_given_as_it_is() -> None:
    assert reason(OSError(28, "No space left on device")) == "No space left on device"
    assert reason(OSError("?")) == "未知原因"


def test_names_are_in_order(place: Workspace) -> None:
    for name in ("b", "a", "c.yaml"):
        put(place.root, f"data/workdays/{name}")
    assert place.names("data/workdays") == ["a", "b", "c.yaml"]
    assert place.names("data/nowhere") == []
    assert place.names("data/tasks.yaml") == []


def test_places_are_said_as_people_write_them(place: Workspace) -> None:
    folder = place.ledger_folder(2023, "示例区司法局")
    assert place.relative(folder) == FOLDER
    assert place.relative(place.ledger_folder(2023)) == "ledgers/2023"


def test_what_was_read_is_noted_with_its_mark(place: Workspace) -> None:
    put(place.root, FILE, "a")
    traced = Workspace(place.root, trace=Trace())
    assert traced.trace is not None
    traced.read(FILE)
    traced.read("data/policy.yaml")
    traced.names("data")
    inputs = [(*key, mark) for key, mark in traced.trace.inputs.items()]
    assert [(kind, Path(path).name) for kind, path, _ in inputs] == [
        ("file", "units.yaml"),
        ("file", "policy.yaml"),
        ("names", "data"),
    ]
    assert unchanged(inputs)
    put(place.root, FILE, "b")
    assert [unchanged([each]) for each in inputs] == [False, True, True]
    put(place.root, "data/policy.yaml", "b")
    assert [unchanged([each]) for each in inputs] == [False, False, False]


def test_a_file_that_cannot_be_read_any_more_is_another_answer(place: Workspace) -> None:
    put(place.root, FILE, "a")
    traced = Workspace(place.root, trace=Trace())
    traced.read(FILE)
    assert traced.trace is not None
    inputs = [(*key, mark) for key, mark in traced.trace.inputs.items()]
    (place.root / FILE).unlink()
    (place.root / FILE).mkdir()
    assert not unchanged(inputs)
    with pytest.raises(Unreadable):
        traced.read(FILE)


@pytest.mark.skipif(not hasattr(os, "seteuid"), reason="Windows knows no such rights")
def test_a_folder_above_that_may_not_be_entered_is_no_workspace(tmp_path: Path) -> None:
    """A locked /data on the way up must not end the search."""
    locked = tmp_path / "data"
    locked.mkdir(mode=0)
    assert find(tmp_path, Trace()) is None
