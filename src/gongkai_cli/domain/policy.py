"""The office's settings: what no law fixes and each office decides."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from gongkai_cli.domain.deadline import Cycle


class Policy(NamedTuple):
    """`grace_workdays`: a period's report may come this much later. `due_soon_days`: 临期.

    `require_close`: only 销号 counts as finished. `colours`: a colour word per 进度, because
    colours have no common meaning between governments.
    """

    cycle: Cycle = Cycle.QUARTER
    grace_workdays: int = 10
    due_soon_days: int = 15
    require_evidence: bool = True
    require_close: bool = False
    colours: Mapping[str, str] = MappingProxyType({})
