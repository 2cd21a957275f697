"""Make a synthetic district: a gongkai workspace, and the same facts for the peers.

    python benchmarks/district.py DIR --size small|middle|big [--hand-typed]

The same size always gives the same bytes. A district that is complete is not made again.
"""

import shutil
from argparse import ArgumentParser
from collections.abc import Callable, Iterable
from hashlib import sha256
from pathlib import Path
from typing import TypeAlias

import facts
import peers
from facts import SIZES, TASKS, YEAR, Item, Size, Update

WORKDAYS = Path(__file__).parents[1] / "data" / "workdays"
STAMP = ".district"

POLICY = "schema: 1\ncycle: 季度\nrequire_evidence: false\nrequire_close: false\n"
PLAN = f"""schema: 1
title: {YEAR}年示例区政务公开重点工作任务分解表
region: 示例区
year: {YEAR}
issued: null
sections:
- title: 一、示例部分
  topics:
  - title: 示例工作任务
    tasks:
"""
GROUPS = """groups:
- name: 区政府各部门
  kinds: [部门]
- name: 各街道办事处
  kinds: [街道]
"""

Layout: TypeAlias = Callable[[Item, Update], str]


def make(root: Path, size: Size, layout: Layout) -> None:
    """Write the whole district under `root`, unless it stands there already.

    A folder that this script did not begin is left alone; one that it began and did not finish,
    or that an older version of it made, is begun again.
    """
    wanted = _fingerprint(size, layout)
    stamp = root / STAMP
    if stamp.exists() and stamp.read_text("utf-8") == wanted:
        return
    _clear(root)
    stamp.write_text("unfinished", "utf-8")
    _write_data(root / "data", size)
    _write_ledgers(root / "ledgers" / str(YEAR), size, layout)
    peers.write(root / "peers", size)
    stamp.write_text(wanted, "utf-8")


def canonical(item: Item, update: Update) -> str:
    """A record as `gongkai update` writes it."""
    return (
        f"type: 进展\ntask: {item.task.number}\ndate: {update.day}\nstatus: {_status(update)}\n"
        f"progress: {update.progress}\nowner: {update.owner}\n"
        + (f"evidence:\n- title: 公开网页\n  url: {update.url}\n" if update.url else "")
    )


def hand_typed(item: Item, update: Update) -> str:
    """Write the same record as a person types it: a comment, own order, quotes, flow style."""
    return (
        f"# 手工填写\ndate: {update.day}\ntask:   {item.task.number}\ntype: '进展'\n"
        f'owner: "{update.owner}"\nprogress: "{update.progress}"\n'
        + (f'evidence: [{{title: 公开网页, url: "{update.url}"}}]\n' if update.url else "")
        + f"status: '{_status(update)}'\n"
    )


def _status(update: Update) -> str:
    return "已完成" if update.finished else "推进中"


def _fingerprint(size: Size, layout: Layout) -> str:
    """What was asked for and the code that makes it: stale data is never measured."""
    sources = (__file__, facts.__file__, peers.__file__)
    code = sha256(b"".join(Path(source).read_bytes() for source in sources)).hexdigest()
    return f"{size.name} {layout.__name__} {code}\n"


def _clear(root: Path) -> None:
    """Make `root` an empty folder, if it is ours to empty."""
    if root.exists() and any(root.iterdir()) and not (root / STAMP).exists():
        message = f"{root} holds something else: name another folder"
        raise SystemExit(message)
    shutil.rmtree(root, ignore_errors=True)
    root.mkdir(parents=True)


def _write_data(data: Path, size: Size) -> None:
    """Write the plan, the roster and the policy, and take over the repository's own work days."""
    data.mkdir()
    (data / "tasks.yaml").write_text(_plan(), "utf-8")
    (data / "units.yaml").write_text(_roster(size), "utf-8")
    (data / "policy.yaml").write_text(POLICY, "utf-8")
    shutil.copytree(WORKDAYS, data / "workdays")


def _plan() -> str:
    """All tasks under one heading, each owed by every unit of the roster."""
    return PLAN + "".join(
        f"    - id: {task.number}\n"
        f"      requirement: 做好示例工作第{task.number}项，及时公开有关信息。\n"
        "      responsible: 区政府各部门，各街道办事处\n"
        f"      deadline: {task.deadline}\n"
        for task in TASKS
    )


def _roster(size: Size) -> str:
    """Every unit; the first one leads."""
    members = list(facts.units(size))
    lines = "".join(f"- name: {unit.name}\n  kind: {unit.kind}\n" for unit in members)
    return f"schema: 1\nregion: 示例区\noffice: {members[0].name}\nunits:\n{lines}{GROUPS}"


def _write_ledgers(ledgers: Path, size: Size, layout: Layout) -> None:
    """Write unit by unit, so that the largest district needs no more memory than the smallest."""
    for unit in facts.units(size):
        _write_records(ledgers / unit.name / "updates", facts.year(unit), layout)


def _write_records(folder: Path, year: Iterable[Item], layout: Layout) -> None:
    """One file per record, named as gongkai names it: task, day, how the content's hash begins."""
    folder.mkdir(parents=True)
    for item in year:
        for update in item.updates:
            content = layout(item, update).encode()
            name = f"{item.task.number}-{update.day}-{sha256(content).hexdigest()[:6]}.yaml"
            (folder / name).write_bytes(content)


def main() -> None:
    """Read the command line and make the district it names."""
    parser = ArgumentParser(description="Make a synthetic district for the benchmarks.")
    parser.add_argument("dir", type=Path, help="where; made if missing")
    parser.add_argument("--size", choices=SIZES, default="small")
    parser.add_argument("--hand-typed", action="store_true", help="records as people type them")
    options = parser.parse_args()
    make(options.dir, SIZES[options.size], hand_typed if options.hand_typed else canonical)


if __name__ == "__main__":
    main()
