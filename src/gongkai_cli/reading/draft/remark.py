"""What is said about a draft: each repair and each doubt, with its kind and its place."""

from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple

from gongkai_cli.reading.tables.grid import Place, Square


class Kind(StrEnum):
    """What a remark is about; the value is the word a reader sees."""

    MISSING = "缺漏"
    NUMBER = "序号"
    UNIT = "单位"
    DEADLINE = "时限"
    TARGET = "指标"
    ANNEX = "附表"
    FRONT = "表名"
    HEADER = "表头"
    FILLED = "沿用"
    FOLDED = "合并"
    LEFT = "未编入"
    READ = "读取"

    @property
    def asks(self) -> bool:
        """Whether somebody has to decide; the others only tell what was done."""
        return self in _ASKING


_ASKING = frozenset({Kind.MISSING, Kind.NUMBER, Kind.UNIT, Kind.DEADLINE, Kind.TARGET, Kind.ANNEX})


class Remark(NamedTuple):
    """One thing that was repaired, left out or not understood. `text` is a Chinese sentence."""

    kind: Kind
    place: Place
    text: str


class Undrafted(Exception):  # noqa: N818 - it names the outcome
    """No draft can be made: what is wrong, and what to do, a Chinese sentence each."""

    def __init__(self, *sentences: str) -> None:
        """Say `sentences`, one a line."""
        super().__init__(*sentences)
        self.sentences = sentences


def quoted(text: str) -> str:
    """All of `text` between quotes, its lines apart by ／."""
    return f"“{text.replace(chr(10), '／')}”"


def texts(squares: Iterable[Square]) -> str:
    """What stands in `squares`, each between quotes."""
    return "".join(quoted(square.text) for square in squares)
