from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai_cli.rendering.html import to_html
from gongkai_cli.rendering.layout import seen
from gongkai_cli.table import (
    Block,
    Bullet,
    Cell,
    Column,
    Document,
    Heading,
    Line,
    Remark,
    Table,
    Tone,
    plain,
)

HOSTILE = (
    "<script>alert(1)</script>",
    "<b>",
    "&lt;",
    '" onclick="x',
    "' x='",
    "]]>",
    "</p>",
    "-->",
)
notes = st.lists(st.sampled_from([*HOSTILE, "文", " "]), max_size=5).map("".join) | st.text(
    max_size=30
)


class Reader(HTMLParser):
    """The tags of a page in order, and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str | None] = []
        self.said = ""
        self.feed(page.partition("</style>")[2])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag and its address."""
        self.tags.append(tag)
        self.links += [value for name, value in attrs if name == "href"]

    def handle_data(self, data: str) -> None:
        """Note a piece of text."""
        self.said += data


def read(*blocks: Block) -> Reader:
    return Reader(to_html(Document(blocks)))


@given(notes)
def test_a_note_is_text_in_every_block(note: str) -> None:
    rows = (plain(note, note),)
    found = read(
        Heading(note),
        Line(plain(note)),
        Bullet(plain(note)),
        Table((Column("甲"), Column(note)), rows),
    )
    assert found.tags == [
        "body",
        "h1",
        "p",
        "p",
        "table",
        "thead",
        "tr",
        "th",
        "th",
        "tbody",
        "tr",
        "td",
        "td",
    ]
    assert found.said.count(seen(note)) >= 5


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "//example.cn", ""])
def test_only_web_addresses_become_links(url: str) -> None:
    assert read(Line((Cell("名", url=url),))).links == []


def test_a_link_cannot_end_its_attribute() -> None:
    found = read(Line((Cell("名", url='http://example.cn/"onclick="x'),)))
    assert (found.tags, found.links) == (["body", "p", "a"], ['http://example.cn/"onclick="x'])


def test_a_tone_is_a_class_beside_its_word() -> None:
    assert '<span class="red">逾期</span>' in to_html(Document((Line((Cell("逾期", Tone.RED),)),)))


def test_needs_and_runs_nothing_else() -> None:
    page = to_html(Document((Heading("题"), Line(plain("文")))))
    assert "<title>题</title>" in page
    assert not any(word in page for word in ("<script", "src=", "@import", "url("))


def test_a_remark_is_not_there() -> None:
    assert "藏" not in to_html(Document((Remark("藏"), None, Heading("题"))))
