"""填写说明: the sheet that tells a liaison, in whole sentences, how to fill in the other one."""

from collections.abc import Iterator

from gongkai_cli.domain.plan import Plan
from gongkai_cli.domain.sheet import ANSWERS, CLAIM, DECLINE, GUIDE, OPEN, STEPS, SheetColumn
from gongkai_cli.rendering.workbook.heights import height_of, lines, room
from gongkai_cli.rendering.workbook.paper import Look, Paper
from gongkai_cli.rendering.workbook.rows import cell_text

_SIZE = 12.0
_WIDTH = 90.0
_NUMBER = Look(framed=False, centred=True, size=_SIZE)
_TEXT = Look(framed=False, size=_SIZE)
_HEADING = Look(framed=False, head=True, size=_SIZE)


def put_guide(paper: Paper, plan: Plan) -> None:
    """Add the sheet, after those there are."""
    sheet = paper.sheet(GUIDE)
    sheet.set_column(0, 0, 5)
    sheet.set_column(1, 1, _WIDTH)
    paper.title(sheet, range(2), GUIDE)
    row = 0
    for heading, sentences in _parts(plan):
        row += 1
        sheet.set_row(row, 30)
        paper.put(sheet, row, 0, heading, _HEADING._replace(wrap=False))
        for number, sentence in enumerate(sentences, 1):
            row += 1
            text = cell_text(sentence)
            sheet.set_row(row, height_of(lines(text, room(_WIDTH, _SIZE)), _SIZE))
            paper.put(sheet, row, 0, f"{number}.", _NUMBER)
            paper.put(sheet, row, 1, text, _TEXT)
    sheet.protect("", {"format_columns": True, "format_rows": True})
    paper.page(sheet, f"{plan.title} {GUIDE}", landscape=False)
    sheet.print_area(0, 0, row, 1)


def _parts(plan: Plan) -> Iterator[tuple[str, Iterator[str]]]:
    yield "先看这几句", _first(plan)
    yield "每一栏怎么填", _columns(plan.year)
    yield "请不要动的地方", _keep()
    yield "打印和格式", _print()


def _first(plan: Plan) -> Iterator[str]:
    tinted = "、".join(column.value.title for column in OPEN)
    yield f"这份台账依据《{plan.title}》，列出本单位要做的每一项任务。"
    yield (f"请只填浅黄色的格子：{tinted}。白色的格子里是印发的原文和程序的说明，已经锁定。")
    yield (
        "以前报过的内容已经填好。没有变化的行请不要动，就不会重复报送；"
        "有变化的行，请直接改成现在的情况。"
    )
    yield "填好后保存，把这个文件发回办公室。用 Excel、WPS 或 LibreOffice 填都可以。"


def _columns(year: int) -> Iterator[str]:
    steps = "或".join(STEPS)
    status, progress, note = map(_quoted, _NAMED)
    yield f"{_quoted(SheetColumn.OWNER)}写负责的科室，例如“法治科”，不写个人。"
    yield f"{progress}写做了什么、做到了哪一步，用一两句完整的话。"
    yield f"{status}从格子右边的下拉框里选{steps}，不要写别的词。"
    yield (
        f"有的任务没有点名本单位，还没有答复的排在表的后面，{status}的下拉框里有"
        f"{'、'.join(ANSWERS)}。由本单位承担的选{CLAIM}，已经动手的直接选{steps}；"
        f"不由本单位承担的选{DECLINE}，并在{progress}里写明理由。"
    )
    yield (
        f"{_quoted(SheetColumn.DATE)}写完成的那一天，样子是 {year}-06-27；还没有完成的空着。"
        f"只能写{year}年1月1日到{year + 1}年3月31日之间的日子。"
    )
    yield (
        f"{_quoted(SheetColumn.EVIDENCE)}一份材料占一行，先写名称，空一格，再写网址，"
        "例如：重大行政决策事项清单 http://www.example.cn/qingdan.html 。"
        "在格子里换行，请按 Alt 和回车。没有网址的材料，请另外发给办公室。"
    )
    yield (
        f"{_quoted(SheetColumn.MEASURES)}一个指标占一行，名称和等号已经写好，在等号后面写数，"
        f"例如：政务公开培训=2。{note}里写着“累计”的，写今年到现在为止的总数；"
        "写着“以最近一次为准”的，写最近一次的数。"
    )
    yield f"{_quoted(SheetColumn.PROBLEM)}和{_quoted(SheetColumn.NEXT)}有就写，没有就空着。"
    yield (
        f"{_quoted(SheetColumn.DEADLINE)}里有延期的，原来的日子和延期后的日子都写着。"
        "要申请延期，请另外向办公室提出，不要在这张表里写。"
    )


_NAMED = (SheetColumn.STATUS, SheetColumn.PROGRESS, SheetColumn.NOTE)


def _quoted(column: SheetColumn) -> str:
    return f"“{column.value.title}”"


def _keep() -> Iterator[str]:
    yield (
        "请不要增加、删除或移动行和列，不要合并格子，不要改白色格子里的字：原文改动过的行收不回来。"
    )
    yield "请不要写公式，等号开头的内容收不回来。"
    yield "台账是公开的，请不要写身份证号、手机号、银行卡号。"
    yield "表的左边有几列看不见，记着任务的序号，收表时要用，请留着。"


def _print() -> Iterator[str]:
    yield "这张表按 A4 纸横向排好，每一页都有表头和页码，可以直接打印。"
    yield "写的字多，格子里显示不完时，把鼠标放在行号下边的线上，往下拉高这一行就可以。"
    yield (
        "表受到保护，但没有设密码。确实要调整格式时，请在“审阅”里点“撤消工作表保护”；"
        "任务的原文请仍然保持不变。"
    )
