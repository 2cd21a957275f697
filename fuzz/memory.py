"""A tree of files that stands nowhere, for targets that need one."""

from collections.abc import Iterator, Mapping, Sequence

from gongkai_cli.diagnostic import Unreadable
from gongkai_cli.reading.trace import MAX_BYTES
from gongkai_cli.reading.trees import Kind, Leaf, outcome


class MemoryTree:
    """The plain `files` by their paths; see `Tree`."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        """Hold them."""
        self._files = files

    def leaves(self, folder: str) -> dict[str, Leaf]:
        """See Tree."""
        return {file: Leaf(Kind.FILE) for file in sorted(self._files) if _lies_in(file, folder)}

    def names(self, folder: str) -> list[str]:
        """See Tree."""
        start = len(folder) + 1 if folder else 0
        return sorted({file[start:].partition("/")[0] for file in self.leaves(folder)})

    def read(self, file: str, most: int = MAX_BYTES) -> bytes | None:
        """See Tree; all of them are small."""
        found = self._files.get(file)
        return found if found is None else found[:most]

    def read_all(self, files: Sequence[str], most: int) -> Iterator[tuple[str, bytes | Unreadable]]:
        """See Tree."""
        for file in files:
            yield file, outcome(file, lambda each: self.read(each, most))


def _lies_in(file: str, folder: str) -> bool:
    return not folder or file.startswith(f"{folder}/")
