"""The roster as CODEOWNERS: who must approve a change of which file on a code host.

Patterns are those that GitHub and GitLab read alike; neither says here who may *push*.
"""

from collections.abc import Iterator

from gongkai_cli.domain.places import EVIDENCE, LEDGER, LEDGERS, LOOKBACK, REVIEWS, UPDATES
from gongkai_cli.domain.roster import Roster, Unit
from gongkai_cli.rendering.layout import seen

_ONE = "?"
_UNSAID = frozenset(" #![]\\*?")
"""Letters that a pattern cannot say, or that not every host reads as themselves."""

_OWN = (f"{UPDATES}/", f"{LOOKBACK}/", f"{EVIDENCE}/", LEDGER)
_GATE = ("CODEOWNERS", "docs/CODEOWNERS", ".github/", ".gitlab/", ".gitlab-ci.yml", ".workflow/")
"""What decides how changes are judged, from the repository's top."""


def codeowners(roster: Roster, folder: str = "") -> str:
    """CODEOWNERS for a workspace in `folder` of its repository, "" being the top.

    The last line that matches a path decides. A unit's lines name the office as well: any one
    owner may approve, nobody approves a change of their own, and a unit may be one person.
    The office must have an account.
    """
    return "".join(f"{line}\n" for line in _lines(roster, _said(f"/{folder}/".replace("//", "/"))))


def _lines(roster: Roster, top: str) -> Iterator[str]:
    office = _account(roster, roster.office)
    yield "# 本文件由 gongkai export codeowners 按名录写出，请不要手改；名录改了就重新写出。"
    yield "# 同一个文件有几行都对得上时，以最后一行为准；一行里有几个帐号时，任何一个批准都算。"
    yield ""
    yield f"# 没有另外写明的，归办公室（{seen(roster.office)}）。"
    yield f"* {office}"
    yield ""
    yield "# 单位的报送归单位；办公室也能批准，因为谁也不能批准自己提出的改动。"
    for unit in roster.units:
        yield from _unit_lines(unit, roster, top, office)
    yield ""
    yield "# 核验、任务分解表、名录、口径，以及审查本身的设置，只归办公室。"
    yield f"{top}{LEDGERS}/*/*/{REVIEWS}/ {office}"
    yield f"{top}data/ {office}"
    yield from (f"/{file} {office}" for file in _GATE)


def _unit_lines(unit: Unit, roster: Roster, top: str, office: str) -> Iterator[str]:
    if not unit.account:
        yield f"# {seen(unit.name)}：名录里没有帐号（account），文件归办公室。"
    elif _takes_another(unit, roster):
        yield f"# {seen(unit.name)}：名称里的符号在这里写不出，会与别的单位混同，文件归办公室。"
    else:
        owners = " ".join(dict.fromkeys((unit.account, office)))
        yield from (f"{top}{LEDGERS}/*/{_said(unit.name)}/{own} {owners}" for own in _OWN)


def _takes_another(unit: Unit, roster: Roster) -> bool:
    """Whether the pattern of this unit's name fits the name of another unit as well."""
    pattern = _said(unit.name)
    others = (other.name for other in roster.units if other.name != unit.name)
    return any(_fits(pattern, name) for name in others)


def _fits(pattern: str, name: str) -> bool:
    letters = zip(pattern, name, strict=False)
    return len(pattern) == len(name) and all(mark in {_ONE, letter} for mark, letter in letters)


def _said(path: str) -> str:
    """`path` as a pattern; ? stands for one letter of any kind."""
    return "".join(_ONE if c in _UNSAID or not c.isprintable() else c for c in path)


def _account(roster: Roster, name: str) -> str:
    return next(unit.account for unit in roster.units if unit.name == name)
