"""Zipped documents (docx, xlsx, ods) and their XML, opened without trusting a byte of them.

Nothing is unpacked to disk; a part is unzipped only when it is asked for, and what counts is what
comes out, not what the file says of itself. Knows nothing of tables.
"""

import zlib
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from gongkai_cli.reading.tables.faults import CannotRead, lacking_package, too_large

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lxml import etree

MAX_MEMBERS = 5_000
MAX_PART = 32 * 1024 * 1024
"""Bytes of one part, unzipped."""

MAX_UNZIPPED = 100 * 1024 * 1024
"""Bytes of all parts that were read, unzipped."""

MAX_TAGS = 2_000_000
MAX_DEPTH = 100
"""Elements inside each other; Word itself writes about thirty."""

_CENTRAL = b"PK\x01\x02"
_ENCRYPTED = 0x1


class Archive:
    """The parts of a zipped document. Every method raises CannotRead."""

    def __init__(self, data: bytes) -> None:
        """Open `data`; no part is unzipped yet."""
        # zipfile makes an object of every entry before anyone can count them.
        if data.count(_CENTRAL) > MAX_MEMBERS:
            raise too_large("文件里打包的部件", f" {MAX_MEMBERS} 个")
        try:
            self._zip = ZipFile(BytesIO(data))
        except (BadZipFile, ValueError, NotImplementedError, OSError) as error:
            raise damaged() from error
        self._parts = _named(self._zip.infolist())
        self._left = MAX_UNZIPPED

    def __contains__(self, name: str) -> bool:
        """Whether there is a part called `name`."""
        return name in self._parts

    @property
    def names(self) -> list[str]:
        """The parts' names, in the archive's order."""
        return list(self._parts)

    def read(self, name: str) -> bytes:
        """The part called `name`, unzipped; empty where there is none."""
        if name not in self._parts:
            return b""
        most = min(MAX_PART, self._left)
        try:
            with self._zip.open(self._parts[name]) as stream:
                data = stream.read(most + 1)
        except (
            BadZipFile,
            zlib.error,
            EOFError,
            ValueError,
            NotImplementedError,
            OSError,
        ) as error:
            raise damaged() from error
        if len(data) > most:
            raise too_large("文件解压后的大小", "上限")
        self._left -= len(data)
        return data

    def xml(self, name: str) -> "etree._Element | None":
        """The part called `name` as a tree; None where there is none."""
        return tree(self.read(name)) if name in self._parts else None

    def plain(self, names: "Iterable[str]") -> bytes:
        """The parts called `names` as a new zip that holds nothing else and says only true sizes.

        For a library that unzips by itself: it sees exactly the bytes that were checked here.
        """
        kept = BytesIO()
        with ZipFile(kept, "w", ZIP_STORED) as archive:
            for name in names:
                archive.writestr(ZipInfo(name), self.read(name))
        return kept.getvalue()


def _named(members: "Iterable[ZipInfo]") -> dict[str, ZipInfo]:
    parts: dict[str, ZipInfo] = {}
    for member in members:
        name = member.filename
        if name.startswith("/") or "\\" in name or ":" in name or ".." in name.split("/"):
            raise CannotRead("文件里有部件的名字不正常，像是要写到别处去。", "请不要打开它。")
        if member.flag_bits & _ENCRYPTED:
            raise locked()
        if name in parts:
            raise CannotRead("文件里有两个同名的部件，不知道该读哪一个。", "请重新另存后再读。")
        parts[name] = member
    return parts


def tree(data: bytes) -> "etree._Element":
    """`data` as XML: no document type, so no entities; no network; bounded. Raises CannotRead."""
    try:
        from lxml import etree
    except ImportError:
        raise lacking_package() from None
    if data.count(b"<") > MAX_TAGS:
        raise too_large("文件里的内容", "上限")
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise damaged() from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise CannotRead("文件里有文档类型声明，正常的文档不会有。", "请不要打开它。")
    bound_depth(root)
    return root


def bound_depth(root: "etree._Element") -> None:
    """Raise CannotRead where elements stand too deep inside each other to be walked safely."""
    if root.getroottree().xpath(f"boolean({'/*' * (MAX_DEPTH + 1)})"):
        raise too_large("文件里内容的嵌套", f" {MAX_DEPTH} 层")


def damaged() -> CannotRead:
    """What to say of a file that is not whole."""
    return CannotRead(
        "文件打不开：不完整，或者格式不对。", "请用 Word、Excel 或 WPS 打开后另存，再读一次。"
    )


def locked() -> CannotRead:
    """What to say of a file that asks for a password."""
    return CannotRead("文件设了打开密码，读不了。", "请去掉密码后另存，再读一次。")
