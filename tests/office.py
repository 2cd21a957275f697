"""LibreOffice, which stands in for Word, Excel and WPS: files opened and saved as another kind."""

import atexit
import os
import shutil
import subprocess
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import pytest

_TIME_LIMIT = 120
_SETTINGS = """\
<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="RecalcOptimalRowHeightMode" oor:op="fuse"><value>0</value></prop>
</item>
</oor:items>
"""
"""LibreOffice gives rows of an ods file the height that they need."""


def converted(files: Iterable[Path], kind: str, folder: Path) -> list[Path]:
    """Each of `files` opened by LibreOffice and saved as `kind` into `folder`, in one call.

    Where LibreOffice is missing the test fails in CI and is skipped elsewhere.
    """
    sources = list(files)
    command = [_program(), f"-env:UserInstallation={_profile().as_uri()}", "--headless"]
    command += ["--convert-to", kind, "--outdir", str(folder), *map(str, sources)]
    subprocess.run(command, check=True, capture_output=True, timeout=_TIME_LIMIT)
    made = [folder / f"{file.stem}.{kind}" for file in sources]
    assert [file for file in made if not file.is_file()] == []
    return made


def _program() -> str:
    program = shutil.which("soffice")
    if program:
        return program
    sentence = "LibreOffice (soffice) is not installed: what it saves is not tested"
    if os.environ.get("CI") == "true":
        pytest.fail(sentence)
    pytest.skip(sentence)


@cache
def _profile() -> Path:
    """A profile for this process: two LibreOffices cannot share one, and making one takes time."""
    folder = Path(mkdtemp(prefix="office-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    (folder / "user").mkdir()
    (folder / "user/registrymodifications.xcu").write_text(_SETTINGS, "utf-8")
    return folder
