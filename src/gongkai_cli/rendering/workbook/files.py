"""Whole workbooks: one unit's to fill in, or a district's in one file."""

from collections.abc import Mapping, Sequence
from datetime import date

from gongkai_cli.domain.plan import Plan
from gongkai_cli.domain.sheet import GUIDE, SHEET, SUMMARY
from gongkai_cli.reckoning.ledgers import Ledger
from gongkai_cli.rendering.pages.ledger import ledger_title
from gongkai_cli.rendering.workbook.guide import put_guide
from gongkai_cli.rendering.workbook.names import sheet_names
from gongkai_cli.rendering.workbook.page import put_ledger
from gongkai_cli.rendering.workbook.paper import Paper
from gongkai_cli.rendering.workbook.summary import bundle_title, put_summary


def to_workbook(ledger: Ledger, colours: Mapping[str, str]) -> bytes:
    """The ledger of one unit, and how to fill it in, as an xlsx file."""
    paper = Paper(ledger_title(ledger), ledger.plan.year)
    put_ledger(paper, SHEET, ledger, colours)
    put_guide(paper, ledger.plan)
    return paper.bytes()


def to_bundle(
    plan: Plan, as_of: date, ledgers: Sequence[Ledger], colours: Mapping[str, str]
) -> bytes:
    """The ledgers of many units, as they stand on `as_of`, as one xlsx file."""
    paper = Paper(bundle_title(plan), plan.year)
    names = sheet_names((ledger.unit.name for ledger in ledgers), (SUMMARY, GUIDE))
    sheets = dict(zip(names, ledgers, strict=True))
    put_summary(paper, plan, as_of, sheets, colours)
    for name, ledger in sheets.items():
        put_ledger(paper, name, ledger, colours)
    put_guide(paper, plan)
    return paper.bytes()
