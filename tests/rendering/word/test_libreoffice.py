"""Papers as pages: nothing that was written is lost, no number and no date is broken."""

import subprocess
from pathlib import Path

from gongkai_cli.rendering.word.page import to_docx
from gongkai_cli.table import Column, Document, Heading, Line, Table, plain
from office import converted

TITLE = "关于2023年二季度政务公开重点工作任务进展情况的通报"
SENTENCE = "办结率为办结占应办的比例，报送率为已报占应报的比例。各单位的这两项都相同，不排名次。"
REQUIREMENT = "编制本地区、本部门重大行政决策事项清单，并主动向社会公开。"
ROWS = (
    plain("21", REQUIREMENT * 3, "全年（2023年12月31日）", "941项", "1000"),
    plain("合计（35个单位）", "—", "—", "921项", "1000"),
)
COMMAND = "gongkai update 21 --unit 区司法局 --extend-until 日期 --reason 原因"


def page(folder: Path) -> str:
    """The text of a paper as it is printed, line for line."""
    titles = tuple(map(Column, ("单位", "具体要求", "完成时限", "任务", "应办")))
    lines = [Line(plain(SENTENCE[start:])) for start in range(12)]
    paper = Document((Heading(TITLE), *lines, Line(plain(COMMAND)), Table(titles, ROWS)))
    (folder / "a.docx").write_bytes(to_docx(paper))
    (made,) = converted([folder / "a.docx"], "pdf", folder)
    command = ["pdftotext", "-layout", str(made), "-"]
    return subprocess.run(command, capture_output=True, check=True).stdout.decode()


def test_a_page(tmp_path: Path) -> None:
    shown = page(tmp_path).replace(" ", "")
    assert "关于2023年二季度政务公开\n" in shown.replace("\n\n", "\n")
    assert "重点工作任务进展情况的通报" in shown
    joined = shown.replace("\n", "")
    for start in range(12):
        assert SENTENCE[start:] in joined
    for whole in ("合计", "（35个单位）", "（2023年12月31日）", "941项", "921项", "1000"):
        assert whole in shown
    assert COMMAND.replace(" ", "") in shown
