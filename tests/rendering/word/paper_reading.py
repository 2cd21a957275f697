"""What stands in a Word file, read with other means than it was written with."""

from io import BytesIO
from zipfile import ZipFile

from docx import Document
from docx.document import Document as Opened
from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def opened(data: bytes) -> Opened:
    """The file as python-docx sees it."""
    return Document(BytesIO(data))


def part(data: bytes, name: str = "word/document.xml") -> etree._Element:
    """One of its parts as XML."""
    with ZipFile(BytesIO(data)) as archive:
        return etree.fromstring(archive.read(name))


def value(element: etree._Element, path: str, attribute: str = "val") -> str | None:
    """An attribute of the first element at `path`, names in w."""
    steps = "/".join(step if step == "." or not step else W + step for step in path.split("/"))
    found = element.find(".//" + steps)
    return None if found is None else found.get(W + attribute)


def texts(element: etree._Element) -> list[list[str]]:
    """Every table's rows, all cells of each in order; a line break is one."""
    return [[said(cell) for cell in row.iterchildren(W + "tc")] for row in element.iter(W + "tr")]


def said(cell: etree._Element) -> str:
    """The text of a cell or paragraph."""
    signs = {W + "br": "\n", W + "tab": "\t"}
    return "".join(
        signs.get(each.tag, each.text or "") for each in cell.iter(W + "t", W + "br", W + "tab")
    )
