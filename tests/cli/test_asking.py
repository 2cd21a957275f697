"""How answers on a terminal are read; the asking itself is shown where it is done."""

from collections.abc import Callable

import pytest

from gongkai_cli.cli.asking import (
    Asker,
    as_closing,
    as_cycle,
    as_grace,
    as_host,
    as_name,
    as_words,
    as_year,
)
from gongkai_cli.cli.init import Host
from gongkai_cli.cli.wrong import Stop
from gongkai_cli.domain.deadline import Cycle


@pytest.mark.parametrize(
    ("read", "text", "value"),
    [
        (as_name, " 示例区 ", "示例区"),
        (as_name, "示" * 60, "示" * 60),
        (as_words, " 甲 乙 ", "甲 乙"),
        (as_year, "2024", 2024),
        (as_cycle, "月", Cycle.MONTH),
        (as_grace, "0", 0),
        (as_grace, "60", 60),
        (as_closing, "要", True),
        (as_closing, "不要", False),
        (as_host, "GitLab", Host.GITLAB),
        (as_host, "没有", Host.NONE),
        (as_host, "None", Host.NONE),
    ],
)
def test_answer(read: Callable[[str], object], text: str, value: object) -> None:
    assert read(text) == value


@pytest.mark.parametrize(
    ("read", "text"),
    [
        *((as_name, text) for text in ("", "示" * 61, "a/b", "示例.", "示\u202e区", "示\u200b区")),
        *((as_name, text) for text in ("示\u2066区", "示\ufeff区", "示\x7f区", "a|b")),
        *((as_year, text) for text in ("24", "1999", "2024年", "２０２４")),
        *((as_grace, text) for text in ("61", "-1", "100", "一")),
        (as_cycle, "天天"),
        (as_closing, "是"),
        (as_host, "svn"),
    ],
)
def test_what_is_no_answer(read: Callable[[str], object], text: str) -> None:
    with pytest.raises(Stop):
        read(text)


def test_nobody_sits_there() -> None:
    asker = Asker(asking=True)
    assert asker.may("哪一年（四位数）", as_year, "2024") == 2024
    assert (asker.asking, asker.taken) == (False, ["哪一年：2024"])
