from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai_cli.rendering.html import to_html
from gongkai_cli.rendering.layout import seen
from gongkai_cli.table import (
    Addressee,
    Bar,
    Block,
    Bullet,
    Cell,
    Chart,
    Column,
    Document,
    Heading,
    Line,
    Remark,
    Share,
    Signature,
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


def test_a_paper_is_addressed_and_signed() -> None:
    found = read(Addressee("<b>局："), Signature("<b>府", "2023年7月20日"))
    assert found.tags == ["body", "p", "div", "p", "p"]
    assert found.said.split() == ["<b>局：", "<b>府2023年7月20日"]
    page = to_html(Document((Signature("示例区人民政府办公室", "2023年7月20日"),)))
    assert '<p style="margin-right: 2em">示例区人民政府办公室</p>' in page
    assert '<p style="margin-right: 3.5em">2023年7月20日</p>' in page


def test_a_chart_needs_nothing_and_is_told_apart_in_print() -> None:
    key = tuple(Share(f"<{tone.value}>", tone) for tone in (Tone.GREEN, Tone.RED, Tone.GREY))
    page = to_html(
        Document((Chart(key, (Bar("<甲>", (1, 2, 1), "&"), Bar("乙", (0, 0, 0), "—"))),))
    )
    found = Reader(page)
    assert found.said.split() == ["<甲>&", "乙—", "<绿>", "<红>", "<灰>"]
    assert found.tags.count("rect") == 6
    assert found.tags.count("path") == 2
    assert 'width="80"' not in page
    assert [f'width="{size}"' in page for size in (79, 159)] == [True, True]
    assert not any(word in page for word in ("<script", "src=", "@import", "url(", "http"))
    assert ".chart" not in to_html(Document((Line(plain("文")),)))


def test_parts_of_a_bar_stand_beside_each_other() -> None:
    key = tuple(Share(word, Tone.PLAIN) for word in "甲乙丙丁")
    page = to_html(Document((Chart(key, (Bar("", (1, 1, 1, 1), ""),)),)))
    bar = page.partition("<td><svg")[2].partition("</svg>")[0]
    assert [f'x="{left}.5"' in bar for left in (0, 80, 160, 240)] == [True] * 4
    assert [bar.count(f'fill-opacity="{share}"') for share in ("1", "0", ".35")] == [1, 2, 1]
