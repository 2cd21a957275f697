"""The door: what the office's files may hold, checked by pydantic, in the words of their author.

Everything comes in as text, lists and mappings (see `source`). A form only says what may stand in
a file; what it means is made in `documents`. The forms of records are in `recordforms`.
"""

import os
import re
from datetime import date, timedelta
from decimal import Decimal
from typing import Annotated, Literal

os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # 17 ms, and nobody else's code

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
from gongkai_cli.domain.roster import UnitKind


def wrong(message: str) -> PydanticCustomError:
    """A fault with its own Chinese half-sentence, for `recognise` to pass on."""
    return PydanticCustomError("gongkai", "{what}", {"what": message})


def _whole_number(value: object) -> object:
    if isinstance(value, str) and re.fullmatch(r"[0-9]{1,9}", value, re.ASCII):
        return int(value)
    raise wrong("应为不超过九位的整数")


def _decimal(value: object) -> object:
    if isinstance(value, str) and re.fullmatch(r"[0-9]{1,12}(\.[0-9]{1,6})?", value, re.ASCII):
        return Decimal(value)
    raise wrong("应为数字，如 5 或 62.5")


def _day(value: object) -> object:
    if not (
        isinstance(value, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value, re.ASCII)
    ):
        raise wrong("日期应写成 2023-06-30 的样子")
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise wrong(f"{value} 不是日历上有的日期") from None


def _yes_or_no(value: object) -> object:
    if value in {"true", "false"}:
        return value == "true"
    raise wrong("应为 true 或 false")


def _safe_name(value: str) -> str:
    """A unit's name is also a folder's name."""
    if re.search(r"[\x00-\x1f\x7f/\\:*?\"<>|]", value) or value.strip(" .") != value:
        raise wrong("名称里有不能用作文件夹名的字符")
    return value


Whole = Annotated[int, BeforeValidator(_whole_number)]
Number = Annotated[
    Decimal, BeforeValidator(_decimal), WithJsonSchema({"type": "number", "minimum": 0})
]
Day = Annotated[date, BeforeValidator(_day)]
YesNo = Annotated[bool, BeforeValidator(_yes_or_no)]
Words = Annotated[str, Field(min_length=1, max_length=20_000)]
Name = Annotated[str, Field(min_length=1, max_length=60), AfterValidator(_safe_name)]


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
            raise wrong("假期的 to 应不早于 from，且不超过31天")
        return self


class WorkYearForm(_Versioned):
    """放假调休"""

    year: Whole
    notice: Words
    holidays: list[HolidayForm]
    workdays: list[Day]
