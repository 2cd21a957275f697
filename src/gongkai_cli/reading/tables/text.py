"""Plain text → grids: tabs, pipes, csv; and the encodings that such files come in.

Copies that say no longer where a row ends are in `flat`.
"""

import csv
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from io import StringIO

from gongkai_cli.reading.tables.faults import CannotRead
from gongkai_cli.reading.tables.flat import flat_document
from gongkai_cli.reading.tables.grid import Document, Grid, Note
from gongkai_cli.reading.tables.laying import Cell, laid, lines_of, ordered

_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_GUESSES = ("utf-8", "gb18030")
_MAX_CONTROLS = 0.02
"""Share of control characters from which something is no text."""

_RULE = re.compile(r"\s*:?-{2,}:?\s*")
_PIPE = re.compile(r"(?<!\\)\|")
_OPENING = re.compile(r"\t[^\t]*")
_FEWEST = 3
"""Lines that make a shape more than an accident."""

_QUOTED = re.compile(r'(^|\t)"')
_WHOLE = re.compile(r'"(?:[^"]|"")*"')
_FIELD = re.compile(rf"(?:\A|\t)({_WHOLE.pattern}(?=\t|\Z)|[^\t]*)")
"""Of a row between tabs: a field all in quotes, or what stands up to the next tab."""

_LONGEST_QUOTED = 50
"""Lines of a cell in quotes."""


def decoded(data: bytes) -> str:
    """The text of `data`: UTF-8, UTF-16 with its mark, or GB 18030. Raises CannotRead."""
    encodings = [name for mark, name in _MARKS if data.startswith(mark)] or list(_GUESSES)
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        controls = len(re.findall("[\x00-\x08\x0e-\x1f]", text))
        if controls <= _MAX_CONTROLS * len(text):
            return text
    raise CannotRead(
        "这个文件不是文字，也不是认得的表格格式。",
        "请用 Word、Excel 或 WPS 打开后另存为 .docx 或 .xlsx，再读一次。",
    )


def read_text(data: bytes, *, as_csv: bool = False) -> Document:
    """The document in `data`, a csv file where `as_csv`. Raises CannotRead."""
    text = re.sub("\r\n?|[\x85\u2028\u2029\f\v]", "\n", decoded(data))
    lines = text.split("\n")
    if as_csv:
        return _csv(text)
    return _shape(lines)(lines)


def _shape(lines: Sequence[str]) -> Callable[[Sequence[str]], Document]:
    """How tables stand in `lines`."""
    opening = sum(1 for line in lines if _OPENING.fullmatch(line))
    tabbed = sum(1 for line in lines if "\t" in line.strip())
    piped = Counter(min(len(_PIPE.findall(line)), 2) for line in lines)
    if opening >= _FEWEST and opening > tabbed:
        return _opened
    if tabbed >= 2:  # noqa: PLR2004 - a header and a row
        return _tabbed
    if piped[2] >= 2 and piped[2] > piped[1]:  # noqa: PLR2004 - likewise
        return _piped
    return _closed if piped[1] >= _FEWEST else _bare


# --- a cell on each line --------------------------------------------------------------------------


def _opened(lines: Sequence[str]) -> Document:
    """A tab opens each cell; the lines after it are further paragraphs of that cell."""
    texts: list[str] = []
    inside = False
    for line in lines:
        if line.startswith("\t"):
            inside = True
            texts += line[1:].split("\t")
        elif inside:
            texts[-1] += "\n" + line
        else:
            texts.append(line)
    return flat_document(texts, blanks_kept=True)


def _closed(lines: Sequence[str]) -> Document:
    """A pipe closes each cell."""
    first, *between, after = _PIPE.split("\n".join(lines))
    between[-1] += f"\n\n{after}"
    return flat_document([*first.strip().split("\n"), *between], blanks_kept=True)


def _bare(lines: Sequence[str]) -> Document:
    """Nothing tells cells from other lines."""
    return flat_document(list(filter(str.strip, lines)), blanks_kept=False)


# --- a row on each line ---------------------------------------------------------------------------


def _csv(text: str) -> Document:
    """Comma, semicolon or tab, whichever the first line has most of."""
    head = text.removeprefix("\ufeff").partition("\n")[0]
    separator = max(",;\t，", key=head.count)
    try:
        # Strict: quotes that a person typed would else be eaten, or eat the cells behind them.
        lines = StringIO(text.removeprefix("\ufeff"))
        rows = list(csv.reader(lines, delimiter=separator, strict=True))
    except csv.Error as error:
        raise CannotRead(
            "CSV 文件的格式不对。", "请用 Excel 或 WPS 打开后另存，再读一次。"
        ) from error
    return document([rows])


def _tabbed(lines: Sequence[str]) -> Document:
    """Cells between tabs; lines without one stand outside."""
    return document(_parts(_rejoined(lines), _tab_row))


def _tab_row(line: str) -> list[str] | None:
    if "\t" not in line.strip():
        return None
    return [_unquoted(field) for field in _FIELD.findall(line)]


def _unquoted(field: str) -> str:
    """`field` without its quotes, where a program and not its author put them."""
    inner = field[1:-1]
    if _WHOLE.fullmatch(field) and re.search(r'[\t\n]|""', inner):
        return inner.replace('""', '"')
    return field


def _rejoined(lines: Sequence[str]) -> Iterator[str]:
    """`lines`, in one piece where Excel put a cell of several lines into quotes."""
    left = list(reversed(lines))
    while left:
        line = left.pop()
        if _QUOTED.search(line) and line.count('"') % 2:
            more = 1
            while more <= min(len(left), _LONGEST_QUOTED) and not left[-more].count('"') % 2:
                more += 1
            whole = "\n".join([line, *reversed(left[-more:])])
            if more <= min(len(left), _LONGEST_QUOTED) and _is_one_row(whole):
                line = whole
                del left[-more:]
        yield line


def _is_one_row(lines: str) -> bool:
    """Whether no line of `lines` ends outside quotes, and no quotes reach over several cells."""
    broken = [field for field in _FIELD.findall(lines) if "\n" in field]
    return all(_WHOLE.fullmatch(field) and "\t" not in field for field in broken)


def _piped(lines: Sequence[str]) -> Document:
    """Markdown's tables, with or without pipes at the ends."""
    return document(_parts(lines, _pipe_row))


def _pipe_row(line: str) -> list[str] | None:
    """The cells of a row of pipes; [] for the rule under a header; None for other lines."""
    bare = line.strip()
    if not _PIPE.search(bare):
        return None
    cells = _PIPE.split(bare)
    cells = cells[1:] if bare.startswith("|") else cells
    cells = cells[:-1] if not cells[-1].strip() else cells
    if all(_RULE.fullmatch(cell) for cell in cells):
        return []
    return [re.sub(r"<br\s*/?>", "\n", cell.replace("\\|", "|")) for cell in cells]


def _parts(
    lines: Iterable[str], cells_of: Callable[[str], list[str] | None]
) -> Iterator[str | list[list[str]]]:
    """Lines outside tables, and the rows of each table."""
    rows: list[list[str]] = []
    for line in lines:
        cells = cells_of(line)
        if cells is not None:
            rows += [cells] if cells else []
            continue
        if rows:
            yield rows
            rows = []
        yield line
    if rows:
        yield rows


def document(parts: Iterable[str | list[list[str]]]) -> Document:
    """Lines outside tables and the rows of tables → blocks. Raises CannotRead."""
    blocks: list[str | Grid] = []
    notes: list[Note] = []
    tables = 0
    for part in parts:
        if isinstance(part, str):
            blocks += lines_of(part)
            continue
        tables += 1
        done = laid(tables, _cells(part), len(part))
        blocks.append(done.grid)
        notes += done.notes
    return Document(tuple(blocks), ordered(notes))


def _cells(rows: list[list[str]]) -> Iterator[Cell]:
    return (Cell(y, x, text) for y, row in enumerate(rows) for x, text in enumerate(row))
