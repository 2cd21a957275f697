"""What tells a git host that a finding is the one it showed last time, though its line moved."""

from collections import Counter
from collections.abc import Iterator

from gongkai_cli.rendering.findings.shown import Findings


def fingerprints(findings: Findings) -> Iterator[str]:
    """For each finding 64 hexadecimal digits, no two alike in one run.

    Made from code, file and message, and from how often these three came before; never from the
    line, which moves with every line added above it.
    """
    from hashlib import sha256

    before: Counter[tuple[str, str, str]] = Counter()
    for diagnostic, _ in findings.shown:
        said = (diagnostic.code, diagnostic.span.file, diagnostic.message)
        text = "\0".join((*said, str(before[said])))
        before[said] += 1
        yield sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
