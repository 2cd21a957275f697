"""How git is run: for objects alone, in such a way that no repository can make it run a program.

git obeys the settings of the repository that it reads, and these may name programs: filters, hooks,
monitors, pagers, transports. None of the four commands used (rev-parse, merge-base, cat-file, log)
reads the work tree or the index, and `log` compares ids alone; what is set here holds even where
they start others of git's own, as for a partial clone. What is asked of git stands in `git`.
"""

import os
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from re import fullmatch
from shutil import which
from tempfile import TemporaryFile
from threading import Timer
from typing import IO, NamedTuple, Never, cast

TIME_LIMIT = 120.0
"""Seconds that one git process may live; then it is killed."""

_MAX_OUTPUT = 64 * 1024
"""More than this is read of no short answer, nor of any complaint."""

_CHUNK = 64 * 1024
_MAX_AHEAD = 32
"""Questions put to git before the first is answered: few enough that writing never waits."""

_OF_A_PUSH = frozenset(
    {"GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_OBJECT_DIRECTORY", "GIT_QUARANTINE_PATH"}
)
"""In a server's pre-receive hook the pushed objects stand only where these say."""

_ENVIRONMENT = {
    "GIT_ALLOW_PROTOCOL": "none",  # unlike protocol.allow, no setting of a repository outdoes it
    "GIT_GRAFT_FILE": os.devnull,
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
}
_SETTINGS = (
    "core.alternateRefsCommand=",
    "core.askPass=",
    "core.attributesFile=" + os.devnull,
    "core.bigFileThreshold=1m",  # larger files pass through git without being held
    "core.fsmonitor=false",
    "core.hooksPath=" + os.devnull,
    "core.quotePath=off",
    "core.sshCommand=",
    "credential.helper=",
    "diff.external=",
    "gc.auto=0",
    "maintenance.auto=false",
    "protocol.allow=never",
)
_LOG_SETTINGS = (
    "diff.orderFile=" + os.devnull,
    "diff.relative=false",
    "diff.renames=false",
    "log.date=raw",
    "log.diffMerges=separate",  # what -m means
    "log.excludeDecoration=",
    "log.follow=false",
    "log.mailmap=false",
    "log.showRoot=true",
    "log.showSignature=false",
)
_LOG = (
    "--literal-pathspecs",
    *(word for setting in _LOG_SETTINGS for word in ("-c", setting)),
    "log",
    "--topo-order",
    "--full-history",  # a side whose work a merge threw away is told all the same
    "--raw",
    "-z",
    "--root",
    "--no-abbrev",
    "--no-color",
    "--no-decorate",
    "--no-ext-diff",
    "--no-mailmap",
    "--no-notes",
    "--no-renames",
    "--no-show-signature",
    "--no-textconv",
    "--encoding=UTF-8",
    "--ignore-submodules=none",
    "--format=%H%x00%P%x00%ct%x00%an%x00%s",
)
_WORK = ("-c",)
"""Of a merge only what differs from every parent: what it did itself."""

_MERGES = ("--merges", "-m")
"""Merges alone, each held against one parent after the other."""

_NEWEST = ("--max-count=1", "--no-patch", "--format=%H")
_SAFE = (
    "--no-pager",
    "--no-optional-locks",
    "--no-replace-objects",
    *(word for setting in _SETTINGS for word in ("-c", setting)),
)

_PARTIAL = (
    "仓库是部分克隆，缺少要查的内容；检查时不会连接网络。",
    "请完整地克隆仓库（不带 --filter）后再查。",
)
_ENDLESS = ("历史里有一个提交的说明太长。", "请在仓库里运行 git log，看是哪一个提交。")
_DAMAGED = (
    "仓库里缺少或损坏了最新的提交，看不到入库的历史。",
    "请在仓库里运行 git fsck；从别处重新克隆一份，或请管仓库的人恢复。",
)
_NONE = "not a git repository"
_UNBORN = "does not have any commits yet"
_SAID = (
    (
        "dubious ownership",
        "仓库的文件夹属于另一个用户，git 不肯读取。",
        "如果信得过它，请运行：git config --global --add safe.directory 仓库的路径",
    ),
    (
        "is owned by someone else",
        "仓库的文件夹属于另一个用户，git 不肯读取。",
        "如果信得过它，请运行：git config --global --add safe.directory 仓库的路径",
    ),
    (
        _NONE,
        "这个文件夹不在 git 仓库里。",
        "请在克隆下来的仓库里运行，或用 -C 指明文件夹。",
    ),
    (_UNBORN, "仓库里还没有提交。", "请先提交：git add 和 git commit。"),
    ("bad object HEAD", *_DAMAGED),
    ("appears to be broken", *_DAMAGED),
    ("promisor remote", *_PARTIAL),
    ("lazy fetching", *_PARTIAL),
)
"""What git's complaint says → what is wrong, and what to do."""


class CannotUseGit(Exception):  # noqa: N818 - it names what the program cannot do, not a bug
    """git cannot answer: what is wrong, and what to do, in whole sentences."""

    def __init__(self, *sentences: str) -> None:
        """Say `sentences`, one a line."""
        super().__init__(*sentences)
        self.sentences = sentences


class NoRepository(CannotUseGit):
    """There is no repository to ask, or no git to ask it with."""


class NoCommit(CannotUseGit):
    """Nothing was committed yet."""


class Answer(NamedTuple):
    """What git answered about an object. `data` is None where it is larger than was asked for.

    No `mark`: there is no such object.
    """

    mark: str
    kind: str = ""
    data: bytes | None = None


class Child:
    """One running git in `folder`, killed after `seconds`."""

    def __init__(self, folder: str, arguments: tuple[str, ...], seconds: float) -> None:
        """Start it. Raises CannotUseGit where there is none."""
        command = [_program(), *_SAFE, "-C", folder, *arguments]
        self._late = False
        self._complaints = TemporaryFile()  # noqa: SIM115 - closed with the process
        try:
            self._process = subprocess.Popen(  # noqa: S603 - git by its full path, without a shell
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self._complaints,
                env=_environment(),
            )
        except (OSError, ValueError) as error:
            self._complaints.close()
            raise CannotUseGit(f"git 启动不了：{error}", "请检查 git 是否装好。") from None
        self._given = cast("IO[bytes]", self._process.stdin)
        self._said = cast("IO[bytes]", self._process.stdout)
        self._timer = Timer(seconds, self._kill)
        self._timer.daemon = True
        self._timer.start()

    def close(self) -> None:
        """End it, whatever it was doing."""
        self._timer.cancel()
        self._process.kill()
        with suppress(OSError):  # a question that it did not live to read
            self._given.close()
        self._said.close()
        self._process.wait()
        self._complaints.close()

    def _kill(self) -> None:
        self._late = True
        self._process.kill()

    def _fail(self) -> Never:
        """Say why git ended without an answer."""
        self._process.wait()
        if self._late:
            raise CannotUseGit(
                f"git 超过 {self._timer.interval:g} 秒还没有答复，已被停止。",
                "仓库可能过大或已损坏；请运行 git gc 后再试。",
            )
        self._complaints.seek(0)
        raise _explained(self._complaints.read(_MAX_OUTPUT).decode(errors="replace"))


class Question(Child):
    """A git that answers once, in a few words."""

    def answer(self, *, empty: tuple[int, ...] = ()) -> str | None:
        """What it said; None where it ended with a code in `empty`. Raises CannotUseGit."""
        self._given.close()
        said = self._said.read(_MAX_OUTPUT)
        code = self._process.wait()
        if code in empty:
            return None
        return self._fail() if code else os.fsdecode(said)


class Newest(Question):
    """A git that gives the id of the newest commit, and complains where it finds none."""

    def __init__(self, folder: str, seconds: float) -> None:
        """Start it. Raises CannotUseGit where there is none."""
        super().__init__(folder, (*_LOG, *_NEWEST), seconds)


class Objects(Child):
    """A git that gives one object after another."""

    def __init__(self, folder: str, seconds: float) -> None:
        """Start it. Raises CannotUseGit where there is none."""
        super().__init__(folder, ("cat-file", "--batch"), seconds)

    def ask(self, name: str, most: int) -> Answer:
        """The object called `name`, an id or any expression without a line break."""
        return next(self.ask_all([name], most))

    def ask_all(self, names: Iterable[str], most: int) -> Iterator[Answer]:
        """The object of each of `names`, in order. Raises CannotUseGit."""
        waiting = 0
        try:
            for name in names:
                self._put(name)
                waiting += 1
                if waiting > _MAX_AHEAD:
                    yield self._answer(most)
                    waiting -= 1
            for _ in range(waiting):
                yield self._answer(most)
        except BrokenPipeError:
            self._fail()

    def _put(self, name: str) -> None:
        self._given.write(os.fsencode(name) + b"\n")
        self._given.flush()

    def _answer(self, most: int) -> Answer:
        head = fullmatch(rb"([0-9a-f]+) ([a-z]+) ([0-9]+)\n", line := self._line())
        if not head:
            return Answer("") if line.endswith(b"\n") else self._fail()
        mark, kind, size = head[1].decode(), head[2].decode(), int(head[3])
        if size <= most:
            return Answer(mark, kind, self._bytes(size + 1)[:-1])
        for start in range(0, size + 1, _CHUNK):
            self._bytes(min(_CHUNK, size + 1 - start))
        return Answer(mark, kind)

    def _line(self) -> bytes:
        return self._said.readline(_MAX_OUTPUT)

    def _bytes(self, count: int) -> bytes:
        data = self._said.read(count)
        return data if len(data) == count else self._fail()


class Log(Child):
    """A git that tells the history of `commit`, the newest first, as far as it touches `places`.

    `merges`: of merges alone, and each once for every parent that it differs from.
    """

    def __init__(
        self,
        folder: str,
        commit: str,
        places: Sequence[str],
        seconds: float,
        *,
        merges: bool = False,
    ) -> None:
        """Start it. Raises CannotUseGit where there is none."""
        how = _MERGES if merges else _WORK
        super().__init__(folder, (*_LOG, *how, commit, "--", *places), seconds)

    def parts(self) -> Iterator[bytes]:
        """What stands between the NULs, see `commits`. Raises CannotUseGit."""
        self._given.close()
        rest = b""
        while piece := self._said.read1(_CHUNK):  # type: ignore[attr-defined]
            *whole, rest = (rest + piece).split(b"\0")
            if len(rest) > _MAX_OUTPUT:
                raise CannotUseGit(*_ENDLESS)
            yield from whole
        if self._process.wait():
            self._fail()


_REFUSALS = {_NONE: NoRepository, _UNBORN: NoCommit}
"""The complaints that are refusals of their own."""


def _program() -> str:
    """Git's full path: the current folder, which may be a stranger's, is not searched for it."""
    name = "git.exe" if os.name == "nt" else "git"
    for folder in os.get_exec_path():
        if Path(folder).is_absolute() and (found := which(Path(folder) / name)):
            return str(found)
    raise NoRepository("没有找到 git。", "请先安装 git（2.15 或更新），并让它在 PATH 里。")


def _environment() -> dict[str, str]:
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("GIT_") or name in _OF_A_PUSH
    }
    return kept | _ENVIRONMENT


def _explained(complaint: str) -> CannotUseGit:
    for said, *sentences in _SAID:
        if said in complaint:
            return _REFUSALS.get(said, CannotUseGit)(*sentences)
    last = (complaint.strip().splitlines() or ["没有说明原因"])[-1]
    words = "".join(letter for letter in last[:200] if letter.isprintable())
    return CannotUseGit(
        f"git 没有答复：{words}", "请在仓库里运行 git fsck，看仓库是否完整，再试一次。"
    )
