"""The tables of a 通报 stay readable however large the district is; nothing is lost from a total."""

from gongkai_cli.domain.roster import Roster, Unit, UnitKind
from gongkai_cli.reckoning.bulletins import Bulletin
from gongkai_cli.rendering.papers import bulletinfigures as figures
from gongkai_cli.table import Table
from small_book import FINANCE, GROUPS, JUSTICE, STREET, book, close, done, target, task, under_way
from small_bulletin import told


def many(units: int) -> Bulletin:
    """So many units, every fourth of them done, silent, keeping up, late."""
    names = [f"区示例{number:03}局" for number in range(units)]
    roster = Roster(names[0], [Unit(name, UnitKind.DEPARTMENT) for name in names], GROUPS)
    of = book(
        *(task(number, "全年", "区政府各部门") for number in (1, 2)),
        *(task(number, "8月底前", names[0]) for number in range(3, 30)),
        task(30, "6月底前", "区政府各部门"),
        roster=roster,
    )
    both = [under_way("2-1")._replace(tasks=(1, 2)), done("5-1")._replace(tasks=(1, 2, 30))]
    said = {name: [*both, close("5-9")] for name in names[::2]}
    return told(of, said)


def first(table: Table) -> list[str]:
    return [row[0].text for row in table.rows]


def test_units_beyond_sixty_are_added_up() -> None:
    found = many(100)
    ranking = figures.ranking(found)
    assert len(ranking.rows) == 62
    assert [cell.text for cell in ranking.rows[60]] == (
        ["—", "其余40个单位", "120", "0", "0%", "80", "0", "0%"]
    )
    assert [cell.text for cell in ranking.rows[61]] == (
        ["—", "合计", "327", "150", "46%", "200", "100", "50%"]
    )


def test_one_unit_more_is_shown_rather_than_counted() -> None:
    assert len(figures.ranking(many(61)).rows) == 62
    assert "其余2个单位" in [row[1].text for row in figures.ranking(many(62)).rows]


def test_lists_of_items_and_units_are_bounded() -> None:
    found = many(100)
    late = figures.late_items(found, {})
    assert first(late)[20:] == ["其余", "合计（50个单位）"]
    assert [row[1].text for row in late.rows[20:]] == ["30项", "50项"]
    for table in (figures.early_items(found), figures.closed_items(found)):
        assert len(table.rows) == 22


def test_no_list_of_units_is_cut_before_sixty() -> None:
    found = many(130)
    assert first(figures.kept_up_units(found))[60:] == ["其余5个单位", "合计（65个单位）"]
    assert first(figures.moved(found))[60:] == ["其余70个单位", "合计"]
    pressing = figures.pressing_units(found, {})
    assert first(pressing)[60:] == ["其余5个单位", "合计（65个单位）"]
    assert [cell.text for cell in pressing.rows[60]] == ["其余5个单位", "5", "—", "10", "—"]
    few = many(100)
    assert len(figures.kept_up_units(few).rows) == 51
    assert len(figures.moved(few).rows) == 62


def test_one_unit_is_one_row_however_much_it_owes() -> None:
    of = book(
        *(task(number, "3月底前", "区司法局") for number in range(1, 25)),
        task(25, "6月底前", "区财政局"),
        task(26, "全年", "区司法局、区财政局"),
        task(27, "全年", "振兴街街道办事处", targets=(target(),)),
        task(28, "5月底前", "区税务局"),
    )
    said = {
        STREET.name: [each._replace(tasks=(27,)) for each in (under_way("2-1"), done("5-1"))],
    }
    table = figures.pressing_units(told(of, said), {})
    assert [column.title for column in table.columns] == [
        "单位", "逾期", "其中最久的", "未报", "没有报送的周期", "未达标",
    ]  # fmt: skip
    assert [[cell.text for cell in row] for row in table.rows] == [
        ["区司法局", "24", "106天（任务1）", "1", "一季度、二季度", "0"],
        ["区税务局", "1", "45天（任务28）", "0", "—", "0"],
        ["区财政局", "1", "15天（任务25）", "1", "一季度、二季度", "0"],
        ["振兴街街道办事处", "0", "—", "0", "—", "1"],
        ["合计（4个单位）", "26", "—", "2", "—", "1"],
    ]


def test_a_run_of_periods_is_told_from_the_first_to_the_last() -> None:
    of = book(task(1, responsible="区司法局、区财政局"))
    found = told(of, {FINANCE.name: [under_way("5-1")]}, 4)
    rows = [[cell.text for cell in row] for row in figures.pressing_units(found, {}).rows]
    assert [row[-1] for row in rows] == ["一季度至四季度", "一季度、三季度、四季度", "—"]


def test_what_was_late_is_not_praised_for_being_struck_off() -> None:
    of = book(task(1, "3月底前"), task(2, "6月底前"))
    said = [each._replace(tasks=(1, 2)) for each in (done("5-1"), close("5-9"))]
    found = told(of, {JUSTICE.name: said})
    assert len(found.closed) == 2
    assert [entry.item.task.id for entry in figures.closed_in_time(found)] == [2]


def test_what_falls_due_is_bounded() -> None:
    found = many(100)
    assert first(figures.ahead_items(found))[20:] == ["—", "合计"]


def test_many_topics_are_added_up_and_many_sections_have_no_chart() -> None:
    tasks = [
        task(number)._replace(section=f"部分{number}", topic=f"工作{number}")
        for number in range(1, 71)
    ]
    found = told(book(*tasks), {})
    rows = [[cell.text for cell in row] for row in figures.topics(found, {}).rows]
    assert (len(rows), rows[60][:3], rows[61][:3]) == (
        62,
        ["其余10项工作任务", "10", "10"],
        ["合计", "70", "70"],
    )
    assert figures.section_chart(found, {}) is None
    few = told(book(*tasks[:12]), {})
    chart = figures.section_chart(few, {})
    assert chart
    assert [bar.label for bar in chart.bars] == [
        row[0].text for row in figures.sections(few, {}).rows
    ]


def test_a_section_that_binds_nobody_has_no_rate() -> None:
    tasks = (task(1), task(2, responsible="区政府相关部门"))
    chart = figures.section_chart(told(book(*tasks), {}), {})
    assert chart
    assert [bar.figure for bar in chart.bars] == ["办结率0%", "没有应办任务"]
