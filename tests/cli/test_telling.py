"""Findings of one file as they are told."""

from datetime import date

import pytest

from gongkai_cli.checking.case import Finding
from gongkai_cli.checking.leaks import leak_findings
from gongkai_cli.cli.telling import MOST, told
from gongkai_cli.diagnostic import Diagnostic, Severity, Span

FILE = "ledgers/2023/示例区司法局/updates/1.yaml"
TEXT = "type: 进展\ntask: 1\ndate: 2023-06-20\nstatus: 已完成\nprogress: 电话13800138000\n"
BARE = Finding("G308", FILE, "没有佐证材料", "请补上", ("status",))


def test_a_path_becomes_a_place_with_its_line() -> None:
    (shown,) = told(FILE, TEXT.encode(), [BARE], excusing=False)
    assert shown.diagnostic.span == Span(FILE, 4, 9, 4, 12)
    assert shown.line == "status: 已完成"


def test_the_same_fault_is_told_once_and_all_in_their_order() -> None:
    first = Finding("G303", FILE, "没有任务1", "请核对", ("task",))
    whole = Diagnostic("G501", "不是最新", "请更新", Span(FILE))
    found = list(told(FILE, TEXT.encode(), [BARE, first, BARE, whole], excusing=False))
    assert [each.diagnostic.code for each in found] == ["G501", "G303", "G308"]
    assert found[0].line == ""


def test_the_catalogue_says_what_a_finding_weighs() -> None:
    notice = Finding("G206", FILE, "未明确", "请写明")
    (shown,) = told(FILE, TEXT.encode(), [notice], excusing=False)
    assert shown.diagnostic.severity is Severity.NOTICE


def test_everything_told_is_masked() -> None:
    number = "13800138000"
    fault = Diagnostic("G122", f"值“{number}”", f"是不是{number}", Span(f"{number}.yaml", 5, 1))
    (shown,) = told(FILE, TEXT.encode(), [fault], excusing=False)
    assert number not in repr(shown)
    assert shown.line == "progress: 电话138****8000"


@pytest.mark.parametrize(("excusing", "codes"), [(True, []), (False, ["G308"])])
def test_comments_count_where_they_are_looked_at(codes: list[str], *, excusing: bool) -> None:
    text = TEXT.replace("已完成\n", "已完成  # 允许 G308：材料在档案室\n")
    found = told(FILE, text.encode(), [BARE], excusing=excusing)
    assert [each.diagnostic.code for each in found] == codes


@pytest.mark.parametrize("excusing", [True, False])
def test_what_is_past_is_not_told_nor_what_allowed_it(*, excusing: bool) -> None:
    past = BARE._replace(past=True)
    text = TEXT.replace("已完成\n", "已完成  # 允许 G308：材料在档案室\n")
    assert list(told(FILE, TEXT.encode(), [past], excusing=excusing)) == []
    assert list(told(FILE, text.encode(), [past], excusing=excusing)) == []


@pytest.mark.parametrize("count", [MOST, MOST + 1, 3000])
def test_no_more_of_a_kind_than_a_person_reads(count: int) -> None:
    text = "13800138000 " * count
    faults = leak_findings("名单.csv", text, date(2023, 7, 1))
    found = list(told("名单.csv", text.encode(), faults, excusing=False))
    assert len(found) == MOST
    more = f"（这个文件里共有{count}处，只列出前{MOST}处）"
    assert (more in found[-1].diagnostic.message) is (count > MOST)
    assert not any("共有" in each.diagnostic.message for each in found[:-1])


def test_what_is_no_text_still_has_its_findings() -> None:
    fault = Diagnostic("G107", "不是 UTF-8 编码", "请另存", Span(FILE, 1, 1))
    (shown,) = told(FILE, "全年".encode("gbk"), [fault], excusing=True)
    assert shown.diagnostic == fault
