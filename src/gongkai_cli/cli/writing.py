"""Writing that loses nothing: whole files or none, and a record never in another's place."""

import os
import sys
from contextlib import suppress
from pathlib import Path

from gongkai_cli.cli.pouring import pour
from gongkai_cli.domain.places import LEDGERS
from gongkai_cli.reading.trace import found_root


class CannotWrite(Exception):  # noqa: N818 - it names the outcome; the sentence says the reason
    """A file could not be written; nothing was left half-written. Carries the Chinese sentence."""


def write_whole(path: Path, data: bytes) -> bool:
    """Replace `path` by `data` at one stroke; False where it held just that already.

    Writes beside it, flushes to the disk, then renames. Raises CannotWrite.
    """
    if _content(path) == data:
        return False
    beside = _beside(path, data)
    try:
        _keep_mode(path, beside)
        beside.replace(path)
    except BaseException as error:
        beside.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise CannotWrite(_sentence(path, error)) from error
        raise
    return True


def write_out(path: Path, data: bytes) -> bool:
    """As `write_whole`, into a place that a person named: it may be a device or a pipe.

    Such a place is written into, never read and never replaced. Nothing of a workspace's own is
    replaced by an answer, whatever link leads to it. Raises CannotWrite.
    """
    must_not_be_a_workspaces_own(path)
    if path.is_file() or path.is_dir() or not path.exists():
        return write_whole(path.resolve(), data)
    try:
        with path.open("wb") as stream:
            stream.write(data)
    except OSError as error:
        raise CannotWrite(f"写不了 {path}：{_reason(error)}。") from error
    return True


def must_not_be_a_workspaces_own(path: Path) -> None:
    """Raises CannotWrite where `path` leads to the data or the ledgers of a workspace."""
    if _is_a_workspaces_own(path.resolve()):
        raise CannotWrite(f"没有写 {path}：那里是工作区的数据，请换一个文件名。")


def _is_a_workspaces_own(path: Path) -> bool:
    """Whether `path` is, or would be taken for, part of the data or the ledgers of a workspace."""
    root = found_root(str(path.parent))
    if root is None or not (path.is_file() or path.suffix == ".yaml"):
        return False
    return path.relative_to(root).parts[0] in {"data", LEDGERS}


def append_out(path: Path, data: bytes) -> None:
    """Add `data` to the end of `path`, a file that is not ours alone. Raises CannotWrite."""
    try:
        with path.open("ab") as stream:
            stream.write(data)
    except OSError as error:
        raise CannotWrite(f"写不了 {path}：{_reason(error)}。") from error


def must_be_inside(path: Path, root: Path) -> None:
    """Raises CannotWrite where a link on the way to `path` leads out of `root`."""
    if not path.parent.resolve().is_relative_to(root.resolve()):
        raise CannotWrite(f"没有写入 {path}：路径中有指向工作区之外的链接，请换成普通文件夹。")


def write_new(path: Path, data: bytes) -> None:
    """Make `path` with `data`.

    Raises FileExistsError where the name is taken, CannotWrite where it cannot be made.
    """
    beside = _beside(path, data)
    try:
        _take_name(beside, path)
    except FileExistsError:
        raise
    except OSError as error:
        raise CannotWrite(_sentence(path, error)) from error
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)


def holds(path: Path, data: bytes) -> bool:
    """Whether `path` is a file with just `data`; False where it cannot be read."""
    return _content(path) == data


def _keep_mode(path: Path, beside: Path) -> None:
    """Who may read and write stays as people have set it."""
    with suppress(FileNotFoundError):
        beside.chmod(path.stat().st_mode & 0o777)


def _take_name(beside: Path, path: Path) -> None:
    """A link fails where the name is taken, as a rename would not; some file systems have none."""
    try:
        os.link(beside, path)
    except FileExistsError:
        raise
    except OSError:
        with path.open("xb"):
            pass
        try:
            beside.replace(path)
        except BaseException:
            path.unlink(missing_ok=True)
            raise


def _beside(path: Path, data: bytes) -> Path:
    """`data` on the disk in a file of its own in the same folder, for whom the umask lets."""
    beside = path.with_name(f".gongkai-{os.urandom(8).hex()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with beside.open("xb", buffering=0) as stream:
            try:
                pour(stream, data)
                os.fsync(stream.fileno())
            except BaseException:
                stream.close()
                beside.unlink(missing_ok=True)
                raise
    except OSError as error:
        raise CannotWrite(_sentence(path, error)) from error
    return beside


def _content(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None


def _sentence(path: Path, error: OSError) -> str:
    return f"写不了 {path}：{_reason(error)}；没有留下写了一半的文件。"


def _reason(error: OSError) -> str:
    import errno

    denied = "没有写入权限"
    if sys.platform == "win32":
        denied += "，或文件正被 WPS、Word 打开"
    reasons = {
        errno.ENOSPC: "磁盘已满",
        errno.EDQUOT: "超出磁盘配额",
        errno.EROFS: "文件夹是只读的",
        errno.EACCES: denied,
        errno.EPERM: denied,
        errno.ENOENT: "没有这个文件夹，也建不了",
        errno.ENOTDIR: "路径中有一段不是文件夹",
        errno.EEXIST: "路径中有一段不是文件夹",
        errno.EIO: "磁盘读写出错",
        errno.EINVAL: "系统不接受这样的名称",
        errno.EBUSY: "文件正被其他程序占用",
        errno.EISDIR: "那里是一个文件夹",
        errno.ENAMETOOLONG: "名称过长",
    }
    number = error.errno or 0
    return reasons.get(number, f"系统不让写（{errno.errorcode.get(number, number)}）")
