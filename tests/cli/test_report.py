"""`update`: one record more, everything else as it was."""

import errno
import json
import os
import shlex
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
    Ran,
    files_under,
    gongkai,
    on_a_terminal,
    put,
)
from gongkai_cli.cli import evidence, filed, shell
from gongkai_cli.cli.evidence import Materials
from gongkai_cli.cli.ledgers import refresh
from gongkai_cli.cli.writing import CannotWrite
from gongkai_cli.cli.wrong import Stop

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
        f"提交：git add ledgers/2023/{FIRST} && git commit -m '{FIRST}：任务1已完成'",
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
    assert gongkai("ledger", "--unit", FIRST, "--check").code == 0


def test_two_files_of_one_name_at_the_same_second_are_not_mixed_up(
    bare: Path, tmp_path: Path
) -> None:
    command = [sys.executable, "-m", "gongkai_cli", "update", "1", "--unit", FIRST, *ON]
    running = {}
    for word in "甲乙":
        (tmp_path / word).mkdir()
        photo = tmp_path / word / "照片.png"
        photo.write_text(word, "utf-8")
        options = ["-s", "已完成", "-p", word, "-e", str(photo)]
        running[word] = subprocess.Popen([*command, *options], stderr=subprocess.PIPE)
    ended = {word: each.communicate()[1] and each.returncode for word, each in running.items()}
    assert sorted(ended.values()) == [0, 2]
    [text] = records(bare, FIRST).values()
    kept = (bare / f"ledgers/2023/{FIRST}/evidence/照片.png").read_text("utf-8")
    assert f"progress: {kept}\n" in text
    assert ended[kept] == 0


def test_one_report_for_several_tasks(bare: Path) -> None:
    ran = gongkai("update", "1", "4", "2", "4", "-u", FIRST, *ON, "-s", "推进中")
    assert f"commit -m '{FIRST}：任务1、4、2推进中'" in ran.err.replace("\n  ", "")
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
    (["1", "-u", FIRST, "--claim", *ON], "本单位是点名的责任单位，不用认领"),
    (
        ["1", "-u", FIRST, "--extend-until", "2023-06-30", "--reason", "忙", *ON],
        "延期要晚于这一天",
    ),
    (
        ["3", "-u", FIRST, "--extend-until", "2023-12-31", "--reason", "忙", *ON],
        "没有最后日期，不用申请延期",
    ),
    (["1", "-u", FIRST, "--extend-until", "2023-09-30", *ON], "申请延期要写原因"),
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
        "2",
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
        "请打 1（推进中）或 2（已完成）。",
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


@pytest.mark.parametrize("form", ["updates/{}", "{}", "ledgers/2023/示例一局/updates/{}"])
@pytest.mark.parametrize("ending", ["", ".yaml"])
def test_a_correction_names_the_whole_file_however_it_was_said(
    form: str, ending: str, bare: Path
) -> None:
    wrong = update("1", FIRST, *DONE)
    spoken = form.format(wrong.removesuffix(".yaml")) + ending
    update("1", FIRST, "-s", "推进中", "--corrects", spoken, "--reason", "报早了")
    assert sum(f"corrects: {wrong}\n" in text for text in records(bare, FIRST).values()) == 1


def test_a_correction_needs_a_record_of_this_unit_even_with_a_day(bare: Path) -> None:
    other = update("1", SECOND, *DONE)
    before = files_under(bare)
    for name in (other, "没有.yaml", "../updates/x", "/"):
        ran = gongkai(
            "update", "1", "-u", FIRST, *ON, "-s", "推进中", "--corrects", name, "--reason", "错"
        )
        assert (ran.code, "无从更正" in ran.err) == (2, True)
    assert files_under(bare) == before


def test_a_correction_speaks_of_all_the_tasks(bare: Path) -> None:
    wrong = gongkai("update", "1", "2", "-u", FIRST, *ON, "-s", "推进中")
    assert wrong.code == 0
    [name] = records(bare, FIRST)
    more = ("-u", FIRST, "-s", "推进中", "--corrects", name, "--reason", "错")
    assert "更正要写全原记录的任务：1、2。" in gongkai("update", "1", *more).err
    assert gongkai("update", "2", "4", "1", *more).code == 0


def test_a_mistaken_done_becomes_a_decline_or_a_request(bare: Path) -> None:
    wrong = update("3", SECOND, *DONE)
    update("3", SECOND, "--decline", "--corrects", wrong, "--reason", "报错了行")
    wrong = update("1", FIRST, *DONE)
    more = ("--extend-until", "2023-09-30", "--corrects", wrong, "--reason", "报错了")
    update("1", FIRST, *more)
    shown = gongkai("status", "--by", "item", "-f", "json", "--as-of", "2023-06-30")
    found = {(each["unit"], each["task"]): each["status"] for each in json.loads(shown.out)["data"]}
    assert (found[SECOND, 3], found[FIRST, 1]) == ("不涉及", "未启动")


def test_what_a_corrected_correction_put_right_stays_put_right(bare: Path) -> None:
    first = update("3", SECOND, *DONE)
    second = update("3", SECOND, "-s", "推进中", "--corrects", first, "--reason", "一")
    update("3", SECOND, "--decline", "--corrects", second, "--reason", "二")
    assert len(records(bare, SECOND)) == 3


def test_an_empty_file_is_evidence_like_any_other(bare: Path, tmp_path: Path) -> None:
    empty, full = tmp_path / "一" / "a.txt", tmp_path / "二" / "a.txt"
    for file, data in ((empty, b""), (full, b"x")):
        file.parent.mkdir()
        file.write_bytes(data)
    both = ("-e", str(empty), "-e", str(full))
    ran = gongkai("update", "1", "-u", FIRST, *ON, "-s", "已完成", *both)
    assert (ran.code, "已有另一份同名材料" in ran.err) == (2, True)
    update("1", FIRST, "-s", "已完成", "-e", str(empty), "-e", str(empty))
    assert (bare / f"ledgers/2023/{FIRST}/evidence/a.txt").read_bytes() == b""
    ran = gongkai("update", "2", "-u", FIRST, *ON, "-s", "已完成", "-e", str(full))
    assert (ran.code, "已有另一份同名材料" in ran.err) == (2, True)


def test_evidence_that_came_meanwhile_is_not_lost(tmp_path: Path) -> None:
    folder = tmp_path / "unit"
    desks = []
    for name in ("一", "二", "三"):
        (tmp_path / name).mkdir()
        photo = tmp_path / name / "照片.png"
        photo.write_bytes(b"1" if name == "三" else name.encode())
        desks.append(Materials(folder, tmp_path))
        assert desks[-1].piece(str(photo))["file"] == "evidence/照片.png"
    desks[0].copy()
    desks[0].copy()
    with pytest.raises(Stop, match="已有另一份同名材料，请改名后再附"):
        desks[1].copy()
    assert (folder / "evidence/照片.png").read_text("utf-8") == "一"


def test_evidence_never_becomes_a_link(tmp_path: Path) -> None:
    folder, photo = tmp_path / "unit", tmp_path / "a.png"
    photo.write_bytes(b"1")
    (folder / "evidence").mkdir(parents=True)
    (folder / "evidence/a.png").symlink_to(photo)
    with pytest.raises(Stop, match="已有另一份同名材料"):
        Materials(folder, tmp_path).piece(str(tmp_path / "a.png"))


def test_evidence_stays_inside_the_units_folder(
    bare: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = bare / f"ledgers/2023/{FIRST}"
    (folder / "材料").mkdir(parents=True)
    (folder / "材料/内.txt").write_bytes(b"1")
    (tmp_path / "外.txt").write_bytes(b"2")
    (folder / "材料/链.txt").symlink_to(tmp_path / "外.txt")
    monkeypatch.chdir(folder / "材料")
    materials = Materials(folder, bare)
    for given_, kept in (
        ("内.txt", "材料/内.txt"),
        ("../材料/内.txt", "材料/内.txt"),
        (str(folder / "材料/内.txt"), "材料/内.txt"),
        (str(tmp_path / "外.txt"), "evidence/外.txt"),
        ("../../../../../外.txt", "evidence/外.txt"),
        ("链.txt", "evidence/链.txt"),
    ):
        assert materials.piece(given_)["file"] == kept


def test_a_files_own_name_may_hold_an_equals_sign(tmp_path: Path) -> None:
    photo = tmp_path / "甲=乙.png"
    photo.write_bytes(b"1")
    found = Materials(tmp_path / "unit", tmp_path).piece(str(photo))
    assert found == {"title": "甲=乙", "file": "evidence/甲=乙.png"}


@pytest.mark.parametrize(
    ("given_", "sentence"),
    [
        ("已经在会上汇报过了" * 40, "找不到佐证材料"),
        (f"说明={'长' * 300}", "找不到佐证材料"),
        ("坏\0名", "找不到佐证材料"),
        ("ledgers", "是文件夹"),
        ("", "找不到佐证材料"),
        ("现场=", "找不到佐证材料"),
    ],
)
def test_what_is_no_file_is_a_sentence(given_: str, sentence: str, bare: Path) -> None:
    (bare / "ledgers").mkdir()
    ran = gongkai("update", "1", "-u", FIRST, *ON, "-s", "已完成", "-e", given_)
    assert ran.code == 2
    assert sentence in ran.err.replace("\n  ", "")


@pytest.mark.parametrize("number", ["EACCES", "EIO"])
def test_an_unreadable_file_is_a_sentence(
    number: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    photo = tmp_path / "a.png"
    photo.write_bytes(b"1")

    def refuse(*_: object, **__: object) -> None:
        raise OSError(getattr(errno, number), os.strerror(getattr(errno, number)))

    materials = Materials(tmp_path / "unit", tmp_path)
    with monkeypatch.context() as patch:
        patch.setattr(Path, "open", refuse)
        with pytest.raises(Stop, match=r"读不了佐证材料“.*”：[一-龥]+。"):
            materials.piece(str(photo))
        patch.setattr(Path, "stat", refuse)
        with pytest.raises(Stop, match="佐证材料"):
            materials.piece(str(photo))


def test_a_file_too_large_is_a_sentence(tmp_path: Path) -> None:
    large = tmp_path / "a.mp4"
    with large.open("wb") as stream:
        stream.truncate(evidence.MAX_MEGABYTES * 1024 * 1024 + 1)
    with pytest.raises(Stop, match="超过 50 MB"):
        Materials(tmp_path / "unit", tmp_path).piece(str(large))


def test_a_ledger_that_cannot_be_written_is_said_and_mended(
    bare: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> bool:
        raise CannotWrite("写不了 台账.md：磁盘已满。")

    with monkeypatch.context() as patch:
        patch.setattr(filed, "refresh", full)
        ran = gongkai("update", "1", "-u", FIRST, *ON, *DONE)
    [name] = records(bare, FIRST)
    assert ran.code == 3
    assert ran.err.splitlines()[:3] == [
        f"已写入 ledgers/2023/{FIRST}/updates/{name}，台账没有更新。",
        "写不了 台账.md：磁盘已满。",
        f"稍后更新台账：gongkai ledger --unit {FIRST}",
    ]
    ran = gongkai("update", "1", "-u", FIRST, *ON, *DONE)
    assert ran.code == 0
    assert "没有重复写入，台账已更新。" in ran.err.replace("\n  ", "")
    assert gongkai("ledger", "--unit", FIRST, "--check").code == 0
    again = gongkai("update", "1", "-u", FIRST, *ON, *DONE).err.replace("\n  ", "")
    assert "台账已是最新。" in again
    assert "git" not in again


@pytest.mark.parametrize("broken", [False, True])
def test_the_ledger_is_written_again_when_a_record_came_meanwhile(
    *, broken: bool, bare: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "type: 进展\ntask: 2\ndate: 2023-06-19\nstatus: 推进中\nprogress: 后到\n"
    real, late = refresh, bare / f"ledgers/2023/{FIRST}/updates/2-late.yaml"
    runs: list[int] = []

    def overtaken(*args: object) -> bool:
        runs.append(1)
        if len(runs) == 1 and broken:
            late.write_text("type：", "utf-8")
        try:
            return real(*args)  # type: ignore[arg-type]
        finally:
            if len(runs) == 1:
                late.write_text(text, "utf-8")

    monkeypatch.setattr(filed, "refresh", overtaken)
    assert gongkai("update", "1", "-u", FIRST, *ON, *DONE).code == 0
    assert len(runs) == 2
    assert "后到" in (bare / f"ledgers/2023/{FIRST}/台账.md").read_text("utf-8")


def test_a_ledger_that_never_comes_to_rest_ends(
    bare: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs: list[int] = []

    def restless(*_: object) -> bool:
        runs.append(1)
        put(bare, f"{FIRST}/updates/{len(runs)}.yaml", "")
        return True

    monkeypatch.setattr(filed, "refresh", restless)
    assert gongkai("update", "1", "-u", FIRST, *ON, *DONE).code == 0
    assert len(runs) == 20


def test_the_commit_is_said_from_where_one_stands(
    bare: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for place, path in (
        (bare / "data", f"../ledgers/2023/{FIRST}"),
        (bare / f"ledgers/2023/{FIRST}", "."),
    ):
        place.mkdir(parents=True, exist_ok=True)
        monkeypatch.chdir(place)
        ran = gongkai("update", "1", "-u", FIRST, *ON, "-s", "推进中", "-p", path)
        assert f"git add {path} && git commit" in ran.err.replace("\n  ", "")


@pytest.mark.parametrize("name", ["甲 乙", "`id`$(id)", "';id #", '";id"', "!x", "-x", "a\nb"])
def test_a_pasted_word_runs_nothing(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert shlex.split(shell.quoted(name)) == [name]
    monkeypatch.setattr(sys, "platform", "win32")
    inner = shell.quoted(name)
    assert (inner[0], inner[-1]) == ('"', '"')
    assert not set(inner[1:-1]) & set('"`$%!“”\n')


def test_a_unit_of_another_year_is_refused(bare: Path) -> None:
    file = bare / "data/units.yaml"
    line = "- {name: 示例三局, kind: 部门"
    file.write_text(
        file.read_text("utf-8").replace(line, f"{line}, active_until: 2022-12-31"), "utf-8"
    )
    ran = gongkai("update", "1", "-u", THIRD, *ON, *DONE)
    assert ran.code == 2
    assert THIRD in ran.err
    assert records(bare, THIRD) == {}


def test_on_a_terminal_it_asks_for_the_unit(bare: Path) -> None:
    lines = ["没有局", STREET, "示例第一局", ""]
    shown = on_a_terminal("update", "1", *ON, "-s", "推进中", "-p", "好", typing="\n".join(lines))
    for sentence in (
        f"任务1由{FIRST}、{SECOND}、{THIRD}负责。",
        "报送单位：",
        "名录里没有“没有局”",
        f"任务1不由{STREET}负责",
        "台账已更新。",
    ):
        assert sentence in shown.replace("\n  ", "")
    assert len(records(bare, FIRST)) == 1


@pytest.mark.usefixtures("bare")
def test_no_unit_has_all_the_tasks_and_nothing_is_asked() -> None:
    shown = on_a_terminal("update", "4", "5", *ON, "-s", "推进中", "-p", "好")
    assert "报送单位" not in shown
    assert "[2]" in shown


@pytest.mark.usefixtures("bare")
@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("2", "-u", FIRST, "-u", SECOND, "--status", "推进中"), "一次只办一个单位的事"),
        (("2", "-u", FIRST, "--status", "推进中", "--measure", "解读材料"), "请写成 名=数 的样子"),
        (("1", "-u", FIRST, "--extend-until", "2023-09-30"), "请加 --reason 原因"),
        (("1,2", "-u", FIRST, "--status", "推进中"), "几项任务用空格隔开"),
    ],
)
def test_a_slip_on_the_line_is_named(words: tuple[str, ...], said: str) -> None:
    ran = gongkai("update", *words, "--date", "2023-06-20")
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err.replace("\n  ", "")


def test_a_full_width_equals_sign_is_one(bare: Path) -> None:
    name = update("2", FIRST, "--status", "推进中", "--measure", "解读材料＝3")
    assert "measures:\n  解读材料: 3\n" in records(bare, FIRST)[name]


def test_a_record_is_corrected_once(bare: Path) -> None:
    """Two corrections of one record would both count."""
    words = ("2", FIRST, "--status", "推进中", "--progress")
    first = update(*words, "甲")
    second = update(*words, "乙", "--corrects", first, "--reason", "错字")
    again = ("--status", "推进中", "--progress", "丙", "--reason", "错字", "--corrects")
    ran = gongkai("update", "2", "-u", FIRST, *again, first)
    assert (ran.code, f"{first} 已由 {second} 更正" in ran.err.replace("\n  ", "")) == (2, True)
    assert gongkai("update", "2", "-u", FIRST, *again, second).code == 0


@pytest.mark.parametrize("reason", [(), ("--reason", "  "), ("--reason", "\t")])
def test_declining_and_asking_for_time_need_a_reason(bare: Path, reason: tuple[str, ...]) -> None:
    day = ("--date", "2023-06-20")
    ran = gongkai("update", "3", "-u", SECOND, "--decline", *reason, *day)
    assert ran == Ran(2, "", "答复不涉及要写原因，请加 --reason 原因。\n")
    ran = gongkai("update", "1", "-u", SECOND, "--extend-until", "2023-09-30", *reason, *day)
    assert ran == Ran(2, "", "申请延期要写原因，请加 --reason 原因。\n")
    assert not (bare / "ledgers").exists()
