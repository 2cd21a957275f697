from datetime import timedelta

from gongkai_cli.domain.record import Evidence, Progress, Record, Step
from gongkai_cli.reckoning.waiting import Waiting, oldest_first, waiting
from gongkai_cli.rendering.pages.queue import (
    FEW,
    MOST,
    Asked,
    queue_page,
    queue_table,
    shortcomings,
)
from gongkai_cli.rendering.terminal import plain_text
from gongkai_cli.table import Table
from small_book import JUSTICE, STREET, ask, day, done, record, stand, target, task

AS_OF = day("7-10")
ASKED = Asked(AS_OF, 2023)


def waits(*records: Record, **more: object) -> list[Waiting]:
    entry = stand("7-10", *records, **more)  # type: ignore[arg-type]
    return list(waiting([entry], records, AS_OF))


def many(number: int) -> list[Waiting]:
    """So many claims of two units, a day apart."""
    [one] = waits(done("7-9"))
    units = (JUSTICE, STREET)
    return oldest_first(
        one._replace(
            since=one.since - timedelta(each),
            entry=one.entry._replace(item=one.entry.item._replace(unit=units[each % 2])),
        )
        for each in range(number)
    )


def shown(found: list[Waiting], asked: Asked = ASKED) -> str:
    return plain_text(queue_page(found, asked), 80)


def test_few_are_shown_one_by_one_without_totals() -> None:
    page = queue_page(many(FEW), ASKED)
    assert not any(isinstance(block, Table) for block in page.blocks)
    assert shown(many(FEW)).count("○") == FEW


def test_many_are_counted_by_unit_whose_oldest_comes_first() -> None:
    [table] = [
        block for block in queue_page(many(FEW + 2), ASKED).blocks if isinstance(block, Table)
    ]
    assert [column.title for column in table.columns] == ["单位", "完成申报", "最久已等"]
    assert [[cell.text for cell in row] for row in table.rows] == [
        [STREET.name, "6", "12天"],
        [JUSTICE.name, "6", "11天"],
    ]
    assert "…另有2件（--unit 单位 看一个单位的，--format csv 看全部）" in shown(many(FEW + 2))


def test_a_unit_that_has_none_of_a_kind_stands_with_nought() -> None:
    extension = waits(ask("7-1", "2024-1-31"), unit=JUSTICE)
    [table] = [
        b for b in queue_page([*many(FEW), *extension], ASKED).blocks if isinstance(b, Table)
    ]
    assert [cell.text for cell in table.rows[0]] == [STREET.name, "5", "0", "10天"]


def test_units_asked_for_are_shown_further() -> None:
    asked = ASKED._replace(units=(JUSTICE.name,))
    assert shown(many(MOST), asked).count("○") == MOST
    text = shown(many(MOST + 1), asked)
    assert text.count("○") == MOST
    assert f"{JUSTICE.name}有51件待核验（完成申报51件），最久的已等51天。" in text
    two = shown(many(2), ASKED._replace(units=(JUSTICE.name, STREET.name)))
    assert f"{JUSTICE.name}、{STREET.name}有2件待核验（完成申报2件），涉及2个单\n位" in two


def test_next_commands_work_where_one_stands() -> None:
    asked = ASKED._replace(place=" -C 那里", standpoint=" -C 那里 --as-of 2023-07-10")
    text = shown(many(1), asked)
    assert "销号：gongkai review 1 --unit 区司法局 --close -C 那里" in text
    assert "逐件核验：gongkai review -C 那里\n" in text
    assert "gongkai review --queue -C 那里 --as-of 2023-07-10" in text


def test_what_speaks_against_closing_is_said_of_claims_alone() -> None:
    of = task(targets=(target("培训", 2),))
    [bare] = waits(done("7-1"), of=of)
    assert shortcomings(bare, require_evidence=True) == ["未达指标：培训", "申报时没有附佐证材料"]
    assert shortcomings(bare, require_evidence=False) == ["未达指标：培训"]
    [request] = waits(ask("7-1", "2024-1-31"), of=of)
    assert shortcomings(request, require_evidence=True) == []
    assert "不足" not in shown([request])


def test_evidence_stands_with_its_place() -> None:
    pieces = Evidence("清单", "http://example.cn/a"), Evidence("照片", file="evidence/a.png")
    shown_it = record("7-1", Progress(Step.DONE, "好", evidence=pieces))
    [found] = waits(shown_it)
    assert (
        "佐证材料 清单 http://example.cn/a；照片 ledgers/2023/区司法局/evidence/a.png"
        in plain_text(queue_page([found], ASKED), 120)
    )


def test_the_table_has_a_row_for_each() -> None:
    [found] = waits(ask("7-1", "2024-1-31"))
    table = queue_table([found], ASKED)
    row = {c.title: cell.text for c, cell in zip(table.columns, table.rows[0], strict=True)}
    assert row["待核验"] == "延期申请"
    assert row["申请延至"] == "2024-01-31"
    assert row["可以答复"] == "准予延期、不予延期"
    assert (row["到期日"], row["原到期日"]) == ("2023-12-31", "2023-12-31")
