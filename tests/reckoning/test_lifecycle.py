from gongkai_cli.domain.item import Basis
from gongkai_cli.domain.record import Verdict
from gongkai_cli.reckoning.fold import Status, named
from gongkai_cli.reckoning.lifecycle import (
    REPORTS,
    SITUATIONS,
    STEPS,
    VERDICTS,
    Outcome,
    outcomes,
    reached,
)

TAKEN = "已经认领，不能再报不涉及；认领报错了的，请更正那条认领"


def table() -> dict[tuple[str, str], Outcome]:
    return {(name, each.step): each for name, row in outcomes(STEPS) for each in row}


def test_every_status_is_a_situation_and_each_has_its_own_name() -> None:
    assert {named(reached(each), each.basis) for each in SITUATIONS} == {*Status}
    names = [name for name, _ in outcomes(REPORTS)]
    assert len(names) == len(set(names)) == len(SITUATIONS)
    assert set(VERDICTS) == {*Verdict} - {Verdict.WITHDRAW}


def test_a_step_leads_on_or_says_why_not() -> None:
    found = table()
    for (name, step), after in {
        ("未启动", "推进中"): "推进中",
        ("已完成", "销号"): "已销号",
        ("已完成", "退回"): "已退回",
        ("已销号", "退回"): "已退回",
        ("已销号", "推进中"): "已销号",
        ("已退回", "已完成"): "已完成",
        ("推进中（延期申请待答复）", "不予延期"): "推进中",
        ("已完成（延期申请待答复）", "准予延期"): "已完成",
        ("待认领", "认领"): "未启动（认领待答复）",
        ("待认领", "推进中"): "推进中（已认领）",
        ("推进中（已认领）", "认领"): "推进中（已认领）",
        ("已退回（已认领）", "已完成"): "已完成",
        ("已完成（延期申请待答复）", "销号"): "已销号",
        ("未启动（认领待答复）", "同意"): "未启动（已认领）",
        ("未启动（认领待答复）", "退回"): "待认领",
        ("不涉及（待答复）", "同意"): "不涉及",
        ("不涉及（待答复）", "退回"): "待认领",
        ("不涉及", "认领"): "未启动（认领待答复）",
    }.items():
        assert (found[name, step].after, found[name, step].why) == (after, "")
    for (name, step), why in {
        ("未启动", "销号"): "当前状态是未启动，不能销号",
        ("待认领", "退回"): "当前状态是待认领，不能退回",
        ("不涉及", "退回"): "当前状态是不涉及，不能退回",
        ("未启动", "准予延期"): "没有待答复的延期申请",
        ("已销号", "准予延期"): "当前状态是已销号，不用再答复延期",
        ("已销号", "不予延期"): "当前状态是已销号，不用再答复延期",
        ("未启动（认领待答复）", "不涉及"): TAKEN,
        ("未启动（已认领）", "不涉及"): TAKEN,
        ("推进中（已认领）", "不涉及"): TAKEN,
        ("已退回（已认领）", "不涉及"): TAKEN,
        ("推进中", "同意"): "没有待答复的认领或不涉及",
        ("已完成", "延期申请"): "当前状态是已完成，不用再申请延期",
        ("已销号", "不涉及"): "当前状态是已销号，不能再报不涉及",
        ("未启动", "认领"): "本单位是点名的责任单位，不用认领",
    }.items():
        assert (found[name, step].after, found[name, step].why) == (name, why)


def test_group_tasks_stand_as_named_ones_do() -> None:
    for situation in SITUATIONS:
        if situation.basis is Basis.NAMED:
            assert reached(situation._replace(basis=Basis.GROUP)) == reached(situation)
