"""The pages that explain each code; they stand in docs/rules, and inside the installed package."""

from pathlib import Path

from gongkai_cli.rules import BY_CODE


def page_of(code: str) -> str:
    """The page of `code`, as Markdown. Raises KeyError for what is no code of the catalogue."""
    package = Path(__file__).parent.parent
    installed = package / "explained"
    folder = installed if installed.is_dir() else package.parent.parent / "docs" / "rules"
    return (folder / f"{BY_CODE[code].code}.md").read_text(encoding="utf-8")
