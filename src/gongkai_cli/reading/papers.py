"""The files that a check looks at, each opened once: its text, its record, what cannot be read.

And the way back, from a path of keys in a file to the place in its text.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any, NamedTuple

from gongkai_cli.diagnostic import Diagnostic, Span, Unreadable
from gongkai_cli.domain.places import EVIDENCE, LEDGERS, RECORDS, Place, place_of
from gongkai_cli.domain.record import Record
from gongkai_cli.reading.book import is_year
from gongkai_cli.reading.records import record_in
from gongkai_cli.reading.remarks import cut_short
from gongkai_cli.reading.source import Path, Source, decoded, parse
from gongkai_cli.reading.trace import MAX_BYTES
from gongkai_cli.reading.trees import Kind, Leaf, Tree

TEXTS = (".csv", ".htm", ".html", ".json", ".md", ".txt", ".xml", ".yaml", ".yml")
"""Files that end so are read for personal data; of all others only the name is looked at."""

_UNFIT = re.compile(
    "[\x00-\x1f\x7f-\x9f\ud800-\udfff"
    "\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff"  # not seen, or turning the direction
    r'<>:"|?*\\]'
)


_GIT_OBEYS = frozenset({".gitattributes", ".gitignore", ".gitmodules"})
_YAML = re.compile(r"\.ya?ml\b", re.IGNORECASE)


class Paper(NamedTuple):
    """One file: its text and its record, where it has them, and what is wrong with it."""

    file: str
    text: str = ""
    record: Record | None = None
    faults: tuple[Diagnostic, ...] = ()


def papers(tree: Tree, leaves: Mapping[str, Leaf]) -> Iterator[Paper]:
    """Every one of `leaves`, files of `tree`, in order. Nothing is raised for what is in them."""
    wanted = [
        file
        for file, leaf in leaves.items()
        if leaf.kind is Kind.FILE and file.lower().endswith(TEXTS)
    ]
    contents = iter(tree.read_all(wanted, MAX_BYTES))
    due = iter(wanted)
    following = next(due, None)
    for file, leaf in leaves.items():
        data: bytes | Unreadable = b""
        if file == following:
            data, following = next(contents)[1], next(due, None)
        yield _paper(file, leaf, data)


def _paper(file: str, leaf: Leaf, data: bytes | Unreadable) -> Paper:
    faults = [*_faults_of_name(file), *_faults_of_kind(file, leaf)]
    if isinstance(data, Unreadable):
        return Paper(file, faults=(*faults, *data.diagnostics))
    record = None
    place = place_of(file)
    if place and place.is_record and leaf.kind is Kind.FILE:
        try:
            record = record_in(data, file)
            faults += _lost_words(file, data)
        except Unreadable as fault:
            faults += fault.diagnostics
    return Paper(file, text_of(data), record, tuple(faults))


def _lost_words(file: str, data: bytes) -> Iterator[Diagnostic]:
    if b" #" in data:
        text = text_of(data)
        for span in cut_short(text, source_of(file, text)):
            hint = "文字里有 # 的，请给整段文字加引号；确是注释的，请另起一行写"
            yield Diagnostic("G113", "这里的 # 和后面的文字被当作注释，读不到", hint, span)


def text_of(data: bytes) -> str:
    """What can be read of `data`, with lines and columns as in `decoded`.

    Excel's "Unicode 文本" is UTF-16; whatever else is no UTF-8 keeps at least its digits.
    """
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    return (
        data.decode("utf-16" if wide else "utf-8-sig", "replace")
        .replace("\r\n", "\n")
        .replace("\r", "\n")
    )


def source_of(file: str, text: str) -> Source:
    """`text` with the place of each path; without any where it cannot be read as YAML."""
    try:
        return parse(decoded(text.encode("utf-8", "replace"), file), file)
    except Unreadable:
        return Source(file, None, {})


class Spans:
    """Where the paths of one file stand; ("tasks", 21, …) leads to a task of a plan."""

    def __init__(self, source: Source) -> None:
        """Look up in `source`."""
        self._source = source

    def at(self, path: Path, *, key: bool = False) -> Span:
        """The place of the value at `path`, or of its key; the file as a whole for no path."""
        if not path:
            return Span(self._source.file)
        if path[0] == "tasks":
            path = (*self._tasks.get(str(path[1]), ()), *path[2:])
        return self._source.key_span(path) if key else self._source.span(path)

    @cached_property
    def _tasks(self) -> dict[str, Path]:
        """The path of keys that leads to each task of a plan, by its number."""
        values: Any = self._source.values
        return {
            task["id"]: ("sections", s, "topics", t, "tasks", n)
            for s, section in enumerate(values["sections"] if values else ())
            for t, topic in enumerate(section["topics"])
            for n, task in enumerate(topic["tasks"])
        }


def _faults_of_name(file: str) -> Iterator[Diagnostic]:
    """A name that a screen shows as another, or that Windows cannot hold."""
    if bad := _UNFIT.search(file):
        message = f"文件名里有不能用的字符 U+{ord(bad.group()):04X}"
        yield Diagnostic(
            "G132", message, "请给文件改名，只用汉字、字母、数字、短横线和括号", Span(file)
        )


def _faults_of_kind(file: str, leaf: Leaf) -> Iterator[Diagnostic]:
    """Links, what git obeys, and files that stand where nobody will ever read them."""
    place = place_of(file)
    if file.rpartition("/")[2] in _GIT_OBEYS and file.startswith((f"{LEDGERS}/", "data/")):
        hint = "请删除；仓库的设置写在最上面一层，由办公室管"
        yield Diagnostic("G133", "这个文件会改变 git 怎样读这里的文件", hint, Span(file))
    if leaf.kind is not Kind.FILE:
        what = "这个文件是链接" if leaf.kind is Kind.LINK else "这里不是普通文件"
        yield Diagnostic("G130", what, "请换成普通文件", Span(file))
    elif place and (place.part == EVIDENCE or (place.is_record and is_year(place.year))):
        return
    elif (_looks_like_record(file) or _is_among_records(place)) and not _is_hidden(file):
        yield Diagnostic("G320", "这个文件不会被读取", _whereabouts(place), Span(file))


def _looks_like_record(file: str) -> bool:
    """Whether somebody may have meant `file` as a record: it is YAML, and not the office's."""
    folder, _, name = file.rpartition("/")
    top, *_ = file.split("/", 1)
    meant = top == LEDGERS or set(RECORDS).intersection(folder.split("/"))
    return bool(meant) and _YAML.search(name) is not None


def _is_among_records(place: Place | None) -> bool:
    return place is not None and place.part in RECORDS and bool(place.rest)


def _whereabouts(place: Place | None) -> str:
    if place and place.part in RECORDS and is_year(place.year):
        return f"记录直接放在 {place.part}/ 里，文件名以小写的 .yaml 结尾"
    return "记录放在 ledgers/年份/单位/updates/ 里，核验放在 reviews/ 里，文件名以 .yaml 结尾"


def _is_hidden(file: str) -> bool:
    return file.rpartition("/")[2].startswith(".")
