"""`gongkai bulletin` as a person types it: which period, which day, which file."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from fictional import FIRST, gongkai, on_a_terminal, put
from fictional import PLAN as FICTIONAL
from git_repository import init
from gongkai_cli.cli.session import today
from gongkai_cli.rendering.layout import width
from office import converted
from two_years import settle_both

Golden = Callable[[str, str], None]

TITLE = "关于2023年二季度政务公开重点工作任务进展情况的通报"
HINT = "写成文件：gongkai bulletin --period 2023Q2 -o 通报-2023Q2.docx"
PERIODS = "2023Q1（一季度）、2023Q2（二季度）、2023Q3（三季度）、2023Q4（四季度）"


def joined(text: str) -> str:
    """What was said, folded or not."""
    return "".join(line.strip() for line in text.splitlines())


@pytest.mark.parametrize("spoken", ["2023Q2", "2023q2", "2023年二季度", "二季度", "第2季度"])
def test_a_period_by_any_of_its_names(spoken: str, district: Path) -> None:
    ran = gongkai("bulletin", "--period", spoken)
    assert (ran.code, joined(ran.err)) == (0, HINT)
    assert ran.out.startswith(TITLE)
    assert ran.out.endswith("2023年7月15日\n")


def test_without_a_period_the_latest_that_is_over(district: Path) -> None:
    assert gongkai("bulletin", "--as-of", "2023-07-15").out.startswith(TITLE)
    assert gongkai("bulletin", "--as-of", "2023-07-14").out.startswith("关于2023年一季度")
    assert gongkai("bulletin").out.startswith("关于2023年四季度")


def test_before_any_period_is_over_it_asks_for_one(district: Path) -> None:
    ran = gongkai("bulletin", "--as-of", "2023-04-14")
    assert (ran.code, ran.out) == (2, "")
    assert joined(ran.err) == (
        "到2023-04-14，2023年还没有一期过了报送期限（一季度到2023-04-14），请用 --period 写明哪一期。"
        f"2023年的各期：{PERIODS}。"
    )


def test_early_in_a_year_it_names_the_last_of_the_year_before(
    nowhere: Path,
) -> None:
    settle_both(nowhere)
    ran = gongkai("bulletin", "--as-of", "2024-02-10")
    assert (ran.code, ran.out) == (2, "")
    way = "--year 2023 --period 2023Q4 --as-of 2024-02-10"
    assert joined(ran.err).endswith(f"要写2023年四季度的：gongkai bulletin {way}")
    assert gongkai("bulletin", *way.split()).code == 0
    asked = gongkai("bulletin", "--period", "2023Q4", "--as-of", "2024-02-10")
    assert joined(asked.err).endswith(f"要写2023年四季度的：gongkai bulletin {way}")
    ran = gongkai("bulletin", "--as-of", "2024-01-02")
    assert joined(ran.err).endswith(
        "要写2023年三季度的：gongkai bulletin --year 2023 --period 2023Q3 --as-of 2024-01-02"
    )


def test_a_year_before_that_cannot_be_read_is_not_spoken_of(nowhere: Path) -> None:
    settle_both(nowhere)
    (nowhere / "data/archive/2023/tasks.yaml").write_text("schema：1\n", "utf-8")
    ran = gongkai("bulletin", "--as-of", "2024-02-10")
    assert (ran.code, ran.out) == (2, "")
    assert "2024年还没有一期过了报送期限" in joined(ran.err)
    assert "要写2023年" not in ran.err
    assert "2023Q" not in ran.err


def test_a_year_before_of_which_no_period_is_over_is_not_spoken_of(nowhere: Path) -> None:
    settle_both(nowhere)
    assert "要写2023年" not in gongkai("bulletin", "--as-of", "2023-02-01").err


def test_the_year_asked_for_is_the_one_that_is_meant(nowhere: Path) -> None:
    settle_both(nowhere)
    ran = gongkai("bulletin", "--year", "2024", "--as-of", "2024-02-10")
    assert "要写2023年" not in ran.err


@pytest.mark.parametrize("spoken", ["2022Q2", "2023H1", "2023-06", "[/red]", "", "九季度"])
def test_a_foreign_period_is_refused_with_those_there_are(spoken: str, district: Path) -> None:
    ran = gongkai("bulletin", "--period", spoken)
    assert (ran.code, ran.out) == (2, "")
    assert joined(ran.err) == f"2023年没有“{spoken}”这一期；2023年的各期：{PERIODS}。"


def test_a_period_that_has_not_begun(district: Path) -> None:
    ran = gongkai("bulletin", "--period", "2023Q3", "--as-of", "2023-06-30")
    assert ran.code == 2
    assert joined(ran.err) == "2023年三季度从2023-07-01开始，到2023-06-30还没有开始。"
    assert gongkai("bulletin", "--period", "2023Q3", "--as-of", "2023-07-01").code == 0


@pytest.mark.parametrize(
    ("cycle", "spoken", "title"),
    [("月", "6月", "关于2023年6月政务公开"), ("半年", "2023H1", "关于2023年上半年政务公开")],
)
def test_the_cycle_is_the_offices(cycle: str, spoken: str, title: str, district: Path) -> None:
    (district / "data/policy.yaml").write_text(f"schema: 1\ncycle: {cycle}\n", "utf-8")
    assert gongkai("bulletin", "--period", spoken).out.startswith(title)


def test_without_a_cycle_there_is_nothing_to_circulate(district: Path) -> None:
    (district / "data/policy.yaml").write_text("schema: 1\ncycle: 不要求\n", "utf-8")
    ran = gongkai("bulletin", "--period", "2023Q2")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("工作口径里的报送周期是“不要求”，没有可以通报的周期。\n")


def test_a_day_asked_for_counts_what_was_known_then(district: Path) -> None:
    before, after = (
        gongkai("bulletin", "--period", "Q2", "--as-of", day).out
        for day in ("2023-07-04", "2023-07-05")
    )
    assert "办结1项" in joined(before)
    assert "办结2项（其中逾期完成1项）" in joined(after)
    assert "报送期限到2023年7月14日为止" in joined(before)


def test_today_counts_where_reports_may_still_come(district: Path) -> None:
    now = today()
    quarter = f"{now.year}Q{(now.month + 2) // 3}"
    plan = district / "data/tasks.yaml"
    plan.write_text(FICTIONAL.replace("2023", str(now.year)), "utf-8")
    ran = gongkai("bulletin", "--period", quarter)
    assert f"统计截至{now.year}年{now.month}月{now.day}日" in joined(ran.out)
    assert "在此之前仍会有报送" in joined(ran.out)


@pytest.mark.parametrize("name", ["通报.docx", "通报.md", "通报.html", "通报.json"])
def test_into_a_file_by_its_name_and_twice_the_same(name: str, district: Path) -> None:
    args = ("bulletin", "--period", "2023Q2", "--output", name)
    ran = gongkai(*args)
    assert (ran.code, ran.out, ran.err) == (0, "", f"已写入 {name}。\n")
    first = (district / name).read_bytes()
    assert gongkai(*args).err == f"{name} 的内容没有变化。\n"
    assert (district / name).read_bytes() == first


def test_word_is_no_text_and_pdf_nothing_it_writes(district: Path) -> None:
    assert gongkai("bulletin", "--period", "Q2", "--format", "docx").err == (
        "docx 文件不能写到屏幕，请用 --output 写明文件名。\n"
    )
    ran = gongkai("bulletin", "--period", "Q2", "--output", "通报.pdf")
    assert (ran.code, ran.err) == (
        2,
        "这个命令写不出 .pdf 文件，能写的有：docx、md、html、json。\n",
    )
    assert not (district / "通报.pdf").exists()


def test_for_programs(district: Path) -> None:
    ran = gongkai("bulletin", "--period", "Q2", "--format", "json")
    assert (ran.code, ran.err) == (0, "")
    found = json.loads(ran.out)
    assert (found["kind"], found["as_of"], found["data"]["period"]) == (
        "bulletin",
        "2023-07-15",
        "2023Q2",
    )


def test_outside_a_workspace_it_says_whose_plan_it_reads(nowhere: Path) -> None:
    ran = gongkai("bulletin", "--period", "Q2")
    assert (ran.code, ran.out.startswith(TITLE)) == (0, True)
    assert ran.err.startswith("这里不是工作区，以下是软件自带的")


@pytest.mark.parametrize("form", ["docx", "md", "json"])
def test_who_cannot_be_read_is_not_called_silent(form: str, district: Path) -> None:
    put(district, f"{FIRST}/updates/broken.yaml", "type：进展\n")
    ran = gongkai("bulletin", "--period", "Q2", "-f", form, "-o", "通报")
    assert (ran.code, ran.out, Path("通报").exists()) == (2, "", False)
    assert ran.err.startswith("记录有1处读不了，数字会不对，没有写；请先改好下面列出的各处。\n")
    assert ran.err.count("G101") == 1
    assert gongkai("bulletin", "--period", "Q2").out == ""


def test_what_is_said_in_vain_is_told(district: Path) -> None:
    put(
        district,
        f"{FIRST}/updates/vain.yaml",
        "type: 进展\ntask: 99\ndate: 2023-05-01\nstatus: 推进中\nprogress: 示例\n",
    )
    put(district, "无此单位/updates/x.yaml", "type: 进展\n")
    ran = gongkai("bulletin", "--period", "Q2")
    assert (ran.code, ran.out.startswith(TITLE)) == (0, True)
    assert all(code in ran.err for code in ("G303", "G302"))


def test_the_hint_works_in_the_same_place(district: Path, tmp_path: Path) -> None:
    ran = gongkai("-C", str(district), "--as-of", "2023-07-20", "bulletin")
    assert ran.err.endswith(f"-C {district} --as-of 2023-07-20 -o 通报-2023Q2.docx\n")


def test_another_day_is_another_answer(district: Path) -> None:
    first = gongkai("bulletin", "--period", "Q2", "--format", "md").out
    put(
        district,
        f"{FIRST}/updates/new.yaml",
        "type: 进展\ntask: 3\ndate: 2023-06-01\nstatus: 推进中\nprogress: 示例\n",
    )
    second = gongkai("bulletin", "--period", "Q2", "--format", "md").out
    assert "已报1项" in first
    assert "已报2项" in second


def test_hostile_names_stay_text(district: Path) -> None:
    hostile = FICTIONAL.replace("示例事项清单", "<script>alert(1)</script> | [/red]")
    (district / "data/tasks.yaml").write_text(hostile, "utf-8")
    assert "<script" not in gongkai("bulletin", "--period", "Q2", "--format", "html").out
    assert "<script" not in gongkai("bulletin", "--period", "Q2", "--format", "md").out


@pytest.mark.parametrize("columns", [60, 80, 120])
def test_the_screen(columns: int, district: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    ran = gongkai("bulletin", "--period", "Q2", encoding="gbk")
    assert "?" not in ran.out
    assert max(map(width, ran.out.splitlines())) <= columns


def test_on_a_terminal_bars_have_their_colours(district: Path) -> None:
    said = on_a_terminal("bulletin", "--period", "Q2")
    assert "\x1b[32m█" in said
    assert "\x1b[31m▓" in said


@pytest.mark.parametrize("columns", [60, 80])
def test_the_screen_as_it_was_read(
    columns: int, district: Path, golden: Golden, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    golden(f"bulletin-{columns}.txt", gongkai("bulletin", "--period", "2023Q2").out)


@pytest.mark.parametrize("form", ["md", "html", "json"])
def test_the_paper_as_it_was_read(form: str, district: Path, golden: Golden) -> None:
    golden(f"bulletin.{form}", gongkai("bulletin", "--period", "2023Q2", "--format", form).out)


def test_an_office_program_opens_it(district: Path, tmp_path: Path) -> None:
    gongkai("bulletin", "--period", "Q2", "--output", "通报.docx")
    (made,) = converted([district / "通报.docx"], "txt", tmp_path)
    text = made.read_text("utf-8-sig").replace("\n", "")
    assert [
        words in text for words in (TITLE, "办结率15%", "合计（4个单位）", "2023年7月15日")
    ] == ([True] * 4)


def test_a_commit_answers_with_what_it_held(district: Path) -> None:
    init(district).commit()
    put(
        district,
        f"{FIRST}/updates/new.yaml",
        "type: 进展\ntask: 3\ndate: 2023-06-01\nstatus: 推进中\nprogress: 示例\n",
    )
    asked = ("bulletin", "--period", "Q2", "--format", "md")
    assert "已报2项" in gongkai(*asked).out
    then = gongkai(*asked, "--at-commit", "HEAD").out
    assert "已报1项" in then
    assert "统计截至2023年7月1日" in then
