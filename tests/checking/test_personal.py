"""The numbers stand in no register: the standard's own example, a carrier's service number, computed ones."""

from collections.abc import Callable
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from gongkai_cli.checking.personal import Leak, leaks, masked
from gongkai_cli.rules import BY_CODE

DAY = date(2023, 6, 20)
IDENTITY = "11010519491231002X"  # the example of GB 11643-1999
OLD_IDENTITY = "110105491231002"
MOBILE = "13800138000"


def identity(front: str) -> str:
    """`front`, 17 digits, with the check sign of the standard's table of weights."""
    weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
    total = sum(int(digit) * weight for digit, weight in zip(front, weights, strict=True))
    return front + "10X98765432"[total % 11]


def card(front: str) -> str:
    """`front` with Luhn's check digit."""
    total = 0
    for place, digit in enumerate(reversed(front)):
        value = int(digit) * (2 if place % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return front + str(-total % 10)


def spaced(number: str, *lengths: int, joint: str = " ") -> str:
    starts = [sum(lengths[:place]) for place in range(len(lengths) + 1)]
    assert starts[-1] == len(number)
    return joint.join(number[a:b] for a, b in pairwise(starts))


def wide(text: str) -> str:
    return text.translate({ord(sign): ord(sign) + 0xFEE0 for sign in "0123456789Xx@"})


UNIONPAY = card("622200000000000")


def found(text: str, as_of: date = DAY) -> list[tuple[str, str]]:
    return [(leak.code, text[leak.start : leak.end]) for leak in leaks(text, as_of)]


def test_the_helpers_know_the_published_examples() -> None:
    assert identity("11010519491231002") == IDENTITY
    assert card("411111111111111") == "4111111111111111"
    assert wide("1X@") == "１Ｘ＠"


# --- 身份证号码 ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "number",
    [
        IDENTITY,
        IDENTITY.lower(),
        wide(IDENTITY),
        wide(IDENTITY.lower()),
        OLD_IDENTITY,
        spaced(IDENTITY, 6, 8, 4),
        spaced(IDENTITY, 6, 8, 4, joint="-"),
        spaced(IDENTITY, 6, 8, 4, joint="–"),
        spaced(IDENTITY, 6, 8, 4, joint="\u00a0"),
        spaced(IDENTITY, 6, 8, 4, joint="\u3000"),
        spaced(IDENTITY, 6, 8, 4, joint="\u00ad"),
        spaced(IDENTITY, 3, 3, 4, 4, 3, 1),
        spaced(IDENTITY, 7, 11),
        spaced(IDENTITY, *[1] * 18),
        spaced(wide(IDENTITY), 6, 8, 4),
        spaced(OLD_IDENTITY, 6, 6, 3),
        identity("81000019900101001"),  # 港澳居民居住证
        identity("91184019900101001"),  # 外国人永久居留身份证
        identity("37010420000229001"),
        identity("37010419000101001"),
    ],
)
def test_an_identity_number_is_found(number: str) -> None:
    assert found(f"身份证{number}，张某") == [("G601", number)]
    assert found(number) == [("G601", number)]


@pytest.mark.parametrize(
    "text",
    [
        "110105194912310021",  # the check sign is X
        identity("10010519491231002"),  # no such province
        identity("99010519491231002"),
        identity("37010419491331002"),  # month 13
        identity("37010419490229002"),  # not a leap year
        identity("37010418991231001"),
        identity("37010421000101001"),
        "100105491231002",
        "110105491331002",
        "1" + IDENTITY,
        IDENTITY + "1",
        "A" + IDENTITY,
        IDENTITY + "a",
        "号_" + IDENTITY,
        spaced(IDENTITY, 6, 8, 4, joint="  "),
        spaced(IDENTITY, 6, 8, 4, joint="\n"),
        spaced(IDENTITY, 6, 8, 4, joint="、"),
        spaced(OLD_IDENTITY, 5, 5, 5),
    ],
)
def test_this_is_no_identity_number(text: str) -> None:
    assert "G601" not in [code for code, _ in found(text)]


def test_nobody_has_an_identity_number_before_the_day_of_birth() -> None:
    number = identity("37010420230620001")
    assert found(number, date(2023, 6, 19)) == []
    assert found(number, date(2023, 6, 20)) == [("G601", number)]


def test_every_province_of_the_standard_is_known() -> None:
    numbers = [identity(f"{code:02}010519491231002") for code in range(90)]
    known = [number[:2] for number in numbers if ("G601", number) in found(number)]
    assert " ".join(known) == (
        "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46"
        " 50 51 52 53 54 61 62 63 64 65 71 81 82 83"
    )


# --- 手机号码 ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "number"),
    [
        (MOBILE, MOBILE),
        ("联系人13800138000（张某）", MOBILE),
        ("21,13800138000,21", MOBILE),
        ("2023-06-20 13800138000", MOBILE),
        ("13800138000。", MOBILE),
        ("13800138000.", MOBILE),
        ("13800138000.2023年", MOBILE),
        ("**13800138000**", MOBILE),
        ("***13800138000***", MOBILE),
        ("+86 13800138000", MOBILE),
        ("(+86)13800138000", MOBILE),
        ("86-138-0013-8000", "138-0013-8000"),
        ("+8613800138000", "8613800138000"),
        ("008613800138000", "008613800138000"),
        ("013800138000", "013800138000"),
        ("8613 800 138 000 138 0013 8000", "138 0013 8000"),
        ("138 0013 8000", "138 0013 8000"),
        ("138-0013-8000", "138-0013-8000"),
        ("1380 013 8000", "1380 013 8000"),
        ("１３８００１３８０００", "１３８００１３８０００"),
        ("19900000000", "19900000000"),
        ("evidence/13800138000.pdf", MOBILE),
        ("http://example.gov.cn/?tel=13800138000", MOBILE),
        ("http://example.gov.cn/a.html,13800138000", MOBILE),
        ("http://example.gov.cn/a.html 13800138000", MOBILE),
        ("tel://13800138000", MOBILE),
        ("13800138000@example.com", MOBILE),  # what weighs more
    ],
)
def test_a_mobile_number_is_found(text: str, number: str) -> None:
    assert found(text) == [("G602", number)]


def test_two_numbers_with_a_stroke_between_are_two() -> None:
    assert found("13800138000/13800138001") == [("G602", MOBILE), ("G602", "13800138001")]


@pytest.mark.parametrize(
    "text",
    [
        "12800138000",
        "1380013800",
        "138001380001",
        "113800138000",
        "138-00138000",
        "138 0013  8000",
        "138\n0013\n8000",
        "138 0013 80001",
        "0531-87654321",
        "053187654321",
        "0531-8765-4321",
        "400-138-0013",
        "13800138000.00元",
        "13800138000.5",
        "13800138000元",
        "13800138000 元",
        "13800138000万元",
        "￥13800138000",
        "0.13800138000",
        "v1.2.13800138000",
        "http://example.gov.cn/art/2023/6/20/art_13800138000_1.html",
        "http://example.gov.cn/art/13800138000.html",
        "https://example.gov.cn:8080/13800138000/6222000000000000.html",
        "a13800138000",
        "13800138000a",
        "3fa13800138000c1",
    ],
)
def test_this_is_no_mobile_number(text: str) -> None:
    assert found(text) == []


# --- 银行卡号 ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "number",
    [
        UNIONPAY,
        card("622200000000000000"),  # 19
        card("955880000000000000"),
        card("411111111111"),  # 13
        card("411111111111111"),
        card("510000000000000"),
        card("550000000000000"),
        card("222100000000000"),
        card("272000000000000"),
        card("34000000000000"),
        card("37000000000000"),
        card("352800000000000"),
        card("358900000000000"),
        wide(UNIONPAY),
        spaced(UNIONPAY, 4, 4, 4, 4),
        spaced(UNIONPAY, 4, 4, 4, 4, joint="-"),
        spaced(card("62220000000000000"), 4, 4, 4, 4, 2),
        spaced(card("622200000000000000"), 4, 4, 4, 4, 3),
        spaced(card("622200000000000000"), 6, 13),
        spaced(card("37000000000000"), 4, 6, 5),
    ],
)
def test_a_bank_card_is_found(number: str) -> None:
    assert found(f"账号：{number}；") == [("G603", number)]


@pytest.mark.parametrize(
    "text",
    [
        UNIONPAY[:-1] + str((int(UNIONPAY[-1]) + 1) % 10),
        card("622200000000"),  # 13
        card("6222000000000000000"),  # 20
        card("500000000000000"),
        card("560000000000000"),
        card("222000000000000"),
        card("272100000000000"),
        card("36000000000000"),
        card("352700000000000"),
        card("359000000000000"),
        card("955900000000000000"),
        UNIONPAY[:-1] + chr(0x660 + int(UNIONPAY[-1])),  # an Arabic digit
        card("978750000000"),  # 13 digits of an ISBN
        card("913701040000000"),
        spaced(UNIONPAY, 8, 8),
        spaced(UNIONPAY, 4, 4, 4, 4, joint="  "),
        UNIONPAY + "0",
        "0" + UNIONPAY,
        "a" + UNIONPAY,
        UNIONPAY + ".00",
        "0." + UNIONPAY,
        "http://example.gov.cn/" + UNIONPAY,
    ],
)
def test_this_is_no_bank_card(text: str) -> None:
    assert found(text) == []


def test_an_identity_number_is_never_a_bank_card_as_well() -> None:
    fronts = (f"620105199001{day:02}{serial:03}" for day in range(1, 29) for serial in range(100))
    both = next(number for number in map(identity, fronts) if number == card(number[:-1]))
    assert found(both) == [("G601", both)]
    assert found(both, date(1980, 1, 1)) == [("G603", both)]


# --- 电子邮箱 ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("邮箱zhang.san@example.com。", "zhang.san@example.com"),
        ("a_b%c+d-e@mail.example.com.cn, x", "a_b%c+d-e@mail.example.com.cn"),
        ("见-a@example.com-张某", "a@example.com"),
        ("a＠example.com", "a＠example.com"),
        ("mailto:a@example.com?subject=b", "a@example.com"),
        ("a@example.com.13800138", "a@example.com"),
        ("1@example.com", "1@example.com"),
    ],
)
def test_an_address_is_found(text: str, address: str) -> None:
    assert found(text) == [("G604", address)]


@pytest.mark.parametrize(
    "text",
    [
        "@张某",
        "a@",
        "@example.com",
        "a@example",
        "a@example.c",
        "a@example.c0m",
        "a @example.com",
        "-@example.com",
        "a@.com",
        "a@@example.com",
        "邮箱@example.com",
        "actions/checkout@v4.2",
        "a[at]example.com",
    ],
)
def test_this_is_no_address(text: str) -> None:
    assert found(text) == []


# --- all together -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "",
        "91370104MA3C000000",  # 统一社会信用代码
        "11370104004200000X",
        "国办发明电〔2025〕7号",
        "20230620",
        "20230620150000",
        "2023-06-20 15:00:00",
        "2023-06-20 - 2023-12-31",
        "21-2023-06-20-3fa9c1.yaml",
        "21-2023-06-20-138001.yaml",
        "ISBN 978-7-5000-0000-1",
        "9787500000001",
        "1.13.2023.0620",
        "3.141592653589793",
        "550e8400-e29b-41d4-a716-446655440000",
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "da39a3ee5e6b4b0d3255bfef95601890afd13800138000d80709",
        "１２３４５６７８９０１２",
        "138****8000",
        "110***********002X",
        "6222 **** **** 0000",
    ],
)
def test_what_may_be_published_stays_as_it_is(text: str) -> None:
    assert found(text) == []
    assert masked(text) == text


def test_leaks_come_in_order_with_their_places() -> None:
    text = f"张某 zhang@example.com\n{MOBILE} {IDENTITY}\n{UNIONPAY}"
    assert leaks(text, DAY) == [
        Leak("G604", 3, 20),
        Leak("G602", 21, 32),
        Leak("G601", 33, 51),
        Leak("G603", 52, 68),
    ]
    assert {leak.code for leak in leaks(text, DAY)} <= BY_CODE.keys()


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        (IDENTITY, "110***********002X"),
        (wide(IDENTITY), "１１０***********００２Ｘ"),
        (spaced(IDENTITY, 6, 8, 4), "****** ******** 002X"),
        (spaced(IDENTITY, 3, 3, 4, 4, 4), "110 *** **** **** 002X"),
        (spaced(IDENTITY, 7, 11), "******* ***********"),
        (OLD_IDENTITY, "110********1002"),
        (MOBILE, "138****8000"),
        ("8613800138000", "861******8000"),
        ("+86 138-0013-8000", "+86 138-****-8000"),
        ("电话：13800138000\n", "电话：138****8000\n"),
        (card("622200000000000"), "622*********" + card("622200000000000")[-4:]),
        (spaced(UNIONPAY, 4, 4, 4, 4), "**** **** **** " + UNIONPAY[-4:]),
        ("zhang.san@example.com", "*********@example.com"),
        ("a＠example.com", "*＠example.com"),
        ("13800138000@example.com", "***********@example.com"),
        ("a@example.com@example.org", "*@***********@example.org"),
        (identity("37010420991231001"), "370***********" + identity("37010420991231001")[-4:]),
    ],
)
def test_masking_leaves_what_its_writer_recognises(text: str, safe: str) -> None:
    assert masked(text) == safe


PIECES = st.one_of(
    st.sampled_from(
        [IDENTITY, spaced(IDENTITY, 6, 8, 4), OLD_IDENTITY, identity("37010420500101001"), MOBILE, "138 0013 8000", "1380 013 8000", UNIONPAY,
         spaced(UNIONPAY, 4, 4, 4, 4), card("37000000000000"), "3700 000000 00002", "6222", "0000", "8000", "138", "86", "0013", "86-", "X", "x", "*",
         "****", "a@b.cn", "@", "＠", "http://a.cn/", "://", "/", "?", ".", "-", " ", "\u00a0", "\n", "元", "张", "_", ",", "１３８", "%", "0", "1"]
    ),
    st.text("0123456789", min_size=1, max_size=19),
    st.text("019-X* .@/_a:张", max_size=8),
    st.text(max_size=3),
)  # fmt: skip
TEXTS = st.lists(PIECES, max_size=12).map("".join)
DAYS = st.dates()


@given(TEXTS, DAYS)
@example("8000 6222 0000 0000 0000 6222 0000 0000 000 13800138000", DAY)
@example("3700 000000 00002.13800138000", DAY)
@example("6222 0000 0000 0000 8x@a.cn", DAY)
@example(f"{UNIONPAY}１３８0a@b.cn", DAY)
@example(f"{UNIONPAY}.5{'a' * 63}@b.cn", DAY)
def test_nothing_is_found_in_what_is_masked(text: str, as_of: date) -> None:
    safe = masked(text)
    assert leaks(safe, as_of) == []
    assert masked(safe) == safe


@given(TEXTS)
def test_masking_keeps_every_place(text: str) -> None:
    safe = masked(text)
    assert len(safe) == len(text)
    assert all(new in (old, "*") for old, new in zip(text, safe, strict=True))
    lines, safe_lines = text.splitlines(), safe.splitlines()
    assert list(map(len, lines)) == list(map(len, safe_lines))


@given(TEXTS, DAYS)
def test_leaks_are_in_order_and_apart(text: str, as_of: date) -> None:
    places = [place for leak in leaks(text, as_of) for place in leak[1:]]
    assert places == sorted(set(places))


@given(TEXTS, DAYS)
def test_every_leak_is_masked(text: str, as_of: date) -> None:
    safe = masked(text)
    assert all("*" in safe[leak.start : leak.end] for leak in leaks(text, as_of))


@given(
    st.integers(0, 999),
    st.dates(date(1900, 1, 1), DAY),
    st.lists(st.sampled_from(["", "", "", " ", "-", "\u00a0", "–"]), min_size=17, max_size=17),
    st.sampled_from([str, wide]),
    st.text("，张：(\n\t。"),
)
def test_an_identity_number_is_found_however_it_is_grouped(
    serial: int, born: date, joints: list[str], typed: Callable[[str], str], beside: str
) -> None:
    number = identity(f"370104{born:%Y%m%d}{serial:03}")
    written = number[0] + "".join(map("".join, zip(joints, number[1:], strict=True)))
    written = typed(written)
    assert found(beside + written + beside) == [("G601", written)]


@pytest.mark.parametrize(
    ("unit", "count"),
    [
        ("1", 0),
        ("1 ", 0),
        ("1 9 ", 0),
        ("110105", 0),
        ("1234567890a", 0),
        ("a", 0),
        ("@", 0),
        ("a@a.", 0),
        (IDENTITY + " ", 13797),
        (MOBILE + "/", 21845),
        ("a@b.cn ", 37449),
    ],
)
def test_a_quarter_of_a_megabyte_of_anything_comes_to_an_end(unit: str, count: int) -> None:
    text = (unit * 262_144)[:262_144]
    assert len(leaks(text, DAY)) == count
    assert (masked(text) == text) == (count == 0)
