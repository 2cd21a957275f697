import subprocess
import sys
import textwrap
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from hypothesis import assume, event, example, given
from hypothesis import strategies as st

from gongkai_cli.diagnostic import Span, Unreadable
from gongkai_cli.reading.checked import checked_forms
from gongkai_cli.reading.source import MAX_DEPTH, Value, decoded, dump, parse, shown
from gongkai_cli.reading.trace import MAX_BYTES
from small_workspace import FILES, RECORD, SOUND, faults_of, read_record, text_of, told

Case = tuple[str | bytes, str, int, int, str, str]

QUOTE = "请把内容直接写出来，或给文字加引号"
SYNTAX = "请检查这一行和上一行：冒号后要有空格，缩进要对齐，引号和括号要成对"
ANCHOR = "使用了锚点或别名（& 或 *）"
TAG = "使用了类型标签（!）"
UNTAG = "请删除标签，或给文字加引号"
DELETE = "请删除这个字符"
ALIAS_BOMB = "zz:\n- &a [x, x]\n" + "".join(
    f"- &{new} [*{old}, *{old}]\n" for old, new in zip("abcdefgh", "bcdefghi", strict=True)
)

LAST: list[Case] = [
    # added at the end of a sound file → code, lines below its last, column, sentence, remedy
    ("note：x\n", "G101", 1, 5, "使用了全角冒号", "应为半角冒号加空格：note: …"),
    ("note：x", "G101", 1, 5, "使用了全角冒号", "应为半角冒号加空格：note: …"),
    ("note ： x\n", "G101", 1, 6, "使用了全角冒号", "应为半角冒号加空格：note: …"),
    ('"note"：x\n', "G101", 1, 7, "使用了全角冒号", "应为半角冒号加空格：note: …"),
    ("note：x\nnext: y\n", "G101", 1, 5, "使用了全角冒号", "应为半角冒号加空格：note: …"),
    ("{note：x, zz: 1}\n", "G110", 2, 1, "不是正确的 YAML", SYNTAX),
    ("zz: {note：x, b: 1}\n", "G101", 1, 10, "使用了全角冒号", "应为半角冒号加空格：note: …"),
    ("zz:\n- a: x\n  note：y\n", "G101", 3, 7, "使用了全角冒号", "应为半角冒号加空格：note: …"),
    ("zz:\n- note：x\n  b: y\n", "G101", 2, 7, "使用了全角冒号", "应为半角冒号加空格：note: …"),
    ("zz: |\n  App：x\nb: [1\n", "G110", 4, 1, "不是正确的 YAML", SYNTAX),
    ("zz:\tx\n", "G102", 1, 4, "使用了制表符（Tab）", "请改用空格"),
    ("\tzz: x\n", "G102", 1, 1, "使用了制表符（Tab）", "请改用空格"),
    ("zz: 1\nzz: 2\n", "G103", 2, 1, "键“zz”重复出现", "同一层里每个键只写一次"),
    ("zz: {b: 1, b: 2}\n", "G103", 1, 12, "键“b”重复出现", "同一层里每个键只写一次"),
    (f"zz: {{{'b' * 99}: 1, {'b' * 99}: 2}}\n", "G103", 1, 110, f"键“{'b' * 40}…”重复出现", "同一层里每个键只写一次"),
    ("zz: &a 1\n", "G104", 1, 5, ANCHOR, QUOTE),
    ("zz: &重点 1\n", "G104", 1, 6, ANCHOR, QUOTE),
    ("zz: *a\n", "G104", 1, 5, ANCHOR, QUOTE),
    ("zz: *重点*\n", "G104", 1, 6, ANCHOR, QUOTE),
    ("*a : 1\n", "G104", 1, 1, ANCHOR, QUOTE),
    (ALIAS_BOMB, "G104", 2, 3, ANCHOR, QUOTE),
    ("<<: {a: 1}\n", "G104", 1, 1, "使用了合并键 <<", "请把内容直接写出来"),
    ("zz: !!str 1\n", "G105", 1, 5, TAG, UNTAG),
    ("zz: !重点 x\n", "G105", 1, 6, TAG, UNTAG),
    ("zz: !e!x y\n", "G105", 1, 5, TAG, UNTAG),
    ("zz: !!python/object/apply:os.system [ls]\n", "G105", 1, 5, TAG, UNTAG),
    ("%FOO x\n", "G106", 1, 5, "使用了 % 指令", "请删除以 % 开头的行"),
    ("zz: 中文\n".encode("gbk"), "G107", 1, 5, "文件不是 UTF-8 编码", "请在编辑器里另存为 UTF-8 编码"),
    ("zz: 政\n中文\n".encode() + b"\xd6\xd0", "G107", 3, 1, "文件不是 UTF-8 编码", "请在编辑器里另存为 UTF-8 编码"),
    ("zz: 公开\xed\xa0\x80\n".encode("latin-1", "ignore"), "G107", 1, 5, "文件不是 UTF-8 编码", "请在编辑器里另存为 UTF-8 编码"),
    ("zz: \0\n", "G108", 1, 5, "含有控制字符 U+0000", DELETE),
    ("zz: a\x1b[31m\n", "G108", 1, 6, "含有控制字符 U+001B", DELETE),
    ("zz: \x7f\n", "G108", 1, 5, "含有控制字符 U+007F", DELETE),
    ("zz: \x9b31m\n", "G108", 1, 5, "含有控制字符 U+009B", DELETE),
    ("zz: a\x85b: c\n", "G108", 1, 6, "含有控制字符 U+0085", DELETE),
    ("zz: a\u2028b: c\n", "G108", 1, 6, "含有控制字符 U+2028", DELETE),
    ("zz: a\ufeffb\n", "G108", 1, 6, "含有控制字符 U+FEFF", DELETE),
    ("zz: \uffff\n", "G108", 1, 5, "含有控制字符 U+FFFF", DELETE),
    ('zz: "\\e[31m"\n', "G108", 1, 5, "含有控制字符 U+001B", DELETE),
    ('"\\0": 1\n', "G108", 1, 1, "含有控制字符 U+0000", DELETE),
    ('zz: "\\ud800"\n', "G108", 1, 8, "含有不是文字的字符", DELETE),
    ("zz: " + "[" * 20_000 + "\n", "G109", 1, 25, "嵌套超过 20 层", "请减少嵌套"),
    ("zz: " + "[" * 20_000 + "]" * 20_000 + "\n", "G109", 1, 25, "嵌套超过 20 层", "请减少嵌套"),
    ("zz: " + "{a: " * 20_000 + "\n", "G109", 1, 85, "嵌套超过 20 层", "请减少嵌套"),
    ("zz:\n" + "- " * 20_000 + "\n", "G109", 2, 41, "嵌套超过 20 层", "请减少嵌套"),
    ("zz: [1\n", "G110", 2, 1, "不是正确的 YAML", SYNTAX),
    ("zz: 'x\n", "G110", 2, 1, "不是正确的 YAML", SYNTAX),
    ("zz: a: b\n", "G110", 1, 6, "不是正确的 YAML", SYNTAX),
    ("zz: @x\n", "G110", 1, 5, "不是正确的 YAML", SYNTAX),
    ("? [a]\n: b\n", "G110", 1, 3, "键不是文字", "请写成 键: 值"),
    ("? {a: 1}\n: b\n", "G110", 1, 3, "键不是文字", "请写成 键: 值"),
    ("---\nzz: 1\n", "G111", 1, 1, "一个文件里有两份内容", "请删除 --- 这一行，一个文件只写一份"),
]  # fmt: skip


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize("case", LAST, ids=range(len(LAST)))
def test_what_the_dialect_does_not_have_is_refused_where_it_stands(
    tmp_path: Path, file: str, case: Case
) -> None:
    added, code, below, column, sentence, remedy = case
    sound = text_of(file)
    line = sound.count("\n") + below
    content = sound.encode() + (added.encode() if isinstance(added, str) else added)
    assert told(tmp_path, file, content) == [(code, line, column, sentence, remedy)]


FIRST: list[Case] = [
    # put before a sound file
    ("note：x\n", "G101", 1, 5, "使用了全角冒号", "应为半角冒号加空格：note: …"),
    ("note：x\nnext：y\n", "G101", 1, 5, "使用了全角冒号", "应为半角冒号加空格：note: …"),
    ("%YAML 1.1\n---\n", "G106", 1, 1, "使用了 % 指令", "请删除以 % 开头的行"),
    ("%TAG ! tag:x,2000:\n---\n", "G106", 1, 1, "使用了 % 指令", "请删除以 % 开头的行"),
    ("%FOO\n---\n", "G106", 1, 5, "使用了 % 指令", "请删除以 % 开头的行"),
    ("zz: 1\n---\n", "G111", 2, 1, "一个文件里有两份内容", "请删除 --- 这一行，一个文件只写一份"),
]  # fmt: skip


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize("case", FIRST, ids=range(len(FIRST)))
def test_likewise_in_the_first_line(tmp_path: Path, file: str, case: Case) -> None:
    added, code, line, column, sentence, remedy = case
    assert isinstance(added, str)
    found = told(tmp_path, file, added + text_of(file))
    assert found == [(code, line, column, sentence, remedy)]


SHAPE = "每行写成 键: 值，冒号用半角，后面加一个空格"

WHOLE: list[Case] = [
    # the whole file
    ("", "G112", 0, 0, "文件是空的", SHAPE),
    ("\n\n", "G112", 0, 0, "文件是空的", SHAPE),
    ("# 只有说明\n", "G112", 0, 0, "文件是空的", SHAPE),
    ("---\n", "G112", 2, 1, "文件是空的", SHAPE),
    ("null\n", "G112", 1, 1, "文件是空的", SHAPE),
    ("- a: 1\n", "G112", 1, 1, "内容不是 键: 值 的形式", SHAPE),
    ("已完成\n", "G112", 1, 1, "内容不是 键: 值 的形式", SHAPE),
    ("type：进展", "G101", 1, 5, "使用了全角冒号", "应为半角冒号加空格：type: …"),
    ("type：进展\ntask：1\n", "G101", 1, 5, "使用了全角冒号", "应为半角冒号加空格：type: …"),
    ("- title：x\n", "G101", 1, 8, "使用了全角冒号", "应为半角冒号加空格：title: …"),
    ("a: 1\r\n\tb: 2\r\n", "G102", 2, 1, "使用了制表符（Tab）", "请改用空格"),
    ("a: 1\rb:\t2\r", "G102", 2, 3, "使用了制表符（Tab）", "请改用空格"),
    (b"\xef\xbb\xbfa: \xd6\xd0\n", "G107", 1, 4, "文件不是 UTF-8 编码", "请在编辑器里另存为 UTF-8 编码"),
    ("type: 进展\n".encode("utf-16"), "G107", 1, 1, "文件不是 UTF-8 编码", "请在编辑器里另存为 UTF-8 编码"),
]  # fmt: skip


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize("case", WHOLE, ids=range(len(WHOLE)))
def test_a_file_that_is_no_mapping_is_refused(tmp_path: Path, file: str, case: Case) -> None:
    content, code, line, column, sentence, remedy = case
    assert told(tmp_path, file, content) == [(code, line, column, sentence, remedy)]


@pytest.mark.parametrize(
    "saved",
    [
        lambda text: b"\xef\xbb\xbf" + text.encode(),
        lambda text: text.replace("\n", "\r\n").encode(),
        lambda text: b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode(),
        lambda text: text.replace("\n", "\r").encode(),
        lambda text: text.rstrip("\n").encode(),
        lambda text: b"---\n" + text.encode(),
        lambda text: text.encode() + b"...\n",
    ],
    ids=["BOM", "CRLF", "BOM and CRLF", "CR", "no last line end", "start mark", "end mark"],
)
def test_what_editors_do_to_a_file_does_not_matter(
    tmp_path: Path, saved: Callable[[str], bytes]
) -> None:
    plain = checked_forms({name: text.encode() for name, text in SOUND.items()})
    edited = checked_forms({name: saved(text) for name, text in SOUND.items()})
    for task in _tasks(plain) + _tasks(edited):
        del task["line"]
    assert edited == plain
    for name, data in {"a": RECORD.encode(), "b": saved(RECORD)}.items():
        (tmp_path / f"{name}/updates").mkdir(parents=True)
        (tmp_path / f"{name}/updates/1.yaml").write_bytes(data)
    records = [read_record(str(tmp_path), f"{name}/updates/1.yaml") for name in "ab"]
    assert records[0] == records[1]


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("清" * 40, "清" * 40),
        ("清" * 41, f"{'清' * 40}…"),
        ("清\n\t 单", "清 单"),
        ("清" * 29 + "13800138000", "清" * 29 + "13800138000"),
        ("清" * 30 + "13800138000", f"{'清' * 30}…"),
        ("清" * 29 + "13800138000。", f"{'清' * 29}…"),
        ("清" * 30 + "１３８００１３８０００", f"{'清' * 30}…"),
        ("清" * 30 + "138\u20100013\u20108000", f"{'清' * 30}…"),
        ("清" * 24 + "11010519491231002X", f"{'清' * 24}…"),
        ("1" * 200_000, "…"),
    ],
)
def test_a_quotation_is_short_and_ends_in_no_half_of_a_number(text: str, quoted: str) -> None:
    assert shown(text) == quoted


def test_a_file_may_have_four_megabytes_and_not_one_byte_more(tmp_path: Path) -> None:
    sound = SOUND["data/policy.yaml"] + "#"
    padded = sound + "x" * (MAX_BYTES - len(sound.encode()))
    assert told(tmp_path, "data/policy.yaml", padded) == []
    (fault,) = told(tmp_path, "data/policy.yaml", padded + "x")
    assert fault == ("G109", 0, 0, "文件超过 4 MB", "请拆分或删减后再提交")


def test_twenty_levels_are_read_and_twenty_one_are_not() -> None:
    inner = parse("[" * MAX_DEPTH + "]" * MAX_DEPTH, "f").values
    for _ in range(MAX_DEPTH - 1):
        assert isinstance(inner, list)
        (inner,) = inner
    assert inner == []
    (fault,) = faults_of(lambda: parse("[" * (MAX_DEPTH + 2) + "]" * (MAX_DEPTH + 2), "f"))
    assert fault.span[:3] == ("f", 1, MAX_DEPTH + 2)


@pytest.mark.parametrize(
    "opening", ["[", "{", "- ", "? ", "a: [", "- - [", "'", '"', "!", "&", "*"]
)
def test_no_depth_brings_the_process_down(opening: str) -> None:
    """In a process of its own: an overflow of the C stack could not be caught in this one."""
    program = textwrap.dedent("""
        import sys
        from gongkai_cli.diagnostic import Unreadable
        from gongkai_cli.reading.source import decoded, parse
        try:
            parse(decoded(sys.stdin.buffer.read(), "f"), "f")
        except Unreadable as refusal:
            print(refusal.diagnostics[0].code)
    """)
    began = time.monotonic()
    run = subprocess.run(
        [sys.executable, "-c", program],
        input=opening.encode() * 200_000,
        capture_output=True,
        check=True,
    )
    assert run.stdout.startswith(b"G1" if opening != "'" else b"")
    assert time.monotonic() - began < 10


def test_every_path_has_its_place() -> None:
    source = parse("a: 1\nb:\n- {c: x, 'd': [y]}\n- |\n  z\n", "f")
    assert source.values == {"a": "1", "b": [{"c": "x", "d": ["y"]}, "z\n"]}
    places = {
        (): (1, 1),
        ("a",): (1, 4),
        ("b",): (3, 1),
        ("b", 0): (3, 3),
        ("b", 0, "c"): (3, 7),
        ("b", 0, "d", 0): (3, 16),
        ("b", 1): (4, 3),
        ("b", 9, "unheard of"): (3, 1),
        ("nowhere",): (1, 1),
    }
    assert {path: source.span(path)[1:3] for path in places} == places
    assert source.key_span(("b", 0, "d")) == Span("f", 3, 10, 3, 13)
    assert source.key_span(("nowhere",)) == Span("f", 1, 1)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("2023", "2023"),
        ("2023-02-30", "2023-02-30"),
        ("yes", "yes"),
        ("0o17", "0o17"),
        (".inf", ".inf"),
        ("=", "="),
        ("'<<'", "<<"),
        ("~", None),
        ("null", None),
        ("", None),
        ("'null'", "null"),
        ("''", ""),
        ('"a\\tb\\r\\n\\N\\L"', "a\tb\r\n\x85\u2028"),
        ("说明：x", "说明：x"),
        ("note：x", "note：x"),
        ("App：x # 注", "App：x"),
    ],
)
def test_a_scalar_stays_text(written: str, value: str | None) -> None:
    assert parse(f"a: {written}\n", "f").values == {"a": value}


def test_a_quoted_merge_key_is_a_key_like_any_other() -> None:
    assert parse("'<<': 1\nnull: 2\n", "f").values == {"<<": "1", "null": "2"}


def test_an_address_may_stand_in_braces() -> None:
    source = parse("e: [{title: 甲, url: http://a.cn/?b=c:d}, {url: x}]\n", "f")
    assert source.values == {"e": [{"title": "甲", "url": "http://a.cn/?b=c:d"}, {"url": "x"}]}
    assert source.span(("e", 0, "url"))[:3] == ("f", 1, 21)
    (fault,) = faults_of(lambda: parse("e: {url: http://a.cn/, b: [1}\n", "f"))
    assert (fault.code, *fault.span[:3]) == ("G110", "f", 1, 29)


def test_but_not_in_a_large_file() -> None:
    (fault,) = faults_of(lambda: parse("e: {url: http://a.cn/}\n" + "#" * 300_000, "f"))
    assert (fault.code, *fault.span[:3]) == ("G110", "f", 1, 14)


def test_a_character_that_is_none_is_refused_whoever_hands_it_over() -> None:
    (fault,) = faults_of(lambda: parse("a: \x80", "f"))
    assert (fault.code, fault.message) == ("G108", "含有不是文字的字符")


AWKWARD = st.sampled_from(
    ["\n", " ", "  ", ": ", ":", "：", " #", "#", "'", '"', "|", ">", "-", "- ", "? ", "\t", "\r", "\r\n",
     "\x85", "\xa0", "\u2028", "\u2029", "\u3000", "😀", "null", "~", "123", "1.50", "true",
     "2023-06-20", "%", "@", "`", "---", "\n---\n", "\n...\n", "!", "&a", "*a", "<<", "=", "[", "]", "{", "}",
     ",", "\\", "\\n", "a", "进展", "note"]
)  # fmt: skip
ODD = st.sampled_from(["\x1b", "\0", "\x7f", "\x9b", "\ufeff", "\ufffe", "\udc80", "\ud83d"])
TEXT = st.one_of(
    st.lists(AWKWARD, min_size=1, max_size=8).map("".join),
    st.text(st.characters(exclude_categories=("Cc", "Cs")), min_size=1, max_size=60).filter(
        lambda text: not {"\ufeff", "\ufffe", "\uffff"} & set(text)
    ),
)
VALUES = st.dictionaries(
    TEXT,
    st.one_of(
        TEXT,
        st.lists(st.dictionaries(TEXT, TEXT, min_size=1, max_size=3), min_size=1, max_size=3),
        st.dictionaries(TEXT, TEXT, min_size=1, max_size=3),
        st.lists(TEXT, min_size=1, max_size=3),
    ),
    min_size=1,
    max_size=4,
)


@given(VALUES)
@example({"a": "一\n二"})
@example({"a": "  一\n 二  \n\n"})
@example({"a": "\n\n"})
@example({"a": [{"b": "一\n---\n%YAML\n"}]})
def test_what_is_written_is_read_back(values: dict[str, "Value"]) -> None:
    text = dump(values)
    assert parse(decoded(text.encode(), "f"), "f").values == values


@given(VALUES, TEXT, ODD, TEXT)
def test_or_clearly_refused(values: dict[str, "Value"], before: str, odd: str, after: str) -> None:
    for more in ({"a": before + odd + after}, {before + odd + after: "a"}):
        text = dump({**values, **more})
        (fault,) = faults_of(partial(parse, decoded(text.encode(), "f"), "f"))
        assert (fault.code, fault.hint) == ("G108", DELETE)


@given(st.text(st.characters(exclude_categories=("C", "Zl", "Zp")), min_size=1))
def test_nothing_printable_is_refused(text: str) -> None:
    assert parse(dump({"1": text, f"2{text}": "b"}), "f").values == {"1": text, f"2{text}": "b"}


def test_a_person_could_have_written_it() -> None:
    values = {
        "type": "进展",
        "task": [1, 2],
        "progress": "第一行\n  第二行",
        "next": "注意: 冒号",
        "evidence": [{"title": "清单", "url": "http://example.gov.cn/a?b=1"}],
        "measures": {"培训": 2},
    }
    assert dump(values) == (
        "type: 进展\ntask:\n- 1\n- 2\nprogress: |-\n  第一行\n    第二行\nnext: '注意: 冒号'\n"
        "evidence:\n- title: 清单\n  url: http://example.gov.cn/a?b=1\nmeasures:\n  培训: 2\n"
    )


def test_long_text_stays_on_its_line() -> None:
    assert dump({"progress": "公开 " * 5000 + "完"}).count("\n") == 1


@given(
    st.one_of(
        st.binary(max_size=300),
        st.text(max_size=300).map(lambda text: text.encode("utf-8", "surrogatepass")),
    )
)
def test_no_bytes_bring_anything_but_values_or_a_refusal(data: bytes) -> None:
    assume(data)
    refusals = faults_of(lambda: parse(decoded(data, "f"), "f"))
    event("refused" if refusals else "read")
    assert len(refusals) <= 1
    assert all(fault.span.file == "f" and fault.hint for fault in refusals)


YAMLISH = st.lists(
    st.sampled_from(
        ["a", "b", "note", ": ", "：", ":", "\n", "\n  ", "\n- ", "- ", "[", "]", "{", "}", ", ", "'", '"', "|\n", ">-\n ",
         "{a: b:c, ",
 "&a ", "*a", "!t ", "!!str ", "<<: ", "? ", "%YAML 1.2", "---\n", "...\n", "# x", "~", "\t", "\\", "\ufeff"]
    ),
    max_size=25,
).map("".join)  # fmt: skip


@given(YAMLISH)
def test_nor_does_anything_like_yaml(text: str) -> None:
    refusals = faults_of(lambda: parse(decoded(text.encode(), "f"), "f"))
    event(refusals[0].code if refusals else "read")
    assert len(refusals) <= 1


def _tasks(values: dict[str, "Value"]) -> list[dict[str, "Value"]]:
    plan = values["plan"]
    assert isinstance(plan, dict)
    return [
        task
        for section in plan["sections"]
        for topic in section["topics"]
        for task in topic["tasks"]
    ]


def test_half_a_letter_is_refused_as_a_key_and_as_a_value() -> None:
    """Only the parser in Python takes it, and only a file with an address in braces gets there."""
    for line in (r'measures: {"\ud800": 1}', r'progress: "\ud800"'):
        text = f"evidence: [{{url: http://a.b, title: x}}]\n{line}\n"
        with pytest.raises(Unreadable) as refusal:
            parse(text, "x.yaml")
        [found] = refusal.value.diagnostics
        assert (found.code, found.span.line) == ("G108", 2)


def test_many_innocent_colons_cost_no_more_than_their_length() -> None:
    """Searched anew for each colon, this text would take minutes."""
    text = "t: |\n" + " a：\n" * 60_000 + "b: 1\nc: ]\n"
    with pytest.raises(Unreadable) as refusal:
        parse(text, "x.yaml")
    assert refusal.value.diagnostics[0].code == "G110"
