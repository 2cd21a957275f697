"""The real plan written, saved by LibreOffice as other kinds of files, and imported again."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from fictional import gongkai
from gongkai_cli.reading.draft.present import present_plan
from gongkai_cli.reading.workspace import Workspace
from office import converted

pytestmark = pytest.mark.xdist_group("plan by LibreOffice")  # converted once for all

ROOT = Path(__file__).parents[2]
FROM_WORD, FROM_EXCEL = ("doc", "rtf", "html"), ("xls", "ods")


@pytest.fixture(scope="session")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """The shipped plan as LibreOffice saves it in a kind of file; each made once."""
    folder = tmp_path_factory.mktemp("plan")

    @cache
    def save(kind: str) -> Path:
        source = folder / ("p.docx" if kind in FROM_WORD else "p.xlsx")
        ran = gongkai("export", "plan", "-C", str(ROOT), "-o", str(source))
        assert ran.code == 0, ran.err
        (made,) = converted([source], kind, folder / "saved")
        return made

    return save


@pytest.mark.parametrize("kind", [*FROM_WORD, *FROM_EXCEL])
def test_saved_plan_is_the_plan(kind: str, saved: Callable[[str], Path], huaiyin: Path) -> None:
    ran = gongkai("import", str(saved(kind)), "--diff")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == "与现有的任务分解表一字不差：46项任务都相同。\n"


def test_old_word_file_begins_a_workspace(saved: Callable[[str], Path], nowhere: Path) -> None:
    ran = gongkai("import", str(saved("doc")))
    assert ran.code == 0, ran.err
    made, shipped = (present_plan(Workspace(root)) for root in (nowhere, ROOT))
    assert made
    assert shipped
    assert len(made.tasks) == 46
    assert made.tasks == shipped.tasks
