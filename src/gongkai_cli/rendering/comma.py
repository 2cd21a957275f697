"""A table as CSV that Excel and WPS open rightly.

With a byte order mark, and with nothing in it that they would run as a formula.
"""

import csv
from io import StringIO

from gongkai_cli.rendering.layout import seen
from gongkai_cli.table import Table

_FORMULA = tuple("=+-@＝＋－＠")


def to_csv(table: Table) -> str:
    """`table` with its titles in the first row, every cell as text on one line."""
    out = StringIO()
    out.write("\ufeff")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(column.title for column in table.columns)
    writer.writerows([_harmless(cell.text) for cell in row] for row in table.rows)
    return out.getvalue()


def _harmless(text: str) -> str:
    """A leading quote keeps Excel from taking the text for a formula."""
    text = seen(text)
    return f"'{text}" if text.lstrip().startswith(_FORMULA) else text
