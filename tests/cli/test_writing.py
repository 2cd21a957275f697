import errno
import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from fictional import FIRST, files_under, gongkai
from gongkai_cli.cli.writing import (
    CannotWrite,
    must_be_inside,
    write_new,
    write_out,
    write_whole,
)

ROOT = os.name == "posix" and os.geteuid() == 0


def names(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


def test_replaces_whole(tmp_path: Path) -> None:
    file = tmp_path / "一" / "二.md"
    assert write_whole(file, b"1")
    assert not write_whole(file, b"1")
    assert write_whole(file, b"2")
    assert file.read_bytes() == b"2"
    assert names(file.parent) == ["二.md"]


def test_new_never_takes_a_name(tmp_path: Path) -> None:
    file = tmp_path / "一.yaml"
    write_new(file, b"1")
    with pytest.raises(FileExistsError):
        write_new(file, b"2")
    assert (file.read_bytes(), names(tmp_path)) == (b"1", ["一.yaml"])


def test_what_cannot_be_written_is_a_chinese_sentence(tmp_path: Path) -> None:
    (tmp_path / "文件").write_bytes(b"")
    for write in (write_whole, write_new):
        with pytest.raises(CannotWrite, match="路径中有一段不是文件夹；没有留下写了一半的文件"):
            write(tmp_path / "文件" / "一", b"1")
    with pytest.raises(CannotWrite, match="那里是一个文件夹"):
        write_whole(tmp_path, b"1")
    with pytest.raises(CannotWrite, match="名称过长"):
        write_new(tmp_path / ("长" * 200), b"1")
    assert names(tmp_path) == ["文件"]


@pytest.mark.skipif(ROOT, reason="root may write anywhere")
def test_a_read_only_folder(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(CannotWrite, match="没有写入权限"):
        write_whole(tmp_path / "一", b"1")


@pytest.mark.skipif(not Path("/proc/version").exists(), reason="needs a read-only place")
def test_a_place_that_takes_no_files() -> None:
    with pytest.raises(CannotWrite, match=r"写不了 /proc/gongkai/一：没有这个文件夹，也建不了"):
        write_whole(Path("/proc/gongkai/一"), b"1")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_device_is_neither_read_nor_replaced() -> None:
    with pytest.raises(CannotWrite, match=r"写不了 /dev/full：磁盘已满。"):
        write_out(Path("/dev/full"), b"1")
    assert Path("/dev/full").is_char_device()


def test_a_pipe_is_written_into(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    assert write_out(pipe, b"1")
    assert os.read(reader, 10) == b"1"
    os.close(reader)
    assert pipe.is_fifo()


def test_a_link_that_a_person_named_keeps_pointing(tmp_path: Path) -> None:
    target, link = tmp_path / "一", tmp_path / "二"
    target.write_bytes(b"1")
    link.symlink_to(target)
    assert write_out(link, b"2")
    assert (target.read_bytes(), link.is_symlink()) == (b"2", True)


def test_a_link_out_of_the_workspace(tmp_path: Path) -> None:
    inside, outside = tmp_path / "in", tmp_path / "out"
    inside.mkdir()
    outside.mkdir()
    (inside / "link").symlink_to(outside)
    must_be_inside(inside / "new" / "file", inside)
    with pytest.raises(CannotWrite, match="指向工作区之外的链接"):
        must_be_inside(inside / "link" / "file", inside)


def test_the_old_files_mode_is_kept_and_a_new_ones_follows_the_umask(tmp_path: Path) -> None:
    old, new, record = tmp_path / "旧", tmp_path / "新", tmp_path / "记录"
    old.write_bytes(b"1")
    old.chmod(0o664)
    mask = os.umask(0o027)
    try:
        write_whole(old, b"2")
        write_whole(new, b"2")
        write_new(record, b"2")
    finally:
        os.umask(mask)
    assert [oct(file.stat().st_mode & 0o777) for file in (old, new, record)] == [
        "0o664",
        "0o640",
        "0o640",
    ]


def test_without_hard_links_a_name_is_taken_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "link", _failing(errno.EPERM))
    write_new(tmp_path / "一", b"1")
    with pytest.raises(FileExistsError):
        write_new(tmp_path / "一", b"2")
    assert ((tmp_path / "一").read_bytes(), names(tmp_path)) == (b"1", ["一"])


def test_without_hard_links_no_empty_file_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "link", _failing(errno.EPERM))
    monkeypatch.setattr(Path, "replace", _failing(errno.EIO))
    with pytest.raises(CannotWrite, match="磁盘读写出错"):
        write_new(tmp_path / "一", b"1")
    assert names(tmp_path) == []


@pytest.mark.parametrize("number", [errno.EACCES, errno.EPERM])
def test_on_windows_a_file_may_be_open_elsewhere(
    number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(Path, "replace", _failing(number))
    with pytest.raises(CannotWrite, match="没有写入权限，或文件正被 WPS、Word 打开；"):
        write_whole(tmp_path / "一", b"1")
    assert names(tmp_path) == []


def test_an_unknown_reason_has_no_english_prose(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "fsync", _failing(errno.EXDEV))
    with pytest.raises(CannotWrite, match="：系统不让写（EXDEV）；没有留下写了一半的文件。"):
        write_whole(tmp_path / "一", b"1")
    assert names(tmp_path) == []


def _failing(number: int) -> Callable[..., None]:
    def fail(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    return fail


@pytest.mark.parametrize(
    "name", ["data/tasks.yaml", "data/new.yaml", f"ledgers/2023/{FIRST}/台账.md"]
)
@pytest.mark.parametrize("way", ["itself", "link"])
def test_no_answer_replaces_what_is_the_workspaces_own(
    name: str, way: str, district: Path, tmp_path: Path
) -> None:
    gongkai("ledger", "--all")
    before = files_under(district)
    target = district / name
    if way == "link":
        (tmp_path / "answer.json").symlink_to(target)
        target = tmp_path / "answer.json"
    ran = gongkai("tasks", "--format", "json", "--output", str(target))
    assert (ran.code, ran.out) == (3, "")
    assert "那里是工作区的数据" in ran.err.replace("\n  ", "")
    assert files_under(district) == before


def test_an_answer_may_stand_beside_the_data(district: Path) -> None:
    for name in ("answer.json", "data/tasks.schema.json"):
        assert gongkai("tasks", "--format", "json", "--output", name).code == 0
        assert (district / name).is_file()
