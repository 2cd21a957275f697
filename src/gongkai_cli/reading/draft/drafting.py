"""A document → the draft of a plan, with a remark for everything that a person should look at.

Law: every cell of every table is in the draft or in a remark.
"""

from typing import NamedTuple

from gongkai_cli.domain.issued import Garbled, Matter, alike, heard, letters
from gongkai_cli.domain.plan import Plan
from gongkai_cli.domain.roster import Roster
from gongkai_cli.reading.draft import doubts
from gongkai_cli.reading.draft.front import Front, front
from gongkai_cli.reading.draft.parts import Parts, parts_of
from gongkai_cli.reading.draft.proposals import Proposal, named
from gongkai_cli.reading.draft.remark import Kind, Remark, Undrafted
from gongkai_cli.reading.draft.rows import Reading
from gongkai_cli.reading.draft.tasks import tasks_of
from gongkai_cli.reading.tables.grid import Document
from gongkai_cli.reckoning.comparison import Carried, carried_over

_YEARS = range(2000, 2101)


class Asked(NamedTuple):
    """What a person says of the document; it goes before what the document says."""

    title: str = ""
    region: str = ""
    year: int | None = None
    source: str = ""


class Draft(NamedTuple):
    """A plan as the document has it, what was done to get it, and the units that nobody knows.

    `settled`: the document also says what the office had settled beside the wording.
    """

    plan: Plan
    remarks: tuple[Remark, ...]
    proposals: tuple[Proposal, ...]
    settled: bool


NOTHING = Asked()


def draft_of(
    document: Document,
    asked: Asked = NOTHING,
    roster: Roster | None = None,
    replaced: Plan | None = None,
) -> Draft:
    """The draft of the plan in `document`; names are looked up in `roster`, where there is one.

    What the office had settled in the plan that is `replaced` is carried over where the wording is
    the same, unless the document says itself what is settled.

    Raises Undrafted where there is no task table, or where the title, the year or the region is
    neither plain nor `asked`.
    """
    parts = parts_of(document)
    reading = _read(parts)
    said = front(parts.above, parts.lines)
    title = asked.title or _settled_title(parts) or said.title
    tasks = tasks_of(reading, title, roster)
    plan, misheard = heard(Plan(title, "", 0, None, "", tasks), parts.annex)
    plan = _with_front(plan, said, asked, settled=bool(parts.annex))
    carried = Carried(plan, (), ())
    if replaced and not parts.annex:
        carried = carried_over(replaced, plan)
        plan = carried.plan
    unknown = named(plan, roster)
    remarks = [
        *(Remark(Kind.READ, note.place, note.text) for note in document.notes),
        *parts.remarks,
        *reading.remarks,
        *doubts.filled(reading.fills),
        *doubts.unused_titles(reading.titles, plan),
        *doubts.about_front(plan, said, parts),
        *doubts.about_annex(misheard, parts),
        *doubts.about_carriage(carried),
        *doubts.about_tasks(plan, reading.tasks, unknown),
    ]
    in_order = sorted(dict.fromkeys(remarks), key=lambda each: each.place)
    return Draft(plan, tuple(in_order), tuple(unknown.proposals), bool(parts.annex))


def _read(parts: Parts) -> Reading:
    reading = Reading(folding=not parts.annex)
    for part in parts.tables:
        if not part.continues:
            reading.begin()
        for line in part.titles:
            reading.title_above(line)
        reading.read(part.header, part.rows)
    reading.finish()
    if not reading.tasks:
        raise Undrafted(
            "没有找到任务：认出了任务表的表头，但下面没有一行写着任务。", "请核对文件是否完整。"
        )
    return reading


def _settled_title(parts: Parts) -> str:
    """The lines above the table that the annex's own title, exact to the letter, can be."""
    if not parts.annex:
        return ""
    lines = [line.text for line in parts.above]
    exact = next((row.text for row in parts.annex if row.matter.strip() == Matter.TITLE), None)
    try:
        wanted = letters(exact or "")
    except Garbled:
        wanted = ""
    for place in range(len(lines)):
        if wanted and alike(said := "\n".join(lines[place:]), wanted):
            return said
    return lines[-1] if lines else ""


def _with_front(plan: Plan, said: Front, asked: Asked, *, settled: bool) -> Plan:
    """`plan` with its title, region and year; a document that was written out says all itself."""
    title = asked.title or plan.title
    region = asked.region or plan.region or said.region
    year = asked.year or plan.year or said.year
    lacking = [
        sentence
        for value, sentence in (
            (title, "看不出任务表的标题，请用 --title 写明。"),
            (region, "看不出是哪个地区，请用 --region 写明，例如 --region 示例区。"),
            (year, "看不出是哪一年，请用 --year 写明，例如 --year 2024。"),
        )
        if not value
    ]
    if not year or lacking:
        raise Undrafted(*lacking)
    if year not in _YEARS:
        raise Undrafted(f"年份{year}不在{_YEARS[0]}到{_YEARS[-1]}之间，请用 --year 写明。")
    issued = plan.issued if settled else said.issued
    source = plan.source if settled else asked.source
    return plan._replace(title=title, region=region, year=year, issued=issued, source=source)
