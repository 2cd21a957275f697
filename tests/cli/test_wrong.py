import pytest

from fictional import gongkai

USAGE = "看用法：gongkai{} --help\n"
MISTAKES = [
    (["updat"], "没有“updat”这个命令，相近的有：update。\n" + USAGE.format("")),
    (["xyz"], "没有“xyz”这个命令。\n" + USAGE.format("")),
    (["--bogus"], "没有 --bogus 这个选项。\n" + USAGE.format("")),
    (
        ["overdue", "--unti", "x"],
        "没有 --unti 这个选项，相近的有：--unit。\n" + USAGE.format(" overdue"),
    ),
    (["overdue", "--unit"], "--unit 后面要跟一个值。\n" + USAGE.format(" overdue")),
    (["overdue", "--all=1"], "--all 后面不跟值。\n" + USAGE.format(" overdue")),
    (
        ["overdue", "--within", "x"],
        "--within 的值要是0到366之间的整数。\n" + USAGE.format(" overdue"),
    ),
    (
        ["overdue", "--within", "-1"],
        "--within 的值要是0到366之间的整数。\n" + USAGE.format(" overdue"),
    ),
    (["--year", "abc", "tasks"], "--year 的值要是整数。\n" + USAGE.format("")),
    (["tasks", "1", "2"], "多出了“2”；如果是一段话，请用引号括起来。\n" + USAGE.format(" tasks")),
    (["update"], "缺少 序号。\n" + USAGE.format(" update")),
    (["collect"], "缺少 文件。\n" + USAGE.format(" collect")),
    (["schema"], "缺少 种类。\n" + USAGE.format(" schema")),
    (
        ["status", "--by", "x"],
        "--by 的值只能是：unit、section、topic、task、item。\n" + USAGE.format(" status"),
    ),
    (
        ["update", "1", "-s", "完成"],
        "--status 的值只能是：推进中、已完成。\n" + USAGE.format(" update"),
    ),
    (
        ["tasks", "abc"],
        "“abc”不是任务序号，请写成 21 的样子，几项任务用空格隔开。\n看全部任务：gongkai tasks\n",
    ),
    (
        ["overdue", "--as-of", "2023-02-30"],
        "“2023-02-30”不是日历上有的日期，请写成 2023-06-30 的样子。\n",
    ),
    (["tasks", "99"], "没有任务99；2023年的任务从1到5。\n"),
    (["tasks", "--year", "2020"], "没有2020年的任务分解表；现有：2023。\n"),
    (["ledger"], "请用 --unit 单位 指明哪个单位，或用 --all 写出全部单位的台账。\n"),
    (
        ["ledger", "--all", "-f", "html", "-o", "x"],
        "html 格式一份文件只放一个单位，请用 --out 文件夹 写出4份。\n",
    ),
    (
        ["history", "1"],
        "任务1由示例一局、示例二局、示例三局负责，请用 --unit 说明是哪一个单位。\n看全部单位：gongkai units\n",
    ),
    (
        ["history", "4", "-u", "示例二局"],
        "任务4不由示例二局负责，负责的是示例一局。\n看示例二局的任务：gongkai units 示例二局\n",
    ),
]


@pytest.mark.usefixtures("district")
@pytest.mark.parametrize(("args", "sentences"), MISTAKES, ids=lambda value: str(value)[:30])
def test_a_mistake_is_a_chinese_sentence(args: list[str], sentences: str) -> None:
    ran = gongkai(*args)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.replace("\n  ", "") == sentences


@pytest.mark.usefixtures("huaiyin")
def test_many_units_are_counted_not_listed() -> None:
    assert gongkai("history", "1").err.startswith("任务1由33个单位负责，请用 --unit")


@pytest.mark.usefixtures("district")
def test_an_unknown_unit_offers_the_nearest() -> None:
    ran = gongkai("overdue", "--unit", "示例四局")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("名录里没有“示例四局”，相近的有：")
    assert all(name in ran.err for name in ("示例一局", "示例二局", "示例三局"))
    assert ran.err.endswith("看全部单位：gongkai units\n")
