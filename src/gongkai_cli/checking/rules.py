"""The rules, one line each; a rule is one function, its code in `gongkai_cli.rules`, its page."""

from collections.abc import Callable, Iterator

from gongkai_cli.checking import answered, lookbacks, plan, records, references
from gongkai_cli.checking.case import Case, Desk, Finding, Written

_RecordRule = Callable[[Desk, Written], Iterator[Finding]]

PLAN_RULES: tuple[Callable[[Case], Iterator[Finding]], ...] = (
    plan.undecided_scopes,
    plan.reversed_units,
    plan.repeated_targets,
    plan.missing_source,
    plan.memberless_groups,
    plan.closed_units,
)
"""Each is asked once of a year."""

RECORD_RULES: tuple[_RecordRule, ...] = (
    records.unknown_task,
    records.not_its_task,
    records.unknown_measure,
    records.not_yet,
    records.other_year,
    records.bare_claim,
    records.short_of_target,
    records.no_longer,
    records.contradiction,
    records.second_start,
    answered.no_such_unit_then,
    references.bad_link,
    references.missing_file,
    references.unknown_original,
    references.second_correction,
    references.partial_correction,
)
"""Each is asked of every record that counts and is under check."""


LOOKBACK_RULES: tuple[_RecordRule, ...] = (
    records.not_yet,
    records.other_year,
    references.bad_link,
    references.missing_file,
    references.unknown_original,
    references.second_correction,
    lookbacks.no_such_year,
    lookbacks.carried_nowhere,
)
"""Each is asked of every 回头看 that counts and is under check."""

LOOKBACK_DESK_RULES: tuple[Callable[[Desk], Iterator[Finding]], ...] = (
    lookbacks.not_its_past_task,
    lookbacks.second_look,
)
"""Each is asked once of a unit's 回头看: thousands of them may speak of one task."""


def plan_rules(case: Case) -> Iterator[Finding]:
    """What the rules say of a year's plan and roster."""
    for rule in PLAN_RULES:
        yield from rule(case)


def record_rules(desk: Desk) -> Iterator[Finding]:
    """What the rules say of a unit's records of the year's tasks."""
    yield from answered.changed_grounds(desk)
    yield from _asked(desk, RECORD_RULES)


def lookback_rules(desk: Desk) -> Iterator[Finding]:
    """What the rules say of a unit's 回头看, which alone are the records of `desk`."""
    yield from _asked(desk, LOOKBACK_RULES)
    for rule in LOOKBACK_DESK_RULES:
        yield from rule(desk)


def _asked(desk: Desk, rules: tuple[_RecordRule, ...]) -> Iterator[Finding]:
    yield from references.circular_corrections(desk)
    for written in desk.under_check():
        for rule in rules:
            yield from rule(desk, written)
