"""Documents for the readers' tests, made by other libraries than the readers', or by hand."""

from collections.abc import Callable
from io import BytesIO
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
