import time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai_cli.domain.record import Claim, Progress, Record, Review, Step, Verdict
from small_book import book, record, task
from small_desk import FOLDER, desk, findings, finished, link, paper, told

# --- 佐证材料: web addresses ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/1",
        "https://example.org",
        "HTTPS://EXAMPLE.ORG/1",
        "https://example.org:8443/a?b=c#d",
        "http://例子.中国/清单（终稿）.pdf",
        "http://[2001:db8::1]/1",
        "http://example.org/a%20b",
    ],
)
def test_a_web_address_is_good_evidence(url: str) -> None:
    assert told(desk(finished("6-1", link(url))), "G316") == []


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JavaScript://example.org/%0aalert(1)",
        "data:text/html,1",
        "file:///etc/passwd",
        "ftp://example.org/1",
        "mailto:a@example.org",
        "example.org/1",
        "//example.org/1",
        "http:/example.org",
        "http:example.org",
        "http://",
        "http:///1",
        "http://:80/",
        "http://[::1",
        "http：//example.org",
        " http://example.org",
        "http://example.org/a b",
        "http://example.org\u3000",
        "java\tscript:alert(1)",
        "http://example.org\n.evil",
        "http://example.org/\u202e",
        "清单 http://example.org",
    ],
)
def test_anything_else_is_none(url: str) -> None:
    asked = desk(finished("6-1", link(), link(url), name="a.yaml"))
    assert told(asked, "G316") == [("G316", "a.yaml", ("evidence", 1, "url"))]
    (found,) = findings(asked, "G316")
    assert found.message == "佐证材料“清单”的网址打不开"
    assert found.hint == "请写完整的网址，以 http:// 或 https:// 开头，中间没有空格"


@given(st.text(max_size=20))
def test_no_text_stops_the_rule(text: str) -> None:
    told(desk(finished("6-1", link(f"http://{text}"), link(text), paper(text))))


# --- 佐证材料: files ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("file", "code"),
    [
        ("evidence/1.pdf", ""),
        ("evidence/图/签到表.pdf", ""),
        ("evidence/2.pdf", "G314"),
        ("evidence", "G314"),
        ("evidence/1.PDF", "G314"),
        ("evidence/1.pdf ", "G314"),
        ("evidence/..1.pdf", "G314"),
        ("../示例二局/evidence/1.pdf", "G315"),
        ("evidence/../../1.pdf", "G315"),
        ("..", "G315"),
        ("/etc/passwd", "G315"),
        ("//host/share/1.pdf", "G315"),
        ("./evidence/1.pdf", "G315"),
        ("evidence//1.pdf", "G315"),
        ("evidence/", "G315"),
        ("evidence/./1.pdf", "G315"),
        (r"evidence\1.pdf", "G315"),
        (r"..\1.pdf", "G315"),
        ("C:/1.pdf", "G315"),
        ("C:1.pdf", "G315"),
        ("evidence/1.pdf:stream", "G315"),
    ],
)
def test_evidence_is_a_file_in_the_unit_s_own_folder(file: str, code: str) -> None:
    there = [f"{FOLDER}/evidence/1.pdf", f"{FOLDER}/evidence/图/签到表.pdf"]
    asked = desk(finished("6-1", link(), paper(file), name="a.yaml"), files=there)
    expected = [(code, "a.yaml", ("evidence", 1, "file"))] if code else []
    assert told(asked, "G314", "G315") == expected


def test_a_missing_file_is_asked_for_by_its_whole_path() -> None:
    (found,) = findings(desk(finished("6-1", paper("evidence/图/2.pdf"))), "G314")
    assert found.message == "佐证材料“清单”的文件不存在：evidence/图/2.pdf"
    assert found.hint == f"请把文件一起提交：{FOLDER}/evidence/图/2.pdf"


def test_every_piece_of_evidence_is_looked_at() -> None:
    asked = desk(finished("6-1", paper("a"), link("b"), paper("../c"), name="a.yaml"))
    assert told(asked) == [
        ("G314", "a.yaml", ("evidence", 0, "file")),
        ("G315", "a.yaml", ("evidence", 2, "file")),
        ("G316", "a.yaml", ("evidence", 1, "url")),
    ]


def test_other_records_have_no_evidence() -> None:
    assert told(desk(record("6-1", Review(Verdict.CLOSE))), "G314", "G315", "G316") == []


# --- 更正 -----------------------------------------------------------------------------------------


def said(name: str, corrects: str = "", when: str = "6-1", tasks: tuple[int, ...] = (1,)) -> Record:
    """进展：推进中, which asks for nothing else."""
    return record(
        when, Progress(Step.UNDER_WAY), f"{name}.yaml", tasks, corrects and f"{corrects}.yaml"
    )


def answered(name: str, corrects: str = "") -> Record:
    """核验：准予延期 to a day."""
    return record(
        "6-1", Review(Verdict.SEND_BACK), f"{name}.yaml", corrects=corrects and f"{corrects}.yaml"
    )


CODES = "G317", "G318", "G322"


def of_corrections(*new: Record, landed: tuple[Record, ...] = ()) -> list[tuple[str, str]]:
    asked = desk(*new, landed=landed, of=book(*map(task, (1, 2, 3))))
    return [(code, name.removesuffix(".yaml")) for code, name, _ in told(asked, *CODES)]


@pytest.mark.parametrize(
    ("landed", "new", "expected"),
    [
        # a correction, and a correction of a correction
        ([said("a")], [said("b", "a")], []),
        ([], [said("a"), said("b", "a")], []),
        ([said("a"), said("b", "a")], [said("c", "b")], []),
        ([said("a")], [said("b", "a"), said("c", "b")], []),
        ([], [said("b"), said("a", "b", "5-1")], []),  # dated before what it puts right
        # nothing there to be put right
        ([], [said("b", "a")], [("G317", "b")]),
        ([answered("a")], [said("b", "a")], [("G317", "b")]),  # the office's is the office's
        ([said("a")], [answered("b", "a")], [("G317", "b")]),
        # one record put right twice: the new one is at fault, whatever its place in order
        ([said("a"), said("b", "a")], [said("c", "a")], [("G318", "c")]),
        ([said("a"), said("c", "a")], [said("b", "a")], [("G318", "b")]),
        ([said("a"), said("c", "a", "6-2")], [said("b", "a", "6-1")], [("G318", "b")]),
        ([said("a")], [said("b", "a"), said("c", "a")], [("G318", "c")]),
        ([said("a")], [said("b", "a", "6-3"), said("c", "a", "6-2")], [("G318", "b")]),
        ([], [said("a"), *(said(name, "a") for name in "bcd")], [("G318", "c"), ("G318", "d")]),
        ([said("a"), said("b", "a"), said("c", "a")], [said("d")], []),  # landed long ago
        # its first correction was put right itself: two would count all the same
        ([said("a"), said("b", "a"), said("d", "b")], [said("c", "a")], [("G318", "c")]),
        ([said("a"), said("b", "a"), said("d", "b")], [said("e", "d")], []),
        # two that landed side by side: the second can be put right, and then is left in peace
        ([], [said("a"), said("b", "a"), said("c", "a"), said("d", "c")], []),
        # of one name, but in two folders
        ([said("a"), answered("a")], [said("b", "a"), answered("b", "a")], []),
    ],
)
def test_a_record_is_put_right_once_from_its_own_folder(
    landed: list[Record], new: list[Record], expected: list[tuple[str, str]]
) -> None:
    assert of_corrections(*new, landed=tuple(landed)) == expected
    assert of_corrections(*reversed(new), landed=tuple(reversed(landed))) == expected


def test_a_second_correction_is_told_what_to_put_right_instead() -> None:
    asked = desk(said("c", "a"), landed=[said("a"), said("b", "a")])
    (found,) = findings(asked, "G318")
    assert found.message == "a.yaml 已由 b.yaml 更正"
    assert "b.yaml" in found.hint
    assert found.path == ("corrects",)


@pytest.mark.parametrize(
    ("landed", "new", "circle"),
    [
        ([], [said("a", "a")], "a"),
        ([], [said("a", "b"), said("b", "a")], "ab"),
        ([], [said("a", "c"), said("b", "a"), said("c", "b")], "abc"),
        ([], [said("a", "b"), said("b", "a"), said("d", "a")], "ab"),
        ([said("a", "b")], [said("b", "a")], "b"),  # the landed one waited for it
    ],
)
def test_corrections_that_lead_back_to_themselves_put_each_other_out_of_count(
    landed: list[Record], new: list[Record], circle: str
) -> None:
    asked = desk(*new, landed=landed)
    assert told(asked, "G317") == [("G317", f"{name}.yaml", ("corrects",)) for name in circle]


@pytest.mark.parametrize(
    ("records", "left"),
    [
        ([said("a", tasks=(1,)), said("b", "a", tasks=(1,))], ""),
        ([said("a", tasks=(1, 2)), said("b", "a", tasks=(2, 1))], ""),
        ([said("a", tasks=(1, 2)), said("b", "a", tasks=(1, 2, 3))], ""),
        ([said("a", tasks=(3, 1, 2)), said("b", "a", tasks=(1,))], "少了2、3"),
        ([said("a", tasks=(1,)), said("b", "a", tasks=(2,))], "少了1"),
        # what a correction left out, its own correction must make good
        (
            [said("a", tasks=(1, 2)), said("b", "a", tasks=(1,)), said("c", "b", tasks=(1,))],
            "少了2",
        ),
        ([said("a", tasks=(1, 2)), said("b", "a", tasks=(1,)), said("c", "b", tasks=(1, 2))], ""),
        (
            [said("a", tasks=(1,)), said("b", "a", tasks=(1, 2)), said("c", "b", tasks=(1,))],
            "少了2",
        ),
    ],
)
def test_a_correction_speaks_of_all_the_tasks_of_what_it_puts_right(
    records: list[Record], left: str
) -> None:
    for landed in range(len(records)):
        asked = desk(*records[landed:], landed=records[:landed], of=book(*map(task, (1, 2, 3))))
        found = findings(asked, "G322")
        assert [each.message.partition("，")[2] for each in found] == ([left] if left else [])
        assert [each.path for each in found] == ([("task",)] if left else [])


def test_what_was_put_right_is_left_in_peace() -> None:
    wrong = finished("6-1", link("x"), paper("../x"), tasks=(9,), name="a.yaml")
    assert told(desk(wrong, said("b", "a", tasks=(9,)))) == [("G303", "b.yaml", ("task", 0))]


def test_a_correction_may_be_of_another_kind() -> None:
    right = record("6-1", Claim(), "b.yaml", corrects="a.yaml")
    assert told(desk(right, landed=[said("a")]), *CODES) == []


_MANY = tuple((f"指标{number}", Decimal(1)) for number in range(100))

# --- a flood --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "flood",
    [
        [said(f"{n:05}", f"{n - 1:05}" if n else "") for n in range(6000)],
        [said(f"{n:05}", "00000" if n else "") for n in range(6000)],
        [said(f"{n:05}", f"{(n + 1) % 6000:05}") for n in range(6000)],
        [finished("6-1", name=f"{n:05}.yaml") for n in range(6000)],
        [record("6-1", Progress(Step.DONE, measures=_MANY), f"{n:05}.yaml") for n in range(1000)],
    ],
    ids=["chain", "star", "circle", "claims", "measures"],
)
def test_a_flood_of_records_is_judged_in_linear_time(flood: list[Record]) -> None:
    begun = time.process_time()
    assert len(told(desk(*flood), *CODES, "G308", "G313")) <= len(flood)
    assert time.process_time() - begun < 5
