import os
import socket
import tracemalloc
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

import git_repository
from git_repository import GitRepository
from gongkai_cli.diagnostic import Unreadable
from gongkai_cli.reading import trees
from gongkai_cli.reading.git import Repository
from gongkai_cli.reading.trees import DiskTree, Folder, Kind, Leaf, TooMuch, Tree

FILES = {
    "data/tasks.yaml": "schema: 1\n",
    "data/source/原文.txt": "原文",
    "ledgers/2023/示例一局/updates/1.yaml": "type: 进展\n",
    "ledgers/2023/示例一局/台账.md": "# 台账\n",
    "ledgers.txt": "",
}


@pytest.fixture(params=["disk", "commit"])
def tree(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator["Growing"]:
    repository = git_repository.init(tmp_path / "workspace")
    with Repository.at(repository.path) as opened:
        yield Growing(repository, opened if request.param == "commit" else None)


class Growing:
    """A folder of files, seen as a tree on disk, or as one in a commit where it was `opened`."""

    def __init__(self, repository: GitRepository, opened: Repository | None) -> None:
        self.root = repository.path
        self._repository = repository
        self._opened = opened

    def of(self, files: Mapping[str, str | bytes]) -> Tree:
        """The tree that also has `files`."""
        self._repository.write(files)
        if self._opened:
            return self._opened.tree(self._repository.commit())
        return DiskTree(self.root)


def why(tree: Tree, file: str, most: int = 100) -> str:
    with pytest.raises(Unreadable) as refused:
        tree.read(file, most)
    (found,) = refused.value.diagnostics
    assert found.span.file == file
    return f"{found.code} {found.message}"


def test_leaves_are_all_files_at_any_depth_in_order(tree: Growing) -> None:
    seen = tree.of(FILES)
    assert list(seen.leaves("")) == sorted(FILES)
    assert {leaf.kind for leaf in seen.leaves("").values()} == {Kind.FILE}
    assert list(seen.leaves("data")) == ["data/source/原文.txt", "data/tasks.yaml"]
    assert list(seen.leaves("ledgers/2023/示例一局/updates")) == [
        "ledgers/2023/示例一局/updates/1.yaml"
    ]
    assert seen.leaves("nothing/here") == {}


def test_a_leaf_in_the_place_of_a_folder_is_given_alone(tree: Growing) -> None:
    (tree.root / "elsewhere").mkdir()
    (tree.root / "elsewhere/x").write_text("x")
    (tree.root / "ledgers").symlink_to("elsewhere")
    seen = tree.of({"data": "no folder"})
    for folder in ("ledgers", "ledgers/2023"):
        assert {file: leaf.kind for file, leaf in seen.leaves(folder).items()} == {
            "ledgers": Kind.LINK
        }
    assert list(seen.leaves("data/source")) == ["data"]
    assert seen.names("ledgers") == []
    assert seen.names("data") == []


def test_names_are_those_directly_in_a_folder(tree: Growing) -> None:
    seen = tree.of(FILES)
    assert seen.names("") == ["data", "ledgers", "ledgers.txt"]
    assert seen.names("ledgers/2023/示例一局") == ["updates", "台账.md"]
    assert seen.names("nothing") == []


def test_names_are_given_as_they_are(tree: Growing) -> None:
    odd = ["a\nb", 'a"b', "a\\b", "a\x1bb", "a\udcffb", "a b ", "-rf"]
    seen = tree.of({f"data/{name}": name for name in odd})
    assert seen.names("data") == sorted(odd)
    assert list(seen.leaves("")) == sorted(f"data/{name}" for name in odd)
    for name in odd:
        assert seen.read(f"data/{name}", 100) == os.fsencode(name)


def test_read_gives_a_files_bytes(tree: Growing) -> None:
    seen = tree.of({"data/a": b"\0\xff\r\n", "empty": ""})
    assert seen.read("data/a", 4) == b"\0\xff\r\n"
    assert seen.read("empty", 0) == b""
    for missing in ("data/b", "nothing/b"):
        assert seen.read(missing, 4) is None


def test_read_refuses_what_is_too_large(tree: Growing) -> None:
    seen = tree.of({"a": b"x" * 2048, "b": b"x" * (1024 * 1024 + 1)})
    assert seen.read("a", 2048) == b"x" * 2048
    assert why(seen, "a", 2047) == "G109 文件超过 1 KB"
    assert why(seen, "b", 1024 * 1024) == "G109 文件超过 1 MB"
    assert seen.read("a", 2048) == b"x" * 2048  # whatever was left out does not stand in the way


def test_read_holds_nothing_of_what_is_too_large(tree: Growing) -> None:
    tree.root.mkdir(exist_ok=True)
    with (tree.root / "large").open("wb") as stream:
        stream.truncate(50 * 1024 * 1024)
    seen = tree.of({"small": "x"})
    tracemalloc.start()
    assert why(seen, "large", 4 * 1024 * 1024) == "G109 文件超过 4 MB"
    assert [type(each) for _, each in seen.read_all(["large", "small"], 100)] == [Unreadable, bytes]
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 1024 * 1024


def test_read_follows_no_link(tree: Growing, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret")
    (tree.root / "folder").mkdir()
    (tree.root / "folder/file").write_text("file")
    targets = {"out": str(tmp_path / "secret"), "in": "folder/file", "way": "folder"}
    for name, target in targets.items():
        (tree.root / name).symlink_to(target)
    seen = tree.of({"loop/x": "x"})
    assert why(seen, "out") == "G130 读不了：是链接"
    assert why(seen, "in") == "G130 读不了：是链接"
    assert why(seen, "way/file") == "G130 读不了：上级文件夹是链接"
    assert why(seen, "way/deeper/file") == "G130 读不了：上级文件夹是链接"
    assert seen.leaves("")["way"].kind is Kind.LINK


def test_read_refuses_what_is_no_file(tree: Growing) -> None:
    seen = tree.of(FILES)
    assert why(seen, "data") == "G130 读不了：是文件夹"
    assert why(seen, "ledgers.txt/x") == "G130 读不了：上级不是文件夹"


@pytest.mark.parametrize(
    "path", ["", "../secret", "data/../../secret", "/etc/passwd", "data//a", "."]
)
def test_read_refuses_every_way_out(tree: Growing, path: str) -> None:
    (tree.root.parent / "secret").write_text("secret")
    assert why(tree.of(FILES), path) == "G130 读不了：不在工作区之内"


def test_read_all_reads_each_or_says_why_not(tree: Growing) -> None:
    files = {f"data/{number}": f"{number}" for number in range(200)}
    seen = tree.of(files | {"large": "x" * 101})
    wanted = [*files, "large", "missing", "data", "data/7"]
    found = list(seen.read_all(wanted, 100))
    assert [file for file, _ in found] == wanted
    assert [data for _, data in found[:200]] == [os.fsencode(text) for text in files.values()]
    assert found[-1] == ("data/7", b"7")
    faults = [each.diagnostics[0] for _, each in found[200:203] if isinstance(each, Unreadable)]
    assert [(fault.code, fault.message) for fault in faults] == [
        ("G109", "文件超过 0 KB"),
        ("G130", "读不了：没有这个文件"),
        ("G130", "读不了：是文件夹"),
    ]


def test_read_all_may_be_left_halfway(tree: Growing) -> None:
    seen = tree.of({f"data/{number}": f"{number}" for number in range(200)})
    for file, data in seen.read_all([f"data/{number}" for number in range(200)], 100):
        assert data == seen.read(file, 100)
        if file == "data/9":
            break
    assert seen.read("data/10", 100) == b"10"


def test_a_tree_too_deep_is_not_listed(tree: Growing) -> None:
    assert tree.of({f"{'a/' * 20}x": "x"}).leaves("")
    with pytest.raises(TooMuch) as stopped:
        tree.of({f"{'a/' * 21}x": "x"}).leaves("")
    assert stopped.value.sentence == "文件夹嵌套超过 20 层"
    assert stopped.value.hint == "请减少文件夹的层数"


def test_bounds_count_files_and_folders() -> None:
    trees.bound_listing("", 200_000)
    with pytest.raises(TooMuch, match="文件和文件夹超过 200000 个"):
        trees.bound_listing("", 200_001)
    trees.bound_change(20_000)
    with pytest.raises(TooMuch, match="改动的文件超过 20000 个"):
        trees.bound_change(20_001)


def test_what_git_keeps_beside_the_files_is_no_part_of_them(tmp_path: Path) -> None:
    git_repository.init(tmp_path).write({"data/a": "a", "data/.git": "gitdir: elsewhere"})
    assert list(DiskTree(tmp_path).leaves("")) == ["data/a"]


def test_no_folder_has_no_files(tmp_path: Path) -> None:
    tree = DiskTree(tmp_path / "nothing")
    assert tree.leaves("") == {}
    assert tree.names("") == []


def test_pipes_and_sockets_are_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with socket.socket(socket.AF_UNIX) as one:
        one.bind(str(tmp_path / "socket"))
        tree = DiskTree(tmp_path)
        assert tree.leaves("") == {"pipe": Leaf(Kind.OTHER), "socket": Leaf(Kind.OTHER)}
        assert why(tree, "pipe") == "G130 读不了：不是普通文件"
        assert why(tree, "socket").startswith("G130 读不了：")


@pytest.mark.parametrize("name", ["a\0b", "a\ud800b"])
def test_a_name_that_no_disk_has_is_refused(tmp_path: Path, name: str) -> None:
    assert why(DiskTree(tmp_path), name) == "G130 读不了：文件名里有不能用的字符"


def test_a_folder_that_cannot_be_opened_is_no_plain_file() -> None:
    folders = {
        "": Folder({}, {"open": "1", "closed": "2"}),
        "1": Folder({"x": Leaf(Kind.FILE)}, {}),
    }
    assert trees.leaves_of("", "", folders.get) == {
        "closed": Leaf(Kind.OTHER),
        "open/x": Leaf(Kind.FILE),
    }
    assert trees.names_of("", "closed", folders.get) == []
    assert trees.leaves_of("", "closed/deeper", folders.get) == {}


def test_a_path_too_long_is_not_listed(tree: Growing) -> None:
    assert tree.of({f"{'a' * 199}/" * 5 + "x": "x"}).leaves("")
    with pytest.raises(TooMuch, match="文件夹的路径超过 1000 个字"):
        tree.of({f"{'a' * 199}/" * 5 + "b/x": "x"}).leaves("")


def test_a_name_too_long_for_the_disk_is_no_crash(tmp_path: Path) -> None:
    assert why(DiskTree(tmp_path), "长" * 300).startswith("G130 读不了：")
