"""The forms of the office's files: plan, roster, policy, work days (see `forms`)."""

import re
from datetime import date, timedelta
from typing import Any

from pydantic_core import core_schema as core

from gongkai_cli.domain.deadline import Cycle
from gongkai_cli.domain.plan import Scope
from gongkai_cli.domain.roster import UnitKind
from gongkai_cli.reading.forms import (
    DAY,
    NAME,
    NUMBER,
    VERSION,
    WORDS,
    YES_NO,
    Form,
    many,
    mapping,
    one_of,
    optional,
    otherwise,
    whole,
    wrong,
)
from gongkai_cli.reckoning.standings import Standing

COLOURS = ("红", "黄", "绿", "蓝", "紫", "青", "灰")

_KIND = one_of(UnitKind)


def _reachable(account: str) -> str:
    """An account goes into a line of CODEOWNERS, where a space or a # begins something else."""
    if not re.fullmatch(r"@[\w.-]+(/[\w.-]+)*|[\w.+-]+@[\w-]+(\.[\w-]+)+", account):
        raise wrong("帐号应是 @ 开头的帐号或小组，或一个邮箱，其中没有空格")
    return account


_ACCOUNT = core.no_info_after_validator_function(_reachable, WORDS)

TARGET = Form(
    "指标",
    {
        "name": (WORDS, "指标的名称，报送时用它来写完成数"),
        "at_least": (NUMBER, "不少于多少"),
        "unit": (WORDS, "单位，如 次、种；比例写 %，要加引号"),
        "add_up": (YES_NO, "true 各次报送相加，false 以最近一次为准"),
        "scope": (one_of(Scope), "约束谁；原文没有说清时写 未明确，程序不猜"),
    },
)

TASK = Form(
    "任务",
    {
        "id": (whole(), "序号，用印发的序号，不重新编"),
        "requirement": (WORDS, "具体要求，逐字照录"),
        "responsible": (WORDS, "责任单位，逐字照录"),
        "deadline": (WORDS, "完成时限，逐字照录"),
        "due": (optional(DAY), "到期日；写了就以它为准，不看完成时限的写法"),
        "lead": (many(WORDS), "牵头单位，只在文件另有说明时写"),
        "assist": (many(WORDS), "配合单位，只在文件另有说明时写"),
        "targets": (many(TARGET.schema), "要达到的数"),
        "note": (optional(WORDS), "整理时的说明，不是原文"),
    },
)

TOPIC = Form(
    "工作任务",
    {
        "title": (WORDS, "工作任务的标题，逐字照录"),
        "tasks": (many(TASK.schema, least=1), "这项工作任务下的各项任务"),
    },
)

SECTION = Form(
    "部分",
    {
        "title": (WORDS, "部分的标题，逐字照录"),
        "topics": (many(TOPIC.schema, least=1), "这一部分的各项工作任务"),
    },
)

PLAN = Form(
    "任务分解表",
    {
        "schema": (VERSION, "格式版本，写 1"),
        "title": (WORDS, "任务分解表的标题"),
        "region": (NAME, "哪个区县，也用在文件名里"),
        "year": (whole(2000, 2100), "哪一年"),
        "issued": (optional(DAY), "印发日期；在它以前结束的周期不用报送"),
        "source": (optional(WORDS), "印发的文件存放在哪里"),
        "sections": (many(SECTION.schema, least=1), "各个部分"),
    },
)


def _ended(unit: dict[str, Any]) -> dict[str, Any]:
    if unit["successor"] and not unit["active_until"]:
        raise wrong("写了 successor（承接单位），要写明 active_until（到哪一天止有这个单位）")
    return unit


UNIT = Form(
    "责任单位",
    {
        "name": (NAME, "名称，也是台账文件夹的名称"),
        "kind": (_KIND, "类别"),
        "aliases": (many(NAME), "别名，任务分解表里的其他写法"),
        "full_name": (optional(WORDS), "全称"),
        "code": (optional(WORDS), "代码，要加引号"),
        "active_from": (optional(DAY), "从哪一天起有这个单位"),
        "active_until": (optional(DAY), "到哪一天止有这个单位"),
        "account": (
            optional(_ACCOUNT),
            "代码托管平台上的帐号或小组，如 @示例组织/示例一局，要加引号",
        ),
        "successor": (optional(NAME), "承接单位：撤销以后由哪个单位承接它的职责"),
    },
    _ended,
)

GROUP = Form(
    "单位组",
    {
        "name": (WORDS, "任务分解表里怎样称呼这些单位"),
        "kinds": (many(_KIND, least=1), "包括哪些类别的单位"),
        "open": (otherwise(YES_NO, default=False), "true 表示要由单位自己认领"),
    },
)

ROSTER = Form(
    "名录",
    {
        "schema": (VERSION, "格式版本，写 1"),
        "region": (optional(NAME), "哪个区县"),
        "office": (NAME, "牵头和核验的单位，要在 units 里"),
        "units": (many(UNIT.schema, least=1), "全部责任单位"),
        "groups": (many(GROUP.schema), "任务分解表里指许多单位的词"),
    },
)

POLICY = Form(
    "管理口径",
    {
        "schema": (VERSION, "格式版本，写 1"),
        "cycle": (otherwise(one_of(Cycle), str(Cycle.QUARTER)), "报送周期"),
        "grace_workdays": (otherwise(whole(0, 60), 10), "周期结束后可以晚报几个工作日"),
        "due_soon_days": (otherwise(whole(0, 366), 15), "到期前几天算临期"),
        "require_evidence": (otherwise(YES_NO, default=True), "申报已完成是否要附佐证材料"),
        "require_close": (otherwise(YES_NO, default=False), "是否要办公室销号才算办结"),
        "colours": (mapping(one_of(COLOURS), one_of(Standing)), "各种进度的颜色"),
    },
)


def _in_order(holiday: dict[str, Any]) -> dict[str, Any]:
    length = date.fromisoformat(holiday["to"]) - date.fromisoformat(holiday["from"])
    if not timedelta(0) <= length < timedelta(days=31):
        raise wrong("假期的 to 应不早于 from，且不超过31天")
    return holiday


HOLIDAY = Form(
    "一段假期",
    {
        "name": (WORDS, "节日"),
        "from": (DAY, "从哪一天起放假"),
        "to": (DAY, "放假到哪一天（含）"),
    },
    _in_order,
)

WORK_YEAR = Form(
    "放假调休",
    {
        "schema": (VERSION, "格式版本，写 1"),
        "year": (whole(2000, 2100), "哪一年"),
        "notice": (WORDS, "依据的通知文号"),
        "holidays": (many(HOLIDAY.schema, least=1), "放假的日子"),
        "workdays": (many(DAY), "调休上班的周末"),
    },
)
