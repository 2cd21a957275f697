"""The plan and the roster that a folder has now, each by itself: a draft needs no sound whole."""

from typing import Any

from gongkai_cli.domain.plan import Plan
from gongkai_cli.domain.roster import Roster
from gongkai_cli.reading import documents
from gongkai_cli.reading.book import Folder
from gongkai_cli.reading.forms import Form
from gongkai_cli.reading.recognise import recognise
from gongkai_cli.reading.source import decoded, parse

PLAN_FILE = "data/tasks.yaml"
ROSTER_FILE = "data/units.yaml"


def present_plan(folder: Folder) -> Plan | None:
    """The plan in `folder`; None where there is none. Raises Unreadable."""
    data = folder.read(PLAN_FILE)
    return None if data is None else plan_in(data)


def plan_in(data: bytes, file: str = PLAN_FILE) -> Plan:
    """The plan that `data` holds, the bytes of `file`, in the form of a tasks.yaml.

    Raises Unreadable.
    """
    from gongkai_cli.reading.bookforms import PLAN

    return documents.plan(_filled(data, file, PLAN), file)


def present_roster(folder: Folder) -> Roster | None:
    """The roster in `folder`; None where there is none. Raises Unreadable."""
    from gongkai_cli.reading.bookforms import ROSTER

    data = folder.read(ROSTER_FILE)
    return None if data is None else documents.roster(_filled(data, ROSTER_FILE, ROSTER))


def _filled(data: bytes, file: str, form: Form) -> dict[str, Any]:
    text = decoded(data, file)
    return recognise(parse(text, file), form, text)
