"""What a person did that the program cannot act on, as Chinese sentences."""

from difflib import get_close_matches
from typing import Any

from gongkai_cli.domain.roster import Roster, Unit
from gongkai_cli.reckoning.assignment import nearest

FINDINGS = 1
WRONG_USE = 2
CANNOT_RUN = 3
INTERRUPTED = 130


class Stop(Exception):  # noqa: N818 - the command stops here; it may be nobody's error
    """Ends the command with sentences for the person and an exit code."""

    def __init__(self, *sentences: str, code: int = WRONG_USE) -> None:
        """Say `sentences`, one a line, and end with `code`."""
        super().__init__(*sentences)
        self.sentences = sentences
        self.code = code


def known_unit(spoken: str, roster: Roster) -> Unit:
    """The unit that a person means. Raises Stop with the nearest names."""
    if unit := roster.search(spoken):
        return unit
    alike = nearest(spoken, roster.names())
    raise Stop(f"名录里没有“{spoken}”{alike}。", "看全部单位：gongkai units")


def misuse(error: Any) -> tuple[str, ...]:
    """One of typer's complaints about the command line, in Chinese, and where to read more."""
    context = getattr(error, "ctx", None)
    command = context.command_path if context else "gongkai"
    return (*_complaint(error), f"看用法：{command} --help")


def _complaint(error: Any) -> tuple[str, ...]:
    parameter = getattr(error, "param", None)
    name = _name(parameter)
    match type(error).__name__:
        case "NoSuchOption":
            alike = "、".join(error.possibilities or ())
            hint = f"，相近的有：{alike}" if alike else ""
            return (f"没有 {error.option_name} 这个选项{hint}。",)
        case "MissingParameter":
            return (f"缺少 {name}。",)
        case "BadParameter":
            return (_bad_value(parameter, name),)
        case "BadOptionUsage":
            return (_bad_usage(error),)
        case _:
            return _other_misuse(error)


def _other_misuse(error: Any) -> tuple[str, ...]:
    message = str(error)
    if message.startswith("No such command"):
        return (f"没有“{(name := _quoted(message))}”这个命令{_alike(name, error.ctx)}。",)
    if message.startswith("Got unexpected extra argument"):
        extra = message.partition("(")[2].rpartition(")")[0].rpartition("(")[2]
        return (f"多出了“{extra}”；如果是一段话，请用引号括起来。",)
    return ("命令写得不对。",)


def _alike(name: str, context: Any) -> str:
    found = get_close_matches(name, context.command.list_commands(context), n=3, cutoff=0.5)
    return f"，相近的有：{'、'.join(found)}" if found else ""


def _bad_usage(error: Any) -> str:
    """An option without its value, or a flag with one."""
    takes_none = "does not take a value" in str(error)
    return f"{error.option_name} 后面{'不跟值' if takes_none else '要跟一个值'}。"


def _bad_value(parameter: Any, name: str) -> str:
    choices = getattr(getattr(parameter, "type", None), "choices", None)
    if choices:
        words = "、".join(str(getattr(choice, "value", choice)) for choice in choices)
        return f"{name} 的值只能是：{words}。"
    low, high = getattr(parameter.type, "min", None), getattr(parameter.type, "max", None)
    if low is not None and high is not None:
        return f"{name} 的值要是{low}到{high}之间的整数。"
    if type(parameter.type).__name__.startswith("Int"):
        return f"{name} 的值要是整数。"
    return f"{name} 的值不对。"


def _name(parameter: Any) -> str:
    if parameter is None:
        return "参数"
    if parameter.param_type_name == "option":
        return str(max(parameter.opts, key=len))
    return str(parameter.metavar).strip("[]…")


def _quoted(message: str) -> str:
    return message.partition("'")[2].rpartition("'")[0]
