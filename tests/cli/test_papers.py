"""How a paper goes out into a file: what a clerk has worked on is never written over unasked."""

from pathlib import Path

import pytest

from fictional import ASKED, FIRST, gongkai

PAPERS = [
    ("annual", "--as-of", "2024-01-20"),
    ("remind", "-u", FIRST, "--as-of", ASKED),
    ("bulletin", "--period", "2023Q2"),
]


@pytest.mark.usefixtures("district")
@pytest.mark.parametrize("name", ["a.docx", "a.md", "a.html"])
@pytest.mark.parametrize("line", PAPERS)
def test_other_content_is_kept_unless_forced(line: tuple[str, ...], name: str) -> None:
    file = Path(name)
    assert gongkai(*line, "-o", name).err.splitlines()[-1] == f"已写入 {name}。"
    written = file.read_bytes()
    assert gongkai(*line, "-o", name).err.splitlines()[-1] == f"{name} 的内容没有变化。"
    file.write_bytes(b"edited")
    ran = gongkai(*line, "-o", name)
    assert (ran.code, ran.out, file.read_bytes()) == (2, "", b"edited")
    assert ran.err == (
        f"{name} 已经有了，内容和这次的不同（有人改过，或者是另一份文件），没有写。\n"
        "请换一个文件名，或加 --force 覆盖。\n"
    )
    ran = gongkai(*line, "-o", name, "--force")
    assert (ran.code, file.read_bytes()) == (0, written)


@pytest.mark.usefixtures("district")
def test_data_for_programs_is_kept_as_well() -> None:
    line = ("bulletin", "--period", "2023Q2", "-o", "a.json")
    assert gongkai(*line).code == 0
    Path("a.json").write_bytes(b"edited")
    assert gongkai(*line).code == 2
    assert Path("a.json").read_bytes() == b"edited"
    assert gongkai(*line, "--force").code == 0


@pytest.mark.parametrize("line", PAPERS)
def test_nobody_is_told_to_force_the_workspaces_own(line: tuple[str, ...], district: Path) -> None:
    plan = district / "data/tasks.yaml"
    before = plan.read_bytes()
    ran = gongkai(*line, "-f", "md", "-o", "data/tasks.yaml")
    assert ran.code == 3
    assert "那里是工作区的数据，请换一个文件名。" in ran.err
    assert "--force" not in ran.err
    assert plan.read_bytes() == before


@pytest.mark.usefixtures("district")
def test_a_device_is_written_into() -> None:
    assert gongkai(*PAPERS[0], "-f", "md", "-o", "/dev/null").code == 0
