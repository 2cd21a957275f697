"""Who brought which file in, whatever the history is made of."""

import time
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

import git_repository
from git_repository import GitRepository
from gongkai_cli.domain.change import How
from gongkai_cli.domain.commit import Commit, Touch, Trail
from gongkai_cli.reading import commits
from gongkai_cli.reading.commits import (
    Step,
    commit_called,
    history,
    is_content,
    steps,
    trails,
)
from gongkai_cli.reading.git import Repository
from gongkai_cli.reading.plumbing import CannotUseGit

FIRST, SECOND, THIRD = (
    Commit(str(number) * 40, date(2023, 7, number), f"作者{number}", "") for number in (1, 2, 3)
)


@pytest.fixture
def made(tmp_path: Path) -> GitRepository:
    return git_repository.init(tmp_path / "made")


def told(made: GitRepository, *places: str, folder: str = "") -> list[Step]:
    with Repository.at(made.path / folder) as found:
        return list(steps(found, "HEAD", places or ["a"]))


def touched(made: GitRepository, *places: str, folder: str = "") -> list[list[tuple[How, str]]]:
    found = told(made, *places, folder=folder)
    return [[(touch.how, touch.file) for touch in step.touches] for step in found]


def step(commit: Commit, *touches: Touch, first: bool = False) -> Step:
    return Step(commit, first, touches)


def added(file: str, mark: str = "1") -> Touch:
    return Touch(How.ADDED, file, mark, "")


def edited(file: str, mark: str = "2", was: str = "1") -> Touch:
    return Touch(How.EDITED, file, mark, was)


def deleted(file: str, was: str = "1") -> Touch:
    return Touch(How.DELETED, file, "", was)


# --- what git tells -------------------------------------------------------------------------------


def test_every_commit_with_what_it_touched_the_newest_first(made: GitRepository) -> None:
    one = made.commit_on("2023-03-01", "王芳", {"a/1": "x", "b": "x"}, "一\n\n正文")
    two = made.commit_on("2023-03-02", "李强", {"a/1": "y", "a/2": "z"}, "二")
    made.commit_on("2023-03-03", "李强", {"b": "y"})
    three = made.commit_on("2023-03-04", "赵敏", {"a/1": None}, "三")
    found = told(made)
    assert [each.commit for each in found] == [
        Commit(three, date(2023, 3, 4), "赵敏", "三"),
        Commit(two, date(2023, 3, 2), "李强", "二"),
        Commit(one, date(2023, 3, 1), "王芳", "一"),
    ]
    assert [each.first for each in found] == [False, False, True]
    assert touched(made) == [
        [(How.DELETED, "a/1")],
        [(How.EDITED, "a/1"), (How.ADDED, "a/2")],
        [(How.ADDED, "a/1")],
    ]
    assert touched(made, "a", "b")[1] == [(How.EDITED, "b")]
    assert made.git("cat-file", "blob", found[0].touches[0].was) == "y"


def test_what_came_by_a_merge_belongs_to_whoever_wrote_it(made: GitRepository) -> None:
    made.commit_on("2023-03-01", "王芳", {"a/1": "x"})
    made.git("checkout", "--quiet", "-b", "side")
    made.commit_on("2023-03-02", "李强", {"a/2": "x"})
    made.git("checkout", "--quiet", "main")
    made.commit_on("2023-03-03", "王芳", {"a/3": "x"})
    made.git("merge", "--quiet", "--no-commit", "side")
    made.commit_on("2023-03-04", "赵敏", {"a/4": "x", "a/1": "y"})
    first, *rest = told(made)
    assert first.commit.author == "赵敏"
    assert [(each.how, each.file) for each in first.touches] == [
        (How.EDITED, "a/1"),
        (How.ADDED, "a/4"),
    ]
    assert {each.file: s.commit.author for s in rest for each in s.touches} == {
        "a/1": "王芳",
        "a/2": "李强",
        "a/3": "王芳",
    }


def test_paths_begin_at_the_folder_asked_from(made: GitRepository) -> None:
    made.commit({"区/a/1": "x", "区/b": "x", "a/2": "x"})
    assert touched(made, folder="区") == [[(How.ADDED, "a/1")]]


def test_names_are_taken_as_they_are(made: GitRepository) -> None:
    made.commit({"a/*": "x", "a/:(top)": "x", "a/换\n行 \udcff": "x", "b": "x"})
    assert {name for _, name in touched(made)[0]} == {"a/*", "a/:(top)", "a/换\n行 \udcff"}
    assert touched(made, "a/*") == [[(How.ADDED, "a/*")]]
    assert touched(made, ":(exclude)a") == []


def test_a_name_of_many_letters_is_made_harmless(made: GitRepository) -> None:
    made.commit_on("2023-03-01", "甲:\x1b[31m\u202e", {"a/1": "x"}, "\x1b]0;题\x07")
    (found,) = told(made)
    assert (found.commit.author, found.commit.subject) == ("甲: [31m", "]0;题")
    with Repository.at(made.path) as repository:
        assert commit_called(repository, "HEAD") == found.commit


def test_a_commit_without_author_or_text(made: GitRepository) -> None:
    made.commit({"a/1": "x"})
    tree = made.git("rev-parse", "HEAD^{tree}")
    text = f"tree {tree}\nauthor <> 0 +0000\ncommitter <> 1688140800 +0800\n\n"
    mark = made.git("hash-object", "-t", "commit", "-w", "--stdin", "--literally", given=text)
    made.git("update-ref", "HEAD", mark)
    (found,) = told(made)
    assert found.commit == Commit(mark, date(2023, 7, 1), "", "")
    with Repository.at(made.path) as repository:
        assert commit_called(repository, mark) == found.commit


@pytest.mark.parametrize("stamp", ["99999999999999", "253402300800", "-5", "x", ""])
def test_a_day_that_is_none_is_not_known(made: GitRepository, stamp: str) -> None:
    made.commit({"a/1": "x"})
    tree = made.git("rev-parse", "HEAD^{tree}")
    text = f"tree {tree}\nauthor 甲 <a> 0 +0000\ncommitter 乙 <b> {stamp} +0000\n\n"
    mark = made.git("hash-object", "-t", "commit", "-w", "--stdin", "--literally", given=text)
    made.git("update-ref", "HEAD", mark)
    with Repository.at(made.path) as found:
        assert commit_called(found, mark) == Commit(mark, None, "甲", "")
    (found_step,) = told(made)
    assert (found_step.commit.day, found_step.commit.when) == (None, "日期不明")


@pytest.mark.parametrize(
    ("encoding", "author"),
    [("GBK", "王"), ("gb18030", "王"), ("hex", "\ufffd\ufffd"), ("no-such", "\ufffd\ufffd")],
)
def test_a_commit_is_read_in_its_own_encoding(
    made: GitRepository, encoding: str, author: str
) -> None:
    made.commit({"a/1": "x"})
    tree = made.git("rev-parse", "HEAD^{tree}")
    name = "\udccd\udcf5 <a@example.org> 1688140800 +0800"  # 王 in GBK
    text = f"tree {tree}\nauthor {name}\ncommitter {name}\nencoding {encoding}\n\n\udccd\udcf5\n"
    mark = made.git("hash-object", "-t", "commit", "-w", "--stdin", given=text)
    with Repository.at(made.path) as found:
        assert commit_called(found, mark) == Commit(mark, date(2023, 7, 1), author, author)


def test_generated_ledgers_are_left_out(made: GitRepository) -> None:
    made.commit({"ledgers/2023/局/台账.md": "x", "ledgers/2023/局/updates/1.yaml": "x"})
    made.commit({"ledgers/2023/局/台账.md": "y"})
    assert touched(made, "ledgers") == [[], [(How.ADDED, "ledgers/2023/局/updates/1.yaml")]]


def test_what_is_no_plain_file_has_no_content(made: GitRepository) -> None:
    made.commit({"a/1": "x"})
    made.git("update-index", "--add", "--cacheinfo", f"160000,{'1' * 40},a/sub")
    made.git("update-index", "--add", "--cacheinfo", f"120000,{made.blob('x')},a/link")
    made.git("commit", "--quiet", "--message=x")
    made.git("update-index", "--force-remove", "a/sub", "a/link")
    made.git("commit", "--quiet", "--message=y")
    gone, come, _ = told(made)
    assert come.touches == (Touch(How.ADDED, "a/link", "", ""), Touch(How.ADDED, "a/sub", "", ""))
    assert {each.how for each in gone.touches} == {How.DELETED}
    assert trails(told(made), shallow=False)["a/sub"].mark == ""


# --- what a merge threw away ----------------------------------------------------------------------


def overruled(made: GitRepository, side: dict[str, str | None], ours: dict[str, str | None]) -> str:
    """A merge of two sides that keeps nothing of `side`; then another, of an older branch."""
    made.commit_on("2023-03-01", "王芳", {"a/1": "x", "a/2": "x"})
    made.git("branch", "other")
    made.git("branch", "later")
    made.commit_on("2023-03-02", "李强", side)
    made.git("branch", "old")
    made.git("checkout", "--quiet", "other")
    made.commit_on("2023-03-03", "赵敏", ours)
    made.git("merge", "--quiet", "--strategy=ours", "--no-commit", "main")
    merge = made.commit_on("2023-03-04", "钱多")
    made.git("checkout", "--quiet", "old")
    made.commit_on("2023-03-05", "孙立", {"b": "x"})
    made.git("checkout", "--quiet", "other")
    made.git("merge", "--quiet", "--strategy=ours", "--no-commit", "old")
    made.commit_on("2023-03-06", "孙立")
    return merge


def known(made: GitRepository) -> dict[str, Trail]:
    with Repository.at(made.path) as found:
        return trails(history(found, "HEAD", ["a"]), shallow=False)


def test_a_file_that_a_merge_threw_away_was_deleted_by_it(made: GitRepository) -> None:
    merge = overruled(made, {"a/zz": "z"}, {"b": "x"})
    gone = known(made)["a/zz"]
    assert gone.recorded is not None
    assert gone.deleted is not None
    assert (gone.recorded.author, gone.deleted.author, gone.deleted.mark) == ("李强", "钱多", merge)


def test_a_file_thrown_away_again_was_deleted_by_the_later_merge(made: GitRepository) -> None:
    overruled(made, {"a/zz": "z"}, {"b": "x"})
    made.git("checkout", "--quiet", "-b", "again")
    made.commit_on("2023-03-07", "王芳", {"a/zz": "z"})
    made.git("checkout", "--quiet", "other")
    made.commit_on("2023-03-08", "赵敏", {"c": "x"})
    made.git("merge", "--quiet", "--strategy=ours", "--no-commit", "again")
    made.commit_on("2023-03-09", "周明")
    gone = known(made)["a/zz"].deleted
    assert gone is not None
    assert gone.author == "周明"


def test_an_edit_that_a_merge_threw_away_was_undone_by_it(made: GitRepository) -> None:
    merge = overruled(made, {"a/1": "y"}, {"b": "x"})
    found = known(made)["a/1"]
    assert [each.author for each in found.altered] == ["李强", "钱多"]
    assert (found.altered[-1].mark, found.mark) == (merge, made.blob("x"))


def test_a_deletion_that_a_merge_threw_away_did_nothing(made: GitRepository) -> None:
    overruled(made, {"a/2": None}, {"b": "x"})
    assert (known(made)["a/2"].deleted, known(made)["a/2"].altered) == (None, ())


def test_what_both_sides_did_alike_was_done_once(made: GitRepository) -> None:
    overruled(made, {"a/3": "z", "a/1": "y", "a/2": None}, {"a/3": "z", "a/1": "y", "a/2": None})
    found = known(made)
    assert (found["a/3"].altered, len(found["a/1"].altered)) == ((), 1)
    assert found["a/2"].deleted is not None
    assert found["a/3"].recorded is not None


def test_a_usual_merge_did_nothing(made: GitRepository) -> None:
    made.commit_on("2023-03-01", "王芳", {"a/1": "x", "a/2": "x"})
    made.git("checkout", "--quiet", "-b", "side")
    made.commit_on("2023-03-02", "李强", {"a/1": None, "a/3": "z"})
    made.git("checkout", "--quiet", "main")
    made.commit_on("2023-03-03", "王芳", {"a/2": "y"})
    made.git("merge", "--quiet", "--no-commit", "side")
    made.commit_on("2023-03-04", "赵敏")
    found = known(made)
    assert [found["a/1"].deleted and found["a/1"].deleted.author] == ["李强"]
    assert "赵敏" not in repr(found)


def test_a_commit_too_large_to_be_read_is_said(made: GitRepository) -> None:
    made.commit({"a/1": "x"})
    tree = made.git("rev-parse", "HEAD^{tree}")
    text = f"tree {tree}\nauthor 甲 <a> 0 +0000\ncommitter 乙 <b> 0 +0000\n\n{'x' * 1_100_000}\n"
    mark = made.git("hash-object", "-t", "commit", "-w", "--stdin", given=text)
    with Repository.at(made.path) as found, pytest.raises(CannotUseGit, match="损坏"):
        commit_called(found, mark)


@pytest.mark.parametrize(
    "parts",
    [
        (b"1", b"", b"0", b"a"),
        (b"1", b"", b"0", b"a", b"s", b":x 1 2"),
        (b"1", b"", b"0", b"a", b"s", b":1 2 3 4 A"),
        (b"1", b"", b"0", b"a", b"s", b":1 2 3 4 A", b"a", b":1 2 3 A", b"b"),
    ],
)
def test_what_git_cannot_have_meant_is_refused(parts: tuple[bytes, ...]) -> None:
    with pytest.raises(CannotUseGit):
        list(commits._steps(parts))  # noqa: SLF001 - no git says such a thing


def test_a_history_of_too_many_changes_is_given_up(
    made: GitRepository, monkeypatch: pytest.MonkeyPatch
) -> None:
    made.commit({"a/1": "x", "a/2": "x"})
    monkeypatch.setattr(commits, "MAX_TOUCHES", 1)
    with pytest.raises(CannotUseGit, match="没有看完"):
        told(made)


def test_a_repository_of_sha256(tmp_path: Path) -> None:
    made = git_repository.init(tmp_path / "made", "--object-format=sha256")
    made.commit({"a/1": "x\n"})
    (found,) = told(made)
    assert is_content(found.touches[0].mark, b"x\n")
    assert is_content(found.touches[0].mark, b"x\r\n")
    assert not is_content(found.touches[0].mark, b"y\n")


def test_content_is_known_by_its_id(made: GitRepository) -> None:
    mark = made.blob("x\n")
    assert is_content(mark, b"x\n")
    assert is_content(mark, b"x\r\n")
    assert not is_content(mark, b"x")
    assert is_content(made.blob("x\r\n"), b"x\r\n")


# --- what became of a file ------------------------------------------------------------------------


def test_a_file_that_was_only_added() -> None:
    found = trails([step(FIRST, added("a"), first=True)], shallow=False)
    assert found == {"a": Trail(FIRST, "1")}


def test_where_history_begins_nobody_knows_who_added() -> None:
    history = [step(SECOND, added("b")), step(FIRST, added("a"), first=True)]
    found = trails(history, shallow=True)
    assert found == {"a": Trail(None, "1"), "b": Trail(SECOND, "1")}


def test_a_file_that_was_edited_deleted_and_brought_back() -> None:
    history = [step(THIRD, deleted("a", "2")), step(SECOND, edited("a")), step(FIRST, added("a"))]
    assert trails(history[1:], shallow=False) == {"a": Trail(FIRST, "2", (SECOND,))}
    assert trails(history, shallow=False) == {"a": Trail(FIRST, "2", (SECOND,), THIRD)}
    back = [step(THIRD, added("a")), step(SECOND, deleted("a")), step(FIRST, added("a"))]
    assert trails(back, shallow=False) == {"a": Trail(FIRST, "1", (THIRD,))}


def test_a_file_that_was_renamed_keeps_its_trail() -> None:
    history = [step(SECOND, added("b"), deleted("a")), step(FIRST, added("a"))]
    assert trails(history, shallow=False) == {"b": Trail(FIRST, "1", (SECOND,))}


HOME = "ledgers/2023/局/updates"


@pytest.mark.parametrize(
    ("was", "now", "moved"),
    [
        (f"{HOME}/1.yaml", f"{HOME}/2.yaml", True),
        (f"{HOME}/1.yaml", "ledgers/2023/局/reviews/1.yaml", True),
        (f"{HOME}/1.yaml", "ledgers/2023/局/evidence/1.txt", False),
        (f"{HOME}/1.yaml", "ledgers/2023/局/evidence-old.txt", False),
        (f"{HOME}/1.yaml", f"{HOME}/old/1.yaml", False),
        (f"{HOME}/1.yaml", "ledgers/2023/别局/updates/1.yaml", False),
        ("ledgers/2023/局/evidence/1.txt", f"{HOME}/1.yaml", False),
        ("ledgers/2023/局/evidence/1.txt", "ledgers/2023/局/evidence/2.txt", True),
    ],
)
def test_a_record_moved_where_it_is_none_was_deleted(was: str, now: str, *, moved: bool) -> None:
    found = trails([step(SECOND, added(now), deleted(was)), step(FIRST, added(was))], shallow=False)
    if moved:
        assert found == {now: Trail(FIRST, "1", (SECOND,))}
    else:
        assert found == {now: Trail(SECOND, "1"), was: Trail(FIRST, "1", (), SECOND)}


def test_a_long_history_takes_no_longer_than_it_must() -> None:
    """Each commit once: 40,000 edits of one file, which took minutes when each copied the last."""
    marks = [f"{number:040}" for number in range(40_000)]
    edits = [step(SECOND, edited("a", now, was)) for was, now in pairwise(marks)]
    begun = time.monotonic()
    found = trails([*reversed(edits), step(FIRST, added("a", marks[0]))], shallow=False)
    assert time.monotonic() - begun < 5
    assert len(found["a"].altered) == len(edits)


def test_two_files_that_change_places_keep_their_trails() -> None:
    history = [
        step(SECOND, deleted("a"), added("b", "1"), added("c", "2"), deleted("d", "2")),
        step(FIRST, added("a", "1"), added("d", "2")),
    ]
    found = trails(history, shallow=False)
    assert found == {"b": Trail(FIRST, "1", (SECOND,)), "c": Trail(FIRST, "2", (SECOND,))}


def test_what_was_edited_or_deleted_before_it_is_known_to_have_come() -> None:
    assert trails([step(FIRST, edited("a"), deleted("b"))], shallow=False) == {
        "a": Trail(None, "2", (FIRST,)),
        "b": Trail(None, "1", (), FIRST),
    }
