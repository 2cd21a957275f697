"""A repeated question is answered from the files' times alone, and never from a stale answer."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from fictional import FIRST, settle
from gongkai_cli.cli.again import KEPT, recall, remember
from gongkai_cli.reading.cachefolder import cache_folder
from gongkai_cli.reading.trace import FILE, RECORDS, ROOT, Trace, mark_of

WORKDAYS = Path(__file__).parents[2] / "data/workdays/CN-2023.yaml"
RECORD = f"ledgers/2023/{FIRST}/updates"
ASK = ("overdue", "--as-of", "2023-07-20")
UNTOUCHED = "untouched"
Edit = Callable[[Path], None]


class Ran(NamedTuple):
    """What a real process said, and whether typer was loaded for it."""

    out: bytes
    code: int
    loaded: bool


def ask(root: Path, *words: str) -> Ran:
    """`gongkai` as a program would call it: a process of its own, its output in a pipe."""
    program = "import sys\nfrom gongkai_cli.__main__ import main\ntry:\n    main()\nfinally:\n"
    program += "    print('typer' in sys.modules, file=sys.stderr)"
    argv = [sys.executable, "-c", program, *words]
    done = subprocess.run(argv, cwd=root, capture_output=True, check=False)
    return Ran(done.stdout, done.returncode, done.stderr.rstrip().endswith(b"True"))


def first_record(root: Path) -> Path:
    return min((root / RECORD).iterdir())


def same_size_and_time(root: Path) -> None:
    """已完成 and 推进中 have the same length; the old times are put back."""
    file = next(f for f in (root / RECORD).iterdir() if "已完成" in f.read_text("utf-8"))
    before = file.stat()
    file.write_text(file.read_text("utf-8").replace("已完成", "推进中"), "utf-8")
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert (file.stat().st_size, file.stat().st_mtime_ns) == (before.st_size, before.st_mtime_ns)


def new_record(root: Path) -> None:
    shutil.copy(first_record(root), root / RECORD / "x.yaml")


def renamed_record(root: Path) -> None:
    first_record(root).rename(root / RECORD / "z.yaml")


def deleted_record(root: Path) -> None:
    first_record(root).unlink()


def new_verdict(root: Path) -> None:
    file = root / f"ledgers/2023/{FIRST}/reviews/x.yaml"
    file.parent.mkdir(exist_ok=True)
    file.write_text("type: 核验\ntask: 1\ndate: 2023-07-01\nverdict: 退回\n", "utf-8")


def other_plan(root: Path) -> None:
    file = root / "data/tasks.yaml"
    file.write_text(file.read_text("utf-8").replace("6月底前", "5月底前"), "utf-8")


def other_policy(root: Path) -> None:
    (root / "data/policy.yaml").write_text("schema: 1\ncycle: 月\n", "utf-8")


def other_roster(root: Path) -> None:
    file = root / "data/units.yaml"
    file.write_text(file.read_text("utf-8").replace("[示例第一局]", "[示例首局]"), "utf-8")


def other_workdays(root: Path) -> None:
    (root / "data/workdays").mkdir()
    shutil.copy(WORKDAYS, root / "data/workdays")


def stranger(root: Path) -> None:
    (root / "ledgers/2023/不存在局").mkdir()


EDITS: tuple[Edit, ...] = (
    same_size_and_time,
    new_record,
    renamed_record,
    deleted_record,
    new_verdict,
    other_plan,
    other_policy,
    other_roster,
    other_workdays,
    stranger,
)


@pytest.fixture(scope="module")
def districts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """One district for each edit, old enough for its times to be trusted."""
    folder = tmp_path_factory.mktemp("districts")
    names = (UNTOUCHED, *(edit.__name__ for edit in EDITS))
    made = {name: settle(folder / name) for name in names}
    time.sleep(2.1)
    return made


@pytest.mark.parametrize("edit", EDITS)
def test_no_edit_can_be_missed(edit: Edit, districts: dict[str, Path]) -> None:
    root = districts[edit.__name__]
    told = ask(root, *ASK)
    assert told.loaded
    assert told.out.startswith("截至2023-07-20".encode())
    assert ask(root, *ASK) == told._replace(loaded=False)
    edit(root)
    after = ask(root, *ASK)
    assert after.loaded
    assert after.out == ask(root, *ASK, "--no-cache").out


def test_another_question_is_another_answer(districts: dict[str, Path]) -> None:
    root = districts[UNTOUCHED]
    late = ask(root, *ASK, "--standing", "逾期")
    assert ask(root, *ASK, "--standing", "逾期") == late._replace(loaded=False)
    assert ask(root, *ASK, "--standing", "缺报").loaded
    assert ask(root / "data", *ASK, "--standing", "逾期").loaded  # asked from elsewhere


def test_the_exit_code_comes_back(districts: dict[str, Path]) -> None:
    root = districts[UNTOUCHED]
    assert ask(root, "overdue", "--as-of", "2023-07-20", "--exit-code").code == 1
    assert ask(root, "overdue", "--as-of", "2023-07-20", "--exit-code") == ask(
        root, "overdue", "--as-of", "2023-07-20", "--exit-code"
    )


def test_a_nearer_workspace_is_seen(districts: dict[str, Path]) -> None:
    root = districts["new_record"]
    inner = root / "inner"
    inner.mkdir()
    outer = ask(inner, "tasks", "--format", "json")
    assert ask(inner, "tasks", "--format", "json") == outer._replace(loaded=False)
    settle(inner, records=False)
    plan = inner / "data/tasks.yaml"
    plan.write_text(plan.read_text("utf-8").replace("示例培训", "内部培训"), "utf-8")
    assert "内部培训" in ask(inner, "tasks", "--format", "json").out.decode()


def test_without_the_cache_nothing_is_kept(district: Path) -> None:
    assert ask(district, "tasks", "--no-cache").loaded
    assert ask(district, "tasks", "--no-cache").loaded
    assert not Path(cache_folder(), "answers").exists()


def test_what_was_just_touched_is_not_kept(district: Path) -> None:
    ask(district, *ASK)
    assert ask(district, *ASK).loaded


def test_a_repository_cannot_bring_answers_along(
    district: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(district / ".cache"))
    remember(["tasks"], Trace(), b"planted", 0)
    assert recall(["tasks"]) is None
    assert not (district / ".cache").exists()


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"[]\n",
        b"{}\n",
        b"\xff\n",
        b'{"inputs": [], "code": 0, "length": 9}\nshort',
        b'{"inputs": [], "length": 0}\n',
    ],
    ids=["empty", "list", "bare", "bytes", "cut off", "no code"],
)
def test_a_meddled_answer_is_worked_out_anew(nowhere: Path, text: bytes) -> None:
    remember(["tasks"], Trace(), b"kept", 0)
    [file] = Path(cache_folder(), "answers").iterdir()
    file.write_bytes(text)
    assert recall(["tasks"]) is None


def test_an_answer_is_given_as_it_was(
    nowhere: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    remember(["tasks"], Trace(), "答\n".encode(), 1)
    assert recall(["tasks"]) == 1
    assert capfdbinary.readouterr().out == "答\n".encode()


def test_only_so_many_answers_are_kept(nowhere: Path) -> None:
    for number in range(KEPT + 5):
        remember(["tasks", str(number)], Trace(), b"", 0)
    assert len(list(Path(cache_folder(), "answers").iterdir())) == KEPT
    assert recall(["tasks", "0"]) is None
    assert recall(["tasks", str(KEPT + 4)]) == 0


def test_every_kind_of_input_is_looked_at_again(nowhere: Path) -> None:
    file = nowhere / "a"
    file.write_bytes(b"x")
    for kind, path, mark in (
        (FILE, file, mark_of(b"x")),
        (FILE, nowhere / "none", mark_of(None)),
        (RECORDS, nowhere, "0" * 32),
        (ROOT, nowhere, "elsewhere"),
    ):
        trace = Trace()
        trace.note(kind, path, mark)
        remember([kind, str(path)], trace, b"", 0)
    assert recall([FILE, str(file)]) == 0
    assert recall([FILE, str(nowhere / "none")]) == 0
    assert recall([RECORDS, str(nowhere)]) is None
    assert recall([ROOT, str(nowhere)]) is None
    file.write_bytes(b"y")
    assert recall([FILE, str(file)]) is None
