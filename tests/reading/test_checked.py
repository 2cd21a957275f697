import json

import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from gongkai_cli.diagnostic import Diagnostic
from gongkai_cli.reading.book import book_of
from gongkai_cli.reading.checked import checked_forms
from small_workspace import PLAN, POLICY, ROSTER, SOUND, WORKDAYS, Fault, faults_of, said

PLAN_FILE, ROSTER_FILE, POLICY_FILE, WORKDAYS_FILE = SOUND

WHOLE_NUMBER = "应为不超过九位的整数"
DAY = "日期应写成 2023-06-30 的样子"
KINDS = "可用的值：部门、街道、驻区机构"


def faults(**changed: str | None) -> list[Diagnostic]:
    """What a workspace says with other texts for plan, roster, policy or workdays."""
    names = dict(zip(("plan", "roster", "policy", "workdays"), SOUND, strict=True))
    texts = {**SOUND, **{names[kind]: text for kind, text in changed.items()}}
    files = {name: text if text is None else text.encode() for name, text in texts.items()}
    return faults_of(lambda: checked_forms(files))


def put_right(text: str, old: str, new: str) -> str:
    """`text` with one change."""
    assert text.count(old) == 1
    return text.replace(old, new)


PLAN_FAULTS: list[tuple[str, str, list[Fault]]] = [
    # this in the plan → that: what it says
    ("schema: 1", "schema: 2", [("G122", 1, 9, "schema 的值“2”不可用", "可用的值：1")]),
    ("schema: 1\n", "", [("G121", 1, 1, "缺少必填项 schema", "请补上 schema: …")]),
    ("region", "regoin", [
        ("G121", 1, 1, "缺少必填项 region", "请补上 region: …"),
        ("G120", 3, 1, "不认识的键“regoin”", "是不是 region？"),
    ]),
    ("region: 示例区", "region:", [("G122", 3, 8, "region 的值不对", "应为文字")]),
    ("region: 示例区", "region: ''", [("G122", 3, 9, "region 的值不对", "不能为空")]),
    ("region: 示例区", "region: [a]", [("G122", 3, 9, "region 的值不对", "应为文字")]),
    ("region: 示例区", f"region: {'区' * 20_001}", [("G122", 3, 9, "region 的值不对", "文字过长")]),
    ("year: 2023", "year: 二〇二三", [("G122", 4, 7, "year 的值不对", WHOLE_NUMBER)]),
    ("year: 2023", "year: 1999", [("G122", 4, 7, "year 的值超出范围", "应不小于 2000")]),
    ("year: 2023", "year: 2101", [("G122", 4, 7, "year 的值超出范围", "应不大于 2100")]),
    ("year: 2023", f"year: {'9' * 200_000}", [("G122", 4, 7, "year 的值不对", WHOLE_NUMBER)]),
    ("year: 2023", "year: ２０２３", [("G122", 4, 7, "year 的值不对", WHOLE_NUMBER)]),
    ("year: 2023", "year: 2023\nissued: 2023-02-30", [("G122", 5, 9, "issued 的值不对", "2023-02-30 不是日历上有的日期")]),
    ("year: 2023", "year: 2023\nissued: 2023年2月", [("G122", 5, 9, "issued 的值不对", DAY)]),
    ("year: 2023", "year: 2023\nissued: [2023-02-03]", [("G122", 5, 9, "issued 的值不对", DAY)]),
    ("  - title: 依法行政", "  - titel: 依法行政", [
        ("G121", 8, 5, "缺少必填项 title", "请补上 title: …"),
        ("G120", 8, 5, "不认识的键“titel”", "是不是 title？"),
    ]),
    ("      deadline: ", "      deadlines: ", [
        ("G121", 10, 7, "缺少必填项 deadline", "请补上 deadline: …"),
        ("G120", 13, 7, "不认识的键“deadlines”", "是不是 deadline？"),
    ]),
    ("- id: 1", "- zz: x\n      id: 1", [
        ("G120", 10, 7, "不认识的键“zz”", "可用的键：id、requirement、responsible、deadline、due、lead、assist、targets、note"),
    ]),
    ("- id: 1", f"- {'z' * 300}: x\n      id: 1", [
        ("G120", 10, 7, f"不认识的键“{'z' * 40}…”", "可用的键：id、requirement、responsible、deadline、due、lead、assist、targets、note"),
    ]),
    ("- id: 1", "- id: 一", [("G122", 10, 11, "id 的值不对", WHOLE_NUMBER)]),
    ("- id: 1", "- id: 1\n      due: 2023-13-01", [("G122", 11, 12, "due 的值不对", "2023-13-01 不是日历上有的日期")]),
    ("- id: 1", "- id: 1\n      lead: 示例区司法局", [("G122", 11, 13, "lead 的值不对", "应为列表（每项以 - 开头）")]),
    ("- id: 1", "- id: 1\n      targets: [{name: 培训, at_least: 五, unit: 次, add_up: 是, scope: 全市}]", [
        ("G122", 11, 38, "at_least 的值不对", "应为数字，如 5 或 62.5"),
        ("G122", 11, 58, "add_up 的值不对", "应为 true 或 false"),
        ("G122", 11, 68, "scope 的值“全市”不可用", "可用的值：全区、每单位、未明确"),
    ]),
    ("- id: 1", "- id: 1\n      targets: [{name: 培训, at_least: 5, unit: 次, add_up: [], scope: }]", [
        ("G122", 11, 58, "add_up 的值不对", "应为 true 或 false"),
        ("G122", 11, 69, "scope 没有填写", "可用的值：全区、每单位、未明确"),
    ]),
    ("- id: 1", "- id: 1\n      targets:\n      - name：培训", [("G101", 12, 13, "使用了全角冒号", "应为半角冒号加空格：name: …")]),
    ("- id: 1", "- id: 1\n      targets: [培训]", [("G122", 11, 17, "targets 第1项的值不对", "应为 键: 值")]),
    (PLAN[PLAN.index("sections"):], "sections: []\n", [("G122", 5, 11, "sections 的值不对", "至少要有一项")]),
    (PLAN[PLAN.index("sections"):], "sections：\n", [("G101", 5, 9, "使用了全角冒号", "应为半角冒号加空格：sections: …")]),
    (PLAN[PLAN.index("sections"):], "sections: {a: 1}\n", [("G122", 5, 11, "sections 的值不对", "应为列表（每项以 - 开头）")]),
    ("示例区司法局", "示例区司法厅", [
        ("G203", 12, 20, "任务1：名录里没有“示例区司法厅”，相近的有：示例区司法局、示例区司法和信访局、示例区各部门", "请在 data/units.yaml 里补上这个单位或它的别名（aliases），或核对原文"),
    ]),
    ("示例区司法局", "外星人", [
        ("G203", 12, 20, "任务1：名录里没有“外星人”", "请在 data/units.yaml 里补上这个单位或它的别名（aliases），或核对原文"),
    ]),
    ("2023年6月底前", "2月30日前", [
        ("G204", 13, 17, "任务1：", "请在这项任务下写明 due: 日期，或改用通行的写法，如 6月底前、全年"),
    ]),
    ("    - id: 1\n", "    - {id: 1, requirement: 甲, responsible: 示例区司法局, deadline: 全年}\n    - id: 1\n", [
        ("G201", 11, 11, "任务序号 1 重复", "每项任务用自己的序号"),
    ]),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "expected"), PLAN_FAULTS, ids=range(len(PLAN_FAULTS)))
def test_a_fault_in_the_plan(old: str, new: str, expected: list[Fault]) -> None:
    found = said(faults(plan=put_right(PLAN, old, new)), PLAN_FILE)
    if expected[0][0] == "G204":  # the sentence is reckoning's own
        found = [(*fault[:3], fault[3][:4], fault[4]) for fault in found]
    assert found == expected


ROSTER_FAULTS: list[tuple[str, str, list[Fault]]] = [
    ("office: 示例区办公室", "office: 示例区办公厅", [
        ("G205", 2, 9, "办公室“示例区办公厅”不在名录里", "请在 units 里列出它，或改用 units 里的名称"),
    ]),
    ("office: 示例区办公室\n", "", [("G121", 1, 1, "缺少必填项 office", "请补上 office: …")]),
    ("kind: 街道", "kind: 社区", [("G122", 6, 25, "kind 的值“社区”不可用", KINDS)]),
    ("kind: 街道", "kind: ", [("G122", 6, 25, "kind 没有填写", KINDS)]),
    ("kind: 街道", "kind: [街道]", [("G122", 6, 25, "kind 应为文字", KINDS)]),
    (", kind: 街道", "", [("G121", 6, 3, "缺少必填项 kind", "请补上 kind: …")]),
    ("kind: 街道", "kind: 街道, alias: [街道]", [("G120", 6, 29, "不认识的键“alias”", "是不是 aliases？")]),
    ("kind: 街道", "kind：街道", [("G101", 6, 23, "使用了全角冒号", "应为半角冒号加空格：kind: …")]),
    ("name: 示例街道办事处", "name: 示例/街道", [("G122", 6, 10, "name 的值不对", "名称里有不能用作文件夹名的字符")]),
    ("name: 示例街道办事处", "name: ..", [("G122", 6, 10, "name 的值不对", "名称里有不能用作文件夹名的字符")]),
    ("name: 示例街道办事处", "name: '示例街道 '", [("G122", 6, 10, "name 的值不对", "名称里有不能用作文件夹名的字符")]),
    ("name: 示例街道办事处", f"name: {'街' * 61}", [("G122", 6, 10, "name 的值不对", "文字过长")]),
    ("[示例区司法和信访局]", "[a/b]", [("G122", 5, 38, "aliases 第1项的值不对", "名称里有不能用作文件夹名的字符")]),
    ("[示例区司法和信访局]", "[示例区办公室]", [("G202", 5, 38, "名称“示例区办公室”重复", "一个名称只指一个单位")]),
    ("name: 示例街道办事处", "name: 示例区司法局", [("G202", 6, 10, "名称“示例区司法局”重复", "一个名称只指一个单位")]),
    ("kind: 街道", "kind: 街道, full_name: 示例区司法局", [("G202", 6, 40, "名称“示例区司法局”重复", "一个名称只指一个单位")]),
    ("name: 示例区各部门", "name: 示例街道办事处", [("G202", 8, 10, "名称“示例街道办事处”重复", "一个名称只指一个单位")]),
    ("kinds: [部门]", "kinds: [部门, 局]", [("G122", 8, 30, "kinds 第2项的值“局”不可用", KINDS)]),
    ("kinds: [部门]", "kinds: []", [("G122", 8, 25, "kinds 的值不对", "至少要有一项")]),
    ("kinds: [部门]", "kinds: [部门], open: 是", [("G122", 8, 37, "open 的值不对", "应为 true 或 false")]),
    ("- {name: 示例街道办事处, kind: 街道}", "- 示例街道办事处", [("G122", 6, 3, "units 第3项的值不对", "应为 键: 值")]),
    ("- {name: 示例街道办事处, kind: 街道}", "- name：示例街道办事处", [("G101", 6, 7, "使用了全角冒号", "应为半角冒号加空格：name: …")]),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "expected"), ROSTER_FAULTS, ids=range(len(ROSTER_FAULTS)))
def test_a_fault_in_the_roster(old: str, new: str, expected: list[Fault]) -> None:
    assert said(faults(roster=put_right(ROSTER, old, new)), ROSTER_FILE) == expected


def test_a_full_name_may_be_the_name_itself() -> None:
    same = put_right(ROSTER, "kind: 街道", "kind: 街道, full_name: 示例街道办事处")
    assert faults(roster=same) == []


POLICY_FAULTS: list[tuple[str, list[Fault]]] = [
    ("cycle: 季", [("G122", 2, 8, "cycle 的值“季”不可用", "可用的值：月、季度、半年、不要求")]),
    ("cycle:", [("G122", 2, 7, "cycle 没有填写", "可用的值：月、季度、半年、不要求")]),
    ("cycles: 季度", [("G120", 2, 1, "不认识的键“cycles”", "是不是 cycle？")]),
    ("grace_workdays: 61", [("G122", 2, 17, "grace_workdays 的值超出范围", "应不大于 60")]),
    ("grace_workdays: -1", [("G122", 2, 17, "grace_workdays 的值不对", WHOLE_NUMBER)]),
    ("due_soon_days: 1.5", [("G122", 2, 16, "due_soon_days 的值不对", WHOLE_NUMBER)]),
    ("require_close: yes", [("G122", 2, 16, "require_close 的值不对", "应为 true 或 false")]),
    ("require_close: [true]", [("G122", 2, 16, "require_close 的值不对", "应为 true 或 false")]),
    ("require_close: {a: b}", [("G122", 2, 16, "require_close 的值不对", "应为 true 或 false")]),
    (
        "colours: {逾期: 粉}",
        [("G122", 2, 15, "逾期 的值“粉”不可用", "可用的值：红、黄、绿、蓝、紫、青、灰")],
    ),
    ("colours: 红", [("G122", 2, 10, "colours 的值不对", "应为 键: 值")]),
    ("colours: 逾期：红", [("G101", 2, 12, "使用了全角冒号", "应为半角冒号加空格：逾期: …")]),
]


@pytest.mark.parametrize(("line", "expected"), POLICY_FAULTS, ids=range(len(POLICY_FAULTS)))
def test_a_fault_in_the_policy(line: str, expected: list[Fault]) -> None:
    text = put_right(POLICY, "cycle: 季度", line)
    assert said(faults(policy=text), POLICY_FILE) == expected


WORKDAY_FAULTS: list[tuple[str, str, list[Fault]]] = [
    ("to: 2023-01-02", "to: 2022-12-31", [("G122", 5, 3, "holidays 第1项的值不对", "假期的 to 应不早于 from，且不超过31天")]),
    ("to: 2023-01-02", "to: 2023-02-01", [("G122", 5, 3, "holidays 第1项的值不对", "假期的 to 应不早于 from，且不超过31天")]),
    ("to: 2023-01-02", "to: 2023-02-30", [("G122", 5, 36, "to 的值不对", "2023-02-30 不是日历上有的日期")]),
    ("from", "form", [
        ("G121", 5, 3, "缺少必填项 from", "请补上 from: …"),
        ("G120", 5, 14, "不认识的键“form”", "是不是 from？"),
    ]),
    ("- 2023-01-28", "- 1月28日", [("G122", 7, 3, "workdays 第1项的值不对", DAY)]),
    ("- 2023-01-28", "- {a: b}", [("G122", 7, 3, "workdays 第1项的值不对", DAY)]),
    ("notice: 放假安排的通知\n", "", [("G121", 1, 1, "缺少必填项 notice", "请补上 notice: …")]),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "expected"), WORKDAY_FAULTS, ids=range(len(WORKDAY_FAULTS)))
def test_a_fault_in_a_work_day_table(old: str, new: str, expected: list[Fault]) -> None:
    assert said(faults(workdays=put_right(WORKDAYS, old, new)), WORKDAYS_FILE) == expected


def test_a_holiday_of_thirty_one_days_is_one() -> None:
    long = put_right(WORKDAYS, "to: 2023-01-02", "to: 2023-01-31")
    files = {name: text.encode() for name, text in {**SOUND, WORKDAYS_FILE: long}.items()}
    (table,) = checked_forms(files)["workdays"]
    assert [*table["holidays"]] == [f"2023-01-{day:02}" for day in range(1, 32)]


def test_a_missing_file_is_not_an_empty_one() -> None:
    found = faults(plan=None, roster=None, policy=None, workdays=None)
    remedy = "请补上这个文件，写法见文件说明（docs/files.md）"
    assert [(each.code, each.span.file, each.message, each.hint) for each in found] == [
        ("G131", PLAN_FILE, "没有这个文件", remedy),
        ("G131", ROSTER_FILE, "没有这个文件", remedy),
        ("G131", WORKDAYS_FILE, "没有这个文件", remedy),
    ]


def test_a_year_without_a_policy_has_the_usual_one() -> None:
    files = {name: text.encode() for name, text in SOUND.items()}
    usual = book_of(checked_forms({**files, POLICY_FILE: None})).policy
    assert (usual.cycle, usual.grace_workdays, usual.due_soon_days) == ("季度", 10, 15)
    assert (usual.require_evidence, usual.require_close, usual.colours) == (True, False, {})


def test_all_faults_of_all_files_come_at_once_and_in_order() -> None:
    found = faults(
        plan=PLAN.replace("year: 2023", "year: x\nissued: y\nzz: 1"),
        roster=ROSTER + "zz: 1\nyy: 2\n",
        policy="cycle: 季\n",
        workdays="a：1",
    )
    assert [(each.code, *each.span[:3]) for each in found] == [
        ("G121", POLICY_FILE, 1, 1),
        ("G122", POLICY_FILE, 1, 8),
        ("G122", PLAN_FILE, 4, 7),
        ("G122", PLAN_FILE, 5, 9),
        ("G120", PLAN_FILE, 6, 1),
        ("G120", ROSTER_FILE, 9, 1),
        ("G120", ROSTER_FILE, 10, 1),
        ("G101", WORKDAYS_FILE, 1, 2),
    ]


def test_faults_between_sound_files_come_at_once_too() -> None:
    second = "    - {id: 1, requirement: 甲, responsible: 区外局, deadline: 猴年马月}\n"
    found = faults(
        plan=PLAN.replace("示例区司法局", "外星人") + second,
        roster=ROSTER.replace("office: 示例区办公室", "office: 没有的局")
        + "- {name: 示例区司法局, kinds: [部门]}\n",
    )
    assert [(each.code, each.span.file, each.span.line) for each in found] == [
        ("G203", PLAN_FILE, 12),
        ("G201", PLAN_FILE, 14),
        ("G203", PLAN_FILE, 14),
        ("G204", PLAN_FILE, 14),
        ("G205", ROSTER_FILE, 2),
        ("G202", ROSTER_FILE, 9),
    ]


def test_thousands_of_faults_are_a_hundred() -> None:
    found = faults(policy=POLICY + "".join(f"z{number}: 1\n" for number in range(5_000)))
    assert len(found) == 100


def test_values_survive_the_cache_unchanged() -> None:
    values = checked_forms({name: text.encode() for name, text in SOUND.items()})
    assert json.loads(json.dumps(values)) == values
    assert [task.line for task in book_of(values).plan.tasks] == [10]


SCALARS = st.sampled_from(
    [
        "''",
        "~",
        "x",
        "1",
        "0",
        "-1",
        "1.5",
        "true",
        "2023-06-30",
        "2023-02-30",
        "'[]'",
        "部门",
        "季度",
        "示例区司法局",
        "逾期：红",
        "1" * 50,
    ]
)
ODD = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda items: f"[{', '.join(items)}]"),
        st.dictionaries(
            st.sampled_from(["name", "title", "from", "id", "zz", "逾期", "<<", "''"]), inner, max_size=3
        ).map(lambda pairs: "{" + ", ".join(f"'{key}': {value}" for key, value in pairs.items()) + "}"),
    ),
    max_leaves=6,
)  # fmt: skip


@given(
    st.sampled_from([*SOUND]),
    st.lists(st.tuples(st.integers(0, 40), ODD), min_size=1, max_size=4),
)
def test_whatever_stands_where_it_does_not_belong_is_only_refused(
    file: str, changes: list[tuple[int, str]]
) -> None:
    """Some values of a sound file are replaced by anything; nothing but a refusal may come out."""
    lines = SOUND[file].splitlines()
    for number, value in changes:
        line = lines[number % len(lines)]
        head, colon, _ = line.rpartition(": ")
        lines[number % len(lines)] = f"{head}{colon}{value}" if colon else f"{line} {value}"
    files: dict[str, bytes | None] = {name: text.encode() for name, text in SOUND.items()}
    files[file] = "\n".join(lines).encode()
    found = faults_of(lambda: book_of(checked_forms(files)))
    event("refused" if found else "read")
    assert all(each.code and each.message and each.hint for each in found)
    assert found == sorted(found, key=lambda each: each.span)


@given(st.sampled_from([*SOUND]), st.binary(max_size=120), st.data())
def test_whatever_bytes_stand_in_a_file_it_is_only_refused(
    file: str, junk: bytes, data: st.DataObject
) -> None:
    sound = SOUND[file].encode()
    start = data.draw(st.integers(0, len(sound)))
    end = data.draw(st.integers(start, len(sound)))
    files: dict[str, bytes | None] = {name: text.encode() for name, text in SOUND.items()}
    files[file] = sound[:start] + junk + sound[end:]
    event("refused" if faults_of(lambda: book_of(checked_forms(files))) else "read")


OTHER = "- {name: 示例街道办事处, kind: 街道}"
ENDED = "- {{name: 示例街道办事处, kind: 街道, active_until: 2022-12-31, successor: {}}}"


@pytest.mark.parametrize(
    ("successor", "expected"),
    [
        ("示例区办公室", []),
        ("示例区司法和信访局", []),
        ("示例区司法", [
            ("G211", 6, 66, "示例街道办事处的承接单位“示例区司法”不在名录里，相近的有：示例区司法局、示例区司法和信访局、示例区办公室", "请在 units 里列出它，或核对名称"),
        ]),
        ("示例街道办事处", [
            ("G212", 6, 66, "由示例街道办事处的承接单位找下去，又回到了示例街道办事处", "请核对 successor；没有承接单位的不用写"),
        ]),
    ],
)  # fmt: skip
def test_whoever_took_over_is_known_and_is_another(successor: str, expected: list[Fault]) -> None:
    roster = put_right(ROSTER, OTHER, ENDED.format(successor))
    assert said(faults(roster=roster), ROSTER_FILE) == expected


def test_a_ring_is_told_of_its_own_units_alone() -> None:
    more = (
        "- {name: 甲局, kind: 部门, active_until: 2020-12-31, successor: 乙局}\n"
        "- {name: 乙局, kind: 部门, active_until: 2021-12-31, successor: 丙局}\n"
        "- {name: 丙局, kind: 部门, active_until: 2022-12-31, successor: 乙局}\n"
        "groups:"
    )
    told = said(faults(roster=put_right(ROSTER, "groups:", more)), ROSTER_FILE)
    assert [(code, line) for code, line, *_ in told] == [("G212", 8), ("G212", 9)]


def test_whoever_was_taken_over_must_have_ended() -> None:
    roster = put_right(ROSTER, OTHER, OTHER.replace("街道}", "街道, successor: 示例区办公室}"))
    hint = "写了 successor（承接单位），要写明 active_until（到哪一天止有这个单位）"
    [(code, line, _, message, told)] = said(faults(roster=roster), ROSTER_FILE)
    assert (code, line, told) == ("G122", 6, hint)
    assert message == "units 第3项的值不对"
