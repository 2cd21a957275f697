import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from fictional import ASKED, FIRST, SECOND, STREET, files_under, gongkai, put


def test_all_then_check_then_stale(district: Path) -> None:
    stale = gongkai("ledger", "--all", "--check")
    assert (stale.code, stale.out) == (1, "")
    assert stale.err.endswith("4份台账里有4份不是最新；更新：gongkai ledger --all\n")
    assert gongkai("ledger", "--all").err == "4份台账：更新4份，未变0份。\n"
    assert gongkai("ledger", "--all").err == "4份台账：更新0份，未变4份。\n"
    assert gongkai("ledger", "--check") == (0, "", "4份台账都是最新的。\n")
    put(
        district,
        f"{FIRST}/updates/new.yaml",
        (district / f"ledgers/2023/{SECOND}/updates/2-2023-04-03-000009.yaml")
        .read_text("utf-8")
        .replace("[2, 5]", "2"),
    )
    ran = gongkai("ledger", "--all", "--check")
    assert ran.code == 1
    assert ran.err.startswith(f"ledgers/2023/{FIRST}/台账.md 不是最新。\n")


def test_check_writes_nothing(district: Path) -> None:
    before = files_under(district)
    gongkai("ledger", "--all", "--check")
    assert files_under(district) == before


def test_line_ends_of_windows_are_not_stale(district: Path) -> None:
    gongkai("ledger", "--unit", FIRST)
    file = district / f"ledgers/2023/{FIRST}/台账.md"
    file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    assert gongkai("ledger", "--unit", FIRST, "--check") == (0, "", "台账是最新的。\n")


@pytest.mark.usefixtures("district")
@pytest.mark.parametrize("form", ["md", "html", "csv", "json"])
def test_one_file_per_unit_to_send_out(form: str, tmp_path: Path) -> None:
    out = tmp_path / "out"
    ran = gongkai("ledger", "--all", "--as-of", ASKED, "-f", form, "--out", str(out))
    assert (ran.code, ran.out) == (0, "")
    assert ran.err.replace("\n  ", "") == f"{out} 里写入4份台账，0份没有变化。\n"
    assert sorted(path.name for path in out.iterdir()) == sorted(
        f"{unit}政务公开工作台账（2023年）.{form}" for unit in (FIRST, SECOND, "示例三局", STREET)
    )


@pytest.mark.usefixtures("district")
def test_several_units_in_one_file_where_the_format_can(tmp_path: Path) -> None:
    file = tmp_path / "all.json"
    ran = gongkai("ledger", "--all", "--as-of", ASKED, "-f", "json", "-o", str(file))
    assert (ran.code, ran.out) == (0, "")
    assert len(json.loads(file.read_text("utf-8"))["data"]) == 14


def test_a_unit_with_a_broken_record_keeps_its_ledger(district: Path) -> None:
    gongkai("ledger", "--all")
    before = (district / f"ledgers/2023/{FIRST}/台账.md").read_bytes()
    put(district, f"{FIRST}/updates/broken.yaml", "坏")
    put(
        district,
        f"{SECOND}/updates/2-2023-07-05-aaaaaa.yaml",
        "type: 进展\ntask: 2\ndate: 2023-07-05\nstatus: 推进中\n",
    )
    ran = gongkai("ledger", "--all")
    assert ran.code == 2
    assert f"{FIRST}的记录有1处读不了，台账没有写。" in ran.err
    assert (district / f"ledgers/2023/{FIRST}/台账.md").read_bytes() == before
    assert "2023-07-05" in (district / f"ledgers/2023/{SECOND}/台账.md").read_text("utf-8")


def test_a_ledger_that_is_a_link_is_replaced_not_followed(district: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.write_bytes(b"mine")
    link = district / f"ledgers/2023/{FIRST}/台账.md"
    link.symlink_to(outside)
    assert gongkai("ledger", "--unit", FIRST).code == 0
    assert (outside.read_bytes(), link.is_symlink()) == (b"mine", False)


def test_a_full_disk_is_one_sentence(district: Path, tmp_path: Path) -> None:
    full = tmp_path / "full"
    full.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=4k", "none", str(full)],
        capture_output=True,
        check=False,
    )
    if mounted.returncode:
        pytest.skip("only root may make a tiny disk")
    try:
        ran = gongkai("ledger", "--unit", FIRST, "-f", "html", "--out", str(full))
        assert (ran.code, ran.out) == (3, "")
        assert "磁盘已满；没有留下写了一半的文件。" in ran.err.replace("\n  ", "")
        assert list(full.iterdir()) == []
    finally:
        subprocess.run(["umount", str(full)], check=True)


@pytest.mark.skipif(sys.platform == "win32", reason="needs signals")
def test_interrupted_every_file_is_whole(huaiyin: Path) -> None:
    gongkai("ledger", "--all")
    whole = {path.parent.name: path.read_bytes() for path in huaiyin.glob("ledgers/2023/*/台账.md")}
    for path in huaiyin.glob("ledgers/2023/*/台账.md"):
        path.unlink()
    process = subprocess.Popen(
        [sys.executable, "-m", "gongkai_cli", "ledger", "--all"],
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONUTF8": "1"},
    )
    while not list(huaiyin.glob("ledgers/2023/*/台账.md")):
        time.sleep(0.001)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate()
    assert (process.returncode, said.decode()) == (130, "已中断，没有留下写了一半的文件。\n")
    written = {path.parent.name: path.read_bytes() for path in huaiyin.glob("ledgers/2023/*/*")}
    assert 0 < len(written) < len(whole)
    assert written.items() <= whole.items()
    assert not list(huaiyin.rglob(".gongkai-*"))


BROKEN = f"{FIRST}的记录有1处读不了"


@pytest.mark.parametrize("form", ["md", "html", "csv", "json"])
def test_a_ledger_that_cannot_be_made_is_not_written_out(
    form: str, district: Path, tmp_path: Path
) -> None:
    put(district, f"{FIRST}/updates/broken.yaml", "坏")
    ran = gongkai("ledger", "--unit", FIRST, "--format", form)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.splitlines()[-1] == f"{BROKEN}，台账没有写。"
    file = tmp_path / "out"
    ran = gongkai("ledger", "--unit", FIRST, "--format", form, "-o", str(file))
    assert (ran.code, file.exists()) == (2, False)


def test_of_a_unit_that_cannot_be_read_nothing_else_is_said(district: Path) -> None:
    put(district, f"{FIRST}/updates/broken.yaml", "坏")
    ran = gongkai("ledger", "--unit", FIRST)
    assert (ran.code, ran.err.splitlines()[-1]) == (2, f"{BROKEN}，台账没有写。")
    ran = gongkai("ledger", "--unit", FIRST, "--check")
    assert (ran.code, ran.err.splitlines()[-1]) == (2, f"{BROKEN}，台账没有核对。")


def test_counts_leave_out_what_cannot_be_read(district: Path, tmp_path: Path) -> None:
    put(district, f"{FIRST}/updates/broken.yaml", "坏")
    ran = gongkai("ledger", "--check")
    assert ran.code == 2
    assert ran.err.endswith("3份台账里有3份不是最新；更新：gongkai ledger --all\n")
    ran = gongkai("ledger", "--all")
    assert (ran.code, ran.err.splitlines()[-1]) == (2, "3份台账：更新3份，未变0份。")
    ran = gongkai("ledger", "--check")
    assert (ran.code, ran.err.splitlines()[-1]) == (2, "其余3份台账都是最新的。")
    ran = gongkai("ledger", "--all", "--out", str(tmp_path / "out"))
    assert ran.code == 2
    assert "里写入3份台账，0份没有变化。" in ran.err.replace("\n  ", "")


@pytest.mark.parametrize("args", [("--all",), ("--all", "--check"), ("--all", "-f", "csv")])
def test_the_folder_of_a_stranger_is_told(args: tuple[str, ...], district: Path) -> None:
    gongkai("ledger", "--all")
    put(district, "外星局/updates/1.yaml", "type: 认领\ntask: 3\ndate: 2023-02-01\n")
    ran = gongkai("ledger", *args)
    assert ran.code == 0
    assert "警告 G302" in ran.err


@pytest.mark.parametrize("args", [(), ("--check",), ("-f", "json")])
def test_what_counts_for_nothing_is_told(args: tuple[str, ...], district: Path) -> None:
    put(district, f"{FIRST}/updates/x.yaml", "type: 认领\ntask: 99\ndate: 2023-02-01\n")
    gongkai("ledger", "--all")
    ran = gongkai("ledger", "--unit", FIRST, *args)
    assert ran.code == 0
    assert f"ledgers/2023/{FIRST}/updates/x.yaml: 警告 G303" in ran.err
    assert "G303" not in gongkai("ledger", "--unit", SECOND, *args).err


def test_markdown_asked_for_is_given_not_filed(district: Path, tmp_path: Path) -> None:
    ran = gongkai("ledger", "--unit", FIRST, "--format", "md")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith(f"# {FIRST}政务公开工作台账")
    assert not (district / f"ledgers/2023/{FIRST}/台账.md").exists()
    out = tmp_path / "a.md"
    assert gongkai("ledger", "--unit", FIRST, "-o", str(out)).code == 0
    assert out.read_text("utf-8") == ran.out


@pytest.mark.usefixtures("district")
def test_how_to_mend_stale_ledgers_is_said_of_the_same_year() -> None:
    ran = gongkai("ledger", "--check", "--year", "2023")
    assert ran.err.endswith("更新：gongkai ledger --all --year 2023\n")
    shown = gongkai("ledger", "--unit", FIRST, "--year", "2023").out
    assert f"--unit {FIRST} --year 2023" in shown.splitlines()[-1]
