"""Values drawn from bytes, so that any fuzzer's bytes become whatever a target needs.

Every string of bytes gives values; where it is used up, what is drawn is nought, empty, the first.
"""

from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


class Dice:
    """The values that `data` holds, drawn from its beginning."""

    def __init__(self, data: bytes) -> None:
        """Nothing is drawn yet."""
        self._data = data
        self._place = 0

    def __bool__(self) -> bool:
        """Whether anything is left to draw from."""
        return self._place < len(self._data)

    def number(self, most: int) -> int:
        """A number from 0 to `most`, which is less than 65536."""
        size = 1 if most < 256 else 2  # noqa: PLR2004 - what a byte holds
        return int.from_bytes(self._taken(size)) % (most + 1)

    def one_of(self, things: Sequence[T]) -> T:
        """One of `things`."""
        return things[self.number(len(things) - 1)]

    def text(self, most: int = 60) -> str:
        """A text of `most` bytes or fewer; a byte that is no letter becomes a lone surrogate."""
        return self._taken(self.number(most)).decode("utf-8", "surrogateescape")

    def rest(self) -> bytes:
        """All that is left."""
        return self._taken(len(self._data))

    def _taken(self, size: int) -> bytes:
        begin, self._place = self._place, self._place + size
        return self._data[begin : self._place]
