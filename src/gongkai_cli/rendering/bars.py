"""How long the parts of a bar are. Knows no colour and no format."""

from collections.abc import Sequence

GLYPHS = "█▓□─"
"""What the parts of a bar are drawn with, in the order of the key; GBK has all of them.

A chart has no more parts than there are glyphs.
"""


def shares(counts: Sequence[int], length: int) -> list[int]:
    """`length` divided as `counts` are; nothing of nothing.

    Whatever is there at all is seen, so only what is everything fills the bar. The parts make up
    `length` exactly, which must be room enough for one of each.
    """
    whole = sum(counts)
    sizes = [max(count * length // whole, 1) if count else 0 for count in counts]
    while sum(sizes) > length:
        sizes[sizes.index(max(sizes))] -= 1
    while whole and sum(sizes) < length:
        short = [count * length - size * whole for count, size in zip(counts, sizes, strict=True)]
        sizes[short.index(max(short))] += 1
    return sizes
