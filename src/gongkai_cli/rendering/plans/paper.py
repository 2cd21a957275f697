"""The plan as a Word file."""

from gongkai_cli.domain.issued import ANNEX, heading
from gongkai_cli.domain.plan import Plan
from gongkai_cli.rendering.plans.frames import annex_frame, issued_frame
from gongkai_cli.rendering.word.look import ACROSS, UPRIGHT
from gongkai_cli.rendering.word.paper import Paper


def plan_docx(plan: Plan) -> bytes:
    """The issued table across the page, then the annex on an upright one."""
    title = heading(plan)
    paper = Paper(title, ACROSS)
    paper.heading(title)
    paper.frame(issued_frame(plan))
    paper.turn(UPRIGHT)
    paper.heading(ANNEX, 2)
    paper.frame(annex_frame(plan))
    return paper.bytes()
