"""The door for records: one form per kind (see `forms`). Loaded only for what a person typed."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema, model_validator

from gongkai_cli.domain.record import Step, Verdict
from gongkai_cli.reading.forms import Day, Form, Number, Whole, Words, wrong


def _one_or_many(value: object) -> object:
    return value if isinstance(value, list) else [value]


Tasks = Annotated[
    list[Whole],
    BeforeValidator(_one_or_many),
    Field(min_length=1, max_length=500),
    WithJsonSchema(
        {"anyOf": [{"type": "integer"}, {"type": "array", "items": {"type": "integer"}}]}
    ),
]


class EvidenceForm(Form):
    """佐证材料"""

    title: Words
    url: Words | None = None
    file: Words | None = None

    @model_validator(mode="after")
    def _one_place(self) -> "EvidenceForm":
        if (self.url is None) == (self.file is None):
            raise wrong("每份佐证材料写 url（网址）或 file（文件），两者取一")
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
            raise wrong("更正（corrects）要写明 reason（原因）")
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
