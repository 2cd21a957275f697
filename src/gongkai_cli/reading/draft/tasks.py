"""What the rows told → tasks: each with a number, its titles, and its texts in one piece."""

from collections.abc import Callable

from gongkai_cli.domain.plan import Task
from gongkai_cli.domain.roster import Roster
from gongkai_cli.reading.draft.headings import Role
from gongkai_cli.reading.draft.numbers import gaps, given
from gongkai_cli.reading.draft.proposals import PENDING, strangers
from gongkai_cli.reading.draft.remark import Kind, Undrafted, quoted
from gongkai_cli.reading.draft.rows import RawTask, Reading
from gongkai_cli.reading.tables.grid import Place
from gongkai_cli.reckoning.deadlines import read_deadline
from gongkai_cli.reckoning.phrases import PhraseError

MAX_LETTERS = 20_000
"""Of one text in tasks.yaml, as its form has it."""

_SEPARATORS = tuple("、，,；;")
_SOME_YEAR = 2000
"""Whether a phrase is understood does not depend on the year."""


def tasks_of(reading: Reading, title: str, roster: Roster | None) -> tuple[Task, ...]:
    """The tasks that were read, numbered; `title` stands in for a 部分 that is nowhere named.

    Raises Undrafted where a text is longer than any plan may hold.
    """
    numbers = given([raw.number for raw in reading.tasks])
    for each, raw in zip(numbers, reading.tasks, strict=True):
        if each.remark:
            reading.remark(Kind.NUMBER, raw.at(Role.NUMBER), each.remark)
    for place, sentence in gaps([each.number for each in numbers]):
        reading.remark(Kind.NUMBER, reading.tasks[place].at(Role.NUMBER), sentence)
    _remark_missing_titles(reading)
    numbered = zip(numbers, reading.tasks, strict=True)
    return tuple(_task(reading, each.number, raw, title, roster) for each, raw in numbered)


def _remark_missing_titles(reading: Reading) -> None:
    sectionless = [raw.at(Role.SECTION) for raw in reading.tasks if not raw.section]
    topicless = [raw.at(Role.TOPIC) for raw in reading.tasks if not raw.topic]
    for places, level, instead in (
        (sectionless, "部分", "表名"),
        (topicless, "工作任务", "部分的标题"),
    ):
        if places:
            said = f"有{len(places)}项任务没有{level}的标题，用{instead}代替"
            reading.remark(Kind.MISSING, places[0], said)


def _task(reading: Reading, number: int, raw: RawTask, title: str, roster: Roster | None) -> Task:
    section = raw.section or title
    responsible = _stated(reading, number, raw, Role.RESPONSIBLE, raw.responsible)
    deadline = _stated(reading, number, raw, Role.DEADLINE, raw.deadline)
    task = Task(
        id=number,
        section=section,
        topic=raw.topic or section,
        requirement=raw.requirement,
        responsible=_unbroken(reading, raw.at(Role.RESPONSIBLE), responsible, _known_to(roster)),
        deadline=_unbroken(reading, raw.at(Role.DEADLINE), deadline, understood),
        note="；".join(raw.extra),
    )
    _must_fit(task, raw)
    return task


def understood(phrase: str) -> bool:
    """Whether `phrase` is a 完成时限 that the program knows."""
    try:
        read_deadline(phrase, _SOME_YEAR)
    except PhraseError:
        return False
    return True


def _stated(reading: Reading, number: int, raw: RawTask, what: Role, text: str) -> str:
    if not text:
        said = f"任务{number}没有写{what}，暂写“{PENDING}”，请补上"
        reading.remark(Kind.MISSING, raw.at(what), said)
    return text or PENDING


def _known_to(roster: Roster | None) -> Callable[[str], bool]:
    """Whether a phrase names units, and `roster` knows every one."""
    return lambda phrase: roster is not None and strangers(phrase, roster) == []


def _unbroken(reading: Reading, place: Place, text: str, fits: Callable[[str], bool]) -> str:
    """`text` on one line, where its breaks follow a 、 or fall inside a word."""
    lines = text.split("\n")
    joined = "".join(lines)
    separated = all(line.endswith(_SEPARATORS) for line in lines[:-1])
    broken = fits(joined) and (fits is understood or not fits(text))
    if len(lines) == 1 or not (separated or broken):
        return text
    reading.remark_once(Kind.FOLDED, place, f"{quoted(text)}分成几行，合为一行")
    return joined


def _must_fit(task: Task, raw: RawTask) -> None:
    texts = (task.section, task.topic, task.requirement, task.responsible, task.deadline, task.note)
    longest = max(map(len, texts))
    if longest > MAX_LETTERS:
        raise Undrafted(
            f"表{raw.place.table}第{raw.place.row}行有一格长达{longest}字，"
            f"超过了任务分解表一格最多的{MAX_LETTERS}字。",
            "请核对文件；这一格若不是一项任务，请删去后再导入。",
        )
