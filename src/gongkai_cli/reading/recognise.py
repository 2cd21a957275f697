"""Values → a filled form, or every fault at its own line, in Chinese."""

from collections.abc import Iterable
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, Never, TypeVar

from pydantic import ValidationError

from gongkai_cli.diagnostic import Diagnostic, Unreadable
from gongkai_cli.reading.forms import Form
from gongkai_cli.reading.source import Path, Source, full_width_colon, refuse_colon

if TYPE_CHECKING:
    from gongkai_cli.reading.recordforms import RecordForm

F = TypeVar("F", bound=Form)

_SAYINGS = {
    "string_type": "应为文字",
    "list_type": "应为列表（每项以 - 开头）",
    "dict_type": "应为 键: 值",
    "model_type": "应为 键: 值",
    "model_attributes_type": "应为 键: 值",
    "too_short": "至少要有一项",
    "string_too_short": "不能为空",
    "string_too_long": "文字过长",
    "too_long": "项数过多",
}


def recognise(source: Source, form: type[F], text: str) -> F:
    """`source` as a `form`. Raises Unreadable with every fault found."""
    if not isinstance(source.values, dict):
        _refuse_shape(source, text)
    try:
        return form.model_validate(source.values)
    except ValidationError as error:
        faults = [_explain(fault, source, form) for fault in error.errors(include_url=False)]
        raise Unreadable(faults) from None


def recognise_record(source: Source, text: str) -> "RecordForm":
    """`source` as the kind of record that its `type` names."""
    from gongkai_cli.reading.recordforms import RECORD_FORMS, RecordForm

    kind = source.values.get("type") if isinstance(source.values, dict) else None
    if isinstance(source.values, dict) and kind not in RECORD_FORMS:
        _refuse_kind(source, kind, RECORD_FORMS)
    return recognise(source, RECORD_FORMS.get(str(kind), RecordForm), text)


def _refuse_kind(source: Source, kind: object, known: Iterable[str]) -> Never:
    kinds = "、".join(known)
    message = "缺少必填项 type" if kind is None else f"type 的值“{kind}”不是记录的种类"
    code = "G121" if kind is None else "G122"
    hint = f"可用的种类：{kinds}"
    raise Unreadable([Diagnostic(code, message, hint, source.span(("type",)))])


def _refuse_shape(source: Source, text: str) -> Never:
    """A file that is no mapping is empty, or its first colon is full-width."""
    if (offset := full_width_colon(text)) is not None:
        refuse_colon(text, offset, source.file)
    message = "文件是空的" if source.values is None else "内容不是 键: 值 的形式"
    hint = "每行写成 键: 值，冒号用半角，后面加一个空格"
    raise Unreadable([Diagnostic("G112", message, hint, source.span(()))])


def _explain(fault: Any, source: Source, form: type[Form]) -> Diagnostic:
    """One of pydantic's errors as a Chinese sentence at its place."""
    path: Path = fault["loc"]
    key = str(path[-1]) if path else ""
    match fault["type"]:
        case "extra_forbidden":
            hint = _nearest_key(key, path, form)
            return Diagnostic("G120", f"不认识的键“{key}”", hint, source.key_span(path))
        case "missing":
            hint = f"请补上 {key}: …"
            return Diagnostic("G121", f"缺少必填项 {key}", hint, source.span(path[:-1]))
        case "enum" | "literal_error":
            message = f"{key} 的值“{_shown(fault['input'])}”不可用"
            hint = f"可用的值：{_choices(fault)}"
        case "gongkai":
            message, hint = f"{key} 的值不对", fault["msg"]
        case "less_than_equal" | "greater_than_equal":
            message, hint = f"{key} 的值超出范围", _limit(fault)
        case other:
            message, hint = f"{key} 的值不对", _SAYINGS.get(other, "请对照 gongkai schema 检查")
    if not path:
        message = message.removeprefix(" 的值不对") or "内容前后不一致"
    return Diagnostic("G122", message, hint, source.span(path))


def _nearest_key(key: str, path: Path, form: type[Form]) -> str:
    known = _keys_at(path[:-1], form)
    alike = get_close_matches(key, known, n=1, cutoff=0.5)
    return f"是不是 {alike[0]}？" if alike else f"可用的键：{'、'.join(known)}"


def _keys_at(path: Iterable[str | int], form: type[Form]) -> list[str]:
    """The keys that the form at `path` knows."""
    schema = form.model_json_schema()
    here = schema
    for step in path:
        here = here["items"] if isinstance(step, int) else here["properties"][step]
        here = schema["$defs"][here["$ref"].rsplit("/", 1)[-1]] if "$ref" in here else here
    return list(here["properties"])


def _choices(fault: Any) -> str:
    return str(fault["ctx"]["expected"]).replace("'", "").replace(" or ", "、").replace(", ", "、")


def _limit(fault: Any) -> str:
    context = fault["ctx"]
    return f"应不大于 {context['le']}" if "le" in context else f"应不小于 {context['ge']}"


def _shown(value: object) -> str:
    return str(value)[:40]
