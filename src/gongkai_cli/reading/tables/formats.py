"""Excel's number formats: a stored number → what its cell shows, as far as task tables need it.

Days in 年, 月 and 日, hours, digits, percentages, and words around them. What goes beyond is not
guessed at: the answer is then None. Knows nothing of files.
"""

import re
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

_MONTH, _DAY, _WHOLE_DAY = 'yyyy"年"m"月"', 'm"月"d"日"', 'yyyy"年"m"月"d"日"'
_HOUR, _SECOND = 'h"时"mm"分"', 'h"时"mm"分"ss"秒"'
_CODES = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00",
    12: "# ?/?", 13: "# ??/??", 14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy",
    18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss", 22: "yyyy/m/d h:mm",
    27: _MONTH, 28: _DAY, 29: _DAY, 30: "m-d-yy", 31: _WHOLE_DAY, 32: _HOUR, 33: _SECOND,
    36: _MONTH, 37: "#,##0;-#,##0", 38: "#,##0;-#,##0", 39: "#,##0.00;-#,##0.00",
    40: "#,##0.00;-#,##0.00", 50: _MONTH, 51: _DAY, 52: _MONTH, 53: _DAY, 54: _DAY, 57: _MONTH,
    58: _DAY,
}  # fmt: skip
BUILT_IN = {str(number): code for number, code in _CODES.items()}
"""The formats that have a number and no code, as they show in Chinese."""

GENERAL = frozenset({"", "general", "g/通用格式", "@"})
_LONGEST = 255
"""Letters of a code, as in Excel."""

_LAST_DAY = 2_958_466
_FIRST_DAY = 61
"""Before it Excel counts a day that never was."""

_DIGITS = ".15g"
_WORDS = ("quoted", "escaped", "plain")
_UNSEEN = ("blank", "silent")
_PART = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|[_*](?P<blank>.)'
    r"|(?P<silent>\[(?:\$-[0-9a-e][0-9a-f]{0,3}|red|black|blue|green|white|红色|黑色)\])"
    r"|(?P<day>y+|m+|d+|h+|s+)|(?P<number>[#0](?:[#0,]*[#0])?(?:\.0+)?)|(?P<percent>%)"
    r"|(?P<general>General|G/通用格式)|(?P<text>@)"
    r"|(?P<plain>[-+/:,.() 、。，：；（）￥¥$\u2e80-\u9fff])",
    re.IGNORECASE,
)
_PIECE = re.compile(r'"[^"]*"|\\.|;|[^;"\\]+|["\\]')

Parts = list[tuple[str, str]]


def number_shown(code: str, value: str, *, since_1904: bool = False) -> str | None:
    """What a cell shows that holds the number `value` and has the format `code`; None: unknown."""
    if not re.fullmatch(r"-?[0-9]{1,20}(\.[0-9]{1,20})?([eE][-+]?[0-9]{1,2})?", value):
        return None
    number = Decimal(format(float(value), _DIGITS))
    sections = _sections(code)
    place = (1 if number < 0 else 2) if number <= 0 else 0
    place = place if place < len(sections) else 0
    parts = _parts(sections[place])
    kinds = {kind for kind, _ in parts}
    if "day" in kinds:
        return _moment(parts, number, since_1904=since_1904) if kinds <= {"day", "words"} else None
    return _number(parts, abs(number) if place else number) if parts else None


def text_shown(code: str, text: str) -> str | None:
    """What a cell shows that holds `text` and has the format `code`; None: unknown."""
    section = next((each for each in _sections(code) if "@" in each), "@")
    parts = _parts(section)
    if not parts or any(kind not in {"text", "words"} for kind, _ in parts):
        return None
    return "".join(text if kind == "text" else said for kind, said in parts).strip()


def _sections(code: str) -> list[str]:
    """The parts of `code`: for numbers above zero, below it, for zero, and for texts."""
    sections = [""]
    for piece in _PIECE.findall(code[:_LONGEST]):
        if piece == ";":
            sections.append("")
        else:
            sections[-1] += piece
    return sections


def _parts(section: str) -> Parts:
    """What `section` is made of, each with its kind; nothing where any of it is not understood."""
    parts: Parts = []
    place = 0
    while found := _PART.match(section, place):
        kind = str(found.lastgroup)
        if kind in _WORDS:
            parts.append(("words", found[kind]))
        elif kind not in _UNSEEN:
            parts.append((kind, found[kind].lower()))
        place = found.end()
    return parts if place == len(section) else []


# --- days -----------------------------------------------------------------------------------------


def _moment(parts: Parts, number: Decimal, *, since_1904: bool) -> str | None:
    letters = ["" if kind == "words" else said for kind, said in parts]
    of_days = any(each[:1] in {"y", "d"} for each in letters)
    if not (_FIRST_DAY if of_days and not since_1904 else 0) <= number < _LAST_DAY:
        return None
    began = datetime(1904, 1, 1) if since_1904 else datetime(1899, 12, 30)  # noqa: DTZ001 - a cell
    try:
        moment = began + timedelta(seconds=round(number * 86_400))
    except OverflowError:
        return None
    written = [
        said if kind == "words" else _piece(moment, said, minutes=_is_minute(letters, place))
        for place, (kind, said) in enumerate(parts)
    ]
    return None if None in written else "".join(map(str, written)).strip()


def _is_minute(letters: list[str], place: int) -> bool:
    """Whether m means minutes: right after hours, or right before seconds."""
    before = next(filter(None, reversed(letters[:place])), "")
    after = next(filter(None, letters[place + 1 :]), "")
    return before.startswith("h") or after.startswith("s")


def _piece(moment: datetime, letters: str, *, minutes: bool) -> str | None:
    """A part of `moment`; None where it would be a name, such as that of a month."""
    if letters[0] == "y":
        return f"{moment.year:04}" if len(letters) > 2 else f"{moment.year % 100:02}"  # noqa: PLR2004
    if len(letters) > 2:  # noqa: PLR2004 - two digits
        return None
    month = moment.minute if minutes else moment.month
    value = {"m": month, "d": moment.day, "h": moment.hour, "s": moment.second}[letters[0]]
    return f"{value:0{len(letters)}}"


# --- numbers --------------------------------------------------------------------------------------


def _number(parts: Parts, number: Decimal) -> str | None:
    kinds = [kind for kind, _ in parts]
    if kinds.count("number") + kinds.count("general") > 1 or "text" in kinds:
        return None
    number = number.scaleb(2 * kinds.count("percent"))
    return "".join(_value(kind, said, number) for kind, said in parts).strip()


def _value(kind: str, said: str, number: Decimal) -> str:
    if kind == "general":
        return format(float(number), _DIGITS)
    return _digits(number, said) if kind == "number" else said


def _digits(number: Decimal, places: str) -> str:
    """`number` with the digits that `places`, such as #,##0.00, asks for."""
    whole, _, decimals = places.partition(".")
    rounded = number.quantize(Decimal(1).scaleb(-len(decimals)), ROUND_HALF_UP)
    least = whole.count("0") + (len(decimals) + 1 if decimals else 0) + (rounded < 0)
    return f"{rounded:,f}" if "," in whole else f"{rounded:0{least}f}"
