import json
import shutil
from pathlib import Path

import pytest

from fictional import PLAN, UNITS, Ran, files_under, gongkai
from gongkai_cli.cli.closing import carry_out, writes
from gongkai_cli.cli.session import Session
from gongkai_cli.cli.writing import CannotWrite
from gongkai_cli.reading.draft.present import plan_in
from gongkai_cli.rendering.plans.paper import plan_docx
from two_years import NEXT_PLAN, NEXT_UNITS, RENAMED

POLICY = "# 口径\nschema: 1\ncycle: 季度\ncolours: {逾期: 红}\n"
TABLE = (
    "2024年示例区政务公开重点工作任务分解表\n"
    "序号\t工作任务\t具体要求\t责任单位\t完成时限\n"
    "一、主动公开\t\t\t\t\n"
    "1\t示例清单\t编制示例清单，并主动向社会公开。\t示例一局、示例九局\t6月底前\n"
    "2\t示例培训\t组织示例培训。\t示例三局\t全年\n"
)
WORKDAYS = (
    "schema: 1\nyear: 2024\nnotice: 示例通知\n"
    "holidays:\n- {name: 元旦, from: 2024-01-01, to: 2024-01-01}\n"
)


@pytest.fixture
def year(district: Path, tmp_path: Path) -> Path:
    """Stand in 示例区 at the end of 2023; the next plan lies ready outside."""
    (district / "data/policy.yaml").write_text(POLICY, "utf-8")
    (district / "data/workdays").mkdir()
    (district / "data/workdays/CN-2024.yaml").write_text(WORKDAYS, "utf-8")
    gongkai("--no-cache", "ledger", "--all")
    (tmp_path / "次年.yaml").write_text(NEXT_PLAN, "utf-8")
    (tmp_path / "次年.txt").write_text(TABLE, "utf-8")
    return district


def roll(*args: str, to: str = "2024", plan: str = "../次年.yaml") -> Ran:
    return gongkai("--no-cache", "rollover", "--year", to, "--plan", plan, *args)


def flat(text: str) -> str:
    return text.replace("\n  ", "")


# --- what it does -----------------------------------------------------------------------------------


def test_archive_is_to_the_byte_and_nothing_else_is_touched(year: Path) -> None:
    before = files_under(year)
    ran = roll()
    assert (ran.code, ran.out) == (0, "")
    after = files_under(year)
    for name in ("tasks.yaml", "units.yaml", "policy.yaml"):
        assert after.pop(f"data/archive/2023/{name}") == before[f"data/{name}"]
    assert after.pop("data/tasks.yaml") == NEXT_PLAN.encode()
    before.pop("data/tasks.yaml")
    assert after == before


def test_it_says_what_was_done_and_what_comes_next(year: Path) -> None:
    assert flat(roll().err) == (
        "2023年的 tasks.yaml、units.yaml、policy.yaml 已归档到 data/archive/2023/，"
        "2023年的台账和记录没有动。\n"
        "已写入 data/tasks.yaml，现在手头是2024年；名录和口径沿用。\n"
        "2024年单位有变动的，改 data/units.yaml：更名的写新名称，旧名称放进 aliases；"
        "撤销、合并的保留原来那一条，写明 active_until 和 successor（承接单位）。\n"
        "核对以后查一遍：gongkai check\n"
        "写出2024年的台账：gongkai ledger --all\n"
        "回头看2023年没有按时办结的：gongkai lookback\n"
        "还要问2023年的，加上 --year 2023，如 gongkai overdue --year 2023\n"
    )


def test_named_commands_work_afterwards(year: Path) -> None:
    roll()
    assert gongkai("--no-cache", "ledger", "--all").code == 0
    assert gongkai("--no-cache", "lookback", "--as-of", "2024-02-01").code == 0
    assert gongkai("--no-cache", "overdue", "--year", "2023").code == 0
    assert gongkai("--no-cache", "check").code in {0, 1}


def test_units_that_are_gone_are_named_with_whoever_took_over(year: Path) -> None:
    (year / "data/units.yaml").write_text(NEXT_UNITS, "utf-8")
    said = flat(roll().err)
    gone = "示例三局（到2023-12-31为止，职责由示例一局承接）"
    assert f"不再列入2024年的单位：{gone}。\n" in said
    given = "的责任单位示例三局到2023-12-31为止，职责由示例一局承接，请核对。\n"
    assert f"任务5{given}" in said
    assert f"任务1{given}" not in said  # 示例一局 has it anyway


def test_many_tasks_of_the_gone_are_cut_short(year: Path) -> None:
    (year / "data/units.yaml").write_text(NEXT_UNITS, "utf-8")
    task = "    - {{id: {}, requirement: 要求, responsible: 示例三局, deadline: 全年}}\n"
    more = "".join(task.format(number) for number in range(10, 16))
    Path("../次年.yaml").write_text(NEXT_PLAN + more, "utf-8")
    assert "写给已撤销单位的任务还有2处，见 gongkai check（G213）。" in roll().err


def test_missing_work_days_are_said(year: Path) -> None:
    (year / "data/workdays/CN-2024.yaml").unlink()
    said = "没有 data/workdays/CN-2024.yaml，2024年的工作日按周一至周五推算；放假通知印发以后请补上。\n"
    assert said in flat(roll().err)


def test_a_task_table_becomes_the_plan_with_its_doubts_shown(year: Path) -> None:
    ran = roll(plan="../次年.txt")
    assert ran.code == 0
    plan = plan_in((year / "data/tasks.yaml").read_bytes())
    assert (plan.year, plan.region, len(plan.tasks)) == (2024, "示例区", 2)
    assert "示例九局" in ran.out
    assert "任务1的责任单位还有名录里没有的，补上以前2024年的台账写不出来。\n" in ran.err
    assert gongkai("--no-cache", "overdue", "--year", "2023").code == 0


def test_a_word_table_is_read_as_well(year: Path, tmp_path: Path) -> None:
    file = tmp_path / "次年.docx"
    file.write_bytes(plan_docx(plan_in(NEXT_PLAN.encode())))
    assert roll(plan=str(file)).code == 0
    assert plan_in((year / "data/tasks.yaml").read_bytes()).tasks[0].deadline == "2024年6月底前"


def test_a_table_without_year_or_region_is_taken_for_what_is_expected(year: Path) -> None:
    text = TABLE.replace("2024年示例区政务公开重点工作任务分解表", "政务公开任务分解表")
    Path("../次年.txt").write_text(text, "utf-8")
    assert roll(plan="../次年.txt").code == 0
    plan = plan_in((year / "data/tasks.yaml").read_bytes())
    assert (plan.year, plan.region) == (2024, "示例区")


def test_a_table_without_a_title_can_be_given_one(year: Path) -> None:
    Path("../次年.txt").write_text(TABLE.partition("\n")[2], "utf-8")
    ran = roll(plan="../次年.txt")
    assert (ran.code, "请用 --title 写明" in ran.err) == (2, True)
    assert roll("--title", "新的任务分解表", plan="../次年.txt").code == 0


def test_dry_run_shows_and_writes_nothing(year: Path) -> None:
    before = files_under(year)
    ran = roll("--dry-run")
    assert (ran.code, ran.out) == (0, NEXT_PLAN)
    said = (
        "以上是要写的data/tasks.yaml；2023年的tasks.yaml、units.yaml、policy.yaml"
        "会归档到data/archive/2023/；没有写入。\n"
    )
    assert said in flat(ran.err).replace(" ", "")
    table = roll("--dry-run", plan="../次年.txt")
    assert plan_in(table.out.encode()).year == 2024
    assert "示例九局" in table.err
    assert files_under(year) == before


# --- what it refuses --------------------------------------------------------------------------------


def refused(year: Path, *args: str, **more: str) -> str:
    before = files_under(year)
    ran = roll(*args, **more)
    assert (ran.code, ran.out) == (2, "")
    assert files_under(year) == before
    return flat(ran.err)


def test_an_earlier_year_and_the_same_year_are_refused(year: Path) -> None:
    assert refused(year, to="2022") == (
        "手头是2023年的任务分解表，不能换成更早的2022年。\n看往年：gongkai overdue --year 2022\n"
    )
    Path("../次年.yaml").write_text(PLAN.replace("及时", "尽快"), "utf-8")
    assert refused(year, to="2023") == (
        "手头已经是2023年的任务分解表，文字和 ../次年.yaml 不同，没有写入。\n"
        "确定要换掉它的，把 ../次年.yaml 复制成 data/tasks.yaml，再查一遍：gongkai check\n"
    )
    Path("../次年.docx").write_bytes(plan_docx(plan_in(PLAN.replace("及时", "尽快").encode())))
    assert refused(year, to="2023", plan="../次年.docx") == (
        "手头已经是2023年的任务分解表，文字和 ../次年.docx 不同，没有写入。\n"
        "看有什么不同：gongkai import ../次年.docx --diff\n"
        "要换掉它：gongkai import ../次年.docx --force\n"
    )


def test_the_table_of_the_year_at_hand_is_there_already(year: Path) -> None:
    """The office has settled targets and notes beside it since; the wording is the same."""
    bare = PLAN.replace("      note: 示例备注：两处写法不一，均照录。\n", "")
    Path("../次年.yaml").write_text(bare, "utf-8")
    before = files_under(year)
    ran = roll(to="2023")
    assert (ran.code, ran.out, files_under(year)) == (0, "", before)
    assert flat(ran.err).startswith(
        "手头已经是2023年的任务分解表，文字和 ../次年.yaml 一字不差，不用再换。\n"
        "另定的指标、到期日、备注等以手头的 data/tasks.yaml 为准，没有写入。\n"
    )
    assert "gongkai lookback" not in ran.err  # no year before it is on record
    Path("../次年.docx").write_bytes(plan_docx(plan_in(PLAN.encode())))
    assert gongkai("--no-cache", "import", "../次年.docx", "--diff").code == 0
    ran = roll(to="2023", plan="../次年.docx")
    assert (ran.code, files_under(year)) == (0, before)
    assert "一字不差，不用再换。" in flat(ran.err)


def test_a_plan_of_another_year_or_region_is_refused(year: Path) -> None:
    said = "../次年.yaml 是2024年的任务分解表，不是2025年的；没有写入。\n"
    assert refused(year, to="2025") == said
    assert refused(year, to="2025", plan="../次年.txt") == said.replace("yaml", "txt")
    Path("../次年.yaml").write_text(NEXT_PLAN.replace("示例区", "样板区"), "utf-8")
    other = "../次年.yaml 是样板区的任务分解表，这里是示例区的；没有写入。\n"
    assert refused(year) == other + "另一个地区请另建工作区：gongkai init\n"
    Path("../次年.txt").write_text(TABLE.replace("示例区", "样板区"), "utf-8")
    assert refused(year, plan="../次年.txt").startswith(other.replace("yaml", "txt"))


def test_an_archive_with_other_bytes_is_never_replaced(year: Path) -> None:
    archive = year / "data/archive/2023"
    archive.mkdir(parents=True)
    (archive / "units.yaml").write_text(UNITS + "\n", "utf-8")
    assert refused(year) == (
        "data/archive/2023/units.yaml 已经有了，和 data/units.yaml 不同，没有写入："
        "归档里的往年文件不能覆盖。\n"
        "请核对哪一份是对的；确定归档有误的，先把它移走，再运行一次。\n"
    )


def test_an_archive_begun_by_hand_is_completed(year: Path) -> None:
    archive = year / "data/archive/2023"
    archive.mkdir(parents=True)
    shutil.copy("data/tasks.yaml", archive)
    assert roll().code == 0
    assert (archive / "policy.yaml").read_text("utf-8") == POLICY
    assert (archive / "tasks.yaml").read_text("utf-8") == PLAN


def test_a_policy_that_only_the_archive_has_is_another_year(year: Path) -> None:
    """Without a policy of its own the year was judged by the usual one; the archive says other."""
    archive = year / "data/archive/2023"
    archive.mkdir(parents=True)
    (archive / "policy.yaml").write_text(POLICY, "utf-8")
    (year / "data/policy.yaml").unlink()
    assert "data/archive/2023/policy.yaml 已经有了" in refused(year)


@pytest.mark.parametrize("part", ["updates", "reviews", "lookback"])
def test_a_record_that_cannot_be_read_stops_it(year: Path, part: str) -> None:
    file = year / "ledgers/2023/示例一局" / part / "x.yaml"
    file.parent.mkdir(exist_ok=True)
    file.write_text("type：进展\n", "utf-8")
    said = refused(year)
    assert f"ledgers/2023/示例一局/{part}/x.yaml:1:5: 错误 G101" in said
    assert said.endswith("2023年有1处记录读不了，先改正再换年；没有写入。\n")


def test_a_folder_that_nobody_owns_is_told(year: Path) -> None:
    (year / "ledgers/2023/没有局/updates").mkdir(parents=True)
    ran = roll()
    assert (ran.code, "G302" in ran.err) == (0, True)


@pytest.mark.parametrize(
    ("args", "said"),
    [
        ((), "请用 --year 写明换成哪一年，如 gongkai rollover --year 2024 --plan 文件。\n"),
        (("--year", "2024"), "请用 --plan 写明新一年的任务分解表在哪个文件里。\n"),
        (("--year", "2024", "--plan", "没有.yaml"), "读不了 没有.yaml：没有这个文件。\n"),
    ],
)
def test_what_is_missing_is_asked_for(year: Path, args: tuple[str, ...], said: str) -> None:
    assert gongkai("--no-cache", "rollover", *args) == Ran(2, "", said)


def test_a_broken_plan_is_told_in_its_own_file(year: Path) -> None:
    Path("../次年.yaml").write_text("schema: 1\ntitle：表\n", "utf-8")
    assert refused(year).startswith("../次年.yaml:2:6: 错误 G101")
    Path("../次年.yaml").write_text("x" * 9_000_000, "utf-8")
    assert "G109" in refused(year)


def test_a_plan_already_broken_is_not_closed(year: Path) -> None:
    (year / "data/units.yaml").write_text("schema: 1\n", "utf-8")
    assert "data/units.yaml:1:1: 错误 G121" in refused(year)


def test_outside_a_workspace_nothing_is_rolled_over(nowhere: Path) -> None:
    assert roll(plan="x.yaml").code == 3


def test_a_link_that_leads_out_is_not_followed(year: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (year / "data/archive").symlink_to(tmp_path / "elsewhere")
    ran = roll()
    assert (ran.code, "指向工作区之外的链接" in flat(ran.err)) == (3, True)
    assert list((tmp_path / "elsewhere").iterdir()) == []


GATHER = "data/archive/.gongkai-2023"


def plant(year: Path, name: str) -> None:
    """Put something into the folder in which an archive is gathered, as `name` says."""
    gather = year / GATHER
    gather.mkdir(parents=True)
    (gather / "tasks.yaml").write_text(PLAN, "utf-8")
    match name:
        case "policy.yaml":
            (gather / name).write_text("schema: 1\ncycle: 不要求\n", "utf-8")
        case "units.yaml":
            (gather / name).write_text(UNITS + "\n", "utf-8")
        case "tasks.yaml":
            (gather / name).unlink()
            (gather / name).symlink_to(year / "data/tasks.yaml")
        case "source":
            (gather / name).mkdir()
        case _:
            (gather / name).write_text("", "utf-8")


@pytest.mark.parametrize("name", ["policy.yaml", "units.yaml", "tasks.yaml", "source", "旧.txt"])
def test_nothing_that_was_planted_becomes_the_archive(year: Path, name: str) -> None:
    if name == "policy.yaml":
        (year / "data/policy.yaml").unlink()
    plant(year, name)
    said = f"{GATHER}/{name} 不是这次归档的内容，没有写入。\n请核对以后把它移走，再运行一次。\n"
    assert refused(year) == said
    assert refused(year, "--dry-run") == said


def test_a_gathering_place_that_is_no_folder_is_refused(year: Path) -> None:
    said = f"{GATHER} 不是普通文件夹，没有写入。\n请核对以后把它移走，再运行一次。\n"
    (year / "data/archive").mkdir()
    (year / "elsewhere").mkdir()
    for target in ("../../elsewhere", "nowhere", ".gongkai-2023"):
        (year / GATHER).symlink_to(target)
        assert refused(year) == said
        (year / GATHER).unlink()
    (year / GATHER).write_text("", "utf-8")
    assert refused(year) == said


def test_what_was_gathered_before_it_stopped_is_taken_over(year: Path) -> None:
    (year / GATHER).mkdir(parents=True)
    (year / GATHER / "tasks.yaml").write_text(PLAN, "utf-8")
    assert roll().code == 0
    assert sorted(each.name for each in (year / "data/archive/2023").iterdir()) == [
        "policy.yaml",
        "tasks.yaml",
        "units.yaml",
    ]


# --- stopping anywhere ------------------------------------------------------------------------------


def asked(*options: str) -> str:
    place = ("--no-cache", *options, "--as-of", "2023-07-20")
    return gongkai(*place, "status", "--by", "item", "--format", "json").out


@pytest.mark.parametrize("stop", range(6))
def test_stopped_after_any_write_either_year_is_whole_and_it_can_be_finished(
    year: Path, stop: int
) -> None:
    old = asked()
    hand = Session(None, None, None, use_cache=False)
    steps = writes(hand, NEXT_PLAN.encode())
    assert len(steps) == 5
    for step in steps[:stop]:
        carry_out(step)
    assert asked("--year", "2023") == old
    assert json.loads(asked())["year"] == (2024 if stop >= len(steps) else 2023)
    assert gongkai("--no-cache", "check", "--as-of", "2023-07-20").code in {0, 1}
    assert roll().code == 0
    assert asked("--year", "2023") == old
    assert json.loads(asked())["year"] == 2024
    assert sorted(each.name for each in (year / "data/archive").iterdir()) == ["2023"]
    again = files_under(year)
    ran = roll()
    assert (ran.code, ran.err.startswith("手头已经是2024年的任务分解表，不用再换。\n")) == (0, True)
    assert files_under(year) == again


def test_a_table_rolled_over_twice_is_known_again(year: Path) -> None:
    (year / "data/tasks.yaml").write_text(
        PLAN.replace("deadline: 2023年6月底前", "deadline: 2023年6月底前\n      due: 2023-06-15"),
        "utf-8",
    )
    file = "../次年.docx"
    Path(file).write_bytes(plan_docx(plan_in(NEXT_PLAN.encode())))
    assert roll(plan=file).code == 0
    assert roll(plan=file).err.startswith("手头已经是2024年的任务分解表，不用再换。\n")


def test_an_archive_that_cannot_be_named_leaves_the_year(year: Path) -> None:
    hand = Session(None, None, None, use_cache=False)
    *gathered, named, _plan = writes(hand, NEXT_PLAN.encode())
    for step in gathered:
        carry_out(step)
    (year / "data/archive/2023").write_text("", "utf-8")
    with pytest.raises(CannotWrite, match="归档没有完成"):
        carry_out(named)


# --- the archived year answers as before ------------------------------------------------------------

DAYS = ("2023-05-31", "2023-07-20", "2023-12-31", "2024-03-31")


def answers(units: tuple[str, ...], *options: str) -> dict[str, str]:
    """Everything that may be asked of the year, for several days."""
    questions = [
        ("overdue", "--all"),
        ("status", "--by", "item"),
        ("status",),
        ("tasks",),
        ("units",),
    ]
    questions += [("ledger", "--unit", unit) for unit in units]
    questions += [
        ("history", str(number), "--unit", unit)
        for unit in units
        for number in (1, 2)
        if not (unit == "示例路街道办事处" and number == 1)
    ]
    found = {}
    for day in DAYS:
        for question in questions:
            line = ("--no-cache", *options, "--as-of", day, *question, "--format", "json")
            ran = gongkai(*line)
            assert ran.code == 0, ran.err
            found[" ".join((day, *question))] = ran.out
    return found


UNIT_NAMES = ("示例一局", "示例二局", "示例三局", "示例路街道办事处")


@pytest.mark.parametrize(
    "roster",
    [
        pytest.param(UNITS, id="as it was"),
        pytest.param(NEXT_UNITS, id="renamed and merged"),
        pytest.param(
            UNITS.replace("示例三局, kind: 部门", "示例三局, kind: 部门, active_until: 2024-06-30"),
            id="closed",
        ),
        pytest.param(UNITS.replace("- {name: 示例三局, kind: 部门}\n", ""), id="struck out"),
    ],
)
def test_questions_about_the_archived_year_answer_the_same(year: Path, roster: str) -> None:
    before = answers(UNIT_NAMES)
    assert answers(UNIT_NAMES, "--year", "2023") == before
    plan = NEXT_PLAN.replace("、示例三局", "").replace("，示例三局配合", "")
    Path("../次年.yaml").write_text(plan, "utf-8")
    assert roll().code == 0
    (year / "data/units.yaml").write_text(roster, "utf-8")
    (year / "data/policy.yaml").write_text("schema: 1\ncycle: 月\ngrace_workdays: 0\n", "utf-8")
    assert answers(UNIT_NAMES, "--year", "2023") == before


def test_an_old_names_ledger_is_still_found_and_still_fresh(year: Path) -> None:
    roll()
    (year / "data/units.yaml").write_text(NEXT_UNITS, "utf-8")
    for unit in ("示例二局", "示例三局"):
        ran = gongkai("--no-cache", "--year", "2023", "ledger", "--unit", unit, "--check")
        assert ran == Ran(0, "", "台账是最新的。\n")


def test_a_unit_that_is_gone_has_no_task_and_names_its_successor(year: Path) -> None:
    roll()
    (year / "data/units.yaml").write_text(NEXT_UNITS, "utf-8")
    ran = gongkai("--no-cache", "update", "1", "--unit", "示例三局", "--status", "推进中")
    said = "示例三局到2023-12-31为止，职责由示例一局承接，没有2024年的任务。\n"
    assert (ran.code, ran.err) == (2, said)
    page = gongkai("--no-cache", "units", "示例三局").out
    assert "部门 · 到2023-12-31为止，职责由示例一局承接\n" in page
    assert "这一年没有任务。\n" in page
    ledger = gongkai("--no-cache", "ledger", "--unit", "示例三局").out
    assert "没有任务，单位到2023-12-31为止，职责由示例一局承接" in ledger
    assert RENAMED in gongkai("--no-cache", "units", "示例二局").out


@pytest.mark.parametrize("command", [(), ("overdue",)])
def test_the_annual_report_on_the_archived_year_is_still_called_for(
    year: Path, command: tuple[str, ...]
) -> None:
    asked = ("--no-cache", *command, "--as-of", "2024-02-15")
    assert "--year 2023" not in gongkai(*asked).out
    assert roll().code == 0
    assert "2023年政府信息公开工作年度报告" in gongkai(*asked).out
    assert "--year 2023" in gongkai(*asked).out
    assert "年度报告" not in gongkai(*asked[:-1], "2024-04-01").out
    assert "年度报告" not in gongkai(*asked, "--year", "2024").out
