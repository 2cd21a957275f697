import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai_cli.checking.change import Branch, change_findings, plan_findings
from gongkai_cli.domain.change import Change, Edit, How
from gongkai_cli.domain.plan import Plan, Task
from gongkai_cli.domain.roster import Roster, Unit, UnitKind
from small_book import book, day, task

OWN, OTHER = "示例一局", "示例二局"
UNIT, OFFICE = Branch(OWN, is_office=False), Branch("示例区办公室", is_office=True)
RECORD = f"ledgers/2023/{OWN}/updates/1.yaml"

ADDED, EDITED, RENAMED, DELETED = How


def codes(*edits: Edit, branch: Branch | None = None) -> list[str]:
    return [found.code for found in change_findings(Change(edits), branch)]


# --- what has landed ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("file", "found"),
    [
        (RECORD, ["", "G401", "G402"]),
        (f"ledgers/2023/{OWN}/reviews/1.yaml", ["", "G401", "G402"]),
        (f"ledgers/2023/{OWN}/lookback/1.yaml", ["", "G401", "G402"]),
        (f"ledgers/2023/{OWN}/evidence/1.pdf", ["", "G409", "G409"]),
        (f"ledgers/2023/{OWN}/evidence/图/1.pdf", ["", "G409", "G409"]),
        (f"ledgers/2023/{OWN}/evidence/1.yaml", ["", "G409", "G409"]),
        (f"ledgers/2023/{OWN}/updates/1.txt", ["", "", ""]),
        (f"ledgers/2023/{OWN}/updates/old/1.yaml", ["", "", ""]),
        (f"ledgers/2023/{OWN}/台账.md", ["", "", ""]),
        (f"ledgers/2023/{OWN}/notes.txt", ["", "", ""]),
        ("ledgers/README.md", ["", "", ""]),
        ("data/tasks.yaml", ["", "", ""]),
        ("README.md", ["", "", ""]),
    ],
)
def test_records_and_evidence_are_only_ever_added(file: str, found: list[str]) -> None:
    for how, code in zip((ADDED, EDITED, DELETED), found, strict=True):
        assert codes(Edit(how, file)) == ([code] if code else [])
        assert codes(Edit(how, file), branch=OFFICE).count(code) == bool(code)


@pytest.mark.parametrize(
    ("was", "file", "found"),
    [
        (RECORD, f"ledgers/2023/{OWN}/updates/2.yaml", "G403"),
        (RECORD, f"ledgers/2023/{OWN}/updates/1.txt", "G403"),
        (RECORD, f"ledgers/2023/{OWN}/evidence/1.yaml", "G403"),
        (RECORD, f"ledgers/2022/{OWN}/updates/1.yaml", "G403"),
        (RECORD, "1.yaml", "G403"),
        (f"ledgers/2023/{OWN}/updates/1.txt", RECORD, ""),
        (f"ledgers/2023/{OWN}/台账.md", RECORD, ""),
        (f"ledgers/2023/{OWN}/evidence/1.pdf", f"ledgers/2023/{OWN}/evidence/2.pdf", "G409"),
        (f"ledgers/2023/{OWN}/evidence/1.pdf", f"ledgers/2023/{OTHER}/evidence/1.pdf", "G409"),
        ("data/source/1.txt", f"ledgers/2023/{OWN}/evidence/1.txt", ""),
    ],
)
def test_what_has_landed_keeps_its_name(was: str, file: str, found: str) -> None:
    assert codes(Edit(RENAMED, file, was)) == ([found] if found else [])


ARCHIVE = "data/archive/2022"


@pytest.mark.parametrize(
    ("edits", "files"),
    [
        ((Edit(EDITED, f"{ARCHIVE}/policy.yaml"),), [f"{ARCHIVE}/policy.yaml"]),
        ((Edit(DELETED, f"{ARCHIVE}/units.yaml"),), [f"{ARCHIVE}/units.yaml"]),
        ((Edit(EDITED, f"{ARCHIVE}/附件/说明.txt"),), [f"{ARCHIVE}/附件/说明.txt"]),
        ((Edit(DELETED, "data/archive/说明.txt"),), ["data/archive/说明.txt"]),
        (
            (Edit(RENAMED, "data/archive/2021/tasks.yaml", f"{ARCHIVE}/tasks.yaml"),),
            ["data/archive/2021/tasks.yaml"],
        ),
        ((Edit(RENAMED, "data/policy.yaml", f"{ARCHIVE}/policy.yaml"),), ["data/policy.yaml"]),
        ((Edit(ADDED, f"{ARCHIVE}/policy.yaml"),), [f"{ARCHIVE}/policy.yaml"]),
        (
            (Edit(RENAMED, f"{ARCHIVE}/policy.yaml", "data/policy.yaml"),),
            [f"{ARCHIVE}/policy.yaml"],
        ),
        (
            tuple(Edit(ADDED, f"{ARCHIVE}/{name}.yaml") for name in ("policy", "tasks", "units")),
            [],
        ),
        (
            (
                Edit(RENAMED, f"{ARCHIVE}/policy.yaml", "data/policy.yaml"),
                Edit(ADDED, f"{ARCHIVE}/tasks.yaml"),
            ),
            [],
        ),
        (tuple(Edit(ADDED, f"{ARCHIVE}/{name}.yaml") for name in ("policy", "units")), []),
        ((Edit(ADDED, f"{ARCHIVE}/说明.txt"),), []),
        ((Edit(EDITED, "data/policy.yaml"),), []),
        ((Edit(ADDED, "data/archive/policy.yaml"),), []),
    ],
)
def test_a_year_in_the_archive_stays_as_it_was_put_there(
    edits: tuple[Edit, ...], files: list[str]
) -> None:
    found = list(change_findings(Change(edits), OFFICE))
    assert [(each.code, each.file) for each in found] == [("G412", file) for file in files]


def test_what_befell_the_archive_is_told() -> None:
    moved = Edit(RENAMED, "data/policy.yaml", f"{ARCHIVE}/policy.yaml")
    said = {
        Edit(EDITED, f"{ARCHIVE}/policy.yaml"): "已归档的文件被修改",
        Edit(DELETED, f"{ARCHIVE}/policy.yaml"): "已归档的文件被删除",
        moved: f"已归档的文件被改名，原名 {ARCHIVE}/policy.yaml",
        Edit(ADDED, f"{ARCHIVE}/policy.yaml"): "已归档的年度添了口径",
    }
    for edit, message in said.items():
        [found] = change_findings(Change((edit,)), None)
        assert found.message == message
        assert "恢复原样" in found.hint


def test_what_was_done_is_told_with_the_old_name_and_how_to_correct() -> None:
    (found,) = change_findings(
        Change((Edit(RENAMED, f"ledgers/2023/{OWN}/updates/2.yaml", RECORD),)), None
    )
    assert found.file == f"ledgers/2023/{OWN}/updates/2.yaml"
    assert found.message == f"已入库的记录被改名，原名 {RECORD}"
    assert "corrects: 1.yaml" in found.hint
    (found,) = change_findings(Change((Edit(DELETED, RECORD),)), None)
    assert (found.file, found.message) == (RECORD, "已入库的记录被删除")


NEW_NAME = "示例新局"
RENAMED_UNIT = Roster(
    NEW_NAME,
    [
        Unit(NEW_NAME, UnitKind.DEPARTMENT, aliases=(OWN,)),
        Unit(OTHER, UnitKind.DEPARTMENT),
    ],
    (),
)


@pytest.mark.parametrize(
    ("was", "file", "found"),
    [
        ("{own}/updates/1.yaml", "{new}/updates/1.yaml", ""),
        ("{own}/reviews/1.yaml", "{new}/reviews/1.yaml", ""),
        ("{own}/evidence/图/1.pdf", "{new}/evidence/图/1.pdf", ""),
        ("{own}/updates/1.yaml", "{new}/updates/2.yaml", "G403"),
        ("{own}/updates/1.yaml", "{new}/reviews/1.yaml", "G403"),
        ("{own}/updates/1.yaml", "{other}/updates/1.yaml", "G403"),
        ("{own}/updates/1.yaml", "ledgers/2022/示例新局/updates/1.yaml", "G403"),
        ("{own}/evidence/1.pdf", "{new}/evidence/2.pdf", "G409"),
        ("{other}/updates/1.yaml", "{new}/updates/1.yaml", "G403"),
        ("{other}/evidence/1.pdf", "{new}/evidence/1.pdf", "G409"),
        ("{new}/updates/1.yaml", "{own}/updates/1.yaml", "G403"),  # back to the old name
        ("{gone}/updates/1.yaml", "{new}/updates/1.yaml", "G403"),
    ],
)
def test_files_follow_their_unit_to_its_new_name(was: str, file: str, found: str) -> None:
    names = {"own": OWN, "new": NEW_NAME, "other": OTHER, "gone": "示例旧局"}
    folders = {key: f"ledgers/2023/{name}" for key, name in names.items()}
    change = Change((Edit(RENAMED, file.format(**folders), was.format(**folders)),))
    told = [each.code for each in change_findings(change, None, {"2023": RENAMED_UNIT})]
    assert told == ([found] if found else [])
    assert len(list(change_findings(change, None))) == 1


def test_an_earlier_years_files_stay_where_that_year_knows_them() -> None:
    """Merged since, under the old name as an alias: what each of the two said is still its own."""
    old = f"ledgers/2022/{OTHER}/updates/1.yaml"
    merged = Roster(OWN, [Unit(OWN, UnitKind.DEPARTMENT, aliases=(OTHER,))], ())
    apart = Roster(OWN, [Unit(name, UnitKind.DEPARTMENT) for name in (OWN, OTHER)], ())
    change = Change((Edit(RENAMED, old.replace(OTHER, OWN), old),))
    for rosters in ({"2023": merged}, {"2023": merged, "2022": apart}):
        assert [each.code for each in change_findings(change, None, rosters)] == ["G403"]
    assert list(change_findings(change, None, {"2022": merged})) == []


def test_only_as_they_are_files_follow_their_unit() -> None:
    new = RECORD.replace(OWN, NEW_NAME)
    change = Change((Edit(DELETED, RECORD), Edit(ADDED, new)))
    assert [each.code for each in change_findings(change, None, {"2023": RENAMED_UNIT})] == ["G402"]


# --- whose file -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("file", "by_unit", "by_office"),
    [
        (f"ledgers/2023/{OWN}/updates/2.yaml", "", "G404"),
        (f"ledgers/2023/{OWN}/updates/2.txt", "", "G404"),
        (f"ledgers/2023/{OWN}/evidence/2.pdf", "", "G404"),
        (f"ledgers/2023/{OWN}/台账.md", "", ""),
        (f"ledgers/2022/{OWN}/updates/2.yaml", "", "G404"),
        (f"ledgers/2023/{OWN}/reviews/2.yaml", "G406", ""),
        (f"ledgers/2023/{OWN}/reviews/2.txt", "G406", ""),
        (f"ledgers/2023/{OWN}/notes.txt", "G405", "G404"),
        (f"ledgers/2023/{OWN}/Updates/2.yaml", "G405", "G404"),
        (f"ledgers/2023/{OTHER}/updates/2.yaml", "G404", "G404"),
        (f"ledgers/2023/{OTHER}/evidence/2.pdf", "G404", "G404"),
        (f"ledgers/2023/{OTHER}/台账.md", "G404", ""),
        (f"ledgers/2023/{OTHER}/reviews/2.yaml", "G406", ""),
        (f"ledgers/2023/{OTHER}/notes.txt", "G404", "G404"),
        (f"ledgers/2023/{OFFICE.unit}/updates/2.yaml", "G404", ""),
        (f"ledgers/2023/{OFFICE.unit}/notes.txt", "G404", ""),
        (f"ledgers/2023/{OWN}", "G405", ""),
        ("ledgers/README.md", "G405", ""),
        ("data/tasks.yaml", "G405", ""),
        ("data/archive/2022/units.yaml", "G405", ""),
        (".github/workflows/check.yml", "G405", ""),
        ("README.md", "G405", ""),
    ],
)
@pytest.mark.parametrize("how", [ADDED, EDITED, DELETED])
def test_each_keeps_to_its_own_files(how: How, file: str, by_unit: str, by_office: str) -> None:
    trespasses = {"G404", "G405", "G406"}
    for branch, code in ((UNIT, by_unit), (OFFICE, by_office)):
        found = [each for each in codes(Edit(how, file), branch=branch) if each in trespasses]
        assert found == ([code] if code else [])
    assert not trespasses.intersection(codes(Edit(how, file)))


@pytest.mark.parametrize(
    ("was", "file", "found"),
    [
        (f"ledgers/2023/{OWN}/updates/1.txt", f"ledgers/2023/{OWN}/updates/2.txt", []),
        (f"ledgers/2023/{OTHER}/updates/1.txt", f"ledgers/2023/{OWN}/updates/1.txt", ["G404"]),
        (f"ledgers/2023/{OWN}/updates/1.txt", f"ledgers/2023/{OTHER}/updates/1.txt", ["G404"]),
        (f"ledgers/2023/{OWN}/updates/1.txt", f"ledgers/2023/{OWN}/reviews/1.txt", ["G406"]),
        ("data/tasks.yaml", f"ledgers/2023/{OWN}/evidence/1.yaml", ["G405"]),
        ("data/tasks.yaml", "tasks.yaml", ["G405", "G405"]),
    ],
)
def test_a_renaming_touches_both_places(was: str, file: str, found: list[str]) -> None:
    assert codes(Edit(RENAMED, file, was), branch=UNIT) == found


def test_outside_the_workspace_nothing_is_a_unit_s() -> None:
    change = Change((), ("../README.md", "../other/data/tasks.yaml"))
    assert [(found.code, found.file) for found in change_findings(change, UNIT)] == [
        ("G405", "../README.md"),
        ("G405", "../other/data/tasks.yaml"),
    ]
    assert list(change_findings(change, OFFICE)) == []
    assert list(change_findings(change, None)) == []


_places = st.builds(
    "/".join,
    st.lists(
        st.sampled_from(
            [
                "ledgers",
                "data",
                "2023",
                OWN,
                OTHER,
                OFFICE.unit,
                "updates",
                "reviews",
                "evidence",
                "台账.md",
                "1.yaml",
            ]
        ),
        min_size=1,
        max_size=6,
    ),
)


@given(_places, st.sampled_from(How))
def test_a_unit_is_free_to_do_only_what_is_in_its_own_folder(file: str, how: How) -> None:
    free = not codes(Edit(how, file, file if how is RENAMED else ""), branch=UNIT)
    top, _, unit, *rest = [*file.split("/"), "", "", ""]
    assert not free or (top, unit) == ("ledgers", OWN)
    assert not free or rest[0] in {"updates", "evidence", "台账.md"}


def test_a_trespass_is_told_in_words_that_fit_any_kind_of_change() -> None:
    edits = Edit(DELETED, f"ledgers/2023/{OWN}/reviews/1.txt"), Edit(ADDED, RECORD)
    (review,) = change_findings(Change(edits[:1]), UNIT)
    assert review.message == f"{OWN}动了核验"
    (record,) = change_findings(Change(edits[1:]), OFFICE)
    assert (record.code, record.message) == ("G404", f"动了{OWN}的文件")
    assert record.hint == "记录和佐证材料只由各单位自己写；请从这次提交中去掉它"


# --- the plan -------------------------------------------------------------------------------------

TEXT = "聚焦以“五兴”促“西兴”，及时公开产业政策，编制涉企政策清单并动态更新。"


def plan(*tasks: Task) -> Plan:
    return book(*tasks).plan


def moved(was: Task, now: Task) -> list[tuple[str, tuple[str | int, ...]]]:
    """What is said of a plan of one task, before and after."""
    return [(found.code, found.path) for found in plan_findings(plan(was), plan(now))]


ONE = task(7, "6月底前")._replace(requirement=TEXT)


def test_what_stays_is_not_spoken_of() -> None:
    before, added = plan(ONE, task(8)), task(9)
    after = plan(task(8)._replace(section="其他", line=9), added, ONE)
    assert list(plan_findings(before, after)) == []


def test_an_issued_task_is_not_deleted() -> None:
    (found,) = plan_findings(plan(ONE, task(8)), plan(task(8)))
    assert (found.code, found.file, found.path) == ("G410", "data/tasks.yaml", ())
    assert found.message == "任务7被删除"


@pytest.mark.parametrize(
    ("requirement", "found"),
    [
        (TEXT, []),
        (TEXT.replace("动态", "及时"), ["G411"]),
        (TEXT + "加强解读。", ["G411"]),
        (TEXT[: len(TEXT) // 2], ["G411"]),
        (" " + TEXT, ["G411"]),
        ("组织政务公开业务培训，全年不少于两次。", ["G407"]),
        ("公", ["G407"]),
        ("", ["G407"]),
    ],
)
def test_a_requirement_is_reworded_or_of_another_task(requirement: str, found: list[str]) -> None:
    now = ONE._replace(requirement=requirement)
    assert moved(ONE, now) == [(code, ("tasks", 7, "requirement")) for code in found]
    noted = now._replace(note="整理时有误，按印发文件改正")
    assert [code for code, _ in moved(ONE, noted)] == [code for code in found if code == "G407"]


@pytest.mark.parametrize(
    ("was", "now", "code"),
    [
        ("公开清单", "公开清单。", "G411"),  # 3 of 3 and 4 pairs
        ("公开目录", "公开名录", "G407"),  # 1 of 3 pairs: too short to tell
        ("甲乙丙", "甲乙丁", "G411"),  # just half
        ("甲乙丙丁", "甲乙丙戊", "G411"),
        ("甲乙丙丁", "甲乙戊己", "G407"),
        ("甲", "乙", "G407"),
        ("甲", "甲乙", "G407"),
        ("", "甲", "G407"),
    ],
)
def test_half_of_the_pairs_of_letters_make_it_the_same_task(was: str, now: str, code: str) -> None:
    before, after = (task()._replace(requirement=text) for text in (was, now))
    assert [found for found, _ in moved(before, after)] == [code]
    assert [found for found, _ in moved(after, before)] == [code]


def test_a_task_of_another_kind_quotes_what_stood_there() -> None:
    (found,) = plan_findings(plan(ONE), plan(ONE._replace(requirement="组织培训")))
    assert found.message == f"任务7原来是“{TEXT[:20]}…”，现在是另一项任务"
    short = task()._replace(requirement="甲" * 20)
    (found,) = plan_findings(plan(short), plan(short._replace(requirement="组织培训")))
    assert f"“{'甲' * 20}”" in found.message


def test_a_number_is_masked_before_what_it_stands_in_is_cut() -> None:
    was = ONE._replace(requirement="联系人电话" + "请拨" * 5 + "13800138000，及时公开")
    (found,) = plan_findings(plan(was), plan(was._replace(requirement="组织培训")))
    assert "13800" not in found.message
    assert found.message.startswith(f"任务7原来是“联系人电话{'请拨' * 5}138**…”")


@pytest.mark.parametrize(
    ("notes", "told"),
    [
        (("", ""), False),
        (("照录", "照录"), False),
        (("照录", ""), False),
        (("", "依补充通知改期"), True),
        (("照录", "照录；依补充通知改期"), True),
    ],
)
@pytest.mark.parametrize(
    ("was", "now", "path"),
    [
        (ONE, ONE._replace(deadline="7月底前"), ("G408", "deadline")),
        (ONE, ONE._replace(due=day("7-31")), ("G408", "due")),
        (ONE._replace(due=day("7-31")), ONE, ("G408", "due")),
        (ONE._replace(due=day("7-31")), ONE._replace(due=day("8-31")), ("G408", "due")),
        (ONE, ONE._replace(responsible="区财政局"), ("G411", "responsible")),
    ],
    ids=["deadline", "due set", "due taken away", "due moved", "responsible"],
)
def test_what_is_put_right_says_why_in_a_new_note(
    was: Task,
    now: Task,
    path: tuple[str, str],
    notes: tuple[str, str],
    told: bool,  # noqa: FBT001 a column of the table
) -> None:
    found = moved(was._replace(note=notes[0]), now._replace(note=notes[1]))
    assert found == ([] if told else [(path[0], ("tasks", 7, path[1]))])


def test_both_days_that_moved_are_told_in_words() -> None:
    now = ONE._replace(deadline="7月底前", due=day("7-31"))
    said = [found.message for found in plan_findings(plan(ONE), plan(now))]
    assert said == [
        "任务7的完成时限由“6月底前”改为“7月底前”，没有备注",
        "任务7的完成时限由“未写”改为“2023-07-31”，没有备注",
    ]


def test_an_archived_plan_is_told_in_its_own_file() -> None:
    after = plan(task(8))._replace(file="data/archive/2023/tasks.yaml")
    assert {found.file for found in plan_findings(plan(ONE, task(8)), after)} == {after.file}


def test_a_flood_of_words_is_compared_in_linear_time() -> None:
    was, now = (task()._replace(requirement=sign * 500_000 + "乙丙") for sign in ("甲乙", "乙甲"))
    begun = time.process_time()
    assert [code for code, _ in moved(was, now)] == ["G411"]
    assert time.process_time() - begun < 5


@pytest.mark.parametrize(
    ("branch", "found"), [(UNIT, []), (OFFICE, []), (Branch(OTHER, is_office=False), ["G404"])]
)
def test_a_lookback_is_written_by_the_unit_or_the_office(branch: Branch, found: list[str]) -> None:
    assert codes(Edit(ADDED, f"ledgers/2023/{OWN}/lookback/1.yaml"), branch=branch) == found
