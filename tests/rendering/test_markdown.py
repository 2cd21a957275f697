from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from gongkai_cli.rendering.markdown import to_markdown
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
    "[/red]", "=1+1", "a|b", "::error", "\x1b[31m", "<script>alert(1)</script>", "<!-- x", "x -->",
    "](javascript:alert(1))", "[x](javascript:alert(1))", "![x](http://example.cn)", "\u202e倒",
    "一\n\n# 二", "# 题", "#", "---", "===", "- 点", "+ 点", "* 点", "1. 点", "1) 点", "> 引", "```", "~~~",
    "`码`", "**粗**", "__粗__", "~~删~~", "&lt;b&gt;", "&#60;", "\\", "\\|", "|", "||", "    缩进", "\t缩进",
    "[a]: http://example.cn", "<http://example.cn>", "<a@example.cn>", "| a |\n|---|", ":---:",
)  # fmt: skip
PARTS = [*HOSTILE, "区司法局", "2023", "，", " ", "\n", "a"]
notes = st.lists(st.sampled_from(PARTS), max_size=6).map("".join) | st.text(max_size=30)
HARMLESS = {"paragraph_open", "paragraph_close", "inline", "text"}


def tokens(*blocks: Block) -> list[Token]:
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    return parser.parse(to_markdown(Document(blocks)))


def flat(found: list[Token]) -> Iterator[Token]:
    for token in found:
        yield token
        yield from flat(token.children or [])


def kinds(*blocks: Block) -> set[str]:
    return {token.type for token in flat(tokens(*blocks))}


def read(*blocks: Block) -> str:
    return "".join(token.content for token in flat(tokens(*blocks)) if token.type == "text")


def one_line(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("note", HOSTILE)
@given(before=st.sampled_from(["", "一", "1"]))
def test_a_hostile_note_is_a_paragraph(note: str, before: str) -> None:
    assert kinds(Line(plain(before + note))) <= HARMLESS


@given(notes, notes)
def test_a_line_is_one_paragraph_of_text(first: str, second: str) -> None:
    found = tokens(Line(plain(first, second)), Line(plain("末")))
    assert {token.type for token in flat(found)} <= HARMLESS | {"text_special"}
    assert sum(token.type == "paragraph_open" for token in found) == 1 + bool(
        one_line(first + second)
    )


@given(notes)
def test_a_bullet_is_one_point(note: str) -> None:
    found = tokens(Bullet(plain(note)), Bullet(plain("二")))
    assert sum(token.type == "list_item_open" for token in found) == 2
    assert not {"heading_open", "link_open", "html_inline", "code_block"} & {
        token.type for token in flat(found)
    }


@given(notes)
def test_a_heading_is_one_heading(note: str) -> None:
    found = tokens(Heading(f"题{note}", 2), Line(plain("文")))
    assert [token.type for token in found if token.type.endswith("_open")] == [
        "heading_open",
        "paragraph_open",
    ]


@given(st.lists(st.tuples(notes, notes), min_size=1, max_size=4))
def test_a_cell_never_leaves_its_cell(rows: list[tuple[str, str]]) -> None:
    found = tokens(Table((Column("甲"), Column("乙", right=True)), tuple(plain(*r) for r in rows)))
    types = [token.type for token in found]
    assert types.count("tr_open") == len(rows) + 1
    assert types.count("td_open") == 2 * len(rows)
    assert "link_open" not in {token.type for token in flat(found)}


@given(st.text(st.characters(categories=["L", "N", "P", "S"]), min_size=1, max_size=30))
def test_a_note_reads_as_it_was_written(note: str) -> None:
    assert read(Line(plain(note))) == note


def test_labels_are_bold_and_apart() -> None:
    line = Line((Cell("进展", Tone.STRONG), Cell(" "), Cell("好")), 4)
    assert to_markdown(Document((line,))) == "**进展** 好\n"


def test_a_strong_beginning_keeps_its_space_outside() -> None:
    line = Line((Cell("任务1  ", Tone.STRONG), Cell("题")))
    assert to_markdown(Document((line,))) == "**任务1** 题\n"


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "data:text/html,x", "http://a b", "//example.cn", "file:///etc/passwd"],
)
def test_only_web_addresses_become_links(url: str) -> None:
    assert "link_open" not in kinds(Line((Cell("名", url=url),)))


@pytest.mark.parametrize("url", ["http://example.cn/a)b(c", "https://例.cn/路?a=1&b=2|3"])
def test_an_address_cannot_end_its_link(url: str) -> None:
    [link] = [
        token
        for token in flat(tokens(Line((Cell("名]", url=url), Cell("后")))))
        if token.type == "link_open"
    ]
    assert str(link.attrs["href"]).startswith(url[:12].encode("ascii", "ignore").decode()[:8])
    assert read(Line((Cell("名]", url=url), Cell("后")))) == "名]后"


def test_a_remark_is_not_seen_and_cannot_end_early() -> None:
    assert to_markdown(Document((Remark("一 --> 二"),))) == "<!-- 一 —> 二 -->\n"


def test_blocks_stand_apart_and_bullets_together() -> None:
    page = Document(
        (Heading("题"), None, Bullet(plain("一")), Bullet(plain("二")), Line(plain("三")))
    )
    assert to_markdown(page) == "# 题\n\n- 一\n- 二\n\n三\n"


def test_chinese_letters_line_up() -> None:
    table = Table((Column("单位"), Column("件数", right=True)), (plain("区司法局", "3"),))
    assert to_markdown(Document((table,))).splitlines() == [
        "| 单位     |   件数 |",
        "|:---------|-------:|",
        "| 区司法局 |      3 |",
    ]


@given(notes)
def test_a_paper_is_addressed_and_signed_in_text(note: str) -> None:
    blocks = (Addressee(f"{note}："), Signature(f"局{note}", f"日{note}"))
    assert kinds(*blocks) <= HARMLESS


def test_the_signature_and_its_day_are_apart() -> None:
    page = Document((Addressee("示例一局："), Signature("示例区政府", "2023年7月20日")))
    assert to_markdown(page) == "示例一局：\n\n示例区政府\n\n2023年7月20日\n"


def test_a_chart_is_a_table_of_bars_and_its_key() -> None:
    key = (Share("办结", Tone.GREEN), Share("逾*期", Tone.RED))
    chart = Chart(key, (Bar("二|季度", (1, 3), "办结率25%"), Bar("一季度", (0, 0), "—")))
    assert to_markdown(Document((chart,))).splitlines() == [
        "|          |                      |           |",
        "|:---------|:---------------------|:----------|",
        "| 二\\|季度 | █████▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓ | 办结率25% |",
        "| 一季度   |                      | —         |",
        "",
        "█ 办结　▓ 逾\\*期",
    ]
