"""Findings of the fictional 示例区 and of strangers, which every writer of findings is tried on."""

from hypothesis import strategies as st

from gongkai_cli.diagnostic import Diagnostic, Severity, Span
from gongkai_cli.rendering.findings.shown import Findings, Shown
from gongkai_cli.rules import BY_CODE

FOLDER = "ledgers/2023/示例一局/updates"
COLON = Shown(
    Diagnostic(
        "G101",
        "使用了全角冒号",
        "应为半角冒号加空格：task: …",
        Span(f"{FOLDER}/x.yaml", 2, 5, 2, 6),
    ),
    "task：21",
)
EDITED = Shown(
    Diagnostic(
        "G401", "已入库的记录被修改", "记录只增不改；要更正请新增一条", Span(f"{FOLDER}/18.yaml")
    )
)
MOBILE = Shown(
    Diagnostic(
        "G602",
        "含有手机号码 138****0000",
        "请删除号码，只写科室名称",
        Span(f"{FOLDER}/x.yaml", 14, 8, 14, 19),
        Severity.WARNING,
    ),
    "电话（法治科）138****0000，工作日可打",
)
SCOPE = Shown(
    Diagnostic(
        "G206",
        "指标“政务公开培训”的范围未明确",
        "请写明 scope: 全区 或 每单位",
        Span("data/tasks.yaml", 402, 9, 404, 1),
        Severity.NOTICE,
    ),
    "  - {name: 政务公开培训, at_least: 2,",
)
NOWHERE = Shown(Diagnostic("G109", "改动太多，没有查完", "请分几次提交", Span("")))
FOUR = Findings((COLON, EDITED, MOBILE, SCOPE), 3, 2)
NONE = Findings((), 3)

HOSTILE = (
    "::error::x", "  ::stop-commands::x", "一##[error]x", "##vso[task.complete]", "##[add-mask]a", "%0A::error::x",
    "一\n::error::x", "一\r::error::x", "\x1b[31m红\x1b[0m", "[/red]", "[red]x", "]]>", "<![CDATA[", "&lt;", "a|b",
    "<script>alert(1)</script>", "<!-- x -->", "[点](http://example.cn)", "![图](http://example.cn/x.png)", "@someone",
    "http://example.cn", "www.example.cn", "someone@example.cn", "#1", "`码`", "\u202e倒", "\udcff", "\ud800", "\ufffe",
    "\x00", "\t", "{0}", "100%", "a,b:c=d", "\\", '"', "'", "e\u0301", "\u200b",
)  # fmt: skip

texts = st.lists(
    st.sampled_from([*HOSTILE, "区司法局", "，", " ", "a", "21"]), max_size=4
).map("".join) | st.text(st.characters(exclude_categories=()), max_size=20)  # fmt: skip


@st.composite
def spans(draw: st.DrawFn) -> Span:
    """A place in a file with any name, known as far as a reader may know it."""
    segments = draw(st.lists(texts.map(lambda text: text.replace("/", "")), max_size=3))
    file = "/".join(filter(None, segments))
    line, column = draw(st.integers(0, 30)), draw(st.integers(1, 30))
    if not line:
        return Span(file)
    if draw(st.booleans()):
        return Span(file, line, draw(st.sampled_from([0, column])))
    end_line = line + draw(st.integers(0, 2))
    end_column = draw(st.integers(column if end_line == line else 1, 40))
    return Span(file, line, column, end_line, end_column)


diagnostics = st.builds(
    Diagnostic, st.sampled_from(sorted(BY_CODE)), texts, texts, spans(), st.sampled_from(Severity)
)
anything = st.builds(
    Findings,
    st.lists(st.builds(Shown, diagnostics, texts), max_size=4).map(tuple),
    st.integers(0, 9),
    st.none() | st.integers(0, 9),
)


def naming(text: str) -> Findings:
    """One finding, all of whose words, and its file's name and line, are `text`."""
    place = Span(f"{FOLDER}/{text.replace('/', '')}", 1, 1, 1, 2)
    return Findings((Shown(Diagnostic("G101", text, text, place), text),), 1)
