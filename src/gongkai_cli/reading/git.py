"""A git repository: its commits, the tree of files in one, and the change between two.

Everything comes out of git's objects. Trees are read and compared here and not by `git diff-tree`
or `git ls-tree`: unchanged folders are never opened, a folder is opened once for both sides, no
setting can hide anything, and a tree made to be endless is given up in time.
How git is run stands in `plumbing`.
"""

import os
import re
import stat
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Self

from gongkai_cli.diagnostic import Unreadable
from gongkai_cli.domain.change import Change
from gongkai_cli.reading.changes import edits
from gongkai_cli.reading.plumbing import (
    TIME_LIMIT,
    Answer,
    CannotUseGit,
    Log,
    Newest,
    NoCommit,
    Objects,
    Question,
)
from gongkai_cli.reading.source import shown
from gongkai_cli.reading.trace import MAX_BYTES
from gongkai_cli.reading.trees import (
    Folder,
    Kind,
    Leaf,
    TooMuch,
    bound_change,
    bound_listing,
    check_path,
    leaves_of,
    names_of,
    outcome,
    refuse,
    refuse_size,
    spot_of,
)

_MAX_REF = 1000
_MAX_COMMIT = 1024 * 1024
_MAX_FOLDER = 32 * 1024 * 1024
"""Bytes of one folder's listing; MAX_LISTED names of usual length fit in."""

_ENTRY = r"([0-7]{{5,6}}) ([^\0/]{{1,255}})\0(.{{{}}})"
"""One line of a folder's listing. No usual disk takes a name of more bytes, nor one with a /."""

_KINDS = {stat.S_IFREG: Kind.FILE, stat.S_IFLNK: Kind.LINK}
_WHY = {Kind.LINK: "是链接", Kind.OTHER: "是子模块"}
_EMPTY = Folder({}, {})
_TOO_OLD = ("git 的版本太旧。", "请安装 git 2.15 或更新的版本。")
_PLANTED = (
    "这个文件夹自己是一个裸仓库，却放在另一个仓库里，可能是改动带来的，没有检查。",
    "请删除其中的 HEAD、objects、refs；确是服务器上的仓库，请用 GIT_DIR 指明它。",
)
_SHALLOW = (
    "仓库是浅克隆，找不到两个提交的共同起点。",
    "请取来全部历史：git fetch --unshallow；在流水线里把 fetch-depth 设为 0。",
)
_UNRELATED = (
    "两个提交没有共同的历史，无法比较。",
    "请检查是否选错了分支，或分支是否从这个仓库拉出。",
)
_MALFORMED = (
    "提交里有一个文件夹的格式不对，例如有重名的文件。",
    "请在仓库里运行 git fsck；这样的提交不要合并。",
)
_DAMAGED = (
    "仓库里缺少或损坏了要查的内容。",
    "请在仓库里运行 git fsck；如果是部分克隆（--filter），请完整地克隆后再查。",
)


class Repository:
    """The repository that a folder stands in; closed after use, as a context or by `close`.

    `prefix` is the folder's path inside it, "" or "a/b/"; `bare`: it has no work tree here;
    `shallow`: its history was not fetched whole.
    Wherever a commit is asked for, its id or any name of it will do. Every method raises
    CannotUseGit.
    """

    def __init__(
        self, folder: str, prefix: str, *, bare: bool, shallow: bool, seconds: float
    ) -> None:
        self.prefix = prefix
        self.bare = bare
        self.shallow = shallow
        self._folder = folder
        self._seconds = seconds
        self._child: Objects | None = None
        self._spare: Objects | None = None
        self._opened: dict[str, Folder] = {"": _EMPTY}

    @classmethod
    def at(cls, folder: Path, seconds: float = TIME_LIMIT) -> Self:
        """The repository, bare or not, at or above `folder`. A git process lives `seconds`."""
        place = str(folder.absolute())
        words = ("rev-parse", "--is-shallow-repository", "--is-inside-work-tree", "--show-prefix")
        with closing(Question(place, words, seconds)) as question:
            shallow, inside, rest = f"{question.answer() or ''}\n\n".split("\n", 2)
        if {shallow, inside} - {"true", "false"}:
            raise CannotUseGit(*_TOO_OLD)
        if _is_planted(folder.resolve()):
            raise CannotUseGit(*_PLANTED)
        return cls(
            place,
            rest.rstrip("\n"),
            bare=inside == "false",
            shallow=shallow == "true",
            seconds=seconds,
        )

    def __enter__(self) -> Self:
        """Use it as a context."""
        return self

    def __exit__(self, *ended: object) -> None:
        """Close it at the context's end."""
        self.close()

    def close(self) -> None:
        """End the processes that read objects; the next question starts another."""
        for child in (self._child, self._spare):
            if child:
                child.close()
        self._child = self._spare = None

    def commit(self, ref: str) -> str:
        """The id of the commit that a person calls `ref`: a branch, a tag, an id, or HEAD~2.

        It is read as an object's name from a pipe, where nothing is an option; a path (HEAD:file)
        or a search (:/text) names no commit.
        """
        if ref and ref.isprintable() and ":" not in ref and len(ref) <= _MAX_REF:
            found = self._named(ref)
            if found.kind == "commit":
                return found.mark
        raise CannotUseGit(
            f"找不到提交“{_printable(ref)}”。",
            "请检查名称；远处的分支要先取来（git fetch），写法如 origin/main。",
        )

    def head(self) -> str | None:
        """The id of the commit that the repository stands at; None: nothing was committed yet."""
        try:
            with closing(Newest(self._folder, self._seconds)) as question:
                return (question.answer() or "").partition("\0")[0]
        except NoCommit:
            return None

    def merge_base(self, one: str, other: str) -> str:
        """The commit that two commits' histories parted at."""
        words = ("merge-base", self.commit(one), self.commit(other))
        with closing(Question(self._folder, words, self._seconds)) as question:
            found = question.answer(empty=(1,))
        if found is None:
            raise CannotUseGit(*(_SHALLOW if self.shallow else _UNRELATED))
        return found.strip()

    def tree(self, commit: str) -> "CommitTree":
        """The files of `commit` below the folder that the repository was found from."""
        place = spot_of(self._top(commit), self.prefix.rstrip("/"), self.opened)
        return CommitTree(self, place.folder if place else "")

    def changed(self, before: str, after: str) -> Change:
        """What `after` changes against `before`. Raises TooMuch.

        A file that only became executable, or ceased to be, is not changed.
        """
        gone, come = self._differing(self._top(before), self._top(after))
        up = "../" * self.prefix.count("/")
        outside = {up + file for file in (gone | come) if not file.startswith(self.prefix)}
        inside = edits(self._within(gone), self._within(come))
        return Change(inside, tuple(sorted(outside)))

    def opened(self, mark: str) -> Folder:
        """What stands directly in the folder with the id `mark`; nothing, where that is empty."""
        if mark not in self._opened:
            found = self._ask(mark, _MAX_FOLDER)
            if found.kind == "tree" and found.data is None:
                raise TooMuch("一个文件夹里的文件太多", "请删去与工作台账无关的文件")
            self._opened[mark] = _parsed(found)
        return self._opened[mark]

    def blob(self, mark: str, most: int) -> Answer:
        """The content with the id `mark`."""
        return _present(self._ask(mark, most))

    def blobs(self, marks: Sequence[str], most: int) -> Generator[Answer]:
        """The content of each of `marks`, in order, from a process that nobody else asks meanwhile.

        One that was asked to the end waits for the next who asks; one left halfway is ended. What
        is no content but a folder, say, has no data.
        """
        child = self._spare or Objects(self._folder, self._seconds)
        self._spare, ended = None, False
        try:
            for found in child.ask_all(marks, most):
                if not found.mark:
                    raise CannotUseGit(*_DAMAGED)
                yield found if found.kind == "blob" else found._replace(data=None)
            ended = True
        finally:
            if ended and self._spare is None:
                self._spare = child
            else:
                child.close()

    def commit_text(self, mark: str) -> bytes:
        """The commit with the id `mark`, as git stores it."""
        found = self._ask(mark, _MAX_COMMIT)
        if found.kind != "commit" or found.data is None:
            raise CannotUseGit(*_DAMAGED)
        return found.data

    def log(self, commit: str, places: Sequence[str], *, merges: bool = False) -> Generator[bytes]:
        """What `Log` says of the history of `commit` where it touches `places` below the folder."""
        with closing(Log(self._folder, commit, places, self._seconds, merges=merges)) as child:
            yield from child.parts()

    def _ask(self, name: str, most: int) -> Answer:
        if not self._child:
            self._child = Objects(self._folder, self._seconds)
        return self._child.ask(name, most)

    def _named(self, ref: str) -> Answer:
        """What `ref` names. At what its copy is not set to (@{u}) git ends, complaining of that."""
        try:
            return self._ask(f"{ref}^{{commit}}", _MAX_COMMIT)
        except CannotUseGit:
            if "@{" not in ref:
                raise
            self.close()
            return Answer("")

    def _top(self, commit: str) -> str:
        """The id of a commit's topmost folder."""
        found = self._ask(f"{self.commit(commit)}^{{tree}}", _MAX_FOLDER)
        if found.kind != "tree":
            raise CannotUseGit(*_DAMAGED)
        return found.mark

    def _differing(self, before: str, after: str) -> tuple[dict[str, Leaf], dict[str, Leaf]]:
        """The leaves that stand in only one of two folders, or otherwise in each."""
        gone: dict[str, Leaf] = {}
        come: dict[str, Leaf] = {}
        waiting, seen = [("", before, after)], 0
        while waiting:
            path, old, new = waiting.pop()
            was, now = self.opened(old), self.opened(new)
            gone |= {path + name: leaf for name, leaf in _missing(was, now).items()}
            come |= {path + name: leaf for name, leaf in _missing(now, was).items()}
            for name in was.folders.keys() | now.folders.keys():
                pair = was.folders.get(name, ""), now.folders.get(name, "")
                if pair[0] != pair[1]:
                    waiting.append((f"{path}{name}/", *pair))
            seen += 1 + len(now.files)
            bound_change(max(len(gone), len(come)))
            bound_listing(path, len(waiting) + seen)
        return gone, come

    def _within(self, leaves: dict[str, Leaf]) -> dict[str, Leaf]:
        """Those of `leaves` below the prefix, with their paths from there."""
        start = len(self.prefix)
        return {file[start:]: leaf for file, leaf in leaves.items() if file.startswith(self.prefix)}


def _is_planted(folder: Path) -> bool:
    """Whether git finds, from `folder`, a bare repository within another: anyone can commit one.

    Its settings may name a work tree, so that git itself does not call it bare. git names the
    repository to its hooks, and so can whoever trusts one.
    """
    ways = (folder, *folder.parents)
    found = next((each for each in ways if _has_git(each) or _is_bare(each)), None)
    planted = found is not None and not _has_git(found) and any(map(_has_git, found.parents))
    return planted and "GIT_DIR" not in os.environ


def _has_git(folder: Path) -> bool:
    return (folder / ".git").exists()


def _is_bare(folder: Path) -> bool:
    """Whether git may take it for a repository: the objects can lie elsewhere."""
    objects = (folder / name for name in ("objects", "commondir"))
    return (folder / "HEAD").exists() and any(each.exists() for each in objects)


class CommitTree:
    """The files of a commit, see Tree; `top` is the id of the folder that paths begin at."""

    def __init__(self, repository: Repository, top: str) -> None:
        self._repository = repository
        self._top = top

    def leaves(self, folder: str) -> dict[str, Leaf]:
        """See Tree."""
        return leaves_of(self._top, folder, self._repository.opened)

    def names(self, folder: str) -> list[str]:
        """See Tree."""
        return names_of(self._top, folder, self._repository.opened)

    def read(self, file: str, most: int = MAX_BYTES) -> bytes | None:
        """See Tree."""
        mark = self._mark(file)
        return _content(self._repository.blob(mark, most), most, file) if mark else None

    def read_all(self, files: Sequence[str], most: int) -> Iterator[tuple[str, bytes | Unreadable]]:
        """See Tree."""
        found = [(file, outcome(file, self._mark)) for file in files]
        marks = [mark for _, mark in found if isinstance(mark, str)]
        with closing(self._repository.blobs(marks, most)) as blobs:
            for file, mark in found:
                if isinstance(mark, Unreadable):
                    yield file, mark
                else:
                    yield file, outcome(file, partial(_content, _present(next(blobs)), most))
            if marks:
                next(blobs, None)  # asked to the end, its process serves whoever is next

    def folder(self, place: str) -> str | None:
        """The id of the folder at `place`; None where none stands there."""
        found = spot_of(self._top, place, self._repository.opened)
        return found.folder if found and not found.leaf else None

    def files(self, folder: str) -> dict[str, Leaf]:
        """What stands directly in `folder`, without folders; nothing where there is no folder."""
        found = self.folder(folder)
        return self._repository.opened(found).files if found else {}

    def content(self, file: str) -> str:
        """The id of the plain file `file`; empty where none stands there."""
        found = spot_of(self._top, file, self._repository.opened)
        leaf = found.leaf if found and found.path == file else None
        return leaf.mark if leaf and leaf.kind is Kind.FILE else ""

    def holds(self, place: str) -> bool:
        """Whether anything stands at `place`, or something else than a folder on the way to it."""
        return spot_of(self._top, place, self._repository.opened) is not None

    def _mark(self, file: str) -> str | None:
        """The id of a plain file's content, or None where there is none. Raises Unreadable."""
        check_path(file)
        place = spot_of(self._top, file, self._repository.opened)
        if place is None:
            return None
        if place.leaf is None:
            refuse(file, "是文件夹")
        if place.path != file:
            refuse(file, "上级文件夹是链接" if place.leaf.kind is Kind.LINK else "上级不是文件夹")
        if place.leaf.kind is not Kind.FILE:
            refuse(file, _WHY[place.leaf.kind])
        return place.leaf.mark


def _content(found: Answer, most: int, file: str) -> bytes:
    return refuse_size(file, most) if found.data is None else found.data


def _present(found: Answer) -> Answer:
    if found.kind != "blob":
        raise CannotUseGit(*_DAMAGED)
    return found


def _parsed(found: Answer) -> Folder:
    """A folder as git stores it: mode, space, name, NUL, id, and the next."""
    if found.kind != "tree" or found.data is None:
        raise CannotUseGit(*_DAMAGED)
    entry = re.compile(_ENTRY.format(len(found.mark) // 2).encode(), re.DOTALL)
    files: dict[str, Leaf] = {}
    folders: dict[str, str] = {}
    read = count = 0
    for each in entry.finditer(found.data):
        mode, name, mark = stat.S_IFMT(int(each[1], 8)), _text(each[2]), each[3].hex()
        read, count = read + len(each[0]), count + 1
        if mode == stat.S_IFDIR:
            folders[name] = mark
        else:
            files[name] = Leaf(_KINDS.get(mode, Kind.OTHER), mark)
    if read != len(found.data) or count != len(files.keys() | folders.keys()):
        raise CannotUseGit(*_MALFORMED)
    return Folder(files, folders)


def _missing(these: Folder, those: Folder) -> dict[str, Leaf]:
    """The leaves of `these` that do not stand so in `those`."""
    return {name: leaf for name, leaf in these.files.items() if those.files.get(name) != leaf}


def _text(name: bytes) -> str:
    return name.decode("utf-8", "surrogateescape")


def _printable(ref: str) -> str:
    return shown("".join(letter if letter.isprintable() else " " for letter in ref))
