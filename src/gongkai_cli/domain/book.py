"""Everything a year's questions are answered from, except the records."""

from typing import NamedTuple

from gongkai_cli.domain.plan import Plan
from gongkai_cli.domain.policy import Policy
from gongkai_cli.domain.roster import Roster
from gongkai_cli.domain.workdays import WorkCalendar


class Book(NamedTuple):
    """Plan, roster, policy and calendar that belong together."""

    plan: Plan
    roster: Roster
    policy: Policy
    calendar: WorkCalendar
