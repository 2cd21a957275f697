"""Personal data in a text, found and starred out: 身份证号码, 手机号码, 银行卡号, 电子邮箱.

Made for a clerk's mistakes, not for spies: numbers are also found in full-width digits and in the
groups people write them in, but not spelled out or encoded. Knows neither files nor findings; the
landline of an office is public and none of its business.
"""

import re
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from string import ascii_letters, digits
from typing import NamedTuple


class Leak(NamedTuple):
    """One thing that must not be published: its code, and its place as offsets into the text."""

    code: str
    start: int
    end: int


def leaks(text: str, as_of: date) -> list[Leak]:
    """What `text` gives away, in order and without overlap; where two overlap, the surer one.

    An identity number counts only if its holder is born by `as_of`.
    """
    taken: set[int] = set()
    chosen = []
    for leak in _found(text, as_of):
        if taken.isdisjoint(range(leak.start, leak.end)):
            taken.update(range(leak.start, leak.end))
            chosen.append(leak)
    return sorted(chosen, key=lambda leak: leak.start)


def masked(text: str) -> str:
    """`text` with every such thing starred out; as long as before, its lines broken as before.

    Knows no day, so a birth may lie in the future, up to 2099. Nothing is found in the result:
    every find is starred, overlaps included, and no star makes an edge where there was none.
    """
    signs: list[str] = []
    for leak in _found(text, date.max):
        signs = signs or list(text)
        for start, end in _hidden(text, leak):
            signs[start:end] = "*" * (end - start)
    return "".join(signs) or text


# --- what is hidden ---------------------------------------------------------------------------

_DIGITS = "0-9０-９"
_JOINTS = "- \u00a0\u2009\u202f\u3000\u2010\u2011\u2012\u2013\u2212\uff0d\u00ad\u200b"
"""What stands singly between the groups of a number, typed or left over from a web page."""

_GROUP = re.compile(f"[{_DIGITS}XxＸｘ]+")
_AT = re.compile("[@＠]")
_HEAD, _TAIL = 3, 4


def _hidden(text: str, leak: Leak) -> Iterator[tuple[int, int]]:
    """The stretches of a leak to be starred: enough stays for its writer to recognise it."""
    if leak.code == "G604":
        yield leak.start, leak.start + len(_AT.split(text[leak.start : leak.end])[0])
        return
    groups = [found.span() for found in _GROUP.finditer(text, leak.start, leak.end)]
    if len(groups) == 1:
        yield leak.start + _HEAD, leak.end - _TAIL
        return
    # A group is never split: the stars within it could be too few to be known as a mask.
    first, last = groups[0], groups[-1]
    yield from groups[1:-1]
    if first[1] - first[0] > _HEAD:
        yield first
    if last[1] - last[0] > _TAIL:
        yield last


# --- where to look ----------------------------------------------------------------------------

_RUN = re.compile(f"[{_DIGITS}](?:[{_JOINTS}]?[{_DIGITS}]){{10,}}+(?:[{_JOINTS}]?[XxＸｘ])?")
"""Eleven digits or more, the least that a number here has: clean text costs one search for it."""

_BEFORE, _AFTER = 4, 4
"""How many characters around a number its edges look at."""

_PLAIN = str.maketrans("０１２３４５６７８９ｘＸx" + _JOINTS, "0123456789XXX" + "-" * len(_JOINTS))


def _found(text: str, as_of: date) -> Iterator[Leak]:
    """Everything, overlaps included; of two that overlap, the surer one comes first."""
    for run in _RUN.finditer(text):
        yield from _numbers(text, run.start(), run.end(), as_of)
    if "@" in text or "＠" in text:
        yield from _addresses(text)


def _numbers(text: str, start: int, end: int, as_of: date) -> Iterator[Leak]:
    """The numbers of one run of digits. Each shape looks at every place, so that none hides one."""
    offset = max(0, start - _BEFORE)
    plain = text[offset : end + _AFTER].translate(_PLAIN)
    for shape in _shapes():
        for found in shape.pattern.finditer(plain, start - offset):
            leak = Leak(shape.code, offset + found.start(1), offset + found.end(1))
            if shape.holds(found[1].replace("-", ""), as_of) and not (
                shape.in_paths and _in_path(text, leak.start)
            ):
                yield leak


# --- numbers ----------------------------------------------------------------------------------


class _Shape(NamedTuple):
    """How a number is written, in digits and "-", and what must hold of its digits alone.

    At one place a pattern has one match at most. `in_paths`: paths of web addresses have
    identifiers that look just like it, so there it says nothing.
    """

    code: str
    pattern: re.Pattern[str]
    holds: Callable[[str, date], bool]
    in_paths: bool = True


def _anywhere(written: str) -> re.Pattern[str]:
    """A pattern for `written` as a number of its own, matches that overlap included.

    Not part of a longer word or number, of a decimal fraction, or of an amount of money. A mask
    is part of its number (it has four stars or more, an emphasis in Markdown at most three), and
    a star counts like the digit it may stand for: so masking makes no new edges.
    """
    before = r"(?<![0-9A-Za-z_¥￥])(?<![0-9*]\.)(?<!\*{4})"
    after = r"(?![0-9A-Za-z_]|\*{4}|\.[0-9*]{1,2}(?![0-9*])|-?[元万亿])"
    return re.compile(f"{before}(?=({written}){after})", re.ASCII)


@cache
def _shapes() -> tuple[_Shape, ...]:
    """The surest first; compiled when a text has digits enough."""
    eighteen = "-?".join([r"[1-9]", *[r"\d"] * 5, "(?:1-?9|2-?0)", *[r"\d"] * 9, r"[\dX]"])
    fours = r"\d{4}-\d{4}-\d{4}-\d{4}"
    card = rf"\d{{13,19}}|{fours}|\d{{4}}-\d{{6}}-\d{{5}}|\d{{6}}-\d{{10,13}}"
    mobile = r"(?:0086|86|0)?(?:1[3-9]\d{9}|1[3-9]\d-\d{4}-\d{4}|1[3-9]\d\d-\d{3}-\d{4})"
    return (
        _Shape("G601", _anywhere(eighteen), _is_identity, in_paths=False),
        _Shape("G601", _anywhere(r"\d{15}|\d{6}-\d{6}-\d{3}"), _is_old_identity),
        _Shape("G603", _anywhere(rf"{fours}-\d{{1,3}}"), _is_card),
        _Shape("G603", _anywhere(card), _is_card),
        _Shape("G602", _anywhere(mobile), lambda _number, _as_of: True),
    )


_PATH = re.compile(r"://[A-Za-z0-9.:@*-]+/[A-Za-z0-9_/.~%:@+=&*-]*")
_LONGEST_PATH = 300


def _in_path(text: str, start: int) -> bool:
    """Is this inside the path of a web address? What follows its `?` or a comma no longer is."""
    scheme = text.rfind("://", max(0, start - _LONGEST_PATH), start)
    return scheme >= 0 and _PATH.fullmatch(text, scheme, start) is not None


_PROVINCES = frozenset(
    str(code)
    for first, last in [
        (11, 15),
        (21, 23),
        (31, 37),
        (41, 46),
        (50, 54),
        (61, 65),
        (71, 71),
        (81, 83),
    ]
    for code in range(first, last + 1)
)
"""GB/T 2260; 81 to 83 stand on the residence permits for 港澳台居民."""


def _is_identity(number: str, as_of: date) -> bool:
    """GB 11643-1999: region, day of birth, serial number, and a check by ISO 7064 MOD 11-2.

    A 9 before the province makes it a 外国人永久居留身份证 of 2023.
    """
    province = number[1:3] if number[0] == "9" else number[:2]
    return province in _PROVINCES and _is_past(number[6:14], as_of) and _has_check_sign(number)


def _has_check_sign(number: str) -> bool:
    value = 0
    for sign in number:
        value = value * 2 + (10 if sign == "X" else int(sign))
    return value % 11 == 1


def _is_old_identity(number: str, as_of: date) -> bool:
    """The form of before 1999: a year of two digits, and no check."""
    return number[:2] in _PROVINCES and _is_past("19" + number[6:12], as_of)


def _is_past(day: str, as_of: date) -> bool:
    try:
        return date(int(day[:4]), int(day[4:6]), int(day[6:])) <= as_of
    except ValueError:
        return False


_ISSUED = re.compile(
    r"62\d{14,17}|9558\d{15}|4\d{12}(?:\d{3}){0,2}|5[1-5]\d{14}|3[47]\d{13}"
    r"|(?:222[1-9]|22[3-9]\d|2[3-6]\d\d|27[01]\d|2720)\d{12}|35(?:2[89]|[3-8]\d)\d{12,15}"
)
"""银联, 工商银行 of old, Visa, Mastercard, American Express, Mastercard again, JCB."""

_DOUBLED = str.maketrans("0123456789", "0246813579")


def _is_card(number: str, _as_of: date) -> bool:
    """Of a known issuer, and right by Luhn's check (ISO/IEC 7812-1)."""
    if not _ISSUED.fullmatch(number):
        return False
    doubled = number[-2::-2].translate(_DOUBLED)
    return sum(map(int, number[::-2] + doubled)) % 10 == 0


# --- addresses --------------------------------------------------------------------------------

_DOMAIN = re.compile(r"(?:[A-Za-z0-9-]++\.)+[A-Za-z]{2,}+(?![A-Za-z0-9])")
_MARKS = "._%+-"
_LOCAL = ascii_letters + digits + "０１２３４５６７８９Ｘｘ" + _MARKS
"""With all that a number may consist of, so that none is cut by the mask of an address."""


def _addresses(text: str) -> Iterator[Leak]:
    """E-mail addresses, found from their @ outwards: one look at each side, however long a word."""
    text, passed = text.replace("＠", "@"), 0
    for at in re.finditer("@", text):
        before, passed = text[passed : at.start()], at.end()
        local = before[len(before.rstrip(_LOCAL)) :].lstrip(_MARKS)
        domain = _DOMAIN.match(text, at.end())
        if local and domain:
            yield Leak("G604", at.start() - len(local), domain.end())
