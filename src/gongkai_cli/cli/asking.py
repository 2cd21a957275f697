"""建: what only a person knows is asked for on a terminal, and how each answer is read.

What is asked, and what becomes of it, is the business of whoever asks.
"""

import re
import sys
from collections.abc import Callable, Sequence
from typing import TypeVar

from gongkai_cli.cli.console import ask, tell
from gongkai_cli.cli.init import Host
from gongkai_cli.cli.wrong import Stop
from gongkai_cli.domain.deadline import Cycle
from gongkai_cli.reading.forms import LONGEST_NAME, fits_a_name

T = TypeVar("T")

_MOST_GRACE = 60
_YES = {"要": True, "不要": False}

NO_HOST = "没有"
HOSTS = {**{host.value: host for host in Host if host is not Host.NONE}, NO_HOST: Host.NONE}
"""The hosts as they are asked for."""


class Asker:
    """Asks on a terminal; elsewhere, and with --yes, remembers which defaults it took."""

    def __init__(self, *, asking: bool) -> None:
        """Ask if `asking`, and somebody sits there."""
        self.asking = asking and sys.stdin.isatty()
        self.taken: list[str] = []

    def knowing(self, what: str, read: Callable[[str], T], likely: str = "") -> T:
        """What only a person knows; `likely` is what they most likely say. For a terminal only."""
        return self._until_read(_with_default(what, likely), read, likely)

    def may(self, what: str, read: Callable[[str], T], default: str) -> T:
        """What has a usual answer."""
        if not self.asking:
            self.taken.append(f"{what.partition('（')[0]}：{default}")
            return read(default)
        return self._until_read(_with_default(what, default), read, default)

    def _until_read(self, question: str, read: Callable[[str], T], default: str) -> T:
        while True:
            try:
                if answer := ask(question) or default:
                    return read(answer)
                tell("这一项不能空着。")
            except Stop as stop:
                tell(*stop.sentences)


def _with_default(what: str, default: str) -> str:
    return f"{what}，直接回车就是 {default}" if default else what


def as_name(text: str) -> str:
    """A name that a folder can have as well: the form of units.yaml asks for no less."""
    text = text.strip()
    if not fits_a_name(text):
        raise Stop(
            f"“{text}”不能用作名称：要写1到{LONGEST_NAME}个字，"
            "其中没有 / \\ : * ? 这类符号和看不见的字符。"
        )
    return text


def as_words(text: str) -> str:
    """Any words."""
    return text.strip()


def as_year(text: str) -> int:
    """A year of this century."""
    if re.fullmatch("20[0-9]{2}", text):
        return int(text)
    raise Stop(f"“{text}”不是年份，请写成 2024 的样子。")


def as_cycle(text: str) -> Cycle:
    """How often units report."""
    return Cycle(_one_of(text, list(Cycle)))


def as_grace(text: str) -> int:
    """So many work days, no more than the form of policy.yaml takes."""
    if re.fullmatch("[0-9]{1,2}", text) and int(text) <= _MOST_GRACE:
        return int(text)
    raise Stop(f"“{text}”不是0到{_MOST_GRACE}之间的整数。")


def as_closing(text: str) -> bool:
    """Whether 办结 needs 销号."""
    return _YES[_one_of(text, list(_YES))]


def as_host(text: str) -> Host:
    """Where the repository is kept; nowhere may be said as the option says it, too."""
    text = text.lower()
    return Host.NONE if text == Host.NONE else HOSTS[_one_of(text, list(HOSTS))]


def _one_of(text: str, words: Sequence[str]) -> str:
    if text in words:
        return text
    raise Stop(f"没有“{text}”这个选择，请写 {'、'.join(words)} 中的一个。")
