"""Where a workspace keeps what: the parts of a path below ledgers/."""

from functools import lru_cache
from typing import NamedTuple

LEDGERS = "ledgers"
UPDATES = "updates"
REVIEWS = "reviews"
LOOKBACK = "lookback"
EVIDENCE = "evidence"
LEDGER = "台账.md"
"""The generated ledger in a unit's folder."""

RECORDS = UPDATES, REVIEWS, LOOKBACK
"""The parts whose files are read as records: the unit's words, the office's answers, 回头看."""

_PARTS = 4


class Place(NamedTuple):
    """ledgers/`year`/`unit`/`part`/`rest`; `rest` is empty for a file of the folder itself."""

    year: str
    unit: str
    part: str
    rest: str = ""

    @property
    def is_record(self) -> bool:
        """Whether a file here is read as a record."""
        return self.part in RECORDS and "/" not in self.rest and self.is_yaml

    @property
    def is_yaml(self) -> bool:
        """Whether the name ends as a record's does."""
        return self.rest.endswith(".yaml")


@lru_cache(maxsize=16)
def place_of(file: str) -> Place | None:
    """What the path `file`, with / everywhere, says; None outside every unit's folder.

    Whoever goes through the files asks several times of each, one after the other.
    """
    top, *parts = file.split("/", _PARTS)
    if top != LEDGERS or len(parts) < _PARTS - 1:
        return None
    return Place(*parts)
