"""The door: what each kind of file may hold, checked by pydantic, in the words of its author.

Everything comes in as text, lists and mappings (see `source`). A form only says what may stand in
a file; what it means is made in `documents` and `records`.
"""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    WithJsonSchema,
    model_validator,
)
from pydantic_core import PydanticCustomError

from gongkai_cli.domain.deadline import Cycle
from gongkai_cli.domain.plan import Scope
from gongkai_cli.domain.record import Step, Verdict
from gongkai_cli.domain.roster import UnitKind


def _wrong(message: str) -> PydanticCustomError:
    return PydanticCustomError("gongkai", "{what}", {"what": message})


def _whole_number(value: object) -> object:
    if isinstance(value, str) and re.fullmatch(r"[0-9]{1,9}", value, re.ASCII):
        return int(value)
    raise _wrong("应为不超过九位的整数")


def _decimal(value: object) -> object:
    if isinstance(value, str) and re.fullmatch(r"[0-9]{1,12}(\.[0-9]{1,6})?", value, re.ASCII):
        return Decimal(value)
    raise _wrong("应为数字，如 5 或 62.5")


def _day(value: object) -> object:
    if not (
        isinstance(value, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value, re.ASCII)
    ):
        raise _wrong("日期应写成 2023-06-30 的样子")
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise _wrong(f"{value} 不是日历上有的日期") from None


def _yes_or_no(value: object) -> object:
    if value in {"true", "false"}:
        return value == "true"
    raise _wrong("应为 true 或 false")


def _one_or_many(value: object) -> object:
    return value if isinstance(value, list) else [value]


def _safe_name(value: str) -> str:
    """A unit's name is also a folder's name."""
    if re.search(r"[\x00-\x1f\x7f/\\:*?\"<>|]", value) or value.strip(" .") != value:
        raise _wrong("名称里有不能用作文件夹名的字符")
    return value


Whole = Annotated[int, BeforeValidator(_whole_number)]
Number = Annotated[
    Decimal, BeforeValidator(_decimal), WithJsonSchema({"type": "number", "minimum": 0})
]
Day = Annotated[date, BeforeValidator(_day)]
YesNo = Annotated[bool, BeforeValidator(_yes_or_no)]
Words = Annotated[str, Field(min_length=1, max_length=20_000)]
Name = Annotated[str, Field(min_length=1, max_length=60), AfterValidator(_safe_name)]
Tasks = Annotated[
    list[Whole],
    BeforeValidator(_one_or_many),
    Field(min_length=1, max_length=500),
    WithJsonSchema(
        {"anyOf": [{"type": "integer"}, {"type": "array", "items": {"type": "integer"}}]}
    ),
]


class Form(BaseModel):
    """Unknown keys are errors; nothing is changed after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


class _Versioned(Form):
    schema_: Annotated[Literal["1"], WithJsonSchema({"const": 1})] = Field(alias="schema")


class TargetForm(Form):
    """指标"""

    name: Words
    at_least: Number
    unit: Words
    add_up: YesNo
    scope: Scope


class TaskForm(Form):
    """任务"""

    id: Whole
    requirement: Words
    responsible: Words
    deadline: Words
    due: Day | None = None
    lead: list[Words] = []
    assist: list[Words] = []
    targets: list[TargetForm] = []
    note: Words | None = None


class TopicForm(Form):
    """工作任务"""

    title: Words
    tasks: list[TaskForm] = Field(min_length=1)


class SectionForm(Form):
    """部分"""

    title: Words
    topics: list[TopicForm] = Field(min_length=1)


class PlanForm(_Versioned):
    """任务分解表"""

    title: Words
    region: Words
    year: Annotated[Whole, Field(ge=2000, le=2100)]
    issued: Day | None = None
    source: Words | None = None
    sections: list[SectionForm] = Field(min_length=1)


class UnitForm(Form):
    """责任单位"""

    name: Name
    kind: UnitKind
    aliases: list[Name] = []
    full_name: Words | None = None
    code: Words | None = None
    active_from: Day | None = None
    active_until: Day | None = None


class GroupForm(Form):
    """单位组"""

    name: Words
    kinds: list[UnitKind] = Field(min_length=1)
    open: YesNo = False


class RosterForm(_Versioned):
    """名录"""

    region: Words | None = None
    office: Name
    units: list[UnitForm] = Field(min_length=1)
    groups: list[GroupForm] = []


class PolicyForm(_Versioned):
    """管理口径"""

    cycle: Cycle = Cycle.QUARTER
    grace_workdays: Annotated[Whole, Field(le=60)] = 10
    due_soon_days: Annotated[Whole, Field(le=366)] = 15
    require_evidence: YesNo = True
    require_close: YesNo = False
    colours: dict[str, Literal["红", "黄", "绿", "蓝", "紫", "青", "灰"]] = {}


class HolidayForm(Form):
    """一段假期"""

    name: Words
    from_: Day = Field(alias="from")
    to: Day

    @model_validator(mode="after")
    def _in_order(self) -> "HolidayForm":
        if not timedelta(0) <= self.to - self.from_ < timedelta(days=31):
            raise _wrong("假期的 to 应不早于 from，且不超过31天")
        return self


class WorkYearForm(_Versioned):
    """放假调休"""

    year: Whole
    notice: Words
    holidays: list[HolidayForm]
    workdays: list[Day]


class EvidenceForm(Form):
    """佐证材料"""

    title: Words
    url: Words | None = None
    file: Words | None = None

    @model_validator(mode="after")
    def _one_place(self) -> "EvidenceForm":
        if (self.url is None) == (self.file is None):
            raise _wrong("每份佐证材料写 url（网址）或 file（文件），两者取一")
        return self


class RecordForm(Form):
    """记录"""

    task: Tasks
    date: Day
    corrects: Words | None = None
    reason: Words | None = None

    @model_validator(mode="after")
    def _has_reason(self) -> "RecordForm":
        if self.corrects and not self.reason:
            raise _wrong("更正（corrects）要写明 reason（原因）")
        return self


class ProgressForm(RecordForm):
    """进展"""

    type: Literal["进展"]
    status: Step
    progress: Words | None = None
    problem: Words | None = None
    next: Words | None = None
    owner: Words | None = None
    evidence: Annotated[list[EvidenceForm], Field(max_length=100)] = []
    measures: dict[str, Number] = {}
    start: Day | None = None


class ClaimForm(RecordForm):
    """认领"""

    type: Literal["认领"]
    owner: Words | None = None
    start: Day | None = None


class DeclineForm(RecordForm):
    """不涉及"""

    type: Literal["不涉及"]


class ExtensionForm(RecordForm):
    """延期申请"""

    type: Literal["延期申请"]
    until: Day
    reason: Words


class ReviewForm(RecordForm):
    """核验"""

    type: Literal["核验"]
    verdict: Verdict
    comment: Words | None = None
    until: Day | None = None


RECORD_FORMS: Mapping[str, type[RecordForm]] = {
    "进展": ProgressForm,
    "认领": ClaimForm,
    "不涉及": DeclineForm,
    "延期申请": ExtensionForm,
    "核验": ReviewForm,
}
"""One form per kind of record, under the word that stands in `type`."""

REVIEW = "核验"
"""The one kind that stands in reviews/, where only the office writes."""

AnyRecordForm = ProgressForm | ClaimForm | DeclineForm | ExtensionForm | ReviewForm
"""What a record file may hold, for `gongkai schema record`."""
