import os
import signal
import sys
import time
from pathlib import Path

import pytest

from gongkai_cli.reading.tables import office
from gongkai_cli.reading.tables.faults import CannotRead, Lacking
from gongkai_cli.reading.tables.office import converted, found

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="programs here are shell scripts")


def program(folder: Path, script: str, name: str = "soffice") -> str:
    """A stand-in that does what LibreOffice might do."""
    file = folder / name
    file.write_text(f"#!/bin/sh\n{script}\n", "utf-8")
    file.chmod(0o755)
    return str(file)


WRITES = (
    'for last; do :; done; mkdir -p "${last%/*}/out"; cp "$last" "${last%/*}/out/document.docx"'
)


def test_gets_a_copy_and_gives_what_comes_out(tmp_path: Path) -> None:
    assert converted(b"old", ".doc", program(tmp_path, WRITES)) == b"old"


def test_runs_with_a_profile_of_its_own_without_macros(tmp_path: Path) -> None:
    script = (
        'for last; do :; done; folder="${last%/*}"; mkdir "$folder/out"; '
        'cat "$folder/profile/user/registrymodifications.xcu" > "$folder/out/document.docx"; '
        'echo "$@" "$https_proxy" "$DISPLAY" >> "$folder/out/document.docx"'
    )
    said = converted(b"old", ".rtf", program(tmp_path, script)).decode()
    assert "DisableMacrosExecution" in said
    assert "-env:UserInstallation=file:///" in said
    assert said.rstrip().endswith("document.rtf http://127.0.0.1:9")


def test_nothing_that_comes_out_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CannotRead, match="打不开"):
        converted(b"old", ".doc", program(tmp_path, "exit 1"))


def test_too_much_that_comes_out_is_refused(tmp_path: Path) -> None:
    script = WRITES + '; head -c 20971521 /dev/zero > "${last%/*}/out/document.docx"'
    with pytest.raises(CannotRead, match="太大"):
        converted(b"old", ".doc", program(tmp_path, script))


def test_program_that_never_ends_is_stopped_with_its_children(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(office, "TIME_LIMIT", 0.5)
    script = f"sleep 60 & echo $! > {tmp_path}/child; wait"
    with pytest.raises(CannotRead, match="超过"):
        converted(b"old", ".doc", program(tmp_path, script))
    child = int((tmp_path / "child").read_text("utf-8"))
    time.sleep(0.2)
    state = Path(f"/proc/{child}/stat")
    if not state.exists() or state.read_text("utf-8").split()[2] == "Z":
        return
    os.kill(child, signal.SIGKILL)
    pytest.fail("a child of LibreOffice outlived it")


def test_program_that_does_not_start_is_lacking(tmp_path: Path) -> None:
    file = tmp_path / "soffice"
    file.write_bytes(b"\x7fELF")
    file.chmod(0o755)
    with pytest.raises(Lacking, match="启动不了"):
        converted(b"old", ".doc", str(file))


def test_found_on_path_in_whole_folders_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(office, "_PLACES", ())
    monkeypatch.chdir(tmp_path)
    program(tmp_path, "")
    monkeypatch.setenv("PATH", ".")
    with pytest.raises(Lacking, match=r"另存为 \.docx"):
        found()
    monkeypatch.setenv("PATH", f".{os.pathsep}{tmp_path}")
    assert found() == str(tmp_path / "soffice")


def test_found_in_usual_places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("office7", "office24"):
        (tmp_path / name).mkdir()
        program(tmp_path / name, "")
    monkeypatch.setattr(office, "_PLACES", (f"{tmp_path}/no*", f"{tmp_path}/office*/soffice"))
    monkeypatch.setenv("PATH", "")
    assert found() == str(tmp_path / "office7" / "soffice")
