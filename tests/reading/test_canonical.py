"""The two roads give the same answer on every text: see the law below."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import event, example, given, settings
from hypothesis import strategies as st

from gongkai_cli.domain.record import Record, Step
from gongkai_cli.reading.canonical import read_canonical
from gongkai_cli.reading.recognise import recognise_record
from gongkai_cli.reading.records import record_of
from gongkai_cli.reading.source import decoded, dump, parse
from small_workspace import RECORD, faults_of, put, read_record

NAME = "1-2023-06-20-abcdef.yaml"

WORDS = st.one_of(
    st.sampled_from(
        ["已编制并公开清单", "公开3次", "2023", "null", "Null", "NULL", "nulls", "~", "true", "“五兴”促“西兴”", "《条例》", "（一）培训",
         "http://example.gov.cn/a?b=1&c=d", "甲：乙", "甲: 乙", "甲:", "甲:乙", "甲 #乙", "甲#乙", "甲 ", " 甲", "'甲'", '"甲"', '甲"乙', "- 甲",
         "[甲]", "甲[乙]{丙},丁", "*甲", "&甲", "!甲", "%甲", "@甲", "|", ">", "<<", "=", "---", "...", "1 - 2", "甲\u3000乙", "甲:\u3000乙",
         "甲\xa0乙", "甲\u2028乙", "甲\x85乙", "甲\t乙", "甲\x1b乙", "甲\ufeff", "甲😀", "甲\U0001fffe", "甲\n乙", "甲\n  乙", "甲\\n乙", "",
         "甲 : 乙", "a" * 30, "政" * 7000, "0x10", "1_000", "1e3", "2023-06-20", "yes", "甲?", "? 甲", "-甲", ":甲", "甲：", "〇一二", "e\u0301"]
    ),
    st.text("甲乙ab1: #-'\"[]{},，。：\\", min_size=1, max_size=12),
    st.text(min_size=1, max_size=12),
)  # fmt: skip
TASKS = st.sampled_from(
    ["1", "46", "0", "007", "999999999", "1234567890", "-1", "1.0", "一", "", "[1]", "[1, 2]"]
)
DAYS = st.one_of(
    st.dates().map(str),
    st.sampled_from(
        [
            "2023-02-30",
            "2023-6-1",
            "2024-02-29",
            "0000-01-01",
            "2023-06-31",
            "20230601",
            "２０２３-06-01",
            "2023-06-20 ",
            "",
        ]
    ),
)
HEADS = st.tuples(
    st.sampled_from(["进展"] * 8 + ["认领", "核验", "进度"]),
    st.one_of(st.just("1"), TASKS),
    st.one_of(st.just("2023-06-20"), DAYS),
    st.sampled_from(["推进中", "已完成", "已完成", "推进中", "完成", "", "'已完成'"]),
)


SANE = st.sampled_from(
    ["已编制并公开清单", "公开3次，“五兴”促“西兴”", "http://example.gov.cn/a?b=1&c=d", "《条例》"]
)


@st.composite
def records(draw: st.DrawFn) -> bytes:
    """A record in the tool's own form, half of them with something odd about it."""
    words = st.one_of(SANE, SANE, SANE, WORDS) if draw(st.booleans()) else SANE
    head = draw(st.one_of(st.just(("进展", "1", "2023-06-20", "已完成")), HEADS))
    lines = [
        f"{key}: {value}"
        for key, value in zip(("type", "task", "date", "status"), head, strict=True)
    ]
    lines += [
        f"{key}: {draw(words)}"
        for key in ("progress", "problem", "next", "owner")
        if draw(st.booleans())
    ]
    pieces = draw(st.integers(0, 3))
    lines += ["evidence:"] if pieces else []
    for _ in range(pieces):
        kind = draw(st.sampled_from(["url", "url", "file", "file", "link"]))
        lines += [f"- title: {draw(words)}", f"  {kind}: {draw(words)}"]
    if draw(st.booleans()):
        return _made_odd(draw, lines).encode("utf-8", "surrogatepass")
    return "\n".join([*lines, ""]).encode("utf-8", "surrogatepass")


def _made_odd(draw: st.DrawFn, lines: list[str]) -> str:
    text = "\n".join([*lines, ""])
    at = draw(st.integers(0, len(text)))
    line = draw(st.sampled_from(lines))
    junk = draw(st.one_of(st.text(max_size=3), st.sampled_from([*":： \n\t#'\r"])))
    end = draw(st.sampled_from(["", " ", "\n\n", " \n", "\n#\n", "\n...\n"]))
    odd = [
        "\n".join([*draw(st.permutations(lines)), ""]),
        f"{text}{line}\n",
        text.replace(f"{line}\n", ""),
        text[:at],
        text[:at] + junk + text[at:],
        text.replace("\n", "\r\n"),
        f"\ufeff{text}",
        text.rstrip("\n") + end,
    ]
    return draw(st.sampled_from(odd))


def by_the_long_road(data: bytes) -> Record:
    """The same without the fast lane."""
    text = decoded(data, "f")
    return record_of(recognise_record(parse(text, "f"), text), NAME)


def check(data: bytes) -> str:
    """The law: the fast lane gives way or says just what the long road says. Which one it was."""
    fast = read_canonical(data, NAME)
    refusals = faults_of(lambda: by_the_long_road(data))
    if refusals:
        assert fast is None
    elif fast:
        assert repr(fast) == repr(by_the_long_road(data))
    return "fast" if fast else "refused" if refusals else "slow"


@settings(max_examples=300)
@given(records())
@example(RECORD.encode())
@example(RECORD.replace("清单", "清单:\u3000").encode())
@example(RECORD.replace("已编制并公开清单", "null").encode())
def test_both_roads_say_the_same_of_a_record(data: bytes) -> None:
    event(check(data))


@given(
    st.one_of(
        st.binary(max_size=200),
        st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass")),
    )
)
def test_and_of_any_bytes(data: bytes) -> None:
    event(check(data))


@given(st.characters())
def test_and_of_every_character_within_at_the_start_and_at_the_end(character: str) -> None:
    for words in (
        f"甲{character}乙",
        f"{character}甲",
        f"甲{character}",
        f"甲:{character}乙",
        f"甲{character}:",
    ):
        check(RECORD.replace("已编制并公开清单", words).encode("utf-8", "surrogatepass"))


PLAIN = st.text(
    st.one_of(
        st.sampled_from("0123456789abcXYZ，。、；：（）“”《》！？—…·- ./&=_%()'\"[]{},|>*!@~+"),
        st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF),
    ),
    max_size=60,
)
ORDINARY = st.builds(
    lambda first, rest: (first + rest).rstrip(" ："),
    st.sampled_from("政务公开培训2A（《“"),
    PLAIN,
).filter(
    lambda text: (
        " #" not in text
        and ": " not in text
        and not text.endswith(":")
        and not _looks_like_a_value(text)
    )
)


def _looks_like_a_value(text: str) -> bool:
    """Numbers and dates are put in quotes when written, and so take the long road."""
    return text[0].isdigit() and text.isascii()


@given(st.data())
def test_what_is_written_for_ordinary_words_takes_the_fast_lane(data: st.DataObject) -> None:
    keys = [key for key in ("progress", "problem", "next", "owner") if data.draw(st.booleans())]
    words = {key: data.draw(ORDINARY) for key in keys}
    step = data.draw(st.sampled_from(Step))
    pieces = [
        {"title": data.draw(ORDINARY), data.draw(st.sampled_from(["url", "file"])): place}
        for place in data.draw(
            st.lists(
                st.sampled_from(["http://example.gov.cn/a?b=1", "evidence/纪要.pdf"]), max_size=3
            )
        )
    ]
    values = {"type": "进展", "task": 21, "date": date(2023, 6, 20), "status": str(step), **words}
    text = dump({**values, "evidence": pieces} if pieces else values)
    record = read_canonical(text.encode(), NAME)
    assert record is not None, text
    assert repr(record) == repr(by_the_long_road(text.encode()))


@pytest.mark.parametrize("length", [19_000, 20_001, 60_001])
def test_length_changes_nothing(length: int) -> None:
    check(RECORD.encode() + b"problem: " + b"a" * length + b"\n")


def test_a_hundred_pieces_of_evidence_and_one_more() -> None:
    for count in (1, 100, 101):
        check(RECORD.encode() + b"evidence:\n" + b"- title: a\n  url: b\n" * count)


def test_the_fast_lane_is_for_updates_only(tmp_path: Path) -> None:
    put(tmp_path, "unit/reviews/1.yaml", RECORD)
    (fault,) = faults_of(lambda: read_record(str(tmp_path), "unit/reviews/1.yaml"))
    assert fault.code == "G301"
