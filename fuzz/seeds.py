"""What fuzzing begins with: sound files of the fictional 示例区, and words that readers seek."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

RECORD_FILE = "ledgers/2023/示例一局/updates/1.yaml"
REVIEW_FILE = "ledgers/2023/示例一局/reviews/1.yaml"

BOOK: Mapping[str, bytes] = MappingProxyType(
    {
        "data/tasks.yaml": """\
schema: 1
title: 示例分解表
region: 示例区
year: 2023
issued: 2023-01-10
sections:
- title: 一、公开
  topics:
  - title: 清单
    tasks:
    - id: 1
      requirement: 编制清单
      responsible: 示例一局牵头，示例二局等相关部门配合
      deadline: 2023年6月底前
      targets: [{name: 培训, at_least: 2, unit: 次, add_up: true, scope: 未明确}]
""".encode(),
        "data/units.yaml": """\
schema: 1
office: 示例一局
units:
- {name: 示例一局, kind: 部门, aliases: [第一局]}
- {name: 示例二局, kind: 街道, active_from: 2022-01-01}
groups:
- {name: 各部门, kinds: [部门], open: true}
""".encode(),
        "data/policy.yaml": "schema: 1\ncycle: 季度\ncolours: {逾期: 红}\n".encode(),
        "data/workdays/CN-2023.yaml": """\
schema: 1
year: 2023
notice: 通知
holidays:
- {name: 元旦, from: 2023-01-01, to: 2023-01-02}
workdays:
- 2023-01-28
""".encode(),
    }
)
"""A sound year, in the order that `checked_forms` takes its files in."""

_RECORDS = (
    (
        "type: 进展\ntask: 21\ndate: 2023-06-20\nstatus: 已完成\nprogress: 已公开\n"
        "evidence:\n- title: 清单\n  url: http://example.cn/a\n"
    ),
    (
        "type: 进展\ntask: [1, 2]\ndate: 2023-06-20\nstatus: 推进中\nmeasures: {培训: 1.5}\n"
        "problem: |\n  一\n  二\nstart: 2023-05-01\n"
    ),
    (
        "type: 进展\ntask: 1\ndate: 2023-06-20\nstatus: 已完成  # 允许 G308：另文报送\n"
        "evidence: [{title: 清单, url: http://example.cn/a}, {title: 图, file: evidence/a.png}]\n"
    ),
    "type: 认领\ntask: 1\ndate: 2023-06-20\nowner: 示例科\n",
    "type: 不涉及\ntask: 1\ndate: 2023-06-20\nreason: 无\ncorrects: a.yaml\n",
    "type: 延期申请\ntask: 1\ndate: 2023-06-20\nuntil: 2023-09-30\nreason: 要审议\n",
    "type: 核验\ntask: 1\ndate: 2023-06-20\nverdict: 准予延期\ncomment: 同意\nuntil: 2023-09-30\n",
    "task：21\n",
)
_REMARKS = (
    "# 允许 G206：全文件\na: 1\n# 允许 G308：下面\nb:\n- c: 1  # 允许 G309\n- d\n",
    'a: "# 允许 G308：不是注释"\nb: |\n  # 允许 G308：不是\n',
)
_PERSONAL = (
    "电话13800138000，邮箱 someone@example.cn，身份证 11010519491231002X。",
    "卡号 6222 0200 0000 0000 003，旧证 110105491231002，http://example.cn/13800138000",
)
_PHRASES = (
    "\x17示例一局牵头，示例二局、示例三局（含所属单位）等相关部门配合",
    "\x17牵头单位：示例一局；配合单位：各部门，按职责分工负责落实",
    "\x17全年，长期坚持",
    "\x17二〇二三年十二月二十五日前",
    "\x172月30日前",
    "\x17每季度末月25日前、第四季度、15个工作日内",
)
_TREE = (
    b"\x00\x00100644 a.yaml\0" + b"\x01" * 20 + b"40000 b\0" + b"\x02" * 20,
    b"\x01\x00120000 \xff\0" + b"\x01" * 32,
)
_NAMES = ("\x05\x01\x02\x03\x04\x07\x00", "\x01\x00\x08::error\n\x00")
_FINDINGS = (
    b"\x28\x02\x00\x05\x03\x04\x00\x02\x06x.yaml\x1b\xe4\xbd\xbf\xe7\x94\xa8::error::\x1b[31m\x08##[error]",
)

SEEDS: Mapping[str, Sequence[bytes]] = MappingProxyType(
    {
        "records": tuple(text.encode() for text in _RECORDS),
        "yaml": (*(text.encode() for text in _RECORDS + _REMARKS), *BOOK.values()),
        "books": tuple(bytes([n]) + data for n, data in enumerate(BOOK.values())),
        "remarks": tuple(text.encode() for text in _REMARKS + _RECORDS),
        "personal": tuple(text.encode() for text in _PERSONAL),
        "folders": _TREE,
        "changes": (b"\x03\x00\x00\x01\x01\x00\x02\x02\x00\x03\x02\x05\x00\x01",),
        "names": tuple(text.encode() for text in _NAMES),
        "phrases": tuple(text.encode() for text in _PHRASES),
        "findings": _FINDINGS,
        "districts": (bytes(range(120)), bytes(range(200, 80, -1)), b"\x01" * 90),
    }
)
"""Some bytes for every target."""

_ODD = (
    "&a", "*a", "<<: *a", "!!python/object:os.system", "%YAML 1.1\n", "---\n", "...\n", "? ",
    "|\n", ">-\n", "[[[[", "{a: b",
    "'", '"', "\\u202e", "\\U0010FFFF", "\\x00", "：", "\t", "\r\n", "\ufeff", "\u2028", "\u0085",
    "\u202e", "\u200b", "\ud7ff",
    "~", "null", "true", "1e999", "0x1f", "99999999999999999999", "2023-02-30", "9999-12-31",
    "0000-00-00", "-1", "１２", "二〇",
    "# 允许 G308：x", "# 允许 G999", "http://", "http://[", "evidence/../../x", "../", "/", "\\",
    "C:", ".git", "updates/", ".yaml",
    "13800138000", "１３８００１３８０００", "138-0013-8000", "11010519491231002X",
    "6222020000000000003", "****", "@", "＠a.cn",
    "::error::", "##[error]", "##vso[", "\x1b[2J", "\x9b", "%0A", "]]>", "<b>", "<br>", "[x](y)",
    "|", "`", "=1+1", "牵头", "配合单位：",
    "等相关部门", "（", "）", "、", "负责落实", "每月", "末月", "月底前", "工作日内", "十",
    "100644 ", "40000 ", "160000 ", "type: ",
    "evidence:\n", "- title: ", "measures: {", "task: [", "corrects: ", "schema: 1\n",
)  # fmt: skip
TOKENS: Sequence[bytes] = (*(text.encode() for text in _ODD), b"\xff", b"\xed\xa0\x80", b"\0")
"""What readers look for, in sound files and in hostile ones."""
