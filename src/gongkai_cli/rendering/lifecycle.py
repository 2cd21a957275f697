"""The table of what may follow what, as two tables of a page: what units report, what is answered.

Only lays out; what may follow is asked of `reckoning.lifecycle`.
"""

from collections.abc import Sequence

from gongkai_cli.domain.record import Fact
from gongkai_cli.reckoning.lifecycle import REPORTS, VERDICTS, Outcome, outcomes
from gongkai_cli.table import Cell, Column, Document, Heading, Table, plain


def lifecycle_page() -> Document:
    """Both tables under their headings."""
    return Document(
        (
            Heading("单位报送之后", 2),
            None,
            _table(REPORTS),
            None,
            Heading("办公室答复之后", 2),
            None,
            _table(VERDICTS),
        )
    )


def _table(steps: dict[str, Fact]) -> Table:
    columns = (Column("现在", whole=True), *map(Column, steps))
    return Table(columns, tuple(_row(name, row) for name, row in outcomes(steps)))


def _row(name: str, row: Sequence[Outcome]) -> tuple[Cell, ...]:
    return plain(name, *(f"× {each.why}" if each.why else each.after for each in row))
