"""Walking through what waits: one matter is shown, asked about and written at a time.

Nothing is kept back for the end, so that whoever stops or is interrupted has lost nothing.
"""

import sys
from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from gongkai_cli.cli.console import ask, columns, tell, tell_diagnostics
from gongkai_cli.cli.filed import followed, tell_commit
from gongkai_cli.cli.options import day
from gongkai_cli.cli.reviewing import EXPLAINED, Ruling, answered, filed
from gongkai_cli.cli.session import Session
from gongkai_cli.cli.wrong import Stop
from gongkai_cli.diagnostic import Unreadable
from gongkai_cli.domain.record import Verdict
from gongkai_cli.reckoning.waiting import ANSWERS, Waiting
from gongkai_cli.rendering.pages.queue import Asked, matter_lines
from gongkai_cli.rendering.terminal import plain_text
from gongkai_cli.table import Document


class _Enough(Exception):  # noqa: N818 - nobody's error: the person has had enough
    """The walk ends here."""


def walk_through(session: Session, waits: Sequence[Waiting], asked: Asked) -> None:
    """Go through `waits`; verdicts are of the day of `asked`. Sums up however it ends."""
    tell(f"有{len(waits)}件待核验，等得最久的在前；答复一件写入一件，随时可以停。")
    walk = _Walk(session, asked, len(waits))
    try:
        for each in waits:
            walk.one(each)
    except _Enough:
        pass
    finally:
        walk.sum_up()


class _Walk:
    """A walk through what waits: what was answered and passed over so far."""

    def __init__(self, session: Session, asked: Asked, total: int) -> None:
        """Set out to go through `total` matters."""
        self._session = session
        self._asked = asked
        self._total = total
        self._given: Counter[Verdict] = Counter()
        self._folders: list[Path] = []
        self._seen = 0

    def one(self, waits: Waiting) -> None:
        """Show one matter, ask, write. Raises _Enough where the person ends the walk."""
        self._seen += 1
        tell("", f"第{self._seen}件，共{self._total}件")
        shown = Document(tuple(matter_lines(waits, self._asked)))
        print(plain_text(shown, columns()), end="", file=sys.stderr)
        try:
            while (verdict := _ask_verdict(waits)) and not self._settled(waits, verdict):
                pass
        except BaseException:
            self._seen -= 1
            raise

    def _settled(self, waits: Waiting, verdict: Verdict) -> bool:
        """Whether `verdict` was written; what cannot be is said, and asked again."""
        comment = _ask_comment(verdict) if verdict in EXPLAINED else ""
        until = _ask_until(waits) if verdict is Verdict.GRANT else None
        ruling = Ruling(verdict, self._asked.as_of, comment, until)
        try:
            answers = answered(self._session, [waits.entry.item], ruling)
            [written] = filed(self._session, answers)
        except Stop as stop:
            tell(*stop.sentences)
            return False
        except Unreadable as fault:  # a comment that no file may hold
            tell_diagnostics(fault.diagnostics)
            return False
        followed(self._session, answers[0].unit, f"已写入 {written.place}", new=True)
        self._given[verdict] += 1
        self._folders.append(answers[0].folder)
        return True

    def sum_up(self) -> None:
        """What was answered, what was passed over, what nobody looked at; how to commit."""
        done = self._given.total()
        passed, left = self._seen - done, self._total - self._seen
        kinds = "、".join(f"{verdict}{number}件" for verdict, number in self._given.items())
        said = [f"答复了{done}件（{kinds}）" if done else "没有答复"]
        said += [f"跳过{passed}件"] if passed else []
        said += [f"还有{left}件没有看"] if left else []
        tell("", f"{'，'.join(said)}。")
        if done:
            tell_commit(self._folders, f"核验：{kinds}")


def _ask_verdict(waits: Waiting) -> Verdict | None:
    """One of the answers that may follow, or None to pass over. Raises _Enough."""
    yes, no = ANSWERS[waits.matter]
    known = {"1": yes, "2": no, yes: yes, no: no, "": None}
    while (answer := ask(f"1 {yes} / 2 {no} / 回车 跳过 / q 结束")) not in known:
        if answer.lower() == "q":
            raise _Enough
        tell(f"请打 1（{yes}）、2（{no}）、q（结束），或直接回车跳过。")
    return known[answer]


def _ask_comment(verdict: Verdict) -> str:
    while not (comment := ask(f"{verdict}的原因（单位看得到）")):
        tell("请写一句原因，单位才知道怎么办。")
    return comment


def _ask_until(waits: Waiting) -> date | None:
    """The day granted; the one asked for unless another is typed."""
    while answer := ask(f"准予延期到哪一天（直接回车就照申请的{waits.until}）"):
        try:
            return day(answer)
        except Stop as stop:
            tell(*stop.sentences)
    return None
