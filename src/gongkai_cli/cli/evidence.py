"""佐证材料: links as they are, files copied once beside the records that name them."""

import os
from pathlib import Path

from gongkai_cli.cli.writing import holds, must_be_inside, write_new
from gongkai_cli.cli.wrong import Stop
from gongkai_cli.domain.places import EVIDENCE
from gongkai_cli.reading.workspace import reason

MAX_MEGABYTES = 50

_MAX_BYTES = MAX_MEGABYTES * 1024 * 1024
_LINKS = "http://", "https://"


class Materials:
    """What the records of one unit's `folder` name; nothing is copied before `copy`."""

    def __init__(self, folder: Path, root: Path) -> None:
        """Gather for the unit whose folder is `folder`, in the workspace `root`."""
        self._folder = folder
        self._root = root
        self._copies: dict[Path, bytes] = {}

    def piece(self, text: str) -> dict[str, str]:
        """标题=网址, 标题=文件, or either without a title, as the file has it."""
        title, place = _parted(text)
        if place.lower().startswith(_LINKS):
            return {"title": title or place, "url": place}
        path = Path(place)
        if not _is_file(path, place):
            raise Stop(f"找不到佐证材料“{place}”；网址请以 http:// 或 https:// 开头。")
        return {"title": title or path.stem, "file": self._kept(path)}

    def copy(self) -> None:
        """Before the record that names them, so that no record names what is not there."""
        for place, data in self._copies.items():
            must_be_inside(place, self._root)
            try:
                write_new(place, data)
            except FileExistsError:
                _must_hold(place, data)

    def _kept(self, path: Path) -> str:
        """`path` inside the unit's folder; a file from elsewhere is copied to evidence/."""
        data = _bytes(path)
        here = self._folder.resolve()
        if path.resolve().is_relative_to(here):
            return path.resolve().relative_to(here).as_posix()
        place = self._folder / EVIDENCE / path.name
        if self._copies.setdefault(place, data) != data:
            _refuse(place)
        if os.path.lexists(place):
            _must_hold(place, data)
        return f"{EVIDENCE}/{path.name}"


def _parted(text: str) -> tuple[str, str]:
    """Title and place; a file's own name may hold a =, and so may a link."""
    title, given, place = text.replace("＝", "=", 1).partition("=")
    link = "://" in title or "?" in title
    if not given or link or _exists(Path(text)):
        return "", text
    return title, place


def _exists(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def _is_file(path: Path, place: str) -> bool:
    """Raises Stop where the system cannot even look."""
    import errno

    if not place:
        return False
    try:
        path.stat()
    except OSError as error:
        if error.errno in {errno.EACCES, errno.EPERM}:
            raise Stop(f"读不了佐证材料“{place}”：没有读取权限。") from error
        return False
    except ValueError:
        return False
    if path.is_dir():
        raise Stop(f"佐证材料“{place}”是文件夹，请写其中的文件。")
    return path.is_file()


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            data = stream.read(_MAX_BYTES + 1)
    except OSError as error:
        why = reason(error)
        why = "系统不让读" if why.isascii() else why
        raise Stop(f"读不了佐证材料“{path}”：{why}。") from error
    if len(data) > _MAX_BYTES:
        raise Stop(f"佐证材料“{path}”超过 {MAX_MEGABYTES} MB，太大了；请改写网址，或压缩后再附。")
    return data


def _must_hold(place: Path, data: bytes) -> None:
    """What has the name already must be a plain file of the same bytes."""
    if not holds(place, data) or place.is_symlink():
        _refuse(place)


def _refuse(place: Path) -> None:
    raise Stop(f"{place} 已有另一份同名材料，请改名后再附。")
