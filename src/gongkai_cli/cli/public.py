"""What may not be published is refused before it is written: records are public, and stay.

The gate finds the same in what others propose (G6); here a person can still mend it.
"""

from gongkai_cli.checking.personal import leaks, masked
from gongkai_cli.cli.session import today
from gongkai_cli.rules import BY_CODE

_AROUND = 6
"""So many letters are shown on either side of what is starred out."""


def given_away(text: str) -> str:
    """What `text` gives away first, starred out, in a sentence; nothing where it gives nothing."""
    for leak in leaks(text, today()):
        hidden = masked(text)[max(leak.start - _AROUND, 0) : leak.end + _AROUND]
        title = BY_CODE[leak.code].title
        return f"{title}：“{' '.join(hidden.split())}”；台账是公开的，请删掉。"
    return ""
