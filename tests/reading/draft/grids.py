"""Task tables as they stand in a test: a line a row, cells between bars.

^ is the cell above, < the cell at the left (merged), - no cell at all; // begins a paragraph.
"""

from gongkai_cli.domain.issued import wordings
from gongkai_cli.domain.plan import Task
from gongkai_cli.reading.draft.drafting import Asked, Draft, draft_of
from gongkai_cli.reading.draft.remark import Kind
from gongkai_cli.reading.tables.grid import Document, Grid, Place, Square

TITLE = "2023年示例区政务公开任务分解表"
HEADER = "序号 | 工作任务 | < | 具体要求 | 责任单位 | 完成时限"
ONE = f"{HEADER}\n1 | 一、公开 | 清单 | 编制清单。 | 示例一局 | 全年"
"""The least table there can be."""


def grid(text: str, number: int = 1) -> Grid:
    """The table that `text` draws."""
    rows: list[list[Square | None]] = []
    for r, line in enumerate(text.strip("\n").split("\n")):
        row: list[Square | None] = []
        for c, cell in enumerate(line.split("|")):
            said = cell.strip()
            match said:
                case "^":
                    row.append(rows[-1][c])
                case "<":
                    row.append(row[-1])
                case "-":
                    row.append(None)
                case _:
                    row.append(Square(said.replace("//", "\n"), Place(number, r + 1, c + 1)))
        rows.append(row)
    width = max(map(len, rows))
    return Grid(number, tuple((*row, *[None] * (width - len(row))) for row in rows))


def document(*blocks: str) -> Document:
    """Blocks with a bar are tables, others paragraphs."""
    found: list[str | Grid] = []
    tables = 0
    for block in blocks:
        tables += "|" in block
        found.append(grid(block, tables) if "|" in block else block)
    return Document(tuple(found))


def draft(*blocks: str, title: str = TITLE) -> Draft:
    """The draft of a document whose title is told."""
    return draft_of(document(*blocks), Asked(title, "示例区", 2023))


def tasks(*blocks: str) -> list[Task]:
    """The tasks of a document."""
    return list(draft(*blocks).plan.tasks)


def short(*blocks: str) -> list[tuple[int, str, str, str, str, str]]:
    """The tasks of a document, what was issued of each."""
    return [task[:6] for task in tasks(*blocks)]


def remarks(kind: Kind, *blocks: str) -> list[tuple[tuple[int, int, int], str]]:
    """The remarks of one kind, each with its place."""
    return [((*each.place,), each.text) for each in draft(*blocks).remarks if each.kind is kind]


def missing(made: Document, found: Draft) -> list[str]:
    """Lines of cells and paragraphs that a draft has nowhere, spaces aside."""
    texts = [
        text for task in found.plan.tasks for text in (str(task.id), task.note, *wordings(task))
    ]
    texts += [found.plan.title, *(each.text for each in found.remarks)]
    kept = "\0".join("".join(text.split()) for text in texts)
    squares = {
        square.text
        for grid in made.blocks
        if isinstance(grid, Grid)
        for row in grid.rows
        for square in row
        if square
    }
    squares |= {block for block in made.blocks if isinstance(block, str)}
    lines = ("".join(line.split()) for text in squares for line in text.split("\n"))
    return [line for line in lines if line not in kept]
