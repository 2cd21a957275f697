"""A page of the rules on a terminal: tables, lists, fences, and nothing lost where it is narrow."""

import re

import pytest

from gongkai_cli.rendering.explanation import explanation
from gongkai_cli.rendering.layout import width
from gongkai_cli.rendering.terminal import plain_text, to_terminal
from gongkai_cli.table import Bullet, Cell, Column, Document, Heading, Line, Table, Tone, plain

PAGE = """\
# G999 示例问题

错误 · 不能用注释允许

第一句话。见[规则说明](README.md)和 `docs/files.md`。

## 会报

```yaml ledgers/2023/示例二局/updates/1.yaml
task: 1
evidence:
- {title: 清单, url: "http://example.cn/a/very/long/path/of/words/that/does/not/fit"}  # 报 G999
```

```text 台账.md 报 G999
〈没有这个文件〉
```

## 怎么改

- 先看：`gongkai tasks`。
- 再改。

```console
gongkai check --base main
```

| 写法 | 意思 |
|------|------|
| `全年` | 12月31日 |
| 每月 | 按月 |
"""

SHOWN = """\
G999 示例问题

错误 · 不能用注释允许

第一句话。见规则说明和 docs/files.md。

会报

ledgers/2023/示例二局/updates/1.yaml
    task: 1
    evidence:
    - {title: 清单, url:
        "http://example.cn/a/very/long/path/of/words/that/do
        es/not/fit"}  # 报 G999

台账.md 报 G999
    〈没有这个文件〉

怎么改

· 先看：gongkai tasks。
· 再改。

    gongkai check --base main

写法  意思
全年  12月31日
每月  按月
"""


def test_page_as_a_narrow_terminal_shows_it() -> None:
    assert plain_text(explanation(PAGE), 60) == SHOWN


@pytest.mark.parametrize("columns", [60, 80, 120])
def test_no_letter_is_lost_and_no_line_is_too_long(columns: int) -> None:
    shown = plain_text(explanation(PAGE), columns)
    written = PAGE.replace("(README.md)", "")
    written = re.sub("^```[a-z]*", "", written, flags=re.MULTILINE)
    assert re.findall(r"\w", shown) == re.findall(r"\w", written)
    assert max(map(width, shown.splitlines())) <= columns


@pytest.mark.parametrize(
    ("page", "block"),
    [
        ("# 标题", Heading("标题", 1)),
        ("## `键` 的事", Heading("键 的事", 2)),
        ("#没有空格", Line(plain("#没有空格"))),
        ("- 一项", Bullet(plain("一项"))),
        ("-3 度", Line(plain("-3 度"))),
        ("任务 [1, 2]（两项）", Line(plain("任务 [1, 2]（两项）"))),
        ("| 甲 |\n|---|\n| 一 |", Table((Column("甲"),), (plain("一"),))),
        ("```\na: 1\n```", Line(plain("    ", "a: 1"), 8)),
        ("```yaml\n  a: 1\n```", Line(plain("    ", "  a: 1"), 10)),
    ],
)
def test_block(page: str, block: object) -> None:
    assert explanation(page) == Document((block,))  # type: ignore[arg-type]


def test_what_is_told_of_a_line_stands_out() -> None:
    lines = explanation("```yaml a.yaml 报 G402\nb: 1  # 报 G101\n```").blocks
    assert lines == (
        Line((Cell("a.yaml ", Tone.FAINT), Cell("报 G402", Tone.RED)), 4),
        Line((Cell("    "), Cell("b: 1  "), Cell("# 报 G101", Tone.RED)), 8),
    )


def test_a_fence_of_nothing_is_its_caption() -> None:
    assert explanation("```yaml a.yaml\n```").blocks == (Line((Cell("a.yaml", Tone.FAINT),), 4),)


def test_headings_are_set_off() -> None:
    [line] = to_terminal(explanation("## 会报"), 60)
    assert line == [Cell("会报", Tone.STRONG)]
