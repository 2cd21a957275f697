"""What the page says of an item; the page as a whole is shown in tests/cli/test_lookback.py."""

from datetime import date

import pytest

from gongkai_cli.domain.policy import Policy
from gongkai_cli.domain.record import Evidence, LookBack, Outcome, Record
from gongkai_cli.reckoning.assignment import duties
from gongkai_cli.reckoning.fold import effects, fold
from gongkai_cli.reckoning.lookback import Line, Old, Retrospect, Span, dispositions, legacy
from gongkai_cli.reckoning.question import Question
from gongkai_cli.rendering.markdown import to_markdown
from gongkai_cli.rendering.pages.lookback import (
    Asked,
    lookback_data,
    lookback_page,
    lookback_table,
)
from gongkai_cli.rendering.terminal import plain_text
from small_book import (
    JUSTICE,
    ask,
    book,
    claim,
    close,
    day,
    decline,
    done,
    grant,
    record,
    send_back,
    target,
    task,
    under_way,
)

SPAN = Span(date(2023, 12, 31), date(2024, 3, 31))


def found(
    *records: Record, said: LookBack | None = None, lasting: bool = False, close_: bool = False
) -> Retrospect:
    """区司法局's one task, due in June, or 长期坚持 and open to all."""
    one = task(1, "6月底前", targets=(target(),))
    if lasting:
        one = task(1, "全年", "区财政局等相关部门")
    of = book(one, policy=Policy(require_close=close_))
    then, later = (Question(of, each).entries(JUSTICE, fold(records, each))[0] for each in SPAN)
    course = tuple(effects(records, 1, SPAN.last, then.item.basis))
    told = [record("2024-2-10", said, "x.yaml")] if said else []
    now = of._replace(plan=of.plan._replace(year=2024))
    settled = dispositions(legacy(of, duties(of), now, JUSTICE), told)
    line = Line(Old(then, later), JUSTICE, course, settled.get((JUSTICE.name, 1)))
    return Retrospect(2023, day("2024-4-1"), SPAN, (line,), 0)


def shown(of: Retrospect) -> str:
    return plain_text(lookback_page(of, Asked(JUSTICE.name)), 160)


@pytest.mark.parametrize(
    ("records", "words"),
    [
        ((), "年底 未启动，逾期184天\n"),
        ((under_way("6-1"),), "年底 推进中，逾期184天\n"),
        ((done("6-1"),), "年底 已完成，未达指标：培训\n"),
        ((done("7-3", 培训=2),), "年底 已于2023-07-03完成，逾期3天\n"),
        ((done("6-1"), send_back("6-5")), "年底 已退回，逾期184天\n"),
        ((done("2024-1-5", 培训=2),), "到2024-03-31 已于2024-01-05完成，逾期189天\n"),
    ],
)
def test_how_it_stood_is_said_in_words(records: tuple[Record, ...], words: str) -> None:
    assert words in shown(found(*records))


def test_what_waited_for_the_office_says_so() -> None:
    text = shown(found(done("7-3", 培训=2), close_=True))
    assert "年底 已完成，逾期3天，没有销号\n" in text
    assert "1项逾期办结" in text


def test_what_waits_for_the_office_is_counted_beside_the_answer() -> None:
    said = "另有2项已按时报送完成，只等办公室核验，不逐项回头看。\n"
    of = found()._replace(waiting=2)
    assert said in shown(of)
    assert lookback_data(of)["waiting"] == 2
    none = shown(of._replace(lines=()))
    assert none == f"截至2024-04-01：区司法局2023年没有要回头看的任务：应办的都已按时完成。\n{said}"


def test_on_paper_the_answer_has_a_title() -> None:
    paper = to_markdown(lookback_page(found(), Asked(titled=True)))
    assert paper.startswith("# 2023年任务回头看\n\n**截至2024-04-01")
    assert not to_markdown(lookback_page(found(), Asked())).startswith("#")


@pytest.mark.parametrize(
    ("records", "words"),
    [
        ((), "没有报送过"),
        (
            (ask("5-1", "7-31"), grant("5-3"), done("8-1"), close("8-2")),
            (
                "2023-05-01 申请延期至2023-07-31 → 2023-05-03 准予延期 → 2023-08-01 已完成 → "
                "2023-08-02 销号"
            ),
        ),
        (
            (under_way("2-1"), under_way("3-1"), under_way("4-1"), under_way("5-1"), done("8-1")),
            "…… → 2023-03-01 推进中 → 2023-04-01 推进中 → 2023-05-01 推进中 → 2023-08-01 已完成",
        ),
    ],
)
def test_the_last_steps_are_its_course(records: tuple[Record, ...], words: str) -> None:
    assert f"经过 {words}\n" in shown(found(*records))


def test_claims_and_declines_are_steps_too() -> None:
    said = shown(found(decline("2-1"), claim("3-1"), lasting=True))
    assert "经过 2023-02-01 不涉及 → 2023-03-01 认领\n" in said


@pytest.mark.parametrize(
    ("said", "head", "words"),
    [
        (LookBack(2023, Outcome.PUT_RIGHT, progress="已补齐"), "√ 已整改", "已整改：已补齐"),
        (
            LookBack(2023, Outcome.CARRIED_ON, 7, evidence=(Evidence("纪要", file="evidence/1"),)),
            "● 继续推进",
            "继续推进，转入2024年任务7（佐证材料：纪要）",
        ),
        (LookBack(2023, Outcome.LAPSED), "○ 不再适用", "不再适用"),
    ],
)
def test_what_became_of_it_stands_at_its_head_and_end(
    said: LookBack, head: str, words: str
) -> None:
    text = shown(found(said=said))
    assert f"\n{head}" in text
    assert f"回头看 2024-02-10 {words}\n" in text


def test_table_and_data_say_the_same() -> None:
    evidence = (Evidence("纪要", url="http://example.cn/1"),)
    of = found(said=LookBack(2023, Outcome.CARRIED_ON, 7, "已补齐", evidence))
    table = lookback_table(of)
    row = dict(zip((each.title for each in table.columns), table.rows[0], strict=True))
    told = {name: row[name].text for name in ("回头看", "转入任务", "说明", "佐证材料", "文件")}
    assert told == {
        "回头看": "继续推进",
        "转入任务": "7",
        "说明": "已补齐",
        "佐证材料": "纪要 http://example.cn/1",
        "文件": "ledgers/2024/区司法局/lookback/x.yaml",
    }
    [item] = lookback_data(of)["items"]
    assert item["disposition"] == {
        "outcome": "继续推进",
        "carried_to": 7,
        "progress": "已补齐",
        "reason": None,
        "evidence": [{"title": "纪要", "url": "http://example.cn/1", "file": ""}],
        "date": "2024-02-10",
        "file": "ledgers/2024/区司法局/lookback/x.yaml",
    }
    assert lookback_table(found()).rows[0][16].text == "尚未说明"


def test_whose_it_was_stands_beside_whose_it_is() -> None:
    [line] = found().lines
    other = JUSTICE._replace(name="区法治局")
    heads = {
        "区司法局 · ": line,
        "区法治局（原区司法局） · ": line._replace(unit=other),
        "区司法局（现无承接单位） · ": line._replace(unit=None),
    }
    for words, each in heads.items():
        text = to_markdown(lookback_page(found()._replace(lines=(each,)), Asked()))
        assert words in text
    alone = plain_text(lookback_page(found(), Asked(JUSTICE.name)), 100)
    assert "区司法局 · " not in alone
