import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import git_repository
from git_repository import GitRepository
from gongkai_cli.domain.change import Change, Edit, How
from gongkai_cli.reading.changes import changed_on_disk, edits
from gongkai_cli.reading.git import Repository
from gongkai_cli.reading.trees import DiskTree, Kind, Leaf, TooMuch

A, B, C = (Leaf(Kind.FILE, mark) for mark in "abc")


@pytest.mark.parametrize(
    ("gone", "come", "expected"),
    [
        ({}, {}, []),
        ({}, {"x": A}, [Edit(How.ADDED, "x")]),
        ({"x": A}, {}, [Edit(How.DELETED, "x")]),
        ({"x": A}, {"x": B}, [Edit(How.EDITED, "x")]),
        ({"x": A}, {"y": A}, [Edit(How.RENAMED, "y", "x")]),
        ({"x": A}, {"y": B}, [Edit(How.DELETED, "x"), Edit(How.ADDED, "y")]),
        ({"x": A}, {"y": A._replace(kind=Kind.LINK)}, [Edit(How.DELETED, "x"), Edit(How.ADDED, "y")]),
        ({"x": A, "y": B}, {"x": B, "y": A}, [Edit(How.EDITED, "x"), Edit(How.EDITED, "y")]),
        ({"x": A}, {"y": A, "z": A}, [Edit(How.RENAMED, "y", "x"), Edit(How.ADDED, "z")]),
        ({"x": A, "y": A}, {"z": A}, [Edit(How.DELETED, "y"), Edit(How.RENAMED, "z", "x")]),
        (
            {"1": A, "2": A},
            {"3": A, "4": A},
            [Edit(How.RENAMED, "3", "1"), Edit(How.RENAMED, "4", "2")],
        ),
    ],
)  # fmt: skip
def test_edits(gone: dict[str, Leaf], come: dict[str, Leaf], expected: list[Edit]) -> None:
    assert edits(gone, come) == tuple(expected)


_leaves = st.dictionaries(st.sampled_from("qrstuv"), st.sampled_from([A, B, C]))


@given(_leaves, _leaves)
def test_every_leaf_is_told_of_once(gone: dict[str, Leaf], come: dict[str, Leaf]) -> None:
    found = edits(gone, come)
    files = [edit.file for edit in found]
    assert files == sorted(set(files))
    assert sorted(files + [edit.was for edit in found if edit.was]) == sorted(gone.keys() | come)
    assert all(gone[edit.was] == come[edit.file] for edit in found if edit.was)


def on_disk(repository: GitRepository) -> Change:
    with Repository.at(repository.path) as found:
        return changed_on_disk(found.tree("HEAD"), DiskTree(repository.path))


@pytest.fixture(params=["sha1", "sha256"])
def repository(request: pytest.FixtureRequest, tmp_path: Path) -> GitRepository:
    found = git_repository.init(tmp_path / "r", f"--object-format={request.param}")
    found.commit(
        {
            "data/tasks.yaml": "schema: 1\n",
            "ledgers/1.yaml": "one\n",
            "ledgers/2.yaml": "two\r\n",
            "ledgers/3.yaml": "three\n",
            "README.md": "here\n",
        }
    )
    return found


def test_nothing_changed_on_disk(repository: GitRepository) -> None:
    assert on_disk(repository) == Change(())


def test_what_changed_on_disk(repository: GitRepository) -> None:
    repository.write(
        {
            "data/tasks.yaml": "schema: 2\n",
            "data/policy.yaml": "untracked",
            "ledgers/1.yaml": None,
            "ledgers/one.yaml": "one\n",
            "ledgers/3.yaml": None,
            "README.md": "not looked at",
        }
    )
    assert on_disk(repository) == Change(
        (
            Edit(How.ADDED, "data/policy.yaml"),
            Edit(How.EDITED, "data/tasks.yaml"),
            Edit(How.DELETED, "ledgers/3.yaml"),
            Edit(How.RENAMED, "ledgers/one.yaml", "ledgers/1.yaml"),
        )
    )


def test_line_ends_that_git_checks_out_on_windows_are_no_change(repository: GitRepository) -> None:
    repository.write(
        {"ledgers/1.yaml": "one\r\n", "ledgers/3.yaml": None, "ledgers/4": "three\r\n"}
    )
    assert on_disk(repository).edits == (Edit(How.RENAMED, "ledgers/4", "ledgers/3.yaml"),)
    repository.write({"ledgers/1.yaml": "eins\r\n", "ledgers/2.yaml": "two\n"})
    assert [edit.file for edit in on_disk(repository).edits] == [
        "ledgers/1.yaml",
        "ledgers/2.yaml",
        "ledgers/4",
    ]


def test_a_large_file_is_compared_in_pieces(repository: GitRepository) -> None:
    large = b"0123456789\r\n" * 400_000
    repository.commit({"data/large": large})
    assert on_disk(repository) == Change(())
    repository.write({"data/large": large[:-1]})
    assert on_disk(repository).edits == (Edit(How.EDITED, "data/large"),)


def test_mode_is_no_change_and_a_link_is(repository: GitRepository, tmp_path: Path) -> None:
    (repository.path / "ledgers/1.yaml").chmod(0o755)
    assert on_disk(repository) == Change(())
    (tmp_path / "one").write_text("one\n")
    (repository.path / "ledgers/1.yaml").unlink()
    (repository.path / "ledgers/1.yaml").symlink_to(tmp_path / "one")
    assert on_disk(repository).edits == (Edit(How.EDITED, "ledgers/1.yaml"),)
    repository.commit()
    assert on_disk(repository) == Change(())


def test_a_folder_replaced_by_a_link_is_deleted(repository: GitRepository) -> None:
    (repository.path / "ledgers").rename(repository.path / "elsewhere")
    (repository.path / "ledgers").symlink_to("elsewhere")
    assert on_disk(repository).edits == (
        Edit(How.ADDED, "ledgers"),
        Edit(How.DELETED, "ledgers/1.yaml"),
        Edit(How.DELETED, "ledgers/2.yaml"),
        Edit(How.DELETED, "ledgers/3.yaml"),
    )


def test_a_pipe_is_an_edit_and_is_not_opened(repository: GitRepository) -> None:
    (repository.path / "ledgers/1.yaml").unlink()
    os.mkfifo(repository.path / "ledgers/1.yaml")
    assert on_disk(repository).edits == (Edit(How.EDITED, "ledgers/1.yaml"),)


def test_a_file_that_vanishes_between_listing_and_reading_is_an_edit(
    repository: GitRepository,
) -> None:
    class Stale(DiskTree):
        """A tree that still lists what stood there before."""

        def leaves(self, folder: str) -> dict[str, Leaf]:
            return {"data/tasks.yaml": Leaf(Kind.FILE)} if folder == "data" else {}

    (repository.path / "data/tasks.yaml").unlink()
    with Repository.at(repository.path) as found:
        change = changed_on_disk(found.tree("HEAD"), Stale(repository.path), ["data"])
    assert change.edits == (Edit(How.EDITED, "data/tasks.yaml"),)


def test_a_workspace_below_the_repository_is_compared_from_there(
    repository: GitRepository,
) -> None:
    repository.commit({"district/data/tasks.yaml": "schema: 1\n"})
    repository.write({"district/data/tasks.yaml": "schema: 2\n", "data/tasks.yaml": "other\n"})
    folder = repository.path / "district"
    with Repository.at(folder) as found:
        change = changed_on_disk(found.tree("HEAD"), DiskTree(folder))
    assert change == Change((Edit(How.EDITED, "data/tasks.yaml"),))


def test_too_many_changed_files_are_not_looked_at(tmp_path: Path) -> None:
    repository = git_repository.init(tmp_path)
    repository.commit()
    (tmp_path / "data").mkdir()
    for number in range(20_001):
        (tmp_path / f"data/{number}").touch()
    with pytest.raises(TooMuch, match="改动的文件超过 20000 个"):
        on_disk(repository)
