"""A workspace of a few lines, and what reading one of its files says: the data stands in the test."""

import re
from collections.abc import Callable
from pathlib import Path

from gongkai_cli.diagnostic import Diagnostic, Unreadable
from gongkai_cli.domain.record import Record
from gongkai_cli.reading.checked import checked_forms
from gongkai_cli.reading.records import read_folder
from gongkai_cli.reading.workspace import Workspace

PLAN = """\
schema: 1
title: 2023年示例区政务公开任务分解表
region: 示例区
year: 2023
sections:
- title: 一、主动公开
  topics:
  - title: 依法行政
    tasks:
    - id: 1
      requirement: 公开重大行政决策
      responsible: 示例区司法局
      deadline: 2023年6月底前
"""

ROSTER = """\
schema: 1
office: 示例区办公室
units:
- {name: 示例区办公室, kind: 部门}
- {name: 示例区司法局, kind: 部门, aliases: [示例区司法和信访局]}
- {name: 示例街道办事处, kind: 街道}
groups:
- {name: 示例区各部门, kinds: [部门]}
"""

POLICY = """\
schema: 1
cycle: 季度
"""

WORKDAYS = """\
schema: 1
year: 2023
notice: 放假安排的通知
holidays:
- {name: 元旦, from: 2023-01-01, to: 2023-01-02}
workdays:
- 2023-01-28
"""

RECORD = """\
type: 进展
task: 1
date: 2023-06-20
status: 已完成
progress: 已编制并公开清单
"""

SOUND = {
    "data/tasks.yaml": PLAN,
    "data/units.yaml": ROSTER,
    "data/policy.yaml": POLICY,
    "data/workdays/CN-2023.yaml": WORKDAYS,
}

UNIT = "示例区司法局"
FOLDER = f"ledgers/2023/{UNIT}"
RECORD_FILE = f"{FOLDER}/updates/1.yaml"
REVIEW_FILE = f"{FOLDER}/reviews/1.yaml"
FILES = (*SOUND, RECORD_FILE)
"""One file of every kind."""

Fault = tuple[str, int, int, str, str]
"""Code, line, column, sentence, remedy."""


def text_of(file: str) -> str:
    """What stands in `file` of a sound workspace."""
    return SOUND.get(file, RECORD)


def workspace(root: Path, **changed: str) -> Workspace:
    """A sound workspace at `root`; `changed` gives other texts for tasks, units, policy."""
    for file, text in SOUND.items():
        put(root, file, changed.get(Path(file).stem, text))
    return Workspace(root)


def put(root: Path, file: str, content: str | bytes = RECORD) -> Path:
    """Write `file` below `root`, with its folders."""
    path = root / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def read_record(root: str, file: str) -> Record:
    """The record in `file`, which stands in a unit's folder below `root`. Raises Unreadable."""
    unit, part = re.fullmatch("(.*?)/((?:updates|reviews|lookback).*)", file).groups()  # type: ignore[union-attr]
    found = read_folder(Workspace(Path(root)), Path(root) / unit, [part])
    if found.faults:
        raise Unreadable(found.faults)
    return found.records[0]


def faults_of(read: Callable[[], object]) -> list[Diagnostic]:
    """What `read` refuses; nothing where it does not."""
    try:
        read()
    except Unreadable as refusal:
        return refusal.diagnostics
    return []


def said(faults: list[Diagnostic], file: str) -> list[Fault]:
    """`faults` as a table, all of them in `file`."""
    assert {fault.span.file for fault in faults} <= {file}
    return [
        (fault.code, fault.span.line, fault.span.column, fault.message, fault.hint)
        for fault in faults
    ]


def told(root: Path, file: str, content: str | bytes) -> list[Fault]:
    """What reading `content` as `file`, among sound ones, says."""
    if file in SOUND:
        sound: dict[str, bytes | None] = {name: text.encode() for name, text in SOUND.items()}
        sound[file] = content.encode() if isinstance(content, str) else content
        return said(faults_of(lambda: checked_forms(sound)), file)
    put(root, file, content)
    return said(faults_of(lambda: read_record(str(root), file)), file)
