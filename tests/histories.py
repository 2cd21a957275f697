"""Anything that one unit and the office may ever write about an item, in any order."""

from datetime import date

from hypothesis import strategies as st

from gongkai_cli.domain.record import (
    Claim,
    Decline,
    ExtensionRequest,
    Progress,
    Record,
    Review,
    Step,
    Verdict,
)

days = st.dates(date(2023, 1, 1), date(2024, 3, 31))
some_days = st.none() | days
measures = st.dictionaries(st.sampled_from(["培训", "入口"]), st.decimals(0, 9, places=1))

facts = st.one_of(
    st.builds(
        Progress,
        st.sampled_from(Step),
        measures=measures.map(lambda found: tuple(found.items())),
        start=some_days,
    ),
    st.builds(Claim, start=some_days),
    st.just(Decline()),
    st.builds(ExtensionRequest, days),
    st.builds(Review, st.sampled_from(Verdict), until=some_days),
)


@st.composite
def _histories(draw: st.DrawFn, tasks: int) -> list[Record]:
    names = [f"{number}.yaml" for number in range(draw(st.integers(0, 8)))]
    return [
        _as_written(
            Record(
                name,
                draw(st.sampled_from([(1,), (1, 2)] if tasks > 1 else [(1,)])),
                draw(days),
                draw(facts),
                draw(st.sampled_from(["", "", "", *names])),
            )
        )
        for name in names
    ]


def _as_written(record: Record) -> Record:
    """撤回 always names what it takes back, and no day."""
    if isinstance(record.fact, Review) and record.fact.verdict is Verdict.WITHDRAW:
        return record._replace(fact=Review(Verdict.WITHDRAW), corrects=record.corrects or "0.yaml")
    return record


def histories_of(tasks: int) -> st.SearchStrategy[list[Record]]:
    """Up to eight records of up to so many tasks, some of them 更正."""
    return _histories(tasks)


histories = histories_of(1)
