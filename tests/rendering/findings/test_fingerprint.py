from hypothesis import given

from gongkai_cli.rendering.findings.fingerprint import fingerprints
from gongkai_cli.rendering.findings.shown import Findings, Shown
from rendering.findings.samples import COLON, EDITED, FOUR, anything


def moved(shown: Shown, lines: int) -> Shown:
    span = shown.diagnostic.span
    place = span._replace(line=span.line + lines, end_line=span.end_line + lines)
    return shown._replace(diagnostic=shown.diagnostic._replace(span=place))


def test_a_moved_line_keeps_it() -> None:
    again = Findings((moved(COLON, 3), EDITED), 3)
    assert list(fingerprints(again)) == list(fingerprints(FOUR))[:2]


def test_another_file_has_another() -> None:
    span = COLON.diagnostic.span._replace(file="y.yaml")
    elsewhere = COLON._replace(diagnostic=COLON.diagnostic._replace(span=span))
    assert [*fingerprints(Findings((elsewhere,), 1))] != [*fingerprints(Findings((COLON,), 1))]


def test_what_is_said_twice_differs() -> None:
    first, second = fingerprints(Findings((COLON, moved(COLON, 1)), 1))
    assert first != second


def test_stays_what_it_was_in_earlier_releases() -> None:
    assert next(fingerprints(FOUR)) == (
        "ebdac457252b6788e8f0b160167257cb173f7f9a216cb38a362f390f2434228d"
    )


@given(anything)
def test_no_two_are_alike(findings: Findings) -> None:
    found = list(fingerprints(findings))
    assert len(set(found)) == len(findings.shown)
