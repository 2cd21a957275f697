from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai_cli.diagnostic import Severity, Span
from gongkai_cli.domain.record import Progress, Review
from gongkai_cli.reading.papers import Paper, Spans, papers, source_of, text_of
from gongkai_cli.reading.trees import DiskTree, Kind, Leaf
from gongkai_cli.rules import BY_CODE
from small_workspace import FOLDER, PLAN, RECORD, RECORD_FILE, REVIEW_FILE, UNIT, put

ELSEWHERE = "记录放在 ledgers/年份/单位/updates/ 里，核验放在 reviews/ 里，文件名以 .yaml 结尾"
REVIEW = "type: 核验\ntask: 1\ndate: 2023-06-20\nverdict: 销号\n"


def read(root: Path, *files: str) -> list[Paper]:
    tree = DiskTree(root)
    leaves = tree.leaves("")
    return list(papers(tree, {file: leaves[file] for file in files or leaves}))


def one(root: Path, file: str, content: str | bytes = "") -> Paper:
    put(root, file, content)
    (found,) = read(root, file)
    return found


def codes(found: Iterable[Paper]) -> list[str]:
    return [fault.code for paper in found for fault in paper.faults]


# --- each file, opened once -----------------------------------------------------------------------


def test_a_record_is_read_with_its_text(tmp_path: Path) -> None:
    found = one(tmp_path, RECORD_FILE, RECORD)
    assert found.text == RECORD
    assert found.record is not None
    assert isinstance(found.record.fact, Progress)
    assert (found.record.name, found.faults) == ("1.yaml", ())
    answer = one(tmp_path, REVIEW_FILE, REVIEW).record
    assert answer is not None
    assert isinstance(answer.fact, Review)


def test_papers_come_in_the_order_in_which_they_are_asked_for(tmp_path: Path) -> None:
    files = [
        f"{FOLDER}/evidence/0.jpg",
        RECORD_FILE,
        f"{FOLDER}/evidence/2.txt",
        f"{FOLDER}/evidence/3.jpg",
        "data/source/1.txt",
    ]
    for file in files:
        put(tmp_path, file, RECORD if file == RECORD_FILE else file)
    found = read(tmp_path, *files)
    assert [paper.file for paper in found] == files
    assert [paper.text for paper in found] == ["", RECORD, files[2], "", files[4]]
    assert read(tmp_path, *reversed(files)) == found[::-1]


@pytest.mark.parametrize(
    ("name", "is_read"),
    [
        *[
            (f"1.{end}", True)
            for end in ("csv", "htm", "html", "json", "md", "txt", "xml", "yaml", "yml")
        ],
        ("1.TXT", True),
        ("1.jpg", False),
        ("1.pdf", False),
        ("txt", False),
        ("1.txt.zip", False),
    ],
)
def test_texts_are_read_by_their_ending(
    tmp_path: Path,
    name: str,
    is_read: bool,  # noqa: FBT001 a column of the table
) -> None:
    assert one(tmp_path, f"{FOLDER}/evidence/{name}", "内容").text == ("内容" if is_read else "")


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"", ["G112"]),
        ("type：进展\n", ["G101"]),
        ("type: 进展\n".encode("gbk"), ["G107"]),
        (b"a: &a 1\n", ["G104"]),
        (RECORD.replace("status", "statu"), ["G121", "G120"]),
        (REVIEW, ["G301"]),
        (RECORD.encode() + b"#" * 256 * 1024, ["G109"]),
        (b"#" * 5_000_000, ["G109"]),
        (RECORD.replace("\n", "\r\n"), []),
        (b"\xef\xbb\xbf" + RECORD.encode(), []),
    ],
)
def test_what_is_wrong_with_a_record_is_told_and_stops_nothing(
    tmp_path: Path, content: str | bytes, found: list[str]
) -> None:
    put(tmp_path, RECORD_FILE, content)
    put(tmp_path, f"{FOLDER}/updates/2.yaml")
    broken, sound = read(tmp_path, RECORD_FILE, f"{FOLDER}/updates/2.yaml")
    assert codes([broken]) == found
    assert {fault.span.file for fault in broken.faults} <= {RECORD_FILE}
    assert (broken.record is None) == bool(found)
    assert sound.record is not None


def test_only_what_stands_as_a_record_is_read_as_one(tmp_path: Path) -> None:
    for file in (f"{FOLDER}/evidence/1.yaml", f"{FOLDER}/updates/a/1.yaml", "data/1.yaml"):
        assert one(tmp_path, file, "type：进展\n").record is None
    assert codes(read(tmp_path)) == ["G320"]  # updates/a/1.yaml


# --- what stands there ----------------------------------------------------------------------------


def test_links_are_refused_and_never_followed(tmp_path: Path) -> None:
    put(tmp_path, "secret.txt", "13800138000")
    link = tmp_path / f"{FOLDER}/updates/1.yaml"
    link.parent.mkdir(parents=True)
    link.symlink_to(tmp_path / "secret.txt")
    (found,) = read(tmp_path, RECORD_FILE)
    assert (codes([found]), found.text, found.record) == (["G130"], "", None)
    assert found.faults[0].message == "这个文件是链接"


def test_a_submodule_is_no_file(tmp_path: Path) -> None:
    (found,) = papers(DiskTree(tmp_path), {"data/x.txt": Leaf(Kind.OTHER)})
    assert [(each.code, each.message) for each in found.faults] == [("G130", "这里不是普通文件")]


def test_a_file_that_is_gone_when_it_is_read_is_told(tmp_path: Path) -> None:
    (found,) = papers(DiskTree(tmp_path), {RECORD_FILE: Leaf(Kind.FILE)})
    assert codes([found]) == ["G130"]


@pytest.mark.parametrize(
    ("file", "unread"),
    [
        (RECORD_FILE, False),
        (REVIEW_FILE, False),
        (f"{FOLDER}/台账.md", False),
        (f"{FOLDER}/evidence/1.pdf", False),
        (f"{FOLDER}/evidence/图/1.pdf", False),
        (f"{FOLDER}/updates/.gitkeep", False),
        (f"{FOLDER}/.gitkeep", False),
        ("ledgers/.gitkeep", False),
        ("data/notes.txt", False),
        ("README.md", False),
        (f"{FOLDER}/清单.txt", False),
        (f"{FOLDER}/台帐.md", False),
        (f"ledgers/23/{UNIT}/台账.md", False),
        ("ledgers/notes.txt", False),
        (f"{FOLDER}/evidence/1.yml", False),
        (f"{FOLDER}/evidence/updates/1.yaml", False),
        ("data/source/1.yaml", False),
        ("docs/1.yaml", False),
        ("docs/updates.yaml", False),
        ("docs/updates/readme.md", False),
        (f"{FOLDER}/updates/1.yml", True),
        (f"{FOLDER}/updates/1.txt", True),
        (f"{FOLDER}/updates/6月/1.txt", True),
        (f"{FOLDER}/清单.yaml.bak", True),
        ("updates/1.yaml", True),
        (f"{UNIT}/reviews/1.YML", True),
        (f"2023/{UNIT}/updates/1.yaml", True),
        (f"{FOLDER}/updates/1.YAML", True),
        (f"{FOLDER}/updates/1.yaml.txt", True),
        (f"{FOLDER}/updates/6月/1.yaml", True),
        (f"{FOLDER}/reviews/1.txt", True),
        (f"{FOLDER}/1.yaml", True),
        (f"{FOLDER}/Updates/1.yaml", True),
        (f"ledgers/2023/{UNIT}.yaml", True),
        ("ledgers/1.yaml", True),
        (f"ledgers/{UNIT}/updates/1.yaml", True),
        (f"ledgers/2023年/{UNIT}/updates/1.yaml", True),
        (f"ledgers/２０２３/{UNIT}/updates/1.yaml", True),
    ],
)
def test_what_nobody_will_ever_read_is_told(
    tmp_path: Path,
    file: str,
    unread: bool,  # noqa: FBT001 a column of the table
) -> None:
    content = REVIEW if file == REVIEW_FILE else RECORD
    found = [fault.code for fault in one(tmp_path, file, content).faults]
    assert found == (["G320"] if unread else [])
    assert BY_CODE["G320"].severity is Severity.ERROR


@pytest.mark.parametrize(
    ("file", "hint"),
    [
        (f"{FOLDER}/updates/1.yml", "记录直接放在 updates/ 里，文件名以小写的 .yaml 结尾"),
        (f"{FOLDER}/reviews/6月/1.yaml", "记录直接放在 reviews/ 里，文件名以小写的 .yaml 结尾"),
        (f"ledgers/23/{UNIT}/updates/1.yaml", ELSEWHERE),
        (f"{FOLDER}/1.yaml", ELSEWHERE),
        ("updates/1.yaml", ELSEWHERE),
    ],
)
def test_where_a_record_belongs_is_said(tmp_path: Path, file: str, hint: str) -> None:
    (fault,) = one(tmp_path, file, RECORD).faults
    assert (fault.message, fault.hint) == ("这个文件不会被读取", hint)


@pytest.mark.parametrize(
    ("file", "obeyed"),
    [
        (f"{FOLDER}/updates/.gitattributes", True),
        (f"{FOLDER}/evidence/.gitattributes", True),
        ("ledgers/.gitignore", True),
        ("data/.gitmodules", True),
        ("data/source/.gitattributes", True),
        (".gitattributes", False),
        ("docs/.gitignore", False),
        ("data/gitattributes", False),
        (f"{FOLDER}/evidence/a.gitattributes", False),
    ],
)
def test_what_git_would_obey_is_told_among_the_records(
    tmp_path: Path,
    file: str,
    obeyed: bool,  # noqa: FBT001 a column of the table
) -> None:
    assert codes([one(tmp_path, file, "* -diff\n")]) == (["G133"] if obeyed else [])


def test_a_link_that_git_would_obey_is_told_as_both() -> None:
    (found,) = papers(DiskTree(Path()), {"data/.gitattributes": Leaf(Kind.LINK)})
    assert codes([found]) == ["G133", "G130"]


@pytest.mark.parametrize(
    ("content", "places"),
    [
        (RECORD.replace("清单", "清单 #1 和 #2"), [(5, 20)]),
        (RECORD.replace("清单", "清单 #1").replace("\n", "\r\n"), [(5, 20)]),
        ("# 待审阅\n" + RECORD, []),
        (RECORD + "# 允许 G308：见 #1 号函\n", []),
        (RECORD.replace("已编制并公开清单", '"清单 #1"'), []),
        (RECORD.replace("已完成", "已完成 # 允许 G308：材料在档案室"), []),
    ],
)
def test_words_that_a_record_loses_are_told(
    tmp_path: Path, content: str, places: list[tuple[int, int]]
) -> None:
    found = one(tmp_path, RECORD_FILE, content)
    told = [(fault.code, fault.span.line, fault.span.column) for fault in found.faults]
    assert told == [("G113", *place) for place in places]
    assert found.record is not None


def test_comments_elsewhere_lose_nothing(tmp_path: Path) -> None:
    assert one(tmp_path, f"{FOLDER}/evidence/1.yaml", "a: 清单 #1\n").faults == ()
    assert one(tmp_path, "data/tasks.yaml", PLAN.replace("法行政", "法行政 #1")).faults == ()


@pytest.mark.parametrize(
    ("name", "bad"),
    [
        ("清单（终稿）-1_a b.pdf", ""),
        ("“清单”、1.pdf", ""),
        ("a\nb.pdf", "U+000A"),
        ("a\x1b[31m.pdf", "U+001B"),
        ("a\x7f.pdf", "U+007F"),
        ("a\x85.pdf", "U+0085"),
        ("a\u2028.pdf", "U+2028"),
        ("a\u202efdp.exe", "U+202E"),
        ("a\u2067.pdf", "U+2067"),
        ("a\u200b.pdf", "U+200B"),
        ("a\ufeff.pdf", "U+FEFF"),
        ("a\udcff.pdf", "U+DCFF"),
        ("a\\b.pdf", "U+005C"),
        ("a:b.pdf", "U+003A"),
        ('a"b.pdf', "U+0022"),
        ("a?.pdf", "U+003F"),
        ("a*.pdf", "U+002A"),
        ("a|b.pdf", "U+007C"),
        ("<a>.pdf", "U+003C"),
    ],
)
def test_a_name_that_misleads_or_that_windows_cannot_hold_is_told(name: str, bad: str) -> None:
    file = f"{FOLDER}/evidence/{name}"
    (found,) = papers(DiskTree(Path()), {file: Leaf(Kind.LINK)})
    said = [fault for fault in found.faults if fault.code == "G132"]
    assert [fault.span for fault in said] == ([Span(file)] if bad else [])
    assert [fault.message for fault in said] == ([f"文件名里有不能用的字符 {bad}"] if bad else [])


# --- texts and places -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"", ""),
        ("一\r\n二\r三\n".encode(), "一\n二\n三\n"),
        (b"\xef\xbb\xbfa", "a"),
        (b"a\xffb", "a\ufffdb"),
        ("号码13800138000".encode("gbk"), "����13800138000"),
        (b"\xff\xfe" + "号\r\n13800138000".encode("utf-16-le"), "号\n13800138000"),
        (b"\xfe\xff" + "号\r\n13800138000".encode("utf-16-be"), "号\n13800138000"),
        (b"\xff\xfe" + "号".encode("utf-16-le") + b"1", "号\ufffd"),
    ],
)
def test_whatever_can_be_read_of_a_text_is_read(data: bytes, text: str) -> None:
    read = text_of(data)
    assert read.replace("\ufffd", "") == text.replace("\ufffd", "")
    assert ("\ufffd" in read) == ("\ufffd" in text)


@pytest.mark.parametrize(
    ("path", "key", "place"),
    [
        ((), False, (0, 0)),
        (("status",), False, (4, 9)),
        (("status",), True, (4, 1)),
        (("task", 0), False, (2, 7)),  # a single number has no place in a list
        (("nothing",), False, (1, 1)),
        (("nothing", 1), True, (1, 1)),
    ],
)
def test_a_path_leads_to_a_place(
    path: tuple[str | int, ...],
    key: bool,  # noqa: FBT001 a column of the table
    place: tuple[int, int],
) -> None:
    span = Spans(source_of(RECORD_FILE, RECORD)).at(path, key=key)
    assert (span.file, span.line, span.column) == (RECORD_FILE, *place)


SEVERAL = (
    PLAN
    + """\
    - {id: 3, requirement: 三, responsible: 示例区司法局, deadline: 全年}
  - title: 其他
    tasks:
    - {id: 2, requirement: 二, responsible: 示例区司法局, deadline: 全年}
- title: 二、其他
  topics:
  - title: 其他
    tasks:
    - id: 12
      requirement: 十二
      targets:
      - {name: 培训, at_least: 1, unit: 次, add_up: true, scope: 未明确}
"""
)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (("tasks", 1, "deadline"), "2023年6月底前"),
        (("tasks", 1, "due"), "id: 1"),  # not written: the task itself
        (("tasks", 3, "requirement"), "三,"),
        (("tasks", 2, "requirement"), "二,"),
        (("tasks", 12), "id: 12"),
        (("tasks", 12, "targets", 0, "scope"), "未明确}"),
        (("tasks", 99, "deadline"), "schema: 1"),
    ],
)
def test_a_task_s_number_leads_to_its_place(path: tuple[str | int, ...], text: str) -> None:
    span = Spans(source_of("data/tasks.yaml", SEVERAL)).at(path)
    assert SEVERAL.split("\n")[span.line - 1][span.column - 1 :].startswith(text)


@pytest.mark.parametrize("text", ["", "# 备注\n", "\0", "a: [\n", "a: 1\na: 2\n"])
def test_where_nothing_can_be_found_the_file_is_the_place(text: str) -> None:
    source = source_of("data/tasks.yaml", text)
    for path in (("tasks", 1, "deadline"), ("status",)):
        assert Spans(source).at(path) == Span("data/tasks.yaml")
        assert Spans(source).at(path, key=True) == Span("data/tasks.yaml")


@given(st.binary(max_size=60))
def test_whatever_bytes_a_file_has_they_have_places(data: bytes) -> None:
    text = text_of(data)
    source = source_of("a.yaml", text)
    assert source.file == "a.yaml"
    for span in source.spans.values():
        assert 1 <= span.line <= text.count("\n") + 1
