"""Where the findings of a check go, and where they may not."""

import json
import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from fictional import FIRST, Ran, gongkai, put
from gongkai_cli.cli.outputs import Output, give, outputs
from gongkai_cli.cli.wrong import Stop
from gongkai_cli.diagnostic import Diagnostic, Span
from gongkai_cli.rendering.findings.formats import FORMATS, Run
from gongkai_cli.rendering.findings.shown import Findings, Shown

RECORD = f"{FIRST}/updates/x.yaml"
RUN = Run("1", 2023, date(2023, 7, 20))


@pytest.fixture
def faulty(district: Path) -> Iterator[Path]:
    """Stand in 示例区, where one record cannot be read."""
    put(district, RECORD, "type：进展\n")
    yield district
    left = {each.name for each in (district / f"ledgers/2023/{FIRST}/updates").iterdir()}
    assert "结果.json" not in left


def checked(*forms: str) -> Ran:
    words = (word for form in forms for word in ("--format", form))
    return gongkai("check", "--select", "G1", *words)


def test_text_is_the_screen_s_and_a_file_any_format_s(tmp_path: Path) -> None:
    file = tmp_path / "结果.json"
    assert outputs(["text"], tmp_path) == [Output("text", None)]
    assert outputs(["github", f"json={file}"], tmp_path) == [
        Output("github", None),
        Output("json", file),
    ]
    assert outputs(["text=a=b.txt"], tmp_path) == [Output("text", Path("a=b.txt"))]


@pytest.mark.parametrize(
    ("forms", "words"),
    [
        (["xml"], f"没有 xml 这种格式；可用的有：text、{'、'.join(FORMATS)}。"),
        ([""], "没有  这种格式"),
        (["sarif="], "sarif= 后面要写文件名。"),
        (["json", "github"], "屏幕上只能给一种格式，其余的请写进文件，如 github=结果.github。"),
        (["text", "json"], "屏幕上只能给一种格式"),
        (["text", "text"], "屏幕上只能给一种格式"),
        (["github", "github"], "屏幕上只能给一种格式"),
        (["json=a", "sarif=a"], "两种格式不能写进同一个文件。"),
        (["json=a", "json=./a"], "两种格式不能写进同一个文件。"),
        (["json=a", "github", "text=a"], "两种格式不能写进同一个文件。"),
    ],
)
def test_two_in_one_place_are_refused(tmp_path: Path, forms: list[str], words: str) -> None:
    with pytest.raises(Stop, match="^" + words.replace("；", ".").replace("[", ".")):
        outputs(forms, tmp_path)


def test_text_and_github_may_follow_each_other(faulty: Path) -> None:
    ran = checked("github", "text", "json=结果.json")
    assert ran.code == 1
    assert ran.out.startswith("::error file=")
    assert f"\nledgers/2023/{RECORD}:1:5: 错误 G101 " in ran.out
    assert [each["code"] for each in json.loads((faulty / "结果.json").read_bytes())["data"]] == [
        "G101"
    ]


@pytest.mark.parametrize(
    "place",
    [
        "data/结果.json",
        f"ledgers/2023/{FIRST}/台账.md",
        f"ledgers/2023/{FIRST}/updates/结果.json",
        "docs/../ledgers/结果.json",
        "link/结果.json",
    ],
)
def test_results_are_no_records(faulty: Path, place: str) -> None:
    (faulty / "docs").mkdir()
    (faulty / "link").symlink_to(faulty / "ledgers")
    target = faulty / place
    before = target.read_bytes() if target.exists() else None
    for named in (place, str(target)):
        ran = checked(f"json={named}")
        assert (ran.code, ran.out) == (2, "")
        assert ran.err.startswith("检查的结果不能写在 data 或 ledgers 里，请换一个地方：")
    assert (target.read_bytes() if target.exists() else None) == before


def test_beside_the_records_results_are_welcome(faulty: Path) -> None:
    assert checked("json=data.json", "sarif=ledgers.sarif").code == 1
    assert json.loads((faulty / "data.json").read_bytes())
    assert json.loads((faulty / "ledgers.sarif").read_bytes())


@pytest.mark.parametrize("there", [True, False])
def test_nothing_is_written_through_a_link(faulty: Path, tmp_path: Path, *, there: bool) -> None:
    """A change can bring one to where the results are known to go."""
    outside = tmp_path / "outside.txt"
    if there:
        outside.write_text("原样", "utf-8")
    (faulty / "结果.json").symlink_to(outside)
    ran = checked("json=结果.json")
    assert (ran.code, ran.out) == (2, "")
    assert "是链接，检查的结果不写进去；请换一个地方。" in ran.err.replace("\n  ", "")
    assert (outside.read_text("utf-8") if outside.exists() else None) == ("原样" if there else None)


@pytest.mark.parametrize(
    ("prefix", "file", "named"),
    [
        ("", "data/tasks.yaml", "data/tasks.yaml"),
        ("区/", "data/tasks.yaml", "区/data/tasks.yaml"),
        ("区/县/", "../../README.md", "README.md"),
        ("区/县/", "../../区/README.md", "区/README.md"),
        ("区/", "", ""),  # a finding of no file
    ],
)
def test_a_git_host_is_told_files_from_the_repository_s_top(
    tmp_path: Path, prefix: str, file: str, named: str
) -> None:
    out, text = tmp_path / "a.json", tmp_path / "a.txt"
    fault = Diagnostic("G405", "这个文件不归本单位管", "请去掉它", Span(file))
    findings = Findings((Shown(fault, ""),), 1, 1)
    give(Output("json", out), findings, RUN, prefix)
    assert [each["file"] for each in json.loads(out.read_bytes())["data"]] == [named]
    give(Output("text", text), findings, RUN, prefix)
    assert text.read_text("utf-8").startswith(f"{file}: 错误 G405 " if file else "错误 G405 ")


def test_the_step_summary_names_them_likewise(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", os.fspath(tmp_path / "summary.md"))
    fault = Diagnostic("G405", "这个文件不归本单位管", "请去掉它", Span("../README.md"))
    findings = Findings((Shown(fault, ""),), 1, 1)
    give(Output("github", tmp_path / "a"), findings, RUN, "区/")
    assert "README.md" in (tmp_path / "summary.md").read_text("utf-8")
    assert "../" not in (tmp_path / "summary.md").read_text("utf-8")
