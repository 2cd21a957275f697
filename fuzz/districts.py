"""The target of the gate as a whole: a small district with whatever records and plan, judged.

Files here have the right form, more or less; what stands in them is drawn. Files of no form at all
are for the readers' own targets.
"""

from collections.abc import Sequence
from datetime import date

from fuzz.dice import Dice
from fuzz.memory import MemoryTree
from fuzz.promise import promise, sound
from fuzz.writers import tame
from gongkai_cli.checking.change import Branch
from gongkai_cli.cli.gate import Gate
from gongkai_cli.domain.change import Change, Edit, How
from gongkai_cli.reading.cache import Cache
from gongkai_cli.reading.docket import Docket, View
from gongkai_cli.rendering.findings.shown import Findings
from gongkai_cli.rendering.findings.text import findings_page
from gongkai_cli.rendering.terminal import plain_text

_DAYS = ("2023-06-30", "2023-01-01", "2022-12-31", "2024-03-31", "0001-01-01", "9999-12-31")
_DEADLINES = (
    "6月底前",
    "全年",
    "全年，长期坚持",
    "每月5日前",
    "每季度末月25日前",
    "15个工作日内",
    "999个工作日内",
    "9999年12月底前",
    "1年1月底前",
)
_PARTIES = ("示例一局", "示例一局牵头，示例二局配合", "各部门", "示例二局等相关部门", "各街道")
_NUMBERS = ("1", "0", "999999999999.999999", "0.000001")
_TASKS = ("1", "2", "[1, 2]", "[1, 1]", "999999999", "0")
_FILES = ("a.yaml", "b.yaml", "c.yaml", "d.yaml")
_WORDS = ("已公开", "::error::x", "13800138000", "# 允许 G308：x", "x")
_UNITS = ("示例一局", "示例二局", "别处")
_PARTS = ("updates", "reviews")


def districts(data: bytes) -> None:
    """Every district gets a verdict: findings in order, with places, and nothing raised."""
    dice = Dice(data)
    before = _district(dice)
    after = before | {file: _record(dice) for file in _places(dice)} | _book(dice, before)
    change = Change(
        tuple(_edit(file, before) for file in sorted(after) if after[file] != before.get(file))
    )
    based = View(MemoryTree(after), MemoryTree(before), change)
    branch = Branch(dice.one_of(_UNITS), is_office=bool(dice.number(1)))
    as_of = date.fromisoformat(dice.one_of(_DAYS))
    for view, whose in ((View(MemoryTree(after)), None), (based, None), (based, branch)):
        shown = Gate(Docket(view, Cache(None)), as_of, lambda: None, lambda _: "").judged(whose)
        places = [each.diagnostic.span for each in shown]
        promise(places == sorted(places), "out of order")
        sound(each.diagnostic for each in shown)
        for each in shown:
            text = after.get(each.diagnostic.span.file, b"").decode("utf-8", "replace")
            sound([each.diagnostic], text)
        tame(plain_text(findings_page(Findings(tuple(shown), len(after)), 80), 80))


def _district(dice: Dice) -> dict[str, bytes]:
    files = {file: _record(dice) for file in _places(dice)}
    return {"data/tasks.yaml": _plan(dice), "data/units.yaml": _roster(dice), **files}


def _book(dice: Dice, before: dict[str, bytes]) -> dict[str, bytes]:
    """The plan and the roster as the change leaves them."""
    plan = _plan(dice) if dice.number(1) else before["data/tasks.yaml"]
    roster = _roster(dice) if dice.number(1) else before["data/units.yaml"]
    return {"data/tasks.yaml": plan, "data/units.yaml": roster}


def _edit(file: str, before: dict[str, bytes]) -> Edit:
    return Edit(How.EDITED if file in before else How.ADDED, file)


def _places(dice: Dice) -> Sequence[str]:
    return [
        f"ledgers/2023/{dice.one_of(_UNITS)}/{dice.one_of(_PARTS)}/{dice.one_of(_FILES)}"
        for _ in range(dice.number(4))
    ]


def _record(dice: Dice) -> bytes:
    shared = {"task": dice.one_of(_TASKS), "date": dice.one_of(_DAYS)}
    if dice.number(1):
        shared |= {"corrects": dice.one_of(_FILES), "reason": _quoted(dice)}
    return _written(dice.one_of((_progress, _claim, _decline, _request, _review))(dice) | shared)


def _progress(dice: Dice) -> dict[str, str]:
    piece = dice.one_of(
        ("", "url: http://x", "url: ftp://x", "url: 'http://['", "file: a", "file: ../a")
    )
    return {
        "type": "进展",
        "status": dice.one_of(("已完成", "推进中")),
        "progress": _quoted(dice),
        "measures": f"{{{_quoted(dice)}: {dice.one_of(_NUMBERS)}, 培训: {dice.one_of(_NUMBERS)}}}",
        "evidence": f"[{{title: {_quoted(dice)}, {piece}}}]" if piece else "[]",
        "start": dice.one_of(("null", *_DAYS)),
    }


def _claim(dice: Dice) -> dict[str, str]:
    return {"type": "认领", "start": dice.one_of(("null", *_DAYS))}


def _decline(_dice: Dice) -> dict[str, str]:
    return {"type": "不涉及"}


def _request(dice: Dice) -> dict[str, str]:
    return {"type": "延期申请", "until": dice.one_of(_DAYS), "reason": _quoted(dice)}


def _review(dice: Dice) -> dict[str, str]:
    verdict = dice.one_of(("销号", "退回", "准予延期", "不予延期"))
    return {"type": "核验", "verdict": verdict, "until": dice.one_of(("null", *_DAYS))}


def _plan(dice: Dice) -> bytes:
    head = f"schema: 1\ntitle: 表\nregion: 区\nyear: {dice.one_of(('2023', '2000', '2100'))}\n"
    tasks = "".join(_task(dice, number) for number in range(1, 2 + dice.number(2)))
    return f"{head}sections:\n- title: 一\n  topics:\n  - title: 二\n    tasks:\n{tasks}".encode()


def _task(dice: Dice, number: int) -> str:
    scope = dice.one_of(("每单位", "全区", "未明确"))
    target = (
        f"{{name: 培训, at_least: {dice.one_of(_NUMBERS)}, unit: 次, add_up: true, scope: {scope}}}"
    )
    keys = {
        "id": str(number),
        "requirement": _quoted(dice),
        "responsible": dice.one_of(_PARTIES),
        "deadline": dice.one_of(_DEADLINES),
        "due": dice.one_of(("null", *_DAYS)),
        "targets": f"[{', '.join([target] * dice.number(2))}]",
        "note": dice.one_of(("null", "照录")),
    }
    pairs = ", ".join(f"{key}: {value}" for key, value in keys.items() if value != "null")
    return f"    - {{{pairs}}}\n"


def _roster(dice: Dice) -> bytes:
    begun, ended = (dice.one_of(("null", *_DAYS)) for _ in range(2))
    return f"""\
schema: 1
office: 示例一局
units:
- {{name: 示例一局, kind: 部门}}
- {{name: 示例二局, kind: 街道, active_from: {begun}, active_until: {ended}}}
groups:
- {{name: 各部门, kinds: [部门]}}
- {{name: 各街道, kinds: [街道], open: true}}
""".encode()


def _quoted(dice: Dice) -> str:
    return f'"{dice.one_of(_WORDS)}"'


def _written(values: dict[str, str]) -> bytes:
    return "".join(f"{key}: {value}\n" for key, value in values.items() if value != "null").encode()
