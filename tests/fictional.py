"""示例区, a district that does not exist, and the program run in it: screens, files, exit codes.

Its year shows every situation: late, silent, short of a target, due soon, done, done late, struck
off, sent back, extended, corrected, claimed, declined, waiting.
"""

import io
import os
import pty
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from threading import Timer
from typing import NamedTuple

from gongkai_cli.cli.app import run

FIRST, SECOND, THIRD, STREET = "示例一局", "示例二局", "示例三局", "示例路街道办事处"
ASKED = "2023-07-20"

PLAN = """\
schema: 1
title: 2023年示例区政务公开重点工作任务分解表
region: 示例区
year: 2023
issued: 2023-01-10
sections:
- title: 一、主动公开
  topics:
  - title: 示例事项清单
    tasks:
    - id: 1
      requirement: 编制示例事项清单，并主动向社会公开。
      responsible: 示例一局、示例二局、示例三局
      deadline: 2023年6月底前
    - id: 2
      requirement: 及时发布示例政策，每季度更新一次，全年解读材料不少于4篇，做到应公开尽公开。
      responsible: 示例区各部门，示例区各街道
      deadline: 全年
      targets: [{name: 解读材料, at_least: 4, unit: 篇, add_up: true, scope: 每单位}]
  - title: 示例民生信息
    tasks:
    - id: 3
      requirement: 持续公开示例民生信息。
      responsible: 示例一局等相关部门，示例区各街道
      deadline: 全年，长期坚持
- title: 二、监督保障
  topics:
  - title: 示例培训
    tasks:
    - id: 4
      requirement: 示例一局年内组织示例培训不少于2次。
      responsible: 示例一局
      deadline: 7月底前
      targets: [{name: 示例培训, at_least: 2, unit: 次, add_up: true, scope: 全区}]
      note: 示例备注：两处写法不一，均照录。
    - id: 5
      requirement: 公众满意度不低于90%。
      responsible: 示例二局牵头，示例三局配合
      deadline: 年底前
      targets: [{name: 公众满意度, at_least: 90, unit: "%", add_up: false, scope: 未明确}]
"""

UNITS = """\
schema: 1
region: 示例区
office: 示例一局
units:
- {name: 示例一局, kind: 部门, aliases: [示例第一局]}
- {name: 示例二局, kind: 部门}
- {name: 示例三局, kind: 部门}
- {name: 示例路街道办事处, kind: 街道, aliases: [示例路街道]}
groups:
- {name: 示例区各部门, kinds: [部门]}
- {name: 示例区各街道, kinds: [街道]}
- {name: 等相关部门, kinds: [部门], open: true}
"""

HOSTILE = "[/red]=1+1|::error <script>alert(1)</script> ](javascript:alert(1)) # *粗* `码`"

RECORDS = {
    f"{FIRST}/updates/1-2023-03-20-000001.yaml": """\
type: 进展
task: 1
date: 2023-03-20
status: 推进中
progress: 已起草清单，正在征求意见
problem: 个别科室反馈慢
next: 4月底前汇总
owner: 示例科
""",
    f"{FIRST}/updates/1-2023-06-28-000002.yaml": """\
type: 进展
task: 1
date: 2023-06-28
status: 已完成
progress: 已编制并公开
evidence:
- {title: 清单, url: "http://example.cn/old"}
""",
    f"{FIRST}/updates/1-2023-06-28-000003.yaml": """\
type: 进展
task: 1
date: 2023-06-28
status: 已完成
progress: 已编制并公开
evidence:
- {title: 清单, url: "http://example.cn/new"}
- {title: 照片, file: evidence/photo.png}
corrects: 1-2023-06-28-000002.yaml
reason: 网址写错
""",
    f"{FIRST}/reviews/1-2023-07-03-000004.yaml": """\
type: 核验
task: 1
date: 2023-07-03
verdict: 销号
comment: 材料齐全
""",
    f"{FIRST}/updates/2-2023-07-01-000005.yaml": f"""\
type: 进展
task: 2
date: 2023-07-01
status: 已完成
progress: {HOSTILE!r}
measures: {{解读材料: 3}}
""",
    f"{FIRST}/updates/4-2023-05-01-000006.yaml": """\
type: 进展
task: 4
date: 2023-05-01
status: 推进中
progress: 已培训一次
measures: {示例培训: 1}
""",
    f"{SECOND}/updates/1-2023-05-10-000007.yaml": """\
type: 延期申请
task: 1
date: 2023-05-10
until: 2023-09-30
reason: 清单要报会议审议
""",
    f"{SECOND}/reviews/1-2023-05-12-000008.yaml": """\
type: 核验
task: 1
date: 2023-05-12
verdict: 准予延期
until: 2023-07-25
comment: 请抓紧
""",
    f"{SECOND}/updates/2-2023-04-03-000009.yaml": """\
type: 进展
task: [2, 5]
date: 2023-04-03
status: 推进中
progress: 两项一起报
""",
    f"{SECOND}/updates/3-2023-02-01-000010.yaml": """\
type: 认领
task: 3
date: 2023-02-01
owner: 示例二科
""",
    f"{SECOND}/updates/5-2023-06-01-000011.yaml": """\
type: 进展
task: 5
date: 2023-06-01
status: 已完成
progress: 满意度已测评
measures: {公众满意度: 91.5}
""",
    f"{SECOND}/reviews/5-2023-06-05-000012.yaml": """\
type: 核验
task: 5
date: 2023-06-05
verdict: 退回
comment: 样本太少
""",
    f"{THIRD}/updates/1-2023-07-05-000013.yaml": """\
type: 进展
task: 1
date: 2023-07-05
status: 已完成
progress: 已公开
""",
    f"{THIRD}/updates/3-2023-02-02-000014.yaml": """\
type: 不涉及
task: 3
date: 2023-02-02
reason: 没有这项职能
""",
}


class Ran(NamedTuple):
    """What one run gave: its exit code, what went to stdout and to stderr."""

    code: int
    out: str
    err: str


def settle(root: Path, *, records: bool = True) -> Path:
    """Make `root` the workspace of 示例区."""
    (root / "data").mkdir(parents=True)
    (root / "data/tasks.yaml").write_text(PLAN, "utf-8")
    (root / "data/units.yaml").write_text(UNITS, "utf-8")
    for name, text in RECORDS.items() if records else ():
        put(root, name, text)
    return root


def put(root: Path, name: str, text: str) -> Path:
    """Lay a record into a unit's folder."""
    file = root / "ledgers/2023" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")
    return file


def gongkai(*args: str, encoding: str = "utf-8") -> Ran:
    """Run the program as its entry point does, on a console of `encoding`."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding, newline="\n") for _ in range(2))
    with redirect_stdout(out), redirect_stderr(err):
        code = run(args)
        out.flush()
        err.flush()
    return Ran(code, _written(out, encoding), _written(err, encoding))


def _written(stream: io.TextIOWrapper, encoding: str) -> str:
    data = stream.buffer
    assert isinstance(data, io.BytesIO)
    return data.getvalue().decode(encoding, "replace")


def files_under(root: Path) -> dict[str, bytes]:
    """Every file below `root` with its bytes."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }


def on_a_terminal(*args: str, typing: str = "", **more: str) -> str:
    """What a terminal shows of a real process, while a person is `typing`."""
    ours, theirs = pty.openpty()
    names = {"TERM": "xterm", "COLUMNS": "80", "PYTHONUTF8": "1", **more}
    with subprocess.Popen(
        [sys.executable, "-m", "gongkai_cli", *args],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env={**os.environ, **names},
    ) as process:
        os.close(theirs)
        patience = Timer(60, process.kill)
        patience.start()
        os.write(ours, typing.encode())
        said = b""
        while piece := _read(ours):
            said += piece
        code = process.wait()
        patience.cancel()
    os.close(ours)
    return said.decode("utf-8").replace("\r\n", "\n") + (f"[{code}]" if code else "")


def _read(handle: int) -> bytes:
    try:
        return os.read(handle, 65536)
    except OSError:
        return b""
