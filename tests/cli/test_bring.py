import csv
import re
import shutil
import sys
from pathlib import Path

import docx
import pytest

from fictional import files_under, gongkai, on_a_terminal
from gongkai_cli.reading.draft.present import present_plan
from gongkai_cli.reading.workspace import Workspace
from gongkai_cli.rendering.layout import width
from gongkai_cli.rendering.plans.paper import plan_docx

ROOT = Path(__file__).parents[2]
ISSUED = "data/source/2023年槐荫区政务公开重点工作任务分解表.txt"
TITLE = "2023年示例区政务公开重点工作任务分解表"
HEADER = "序号\t工作任务\t具体要求\t责任单位\t完成时限\n"
ROWS = (
    "一、主动公开\t\t\t\t\n"
    "1\t示例清单\t编制示例清单，并主动向社会公开。\t示例一局、示例九局\t6月底前\n"
    "2\t示例培训\t组织示例培训不少于2次。\t示例路街道办事处\t全年\n"
)
TABLE = f"{TITLE}\n{HEADER}{ROWS}"
WRITTEN = """\
# 2023年示例区政务公开重点工作任务分解表，由印发的文件导入；文字逐字照录，指标和备注由办公室核定。
schema: 1
title: 2023年示例区政务公开重点工作任务分解表
region: 示例区
year: 2023
issued:
source: 表.txt
sections:
- title: 一、主动公开
  topics:
  - title: 示例清单
    tasks:
    - id: 1
      requirement: 编制示例清单，并主动向社会公开。
      responsible: 示例一局、示例九局
      deadline: 6月底前
  - title: 示例培训
    tasks:
    - id: 2
      requirement: 组织示例培训不少于2次。
      responsible: 示例路街道办事处
      deadline: 全年
"""


def flat(text: str) -> str:
    """`text` without the places where a line was folded."""
    return re.sub(r"\n  +", "", text)


def table(text: str = TABLE, name: str = "表.txt") -> str:
    Path(name).write_text(text, "utf-8")
    return name


# --- into an empty folder -------------------------------------------------------------------------


def test_a_folder_becomes_a_workspace(nowhere: Path) -> None:
    ran = gongkai("import", table())
    assert ran.code == 0
    assert Path("data/tasks.yaml").read_text("utf-8") == WRITTEN
    units = Path("data/units.yaml").read_text("utf-8")
    assert "office: 待定\nunits:\n- name: 示例一局\n  kind: 部门\n- name: 示例九局\n" in units
    assert "- name: 示例路街道办事处\n  kind: 街道\n" in units
    assert ran.out.startswith(f"《{TITLE}》（示例区，2023年）：1个部分，2项工作任务，2项任务。\n")
    assert ran.err == (
        "已写入 data/tasks.yaml。\n已写入 data/units.yaml。\n"
        "data/units.yaml 是草稿：把 office 的“待定”改成办公室的名称（要在 units 里），再核对每个单位的类别和\n"
        "  别名。\n"
        "核对以后查一遍：gongkai check\n再写出台账：gongkai ledger --all\n"
    )


def test_the_gate_asks_for_the_office_and_then_all_is_well(nowhere: Path) -> None:
    gongkai("import", table())
    ran = gongkai("check", "--as-of", "2023-01-10")
    assert ran.code == 1
    assert "data/units.yaml:5:9: 错误 G205 办公室“待定”不在名录里" in ran.out
    assert "请把 office 的“待定”改成办公室的名称" in ran.out
    units = Path("data/units.yaml")
    units.write_text(units.read_text("utf-8").replace("office: 待定", "office: 示例一局"), "utf-8")
    assert gongkai("ledger", "--all").code == 0
    assert gongkai("check", "--as-of", "2023-01-10").code == 0
    assert "示例清单" in gongkai("tasks").out


def test_folder_that_is_named(nowhere: Path) -> None:
    Path("别处").mkdir()
    assert gongkai("import", table(), "-C", "别处").code == 0
    assert "source:\n" in Path("别处/data/tasks.yaml").read_text("utf-8")


def test_what_the_title_does_not_say_is_asked_for(nowhere: Path) -> None:
    file = table(f"任务分解表\n{HEADER}{ROWS}")
    ran = gongkai("import", file)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == (
        "表.txt：\n看不出是哪个地区，请用 --region 写明，例如 --region 示例区。\n"
        "看不出是哪一年，请用 --year 写明，例如 --year 2024。\n"
    )
    told = ("--region", "示例区", "--year", "2024", "--title", "示例任务表")
    assert gongkai("import", file, *told).code == 0
    assert "title: 示例任务表\nregion: 示例区\nyear: 2024\n" in Path("data/tasks.yaml").read_text(
        "utf-8"
    )


def test_dry_run_writes_nothing(nowhere: Path) -> None:
    file = table()
    ran = gongkai("import", file, "--dry-run")
    assert (ran.code, ran.out) == (0, WRITTEN)
    assert f"《{TITLE}》" in ran.err
    assert "还会写 data/units.yaml：3个单位、0个单位组。" in ran.err
    assert sorted(files_under(nowhere)) == [file]


# --- into a workspace -----------------------------------------------------------------------------


def test_a_plan_is_never_lost_by_a_slip(bare: Path) -> None:
    before = files_under(bare)
    ran = gongkai("import", table())
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == (
        "这里已经有 data/tasks.yaml，没有覆盖。\n"
        "看有什么不同：gongkai import 表.txt --diff\n"
        "确定要换成新的，再加 --force；换年用 gongkai rollover --year 年份 --plan 文件。\n"
    )
    assert files_under(bare) == before | {"表.txt": TABLE.encode()}


def test_force_keeps_what_was_settled(bare: Path) -> None:
    rows = ROWS.replace("编制示例清单，", "编制示例事项清单，").replace(
        "2\t示例培训\t组织示例培训不少于2次。\t示例路街道办事处\t全年\n",
        "二、监督保障\t\t\t\t\n7\t示例培训\t公众满意度不低于90%。\t示例二局牵头，示例三局配合\t年底前\n",
    )
    ran = gongkai("import", table(f"{TITLE}\n{HEADER}{rows}"), "--force")
    assert ran.code == 0
    written = Path("data/tasks.yaml").read_text("utf-8")
    assert "- name: 公众满意度\n        at_least: 90\n        unit: '%'\n" in written
    assert "原来为任务2、4另定的事项没有沿用：文字改了，或者没有这项任务了" in ran.out
    assert "其余不用定夺" in ran.out
    assert not Path("data/units.yaml").read_text("utf-8").count("示例九局")
    assert "- name: 示例九局\n  kind: 部门\n" in ran.out


def test_force_where_there_is_nothing(nowhere: Path) -> None:
    assert gongkai("import", table(), "--force").code == 0


def test_force_over_a_plan_that_cannot_be_read(bare: Path) -> None:
    plan = bare / "data/tasks.yaml"
    plan.write_text("title：错\n", "utf-8")
    ran = gongkai("import", table(), "--force")
    assert (ran.code, ran.out) == (2, "")
    assert "data/tasks.yaml:1:6: 错误 G101" in ran.err
    assert plan.read_text("utf-8") == "title：错\n"


NEXT = TABLE.replace("2023年示例区", "2024年示例区")


def test_another_year_needs_the_last_one_archived(bare: Path) -> None:
    before = files_under(bare)
    ran = gongkai("import", table(NEXT), "--force")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == (
        "现有的 data/tasks.yaml 是2023年的，还没有归档；换成2024年的，2023年的台账就看不了了。没有写入。\n"
        "请先把 data/tasks.yaml、data/units.yaml 复制到 data/archive/2023/（没有就新建），再运行一次。\n"
        "也可以直接换年，会自动归档：gongkai rollover --year 2024 --plan 文件\n"
    )
    assert files_under(bare) == before | {"表.txt": NEXT.encode()}


def test_another_year_after_what_was_said_is_done(district: Path) -> None:
    text = NEXT.replace("示例九局", "示例三局")
    (district / "data/policy.yaml").write_text("schema: 1\ncycle: 季度\n", "utf-8")
    shown = gongkai("tasks", "--year", "2023").out
    ran = gongkai("import", table(text), "--force")
    wanted = re.search("请先把 (.+) 复制到 (.+)（", ran.err)
    assert wanted
    assert wanted[1].split("、") == ["data/tasks.yaml", "data/units.yaml", "data/policy.yaml"]
    Path(wanted[2]).mkdir(parents=True)
    for name in wanted[1].split("、"):
        shutil.copy(name, wanted[2])
    assert gongkai("import", "表.txt", "--force").code == 0
    assert gongkai("ledger", "--all").code == 0
    assert gongkai("tasks", "--year", "2023").out == shown
    checked = gongkai("check", "--as-of", "2024-01-10")
    assert "没有这一年的任务分解表" not in checked.out
    assert not re.search("^data/.* 错误 ", checked.out, re.MULTILINE)
    assert "示例清单" in gongkai("tasks", "--year", "2024").out


def test_the_archive_may_lack_what_the_workspace_lacks(bare: Path) -> None:
    archive = bare / "data/archive/2023"
    archive.mkdir(parents=True)
    shutil.copy("data/tasks.yaml", archive)
    ran = gongkai("import", table(NEXT), "--force")
    assert "请先把 data/units.yaml 复制到 data/archive/2023/" in ran.err
    shutil.copy("data/units.yaml", archive)
    assert gongkai("import", "表.txt", "--force").code == 0


def test_days_stay_in_their_year(bare: Path) -> None:
    settled = "\n      due: 2023-06-15\n      note: 示例说明"
    Path("data/tasks.yaml").write_text(
        WRITTEN.replace("deadline: 6月底前", f"deadline: 6月底前{settled}"), "utf-8"
    )
    shutil.copytree("data", "data/archive/2023")
    ran = gongkai("import", table(NEXT), "--force")
    assert ran.code == 0
    assert "年度由2023年换成2024年，原来为任务1另定的到期日没有沿用" in ran.out
    written = Path("data/tasks.yaml").read_text("utf-8")
    assert "due:" not in written
    assert "note: 示例说明" in written


# --- documents that were written out --------------------------------------------------------------


def handed_out(name: str, old: str = "", new: str = "") -> None:
    """The plan at hand as the Word file `name`, a word of it changed by hand."""
    assert gongkai("export", "plan", "--output", name).code == 0
    document = docx.Document(name)
    for row in document.tables[0].rows:
        for cell in row.cells:
            for run in (run for paragraph in cell.paragraphs for run in paragraph.runs):
                run.text = run.text.replace(old, new) if old else run.text
    document.save(name)


def test_changed_words_with_what_was_settled_for_the_old_ones(bare: Path) -> None:
    handed_out("表.docx", "不低于90%", "不低于95%")
    ran = gongkai("import", "表.docx", "--force")
    assert ran.code == 0
    assert "任务5：文字和现有的不同，而附表里另定的指标、到期日、单位、备注没有变" in flat(ran.out)
    written = Path("data/tasks.yaml").read_text("utf-8")
    assert "不低于95%" in written
    assert "at_least: 90\n" in written


def test_unchanged_words_raise_no_doubt(bare: Path) -> None:
    handed_out("表.docx")
    assert "附表" not in gongkai("import", "表.docx", "--force").out


def test_what_was_settled_since_it_was_written_out(bare: Path) -> None:
    handed_out("表.docx")
    plan = Path("data/tasks.yaml")
    text = plan.read_text("utf-8").replace("note: 示例备注：", "note: 新的备注：")
    plan.write_text(
        text
        + "    - {id: 6, requirement: 新任务, responsible: 示例二局, deadline: 全年, note: 甲}\n",
        "utf-8",
    )
    said = flat(gongkai("import", "表.docx", "--force").out)
    assert "任务4：另定的事项和现有的不同，照附表写" in said
    assert "任务6：原来另定的事项附表里没有，没有沿用" in said


def test_days_of_the_annex_in_another_year(bare: Path) -> None:
    plan = Path("data/tasks.yaml")
    plan.write_text(
        plan.read_text("utf-8").replace(
            "deadline: 7月底前", "deadline: 7月底前\n      due: 2023-07-15"
        ),
        "utf-8",
    )
    handed_out("表.docx")
    shutil.copytree("data", "data/archive/2023")
    ran = gongkai("import", "表.docx", "--year", "2024", "--force")
    assert ran.code == 0
    assert "原来为任务4另定的到期日照附表保留" in flat(ran.out)


@pytest.mark.parametrize("more", ["--force", "--dry-run", "--diff"])
@pytest.mark.parametrize(
    "which", [("--unit", "示例一局"), ("--all", "--bundle")], ids=["unit", "bundle"]
)
def test_a_workbook_that_units_fill_in_is_no_plan(
    which: tuple[str, ...], more: str, bare: Path
) -> None:
    assert gongkai("ledger", *which, "--format", "xlsx", "--output", "台账.xlsx").code == 0
    before = files_under(bare)
    ran = gongkai("import", "台账.xlsx", more)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == (
        "台账.xlsx：\n这是填报用的工作台账，不是任务分解表。\n收回台账用 gongkai collect 文件。\n"
    )
    assert files_under(bare) == before


# --- the roster -----------------------------------------------------------------------------------


def test_what_is_proposed_can_be_pasted_as_it_stands(nowhere: Path) -> None:
    gongkai("import", table())
    units = Path("data/units.yaml")
    units.write_text(units.read_text("utf-8").replace("office: 待定", "office: 示例一局"), "utf-8")
    more = TABLE.replace("示例九局", "示例八局、各相关部门")
    out = gongkai("import", table(more), "--force").out
    _, first, second = re.split("名录里没有的，核对后加在 data/units.yaml 的.*\n(?:.*：\n)?", out)
    assert "groups:" in out
    whole = units.read_text("utf-8") + first.strip() + "\ngroups:\n" + second
    units.write_text(whole, "utf-8")
    assert gongkai("ledger", "--all").code == 0
    ran = gongkai("check", "--as-of", "2023-01-10")
    assert ran.code == 0, ran.out


def test_groups_that_nobody_belongs_to(nowhere: Path) -> None:
    text = TABLE.replace("示例路街道办事处", "各街道办事处、各部门")
    ran = gongkai("import", table(text))
    said = "单位组“各街道办事处”还没有单位，请在名录里列出类别是街道的单位"
    assert said in flat(ran.out)
    assert "单位组“各部门”还没有单位" not in flat(ran.out)
    assert said in flat(gongkai("import", table(text), "--force").out)


def test_same_again_changes_nothing(nowhere: Path) -> None:
    file = table()
    gongkai("import", file)
    before = files_under(nowhere)
    ran = gongkai("import", file, "--force")
    assert "data/tasks.yaml 的内容没有变化。\n" in ran.err
    assert files_under(nowhere) == before


# --- diff -----------------------------------------------------------------------------------------


def test_issued_text_and_shipped_plan_are_the_same(huaiyin: Path) -> None:
    before = files_under(huaiyin)
    ran = gongkai("import", ISSUED, "--diff")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == "与现有的任务分解表一字不差：46项任务都相同。\n"
    assert files_under(huaiyin) == before


def test_issued_text_imported_anew_keeps_all_that_was_settled(huaiyin: Path) -> None:
    shown = gongkai("tasks", "--format", "json").out
    ran = gongkai("import", ISSUED, "--force")
    assert ran.code == 0
    assert gongkai("tasks", "--format", "json").out == shown
    text = Path("data/tasks.yaml").read_text("utf-8")
    assert text.count("targets:") == 5
    assert text.count("note:") == 3


def test_a_changed_word_is_shown(huaiyin: Path) -> None:
    issued = Path(ISSUED)
    text = issued.read_text("utf-8").replace(
        "列席区政府常务会议不少于5次", "列席区政府常务会议不少于6次"
    )
    ran = gongkai("import", table(text), "--diff")
    assert (ran.code, ran.err) == (1, "")
    assert ran.out.startswith("与现有的任务分解表不同：改动1项。\n\n改动  任务23\n  具体要求：……")
    assert "不少于〔删：5〕〔增：6〕次" in ran.out


def test_outside_a_workspace_the_shipped_plan_is_compared(nowhere: Path) -> None:
    shutil.copy(ROOT / ISSUED, "表.txt")
    ran = gongkai("import", "表.txt", "--diff")
    assert ran.code == 0
    assert ran.err.startswith("这里不是工作区，以下和软件自带的《2023年槐荫区")


def test_differences_fit_narrow_windows(bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for columns in (60, 80):
        monkeypatch.setenv("COLUMNS", str(columns))
        for more in ("--diff", "--force"):
            ran = gongkai("import", table(), more)
            assert all(width(line) <= columns for line in ran.out.splitlines())


# --- the report -----------------------------------------------------------------------------------


def test_report_for_a_person(nowhere: Path) -> None:
    ran = gongkai("import", table(), "--dry-run", "--report", "导入说明.md")
    assert "导入说明已写入 导入说明.md。\n" in ran.err
    text = Path("导入说明.md").read_text("utf-8")
    assert text.startswith("# 导入说明\n\n文件：表.txt\n")
    assert "名录里没有“示例九局”，拟作部门" in text
    assert "“组织示例培训不少于2次”可能是指标，请办公室定" in text


def test_report_as_csv_and_text(nowhere: Path) -> None:
    for name in ("说明.csv", "说明.txt"):
        gongkai("import", table(), "--dry-run", "--report", name)
    with Path("说明.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.reader(stream))
    assert rows[0] == ["类别", "位置", "说明"]
    assert ["指标", "表2第2行第3列", "任务2里“组织示例培训不少于2次”可能是指标，请办公室定"] in rows
    assert Path("说明.txt").read_text("utf-8").startswith("导入说明\n")


@pytest.mark.parametrize("name", ["说明", "说明.pdf", "说明.docx", "说明.json"])
def test_report_of_no_known_kind(name: str, nowhere: Path) -> None:
    ran = gongkai("import", table(), "--report", name)
    assert (ran.code, ran.out) == (2, "")
    assert not Path(name).exists()
    assert not Path("data").exists()


# --- what cannot be imported ----------------------------------------------------------------------


def test_no_task_table(nowhere: Path) -> None:
    ran = gongkai("import", table("姓名\t电话\n某甲\t1\n某乙\t2\n"))
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == (
        "表.txt：\n没有找到任务表。\n表1有3行，第一行写着“姓名”“电话”。\n"
        "任务表的表头要写明任务（如 工作任务、具体要求）和责任单位或完成时限。\n"
    )
    assert not Path("data").exists()


@pytest.mark.parametrize("name", ["文.pdf", "README.md", "data"])
def test_file_is_looked_at_before_force_is_asked_for(name: str, bare: Path) -> None:
    Path("文.pdf").write_bytes(b"%PDF-1.4\n")
    Path("README.md").write_text("# 说明\n\n示例\n", "utf-8")
    ran = gongkai("import", name)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(f"{name}：\n")
    assert "--force" not in ran.err


@pytest.mark.parametrize("name", ["没有.docx", "."])
def test_file_that_is_not_there(name: str, nowhere: Path) -> None:
    ran = gongkai("import", name)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(f"{name}：\n")


def test_file_that_is_no_document(nowhere: Path) -> None:
    Path("表.docx").write_bytes(b"\x00\x01\x02" * 100)
    ran = gongkai("import", "表.docx")
    assert (ran.code, ran.out) == (2, "")


def test_word_file_where_its_extra_is_not_installed(
    huaiyin: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = present_plan(Workspace(huaiyin))
    assert plan
    Path("表.docx").write_bytes(plan_docx(plan))
    assert gongkai("import", "表.docx", "--diff").code == 0
    for name in ("lxml", "lxml.etree"):
        monkeypatch.setitem(sys.modules, name, None)
    ran = gongkai("import", "表.docx", "--diff")
    assert (ran.code, ran.out) == (3, "")
    assert 'python -m pip install "gongkai-cli[' in ran.err


def test_hostile_texts(nowhere: Path) -> None:
    rows = ROWS.replace("示例清单\t", "\x1b[31m::error ##[error]=1+1\t")
    ran = gongkai("import", table(f"{TITLE}\n{HEADER}{rows}::error 注入\n"))
    assert ran.code == 0
    assert "\x1b" not in ran.out + ran.err
    assert not any(line.lstrip().startswith("::") for line in (ran.out + ran.err).splitlines())
    ran = gongkai("import", "表.txt", "--dry-run", "--report", "说明.md")
    assert "\x1b" not in ran.out + ran.err + Path("说明.md").read_text("utf-8")


def test_cell_of_a_hundred_thousand_letters(nowhere: Path) -> None:
    rows = ROWS.replace("编制示例清单", "长" * 99_000)
    ran = gongkai("import", table(f"{TITLE}\n{HEADER}{rows}"))
    assert (ran.code, ran.out) == (2, "")
    assert "超过了任务分解表一格最多的20000字。" in ran.err
    assert len(ran.err) < 500
    assert not Path("data").exists()


def test_draft_that_could_not_be_read_again(nowhere: Path) -> None:
    ran = gongkai("import", table(), "--title", "铃\x07")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("这份草稿有程序读不了的内容，没有写入")
    assert not Path("data").exists()


def test_link_that_leads_out(nowhere: Path) -> None:
    outside = nowhere.parent / "outside"
    outside.mkdir()
    (nowhere / "data").symlink_to(outside)
    ran = gongkai("import", table())
    assert (ran.code, ran.out) == (2, "")
    assert "是指向工作区之外的链接" in ran.err
    assert list(outside.iterdir()) == []


def test_on_a_terminal(nowhere: Path) -> None:
    said = on_a_terminal("import", table(), COLUMNS="60")
    assert "请核对" in said
    assert f"《{TITLE}" in said.replace("\n", "")


def test_help(nowhere: Path) -> None:
    ran = gongkai("import", "--help")
    assert ran.out.startswith("用法：gongkai import 文件 [选项]\n")


def test_a_report_never_replaces_the_table_it_is_about(nowhere: Path) -> None:
    source = Path(table())
    before = source.read_bytes()
    ran = gongkai("import", str(source), "--dry-run", "--report", str(source))
    assert ran.code == 2
    assert "不能写进原来的文件" in ran.err
    assert source.read_bytes() == before


@pytest.mark.parametrize(
    "command", [("check",), ("update", "1"), ("tasks", "-C", ".")], ids=["check", "write", "folder"]
)
def test_whoever_has_no_workspace_is_told_how_to_make_one(
    command: tuple[str, ...], nowhere: Path
) -> None:
    ran = gongkai(*command)
    assert (ran.code, ran.out) == (3, "")
    assert "用 gongkai init 文件夹 建一个；有印发的任务分解表，加上 --from 文件。" in ran.err
