"""Documents for the readers' tests, made by other libraries than the readers', or by hand."""

import os
import shutil
import subprocess
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_NAMES = (
    f'xmlns:w="{W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    f' xmlns:r="{_TYPE}"'
)
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def zipped(parts: dict[str, str | bytes]) -> bytes:
    """A zip of `parts` by name."""
    made = BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return made.getvalue()


@pytest.fixture
def pack() -> Callable[[dict[str, str | bytes]], bytes]:
    """Make a zip of parts."""
    return zipped


@pytest.fixture
def word() -> Callable[..., bytes]:
    """Make a .docx of the XML of a body; further parts by their kind: footnotes="…"."""

    def make(body: str, **parts: str) -> bytes:
        links = "".join(
            f'<Relationship Id="r{kind}" Type="{_TYPE}/{kind}" Target="{kind}.xml"/>'
            for kind in parts
        )
        return zipped(
            {
                "word/document.xml": f"<w:document {_NAMES}><w:body>{body}</w:body></w:document>",
                "word/_rels/document.xml.rels": f'<Relationships xmlns="{_PACKAGE}">{links}</Relationships>',
                **{
                    f"word/{kind}.xml": f"<w:{kind} {_NAMES}>{content}</w:{kind}>"
                    for kind, content in parts.items()
                },
            }
        )

    return make


@pytest.fixture(scope="session")
def libre_office(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path, str, Path], Path]:
    """Let LibreOffice save a file as another kind in a folder."""
    program = shutil.which("soffice") or ""
    if not program:
        sentence = "LibreOffice is not installed: old formats are not tested"
        pytest.fail(sentence) if os.environ.get("CI") == "true" else pytest.skip(sentence)
    profile = tmp_path_factory.mktemp("profile").as_uri()

    def convert(file: Path, kind: str, folder: Path) -> Path:
        command = [program, f"-env:UserInstallation={profile}", "--headless", "--convert-to", kind]
        subprocess.run(
            [*command, "--outdir", folder, file], check=True, capture_output=True, timeout=120
        )
        return folder / f"{file.stem}.{kind}"

    return convert
