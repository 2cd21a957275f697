"""A fault of the program's own: one sentence for the person, the traceback into a file."""

import sys
from pathlib import Path

from gongkai_cli import __version__


def bug_sentence() -> str:
    """Keep the exception being handled in a log file and say which."""
    import tempfile
    import traceback

    text = f"gongkai {__version__}\n{sys.argv}\n{traceback.format_exc()}"
    try:
        with tempfile.NamedTemporaryFile(
            "w", encoding="utf-8", prefix="gongkai-", suffix=".log", delete=False, errors="replace"
        ) as log:
            log.write(text)
    except OSError:
        return "程序自己出了错，不是你的操作有误；磁盘写不了，没有留下详情，请告诉维护的人。"
    return f"程序自己出了错，不是你的操作有误；详情在 {Path(log.name)}，请把它交给维护的人。"
