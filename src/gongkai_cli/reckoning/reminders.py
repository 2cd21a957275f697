"""提醒: what one unit is to be reminded of on a day; the words are for whoever writes the paper."""

from collections.abc import Iterator, Sequence
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from gongkai_cli.domain.record import Progress, Record, Review, Verdict
from gongkai_cli.domain.roster import Unit
from gongkai_cli.reckoning.fold import Effect, Status, effects, fold
from gongkai_cli.reckoning.question import Question
from gongkai_cli.reckoning.standings import Entry, Standing


class Part(StrEnum):
    """What a reminder speaks of, the most urgent first: four 进度 and one 状态, by their words."""

    OVERDUE = Standing.OVERDUE.value
    SILENT = Standing.SILENT.value
    SHORT = Standing.SHORT.value
    SENT_BACK = Status.SENT_BACK.value
    DUE_SOON = Standing.DUE_SOON.value


class Point(NamedTuple):
    """One item to be reminded of: how it stands, and how it came to that."""

    entry: Entry
    course: tuple[Effect, ...]

    @property
    def number(self) -> int:
        """The plan's own number of the task."""
        return self.entry.item.task.id

    @property
    def latest(self) -> tuple[Record, Progress] | None:
        """The last 进展 that counts."""
        counting = (each.record for each in reversed(self.course) if not each.unapplied)
        reports = ((each, each.fact) for each in counting if isinstance(each.fact, Progress))
        return next(reports, None)

    @property
    def returned(self) -> tuple[Record, Review] | None:
        """The 退回 that stands, with what the office wrote; None where nothing was sent back."""
        if self.entry.status is not Status.SENT_BACK:
            return None
        counting = (each.record for each in reversed(self.course) if not each.unapplied)
        verdicts = ((each, each.fact) for each in counting if isinstance(each.fact, Review))
        return next((found for found in verdicts if found[1].verdict is Verdict.SEND_BACK), None)


class Reminder(NamedTuple):
    """What `unit` is to be reminded of on `as_of`.

    An item stands in the part of its 进度; one that was sent back stands among 已退回 as well, so
    that each part has all of its own. `waiting` are the open tasks that it has not answered for:
    they need an answer, but nobody is late with one.
    """

    unit: Unit
    as_of: date
    parts: tuple[tuple[Part, tuple[Point, ...]], ...]
    waiting: tuple[int, ...]

    def of(self, part: Part) -> tuple[Point, ...]:
        """The items of one part, none where there is nothing to say."""
        return dict(self.parts).get(part, ())

    @property
    def total(self) -> int:
        """How many items it speaks of, each counted once."""
        return len({point.number for _, points in self.parts for point in points})

    @property
    def returned_besides(self) -> int:
        """How many of those sent back stand in no other part."""
        elsewhere = sum(len(points) for part, points in self.parts if part is not Part.SENT_BACK)
        return self.total - elsewhere


def reminder(question: Question, unit: Unit, records: Sequence[Record]) -> Reminder:
    """What `unit` is to be reminded of on the day of `question`, out of its own `records`.

    Every entry is the one that `question` gives to anybody else, so that a paper and a screen of
    the same day agree.
    """
    entries = question.entries(unit, fold(records, question.as_of))
    points = [_point(entry, records, question.as_of) for entry in entries if any(_parts(entry))]
    parts = ((part, tuple(_ordered(points, part))) for part in Part)
    waiting = (each.item.task.id for each in entries if each.standing is Standing.UNCLAIMED)
    return Reminder(unit, question.as_of, tuple(each for each in parts if each[1]), tuple(waiting))


def _point(entry: Entry, records: Sequence[Record], as_of: date) -> Point:
    course = effects(records, entry.item.task.id, as_of, entry.item.basis)
    return Point(entry, tuple(course))


def _parts(entry: Entry) -> Iterator[Part]:
    """Where `entry` is spoken of: by its 进度, and by its 状态 where it was sent back."""
    said = {str(entry.standing), str(entry.status)}
    return (part for part in Part if part in said)


def _ordered(points: Sequence[Point], part: Part) -> list[Point]:
    """Those of one part: the longest 逾期 first, or what is due next, else as in the plan."""
    found = [point for point in points if part in _parts(point.entry)]
    if part is Part.DUE_SOON:
        return sorted(found, key=lambda point: point.entry.due or date.max)
    return sorted(found, key=lambda point: -point.entry.days_late)
