"""docs/import.md: every √ names tests that are there, with the parameter that it stands for."""

import re
from collections.abc import Iterator, Mapping, Sequence
from importlib import import_module
from pathlib import Path

import pytest

from reading.draft import test_traits
from reading.tables import test_opening

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs/import.md").read_text("utf-8")
TICK = "√"

KINDS = {
    **{kind: (kind,) for kind in ("docx", "doc", "rtf", "odt", "xlsx", "xls", "ods")},
    "html": ("html", "html by LibreOffice"),
}
"""The page's columns, and what the tests of test_opening.py call them."""

SHAPES = {
    "数和文字的格": "plain cells",
    "表头里有空格": "header with inner spaces",
    "左右合并的格": "cell merged across",
    "上下合并的格": "cell merged down",
    "左右、上下都合并的格": "cell merged both ways",
    "部分的标题横跨整张表": "section row across the table",
    "一格里有几段": "several paragraphs",
    "合并的格里重复的段落，只留一段": "repeated paragraphs folded",
    "合并的格里几乎重复的段落（只差“5、”“五、”），只留一段": "nearly repeated paragraphs folded",
    "一格写两个序号": "numbers together",
    "空着的格": "blank cell",
    "格里有 `<`、`&`、`=` 这些符号": "signs of mark-up",
}
WHOLE = {
    "几张表依次读出": "test_every_table_is_read_in_order_from",
    "表前表后的文字": "test_text_around_tables_is_read_in_order_from",
}
"""Rows of the second table that are one test for a whole file."""

Cases = Mapping[str, Mapping[str, Sequence[str]]]
CASES: Cases = {
    "修订中新增、移来的文字": {
        "docx": ["test_text_is_read_through[insertion]", "test_text_is_read_through[moved here]"]
    },
    "修订中删去、移走的文字": {
        "docx": [
            "test_what_is_left_out_is_noted[deletion]",
            "test_what_is_left_out_is_noted[moved away]",
        ],
        "html": ["test_what_is_left_out_is_noted[<del>旧</del>]"],
    },
    "修订中删去的一行": {"docx": ["test_deleted_row_is_left_out_with_a_note"]},
    "隐藏的文字": {
        "docx": ["test_what_is_left_out_is_noted[hidden text]"],
        "html": ["test_what_is_left_out_is_noted[<span hidden>旧</span>]"],
    },
    "填了的内容控件": {
        "docx": [
            "test_text_is_read_through[content control]",
            "test_controls_around_rows_and_cells_are_read_through",
        ]
    },
    "没有填的内容控件": {"docx": ["test_cell_that_only_prompts_is_blank"]},
    "格里套着的表": {
        kind: ["test_nested_table_becomes_lines_of_its_cell"] for kind in ("docx", "html")
    },
    "只用来排版的表": {
        "docx": ["test_table_that_only_frames_another_is_no_table"],
        "html": ["test_layout_tables_are_walked_through"],
    },
    "自动编的号": {
        "docx": ["test_automatic_numbers_fill_their_column"],
        "html": ["test_cell_is_read_with[numbered list]"],
    },
    "文本框": {"docx": ["test_text_box_is_read_after_its_paragraph"]},
    "脚注、尾注": {"docx": ["test_foot_and_end_notes_and_comments_are_notes"]},
    "批注": {
        "docx": ["test_foot_and_end_notes_and_comments_are_notes"],
        "ods": ["test_comment_in_ods_is_a_note"],
    },
    "页眉、页脚的文字": {"docx": ["test_words_in_the_margins_are_noted_and_page_numbers_are_not"]},
    "图片": {
        "docx": ["test_what_is_left_out_is_noted[picture]"],
        "html": ["test_what_is_left_out_is_noted[<img src='file:///etc/passwd'>]"],
    },
    "合并的格盖住的文字": {
        "docx": ["test_covered_text_is_noted"],
        "xlsx": ["test_merges_are_clipped_and_overlaps_left"],
    },
    "隐藏的工作表": {
        kind: [f"test_opening.test_hidden_sheet_is_noted_and_not_read_in[{kind}]"]
        for kind in ("xlsx", "xls", "ods")
    },
    "日期、百分数": {"xlsx": ["test_values_are_read_as_people_see_them"]},
    "公式": {
        "xlsx": [
            "test_errors_and_stored_results_are_read",
            "test_values_are_read_as_people_see_them",
        ]
    },
    "中间的空行": {"xlsx": ["test_blank_rows_between_do_not_count_and_places_stay_true"]},
    "扩展名和内容不符": {
        kind: ["test_opening.test_content_counts_before_the_name"]
        for kind in ("docx", "xlsx", "html")
    },
    "GBK、UTF-8 等编码": {
        "html": ["test_encoding_is_found[gbk]", "test_encoding_is_found[utf-8]"],
        "txt": ["test_encoding_is_found[gbk]", "test_encoding_is_found[utf-8]"],
    },
    "引号里换行的格": {
        "txt": ["test_cell_of_several_lines_in_quotes_is_one"],
        "csv": ["test_csv_is_read[,]"],
    },
    "从网页复制、一行一格的文字": {
        "txt": [
            "test_issued_table_is_read_whole",
            "test_section_rows_and_short_and_long_rows_are_found",
        ]
    },
    "连空行也没有规律的文字": {"txt": ["test_paragraphs_alone_are_put_together_with_a_warning"]},
}
"""The third table: each case, and by format the tests that show it.

They stand in the format's own file in tests/reading/tables, or in the one that is named.
"""

FILES = {
    "docx": "test_docx",
    **dict.fromkeys(("xlsx", "xls", "ods"), "test_sheets"),
    "html": "test_html",
    **dict.fromkeys(("txt", "csv"), "test_text"),
}


def ticks(heading: str) -> dict[str, dict[str, str]]:
    """The table under a heading: by its first column, what stands in the others."""
    part = PAGE.partition(f"\n### {heading}\n")[2].partition("\n#")[0]
    lines = [line for line in part.splitlines() if line.startswith("|")]
    head, _rule, *rows = [re.split(r"\s*\|\s*", line.strip()[1:-1].strip(" ")) for line in lines]
    return {name: dict(zip(head[1:], marks, strict=True)) for name, *marks in rows}


def parameters(test: object) -> Iterator[object]:
    """What a test is run with: each value of each of its parameters."""
    for mark in getattr(test, "pytestmark", ()):
        if mark.name == "parametrize":
            for value in mark.args[1]:
                yield from value if isinstance(value, tuple) else (value,)


def test_task_tables_have_just_these_traits_and_formats() -> None:
    row = dict.fromkeys(test_traits.FORMATS, TICK)
    assert ticks("任务表的样子") == dict.fromkeys(test_traits.TRAITS, row)
    assert {*test_traits.TRAITS, *test_traits.FORMATS} == {
        *parameters(test_traits.test_trait_in_format)
    }


def test_tables_of_files_have_just_these_traits_and_formats() -> None:
    tried = {*parameters(test_opening.test_trait_is_read_from)}
    kinds = {kind for names in KINDS.values() for kind in names}
    assert tried == {*SHAPES.values(), *kinds}
    expected = {name: dict.fromkeys(KINDS, TICK) for name in SHAPES}
    for name, test in WHOLE.items():
        tried = {*parameters(getattr(test_opening, test))}
        expected[name] = {
            column: TICK if tried.issuperset(names) else "" for column, names in KINDS.items()
        }
    assert ticks("各种文件里的表") == expected


def test_cases_are_ticked_where_they_are_tested() -> None:
    found = ticks("文件自带的情形")
    expected = {name: {*tests} for name, tests in CASES.items()}
    assert {
        name: {kind for kind, mark in marks.items() if mark == TICK}
        for name, marks in found.items()
    } == expected
    assert all(marks.pop("怎样读") for marks in found.values())
    assert {mark for marks in found.values() for mark in marks.values()} == {TICK, ""}


@pytest.mark.parametrize(
    ("kind", "name"),
    sorted({(kind, name) for row in CASES.values() for kind in row for name in row[kind]}),
)
def test_test_of_a_tick_is_there(kind: str, name: str) -> None:
    whole, _, parameter = name.removesuffix("]").partition("[")
    file, _, test = whole.rpartition(".")
    run = getattr(import_module(f"reading.tables.{file or FILES[kind]}"), test)
    assert callable(run)
    assert not parameter or parameter in {*parameters(run)}
