"""All-day events as an iCalendar file (RFC 5545), which calendar programs open or subscribe to.

Knows neither tasks nor units. icalendar escapes, folds at 75 octets and ends lines with CRLF.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, NamedTuple
from uuid import NAMESPACE_URL, uuid5

from gongkai_cli.rendering.layout import seen

if TYPE_CHECKING:
    from icalendar import Alarm
    from icalendar import Event as Component

_PRODUCT = "-//gongkai//政务公开工作台账//ZH"
_MORNING = timedelta(hours=9)


class Event(NamedTuple):
    """One day's event. `name` is what it is for ever known by, whatever else changes.

    `said` is the day for which it holds. `revision` grows with it: of two files a calendar program
    keeps the event with the higher one. Two answers for one day may share it, whatever was edited
    between them.
    """

    name: tuple[str, ...]
    day: date
    title: str
    text: tuple[str, ...]
    kind: str
    revision: int
    said: date


def to_ics(title: str, events: Iterable[Event], remind_days: int) -> bytes:
    """`events` as a calendar called `title`; each reminds `remind_days` before, at nine.

    The same events give the same bytes: no clock, and names made of words and not of chance. The
    stamp is the day for which an event holds, as RFC 5545, 3.8.7.2 has it for what is published.
    """
    from icalendar import Calendar, vText

    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar["X-WR-CALNAME"] = vText(seen(title))
    for event in events:
        calendar.add_component(_component(event, remind_days))
    return bytes(calendar.to_ical())


def _component(event: Event, remind_days: int) -> "Component":
    from icalendar import Event as Component

    made = Component()
    stamp = datetime.combine(event.said, time(), UTC)
    for key, value in (
        ("uid", str(uuid5(NAMESPACE_URL, "\n".join(("gongkai", *event.name))))),
        ("dtstamp", stamp),
        ("sequence", event.revision),
        ("dtstart", event.day),
        ("dtend", event.day + timedelta(days=1)),
        ("summary", seen(event.title)),
        ("description", "\n".join(map(_tamed, event.text))),
        ("categories", [event.kind]),
        ("transp", "TRANSPARENT"),
    ):
        made.add(key, value)
    made.add_component(_alarm(event, remind_days))
    return made


def _alarm(event: Event, remind_days: int) -> "Alarm":
    """Counted from midnight of the day itself."""
    from icalendar import Alarm

    made = Alarm()
    made.add("action", "DISPLAY")
    made.add("description", seen(event.title))
    made.add("trigger", _MORNING - timedelta(days=remind_days))
    return made


def _tamed(text: str) -> str:
    """`text` with its lines, and without what a screen would obey."""
    return "\n".join(map(seen, text.splitlines()))
