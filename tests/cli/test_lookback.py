import csv
import json
from io import StringIO
from pathlib import Path

import pytest

from fictional import Ran, files_under, gongkai, settle
from gongkai_cli.rendering.layout import width
from two_years import MERGED, RENAMED, settle_both

ASKED = "--as-of=2024-03-05"
FIRST, STREET = "示例一局", "示例路街道办事处"


@pytest.fixture
def both(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in 示例区 in 2024, its 2023 in the archive."""
    root = settle_both(tmp_path / "both")
    monkeypatch.chdir(root)
    return root


def look(*args: str, day: str = ASKED) -> Ran:
    return gongkai("--no-cache", "lookback", *args, day)


def say(*args: str) -> Ran:
    return gongkai("--no-cache", "lookback", *args)


def rows(ran: Ran) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(ran.out.removeprefix("\ufeff"))))


def records(root: Path) -> dict[str, str]:
    files = files_under(root / "ledgers")
    return {name: data.decode() for name, data in files.items() if "/lookback/" in name}


def put_lookback(root: Path, unit: str, name: str, text: str) -> None:
    file = root / "ledgers/2024" / unit / "lookback" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")


# --- seeing -----------------------------------------------------------------------------------------


def test_answer_comes_first_then_the_units_then_the_next_command(both: Path) -> None:
    assert look() == Ran(
        0,
        "截至2024-03-05：2023年11项年底没有办结、1项逾期办结，涉及3个单位；"
        "已说明0项，尚未说明12项。\n"
        "\n"
        "单位              年底未办结  逾期办结  已说明  尚未说明\n"
        "示例一局                   5         1       0         6\n"
        "示例文旅局                 4         0       0         4\n"
        "示例路街道办事处           2         0       0         2\n"
        "\n"
        "明细：gongkai lookback --unit 示例一局\n"
        "全部：gongkai lookback --all\n",
        "",
    )


def test_one_unit_shows_each_item_with_its_course(both: Path) -> None:
    assert look("--unit", RENAMED).out == (
        "截至2024-03-05：示例文旅局2023年4项年底没有办结；已说明0项，尚未说明4项。\n"
        "\n"
        "■ 尚未说明    1  原示例二局 · 示例事项清单\n"
        "                 编制示例事项清单，并主动向社会公开。\n"
        "                 时限 2023年6月底前（2023-06-30，准予延期至2023-07-25）\n"
        "                 年底 未启动，逾期159天\n"
        "                 经过 2023-05-10 申请延期至2023-09-30 → 2023-05-12 准予延期\n"
        "\n"
        "■ 尚未说明    2  原示例二局 · 示例事项清单\n"
        "                 及时发布示例政策，每季度更新一次，全年解读材料不少于4篇，做到应公开尽公开。\n"
        "                 时限 全年（2023-12-31）\n"
        "                 年底 推进中；缺三季度；此前缺二季度\n"
        "                 到2024-03-05 推进中，逾期65天；缺四季度；此前缺二季度、三季度\n"
        "                 经过 2023-04-03 推进中\n"
        "\n"
        "■ 尚未说明    3  原示例二局 · 示例民生信息\n"
        "                 持续公开示例民生信息。\n"
        "                 时限 全年，长期坚持\n"
        "                 年底 未启动；缺三季度；此前缺一季度、二季度\n"
        "                 经过 2023-02-01 认领\n"
        "\n"
        "■ 尚未说明    5  原示例二局 · 示例培训\n"
        "                 公众满意度不低于90%。\n"
        "                 时限 年底前（2023-12-31）\n"
        "                 年底 已退回\n"
        "                 到2024-03-05 已退回，逾期65天\n"
        "                 经过 2023-04-03 推进中 → 2023-06-01 已完成 → 2023-06-05 退回\n"
        "\n"
        "说明：gongkai lookback 1 --unit 示例文旅局 --outcome 已整改 --progress 做了什么\n"
        "转入本年的：--outcome 继续推进 --carried-to 本年的序号\n"
        "不用再办的：--outcome 不再适用 --reason 原因\n"
    )


def test_a_merged_units_items_stand_under_whoever_took_over(both: Path) -> None:
    under = [each for each in rows(look("--format", "csv")) if each["原单位"] == MERGED]
    assert {each["单位"] for each in under} == {FIRST}
    assert [each["序号"] for each in under] == ["1", "2", "5"]
    one = look("--unit", MERGED)
    assert one.err == "示例三局的职责由示例一局承接；以下只列原示例三局的任务。\n"
    assert "已于2023-07-05完成，逾期5天" in one.out
    assert "示例民生信息" not in one.out


def test_old_name_means_the_renamed_unit(both: Path) -> None:
    assert look("--unit", "示例二局").out == look("--unit", RENAMED).out


def test_what_bound_nobody_is_left_out(both: Path) -> None:
    """示例三局 declined task 3, 示例一局 was struck off for task 1."""
    found = {(each["原单位"] or each["单位"], each["序号"]) for each in rows(look("-f", "csv"))}
    assert {(MERGED, "3"), (FIRST, "1")} & found == set()
    assert (FIRST, "3") in found


def test_standing_work_without_a_gap_is_counted_in_a_line(both: Path) -> None:
    for quarter in ("03-20", "06-20", "09-20", "12-20"):
        file = both / f"ledgers/2023/{STREET}/updates/3-{quarter}.yaml"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"type: 进展\ntask: 3\ndate: 2023-{quarter}\nstatus: 推进中\n", "utf-8")
    ran = look("--unit", STREET)
    assert "另有1项常态工作，没有最后日期，到年底不欠报送，不逐项回头看。\n" in ran.out
    assert "1项年底没有办结；" in ran.out
    assert "持续公开" not in ran.out


def test_all_lists_every_item_and_one_number_lists_that_task(both: Path) -> None:
    assert look("--all").out.count("■ 尚未说明") == 12
    one = look("5")
    assert one.out.count("公众满意度不低于90%") == 2
    assert "示例民生信息" not in one.out
    assert look("99").err == "没有任务99；2023年的任务从1到5。\n"


def test_nothing_left_says_so(both: Path) -> None:
    for number in (2, 3):
        file = both / f"ledgers/2023/{STREET}/updates/{number}.yaml"
        file.parent.mkdir(parents=True, exist_ok=True)
        text = f"type: 进展\ntask: {number}\ndate: 2023-02-20\nstatus: 已完成\n"
        file.write_text(text + ("measures: {解读材料: 4}\n" if number == 2 else ""), "utf-8")
    said = "截至2024-03-05：示例路街道办事处2023年没有要回头看的任务：应办的都已按时完成。\n"
    assert look("--unit", STREET) == Ran(0, said, "")


def test_json_has_both_standings_and_the_disposition(both: Path) -> None:
    say("2", "-u", RENAMED, "--outcome", "继续推进", "--carried-to", "2", "--date", "2024-02-10")
    answer = json.loads(look("2", "-u", RENAMED, "--format", "json").out)
    assert (answer["kind"], answer["year"], answer["as_of"]) == ("lookback", 2023, "2024-03-05")
    [item] = answer["data"]["items"]
    assert (item["unit"], item["former_unit"], item["task"]) == (RENAMED, "示例二局", 2)
    assert item["year_end"]["standing"] == "缺报"
    assert item["latest"]["standing"] == "逾期"
    assert item["disposition"]["outcome"] == "继续推进"
    assert item["disposition"]["carried_to"] == 2
    assert (item["carried"]["task"], item["carried"]["standing"]) == (2, "正常")


def test_how_the_task_stands_into_which_an_item_was_carried_is_told(both: Path) -> None:
    say("2", "-u", RENAMED, "--outcome", "继续推进", "--carried-to", "2", "--date", "2024-02-10")
    assert "现在 2024年任务2 未启动\n" in look("-u", RENAMED).out
    gongkai("update", "2", "-u", RENAMED, "-s", "推进中", "-p", "已开始", "--date", "2024-05-10")
    assert (
        "现在 2024年任务2 推进中；缺一季度\n" in look("-u", RENAMED, day="--as-of=2024-06-01").out
    )
    assert "推进中，逾期" in look("-u", RENAMED, day="--as-of=2025-01-09").out


def test_markdown_and_file(both: Path, tmp_path: Path) -> None:
    assert "| 示例文旅局" in look("--format", "md").out
    assert look("-u", RENAMED, "-f", "md").out.startswith("# 示例文旅局2023年任务回头看\n\n**截至")
    for name in ("回头看.md", "回头看.txt"):
        look("--output", str(tmp_path / name))
    titles = [(tmp_path / name).read_text("utf-8")[:11] for name in ("回头看.md", "回头看.txt")]
    assert titles == ["# 2023年任务回头", "2023年任务回头看\n"]
    file = tmp_path / "回头看.csv"
    ran = look("--output", str(file))
    assert (ran.out, ran.err) == ("", f"已写入 {file}。\n")
    assert file.read_text("utf-8-sig").startswith("年度,单位,原单位,序号,")


@pytest.mark.parametrize("columns", [60, 80, 120])
def test_pages_fit_the_window(both: Path, columns: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    for args in ((), ("--all",), ("--unit", RENAMED)):
        assert max(map(width, look(*args).out.splitlines())) <= columns


def test_dispositions_of_later_days_are_not_known_yet(both: Path) -> None:
    say("5", "-u", RENAMED, "--outcome", "已整改", "--date", "2024-02-10")
    assert "已说明0项" in look("-u", RENAMED, day="--as-of=2024-02-09").out
    assert "已说明1项" in look("-u", RENAMED, day="--as-of=2024-02-10").out


def test_everything_said_says_so(both: Path) -> None:
    for number in ("2", "3"):
        say(number, "-u", STREET, "--outcome", "已整改", "--date", "2024-02-10")
    ran = look("-u", STREET)
    assert "2项年底没有办结；都已说明。" in ran.out
    assert "说明：gongkai" not in ran.out


# --- where it cannot be asked -----------------------------------------------------------------------


def test_without_an_archive_it_says_how_one_comes_about(district: Path) -> None:
    ran = look()
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.replace("\n  ", " ").replace("成新 的", "成新的") == (
        "没有2022年的任务分解表，无从回头看；现在还没有归档的年度。\n"
        "往年的 tasks.yaml、units.yaml 和 policy.yaml 放在 data/archive/2022/ 里，"
        "那一年的台账放在 ledgers/2022/ 里。\n"
        "手头这一年结束以后，用 gongkai rollover --year 2024 --plan 文件 换成新的一年，"
        "就会自动归档。\n"
    )


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("--year", "2022"), "没有2022年的任务分解表，无从回头看；现在有归档的是2023年。"),
        (("--year", "2024"), "手头是2024年的任务分解表，2024年不是往年，没有什么可以回头看。"),
        (("--unit", "没有局"), "名录里没有“没有局”。"),
        (("--outcome", "已整改"), "请写明是哪一项任务，用那一年的序号"),
        (("1", "--reason", "因为"), "请用 --outcome 说明去向：已整改、继续推进、不再适用。"),
    ],
)
def test_wrong_questions_are_answered_with_a_sentence(
    both: Path, args: tuple[str, ...], said: str
) -> None:
    ran = look(*args)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(said)


def test_a_year_that_is_not_over_cannot_be_looked_back_at(both: Path) -> None:
    said = "到2023-12-31，2023年还没有过完，还不到回头看的时候。\n"
    assert look(day="--as-of=2023-12-31") == Ran(2, "", said)
    assert look(day="--as-of=2024-01-01").code == 0


def test_outside_a_workspace_nothing_is_written(nowhere: Path) -> None:
    ran = say("1", "--outcome", "已整改")
    assert ran.code == 2
    assert "没有2022年的任务分解表" in ran.err


def test_an_earlier_look_back_is_answered_by_the_year_that_looked(both: Path) -> None:
    """After one more year, what 2024 said of 2023 still stands in 2024's folders."""
    say("5", "-u", RENAMED, "--outcome", "已整改", "--date", "2024-02-10")
    before = look("--year", "2023", "-u", RENAMED).out
    archive = both / "data/archive/2024"
    archive.mkdir()
    for name in ("tasks.yaml", "units.yaml"):
        (archive / name).write_bytes((both / "data" / name).read_bytes())
    plan = both / "data/tasks.yaml"
    plan.write_text(plan.read_text("utf-8").replace("2024", "2025"), "utf-8")
    assert look("--year", "2023", "-u", RENAMED).out == before
    assert look(day="--as-of=2025-02-01").out.startswith("截至2025-02-01：2024年")


@pytest.fixture
def later(both: Path) -> Path:
    """Stand in 2025; 2023 and 2024 in the archive."""
    archive = both / "data/archive/2024"
    archive.mkdir()
    for name in ("tasks.yaml", "units.yaml"):
        (archive / name).write_bytes((both / "data" / name).read_bytes())
    plan = both / "data/tasks.yaml"
    plan.write_text(plan.read_text("utf-8").replace("2024", "2025"), "utf-8")
    return both


CARRIED = ("--outcome", "继续推进", "--carried-to", "2")


def test_an_earlier_year_can_still_be_settled_and_counts_from_whatever_year(later: Path) -> None:
    put_lookback(
        later,
        RENAMED,
        "5.yaml",
        "type: 回头看\nyear: 2023\ntask: 5\ndate: 2024-02-10\noutcome: 继续推进\ncarried_to: 5\n",
    )
    ask = ("--year", "2023")
    ran = say("2", "-u", RENAMED, *ask, *CARRIED, "--date", "2025-04-10")
    assert ran.code == 0, ran.err
    assert "2025/示例文旅局/lookback/2-2025-04-10-" in "".join(records(later))
    assert "已说明1项" in look("-u", RENAMED, *ask, day="--as-of=2025-04-09").out
    shown = look("-u", RENAMED, *ask, day="--as-of=2025-04-10").out
    assert "已说明2项，尚未说明2项。" in shown
    assert "回头看 2024-02-10 继续推进，转入2024年任务5\n" in shown
    assert "回头看 2025-04-10 继续推进，转入2025年任务2\n" in shown
    table = look("-u", RENAMED, *ask, "-f", "csv", day="--as-of=2025-04-10")
    assert rows(table)[-1]["文件"] == "ledgers/2024/示例文旅局/lookback/5.yaml"
    again = say("5", "-u", RENAMED, *ask, *CARRIED)
    assert (again.code, again.err.replace("\n  ", "")) == (
        2,
        (
            "2023年的任务5已于2024-02-10说明为继续推进"
            "（ledgers/2024/示例文旅局/lookback/5.yaml）。\n"
            "那一条在2024年的台账里；要改，在同一个文件夹里新增一条更正（corrects: 5.yaml），"
            "日期要在2024年度之内（到次年3月31日为止）。\n"
        ),
    )


def test_of_two_years_that_spoke_of_an_item_the_later_word_stands(later: Path) -> None:
    text = "type: 回头看\nyear: 2023\ntask: 5\ndate: {}\noutcome: {}\n"
    put_lookback(later, RENAMED, "5.yaml", text.format("2024-02-10", "已整改"))
    new = later / f"ledgers/2025/{RENAMED}/lookback/5.yaml"
    new.parent.mkdir(parents=True)
    new.write_text(text.format("2025-01-10", "不再适用") + "reason: 撤销\n", "utf-8")
    ask = ("5", "-u", RENAMED, "--year", "2023")
    assert "√ 已整改" in look(*ask, day="--as-of=2025-01-09").out
    assert "○ 不再适用" in look(*ask, day="--as-of=2025-01-10").out


def test_what_a_merged_unit_said_itself_still_counts_after_the_merger(later: Path) -> None:
    """示例三局 was there in 2024 and spoke for itself; in 2025 it has gone into 示例一局."""
    roster = later / "data/archive/2024/units.yaml"
    text = roster.read_text("utf-8").replace(", active_until: 2023-12-31, successor: 示例一局", "")
    roster.write_text(text, "utf-8")
    said = "type: 回头看\nyear: 2023\ntask: 2\ndate: 2024-02-10\noutcome: 已整改\n"
    put_lookback(later, MERGED, "2.yaml", said)
    shown = look("2", "-u", FIRST, "--year", "2023", day="--as-of=2025-02-01").out
    assert "√ 已整改      2  原示例三局" in shown
    assert "■ 尚未说明    2  示例事项清单" in shown


def test_what_waits_for_the_office_alone_is_counted_in_a_line(both: Path) -> None:
    (both / "data/archive/2023/policy.yaml").write_text("schema: 1\nrequire_close: true\n", "utf-8")
    gone = both / f"ledgers/2023/{FIRST}/reviews/1-2023-07-03-000004.yaml"
    gone.unlink()
    said = "另有1项已按时报送完成，只等办公室核验，不逐项回头看。\n"
    assert said in look("1", "-u", FIRST).out
    assert "原示例三局" in look("1", "-u", FIRST).out
    assert json.loads(look("1", "-u", FIRST, "-f", "json").out)["data"]["waiting"] == 1
    put = "type: 核验\ntask: 1\ndate: 2024-01-09\nverdict: {}\n"
    gone.write_text(put.format("销号"), "utf-8")
    closed = look("1", "-u", FIRST).out
    assert (said in closed, closed.count("■ 尚未说明")) == (False, 1)
    gone.write_text(put.format("退回"), "utf-8")
    assert look("1", "-u", FIRST).out.count("■ 尚未说明") == 2


# --- saying -----------------------------------------------------------------------------------------


def test_a_disposition_is_one_record_and_stands_in_the_ledger(both: Path) -> None:
    ran = say(
        "1", "--unit", RENAMED, "--outcome", "继续推进", "--carried-to", "1",
        "--progress", "清单已报会议审议", "--evidence", "纪要=http://example.cn/1",
        "--date", "2024-02-10",
    )  # fmt: skip
    assert (ran.code, ran.out) == (0, "")
    [(name, text)] = records(both).items()
    assert name.startswith(f"2024/{RENAMED}/lookback/1-2024-02-10-")
    assert text == (
        "type: 回头看\n"
        "year: 2023\n"
        "task: 1\n"
        "date: 2024-02-10\n"
        "outcome: 继续推进\n"
        "carried_to: 1\n"
        "progress: 清单已报会议审议\n"
        "evidence:\n"
        "- title: 纪要\n"
        "  url: http://example.cn/1\n"
    )
    assert ran.err == (
        f"已写入 ledgers/{name}，台账已更新。\n"
        f"提交：git add ledgers/2024/{RENAMED} && "
        f"git commit -m '{RENAMED}：2023年任务1回头看继续推进'\n"
    )
    ledger = (both / f"ledgers/2024/{RENAMED}/台账.md").read_text("utf-8")
    assert ledger.endswith(
        "## 回头看\n"
        "\n"
        "以下说的是往年的任务，序号是那一年的序号，不影响本年各项任务的进展。\n"
        "\n"
        "- **2023年任务1** 2024-02-10 继续推进，转入本年任务1：清单已报会议审议"
        "（佐证材料：[纪要](http://example.cn/1)）\n"
    )
    assert gongkai("--no-cache", "ledger", "--unit", RENAMED, "--check").code == 0


def test_a_disposition_is_no_report_on_this_years_task(both: Path) -> None:
    def asked() -> str:
        return gongkai("--no-cache", "status", "--by", "item", "-f", "json", ASKED).out

    before = asked()
    say("2", "-u", RENAMED, "--outcome", "已整改", "--date", "2024-02-10")
    assert asked() == before
    assert "还没有记录" in gongkai("--no-cache", "history", "2", "-u", RENAMED).out


def test_a_ledger_without_dispositions_has_no_such_part(both: Path) -> None:
    gongkai("--no-cache", "ledger", "--all")
    assert "回头看" not in (both / f"ledgers/2024/{FIRST}/台账.md").read_text("utf-8")


def test_files_are_copied_beside_the_record(both: Path, tmp_path: Path) -> None:
    paper = tmp_path / "纪要.txt"
    paper.write_text("已议", "utf-8")
    say("5", "-u", RENAMED, "--outcome", "已整改", "-e", str(paper), "--date", "2024-02-10")
    copy = both / f"ledgers/2024/{RENAMED}/evidence/纪要.txt"
    assert copy.read_text("utf-8") == "已议"
    assert "（佐证材料：纪要）" in look("5", "-u", RENAMED).out


LAPSED = ("--outcome", "不再适用", "--reason", "不再统计", "--date", "2024-02-10")


def test_of_two_units_that_became_one_each_item_is_spoken_of_by_itself(both: Path) -> None:
    before = files_under(both)
    assert say("2", "-u", FIRST, *LAPSED) == Ran(
        2,
        "",
        "示例一局、示例三局2023年都有任务2要回头看，现在都由示例一局说明。\n"
        "请用 --formerly 写明这一条说的是哪个单位当年的任务，如 --formerly 示例三局；各写一条。\n",
    )
    assert files_under(both) == before
    ran = say("2", "-u", FIRST, "--formerly", "示例第一局", *LAPSED)
    assert (ran.code, "这一条说的是" in ran.err) == (0, False)
    shown = look("2", "-u", FIRST).out
    assert (shown.count("○ 不再适用"), shown.count("■ 尚未说明")) == (1, 1)
    assert shown.index("■ 尚未说明    2  原示例三局") < shown.index("○ 不再适用")
    ran = say("2", "-u", FIRST, "--outcome", "已整改", "--date", "2024-02-11")
    assert "这一条说的是示例三局2023年的任务2。\n" in ran.err
    assert "'示例一局：2023年任务2（原示例三局）回头看已整改'" in ran.err
    shown = look("2", "-u", FIRST).out
    assert (shown.count("○ 不再适用"), shown.count("√ 已整改")) == (1, 1)
    own, other = records(both).values()
    assert ("formerly" in own, "\nformerly: 示例三局\n" in other) == (False, True)
    ledger = (both / f"ledgers/2024/{FIRST}/台账.md").read_text("utf-8")
    assert "- **2023年任务2** 2024-02-10 不再适用：不再统计\n" in ledger
    assert "- **2023年任务2（原示例三局）** 2024-02-11 已整改\n" in ledger
    found = gongkai("--no-cache", "check", "--as-of", "2024-03-05").out
    assert [code for code in ("G324", "G326", "ledgers/2024/示例一局") if code in found] == []
    third = say("2", "-u", FIRST, "--outcome", "已整改")
    assert third.err.startswith("2023年的任务2已于2024-02-10说明为不再适用（2-2024-02-10-")


def test_what_only_the_merged_unit_had_names_it_by_itself(both: Path) -> None:
    ran = say("5", "-u", FIRST, "--outcome", "已整改", "--date", "2024-02-10")
    assert "这一条说的是示例三局2023年的任务5。\n" in ran.err
    [(name, text)] = records(both).items()
    assert "formerly: 示例三局\n" in text
    wrong = name.rpartition("/")[2]
    ran = say("5", "-u", FIRST, *LAPSED, "--corrects", wrong)
    assert ran.code == 0, ran.err
    assert all("formerly: 示例三局\n" in each for each in records(both).values())
    assert "○ 不再适用" in look("5", "-u", FIRST).out


def test_a_word_for_the_wrong_one_of_two_can_be_put_right(both: Path) -> None:
    say("2", "-u", FIRST, "--formerly", MERGED, *LAPSED)
    [name] = records(both)
    wrong = name.rpartition("/")[2]
    line = ("2", "-u", FIRST, *LAPSED, "--corrects", wrong, "--formerly")
    assert say(*line, FIRST).code == 0
    shown = look("2", "-u", FIRST).out
    assert shown.index("■ 尚未说明    2  原示例三局") < shown.index("○ 不再适用    2  示例事项清单")


def test_a_record_without_a_name_means_the_units_own_task_else_the_only_one(both: Path) -> None:
    text = "type: 回头看\nyear: 2023\ntask: [2, 5]\ndate: 2024-02-10\noutcome: 已整改\n"
    put_lookback(both, FIRST, "x.yaml", text)
    shown = look("--all", "-u", FIRST).out
    assert shown.count("√ 已整改") == 2
    assert "√ 已整改      2  示例事项清单" in shown
    assert "√ 已整改      5  原示例三局" in shown


def test_the_hint_names_the_former_unit_where_two_are_open(both: Path) -> None:
    shown = look("2", "-u", FIRST)
    line = f"说明：gongkai lookback 2 --unit {FIRST} --formerly {FIRST} --outcome 已整改"
    assert line in shown.out
    say("2", "-u", FIRST, "--formerly", FIRST, *LAPSED)
    assert f"说明：gongkai lookback 2 --unit {FIRST} --outcome 已整改" in look("2", "-u", FIRST).out


def test_a_former_unit_that_is_not_its_own_is_refused(both: Path) -> None:
    before = files_under(both)
    for spoken in ("示例二局", RENAMED, STREET, "没有局"):
        ran = say("2", "-u", FIRST, "--formerly", spoken, *LAPSED)
        assert (ran.code, ran.err) == (
            2,
            (
                f"2023年的任务2不由{spoken}负责，或者它的职责不由示例一局承接。\n"
                "当年有这项任务、现在由示例一局说明的：示例一局、示例三局。\n"
            ),
        )
    assert say("2", "-u", RENAMED, "--formerly", RENAMED, *LAPSED).code == 0
    assert say("1", "--formerly", MERGED).err.startswith("请用 --outcome 说明去向")
    assert files_under(both).keys() > before.keys()
    [text] = records(both).values()
    assert "formerly" not in text


def test_the_same_words_are_one_record(both: Path) -> None:
    line = ("5", "-u", RENAMED, "--outcome", "已整改", "--date", "2024-02-10")
    say(*line)
    again = say(*line)
    assert again.code == 2
    assert "2023年的任务5已于2024-02-10说明为已整改" in again.err
    assert len(records(both)) == 1


def test_a_second_word_must_correct_the_first(both: Path) -> None:
    say("5", "-u", RENAMED, "--outcome", "已整改", "--date", "2024-02-10")
    [name] = records(both)
    first = name.rpartition("/")[2]
    bare = say("5", "-u", RENAMED, "--outcome", "不再适用", "--corrects", first)
    assert bare.err == "不再适用的，请用 --reason 写明原因。\n"
    bare = say("5", "-u", RENAMED, "--outcome", "已整改", "--corrects", first)
    assert bare.err == "更正要写原因，请加 --reason 原因。\n"
    ran = say("5", "-u", RENAMED, "--outcome", "不再适用", "--corrects", first, "--reason", "写错")
    assert ran.code == 0, ran.err
    assert "○ 不再适用" in look("5", "-u", RENAMED).out
    ledger = (both / f"ledgers/2024/{RENAMED}/台账.md").read_text("utf-8")
    assert "2024-02-10 已整改（已被更正，不再计入）\n" in ledger
    assert f"2024-02-10 不再适用（更正 {first}：写错）\n" in ledger
    third = say("5", "-u", RENAMED, "--outcome", "已整改", "--corrects", first, "--reason", "写错")
    assert "更正，请更正那一条。" in third.err
    lost = say("5", "-u", RENAMED, "--outcome", "已整改", "--corrects", "没有", "--reason", "写错")
    assert lost.err.startswith("示例文旅局没有名为 没有 的任务5的回头看记录，无从更正。\n")


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (
            ("1", "-u", RENAMED, "--outcome", "继续推进"),
            (
                "继续推进的，请用 --carried-to 写明转入本年的哪一项任务。\n"
                "看本年的任务：gongkai units 示例文旅局\n"
            ),
        ),
        (
            ("1", "-u", RENAMED, "--outcome", "已整改", "--carried-to", "1"),
            "已整改的不用写 --carried-to，只有继续推进的才转入本年的任务。\n",
        ),
        (
            ("1", "-u", RENAMED, "--outcome", "不再适用"),
            "不再适用的，请用 --reason 写明原因。\n",
        ),
        (
            ("1", "-u", RENAMED, "--outcome", "继续推进", "--carried-to", "4"),
            (
                "任务4不由示例文旅局负责，负责的是示例一局。\n"
                "看示例文旅局的任务：gongkai units 示例文旅局\n"
            ),
        ),
        (
            ("1", "-u", RENAMED, "--outcome", "继续推进", "--carried-to", "9"),
            "没有任务9；2024年的任务从1到5。\n",
        ),
        (
            ("1", "-u", MERGED, "--outcome", "已整改"),
            "示例三局的职责由示例一局承接，请写 --unit 示例一局。\n",
        ),
        (
            ("4", "-u", RENAMED, "--outcome", "已整改"),
            (
                "2023年的任务4不由示例文旅局负责，也不由它承接的单位负责。\n"
                "看那一年的任务：gongkai tasks 4 --year 2023\n"
            ),
        ),
        (
            ("3", "--outcome", "已整改"),
            (
                "2023年的任务3有3个单位，请用 --unit 说明是哪一个。\n"
                "看有哪些：gongkai lookback 3 --year 2023\n"
            ),
        ),
        (
            ("4", "--outcome", "已整改", "--date", "2023-12-31"),
            "2023-12-31 不在2024年度之内（到次年3月31日为止），请用 --date 写明日期。\n",
        ),
        (
            ("4", "--outcome", "已整改", "-u", FIRST, "-u", STREET),
            "这个命令一次只办一个单位的事，这里有：示例一局、示例路街道办事处。\n",
        ),
        (("9", "--outcome", "已整改"), "没有任务9；2023年的任务从1到5。\n"),
    ],
)
def test_what_cannot_be_said_is_refused_and_nothing_written(
    both: Path, args: tuple[str, ...], said: str
) -> None:
    before = files_under(both)
    assert say(*args) == Ran(2, "", said)
    assert files_under(both) == before


def test_what_was_done_in_time_or_bound_nobody_needs_no_word(both: Path) -> None:
    file = both / f"ledgers/2023/{FIRST}/updates/4-done.yaml"
    text = "type: 进展\ntask: 4\ndate: 2023-07-30\nstatus: 已完成\n"
    file.write_text(text + "measures: {示例培训: 1}\n", "utf-8")
    assert say("4", "--outcome", "已整改").err == (
        "示例一局2023年的任务4不用回头看：当年已按时完成。\n"
    )
    roster = both / "data/units.yaml"
    text = roster.read_text("utf-8").replace(", active_until: 2023-12-31, successor: 示例一局", "")
    roster.write_text(text, "utf-8")
    assert say("3", "-u", MERGED, "--outcome", "已整改").err == (
        "示例三局2023年的任务3不用回头看：当年没有认领，或答复了不涉及。\n"
    )


def test_a_unit_that_is_gone_without_a_successor_is_still_shown(both: Path) -> None:
    roster = both / "data/units.yaml"
    text = roster.read_text("utf-8").replace(", successor: 示例一局", "")
    roster.write_text(text, "utf-8")
    shown = look("--all").out
    assert "示例三局（现无承接单位） · 示例事项清单" in shown
    ran = say("1", "-u", MERGED, "--outcome", "已整改")
    assert ran.err == (
        "2024年已经没有示例三局，名录里也没有写由谁承接。\n"
        "请在 data/units.yaml 里这个单位下写明 successor（承接单位）。\n"
    )
    only = look("--unit", MERGED)
    assert "示例三局2023年" in only.out
    assert "说明：gongkai" not in only.out


def test_the_only_unit_that_answers_need_not_be_named(both: Path) -> None:
    assert say("4", "--outcome", "已整改", "--date", "2024-02-10").code == 0
    assert next(iter(records(both))).startswith(f"2024/{FIRST}/lookback/4-")


def test_what_cannot_be_read_is_said_and_ends_with_2(both: Path) -> None:
    put_lookback(both, RENAMED, "x.yaml", "type: 回头看\nyear: 2023\ntask: 5\ndate: 2024-02-10\n")
    ran = look("-u", RENAMED)
    assert ran.code == 2
    assert "x.yaml:1:1: 错误 G121 缺少必填项 outcome" in ran.err
    assert "尚未说明4项" in ran.out
    done = say("1", "-u", RENAMED, "--outcome", "已整改", "--date", "2024-02-10")
    assert done.code == 2
    assert "本单位另有读不了的记录，台账没有更" in done.err


def test_in_a_workspace_without_writing_it_is_refused(tmp_path: Path) -> None:
    """The package's own copy has no archive; a folder named by -C is asked like any other."""
    root = settle(tmp_path / "one")
    ran = gongkai("--no-cache", "-C", str(root), "lookback", "--year", "2022")
    assert "没有2022年的任务分解表" in ran.err
