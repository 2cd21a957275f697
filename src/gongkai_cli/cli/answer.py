"""One answer in the format asked for, on the screen or in a file."""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from gongkai_cli.cli.console import put, show, tell
from gongkai_cli.cli.options import Format, by_suffix
from gongkai_cli.cli.writing import write_out
from gongkai_cli.table import Document, Table


class Answer(NamedTuple):
    """The same content three ways; each is made only when its format is asked for."""

    page: Callable[[], Document]
    table: Callable[[], Table]
    json: Callable[[], str]


def give(answer: Answer, form: Format, output: Path | None) -> bytes:
    """Write `answer` as `form`: data to stdout or to `output`, words about it to stderr.

    What went to stdout, for whoever keeps answers; nothing where a file was written.
    """
    if form is Format.TABLE and output is None:
        return show(answer.page())
    text = _text(answer, (by_suffix(Format, output) or form) if form is Format.TABLE else form)
    if output is None:
        return put(text)
    written = write_out(output, text.encode("utf-8"))
    tell(f"已写入 {output}。" if written else f"{output} 的内容没有变化。")
    return b""


def _text(answer: Answer, form: Format) -> str:
    match form:
        case Format.JSON:
            return answer.json()
        case Format.CSV:
            from gongkai_cli.rendering.comma import to_csv

            return to_csv(answer.table())
        case Format.MD:
            from gongkai_cli.rendering.markdown import to_markdown

            return to_markdown(answer.page())
        case Format.TABLE:
            from gongkai_cli.cli.console import PIPE_COLUMNS
            from gongkai_cli.rendering.terminal import plain_text

            return plain_text(answer.page(), PIPE_COLUMNS)
