"""Findings for a person at a terminal: the place, the line with a caret under it, the remedy.

The source line is never folded, or the caret would point nowhere: a long one is cut to a window.
"""

from collections.abc import Iterator
from typing import NamedTuple

from gongkai_cli.diagnostic import Diagnostic, Severity, Span
from gongkai_cli.rendering.findings.shown import Findings, Shown
from gongkai_cli.rendering.findings.wording import verdict
from gongkai_cli.rendering.layout import seen, width
from gongkai_cli.table import Block, Cell, Document, Line, Tone

_TONES = {Severity.ERROR: Tone.RED, Severity.WARNING: Tone.YELLOW, Severity.NOTICE: Tone.BLUE}
_NUMBER = 4
_LEAST_ROOM = 20
_CUT = "…"


class _Window(NamedTuple):
    """The part of a source line that is shown, and the columns of it that a caret underlines."""

    text: str
    before: int
    under: int


def findings_page(findings: Findings, columns: int) -> Document:
    """Every finding, laid out for a window of `columns`."""
    blocks: list[Block] = []
    for shown in findings.shown:
        blocks += [_head(shown.diagnostic), *_body(shown, columns)]
    return Document(tuple(blocks))


def summary(findings: Findings) -> str:
    """The verdict, and where the weightiest kind of finding is explained."""
    found = [each.diagnostic for each in findings.shown]
    worst = [each for each in found if each.severity is Severity.ERROR] or found
    explained = f"说明：gongkai check --explain {worst[0].code}" if worst else ""
    return verdict(findings) + explained


def _head(found: Diagnostic) -> Line:
    place = found.span.place()
    severity = Cell(found.severity, _TONES[found.severity])
    said = Cell(seen(f" {found.code} {found.message}"))
    return Line((Cell(seen(f"{place}: " if place else ""), Tone.STRONG), severity, said), 2)


def _body(shown: Shown, columns: int) -> Iterator[Line]:
    """The source line where there is one, and the remedy: beside the caret if there is room."""
    span = shown.diagnostic.span
    if shown.line and span.line:
        yield from _quoted(shown, _margin(str(span.line)), columns)
    else:
        yield from _remedy(shown.diagnostic, _margin())


def _quoted(shown: Shown, numbered: str, columns: int) -> Iterator[Line]:
    found, margin = shown.diagnostic, Cell(_margin(columns=width(numbered)), Tone.FAINT)
    room = max(columns - width(numbered), _LEAST_ROOM)
    window = _window(shown.line, found.span, room)
    yield Line((Cell(numbered, Tone.FAINT), Cell(window.text)))
    caret = Cell(" " * window.before + "^" * window.under, _TONES[found.severity])
    beside = Cell(f" {seen(found.hint)}")
    if width(caret.text) + width(beside.text) <= room:
        yield Line((margin, caret, beside))
    else:
        yield Line((margin, caret))
        yield from _remedy(found, margin.text)


def _remedy(found: Diagnostic, margin: str) -> Iterator[Line]:
    if found.hint:
        yield Line((Cell(margin, Tone.FAINT), Cell(seen(found.hint))), width(margin))


def _margin(number: str = "", columns: int = 0) -> str:
    return f"{number.rjust(max(_NUMBER, columns - 3))} | "


def _window(line: str, span: Span, room: int) -> _Window:
    """As much of `line` around the place as `room` columns show."""
    first = min(max(span.column - 1, 0), len(line))
    last = max(_last(span, line), first + 1)
    # Letters without a width could be millions: no more of them is looked at than of others.
    skipped = max(first - room, 0)
    text = seen("".join(map(seen, line[skipped : first + room])))
    whole = not skipped and first + room >= len(line) and width(text) < room
    first, last = first - skipped, last - skipped
    begin, end = (0, len(text)) if whole else _cut(text, first, room - 2 * width(_CUT))
    left = _CUT if skipped or begin else ""
    right = _CUT if skipped + end < len(line) else ""
    before = width(left) + width(text[begin:first])
    under = max(width(text[first : min(last, end)]), 1)
    return _Window(f"{left}{text[begin:end]}{right}", before, under)


def _last(span: Span, line: str) -> int:
    """Where the underlining ends: what goes on in later lines is underlined to the line's end."""
    return len(line) if span.end_line > span.line else span.end_column - 1


def _cut(text: str, place: int, room: int) -> tuple[int, int]:
    """Begin and end of the part around `place`, about a third of it before."""
    end = _as_far(text, _as_far_back(text, place, room // 3), room)
    return _as_far_back(text, end, room), end


def _as_far(text: str, begin: int, room: int) -> int:
    end = begin
    while end < len(text) and (room := room - width(text[end])) >= 0:
        end += 1
    return end


def _as_far_back(text: str, end: int, room: int) -> int:
    begin = end
    while begin and (room := room - width(text[begin - 1])) >= 0:
        begin -= 1
    return begin
