"""docs/lifecycle.md is what the program does; `UPDATE_DOCS=1` writes its tables anew."""

import os
from pathlib import Path

from gongkai_cli.reckoning.lifecycle import REPORTS, SITUATIONS, VERDICTS
from gongkai_cli.rendering.lifecycle import lifecycle_page
from gongkai_cli.rendering.markdown import to_markdown
from gongkai_cli.table import Table

PAGE = Path(__file__).parents[2] / "docs/lifecycle.md"
MARK = "tests/rendering/test_lifecycle.py -->\n"


def test_the_page_holds_the_tables_of_the_code() -> None:
    head, mark, rest = PAGE.read_text("utf-8").partition(MARK)
    wanted = f"\n{to_markdown(lifecycle_page())}"
    if os.environ.get("UPDATE_DOCS"):
        PAGE.write_text(head + mark + wanted, "utf-8")
    assert rest == wanted


def test_every_situation_meets_every_step() -> None:
    tables = [block for block in lifecycle_page().blocks if isinstance(block, Table)]
    assert [[column.title for column in table.columns] for table in tables] == [
        ["现在", *REPORTS],
        ["现在", *VERDICTS],
    ]
    assert [len(table.rows) for table in tables] == [len(SITUATIONS)] * 2
    assert all(cell.text for table in tables for row in table.rows for cell in row)
