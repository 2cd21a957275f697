"""The 通报 for programs: the same figures, kind "bulletin"."""

from typing import Any

from gongkai_cli.reckoning.bulletins import Bulletin, Moves, Reports, UnitLine
from gongkai_cli.reckoning.periods import code
from gongkai_cli.rendering.payload import entry_data, tally_data, to_json


def bulletin_json(found: Bulletin) -> str:
    """All of `found`, each unit with its rank; those that nothing binds have none."""
    ranks = {line.unit.name: place for place, line in found.ranked}
    span = found.span
    data = {
        "period": code(span.period),
        "report_by": str(span.period.report_by),
        "compared_with": code(span.before) if span.before else None,
        "compared_as_of": str(span.earlier) if span.before else None,
        "total": tally_data(found.now),
        "total_before": tally_data(found.before) if span.before else None,
        "reports": _reports(found.reports),
        "moves": _moves(found.moves) if span.before else None,
        "units": [_unit(line, ranks.get(line.unit.name)) for line in found.lines],
        "topics": [
            {"section": line.section, "tasks": line.tasks, **tally_data(line.tally)}
            for line in found.topics
        ],
        "overdue": [entry_data(entry) for entry in found.now.named],
        "short": [entry_data(entry) for entry in found.short],
        "finished_early": [entry_data(entry) for entry in found.early],
        "closed": [entry_data(entry) for entry in found.closed],
    }
    return to_json("bulletin", data, year=found.plan.year, as_of=span.as_of)


def _unit(line: UnitLine, rank: int | None) -> dict[str, Any]:
    return {
        "unit": line.unit.name,
        "rank": rank,
        **tally_data(line.now),
        "reports": _reports(line.reports),
        "missing_periods": [gap.name for gap in line.gaps],
        "moves": _moves(line.moves),
    }


def _reports(reports: Reports) -> dict[str, int]:
    return {"due": reports.due, "came": reports.came, "missing": reports.missing}


def _moves(moves: Moves) -> dict[str, int]:
    return moves._asdict()
