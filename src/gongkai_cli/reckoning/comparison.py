"""Two plans held against each other: tasks added, removed and reworded, word by word.

Compares what was issued: numbers, titles, wording. What an office settles beside it (targets, due
days, notes) is nobody's wording; `carried_over` takes it from one plan into the next.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from enum import StrEnum
from typing import NamedTuple

from gongkai_cli.domain.plan import Plan, Task

_ALIKE = 0.5
"""Share of letters in common from which one wording is a change of the other."""

_MOST_PAIRS = 2_500
_LONGEST = 2_000
"""How many words are compared one by one; beyond it only the ends are held together."""

_SHORTEST = 2
"""Letters in common that stay when both sides of them have changed: fewer are an accident."""


_Placed = list[tuple[int, Task]]
_Pairs = dict[int, int]


class Turn(StrEnum):
    """What became of a run of words."""

    KEPT = "不变"
    GONE = "删去"
    NEW = "新增"


class Piece(NamedTuple):
    """A run of words."""

    turn: Turn
    text: str


class Rewording(NamedTuple):
    """One text of a task or of the plan, under its Chinese name, before and after in one."""

    name: str
    pieces: tuple[Piece, ...]


class Reworded(NamedTuple):
    """A task that is in both plans and not the same."""

    before: Task
    after: Task
    changes: tuple[Rewording, ...]


class Comparison(NamedTuple):
    """How one plan differs from another; `head` are title, region and year."""

    head: tuple[Rewording, ...]
    added: tuple[Task, ...]
    removed: tuple[Task, ...]
    reworded: tuple[Reworded, ...]

    @property
    def same(self) -> bool:
        """Whether both plans were issued in the same words."""
        return not any(self)


def compared(before: Plan, after: Plan) -> Comparison:
    """What changed from `before` to `after`, tasks in the order of their plan.

    The same 具体要求 is the same task, wherever it stands; then the same number, where the wording
    is alike; then what is most alike.
    """
    pairs = _pairs(before.tasks, after.tasks)
    kept, met = set(pairs), set(pairs.values())
    reworded = (
        Reworded(before.tasks[old], after.tasks[new], changes)
        for old, new in sorted(pairs.items(), key=lambda pair: pair[1])
        if (changes := _changes(_said(before.tasks[old]), _said(after.tasks[new])))
    )
    return Comparison(
        _changes(_head(before), _head(after)),
        tuple(task for place, task in enumerate(after.tasks) if place not in met),
        tuple(task for place, task in enumerate(before.tasks) if place not in kept),
        tuple(reworded),
    )


def pieces(before: str, after: str) -> tuple[Piece, ...]:
    """`before` and `after` in one: what is kept, what is gone, what is new, in reading order."""
    return tuple(Piece(turn, text) for turn, text in _raw_pieces(before, after) if text)


class Carried(NamedTuple):
    """A plan with what was settled before; the numbers that got some, and those that lost theirs.

    `lost` are numbers of the old plan.
    """

    plan: Plan
    taken: tuple[int, ...]
    lost: tuple[int, ...]


def carried_over(before: Plan, after: Plan) -> Carried:
    """`after` with what was settled in `before`: targets, due days, roles and notes.

    Only tasks that say the same word for word take them, and only where they have none themselves.
    A plan of the same year keeps the day it was issued and its source likewise; due days stay in
    their year.
    """
    settled = defaultdict(list)
    olds = before.tasks if before.year == after.year else tuple(map(_without_day, before.tasks))
    for task in olds:
        if _is_settled(task):
            settled[wording(task)].append(task)
    tasks, taken, used = [], [], set()
    for task in after.tasks:
        known = settled.get(wording(task))
        if known:
            old = known.pop(0)
            used.add(old.id)
            taken.append(task.id)
            tasks.append(_with_settled(task, old))
        else:
            tasks.append(task)
    lost = tuple(task.id for task in olds if _is_settled(task) and task.id not in used)
    return Carried(_dated(before, after)._replace(tasks=tuple(tasks)), tuple(taken), lost)


class Doubts(NamedTuple):
    """Where what a document itself settles may not fit its wording any more, by task numbers.

    `reworded`: settled, but the wording is another than before; `resettled`: the wording is the
    same, but otherwise settled; `lost` (numbers of the old plan): nothing is settled any more.
    """

    reworded: tuple[int, ...]
    resettled: tuple[int, ...]
    lost: tuple[int, ...]


def doubts_between(before: Plan, after: Plan) -> Doubts:
    """What a person should look at where `after` settles all by itself.

    Tasks are held together by number, as whoever settles something names them.
    """
    old = {task.id: task for task in before.tasks}
    new = {task.id: task for task in after.tasks}
    same = {number for number in old.keys() & new if wording(old[number]) == wording(new[number])}
    settled = [task.id for task in after.tasks if _is_settled(task)]
    return Doubts(
        tuple(number for number in settled if number not in same),
        tuple(n for n in new if n in same and _settled(old[n]) != _settled(new[n])),
        tuple(n for n in old if _is_settled(old[n]) and n not in same and n not in settled),
    )


def wording(task: Task) -> tuple[str, ...]:
    """All that was issued of `task` but its number."""
    return task.section, task.topic, task.requirement, task.responsible, task.deadline


def _dated(before: Plan, after: Plan) -> Plan:
    if before.year != after.year:
        return after
    return after._replace(
        issued=after.issued or before.issued, source=after.source or before.source
    )


def _settled(task: Task) -> tuple[object, ...]:
    return task.targets, task.due, task.lead, task.assist, task.note


def _is_settled(task: Task) -> bool:
    return any(_settled(task))


def _without_day(task: Task) -> Task:
    return task._replace(due=None)


def _with_settled(task: Task, old: Task) -> Task:
    return task._replace(
        targets=task.targets or old.targets,
        due=task.due or old.due,
        lead=task.lead or old.lead,
        assist=task.assist or old.assist,
        note=task.note or old.note,
    )


# --- which task is which --------------------------------------------------------------------------


def _pairs(before: Sequence[Task], after: Sequence[Task]) -> dict[int, int]:
    """Places in `before` → places in `after` of the same task."""
    pairs: dict[int, int] = {}
    for same in (wording, lambda task: task.requirement):
        _pair_equals(before, after, same, pairs)
    numbered = {task.id: place for place, task in _left(after, pairs.values())}
    for place, task in _left(before, pairs):
        other = numbered.get(task.id)
        if other is not None and _likeness(task, after[other]) >= _ALIKE:
            pairs[place] = other
    _pair_alike(_left(before, pairs), _left(after, pairs.values()), pairs)
    return pairs


def _pair_equals(
    before: Sequence[Task],
    after: Sequence[Task],
    key: Callable[[Task], Hashable],
    pairs: _Pairs,
) -> None:
    places = defaultdict(list)
    for place, task in _left(after, pairs.values()):
        places[key(task)].append(place)
    for place, task in _left(before, pairs):
        if waiting := places.get(key(task)):
            pairs[place] = waiting.pop(0)


def _pair_alike(old: _Placed, new: _Placed, pairs: _Pairs) -> None:
    """The most alike first; too many of both are a new plan, and nobody's change."""
    if len(old) * len(new) > _MOST_PAIRS:
        return
    ranked = sorted(
        ((_likeness(task, other), -place, -there) for place, task in old for there, other in new),
        reverse=True,
    )
    met: set[int] = set()
    for likeness, place, there in ranked:
        if likeness >= _ALIKE and -place not in pairs and -there not in met:
            pairs[-place] = -there
            met.add(-there)


def _left(tasks: Sequence[Task], taken: Iterable[int]) -> _Placed:
    gone = set(taken)
    return [(place, task) for place, task in enumerate(tasks) if place not in gone]


def _likeness(task: Task, other: Task) -> float:
    first, second = task.requirement[:_LONGEST], other.requirement[:_LONGEST]
    matcher = SequenceMatcher(None, first, second, autojunk=False)
    return 0.0 if matcher.real_quick_ratio() < _ALIKE else matcher.ratio()


# --- words ----------------------------------------------------------------------------------------


def _head(plan: Plan) -> dict[str, str]:
    return {"标题": plan.title, "地区": plan.region, "年度": str(plan.year)}


def _said(task: Task) -> dict[str, str]:
    names = ("部分", "工作任务", "具体要求", "责任单位", "完成时限")
    return {"序号": str(task.id), **dict(zip(names, wording(task), strict=True))}


def _changes(before: dict[str, str], after: dict[str, str]) -> tuple[Rewording, ...]:
    return tuple(
        Rewording(name, pieces(text, after[name]))
        for name, text in before.items()
        if text != after[name]
    )


def _raw_pieces(before: str, after: str) -> Iterator[tuple[Turn, str]]:
    old, new = _words(before), _words(after)
    start = _common(old, new)
    end = _common(old[start:][::-1], new[start:][::-1])
    last = len(old) - end
    yield Turn.KEPT, "".join(old[:start])
    yield from _middle(old[start:last], new[start : len(new) - end])
    yield Turn.KEPT, "".join(old[last:])


def _common(first: Sequence[str], second: Sequence[str]) -> int:
    """How many words both begin with."""
    pairs = zip(first, second, strict=False)
    return next((n for n, (a, b) in enumerate(pairs) if a != b), min(len(first), len(second)))


def _middle(old: list[str], new: list[str]) -> Iterator[tuple[Turn, str]]:
    if max(len(old), len(new)) > _LONGEST:
        yield from ((Turn.GONE, "".join(old)), (Turn.NEW, "".join(new)))
        return
    gone = fresh = ""
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        said, says = "".join(old[i1:i2]), "".join(new[j1:j2])
        if tag == "equal" and len(said) >= _SHORTEST:
            yield from ((Turn.GONE, gone), (Turn.NEW, fresh), (Turn.KEPT, said))
            gone = fresh = ""
        else:
            gone, fresh = gone + said, fresh + says
    yield from ((Turn.GONE, gone), (Turn.NEW, fresh))


def _words(text: str) -> list[str]:
    """Numbers and Latin words whole, Chinese letter by letter."""
    return re.findall(r"[0-9]+|[A-Za-z]+|.", text, re.DOTALL)
