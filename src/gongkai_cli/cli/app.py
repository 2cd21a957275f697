"""The command `gongkai`: which commands there are, and what happens to whatever they raise."""

from collections.abc import Callable, Sequence
from datetime import date
from importlib import import_module
from keyword import iskeyword
from pathlib import Path
from typing import Annotated, cast

import typer

from gongkai_cli import __version__
from gongkai_cli.cli import completion
from gongkai_cli.cli.again import remember
from gongkai_cli.cli.bug import bug_sentence
from gongkai_cli.cli.console import prepare_streams, tell, tell_diagnostics
from gongkai_cli.cli.help import Command, Group
from gongkai_cli.cli.options import day
from gongkai_cli.cli.session import READ_ONLY, Session
from gongkai_cli.cli.writing import CannotWrite
from gongkai_cli.cli.wrong import CANNOT_RUN, FINDINGS, INTERRUPTED, WRONG_USE, Stop, misuse
from gongkai_cli.diagnostic import Unreadable

COMMANDS = {
    "tasks": ("看", "see"),
    "units": ("看", "see"),
    "overdue": ("看", "see"),
    "status": ("看", "see"),
    "history": ("看", "history"),
    "update": ("报", "report"),
    "collect": ("报", "collect"),
    "review": ("管", "review"),
    "lookback": ("管", "lookback"),
    "check": ("查", "check"),
    "ledger": ("出", "ledgers"),
    "remind": ("出", "remind"),
    "bulletin": ("出", "bulletin"),
    "annual": ("出", "annual"),
    "export": ("出", "export"),
    "init": ("建", "init"),
    "import": ("建", "bring"),
    "rollover": ("建", "rollover"),
    "schema": ("建", "setup"),
}
"""Every command with its panel and the module whose function of that name it is.

A command that is called as one of Python's own words has an underscore after it there: import_.
"""


NOW = frozenset({"update", "collect", "import", "init", "rollover", "schema"})
"""The commands that do something now: no past day and no commit can be asked about."""


class Commands(Group):
    """The commands of `COMMANDS`, each loaded when it is called for: start-up time."""

    def list_commands(self, ctx: object) -> list[str]:  # noqa: ARG002 - typer's signature
        """The names, in the order of the panels."""
        return list(COMMANDS)

    def get_command(self, ctx: object, cmd_name: str) -> Command | None:  # noqa: ARG002
        """The command called `cmd_name`."""
        if cmd_name not in COMMANDS:
            return None
        panel, module = COMMANDS[cmd_name]
        name = f"{cmd_name}_" if iskeyword(cmd_name) else cmd_name
        function = getattr(import_module(f"gongkai_cli.cli.{module}"), name)
        alone = typer.Typer(add_completion=False, rich_markup_mode=None)
        alone.command(cmd_name, cls=Command, rich_help_panel=panel)(function)
        return cast("Command", typer.main.get_command(alone))


app = typer.Typer(
    name="gongkai",
    cls=Commands,
    invoke_without_command=True,
    rich_markup_mode=None,
    add_completion=False,
    context_settings={"help_option_names": ["--help", "-h"]},
)


def _version(asked: bool) -> None:
    if asked:
        print(f"gongkai {__version__}")
        raise typer.Exit


@app.callback()
def root(
    ctx: typer.Context,
    folder: Annotated[
        Path | None,
        typer.Option(
            "--root", "-C", metavar="文件夹", help="工作区在哪里；不写就从当前文件夹向上找"
        ),
    ] = None,
    year: Annotated[
        int | None, typer.Option("--year", metavar="年份", help="问哪一年；不写就是手头这一年")
    ] = None,
    as_of: Annotated[
        date | None,
        typer.Option("--as-of", metavar="日期", parser=day, help="统计日期；不写就是今天"),
    ] = None,
    at_commit: Annotated[
        str | None,
        typer.Option(
            "--at-commit", metavar="提交", help="按哪个提交当时的内容回答，如 main 或 v1；只看不写"
        ),
    ] = None,
    no_cache: Annotated[bool, typer.Option("--no-cache", help="不用缓存，全部重读")] = False,
    version: Annotated[  # noqa: ARG001 - its callback has already answered
        bool,
        typer.Option("--version", callback=_version, is_eager=True, help="显示版本"),
    ] = False,
    install: Annotated[  # noqa: ARG001 - likewise
        bool,
        typer.Option(
            "--install-completion",
            callback=completion.set_up,
            is_eager=True,
            help="装好 Tab 补全：命令、单位和任务序号按 Tab 补全",
        ),
    ] = False,
) -> None:
    """政务公开工作台账：任务分解表变成各单位的台账，随时能问谁逾期、谁缺报、谁未达标。"""
    _refuse_past(ctx.invoked_subcommand, as_of, at_commit)
    session = Session(folder, year, as_of, at_commit, use_cache=not no_cache)
    ctx.obj.append(session)
    ctx.obj = session
    if ctx.invoked_subcommand is None:
        from gongkai_cli.cli.see import home

        home(session)


def run(args: Sequence[str]) -> int:
    """Carry out `args`; the exit code is 0 fine, 1 findings, 2 wrong use or input, 3 could not run.

    Whatever happens is said in Chinese sentences; nothing prints a traceback.
    """
    prepare_streams()
    if completion.is_asked_for():
        return completion.answered(lambda: _carried_out(args, []))
    opened: list[Session] = []
    code = _guarded(lambda: _carried_out(args, opened))
    return _guarded(lambda: _closed(opened[0], args, code)) if opened else code


def _guarded(work: Callable[[], int]) -> int:  # noqa: PLR0911 - one for each way to end
    """The exit code of `work`, or of what it raised once that is said."""
    try:
        return work()
    except Stop as stop:
        tell(*stop.sentences)
        return stop.code
    except Unreadable as fault:
        tell_diagnostics(fault.diagnostics)
        return WRONG_USE
    except CannotWrite as failure:
        tell(str(failure))
        return CANNOT_RUN
    except (KeyboardInterrupt, typer.Abort):
        tell("已中断，没有留下写了一半的文件。")
        return INTERRUPTED
    except typer.TyperException as error:
        tell(*misuse(error))
        return WRONG_USE
    except Exception as error:  # noqa: BLE001 - whatever it is, one way out
        return _unforeseen(error)


def _unforeseen(error: Exception) -> int:
    """What git could not give, else a bug of ours: one sentence; the rest for whoever mends it.

    Git's refusals are known here only: to import them costs whoever needs no git.
    """
    from gongkai_cli.reading.plumbing import CannotUseGit
    from gongkai_cli.reading.trees import TooMuch

    if isinstance(error, CannotUseGit):
        tell(*error.sentences)
        return CANNOT_RUN
    if isinstance(error, TooMuch):
        tell(f"{error.sentence}，没有读完；{error.hint}。")
        return WRONG_USE
    tell(bug_sentence())
    return CANNOT_RUN


def _refuse_past(command: str | None, as_of: date | None, at_commit: str | None) -> None:
    """What is done now has no past day: to drop the option in silence would mislead."""
    if as_of is not None and command in NOW:
        raise Stop(
            f"gongkai {command} 办的是现在的事，不能用 --as-of 换成过去的一天。",
            "补报过去的进展：gongkai update 加 --date 日期。",
        )
    if at_commit is not None and command == "check":
        raise Stop("check 用 --head 写明查哪个提交，不用 --at-commit。")
    if at_commit is not None and command in NOW:
        raise Stop(READ_ONLY, "要写入的，请去掉 --at-commit。")


def _closed(session: Session, args: Sequence[str], code: int) -> int:
    """End the run; an answer that nothing was wrong with is kept for whoever asks again."""
    code = session.close(code)
    if session.answer and code in {0, FINDINGS}:
        remember(args, session.trace, session.answer, code)
    return code


def _carried_out(args: Sequence[str], opened: list[Session]) -> int:
    """Let typer find the command; `opened` receives the session that it works on."""
    command = typer.main.get_command(app)
    code = command.main(list(args), "gongkai", standalone_mode=False, obj=opened)
    if code == INTERRUPTED:
        raise KeyboardInterrupt  # typer has made an exit code of it, in silence
    return code if isinstance(code, int) else 0
