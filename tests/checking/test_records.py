"""The plan of each table stands in it; what is not said of a record is said nowhere."""

import time
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai_cli.domain.item import Basis
from gongkai_cli.domain.plan import Scope
from gongkai_cli.domain.policy import Policy
from gongkai_cli.domain.record import (
    Progress,
    Record,
    Review,
    Step,
    Verdict,
)
from gongkai_cli.domain.roster import Roster, Unit
from gongkai_cli.rules import BY_CODE
from histories import histories_of
from small_book import (
    GROUPS,
    JUSTICE,
    STREET,
    TAXES,
    Telling,
    accept,
    ask,
    book,
    claim,
    close,
    day,
    decline,
    done,
    grant,
    record,
    refuse,
    send_back,
    target,
    task,
    under_way,
)
from small_desk import FOLDER, desk, findings, finished, link, paper, past, told

# --- whose task ----------------------------------------------------------------------------------


def test_a_task_that_the_plan_does_not_have_is_shown_where_it_is_written() -> None:
    asked = desk(record("6-1", Progress(Step.UNDER_WAY), "a.yaml", (1, 9, 7, 9)))
    assert told(asked, "G303") == [
        ("G303", "a.yaml", ("task", 1)),
        ("G303", "a.yaml", ("task", 2)),
    ]
    assert "2023年的任务分解表里没有任务9" in findings(asked, "G303")[0].message


def test_another_unit_s_task_is_not_its_own() -> None:
    of = book(task(1), task(2, responsible="区财政局"), task(3, responsible="各街道办事处"))
    asked = desk(record("6-1", Progress(Step.UNDER_WAY), "a.yaml", (2, 1, 3)), of=of)
    assert told(asked, "G303", "G304") == [
        ("G304", "a.yaml", ("task", 0)),
        ("G304", "a.yaml", ("task", 2)),
    ]
    assert findings(asked, "G304")[0].message == "任务2不是区司法局的任务"
    assert findings(asked, "G304")[0].hint.endswith(
        "看本单位的任务：gongkai units 区司法局 -C 夹 --year 2023"
    )


@pytest.mark.parametrize(
    ("responsible", "unit", "foreign"),
    [
        ("区司法局", JUSTICE, False),
        ("区政府各部门", JUSTICE, False),
        ("区政府各部门", STREET, True),
        ("区政府相关部门", JUSTICE, False),
        ("区政府相关部门", TAXES, True),
        ("振兴街街道", STREET, False),  # an alias
        ("区财政局等相关部门", JUSTICE, False),
    ],
)
def test_a_task_is_a_unit_s_by_name_group_or_open_tail(
    responsible: str,
    unit: Unit,
    foreign: bool,  # noqa: FBT001 a column of the table
) -> None:
    asked = desk(under_way("6-1"), of=book(task(responsible=responsible)), unit=unit)
    assert bool(told(asked, "G304")) is foreign


@pytest.mark.parametrize(
    ("begun", "ended", "foreign"),
    [
        ("", "", False),
        ("2023-12-31", "", False),
        ("2024-1-1", "", True),
        ("", "2023-1-1", False),
        ("", "2022-12-31", True),
    ],
)
def test_a_unit_has_tasks_in_the_years_in_which_it_existed(
    begun: str,
    ended: str,
    foreign: bool,  # noqa: FBT001 a column of the table
) -> None:
    unit = JUSTICE._replace(
        active_from=day(begun) if begun else None, active_until=day(ended) if ended else None
    )
    of = book(task(), roster=Roster(unit.name, [unit], GROUPS))
    asked = desk(under_way("6-1"), of=of, unit=unit)
    assert ["active_until" in found.hint for found in findings(asked, "G304")] == [True] * foreign


# --- 指标 ----------------------------------------------------------------------------------------


def test_a_measure_that_no_target_asks_for_is_told_at_its_key_with_the_nearest_names() -> None:
    of = book(task(targets=(target("政务公开培训"), target("公众满意度"))))
    (found,) = findings(desk(under_way("6-1", 政务公开的培训=1, 公众满意度=1), of=of), "G305")
    assert (found.path, found.key) == (("measures", "政务公开的培训"), True)
    assert found.message == "任务1没有“政务公开的培训”这个指标，相近的有：政务公开培训"
    assert found.hint.endswith("gongkai tasks 1 -C 夹 --year 2023")


@pytest.mark.parametrize("scope", Scope)
def test_a_measure_may_be_of_any_scope(scope: Scope) -> None:
    of = book(task(targets=(target("培训", scope=scope),)))
    assert told(desk(under_way("6-1", 培训=1), of=of), "G305") == []


def test_a_measure_belongs_to_any_of_the_record_s_own_tasks() -> None:
    of = book(
        task(1),
        task(2, targets=(target("培训"),)),
        task(3, responsible="区财政局", targets=(target("入口"),)),
    )
    fact = Progress(Step.UNDER_WAY, measures=(("培训", Decimal(1)), ("入口", Decimal(1))))
    asked = desk(record("6-1", fact, "a.yaml", (1, 2, 3)), of=of)
    assert told(asked, "G305") == [("G305", "a.yaml", ("measures", "入口"))]
    assert "任务1、2没有“入口”" in findings(asked, "G305")[0].message


def test_names_of_any_length_are_compared_in_little_time() -> None:
    letters = [chr(0x4E00 + number) for number in range(160)]
    asked, known = ("".join(letters[n * step % 160] for n in range(4000)) for step in (1, 7))
    of = book(task(targets=(target(known), target(known[::-1]), target(asked[::-1]))))
    begun = time.process_time()
    fact = Progress(Step.UNDER_WAY, measures=((asked, Decimal(1)),))
    assert len(findings(desk(record("6-1", fact), of=of), "G305")) == 1
    assert time.process_time() - begun < 2


def test_where_no_task_is_its_own_the_measures_are_not_asked_about() -> None:
    of = book(task(1, responsible="区财政局"))
    assert told(desk(under_way("6-1", 培训=1), of=of), "G304", "G305") == [
        ("G304", "Progress-6-1.yaml", ("task", 0))
    ]


# --- days ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("when", "codes"),
    [
        ("6-19", []),
        ("6-20", []),
        ("6-21", ["G306"]),
        ("2022-12-31", ["G307"]),
        ("2023-1-1", []),
        ("2024-4-1", ["G306"]),  # which year it is of is asked when it comes
    ],
)
@pytest.mark.parametrize("kind", [under_way, claim, decline, close])
def test_a_record_is_of_a_day_that_has_come_in_its_own_year(
    kind: Telling, when: str, codes: list[str]
) -> None:
    found = told(desk(kind(when), as_of="6-20"), "G306", "G307")
    assert [(code, path) for code, _, path in found] == [(code, ("date",)) for code in codes]


@pytest.mark.parametrize(("when", "late"), [("2024-3-31", []), ("2024-4-1", ["G307"])])
def test_a_year_ends_when_its_annual_report_is_due(when: str, late: list[str]) -> None:
    found = told(desk(under_way(when), as_of="2024-5-1"), "G306", "G307")
    assert [code for code, *_ in found] == late


# --- 佐证材料 of a claim -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("others", "bare"),
    [
        ([], True),
        ([finished("6-1", link(), name="0.yaml")], False),  # the same day, an earlier name
        ([finished("6-1", link(), name="z.yaml")], False),  # the same day, a later name
        ([finished("6-2", link())], False),
        ([finished("5-31", link())], True),
        ([finished("6-2", link(), step=Step.UNDER_WAY)], False),
        ([finished("6-1", link(), step=Step.UNDER_WAY)], False),
        ([finished("6-2", paper())], False),
        ([finished("6-2", link(), tasks=(2,))], True),
        ([finished("6-2", link(), tasks=(2, 1))], False),
        (
            [
                finished("6-2", link(), name="b.yaml"),
                finished("6-3", name="c.yaml", corrects="b.yaml"),
            ],
            True,
        ),
        ([close("6-2")], True),
    ],
)
def test_a_claim_is_borne_out_by_its_own_or_later_evidence(
    others: list[Record],
    bare: bool,  # noqa: FBT001 a column of the table
) -> None:
    of = book(task(1), task(2))
    asked = desk(finished("6-1", name="a.yaml"), landed=others, of=of)
    assert told(asked, "G308") == ([("G308", "a.yaml", ("status",))] if bare else [])


def test_evidence_of_its_own_bears_a_claim_out() -> None:
    assert told(desk(finished("6-1", link())), "G308") == []
    assert told(desk(finished("6-1", paper())), "G308") == []


def test_only_a_claim_needs_evidence_and_only_where_the_office_asks_for_it() -> None:
    assert told(desk(under_way("6-1")), "G308") == []
    assert told(desk(claim("6-1")), "G308") == []
    lenient = book(task(), policy=Policy(require_evidence=False))
    assert told(desk(done("6-1"), of=lenient), "G308") == []


def test_a_bare_claim_is_told_for_each_of_its_own_tasks() -> None:
    of = book(task(1), task(2), task(3, responsible="区财政局"))
    asked = desk(
        finished("6-1", tasks=(1, 2, 3, 1), name="a.yaml"),
        landed=[finished("7-1", link(), tasks=(3,))],
        of=of,
    )
    said = [found.message for found in findings(asked, "G308")]
    assert said == ["任务1申报已完成而没有佐证材料", "任务2申报已完成而没有佐证材料"]


# --- targets of a claim --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("scope", "reported", "short"),
    [
        (Scope.EACH_UNIT, 1, True),
        (Scope.EACH_UNIT, 2, False),
        (Scope.EACH_UNIT, 3, False),
        (Scope.EACH_UNIT, None, True),
        (Scope.DISTRICT, None, False),
        (Scope.UNDECIDED, None, False),
    ],
)
def test_a_claim_must_reach_the_targets_that_bind_the_unit(
    scope: Scope,
    reported: int | None,
    short: bool,  # noqa: FBT001 a column of the table
) -> None:
    of = book(task(targets=(target("培训", 2, scope),)))
    claimed = done("6-1") if reported is None else done("6-1", 培训=reported)
    asked = desk(claimed, of=of)
    found = told(asked, "G309")
    assert [(code, path) for code, _, path in found] == ([("G309", ("status",))] if short else [])
    if short:
        (finding,) = findings(asked, "G309")
        assert finding.message == "任务1申报已完成，而“培训”没有达到2次"


@pytest.mark.parametrize(
    ("add_up", "before", "own", "short"),
    [
        (True, 1, 1, False),
        (True, 1, 0, True),
        (False, 2, 1, True),
        (False, 0, 2, False),
    ],
)
def test_what_was_reported_before_adds_up_or_gives_way(
    add_up: bool,  # noqa: FBT001 a column of the table
    before: int,
    own: int,
    short: bool,  # noqa: FBT001 a column of the table
) -> None:
    of = book(task(targets=(target("培训", 2, add_up=add_up),)))
    asked = desk(done("6-1", 培训=own), landed=[under_way("3-1", 培训=before)], of=of)
    assert bool(told(asked, "G309")) is short


@pytest.mark.parametrize(
    ("later", "short"),
    [
        ([under_way("6-2", 培训=2)], False),
        ([done("6-2", 培训=1), done("6-3", 培训=1)], False),
        ([done("6-2", 培训=1)], True),
        ([close("6-2")], True),  # what is struck off is 未达标 all the same
    ],
)
def test_numbers_of_a_later_report_answer_a_claim(
    later: list[Record],
    short: bool,  # noqa: FBT001 a column of the table
) -> None:
    of = book(task(targets=(target("培训"),)))
    for asked in (desk(done("6-1"), landed=later, of=of), desk(done("6-1"), *later, of=of)):
        mine = f"{FOLDER}/updates/{done('6-1').name}"
        assert [each.file for each in findings(asked, "G309") if each.file == mine] == [
            mine
        ] * short
        assert [each.file for each in past(asked, "G309") if each.file == mine] == [mine] * (
            not short
        )


_WRONG_VERDICT = record("6-2", Review(Verdict.SEND_BACK), "b.yaml")


@pytest.mark.parametrize(
    ("others", "stands"),
    [
        ([send_back("6-2")], False),
        ([close("6-2"), send_back("6-3")], False),
        ([under_way("6-2")], False),
        ([done("5-1"), send_back("5-2")], True),
        ([send_back("5-31")], True),  # it could not answer what was not yet said
        ([close("6-2"), under_way("6-3")], True),  # what is struck off stays so
        (
            [_WRONG_VERDICT, record("6-3", Review(Verdict.CLOSE), "c.yaml", corrects="b.yaml")],
            True,
        ),
    ],
)
@pytest.mark.parametrize("code", ["G308", "G309"])
def test_a_claim_that_was_undone_is_not_told_any_more(
    code: str,
    others: list[Record],
    stands: bool,  # noqa: FBT001 a column of the table
) -> None:
    claimed = finished("6-1", name="a.yaml")
    asked = desk(claimed, *others, of=book(task(targets=(target("培训"),))))
    assert ("a.yaml" in [name for _, name, _ in told(asked, code)]) is stands
    assert [each.code for each in past(asked, code) if each.file.endswith("a.yaml")] == (
        [] if stands else [code]
    )


@pytest.mark.parametrize("code", ["G308", "G309"])
def test_what_landed_before_does_not_answer_a_new_claim(code: str) -> None:
    """The office had not seen it, whatever its day: nobody slips a claim in under an old 退回."""
    of = book(task(targets=(target("培训"),)))
    landed = [finished("5-1", link()), send_back("6-10")]
    new = finished("6-1", name="a.yaml")
    assert told(desk(new, landed=landed, of=of), code) == [(code, "a.yaml", ("status",))]
    assert told(desk(new, landed=[*landed, under_way("6-20")], of=of), code)
    again = [finished("6-11", link(), name="d.yaml"), record("6-12", send_back("6-12").fact, "e")]
    assert "a.yaml" not in [
        name for _, name, _ in told(desk(new, *again, landed=landed, of=of), code)
    ]


def test_a_corrected_number_does_not_count() -> None:
    of = book(task(targets=(target("培训"),)))
    wrong = record("3-1", Progress(Step.UNDER_WAY, measures=(("培训", Decimal(2)),)), "b.yaml")
    right = record(
        "3-1",
        Progress(Step.UNDER_WAY, measures=(("培训", Decimal(1)),)),
        "c.yaml",
        corrects="b.yaml",
    )
    assert told(desk(done("6-1", 培训=1), landed=[wrong], of=of), "G309") == []
    assert told(desk(done("6-1"), landed=[wrong, right], of=of), "G309")


def test_every_target_that_is_missed_is_told_and_only_a_claim_is_asked() -> None:
    of = book(task(targets=(target("培训"), target("入口", scope=Scope.DISTRICT), target("解读"))))
    assert len(findings(desk(done("6-1"), of=of), "G309")) == 2
    assert told(desk(under_way("6-1"), of=of), "G309") == []


# --- 延期 ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("when", "until", "codes"),
    [
        ("6-29", "7-1", []),
        ("6-30", "7-1", []),  # the due day itself still counts
        ("7-1", "7-2", ["G311"]),
        ("6-1", "6-29", ["G310"]),
        ("6-1", "6-30", ["G310"]),
        ("7-1", "6-30", ["G310", "G311"]),  # all findings of a run at once
    ],
)
def test_an_extension_is_asked_for_in_time_and_to_a_later_day(
    when: str, until: str, codes: list[str]
) -> None:
    asked = desk(ask(when, until), of=book(task(deadline="6月底前")))
    paths = {"G310": ("until",), "G311": ("date",)}
    found = told(asked, "G310", "G311", "G312")
    assert [(code, path) for code, _, path in found] == [(code, paths[code]) for code in codes]


@pytest.mark.parametrize(
    ("when", "until", "codes"),
    [
        ("7-31", "8-1", []),
        ("8-1", "8-2", ["G311"]),
        ("7-1", "7-31", ["G310"]),
        ("7-1", "7-15", ["G310"]),
    ],
)
def test_a_granted_extension_moves_the_day_that_the_next_one_is_held_against(
    when: str, until: str, codes: list[str]
) -> None:
    before = [ask("6-1", "8-31"), grant("6-2", "7-31")]
    asked = desk(ask(when, until), landed=before, of=book(task(deadline="6月底前")))
    assert [code for code, *_ in told(asked, "G310", "G311", "G312")] == codes


def test_what_was_asked_for_but_not_granted_moves_nothing() -> None:
    for answer in ([], [refuse("6-2")]):
        asked = desk(
            ask("6-3", "7-15"),
            landed=[ask("6-1", "8-31"), *answer],
            of=book(task(deadline="6月底前")),
        )
        assert told(asked, "G310", "G311") == []


def test_the_day_that_the_office_set_stands_in_place_of_the_wording_s() -> None:
    of = book(task(deadline="6月底前", due="5-31"))
    assert [code for code, *_ in told(desk(ask("6-1", "6-30"), of=of), "G310", "G311")] == ["G311"]


@pytest.mark.parametrize(("until", "codes"), [("6-30", ["G310"]), ("7-1", []), ("", [])])
def test_what_the_office_grants_is_later_too_and_may_be_granted_late(
    until: str, codes: list[str]
) -> None:
    asked = desk(
        grant("7-10", until), landed=[ask("6-1", "8-1")], of=book(task(deadline="6月底前"))
    )
    assert told(asked, "G310", "G311", "G312") == [
        (code, "Review-7-10.yaml", ("until",)) for code in codes
    ]


@pytest.mark.parametrize("deadline", ["长期坚持", "每季度"])
@pytest.mark.parametrize("asking", [ask("6-1", "8-1"), grant("6-1", "8-1")], ids=["ask", "grant"])
def test_what_has_no_last_day_cannot_be_put_off(deadline: str, asking: Record) -> None:
    (found,) = findings(desk(asking, of=book(task(deadline=deadline))), "G310", "G311", "G312")
    assert (found.code, found.path) == ("G312", ("until",))
    assert found.message == "任务1没有最后日期，不用延期"


def test_work_days_that_have_no_start_yet_yield_no_day() -> None:
    of = book(task(deadline="20个工作日内"))
    (found,) = findings(desk(ask("6-1", "8-1"), of=of), "G310", "G311", "G312")
    assert found.code == "G312"
    assert found.message == "任务1还没有报起算日，算不出时限"
    assert "start" in found.hint


@pytest.mark.parametrize(
    ("when", "until", "codes"),
    [("3-29", "3-30", []), ("3-29", "3-29", ["G310"]), ("3-30", "3-31", ["G311"])],
)
def test_work_days_run_from_the_start_that_was_reported(
    when: str, until: str, codes: list[str]
) -> None:
    of = book(task(deadline="20个工作日内"))
    before = [under_way("3-2", start="3-1")]  # 20 work days later it is 29 March
    asked = desk(ask(when, until), landed=before, of=of)
    assert [code for code, *_ in told(asked, "G310", "G311", "G312")] == codes


def test_an_extension_of_another_unit_s_task_is_only_told_to_be_that() -> None:
    of = book(task(responsible="区财政局", deadline="长期坚持"))
    assert [code for code, *_ in told(desk(ask("6-1", "8-1"), of=of))] == ["G304"]


# --- what may follow what -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "new", "why"),
    [
        ([], grant("6-1"), "没有待答复的延期申请"),
        ([], refuse("6-1"), "没有待答复的延期申请"),
        ([ask("5-1", "8-1"), grant("5-2")], refuse("6-1"), "没有待答复的延期申请"),
        ([], close("6-1"), "当前状态是未启动，不能销号"),
        ([under_way("5-1")], close("6-1"), "当前状态是推进中，不能销号"),
        ([under_way("5-1")], send_back("6-1"), "当前状态是推进中，不能退回"),
        ([done("5-1"), close("5-2")], close("6-1"), "当前状态是已销号，不能销号"),
        ([done("5-1")], ask("6-1", "2024-1-31"), "当前状态是已完成，不用再申请延期"),
        ([done("5-1"), close("5-2")], ask("6-1", "2024-1-31"), "当前状态是已销号，不用再申请延期"),
        ([], decline("6-1"), "本单位是点名的责任单位，不能自报不涉及"),
        ([], claim("6-1"), "本单位是点名的责任单位，不用认领"),
        ([], accept("6-1"), "没有待答复的认领或不涉及"),
        ([claim("5-1")], accept("6-1"), "没有待答复的认领或不涉及"),
        ([claim("5-1")], send_back("6-1"), "当前状态是未启动，不能退回"),
    ],
)
def test_what_may_not_follow_is_a_contradiction(
    before: list[Record], new: Record, why: str
) -> None:
    (found,) = findings(desk(new, landed=before), "G313")
    assert found.message == f"与任务1的情况矛盾：{why}"
    assert found.path == ("type",)
    assert found.hint.endswith("gongkai history 1 --unit 区司法局 -C 夹 --year 2023")


@pytest.mark.parametrize(
    ("before", "new"),
    [
        ([], under_way("6-1")),
        ([done("5-1")], close("6-1")),
        ([done("5-1")], send_back("6-1")),
        ([done("5-1"), close("5-2")], send_back("6-1")),
        ([done("5-1"), close("5-2")], under_way("6-1")),
        ([ask("5-1", "8-1")], grant("6-1")),
        ([ask("5-1", "8-1")], refuse("6-1")),
        ([], grant("6-1", "2024-1-31")),  # nobody asked, but the office names a day
        ([done("5-1"), send_back("5-2")], ask("6-1", "2024-1-31")),
    ],
)
def test_what_may_follow_is_none(before: list[Record], new: Record) -> None:
    assert told(desk(new, landed=before), "G313") == []


@pytest.mark.parametrize(
    ("responsible", "contradicts"),
    [("区司法局", True), ("区政府各部门", True), ("区政府相关部门", False), ("等相关部门", False)],
)
@pytest.mark.parametrize("answer", [claim, decline])
def test_only_an_open_task_is_answered(
    answer: Telling,
    responsible: str,
    contradicts: bool,  # noqa: FBT001 a column of the table
) -> None:
    phrase = f"区财政局{responsible}" if responsible.startswith("等") else responsible
    asked = desk(answer("6-1"), of=book(task(responsible=phrase)))
    assert bool(told(asked, "G313")) is contradicts


@pytest.mark.parametrize(
    ("before", "new", "contradicts"),
    [
        ([claim("5-1")], decline("6-1"), True),
        ([decline("5-1")], claim("6-1"), False),
        ([done("5-1")], decline("6-1"), True),
        ([under_way("5-1")], decline("6-1"), True),
        ([decline("5-1")], decline("6-1"), False),
    ],
)
def test_an_open_task_is_declined_until_it_is_taken(
    before: list[Record],
    new: Record,
    contradicts: bool,  # noqa: FBT001 a column of the table
) -> None:
    asked = desk(new, landed=before, of=book(task(responsible="区政府相关部门")))
    assert bool(told(asked, "G313")) is contradicts


def test_what_a_correction_took_back_contradicts_nothing() -> None:
    before = [
        record("5-1", Progress(Step.DONE), "a.yaml"),
        record("5-1", Progress(Step.UNDER_WAY), "b.yaml", corrects="a.yaml"),
    ]
    found = told(desk(close("6-1"), landed=before), "G313")
    assert [code for code, *_ in found] == ["G313"]
    assert told(desk(close("6-1"), landed=before[:1]), "G313") == []


def test_a_record_of_several_tasks_contradicts_each_by_itself() -> None:
    of = book(task(1), task(2), task(3, responsible="区财政局"))
    landed = [record("5-1", Progress(Step.DONE), "a.yaml", (1,))]
    asked = desk(record("6-1", Review(Verdict.CLOSE), "b.yaml", (1, 2, 3)), landed=landed, of=of)
    (found,) = findings(asked, "G313")
    assert "任务2" in found.message


def test_the_basis_of_the_item_decides_what_may_be_declined() -> None:
    assert {Basis.NAMED.value, Basis.GROUP.value} == {"点名", "全体"}
    for responsible, word in (("区司法局", "点名"), ("区政府各部门", "全体")):
        (found,) = findings(desk(decline("6-1"), of=book(task(responsible=responsible))), "G313")
        assert f"本单位是{word}的责任单位" in found.message


# --- 起算日 --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "new", "second"),
    [
        ([], under_way("3-5", start="3-1"), False),
        ([under_way("3-2", start="3-1")], under_way("3-5", start="3-1"), False),
        ([under_way("3-2", start="3-1")], under_way("3-5", start="3-2"), True),
        ([under_way("3-2", start="3-1")], under_way("3-5"), False),
        ([claim("3-2", start="3-1")], under_way("3-5", start="3-4"), True),
        ([under_way("3-6", start="3-1")], under_way("3-5", start="3-4"), False),
    ],
)
def test_a_second_start_would_be_passed_over(
    before: list[Record],
    new: Record,
    second: bool,  # noqa: FBT001 a column of the table
) -> None:
    of = book(task(deadline="20个工作日内", responsible="区政府相关部门"))
    found = told(desk(new, landed=before, of=of), "G319")
    assert [(code, path) for code, _, path in found] == ([("G319", ("start",))] if second else [])


def test_a_start_is_put_right_by_a_correction() -> None:
    of = book(task(deadline="20个工作日内"))
    wrong = record("3-2", Progress(Step.UNDER_WAY, start=day("3-1")), "a.yaml")
    right = record("3-2", Progress(Step.UNDER_WAY, start=day("3-2")), "b.yaml", corrects="a.yaml")
    assert told(desk(right, landed=[wrong], of=of), "G319") == []


def test_a_review_has_no_start() -> None:
    assert told(desk(close("6-1"), landed=[done("5-1", start="3-1")]), "G319") == []


# --- laws ----------------------------------------------------------------------------------------

_PLAN = book(
    task(1, "6月底前", "区司法局", targets=(target("培训"),)),
    task(2, "20个工作日内", "区政府相关部门"),
)


@given(histories_of(2), st.randoms(use_true_random=False))
def test_findings_do_not_depend_on_the_order_of_files(
    records: list[Record], random: Random
) -> None:
    shuffled = list(records)
    random.shuffle(shuffled)
    assert told(desk(*records, of=_PLAN)) == told(desk(*shuffled, of=_PLAN))


@given(histories_of(2), st.data())
def test_findings_are_about_files_under_check_in_the_catalogue(
    records: list[Record], data: st.DataObject
) -> None:
    cut = data.draw(st.integers(0, len(records)))
    asked = desk(*records[:cut], landed=records[cut:], of=_PLAN)
    for found in findings(asked):
        assert found.file in asked.case.under_check
        assert found.code in BY_CODE
        assert found.message
        assert found.hint


@given(histories_of(2))
def test_what_is_said_of_landed_records_does_not_depend_on_what_else_is_under_check(
    records: list[Record],
) -> None:
    """Except corrections, where the new one is at fault, claims undone, and verdicts disturbed."""
    everything = told(desk(*records, of=_PLAN))
    for each in records:
        others = [other for other in records if other is not each]
        alone = told(desk(each, landed=others, of=_PLAN))
        mine = [found for found in everything if found[1] == each.name]
        apart = {"G308", "G309", "G318", "G322", "G327"}
        assert [f for f in alone if f[0] not in apart] == [f for f in mine if f[0] not in apart]
