"""Items and records as tables for spreadsheets: every row whole, so that it can be sorted alone."""

from collections.abc import Iterable, Mapping
from typing import Any

from gongkai_cli.domain.item import Basis, Role
from gongkai_cli.table import Cell, Column, Table, plain

Row = Mapping[str, Any]
"""A row of `payload`: English keys, plain values."""

ITEM_TITLES = {
    "unit": "单位",
    "task": "任务",
    "section": "部分",
    "topic": "工作任务",
    "requirement": "具体要求",
    "responsible": "责任单位（原文）",
    "deadline": "完成时限（原文）",
    "basis": "依据",
    "role": "分工",
    "status": "状态",
    "standing": "进度",
    "due": "到期日",
    "original_due": "原到期日",
    "days_late": "逾期天数",
    "missing_periods": "缺报周期",
    "unmet_targets": "未达标指标",
    "last_date": "最近更新",
    "finished_date": "完成日期",
}
RECORD_TITLES = {
    "unit": "单位",
    "task": "任务",
    "date": "日期",
    "type": "种类",
    "status": "状态",
    "progress": "进展情况",
    "problem": "存在问题",
    "next": "下一步",
    "owner": "责任科室",
    "evidence": "佐证材料",
    "measures": "指标完成数",
    "start": "起算日",
    "verdict": "核验结论",
    "comment": "核验说明",
    "until": "延期至",
    "year": "回头看年份",
    "outcome": "回头看结果",
    "carried_to": "转入任务",
    "formerly": "原单位",
    "reason": "原因",
    "corrects": "更正了",
    "corrected_by": "被更正于",
    "file": "文件",
}

_CODED = frozenset({"basis", "role"})
_WORDS = {each.name.lower(): str(each) for each in (*Basis, *Role)}
"""What programs know by the member's name, in the words that people read."""


def items_table(rows: Iterable[Row]) -> Table:
    """One row per task and unit."""
    return _table(ITEM_TITLES, rows)


def records_table(rows: Iterable[Row]) -> Table:
    """One row per record and task: a report for several tasks stands under each of them."""
    apart = ({**row, "task": task} for row in rows for task in row["task"])
    return _table(RECORD_TITLES, apart)


def _table(titles: Mapping[str, str], rows: Iterable[Row]) -> Table:
    columns = tuple(map(Column, titles.values()))
    return Table(columns, tuple(_cells(row, titles) for row in rows))


def _cells(row: Row, titles: Iterable[str]) -> tuple[Cell, ...]:
    return plain(*(_text(row[key], key) for key in titles))


def _text(value: Any, key: str) -> str:  # noqa: ANN401 - anything that a row holds
    if key == "evidence":
        return "；".join(f"{each['title']} {each['url'] or each['file']}" for each in value)
    if isinstance(value, dict):
        return "；".join(f"{name}={number}" for name, number in value.items())
    if isinstance(value, list):
        return "、".join(map(str, value))
    if value is None:
        return ""
    return _WORDS[value] if key in _CODED else str(value)
