"""The law of the round: what is typed into a sheet comes back as exactly these records."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st

from fictional import gongkai
from filled_in import (
    DATE,
    EVIDENCE,
    MEASURES,
    NEXT,
    OWNER,
    PROBLEM,
    PROGRESS,
    STATUS,
    typed_into,
)
from gongkai_cli.cli.session import Session
from gongkai_cli.domain.record import (
    Claim,
    Decline,
    Evidence,
    ExtensionRequest,
    Fact,
    LookBack,
    Progress,
    Record,
    Review,
    Step,
)
from gongkai_cli.reading.source import dump
from gongkai_cli.reckoning.fold import UNTOUCHED, ItemState, Status, fold
from histories import histories_of

UNIT = "示例二局"
PLAN = """\
schema: 1
title: 2023年示例区政务公开任务分解表
region: 示例区
year: 2023
sections:
- title: 一、主动公开
  topics:
  - title: 示例事项
    tasks:
    - id: 1
      requirement: 办示例培训。
      responsible: 示例二局
      deadline: 全年
      targets:
      - {name: 培训, at_least: 2, unit: 次, add_up: true, scope: 每单位}
      - {name: 入口, at_least: 1, unit: 个, add_up: false, scope: 未明确}
    - id: 2
      requirement: 公开示例信息。
      responsible: 示例一局等相关部门
      deadline: 年底前
"""
UNITS = """\
schema: 1
office: 示例一局
units:
- {name: 示例一局, kind: 部门}
- {name: 示例二局, kind: 部门}
groups:
- {name: 等相关部门, kinds: [部门], open: true}
"""
LAST, TYPED, COLLECTED, AGAIN = (date(2024, 3, day) for day in (28, 29, 30, 31))
"""Nothing is known after LAST; 完成日期 says TYPED; collected on COLLECTED, and AGAIN."""

texts = st.text(
    st.characters(categories=["L", "P", "S", "Zs"], exclude_characters="@＠") | st.just("\n"),
    max_size=30,
).map(lambda text: f"甲{text}".strip())
maybe = st.just("") | texts
links = st.builds(
    Evidence,
    st.sampled_from(["清单", "《通知》 第2号", "http 说明"]),
    st.sampled_from(["http://example.cn/a", "https://example.cn/b?c=d&e=%20"]),
    st.just(""),
)


class Filled(NamedTuple):
    """What a liaison means to say of one task; `day` is what stands in 完成日期."""

    fact: Fact
    reason: str = ""
    day: date | None = None


def progress_of(draw: st.DrawFn, state: ItemState, *, totals: bool) -> Filled:
    """Any 进展 that may follow `state`."""
    step = Step.DONE if state.status is Status.CLOSED else draw(st.sampled_from(Step))
    dated = step is Step.DONE and state.finished is None and draw(st.booleans())
    fact = Progress(
        step,
        draw(texts),
        draw(maybe),
        draw(maybe),
        draw(texts),
        tuple(draw(st.lists(links, min_size=step is Step.DONE, max_size=3, unique=True))),
        tuple(measures_of(draw, state)) if totals else (),
    )
    return Filled(fact, day=TYPED if dated else None)


def measures_of(draw: st.DrawFn, state: ItemState) -> list[tuple[str, Decimal]]:
    numbers = st.decimals(1, 9, places=1)
    more = draw(st.none() | numbers)
    entrance = draw(st.none() | numbers)
    known = state.totals.get("入口")
    found = [("培训", more)] if more else []
    if entrance and not (known and known.last == entrance):
        found.append(("入口", entrance))
    return found


def answers(draw: st.DrawFn, states: dict[int, ItemState]) -> dict[int, Filled]:
    """What is filled in: something for one task, for both, or nothing."""
    found = {}
    for task in draw(st.sampled_from([(), (1,), (2,), (1, 2)])):
        state = states.get(task, UNTOUCHED)
        found[task] = progress_of(draw, state, totals=task == 1)
        if task == 2 and state.status is Status.NOT_STARTED and not state.claimed:
            kind = draw(st.sampled_from(["进展", "认领"]))
            found[task] = found[task] if kind == "进展" else Filled(Claim(draw(texts)))
        if task == 2 and not state.claimed and draw(st.booleans()):
            found[task] = Filled(Decline(), draw(texts))
    return found


def cells_of(filled: Filled, state: ItemState) -> dict[object, object]:
    match filled.fact:
        case Progress() as fact:
            return {
                STATUS: str(fact.step),
                PROGRESS: fact.progress,
                PROBLEM: fact.problem or None,
                NEXT: fact.next or None,
                OWNER: fact.owner,
                EVIDENCE: "\n".join(f"{each.title} {each.url}" for each in fact.evidence) or None,
                **({DATE: filled.day} if filled.day else {}),
                **({MEASURES: "\n".join(totals_of(fact, state))} if fact.measures else {}),
            }
        case Claim(owner=owner):
            return {STATUS: "认领", OWNER: owner}
        case _:
            return {STATUS: "不涉及", PROGRESS: filled.reason}


def totals_of(fact: Progress, state: ItemState) -> list[str]:
    """The totals of the year, as the sheet wants them."""
    before = {"培训": state.totals["培训"].total} if "培训" in state.totals else {}
    return [f"{name}={value + before.get(name, 0)}" for name, value in fact.measures]


def file_of(record: Record) -> str:
    """A record as it stands in its file."""
    said: dict[str, object] = {"task": list(record.tasks), "date": str(record.day)}
    match record.fact:
        case Progress() as fact:
            measures = {name: str(value) for name, value in fact.measures}
            said |= {"type": "进展", "status": str(fact.step), "measures": measures}
            said["start"] = fact.start and str(fact.start)
        case Claim(start=start):
            said |= {"type": "认领", "start": start and str(start)}
        case Decline():
            said["type"] = "不涉及"
        case ExtensionRequest(until=until):
            said |= {"type": "延期申请", "until": str(until), "reason": "忙"}
        case Review(verdict=verdict, until=until):
            said |= {"type": "核验", "verdict": str(verdict), "until": until and str(until)}
        case LookBack(year=year, outcome=outcome, carried_to=to):
            said |= {"type": "回头看", "year": year, "outcome": str(outcome), "carried_to": to}
    said |= {"corrects": record.corrects, "reason": "错" if record.corrects else said.get("reason")}
    return dump({key: value for key, value in said.items() if value})


def settle(root: Path, history: list[Record]) -> None:
    """A workspace in which `history` was reported."""
    files = {"data/tasks.yaml": PLAN, "data/units.yaml": UNITS}
    for each in history:
        folder = "reviews" if isinstance(each.fact, Review) else "updates"
        files[f"ledgers/2023/{UNIT}/{folder}/{each.name}"] = file_of(each)
    for name, text in files.items():
        place = root / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, "utf-8")


def known(root: Path) -> dict[str, Record]:
    session = Session(root, None, None, use_cache=False)
    [unit] = session.units([UNIT])
    folder = session.shelf.records(unit)
    assert not folder.faults
    return {each.name: each for each in folder.records}


@settings(max_examples=40)
@given(histories_of(2), st.data())
def test_what_is_typed_comes_back_as_exactly_these_records(
    history: list[Record], data: st.DataObject
) -> None:
    history = [each._replace(day=min(each.day, LAST)) for each in history]
    with TemporaryDirectory() as folder:
        root = Path(folder)
        settle(root, history)
        before = known(root)
        states = fold(before.values())
        filled = data.draw(st.composite(lambda draw: answers(draw, states))(), "filled in")
        sheet = root / "台账.xlsx"
        written = gongkai("-C", folder, "ledger", "-u", UNIT, "-f", "xlsx", "-o", str(sheet))
        assert written.code == 0, written.err
        cells = {
            (task, column): value
            for task, each in filled.items()
            for column, value in cells_of(each, states.get(task, UNTOUCHED)).items()
        }
        sheet.write_bytes(typed_into(sheet.read_bytes(), cells))  # type: ignore[arg-type]
        ran = gongkai("-C", folder, "collect", str(sheet), "--date", str(COLLECTED))
        assert ran.code == 0, ran.err
        after = known(root)
        new = [each for name, each in after.items() if name not in before]
        assert {each.tasks[0]: Filled(each.fact, each.reason) for each in new} == {
            task: each._replace(day=None) for task, each in filled.items()
        }
        days = {task: each.day or COLLECTED for task, each in filled.items()}
        assert {each.tasks[0]: each.day for each in new} == days
        later = data.draw(histories_of(2), "reported after it was collected")
        settle(root, [each._replace(name=f"9-{each.name}") for each in later])
        after = known(root)
        again = gongkai("-C", folder, "collect", str(sheet), "--date", str(AGAIN))
        assert (again.code, again.err) == (0, "没有写入新的记录。\n")
        assert known(root) == after
