"""What the writers of findings say alike: the verdict, a finding's sentence, the name of its rule.

Knows no format: who writes one escapes for it.
"""

from collections import Counter

from gongkai_cli.diagnostic import Diagnostic, Severity
from gongkai_cli.rendering.findings.shown import Findings
from gongkai_cli.rendering.layout import seen
from gongkai_cli.rules import BY_CODE


def verdict(findings: Findings) -> str:
    """How many findings of which weight, in how many files; a whole sentence."""
    counts = Counter(each.diagnostic.severity for each in findings.shown)
    found = "，".join(f"{counts[each]}个{each}" for each in Severity)
    changed = "" if findings.changed is None else f"（改动{findings.changed}个）"
    looked_at = f"检查了{findings.files}个文件{changed}"
    return f"{found if findings.shown else '没有发现问题'}；{looked_at}。"


def title(diagnostic: Diagnostic) -> str:
    """The code and the fault it names, whatever the particular case: G101 使用了全角冒号."""
    return f"{diagnostic.code} {BY_CODE[diagnostic.code].title}"


def sentence(diagnostic: Diagnostic) -> str:
    """What is wrong and what to do, on one line."""
    parts = (diagnostic.message, diagnostic.hint)
    return "。".join(seen(part) for part in parts if part)


def file_name(diagnostic: Diagnostic) -> str:
    """The file's name on one line; empty where the finding is about no file."""
    return seen(diagnostic.span.file)
