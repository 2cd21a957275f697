"""Words made safe to paste into a shell."""

import re
import sys

_PLAIN = re.compile(r"[\w/.][\w/.-]*")
_LIVE = re.compile(r"[\"“”„$`%!\s]")
"""What cmd or PowerShell would still act upon between double quotes."""


def quoted(text: str) -> str:
    """`text` as one word of a command line, which runs nothing; as it stands where that is safe.

    On Windows what no quotes can tame becomes _.
    """
    if _PLAIN.fullmatch(text):
        return text
    if sys.platform == "win32":
        return f'"{_LIVE.sub(lambda found: " " if found[0].isspace() else "_", text)}"'
    from shlex import quote

    return quote(text)
