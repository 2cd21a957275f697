"""One file's faults as they are told: in their places, what is excused left out, all masked."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from gongkai_cli.checking.allowances import settled
from gongkai_cli.checking.case import Finding
from gongkai_cli.checking.personal import masked
from gongkai_cli.diagnostic import Diagnostic
from gongkai_cli.reading.papers import Spans, source_of, text_of
from gongkai_cli.reading.remarks import allowances
from gongkai_cli.rendering.findings.shown import Shown
from gongkai_cli.rules import BY_CODE

MOST = 100
"""So many findings of one code are told of one file; the last of them says how many there are."""

Fault = Diagnostic | Finding
"""A fault with its line, or with the path of keys by which its line will be found."""


def told(
    file: str, data: bytes, faults: Iterable[Fault], *, excusing: bool, idle: bool = True
) -> Iterator[Shown]:
    """The `faults` of `file`, which holds `data`, in the order of their places.

    `excusing`: its comments are looked at for what they allow; `idle`: and for what they need not.
    """
    text = text_of(data)
    source = source_of(file, text)
    spans = Spans(source)
    found, past = list[Diagnostic](), list[Diagnostic]()
    for fault in dict.fromkeys(faults):
        over = isinstance(fault, Finding) and fault.past
        (past if over else found).append(_placed(fault, spans))
    allowed = allowances(text, source) if excusing else []
    lines = text.split("\n")

    @cache
    def line_at(number: int) -> str:
        """A stranger's line may be long, and hold very many findings."""
        return masked(lines[number - 1]) if 0 < number <= len(lines) else ""

    for each in _bounded(sorted(settled(found, allowed, past, idle=idle), key=_order)):
        yield Shown(_discreet(each), line_at(each.span.line))


def _placed(fault: Fault, spans: Spans) -> Diagnostic:
    """`fault` with its line."""
    if isinstance(fault, Diagnostic):
        return fault
    span = spans.at(fault.path, key=fault.key)
    return Diagnostic(fault.code, fault.message, fault.hint, span)


def _bounded(found: Sequence[Diagnostic]) -> Iterator[Diagnostic]:
    """The first `MOST` of each code."""
    total = Counter(each.code for each in found)
    seen: defaultdict[str, int] = defaultdict(int)
    for each in found:
        seen[each.code] += 1
        if seen[each.code] == MOST < total[each.code]:
            more = f"{each.message}（这个文件里共有{total[each.code]}处，只列出前{MOST}处）"
            yield each._replace(message=more)
        elif seen[each.code] <= MOST:
            yield each


def _discreet(each: Diagnostic) -> Diagnostic:
    """Weighed by the catalogue, and with nothing personal in it: a log is read by many."""
    return Diagnostic(
        each.code,
        masked(each.message),
        masked(each.hint),
        each.span._replace(file=masked(each.span.file)),
        BY_CODE[each.code].severity,
    )


def _order(each: Diagnostic) -> tuple[object, ...]:
    return each.span, each.code, each.message
