"""The forms of records: one per kind (see `forms`). Loaded only for what a person typed."""

from collections.abc import Callable
from typing import Any

from pydantic_core import core_schema as core

from gongkai_cli.domain.record import Outcome, Step, Verdict
from gongkai_cli.reading.forms import (
    DAY,
    NUMBER,
    WORDS,
    Field,
    Form,
    Schema,
    many,
    mapping,
    one_of,
    optional,
    whole,
    wrong,
)

_MOST_TASKS = 500
_MOST_EVIDENCE = 100


_Rule = Callable[[dict[str, Any]], dict[str, Any]]


def _one_or_many(value: object) -> object:
    return value if isinstance(value, list) else [value]


def _one_place(evidence: dict[str, Any]) -> dict[str, Any]:
    if (evidence["url"] is None) == (evidence["file"] is None):
        raise wrong("每份佐证材料写 url（网址）或 file（文件），两者取一")
    return evidence


def _has_reason(record: dict[str, Any]) -> dict[str, Any]:
    if record["corrects"] and not record["reason"]:
        raise wrong("更正（corrects）要写明 reason（原因）")
    return record


def _given(record: dict[str, Any]) -> dict[str, Any]:
    """撤回 names what it takes back, and gives no day."""
    if record["verdict"] == Verdict.WITHDRAW and not record["corrects"]:
        raise wrong("撤回要写 corrects（撤回哪一条核验）和 reason（原因）")
    if record["verdict"] == Verdict.WITHDRAW and record["until"]:
        raise wrong("撤回不写 until")
    return _has_reason(record)


def _settled(record: dict[str, Any]) -> dict[str, Any]:
    """What each outcome of 回头看 must say, and what only one of them may."""
    carried_on = record["outcome"] == Outcome.CARRIED_ON
    if carried_on != (record["carried_to"] is not None):
        raise wrong(
            "继续推进的要写 carried_to（转入本年的哪一项任务）"
            if carried_on
            else "只有继续推进的写 carried_to（转入本年的哪一项任务）"
        )
    if record["outcome"] == Outcome.LAPSED and not record["reason"]:
        raise wrong("不再适用的要写明 reason（原因）")
    return _has_reason(record)


_SEVERAL = many(whole(), least=1, most=_MOST_TASKS)
_TASKS = core.no_info_before_validator_function(
    _one_or_many,
    _SEVERAL,
    json_schema_input_schema=core.union_schema([core.int_schema(), _SEVERAL]),
)

EVIDENCE = Form(
    "佐证材料",
    {
        "title": (WORDS, "材料的名称"),
        "url": (optional(WORDS), "网址"),
        "file": (optional(WORDS), "文件，写在单位文件夹里的位置"),
    },
    _one_place,
)


def _record(kind: str, fields: dict[str, Field], rule: _Rule = _has_reason) -> Form:
    """The form of one kind of record: what all have, and `fields` of its own."""
    shared: dict[str, Field] = {
        "type": (one_of([kind]), "记录的种类"),
        "task": (_TASKS, "任务序号；一份记录对应几项任务时写成列表"),
        "date": (DAY, "哪一天的事"),
        "corrects": (optional(WORDS), "更正哪一条记录（文件名）"),
        "reason": (optional(WORDS), "原因"),
    }
    return Form(kind, {**shared, **fields}, rule)


RECORD_FORMS = {
    "进展": _record(
        "进展",
        {
            "status": (one_of(Step), "推进到哪一步"),
            "progress": (optional(WORDS), "进展情况"),
            "problem": (optional(WORDS), "存在问题"),
            "next": (optional(WORDS), "下一步打算"),
            "owner": (optional(WORDS), "责任科室，不写个人"),
            "evidence": (many(EVIDENCE.schema, most=_MOST_EVIDENCE), "佐证材料"),
            "measures": (mapping(NUMBER), "指标的完成数，名称与任务的指标相同"),
            "start": (optional(DAY), "起算日，用于“几个工作日内”"),
        },
    ),
    "认领": _record(
        "认领",
        {
            "owner": (optional(WORDS), "责任科室，不写个人"),
            "start": (optional(DAY), "起算日，用于“几个工作日内”"),
        },
    ),
    "不涉及": _record("不涉及", {}),
    "延期申请": _record(
        "延期申请", {"until": (DAY, "申请延期到哪一天"), "reason": (WORDS, "延期的原因")}
    ),
    "核验": _record(
        "核验",
        {
            "verdict": (one_of(Verdict), "办公室的答复；撤回只收回 corrects 写的那一条"),
            "comment": (optional(WORDS), "说明"),
            "until": (optional(DAY), "准予延期到哪一天；不写就照申请"),
        },
        _given,
    ),
    "回头看": _record(
        "回头看",
        {
            "year": (whole(2000, 2100), "回头看哪一年；task 是那一年的任务序号"),
            "formerly": (optional(WORDS), "当年的责任单位，只在职责由本单位承接时写"),
            "outcome": (one_of(Outcome), "怎样了结"),
            "carried_to": (optional(whole()), "转入本年的哪一项任务，只在继续推进时写"),
            "progress": (optional(WORDS), "做了什么"),
            "evidence": (many(EVIDENCE.schema, most=_MOST_EVIDENCE), "佐证材料"),
        },
        _settled,
    ),
}
"""One form per kind of record, under the word that stands in `type`."""

REVIEW = "核验"
"""The one kind that stands in reviews/, where only the office writes."""

LOOK_BACK = "回头看"
"""The one kind that stands in lookback/, and speaks of an earlier year's tasks."""

ANY_RECORD: Schema = core.union_schema([form.schema for form in RECORD_FORMS.values()])
"""What a record's file may hold, for `gongkai schema record`."""
