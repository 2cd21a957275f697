"""What a person did that the program cannot act on, as Chinese sentences."""

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
    raise Stop(f"名录里没有“{spoken}”{nearest(spoken, roster)}。", "看全部单位：gongkai units")


def misuse(error: Any) -> tuple[str, ...]:
    """One of typer's complaints about the command line, in Chinese."""
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
            return (_bad_value(error, parameter, name),)
        case "BadOptionUsage":
            return (f"{error.option_name} 的用法不对：后面要跟且只跟它要的值。",)
        case _:
            return _other_misuse(error)


def _other_misuse(error: Any) -> tuple[str, ...]:
    message = str(error)
    if message.startswith("No such command"):
        return (f"没有“{_quoted(message)}”这个命令。", "看全部命令：gongkai --help")
    if message.startswith("Got unexpected extra argument"):
        extra = message.partition("(")[2].rpartition(")")[0].rpartition("(")[2]
        return (f"多出了“{extra}”；如果是一段话，请用引号括起来。",)
    return (f"命令写得不对：{message}",)


def _bad_value(error: Any, parameter: Any, name: str) -> str:
    choices = getattr(getattr(parameter, "type", None), "choices", None)
    if choices:
        words = "、".join(str(getattr(choice, "value", choice)) for choice in choices)
        return f"{name} 的值只能是：{words}。"
    if type(parameter.type).__name__.startswith("Int"):
        return f"{name} 的值要是整数。"
    return f"{name} 的值不对：{error.message}"


def _name(parameter: Any) -> str:
    if parameter is None:
        return "参数"
    return str(parameter.opts[-1] if parameter.param_type_name == "option" else parameter.metavar)


def _quoted(message: str) -> str:
    return message.partition("'")[2].rpartition("'")[0]
