import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import docx
import pytest

from fictional import FIRST, PLAN, SECOND, THIRD, gongkai, put
from gongkai_cli.rendering.layout import width
from two_years import RENAMED, settle_both

Golden = Callable[[str, str], None]

LAST = "2024-03-31"
ON = ("--as-of", "2024-01-20")


@pytest.mark.usefixtures("district")
@pytest.mark.parametrize("columns", [60, 80])
def test_on_the_screen(columns: int, golden: Golden, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    ran = gongkai("annual", *ON)
    assert ran.code == 0
    assert max(map(width, ran.out.splitlines())) <= columns
    golden(f"annual-{columns}.txt", ran.out)


@pytest.mark.usefixtures("district")
@pytest.mark.parametrize("form", ["md", "html"])
def test_a_units_own_as_text(form: str, golden: Golden) -> None:
    ran = gongkai("annual", "--unit", FIRST, *ON, "--format", form)
    assert (ran.code, ran.err) == (0, "")
    golden(f"annual-{FIRST}.{form}", ran.out)


@pytest.mark.usefixtures("district")
@pytest.mark.parametrize("unit", ["", FIRST, SECOND, THIRD])
@pytest.mark.parametrize("as_of", ["2023-07-20", "2023-12-31", "2024-01-20", LAST])
def test_every_number_is_that_of_status_and_overdue(unit: str, as_of: str) -> None:
    whose = ("--unit", unit) if unit else ()
    on = ("--as-of", as_of)
    text = gongkai("annual", *whose, *on, "-f", "md").out
    status = json.loads(gongkai("status", *whose, *on, "-f", "json").out)["data"]
    items = json.loads(gongkai("status", *whose, "--by", "item", "-f", "json", *on).out)["data"]
    bound = sum(each["bound"] for each in status)
    done = sum(each["done"] for each in status)
    assert f"应办{bound}项" in text
    assert f"，办结{done}项（" in text
    standings = [each["standing"] for each in items]
    for words, standing in (("逾期完成", "逾期完成"), ("在准予的延期以内完成", "延期完成")):
        assert_said(text, words, standings.count(standing))
    counted = [each for each in items if each["standing"] not in {"待认领", "不涉及"}]
    left = [each for each in counted if each["standing"] not in {"办结", "逾期完成", "延期完成"}]
    plain = [each["status"] for each in left if each["standing"] not in {"未达标", "待核验"}]
    for words, state in (("没有报送过进展", "未启动"), ("推进中", "推进中"), ("已退回", "已退回")):
        assert_said(text, words, plain.count(state))
    assert_said(text, "报了完成而未达标", standings.count("未达标"))
    assert_said(text, "另有", standings.count("待认领"), "项待认领")
    overdue = json.loads(gongkai("overdue", *whose, "-f", "json", *on).out)["data"]
    problems = text.partition("台账记载的问题有：")[2].partition("。")[0]
    for standing in ("逾期", "缺报", "未达标"):
        count = sum(each["standing"] == standing for each in overdue)
        assert_said(problems, standing, count)


def assert_said(text: str, before: str, count: int, after: str = "项") -> None:
    """The number stands between these words, or the words are not there at all."""
    found = set(re.findall(f"{before}(\\d+){after}", text))
    assert found == ({str(count)} if count else set())


@pytest.mark.usefixtures("district")
def test_without_a_day_it_ends_with_the_years_last_record() -> None:
    text = gongkai("annual", "-f", "md").out
    assert "统计截至2024年3月31日。" in text
    assert text == gongkai("annual", "--as-of", LAST, "-f", "md").out


@pytest.mark.usefixtures("district")
def test_a_day_asked_for_is_kept() -> None:
    assert "统计截至2024年6月1日。" in gongkai("annual", "--as-of", "2024-06-01", "-f", "md").out


@pytest.mark.usefixtures("district")
def test_a_file_for_whoever_writes_on(tmp_path: Path) -> None:
    file = tmp_path / "底稿.docx"
    ran = gongkai("annual", *ON, "-o", str(file))
    assert (ran.code, ran.out) == (0, "")
    paper = docx.Document(str(file))
    title = paper.paragraphs[0].text.replace("\n", "")
    assert title == "示例区2023年政府信息公开工作年度报告（底稿）"
    styles = {each.text: each.style.name for each in paper.paragraphs if each.style}
    assert styles["一、总体情况"] == "Heading 1"
    assert styles["（二）年度任务落实情况"] == "Heading 2"


@pytest.mark.usefixtures("district")
def test_the_next_command_writes_the_same_draft() -> None:
    said = gongkai("annual", "-u", FIRST, *ON).err
    assert said == (
        f"写成 Word 文件：gongkai annual --unit {FIRST} --output {FIRST}2023年度报告底稿.docx"
        f" {' '.join(ON)}\n"
    )
    assert gongkai(*said.partition("gongkai ")[2].split()).code == 0
    assert Path(f"{FIRST}2023年度报告底稿.docx").is_file()


@pytest.mark.usefixtures("district")
@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("-u", "外星局"), "名录里没有“外星局”。"),
        (("-u", FIRST, "-u", SECOND), f"这个命令一次只办一个单位的事，这里有：{FIRST}、{SECOND}。"),
        (("-f", "docx"), "docx 文件不能写到屏幕，请用 --output 写明文件名。"),
        (("-o", "a.xlsx"), "这个命令写不出 .xlsx 文件，能写的有：docx、md、html。"),
    ],
)
def test_wrong_use(args: tuple[str, ...], said: str) -> None:
    ran = gongkai("annual", *args)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.splitlines()[0] == said


def test_a_unit_that_was_not_there_in_the_year(district: Path) -> None:
    units = district / "data/units.yaml"
    gone = "{name: 示例三局, kind: 部门, active_until: 2022-12-31}"
    text = units.read_text("utf-8").replace("{name: 示例三局, kind: 部门}", gone)
    units.write_text(text, "utf-8")
    (district / "data/tasks.yaml").write_text(
        PLAN.replace("、示例三局", "").replace("，示例三局配合", ""), "utf-8"
    )
    ran = gongkai("annual", "--unit", THIRD)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == f"{THIRD}不在2023年的责任单位之中，没有2023年的任务可以写。\n"


@pytest.mark.parametrize("whose", [(), ("-u", FIRST)])
def test_numbers_are_given_only_where_all_records_can_be_read(
    whose: tuple[str, ...], district: Path, tmp_path: Path
) -> None:
    put(district, f"{FIRST}/updates/broken.yaml", "坏")
    file = tmp_path / "a.docx"
    ran = gongkai("annual", *whose, "-o", str(file))
    assert (ran.code, ran.out, file.exists()) == (2, "", False)
    assert "broken.yaml" in ran.err


def test_what_was_not_given_leaves_nothing_out(district: Path) -> None:
    put(district, f"{FIRST}/updates/broken.yaml", "坏")
    assert "请先改好下面列出的各处" in gongkai("annual").err
    assert "算进去" not in gongkai("annual").err
    assert "没有把它们算进去" in gongkai("overdue", *ON).err


@pytest.fixture
def both(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in 示例区 in 2024, its 2023 in the archive."""
    root = settle_both(tmp_path / "both")
    monkeypatch.chdir(root)
    return root


@pytest.mark.usefixtures("both")
@pytest.mark.parametrize("as_of", ["2024-01-01", "2024-03-31"])
def test_a_year_that_has_just_begun_is_not_reported_on(as_of: str) -> None:
    ran = gongkai("annual", "-u", FIRST, "-o", "年报.docx", "--as-of", as_of)
    assert (ran.code, ran.out, Path("年报.docx").exists()) == (2, "", False)
    first, line = ran.err.splitlines()
    assert first == "2024年才开始，还没有一年的情况可以写；现在要写的是2023年的年度报告。"
    assert line == (
        f"起草2023年的年度报告：gongkai annual --year 2023 --unit {FIRST} --as-of {as_of}"
    )
    asked = gongkai(*line.partition("gongkai ")[2].split())
    assert asked.out.startswith(f"{FIRST}2023年政府信息公开工作年度报告（底稿）\n")


@pytest.mark.usefixtures("both")
def test_a_year_named_or_well_under_way_is_reported_on() -> None:
    for args in (("--year", "2024", "--as-of", "2024-02-01"), ("--as-of", "2024-04-01")):
        assert gongkai("annual", *args).out.startswith("示例区2024年政府信息公开")


LOOKED_BACK = "type: 回头看\nyear: 2023\ntask: 4\ndate: 2024-03-05\noutcome: 已整改\n"
AT_THE_END = ("--year", "2024", "--as-of", "2024-12-31", "-f", "md")


def look_back(root: Path, text: str = LOOKED_BACK) -> None:
    file = root / f"ledgers/2024/{FIRST}/lookback/4-2024-03-05-aaaaaa.yaml"
    file.parent.mkdir(parents=True)
    file.write_text(text, "utf-8")


def test_what_was_said_of_the_year_before_stands_in_the_draft(both: Path) -> None:
    head = "上年度的改进情况：2023年没有按时办结的"
    assert head not in gongkai("annual", *AT_THE_END).out
    look_back(both)
    whole, own, other = (
        gongkai("annual", *whose, *AT_THE_END).out.partition(head)[2].partition("\n")[0]
        for whose in ((), ("-u", FIRST), ("-u", RENAMED))
    )
    said = "项任务，截至2024年12月31日，按回头看记录，已整改1项，尚未说明"
    assert (whole, own, other) == (f"12{said}11项。", f"6{said}5项。", "")


def test_the_draft_is_asked_for_anew_where_the_year_before_may_change(both: Path) -> None:
    look_back(both)
    first = gongkai("annual", *AT_THE_END).out
    text = "type: 进展\ntask: 2\ndate: 2023-12-30\nstatus: 已完成\nmeasures: {解读材料: 9}\n"
    put(both, f"{FIRST}/updates/2-2023-12-30-bbbbbb.yaml", text)
    assert gongkai("annual", *AT_THE_END).out != first


def test_a_year_before_that_cannot_be_read_stops_the_draft(both: Path) -> None:
    look_back(both)
    put(both, f"{FIRST}/updates/broken.yaml", "坏")
    ran = gongkai("annual", *AT_THE_END)
    assert (ran.code, ran.out) == (2, "")
    assert "broken.yaml" in ran.err
    assert ran.err.endswith(
        "2023年的记录有上面几处读不了，回头看的数字会不对，没有写；请先改好。\n"
    )
    assert "算进去" not in ran.err


def test_a_word_on_the_year_before_that_cannot_be_read_stops_the_draft(both: Path) -> None:
    look_back(both, "坏")
    ran = gongkai("annual", *AT_THE_END)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("记录有1处读不了，数字会不对，没有写；")
    assert ran.err.count("4-2024-03-05-aaaaaa.yaml") == 1


def test_without_that_year_in_the_archive_nothing_is_said_of_it(both: Path) -> None:
    look_back(both)
    shutil.rmtree(both / "data/archive/2023")
    assert "上年度的改进情况" not in gongkai("annual", *AT_THE_END).out


@pytest.mark.usefixtures("nowhere")
def test_outside_a_workspace_it_says_whose_plan_it_reads() -> None:
    ran = gongkai("annual", *ON)
    assert ran.code == 0
    assert ran.err.startswith("这里不是工作区，以下是软件自带的")
    assert ran.out.startswith("槐荫区2023年政府信息公开工作年度报告（底稿）\n")


@pytest.mark.usefixtures("district")
@pytest.mark.parametrize("command", [(), ("overdue",), ("overdue", "--unit", FIRST)])
@pytest.mark.parametrize(
    ("as_of", "told"),
    [
        ("2023-12-31", []),
        ("2024-01-01", ["2024-01-31（还有30天）", "2024-03-31（还有90天）"]),
        ("2024-01-31", ["2024-01-31（就是今天）", "2024-03-31（还有60天）"]),
        ("2024-02-01", ["2024-03-31（还有59天）"]),
        ("2024-03-31", ["2024-03-31（就是今天）"]),
        ("2024-04-01", []),
    ],
)
def test_the_statutory_days_where_they_are_near(
    command: tuple[str, ...], as_of: str, told: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "300")
    out = gongkai(*command, "--as-of", as_of).out
    assert re.findall(r"最晚(2024-\d\d-\d\d（[^）]+）)", out.partition("条例第四十九条")[2]) == told
    assert (f"gongkai annual --as-of {as_of}" in out) is bool(told)


@pytest.mark.usefixtures("bare")
def test_the_days_are_told_where_nothing_is_late_too() -> None:
    ran = gongkai("overdue", "--standing", "逾期完成", "--as-of", "2024-01-20")
    assert "没有逾期完成的任务。" in ran.out
    assert "gongkai annual --as-of 2024-01-20" in ran.out
