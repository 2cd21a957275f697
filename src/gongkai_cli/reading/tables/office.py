"""What only an office program reads (.doc, .wps, .rtf, .odt) → .docx, through LibreOffice.

It runs on a copy in a folder of its own, with a profile of its own in which macros, links and
updates are off, and is ended after a while.
"""

import os
import signal
import subprocess
import sys
from contextlib import suppress
from glob import glob
from pathlib import Path
from shutil import which
from tempfile import TemporaryDirectory

from gongkai_cli.reading.tables.archive import damaged
from gongkai_cli.reading.tables.faults import CannotRead, Lacking

TIME_LIMIT = 120.0
"""Seconds for one document; the first start of LibreOffice alone may take ten."""

_MAX_BYTES = 20 * 1024 * 1024
_NAMES = ("soffice", "libreoffice")
_PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "/opt/libreoffice*/program/soffice",
    "/usr/lib/libreoffice/program/soffice",
    "/usr/lib64/libreoffice/program/soffice",
    "/snap/bin/libreoffice",
    "C:/Program Files*/LibreOffice*/program/soffice.com",
)
_NOWHERE = "http://127.0.0.1:9"
"""A proxy that answers nobody."""

_ITEM = '<item oor:path="/org.openoffice.{}"><prop oor:name="{}"><value>{}</value></prop></item>'
_PROFILE = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<oor:items xmlns:oor="http://openoffice.org/2001/registry">'
    + "".join(
        _ITEM.format(*setting)
        for setting in (
            ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
            ("Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
            ("Office.Common/Security/Scripting", "DisableActiveContent", "true"),
            ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
            ("Office.Writer/Content/Update", "Link", "0"),
            ("Office.Calc/Content/Update", "Link", "2"),
            ("Office.Common/Java", "Enable", "false"),
            ("Inet/Settings", "ooInetProxyType", "1"),
        )
    )
    + "</oor:items>"
)


def converted(data: bytes, suffix: str, program: str = "") -> bytes:
    """`data`, a document that is called `suffix` (".doc"), as a .docx. Raises CannotRead.

    `program`: the path of LibreOffice where it is not to be looked for.
    """
    program = program or found()
    with TemporaryDirectory(prefix="gongkai-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        source = folder / f"document{suffix}"
        source.write_bytes(data)
        profile = folder / "profile"
        (profile / "user").mkdir(parents=True)
        (profile / "user" / "registrymodifications.xcu").write_text(_PROFILE, "utf-8")
        command = [
            program,
            f"-env:UserInstallation={profile.as_uri()}",
            *("--headless", "--norestore", "--nologo", "--nodefault", "--nolockcheck"),
            *("--convert-to", "docx", "--outdir", str(folder / "out"), str(source)),
        ]
        _run(command, folder)
        return _output(folder / "out" / "document.docx")


def found() -> str:
    """The path of LibreOffice; in folders of PATH that are whole paths, then in usual places."""
    folders = [folder for folder in os.get_exec_path() if Path(folder).is_absolute()]
    for name in _NAMES:
        if program := which(name, path=os.pathsep.join(folders)):
            return program
    for place in _PLACES:
        if programs := sorted(glob(place)):  # noqa: PTH207 - patterns of whole paths
            return programs[-1]
    raise Lacking(
        "读旧格式的文件要用 LibreOffice，这台电脑上没有找到。",
        "请用 Word 或 WPS 另存为 .docx，或安装 LibreOffice 后再读。",
    )


def _run(command: list[str], folder: Path) -> None:
    try:
        process = subprocess.Popen(  # noqa: S603 - LibreOffice by its full path, without a shell
            command,
            cwd=folder,
            env=_environment(folder),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError as error:
        raise Lacking(
            f"LibreOffice 启动不了：{error.strerror}。", "请用 Word 或 WPS 另存为 .docx，再读一次。"
        ) from error
    try:
        process.wait(TIME_LIMIT)
    except subprocess.TimeoutExpired as error:
        raise CannotRead(
            f"LibreOffice 超过 {TIME_LIMIT:g} 秒还没有转换完，已被停止。",
            "请用 Word 或 WPS 另存为 .docx，再读一次。",
        ) from error
    finally:
        _end(process)


def _end(process: "subprocess.Popen[bytes]") -> None:
    """End LibreOffice and all that it has started."""
    with suppress(ProcessLookupError, PermissionError):
        if sys.platform == "win32":
            process.kill()
        else:
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _environment(folder: Path) -> dict[str, str]:
    """The environment without a screen or a way out, and with temporary files in `folder`."""
    proxies = dict.fromkeys(
        ("http_proxy", "https_proxy", "ftp_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY"),
        _NOWHERE,
    )
    kept = {
        name: value for name, value in os.environ.items() if name not in {"DISPLAY", "no_proxy"}
    }
    return kept | proxies | {"TMPDIR": str(folder), "HOME": str(folder)}


def _output(file: Path) -> bytes:
    if not file.is_file():
        raise damaged()
    if file.stat().st_size > _MAX_BYTES:
        raise CannotRead("转换出来的文件太大。", "请用 Word 或 WPS 另存为 .docx，再读一次。")
    return file.read_bytes()
