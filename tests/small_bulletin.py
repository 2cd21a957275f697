"""A 通报 of a district of a few units: the data stands in the test, or hypothesis makes it up."""

from collections.abc import Mapping, Sequence

from hypothesis import strategies as st

from gongkai_cli.domain.book import Book
from gongkai_cli.domain.deadline import Cycle
from gongkai_cli.domain.plan import Scope
from gongkai_cli.domain.policy import Policy
from gongkai_cli.domain.record import Record
from gongkai_cli.domain.roster import Roster, Unit, UnitKind
from gongkai_cli.reckoning.bulletins import (
    Bulletin,
    bulletin,
    closing_day,
    span_of,
    year_periods,
)
from histories import histories_of
from small_book import FINANCE, GROUPS, JUSTICE, OFFICE, STREET, book, day, target, task

Said = Mapping[str, Sequence[Record]]


def told(of: Book, said: Said, number: int = 2, as_of: str = "") -> Bulletin:
    """The 通报 on the period of that number, on the day when all reports must have come."""
    period = year_periods(of)[number - 1]
    span = span_of(period, day(as_of) if as_of else closing_day(period), of)
    return bulletin(of, span, [(unit, said.get(unit.name, ())) for unit in of.roster.units])


ROSTER = Roster(
    OFFICE.name,
    (
        OFFICE,
        JUSTICE,
        FINANCE._replace(active_until=day("5-20")),
        STREET,
        Unit("区新局", UnitKind.DEPARTMENT, active_from=day("5-5")),
    ),
    GROUPS,
)
TASKS = (
    task(1, "6月底前", "区政府各部门", targets=(target("培训"),)),
    task(2, "全年", "区司法局、各街道办事处", targets=(target("入口", scope=Scope.DISTRICT),)),
    task(3, "每月底前", "区政府相关部门"),
    task(4, "全年，长期坚持", "区政府各部门"),
    task(5, "8月底前", "区司法局、区财政局"),
)

said_by_all = st.lists(histories_of(2), min_size=5, max_size=5)
policies = st.builds(
    Policy,
    st.sampled_from([Cycle.MONTH, Cycle.QUARTER, Cycle.HALF_YEAR]),
    st.integers(0, 15),
    st.just(15),
    st.booleans(),
    st.booleans(),
    st.just({}),
)


@st.composite
def bulletins(draw: st.DrawFn) -> tuple[Bulletin, Book, Said]:
    """Any 通报 of a small district, with what it was made from."""
    of = book(
        *TASKS,
        policy=draw(policies),
        issued=draw(st.sampled_from(["", "2-10", "4-10"])),
        roster=ROSTER,
    )
    said = dict(zip((unit.name for unit in ROSTER.units), draw(said_by_all), strict=True))
    period = draw(st.sampled_from(year_periods(of)))
    as_of = draw(st.dates(period.start, day("2024-3-31")))
    span = span_of(period, as_of, of)
    return bulletin(of, span, [(unit, said[unit.name]) for unit in ROSTER.units]), of, said
