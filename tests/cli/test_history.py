"""Who reported what when, and who changed what in the repository, as people and programs see it."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

import git_repository
from fictional import ASKED, FIRST, RECORDS, SECOND, gongkai, put, settle
from git_repository import GitRepository
from gongkai_cli.rendering.layout import width

BACKDATED = f"{FIRST}/updates/1-2023-06-28-000002.yaml"
NOTE = "type: 进展\ntask: 1\ndate: 2023-04-01\nstatus: 推进中\nprogress: 开会\n"
LATER = ("--as-of", "2023-12-31")


def add(root: Path, *names: str) -> None:
    for name in names:
        put(root, name, RECORDS[name])


@pytest.fixture
def told(bare: Path) -> GitRepository:
    """A year in which reports came late, and were changed and taken away again."""
    made = git_repository.init(bare)
    made.commit_on("2023-01-15", "办公室", message="建立工作区")
    early, late, right, closed, *_ = RECORDS
    add(bare, early)
    made.commit_on("2023-03-20", "王芳", message="任务1推进中")
    add(bare, late)
    put(bare, f"{FIRST}/updates/1-2023-04-01-00000f.yaml", NOTE)
    made.commit_on("2023-07-03", "王芳", message="补报")
    add(bare, right, closed)
    made.commit_on("2023-07-03", "李强", message="核验")
    put(bare, early, RECORDS[early].replace("征求意见", "征求各方意见"))
    made.commit_on("2023-07-06", "赵敏", message="改字")
    (bare / "ledgers/2023" / FIRST / "updates/1-2023-04-01-00000f.yaml").unlink()
    made.commit_on("2023-07-08", "赵敏", message="删除")
    return made


def item(*args: str) -> str:
    ran = gongkai("history", "1", "-u", FIRST, *LATER, *args)
    assert (ran.code, ran.err) == (0, "")
    return ran.out


def data(*args: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(item(*args, "-f", "json"))["data"]
    return found


def changes(*args: str) -> list[dict[str, Any]]:
    ran = gongkai("history", *LATER, *args, "-f", "json")
    assert (ran.code, ran.err) == (0, "")
    answer = json.loads(ran.out)
    assert answer["kind"] == "changes"
    found: list[dict[str, Any]] = answer["data"]
    return found


# --- one item -------------------------------------------------------------------------------------


def test_a_report_dated_back_is_visible_as_such(told: GitRepository) -> None:
    shown = item()
    assert "2023-06-28（2023-07-03入库）  已完成：已编制并公开" in shown
    assert "1-2023-06-28-000002.yaml · 王芳入库" in shown
    assert "2023-07-03  办公室销号：材料齐全" in shown  # came in on its own day
    assert [(each["date"], each["recorded"], each["recorded_by"]) for each in data()] == [
        ("2023-03-20", "2023-03-20", "王芳"),
        ("2023-06-28", "2023-07-03", "王芳"),
        ("2023-06-28", "2023-07-03", "李强"),
        ("2023-07-03", "2023-07-03", "李强"),
        ("2023-04-01", "2023-07-03", "王芳"),
    ]


def test_no_mail_address_is_shown(told: GitRepository) -> None:
    for form in ("table", "json", "csv", "md"):
        assert "@" not in item("-f", form)
        assert "@" not in gongkai("history", "-f", form).out


def test_a_record_that_was_changed_or_deleted_is_shown_as_such(told: GitRepository) -> None:
    shown = item()
    assert "入库后被改过：2023-07-06 赵敏" in shown
    assert "入库后被删除的记录，不再计入" in shown
    assert "2023-04-01（2023-07-03入库）  推进中：开会" in shown
    assert "入库后被删除：2023-07-08 赵敏" in shown
    first, *_, last = data()
    assert first["altered"] == [{"date": "2023-07-06", "by": "赵敏"}]
    assert last["deleted"] == {"date": "2023-07-08", "by": "赵敏"}
    assert last["not_counted"] == "已被删除"
    rows = [*csv.DictReader(io.StringIO(item("-f", "csv")[1:]))]
    assert rows[1]["日期"], rows[1]["入库日期"] == ("2023-06-28", "2023-07-03")
    assert rows[0]["入库后的改动"] == "入库后被改过：2023-07-06 赵敏"
    assert rows[-1]["未计入的原因"] == "已被删除"


def test_a_renamed_record_keeps_the_day_it_came_in(told: GitRepository) -> None:
    folder = told.path / "ledgers/2023" / FIRST / "updates"
    (folder / "1-2023-03-20-000001.yaml").rename(folder / "renamed.yaml")
    told.commit_on("2023-08-01", "钱多", message="改名")
    first = data()[0]
    assert first["file"] == "updates/renamed.yaml"
    assert (first["recorded"], first["deleted"]) == ("2023-03-20", None)
    assert [each["by"] for each in first["altered"]] == ["赵敏", "钱多"]


def test_what_is_not_committed_is_said(told: GitRepository) -> None:
    put(told.path, f"{FIRST}/updates/new.yaml", NOTE.replace("04-01", "08-01"))
    put(told.path, f"{FIRST}/updates/1-2023-06-28-000002.yaml", RECORDS[BACKDATED] + "# 注\n")
    shown = item()
    assert "2023-08-01（未入库）  推进中：开会" in shown
    assert "文件夹里的内容和入库的不同，改动没有入库" in shown
    assert [each["recorded"] for each in data() if each["date"] == "2023-08-01"] == [None]


def test_line_ends_of_a_disk_are_no_change(told: GitRepository) -> None:
    for file in (told.path / "ledgers/2023" / FIRST / "updates").iterdir():
        file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    assert "和入库的不同" not in item()


def test_what_is_restored_was_changed_all_the_same(told: GitRepository) -> None:
    put(told.path, f"{FIRST}/updates/1-2023-04-01-00000f.yaml", NOTE)
    told.commit_on("2023-09-01", "孙立", message="恢复")
    (found,) = [each for each in data() if each["date"] == "2023-04-01"]
    assert (found["recorded"], found["not_counted"]) == ("2023-07-03", None)
    assert "孙立" in [each["by"] for each in found["altered"]]


def test_without_a_repository_all_is_as_before(district: Path) -> None:
    shown = item()
    assert "入库" not in shown
    assert {(each["recorded"], each["recorded_by"]) for each in data()} == {(None, None)}


def test_an_empty_repository_is_none(district: Path) -> None:
    git_repository.init(district)
    assert "入库" not in item()


def test_the_packages_own_copy_has_no_history(nowhere: Path) -> None:
    ran = gongkai("history")
    assert ran.code == 0
    assert "还没有改动" in ran.out
    assert "以下是软件自带的" in ran.err
    assert gongkai("history", "21", "-u", "区司法局").code == 0


def test_a_committed_record_that_became_a_link(told: GitRepository) -> None:
    file = told.path / "ledgers/2023" / BACKDATED
    file.unlink()
    file.symlink_to("/etc/passwd")
    ran = gongkai("history", "1", "-u", FIRST, *LATER)
    assert ran.code == 2
    assert "000002.yaml" in ran.err
    assert "000002.yaml · " not in ran.out


def test_without_git_all_is_as_before(
    told: GitRepository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "入库" not in item()


def test_a_repository_that_cannot_be_read_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    outer = git_repository.init(tmp_path / "outer")
    root = settle(outer.path / "inner")
    outer.git("init", "--quiet", "--bare", str(root))
    monkeypatch.chdir(root)
    ran = gongkai("history", "1", "-u", FIRST, *LATER)
    assert ran.code == 0
    assert ran.err.startswith("看不到记录是哪一天入库的。\n这个文件夹自己是一个裸仓库")
    assert "入库" not in ran.out


def test_a_history_that_is_not_whole_is_said(told: GitRepository) -> None:
    tree = told.git("rev-parse", "HEAD~2^{tree}")
    (told.path / ".git/objects" / tree[:2] / tree[2:]).unlink()
    ran = gongkai("history", "1", "-u", FIRST, *LATER)
    assert ran.code == 0
    assert ran.err.startswith("看不到记录是哪一天入库的。\ngit 没有答复")
    assert "入库" not in ran.out
    ran = gongkai("history", *LATER)
    assert (ran.code, ran.out) == (3, "")


def test_a_shallow_clone_says_where_its_history_begins(
    told: GitRepository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clone = tmp_path / "clone"
    told.git("clone", "--quiet", "--depth=2", f"file://{told.path}", str(clone))
    monkeypatch.chdir(clone)
    ran = gongkai("history", "1", "-u", FIRST, *LATER, "-f", "json")
    assert ran.code == 0
    assert "历史从2023-07-06开始" in ran.err
    found = json.loads(ran.out)["data"]
    assert {each["recorded"] for each in found} == {None}
    assert found[-1]["deleted"] == {"date": "2023-07-08", "by": "赵敏"}


def test_at_a_commit_the_files_of_that_commit_are_told(told: GitRepository) -> None:
    ran = gongkai("history", "1", "-u", FIRST, "--at-commit", "HEAD~1", "-f", "json")
    found = json.loads(ran.out)["data"]
    assert [each["date"] for each in found if each["deleted"]] == []
    assert found[0]["altered"] == [{"date": "2023-07-06", "by": "赵敏"}]
    before = gongkai("history", "1", "-u", FIRST, "--at-commit", "HEAD~5")
    assert "还没有记录。" in before.out
    assert "gongkai update" not in before.out  # nothing can be written there


def test_a_file_that_is_no_record_any_more_is_left_out(told: GitRepository) -> None:
    name = f"ledgers/2023/{FIRST}/updates/bad.yaml"
    told.commit_on("2023-09-01", "孙立", {name: "坏: [\n"})
    told.commit_on("2023-09-02", "孙立", {name: None})
    assert "bad.yaml" not in item()


def loose(told: GitRepository) -> str:
    """The path of the note that nobody has deleted yet."""
    put(told.path, f"{FIRST}/updates/loose.yaml", NOTE.replace("开会", "调研"))
    told.commit_on("2023-08-01", "王芳")
    return f"ledgers/2023/{FIRST}/updates/loose.yaml"


def test_a_record_that_a_merge_threw_away_is_shown_as_deleted(told: GitRepository) -> None:
    told.git("branch", "evil")
    file = loose(told)
    told.git("checkout", "--quiet", "evil")
    told.git("merge", "--quiet", "--strategy=ours", "--no-commit", "main")
    mark = told.commit_on("2023-08-02", "周明", message="合并")
    told.git("checkout", "--quiet", "main")
    told.git("merge", "--quiet", "--ff-only", "evil")
    assert not (told.path / file).exists()
    shown = item()
    assert "推进中：调研" in shown
    assert "入库后被删除：2023-08-02 周明" in shown
    first = changes()[0]
    assert (first["how"], first["by"], first["file"]) == ("deleted", "周明", file)
    assert (first["commit"], first["says"]) == (mark, "删了已入库的记录：任务1 推进中")


def test_a_record_moved_where_it_is_none_is_shown_as_deleted(told: GitRepository) -> None:
    file = loose(told)
    told.git("mv", file, f"ledgers/2023/{FIRST}/evidence-old.txt")
    told.commit_on("2023-08-02", "周明")
    shown = item()
    assert "推进中：调研" in shown
    assert "入库后被删除：2023-08-02 周明" in shown


def test_what_was_done_on_disk_alone_is_shown(told: GitRepository) -> None:
    file = told.path / loose(told)
    file.unlink()
    put(told.path, f"{FIRST}/updates/1-2023-06-28-000002.yaml", RECORDS[BACKDATED] + "# 注\n")
    shown = item()
    assert "入库后被删除的记录，不再计入" in shown
    assert "文件夹里已经没有这个文件，截至统计日期删除没有入库" in shown
    edited, gone, *_ = [(each["how"], each["by"], each["says"]) for each in changes()]
    assert edited == ("edited", None, "改了已入库的记录：任务1 已完成")
    assert gone == ("deleted", None, "删了已入库的记录：任务1 推进中")
    assert "未入库" in gongkai("history", *LATER).out
    assert [e["how"] for e in changes("--as-of", "2023-05-01") if e["by"] is None] == ["deleted"]


def test_an_edit_on_disk_that_cannot_be_read_is_shown(told: GitRepository) -> None:
    put(told.path, f"{FIRST}/updates/1-2023-06-28-000002.yaml", "坏: [\n")
    ran = gongkai("history", *LATER, "-f", "json")
    assert ran.code == 2
    assert "000002.yaml" in ran.err
    first = json.loads(ran.out)["data"][0]
    assert (first["how"], first["date"], first["by"]) == ("edited", "2023-06-28", None)
    loose(told)
    (told.path / "ledgers/2023" / BACKDATED).unlink()
    first = changes()[0]
    assert (first["how"], first["date"], first["file"][-11:]) == ("deleted", None, "000002.yaml")
    assert "日期不明" in gongkai("history", *LATER).out


def test_a_folder_that_cannot_be_listed_deletes_nothing(told: GitRepository) -> None:
    updates = told.path / "ledgers/2023" / FIRST / "updates"
    updates.rename(told.path / "away")
    updates.symlink_to(told.path / "away")
    ran = gongkai("history", "1", "-u", FIRST, *LATER)
    assert ran.code == 2
    assert "已经没有这个文件" not in ran.out
    assert "删了已入库的记录：任务1 已完成" not in gongkai("history", *LATER).out


@pytest.mark.parametrize("removed", [False, True])
def test_a_submodule_among_the_records_disables_nothing(
    told: GitRepository, *, removed: bool
) -> None:
    file = f"ledgers/2023/{FIRST}/updates/sub.yaml"
    told.git("update-index", "--add", "--cacheinfo", f"160000,{'1' * 40},{file}")
    told.git("commit", "--quiet", "--message=x")
    if removed:
        told.git("update-index", "--force-remove", file)
        told.git("commit", "--quiet", "--message=y")
    assert "王芳入库" in item()
    hows = {each["how"] for each in changes() if each["file"] == file and each["by"]}
    assert hows == ({"added", "deleted"} if removed else {"added"})


def test_a_folder_in_the_place_of_a_records_content_disables_nothing(told: GitRepository) -> None:
    data = told.git("rev-parse", "HEAD:data")
    raw = b"100644 x.yaml\0" + bytes.fromhex(data)
    tree = told.git("hash-object", "-t", "tree", "--literally", "-w", "--stdin", given=raw)
    for part in ("updates", FIRST, "2023"):
        tree = told.tree(("040000", tree, part))
    top = told.tree(("040000", data, "data"), ("040000", tree, "ledgers"))
    told.git("update-ref", "HEAD", told.commit_of(top, "HEAD"))
    assert gongkai("history", "1", "-u", FIRST, *LATER).code == 0
    assert gongkai("history", *LATER).code == 0


@pytest.mark.parametrize("stamp", ["253402300800", "-5"])
def test_a_commit_of_no_day_disables_nothing(told: GitRepository, stamp: str) -> None:
    file = loose(told)
    (told.path / file).unlink()
    told.git("add", "--all")
    tree, parent = told.git("write-tree"), told.git("rev-parse", "HEAD")
    text = (
        f"tree {tree}\nparent {parent}\nauthor 周明 <a@b> 0 +0000\n"
        f"committer 周明 <a@b> {stamp} +0000\n\n删\n"
    )
    mark = told.git("hash-object", "-t", "commit", "-w", "--stdin", "--literally", given=text)
    told.git("update-ref", "HEAD", mark)
    assert "入库后被删除：日期不明 周明" in item()
    assert data()[-1]["deleted"] == {"date": None, "by": "周明"}
    assert (changes()[0]["date"], changes()[0]["by"]) == (None, "周明")
    ran = gongkai("history", "--at-commit", "HEAD")
    assert (ran.code, ran.out) == (2, "")
    assert "提交“HEAD”的日期不是日历上有的" in ran.err
    assert "请加上 --as-of 日期" in ran.err
    ran = gongkai("history", "--at-commit", "HEAD", "--as-of", "2023-09-01")
    assert ran.code == 0
    assert "（日期不明，周明）" in ran.err
    assert "日期不明" in ran.out
    clone = told.path.with_name("clone")
    told.git("clone", "--quiet", "--depth=1", f"file://{told.path}", str(clone))
    ran = gongkai("-C", str(clone), "history", "1", "-u", FIRST, *LATER)
    assert (ran.code, ran.err) == (0, "")


def test_only_who_asks_about_a_day_sees_nothing_later(told: GitRepository) -> None:
    file = loose(told)
    told.commit_on("2093-09-01", "周明", {file: None})
    asked = ("history", "1", "-u", FIRST)
    assert "2093-09-01" in gongkai("history").out
    assert "入库后被删除：2093-09-01 周明" in gongkai(*asked).out
    then = gongkai(*asked, "--as-of", "2023-08-10").out
    assert "周明" not in then
    assert "推进中：调研" in then
    assert "文件夹里已经没有这个文件" in then
    assert "入库后被改过：2023-07-06 赵敏" in then
    assert "赵敏" not in gongkai(*asked, "--as-of", "2023-07-05").out
    assert "周明" not in gongkai("history", "--as-of", "2023-08-10").out
    before = gongkai(*asked, "--as-of", "2023-07-02").out
    assert "未入库" not in before
    assert "调研" not in before
    assert "周明" in gongkai(*asked, "--at-commit", "HEAD").out
    then = gongkai(*asked, "--at-commit", "HEAD", "--as-of", "2023-08-10").out
    assert "周明" not in then
    assert "文件夹里已经没有这个文件" in then


def test_a_damaged_repository_is_no_missing_one(told: GitRepository) -> None:
    mark = told.git("rev-parse", "HEAD")
    (told.path / ".git/objects" / mark[:2] / mark[2:]).unlink()
    ran = gongkai("history", *LATER)
    assert (ran.code, ran.out) == (3, "")
    assert ran.err.startswith("仓库里缺少或损坏了最新的提交，看不到入库的历史。\n请在仓库里运行")
    ran = gongkai("history", "1", "-u", FIRST, *LATER)
    assert ran.code == 0
    assert ran.err.startswith("看不到记录是哪一天入库的。\n仓库里缺少或损坏了最新的提交")
    (told.path / ".git/refs/heads/main").write_text("x\n")
    assert gongkai("history", *LATER).code == 3


def test_a_deleted_record_whose_content_is_missing_is_said(told: GitRepository) -> None:
    mark = told.git("rev-parse", f"HEAD~1:ledgers/2023/{FIRST}/updates/1-2023-04-01-00000f.yaml")
    (told.path / ".git/objects" / mark[:2] / mark[2:]).unlink()
    ran = gongkai("history", "1", "-u", FIRST, *LATER)
    assert (ran.code, ran.out) == (3, "")
    assert "仓库里缺少或损坏了要查的内容。" in ran.err


def test_a_number_and_all_do_not_go_together(told: GitRepository) -> None:
    ran = gongkai("history", "1", "-u", FIRST, "--all")
    assert (ran.code, ran.out) == (2, "")
    assert "不用加 --all" in ran.err


# --- the latest changes ---------------------------------------------------------------------------


def test_the_latest_changes_are_told_the_newest_first(told: GitRepository) -> None:
    found = [(each["date"], each["by"], each["unit"], each["says"]) for each in changes()]
    assert found == [
        ("2023-07-08", "赵敏", FIRST, "删了已入库的记录：任务1 推进中"),
        ("2023-07-06", "赵敏", FIRST, "改了已入库的记录：任务1 推进中"),
        ("2023-07-03", "李强", FIRST, "任务1 办公室销号"),
        ("2023-07-03", "李强", FIRST, "任务1 已完成（更正）"),
        ("2023-07-03", "王芳", FIRST, "任务1 推进中"),
        ("2023-07-03", "王芳", FIRST, "任务1 已完成"),
        ("2023-03-20", "王芳", FIRST, "任务1 推进中"),
        ("2023-01-15", "办公室", None, "新增任务分解表：建立工作区"),
        ("2023-01-15", "办公室", None, "新增名录：建立工作区"),
    ]


def test_ledgers_are_left_out_and_what_is_not_committed_comes_first(told: GitRepository) -> None:
    folder = f"ledgers/2023/{FIRST}"
    told.commit_on(
        "2023-09-01",
        "办公室",
        {f"{folder}/台账.md": "#", f"{folder}/evidence/a.txt": "a", "data/workdays/x": "x"},
        "台账",
    )
    add(told.path, f"{SECOND}/updates/1-2023-05-10-000007.yaml")
    first, second, third, *_ = changes()
    assert (first["date"], first["by"], first["says"]) == (
        "2023-05-10",
        None,
        "任务1 申请延期至2023-09-30",
    )
    assert [second["says"], third["says"]] == [
        "新增data/workdays/x：台账",
        "新增佐证材料a.txt：台账",
    ]
    assert "台账.md" not in json.dumps(changes(), ensure_ascii=False)


def test_only_some_units(told: GitRepository) -> None:
    add(told.path, f"{SECOND}/updates/1-2023-05-10-000007.yaml")
    assert {each["unit"] for each in changes("-u", FIRST)} == {FIRST}
    assert {each["unit"] for each in changes("-u", FIRST, "-u", SECOND)} == {FIRST, SECOND}


def test_changes_up_to_a_day_or_a_commit(told: GitRepository) -> None:
    assert (
        len(json.loads(gongkai("history", "--as-of", "2023-07-05", "-f", "json").out)["data"]) == 7
    )
    ran = gongkai("history", "--at-commit", "HEAD~4")
    assert "共3处改动" in ran.out
    assert ran.out.rstrip().endswith("gongkai history 序号 --unit 单位 --at-commit HEAD~4")


def test_thirty_are_shown_unless_all_are_asked_for(told: GitRepository) -> None:
    told.commit_on("2023-10-01", "办公室", {f"data/workdays/{n:02}": "x" for n in range(30)})
    shown = gongkai("history").out
    assert "共39处改动，以下是最近的30处。" in shown
    assert "看全部：gongkai history --all" in shown
    assert (len(changes()), len(changes("--all"))) == (30, 39)
    assert "看全部" not in gongkai("history", "--all").out


def test_more_waits_than_is_shown(bare: Path) -> None:
    git_repository.init(bare).commit_on("2023-01-15", "办公室")
    for number in range(31):
        put(bare, f"{FIRST}/updates/{number:02}.yaml", NOTE)
    found = changes()
    assert (len(found), {each["by"] for each in found}) == (30, {None})


def test_without_a_repository_the_records_tell(district: Path) -> None:
    ran = gongkai("history", "--as-of", ASKED)
    assert "这里没有入库的历史，以下按记录自己的日期排列。" in ran.out
    assert f"共{len(RECORDS)}处改动" in ran.out
    found = changes()
    assert [each["date"] for each in found] == sorted((e["date"] for e in found), reverse=True)
    early = json.loads(gongkai("history", "--as-of", "2023-03-31", "-f", "json").out)["data"]
    assert {each["date"] for each in early} == {"2023-02-01", "2023-02-02", "2023-03-20"}


def test_nothing_changed_yet(bare: Path) -> None:
    ran = gongkai("history", "--as-of", ASKED)
    assert (ran.code, ran.err) == (0, "")
    assert "还没有改动" in ran.out
    assert "gongkai history 序号" not in ran.out


def test_unreadable_records_are_said(district: Path) -> None:
    put(district, f"{FIRST}/updates/bad.yaml", "坏: [\n")
    for _ in range(2):
        ran = gongkai("history", "--as-of", ASKED)
        assert ran.code == 2
        assert "bad.yaml" in ran.err
        git_repository.init(district)
        (district / ".git/info/exclude").write_text("ledgers\n", "utf-8")
        GitRepository(district).git("commit", "--quiet", "--allow-empty", "--message=x")


def test_a_commit_changes_the_answer_though_no_file_does(told: GitRepository) -> None:
    put(told.path, f"{FIRST}/updates/new.yaml", NOTE)
    assert changes()[0]["by"] is None
    told.commit_on("2023-11-01", "周明")
    assert changes()[0]["by"] == "周明"


@pytest.mark.parametrize("columns", ["60", "80"])
def test_nothing_is_cut_off(
    told: GitRepository, columns: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    for args in (("history",), ("history", "1", "-u", FIRST)):
        assert max(map(width, gongkai(*args, *LATER).out.splitlines())) <= int(columns)
