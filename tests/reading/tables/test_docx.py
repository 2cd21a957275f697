"""Each trait of Word's own making, in the XML that Word writes for it."""

from collections.abc import Callable

import pytest

from gongkai_cli.reading.tables.archive import Archive
from gongkai_cli.reading.tables.docx import read_docx
from gongkai_cli.reading.tables.faults import CannotRead
from gongkai_cli.reading.tables.grid import Document, Grid

Word = Callable[..., bytes]


def p(*content: str, properties: str = "") -> str:
    """A paragraph: texts, and elements as they are."""
    inner = "".join(each if each.startswith("<") else run(each) for each in content)
    return f"<w:p><w:pPr>{properties}</w:pPr>{inner}</w:p>"


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def tc(*content: str, properties: str = "") -> str:
    """A cell: texts become paragraphs."""
    inner = "".join(each if each.startswith("<") else p(each) for each in content) or p()
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner}</w:tc>"


def tr(*cells: str, properties: str = "") -> str:
    inner = "".join(each if each.startswith("<") else tc(each) for each in cells)
    return f"<w:tr><w:trPr>{properties}</w:trPr>{inner}</w:tr>"


def tbl(*rows: str) -> str:
    return f"<w:tbl><w:tblPr/>{''.join(rows)}</w:tbl>"


def deleted(text: str) -> str:
    return f"<w:del><w:r><w:delText>{text}</w:delText></w:r></w:del>"


def control(content: str, properties: str = "") -> str:
    return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"


def read(data: bytes) -> Document:
    return read_docx(Archive(data))


def texts(document: Document, number: int = 0) -> list[list[str | None]]:
    grids = [block for block in document.blocks if isinstance(block, Grid)]
    return [[square and square.text for square in row] for row in grids[number].rows]


def notes(document: Document) -> list[tuple[int, int, int, str]]:
    return [(*note.place, note.text) for note in document.notes]


INLINE = {
    "content control": (control(run("甲")), "甲"),
    "insertion": (f"<w:ins>{run('甲')}</w:ins>", "甲"),
    "moved here": (f"<w:moveTo>{run('甲')}</w:moveTo>", "甲"),
    "smart tag": (f"<w:smartTag>{run('甲')}</w:smartTag>", "甲"),
    "link": (f'<w:hyperlink r:id="x">{run("甲")}</w:hyperlink>', "甲"),
    "field": (f'<w:fldSimple w:instr="DATE">{run("甲")}</w:fldSimple>', "甲"),
    "complex field": (
        (
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>INCLUDETEXT x</w:instrText>'
            f'</w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>{run("甲")}'
        ),
        "甲",
    ),
    "tab": (f"{run('甲')}<w:r><w:tab/></w:r>{run('乙')}", "甲 乙"),
    "line break": (f"{run('甲')}<w:r><w:br/></w:r>{run('乙')}", "甲\n乙"),
    "carriage return": (f"{run('甲')}<w:r><w:cr/></w:r>{run('乙')}", "甲\n乙"),
    "hyphen": (f"{run('A')}<w:r><w:noBreakHyphen/></w:r>{run('B')}", "A-B"),
    "symbol": ('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>', "☑"),
    "ruby": (
        f"<w:r><w:ruby><w:rt>{run('jiǎ')}</w:rt><w:rubyBase>{run('甲')}</w:rubyBase></w:ruby></w:r>",
        "甲",
    ),
    "alternate content": (
        (
            "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:t>甲</w:t></mc:Choice>"
            "<mc:Fallback><w:t>甲甲</w:t></mc:Fallback></mc:AlternateContent></w:r>"
        ),
        "甲",
    ),
    "empty alternate content": (f"<mc:AlternateContent/>{run('甲')}", "甲"),
    "switched-off hiding": (run("甲", '<w:vanish w:val="0"/>'), "甲"),
    "unseen characters": (run("甲\u200b\ufeff\u202e乙"), "甲乙"),
}


@pytest.mark.parametrize("trait", INLINE)
def test_text_is_read_through(trait: str, word: Word) -> None:
    inner, expected = INLINE[trait]
    document = read(word(tbl(tr(tc(f"<w:p>{inner}</w:p>"), "旁"))))
    assert texts(document) == [[expected, "旁"]]
    assert document.notes == ()


LEFT_OUT = {
    "deletion": (deleted("旧词"), "修订中删去的文字没有读入：“旧词”"),
    "moved away": (
        f"<w:moveFrom>{run('旧词')}</w:moveFrom>",
        "修订中删去的文字没有读入：“旧词”",
    ),
    "hidden text": (run("旧词", "<w:vanish/>"), "隐藏的文字没有读入：“旧词”"),
    "prompt": (
        control(run("单击此处"), "<w:showingPlcHdr/>"),
        "没有填写的内容控件，提示文字没有读入：“单击此处”",
    ),
    "picture": ("<w:r><w:drawing/></w:r>", "这里有一张图片或一个嵌入的对象，没有读入"),
}


@pytest.mark.parametrize("trait", LEFT_OUT)
def test_what_is_left_out_is_noted(trait: str, word: Word) -> None:
    inner, sentence = LEFT_OUT[trait]
    document = read(word(tbl(tr("旁", tc(f"<w:p>{run('新')}{inner}{run('词')}</w:p>")))))
    assert texts(document) == [["旁", "新词"]]
    assert notes(document) == [(1, 1, 2, sentence)]


def test_unknown_symbol_is_a_box_with_a_note(word: Word) -> None:
    document = read(word(p('<w:r><w:sym w:char="F0FF"/></w:r>')))
    assert document.blocks == ("□",)
    assert notes(document) == [(0, 1, 0, "这里有一个符号认不出来，写成了□")]


def test_controls_around_rows_and_cells_are_read_through(word: Word) -> None:
    row = control(tr("1", control(tc("甲")), "乙"))
    document = read(word(control(p("前") + tbl(tr("a", "b", "c"), row))))
    assert document.blocks[0] == "前"
    assert texts(document) == [["a", "b", "c"], ["1", "甲", "乙"]]


def test_cell_that_only_prompts_is_blank(word: Word) -> None:
    document = read(word(tbl(tr("1", control(tc("单击此处"), "<w:showingPlcHdr/>"), "乙"))))
    assert texts(document) == [["1", "", "乙"]]
    assert [text for *_, text in notes(document)] == [
        "没有填写的内容控件，提示文字没有读入：“单击此处”"
    ]


def test_deleted_row_is_left_out_with_a_note(word: Word) -> None:
    gone = tr(tc(p(deleted("旧行"))), properties="<w:del/>")
    document = read(word(tbl(tr("1"), gone, tr("2", properties="<w:ins/>"))))
    assert texts(document) == [["1"], ["2"]]
    assert notes(document) == [(1, 0, 0, "修订中删去的一行没有读入：“旧行”")]


def test_paragraph_whose_end_was_deleted_runs_on(word: Word) -> None:
    mark = "<w:rPr><w:del/></w:rPr>"
    document = read(word(tbl(tr(tc(p("全年，长期", properties=mark), p("坚持"), p("另起"))))))
    assert texts(document) == [["全年，长期坚持\n另起"]]


def test_spans_and_gaps_keep_columns_in_line(word: Word) -> None:
    before = '<w:gridBefore w:val="1"/>'
    wide = '<w:gridSpan w:val="2"/>'
    document = read(
        word(
            tbl(
                tr("a", "b", "c"),
                tr("x", "y", properties=before),
                tr(tc("w", properties=wide), "z"),
                tr("短", properties='<w:gridAfter w:val="2"/>'),
            )
        )
    )
    assert texts(document) == [
        ["a", "b", "c"],
        [None, "x", "y"],
        ["w", "w", "z"],
        ["短", None, None],
    ]


def merged(text: str, kind: str, more: str = "") -> str:
    return tc(text, properties=f'{more}<w:vMerge w:val="{kind}"/>')


def test_cell_merged_down_without_a_beginning_is_its_own(word: Word) -> None:
    document = read(word(tbl(tr("a"), tr(merged("b", "continue")), tr(merged("", "continue")))))
    assert texts(document) == [["a"], ["b"], ["b"]]


def test_covered_text_is_noted(word: Word) -> None:
    document = read(word(tbl(tr(merged("上", "restart")), tr(merged("下", "continue")))))
    assert texts(document) == [["上"], ["上"]]
    assert notes(document) == [(1, 2, 1, "合并单元格盖住的文字没有读入：“下”")]


def test_merge_of_unequal_widths_still_is_one_cell(word: Word) -> None:
    wide = '<w:gridSpan w:val="2"/>'
    document = read(
        word(
            tbl(
                tr(merged("甲", "restart"), "b", "c"),
                tr(merged("", "continue", wide), "d"),
                tr(merged("", "continue", wide), "e"),
            )
        )
    )
    assert texts(document) == [["甲", "b", "c"], ["甲", "甲", "d"], ["甲", "甲", "e"]]
    squares = {row[0] for block in document.blocks if isinstance(block, Grid) for row in block.rows}
    assert len(squares) == 1


def test_old_horizontal_merge_is_a_span(word: Word) -> None:
    first = tc("甲", properties='<w:hMerge w:val="restart"/>')
    rest = tc("", properties="<w:hMerge/>")
    assert texts(read(word(tbl(tr(first, rest, "b"))))) == [["甲", "甲", "b"]]


def test_nested_table_becomes_lines_of_its_cell(word: Word) -> None:
    inner = tbl(tr("小一", "小二"), tr(tc("小三", "小四"), ""))
    document = read(
        word(tbl(tr("1", "a", "b"), tr("2", tc("前", inner, "后"), "c"), tr("3", "", "")))
    )
    assert texts(document)[1] == ["2", "前\n小一 小二\n小三 小四\n后", "c"]
    assert notes(document) == [(1, 2, 2, "格里还套着一张表，它的文字按行并入这一格")]


def test_table_that_only_frames_another_is_no_table(word: Word) -> None:
    document = read(word(tbl(tr(tc(p("标题"), tbl(tr("1", "a"), tr("2", "b")), p("落款"))))))
    assert document.blocks[0] == "标题"
    assert texts(document) == [["1", "a"], ["2", "b"]]
    assert document.blocks[2] == "落款"


@pytest.mark.parametrize(
    "own", [[tr("序号", "任务", "要求")], [tr("甲", "乙", "丙"), tr("丁", "戊", "己")]]
)
def test_table_that_says_something_is_no_frame(own: list[str], word: Word) -> None:
    inner = tbl(*(tr(*map(str, range(4))) for _ in range(4)))
    document = read(word(tbl(*own, tr("1", tc(p("前"), inner), ""))))
    assert texts(document)[-1] == ["1", "前\n0 1 2 3", ""]
    assert len(texts(document)) == len(own) + 1


def test_other_file_inside_is_noted(word: Word) -> None:
    document = read(word('<w:altChunk r:id="x"/>' + tbl(tr(tc("甲", '<w:altChunk r:id="y"/>')))))
    said = "这里嵌着另一个文件的内容，没有读入"
    assert notes(document) == [(0, 1, 0, said), (1, 1, 1, said)]


def form(content: str) -> str:
    begin = f'<w:fldChar w:fldCharType="begin"><w:ffData>{content}</w:ffData></w:fldChar>'
    return f'<w:r>{begin}</w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('<w:ddList><w:result w:val="1"/>{}</w:ddList>', "乙"),
        ('<w:ddList><w:default w:val="1"/>{}</w:ddList>', "乙"),
        ("<w:ddList>{}</w:ddList>", "甲"),
        ('<w:ddList><w:result w:val="9"/>{}</w:ddList>', ""),
        ('<w:checkBox><w:checked/><w:default w:val="0"/></w:checkBox>', "☑"),
        ('<w:checkBox><w:default w:val="0"/></w:checkBox>', "□"),
        ("<w:textInput/>", ""),
    ],
)
def test_what_is_chosen_in_a_form_is_read(content: str, said: str, word: Word) -> None:
    entries = '<w:listEntry w:val="甲"/><w:listEntry w:val="乙"/>'
    assert texts(read(word(tbl(tr(tc(p(form(content.format(entries)))), "旁"))))) == [[said, "旁"]]


def test_deleted_row_of_a_frame_is_noted(word: Word) -> None:
    gone = tr(tc(p(deleted("旧行"))), properties="<w:del/>")
    document = read(word(tbl("<w:tblGrid/>", gone, tr(tc(tbl(tr("1", "a"), tr("2", "b")))))))
    assert texts(document) == [["1", "a"], ["2", "b"]]
    assert [text for *_, text in notes(document)] == ["修订中删去的一行没有读入：“旧行”"]


def test_text_box_is_read_after_its_paragraph(word: Word) -> None:
    box = f"<w:r><w:pict><w:txbxContent>{p('框一')}{p('框二')}</w:txbxContent></w:pict></w:r>"
    document = read(word(p("正文", box) + p("下段")))
    assert document.blocks == ("正文", "框一", "框二", "下段")
    assert notes(document) == [(0, 1, 0, "文本框里的文字读在它所在的段落后面")]


def test_foot_and_end_notes_and_comments_are_notes(word: Word) -> None:
    marks = "".join(
        f'<w:r><w:{kind}Reference w:id="2"/></w:r>' for kind in ("footnote", "endnote", "comment")
    )
    data = word(
        tbl(tr(tc(p("甲", marks)))),
        footnotes=f'<w:footnote w:id="2">{p("脚")}</w:footnote>',
        endnotes=f'<w:endnote w:id="2">{p("尾")}</w:endnote>',
        comments=f'<w:comment w:id="2">{p("批")}</w:comment>',
    )
    assert [text for *_, text in notes(read(data))] == [
        "这里有一条脚注：“脚”",
        "这里有一条尾注：“尾”",
        "这里有一条批注：“批”",
    ]


def test_words_in_the_margins_are_noted_and_page_numbers_are_not(word: Word) -> None:
    data = word(p("正文"), header=p("内部资料"), footer=p("- 1 -"))
    assert notes(read(data)) == [(0, 0, 0, "页眉页脚里的文字没有读入：“内部资料”")]


def test_strict_documents_are_read(word: Word, pack: Callable[..., bytes]) -> None:
    strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    body = f'<w:document xmlns:w="{strict}"><w:body>{tbl(tr("甲"))}</w:body></w:document>'
    assert texts(read(pack({"word/document.xml": body}))) == [["甲"]]


def test_main_part_is_found_by_its_relation(pack: Callable[..., bytes]) -> None:
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    links = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Type="x/officeDocument" TargetMode="External" Target="http://example.org/a"/>'
        '<Relationship Type="x/officeDocument" Target="/word/document2.xml"/></Relationships>'
    )
    body = f'<w:document xmlns:w="{space}"><w:body>{p("甲")}</w:body></w:document>'
    assert read(pack({"_rels/.rels": links, "word/document2.xml": body})).blocks == ("甲",)


@pytest.mark.parametrize("content", ["<a/>", "<w:document", ""])
def test_document_without_a_body_is_refused(content: str, pack: Callable[..., bytes]) -> None:
    with pytest.raises(CannotRead, match="打不开"):
        read(pack({"word/document.xml": content}))


@pytest.mark.parametrize("span", ["gridSpan", "gridBefore"])
def test_absurd_spans_are_refused(span: str, word: Word) -> None:
    mark = f'<w:{span} w:val="99999999"/>'
    with pytest.raises(CannotRead, match="列"):
        read(word(tbl(tr(tc("甲", properties=mark), properties=mark))))


def test_nonsense_spans_count_as_one(word: Word) -> None:
    marks = [f'<w:gridSpan w:val="{value}"/>' for value in ("x", "0", "-1", "")]
    cells = [tc("甲", properties=mark) for mark in marks]
    assert texts(read(word(tbl(tr(*cells))))) == [["甲"] * 4]


# --- numbers that Word makes ----------------------------------------------------------------------


def level(form: str, text: str, deep: int = 0, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{deep}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{more}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def listing(*levels: str, overrides: str = "") -> str:
    return (
        f'<w:abstractNum w:abstractNumId="7">{"".join(levels)}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
        f'<w:num w:numId="2"><w:abstractNumId w:val="7"/>{overrides}</w:num>'
    )


def item(text: str = "", deep: int = 0, number: int = 1) -> str:
    place = f'<w:numPr><w:ilvl w:val="{deep}"/><w:numId w:val="{number}"/></w:numPr>'
    return p(*([text] if text else []), properties=place)


def test_automatic_numbers_fill_their_column(word: Word) -> None:
    rows = [tr(tc(item()), text) for text in "甲乙丙"]
    document = read(word(tbl(*rows), numbering=listing(level("decimal", "%1"))))
    assert texts(document) == [["1", "甲"], ["2", "乙"], ["3", "丙"]]
    assert notes(document) == [(1, 0, 0, "Word 自动编的号已写成文字")]


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("decimal", ["1", "2", "12"]),
        ("decimalZero", ["01", "02", "12"]),
        ("decimalFullWidth", ["１", "２", "１２"]),
        ("decimalEnclosedCircleChinese", ["①", "②", "⑫"]),
        ("chineseCounting", ["一", "二", "十二"]),
        ("chineseCountingThousand", ["一", "二", "十二"]),
        ("chineseLegalSimplified", ["壹", "贰", "壹拾贰"]),
        ("ideographDigital", ["一", "二", "一二"]),
        ("lowerLetter", ["a", "b", "l"]),
        ("upperLetter", ["A", "B", "L"]),
        ("lowerRoman", ["i", "ii", "xii"]),
        ("upperRoman", ["I", "II", "XII"]),
        ("neverHeardOf", ["1", "2", "12"]),
    ],
)
def test_number_is_written_as(form: str, expected: list[str], word: Word) -> None:
    body = "".join(item("甲") for _ in range(12))
    document = read(word(body, numbering=listing(level(form, "（%1）"))))
    said = [document.blocks[place] for place in (0, 1, 11)]
    assert said == [f"（{number}）甲" for number in expected]


@pytest.mark.parametrize(
    ("start", "expected"),
    [(20, "二十"), (105, "一百零五"), (110, "一百一十"), (1001, "一千零一"), (0, "〇")],
)
def test_chinese_numbers_beyond_nineteen(start: int, expected: str, word: Word) -> None:
    form = level("chineseCounting", "%1、").replace('start w:val="1"', f'start w:val="{start}"')
    assert read(word(item("甲"), numbering=listing(form))).blocks == (f"{expected}、甲",)


def test_deeper_levels_begin_anew(word: Word) -> None:
    levels = level("decimal", "%1."), level("decimal", "%1.%2", 1)
    body = item("a") + item("b", 1) + item("c", 1) + item("d") + item("e", 1)
    document = read(word(body, numbering=listing(*levels)))
    assert document.blocks == ("1. a", "1.1 b", "1.2 c", "2. d", "2.1 e")


def test_list_that_starts_again_and_bullets(word: Word) -> None:
    override = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
    body = item("a") + item("b", number=2) + item("c", number=2)
    numbering = listing(level("decimal", "%1."), overrides=override)
    assert read(word(body, numbering=numbering)).blocks == ("1. a", "5. b", "6. c")
    changed = f'<w:lvlOverride w:ilvl="0">{level("bullet", "●")}</w:lvlOverride>'
    numbering = listing(level("decimal", "%1."), overrides=changed)
    assert read(word(item("b", number=2), numbering=numbering)).blocks == ("b",)


def test_number_by_style_and_none_without_a_list(word: Word) -> None:
    styles = (
        '<w:style w:styleId="a"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:styleId="b"><w:basedOn w:val="a"/></w:style>'
        '<w:style w:styleId="c"><w:basedOn w:val="c"/></w:style>'
    )
    body = "".join(p("甲", properties=f'<w:pStyle w:val="{name}"/>') for name in "abc")
    numbering = listing(level("decimal", "%1", more='<w:suff w:val="nothing"/>'))
    document = read(word(body + item("乙", number=9), numbering=numbering, styles=styles))
    assert document.blocks == ("1甲", "2甲", "甲", "乙")
