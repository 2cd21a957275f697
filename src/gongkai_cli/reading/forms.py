"""The language of forms: what may stand in a file, and how a fault in it is told.

Everything comes in as text, lists and mappings (see `source`) and goes out as plain JSON values
that are known to be right: the cache keeps them, `documents` and `records` make the domain of them.

Written for pydantic's core without pydantic's models: the same checks, errors and JSON Schema, but
importing and building the models takes 135 ms where this takes 25, on every run that finds a file
changed.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import cached_property
from typing import Any

from pydantic_core import PydanticCustomError, SchemaValidator
from pydantic_core import core_schema as core

Schema = core.CoreSchema
Field = tuple[Schema, str]
"""What a key may hold, and its meaning in the words that an editor shows."""

LONGEST_NAME = 60
_UNFIT_IN_NAMES = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    '\U000e0000-\U000e007f/\\\\:*?"<>|]'
)

_WRAPPERS = frozenset({"default", "nullable", "function-after"})


class Form:
    """What one kind of file, or one part of it, may hold. Unknown keys are errors."""

    def __init__(
        self,
        title: str,
        fields: Mapping[str, Field],
        rule: Callable[[dict[str, Any]], dict[str, Any]] | None = None,
    ) -> None:
        """Name the form and its keys; `rule` checks what no key can say alone."""
        made = {key: _field(key, *field) for key, field in fields.items()}
        plain = core.typed_dict_schema(made, extra_behavior="forbid", metadata=_words(title))
        self.schema: Schema = core.no_info_after_validator_function(rule, plain) if rule else plain

    @cached_property
    def _validator(self) -> SchemaValidator:
        return SchemaValidator(self.schema)

    def filled(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """`values` with every default filled in. Raises pydantic_core.ValidationError."""
        found: dict[str, Any] = self._validator.validate_python(values)
        return found

    def keys_at(self, path: Iterable[str | int]) -> list[str]:
        """The keys known at `path`, a path of keys and places in lists."""
        here: Any = _unwrapped(self.schema)
        for step in path:
            inner = (
                here["items_schema"] if isinstance(step, int) else here["fields"][step]["schema"]
            )
            here = _unwrapped(inner)
        return list(here["fields"])

    def json_schema(self) -> dict[str, Any]:
        """The form as JSON Schema, for editors and other programs."""
        return json_schema(self.schema)


def json_schema(schema: Schema) -> dict[str, Any]:
    """Any schema as JSON Schema, with the dialect it is written in."""
    from pydantic.json_schema import GenerateJsonSchema

    dialect = {"$schema": GenerateJsonSchema.schema_dialect}
    return {**dialect, **GenerateJsonSchema().generate(schema)}


def wrong(message: str) -> PydanticCustomError:
    """A fault with its own Chinese half-sentence, for `recognise` to pass on."""
    return PydanticCustomError("gongkai", "{what}", {"what": message})


def optional(schema: Schema) -> Schema:
    """A key that may be left out or left empty."""
    return core.with_default_schema(core.nullable_schema(schema), default=None)


def otherwise(schema: Schema, default: object) -> Schema:
    """A key that has a usual value."""
    return core.with_default_schema(schema, default=default)


def many(schema: Schema, *, least: int = 0, most: int | None = None) -> Schema:
    """A list; one that may be empty may be left out."""
    listed = core.list_schema(schema, min_length=least or None, max_length=most)
    return listed if least else core.with_default_schema(listed, default_factory=list)


def mapping(values: Schema, keys: Schema | None = None) -> Schema:
    """Free keys with values of one kind; it may be left out."""
    found = core.dict_schema(keys or core.str_schema(), values)
    return core.with_default_schema(found, default_factory=dict)


def one_of(words: Iterable[str]) -> Schema:
    """One of a few words."""
    return core.literal_schema([str(word) for word in words])


def whole(least: int = 0, most: int = 999_999_999) -> Schema:
    """A whole number within bounds."""

    def read(value: object) -> int:
        if isinstance(value, str) and re.fullmatch("[0-9]{1,9}", value):
            return int(value)
        raise wrong("应为不超过九位的整数")

    bounds = core.int_schema(ge=least, le=most)
    return core.chain_schema([_as(read, bounds), bounds])


def _decimal(value: object) -> str:
    if isinstance(value, str) and re.fullmatch(r"[0-9]{1,12}(\.[0-9]{1,6})?", value):
        return value
    raise wrong("应为数字，如 5 或 62.5")


def _day(value: object) -> str:
    if not (isinstance(value, str) and re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", value)):
        raise wrong("日期应写成 2023-06-30 的样子")
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError:
        raise wrong(f"{value} 不是日历上有的日期") from None


def _yes_or_no(value: object) -> bool:
    if value in ("true", "false"):  # not a set: a list has no hash
        return value == "true"
    raise wrong("应为 true 或 false")


def fits_a_name(value: str) -> bool:
    """Whether a unit, and so its folder, can be called `value`.

    What is not seen, or turns the reading order, would make two names look like one.
    """
    sound = not _UNFIT_IN_NAMES.search(value) and value.strip(" .") == value
    return sound and 0 < len(value) <= LONGEST_NAME


def _safe_name(value: str) -> str:
    if not fits_a_name(value):
        raise wrong("名称里有不能用作文件夹名的字符")
    return value


def _as(read: Callable[[Any], Any], shown: Schema) -> Schema:
    """Text that `read` makes a value of; editors are told that it looks like `shown`."""
    return core.no_info_plain_validator_function(read, json_schema_input_schema=shown)


def _field(key: str, schema: Schema, meaning: str) -> core.TypedDictField:
    required = schema["type"] != "default"
    return core.typed_dict_field(schema, required=required, metadata=_words(key, meaning))


def _words(title: str = "", description: str = "") -> dict[str, Any]:
    said = {"title": title, "description": description}
    return {"pydantic_js_updates": {key: text for key, text in said.items() if text}}


def _unwrapped(schema: Any) -> Any:
    while schema["type"] in _WRAPPERS:
        schema = schema["schema"]
    return schema


WORDS = core.str_schema(min_length=1, max_length=20_000)
NAME = core.no_info_after_validator_function(
    _safe_name, core.str_schema(min_length=1, max_length=LONGEST_NAME)
)
NUMBER = _as(_decimal, core.float_schema(ge=0))
DAY = _as(_day, core.date_schema())
YES_NO = _as(_yes_or_no, core.bool_schema())
VERSION = core.no_info_before_validator_function(
    lambda value: value,  # a scalar is text here, and a number to an editor
    core.literal_schema(["1"]),
    json_schema_input_schema=core.literal_schema([1]),
)
