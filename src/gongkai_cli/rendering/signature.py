"""落款: how far from the right a paper's signature and its day stand (GB/T 9704-2012, 7.3.5.2)."""

from gongkai_cli.rendering.layout import seen, width
from gongkai_cli.table import Signature

_EDGE = 2
_SHIFT = 2


def insets(signature: Signature) -> tuple[float, float]:
    """Letters to the right of the name and of the day, for a paper without a seal.

    The name stands two letters from the edge, and the day begins two letters further right than
    the name. A day that would then come nearer to the edge than two letters stays there, and the
    name gives way to the left.
    """
    name, day = (width(seen(text)) / 2 for text in signature)
    under = max(name - day, _EDGE)
    return under + day + _SHIFT - name, under
