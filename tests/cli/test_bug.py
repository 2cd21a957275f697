import tempfile
from pathlib import Path

import pytest

from gongkai_cli.cli.bug import bug_sentence


def sentence() -> str:
    """What is said of a surprise."""
    try:
        return str(1 // 0)
    except ZeroDivisionError:
        return bug_sentence()


def test_the_log_holds_the_traceback(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    said = sentence()
    [log] = tmp_path.iterdir()
    assert str(log) in said
    assert "ZeroDivisionError" in log.read_text("utf-8")


def test_where_no_log_can_be_written_it_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "没有"))
    assert "没有留下详情" in sentence()
