"""`update`: one record more, everything else as it was."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fictional import (
    FIRST,
    HOSTILE,
    SECOND,
    STREET,
    THIRD,
    files_under,
    gongkai,
    on_a_terminal,
    put,
)

DONE = ("--status", "已完成", "--progress", "已公开", "--evidence", "清单=http://example.cn/a")
ON = ("--date", "2023-06-20")


def update(number: str, unit: str, *options: str) -> str:
    """Report, and give the name of the new record."""
    ran = gongkai("update", number, "--unit", unit, *ON, *options)
    assert (ran.code, ran.out) == (0, ""), ran.err
    return ran.err.partition("/updates/")[2].partition("，")[0].replace("\n", "").replace(" ", "")


def records(root: Path, unit: str) -> dict[str, str]:
    folder = root / "ledgers/2023" / unit / "updates"
    return {path.name: path.read_text("utf-8") for path in folder.glob("*")}


def test_writes_one_record_and_the_ledger(bare: Path) -> None:
    ran = gongkai("update", "1", "--unit", FIRST, *ON, *DONE)
    [(name, text)] = records(bare, FIRST).items()
    assert text == (
        "type: 进展\ntask: 1\ndate: 2023-06-20\nstatus: 已完成\nprogress: 已公开\n"
        "evidence:\n- title: 清单\n  url: http://example.cn/a\n"
    )
    assert (ran.code, ran.out) == (0, "")
    assert ran.err.splitlines() == [
        f"已写入 ledgers/2023/{FIRST}/updates/{name}，台账已更新。",
        f'提交：git add ledgers/2023/{FIRST} && git commit -m "{FIRST}：任务1已完成"',
    ]
    ledger = (bare / f"ledgers/2023/{FIRST}/台账.md").read_text("utf-8")
    assert "| 已完成 | 2023-06-20 |" in ledger
    assert gongkai("ledger", "--unit", FIRST, "--check").code == 0


def test_dry_run_writes_nothing(bare: Path, tmp_path: Path) -> None:
    photo = tmp_path / "photo.png"
    photo.write_bytes(b"png")
    before = files_under(bare)
    ran = gongkai("update", "1", "-u", FIRST, *ON, *DONE, "-e", str(photo), "--dry-run")
    assert ran.code == 0
    assert ran.out.startswith("type: 进展\ntask: 1\n")
    assert "没有写入" in ran.err
    assert files_under(bare) == before


def test_the_same_words_twice_are_one_record(bare: Path) -> None:
    update("1", FIRST, *DONE)
    ran = gongkai("update", "1", "-u", FIRST, *ON, *DONE)
    assert ran.code == 0
    assert ran.err.startswith("已有一条内容完全相同的记录")
    assert len(records(bare, FIRST)) == 1


def test_two_at_the_same_second_both_survive(bare: Path) -> None:
    command = [sys.executable, "-m", "gongkai_cli", "update", "1", "--unit", FIRST]
    command += [*ON, "--status", "推进中", "--progress"]
    running = [subprocess.Popen([*command, text], stderr=subprocess.PIPE) for text in "甲乙"]
    assert [each.communicate()[1] and each.returncode for each in running] == [0, 0]
    assert len(records(bare, FIRST)) == 2
    gongkai("ledger", "--all")
    assert gongkai("ledger", "--all", "--check").code == 0


def test_one_report_for_several_tasks(bare: Path) -> None:
    ran = gongkai("update", "1", "4", "2", "4", "-u", FIRST, *ON, "-s", "推进中")
    assert f'commit -m "{FIRST}：任务1、4、2推进中"' in ran.err.replace("\n  ", "")
    shown = gongkai("status", "--by", "item", "-u", FIRST, "-f", "json", "--as-of", "2023-06-30")
    found = {each["task"]: each["status"] for each in json.loads(shown.out)["data"]}
    assert found == {1: "推进中", 2: "推进中", 3: "未启动", 4: "推进中"}


def test_evidence_is_copied_beside_the_records(bare: Path, tmp_path: Path) -> None:
    photo = tmp_path / "照片.png"
    photo.write_bytes(b"png")
    update("1", FIRST, "--status", "已完成", "-e", f"现场={photo}", "-e", "http://a.cn/?b=c")
    assert (bare / f"ledgers/2023/{FIRST}/evidence/照片.png").read_bytes() == b"png"
    [text] = records(bare, FIRST).values()
    assert "title: 现场\n  file: evidence/照片.png" in text
    assert "title: http://a.cn/?b=c\n  url: http://a.cn/?b=c" in text


def test_evidence_of_another_content_keeps_its_place(bare: Path, tmp_path: Path) -> None:
    photo = tmp_path / "照片.png"
    photo.write_bytes(b"one")
    update("1", FIRST, "--status", "已完成", "-e", str(photo))
    photo.write_bytes(b"two")
    before = files_under(bare)
    ran = gongkai("update", "2", "-u", FIRST, *ON, "-s", "已完成", "-e", str(photo))
    assert (ran.code, files_under(bare)) == (2, before)
    assert "已有另一份同名材料" in ran.err


def test_a_refused_record_copies_nothing(bare: Path, tmp_path: Path) -> None:
    photo = tmp_path / "照片.png"
    photo.write_bytes(b"one")
    before = files_under(bare)
    ran = gongkai("update", "1", "-u", FIRST, "--date", "2020-01-01", *DONE, "-e", str(photo))
    assert (ran.code, files_under(bare)) == (2, before)


def test_measures_count_towards_the_target(bare: Path) -> None:
    asked = ("overdue", "-u", FIRST, "--as-of", "2023-06-30", "-f", "json", "--standing")
    update("2", FIRST, "--status", "已完成", "--measure", "解读材料=3")
    [short] = json.loads(gongkai(*asked, "未达标").out)["data"]
    assert short["unmet_targets"] == ["解读材料"]
    update("2", FIRST, "--status", "已完成", "--measure", "解读材料=１")
    assert [each["task"] for each in json.loads(gongkai(*asked, "办结").out)["data"]] == [2]


@pytest.mark.usefixtures("bare")
def test_claim_and_decline() -> None:
    update("3", SECOND, "--claim", "--owner", "示例科")
    update("3", THIRD, "--decline", "--reason", "没有这项职能")
    ran = gongkai("status", "--by", "item", "-f", "json", "--as-of", "2023-06-30")
    found = {(each["unit"], each["task"]): each["status"] for each in json.loads(ran.out)["data"]}
    assert (found[SECOND, 3], found[THIRD, 3]) == ("未启动", "不涉及")


def test_asking_for_more_time(bare: Path) -> None:
    name = update("1", SECOND, "--extend-until", "2023-09-30", "--reason", "要报会议")
    assert records(bare, SECOND)[name] == (
        "type: 延期申请\ntask: 1\ndate: 2023-06-20\nuntil: 2023-09-30\nreason: 要报会议\n"
    )


def test_a_correction_stands_on_the_same_day(bare: Path) -> None:
    wrong = update("1", FIRST, *DONE)
    more = ("--corrects", wrong, "--reason", "报早了")
    ran = gongkai("update", "1", "-u", FIRST, "-s", "推进中", *more)
    assert ran.code == 0
    assert {text.split("\n")[2] for text in records(bare, FIRST).values()} == {"date: 2023-06-20"}
    shown = gongkai("history", "1", "--unit", FIRST).out
    assert "已被更正，不再计入" in shown
    assert "未启动 → 推进中" in shown


REFUSED = [
    (["1", "-u", FIRST], "请用 --status 推进中 或 --status 已完成 说明进度。"),
    (["1", "-u", FIRST, *DONE], "不在2023年度之内"),
    (["1", "-u", FIRST, *DONE, "--date", "2099-01-01"], "2099-01-01 还没有到"),
    (["1", "-u", FIRST, *DONE, "--claim"], "--status、--claim 说的是不同的事"),
    (["3", "-u", SECOND, "--claim", "--progress", "好"], "认领不用写 --progress。"),
    (["3", "-u", SECOND, "--decline", "-e", "http://a.cn"], "不涉及不用写 --evidence。"),
    (["1", "-u", FIRST, "--claim", *ON], "不用认领，也不能答复不涉及"),
    (
        ["1", "-u", FIRST, "--extend-until", "2023-06-30", "--reason", "忙", *ON],
        "延期要晚于这一天",
    ),
    (
        ["3", "-u", FIRST, "--extend-until", "2023-12-31", "--reason", "忙", *ON],
        "没有最后日期，不用申请延期",
    ),
    (["1", "-u", FIRST, "--extend-until", "2023-09-30", *ON], "缺少必填项 reason"),
    (["1", "-u", FIRST, *DONE, *ON, "-e", "没有.pdf"], "找不到佐证材料“没有.pdf”"),
    (["1", "-u", FIRST, *DONE, *ON, "-e", "javascript:alert(1)"], "找不到佐证材料"),
    (["1", "-u", FIRST, *DONE, *ON, "--measure", "次数=1"], "这里的任务没有指标"),
    (["4", "-u", FIRST, *DONE, *ON, "--measure", "次数=1"], "指标有：示例培训"),
    (["4", "-u", FIRST, *DONE, *ON, "--measure", "示例培训=多"], "应为数字"),
    (["1", "-u", FIRST, *DONE, "--corrects", "没有.yaml", "--reason", "错"], "无从更正"),
    (["1", "-u", STREET, *DONE, *ON], f"任务1不由{STREET}负责"),
]


@pytest.mark.parametrize(("options", "sentence"), REFUSED, ids=[each[1] for each in REFUSED])
def test_what_cannot_be_is_refused(options: list[str], sentence: str, bare: Path) -> None:
    before = files_under(bare)
    ran = gongkai("update", *options)
    assert (ran.code, ran.out) == (2, "")
    assert sentence in ran.err.replace("\n  ", "")
    assert files_under(bare) == before


@pytest.mark.usefixtures("bare")
def test_done_without_evidence_is_reminded() -> None:
    ran = gongkai("update", "1", "-u", FIRST, *ON, "-s", "已完成")
    assert (ran.code, "申报已完成要附佐证材料" in ran.err) == (0, True)


def test_a_folder_with_a_broken_record_takes_more_but_no_ledger(bare: Path) -> None:
    put(bare, f"{FIRST}/updates/broken.yaml", "task：1\n")
    ran = gongkai("update", "1", "-u", FIRST, *ON, *DONE)
    assert ran.code == 2
    assert f"ledgers/2023/{FIRST}/updates/broken.yaml:1:5: 错误 G101" in ran.err
    assert "台账没有更新" in ran.err.replace("\n  ", "")
    assert len(records(bare, FIRST)) == 2
    assert not (bare / f"ledgers/2023/{FIRST}/台账.md").exists()


def test_outside_a_workspace_nothing_is_written(nowhere: Path) -> None:
    ran = gongkai("update", "21", "-s", "已完成", "--date", "2023-06-28")
    assert (ran.code, ran.out) == (3, "")
    assert "这里不是工作区，不能写入" in ran.err
    assert files_under(nowhere) == {}


def test_a_link_out_of_the_workspace_is_not_followed(bare: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (bare / "ledgers/2023").mkdir(parents=True)
    (bare / f"ledgers/2023/{FIRST}").symlink_to(outside)
    ran = gongkai("update", "1", "-u", FIRST, *ON, *DONE)
    assert (ran.code, list(outside.iterdir())) == (3, [])
    assert "指向工作区之外的链接" in ran.err.replace("\n  ", "")


@given(st.text(min_size=1, max_size=60) | st.just(HOSTILE))
@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_words_are_kept_or_refused(bare: Path, words: str) -> None:
    ran = gongkai("update", "1", "-u", FIRST, *ON, "-s", "推进中", f"--progress={words}")
    assert ran.code in {0, 2}, ran.err
    assert "程序自己出了错" not in ran.err
    shown = gongkai("history", "1", "-u", FIRST, "-f", "json")
    assert (shown.code, shown.err) == (0, "")
    told = [each["says"] for each in json.loads(shown.out)["data"]]
    assert ran.code == 2 or f"推进中：{words}" in told or words != words.strip()
    assert (bare / f"ledgers/2023/{FIRST}/台账.md").exists() or ran.code == 2


def test_on_a_terminal_it_asks_for_what_is_missing(bare: Path) -> None:
    lines = [
        "昨天",
        "2099-01-01",
        "2023-06-20",
        "完成",
        "已完成",
        "",
        "已公开",
        "没有.pdf",
        "http://a.cn",
        "",
    ]
    shown = on_a_terminal("update", "1", "-u", FIRST, typing="\n".join([*lines, ""]))
    for sentence in (
        f"任务1 · {FIRST} · 示例事项清单 · 时限 2023年6月底前（2023-06-30） · 还没有报送",
        "哪一天的进展（2023年度，如 2023-06-28）：",
        "“昨天”不是日历上有的日期",
        "2099-01-01 还没有到",
        "请写 推进中 或 已完成。",
        "请写一两句做了什么。",
        "找不到佐证材料“没有.pdf”",
        "台账已更新。",
    ):
        assert sentence in shown.replace("\n  ", "")
    assert not any(word in shown for word in ("Error", "Aborted", "[130]"))
    [text] = records(bare, FIRST).values()
    assert "date: 2023-06-20\nstatus: 已完成\nprogress: 已公开\n" in text
    assert "url: http://a.cn" in text


def test_given_everything_it_asks_for_nothing(bare: Path) -> None:
    shown = on_a_terminal("update", "1", "-u", FIRST, *ON, "-s", "推进中", "-p", "好")
    assert shown.startswith("已写入")
    assert len(records(bare, FIRST)) == 1


@pytest.mark.parametrize("keys", ["\x04", "推进中\n\x04"])
def test_leaving_in_the_middle_writes_nothing(keys: str, bare: Path) -> None:
    before = files_under(bare)
    shown = on_a_terminal("update", "1", "-u", FIRST, *ON, typing=keys)
    assert "[130]" in shown
    assert "Traceback" not in shown
    assert files_under(bare) == before
