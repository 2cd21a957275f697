"""`--help` in Chinese, whole at any width.

Own code where libraries were tried: typer's plain help breaks lines at spaces, which Chinese has
not, and its rich help cuts text with … and costs 80 ms.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from typer import TyperException
from typer.core import TyperCommand, TyperGroup

from gongkai_cli.cli.console import columns
from gongkai_cli.rendering.terminal import plain_text
from gongkai_cli.table import Block, Cell, Document, Line, plain

PANELS = ("看", "报", "管", "出", "查", "建")
"""The groups of commands, in the order of an office's work."""

EVERYWHERE = ("--root", "-C", "--year", "--as-of", "--at-commit", "--no-cache")
"""Options of the whole program, which may stand anywhere on the line."""

_FLAGS = ("--no-cache",)
_HEAD = 26


class Command(TyperCommand):
    """A command whose help is laid out here."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """A complaint about the line knows which command it is about."""
        try:
            return super().parse_args(ctx, args)
        except TyperException as error:
            error.ctx = getattr(error, "ctx", None) or ctx  # type: ignore[attr-defined]
            raise

    def get_help(self, ctx: Any) -> str:
        """The help text, laid out for this window."""
        blocks: list[Block] = [*_usage(ctx, self), None, *_prose(self.help or ""), None]
        for title, kind in (("参数", "argument"), ("选项", "option")):
            blocks += _parameters(
                title, [p for p in self.get_params(ctx) if p.param_type_name == kind]
            )
        blocks += _parameters(
            "处处可用的选项", [p for p in ctx.find_root().command.params if _is_global(p)]
        )
        return plain_text(Document(tuple(blocks)), columns()).rstrip("\n")


class Group(TyperGroup):
    """The program itself: its commands in panels; its own options may stand anywhere."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Move the options of the whole program to the front, where typer expects them."""
        return super().parse_args(ctx, fronted(args))

    def get_help(self, ctx: Any) -> str:
        """The help text, laid out for this window."""
        blocks: list[Block] = [*_usage(ctx, self), None, *_prose(self.help or "")]
        loaded = [self.get_command(ctx, name) for name in self.list_commands(ctx)]
        for panel in PANELS:
            commands = [c for c in loaded if c and getattr(c, "rich_help_panel", "") == panel]
            if commands:
                blocks += [None, Line(plain(panel))]
                blocks += [_entry(str(c.name), _first_line(c.help or "")) for c in commands]
        blocks += [None, *_parameters("选项", self.get_params(ctx))]
        return plain_text(Document(tuple(blocks)), columns()).rstrip("\n")


def fronted(args: Sequence[str]) -> list[str]:
    """`args` with the options of the whole program first; what follows -- stays where it is."""
    front: list[str] = []
    rest: list[str] = []
    words = iter(args)
    for word in words:
        if word == "--":
            rest += [word, *words]
        elif word.startswith("-C") and word != "-C":
            front.append(word)
        elif word.partition("=")[0] not in EVERYWHERE:
            rest.append(word)
        else:
            front.append(word)
            if "=" not in word and word not in _FLAGS:
                front += [value for value in [next(words, None)] if value is not None]
    return [*front, *rest]


def _usage(ctx: Any, command: Any) -> Iterator[Line]:
    names = [p.metavar for p in command.get_params(ctx) if p.param_type_name == "argument"]
    pieces = names or (["命令 …"] if isinstance(command, TyperGroup) else [])
    yield Line((Cell(" ".join([f"用法：{ctx.command_path}", *pieces, "[选项]"])),), 6)


def _prose(text: str) -> Iterator[Line]:
    for paragraph in text.split("\n"):
        yield Line(plain(paragraph.strip()), 0)


def _first_line(text: str) -> str:
    return text.strip().partition("\n")[0]


def _parameters(title: str, parameters: Sequence[Any]) -> Iterator[Block]:
    shown = [p for p in parameters if not getattr(p, "hidden", False)]
    if shown:
        yield Line(plain(title))
        for each in shown:
            yield _entry(_spelling(each), _meaning(each))


def _spelling(parameter: Any) -> str:
    if parameter.param_type_name == "argument":
        return str(parameter.metavar or parameter.name)
    names = "/".join(sorted(parameter.opts, key=len, reverse=True))
    return names if parameter.is_flag else f"{names} {parameter.metavar}"


def _meaning(parameter: Any) -> str:
    return "显示这份说明" if "--help" in parameter.opts else str(parameter.help or "")


def _entry(head: str, text: str) -> Line:
    """A name and its meaning; the meaning folds under its own beginning."""
    from gongkai_cli.rendering.layout import pad, width

    head = f"  {head}"
    filled = pad(head, _HEAD) if width(head) < _HEAD else f"{head}  "
    return Line((Cell(filled), Cell(text)), _HEAD)


def _is_global(parameter: Any) -> bool:
    return any(name in EVERYWHERE for name in parameter.opts)
