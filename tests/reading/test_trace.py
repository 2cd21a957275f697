import time
from pathlib import Path

import pytest

from gongkai_cli.reading.listing import listing
from gongkai_cli.reading.trace import (
    FILE,
    NAMES,
    RECORDS,
    ROOT,
    Trace,
    found_root,
    mark_of,
    names,
    unchanged,
)
from small_workspace import FOLDER, put, workspace


def test_the_last_mark_of_an_input_counts() -> None:
    trace = Trace()
    trace.note(FILE, Path("a"), "1")
    trace.note(FILE, "a", "2")
    trace.note(NAMES, "a", "3")
    assert trace.inputs == {("file", "a"): "2", ("names", "a"): "3"}
    assert trace.settled


def test_a_file_that_is_not_there_is_not_an_empty_one() -> None:
    assert len({mark_of(None), mark_of(b""), mark_of(b"-"), mark_of(b"a")}) == 4


def test_an_answer_from_nothing_is_unchanged() -> None:
    assert unchanged([])


def test_every_kind_of_input_is_watched(tmp_path: Path) -> None:
    root = workspace(tmp_path / "work").root
    put(root, f"{FOLDER}/updates/1.yaml")
    inside = str(root / "ledgers")
    inputs = [
        (FILE, str(root / "data/tasks.yaml"), mark_of((root / "data/tasks.yaml").read_bytes())),
        (NAMES, str(root / "data"), "/".join(names(str(root / "data")))),
        (RECORDS, str(root / FOLDER), listing(root / FOLDER).fingerprint),
        (ROOT, inside, str(root)),
        (ROOT, str(tmp_path), "-"),
    ]
    assert unchanged(inputs)
    time.sleep(0.01)
    put(root, f"{FOLDER}/updates/1.yaml", "b")
    put(root, "data/x", "b")
    put(root, "data/tasks.yaml", "b")
    put(root, "ledgers/data/tasks.yaml", "b")
    put(tmp_path, "data/tasks.yaml", "b")
    assert [unchanged([each]) for each in inputs] == [False] * 5


@pytest.mark.parametrize("start", ["/", "/nowhere/at/all"])
def test_the_search_ends_at_the_top(start: str) -> None:
    assert found_root(start) is None
