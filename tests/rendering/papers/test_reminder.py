import pytest

from gongkai_cli.domain.plan import Task
from gongkai_cli.domain.record import Progress, Record, Review, Step, Verdict
from gongkai_cli.reckoning.question import Question
from gongkai_cli.reckoning.reminders import reminder
from gongkai_cli.rendering.papers.reminder import reminder_name, reminder_paper, summary_page
from gongkai_cli.rendering.terminal import plain_text
from gongkai_cli.table import Addressee, Heading, Line, Signature, Table
from small_book import (
    FINANCE,
    JUSTICE,
    STREET,
    ask,
    book,
    claim,
    day,
    done,
    grant,
    record,
    send_back,
    target,
    task,
    under_way,
)

LIMITED = task(1, "6月底前")


class Read:
    """A paper taken apart: its headings, its sentences, its tables."""

    def __init__(
        self, as_of: str, *records: Record, tasks: tuple[Task, ...] = (LIMITED,), year: str = ""
    ) -> None:
        asked = book(*tasks)
        found = reminder(Question(asked, day(as_of)), JUSTICE, records)
        paper = reminder_paper(found, asked.plan.title, "示例区政府办公室", year)
        self.blocks = paper.blocks
        self.headings = [each.text for each in self.blocks if isinstance(each, Heading)]
        self.lines = [
            "".join(cell.text for cell in each.cells)
            for each in self.blocks
            if isinstance(each, Line)
        ]
        self.tables = [each for each in self.blocks if isinstance(each, Table)]

    def row(self, table: int = 0, row: int = 0) -> list[str]:
        """The words of one row."""
        return [cell.text for cell in self.tables[table].rows[row]]


def test_who_writes_to_whom_and_when() -> None:
    read = Read("7-20")
    assert Addressee("区司法局：") in read.blocks
    assert read.blocks[-1] == Signature("示例区政府办公室", "2023年7月20日")
    assert read.headings == [
        "关于报送政务公开工作任务进展的提醒函",
        "一、逾期（1项）",
        "二、答复方法",
    ]
    assert reminder_name(JUSTICE, day("7-20")) == "区司法局政务公开提醒函（2023-07-20）"


@pytest.mark.parametrize(
    ("records", "as_of", "said"),
    [
        ((), "7-20", "有1项任务需要报送进展：逾期1项。"),
        ((done("5-1"), send_back("5-9")), "7-20", "逾期1项；其中办公室退回1项。"),
        ((done("5-1"), send_back("5-9")), "6-1", "有1项任务需要报送进展：办公室退回1项。"),
        (
            (done("5-1")._replace(tasks=(1, 2)), send_back("5-9")._replace(tasks=(1, 2))),
            "7-20",
            "有2项任务需要报送进展：逾期1项；办公室退回2项，其中1项也在以上各项之内。",
        ),
        (
            (done("5-1")._replace(tasks=(2,)), send_back("5-9")._replace(tasks=(2,))),
            "7-20",
            "有2项任务需要报送进展：逾期1项，办公室退回1项。",
        ),
    ],
)
def test_each_item_is_counted_once(records: tuple[Record, ...], as_of: str, said: str) -> None:
    assert said in Read(as_of, *records, tasks=(LIMITED, task(2, "10月底前"))).lines[0]


def test_days_late_and_the_latest_word() -> None:
    words = record("5-4", Progress(Step.UNDER_WAY, progress="已起草清单"))
    read = Read("7-20", words)
    assert read.row() == [
        "1",
        "具体要求1",
        "6月底前（2023年6月30日）",
        "逾期20天。最近一次是2023年5月4日报送的“推进中”：已起草清单。",
    ]


def test_what_is_late_may_be_silent_as_well() -> None:
    read = Read("2024-1-5", tasks=(task(1, "全年"),))
    assert read.row()[3] == "逾期5天。缺三季度；此前缺一季度、二季度。还没有报送过进展。"


def test_both_days_stand_where_an_extension_was_granted() -> None:
    read = Read("7-20", ask("6-1", "7-10"), grant("6-2"))
    assert read.row()[2] == "6月底前（2023年6月30日，准予延期至2023年7月10日）"
    assert read.row()[3].startswith("逾期10天。")


def test_which_reports_are_missing_and_until_when_they_could_come() -> None:
    read = Read("7-20", tasks=(task(1, "全年，长期坚持"),))
    assert read.row()[2:] == [
        "全年，长期坚持",
        "缺二季度（最晚2023年7月14日报送）；此前缺一季度。还没有报送过进展。",
    ]


def test_what_a_target_asks_and_what_was_reported() -> None:
    goals = (target("培训", 2), target("入口", 1))
    read = Read("7-20", done("6-1", 培训=1), tasks=(task(1, "6月底前", targets=goals),))
    assert read.row()[3] == (
        "培训应不少于2次，已报1次；入口应不少于1次，还没有报数。"
        "最近一次是2023年6月1日报送的“已完成”。"
    )


@pytest.mark.parametrize(
    ("comment", "said"),
    [("样本太少", "样本太少。"), ("请补充材料。", "请补充材料。"), ("", "没有写明意见。")],
)
def test_the_offices_comment_and_its_day(comment: str, said: str) -> None:
    verdict = record("5-9", Review(Verdict.SEND_BACK, comment))
    read = Read("6-1", done("5-1"), verdict)
    assert read.headings[1] == "一、已退回（1项）"
    assert read.row()[3] == f"2023年5月9日退回：{said}"


@pytest.mark.parametrize(("as_of", "said"), [("6-20", "还有10天到期"), ("6-30", "今天到期")])
def test_days_left(as_of: str, said: str) -> None:
    assert Read(as_of).row()[3] == f"{said}。还没有报送过进展。"


def test_wording_is_given_whole_and_once() -> None:
    long = LIMITED._replace(requirement="按照“应入尽入”的原则编制清单，" * 30)
    read = Read("7-20", done("5-1"), send_back("5-9"), tasks=(long,))
    assert (read.row(0)[1], read.row(1)[1]) == (long.requirement, "见第一部分")


def test_how_to_answer() -> None:
    report, command, extend, asking = Read("7-20").lines[-5:-1]
    assert report.startswith("（一）报送进展。请在办公室发送的工作台账里填写各项任务的进展，")
    assert report.endswith("也可以在工作区运行以下命令，按提示填写，其他任务换成各自的序号：")
    assert command == "gongkai update 1 --unit 区司法局"
    assert extend.startswith("（二）申请延期。到期完不成的，请向办公室提出，")
    assert asking == "gongkai update 1 --unit 区司法局 --extend-until 日期 --reason 原因"


def test_every_command_has_a_line_of_its_own_and_names_another_year() -> None:
    shared = task(2, "全年", "区政府相关部门")
    lines = Read("7-20", tasks=(LIMITED, shared), year=" --year 2023").lines
    commands = [line for line in lines if "gongkai " in line]
    assert len(commands) == 4
    assert all(line.startswith("gongkai ") for line in commands)
    assert all(line.endswith(" --year 2023") for line in commands)
    assert "--year" not in "".join(Read("7-20", tasks=(LIMITED, shared)).lines)


def test_an_extension_is_offered_only_where_a_day_is_set() -> None:
    read = Read("7-20", tasks=(task(1, "全年，长期坚持"),))
    assert not any("延期" in line for line in read.lines)


def test_an_open_task_can_be_declined() -> None:
    shared = task(1, "全年", "区政府相关部门")
    read = Read("7-20", claim("1-20"), tasks=(shared,))
    said, command = read.lines[-3:-1]
    assert said.startswith("（三）答复不涉及。任务1的责任单位没有点名贵单位，")
    assert said.endswith("请向办公室说明原因；也可以在工作区运行以下命令：")
    assert command == "gongkai update 1 --unit 区司法局 --decline --reason 原因"


def test_open_tasks_that_wait_for_an_answer_are_named() -> None:
    shared = [task(number, "全年", "区政府相关部门") for number in (2, 3, 4, 7, 9, 10)]
    line, yes, no = Read("7-20", tasks=(LIMITED, *shared)).lines[-4:-1]
    assert line.startswith("（三）答复是否涉及。任务2至4、7、9、10的责任单位没有点名贵单位")
    assert "完成状态选认领；不由贵单位承担的选不涉及，并写明原因" in line
    assert yes == "gongkai update 2 --unit 区司法局 --claim"
    assert no == "gongkai update 2 --unit 区司法局 --decline --reason 原因"


def test_it_claims_no_more_than_a_reminder_may() -> None:
    read = Read("7-20")
    assert read.lines[-1].startswith("本函只提醒报送进展，不是")
    assert "督查" not in "".join(read.lines)


def test_the_summary_has_every_part_in_a_column() -> None:
    asked = book(LIMITED, task(2, "全年", "区财政局"))
    question = Question(asked, day("7-20"))
    found = [
        reminder(question, JUSTICE, [under_way("5-1")]),
        reminder(question, FINANCE, []),
    ]
    said = plain_text(summary_page(found, 1, day("7-20")), 60).splitlines()
    assert said[0] == "截至2023-07-20：2个单位有需要提醒的任务，1个单位没有。"
    assert [line.split() for line in said[2:]] == [
        ["单位", "逾期", "缺报", "未达标", "已退回", "临期"],
        ["区司法局", "1", "0", "0", "0", "0"],
        ["区财政局", "0", "1", "0", "0", "0"],
    ]
    assert reminder(question, STREET, []).total == 0
