"""Rules of what a record points to: its evidence, and the record that it puts right."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from gongkai_cli.checking.case import Desk, Finding, Written
from gongkai_cli.domain.record import Evidence, LookBack, Progress, Record


def bad_link(_desk: Desk, written: Written) -> Iterator[Finding]:
    """G316: anything but a web address, which a reader could not open or should not."""
    for number, piece in _evidence(written.record):
        if piece.url and not _is_web(piece.url):
            message = f"佐证材料“{piece.title}”的网址打不开"
            hint = "请写完整的网址，以 http:// 或 https:// 开头，中间没有空格"
            yield written.found("G316", message, hint, "evidence", number, "url")


def missing_file(desk: Desk, written: Written) -> Iterator[Finding]:
    """G314, G315: evidence that is not there, or not where the unit keeps its own."""
    folder = written.file.rsplit("/", 2)[0]
    for number, piece in _evidence(written.record):
        path = "evidence", number, "file"
        if piece.file and not _stays_inside(piece.file):
            message = f"佐证材料“{piece.title}”不在本单位的文件夹里：{piece.file}"
            hint = "请把文件放进 evidence/，写成 evidence/文件名"
            yield written.found("G315", message, hint, *path)
        elif piece.file and not desk.case.exists(f"{folder}/{piece.file}"):
            message = f"佐证材料“{piece.title}”的文件不存在：{piece.file}"
            hint = f"请把文件一起提交：{folder}/{piece.file}"
            yield written.found("G314", message, hint, *path)


def unknown_original(desk: Desk, written: Written) -> Iterator[Finding]:
    """G317: a unit puts its own records right, the office its own."""
    if written.record.corrects and desk.original(written) is None:
        message = f"要更正的记录不存在：{written.record.corrects}"
        hint = "请写同一文件夹里那条记录的完整文件名，如 21-2023-06-20-3fa9c1.yaml"
        yield written.found("G317", message, hint, "corrects")


def circular_corrections(desk: Desk) -> Iterator[Finding]:
    """Corrections that lead back to themselves (G317): none of them counts, so none is asked."""
    seen: set[int] = set()
    for start in desk.records:
        way: dict[int, Written] = {}
        at: Written | None = start
        while at and id(at) not in seen:
            seen.add(id(at))
            way[id(at)] = at
            at = desk.original(at)
        if at and id(at) in way:
            circle = list(way.values())[list(way).index(id(at)) :]
            yield from (_circular(each) for each in circle if each.file in desk.case.under_check)


def second_correction(desk: Desk, written: Written) -> Iterator[Finding]:
    """G318: of two corrections both would count. The later one is at fault, or the new one."""
    original = desk.original(written)
    first = desk.correction(original) if original else None
    if first and first is not written:
        message = f"{written.record.corrects} 已由 {first.record.name} 更正"
        hint = f"请改为更正 {first.record.name}；它若也有更正，就更正最后那一条"
        yield written.found("G318", message, hint, "corrects")


def partial_correction(desk: Desk, written: Written) -> Iterator[Finding]:
    """G322: for a task that is left out, nothing would stand in the original's place."""
    due = {task for original in _originals(desk, written) for task in original.tasks}
    left = sorted(due.intersection(desk.items).difference(written.record.tasks))
    if left:
        message = f"更正没有写全原记录的任务，少了{'、'.join(map(str, left))}"
        hint = "请在 task 里写全，例如 [22, 23]"
        yield written.found("G322", message, hint, "task")


def _originals(desk: Desk, written: Written) -> Iterator[Record]:
    """What `written` puts right, and what that had put right, back to the first.

    Nothing where `written` is itself a second correction: that must be settled before.
    """
    while (original := desk.original(written)) and desk.correction(original) is written:
        yield original.record
        written = original


def _circular(written: Written) -> Finding:
    message = f"更正绕回了自己，{written.record.name} 不再计入"
    hint = "请改为更正先前的一条记录，或去掉 corrects"
    return written.found("G317", message, hint, "corrects")


def _evidence(record: Record) -> Iterator[tuple[int, Evidence]]:
    if isinstance(record.fact, Progress | LookBack):
        yield from enumerate(record.fact.evidence)


def _is_web(url: str) -> bool:
    """Taken as it stands: `urlsplit` passes over blanks before it and line breaks in it."""
    if not url.isprintable() or " " in url:
        return False
    try:
        parts = urlsplit(url)
        return parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:  # a bracket without its twin
        return False


def _stays_inside(file: str) -> bool:
    """Whether `file` leads from a unit's folder to something in it, on Windows too."""
    steps = file.split("/")
    return "\\" not in file and ":" not in file and not {"", ".", ".."}.intersection(steps)
