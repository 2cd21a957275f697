from datetime import date, timedelta

import vobject
from hypothesis import given
from hypothesis import strategies as st

from gongkai_cli.rendering.calendar import Event, to_ics

EVENT = Event(
    ("示例区", "2023", "示例一局", "due", "1"),
    date(2023, 6, 30),
    "任务1到期：示例清单",
    ("具体要求：编制清单。", "完成时限：6月底前"),
    "任务到期",
    3,
    date(2023, 5, 4),
)
HOSTILE = "甲;乙,丙\\丁\nBEGIN:VEVENT\r\nUID:x\u2028END:VCALENDAR\x1b[31m\x00：" + "很长的话" * 40


def test_an_event_reads_back() -> None:
    calendar = vobject.readOne(to_ics("示例日程", [EVENT], 15).decode("utf-8"))
    event = calendar.vevent
    assert calendar.x_wr_calname.value == "示例日程"
    assert event.dtstart.value == date(2023, 6, 30)
    assert event.dtend.value == date(2023, 7, 1)
    assert event.summary.value == "任务1到期：示例清单"
    assert event.description.value == "具体要求：编制清单。\n完成时限：6月底前"
    assert event.sequence.value == "3"
    assert str(event.dtstamp.value) == "2023-05-04 00:00:00+00:00"
    assert event.transp.value == "TRANSPARENT"
    assert event.valarm.trigger.value == timedelta(days=-15, hours=9)


def test_reminder_on_the_day_itself() -> None:
    data = to_ics("示例日程", [EVENT], 0).decode("utf-8")
    assert vobject.readOne(data).vevent.valarm.trigger.value == timedelta(hours=9)


def test_the_name_stays_whatever_changes() -> None:
    moved = EVENT._replace(day=date(2023, 9, 30), title="x", text=(), revision=4)
    one, other = (
        vobject.readOne(to_ics("示例日程", [each], 15).decode("utf-8")).vevent
        for each in (EVENT, moved)
    )
    assert one.uid.value == other.uid.value
    assert int(one.sequence.value) < int(other.sequence.value)
    someone = EVENT._replace(name=("示例区", "2023", "示例二局", "due", "1"))
    another = vobject.readOne(to_ics("x", [someone], 15).decode("utf-8")).vevent
    assert another.uid.value != one.uid.value


def test_hostile_wording_stays_text() -> None:
    event = EVENT._replace(title=HOSTILE, text=(HOSTILE, HOSTILE), kind="报送截止")
    data = to_ics(HOSTILE, [event], 15)
    assert data.count(b"BEGIN:VEVENT\r\n") == 1
    assert data.count(b"\r\nEND:VCALENDAR\r\n") == 1
    assert b"\x1b" not in data
    assert b"\x00" not in data
    [found] = vobject.readOne(data.decode("utf-8")).contents["vevent"]
    assert "BEGIN:VEVENT" in found.summary.value
    assert "\n" not in found.summary.value
    first, second, *_ = found.description.value.split("\n")
    assert first == "甲;乙,丙\\丁"
    assert second == "BEGIN:VEVENT"


def folded_rightly(data: bytes) -> bool:
    """RFC 5545, 3.1: lines of at most 75 octets, ended by CRLF, no letter torn apart."""
    *lines, last = data.split(b"\r\n")
    whole = all(line.decode("utf-8") is not None for line in lines)
    return whole and not last and max(map(len, lines)) <= 75 and b"\n" not in b"".join(lines)


def test_folding() -> None:
    assert folded_rightly(to_ics(HOSTILE, [EVENT._replace(text=(HOSTILE,))], 15))


@given(st.text(max_size=200), st.text(max_size=400))
def test_any_wording_is_one_event_and_the_same_bytes(title: str, text: str) -> None:
    event = EVENT._replace(title=title, text=(text,))
    data = to_ics(title, [event, EVENT], 15)
    assert data == to_ics(title, [event, EVENT], 15)
    assert folded_rightly(data)
    assert len(vobject.readOne(data.decode("utf-8")).contents["vevent"]) == 2
