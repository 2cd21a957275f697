"""`export`: files that other software reads."""

import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest
from docx import Document
from lxml import html

from fictional import FIRST, SECOND, UNITS, gongkai

ACCOUNTS = {FIRST: "@示例组织/一局", SECOND: "second@example.cn"}


def with_accounts(root: Path, accounts: dict[str, str]) -> None:
    text = UNITS
    for name, account in accounts.items():
        text = text.replace(f"name: {name},", f'name: {name}, account: "{account}",')
    (root / "data/units.yaml").write_text(text, "utf-8")


def test_codeowners(bare: Path) -> None:
    with_accounts(bare, ACCOUNTS)
    ran = gongkai("export", "codeowners")
    assert (ran.code, ran.err) == (0, "")
    assert "* @示例组织/一局\n" in ran.out
    assert f"/ledgers/*/{SECOND}/updates/ second@example.cn @示例组织/一局\n" in ran.out
    assert "# 示例三局：名录里没有帐号" in ran.out


def test_into_a_file(bare: Path) -> None:
    with_accounts(bare, ACCOUNTS)
    ran = gongkai("export", "codeowners", "--output", ".github/CODEOWNERS")
    assert (ran.code, ran.out, ran.err) == (0, "", "已写入 .github/CODEOWNERS。\n")
    assert (bare / ".github/CODEOWNERS").read_text("utf-8") == gongkai("export", "codeowners").out


def test_workspace_in_a_folder_of_its_repository(bare: Path) -> None:
    with_accounts(bare, ACCOUNTS)
    subprocess.run(["git", "init", "-q", str(bare.parent)], check=True)
    assert f"/bare/ledgers/*/{SECOND}/台账.md" in gongkai("export", "codeowners").out
    subprocess.run(["git", "init", "-q", str(bare)], check=True)
    assert f"\n/ledgers/*/{SECOND}/台账.md" in gongkai("export", "codeowners").out


def test_office_without_an_account(bare: Path) -> None:
    with_accounts(bare, {SECOND: "@b"})
    ran = gongkai("export", "codeowners", "-o", "CODEOWNERS")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == (
        "办公室（示例一局）在名录里没有帐号，写不出评审分工。\n"
        '请在 data/units.yaml 里给它填上 account，例如 account: "@示例组织/办公室"。\n'
    )
    assert not Path("CODEOWNERS").exists()


def test_outside_a_workspace_it_says_whose_roster_is_meant(nowhere: Path) -> None:
    ran = gongkai("export", "codeowners")
    assert ran.code == 2
    assert ran.err.startswith("这里不是工作区")


@pytest.mark.parametrize(
    "account",
    [
        "示例一局",
        "@",
        "@a b",
        "@a#b",
        "@a,@b",
        "@a/",
        "@/a",
        "@a\\n* @b",
        "a@b",
        "a b@c.cn",
        "\\u202e@a",
    ],
)
def test_account_that_is_none(account: str, bare: Path) -> None:
    with_accounts(bare, {FIRST: account})
    ran = gongkai("export", "codeowners")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("data/units.yaml:5:25: 错误 G122 ")
    assert "帐号应是 @ 开头的帐号或小组，或一个邮箱，其中没有空格" in ran.err


@pytest.mark.parametrize("account", ["@a", "@a-b/c.d/e_f", "@示例组织/一局", "a.b+c@d.e.cn"])
def test_account(account: str, bare: Path) -> None:
    with_accounts(bare, {FIRST: account})
    assert f"\n* {account}\n" in gongkai("export", "codeowners").out


def test_empty_account_is_none(bare: Path) -> None:
    with_accounts(bare, {FIRST: ""})
    assert gongkai("export", "codeowners").code == 2


def test_unknown_kind(bare: Path) -> None:
    ran = gongkai("export", "pdf")
    assert (ran.code, ran.out) == (2, "")
    assert "种类 的值只能是：codeowners、plan。" in ran.err


def test_plan_as_word(bare: Path) -> None:
    ran = gongkai("export", "plan", "-o", "表.docx")
    assert (ran.code, ran.out, ran.err) == (0, "", "已写入 表.docx。\n")
    wording, annex = Document("表.docx").tables
    assert wording.cell(1, 3).text == "编制示例事项清单，并主动向社会公开。"
    assert annex.cell(1, 2).text == "示例区"


def test_plan_as_a_workbook(bare: Path) -> None:
    assert gongkai("export", "plan", "--output", "表.xlsx").code == 0
    assert openpyxl.load_workbook("表.xlsx").sheetnames == ["任务分解表", "附：办公室另定的事项"]


def test_plan_as_a_page_on_the_screen_and_in_a_file(bare: Path) -> None:
    ran = gongkai("export", "plan", "--format", "html")
    assert (ran.code, ran.err) == (0, "")
    assert len(html.document_fromstring(ran.out).findall(".//table")) == 2
    assert gongkai("export", "plan", "-o", "表.HTML").code == 0
    assert Path("表.HTML").read_text("utf-8") == ran.out


def test_format_stands_above_the_name(bare: Path) -> None:
    assert gongkai("export", "plan", "-f", "xlsx", "-o", "表").code == 0
    assert Path("表").read_bytes().startswith(b"PK")


@pytest.mark.parametrize("form", ["docx", "xlsx"])
def test_no_zip_goes_to_the_screen(form: str, bare: Path) -> None:
    ran = gongkai("export", "plan", "--format", form)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == f"{form} 文件不能写到屏幕，请用 --output 写明文件名，如 任务分解表.{form}。\n"


@pytest.mark.parametrize("output", [[], ["-o", "表"], ["-o", "表.doc"]])
def test_plan_in_a_format_that_nobody_named(output: list[str], bare: Path) -> None:
    ran = gongkai("export", "plan", *output)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == (
        "没有说明任务分解表写成哪一种，可以写成：docx、xlsx、html。\n"
        "请用 --format 写明格式，或用 --output 写明文件名，如 任务分解表.docx。\n"
    )
    assert not list(Path().glob("表*"))


def test_codeowners_has_one_format(bare: Path) -> None:
    ran = gongkai("export", "codeowners", "--format", "html")
    assert (ran.code, ran.err) == (2, "codeowners 只有一种写法，不用写 --format。\n")


def test_wording_that_excel_has_no_room_for(bare: Path) -> None:
    plan = bare / "data/tasks.yaml"
    text = plan.read_text("utf-8")
    wide = "\U00020bb7" * 20_000
    plan.write_text(text.replace("编制示例事项清单，并主动向社会公开。", wide), "utf-8")
    ran = gongkai("export", "plan", "-o", "表.xlsx")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == (
        "任务1有一处文字过长，Excel 的一格最多放32767个字，放不下。\n"
        "表.xlsx 没有写；请改用 --format docx 或 --format html。\n"
    )
    assert not Path("表.xlsx").exists()
    assert gongkai("export", "plan", "-o", "表.docx").code == 0


@pytest.mark.parametrize(
    ("form", "module", "extra"), [("docx", "docx", "word"), ("xlsx", "xlsxwriter", "excel")]
)
def test_plan_without_the_library(form: str, module: str, extra: str, bare: Path) -> None:
    code = (
        f"import sys; sys.modules[{module!r}] = None\n"
        "from gongkai_cli.cli.app import run\n"
        f"sys.exit(run(['export', 'plan', '-o', '表.{form}']))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert ran.returncode == 3
    assert f'pip install "gongkai-cli[{extra}]"' in ran.stderr.decode()
