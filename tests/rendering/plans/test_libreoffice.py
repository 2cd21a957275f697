"""What LibreOffice, in place of Word, Excel and WPS, opens and saves again is still the plan."""

from pathlib import Path

from gongkai_cli.rendering.plans.paper import plan_docx
from gongkai_cli.rendering.plans.sheets import plan_xlsx
from office import converted
from rendering.plans.plan_reading import PLAN, read_docx, read_xlsx, real


def saved_again(folder: Path, form: str, *files: bytes) -> list[bytes]:
    """`files` as LibreOffice saves them."""
    names = [folder / f"{number}.{form}" for number in range(len(files))]
    for name, data in zip(names, files, strict=True):
        name.write_bytes(data)
    return [file.read_bytes() for file in converted(names, form, folder / "again")]


def test_word_files(tmp_path: Path) -> None:
    found = saved_again(tmp_path, "docx", plan_docx(PLAN), plan_docx(real()))
    assert [read_docx(data) for data in found] == [PLAN, real()]


def test_workbooks(tmp_path: Path) -> None:
    found = saved_again(tmp_path, "xlsx", plan_xlsx(PLAN), plan_xlsx(real()))
    assert [read_xlsx(data) for data in found] == [PLAN, real()]
