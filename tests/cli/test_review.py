"""`review`: the office answers, one item, many, or whatever waits; nothing else changes."""

import csv
import io
import json
import shutil
import subprocess
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from fictional import (
    FIRST,
    SECOND,
    STREET,
    THIRD,
    files_under,
    gongkai,
    on_a_terminal,
    put,
)
from gongkai_cli.cli import review as reviews
from gongkai_cli.cli import reviewing
from gongkai_cli.cli.session import Session
from gongkai_cli.domain.item import Basis
from gongkai_cli.domain.record import Verdict
from gongkai_cli.reckoning.fold import named
from gongkai_cli.reckoning.lifecycle import SITUATIONS, STEPS, Situation, outcomes, reached
from gongkai_cli.reckoning.waiting import matters
from gongkai_cli.rendering.layout import width

ON = ("--date", "2023-07-20")
ASKED = ("--as-of", "2023-07-20")
WAITING = [(SECOND, 3), (THIRD, 3), (FIRST, 2), (THIRD, 1)]
"""What waits in 示例区, oldest first."""

OPTIONS = {str(verdict): option for option, verdict in reviews.OPTIONS.items()}


def flat(text: str) -> str:
    """Text as it was before it was folded."""
    return text.replace("\n", "").replace(" ", "")


def written(root: Path, unit: str) -> list[str]:
    """The texts of the unit's reviews that no sample brought."""
    folder = root / "ledgers/2023" / unit / "reviews"
    return [
        each.read_text("utf-8") for each in sorted(folder.glob("*.yaml")) if "0000" not in each.name
    ]


def queue(*options: str) -> list[dict[str, Any]]:
    ran = gongkai(*ASKED, "review", "--queue", "-f", "json", *options)
    assert (ran.code, ran.err) == (0, "")
    return list(json.loads(ran.out)["data"])


def statuses(unit: str, as_of: str = "2023-07-20") -> dict[int, str]:
    ran = gongkai("status", "--by", "item", "-u", unit, "-f", "json", "--as-of", as_of)
    return {each["task"]: each["status"] for each in json.loads(ran.out)["data"]}


def test_writes_one_record_and_the_ledger(district: Path) -> None:
    ran = gongkai("review", "1", "-u", THIRD, "--close", "--comment", "材料齐全", *ON)
    assert (ran.code, ran.out) == (0, "")
    assert written(district, THIRD) == [
        "type: 核验\ntask: 1\ndate: 2023-07-20\nverdict: 销号\ncomment: 材料齐全\n"
    ]
    [place] = (district / f"ledgers/2023/{THIRD}/reviews").iterdir()
    assert ran.err.splitlines() == [
        f"已写入 {place.relative_to(district).as_posix()}，台账已更新。",
        f"提交：git add ledgers/2023/{THIRD} && git commit -m '{THIRD}：任务1销号'",
    ]
    assert statuses(THIRD)[1] == "已销号"
    assert gongkai("ledger", "--unit", THIRD, "--check").code == 0
    assert gongkai("check", "--unit", THIRD).out.count("reviews/") == 0


def test_one_verdict_for_several_tasks_is_one_record(district: Path) -> None:
    gongkai("update", "1", "2", "-u", STREET, "-s", "推进中", "--date", "2023-07-01")
    gongkai("update", "2", "-u", STREET, "-s", "已完成", "-p", "好", "--date", "2023-07-02")
    gongkai("update", "3", "-u", STREET, "-s", "已完成", "-p", "好", "--date", "2023-07-02")
    ran = gongkai("review", "2", "3", "2", "-u", STREET, "--close", *ON)
    assert "任务2、3销号" in ran.err
    [text] = written(district, STREET)
    assert "task:\n- 2\n- 3\n" in text


def test_dry_run_writes_nothing(district: Path) -> None:
    before = files_under(district)
    ran = gongkai("review", "1", "-u", THIRD, "--close", *ON, "--dry-run")
    assert ran.code == 0
    assert ran.out == "type: 核验\ntask: 1\ndate: 2023-07-20\nverdict: 销号\n"
    assert f"ledgers/2023/{THIRD}/reviews/1-2023-07-20-" in flat(ran.err)
    assert "没有写入" in ran.err
    assert files_under(district) == before


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["1", "-u", THIRD, "--close", "--send-back"], "--close、--send-back 是不同的答复"),
        (["1", "-u", THIRD, "--send-back"], "退回要让单位知道为什么，请加 --comment 原因。"),
        (["1", "-u", THIRD, "--refuse", "--comment", " "], "不予延期要让单位知道为什么"),
        (["1", "-u", THIRD, "--close", "--until", "2023-09-01"], "--until 只和 --grant 一起用"),
        (["1", "-u", THIRD, "--close", "--corrects", "a.yaml"], "更正要写明原因"),
        (["1", "-u", THIRD, "--close", "--reason", "错"], "--reason 是更正的原因"),
        (["1", "-u", THIRD, "--corrects", "a", "--reason", "错"], "更正后是什么答复也要写明"),
        (["1", "-u", THIRD, "--withdraw"], "请写明撤回哪一条核验，加 --corrects 文件名"),
        (["1", "-u", THIRD, "--withdraw", "--corrects", "a"], "更正要写明原因"),
        (
            ["1", "-u", THIRD, "--withdraw", "--corrects", "a", "--reason", "错"],
            "没有名为 a 的核验",
        ),
        (["--from", "a.csv", "--withdraw", "--corrects", "a", "--reason", "错"], "不再另写序号"),
        (["1", "-u", THIRD], "请写明怎样答复：--close、--send-back"),
        (["--close"], "请写明答复哪一项"),
        ([], "请写明怎样答复"),
        (["--dry-run"], "请写明怎样答复"),
        (["9", "-u", THIRD, "--close"], "没有任务9"),
        (["1", "-u", "没有的局", "--close"], "名录里没有“没有的局”"),
        (["4", "-u", THIRD, "--close"], f"任务4不由{THIRD}负责"),
        (["2", "--close"], "请用 --unit 说明是哪一个单位"),
        (["1", "-u", THIRD, "-u", FIRST, "--close"], "一次只办一个单位的事"),
        (["1", "-u", THIRD, "--close", "-f", "json"], "--format 和 --output 用于 --queue"),
        (["1", "-u", THIRD, "--close", "-o", "a.csv"], "--format 和 --output 用于 --queue"),
        (["--queue", "--close"], "--queue 只看不写"),
        (["1", "--queue"], "--queue 只看不写"),
        (["--queue", "--comment", "好"], "--queue 只看不写"),
        (["--from", "a.csv", "1", "--close"], "--from 的文件已写明单位和序号"),
        (["--from", "a.csv", "-u", FIRST, "--close"], "--from 的文件已写明单位和序号"),
        (["--from", "a.csv"], "请写明怎样答复"),
        (["1", "-u", THIRD, "--close", "--date", "2099-01-01"], "还没有到"),
        (["1", "-u", THIRD, "--close", "--date", "2024-04-01"], "不在2023年度之内"),
    ],
)
def test_what_cannot_be_meant_is_refused(args: list[str], said: str, district: Path) -> None:
    before = files_under(district)
    ran = gongkai("review", *args)
    assert (ran.code, ran.out) == (2, "")
    assert flat(said) in flat(ran.err)
    assert files_under(district) == before


def test_several_tasks_of_several_units_need_the_unit(district: Path) -> None:
    plan = district / "data/tasks.yaml"
    text = plan.read_text("utf-8").replace("示例二局牵头，示例三局配合", "示例二局")
    plan.write_text(text, "utf-8")
    ran = gongkai("review", "4", "5", "--close", *ON)
    assert "这几项不是同一个单位的" in ran.err
    assert ran.code == 2


def test_outside_a_workspace_nothing_is_answered(nowhere: Path) -> None:
    ran = gongkai("review", "1", "-u", "区司法局", "--close")
    assert (ran.code, ran.out) == (3, "")
    assert "这里不是工作区，不能写入" in ran.err
    shown = gongkai("review", "--queue")
    assert (shown.code, "没有待核验" in shown.out, "不是工作区" in shown.err) == (0, True, True)
    assert list(nowhere.iterdir()) == []


def test_a_grant_takes_the_day_asked_for_and_writes_it_down(bare: Path) -> None:
    ask = ("--extend-until", "2023-09-30", "--reason", "要上会")
    gongkai("update", "1", "-u", FIRST, *ask, "--date", "2023-06-01")
    assert gongkai("review", "1", "-u", FIRST, "--grant", "--date", "2023-06-02").code == 0
    [text] = written(bare, FIRST)
    assert "verdict: 准予延期\nuntil: 2023-09-30\n" in text
    shown = gongkai("history", "1", "-u", FIRST, *ASKED).out
    assert "时限由2023年6月底前改为2023-09-30" in shown


@pytest.mark.parametrize(
    ("number", "options", "said"),
    [
        ("1", (), "没有待答复的延期申请。单位没有申请而要主动延期的，请用--until写明"),
        ("1", ("--until", "2023-06-30"), "现在的时限是2023-06-30，延期到2023-06-30没有变晚"),
        ("3", ("--until", "2023-12-31"), "没有最后日期，不用延期"),
    ],
)
def test_a_grant_must_make_the_day_later(
    number: str, options: tuple[str, ...], said: str, bare: Path
) -> None:
    ran = gongkai("review", number, "-u", FIRST, "--grant", *options, "--date", "2023-06-02")
    assert ran.code == 2
    assert said in flat(ran.err)
    assert written(bare, FIRST) == []


def test_the_office_can_grant_a_day_that_nobody_asked_for(bare: Path) -> None:
    until = ("--until", "2023-07-15")
    assert (
        gongkai("review", "1", "-u", FIRST, "--grant", *until, *("--date", "2023-06-02")).code == 0
    )
    found = json.loads(gongkai("overdue", "--all", "-f", "json", "--as-of", "2023-07-10").out)
    assert (FIRST, 1) not in [(each["unit"], each["task"]) for each in found["data"]]


def test_a_request_for_a_day_that_has_passed_meanwhile_needs_another(bare: Path) -> None:
    ask = ("--extend-until", "2023-09-30", "--reason", "要上会")
    gongkai("update", "1", "-u", FIRST, *ask, "--date", "2023-06-01")
    gongkai("review", "1", "-u", FIRST, "--grant", "--until", "2023-10-31", "--date", "2023-06-02")
    gongkai("update", "1", "-u", FIRST, "--extend-until", "2023-11-30", "--reason", "忙",
            "--date", "2023-06-03")  # fmt: skip
    text = "type: 延期申请\ntask: 1\ndate: 2023-06-04\nuntil: 2023-08-01\nreason: 忙\n"
    put(bare, f"{FIRST}/updates/1.yaml", text)
    ran = gongkai("review", "1", "-u", FIRST, "--grant", "--date", "2023-06-05")
    assert "现在的时限是2023-10-31，延期到2023-08-01没有变晚" in flat(ran.err)


def test_a_correction_takes_the_place_of_a_verdict(district: Path) -> None:
    wrong = "1-2023-07-03-000004.yaml"
    options = ("--send-back", "--comment", "网址打不开", "--corrects")
    ran = gongkai("review", "1", "-u", FIRST, *options, wrong, "--reason", "看错了单位")
    assert ran.code == 0, ran.err
    [text] = written(district, FIRST)
    assert "date: 2023-07-03\nverdict: 退回\n" in text
    assert f"corrects: {wrong}\nreason: 看错了单位\n" in text
    assert statuses(FIRST)[1] == "已退回"
    assert gongkai("check", "--unit", FIRST).out.count("reviews/") == 0
    again = gongkai("review", "1", "-u", FIRST, "--close", "--corrects", wrong, "--reason", "又错")
    assert "请更正那一条" in again.err


def newest(root: Path, unit: str, part: str = "reviews") -> str:
    """The name of the file that came last."""
    files = (root / f"ledgers/2023/{unit}/{part}").glob("*.yaml")
    return max(files, key=lambda each: each.stat().st_mtime_ns).name


def withdraw(root: Path, number: str, unit: str, name: str) -> None:
    options = ("--withdraw", "--corrects", name, "--reason", "给错了")
    ran = gongkai("review", number, "-u", unit, *options)
    assert ran.code == 0, ran.err
    assert f"任务{number}撤回" in ran.err
    assert "verdict: 撤回\n" in written(root, unit)[-1] or len(written(root, unit)) > 1
    assert gongkai("check", "--unit", unit).out.count("reviews/") == 0
    assert gongkai("ledger", "--unit", unit, "--check").code == 0


def test_a_grant_on_the_wrong_task_is_taken_back(bare: Path) -> None:
    gongkai("update", "1", "-u", SECOND, "--extend-until", "2023-09-30", "--reason", "忙",
            "--date", "2023-06-01")  # fmt: skip
    grant = ("--grant", "--date", "2023-06-02")
    assert gongkai("review", "1", "-u", SECOND, *grant).code == 0
    withdraw(bare, "1", SECOND, newest(bare, SECOND))
    at = ("--as-of", "2023-06-20", "-u", SECOND, "-f", "json")
    [row] = [
        each
        for each in json.loads(gongkai("status", "--by", "item", *at).out)["data"]
        if each["task"] == 1
    ]
    assert (row["due"], row["original_due"]) == ("2023-06-30", "2023-06-30")
    waits = json.loads(gongkai("review", "--queue", *at).out)["data"]
    assert [(each["matter"], each["until"]) for each in waits] == [("延期申请", "2023-09-30")]
    assert "撤回（更正" in flat(gongkai("history", "1", "-u", SECOND, *at[:2]).out)
    again = ("--withdraw", "--corrects", newest(bare, SECOND), "--reason", "又错")
    ran = gongkai("review", "1", "-u", SECOND, *again)
    assert (ran.code, "撤回不能再更正" in flat(ran.err)) == (2, True)


@pytest.mark.parametrize("verdict", [("--close",), ("--send-back", "--comment", "看错了材料")])
def test_a_mistaken_verdict_is_taken_back_and_the_claim_waits_again(
    verdict: tuple[str, ...], district: Path
) -> None:
    assert gongkai("review", "1", "-u", THIRD, *verdict, *ON).code == 0
    assert (THIRD, 1) not in [(each["unit"], each["task"]) for each in queue()]
    withdraw(district, "1", THIRD, newest(district, THIRD))
    assert (THIRD, 1) in [(each["unit"], each["task"]) for each in queue()]
    assert statuses(THIRD)[1] == "已完成"
    right = ("update", "1", "-u", THIRD, "-s", "推进中", "-p", "还没有", "--date", "2023-07-19")
    assert gongkai(*right).code == 0  # nothing was answered, so nothing is undone


def test_of_two_verdicts_that_crossed_one_is_taken_back(district: Path) -> None:
    for name, verdict in {"a": "销号", "b": "退回"}.items():
        text = f"type: 核验\ntask: 1\ndate: 2023-07-20\nverdict: {verdict}\ncomment: 好\n"
        put(district, f"{THIRD}/reviews/{name}.yaml", text)
    assert statuses(THIRD)[1] == "已退回"
    withdraw(district, "1", THIRD, "b")
    assert statuses(THIRD)[1] == "已销号"


# --- what was answered stands -------------------------------------------------------------------


def test_a_closed_claim_is_not_dated_back_nor_undone(district: Path) -> None:
    wrong = newest_of(district, THIRD, "1-")
    assert gongkai("review", "1", "-u", THIRD, "--close", *ON).code == 0
    verdict = newest(district, THIRD)
    before = files_under(district)
    said = ("-p", "早就好了", "-e", "http://example.cn/a", "--corrects", wrong, "--reason", "错")
    for options in (("-s", "已完成", "--date", "2023-06-29"), ("-s", "推进中")):
        ran = gongkai("update", "1", "-u", THIRD, *options, *said)
        assert ran.code == 2
        assert f"这会改变办公室2023-07-20核验（销号，{verdict}）时的情况" in flat(ran.err)
        assert "请办公室先退回或撤回那条核验" in flat(ran.err)
    assert files_under(district) == before
    withdraw(district, "1", THIRD, verdict)
    ran = gongkai("update", "1", "-u", THIRD, "-s", "已完成", "--date", "2023-06-29", *said)
    assert ran.code == 0, ran.err


def newest_of(root: Path, unit: str, start: str) -> str:
    files = (root / f"ledgers/2023/{unit}/updates").glob(f"{start}*.yaml")
    return max(each.name for each in files)


@pytest.mark.parametrize(
    ("basis", "steps"),
    [
        (Basis.NAMED, ("已完成", "退回", "已完成")),
        (Basis.NAMED, ("延期申请", "不予延期", "延期申请")),
        (Basis.OPEN, ("不涉及", "退回", "认领")),
        (Basis.OPEN, ("不涉及", "退回", "推进中")),
        (Basis.OPEN, ("认领", "同意", "推进中")),
    ],
    ids="-".join,
)
def test_on_the_day_of_an_answer_nothing_slips_under_it(
    basis: Basis, steps: tuple[str, ...], bare: Path
) -> None:
    *first, last = steps
    for step in first:
        assert act(bare, basis, step, 5)[0] == 0
    before = files_under(bare)
    code, said = act(bare, basis, last, 5)
    assert code == 2, said
    assert "办公室2023-06-05" in flat(said)
    assert files_under(bare) == before
    assert act(bare, basis, last, 6)[0] == 0


@pytest.mark.parametrize("day", ["2023-02-28", "2023-07-01"])
def test_a_unit_reports_only_while_it_exists(day: str, bare: Path) -> None:
    units = bare / "data/units.yaml"
    ended = "示例二局, kind: 部门, active_from: 2023-03-01, active_until: 2023-06-30}"
    text = units.read_text("utf-8").replace("示例二局, kind: 部门}", ended)
    units.write_text(text, "utf-8")
    options = ("update", "1", "-u", SECOND, "-s", "推进中", "-p", "好", "--date")
    ran = gongkai(*options, day)
    assert ran.code == 2
    span = "自2023-03-01起才有" if day < "2023-03-01" else "到2023-06-30为止"
    assert f"{SECOND}{span}，不能报{day}的事，请核对日期。" in flat(ran.err)
    assert gongkai(*options, "2023-06-30").code == 0
    assert gongkai("update", "1", "-u", SECOND, "-s", "已完成", "-p", "好").code == 2


# --- two at once, and interruptions -------------------------------------------------------------


def weighed(
    root: Path, *units: str, verdict: Verdict = Verdict.CLOSE
) -> tuple[Session, list[reviewing.Answer]]:
    """A session and what it is about to file for task 1 of `units`."""
    session = Session(root, None, None, None, use_cache=False)
    ruling = reviewing.Ruling(verdict, date(2023, 7, 20), "好")
    items = [session.item(number, unit) for unit, number in zip(units, (1, 2), strict=False)]
    return session, reviewing.answered(session, items, ruling)


@pytest.mark.parametrize("name", ["0", "z"])
@pytest.mark.parametrize("other", ["退回", "销号"])
def test_who_answers_at_the_same_moment_as_another_is_told(
    name: str, other: str, district: Path
) -> None:
    session, answers = weighed(district, THIRD)
    text = f"type: 核验\ntask: 1\ndate: 2023-07-20\nverdict: {other}\ncomment: 不全\n"
    put(district, f"{THIRD}/reviews/{name}.yaml", text)
    before = files_under(district)
    with pytest.raises(reviewing.Refused) as refused:
        reviewing.filed(session, answers)
    assert "另有人同时核验了这一项" in refused.value.sentences[0]
    assert files_under(district) == before


def test_a_report_at_the_same_moment_is_told_too(district: Path) -> None:
    session, answers = weighed(district, THIRD)
    text = "type: 进展\ntask: 1\ndate: 2023-07-19\nstatus: 推进中\n"
    put(district, f"{THIRD}/updates/z.yaml", text)
    with pytest.raises(reviewing.Refused, match="另有人同时报送了这一项"):
        reviewing.filed(session, answers)
    assert written(district, THIRD) == []


def test_another_task_answered_at_the_same_moment_is_no_matter(district: Path) -> None:
    session, answers = weighed(district, THIRD)
    text = "type: 核验\ntask: 3\ndate: 2023-07-20\nverdict: 同意\n"
    put(district, f"{THIRD}/reviews/z.yaml", text)
    assert [each.new for each in reviewing.filed(session, answers)] == [True]


def test_an_interruption_leaves_nothing_behind(district: Path) -> None:
    session, answers = weighed(district, THIRD, FIRST)
    assert len(answers) == 2
    before = files_under(district)

    def interrupted() -> Iterator[reviewing.Answer]:
        yield answers[0]
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        reviewing.filed(session, interrupted())
    assert files_under(district) == before


def test_what_was_killed_half_way_is_finished_by_the_same_command(district: Path) -> None:
    session, answers = weighed(district, THIRD, FIRST)
    reviewing.filed(session, answers[:1])
    source = chosen(district, (THIRD, 1), (FIRST, 2))
    ran = gongkai("review", "--from", source, "--close", "--comment", "好", *ON)
    assert ran.code == 0, ran.err
    assert (ran.err.count("没有重复写入"), "2个单位的2项任务已销号。" in ran.err) == (1, True)
    assert [len(written(district, unit)) for unit in (FIRST, THIRD)] == [1, 1]


def test_of_many_faults_the_first_are_told(huaiyin: Path) -> None:
    items = [("没有的局", number) for number in range(1, 31)]
    ran = gongkai("review", "--from", chosen(huaiyin, *items), "--close")
    assert "".join(ran.err.split()).count("名录里没有") == 20
    assert "…还有10处，没有列出。\n有30行不对，都没有写入。" in ran.err
    named = json.loads(gongkai("status", "--by", "item", "-f", "json").out)["data"]
    source = chosen(huaiyin, *((each["unit"], each["task"]) for each in named[:30]))
    ran = gongkai("review", "--from", source, "--close", "--date", "2023-06-01")
    assert ran.err.count("，不能销号。") == 20
    assert "…还有10处，没有列出。\n有30项不能这样答复，30项都没有写入。" in ran.err


@pytest.mark.parametrize("name", ["5-2023-06-05-000012", "reviews/5-2023-06-05-000012.yaml"])
def test_what_is_corrected_may_be_named_shortly(name: str, district: Path) -> None:
    options = ("--close", "--corrects", name, "--reason", "样本够了")
    assert gongkai("review", "5", "-u", SECOND, *options).code == 0
    assert statuses(SECOND)[5] == "已销号"


def test_only_a_verdict_can_be_corrected_and_all_of_it(district: Path) -> None:
    text = "type: 核验\ntask: [1, 2]\ndate: 2023-07-10\nverdict: 准予延期\nuntil: 2024-01-31\n"
    put(district, f"{THIRD}/reviews/a.yaml", text)
    for name, said in {
        "1-2023-07-05-000013.yaml": f"{THIRD}没有名为 1-2023-07-05-000013.yaml 的核验",
        "a": "更正要写全原核验的任务：1、2",
    }.items():
        options = ("--close", "--corrects", name, "--reason", "错")
        ran = gongkai("review", "1", "-u", THIRD, *options)
        assert ran.code == 2
        assert flat(said) in flat(ran.err)


def test_a_verdict_between_others_may_not_undo_them(district: Path) -> None:
    ran = gongkai(
        "review", "1", "-u", FIRST, "--send-back", "--comment", "急", "--date", "2023-07-01"
    )
    assert ran.code == 2
    assert "2023-07-03的核验1-2023-07-03-000004.yaml会因此不起作用" in flat(ran.err)


@pytest.mark.parametrize("comment", "甲乙丙丁")
def test_chance_never_orders_two_verdicts_of_a_day(comment: str, district: Path) -> None:
    assert gongkai("review", "1", "-u", THIRD, "--close", *ON).code == 0
    ran = gongkai("review", "1", "-u", THIRD, "--send-back", "--comment", comment, *ON)
    assert ran.code == 2
    assert "会因此不起作用，要改请更正那一条" in flat(ran.err)
    later = ("--send-back", "--comment", comment, "--date", "2023-07-21")
    assert gongkai("review", "1", "-u", THIRD, *later).code == 0
    assert statuses(THIRD, "2023-07-21")[1] == "已退回"


def test_the_same_words_on_the_same_day_are_not_written_twice(district: Path) -> None:
    until = ("--grant", "--until", "2023-12-01", *ON)
    assert gongkai("review", "1", "-u", SECOND, *until).code == 0
    before = files_under(district)
    ran = gongkai("review", "1", "-u", SECOND, *until)
    assert (ran.code, ran.out) == (0, "")
    [name] = [
        each.name
        for each in (district / f"ledgers/2023/{SECOND}/reviews").glob("1-2023-07-20-*.yaml")
    ]
    there = f"ledgers/2023/{SECOND}/reviews/{name}"
    assert flat(ran.err) == f"已有内容完全相同的核验{there}，没有重复写入，台账已是最新。"
    assert files_under(district) == before


def test_what_was_withdrawn_is_not_simply_there(district: Path) -> None:
    assert gongkai("review", "1", "-u", THIRD, "--close", *ON).code == 0
    [file] = (district / f"ledgers/2023/{THIRD}/reviews").iterdir()
    back = ("--withdraw", "--corrects", file.name, "--reason", "看错了")
    assert gongkai("review", "1", "-u", THIRD, *back).code == 0
    ran = gongkai("review", "1", "-u", THIRD, "--close", *ON)
    assert ran.code == 2
    assert f"已有一条同样的核验{file.name}，已被更正，不再计入" in flat(ran.err)


def test_a_record_that_cannot_be_read_is_told_and_the_ledger_left(district: Path) -> None:
    put(district, f"{THIRD}/updates/x.yaml", "type：进展\n")
    ran = gongkai("review", "1", "-u", THIRD, "--close", *ON)
    assert ran.code == 2
    assert "台账没有更新" in flat(ran.err)
    assert len(written(district, THIRD)) == 1


# --- many at once -------------------------------------------------------------------------------


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def chosen(root: Path, *items: tuple[str, int | str], encoding: str = "utf-8") -> str:
    file = root / "选中.csv"
    lines = [f"{unit},{number}" for unit, number in items]
    file.write_text("\n".join(["单位,序号", *lines, ""]), encoding)
    return str(file)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_one_verdict_for_a_list(encoding: str, district: Path) -> None:
    source = chosen(district, (FIRST, 2), ("示例三局", 1), (FIRST, 2), encoding=encoding)
    ran = gongkai("review", "--from", source, "--close", *ON)
    assert ran.code == 0, ran.err
    assert [len(written(district, unit)) for unit in (FIRST, SECOND, THIRD)] == [1, 0, 1]
    assert "2个单位的2项任务已销号。" in ran.err
    assert ran.err.splitlines()[-1] == (
        f"提交：git add ledgers/2023/{FIRST} ledgers/2023/{THIRD} && git commit -m '核验：销号2项'"
    )


def test_what_the_program_wrote_itself_is_read(district: Path) -> None:
    for command in (
        ("review", "--queue", "-u", THIRD),
        ("status", "--by", "item", "-u", THIRD),
        ("overdue", "-u", THIRD, "--standing", "缺报", "--standing", "逾期完成"),
    ):
        out = district / "out.csv"
        assert gongkai(*ASKED, *command, "-f", "csv", "-o", str(out)).code == 0
        kept = [each for each in rows(out.read_text("utf-8")) if each["序号"] == "1"]
        assert len(kept) == 1
        with out.open("w", encoding="utf-8-sig", newline="") as stream:
            writer = csv.DictWriter(stream, kept[0])
            writer.writeheader()
            writer.writerows(kept)
        ran = gongkai("review", "--from", str(out), "--close", "--dry-run", *ON)
        assert (ran.code, ran.out.count("type: 核验")) == (0, 1)


def test_all_or_nothing_and_every_one_is_named(district: Path) -> None:
    source = chosen(district, (THIRD, 1), (FIRST, 1), (SECOND, 1), (FIRST, 2))
    before = files_under(district)
    ran = gongkai("review", "--from", source, "--close", *ON)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.splitlines()[:3] == [
        f"{FIRST}任务1：当前状态是已销号，不能销号。",
        f"{SECOND}任务1：当前状态是未启动，不能销号。",
        "有2项不能这样答复，4项都没有写入。",
    ]
    assert files_under(district) == before


def test_every_line_that_names_nothing_is_told(district: Path) -> None:
    source = chosen(district, (THIRD, 1), ("没有的局", 1), (THIRD, 4), (FIRST, 99))
    ran = gongkai("review", "--from", source, "--close", *ON)
    assert ran.code == 2
    said = flat(ran.err)
    assert "第3行：名录里没有“没有的局”" in said
    assert "第4行：任务4不由示例三局负责" in said
    assert "第5行：没有任务99" in said
    assert "有3行不对，都没有写入。" in said


def test_a_list_that_is_none_is_refused(district: Path) -> None:
    ran = gongkai("review", "--from", "没有.csv", "--close", *ON)
    assert (ran.code, ran.err) == (2, "读不了 没有.csv：没有这个文件。\n")


def test_requests_granted_together_take_each_its_own_day(bare: Path) -> None:
    for unit, until in {FIRST: "2023-08-31", SECOND: "2023-09-30"}.items():
        gongkai("update", "1", "-u", unit, "--extend-until", until, "--reason", "忙",
                "--date", "2023-06-01")  # fmt: skip
    gongkai("update", "5", "-u", SECOND, "--extend-until", "2024-01-31", "--reason", "忙",
            "--date", "2023-06-01")  # fmt: skip
    source = chosen(bare, (FIRST, 1), (SECOND, 1), (SECOND, 5))
    dry = gongkai("review", "--from", source, "--grant", "--date", "2023-06-02", "--dry-run")
    assert f"# ledgers/2023/{SECOND}/reviews/1-2023-06-02-" in dry.out
    assert "3条；没有写入" in dry.err
    assert dry.out.count("until: ") == 3
    assert gongkai("review", "--from", source, "--grant", "--date", "2023-06-02").code == 0
    found = gongkai("status", "--by", "item", "-f", "json", "--as-of", "2023-06-03").out
    due = {(each["unit"], each["task"]): each["due"] for each in json.loads(found)["data"]}
    assert due[FIRST, 1] == "2023-08-31"
    assert due[SECOND, 1] == "2023-09-30"
    assert due[SECOND, 5] == "2024-01-31"
    assert [text.count("until: ") for text in written(bare, SECOND)] == [1, 1]
    again = gongkai("review", "--from", source, "--grant", "--date", "2023-06-02")
    assert (again.code, again.err.count("没有重复写入")) == (0, 2)


def test_a_day_granted_in_bulk_does_not_move_with_the_request(bare: Path) -> None:
    for number, until in {"1": "2023-08-31", "5": "2024-01-31"}.items():
        gongkai("update", number, "-u", SECOND, "--extend-until", until, "--reason", "忙",
                "--date", "2023-06-01")  # fmt: skip
    ran = gongkai("review", "1", "5", "-u", SECOND, "--grant", "--date", "2023-06-02")
    assert ran.code == 0
    assert f"{SECOND}的2项任务已准予延期。" in ran.err
    [request] = (bare / f"ledgers/2023/{SECOND}/updates").glob("1-*.yaml")
    later = ("--extend-until", "2023-12-31", "--reason", "还要更久")
    ran = gongkai("update", "1", "-u", SECOND, *later, "--corrects", request.name)
    assert ran.code == 2
    assert "这会改变办公室2023-06-02核验（准予延期，1-2023-06-02-" in flat(ran.err)
    assert "请办公室先退回或撤回那条核验" in flat(ran.err)


def test_a_correction_of_grants_of_several_days_names_its_own(bare: Path) -> None:
    for number, until in {"1": "2023-08-31", "5": "2024-01-31"}.items():
        gongkai("update", number, "-u", SECOND, "--extend-until", until, "--reason", "忙",
                "--date", "2023-06-01")  # fmt: skip
    text = "type: 核验\ntask: [1, 5]\ndate: 2023-06-02\nverdict: 不予延期\ncomment: 不急\n"
    put(bare, f"{SECOND}/reviews/a.yaml", text)
    options = ("--grant", "--corrects", "a", "--reason", "误点")
    ran = gongkai("review", "1", "5", "-u", SECOND, *options)
    assert (ran.code, "更正请用--until写明延到哪一天" in flat(ran.err)) == (2, True)
    assert gongkai("review", "1", "5", "-u", SECOND, *options, "--until", "2024-02-01").code == 0


def test_many_units_are_committed_as_one_folder(huaiyin: Path) -> None:
    ran = gongkai("status", "--by", "item", "-f", "json")
    named = [e for e in json.loads(ran.out)["data"] if e["basis"] == "group" and e["task"] == 45]
    items = [(each["unit"], 45) for each in named[:8]]
    assert len(items) == 8
    for unit, _ in items:
        gongkai("update", "45", "-u", str(unit), "-s", "已完成", "-p", "好", "--date", "2023-06-01")
    ran = gongkai("review", "--from", chosen(huaiyin, *items), "--close", "--date", "2023-06-02")
    assert ran.code == 0, ran.err
    assert "git add ledgers/2023 && git commit" in ran.err


def test_where_one_cannot_be_written_none_is(district: Path) -> None:
    folder = district / f"ledgers/2023/{THIRD}/reviews"
    folder.symlink_to(district.parent)  # a link out of the workspace stops the second unit's
    source = chosen(district, (FIRST, 2), (THIRD, 1))
    ran = gongkai("review", "--from", source, "--close", *ON)
    assert ran.code == 3
    assert "指向工作区之外的链接" in flat(ran.err)
    assert written(district, FIRST) == []


# --- what waits ---------------------------------------------------------------------------------


def test_the_queue_is_the_oldest_first(district: Path) -> None:
    found = queue()
    assert [(each["unit"], each["task"]) for each in found] == WAITING
    assert found[2] == {
        "task": 2,
        "unit": FIRST,
        "matter": "完成申报",
        "since": "2023-07-01",
        "days_waiting": 19,
        "says": found[2]["says"],
        "due": "2023-12-31",
        "original_due": "2023-12-31",
        "until": None,
        "unmet_targets": ["解读材料"],
        "shortcomings": ["未达指标：解读材料", "申报时没有附佐证材料"],
        "evidence": [],
        "verdicts": ["销号", "退回"],
    }
    assert [each["unit"] for each in queue("-u", THIRD)] == [THIRD, THIRD]


def test_an_answer_takes_it_off_the_queue(district: Path) -> None:
    gongkai("review", "3", "-u", SECOND, "--accept", *ON)
    gongkai("review", "3", "-u", THIRD, "--send-back", "--comment", "有这项职能", *ON)
    gongkai("review", "2", "-u", FIRST, "--send-back", "--comment", "还差一篇", *ON)
    gongkai("review", "1", "-u", THIRD, "--close", *ON)
    assert queue() == []
    assert statuses(THIRD)[3] == "待认领"
    assert statuses(SECOND)[3] == "未启动"
    ran = gongkai(*ASKED, "review", "--queue")
    assert ran.out == "截至2023-07-20：没有待核验的完成申报、延期申请、认领或不涉及。\n"
    one = gongkai(*ASKED, "review", "--queue", "-u", THIRD)
    assert one.out == f"截至2023-07-20：{THIRD}没有待核验的完成申报、延期申请、认领或不涉及。\n"


def test_home_says_how_many_wait(district: Path) -> None:
    assert "待核验" not in gongkai("--as-of", "2023-01-15").out
    queued = "gongkai review --queue --as-of 2023-07-20  "
    assert f"{queued}有2件待核验" in gongkai(*ASKED).out  # no claim has to be struck off
    (district / "data/policy.yaml").write_text("schema: 1\nrequire_close: true\n", "utf-8")
    assert f"{queued}有4件待核验" in gongkai(*ASKED).out


def test_evidence_is_named_where_it_can_be_opened(bare: Path, tmp_path: Path) -> None:
    photo = tmp_path / "照片.png"
    photo.write_bytes(b"png")
    done = ("-s", "已完成", "-p", "好", "-e", str(photo), "-e", "清单=http://example.cn/a")
    gongkai("update", "1", "-u", FIRST, *done, "--date", "2023-06-20")
    [found] = queue()
    [first, second] = found["evidence"]
    assert first["file"] == f"ledgers/2023/{FIRST}/evidence/照片.png"
    assert (bare / first["file"]).is_file()
    assert second == {"title": "清单", "url": "http://example.cn/a", "file": None}


def test_many_are_totals_first_and_lines_up_to_a_bound(huaiyin: Path) -> None:
    for number in range(40, 46):
        for unit in ("区司法局", "区财政局", "区民政局"):
            text = f"type: 进展\ntask: {number}\ndate: 2023-06-01\nstatus: 已完成\nprogress: 好\n"
            put(huaiyin, f"{unit}/updates/{number}.yaml", text)
    ran = gongkai(*ASKED, "review", "--queue")
    assert ran.code == 0
    lines = ran.out.splitlines()
    assert lines[0].startswith("截至2023-07-20：有")
    assert "单位" in lines[2]
    assert ran.out.count("○") == 10
    assert "…另有" in ran.out
    assert ran.out.count("销号：gongkai review") == 10
    all_of_one = gongkai(*ASKED, "review", "--queue", "-u", "区司法局").out
    assert "…另有" not in all_of_one


@pytest.mark.parametrize("columns", ["60", "80", "120"])
def test_nothing_is_wider_than_the_window(
    columns: str, district: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    ran = gongkai(*ASKED, "review", "--queue", encoding="gbk")
    assert max(map(width, ran.out.splitlines())) <= int(columns)
    assert "?" not in ran.out


# --- on a terminal ------------------------------------------------------------------------------


def test_a_walk_answers_one_after_the_other(district: Path) -> None:
    typing = "1\n\n2\n还差一篇\n销号\n"
    said = on_a_terminal("review", *ON, typing=typing)
    assert "有4件待核验" in said
    assert "第1件，共4件" in said
    assert "1 同意 / 2 退回 / 回车 跳过 / q 结束：" in said
    assert "1 销号 / 2 退回 / 回车 跳过 / q 结束：" in said
    assert "答复了3件（同意1件、退回1件、销号1件），跳过1件。" in said
    assert "git add" in said
    assert statuses(FIRST)[2] == "已退回"
    assert statuses(THIRD)[1] == "已销号"
    assert [each["unit"] for each in queue()] == [THIRD]


def test_a_walk_can_end_at_any_moment(district: Path) -> None:
    said = on_a_terminal("review", *ON, typing="1\n什么\nq\n")
    assert "请打 1（同意）、2（退回）、q（结束）" in said
    assert "答复了1件（同意1件），还有3件没有看。" in said
    assert len(written(district, SECOND)) == 1


def test_an_interruption_loses_nothing(district: Path) -> None:
    said = on_a_terminal("review", *ON, typing="1\n\x04")
    assert said.endswith("[130]")
    assert "答复了1件（同意1件），还有3件没有看。" in said
    assert len(written(district, SECOND)) == 1


def test_a_reason_is_asked_for_until_there_is_one(district: Path) -> None:
    said = on_a_terminal("review", "1", "-u", THIRD, *ON, typing="2\n\n太晚\n")
    assert "请写一句原因" in said
    assert "comment: 太晚\n" in written(district, THIRD)[0]


def test_a_walk_asks_for_the_day_of_a_grant(bare: Path) -> None:
    for unit in (FIRST, SECOND):
        gongkai("update", "1", "-u", unit, "--extend-until", "2023-09-30", "--reason", "忙",
                "--date", "2023-06-01")  # fmt: skip
    typing = "1\n不知道\n2023-06-30\n1\n2023-07-31\n1\n\n"
    said = on_a_terminal("review", "--date", "2023-06-02", typing=typing)
    assert "申请延期至2023-09-30：忙" in said
    assert "“不知道”不是日历上有的日期" in said
    assert "现在的时限是2023-06-30，延期到2023-06-30没有变晚" in said.replace("\n  ", "")
    assert "until: 2023-07-31" in written(bare, FIRST)[0]
    assert "until: 2023-09-30" in written(bare, SECOND)[0]


def test_nothing_to_walk_through(bare: Path) -> None:
    assert "截至2023-07-20没有待核验的事项。" in on_a_terminal("review", *ON)
    assert "没有待核验的任务。" in on_a_terminal("review", "1", *ON)
    assert "没有任务9" in on_a_terminal("review", "9", *ON)
    out = on_a_terminal("review")
    assert "不在2023年度之内" in out.replace("\n  ", "")
    assert "请用 --date 写明日期" in out.replace("\n  ", "")


def test_passing_over_everything_writes_nothing(district: Path) -> None:
    before = files_under(district)
    said = on_a_terminal("review", *ON, typing="\n\n\n\n")
    assert "没有答复，跳过4件。" in said
    assert "提交" not in said
    assert files_under(district) == before


# --- the table, through the command line --------------------------------------------------------


UNIT_OF = {Basis.NAMED: (FIRST, "1"), Basis.OPEN: (SECOND, "3")}


def act(root: Path, basis: Basis, step: str, day: int) -> tuple[int, str]:
    """One step of the table as a person would take it."""
    unit, number = UNIT_OF[basis]
    where = ("-C", str(root), number, "--unit", unit, "--date", f"2023-06-{day:02}")
    options = {
        "推进中": ("update", "-s", "推进中", "-p", f"已起草{day}"),
        "已完成": ("update", "-s", "已完成", "-p", f"已公开{day}", "-e", "http://example.cn/a"),
        "认领": ("update", "--claim"),
        "不涉及": ("update", "--decline", "--reason", "没有这项职能"),
        "延期申请": ("update", "--extend-until", "2023-09-30", "--reason", "要上会"),
    }.get(step) or ("review", OPTIONS[step], "--comment", f"意见{day}")
    ran = gongkai(*options[:1], *where, *options[1:])
    return ran.code, ran.err


def stands(root: Path, basis: Basis) -> tuple[str, list[str]]:
    """The status of the item, and what waits."""
    unit, number = UNIT_OF[basis]
    at = ("-C", str(root), "--as-of", "2023-06-30", "-u", unit, "-f", "json")
    found = json.loads(gongkai("status", "--by", "item", *at).out)["data"]
    [status] = [each["status"] for each in found if str(each["task"]) == number]
    waits = json.loads(gongkai("review", "--queue", *at).out)["data"]
    return status, [each["matter"] for each in waits]


@pytest.mark.parametrize("situation", SITUATIONS, ids=lambda s: f"{s.basis}{'-'.join(s.steps)}")
def test_the_table_is_what_the_commands_do(
    situation: Situation, bare: Path, tmp_path: Path
) -> None:
    plan = bare / "data/tasks.yaml"
    text = plan.read_text("utf-8").replace("deadline: 全年，长期坚持", "deadline: 2023年6月底前")
    plan.write_text(text, "utf-8")
    basis = situation.basis
    for day, step in enumerate(situation.steps, 1):
        assert act(bare, basis, step, day)[0] == 0
    start = reached(situation)
    assert stands(bare, basis)[0] == named(start, basis)
    [row] = [row for _, row in outcomes(STEPS) if row[0].situation == situation]
    for cell in row:
        copy = tmp_path / cell.step
        shutil.copytree(bare, copy)
        before = files_under(copy)
        code, said = act(copy, basis, cell.step, 10)
        if cell.why:
            assert (code, flat(cell.why) in flat(said)) == (2, True), said
            assert files_under(copy) == before
            status, waits = stands(copy, basis)
            assert status == named(start, basis)
            assert sorted(waits) == sorted(map(str, matters(start, basis)))
        else:
            assert code == 0, said
            after = reached(situation._replace(steps=(*situation.steps, cell.step)))
            status, waits = stands(copy, basis)
            assert status == named(after, basis)
            assert sorted(waits) == sorted(map(str, matters(after, basis)))


def verdicts_that_count(root: Path, basis: Basis) -> list[str]:
    """The files of the verdicts on the item that have an effect."""
    unit, number = UNIT_OF[basis]
    at = ("-C", str(root), "--as-of", "2023-06-30", "-u", unit, "-f", "json")
    course = json.loads(gongkai("history", number, *at).out)["data"]
    verdicts = [each for each in course if each["file"].startswith("reviews/")]
    return [each["file"] for each in verdicts if not each["not_counted"]]


@pytest.mark.parametrize("situation", SITUATIONS, ids=lambda s: f"{s.basis}{'-'.join(s.steps)}")
@pytest.mark.parametrize("earlier", [0, 1], ids=["同一天", "前一天"])
def test_a_step_dated_back_is_what_the_table_says_or_is_refused(
    situation: Situation, earlier: int, bare: Path, tmp_path: Path
) -> None:
    """Within a day a unit's word is ordered before the office's, and chance orders nothing."""
    basis, days = situation.basis, len(situation.steps) + 1
    for day, step in enumerate(situation.steps, 2):
        assert act(bare, basis, step, day)[0] == 0
    counted = verdicts_that_count(bare, basis)
    [row] = [row for _, row in outcomes(STEPS) if row[0].situation == situation]
    for cell in row:
        copy = tmp_path / cell.step
        shutil.copytree(bare, copy)
        before = files_under(copy)
        code, said = act(copy, basis, cell.step, days - earlier)
        if code:
            assert (code, files_under(copy)) == (2, before), said
            continue
        assert [each for each in verdicts_that_count(copy, basis) if each in counted] == counted
        if not earlier and cell.step != "推进中":  # which makes way for 已完成 on its day
            after = reached(situation._replace(steps=(*situation.steps, cell.step)))
            assert stands(copy, basis)[0] == named(after, basis), said


def test_what_was_written_can_be_committed_as_told(district: Path) -> None:
    subprocess.run(["git", "init", "-q"], check=True)
    for key, value in {"user.name": "示例", "user.email": "a@example.cn"}.items():
        subprocess.run(["git", "config", key, value], check=True)
    ran = gongkai("review", "1", "-u", THIRD, "--close", *ON)
    told = ran.err.splitlines()[-1].removeprefix("提交：")
    subprocess.run(told, shell=True, check=True, capture_output=True)  # noqa: S602


# --- both days, wherever a day is shown ---------------------------------------------------------


BOTH = "2023年6月底前（2023-06-30，准予延期至2023-07-25）"


def test_the_original_day_stands_beside_the_new_one_everywhere(district: Path) -> None:
    late = ("--as-of", "2023-08-01")
    assert flat(BOTH) in flat(gongkai(*late, "overdue", "-u", SECOND).out)
    assert flat(BOTH) in flat(on_a_terminal("update", "1", "-u", SECOND, *ON, typing="\x04"))
    history = gongkai(*late, "history", "1", "-u", SECOND)
    assert "时限由2023年6月底前改为2023-07-25" in flat(history.out)
    told = rows(gongkai(*late, "history", "1", "-u", SECOND, "-f", "csv").out)
    assert told[1]["状态变化"] == "时限由原定改为2023-07-25"
    [row] = [e for e in rows(gongkai("ledger", "-u", SECOND, "-f", "csv").out) if e["序号"] == "1"]
    assert (row["到期日"], row["原到期日"]) == ("2023-07-25", "2023-06-30")
    done = ("-s", "已完成", "-p", "好", "-e", "http://example.cn/a", "--date", "2023-07-24")
    gongkai("update", "1", "-u", SECOND, *done)
    shown = gongkai(*late, "review", "--queue", "-u", SECOND)
    assert flat(BOTH) in flat(shown.out)
    [row] = [
        each
        for each in rows(gongkai(*late, "review", "--queue", "-f", "csv").out)
        if (each["单位"], each["序号"]) == (SECOND, "1")
    ]
    assert (row["到期日"], row["原到期日"]) == ("2023-07-25", "2023-06-30")


def test_done_within_the_extension_is_shown_as_such(district: Path) -> None:
    done = ("-s", "已完成", "-p", "好", "-e", "http://example.cn/a", "--date", "2023-07-24")
    gongkai("update", "1", "-u", SECOND, *done)
    late = ("--as-of", "2023-08-01")
    found = gongkai(*late, "overdue", "--standing", "延期完成")
    assert found.out.startswith("截至2023-08-01：1项延期完成")
    assert "其中逾期完成1项、延期完成1项" in flat(gongkai(*late, "status").out)
    assert "延期完成 1" in gongkai(*late).out


def test_history_tells_what_the_answer_changed(district: Path) -> None:
    gongkai("review", "3", "-u", SECOND, "--accept", *ON)
    gongkai("review", "3", "-u", THIRD, "--send-back", "--comment", "有这项职能", *ON)
    taken = gongkai("history", "3", "-u", SECOND, *ASKED).out
    assert "认领\n            待办公室答复 ·" in taken
    assert "办公室同意\n            认领得到同意 ·" in taken
    declined = gongkai("history", "3", "-u", THIRD, *ASKED).out
    assert "不涉及，待办公室答复 ·" in declined
    assert "办公室退回：有这项职能\n            不涉及 → 待认领 ·" in declined


def test_the_gate_says_the_same(district: Path) -> None:
    text = "type: 核验\ntask: 1\ndate: 2023-06-20\nverdict: 同意\n"
    put(district, f"{THIRD}/reviews/x.yaml", text)
    ran = gongkai("check", "--unit", THIRD)
    assert ran.code == 1
    assert flat("G313 与任务1的情况矛盾：没有待答复的认领或不涉及") in flat(ran.out)
