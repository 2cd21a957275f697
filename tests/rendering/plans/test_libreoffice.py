"""What LibreOffice, in place of Word, Excel and WPS, opens and saves again is still the plan."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from gongkai_cli.rendering.plans.paper import plan_docx
from gongkai_cli.rendering.plans.sheets import plan_xlsx
from rendering.plans.plan_reading import PLAN, read_docx, read_xlsx, real

if shutil.which("soffice") is None:
    if os.environ.get("CI") == "true":
        pytest.fail("LibreOffice (soffice) must be installed where CI runs these tests")
    pytest.skip("LibreOffice (soffice) is not installed here", allow_module_level=True)


def saved_again(folder: Path, form: str, *files: bytes) -> list[bytes]:
    """`files` as LibreOffice saves them."""
    names = [folder / f"{number}.{form}" for number in range(len(files))]
    for name, data in zip(names, files, strict=True):
        name.write_bytes(data)
    subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--headless",
            *("--convert-to", form, "--outdir", folder / "again"),
            *names,
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    return [(folder / "again" / name.name).read_bytes() for name in names]


def test_word_files(tmp_path: Path) -> None:
    found = saved_again(tmp_path, "docx", plan_docx(PLAN), plan_docx(real()))
    assert [read_docx(data) for data in found] == [PLAN, real()]


def test_workbooks(tmp_path: Path) -> None:
    found = saved_again(tmp_path, "xlsx", plan_xlsx(PLAN), plan_xlsx(real()))
    assert [read_xlsx(data) for data in found] == [PLAN, real()]
