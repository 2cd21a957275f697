"""The ledger as a file in git: same input, same bytes; one more record, one item's lines."""

from datetime import date, timedelta
from decimal import Decimal
from difflib import unified_diff

from hypothesis import assume, given
from hypothesis import strategies as st

from gongkai_cli.domain.record import (
    Evidence,
    Fact,
    LookBack,
    Outcome,
    Progress,
    Record,
    Review,
    Step,
    Verdict,
)
from gongkai_cli.reckoning.ledgers import Ledger, ledger
from gongkai_cli.rendering.markdown import to_markdown
from gongkai_cli.rendering.pages.ledger import (
    ledger_page,
    ledger_screen,
    ledger_table,
    ledger_title,
)
from gongkai_cli.rendering.terminal import plain_text
from small_book import JUSTICE, ask, book, claim, close, decline, done, target, task, under_way

BOOK = book(
    task(1),
    task(2, "2023年6月底前"),
    task(3, "全年，长期坚持", "区政府各部门"),
    task(4, responsible="区财政局等相关部门"),
    task(5, responsible="区财政局等相关部门"),
    task(6, targets=(target(),)),
)
words = st.text(st.sampled_from("已起草清单|#*[]()<>`-_~\\\n :=1"), max_size=20)
pieces = st.builds(Evidence, words.filter(bool), st.just("http://example.cn/a"))
facts = st.builds(
    Progress,
    st.sampled_from(Step),
    words,
    words,
    words,
    words,
    st.lists(pieces, max_size=2).map(tuple),
    st.sampled_from([(), (("培训", Decimal(1)),)]),
) | st.builds(Review, st.sampled_from(Verdict), words)
days = st.integers(0, 300).map(lambda n: date(2023, 1, 1) + timedelta(days=n))


def made(number: int, day: date, fact: Fact, name: int) -> Record:
    return Record(f"{number}-{day}-{name:06}.yaml", (number,), day, fact)


records = st.builds(made, st.sampled_from([1, 2, 3, 6]), days, facts, st.integers(0, 999_999))


def page(found: list[Record]) -> str:
    return to_markdown(ledger_page(ledger(BOOK, JUSTICE, found)))


def parts(text: str) -> dict[str, list[str]]:
    """The lines of each part under its heading; the head's are under nothing."""
    found: dict[str, list[str]] = {"": []}
    for line in text.splitlines():
        if line.startswith("## "):
            found[line] = []
        found[list(found)[-1]].append(line)
    return found


@given(st.lists(records, max_size=8, unique_by=lambda each: each.name), records)
def test_one_more_record_changes_its_own_lines(before: list[Record], more: Record) -> None:
    assume(more.name not in {each.name for each in before})
    old, new = parts(page(before)), parts(page([*before, more]))
    assert list(old) == list(new)
    touched = {heading for heading in old if old[heading] != new[heading]}
    [number] = more.tasks
    assert {heading.split()[1] for heading in touched if heading} <= {str(number)}
    changed = [
        line
        for line in unified_diff(old[""], new[""], lineterm="", n=0)
        if line[:1] in "+-" and line[:3] not in {"+++", "---"}
    ]
    assert all(line[1:].split("|")[1].strip() == str(number) for line in changed)
    assert len(changed) in {0, 2}


@given(st.lists(records, max_size=8, unique_by=lambda each: each.name))
def test_the_same_records_give_the_same_bytes(found: list[Record]) -> None:
    assert page(found) == page(found[::-1]) == page(found)


def test_claiming_one_moves_no_other_line() -> None:
    old, new = page([]).splitlines(), page([claim("3-1")._replace(tasks=(4,))]).splitlines()
    gone = [line for line in old if line not in new]
    assert [line[:6] for line in gone] == ["- **4 "]


def test_claims_of_two_branches_merge() -> None:
    """Neither the head nor a heading counts what a unit answers."""
    answers = [claim("3-1")._replace(tasks=(4,)), decline("3-1")._replace(tasks=(5,))]
    heads = {page(found).splitlines()[2] for found in ([], answers[:1], answers[1:], answers)}
    assert len(heads) == 1


def test_no_day_stands_in_it_but_those_of_the_records() -> None:
    assert "截至" not in page([])
    assert "进度" not in page([])


def asked(*found: Record) -> Ledger:
    return ledger(BOOK, JUSTICE, list(found), date(2023, 7, 20))


def test_the_screen_ends_with_the_worst_item_to_report_on() -> None:
    shown = plain_text(ledger_screen(asked(done("1-5")), {}), 80)
    assert shown.splitlines()[-1] == "报送进展：gongkai update 2 --unit 区司法局"
    assert "待认领2项：任务4、5" in shown


def test_the_screen_of_a_unit_with_nothing_to_do_asks_for_nothing() -> None:
    only = ledger(book(task(1)), JUSTICE, [done("1-5"), close("1-6")], date(2023, 7, 20))
    assert "报送进展" not in plain_text(ledger_screen(only, {}), 80)


def test_the_table_has_a_row_per_item() -> None:
    table = ledger_table([asked(under_way("1-5", 培训=1))])
    assert [row[1].text for row in table.rows] == ["1", "2", "3", "4", "5", "6"]
    assert {len(row) for row in table.rows} == {len(table.columns)}


def test_an_extension_shows_both_days() -> None:
    assert "申请延期至2023-09-30" in page([ask("6-1", "9-30")._replace(tasks=(2,))])


def test_the_title_is_a_file_name() -> None:
    assert ledger_title(asked()) == "区司法局政务公开工作台账（2023年）"


def test_the_label_of_silence_says_it_once() -> None:
    assert "**缺报** 二季度；此前缺一季度" in to_markdown(ledger_page(asked()))


def test_lookbacks_end_the_page_and_change_nothing_before() -> None:
    def told(name: str, fact: LookBack, reason: str = "", corrects: str = "") -> Record:
        return Record(name, (2, 3), date(2023, 2, 10), fact, corrects, reason)

    bare = ledger(BOOK, JUSTICE, [])
    paper = (Evidence("纪要", url="http://example.cn/a"), Evidence("照片", file="evidence/1.png"))
    found = bare.with_lookbacks(
        [
            told("1.yaml", LookBack(2022, Outcome.PUT_RIGHT, None, "已补齐", paper)),
            told("2.yaml", LookBack(2022, Outcome.LAPSED), "不再统计"),
            told("3.yaml", LookBack(2022, Outcome.CARRIED_ON, 6), "写错", "2.yaml"),
        ]
    )
    before, after = (to_markdown(ledger_page(each)) for each in (bare, found))
    assert "回头看" not in before
    assert after == (
        f"{before}\n"
        "## 回头看\n\n"
        "以下说的是往年的任务，序号是那一年的序号，不影响本年各项任务的进展。\n\n"
        "- **2022年任务2、3** 2023-02-10 已整改：已补齐"
        "（佐证材料：[纪要](http://example.cn/a)、照片（evidence/1.png））\n"
        "- **2022年任务2、3** 2023-02-10 不再适用：不再统计（已被更正，不再计入）\n"
        "- **2022年任务2、3** 2023-02-10 继续推进，转入本年任务6（更正 2.yaml：写错）\n"
    )


def test_the_ledger_of_a_unit_that_is_gone_says_so() -> None:
    gone = JUSTICE._replace(active_until=date(2022, 12, 31))
    assert "没有任务，单位到2022-12-31为止\n" in to_markdown(ledger_page(ledger(BOOK, gone, [])))
    told = ledger(BOOK, gone._replace(successor="区财政局"), [])
    assert "，单位到2022-12-31为止，职责由区财政局承接\n" in to_markdown(ledger_page(told))
