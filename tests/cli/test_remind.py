import json
import shutil
from collections.abc import Callable
from pathlib import Path

import docx
import pytest

from fictional import ASKED, FIRST, SECOND, STREET, THIRD, files_under, gongkai, put
from gongkai_cli.reckoning.reminders import Part
from gongkai_cli.rendering.layout import width
from two_years import settle_both

Golden = Callable[[str, str], None]

ON = ("--as-of", ASKED)
UNITS = (FIRST, SECOND, THIRD, STREET)


def unfolded(text: str) -> str:
    """What a folded sentence says."""
    return text.replace("\n  ", "")


def name(unit: str, form: str = "docx") -> str:
    """The name of the file that a unit is sent."""
    return f"{unit}政务公开提醒函（{ASKED}）.{form}"


@pytest.mark.usefixtures("district")
@pytest.mark.parametrize("columns", [60, 80])
def test_one_unit_on_the_screen(
    columns: int, golden: Golden, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    ran = gongkai("remind", "--unit", SECOND, *ON)
    assert ran.code == 0
    assert max(map(width, ran.out.splitlines())) <= columns
    golden(f"remind-{columns}.txt", ran.out)


@pytest.mark.usefixtures("district")
@pytest.mark.parametrize("form", ["md", "html"])
@pytest.mark.parametrize("unit", [FIRST, SECOND])
def test_one_unit_as_text(unit: str, form: str, golden: Golden) -> None:
    ran = gongkai("remind", "--unit", unit, *ON, "--format", form)
    assert (ran.code, ran.err) == (0, "")
    golden(f"remind-{unit}.{form}", ran.out)


@pytest.mark.usefixtures("district")
def test_the_next_command_writes_the_same_paper() -> None:
    said = gongkai("remind", "-u", SECOND, *ON, "--within", "3").err
    assert said == (
        f"写成 Word 文件：gongkai remind --unit {SECOND} --within 3 --format docx {' '.join(ON)}\n"
    )
    ran = gongkai(*said.partition("gongkai ")[2].split())
    assert (ran.code, ran.err) == (0, "提醒函 里写入1份提醒函，0份没有变化。\n")
    assert [path.name for path in Path("提醒函").iterdir()] == [name(SECOND)]


@pytest.mark.usefixtures("district")
def test_within_is_the_policys_or_the_one_asked_for() -> None:
    assert "临期1项" in gongkai("remind", "-u", SECOND, *ON).out
    assert "临期" not in gongkai("remind", "-u", SECOND, *ON, "--within", "4").out


@pytest.mark.usefixtures("district")
def test_every_unit_gets_a_file_and_the_screen_a_summary() -> None:
    ran = gongkai("remind", "--all", *ON)
    assert (ran.code, ran.err) == (0, "提醒函 里写入4份提醒函，0份没有变化。\n")
    assert sorted(path.name for path in Path("提醒函").iterdir()) == sorted(map(name, UNITS))
    assert gongkai("remind", "--all", *ON).err == "提醒函 里写入0份提醒函，4份没有变化。\n"


@pytest.mark.usefixtures("district")
def test_the_figures_of_the_summary_are_those_of_overdue_and_status() -> None:
    lines = gongkai("remind", "--all", *ON).out.splitlines()
    assert lines[0] == f"截至{ASKED}：4个单位有需要提醒的任务，0个单位没有。"
    assert lines[2].split() == ["单位", *Part]
    figures = {row.split()[0]: list(map(int, row.split()[1:])) for row in lines[3:]}
    items = json.loads(gongkai("status", "--by", "item", "-f", "json", *ON).out)["data"]
    for unit, counts in figures.items():
        said = [(each["standing"], each["status"]) for each in items if each["unit"] == unit]
        assert counts == [sum(part in each for each in said) for part in Part]
    overdue = json.loads(gongkai("overdue", "--within", "15", "-f", "json", *ON).out)["data"]
    chased = [part for part in Part if part is not Part.SENT_BACK]
    for place, part in enumerate(Part):
        if part in chased:
            assert sum(row[place] for row in figures.values()) == sum(
                each["standing"] == part for each in overdue
            )


@pytest.mark.usefixtures("district")
def test_a_unit_with_nothing_gets_no_file() -> None:
    assert gongkai("remind", "--unit", STREET, "--as-of", "2023-02-01") == (
        0,
        "",
        f"截至2023-02-01，{STREET}没有需要提醒的任务，没有写提醒函。\n",
    )
    ran = gongkai("remind", "--all", "--as-of", "2023-02-01")
    assert (ran.code, ran.out) == (0, "")
    assert ran.err == "截至2023-02-01，4个单位都没有需要提醒的任务，没有写提醒函。\n"
    ran = gongkai("remind", "--unit", STREET, "--out", "发出", "--as-of", "2023-02-01")
    assert ran.err == f"截至2023-02-01，{STREET}没有需要提醒的任务，没有写提醒函。\n"
    ran = gongkai("remind", "--unit", STREET, "-o", "a.docx", "--as-of", "2023-02-01")
    assert (ran.code, ran.out) == (0, "")
    assert not any(map(Path.exists, map(Path, ("提醒函", "发出", "a.docx"))))


@pytest.mark.usefixtures("district")
def test_units_with_nothing_are_counted() -> None:
    ran = gongkai("remind", "--all", "--as-of", "2023-03-25", "--within", "100", "-f", "md")
    assert ran.out.startswith("截至2023-03-25：3个单位有需要提醒的任务，1个单位没有。\n")
    assert STREET not in ran.out
    assert len(list(Path("提醒函").iterdir())) == 3


def test_a_letter_that_a_clerk_has_edited_is_not_written_over(district: Path) -> None:
    assert gongkai("remind", "--all", *ON).code == 0
    edited, gone = Path("提醒函") / name(FIRST), Path("提醒函") / name(SECOND)
    edited.write_bytes(b"edited")
    gone.unlink()
    ran = gongkai("remind", "--all", *ON)
    said = unfolded(ran.err)
    assert ran.code == 1
    assert "提醒函 里写入1份提醒函，2份没有变化。\n" in said
    assert (
        f"{FIRST}的1份已经有了，内容和这次的不同（有人改过，或者记录有了变化），没有覆盖。\n"
        in said
    )
    assert (edited.read_bytes(), gone.is_file()) == (b"edited", True)
    again = said.rpartition("要重写：gongkai ")[2].split()
    assert again == ["remind", "--unit", FIRST, "--format", "docx", "--force", *ON]
    assert gongkai(*again).code == 0
    assert edited.read_bytes() != b"edited"
    assert gongkai("remind", "--all", *ON).code == 0


@pytest.mark.usefixtures("district")
def test_the_line_that_writes_over_keeps_what_was_asked(tmp_path: Path) -> None:
    out = tmp_path / "发 出"
    line = ("remind", "-u", FIRST, "--within", "9", "-f", "md", "--out", str(out), *ON)
    assert gongkai(*line).code == 0
    (out / name(FIRST, "md")).write_text("改", "utf-8")
    ran = gongkai(*line)
    assert ran.code == 1
    options = f"--unit {FIRST} --within 9 --format md --out '{out}' --force"
    assert f"要重写：gongkai remind {options} {' '.join(ON)}\n" in ran.err


@pytest.mark.usefixtures("district")
def test_another_day_is_another_letter() -> None:
    assert gongkai("remind", "--unit", SECOND, "-f", "docx", *ON).code == 0
    assert gongkai("remind", "--unit", SECOND, "-f", "docx", "--as-of", "2023-07-21").code == 0
    assert len(list(Path("提醒函").iterdir())) == 2


def closed_down(district: Path, more: str) -> None:
    units = district / "data/units.yaml"
    closed = f"{{name: 示例三局, kind: 部门, active_until: 2023-07-19{more}}}"
    text = units.read_text("utf-8").replace("{name: 示例三局, kind: 部门}", closed)
    units.write_text(text, "utf-8")


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (
            f", successor: {SECOND}",
            f"；职责由{SECOND}承接。\n提醒{SECOND}：gongkai remind --unit {SECOND} {' '.join(ON)}",
        ),
        ("", "；名录里没有写明由哪个单位承接。"),
    ],
)
def test_a_unit_that_has_closed_down_gets_no_letter(more: str, said: str, district: Path) -> None:
    closed_down(district, more)
    ran = gongkai("remind", "--unit", THIRD, *ON)
    assert (ran.code, ran.out) == (0, "")
    assert unfolded(ran.err) == f"{THIRD}到2023-07-19为止，没有写提醒函{said}\n"
    ran = gongkai("remind", "--all", *ON)
    assert ran.code == 0
    assert unfolded(ran.err).startswith(f"{THIRD}到2023-07-19为止，没有写提醒函")
    assert {path.name for path in Path("提醒函").iterdir()} == {
        name(unit) for unit in UNITS if unit != THIRD
    }
    assert gongkai("remind", "--unit", THIRD, "--as-of", "2023-07-19").out != ""


@pytest.mark.usefixtures("district")
@pytest.mark.parametrize("form", ["md", "html", "docx"])
def test_another_folder_and_format(form: str, tmp_path: Path) -> None:
    out = tmp_path / "out"
    ran = gongkai("remind", "-u", FIRST, "-u", SECOND, *ON, "-f", form, "--out", str(out))
    assert ran.code == 0
    assert sorted(each.name for each in out.iterdir()) == sorted(
        [name(FIRST, form), name(SECOND, form)]
    )


@pytest.mark.usefixtures("district")
def test_one_file_named_by_a_person(tmp_path: Path) -> None:
    file = tmp_path / "a.docx"
    ran = gongkai("remind", "-u", FIRST, *ON, "-o", str(file))
    assert (ran.code, ran.out, unfolded(ran.err)) == (0, "", f"已写入 {file}。\n")
    paper = docx.Document(str(file))
    assert paper.paragraphs[0].text == "关于报送政务公开工作任务进展的提醒函"
    assert paper.paragraphs[1].text == f"{FIRST}："
    assert paper.paragraphs[-1].text == "2023年7月20日"
    assert [len(table.rows) for table in paper.tables] == [2, 2, 2]


def test_files_to_send_out_are_never_among_the_records(
    district: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(district / "ledgers")
    ran = gongkai("remind", "-u", FIRST, *ON, "-f", "docx")
    assert unfolded(ran.err).startswith(f"{district.resolve() / '提醒函'} 里写入1份")


@pytest.mark.usefixtures("district")
@pytest.mark.parametrize(
    ("args", "said"),
    [
        ((), "请用 --unit 单位 指明提醒哪个单位，或用 --all 给每个单位写一份。"),
        (("--all", "-o", "a.docx"), "一份提醒函只给一个单位，请用 --out 文件夹 写出4份。"),
        (
            ("--all", "-u", FIRST),
            "--unit 和 --all 一次用一个：指明的单位写一份，或者每个单位写一份。",
        ),
        (("-u", FIRST, "-o", "a.md", "--out", "b"), "--out 和 --output 只能写一个。"),
        (("-u", FIRST, "-o", "a.pdf"), "这个命令写不出 .pdf 文件，能写的有：docx、md、html。"),
        (("-u", "外星局"), "名录里没有“外星局”。"),
        (("-u", FIRST, "--within", "-1"), "--within 的值要是0到366之间的整数。"),
    ],
)
def test_wrong_use(args: tuple[str, ...], said: str, district: Path) -> None:
    before = files_under(district)
    ran = gongkai("remind", *args, *ON)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.splitlines()[0] == said
    assert files_under(district) == before


def test_all_is_a_folder_where_there_is_one_unit_too(district: Path) -> None:
    units, plan = district / "data/units.yaml", district / "data/tasks.yaml"
    units.write_text(ONE_UNIT, "utf-8")
    plan.write_text(ONE_TASK, "utf-8")
    shutil.rmtree(district / "ledgers")
    ran = gongkai("remind", "--all", *ON)
    assert (ran.code, ran.err) == (0, "提醒函 里写入1份提醒函，0份没有变化。\n")
    assert ran.out.startswith(f"截至{ASKED}：1个单位有需要提醒的任务，0个单位没有。\n")
    ran = gongkai("remind", "--all", "-o", "a.docx", *ON)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == "一份提醒函只给一个单位，请用 --out 文件夹 写出1份。\n"


ONE_UNIT = f"schema: 1\nregion: 示例区\noffice: {FIRST}\nunits:\n- {{name: {FIRST}, kind: 部门}}\n"
ONE_TASK = f"""\
schema: 1
title: 2023年示例区政务公开重点工作任务分解表
region: 示例区
year: 2023
sections:
- title: 一、主动公开
  topics:
  - title: 示例事项清单
    tasks: [{{id: 1, requirement: 编制清单。, responsible: {FIRST}, deadline: 6月底前}}]
"""


def test_commands_of_a_year_no_longer_in_hand_name_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = settle_both(tmp_path / "both")
    monkeypatch.chdir(root)
    asked = ("remind", "-u", FIRST, "-f", "md", "--as-of", "2024-01-20")
    told = commands(gongkai(*asked, "--year", "2023", "-C", str(root)).out)
    assert told
    assert all(each.endswith(" --year 2023") for each in told)
    late = ("remind", "-u", FIRST, "-f", "md", "--as-of", "2024-08-20")
    for year in ((), ("--year", "2024")):
        told = commands(gongkai(*late, *year).out)
        assert told
        assert not any("--year" in each for each in told)


def commands(letter: str) -> list[str]:
    lines = [line.replace("\\", "") for line in letter.splitlines()]
    return [line for line in lines if line.startswith("gongkai ")]


@pytest.mark.parametrize("args", [("-u", FIRST), ("-u", FIRST, "-f", "docx"), ("--all",)])
def test_a_unit_that_cannot_be_read_gets_no_reminder(args: tuple[str, ...], district: Path) -> None:
    put(district, f"{FIRST}/updates/broken.yaml", "坏")
    ran = gongkai("remind", *args, *ON)
    assert ran.code == 2
    assert f"{FIRST}的记录有1处读不了，提醒函没有写。" in ran.err
    found = {path.name for path in Path("提醒函").glob("*")}
    assert found == ({name(unit) for unit in UNITS if unit != FIRST} if "--all" in args else set())


@pytest.mark.usefixtures("nowhere")
def test_outside_a_workspace_it_says_whose_plan_it_reads() -> None:
    ran = gongkai("remind", "--unit", "司法局", *ON)
    assert ran.code == 0
    assert ran.err.startswith("这里不是工作区，以下是软件自带的")
    assert ran.out.splitlines()[2] == "区司法局："


def test_what_people_wrote_stays_text(district: Path, tmp_path: Path) -> None:
    shutil.rmtree(district / "ledgers")
    hostile = "|[x](javascript:1)<script>"
    text = f"type: 进展\ntask: 4\ndate: 2023-05-01\nstatus: 推进中\nprogress: '{hostile}'\n"
    put(district, f"{FIRST}/updates/4-2023-05-01-aaaaaa.yaml", text)
    for form in ("md", "html"):
        file = tmp_path / f"a.{form}"
        assert gongkai("remind", "-u", FIRST, *ON, "-o", str(file)).code == 0
        assert "<script" not in file.read_text("utf-8")


def test_in_an_archived_or_stated_year_the_hint_keeps_the_place(district: Path) -> None:
    ran = gongkai("remind", "-C", str(district), "--year", "2023", "-u", FIRST, *ON)
    assert f"-C {district} --year 2023 --as-of {ASKED}\n" in ran.err
