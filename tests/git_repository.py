"""Real git repositories for tests: same authors, same dates, nobody's own settings."""

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

_SETTINGS = {
    "GIT_AUTHOR_DATE": "2023-07-01T00:00:00Z",
    "GIT_AUTHOR_EMAIL": "office@example.org",
    "GIT_AUTHOR_NAME": "示例区政府办公室",
    "GIT_COMMITTER_DATE": "2023-07-01T00:00:00Z",
    "GIT_COMMITTER_EMAIL": "office@example.org",
    "GIT_COMMITTER_NAME": "示例区政府办公室",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
}


class GitRepository(NamedTuple):
    """A repository in the folder `path`."""

    path: Path

    def git(self, *arguments: str, given: str | bytes = b"") -> str:
        """What git prints in this repository, without its last line break."""
        done = subprocess.run(
            ["git", *arguments],
            cwd=self.path,
            env=own_environment(),
            input=os.fsencode(given),
            stdout=subprocess.PIPE,
            check=True,
        )
        return os.fsdecode(done.stdout).removesuffix("\n")

    def write(self, files: Mapping[str, str | bytes | None]) -> None:
        """Write `files` into the work tree; None deletes one."""
        for name, content in files.items():
            file = self.path / name
            if content is None:
                file.unlink()
                continue
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(os.fsencode(content))

    def commit(
        self, files: Mapping[str, str | bytes | None] | None = None, message: str = "改动"
    ) -> str:
        """Write `files`, commit the whole work tree, and give the commit's id."""
        self.write(files or {})
        self.git("add", "--all", "--force")
        self.git("commit", "--quiet", "--allow-empty", f"--message={message}")
        return self.git("rev-parse", "HEAD")

    def commit_on(
        self,
        day: str,
        author: str,
        files: Mapping[str, str | bytes | None] | None = None,
        message: str = "改动",
    ) -> str:
        """As `commit`, of the whole work tree, by `author` at ten in the morning in China."""
        self.write(files or {})
        self.git("add", "--all", "--force")
        when = f"{day}T10:00:00+0800"
        names = {"GIT_AUTHOR_DATE": when, "GIT_COMMITTER_DATE": when, "GIT_AUTHOR_NAME": author}
        words = ["git", "commit", "--quiet", "--allow-empty", f"--message={message}"]
        subprocess.run(words, cwd=self.path, env=own_environment() | names, check=True)
        return self.git("rev-parse", "HEAD")

    def blob(self, content: str | bytes) -> str:
        """Store `content` and give its id."""
        return self.git("hash-object", "-w", "--stdin", given=content)

    def tree(self, *entries: tuple[str, str, str | bytes]) -> str:
        """Store a folder of (mode, id, name), whatever the name is, and give its id."""
        kinds = {"040000": b"tree", "160000": b"commit"}
        lines = (
            b"%s %s %s\t%s\0"
            % (mode.encode(), kinds.get(mode, b"blob"), mark.encode(), os.fsencode(name))
            for mode, mark, name in entries
        )
        return self.git("mktree", "-z", "--missing", given=b"".join(lines))

    def commit_of(self, tree: str, *parents: str) -> str:
        """Store a commit of `tree` and give its id; no branch moves."""
        before = (word for parent in parents for word in ("-p", parent))
        return self.git("commit-tree", tree, *before, "-m", "改动")


def init(path: Path, *options: str) -> GitRepository:
    """An empty repository in the folder `path`, whose branch is called main."""
    path.mkdir(parents=True, exist_ok=True)
    repository = GitRepository(path)
    repository.git("init", "--quiet", "--initial-branch=main", *options)
    return repository


def own_environment() -> dict[str, str]:
    """The environment in which tests run git: nothing of the person's own, dates fixed."""
    others = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    return others | _SETTINGS
