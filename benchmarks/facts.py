"""What happened in a fictional district: its units, its plan, and four updates to every item.

Pure, and seeded by unit: a unit's year is the same in a district of any size, so that one unit's
question can be compared between sizes. Whoever writes files for some program stands elsewhere.
"""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

SEED = 42
YEAR = 2026
AS_OF = date(YEAR, 11, 22)
"""The day every program is asked about. All facts are older, so that a program that knows only its
current state (taskwarrior), one that stops before a day (ledger) and one that counts that day in
(gongkai) have the same facts before them."""

NEVER_FINISHED, FINISHED_LATE = 0.15, 0.04
NEW_YEAR, FIRST_CLOSE, LAST_DAY = date(YEAR, 1, 1), date(YEAR, 1, 9), AS_OF - timedelta(days=1)

OWNERS = ("办公室", "政务公开科", "法治科", "综合科")
OPENINGS = (
    "已召开专题会议研究部署",
    "已印发工作方案并明确分工",
    "已会同有关科室完成摸底",
    "按照年度要点逐项细化措施",
    "对照任务清单开展自查",
)
SUBJECTS = (
    "围绕市场主体关心的财税金融政策",
    "聚焦教育医疗养老等民生领域",
    "针对群众反映集中的高频问题",
    "结合重大行政决策公开要求",
    "落实政策文件与解读同步组织",
)
ACTIONS = (
    "通过门户网站公开信息{}条",
    "开展政策解读{}次并发布图文",
    "答复依申请公开{}件",
    "更新主动公开目录{}项",
    "组织业务培训覆盖{}人",
)
CLOSINGS = ("下一步将继续跟进落实", "相关材料已归档备查", "拟于下月再次调度", "群众反映良好")


@dataclass(frozen=True, slots=True)
class Size:
    """How large a district is: every unit has every task, and four updates to each."""

    name: str
    units: int
    rounds: int
    """How often a measurement is repeated by default: the larger, the longer one takes."""

    @property
    def items(self) -> int:
        """Task × unit."""
        return self.units * len(TASKS)

    @property
    def records(self) -> int:
        """One file each."""
        return self.items * UPDATES


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit that plainly exists nowhere."""

    number: int

    @property
    def kind(self) -> str:
        """Half the units are departments, half are streets."""
        return "部门" if self.number % 2 else "街道"

    @property
    def name(self) -> str:
        """Its name in the roster, in folders and in the peers' files."""
        return f"示例区{self.number:04}{'局' if self.number % 2 else '街道办事处'}"


@dataclass(frozen=True, slots=True)
class Task:
    """One row of the plan."""

    number: int

    @property
    def month(self) -> int | None:
        """The month at whose end it is due; None for the few that run all year."""
        return (self.number - 1) % 12 + 1 if self.number <= 36 else None  # noqa: PLR2004 three a month

    @property
    def deadline(self) -> str:
        """The time limit as a table words it."""
        return f"{YEAR}年{self.month}月底前" if self.month else "全年"

    @property
    def due(self) -> date:
        """The day which that wording means."""
        month = self.month or 12
        return date(YEAR, month, monthrange(YEAR, month)[1])


@dataclass(frozen=True, slots=True)
class Update:
    """What a unit reported on one day."""

    day: date
    finished: bool
    progress: str
    owner: str
    url: str | None


@dataclass(frozen=True, slots=True)
class Item:
    """One unit's year with one task; its updates are in order, no two on one day."""

    unit: Unit
    task: Task
    updates: tuple[Update, ...]

    @property
    def finished(self) -> date | None:
        """The day it was reported finished, if it ever was: only a last update can say so."""
        last = self.updates[-1]
        return last.day if last.finished else None


UPDATES = 4
TASKS = tuple(Task(number) for number in range(1, 41))
SIZES = {
    size.name: size for size in (Size("small", 35, 9), Size("middle", 350, 5), Size("big", 3500, 3))
}


def units(size: Size) -> Iterator[Unit]:
    """Every unit of a district; a small district is the beginning of a large one."""
    return (Unit(number) for number in range(1, size.units + 1))


def year(unit: Unit) -> Iterator[Item]:
    """All the items of `unit`, with what it reported to each."""
    rng = Random(f"{SEED}/{unit.number}")  # noqa: S311 made-up facts, nothing secret
    for task in TASKS:
        yield Item(unit, task, tuple(_updates(rng, unit, task)))


def items(size: Size) -> Iterator[Item]:
    """Every item of a district, unit after unit; never all of them in memory."""
    return (item for unit in units(size) for item in year(unit))


def _updates(rng: Random, unit: Unit, task: Task) -> Iterator[Update]:
    """Four updates on four days; the last one closes the item unless it is never finished."""
    last, finished = _ending(rng, task.due)
    for day in [*_days_before(rng, last), last]:
        url = f"http://www.example.gov.cn/art/{unit.number:04}/{task.number}"
        yield Update(
            day=day,
            finished=finished and day == last,
            progress=_progress(rng),
            owner=rng.choice(OWNERS),
            url=url if rng.random() < 2 / 3 else None,
        )


def _ending(rng: Random, due: date) -> tuple[date, bool]:
    """The day of the last update, and whether it says 已完成."""
    fate = rng.random()
    if fate < NEVER_FINISHED:
        return _between(rng, FIRST_CLOSE, LAST_DAY), False
    if fate < NEVER_FINISHED + FINISHED_LATE and due < LAST_DAY:
        return _between(rng, due + timedelta(days=1), LAST_DAY), True
    return _between(rng, FIRST_CLOSE, min(due, LAST_DAY)), True


def _days_before(rng: Random, last: date) -> list[date]:
    """Different days, in order, so that no program has to guess what came first."""
    offsets = rng.sample(range((last - NEW_YEAR).days), UPDATES - 1)
    return [NEW_YEAR + timedelta(days=offset) for offset in sorted(offsets)]


def _between(rng: Random, first: date, last: date) -> date:
    """Any day from `first` to `last`, both possible."""
    return first + timedelta(days=rng.randint(0, (last - first).days))


def _progress(rng: Random) -> str:
    """A sentence of 40 to 60 characters, as offices write them."""
    action = rng.choice(ACTIONS).format(rng.randint(1, 99))
    parts = (rng.choice(OPENINGS), rng.choice(SUBJECTS), action, rng.choice(CLOSINGS))
    return "，".join(parts)
