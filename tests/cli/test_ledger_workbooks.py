"""`gongkai ledger` as Excel files: which files, where, and what stands in them."""

import sys
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from fictional import ASKED, FIRST, SECOND, STREET, THIRD, files_under, gongkai, put
from gongkai_cli.domain.sheet import GUIDE, MARK, SHEET

UNITS = (FIRST, SECOND, THIRD, STREET)
XLSX = ("-f", "xlsx", "--as-of", ASKED)


def name(unit: str) -> str:
    return f"{unit}政务公开工作台账（2023年）.xlsx"


def sheet(file: Path, title: str = SHEET) -> list[list[object]]:
    return [[*row] for row in CalamineWorkbook.from_path(file).get_sheet_by_name(title).to_python()]


def column(rows: list[list[object]], title: str) -> list[object]:
    return [row[rows[2].index(title)] for row in rows[3:]]


def said(text: str) -> str:
    return text.replace("\n  ", "")


def test_one_file_per_unit_where_nobody_named_a_place(district: Path) -> None:
    before = files_under(district / "ledgers")
    ran = gongkai("ledger", "--all", *XLSX)
    assert (ran.code, ran.out) == (0, "")
    assert ran.err == "工作台账 里写入4份台账，0份没有变化。\n"
    written = sorted(path.name for path in (district / "工作台账").iterdir())
    assert written == sorted(map(name, UNITS))
    assert files_under(district / "ledgers") == before
    assert gongkai("ledger", "--all", *XLSX).err == "工作台账 里写入0份台账，4份没有变化。\n"


def test_never_among_the_records(district: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = district / f"ledgers/2023/{FIRST}"
    monkeypatch.chdir(folder)
    before = files_under(district / "ledgers")
    assert gongkai("ledger", "--unit", FIRST, *XLSX).code == 0
    assert files_under(district / "ledgers") == before
    assert (district / "工作台账" / name(FIRST)).is_file()


def test_a_named_place(district: Path, tmp_path: Path) -> None:
    assert gongkai("ledger", "--all", *XLSX, "--out", str(tmp_path / "out")).code == 0
    assert len(list((tmp_path / "out").iterdir())) == 4
    file = tmp_path / "一份.xlsx"
    ran = gongkai("ledger", "--unit", FIRST, "--as-of", ASKED, "-o", str(file))
    assert (ran.code, said(ran.err)) == (0, f"已写入 {file}。\n")
    assert file.read_bytes() == (tmp_path / "out" / name(FIRST)).read_bytes()
    assert not (district / "工作台账").exists()


@pytest.mark.usefixtures("district")
def test_a_file_is_one_units_unless_bundled(tmp_path: Path) -> None:
    ran = gongkai("ledger", "--all", *XLSX, "-o", str(tmp_path / "x.xlsx"))
    assert ran.code == 2
    assert ran.err == "xlsx 格式一份文件只放一个单位，请用 --out 文件夹 写出4份。\n"


def test_what_is_known_stands_in_the_cells(district: Path) -> None:
    gongkai("ledger", "--all", *XLSX)
    rows = sheet(district / "工作台账" / name(SECOND))
    assert rows[0][:3] == [MARK, "2023", SECOND]
    assert column(rows, "序号") == ["1", "2", "3", "5"]
    assert column(rows, "完成时限")[0] == "2023年6月底前\n2023-06-30\n准予延期至\n2023-07-25"
    assert column(rows, "完成状态") == ["", "推进中", "认领", ""]
    assert column(rows, "责任科室") == ["", "", "示例二科", ""]
    assert column(rows, "备注")[3] == (
        "指标：公众满意度 ≥ 90%，以最近一次为准；范围未明确\n办公室退回：样本太少"
    )
    assert column(rows, "进度")[0] == "临期"


def test_the_real_plan_in_35_files(huaiyin: Path) -> None:
    assert gongkai("ledger", "--all", "-f", "xlsx", "--as-of", "2023-07-20").code == 0
    files = list((huaiyin / "工作台账").iterdir())
    assert len(files) == 35
    rows = [len(sheet(file)) - 3 for file in files]
    assert sum(rows) > 1000
    assert max(rows) == 44


def test_a_bundle(district: Path) -> None:
    ran = gongkai("ledger", "--all", "--bundle", "--as-of", ASKED)
    file = district / "工作台账/示例区政务公开工作台账汇总（2023年）.xlsx"
    place = file.relative_to(district)
    assert (ran.code, ran.out) == (0, "")
    assert ran.err == f"已写入 {place}，装有4个单位的台账。\n"
    assert CalamineWorkbook.from_path(file).sheet_names == ["汇总", *UNITS, GUIDE]
    first = file.read_bytes()
    assert gongkai("ledger", "--all", "--bundle", "--as-of", ASKED).code == 0
    assert file.read_bytes() == first
    summary = sheet(file, "汇总")
    assert [row[0] for row in summary[3:]] == [*UNITS, "合计"]


def test_a_bundle_says_what_status_says(district: Path) -> None:
    assert gongkai("ledger", "--all", "--bundle", "--as-of", ASKED, "-o", "b.xlsx").code == 0
    titles, *lines = sheet(district / "b.xlsx", "汇总")[2:]
    status = gongkai("status", "--as-of", ASKED, "--format", "csv").out.lstrip("\ufeff")
    head, *told = [line.split(",") for line in status.splitlines()]
    shared = [title for title in titles if title in head and title != "单位"]
    assert {"应办", "逾期", "缺报", "未达标", "临期", "正常", "办结", "办结率"} <= set(shared)
    for line, row in zip(lines, told, strict=False):
        ours = [str(line[titles.index(title)]).removesuffix(".0") for title in shared]
        assert ours == [row[head.index(str(title))] for title in shared]


@pytest.mark.parametrize(
    "place", [("--out", "d"), ("-o", "d/示例区政务公开工作台账汇总（2023年）.xlsx")]
)
def test_a_bundle_in_a_named_place(place: tuple[str, ...], district: Path) -> None:
    ran = gongkai("ledger", "--unit", FIRST, "--unit", SECOND, "--bundle", "-f", "xlsx", *place)
    assert ran.code == 0
    [file] = (district / "d").iterdir()
    assert CalamineWorkbook.from_path(file).sheet_names == ["汇总", FIRST, SECOND, GUIDE]


@pytest.mark.usefixtures("district")
@pytest.mark.parametrize("form", [("-f", "csv"), ("-o", "x.csv"), ("-o", "x.unknown")])
def test_a_bundle_is_xlsx(form: tuple[str, ...]) -> None:
    ran = gongkai("ledger", "--all", "--bundle", *form)
    assert (ran.code, ran.err) == (2, "--bundle 只能写成 xlsx 文件。\n")


@pytest.mark.parametrize("args", [(*XLSX,), ("--bundle",), (*XLSX, "-o", "x.xlsx")])
def test_a_unit_that_cannot_be_read_is_not_written(args: tuple[str, ...], district: Path) -> None:
    put(district, f"{FIRST}/updates/broken.yaml", "坏")
    before = files_under(district)
    ran = gongkai("ledger", "--unit", FIRST, *args)
    assert ran.code == 2
    assert ran.err.splitlines()[-1] == f"{FIRST}的记录有1处读不了，台账没有写。"
    assert files_under(district) == before


@pytest.mark.parametrize("args", [(*XLSX,), ("--bundle",), (*XLSX, "-o", "x.xlsx")])
def test_without_the_extra_it_says_what_to_install(
    args: tuple[str, ...], district: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    before = files_under(district)
    ran = gongkai("ledger", "--unit", FIRST, *args)
    assert ran == (3, "", '请安装：pip install "gongkai-cli[excel]"\n')
    assert files_under(district) == before


@pytest.mark.usefixtures("district")
def test_other_commands_still_refuse_the_suffix() -> None:
    ran = gongkai("tasks", "-o", "x.xlsx")
    assert ran.code == 2
    assert ran.err.startswith("这个命令写不出 .xlsx 文件，能写的有：json、csv、md。")
