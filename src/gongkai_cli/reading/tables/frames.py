"""Tables that only lay out a page, told from tables that say something themselves."""

from collections.abc import Iterable, Sequence

from gongkai_cli.reading.tables.flat import is_title

_FEWEST_TITLES = 3


def says_something(rows: Iterable[Sequence[str]]) -> bool:
    """Whether a table whose cells say `rows`, tables inside them left out, is more than a frame.

    So it is where one row is a header, or several rows have several cells with words.
    """
    worded = [[text for text in row if text.strip()] for row in rows]
    several = sum(1 for row in worded if len(row) > 1)
    return several > 1 or any(sum(map(is_title, row)) >= _FEWEST_TITLES for row in worded)
