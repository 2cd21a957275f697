"""One YAML file as plain values, with the place of each.

The dialect is small on purpose: block or flow mappings, lists, scalars. Scalars stay text: what a
number or a date is, the forms decide. ruamel's composer would resolve and merge, and with its C
parser it is not guarded; so values are built here on its events (5,600 records: 0.15 s instead of
1 s for its safe loader and 4 s for its round-trip loader).
"""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple, Never

from gongkai_cli.diagnostic import Diagnostic, Span, Unreadable
from gongkai_cli.reading.trace import MAX_BYTES

MAX_DEPTH = 20
_QUOTED = 40
MAX_RECORD_BYTES = 256 * 1024

Path = tuple[str | int, ...]
Value = str | None | list[Any] | dict[str, Any]

_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_FULL_WIDTH_COLON = r"(?m)^[ ]*(?:- )?[\"']?[A-Za-z_]+[\"']?[ ]*(：)"
_KEY_WITH_COLON = r"(?m)^[ ]*(?:- )?[A-Za-z_]+:(?: |$)"
_CONTROLS = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\ufffe\uffff"
_FORBIDDEN_IN_FILES = f"[\t\x85\u2028\u2029{_CONTROLS}]"
_FORBIDDEN_IN_VALUES = f"[\ud800-\udfff{_CONTROLS}]"
"""A tab or an odd line break is taken where somebody has escaped it within quotes; in the file as
it is, every program shows it differently.
"""
_UNFIT_IN_LINES = f"\t\r\x85\u2028\u2029\ud800-\udfff{_CONTROLS}"

_REFUSALS = (
    ("alias", "G104", "使用了锚点或别名（& 或 *）", "请把内容直接写出来，或给文字加引号"),
    ("anchor", "G104", "使用了锚点或别名（& 或 *）", "请把内容直接写出来，或给文字加引号"),
    ("tag", "G105", "使用了类型标签（!）", "请删除标签，或给文字加引号"),
    ("directive", "G106", "使用了 % 指令", "请删除以 % 开头的行"),
    ("Unicode character escape", "G108", "含有不是文字的字符", "请删除这个字符"),
)
"""What the parser's complaint is about → the refusal that says so."""


class Source(NamedTuple):
    """A file's values and the span of each path. A path to a key's value has the value's span."""

    file: str
    values: Value
    spans: dict[Path, Span]

    def span(self, path: Path) -> Span:
        """Where `path` stands, or the nearest thing around it that stands anywhere."""
        while path and path not in self.spans:
            path = path[:-1]
        return self.spans.get(path, Span(self.file))

    def key_span(self, path: Path) -> Span:
        """Where the key that `path` ends in stands."""
        return self.spans.get((*path, "\0key")) or self.span(path)


def decoded(data: bytes, file: str) -> str:
    """The text of a file: UTF-8, with or without a byte order mark, its lines ended by LF.

    Raises Unreadable for other encodings, oversize files and control characters.
    """
    if len(data) > MAX_BYTES:
        _refuse(
            "G109", f"文件超过 {MAX_BYTES // 1024 // 1024} MB", "请拆分或删减后再提交", Span(file)
        )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = _lined(error.object[: error.start].decode())
        place = _place(before, len(before), file)
        _refuse("G107", "文件不是 UTF-8 编码", "请在编辑器里另存为 UTF-8 编码", place)
    text = _lined(text)
    if bad := re.search(_FORBIDDEN_IN_FILES, text):
        tab = bad.group() == "\t"
        what = "使用了制表符（Tab）" if tab else _control(bad.group())
        remedy = "请改用空格" if tab else "请删除这个字符"
        _refuse("G102" if tab else "G108", what, remedy, _place(text, bad.start(), file))
    return text


def parse(text: str, file: str) -> Source:
    """The values of one YAML document.

    Raises Unreadable for anything outside the dialect: anchors, aliases, tags, directives,
    repeated keys, a second document, nesting deeper than MAX_DEPTH, or text that is no YAML.
    """
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    try:
        return _Builder(YAML(typ="safe", pure=False).parse(text), file).source()
    except YAMLError as error:
        if not _is_address(error) or len(text) > MAX_RECORD_BYTES:
            _refuse_syntax(error, text, file)
    try:
        return _Builder(YAML(typ="safe", pure=True).parse(text), file).source()
    except YAMLError as error:
        _refuse_syntax(error, text, file)


def dump(values: dict[str, Any]) -> str:
    """`values` as YAML that a person would have written: one line per text, | for several lines.

    What `parse` makes of it is `values` again, each as text, or a refusal of a control character.
    """
    from io import StringIO

    from ruamel.yaml import YAML
    from ruamel.yaml.scalarstring import DoubleQuotedScalarString, LiteralScalarString

    def fitting(text: str, unfit: str = "") -> str:
        found = re.search(f"[{unfit}{_UNFIT_IN_LINES}]", text)
        return DoubleQuotedScalarString(text) if found else text

    def shaped(value: object) -> object:
        if isinstance(value, dict):
            return {fitting(key, "\n"): shaped(each) for key, each in value.items()}
        if isinstance(value, list):
            return [shaped(each) for each in value]
        if not isinstance(value, str):
            return value
        if "\n" in value and not value.startswith((" ", "\n")):
            return fitting(LiteralScalarString(value))
        return fitting(value, "\n")

    yaml = YAML()
    yaml.width = 1_000_000
    out = StringIO()
    yaml.dump(shaped(values), out)
    return out.getvalue()


class _Builder:
    """Values and spans out of a stream of events, with every guard that the composer lacks."""

    def __init__(self, events: Iterator[Any], file: str) -> None:
        self._events = events
        self._file = file
        self._spans: dict[Path, Span] = {}

    def source(self) -> Source:
        next(self._events)
        start = next(self._events)
        if type(start).__name__ == "StreamEndEvent":
            return Source(self._file, None, {})
        if start.version or start.tags:
            self._refuse("G106", "使用了 % 指令", "请删除以 % 开头的行", start)
        values = self._value(next(self._events), ())
        next(self._events)
        following = next(self._events)
        if type(following).__name__ != "StreamEndEvent":
            self._refuse(
                "G111", "一个文件里有两份内容", "请删除 --- 这一行，一个文件只写一份", following
            )
        return Source(self._file, values, self._spans)

    def _value(self, event: Any, path: Path) -> Value:
        self._guard(event, path)
        self._spans[path] = self._span(event)
        match type(event).__name__:
            case "ScalarEvent":
                value = self._text(event)
                return None if event.implicit[0] and value in _NULLS else value
            case "SequenceStartEvent":
                return self._list(path)
            case _:
                return self._mapping(path)

    def _list(self, path: Path) -> list[Value]:
        found: list[Value] = []
        while type(event := next(self._events)).__name__ != "SequenceEndEvent":
            found.append(self._value(event, (*path, len(found))))
        return found

    def _mapping(self, path: Path) -> dict[str, Value]:
        found: dict[str, Value] = {}
        while type(event := next(self._events)).__name__ != "MappingEndEvent":
            key = self._key(event, path)
            if key in found:
                self._refuse("G103", f"键“{shown(key)}”重复出现", "同一层里每个键只写一次", event)
            self._spans[(*path, key, "\0key")] = self._span(event)
            found[key] = self._value(next(self._events), (*path, key))
            if found[key] is None and (colon := re.match("[A-Za-z_]+ *：", key)):
                raise Unreadable([full_width_colon(colon.group(), self._span(event))])
        return found

    def _key(self, event: Any, path: Path) -> str:
        self._guard(event, path)
        if type(event).__name__ != "ScalarEvent":
            self._refuse("G110", "键不是文字", "请写成 键: 值", event)
        if event.implicit[0] and event.value == "<<":
            self._refuse("G104", "使用了合并键 <<", "请把内容直接写出来", event)
        return self._text(event)

    def _text(self, event: Any) -> str:
        text: str = event.value
        if bad := re.search(_FORBIDDEN_IN_VALUES, text):
            self._refuse("G108", _control(bad.group()), "请删除这个字符", event)
        return text

    def _guard(self, event: Any, path: Path) -> None:
        if type(event).__name__ == "AliasEvent" or event.anchor:
            self._refuse(
                "G104", "使用了锚点或别名（& 或 *）", "请把内容直接写出来，或给文字加引号", event
            )
        if event.tag:
            self._refuse("G105", "使用了类型标签（!）", "请删除标签，或给文字加引号", event)
        if len(path) > MAX_DEPTH:
            self._refuse("G109", f"嵌套超过 {MAX_DEPTH} 层", "请减少嵌套", event)

    def _span(self, event: Any) -> Span:
        start, end = event.start_mark, event.end_mark
        if type(event).__name__ != "ScalarEvent":
            return Span(self._file, start.line + 1, start.column + 1)
        return Span(self._file, start.line + 1, start.column + 1, end.line + 1, end.column + 1)

    def _refuse(self, code: str, message: str, hint: str, event: Any) -> Never:
        _refuse(code, message, hint, self._span(event))


def _refuse(code: str, message: str, hint: str, span: Span) -> Never:
    raise Unreadable([Diagnostic(code, message, hint, span)])


def _is_address(error: Any) -> bool:
    """Whether the C parser, which is of YAML 1.1, stumbled on the : of {url: http://…}.

    The one in Python takes it but is thirty times slower: it gets no large files.
    """
    return bool(getattr(error, "problem", None) == "found unexpected ':'")


def _refuse_syntax(error: Any, text: str, file: str) -> Never:
    """Say the likely slip, not the parser's: most broken files have a full-width colon."""
    mark = getattr(error, "problem_mark", None)
    if mark is None:
        _refuse("G108", "含有不是文字的字符", "请删除这个字符", Span(file))
    place = Span(file, mark.line + 1, mark.column + 1)
    complaint = f"{error.context} {error.problem}"
    for word, code, message, hint in _REFUSALS:
        if word in complaint:
            _refuse(code, message, hint, place)
    refuse_colon_before(text, mark.line, file)
    _refuse(
        "G110",
        "不是正确的 YAML",
        "请检查这一行和上一行：冒号后要有空格，缩进要对齐，引号和括号要成对",
        place,
    )


def refuse_colon_before(text: str, line: int, file: str) -> None:
    """Refuse the first full-width colon that can have broken `line`, counted from 0, if any.

    One that a well-formed key follows was understood as plain text, and is innocent.
    """
    end = _line_end(text, line)
    start = text.rfind("\n", 0, end) + 1
    keys = (key.start() for key in re.finditer(_KEY_WITH_COLON, text[:start]))
    innocent = max(keys, default=0)
    for colon in re.finditer(_FULL_WIDTH_COLON, text[:end]):
        if colon.end() > innocent:
            place = _place(text, colon.start(), file)
            raise Unreadable([full_width_colon(colon.group(), place)])


def full_width_colon(upto: str, start: Span) -> Diagnostic:
    """What to say of the full-width colon that ends `upto`, a text that begins at `start`."""
    key = shown(upto.strip(" -\"'：").rstrip("\"'"))
    place = start._replace(column=start.column + len(upto) - 1)
    return Diagnostic("G101", "使用了全角冒号", f"应为半角冒号加空格：{key}: …", place)


def shown(text: str) -> str:
    """As much of a stranger's `text` as a sentence can quote.

    A number is left out, with the signs in it, rather than cut: half of one would no longer be
    known for personal.
    """
    if len(text) > _QUOTED:
        text = re.sub(r"[\W\dXxＸｘ]+$", "", text[:_QUOTED]) + "…"
    return re.sub(r"\s+", " ", text)


def _lined(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _control(character: str) -> str:
    return f"含有控制字符 U+{ord(character):04X}"


def _line_end(text: str, line: int) -> int:
    """Where `line`, counted from 0, ends in `text`."""
    end = -1
    for _ in range(line + 1):
        end = text.find("\n", end + 1)
        if end < 0:
            return len(text)
    return end


def _place(text: str, offset: int, file: str) -> Span:
    before = text[:offset]
    return Span(file, before.count("\n") + 1, offset - (before.rfind("\n") + 1) + 1)
