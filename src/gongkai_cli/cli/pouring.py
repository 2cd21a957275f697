"""Bytes into a stream, all of them, past any buffer. Loads nothing: kept answers go out this way.

What a full disk refused must not wait in a buffer, or it fails once more when the process ends.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import IO


def pour(stream: "IO[bytes]", data: bytes) -> None:
    """All of `data`: what lies below a buffer may take less than it is given. Raises OSError."""
    stream.flush()
    raw = getattr(stream, "raw", stream)
    rest = memoryview(data)
    while rest:
        rest = rest[raw.write(rest) or 0 :]
