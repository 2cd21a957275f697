"""The texts of a new workspace's files. What stands in comments there shows every key of a form."""

from collections.abc import Iterator, Mapping
from typing import Any

from gongkai_cli.cli.sample import EXAMPLE
from gongkai_cli.domain.plan import Plan, Task
from gongkai_cli.domain.policy import Policy
from gongkai_cli.domain.roster import UnitKind
from gongkai_cli.reading.bookforms import COLOURS, GROUP, POLICY, TARGET, TASK, UNIT
from gongkai_cli.reading.draft.values import plan_values
from gongkai_cli.reading.forms import Form
from gongkai_cli.reading.source import dump, shown

Values = dict[str, Any]

ATTRIBUTES = (
    "# 各种电脑上都用同样的换行，同样的内容就是同样的文件",
    "* text=auto eol=lf",
    "# 由 gongkai ledger 写出，请勿手改",
    "ledgers/**/台账.md linguist-generated",
    "# 印发的文件和佐证材料是什么样就是什么样，换行也不改",
    "data/source/** -text",
    "ledgers/**/evidence/** -text",
)
IGNORED = (
    "# 发出去的文件，随时可以重新写出",
    "/工作台账/",
    "/提醒函/",
    "# WPS、Word 打开文件时留下的，和写入中断时留下的",
    "~$*",
    ".gongkai-*",
)
GIT_FILES = {".gitattributes": ATTRIBUTES, ".gitignore": IGNORED}
"""The lines of each file that git reads."""

_UNIT = {
    "name": "示例一局",
    "kind": "部门",
    "aliases": "[示例第一局]",
    "full_name": "示例区示例一局",
    "code": '"370100001"',
    "active_from": "2024-01-01",
    "active_until": "2024-06-30",
    "successor": "示例二局",
    "account": '"@示例组织/示例一局"',
}
_GROUP = {"name": "区政府各部门", "kinds": "[部门]", "open": "false"}
_TARGET = {
    "name": "政务公开培训",
    "at_least": "2",
    "unit": "次",
    "add_up": "true",
    "scope": "未明确",
}
_TASK = {
    "due": "2024-06-30",
    "lead": "[示例一局]",
    "assist": "[示例二局]",
    "note": "两处写法不一，均照录。",
}


def sample_plan(region: str, year: int, title: str, office: str) -> Plan:
    """The smallest sound plan: one task, plainly no real one, that falls to the office."""
    task = Task(
        1,
        f"一、{EXAMPLE}",
        f"工作任务{EXAMPLE}",
        f"具体要求{EXAMPLE}，逐字照录。",
        office,
        "全年",
    )
    return Plan(title, region, year, None, "", (task,))


def sample_plan_text(plan: Plan) -> str:
    """`plan` as tasks.yaml, and in comments how the rest is written."""
    return "".join(
        (
            f"# {shown(plan.title)}。现在只有一项样例任务，请换成印发的任务，文字逐字照录；\n",
            "# 有印发的文件时不用手写：gongkai import 文件 --force\n",
            dump(plan_values(plan)),
            "# 一项任务下面还可以写（把行首的 # 换成空格就生效）：\n",
            *_sampled(TASK, _TASK, first="     ", rest="     "),
            "#     targets:\n",
            *_sampled(TARGET, _TARGET, first="     - ", rest="       "),
        )
    )


def roster_text(values: Values) -> str:
    """units.yaml, and in comments how units and groups are written, key by key."""
    kinds = "、".join(UnitKind)
    return "".join(
        (
            "# 责任单位名录：全部责任单位，和任务分解表里指许多单位的词。\n",
            f"# office 是牵头和核验的单位，要在 units 里；类别可取 {kinds}；乡镇也写街道。\n",
            dump(values),
            "# units 里一个单位可以写（去掉行首的 # 和一个空格，放到 units 里）：\n",
            *_sampled(UNIT, _UNIT),
            "# groups 里一个单位组可以写（写法相同；要单位自己认领的，open 写 true）：\n",
            *_sampled(GROUP, _GROUP),
        )
    )


def policy_text(office: str, policy: Policy) -> str:
    """policy.yaml with each setting under its meaning."""
    settings = {
        "cycle": (str(policy.cycle), "可取 月、季度、半年、不要求"),
        "grace_workdays": (str(policy.grace_workdays), "可取 0 到 60"),
        "due_soon_days": (str(policy.due_soon_days), "可取 0 到 366"),
        "require_evidence": (_yes_no(policy.require_evidence), "可取 true（要）、false（不必）"),
        "require_close": (
            _yes_no(policy.require_close),
            "可取 true（要销号）、false（单位申报已完成即算）",
        ),
    }
    meanings = _meanings(POLICY)
    lines = [f"# {shown(office)}的管理口径；改这里会改变进度的判断，不会改动已入库的记录。"]
    lines += ["schema: 1"]
    for key, (value, choices) in settings.items():
        lines += [f"# {meanings[key]}；{choices}", f"{key}: {value}"]
    lines += [
        f"# {meanings['colours']}，文字始终同时显示；可取 {'、'.join(COLOURS)}，不写用通常的颜色",
        "# colours: {逾期: 红, 缺报: 黄, 临期: 黄, 办结: 绿}",
    ]
    return "".join(f"{line}\n" for line in lines)


def _sampled(
    form: Form, samples: Mapping[str, str], first: str = " - ", rest: str = "   "
) -> Iterator[str]:
    """Every key of `form` that has a sample, with it and with its meaning, as comments."""
    for key, meaning in _meanings(form).items():
        if key in samples:
            yield f"#{first}{key}: {samples[key]}  # {meaning}\n"
            first = rest


def _meanings(form: Form) -> dict[str, str]:
    """What every key of `form` means, in the words that editors show."""
    keys = form.json_schema()["properties"]
    return {key: said.get("description", "") for key, said in keys.items()}


def _yes_no(value: bool) -> str:
    return "true" if value else "false"
