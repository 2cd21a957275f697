"""Values → a filled form, or every fault at its own line, in Chinese."""

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any, Never

from pydantic_core import ValidationError

from gongkai_cli.diagnostic import Diagnostic, Span, Unreadable
from gongkai_cli.reading.forms import Form
from gongkai_cli.reading.source import (
    MAX_RECORD_BYTES,
    Path,
    Source,
    full_width_colon,
    refuse_colon_before,
    shown,
)

_MAX_FAULTS = 100
_SAYINGS = {
    "string_type": "应为文字",
    "list_type": "应为列表（每项以 - 开头）",
    "dict_type": "应为 键: 值",
    "too_short": "至少要有一项",
    "string_too_short": "不能为空",
    "string_too_long": "文字过长",
    "too_long": "项数过多",
}


def recognise(source: Source, form: Form, text: str) -> dict[str, Any]:
    """The values of `source`, as `form` has them.

    Raises Unreadable with every fault found, up to a hundred.
    """
    if not isinstance(source.values, dict):
        _refuse_shape(source, text)
    try:
        return form.filled(source.values)
    except ValidationError as error:
        faults = error.errors(include_url=False)[:_MAX_FAULTS]
        raise Unreadable([_explain(fault, source, form) for fault in faults]) from None


def recognise_record(source: Source, text: str) -> dict[str, Any]:
    """The values of `source`, as the kind of record that its `type` names.

    Raises Unreadable, also for a `text` longer than a record's file may be.
    """
    from gongkai_cli.reading.recordforms import RECORD_FORMS

    if len(text.encode()) > MAX_RECORD_BYTES:
        limit = f"记录超过 {MAX_RECORD_BYTES // 1024} KB"
        raise Unreadable([Diagnostic("G109", limit, "请把材料放进佐证材料文件", Span(source.file))])
    if not isinstance(source.values, dict):
        _refuse_shape(source, text)
    kind = source.values.get("type")
    form = RECORD_FORMS.get(kind) if isinstance(kind, str) else None
    if form is None:
        _refuse_kind(source, kind, RECORD_FORMS)
    return recognise(source, form, text)


def _refuse_kind(source: Source, kind: object, known: Iterable[str]) -> Never:
    code, message = "G122", "type 应为文字"
    if kind is None:
        code, message = "G121", "缺少必填项 type"
    elif isinstance(kind, str):
        message = f"type 的值“{shown(kind)}”不是记录的种类"
    hint = f"可用的种类：{'、'.join(known)}"
    raise Unreadable([Diagnostic(code, message, hint, source.span(("type",)))])


def _refuse_shape(source: Source, text: str) -> Never:
    """A file that is no mapping is empty, or its first colon is full-width."""
    refuse_colon_before(text, text.count("\n"), source.file)
    message = "文件是空的" if source.values is None else "内容不是 键: 值 的形式"
    hint = "每行写成 键: 值，冒号用半角，后面加一个空格"
    raise Unreadable([Diagnostic("G112", message, hint, source.span(()))])


def _explain(fault: Any, source: Source, form: Form) -> Diagnostic:
    """One of pydantic's errors as a Chinese sentence at its place."""
    path: Path = fault["loc"]
    value = fault["input"]
    place = source.span(path)
    match fault["type"]:
        case "extra_forbidden":
            key = str(path[-1])
            hint = _nearest_key(key, path, form)
            return Diagnostic("G120", f"不认识的键“{shown(key)}”", hint, source.key_span(path))
        case "missing":
            hint = f"请补上 {path[-1]}: …"
            return Diagnostic("G121", f"缺少必填项 {path[-1]}", hint, source.span(path[:-1]))
        case "dict_type" if isinstance(value, str) and "：" in value:
            return full_width_colon(value[: value.index("：") + 1], place)
        case "literal_error":
            message, hint = _unusable(value), f"可用的值：{_choices(fault)}"
        case "gongkai":
            message, hint = "的值不对", fault["msg"]
        case "less_than_equal" | "greater_than_equal":
            message, hint = "的值超出范围", _limit(fault)
        case other:
            message, hint = "的值不对", _SAYINGS.get(other, "写法见文件说明（docs/files.md）")
    return Diagnostic("G122", f"{_named(path)}{message}" if path else "内容前后不一致", hint, place)


def _named(path: Path) -> str:
    """What stands at `path`: a key, or an item of the list under a key."""
    if isinstance(path[-1], int):
        return f"{_named(path[:-1])}第{path[-1] + 1}项"
    return f"{shown(path[-1])} "


def _unusable(value: object) -> str:
    if isinstance(value, str):
        return f"的值“{shown(value)}”不可用"
    return "没有填写" if value is None else "应为文字"


def _nearest_key(key: str, path: Path, form: Form) -> str:
    known = form.keys_at(path[:-1])
    alike = get_close_matches(key, known, n=1, cutoff=0.6)
    return f"是不是 {alike[0]}？" if alike else f"可用的键：{'、'.join(known)}"


def _choices(fault: Any) -> str:
    return str(fault["ctx"]["expected"]).replace("'", "").replace(" or ", "、").replace(", ", "、")


def _limit(fault: Any) -> str:
    context = fault["ctx"]
    return f"应不大于 {context['le']}" if "le" in context else f"应不小于 {context['ge']}"
