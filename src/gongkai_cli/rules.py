"""Every code that the program can print, each with the fault it names and how much it weighs.

The catalogue alone: who finds a fault says so with its code; each code has its page in docs/rules.
Titles name the fault, never the remedy, and a code is never used again for another fault.
"""

from typing import NamedTuple

from gongkai_cli.diagnostic import Severity, Span

_ERROR, _WARNING, _NOTICE = Severity


class Rule(NamedTuple):
    """One code. `allowable`: a comment in the file, with a reason, can excuse it.

    What cannot be read, and what a change does to landed records or to others' files, cannot.
    """

    code: str
    title: str
    severity: Severity = _ERROR
    allowable: bool = False


RULES = (
    Rule("G101", "使用了全角冒号"),
    Rule("G102", "使用了制表符"),
    Rule("G103", "键重复出现"),
    Rule("G104", "使用了锚点、别名或合并键"),
    Rule("G105", "使用了类型标签"),
    Rule("G106", "使用了 % 指令"),
    Rule("G107", "不是 UTF-8 编码"),
    Rule("G108", "含有控制字符"),
    Rule("G109", "文件过大或嵌套过深"),
    Rule("G110", "不是正确的 YAML"),
    Rule("G111", "一个文件里有两份内容"),
    Rule("G112", "文件是空的，或内容不是“键: 值”"),
    Rule("G113", "文字被当作注释，读不到"),
    Rule("G120", "不认识的键"),
    Rule("G121", "缺少必填项"),
    Rule("G122", "值不对"),
    Rule("G130", "不是能读的普通文件"),
    Rule("G131", "没有必需的文件"),
    Rule("G132", "文件名里有不能用的字符"),
    Rule("G133", "会改变 git 行为的文件"),
    Rule("G201", "任务序号重复"),
    Rule("G202", "名称重复"),
    Rule("G203", "责任单位的写法不懂，或名录里没有"),
    Rule("G204", "完成时限的写法不懂"),
    Rule("G205", "办公室不在名录里"),
    Rule("G206", "指标的范围未明确", _NOTICE, allowable=True),
    Rule("G207", "单位的设立日期晚于撤销日期"),
    Rule("G208", "一项任务里有两个同名的指标"),
    Rule("G209", "没有任务分解表所说的印发文件", _WARNING, allowable=True),
    Rule("G210", "单位组里没有单位", _WARNING, allowable=True),
    Rule("G211", "承接单位不在名录里"),
    Rule("G212", "承接单位绕回了自己"),
    Rule("G213", "任务写给了已经撤销的单位", _WARNING, allowable=True),
    Rule("G301", "记录放错了文件夹"),
    Rule("G302", "名录里没有这个单位"),
    Rule("G303", "任务分解表里没有这项任务"),
    Rule("G304", "不是本单位的任务"),
    Rule("G305", "任务没有这个指标"),
    Rule("G306", "日期还没有到"),
    Rule("G307", "日期不在这一年度之内"),
    Rule("G308", "申报已完成而没有佐证材料", allowable=True),
    Rule("G309", "申报已完成而指标没有达到", _WARNING, allowable=True),
    Rule("G310", "申请延期到的日期不晚于时限"),
    Rule("G311", "时限已过才申请延期", _WARNING, allowable=True),
    Rule("G312", "没有最后日期的任务申请延期"),
    Rule("G313", "与先前的记录矛盾"),
    Rule("G314", "佐证材料的文件不存在"),
    Rule("G315", "佐证材料的文件不在本单位的文件夹里"),
    Rule("G316", "佐证材料的网址不是 http 或 https"),
    Rule("G317", "要更正的记录不存在"),
    Rule("G318", "同一条记录被更正了两次"),
    Rule("G319", "起算日与先前的不同", _WARNING, allowable=True),
    Rule("G320", "不会被读取的文件"),
    Rule("G321", "没有这一年的任务分解表"),
    Rule("G322", "更正没有写全原记录的任务", allowable=True),
    Rule("G323", "没有要回头看的那一年的任务分解表"),
    Rule("G324", "回头看的不是本单位当年的任务"),
    Rule("G325", "转入的不是本单位本年的任务"),
    Rule("G326", "同一项任务回头看了两次"),
    Rule("G327", "报送改变了办公室已经核验的情况"),
    Rule("G328", "记录的日期不在单位存在的时间里"),
    Rule("G401", "已入库的记录被修改"),
    Rule("G402", "已入库的记录被删除"),
    Rule("G403", "已入库的记录被改名"),
    Rule("G404", "动了别的单位的文件"),
    Rule("G405", "动了不归本单位的文件"),
    Rule("G406", "单位自己写了核验"),
    Rule("G407", "任务序号被另一项任务占用", allowable=True),
    Rule("G408", "完成时限被修改而没有备注"),
    Rule("G409", "已入库的佐证材料被修改或删除"),
    Rule("G410", "任务被删除"),
    Rule("G411", "任务的原文被修改而没有备注", allowable=True),
    Rule("G412", "归档的往年被改动"),
    Rule("G501", "台账不是最新"),
    Rule("G601", "含有身份证号码", allowable=True),
    Rule("G602", "含有手机号码", allowable=True),
    Rule("G603", "含有银行卡号", allowable=True),
    Rule("G604", "含有电子邮箱", _NOTICE, allowable=True),
    Rule("G701", "允许的问题并不存在"),
    Rule("G702", "允许的写法不对"),
)
"""G1 reading · G2 plan and roster · G3 records · G4 the change against its base · G5 ledgers ·
G6 what must not be published · G7 allowances.
"""


class Allowance(NamedTuple):
    """A comment by which a file excuses findings of one code, from line `first` to line `last`.

    `whole`: it stands before everything else, and so speaks for the file as a whole.
    """

    code: str
    reason: str
    span: Span
    first: int
    last: int
    whole: bool = False


BY_CODE = {rule.code: rule for rule in RULES}
