"""A list of items that somebody picked: a CSV file with the columns 单位 and 序号.

It may be what `gongkai` wrote itself or what Excel or WPS saved of it. Whether there is such a
unit or such a task is not asked here.
"""

import csv
from collections.abc import Iterator, Sequence
from io import StringIO
from pathlib import Path
from typing import NamedTuple
from unicodedata import normalize

from gongkai_cli.reading.workspace import reason

MAX_BYTES = 4 * 1024 * 1024
MAX_ROWS = 10_000
_UNIT, _NUMBER = "单位", "序号"
_LONGEST_NUMBER = 9
_TOLD = 10
_NOT_TEXT = {
    b"PK": "Excel 或 WPS 的工作簿",
    b"\xd0\xcf\x11\xe0": "Excel 或 WPS 的旧式工作簿",
    b"\xff\xfe": "UTF-16 文本",
    b"\xfe\xff": "UTF-16 文本",
}


class CannotChoose(Exception):  # noqa: N818 - it names the outcome; the sentences say the reason
    """The file is no such list. Carries Chinese sentences: what is wrong, where, what to do."""

    def __init__(self, *sentences: str) -> None:
        """Say `sentences`, one a line."""
        super().__init__(*sentences)
        self.sentences = sentences


class Chosen(NamedTuple):
    """One item as the list names it, and the line of the file that does."""

    unit: str
    task: int
    line: int


def read_chosen(path: Path) -> list[Chosen]:
    """The items that the file at `path` names, each once, in its order. Raises CannotChoose."""
    rows = _rows(_text(_bytes(path), path), path)
    _, titles = next(rows, (0, []))
    titles = [title.strip() for title in titles]
    if not {_UNIT, _NUMBER} <= {*titles}:
        raise CannotChoose(
            f"{path} 的第一行没有“{_UNIT}”和“{_NUMBER}”两列。",
            "可以用 gongkai review --queue --format csv 写出的文件，删去不要的行再用。",
        )
    unit, number = titles.index(_UNIT), titles.index(_NUMBER)
    found: dict[tuple[str, int], Chosen] = {}
    wrong: list[str] = []
    for line, row in rows:
        each = _chosen(row, unit, number, line)
        if isinstance(each, Chosen):
            found.setdefault((each.unit, each.task), each)
        else:
            wrong += [each] if each else []
    if wrong:
        more = [f"……共有{len(wrong)}行不对。"] if len(wrong) > _TOLD else []
        raise CannotChoose(*(f"{path} {each}。" for each in wrong[:_TOLD]), *more)
    if not found:
        raise CannotChoose(f"{path} 里除了标题没有任何一行。")
    return list(found.values())


def _chosen(row: Sequence[str], unit: int, number: int, line: int) -> Chosen | str:
    """The item of one row, or what is wrong with it; an empty row is nothing."""
    if not any(cell.strip() for cell in row):
        return ""
    if len(row) <= max(unit, number):
        return f"第{line}行缺了列"
    name, text = row[unit].strip(), normalize("NFKC", row[number]).strip()
    if not name:
        return f"第{line}行没有写单位"
    if not (text.isascii() and text.isdecimal() and len(text) <= _LONGEST_NUMBER):
        return f"第{line}行的序号“{text[:20]}”不是任务序号"
    return Chosen(name, int(text), line)


def _rows(text: str, path: Path) -> Iterator[tuple[int, list[str]]]:
    """Every row with the number of its last line."""
    rows = csv.reader(StringIO(text, newline=""), delimiter=_delimiter(text))
    count = 0
    try:
        for row in rows:
            count += 1
            if count > MAX_ROWS + 1:
                raise CannotChoose(f"{path} 超过{MAX_ROWS}行，请分成几份。")
            yield rows.line_num, row
    except csv.Error:
        said = f"{path} 第{rows.line_num}行不成表格，请用 Excel 或 WPS 另存为 CSV 再用。"
        raise CannotChoose(said) from None


def _delimiter(text: str) -> str:
    """Excel writes ; or a tab where a computer's region says so."""
    first = text.partition("\n")[0]
    return max(",;\t", key=first.count)


def _text(data: bytes, path: Path) -> str:
    for start, kind in _NOT_TEXT.items():
        if data.startswith(start):
            said = f"{path} 是 {kind}，不是 CSV，请另存为“CSV UTF-8（逗号分隔）”再用。"
            raise CannotChoose(said)
    for encoding in ("utf-8", "gb18030"):
        try:
            return data.decode(encoding).removeprefix("\ufeff")
        except UnicodeDecodeError:
            continue
    raise CannotChoose(f"{path} 的编码既不是 UTF-8 也不是 GBK，请另存为“CSV UTF-8”再用。")


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise CannotChoose(f"读不了 {path}：{reason(error)}。") from error
    if len(data) > MAX_BYTES:
        raise CannotChoose(f"{path} 超过 {MAX_BYTES // 1024 // 1024} MB，请只留要核验的行。")
    return data
