import os
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from gongkai_cli.domain.record import (
    Claim,
    Decline,
    Evidence,
    ExtensionRequest,
    LookBack,
    Outcome,
    Progress,
    Record,
    Review,
    Step,
    Verdict,
)
from gongkai_cli.reading.recognise import recognise_record
from gongkai_cli.reading.records import read_folder
from gongkai_cli.reading.source import dump, parse
from small_workspace import (
    FOLDER,
    RECORD,
    RECORD_FILE,
    REVIEW_FILE,
    Fault,
    faults_of,
    put,
    read_record,
    said,
    told,
    workspace,
)

HEAD = "type: {kind}\ntask: 1\ndate: 2023-06-20\n"
KINDS = "可用的种类：进展、认领、不涉及、延期申请、核验、回头看"
DAY = "日期应写成 2023-06-30 的样子"
NUMBER = "应为数字，如 5 或 62.5"
WHOLE = "应为不超过九位的整数"
ONE_PLACE = "每份佐证材料写 url（网址）或 file（文件），两者取一"


def text(kind: str, more: str = "") -> str:
    """A record of `kind`."""
    return HEAD.format(kind=kind) + more


WRONG: list[tuple[str, list[Fault]]] = [
    ("task: 1\n", [("G121", 1, 1, "缺少必填项 type", KINDS)]),
    ("type:\ntask: 1\n", [("G121", 1, 6, "缺少必填项 type", KINDS)]),
    ("type: 进度\n", [("G122", 1, 7, "type 的值“进度”不是记录的种类", KINDS)]),
    ("type: [进展]\n", [("G122", 1, 7, "type 应为文字", KINDS)]),
    ("type: {a: b}\n", [("G122", 1, 7, "type 应为文字", KINDS)]),
    (f"type: {'进' * 99}\n", [("G122", 1, 7, f"type 的值“{'进' * 40}…”不是记录的种类", KINDS)]),
    ("type: 进展\n", [
        ("G121", 1, 1, "缺少必填项 task", "请补上 task: …"),
        ("G121", 1, 1, "缺少必填项 date", "请补上 date: …"),
        ("G121", 1, 1, "缺少必填项 status", "请补上 status: …"),
    ]),
    (text("进展", "status: 完成\n"), [("G122", 4, 9, "status 的值“完成”不可用", "可用的值：推进中、已完成")]),
    (text("进展", "status:\n"), [("G122", 4, 8, "status 没有填写", "可用的值：推进中、已完成")]),
    (text("进展", "statu: 已完成\n"), [
        ("G121", 1, 1, "缺少必填项 status", "请补上 status: …"),
        ("G120", 4, 1, "不认识的键“statu”", "是不是 status？"),
    ]),
    (text("认领", "status: 已完成\n"), [("G120", 4, 1, "不认识的键“status”", "是不是 start？")]),
    (RECORD.replace("task: 1", "task: 一"), [("G122", 2, 7, "task 第1项的值不对", WHOLE)]),
    (RECORD.replace("task: 1", "task: [1, 二]"), [("G122", 2, 11, "task 第2项的值不对", WHOLE)]),
    (RECORD.replace("task: 1", "task: []"), [("G122", 2, 7, "task 的值不对", "至少要有一项")]),
    (RECORD.replace("task: 1", f"task: [{'1,' * 501}]"), [("G122", 2, 7, "task 的值不对", "项数过多")]),
    (RECORD.replace("task: 1", "task: {a: 1}"), [("G122", 2, 7, "task 第1项的值不对", WHOLE)]),
    (RECORD.replace("task: 1", f"task: {'1' * 200_000}"), [("G122", 2, 7, "task 第1项的值不对", WHOLE)]),
    (RECORD.replace("06-20", "02-30"), [("G122", 3, 7, "date 的值不对", "2023-02-30 不是日历上有的日期")]),
    (RECORD.replace("2023-06-20", "0000-01-01"), [("G122", 3, 7, "date 的值不对", "0000-01-01 不是日历上有的日期")]),
    (RECORD.replace("2023-06-20", "2023/6/20"), [("G122", 3, 7, "date 的值不对", DAY)]),
    (RECORD.replace("2023-06-20", "2023-06-20 10:00"), [("G122", 3, 7, "date 的值不对", DAY)]),
    (RECORD + "next:\n- 甲\n", [("G122", 7, 1, "next 的值不对", "应为文字")]),
    (RECORD + "evidence: 清单\n", [("G122", 6, 11, "evidence 的值不对", "应为列表（每项以 - 开头）")]),
    (RECORD + "evidence:\n- 清单\n", [("G122", 7, 3, "evidence 第1项的值不对", "应为 键: 值")]),
    (RECORD + "evidence:\n- title：清单\n", [("G101", 7, 8, "使用了全角冒号", "应为半角冒号加空格：title: …")]),
    (RECORD + "evidence:\n- title: 清单\n", [("G122", 7, 3, "evidence 第1项的值不对", ONE_PLACE)]),
    (RECORD + "evidence:\n- {title: 甲, url: 乙}\n- {title: 甲, url: 乙, file: 丙}\n", [("G122", 8, 3, "evidence 第2项的值不对", ONE_PLACE)]),
    (RECORD + "evidence:\n- {title: 甲, ulr: 乙}\n", [("G120", 7, 14, "不认识的键“ulr”", "是不是 url？")]),
    (RECORD + "evidence:\n" + "- {title: 甲, url: 乙}\n" * 101, [("G122", 7, 1, "evidence 的值不对", "项数过多")]),
    (RECORD + "measures: 培训：1\n", [("G101", 6, 13, "使用了全角冒号", "应为半角冒号加空格：培训: …")]),
    (RECORD + "measures: {培训: 一}\n", [("G122", 6, 16, "培训 的值不对", NUMBER)]),
    (RECORD + "measures: {培训: -1}\n", [("G122", 6, 16, "培训 的值不对", NUMBER)]),
    (RECORD + "measures: {培训: 1e5}\n", [("G122", 6, 16, "培训 的值不对", NUMBER)]),
    (RECORD + "measures: {培训: .nan}\n", [("G122", 6, 16, "培训 的值不对", NUMBER)]),
    (RECORD + f"measures: {{培训: {'9' * 200_000}}}\n", [("G122", 6, 16, "培训 的值不对", NUMBER)]),
    (RECORD + "corrects: x.yaml\n", [("G122", 1, 1, "内容前后不一致", "更正（corrects）要写明 reason（原因）")]),
    (text("延期申请"), [
        ("G121", 1, 1, "缺少必填项 reason", "请补上 reason: …"),
        ("G121", 1, 1, "缺少必填项 until", "请补上 until: …"),
    ]),
    (text("延期申请", "until: 年底\nreason: 忙\n"), [("G122", 4, 8, "until 的值不对", DAY)]),
    (text("核验", "verdict: 通过\n"), [("G122", 4, 10, "verdict 的值“通过”不可用", "可用的值：销号、退回、准予延期、不予延期、同意、撤回")]),
    (text("核验", "verdict: 撤回\n"), [("G122", 1, 1, "内容前后不一致", "撤回要写 corrects（撤回哪一条核验）和 reason（原因）")]),
    (text("核验", "verdict: 撤回\ncorrects: 1.yaml\n"), [("G122", 1, 1, "内容前后不一致", "更正（corrects）要写明 reason（原因）")]),
    (text("核验", "verdict: 撤回\nuntil: 2023-09-30\ncorrects: 1.yaml\nreason: 点错\n"), [("G122", 1, 1, "内容前后不一致", "撤回不写 until")]),
    (text("回头看", "outcome: 已整改\n"), [("G121", 1, 1, "缺少必填项 year", "请补上 year: …")]),
    (text("回头看", "year: 22\noutcome: 已整改\n"), [("G122", 4, 7, "year 的值超出范围", "应不小于 2000")]),
    (text("回头看", "year: 2022\noutcome: 办了\n"), [("G122", 5, 10, "outcome 的值“办了”不可用", "可用的值：已整改、继续推进、不再适用")]),
    (text("回头看", "year: 2022\noutcome: 继续推进\n"), [("G122", 1, 1, "内容前后不一致", "继续推进的要写 carried_to（转入本年的哪一项任务）")]),
    (text("回头看", "year: 2022\noutcome: 已整改\ncarried_to: 1\n"), [("G122", 1, 1, "内容前后不一致", "只有继续推进的写 carried_to（转入本年的哪一项任务）")]),
    (text("回头看", "year: 2022\noutcome: 不再适用\n"), [("G122", 1, 1, "内容前后不一致", "不再适用的要写明 reason（原因）")]),
    (text("回头看", "year: 2022\noutcome: 已整改\ncorrects: 1.yaml\n"), [("G122", 1, 1, "内容前后不一致", "更正（corrects）要写明 reason（原因）")]),
    (text("回头看", "year: 2022\noutcome: 已整改\nstatus: 已完成\n"), [("G120", 6, 1, "不认识的键“status”", "是不是 task？")]),
]  # fmt: skip


@pytest.mark.parametrize(("content", "expected"), WRONG, ids=range(len(WRONG)))
def test_a_fault_in_a_record(tmp_path: Path, content: str, expected: list[Fault]) -> None:
    assert told(tmp_path, RECORD_FILE, content) == expected


REVIEWED = text("核验", "verdict: 销号\n")


@pytest.mark.parametrize(
    ("file", "content", "sentence", "remedy"),
    [
        (RECORD_FILE, REVIEWED, "updates", "reviews"),
        (REVIEW_FILE, RECORD, "reviews", "updates"),
        (REVIEW_FILE, text("认领"), "reviews", "updates"),
    ],
)
def test_a_record_in_the_wrong_folder(
    tmp_path: Path, file: str, content: str, sentence: str, remedy: str
) -> None:
    hint = f"请移到 {remedy}/；核验只由办公室写在 reviews/ 里"
    assert told(tmp_path, file, content) == [
        ("G301", 1, 7, f"这种记录不能放在 {sentence}/ 里", hint)
    ]


RIGHT = [
    (
        RECORD + "problem: 无\nnext: 公示\nowner: 法治科\nstart: 2023-06-01\nmeasures: {培训: 2, 比例: 62.50}\n"
        "evidence:\n- {title: 清单, url: http://example.gov.cn/}\n- {file: evidence/a.pdf, title: 纪要}\n",
        Progress(
            Step.DONE,
            "已编制并公开清单",
            "无",
            "公示",
            "法治科",
            (Evidence("清单", url="http://example.gov.cn/"), Evidence("纪要", file="evidence/a.pdf")),
            (("培训", Decimal(2)), ("比例", Decimal("62.50"))),
            date(2023, 6, 1),
        ),
    ),
    (text("进展", "status: 推进中\nprogress:\nproblem: ~\n"), Progress(Step.UNDER_WAY)),
    (text("认领"), Claim()),
    (text("认领", "owner: 法治科\nstart: 2023-06-01\n"), Claim("法治科", date(2023, 6, 1))),
    (text("不涉及"), Decline()),
    (text("延期申请", "until: 2023-09-30\nreason: 忙\n"), ExtensionRequest(date(2023, 9, 30))),
    (REVIEWED, Review(Verdict.CLOSE)),
    (
        text("核验", "verdict: 准予延期\nuntil: 2023-09-30\ncomment: 同意\n"),
        Review(Verdict.GRANT, "同意", date(2023, 9, 30)),
    ),
]  # fmt: skip


@pytest.mark.parametrize(("content", "fact"), RIGHT, ids=range(len(RIGHT)))
def test_every_kind_of_record(
    tmp_path: Path, content: str, fact: Progress | Claim | Decline | ExtensionRequest | Review
) -> None:
    file = REVIEW_FILE if isinstance(fact, Review) else RECORD_FILE
    put(tmp_path, file, content)
    reason = "忙" if isinstance(fact, ExtensionRequest) else ""
    expected = Record("1.yaml", (1,), date(2023, 6, 20), fact, reason=reason)
    assert read_record(str(tmp_path), file) == expected


def test_one_record_may_serve_several_tasks_and_put_another_right(tmp_path: Path) -> None:
    content = RECORD.replace("task: 1", "task: [22, 23]") + "corrects: 0.yaml\nreason: 写错\n"
    put(tmp_path, RECORD_FILE, content)
    record = read_record(str(tmp_path), RECORD_FILE)
    assert (record.tasks, record.corrects, record.reason) == ((22, 23), "0.yaml", "写错")


def test_a_record_may_have_256_kilobytes_and_not_one_byte_more(tmp_path: Path) -> None:
    padded = (RECORD.encode() + b"#").ljust(256 * 1024, b"x")
    assert told(tmp_path, RECORD_FILE, padded) == []
    refusal = ("G109", 0, 0, "记录超过 256 KB", "请把材料放进佐证材料文件")
    assert told(tmp_path, RECORD_FILE, padded + b"x") == [refusal]


def test_nobody_can_write_a_record_too_large_to_be_read() -> None:
    values = dict.fromkeys(("progress", "problem", "next", "owner", "reason"), "政" * 20000)
    text = dump(
        {"type": "进展", "task": 1, "date": date(2023, 6, 20), "status": "已完成", **values}
    )
    (fault,) = said(faults_of(lambda: recognise_record(parse(text, "新记录"), text)), "新记录")
    assert fault == ("G109", 0, 0, "记录超过 256 KB", "请把材料放进佐证材料文件")


G130 = "请换成普通文件"


def test_a_record_that_is_a_link_is_refused_and_not_followed(tmp_path: Path) -> None:
    elsewhere = put(tmp_path, "elsewhere.yaml")
    link = tmp_path / RECORD_FILE
    link.parent.mkdir(parents=True)
    link.symlink_to(elsewhere)
    faults = faults_of(lambda: read_record(str(tmp_path), RECORD_FILE))
    assert said(faults, RECORD_FILE) == [("G130", 0, 0, "读不了：是链接", G130)]


def test_nor_is_a_folder_or_a_file_that_is_gone_a_record(tmp_path: Path) -> None:
    (tmp_path / RECORD_FILE).mkdir(parents=True)
    faults = faults_of(lambda: read_record(str(tmp_path), RECORD_FILE))
    assert said(faults, RECORD_FILE) == [("G130", 0, 0, "读不了：是文件夹", G130)]
    faults = faults_of(lambda: read_record(str(tmp_path), REVIEW_FILE))
    assert said(faults, REVIEW_FILE) == [("G130", 0, 0, "读不了：没有这个文件", G130)]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no such pipes")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    pipe = tmp_path / RECORD_FILE
    pipe.parent.mkdir(parents=True)
    os.mkfifo(pipe)
    assert [
        fault[0]
        for fault in said(faults_of(lambda: read_record(str(tmp_path), RECORD_FILE)), RECORD_FILE)
    ] == ["G112"]


def test_a_record_in_the_place_of_its_folder_is_refused(tmp_path: Path) -> None:
    put(tmp_path, f"{FOLDER}/updates")
    faults = faults_of(lambda: read_record(str(tmp_path), f"{FOLDER}/updates"))
    assert said(faults, f"{FOLDER}/updates") == [
        ("G130", 0, 0, "不是能列出文件的文件夹，或是链接", "请换成普通文件夹")
    ]


def test_the_others_count_where_one_cannot_be_read(tmp_path: Path) -> None:
    for name, content in {"1": RECORD, "2": "type：进展", "3": RECORD, "4": ""}.items():
        put(tmp_path, f"{FOLDER}/updates/{name}.yaml", content)
    names = [f"updates/{number}.yaml" for number in (1, 2, 3, 4)]
    folder = read_folder(workspace(tmp_path), tmp_path / FOLDER, names)
    assert [record.name for record in folder.records] == ["1.yaml", "3.yaml"]
    assert [(each.code, each.span.file) for each in folder.faults] == [
        ("G101", f"{FOLDER}/updates/2.yaml"),
        ("G112", f"{FOLDER}/updates/4.yaml"),
    ]


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("records")


PIECES = st.sampled_from(
    [RECORD, REVIEWED, text("认领"), text("不涉及"), text("延期申请"), "type", ": ", "：", "\n", "- ", "  ", "task: ", "[", "]", "{", "}",
     "进展", "核验", "evidence:\n", "- title: 清单\n", "  url: x\n", "measures: ", "培训: 1", "1", "2023-02-30", "~", "''", "\t", "\0", "&a", "<<: "]
)  # fmt: skip
BYTES = st.one_of(
    st.lists(PIECES, max_size=8).map(lambda parts: "".join(parts).encode()), st.binary(max_size=200)
)


@given(BYTES, st.sampled_from([RECORD_FILE, REVIEW_FILE]))
def test_whatever_bytes_a_record_holds_it_is_only_refused(
    root: Path, data: bytes, file: str
) -> None:
    put(root, file, data)
    faults = faults_of(lambda: read_record(str(root), file))
    event("refused" if faults else "read")
    assert all(each.span.file == file and each.message and each.hint for each in faults)


LOOKED_BACK = text(
    "回头看",
    "year: 2022\nformerly: 示例三局\noutcome: 继续推进\ncarried_to: 3\nprogress: 已修订\n"
    "evidence:\n- {title: 纪要, file: evidence/1.pdf}\n",
)


def test_a_lookback_is_read_from_a_part_of_its_own(tmp_path: Path) -> None:
    file = f"{FOLDER}/lookback/1.yaml"
    put(tmp_path, file, LOOKED_BACK)
    record = read_record(str(tmp_path), file)
    evidence = (Evidence("纪要", file="evidence/1.pdf"),)
    fact = LookBack(2022, Outcome.CARRIED_ON, 3, "已修订", evidence, "示例三局")
    assert record.fact == fact
    assert (record.tasks, record.day) == ((1,), date(2023, 6, 20))


@pytest.mark.parametrize(
    ("part", "content", "there", "hint"),
    [
        ("updates", LOOKED_BACK, "updates", "请移到 lookback/；那里的任务序号是往年的"),
        ("reviews", LOOKED_BACK, "reviews", "请移到 lookback/；那里的任务序号是往年的"),
        ("lookback", RECORD, "lookback", "请移到 updates/；核验只由办公室写在 reviews/ 里"),
        ("lookback", REVIEWED, "lookback", "请移到 reviews/；核验只由办公室写在 reviews/ 里"),
    ],
)
def test_a_lookback_and_a_report_never_take_each_others_place(
    tmp_path: Path, part: str, content: str, there: str, hint: str
) -> None:
    file = f"{FOLDER}/{part}/1.yaml"
    message = f"这种记录不能放在 {there}/ 里"
    assert told(tmp_path, file, content) == [("G301", 1, 7, message, hint)]
