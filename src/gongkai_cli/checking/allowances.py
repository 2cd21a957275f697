"""What a file's own comments excuse, and the faults of those comments."""

from collections.abc import Iterable, Iterator, Sequence

from gongkai_cli.diagnostic import Diagnostic, Severity
from gongkai_cli.rules import BY_CODE, Allowance


def settled(
    found: Iterable[Diagnostic],
    allowed: Sequence[Allowance],
    past: Sequence[Diagnostic] = (),
    *,
    idle: bool = True,
) -> list[Diagnostic]:
    """One file's findings without what its allowances excuse, and with what is wrong with these.

    An allowance that excuses nothing any more is a finding (G701), so that none outlives its
    cause; but not beside an error, for whose sake other rules may not have been asked. One without
    a reason, or of a code that cannot be excused, excuses nothing (G702). What is `past` is told
    no more, but what excused it stays: it stands in a landed record, which nobody may edit. For
    the same reason G701 is not asked (`idle`) of a record that was put right.
    """
    sound = [each for each in allowed if not _fault(each)]
    used = {each for each in sound if any(_covers(each, finding) for finding in past)}
    left = []
    for finding in found:
        excuses = [each for each in sound if _covers(each, finding)]
        used.update(excuses)
        if not excuses:
            left.append(finding)
    judged = idle and not any(BY_CODE[each.code].severity is Severity.ERROR for each in left)
    unused = [_idle(each) for each in sound if each not in used] if judged else []
    return [*left, *_faults(allowed), *unused]


def _covers(allowance: Allowance, finding: Diagnostic) -> bool:
    near = allowance.first <= finding.span.line <= allowance.last
    return allowance.code == finding.code and (near or allowance.whole)


def _faults(allowed: Sequence[Allowance]) -> Iterator[Diagnostic]:
    for each in allowed:
        if why := _fault(each):
            can = each.code in BY_CODE and BY_CODE[each.code].allowable
            hint = f"请写成 # 允许 {each.code}：理由" if can else "请删除这条注释，改正问题本身"
            yield Diagnostic("G702", f"允许的写法不对：{why}", hint, each.span)


def _fault(allowance: Allowance) -> str:
    rule = BY_CODE.get(allowance.code)
    if rule is None:
        return f"没有 {allowance.code} 这条规则"
    if not rule.allowable:
        return f"{rule.code}（{rule.title}）不能用注释允许"
    return "" if allowance.reason else "没有写理由"


def _idle(allowance: Allowance) -> Diagnostic:
    message = f"这里没有 {allowance.code}（{BY_CODE[allowance.code].title}）可以允许"
    return Diagnostic("G701", message, "请删除这条注释", allowance.span)
