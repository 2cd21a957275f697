"""The numbers that Word makes by itself before a paragraph: 1. 一、 （一） ①.

They stand in no text of the document; without them a column of 序号 would be empty. Counts as Word
does: per list, deeper levels begin anew after a higher one.
"""

import re
from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

_MAX_NUMBER = 100_000
_MAX_LEVEL = 8
_MAX_STYLES = 20
"""Styles that are based on each other; more is a circle."""

_DIGITS = "〇一二三四五六七八九"
_LEGAL = "壹贰叁肆伍陆柒捌玖"
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


class _Level(NamedTuple):
    """How one level of a list is counted and written."""

    start: int = 1
    form: str = "decimal"
    text: str = ""
    spaced: bool = True


class _List(NamedTuple):
    """A list that paragraphs name: the counters that it shares, and its levels."""

    counters: str
    levels: dict[int, _Level]
    restarts: dict[int, int]


class Numbering:
    """The lists of a document, counted on with every paragraph that is asked about, in order."""

    def __init__(
        self,
        numbering: "etree._Element | None",
        styles: "Callable[[], etree._Element | None]",
    ) -> None:
        """Take the root of numbering.xml, where there is one, and what gives that of styles.xml."""
        self._lists = {} if numbering is None else _lists(numbering)
        self._root_of_styles = styles
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[str] = set()

    def label(self, paragraph: "etree._Element") -> str:
        """What Word writes before `paragraph`; "" where it is in no list."""
        if not self._lists:
            return ""
        number, level = self._place(paragraph)
        listed = self._lists.get(number)
        if not listed or level not in listed.levels:
            return ""
        return self._written(listed, level, self._counted(number, listed, level))

    def _place(self, paragraph: "etree._Element") -> tuple[str, int]:
        properties = paragraph.find(f"{W}pPr")
        if properties is None:
            return "", 0
        style = _value(properties.find(f"{W}pStyle"))
        number, level = _numbered(properties)
        if not style:
            return number, level or 0
        for _ in range(_MAX_STYLES):
            if (number and level is not None) or style not in self._styles:
                break
            style, inherited, its_level = self._styles[style]
            number = number or inherited
            level = its_level if level is None else level
        return number, level or 0

    @cached_property
    def _styles(self) -> dict[str, tuple[str, str, int | None]]:
        """Read when a paragraph names a style: they are the largest part of a small document."""
        root = self._root_of_styles()
        return {} if root is None else _styles(root)

    def _counted(self, number: str, listed: _List, level: int) -> dict[int, int]:
        counts = self._counts.setdefault(listed.counters, {})
        if number not in self._begun:
            self._begun.add(number)
            counts |= {deep: start - 1 for deep, start in listed.restarts.items()}
        start = listed.levels[level].start
        counts[level] = counts.get(level, start - 1) + 1
        for deeper in [deep for deep in counts if deep > level]:
            del counts[deeper]
        return counts

    @staticmethod
    def _written(listed: _List, level: int, counts: dict[int, int]) -> str:
        def number(found: re.Match[str]) -> str:
            deep = int(found[1]) - 1
            its = listed.levels.get(deep, _Level())
            return _form(its.form)(counts.get(deep, its.start))

        this = listed.levels[level]
        if this.form in {"bullet", "none"}:
            return ""
        text = re.sub("%([1-9])", number, this.text)
        return f"{text} " if this.spaced and text[-1:].isascii() and text else text


def _lists(root: "etree._Element") -> dict[str, _List]:
    shapes = {
        _attribute(shape, "abstractNumId"): {
            _int(_attribute(level, "ilvl")): _level(level) for level in shape.findall(f"{W}lvl")
        }
        for shape in root.findall(f"{W}abstractNum")
    }
    return {_attribute(each, "numId"): _list(each, shapes) for each in root.findall(f"{W}num")}


def _list(element: "etree._Element", shapes: dict[str, dict[int, _Level]]) -> _List:
    shape = _value(element.find(f"{W}abstractNumId"))
    levels = dict(shapes.get(shape, {}))
    restarts = {}
    for override in element.findall(f"{W}lvlOverride"):
        deep = _int(_attribute(override, "ilvl"))
        if (level := override.find(f"{W}lvl")) is not None:
            levels[deep] = _level(level)
        if (start := override.find(f"{W}startOverride")) is not None:
            restarts[deep] = _int(_value(start))
    return _List(shape, levels, restarts)


def _level(element: "etree._Element") -> _Level:
    return _Level(
        _int(_value(element.find(f"{W}start")), 1),
        _value(element.find(f"{W}numFmt")) or "decimal",
        _value(element.find(f"{W}lvlText")),
        _value(element.find(f"{W}suff")) != "nothing",
    )


def _styles(root: "etree._Element") -> dict[str, tuple[str, str, int | None]]:
    """Style → the one it is based on, its list and level."""
    found = {}
    for style in root.findall(f"{W}style"):
        properties = style.find(f"{W}pPr")
        listed = ("", None) if properties is None else _numbered(properties)
        found[_attribute(style, "styleId")] = (_value(style.find(f"{W}basedOn")), *listed)
    return found


def _numbered(properties: "etree._Element") -> tuple[str, int | None]:
    named = properties.find(f"{W}numPr")
    if named is None:
        return "", None
    level = named.find(f"{W}ilvl")
    deep = None if level is None else min(_int(_value(level)), _MAX_LEVEL)
    return _value(named.find(f"{W}numId")), deep


def _value(element: "etree._Element | None") -> str:
    return "" if element is None else _attribute(element, "val")


def _attribute(element: "etree._Element", name: str) -> str:
    return element.get(f"{W}{name}") or ""


def _int(text: str, otherwise: int = 0) -> int:
    """A number of a list, within bounds; `otherwise` where it is none."""
    return int(text) if re.fullmatch("[0-9]{1,5}", text) else otherwise


def _form(name: str) -> Callable[[int], str]:
    """How the number format `name` is written; as figures where it is not known."""
    return _FORMS.get(name, str)


def _chinese(number: int, digits: str = _DIGITS, units: str = "十百千万") -> str:
    """一百二十三; 十二 and not 一十二."""
    written = ""
    figures = str(number % _MAX_NUMBER)
    for place, figure in enumerate(figures):
        unit = len(figures) - place - 1
        if figure != "0":
            written += digits[int(figure) - len(_DIGITS) + len(digits)]
            written += units[unit - 1] if unit else ""
        elif written and not written.endswith("零") and figures[place:].strip("0"):
            written += "零"
    short = written.removeprefix("一") if written.startswith("一十") else written
    return short or "〇"


def _digital(number: int) -> str:
    return "".join(_DIGITS[int(figure)] for figure in str(number))


def _circled(number: int) -> str:
    return chr(ord("①") + number - 1) if 1 <= number <= 20 else str(number)  # noqa: PLR2004 - ①…⑳


def _full_width(number: int) -> str:
    return "".join(chr(ord("０") + int(figure)) for figure in str(number))


def _letters(number: int) -> str:
    """A … Z, AA, BB: as Word goes on after Z."""
    times, letter = divmod(max(number, 1) - 1, 26)
    return chr(ord("a") + letter) * min(times + 1, 10)


def _roman(number: int) -> str:
    written, left = "", min(number, 4999)
    for value, letters in _ROMAN:
        times, left = divmod(left, value)
        written += letters * times
    return written


_FORMS: dict[str, Callable[[int], str]] = {
    "chineseCounting": _chinese,
    "chineseCountingThousand": _chinese,
    "chineseLegalSimplified": lambda number: _chinese(number, _LEGAL, "拾佰仟万"),
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalFullWidth": _full_width,
    "decimalFullWidth2": _full_width,
    "decimalZero": lambda number: f"{number:02}",
    "ideographDigital": _digital,
    "japaneseCounting": _chinese,
    "japaneseDigitalTenThousand": _digital,
    "lowerLetter": _letters,
    "lowerRoman": _roman,
    "taiwaneseCounting": _chinese,
    "taiwaneseCountingThousand": _chinese,
    "upperLetter": lambda number: _letters(number).upper(),
    "upperRoman": lambda number: _roman(number).upper(),
}
