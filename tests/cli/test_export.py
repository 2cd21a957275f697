"""`export`: files that other software reads."""

import csv
import io
import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import vobject
from docx import Document
from lxml import html

from fictional import (
    ASKED,
    FIRST,
    HOSTILE,
    RECORDS,
    SECOND,
    STREET,
    THIRD,
    UNITS,
    files_under,
    gongkai,
    put,
)
from gongkai_cli.reading.recordforms import RECORD_FORMS
from gongkai_cli.rendering.pages.sheets import ITEM_TITLES, RECORD_TITLES
from two_years import settle_both

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
    assert "种类 的值只能是：codeowners、plan、ics、csv、json。" in ran.err


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
    assert (ran.code, ran.err) == (2, "导出 codeowners 不用写 --format。\n")


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


# --- options that a kind has not ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["codeowners", "--unit", FIRST], "导出 codeowners 不用写 --unit。\n"),
        (
            ["plan", "-f", "html", "--of", "items", "-u", FIRST],
            "导出 plan 不用写 --unit、--of；这里可以写的有：--format。\n",
        ),
        (["ics", "--of", "records"], "导出 ics 不用写 --of；这里可以写的有：--unit。\n"),
        (["csv", "-f", "docx"], "导出 csv 不用写 --format；这里可以写的有：--of、--unit。\n"),
    ],
)
def test_option_that_the_kind_has_not(args: list[str], said: str, bare: Path) -> None:
    ran = gongkai("export", *args)
    assert (ran.code, ran.out, ran.err) == (2, "", said)


@pytest.mark.parametrize("name", ["日历.xlsx", "日历.csv", "日历.PDF"])
def test_file_whose_name_promises_something_else(name: str, bare: Path) -> None:
    ran = gongkai("export", "ics", "-o", name)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(f"{name} 的扩展名和 ics 对不上，没有写。\n")
    assert not Path(name).exists()


def test_what_is_written_out_row_by_row(bare: Path) -> None:
    ran = gongkai("export", "csv", "--of", "tasks")
    assert (ran.code, ran.out) == (2, "")
    assert "--of 的值只能是：items、records。" in ran.err


# --- the calendar ---------------------------------------------------------------------------------


def calendar(*args: str) -> list[Any]:
    """The events of a calendar, as another program reads them."""
    ran = gongkai("export", "ics", "--as-of", ASKED, *args)
    assert (ran.code, ran.err) == (0, "")
    return list(vobject.readOne(ran.out).contents["vevent"])


def titles(*args: str) -> dict[str, str]:
    return {each.summary.value: str(each.dtstart.value) for each in calendar(*args)}


def test_calendar_of_a_unit(district: Path) -> None:
    assert titles("--unit", SECOND) == {
        "任务1到期（原定2023-06-30）：示例事项清单": "2023-07-25",
        "任务2到期：示例事项清单": "2023-12-31",
        "任务5到期：示例培训": "2023-12-31",
        "一季度进展报送截止：1项任务": "2023-04-14",
        "二季度进展报送截止：2项任务": "2023-07-14",
        "三季度进展报送截止：2项任务": "2023-10-13",
        "四季度进展报送截止：2项任务": "2024-01-12",
    }


def test_event_tells_the_wording_and_the_next_command(district: Path) -> None:
    due, *_ = calendar("--unit", SECOND)
    assert due.description.value.split("\n") == [
        "具体要求：编制示例事项清单，并主动向社会公开。",
        "责任单位：示例一局、示例二局、示例三局",
        "完成时限：2023年6月底前（2023-06-30，准予延期至2023-07-25）",
        "报送进展：gongkai update 1 --unit 示例二局",
    ]
    report = calendar("--unit", SECOND)[-1]
    assert report.description.value.split("\n") == [
        "四季度：2023-10-01至2023-12-31，最晚2024-01-12报送",
        "2024年的放假安排还没有，按周一至周五算，公布后可能有变。",
        "任务2 示例事项清单",
        "任务3 示例民生信息",
        "报送进展：gongkai update 2 --unit 示例二局",
    ]
    assert {each.valarm.trigger.value.days for each in (due, report)} == {-15}


@pytest.mark.parametrize("whose", [(), ("-u", FIRST)])
def test_commands_of_a_year_no_longer_in_hand_name_it(
    whose: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(settle_both(tmp_path / "both"))
    for year, named in ((("--year", "2023"), True), ((), False), (("--year", "2024"), False)):
        lines = [each.description.value.splitlines()[-1] for each in calendar(*whose, *year)]
        assert lines
        assert all("：gongkai " in line for line in lines)
        assert {line.endswith(" --year 2023") for line in lines} == {named}
        assert named or not any("--year" in line for line in lines)


def test_calendar_of_several_units_says_whose(district: Path) -> None:
    both = titles("-u", FIRST, "-u", SECOND)
    assert "示例一局 任务4到期：示例培训" in both
    assert "示例二局 二季度进展报送截止：2项任务" in both
    assert all(title.startswith((FIRST, SECOND)) for title in both)


def test_calendar_of_the_district_takes_units_together(district: Path) -> None:
    assert titles() == {
        "任务1到期（示例二局）：示例事项清单": "2023-07-25",
        "任务2到期（示例二局、示例三局、示例路街道办事处）：示例事项清单": "2023-12-31",
        "任务4到期（示例一局）：示例培训": "2023-07-31",
        "任务5到期（示例二局、示例三局）：示例培训": "2023-12-31",
        "一季度进展报送截止（4个单位）": "2023-04-14",
        "二季度进展报送截止（4个单位）": "2023-07-14",
        "三季度进展报送截止（4个单位）": "2023-10-13",
        "四季度进展报送截止（4个单位）": "2024-01-12",
    }
    due, *_, report = calendar()
    assert "其中准予延期到这一天的：示例二局（原定2023-06-30）" in due.description.value
    assert "示例二局（2项）：任务2、3" in report.description.value
    assert "示例路街道办事处（2项）：任务2、3" in report.description.value


def test_real_plan_stays_a_calendar_that_people_can_look_at(huaiyin: Path) -> None:
    ran = gongkai("export", "ics")
    assert ran.code == 0
    assert ran.out.count("BEGIN:VEVENT") < 60
    assert "\r\n" in ran.out
    single = gongkai("export", "ics", "--unit", "司法局")
    assert "区司法局政务公开日程（2023年）" in single.out


def test_every_event_has_a_name_of_its_own_that_stays(district: Path) -> None:
    before = {each.uid.value: each for each in [*calendar(), *calendar("-u", FIRST)]}
    assert len(before) == len(calendar()) + len(calendar("-u", FIRST))
    text = "type: 进展\ntask: 4\ndate: 2023-07-10\nstatus: 推进中\nprogress: 又一次\n"
    put(district, f"{FIRST}/updates/4-2023-07-10-0000bb.yaml", text)
    after = {each.uid.value: each for each in [*calendar(), *calendar("-u", FIRST)]}
    assert after.keys() <= before.keys()
    grown = [uid for uid in after if after[uid].sequence.value != before[uid].sequence.value]
    assert grown
    for uid, event in after.items():
        assert int(event.sequence.value) >= int(before[uid].sequence.value)


def sequences(*args: str) -> dict[str, tuple[int, str]]:
    return {
        each.uid.value: (int(each.sequence.value), str(each.dtstart.value))
        for each in calendar(*args)
    }


def test_whoever_leaves_the_districts_event_does_not_make_it_older(district: Path) -> None:
    before = sequences()
    for number, unit in ((2, SECOND), (2, THIRD)):
        text = f"type: 进展\ntask: {number}\ndate: 2023-07-10\nstatus: 已完成\nprogress: 毕\n"
        text += "measures: {解读材料: 9}\n"
        put(district, f"{unit}/updates/{number}-2023-07-10-0000bb.yaml", text)
    text = "type: 核验\ntask: 5\ndate: 2023-07-10\nverdict: 准予延期\nuntil: 2024-02-01\n"
    put(district, f"{SECOND}/reviews/5-2023-07-10-0000cc.yaml", text)
    after = sequences()
    assert before.keys() - after.keys() == set()
    assert all(after[uid] >= before[uid] for uid in before)
    assert sum(after[uid][0] > before[uid][0] for uid in before) >= 3


@pytest.mark.parametrize("whose", [(), ("-u", FIRST)])
def test_a_new_day_in_the_plan_is_a_newer_event(whose: tuple[str, ...], district: Path) -> None:
    def on(day: str) -> dict[str, tuple[int, str]]:
        ran = gongkai("export", "ics", *whose, "--as-of", day)
        return {
            each.uid.value: (int(each.sequence.value), str(each.dtstamp.value))
            for each in vobject.readOne(ran.out).contents["vevent"]
        }

    before = on("2023-07-20")
    plan = district / "data/tasks.yaml"
    text = plan.read_text("utf-8")
    plan.write_text(
        text.replace("deadline: 7月底前", "deadline: 7月底前\n      due: 2023-08-15"), "utf-8"
    )
    after = on("2023-07-21")
    assert len(before.keys() & after.keys()) >= 5
    for uid in before.keys() & after.keys():
        assert after[uid][0] > before[uid][0]
        assert after[uid][1] > before[uid][1]


def test_a_unit_that_closes_down_has_no_days_after_it(district: Path) -> None:
    units = district / "data/units.yaml"
    closed = f"name: {SECOND}, kind: 部门, active_until: 2023-09-01"
    units.write_text(UNITS.replace(f"name: {SECOND}, kind: 部门", closed), "utf-8")
    assert max(titles("-u", SECOND).values()) == "2023-07-25"
    assert SECOND not in "".join(title for title, day in titles().items() if day > "2023-09-01")
    ran = gongkai("export", "ics", "--unit", SECOND, "--as-of", "2023-09-02")
    assert (ran.code, ran.out) == (0, "")


def test_more_days_of_grace_move_the_same_event(district: Path) -> None:
    def reports() -> dict[str, str]:
        events = calendar("-u", STREET)
        return {e.uid.value: str(e.dtstart.value) for e in events if "报送" in e.summary.value}

    before = reports()
    (district / "data/policy.yaml").write_text("schema: 1\ngrace_workdays: 20\n", "utf-8")
    after = reports()
    assert after.keys() == before.keys()
    assert all(after[uid] > before[uid] for uid in after)


def test_same_calendar_same_bytes(district: Path) -> None:
    first = gongkai("export", "ics", "-o", "日历.ics", "--as-of", ASKED)
    assert (first.code, first.out, first.err) == (0, "", "已写入 日历.ics。\n")
    data = Path("日历.ics").read_bytes()
    assert max(map(len, data.split(b"\r\n"))) <= 75
    second = gongkai("export", "ics", "-o", "日历.ics", "--as-of", ASKED)
    assert second.err == "日历.ics 的内容没有变化。\n"
    assert Path("日历.ics").read_bytes() == data


def test_calendar_as_it_was(district: Path, golden: Callable[[str, str], None]) -> None:
    """Names of events that change would double them in the calendars that people have."""
    ran = gongkai("export", "ics", "--as-of", ASKED)
    golden("calendar/district.ics", ran.out.replace("\r\n", "\n"))
    ran = gongkai("export", "ics", "--as-of", ASKED, "--unit", SECOND)
    golden("calendar/unit.ics", ran.out.replace("\r\n", "\n"))


def test_hostile_wording_makes_no_event(district: Path) -> None:
    plan = district / "data/tasks.yaml"
    wording = 'requirement: "甲；\\nBEGIN:VEVENT\\nSUMMARY:假的\\nEND:VEVENT;,"'
    old = "requirement: 编制示例事项清单，并主动向社会公开。"
    plan.write_text(plan.read_text("utf-8").replace(old, wording), "utf-8")
    assert "假的" not in titles("-u", SECOND)
    assert len(calendar("-u", SECOND)) == 7
    assert "SUMMARY:假的" in calendar("-u", SECOND)[0].description.value


def test_nothing_for_a_calendar(bare: Path) -> None:
    (bare / "data/policy.yaml").write_text("schema: 1\ncycle: 不要求\n", "utf-8")
    plan = bare / "data/tasks.yaml"
    text = re.sub("deadline: .*", "deadline: 长期坚持", plan.read_text("utf-8"))
    plan.write_text(text, "utf-8")
    ran = gongkai("export", "ics", "-o", "日历.ics")
    said = "示例区没有未完成任务的到期日，也没有要报送的周期，没有日历可写。\n"
    assert (ran.code, ran.out, ran.err) == (0, "", said)
    assert not Path("日历.ics").exists()


def test_calendar_of_a_unit_that_there_is_not(district: Path) -> None:
    ran = gongkai("export", "ics", "--unit", "示例九局")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("名录里没有“示例九局”，相近的有：")


def test_calendar_outside_a_workspace(nowhere: Path) -> None:
    ran = gongkai("export", "ics")
    assert ran.code == 0
    assert ran.err.startswith("这里不是工作区，以下是软件自带的")


def test_calendar_without_the_library(bare: Path) -> None:
    code = (
        "import sys; sys.modules['icalendar'] = None\n"
        "from gongkai_cli.cli.app import run\n"
        "sys.exit(run(['export', 'ics']))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert ran.returncode == 3
    assert 'pip install "gongkai-cli[calendar]"' in ran.stderr.decode()


# --- items and records ----------------------------------------------------------------------------


def rows(*args: str) -> list[dict[str, str]]:
    ran = gongkai("export", "csv", "--as-of", ASKED, *args)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(ran.out.removeprefix("\ufeff"))))


def data(*args: str) -> list[dict[str, Any]]:
    ran = gongkai("export", "json", "--as-of", ASKED, *args)
    assert (ran.code, ran.err) == (0, "")
    answer = json.loads(ran.out)
    kind = "records" if "records" in args else "items"
    assert {key: answer[key] for key in ("schema", "kind", "as_of", "year")} == {
        "schema": "gongkai/1",
        "kind": kind,
        "as_of": ASKED,
        "year": 2023,
    }
    found: list[dict[str, Any]] = answer["data"]
    return found


def test_items_are_every_task_of_every_unit(district: Path) -> None:
    found = rows()
    assert list(found[0]) == list(ITEM_TITLES.values())
    assert len(found) == len(data()) == 14
    [row] = [each for each in found if (each["单位"], each["任务"]) == (SECOND, "1")]
    assert row["进度"] == "临期"
    assert (row["到期日"], row["原到期日"]) == ("2023-07-25", "2023-06-30")
    assert row["具体要求"] == "编制示例事项清单，并主动向社会公开。"
    assert {each["依据"] for each in found} == {"点名", "全体", "相关"}
    assert {each["分工"] for each in found} == {"", "牵头", "配合"}


def test_items_for_programs_have_the_same_rows(district: Path) -> None:
    assert [set(each) for each in data()] == [set(ITEM_TITLES)] * 14
    [lead] = [each for each in data("-u", SECOND) if each["role"]]
    assert (lead["task"], lead["role"], lead["section"]) == (5, "lead", "二、监督保障")


def test_items_of_one_unit_on_a_day(district: Path) -> None:
    assert {each["单位"] for each in rows("--unit", "示例第一局")} == {FIRST}
    early = gongkai("export", "csv", "--as-of", "2023-03-01", "-u", FIRST)
    assert "推进中" not in early.out


def test_records_are_whole(district: Path) -> None:
    found = data("--of", "records")
    assert len(found) == len(RECORDS)
    assert {each["file"] for each in found} == {f"ledgers/2023/{name}" for name in RECORDS}
    keys = {key for form in RECORD_FORMS.values() for key in form.json_schema()["properties"]}
    assert {*found[0]} == keys | {"unit", "file", "corrected_by"}
    [right] = [each for each in found if each["file"].endswith("000003.yaml")]
    assert right == {
        **dict.fromkeys(keys),
        "unit": FIRST,
        "file": f"ledgers/2023/{FIRST}/updates/1-2023-06-28-000003.yaml",
        "type": "进展",
        "task": [1],
        "date": "2023-06-28",
        "status": "已完成",
        "progress": "已编制并公开",
        "evidence": [
            {"title": "清单", "url": "http://example.cn/new", "file": ""},
            {"title": "照片", "url": "", "file": "evidence/photo.png"},
        ],
        "measures": {},
        "corrects": "1-2023-06-28-000002.yaml",
        "reason": "网址写错",
        "corrected_by": None,
    }
    [wrong] = [each for each in found if each["file"].endswith("000002.yaml")]
    assert wrong["corrected_by"] == "1-2023-06-28-000003.yaml"
    assert {each["type"] for each in found} == {"进展", "认领", "不涉及", "延期申请", "核验"}


def test_records_row_by_row(district: Path) -> None:
    found = rows("--of", "records")
    assert list(found[0]) == list(RECORD_TITLES.values())
    assert len(found) == len(RECORDS) + 1
    both = [each["任务"] for each in found if each["进展情况"] == "两项一起报"]
    assert both == ["2", "5"]
    [first] = [each for each in found if each["文件"].endswith("000003.yaml")]
    assert first["佐证材料"] == "清单 http://example.cn/new；照片 evidence/photo.png"
    [measured] = [each for each in found if each["指标完成数"] == "公众满意度=91.5"]
    assert measured["日期"] == "2023-06-01"
    [verdict] = [each for each in found if each["核验结论"] == "准予延期"]
    assert (verdict["种类"], verdict["延期至"]) == ("核验", "2023-07-25")


def test_columns_are_the_keys(district: Path) -> None:
    assert {*data("--of", "records")[0]} == {*RECORD_TITLES}
    assert {*data()[0]} == {*ITEM_TITLES}


def test_nothing_in_it_runs_as_a_formula(district: Path) -> None:
    text = f"type: 进展\ntask: 4\ndate: 2023-07-01\nstatus: 推进中\nprogress: '=1+1{HOSTILE}'\n"
    put(district, f"{FIRST}/updates/x.yaml", text)
    [row] = [each for each in rows("--of", "records") if each["文件"].endswith("/x.yaml")]
    assert row["进展情况"].startswith("'=1+1")


def test_records_known_on_a_day(district: Path) -> None:
    ran = gongkai("export", "json", "--of", "records", "--as-of", "2023-03-31")
    assert [each["date"] for each in json.loads(ran.out)["data"]] == [
        "2023-03-20",
        "2023-02-01",
        "2023-02-02",
    ]
    [row] = data("--of", "records", "-u", THIRD)[1:]
    assert row["unit"] == THIRD


def test_no_records_are_an_empty_table(bare: Path) -> None:
    assert data("--of", "records") == []
    assert rows("--of", "records") == []
    ran = gongkai("export", "csv", "--of", "records")
    assert ran.out.startswith("\ufeff单位,任务,")


@pytest.mark.parametrize(
    "args", [["json", "--of", "records"], ["csv", "--of", "records"], ["csv"], ["ics"]]
)
def test_what_cannot_be_read_is_told(args: list[str], district: Path) -> None:
    put(district, f"{FIRST}/updates/坏.yaml", "task：1\n")
    ran = gongkai("export", *args, "--as-of", ASKED)
    assert ran.code == 2
    assert ran.out
    assert f"ledgers/2023/{FIRST}/updates/坏.yaml:1:5: 错误 G101" in ran.err
    assert "有1处读不了，以上结果没有把它们算进去。" in ran.err


def test_folder_of_no_unit_is_told(district: Path) -> None:
    put(district, "示例十局/updates/x.yaml", "type: 不涉及\ntask: 3\ndate: 2023-02-02\n")
    for args in (["ics"], ["json", "--of", "records"], ["json"]):
        assert "名录里没有“示例十局”" in gongkai("export", *args).err


def test_records_of_a_unit_that_has_closed_down_stay(district: Path) -> None:
    units = district / "data/units.yaml"
    gone = "{name: 示例旧局, kind: 部门, active_until: 2022-12-31}\ngroups:"
    units.write_text(units.read_text("utf-8").replace("groups:", f"- {gone}"), "utf-8")
    text = "type: 进展\ntask: 1\ndate: 2023-01-05\nstatus: 推进中\nprogress: 移交\n"
    put(district, "示例旧局/updates/1.yaml", text)
    assert "示例旧局" in {each["unit"] for each in data("--of", "records")}
    assert "示例旧局" not in {each["unit"] for each in data()}


def test_look_back_is_a_record_too(district: Path) -> None:
    text = "type: 回头看\ntask: 7\ndate: 2023-03-01\nyear: 2022\noutcome: 继续推进\ncarried_to: 2\n"
    put(district, f"{FIRST}/lookback/7.yaml", text)
    [row] = [each for each in data("--of", "records") if each["type"] == "回头看"]
    assert (row["file"], row["year"], row["outcome"], row["carried_to"]) == (
        f"ledgers/2023/{FIRST}/lookback/7.yaml",
        2022,
        "继续推进",
        2,
    )


def test_nothing_of_the_workspace_is_touched(district: Path) -> None:
    before = files_under(district)
    for args in (["ics"], ["csv"], ["json", "--of", "records"]):
        assert gongkai("export", *args).code == 0
    assert files_under(district) == before
