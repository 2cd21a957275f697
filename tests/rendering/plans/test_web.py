import pytest
from lxml import html

from gongkai_cli.domain.issued import ANNEX
from gongkai_cli.domain.plan import Plan
from gongkai_cli.rendering.plans.web import plan_html
from rendering.plans.plan_reading import PLAN, hostile, long, real, understood


def said(element: html.HtmlElement) -> str:
    """Its text, lines apart."""
    for each in element.iter("br"):
        each.tail = "\n" + (each.tail or "")
    return str(element.text_content())


def squares(table: html.HtmlElement) -> list[list[str]]:
    """Every square of the table, merged cells repeated."""
    rows = list(table.iter("tr"))
    found: list[dict[int, str]] = [{} for _ in rows]
    for top, row in enumerate(rows):
        for cell in row.iterchildren("th", "td"):
            left = next(place for place in range(99) if place not in found[top])
            for down in range(int(cell.get("rowspan", "1"))):
                for right in range(int(cell.get("colspan", "1"))):
                    found[top + down][left + right] = said(cell)
    return [[row[place] for place in sorted(row)] for row in found]


def read(text: str) -> Plan:
    page = html.document_fromstring(text)
    (title,), (annex,) = page.iter("h1"), page.iter("h2")
    assert said(annex) == ANNEX
    wording, settled = page.iter("table")
    return understood(said(title), squares(wording), squares(settled))


@pytest.mark.parametrize("plan", [PLAN, hostile(), long()], ids=["plain", "hostile", "long"])
def test_nothing_is_lost(plan: Plan) -> None:
    assert read(plan_html(plan)) == plan


def test_nothing_of_the_real_plan_is_lost() -> None:
    assert read(plan_html(real())) == real()


def test_nothing_runs_and_nothing_is_fetched() -> None:
    page = html.document_fromstring(plan_html(hostile()))
    assert not list(page.iter("script", "img", "link", "iframe", "a", "b"))
    assert "http" not in plan_html(PLAN)


def test_titles_are_repeated_on_every_page() -> None:
    page = html.document_fromstring(plan_html(PLAN))
    assert [len(list(head.iter("tr"))) for head in page.iter("thead")] == [1, 1]
    assert [cell.get("colspan") for cell in next(page.iter("thead")).iter("th")] == [
        None,
        "2",
        None,
        None,
        None,
    ]


def test_same_text() -> None:
    assert plan_html(PLAN) == plan_html(PLAN)
