"""The neutral page between reports and formats.

Knows neither tasks nor units, neither Markdown nor a terminal; both sides know only this.
"""

from enum import Enum
from typing import NamedTuple


class Tone(Enum):
    """How a piece of text is set off; each writer has its own way of showing it.

    The colours carry the words by which an office names them in its policy. Whatever has a
    colour says the same in words, so that nothing is lost on paper or in a pipe.
    """

    PLAIN = ""
    STRONG = "粗"
    FAINT = "淡"
    RED = "红"
    YELLOW = "黄"
    GREEN = "绿"
    BLUE = "蓝"
    PURPLE = "紫"
    CYAN = "青"
    GREY = "灰"


class Cell(NamedTuple):
    """A run of text with one meaning; `url` makes it a link where the format has links."""

    text: str
    tone: Tone = Tone.PLAIN
    url: str = ""


class Column(NamedTuple):
    """A table column: its title, and whether its values line up on the right.

    `whole`: its values are names, folded only where no other column can give way any more.
    """

    title: str
    right: bool = False
    whole: bool = False


class Table(NamedTuple):
    """Rows of cells under titled columns; every row is as long as `columns`."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]


class Share(NamedTuple):
    """What one part of every bar of a chart is, in a word, and its tone."""

    word: str
    tone: Tone


class Bar(NamedTuple):
    """A whole and how it divides: one of `counts` for each part in the chart's key.

    `figure` says in words what the bar shows.
    """

    label: str
    counts: tuple[int, ...]
    figure: str


class Chart(NamedTuple):
    """Bars of one length below each other; `key` says what their parts are, in their order."""

    key: tuple[Share, ...]
    bars: tuple[Bar, ...]


class Heading(NamedTuple):
    """A title; level 1 is the document's own."""

    text: str
    level: int = 1


class Line(NamedTuple):
    """One line of running text; what does not fit folds under `indent` columns.

    `whole`: each cell is a word of its own, which is not torn.
    """

    cells: tuple[Cell, ...]
    indent: int = 0
    whole: bool = False


class Bullet(NamedTuple):
    """One point of a list; neighbours belong together."""

    cells: tuple[Cell, ...]


class Addressee(NamedTuple):
    """主送: to whom a paper goes, with its colon; it stands out to the left of running text."""

    text: str


class Signature(NamedTuple):
    """落款: who signs a paper, and on which day; both stand to the right, below the text."""

    name: str
    day: str


class Remark(NamedTuple):
    """A word to whoever opens the file's source; readers of the page do not see it."""

    text: str


Block = Heading | Line | Bullet | Addressee | Signature | Remark | Table | Chart | None
"""A part of a page; None is an empty line."""


class Document(NamedTuple):
    """A page: blocks from top to bottom."""

    blocks: tuple[Block, ...]


def plain(*texts: str) -> tuple[Cell, ...]:
    """Cells of plain text."""
    return tuple(Cell(text) for text in texts)
