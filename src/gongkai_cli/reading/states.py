"""A unit's states as text for the cache, and back. A summary, not objects: see `reckoning.fold`."""

import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from gongkai_cli.reckoning.fold import ItemState, Status, Total

_STATUS = {status.value: status for status in Status}


class Summary(NamedTuple):
    """The states of a unit's tasks, good for every day from `since`, the last record's, on."""

    since: date
    states: Mapping[int, ItemState]


def to_text(summary: Summary) -> str:
    """`summary` in one line: a state is a tuple, and so a list; days and numbers are texts."""
    return json.dumps(
        [summary.since, summary.states],
        default=str,
        ensure_ascii=False,
        check_circular=False,
        separators=(",", ":"),
    )


def from_text(text: str) -> Summary:
    """What `to_text` wrote."""
    since, rows = json.loads(text)
    return Summary(
        date.fromisoformat(since), {int(task): _state(row) for task, row in rows.items()}
    )


def _state(row: list[Any]) -> ItemState:
    day, maybe = date.fromisoformat, _maybe_day
    status, last, claimed, declined, finished, start, asked, extended, *more, answered = row
    reports, rests, totals = more
    return ItemState(
        _STATUS[status],
        maybe(last),
        maybe(claimed),
        declined is True,
        maybe(finished),
        maybe(start),
        maybe(asked),
        maybe(extended),
        tuple(map(day, reports)),
        tuple((day(start), day(end)) for start, end in rests),
        {
            name: Total(Decimal(total), Decimal(latest), day(when))
            for name, (total, latest, when) in totals.items()
        },
        maybe(answered),
    )


def _maybe_day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
