"""示例区 with 2023 in the archive and 2024 in hand, its units changed: the data stands here."""

from pathlib import Path

from fictional import PLAN, UNITS, settle

NEXT_PLAN = PLAN.replace("2023", "2024").replace("issued: 2024-01-10\n", "")
"""The same tasks, a year later."""

RENAMED, MERGED = "示例文旅局", "示例三局"
NEXT_UNITS = UNITS.replace(
    "- {name: 示例二局, kind: 部门}", f"- {{name: {RENAMED}, kind: 部门, aliases: [示例二局]}}"
).replace(
    "- {name: 示例三局, kind: 部门}",
    "- {name: 示例三局, kind: 部门, active_until: 2023-12-31, successor: 示例一局}",
)
"""示例二局 goes by another name, and 示例三局 has gone into 示例一局."""


def settle_both(root: Path) -> Path:
    """Make `root` a workspace of 2024 with the whole of 2023 in its archive."""
    settle(root)
    archive = root / "data/archive/2023"
    archive.mkdir(parents=True)
    for name in ("tasks.yaml", "units.yaml"):
        (root / "data" / name).rename(archive / name)
    (root / "data/tasks.yaml").write_text(NEXT_PLAN, "utf-8")
    (root / "data/units.yaml").write_text(NEXT_UNITS, "utf-8")
    return root
