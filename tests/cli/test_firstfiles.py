"""What stands in the comments of a new workspace's files: every key, in examples that hold."""

import re

from gongkai_cli.cli import firstfiles
from gongkai_cli.domain.policy import Policy
from gongkai_cli.reading.bookforms import GROUP, POLICY, TARGET, TASK, UNIT
from gongkai_cli.reading.draft.present import plan_in, present_roster

TITLE = "2024年示例区政务公开重点工作任务分解表"


def commented(text: str, strip: str) -> str:
    """The examples in a file's comments, as they read once they are none."""
    lines = [line for line in text.splitlines() if re.match(r"# {1,8}(- )?\w+:", line)]
    return "".join(f"{line.replace(strip, '', 1)}\n" for line in lines)


def test_roster_shows_every_key_and_the_examples_hold() -> None:
    values = {"schema": 1, "office": "甲", "units": [{"name": "甲", "kind": "部门"}]}
    assert "类别可取 部门、街道、驻区机构；乡镇也写街道。\n" in firstfiles.roster_text(values)
    head, _, rest = firstfiles.roster_text(values).partition("# units 里")
    units, _, groups = rest.partition("# groups 里")
    for text, form in ((units, UNIT), (groups, GROUP)):
        assert re.findall(r"^# +(?:- )?(\w+):", text, re.MULTILINE) == form.keys_at(())
    alive = head + commented(units, "# ") + "groups:\n" + commented(groups, "# ")
    roster = present_roster(_InMemory({"data/units.yaml": alive.encode("utf-8")}))
    assert roster
    assert [unit.name for unit in roster.units] == ["甲", "示例一局"]
    assert roster.units[1].account == "@示例组织/示例一局"
    assert list(roster.groups) == ["区政府各部门"]


def test_plan_shows_every_key_and_the_examples_hold() -> None:
    plan = firstfiles.sample_plan("示例区", 2024, TITLE, "甲")
    text = firstfiles.sample_plan_text(plan)
    assert plan_in(text.encode("utf-8")).title == TITLE
    alive = re.sub(r"^#(?= {5})", " ", text, flags=re.MULTILINE)
    [task] = plan_in(alive.encode("utf-8")).tasks
    assert (str(task.due), task.lead, task.assist) == ("2024-06-30", ("示例一局",), ("示例二局",))
    assert [target.name for target in task.targets] == ["政务公开培训"]
    shown = set(re.findall(r"^#? +(?:- )?(\w+):", text, re.MULTILINE))
    assert {*TASK.keys_at(()), *TARGET.keys_at(())} <= shown


def test_policy_shows_every_key_under_its_meaning() -> None:
    text = firstfiles.policy_text("甲\n乙", Policy())
    assert text.startswith("# 甲 乙的管理口径；")
    keys = re.findall(r"^(?:# )?(\w+): ", text, re.MULTILINE)
    assert keys == POLICY.keys_at(())


class _InMemory:
    """A folder whose files are given."""

    def __init__(self, files: dict[str, bytes]) -> None:
        self._files = files

    def read(self, file: str) -> bytes | None:
        return self._files.get(file)

    def names(self, folder: str) -> list[str]:
        return []
