"""`init`: a workspace out of a document or out of nothing, which works at once."""

import re
import subprocess
import sys
from pathlib import Path

import docx
import pytest

from fictional import files_under, gongkai, on_a_terminal
from gongkai_cli.cli.firstfiles import sample_plan
from gongkai_cli.cli.firstpage import After, first_page
from gongkai_cli.cli.founding import make_new, repository
from gongkai_cli.cli.init import Host
from gongkai_cli.cli.wrong import Stop
from gongkai_cli.diagnostic import Diagnostic, Span
from gongkai_cli.reading.draft.present import plan_in, present_roster
from gongkai_cli.reading.workspace import Workspace
from gongkai_cli.table import Line

ROOT = Path(__file__).parents[2]
TITLE = "2024年示例区政务公开重点工作任务分解表"
HEADER = ("序号", "工作任务", "具体要求", "责任单位", "完成时限")
ROWS = (
    ("1", "示例清单", "编制示例清单，并主动公开。", "示例一局、示例区政府办公室", "6月底前"),
    ("2", "示例培训", "组织示例培训不少于2次。", "示例路街道办事处", "全年"),
    ("3", "示例信息", "持续公开示例信息。", "区政府各部门", "全年，长期坚持"),
)
DATA = (
    ".gitattributes",
    ".gitignore",
    "data/policy.yaml",
    "data/tasks.yaml",
    "data/units.yaml",
    *(f"data/workdays/CN-{year}.yaml" for year in range(2023, 2027)),
)
WORKS: tuple[list[str], ...] = (
    ["tasks"],
    ["units"],
    [],
    ["ledger", "--all"],
    ["check"],
    ["ledger", "--all", "--check"],
)


def document(
    name: str = "印发.docx", title: str = TITLE, rows: tuple[tuple[str, ...], ...] = ROWS
) -> str:
    made = docx.Document()
    made.add_paragraph(title)
    table = made.add_table(1 + len(rows), len(HEADER))
    for row, texts in zip(table.rows, (HEADER, *rows), strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    made.save(name)
    return name


def flat(text: str) -> str:
    """`text` without the places where a line was folded."""
    return re.sub(r"\n  +", "", text)


def works_in(folder: str) -> None:
    """Every first command works there, each with 0 and without a complaint.

    The check before the ledgers are written finds that they are not, and nothing else.
    """
    ran = gongkai("check", "-C", folder)
    assert ran.code == 1
    assert set(re.findall(r" 错误 (G\d+) ", ran.out)) == {"G501"}
    assert "请重新生成：gongkai ledger --unit" in ran.out
    for command in WORKS:
        ran = gongkai(*command, "-C", folder)
        assert ran.code == 0, (command, ran)
        assert "错误" not in ran.err + ran.out
        assert "程序自己出了错" not in ran.err


# --- out of nothing -------------------------------------------------------------------------------


def test_empty_workspace_works_at_once(nowhere: Path) -> None:
    ran = gongkai("init", "新区", "--region", "示例区", "--year", "2024")
    assert ran.code == 0
    assert tuple(files_under(nowhere / "新区")) == DATA
    works_in("新区")
    assert "样例，请换成印发的内容" in gongkai("tasks", "-C", "新区").out


def test_empty_workspace_says_what_was_taken_and_what_is_next(nowhere: Path) -> None:
    ran = gongkai("init", "新区", "--region", "示例区", "--year", "2024")
    assert ran.err == (
        "没有问的，按默认：\n"
        "  任务分解表的标题：2024年示例区政务公开重点工作任务分解表\n"
        "  牵头和核验的单位：示例区政府办公室\n"
        "  各单位多久报一次进展：季度\n"
        "  每期结束后可以晚报几个工作日：10\n"
        "  办结是否要办公室销号：不要\n"
        "  放在哪个代码托管平台：没有\n"
    )
    assert flat(ran.out).startswith(
        "示例区2024年的工作区已建好：新区\n写了9个文件：.gitattributes、"
    )
    steps = re.findall(r"^\d\. [^\n]*\n   (.*)$", ran.out, re.MULTILINE)
    assert steps == [
        "gongkai import 文件 --force -C 新区",
        "gongkai ledger --all -C 新区",
        "gongkai check -C 新区",
        "git init 新区",
        "git -C 新区 add . && git -C 新区 commit -m 建立工作区",
        "gongkai export codeowners --output 新区/CODEOWNERS -C 新区",
    ]


def test_in_the_folder_one_stands_in(nowhere: Path) -> None:
    ran = gongkai("init", "--region", "示例区", "--year", "2024")
    assert ran.code == 0
    assert tuple(files_under(nowhere)) == DATA
    assert "\n1. 导入印发的任务分解表\n   gongkai import 文件 --force\n" in ran.out
    assert "\n4. 建立 git 仓库\n   git init .\n" in ran.out
    assert "\n5. 提交\n   git add . && git commit -m 建立工作区\n" in ran.out


def test_folder_stands_below_the_one_named_for_the_whole_program(nowhere: Path) -> None:
    Path("上级").mkdir()
    ran = gongkai("init", "新区", "-C", "上级", "--region", "示例区", "--year", "2024")
    assert ran.code == 0
    assert "gongkai check -C 上级/新区\n" in ran.out
    assert gongkai("init", "-C", "别处", "--region", "示例区").code == 0
    assert Path("别处/data/tasks.yaml").is_file()


def test_year_is_this_one_unless_it_is_said(nowhere: Path) -> None:
    ran = gongkai("init", "--region", "示例区")
    assert re.search(r"哪一年：20\d\d\n", ran.err)


def test_what_was_said_is_written(nowhere: Path) -> None:
    line = [
        "--region",
        "示例区",
        "--year",
        "2025",
        "--title",
        "2025年示例事项表",
        "--office",
        "示例办",
    ]
    assert gongkai("init", *line).code == 0
    plan = plan_in(Path("data/tasks.yaml").read_bytes())
    assert (plan.title, plan.region, plan.year) == ("2025年示例事项表", "示例区", 2025)
    roster = present_roster(Workspace(nowhere))
    assert roster
    assert (roster.office, [unit.name for unit in roster.units]) == ("示例办", ["示例办"])


def test_year_whose_holidays_nobody_knows(nowhere: Path) -> None:
    ran = gongkai("init", "--region", "示例区", "--year", "2031")
    assert "没有2031年的放假安排，先按周一至周五算" in flat(ran.out)
    works_in(".")


def test_a_plan_takes_the_place_of_the_sample(nowhere: Path) -> None:
    gongkai("init", "--region", "示例区", "--year", "2024")
    assert gongkai("import", document(), "--force").code == 0
    assert "样例" not in Path("data/tasks.yaml").read_text("utf-8")


# --- out of a document ----------------------------------------------------------------------------


def test_document_becomes_a_workspace_that_works_at_once(nowhere: Path) -> None:
    issued = document()
    ran = gongkai("init", "新区", "--from", issued)
    assert ran.code == 0
    source = "data/source/印发.docx"
    assert sorted(files_under(nowhere / "新区")) == sorted([*DATA, source])
    assert (nowhere / "新区" / source).read_bytes() == Path(issued).read_bytes()
    plan = plan_in((nowhere / "新区/data/tasks.yaml").read_bytes())
    assert (plan.title, plan.year, plan.source) == (TITLE, 2024, source)
    assert [task.requirement for task in plan.tasks] == [row[2] for row in ROWS]
    works_in("新区")
    assert f"《{TITLE}》（示例区，2024年）" in ran.out
    assert "单位" in ran.out
    assert "gongkai import" not in ran.out


def test_office_is_the_one_that_the_table_names(nowhere: Path) -> None:
    ran = gongkai("init", "--from", document())
    assert "  牵头和核验的单位：示例区政府办公室\n" in ran.err
    roster = present_roster(Workspace(nowhere))
    assert roster
    assert roster.office == "示例区政府办公室"
    names = [unit.name for unit in roster.units]
    assert names == ["示例一局", "示例区政府办公室", "示例路街道办事处"]


def test_office_that_the_table_does_not_name_is_added(nowhere: Path) -> None:
    gongkai("init", "--from", document(rows=ROWS[1:]), "--office", "示例办")
    roster = present_roster(Workspace(nowhere))
    assert roster
    assert (roster.office, roster.units[0].name) == ("示例办", "示例办")
    works_in(".")


def test_source_is_the_copy_whatever_the_document_says(huaiyin: Path) -> None:
    assert gongkai("export", "plan", "-o", "表.xlsx").code == 0
    assert gongkai("init", "新区", "--from", "表.xlsx").code == 0
    plan = plan_in(Path("新区/data/tasks.yaml").read_bytes())
    assert plan.source == "data/source/表.xlsx"
    assert (Path("新区") / plan.source).read_bytes() == Path("表.xlsx").read_bytes()


def test_day_of_issue_that_the_document_says_need_not_be_filled_in(nowhere: Path) -> None:
    table = "".join("\t".join(row) + "\n" for row in (HEADER, *ROWS))
    Path("表.txt").write_text(f"{TITLE}\n2024年3月1日\n{table}", "utf-8")
    ran = gongkai("init", "新区", "--from", "表.txt")
    assert "issued: 2024-03-01\n" in Path("新区/data/tasks.yaml").read_text("utf-8")
    assert "写明印发日期" not in ran.out


def test_notes_go_into_a_file(nowhere: Path) -> None:
    ran = gongkai("init", "新区", "--from", document(), "--report", "说明.md")
    assert ran.code == 0
    assert "导入说明已写入 说明.md。\n" in ran.err
    assert "示例一局" in Path("说明.md").read_text("utf-8")
    ran = gongkai("init", "二", "--from", "印发.docx", "--report", "说明.x")
    assert (ran.code, ran.err) == (2, "导入说明的文件名要以 .md、.txt 或 .csv 结尾。\n")
    ran = gongkai("init", "二", "--region", "示例区", "--report", "说明.md")
    assert ran.code == 2
    assert "没有导入说明可写" in ran.err
    assert not Path("二").exists()


def test_what_cannot_be_understood_is_written_and_told(nowhere: Path) -> None:
    rows = (*ROWS, ("4", "示例事项", "办理示例事项。", "示例一局", "择机"))
    ran = gongkai("init", "新区", "--from", document(rows=rows))
    assert ran.code == 1
    assert "G204" in ran.err
    assert "上面列出的1处，改好以前看不了进度，也写不出台账" in ran.out
    steps = re.findall(r"^(\d\. [^\n]*)\n   (.*)$", ran.out, re.MULTILINE)
    assert steps[:3] == [
        ("1. 改好上面列出的1处", "新区/data/tasks.yaml 第34行"),
        ("2. 查一遍", "gongkai check -C 新区"),
        ("3. 写出各单位的台账", "gongkai ledger --all -C 新区"),
    ]
    assert gongkai("ledger", "--all", "-C", "新区").code == 2
    assert Path("新区/data/tasks.yaml").is_file()
    again = gongkai("check", "-C", "新区")
    assert again.code == 1
    assert "请在这项任务下写明 due: 日期" in flat(again.out)


def test_many_faults_are_named_by_the_first_places(nowhere: Path) -> None:
    rows = tuple((str(n), "示例事项", f"办理{n}。", "示例一局", "尽快") for n in range(1, 9))
    ran = gongkai("init", "新区", "--from", document(rows=rows))
    assert ran.code == 1
    assert re.search(r"新区/data/tasks\.yaml 第\d+(?:、\d+){4}行等", flat(ran.out))


def test_fault_of_a_whole_file_is_named_by_the_file(nowhere: Path) -> None:
    fault = Diagnostic("G205", "示例", "示例", Span("data/units.yaml"))
    plan = sample_plan("示例区", 2024, TITLE, "甲")
    after = After(plan, "甲", Host.NONE, "", [], [], Path("表.txt"), versioned=True, faults=[fault])
    said = [
        "".join(cell.text for cell in each.cells)
        for each in first_page(nowhere, after)
        if isinstance(each, Line)
    ]
    assert f"   {nowhere.as_posix()}/data/units.yaml" in said


def test_sample_is_told_until_the_issued_plan_is_there(nowhere: Path) -> None:
    gongkai("init", "新区", "--region", "示例区", "--year", "2024")
    asked = ("-C", "新区", "--as-of", "2024-08-01")
    sentence = "任务分解表里还是样例任务，不是印发的内容，以下数字没有意义，不要发出去。"
    for command in ([], ["bulletin"], ["annual"], ["overdue"], ["status"]):
        ran = gongkai(*command, *asked)
        assert sentence in ran.err, command
        assert "gongkai import 文件 --force -C 新区\n" in ran.err
        assert sentence not in ran.out
    gongkai("import", document(), "--force", "-C", "新区")
    assert sentence not in gongkai("bulletin", *asked).err


def test_document_that_names_no_year(nowhere: Path) -> None:
    issued = document(title="示例区政务公开重点工作任务分解表")
    ran = gongkai("init", "新区", "--from", issued)
    assert (ran.code, ran.out) == (2, "")
    assert "看不出是哪一年，请用 --year 写明" in ran.err
    assert not Path("新区").exists()
    assert gongkai("init", "新区", "--from", issued, "--year", "2024").code == 0


@pytest.mark.parametrize("name", ["没有.docx", "空.docx"])
def test_document_that_cannot_be_read(name: str, nowhere: Path) -> None:
    Path("空.docx").write_bytes(b"")
    ran = gongkai("init", "新区", "--from", name)
    assert (ran.code, ran.out) == (2, "")
    assert name in ran.err
    assert not Path("新区").exists()


# --- what stands in the way -----------------------------------------------------------------------


def test_workspace_that_there_is_stays(district: Path) -> None:
    before = files_under(district)
    ran = gongkai("init", "--region", "别区")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(". 已经是工作区：里面有 data/tasks.yaml，什么也没有改。\n")
    assert files_under(district) == before


@pytest.mark.parametrize(
    ("name", "more"),
    [
        ("data/units.yaml", []),
        ("data/policy.yaml", []),
        ("data/workdays/CN-2024.yaml", []),
        (".gitlab-ci.yml", ["--ci", "gitlab"]),
        (".github/workflows/check.yml", ["--ci", "github"]),
    ],
)
def test_file_in_the_way_is_named(name: str, more: list[str], nowhere: Path) -> None:
    there = Path("新区") / name
    there.parent.mkdir(parents=True)
    there.write_text("别人的", "utf-8")
    ran = gongkai("init", "新区", "--region", "示例区", "--year", "2024", *more)
    assert (ran.code, ran.out) == (2, "")
    assert f"新区 里已经有 {name}，没有覆盖，什么也没有写。\n" in ran.err
    assert files_under(Path("新区")) == {name: "别人的".encode()}


def test_link_in_the_way_is_not_followed(nowhere: Path) -> None:
    Path("新区/data").mkdir(parents=True)
    Path("新区/data/units.yaml").symlink_to(nowhere / "外面.yaml")
    assert gongkai("init", "新区", "--region", "示例区").code == 2
    Path("新区/data/units.yaml").unlink()
    Path("新区/data").rmdir()
    (nowhere / "外面").mkdir()
    Path("新区/data").symlink_to(nowhere / "外面")
    ran = gongkai("init", "新区", "--region", "示例区")
    assert (ran.code, ran.out) == (3, "")
    assert "指向工作区之外的链接" in ran.err
    assert files_under(nowhere) == {}


def test_file_where_the_folder_should_be(nowhere: Path) -> None:
    Path("新区").write_text("", "utf-8")
    ran = gongkai("init", "新区", "--region", "示例区")
    assert (ran.code, ran.err) == (2, "新区 不是文件夹，请换一个名称。\n")
    Path("新区").unlink()
    Path("新区").mkdir()
    Path("新区/data").write_text("", "utf-8")
    ran = gongkai("init", "新区", "--region", "示例区")
    assert (ran.code, ran.out) == (3, "")
    assert files_under(Path("新区")) == {"data": b""}


def test_name_that_no_folder_can_have(nowhere: Path) -> None:
    ran = gongkai("init", "很长" * 200, "--region", "示例区")
    assert (ran.code, ran.out) == (3, "")
    assert "不能建在" in ran.err


def test_git_files_that_there_are_stay(nowhere: Path) -> None:
    Path(".gitignore").write_text("mine\n", "utf-8")
    ran = gongkai("init", "--region", "示例区", "--year", "2024")
    assert ran.code == 0
    assert Path(".gitignore").read_text("utf-8") == "mine\n"
    assert ".gitignore 原来就有，没有改；里面要有：/工作台账/　/提醒函/" in flat(ran.out)
    assert Path(".gitattributes").is_file()


def test_whoever_was_interrupted_runs_it_again(nowhere: Path) -> None:
    line = ["init", "新区", "--region", "示例区", "--year", "2024"]
    assert gongkai(*line).code == 0
    whole = files_under(Path("新区"))
    for name in ("data/tasks.yaml", "data/units.yaml", ".gitignore"):
        (Path("新区") / name).unlink()
    ran = gongkai(*line)
    assert ran.code == 0
    assert "写了3个文件：.gitignore、data/units.yaml、data/tasks.yaml\n" in ran.out
    assert files_under(Path("新区")) == whole


def test_what_fails_on_the_way_leaves_nothing(nowhere: Path) -> None:
    Path("新区").mkdir()
    Path("新区/data").mkdir()
    Path("新区/data/workdays").write_text("", "utf-8")
    ran = gongkai("init", "新区", "--region", "示例区")
    assert ran.code == 3
    assert files_under(Path("新区")) == {"data/workdays": b""}


def test_name_that_somebody_took_in_the_meantime(nowhere: Path) -> None:
    Path("a.yaml").write_text("别人的", "utf-8")
    with pytest.raises(Stop, match="刚刚由别的程序写了，没有覆盖"):
        make_new(Path("a.yaml"), b"x")
    assert Path("a.yaml").read_text("utf-8") == "别人的"


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ([], "没有说明是哪个地区，请用 --region 写明，例如 --region 示例区。\n"),
        (["--region", "示例/区"], "“示例/区”不能用作名称"),
        (["--region", "示例区", "--office", "a\nb"], "不能用作名称"),
        (["--region", "示例\u202e区"], "和看不见的字符"),
        (["--region", "示例区", "--office", "示例\u200b办"], "和看不见的字符"),
        (["--region", "示例区", "--office", "示例办."], "不能用作名称"),
        (["--region", "示例区", "--year", "1999"], "“1999”不是年份"),
        (["--region", "示例区", "--ci", "svn"], "--ci 的值只能是：github、gitlab、gitee、none。"),
        (["--region", "示例区", "--title", "\x07"], "什么也没有写"),
    ],
)
def test_what_cannot_be_used_is_refused(more: list[str], said: str, nowhere: Path) -> None:
    ran = gongkai("init", "新区", *more)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err
    assert not Path("新区").exists()


# --- git and its hosts ----------------------------------------------------------------------------


def git(*words: str) -> str:
    said = subprocess.run(["git", *words], check=True, capture_output=True, text=True)
    return said.stdout


def test_in_a_repository(nowhere: Path) -> None:
    git("init", "-q")
    Path("README.md").write_text("示例\n", "utf-8")
    ran = gongkai("init", "--region", "示例区", "--year", "2024", "--ci", "gitlab")
    assert ran.code == 0
    assert "git init" not in ran.out
    assert "变量 GONGKAI_PACKAGE" in ran.out
    works_in(".")
    git("add", ".")
    assert "data/tasks.yaml\n" in git("diff", "--cached", "--name-only")
    attribute = git("check-attr", "linguist-generated", "ledgers/2024/示例一局/台账.md")
    assert attribute.rstrip().endswith("linguist-generated: set")
    assert git("check-attr", "eol", "data/tasks.yaml") == "data/tasks.yaml: eol: lf\n"
    for sent in ("工作台账/a.docx", "提醒函/a.docx", "~$a.docx"):
        assert git("-c", "core.quotepath=off", "check-ignore", sent) == f"{sent}\n"


def test_issued_document_and_evidence_come_out_of_git_as_they_went_in(nowhere: Path) -> None:
    table = "".join("\t".join(row) + "\r\n" for row in (HEADER, *ROWS))
    issued = f"{TITLE}\r\n{table}".encode()
    Path("表.txt").write_bytes(issued)
    assert gongkai("init", "新区", "--from", "表.txt", "--year", "2024").code == 0
    kept = {"data/source/表.txt", "ledgers/2024/示例一局/evidence/说明.txt"}
    evidence = Path("新区/ledgers/2024/示例一局/evidence")
    evidence.mkdir(parents=True)
    (evidence / "说明.txt").write_bytes(b"a\r\nb\r\n")
    git("init", "-q", "新区")
    git("-C", "新区", "add", ".")
    author = ("-c", "user.name=a", "-c", "user.email=a@example.cn")
    git("-C", "新区", *author, "commit", "-q", "-m", "建立工作区")
    git("clone", "-q", "新区", "另一处")
    before, after = files_under(Path("新区")), files_under(Path("另一处"))
    assert {name: after[name] for name in kept} == {name: before[name] for name in kept}
    assert before["data/source/表.txt"] == issued


@pytest.mark.parametrize(
    ("host", "name", "ours"),
    [
        ("github", ".github/workflows/check.yml", "github.yml"),
        ("gitlab", ".gitlab-ci.yml", "gitlab.yml"),
        ("gitee", "ci/gitee.sh", "gitee.sh"),
    ],
)
def test_host_gets_the_very_file_of_this_repository(
    host: str, name: str, ours: str, nowhere: Path
) -> None:
    ran = gongkai("init", "--region", "示例区", "--ci", host)
    assert ran.code == 0
    assert Path(name).read_bytes() == (ROOT / "ci" / ours).read_bytes()
    owners = {"github": ".github/", "gitlab": ".gitlab/"}.get(host, "")
    assert f"--output {owners}CODEOWNERS" in ran.out
    assert ("从那里运行" in ran.out) is (host == "gitee")


def test_workflow_is_what_the_host_takes() -> None:
    schema = ["--builtin-schema", "vendor.github-workflows"]
    checker = Path(sys.executable).parent / "check-jsonschema"
    subprocess.run([checker, *schema, ROOT / "ci/github.yml"], check=True, capture_output=True)
    said = subprocess.run(
        [checker.with_name("zizmor"), "--offline", "--no-config", "--persona", "auditor", "-"],
        input=(ROOT / "ci/github.yml").read_bytes(),
        check=False,
        capture_output=True,
    )
    assert said.returncode == 0, said.stdout + said.stderr


def test_below_the_top_of_a_repository(nowhere: Path) -> None:
    git("init", "-q")
    line = ["init", "下级", "--region", "示例区", "--year", "2024"]
    ran = gongkai(*line, "--ci", "github")
    assert (ran.code, ran.out) == (2, "")
    assert "审查文件要放在仓库最上层" in flat(ran.err)
    assert not Path("下级").exists()
    assert gongkai(*line).code == 0
    assert repository(Path("下级")) == nowhere.resolve()


# --- asking ---------------------------------------------------------------------------------------


def test_on_a_terminal_it_asks(nowhere: Path) -> None:
    typing = "示例区\n2024\n\n\n月\n5\n要\n\n"
    said = on_a_terminal("init", "新区", typing=typing)
    asked = re.findall("，直接回车就是 ([^：]*)：", said)
    assert "哪个地区：" in said
    assert asked[1:] == [
        "2024年示例区政务公开重点工作任务分解表",
        "示例区政府办公室",
        "季度",
        "10",
        "不要",
        "没有",
    ]
    assert "放在哪个代码托管平台（github、gitlab、gitee、没有），直接回车就是 没有" in said
    assert "没有问的" not in said
    policy = Path("新区/data/policy.yaml").read_text("utf-8")
    assert "\ncycle: 月\n" in policy
    assert "\ngrace_workdays: 5\n" in policy
    assert "\nrequire_close: true\n" in policy


def test_wrong_answers_are_asked_again(nowhere: Path) -> None:
    typing = "\n示例/区\n示例区\n24年\n2024\n\n\n天天\n季度\n99\n0\n是\n不要\nsvn\nNONE\n"
    said = on_a_terminal("init", "新区", typing=typing)
    for sentence in (
        "这一项不能空着。",
        "“示例/区”不能用作名称",
        "“24年”不是年份，请写成 2024 的样子。",
        "没有“天天”这个选择，请写 月、季度、半年、不要求 中的一个。",
        "“99”不是0到60之间的整数。",
        "没有“是”这个选择，请写 要、不要 中的一个。",
        "没有“svn”这个选择",
    ):
        assert sentence in said
    assert "\ngrace_workdays: 0\n" in Path("新区/data/policy.yaml").read_text("utf-8")


def test_on_a_terminal_it_asks_what_the_document_does_not_say(nowhere: Path) -> None:
    issued = document(title="任务分解表")
    said = on_a_terminal("init", "新区", "--from", issued, typing="示例区\n2024\n\n\n\n\n\n")
    assert "哪个地区" in said
    plan = plan_in(Path("新区/data/tasks.yaml").read_bytes())
    assert (plan.region, plan.year) == ("示例区", 2024)
    rows = (HEADER, *ROWS)
    text = "".join("\t".join(row) + "\n" for row in rows)
    Path("无题.txt").write_text(text, "utf-8")
    said = on_a_terminal("init", "二", "--from", "无题.txt", typing=f"{TITLE}\n" + "\n" * 9)
    assert plan_in(Path("二/data/tasks.yaml").read_bytes()).title == TITLE


def test_yes_does_not_ask(nowhere: Path) -> None:
    said = on_a_terminal("init", "新区", "--region", "示例区", "--yes")
    assert "没有问的，按默认：" in said
    assert "直接回车" not in said


def test_end_of_input_leaves_nothing(nowhere: Path) -> None:
    said = on_a_terminal("init", "新区", typing="示例区\n\x04")
    assert "已中断" in said
    assert said.endswith("[130]")
    assert not Path("新区").exists()


@pytest.mark.parametrize("columns", ["60", "80"])
def test_nothing_is_cut_off(columns: str, nowhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    ran = gongkai("init", "新区", "--region", "示例区", "--year", "2024", "--ci", "github")
    assert "…" not in ran.out + ran.err
    assert ".github/workflows/check.yml" in re.sub(r"\n\s*", "", ran.out)
