"""The walk through what waits, in this very process; a real terminal is in `test_review`."""

import io
import sys
from pathlib import Path

import pytest

from fictional import FIRST, SECOND, THIRD, Ran, gongkai

ON = ("--date", "2023-07-20")


class Typed(io.StringIO):
    """What a person has typed ahead on a terminal."""

    def isatty(self) -> bool:
        """They are at a terminal."""
        return True


def walk(monkeypatch: pytest.MonkeyPatch, typing: str, *options: str) -> Ran:
    monkeypatch.setattr(sys, "stdin", Typed(typing))
    return gongkai("review", *options)


def test_each_is_asked_about_written_and_counted(
    district: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran = walk(monkeypatch, "1\n\n2\n\n还差一篇\n退货\n销号\n", *ON)
    assert (ran.code, ran.out) == (0, "")
    said = ran.err.splitlines()
    assert said[0] == "有4件待核验，等得最久的在前；答复一件写入一件，随时可以停。"
    assert ran.err.count("已写入 ") == 3
    assert "请写一句原因，单位才知道怎么办。" in ran.err
    assert "请打 1（销号）、2（退回）、q（结束），或直接回车跳过。" in ran.err
    assert said[-2] == "答复了3件（同意1件、退回1件、销号1件），跳过1件。"
    folders = " ".join(f"ledgers/2023/{unit}" for unit in (SECOND, FIRST, THIRD))
    wanted = f"提交：git add {folders} && git commit -m '核验：同意1件、退回1件、销号1件'"
    assert said[-1] == wanted


def test_it_ends_where_the_person_has_enough(
    district: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran = walk(monkeypatch, "\nQ\n", *ON)
    assert (ran.code, ran.err.splitlines()[-1]) == (0, "没有答复，跳过1件，还有3件没有看。")


def test_the_end_of_input_sums_up_too(district: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ran = walk(monkeypatch, "1\n", *ON)
    assert ran.code == 130
    assert "答复了1件（同意1件），还有3件没有看。" in ran.err


def test_a_day_that_will_not_do_is_asked_for_again(
    bare: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gongkai("update", "1", "-u", FIRST, "--extend-until", "2023-09-30", "--reason", "忙",
            "--date", "2023-06-01")  # fmt: skip
    typing = "1\n后天\n2023-06-30\n1\n\n"
    ran = walk(monkeypatch, typing, "--date", "2023-06-02")
    assert "“后天”不是日历上有的日期" in ran.err
    assert "现在的时限是2023-06-30，延期到2023-06-30没有变晚" in ran.err.replace("\n  ", "")
    assert "答复了1件（准予延期1件）。" in ran.err


@pytest.mark.parametrize("typed", ["太\x0b晚", "太" * 20_001])
def test_a_reason_that_no_file_may_hold_is_asked_for_again(
    typed: str, district: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran = walk(monkeypatch, f"2\n{typed}\n2\n太晚\n", "1", "-u", THIRD, *ON)
    assert ran.code == 0
    assert "新记录" in ran.err
    assert "答复了1件（退回1件）。" in ran.err
    [file] = (district / f"ledgers/2023/{THIRD}/reviews").iterdir()
    assert "comment: 太晚\n" in file.read_text("utf-8")


def test_what_somebody_else_answered_meanwhile_is_told_and_can_be_passed_over(
    district: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Overtaken(Typed):
        def readline(self, size: int = -1, /) -> str:  # type: ignore[override]
            line = super().readline(size)
            if line == "1\n" and not list((district / f"ledgers/2023/{THIRD}").glob("reviews/*")):
                sys.stdin = Typed("")
                gongkai("review", "1", "-u", THIRD, "--send-back", "--comment", "不全", *ON)
                sys.stdin = self
            return line

    monkeypatch.setattr(sys, "stdin", Overtaken("1\n\n"))
    ran = gongkai("review", "1", "-u", THIRD, *ON)
    assert f"{THIRD}任务1：当前状态是已退回，不能销号。" in ran.err
    assert "没有答复，跳过1件。" in ran.err


def test_nothing_waits(bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert walk(monkeypatch, "", *ON).err == "截至2023-07-20没有待核验的事项。\n"
    assert walk(monkeypatch, "", "1", *ON).err == "截至2023-07-20没有待核验的任务。\n"
    ran = walk(monkeypatch, "", "--comment", "好", *ON)
    assert (ran.code, "请写明怎样答复" in ran.err) == (2, True)
