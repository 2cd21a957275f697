"""The traits that task tables have, each as a small table."""

from gongkai_cli.reading.draft.remark import Kind
from reading.draft.grids import HEADER, ONE, remarks, short, tasks

FIRST = (1, "一、公开", "清单", "编制清单。", "示例一局", "全年")


def test_least_table() -> None:
    assert short(ONE) == [FIRST]


def test_merged_cells_hold_for_all_their_rows() -> None:
    table = f"{ONE}\n2|^|^|公开清单。|^|^\n3|^|培训|培训。|示例二局|6月底前"
    assert short(table)[1:] == [
        (2, "一、公开", "清单", "公开清单。", "示例一局", "全年"),
        (3, "一、公开", "培训", "培训。", "示例二局", "6月底前"),
    ]
    assert remarks(Kind.FILLED, table) == []


def test_blank_cells_take_what_stands_above() -> None:
    table = f"{ONE}\n2||||\n3|||公开。||\n4|||更新。||\n5||培训|培训。||6月底前"
    assert short(table)[1:] == [
        (3, "一、公开", "清单", "公开。", "示例一局", "全年"),
        (4, "一、公开", "清单", "更新。", "示例一局", "全年"),
        (5, "一、公开", "培训", "培训。", "示例一局", "6月底前"),
    ]
    assert remarks(Kind.FILLED, table) == [
        ((1, 4, 2), "第4至6行的部分空着，沿用上面的“一、公开”"),
        ((1, 4, 3), "第4至5行的工作任务空着，沿用上面的“清单”"),
        ((1, 4, 5), "第4至6行的责任单位空着，沿用上面的“示例一局”"),
        ((1, 4, 6), "第4至5行的完成时限空着，沿用上面的“全年”"),
    ]
    assert remarks(Kind.MISSING, table) == [((1, 3, 1), "这一行没有具体要求，没有编成任务：“2”")]


def test_short_last_row() -> None:
    assert short(f"{ONE}\n2 | - | - | 公开清单。") == [
        FIRST,
        (2, "一、公开", "清单", "公开清单。", "示例一局", "全年"),
    ]


def test_section_rows_across_the_table() -> None:
    table = (
        "序号|具体要求|责任单位|完成时限\n一、公开|<|<|<\n（一）清单|<|<|<\n1|编制|一局|全年\n"
        "（二）培训|<|<|<\n2|培训|一局|全年\n二、保障|<|<|<\n（一）考核|||\n3|考核|二局|全年"
    )
    assert [task[1:3] for task in short(table)] == [
        ("一、公开", "（一）清单"),
        ("一、公开", "（二）培训"),
        ("二、保障", "（一）考核"),
    ]


def test_section_rows_without_numerals() -> None:
    table = "序号|任务|要求|单位|时限\n主动公开|<|<|<|<\n1|清单|编制|一局|全年\n监督保障|<|<|<|<\n2|考核|考核|二局|全年"
    assert [task[1:3] for task in short(table)] == [("主动公开", "清单"), ("监督保障", "考核")]


def test_numeral_and_title_in_two_cells() -> None:
    table = "序号|任务|要求|单位|时限\n一|主动公开|<|<|<\n1|清单|编制|一局|全年\n二|监督保障|||\n2|考核|考核|二局|全年"
    assert [task[1:3] for task in short(table)] == [
        ("一、主动公开", "清单"),
        ("二、监督保障", "考核"),
    ]
    assert remarks(Kind.FOLDED, table)[0] == (
        (1, 2, 1),
        "编号和标题合为一个标题：“一”“主动公开”",
    )


def test_a_new_section_leaves_the_topic_of_the_last_behind() -> None:
    table = f"{ONE}\n2|二、保障||考核。|示例二局|全年"
    assert short(table)[1][1:3] == ("二、保障", "二、保障")
    assert remarks(Kind.MISSING, table) == [
        ((1, 3, 3), "有1项任务没有工作任务的标题，用部分的标题代替")
    ]


def test_cell_over_both_levels() -> None:
    table = f"{HEADER}\n1|一、公开|<|编制。|一局|全年\n2|（二）培训|<|培训。|一局|全年"
    assert [task[1:3] for task in short(table)] == [
        ("一、公开", "一、公开"),
        ("一、公开", "（二）培训"),
    ]


def test_title_broken_into_lines() -> None:
    table = f"{HEADER}\n1|一、主动//公开|清单|编制。|一局|全年"
    assert short(table)[0][1] == "一、主动公开"
    assert ((1, 2, 2), "标题分成几行，合为一行：“一、主动／公开”") in remarks(Kind.FOLDED, table)


def test_titles_that_differ_by_a_full_stop_are_one() -> None:
    table = f"{ONE}\n2|一、公开|清单。|公开。|一局|全年\n3|一、公 开|清单、|更新。|一局|全年"
    assert {task[1:3] for task in short(table)} == {("一、公开", "清单")}
    assert remarks(Kind.FOLDED, table) == [
        ((1, 3, 3), "工作任务“清单。”与上面的“清单”算作同一个，取后者"),
        ((1, 4, 2), "部分“一、公 开”与上面的“一、公开”算作同一个，取后者"),
        ((1, 4, 3), "工作任务“清单、”与上面的“清单”算作同一个，取后者"),
    ]


def test_several_units_as_paragraphs() -> None:
    table = f"{HEADER}\n1|一、公开|清单|编制。|示例一局//示例二局|全年"
    assert short(table)[0][4] == "示例一局\n示例二局"


def test_units_broken_after_a_mark() -> None:
    table = f"{HEADER}\n1|一、公开|清单|编制。|示例一局、//示例二局|全年"
    assert short(table)[0][4] == "示例一局、示例二局"
    assert remarks(Kind.FOLDED, table) == [((1, 2, 5), "“示例一局、／示例二局”分成几行，合为一行")]


def test_time_limit_broken_in_its_middle() -> None:
    table = f"{HEADER}\n1|一、公开|清单|编制。|一局|全年，长期//坚持\n2|^|^|公开。|^|^"
    assert [task[5] for task in short(table)] == ["全年，长期坚持"] * 2
    assert len(remarks(Kind.FOLDED, table)) == 1


def test_time_limit_that_is_not_understood_stays_as_it_is() -> None:
    table = f"{HEADER}\n1|一、公开|清单|编制。|一局|开工//竣工"
    assert short(table)[0][5] == "开工\n竣工"
    assert remarks(Kind.DEADLINE, table) == [
        ((1, 2, 6), "看不懂完成时限“开工／竣工”（任务1），请写明到期日 due")
    ]


LEADS = "序号|任务|要求|牵头单位|{}|时限"


def test_lead_and_those_who_assist() -> None:
    table = f"{LEADS.format('配合单位')}\n1|清单|编制|一局|二局、三局|全年\n2|表|公开|一局||全年\n3|册|印|各局|<|全年"
    assert [task[4] for task in short(table)] == [
        "牵头单位：一局；配合单位：二局、三局",
        "牵头单位：一局",
        "各局",
    ]


def test_responsible_beside_lead_means_to_assist() -> None:
    table = f"{LEADS.format('责任单位')}\n1|清单|编制|一局|二局|全年\n2|表|公开||二局|全年"
    assert [task[4] for task in short(table)] == [
        "牵头单位：一局；配合单位：二局",
        "配合单位：二局",
    ]


def test_responsible_and_those_who_assist() -> None:
    table = "任务|要求|责任单位|配合单位|时限\n清单|编制|一局|二局|全年\n表|公开|一局||全年"
    assert [task[4] for task in short(table)] == ["责任单位：一局；配合单位：二局", "一局"]


def test_two_numbers_and_two_paragraphs_are_two_tasks() -> None:
    table = f"{ONE}\n36,37|^|^|印发。//公开。|^|^"
    assert [(task[0], task[3]) for task in short(table)[1:]] == [(36, "印发。"), (37, "公开。")]
    assert ((1, 3, 1), "序号“36,37”是2个序号，依次用于这里的任务") in remarks(Kind.NUMBER, table)


def test_two_numbers_over_two_rows() -> None:
    table = f"{ONE}\n36-37|^|^|印发。|^|^\n^|^|^|公开。|^|^"
    assert [(task[0], task[3]) for task in short(table)[1:]] == [(36, "印发。"), (37, "公开。")]


def test_two_numbers_and_one_text_are_one_task() -> None:
    table = f"{ONE}\n2、3|^|^|印发并公开。|^|^"
    assert [(task[0], task[3]) for task in short(table)[1:]] == [(2, "印发并公开。")]
    assert remarks(Kind.NUMBER, table) == [
        ((1, 3, 1), "序号“2、3”是2个序号，依次用于这里的任务"),
        ((1, 3, 1), "序号“2、3”里的3没有自己的任务"),
    ]


def test_one_number_over_two_rows() -> None:
    table = f"{ONE}\n2|^|^|印发。|二局|5月底前\n^|^|^|公开。|^|6月底前"
    assert [task[0] for task in short(table)] == [1, 2, 3]
    assert remarks(Kind.NUMBER, table) == [((1, 4, 1), "没有序号，编为3")]


def test_numbers_missing_repeated_skipping_and_unclear() -> None:
    table = f"{ONE}\n1|^|^|印发。|^|^\n5|^|^|公开。|^|^\n甲|^|^|更新。|^|^"
    assert [task[0] for task in short(table)] == [1, 2, 6, 7]
    assert [text for _, text in remarks(Kind.NUMBER, table)] == [
        "序号1与前面重复，编为2",
        "序号5与前面重复，编为6",
        "序号从2跳到6，照录，没有补",
        "看不懂序号“甲”",
        "没有序号，编为7",
    ]


def test_no_numbers_at_all() -> None:
    table = "任务|要求|单位|时限\n清单|编制|一局|全年\n^|公开|^|^"
    assert [task[0] for task in short(table)] == [1, 2]


def test_row_that_only_adds_units() -> None:
    table = f"{ONE}\n| | | | 示例二局 | \n | | | | 示例一局 | 长期坚持"
    assert short(table) == [
        (1, "一、公开", "清单", "编制清单。", "示例一局\n示例二局", "全年\n长期坚持")
    ]
    assert remarks(Kind.FOLDED, table) == [
        ((1, 3, 5), "这一行没有序号和具体要求，并入上一项任务：“示例二局”"),
        ((1, 4, 5), "这一行没有序号和具体要求，并入上一项任务：“示例一局”“长期坚持”"),
    ]


def test_task_over_two_rows_of_units() -> None:
    table = f"{ONE}\n^|^|^|^|示例二局|^"
    assert [task[4] for task in short(table)] == ["示例一局\n示例二局"]


def test_task_without_requirement() -> None:
    table = f"{ONE}\n2|^|培训||二局|全年"
    assert short(table)[1] == (2, "一、公开", "培训", "培训", "二局", "全年")
    assert remarks(Kind.MISSING, table) == [((1, 3, 4), "没有写具体要求，用工作任务“培训”代替")]


def test_topic_alone_is_a_title() -> None:
    table = f"{ONE}\n||培训|||\n2|||培训。|二局|全年"
    assert short(table)[1][2] == "培训"


def test_row_of_a_number_alone() -> None:
    assert remarks(Kind.MISSING, f"{ONE}\n2|^|^|||") == [
        ((1, 3, 1), "这一行没有具体要求，没有编成任务：“2”")
    ]


def test_header_repeated_in_the_table() -> None:
    table = f"{ONE}\n{HEADER}\n2|||公开。||"
    assert [task[0] for task in short(table)] == [1, 2]
    assert remarks(Kind.HEADER, table)[-1] == (
        (1, 3, 1),
        "表头在这里重复了一次，不是任务：“序号”“工作任务”“具体要求”“责任单位”“完成时限”",
    )


def test_totals_and_notes_below_are_no_tasks() -> None:
    table = f"{ONE}\n合计|<|<|1项||\n注：以上任务逐项落实。|<|<|<|<|<\n联系处室|<|<|<|<|<"
    assert short(table) == [FIRST]
    assert remarks(Kind.LEFT, table) == [
        ((1, 3, 1), "合计行不是任务，没有编入：“合计”“1项”"),
        ((1, 4, 1), "表下的说明不是任务，没有编入：“注：以上任务逐项落实。”"),
        ((1, 5, 1), "这一行下面没有任务，没有编入：“联系处室”"),
    ]


def test_columns_beside() -> None:
    table = "序号|任务|要求|单位|时限|备注|落实情况|<\n1|清单|编制|一局|全年|逐级上报|已办|甲\n2|表|公开|一局|全年|||"
    assert [task.note for task in tasks(table)] == ["备注：逐级上报", ""]
    assert remarks(Kind.LEFT, table) == [
        ((1, 2, 7), "“落实情况”一栏不编入任务：“已办”"),
        ((1, 2, 8), "“落实情况”一栏不编入任务：“甲”"),
    ]


def test_column_without_a_title() -> None:
    table = "任务|要求|单位|时限|\n清单|编制|一局|全年|甲"
    assert remarks(Kind.LEFT, table) == [((1, 2, 5), "没有表头的一栏不编入任务：“甲”")]


def test_nothing_says_who_or_when() -> None:
    table = "序号|任务|要求|单位\n1|清单|编制|"
    assert short(table)[0][4:] == ("待定", "待定")
    assert remarks(Kind.MISSING, table) == [
        ((1, 2, 0), "有1项任务没有部分的标题，用表名代替"),
        ((1, 2, 0), "任务1没有写完成时限，暂写“待定”，请补上"),
        ((1, 2, 4), "任务1没有写责任单位，暂写“待定”，请补上"),
    ]


def test_no_levels_at_all() -> None:
    table = "序号|民生实事|单位|时限\n1|建成公园。|一局|全年"
    assert short(table)[0][1:4] == (
        "2023年示例区政务公开任务分解表",
        "2023年示例区政务公开任务分解表",
        "建成公园。",
    )
    assert len(remarks(Kind.MISSING, table)) == 2
