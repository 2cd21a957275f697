"""The grammar of 责任单位: an issued phrase → the names in it, which tail is open, who leads.

Knows no roster: whether a name exists is asked in `assignment`.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from gongkai_cli.domain.item import Role
from gongkai_cli.reckoning.phrases import PhraseError

OPEN_TAIL = "等相关部门"
"""The group that a tail like 等有关单位 stands for: others may be concerned too."""

_BRACKETS = {"（": 1, "(": 1, "）": -1, ")": -1}
_SEPARATORS = "、，,；;"
_FALLS_AWAY = re.compile(r"(?:按照?职责分工|分别|共同)?(?:负责)?(?:落实|组织实施)?$")
_TAIL = re.compile(r"等(?:区政府)?各?(?:相关|有关)?(?:部门|单位)$")
_LABEL = re.compile(r"^(牵头|责任|配合|协助)(?:单位|部门)[:：]")
_SPOKEN_ROLE = re.compile(r"(牵头|配合|协助|参与)(?:单位|部门)?$")
_ROLES = {"牵头": Role.LEAD, "配合": Role.ASSIST, "协助": Role.ASSIST, "参与": Role.ASSIST}


class Party(NamedTuple):
    """One name of the phrase: a unit or a group, with its role where the words state one."""

    name: str
    role: Role | None = None


def read_responsible(phrase: str) -> tuple[Party, ...]:
    """The parties of `phrase` in its order; an open tail is the party `OPEN_TAIL`.

    X牵头，Y配合 and 牵头单位：X give roles; otherwise nobody leads: the first name is not the lead
    by itself. Raises PhraseError where no name is left.
    """
    parties: list[Party] = []
    label: Role | None = None
    for word in _words(phrase):
        unlabelled, label = _labelled(word, label)
        name, spoken = _spoken_role(unlabelled)
        parties += [Party(each, spoken or label) for each in _names(name)]
        if spoken:
            parties = [party if party.role else Party(party.name, spoken) for party in parties]
    if not parties:
        message = f"责任单位“{phrase}”里没有单位名称"
        raise PhraseError(message)
    return tuple(parties)


def _words(phrase: str) -> Iterator[str]:
    """Split at separators and white space, never inside brackets."""
    depth, word = 0, ""
    for letter in phrase:
        depth = max(depth + _BRACKETS.get(letter, 0), 0)
        if (letter in _SEPARATORS or letter.isspace()) and not depth:
            yield word
            word = ""
        else:
            word += letter
    yield word


def _labelled(word: str, label: Role | None) -> tuple[str, Role | None]:
    """Take off 牵头单位： and remember it for the names that follow."""
    if match := _LABEL.match(word):
        return word[match.end() :], _ROLES.get(match[1])
    return word, label


def _spoken_role(word: str) -> tuple[str, Role | None]:
    """Take off a closing 负责落实, then 牵头 or 配合."""
    word = _FALLS_AWAY.sub("", word)
    if match := _SPOKEN_ROLE.search(word):
        return word[: match.start()], _ROLES[match[1]]
    return word, None


def _names(word: str) -> list[str]:
    """The unit in `word`, and the open tail behind it."""
    named = _TAIL.sub("", word)
    tail = [OPEN_TAIL] if named != word else []
    return [name for name in (named.strip(), *tail) if name]
